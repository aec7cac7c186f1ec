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

/* Loading ------------------------------------------------------------------ */

static void
load_on_pool (GTask        *task,
              gpointer      source_object,
              gpointer      task_data,
              GCancellable *cancellable)
{
  ChattyCall *call = task_data;
  g_autoptr (ChattyVault) vault = chatty_workspace_dup_vault (source_object);
  g_autoptr (GError) error = NULL;
  ChattyTranscript *transcript = chatty_vault_load (vault, call->id, cancellable, &error);

  if (transcript != NULL)
    g_task_return_pointer (task, transcript, (GDestroyNotify) chatty_transcript_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
chatty_workspace_load_async (ChattyWorkspace     *self,
                             const char          *id,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  ChattyCall *call = chatty_call_new ();

  call->id = g_strdup (id);
  chatty_call_start (call, self, chatty_workspace_load_async, CHATTY_POOL_LOAD, load_on_pool,
                     cancellable, callback, user_data);
}

ChattyTranscript *
chatty_workspace_load_finish (ChattyWorkspace  *self,
                              GAsyncResult     *result,
                              GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Changes ------------------------------------------------------------------ */

static void
edit_on_pool (GTask        *task,
              gpointer      source_object,
              gpointer      task_data,
              GCancellable *cancellable)
{
  ChattyCall *call = task_data;
  g_autoptr (ChattyVault) vault = chatty_workspace_dup_vault (source_object);
  g_autoptr (GError) error = NULL;
  char *batch = chatty_vault_edit (vault, call->transcript, &error);

  if (batch != NULL)
    g_task_return_pointer (task, batch, g_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
chatty_workspace_edit_async (ChattyWorkspace     *self,
                             ChattyTranscript    *transcript,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  ChattyCall *call = chatty_call_new ();

  call->transcript = chatty_transcript_ref (transcript);
  chatty_call_start (call, self, chatty_workspace_edit_async, CHATTY_POOL_WRITE, edit_on_pool,
                     cancellable, callback, user_data);
}

char *
chatty_workspace_edit_finish (ChattyWorkspace  *self,
                              GAsyncResult     *result,
                              GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
trash_on_pool (GTask        *task,
               gpointer      source_object,
               gpointer      task_data,
               GCancellable *cancellable)
{
  ChattyCall *call = task_data;
  g_autoptr (ChattyVault) vault = chatty_workspace_dup_vault (source_object);
  g_autoptr (GError) error = NULL;
  char *batch = chatty_vault_trash (vault, call->id, &error);

  if (batch != NULL)
    g_task_return_pointer (task, batch, g_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
chatty_workspace_trash_async (ChattyWorkspace     *self,
                              const char          *id,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  ChattyCall *call = chatty_call_new ();

  call->id = g_strdup (id);
  chatty_call_start (call, self, chatty_workspace_trash_async, CHATTY_POOL_WRITE, trash_on_pool,
                     cancellable, callback, user_data);
}

char *
chatty_workspace_trash_finish (ChattyWorkspace  *self,
                               GAsyncResult     *result,
                               GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
undo_on_pool (GTask        *task,
              gpointer      source_object,
              gpointer      task_data,
              GCancellable *cancellable)
{
  ChattyCall *call = task_data;
  g_autoptr (ChattyVault) vault = chatty_workspace_dup_vault (source_object);
  g_autoptr (GError) error = NULL;

  if (chatty_vault_undo_run (vault, call->id, &call->n_undone, &call->n_kept, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
chatty_workspace_undo_async (ChattyWorkspace     *self,
                             const char          *batch_id,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  ChattyCall *call = chatty_call_new ();

  call->id = g_strdup (batch_id);
  chatty_call_start (call, self, chatty_workspace_undo_async, CHATTY_POOL_WRITE, undo_on_pool,
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
  ChattyCall *call;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  call = g_task_get_task_data (G_TASK (result));
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  if (n_undone != NULL)
    *n_undone = call->n_undone;
  if (n_kept != NULL)
    *n_kept = call->n_kept;
  return TRUE;
}

/* Runs and facets ------------------------------------------------------------ */

static void
list_runs_on_pool (GTask        *task,
                   gpointer      source_object,
                   gpointer      task_data,
                   GCancellable *cancellable)
{
  g_autoptr (ChattyVault) vault = chatty_workspace_dup_vault (source_object);
  g_autoptr (GError) error = NULL;
  GPtrArray *runs = chatty_vault_list_runs (vault, &error);

  if (runs != NULL)
    g_task_return_pointer (task, runs, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
chatty_workspace_list_runs_async (ChattyWorkspace     *self,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  chatty_call_start (chatty_call_new (), self, chatty_workspace_list_runs_async,
                     CHATTY_POOL_LOAD, list_runs_on_pool,
                     cancellable, callback, user_data);
}

GPtrArray *
chatty_workspace_list_runs_finish (ChattyWorkspace  *self,
                                   GAsyncResult     *result,
                                   GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
facets_on_pool (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  ChattyCall *call = task_data;
  g_autoptr (ChattyVault) vault = chatty_workspace_dup_vault (source_object);
  g_autoptr (GError) error = NULL;

  if ((call->facets[0] = chatty_vault_list_platforms (vault, &error)) != NULL &&
      (call->facets[1] = chatty_vault_list_characters (vault, &error)) != NULL &&
      (call->facets[2] = chatty_vault_list_years (vault, &error)) != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
chatty_workspace_facets_async (ChattyWorkspace     *self,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  chatty_call_start (chatty_call_new (), self, chatty_workspace_facets_async,
                     CHATTY_POOL_QUERY, facets_on_pool,
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
  ChattyCall *call;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  call = g_task_get_task_data (G_TASK (result));
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  if (platforms != NULL)
    *platforms = g_steal_pointer (&call->facets[0]);
  if (characters != NULL)
    *characters = g_steal_pointer (&call->facets[1]);
  if (years != NULL)
    *years = g_steal_pointer (&call->facets[2]);
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
      return chatty_transcript_file_write (transcript, length);
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

static void
export_on_pool (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  ChattyCall *call = task_data;
  g_autoptr (ChattyVault) vault = chatty_workspace_dup_vault (source_object);
  g_autoptr (ChattyTranscript) transcript = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gsize length;

  transcript = chatty_vault_load (vault, call->id, cancellable, &error);
  if (transcript == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  text = chatty_workspace_format_transcript (transcript, call->format, &length);
  if (g_file_replace_contents (call->file, text, length, NULL, FALSE, G_FILE_CREATE_NONE,
                               NULL, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    {
      g_autofree char *basename = g_file_get_basename (call->file);
      g_autofree char *name = chatty_text_display_name (basename);

      chatty_error_adopt (&error, _("“%s” could not be written"), name);
      g_task_return_error (task, g_steal_pointer (&error));
    }
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
  ChattyCall *call = chatty_call_new ();

  call->id = g_strdup (id);
  call->format = format;
  call->file = g_object_ref (file);
  chatty_call_start (call, self, chatty_workspace_export_async, CHATTY_POOL_LOAD, export_on_pool,
                     cancellable, callback, user_data);
}

gboolean
chatty_workspace_export_finish (ChattyWorkspace  *self,
                                GAsyncResult     *result,
                                GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
reindex_on_pool (GTask        *task,
                 gpointer      source_object,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  g_autoptr (ChattyVault) vault = chatty_workspace_dup_vault (source_object);
  g_autoptr (GError) error = NULL;

  if (chatty_vault_reindex (vault, TRUE, chatty_call_progress_cb, task, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
chatty_workspace_reindex_async (ChattyWorkspace       *self,
                                GFileProgressCallback  progress,
                                gpointer               progress_data,
                                GCancellable          *cancellable,
                                GAsyncReadyCallback    callback,
                                gpointer               user_data)
{
  ChattyCall *call = chatty_call_new ();

  call->progress = progress;
  call->progress_data = progress_data;
  chatty_call_start (call, self, chatty_workspace_reindex_async, CHATTY_POOL_INDEX, reindex_on_pool,
                     cancellable, callback, user_data);
}

gboolean
chatty_workspace_reindex_finish (ChattyWorkspace  *self,
                                 GAsyncResult     *result,
                                 GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
