/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "chatty-error.h"
#include "chatty-json.h"
#include "chatty-text.h"
#include "chatty-transcript-file.h"
#include "chatty-workspace-call.h"

/*
 * chatty_workspace_start:
 * @self: (nullable): the workspace
 * @call: (transfer full): the call
 * @kind: where it runs
 *
 * chatty_call_start() on one of the workspace's pools.
 */
void
chatty_workspace_start (ChattyWorkspace     *self,
                        ChattyCall          *call,
                        ChattyPoolKind       kind,
                        gpointer             tag,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  chatty_call_start (call, self, chatty_workspace_get_pool (kind), tag, cancellable, callback,
                     user_data);
}

/*
 * chatty_workspace_follow_vault:
 * @vault: (inout): the vault that @object follows
 * @changed: called with @object alone
 */
void
chatty_workspace_follow_vault (ChattyWorkspace  *self,
                               ChattyVault     **vault,
                               GCallback         changed,
                               gpointer          object)
{
  if (*vault != NULL)
    g_signal_handlers_disconnect_by_data (*vault, object);
  g_set_object (vault, chatty_workspace_get_vault (self));
  g_signal_connect_object (*vault, "changed", changed, object, G_CONNECT_SWAPPED);
}

/* Loading ------------------------------------------------------------------ */

static gpointer
load_on_pool (gpointer       workspace,
              ChattyCall    *call,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autoptr (ChattyVault) vault = chatty_workspace_dup_vault (workspace);

  return chatty_vault_load (vault, call->texts[0], cancellable, error);
}

void
chatty_workspace_load_async (ChattyWorkspace     *self,
                             const char          *id,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  ChattyCall *call = chatty_call_new (load_on_pool, (GDestroyNotify) chatty_transcript_unref);

  call->texts[0] = g_strdup (id);
  call->only_looks = TRUE;
  chatty_workspace_start (self, call, CHATTY_POOL_LOAD, chatty_workspace_load_async,
                          cancellable, callback, user_data);
}

ChattyTranscript *
chatty_workspace_load_finish (ChattyWorkspace  *self,
                              GAsyncResult     *result,
                              GError          **error)
{
  return chatty_call_finish (self, result, chatty_workspace_load_async, error);
}

/* Changes ------------------------------------------------------------------ */

static gpointer
edit_on_pool (gpointer       workspace,
              ChattyCall    *call,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autoptr (ChattyVault) vault = chatty_workspace_dup_vault (workspace);

  return chatty_vault_edit (vault, call->value, error);
}

void
chatty_workspace_edit_async (ChattyWorkspace     *self,
                             ChattyTranscript    *transcript,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  ChattyCall *call = chatty_call_new (edit_on_pool, g_free);

  call->value = chatty_transcript_ref (transcript);
  call->free_value = (GDestroyNotify) chatty_transcript_unref;
  chatty_workspace_start (self, call, CHATTY_POOL_WRITE, chatty_workspace_edit_async,
                          cancellable, callback, user_data);
}

char *
chatty_workspace_edit_finish (ChattyWorkspace  *self,
                              GAsyncResult     *result,
                              GError          **error)
{
  return chatty_call_finish (self, result, chatty_workspace_edit_async, error);
}

static gpointer
trash_on_pool (gpointer       workspace,
               ChattyCall    *call,
               GCancellable  *cancellable,
               GError       **error)
{
  g_autoptr (ChattyVault) vault = chatty_workspace_dup_vault (workspace);

  return chatty_vault_trash (vault, call->texts[0], error);
}

void
chatty_workspace_trash_async (ChattyWorkspace     *self,
                              const char          *id,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  ChattyCall *call = chatty_call_new (trash_on_pool, g_free);

  call->texts[0] = g_strdup (id);
  chatty_workspace_start (self, call, CHATTY_POOL_WRITE, chatty_workspace_trash_async,
                          cancellable, callback, user_data);
}

char *
chatty_workspace_trash_finish (ChattyWorkspace  *self,
                               GAsyncResult     *result,
                               GError          **error)
{
  return chatty_call_finish (self, result, chatty_workspace_trash_async, error);
}

/* The numbers of the call are what it brings back. */
static gpointer
undo_on_pool (gpointer       workspace,
              ChattyCall    *call,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autoptr (ChattyVault) vault = chatty_workspace_dup_vault (workspace);

  return GINT_TO_POINTER (chatty_vault_undo_run (vault, call->texts[0], &call->numbers[0],
                                                 &call->numbers[1], cancellable, error));
}

void
chatty_workspace_undo_async (ChattyWorkspace     *self,
                             const char          *batch_id,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  ChattyCall *call = chatty_call_new (undo_on_pool, NULL);

  call->texts[0] = g_strdup (batch_id);
  chatty_workspace_start (self, call, CHATTY_POOL_WRITE, chatty_workspace_undo_async,
                          cancellable, callback, user_data);
}

/**
 * chatty_workspace_undo_finish:
 * @self: a workspace
 * @result: what the callback was given
 * @n_undone: (out) (optional): changes that were taken back
 * @n_kept: (out) (optional): changes that were left, because somebody changed
 *   the same transcripts since
 * @error: return location, of #CHATTY_ERROR
 *
 * Returns: whether it could be done
 */
gboolean
chatty_workspace_undo_finish (ChattyWorkspace  *self,
                              GAsyncResult     *result,
                              guint            *n_undone,
                              guint            *n_kept,
                              GError          **error)
{
  if (chatty_call_finish (self, result, chatty_workspace_undo_async, error) == NULL)
    return FALSE;
  if (n_undone != NULL)
    *n_undone = chatty_call_of (result)->numbers[0];
  if (n_kept != NULL)
    *n_kept = chatty_call_of (result)->numbers[1];
  return TRUE;
}

/* Runs and facets ------------------------------------------------------------ */

static gpointer
list_runs_on_pool (gpointer       workspace,
                   ChattyCall    *call,
                   GCancellable  *cancellable,
                   GError       **error)
{
  g_autoptr (ChattyVault) vault = chatty_workspace_dup_vault (workspace);

  return chatty_vault_list_runs (vault, error);
}

void
chatty_workspace_list_runs_async (ChattyWorkspace     *self,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  ChattyCall *call = chatty_call_new (list_runs_on_pool, (GDestroyNotify) g_ptr_array_unref);

  call->only_looks = TRUE;
  chatty_workspace_start (self, call, CHATTY_POOL_LOAD, chatty_workspace_list_runs_async,
                          cancellable, callback, user_data);
}

GPtrArray *
chatty_workspace_list_runs_finish (ChattyWorkspace  *self,
                                   GAsyncResult     *result,
                                   GError          **error)
{
  return chatty_call_finish (self, result, chatty_workspace_list_runs_async, error);
}

typedef struct {
  GPtrArray *platforms;
  GPtrArray *characters;
  GPtrArray *years;
} Facets;

static void
facets_free (gpointer data)
{
  Facets *facets = data;

  g_clear_pointer (&facets->platforms, g_ptr_array_unref);
  g_clear_pointer (&facets->characters, g_ptr_array_unref);
  g_clear_pointer (&facets->years, g_ptr_array_unref);
  g_free (facets);
}

static gpointer
facets_on_pool (gpointer       workspace,
                ChattyCall    *call,
                GCancellable  *cancellable,
                GError       **error)
{
  g_autoptr (ChattyVault) vault = chatty_workspace_dup_vault (workspace);
  Facets *facets = g_new0 (Facets, 1);

  if ((facets->platforms = chatty_vault_list_platforms (vault, error)) != NULL &&
      (facets->characters = chatty_vault_list_characters (vault, error)) != NULL &&
      (facets->years = chatty_vault_list_years (vault, error)) != NULL)
    return facets;
  facets_free (facets);
  return NULL;
}

void
chatty_workspace_facets_async (ChattyWorkspace     *self,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  ChattyCall *call = chatty_call_new (facets_on_pool, facets_free);

  call->only_looks = TRUE;
  chatty_workspace_start (self, call, CHATTY_POOL_QUERY, chatty_workspace_facets_async,
                          cancellable, callback, user_data);
}

/**
 * chatty_workspace_facets_finish:
 * @self: a workspace
 * @result: what the callback was given
 * @platforms: (out) (transfer full) (element-type ChattyFacet): by platform
 * @characters: (out) (transfer full) (element-type ChattyFacet): by character
 * @years: (out) (transfer full) (element-type ChattyFacet): by year
 * @error: return location, of #CHATTY_ERROR
 *
 * Returns: whether the three were set
 */
gboolean
chatty_workspace_facets_finish (ChattyWorkspace  *self,
                                GAsyncResult     *result,
                                GPtrArray       **platforms,
                                GPtrArray       **characters,
                                GPtrArray       **years,
                                GError          **error)
{
  Facets *facets = chatty_call_finish (self, result, chatty_workspace_facets_async, error);

  if (facets == NULL)
    return FALSE;
  if (platforms != NULL)
    *platforms = g_steal_pointer (&facets->platforms);
  if (characters != NULL)
    *characters = g_steal_pointer (&facets->characters);
  if (years != NULL)
    *years = g_steal_pointer (&facets->years);
  facets_free (facets);
  return TRUE;
}

/* Export and index ----------------------------------------------------------- */

/**
 * chatty_workspace_format_transcript:
 * @transcript: what to write
 * @format: in which form
 * @length: (out): bytes
 *
 * Returns: (transfer full): the text of the file
 */
char *
chatty_workspace_format_transcript (const ChattyTranscript *transcript,
                                    ChattyExportFormat      format,
                                    gsize                  *length)
{
  g_autoptr (JsonNode) node = NULL;
  char *text = NULL;

  switch (format)
    {
    case CHATTY_EXPORT_MARKDOWN:
      return chatty_transcript_file_write_for_people (transcript, length);
    case CHATTY_EXPORT_JSON:
      {
        g_autofree char *json = NULL;

        node = chatty_transcript_to_json (transcript);
        json = chatty_json_to_string (node, TRUE);
        text = g_strconcat (json, "\n", NULL);
      }
      break;
    case CHATTY_EXPORT_TEXT:
      text = chatty_transcript_to_plain_text (transcript);
      break;
    default:
      g_assert_not_reached ();
    }
  *length = strlen (text);
  return text;
}

static gpointer
export_on_pool (gpointer       workspace,
                ChattyCall    *call,
                GCancellable  *cancellable,
                GError       **error)
{
  g_autoptr (ChattyVault) vault = chatty_workspace_dup_vault (workspace);
  GFile *file = G_FILE (call->objects[0]);
  g_autoptr (ChattyTranscript) transcript = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autofree char *basename = NULL;
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;
  gsize length;

  transcript = chatty_vault_load (vault, call->texts[0], cancellable, error);
  if (transcript == NULL)
    return NULL;
  text = chatty_workspace_format_transcript (transcript, (ChattyExportFormat) call->numbers[0],
                                             &length);
  if (g_file_replace_contents (file, text, length, NULL, FALSE, G_FILE_CREATE_NONE,
                               NULL, cancellable, &local_error))
    return GINT_TO_POINTER (TRUE);

  basename = g_file_get_basename (file);
  name = chatty_text_display_name (basename);
  chatty_error_adopt (&local_error, _("“%s” could not be written"), name);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

void
chatty_workspace_export_async (ChattyWorkspace     *self,
                               const char          *id,
                               ChattyExportFormat   format,
                               GFile               *file,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  ChattyCall *call = chatty_call_new (export_on_pool, NULL);

  call->texts[0] = g_strdup (id);
  call->numbers[0] = format;
  call->objects[0] = g_object_ref (G_OBJECT (file));
  chatty_workspace_start (self, call, CHATTY_POOL_LOAD, chatty_workspace_export_async,
                          cancellable, callback, user_data);
}

gboolean
chatty_workspace_export_finish (ChattyWorkspace  *self,
                                GAsyncResult     *result,
                                GError          **error)
{
  return chatty_call_finish (self, result, chatty_workspace_export_async, error) != NULL;
}

static gpointer
reindex_on_pool (gpointer       workspace,
                 ChattyCall    *call,
                 GCancellable  *cancellable,
                 GError       **error)
{
  g_autoptr (ChattyVault) vault = chatty_workspace_dup_vault (workspace);

  return GINT_TO_POINTER (chatty_vault_reindex (vault, TRUE, chatty_call_progress, call,
                                                cancellable, error));
}

void
chatty_workspace_reindex_async (ChattyWorkspace       *self,
                                GFileProgressCallback  progress,
                                gpointer               progress_data,
                                GCancellable          *cancellable,
                                GAsyncReadyCallback    callback,
                                gpointer               user_data)
{
  ChattyCall *call = chatty_call_new (reindex_on_pool, NULL);

  call->progress = progress;
  call->progress_data = progress_data;
  chatty_workspace_start (self, call, CHATTY_POOL_INDEX, chatty_workspace_reindex_async,
                          cancellable, callback, user_data);
}

gboolean
chatty_workspace_reindex_finish (ChattyWorkspace  *self,
                                 GAsyncResult     *result,
                                 GError          **error)
{
  return chatty_call_finish (self, result, chatty_workspace_reindex_async, error) != NULL;
}
