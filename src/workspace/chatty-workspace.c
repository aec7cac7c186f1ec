/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Somewhat over 600 lines: each call of the header has its three parts here
 * (start, worker, finish), and they read best side by side. */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-workspace.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "chatty-error.h"
#include "chatty-import-session-private.h"
#include "chatty-json.h"
#include "chatty-text.h"
#include "chatty-transcript-file.h"
#include "chatty-vault-move.h"
#include "chatty-workspace-pools.h"

#define PROGRESS_MS 33

struct _ChattyWorkspace {
  GObject             parent_instance;

  GMutex              lock;           /* of vault and left_behind */
  ChattyVault        *vault;
  GFile              *left_behind;
  ChattyReader       *reader;
  ChattyImportChoice  import_defaults;
  GListStore         *jobs;
};

enum {
  PROP_0,
  PROP_VAULT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ChattyWorkspace, chatty_workspace, G_TYPE_OBJECT)

/* What a call needs on its worker, and what it brings back. */
typedef struct {
  char                  *id;
  ChattyTranscript      *transcript;
  GFile                 *file;
  ChattyExportFormat     format;
  guint                  n_undone;
  guint                  n_kept;
  GPtrArray             *facets[3];

  GFileProgressCallback  progress;
  gpointer               progress_data;
  GMutex                 lock;
  goffset                current;
  goffset                total;
  gboolean               pending;
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  g_free (call->id);
  g_clear_pointer (&call->transcript, chatty_transcript_unref);
  g_clear_object (&call->file);
  for (gsize i = 0; i < G_N_ELEMENTS (call->facets); i++)
    g_clear_pointer (&call->facets[i], g_ptr_array_unref);
  g_mutex_clear (&call->lock);
  g_free (call);
}

static Call *
call_new (void)
{
  Call *call = g_new0 (Call, 1);

  g_mutex_init (&call->lock);
  return call;
}

/* Workers take the vault when their turn comes: it may have moved since. */
static ChattyVault *
dup_vault (ChattyWorkspace *self)
{
  ChattyVault *vault;

  g_mutex_lock (&self->lock);
  vault = g_object_ref (self->vault);
  g_mutex_unlock (&self->lock);
  return vault;
}

static void
start (ChattyWorkspace     *self,
       Call                *call,
       gpointer             tag,
       ChattyPoolKind       kind,
       GTaskThreadFunc      func,
       GCancellable        *cancellable,
       GAsyncReadyCallback  callback,
       gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, call, call_free);
  chatty_pool_run (chatty_workspace_get_pool (kind), task, func);
}

static gboolean
progress_on_main (gpointer user_data)
{
  GTask *task = user_data;
  Call *call = g_task_get_task_data (task);
  goffset current, total;

  g_mutex_lock (&call->lock);
  call->pending = FALSE;
  current = call->current;
  total = call->total;
  g_mutex_unlock (&call->lock);

  /* After the callback nobody may be there to hear it. */
  if (!g_task_get_completed (task))
    call->progress (current, total, call->progress_data);
  return G_SOURCE_REMOVE;
}

/* On the worker, as often as it likes. */
static void
progress_cb (goffset  current,
             goffset  total,
             gpointer user_data)
{
  GTask *task = user_data;
  Call *call = g_task_get_task_data (task);
  gboolean first;

  g_mutex_lock (&call->lock);
  call->current = current;
  call->total = total;
  first = !call->pending && call->progress != NULL;
  call->pending = call->pending || first;
  g_mutex_unlock (&call->lock);

  if (first)
    {
      g_autoptr (GSource) source = g_timeout_source_new (PROGRESS_MS);

      g_source_set_callback (source, progress_on_main, g_object_ref (task), g_object_unref);
      g_source_set_static_name (source, "chatty-workspace-progress");
      g_source_attach (source, g_task_get_context (task));
    }
}

/* Opening ------------------------------------------------------------------ */

static ChattyWorkspace *
workspace_new (ChattyVault *vault)
{
  ChattyWorkspace *self = g_object_new (CHATTY_TYPE_WORKSPACE, NULL);

  self->vault = g_object_ref (vault);
  return self;
}

static ChattyVault *
open_vault (GFile         *folder,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autoptr (GFile) cache = chatty_workspace_dup_cache_folder ();

  return chatty_vault_open (folder, cache, cancellable, error);
}

static void
open_on_pool (GTask        *task,
              gpointer      source_object,
              gpointer      task_data,
              GCancellable *cancellable)
{
  Call *call = task_data;
  g_autoptr (GError) error = NULL;
  ChattyVault *vault = open_vault (call->file, cancellable, &error);

  if (vault != NULL)
    g_task_return_pointer (task, vault, g_object_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * chatty_workspace_open_async:
 * @folder: the vault's folder; made when it is not there
 * @cancellable: (nullable): stops it
 * @callback: called on the caller's main context
 * @user_data: for @callback
 *
 * Opens a vault on a worker.
 */
void
chatty_workspace_open_async (GFile               *folder,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  Call *call = call_new ();

  call->file = g_object_ref (folder);
  start (NULL, call, chatty_workspace_open_async, CHATTY_POOL_OPEN, open_on_pool,
         cancellable, callback, user_data);
}

/**
 * chatty_workspace_open_finish:
 * @result: what the callback was given
 * @error: return location, of #CHATTY_ERROR
 *
 * Also begins to watch the folder for changes that other programs make.
 *
 * Returns: (transfer full) (nullable): the workspace
 */
ChattyWorkspace *
chatty_workspace_open_finish (GAsyncResult  *result,
                              GError       **error)
{
  g_autoptr (ChattyVault) vault = NULL;

  g_return_val_if_fail (g_async_result_is_tagged (result, chatty_workspace_open_async), NULL);

  vault = g_task_propagate_pointer (G_TASK (result), error);
  if (vault == NULL)
    return NULL;
  chatty_vault_start_watching (vault);
  return workspace_new (vault);
}

/**
 * chatty_workspace_open:
 * @folder: the vault's folder; made when it is not there
 * @cancellable: (nullable): stops it
 * @error: return location, of #CHATTY_ERROR
 *
 * Opens a vault and blocks meanwhile; for programs without a main loop.
 *
 * Returns: (transfer full) (nullable): the workspace
 */
ChattyWorkspace *
chatty_workspace_open (GFile         *folder,
                       GCancellable  *cancellable,
                       GError       **error)
{
  g_autoptr (ChattyVault) vault = open_vault (folder, cancellable, error);

  return vault != NULL ? workspace_new (vault) : NULL;
}

/**
 * chatty_workspace_dup_default_folder:
 *
 * Returns: (transfer full): where the vault is unless the person chose
 *   another place; the development profile has its own
 */
GFile *
chatty_workspace_dup_default_folder (void)
{
  return g_file_new_build_filename (g_get_user_data_dir (), DATA_NAME, "vault", NULL);
}

/**
 * chatty_workspace_dup_cache_folder:
 *
 * Returns: (transfer full): where the indices of all vaults are
 */
GFile *
chatty_workspace_dup_cache_folder (void)
{
  return g_file_new_build_filename (g_get_user_cache_dir (), DATA_NAME, NULL);
}

/* Imports ------------------------------------------------------------------ */

static void
import_state_cb (ChattyWorkspace     *self,
                 GParamSpec          *pspec,
                 ChattyImportSession *session)
{
  ChattyImportState state = chatty_import_session_get_state (session);
  guint position;
  gboolean listed = g_list_store_find (self->jobs, session, &position);

  if (state == CHATTY_IMPORT_RUNNING && !listed)
    g_list_store_append (self->jobs, session);
  else if (state > CHATTY_IMPORT_RUNNING && listed)
    g_list_store_remove (self->jobs, position);
}

/**
 * chatty_workspace_new_import:
 * @self: a workspace
 *
 * Returns: (transfer full): a session without files
 */
ChattyImportSession *
chatty_workspace_new_import (ChattyWorkspace *self)
{
  ChattyImportSession *session;

  g_return_val_if_fail (CHATTY_IS_WORKSPACE (self), NULL);

  session = chatty_import_session_new (self->vault, self->reader, &self->import_defaults);
  g_signal_connect_object (session, "notify::state", G_CALLBACK (import_state_cb), self, G_CONNECT_SWAPPED);
  return session;
}

/**
 * chatty_workspace_set_import_defaults:
 * @self: a workspace
 * @platform: (nullable): platform id
 * @character: (nullable): callsign
 *
 * Says what counts for files that say nothing themselves, from the next
 * import on.
 */
void
chatty_workspace_set_import_defaults (ChattyWorkspace *self,
                                      const char      *platform,
                                      const char      *character)
{
  g_return_if_fail (CHATTY_IS_WORKSPACE (self));

  chatty_import_choice_set (&self->import_defaults, platform, character);
}

/* Loading ------------------------------------------------------------------ */

static void
load_on_pool (GTask        *task,
              gpointer      source_object,
              gpointer      task_data,
              GCancellable *cancellable)
{
  Call *call = task_data;
  g_autoptr (ChattyVault) vault = dup_vault (source_object);
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
  Call *call = call_new ();

  call->id = g_strdup (id);
  start (self, call, chatty_workspace_load_async, CHATTY_POOL_LOAD, load_on_pool,
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
  Call *call = task_data;
  g_autoptr (ChattyVault) vault = dup_vault (source_object);
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
  Call *call = call_new ();

  call->transcript = chatty_transcript_ref (transcript);
  start (self, call, chatty_workspace_edit_async, CHATTY_POOL_WRITE, edit_on_pool,
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
  Call *call = task_data;
  g_autoptr (ChattyVault) vault = dup_vault (source_object);
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
  Call *call = call_new ();

  call->id = g_strdup (id);
  start (self, call, chatty_workspace_trash_async, CHATTY_POOL_WRITE, trash_on_pool,
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
  Call *call = task_data;
  g_autoptr (ChattyVault) vault = dup_vault (source_object);
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
  Call *call = call_new ();

  call->id = g_strdup (batch_id);
  start (self, call, chatty_workspace_undo_async, CHATTY_POOL_WRITE, undo_on_pool,
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
  Call *call;

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
  g_autoptr (ChattyVault) vault = dup_vault (source_object);
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
  start (self, call_new (), chatty_workspace_list_runs_async, CHATTY_POOL_LOAD, list_runs_on_pool,
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
  Call *call = task_data;
  g_autoptr (ChattyVault) vault = dup_vault (source_object);
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
  start (self, call_new (), chatty_workspace_facets_async, CHATTY_POOL_QUERY, facets_on_pool,
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
  Call *call;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  call = g_task_get_task_data (G_TASK (result));
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  *platforms = g_steal_pointer (&call->facets[0]);
  *characters = g_steal_pointer (&call->facets[1]);
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
  Call *call = task_data;
  g_autoptr (ChattyVault) vault = dup_vault (source_object);
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
  Call *call = call_new ();

  call->id = g_strdup (id);
  call->format = format;
  call->file = g_object_ref (file);
  start (self, call, chatty_workspace_export_async, CHATTY_POOL_LOAD, export_on_pool,
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
  g_autoptr (ChattyVault) vault = dup_vault (source_object);
  g_autoptr (GError) error = NULL;

  if (chatty_vault_reindex (vault, TRUE, progress_cb, task, cancellable, &error))
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
  Call *call = call_new ();

  call->progress = progress;
  call->progress_data = progress_data;
  start (self, call, chatty_workspace_reindex_async, CHATTY_POOL_INDEX, reindex_on_pool,
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

/* Moving ------------------------------------------------------------------- */

/* Runs where edits run, so that none comes in between. */
static void
move_on_pool (GTask        *task,
              gpointer      source_object,
              gpointer      task_data,
              GCancellable *cancellable)
{
  ChattyWorkspace *self = source_object;
  Call *call = task_data;
  g_autoptr (ChattyVault) old = dup_vault (self);
  g_autoptr (GFile) from = g_object_ref (chatty_vault_get_folder (old));
  g_autoptr (ChattyVault) vault = NULL;
  g_autoptr (GError) error = NULL;
  gboolean trashed;

  if (!chatty_vault_move_copy (from, call->file, progress_cb, task, cancellable, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  vault = open_vault (call->file, cancellable, &error);
  if (vault == NULL || !chatty_vault_move_is_same (from, call->file, cancellable, &error))
    {
      g_clear_object (&vault);
      chatty_vault_move_discard (call->file);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  g_mutex_lock (&self->lock);
  g_set_object (&self->vault, vault);
  g_mutex_unlock (&self->lock);

  trashed = g_file_trash (from, NULL, NULL);
  g_mutex_lock (&self->lock);
  g_clear_object (&self->left_behind);
  if (!trashed)
    self->left_behind = g_object_ref (from);
  g_mutex_unlock (&self->lock);
  g_task_return_boolean (task, TRUE);
}

/**
 * chatty_workspace_move_async:
 * @self: a workspace in which no import runs
 * @folder: a new or an empty folder
 * @progress: (nullable): in bytes, on the caller's main context
 * @progress_data: for @progress, until the callback
 * @cancellable: (nullable): stops it, until the copy is in use
 * @callback: called on the caller's main context
 * @user_data: for @callback
 *
 * Moves the vault: copies it, compares every byte, goes on with the copy, and
 * only then puts the old folder into the desktop's trash.
 */
void
chatty_workspace_move_async (ChattyWorkspace       *self,
                             GFile                 *folder,
                             GFileProgressCallback  progress,
                             gpointer               progress_data,
                             GCancellable          *cancellable,
                             GAsyncReadyCallback    callback,
                             gpointer               user_data)
{
  Call *call;

  g_return_if_fail (CHATTY_IS_WORKSPACE (self));

  if (g_list_model_get_n_items (G_LIST_MODEL (self->jobs)) > 0)
    {
      g_task_report_new_error (self, callback, user_data, chatty_workspace_move_async,
                               CHATTY_ERROR, CHATTY_ERROR_CONFLICT,
                               _("An import is running. Wait for it or stop it, and move the vault then."));
      return;
    }

  call = call_new ();
  call->file = g_object_ref (folder);
  call->progress = progress;
  call->progress_data = progress_data;
  start (self, call, chatty_workspace_move_async, CHATTY_POOL_WRITE, move_on_pool,
         cancellable, callback, user_data);
}

/**
 * chatty_workspace_move_finish:
 * @self: a workspace
 * @result: what the callback was given
 * @error: return location, of #CHATTY_ERROR
 *
 * Returns: whether the vault is in the new folder now; otherwise it is, whole,
 *   in the old one
 */
gboolean
chatty_workspace_move_finish (ChattyWorkspace  *self,
                              GAsyncResult     *result,
                              GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  chatty_vault_start_watching (self->vault);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VAULT]);
  return TRUE;
}

/**
 * chatty_workspace_dup_left_behind:
 * @self: a workspace
 *
 * Returns: (transfer full) (nullable): the folder that the vault was moved
 *   from, when it could not be put into the desktop's trash
 */
GFile *
chatty_workspace_dup_left_behind (ChattyWorkspace *self)
{
  GFile *folder;

  g_return_val_if_fail (CHATTY_IS_WORKSPACE (self), NULL);

  g_mutex_lock (&self->lock);
  folder = self->left_behind != NULL ? g_object_ref (self->left_behind) : NULL;
  g_mutex_unlock (&self->lock);
  return folder;
}

/* Object ------------------------------------------------------------------- */

/**
 * chatty_workspace_get_vault:
 * @self: a workspace
 *
 * Returns: (transfer none): the vault; another one after a move, which
 *   notifies "vault"
 */
ChattyVault *
chatty_workspace_get_vault (ChattyWorkspace *self)
{
  g_return_val_if_fail (CHATTY_IS_WORKSPACE (self), NULL);
  return self->vault;
}

ChattyReader *
chatty_workspace_get_reader (ChattyWorkspace *self)
{
  g_return_val_if_fail (CHATTY_IS_WORKSPACE (self), NULL);
  return self->reader;
}

GListModel *
chatty_workspace_get_jobs (ChattyWorkspace *self)
{
  g_return_val_if_fail (CHATTY_IS_WORKSPACE (self), NULL);
  return G_LIST_MODEL (self->jobs);
}

static void
chatty_workspace_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  ChattyWorkspace *self = CHATTY_WORKSPACE (object);

  switch (prop_id)
    {
    case PROP_VAULT:
      g_value_set_object (value, self->vault);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
chatty_workspace_finalize (GObject *object)
{
  ChattyWorkspace *self = CHATTY_WORKSPACE (object);

  g_clear_object (&self->vault);
  g_clear_object (&self->left_behind);
  g_clear_object (&self->reader);
  g_clear_object (&self->jobs);
  chatty_import_choice_clear (&self->import_defaults);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (chatty_workspace_parent_class)->finalize (object);
}

static void
chatty_workspace_class_init (ChattyWorkspaceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = chatty_workspace_get_property;
  object_class->finalize = chatty_workspace_finalize;

  properties[PROP_VAULT] =
    g_param_spec_object ("vault", NULL, NULL, CHATTY_TYPE_VAULT,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
chatty_workspace_init (ChattyWorkspace *self)
{
  g_mutex_init (&self->lock);
  self->reader = chatty_reader_new (NULL);
  self->jobs = g_list_store_new (CHATTY_TYPE_IMPORT_SESSION);
}
