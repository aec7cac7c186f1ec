/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-session-import.h"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-import-store.h"
#include "chatty-time.h"
#include "chatty-workspace-call.h"

/* As many in a row that cannot be reached mean that none can. */
#define MAX_OFFLINE 2

/* What one import works on; belongs to its call. */
typedef struct {
  ChattyWorkspace *workspace;     /* held until it has stored all; then NULL */
  ChattyHistory   *history;
  char            *character_id;
  char            *character_name;
  GPtrArray       *sessions;      /* of ChattyPastSession */
  ChattyReceipt   *receipt;
} SessionImport;

static void
let_go (SessionImport *self)
{
  if (self->workspace != NULL)
    chatty_workspace_release (self->workspace);
  g_clear_object (&self->workspace);
}

static void
session_import_free (gpointer data)
{
  SessionImport *self = data;

  let_go (self);
  g_object_unref (self->history);
  g_free (self->character_id);
  g_free (self->character_name);
  g_ptr_array_unref (self->sessions);
  g_clear_pointer (&self->receipt, chatty_receipt_free);
  g_free (self);
}

/* What a session is called in the receipt: when it began, as the platform has
 * no titles. */
static char *
dup_session_name (const ChattyPastSession *session)
{
  g_autoptr (GDateTime) utc = NULL;
  g_autoptr (GDateTime) local = NULL;

  if (session->started != CHATTY_TIME_NONE)
    utc = g_date_time_new_from_unix_utc (session->started / G_USEC_PER_SEC);
  if (utc != NULL)
    local = g_date_time_to_local (utc);
  return local != NULL ? g_date_time_format (local, "%x %X") : g_strdup (session->id);
}

/* Whether the next session would meet the same: the account's own trouble, and
 * a network that is gone. */
static gboolean
error_is_of_account (const GError *error,
                     guint        *n_offline)
{
  if (g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_SIGN_IN_NEEDED) ||
      g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_QUOTA))
    return TRUE;
  if (!g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_OFFLINE))
    {
      *n_offline = 0;
      return FALSE;
    }
  return ++*n_offline >= MAX_OFFLINE;
}

/* Reads one session and stores it at once, so that there is never more than one
 * in memory. */
static gboolean
import_session (SessionImport      *self,
                ChattyVaultBatch   *batch,
                ChattyReceiptFile  *file,
                ChattyPastSession  *session,
                guint              *n_offline,
                GCancellable       *cancellable,
                GError            **error)
{
  g_autoptr (ChattyTranscript) transcript = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autofree char *name = NULL;

  if (chatty_set_cancelled (cancellable, error))
    return FALSE;
  transcript = chatty_history_read (self->history, self->character_id, self->character_name,
                                    session, cancellable, &local_error);
  if (chatty_error_is_cancelled (local_error))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  name = dup_session_name (session);
  if (transcript == NULL)
    {
      gboolean go_on = !error_is_of_account (local_error, n_offline);

      chatty_receipt_file_skip (file, name, local_error->message);
      if (!go_on)
        g_propagate_error (error, g_steal_pointer (&local_error));
      return go_on;
    }

  *n_offline = 0;
  if (chatty_transcript_get_n_turns (transcript) == 0)
    {
      chatty_receipt_file_skip (file, name, _("Nothing was said in it."));
      return TRUE;
    }
  return chatty_import_store (batch, file, transcript, NULL, cancellable, error);
}

static gboolean
import_all (SessionImport     *self,
            ChattyCall        *call,
            ChattyVaultBatch  *batch,
            guint             *n_done,
            GCancellable      *cancellable,
            GError           **error)
{
  ChattyReceiptFile *file =
    chatty_receipt_begin_file (self->receipt, self->character_name != NULL
                                              ? self->character_name : self->character_id);
  guint n_offline = 0;

  file->form = g_strdup (CHATTY_RECEIPT_SESSIONS);
  file->platform = g_strdup (chatty_connector_get_info (CHATTY_CONNECTOR (self->history))->id);
  for (guint i = 0; i < self->sessions->len; i++)
    {
      guint n_found = file->conversations;
      gboolean go_on = import_session (self, batch, file,
                                       g_ptr_array_index (self->sessions, i),
                                       &n_offline, cancellable, error);

      /* One that the end came upon was not come to. */
      *n_done += file->conversations > n_found;
      if (!go_on)
        return FALSE;
      chatty_call_progress (i + 1, self->sessions->len, call);
    }
  return TRUE;
}

static char *
import_held (SessionImport  *self,
             ChattyCall     *call,
             GCancellable   *cancellable,
             GError        **error)
{
  g_autoptr (ChattyVault) vault = chatty_workspace_dup_vault (self->workspace);
  g_autoptr (ChattyVaultBatch) batch = NULL;
  g_autoptr (GError) ended_early = NULL;
  guint n_done = 0;

  if (chatty_set_cancelled (cancellable, error))
    return NULL;
  batch = chatty_vault_begin (vault, "import", error);
  if (batch == NULL)
    return NULL;

  self->receipt = chatty_receipt_new ();
  import_all (self, call, batch, &n_done, cancellable, &ended_early);
  chatty_import_end (batch, self->receipt, self->sessions->len - n_done, &ended_early);

  /* That it ended early is in the receipt, beside what was stored. */
  return g_strdup (chatty_vault_batch_get_id (batch));
}

static gpointer
import_on_pool (gpointer       workspace,
                ChattyCall    *call,
                GCancellable  *cancellable,
                GError       **error)
{
  char *batch = import_held (call->value, call, cancellable, error);

  let_go (call->value);
  return batch;
}

/**
 * chatty_workspace_import_sessions_async:
 * @self: a workspace
 * @history: the account's connector
 * @character_id: the platform's id of the character
 * @character_name: (nullable): what it is called there
 * @sessions: (element-type ChattyPastSession): what to import; not changed by
 *   anybody until the answer
 * @progress: (nullable): called on the caller's main context with the sessions
 *   that were dealt with, of how many
 * @progress_data: for @progress
 * @cancellable: (nullable): stops it; what was stored stays
 * @callback: called on the caller's main context
 * @user_data: for @callback
 *
 * Takes conversations that a platform kept into the vault, as one import that
 * can be undone. Each is read and stored before the next. One that cannot be
 * read is a line of the receipt and the rest go on; a refused key, a used-up
 * quota and a network that is gone end it. Doing it again changes nothing that
 * has not changed on the platform.
 */
void
chatty_workspace_import_sessions_async (ChattyWorkspace       *self,
                                        ChattyHistory         *history,
                                        const char            *character_id,
                                        const char            *character_name,
                                        GPtrArray             *sessions,
                                        GFileProgressCallback  progress,
                                        gpointer               progress_data,
                                        GCancellable          *cancellable,
                                        GAsyncReadyCallback    callback,
                                        gpointer               user_data)
{
  SessionImport *import;
  ChattyCall *call;

  g_return_if_fail (CHATTY_IS_WORKSPACE (self));
  g_return_if_fail (CHATTY_IS_HISTORY (history));
  g_return_if_fail (character_id != NULL && sessions != NULL);

  chatty_workspace_hold (self);
  import = g_new0 (SessionImport, 1);
  import->workspace = g_object_ref (self);
  import->history = g_object_ref (history);
  import->character_id = g_strdup (character_id);
  import->character_name = g_strdup (character_name);
  import->sessions = g_ptr_array_ref (sessions);

  call = chatty_call_new (import_on_pool, g_free);
  call->value = import;
  call->free_value = session_import_free;
  call->progress = progress;
  call->progress_data = progress_data;
  chatty_workspace_start (self, call, CHATTY_POOL_SESSIONS,
                          chatty_workspace_import_sessions_async, cancellable, callback,
                          user_data);
}

/**
 * chatty_workspace_import_sessions_finish:
 * @self: a workspace
 * @result: what the callback was given
 * @receipt: (out) (optional) (transfer full): what it did; its problem says why
 *   it ended early, and chatty_receipt_is_cancelled() that the person stopped it
 * @error: %CHATTY_ERROR_CANCELLED before it began, or why the vault cannot be
 *   written
 *
 * Returns: (transfer full): the id of the batch for chatty_workspace_undo_async(),
 *   also when it ended early; %NULL with @error if nothing was begun
 */
char *
chatty_workspace_import_sessions_finish (ChattyWorkspace  *self,
                                         GAsyncResult     *result,
                                         ChattyReceipt   **receipt,
                                         GError          **error)
{
  char *batch = chatty_call_finish (self, result, chatty_workspace_import_sessions_async, error);

  if (batch != NULL && receipt != NULL)
    {
      SessionImport *import = chatty_call_of (result)->value;

      *receipt = g_steal_pointer (&import->receipt);
    }
  return batch;
}
