/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-vault-undo-private.h"

/* What undoing one change came to. */
typedef enum {
  UNDONE,
  LEFT,    /* the file was changed since */
  MOOT,    /* there is nothing to undo any more */
  FAILED,
} Undone;

/* The file at @path, if it still holds what the batch put there. */
static Undone
load_if_same (ChattyVaultBatch  *batch,
              const char        *path,
              const char        *hash,
              ChattyStoredFile **stored,
              GError           **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (ChattyStoredFile) found = NULL;

  if (!chatty_vault_batch_settle (batch, path, error))
    return FAILED;
  found = chatty_stored_file_load (batch->files, path, &local_error);
  if (found == NULL)
    return g_error_matches (local_error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND)
           ? MOOT : LEFT;
  if (g_strcmp0 (found->hash, hash) != 0)
    return LEFT;
  *stored = g_steal_pointer (&found);
  return UNDONE;
}

/* The transcript moved since: that is a change as well. */
static Undone
moot_or_left (ChattyVaultBatch   *batch,
              const ChattyChange *change)
{
  g_autoptr (ChattyTranscriptSummary) summary = NULL;

  if (change->id != NULL)
    summary = chatty_vault_lookup (batch->vault, change->id, NULL);
  return summary != NULL ? LEFT : MOOT;
}

/* What is kept in the history or the trash, as a draft and as a transcript
 * that lies at @path. */
static ChattyDraft *
load_kept (ChattyVaultBatch  *batch,
           const char        *kept,
           ChattyTranscript **transcript,
           mode_t            *mode,
           GError           **error)
{
  g_autofree char *bytes = NULL;
  gsize length;

  *transcript = chatty_vault_files_load (batch->files, kept, NULL, error);
  if (*transcript == NULL)
    return NULL;
  bytes = chatty_vault_files_read (batch->files, kept, &length, NULL, mode,
                                   error);
  if (bytes == NULL)
    return NULL;
  return chatty_draft_new_for_bytes (g_steal_pointer (&bytes), length);
}

/* The id of a file that names none comes from its path; not from where it
 * was kept. */
static ChattyTranscript *
with_id (ChattyTranscript *transcript,
         const char       *id)
{
  g_autoptr (ChattyTranscriptBuilder) builder = NULL;

  if (id == NULL || g_str_equal (chatty_transcript_get_id (transcript), id))
    return chatty_transcript_ref (transcript);
  builder = chatty_transcript_builder_new_from (transcript);
  chatty_transcript_builder_set_id (builder, id);
  return chatty_transcript_builder_end (g_steal_pointer (&builder));
}

static Undone
undo_add (ChattyVaultBatch    *batch,
          const ChattyChange  *change,
          GError             **error)
{
  g_autoptr (ChattyStoredFile) stored = NULL;
  Undone how = load_if_same (batch, change->path, change->hash, &stored, error);

  if (how == MOOT)
    return moot_or_left (batch, change);
  if (how != UNDONE)
    return how;
  return chatty_vault_batch_remove (batch, change->path, stored, error)
         ? UNDONE : FAILED;
}

static Undone
undo_replace (ChattyVaultBatch    *batch,
              const ChattyChange  *change,
              GError             **error)
{
  g_autoptr (ChattyStoredFile) stored = NULL;
  g_autoptr (ChattyTranscript) kept = NULL;
  g_autoptr (ChattyTranscript) before = NULL;
  g_autoptr (ChattyDraft) draft = NULL;
  const char *old_path = change->old_path != NULL ? change->old_path
                                                  : change->path;
  ChattyPlace place = { .path = old_path };
  Undone how = load_if_same (batch, change->path, change->hash, &stored, error);

  if (how == MOOT)
    return moot_or_left (batch, change);
  if (how != UNDONE)
    return how;
  draft = load_kept (batch, change->kept, &kept, &stored->mode, error);
  if (draft == NULL)
    return FAILED;

  before = with_id (kept, change->id);
  return chatty_vault_batch_replace (batch, change->path, stored, before, NULL,
                                     draft,
                                     g_str_equal (old_path, change->path)
                                     ? NULL : &place, NULL, error)
         ? UNDONE : FAILED;
}

static Undone
undo_trash (ChattyVaultBatch    *batch,
            const ChattyChange  *change,
            GError             **error)
{
  g_autoptr (ChattyTranscriptSummary) summary = NULL;
  g_autoptr (ChattyTranscript) kept = NULL;
  g_autoptr (ChattyTranscript) before = NULL;
  g_autoptr (ChattyDraft) draft = NULL;
  g_autoptr (GError) local_error = NULL;
  ChattyPlace place = { .path = change->path, .kept = change->kept };
  mode_t mode;

  if (!chatty_vault_batch_settle (batch, change->id != NULL ? change->id : "",
                                  error))
    return FAILED;
  /* It came back another way, such as by another import. */
  if (change->id != NULL)
    summary = chatty_vault_lookup (batch->vault, change->id, NULL);
  if (summary != NULL)
    return LEFT;

  draft = load_kept (batch, change->kept, &kept, &mode, &local_error);
  if (g_error_matches (local_error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND))
    return MOOT;
  if (draft == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FAILED;
    }
  before = with_id (kept, change->id);
  return chatty_vault_batch_add (batch, before, NULL, draft, mode, &place, NULL,
                                 error) ? UNDONE : FAILED;
}

static Undone
undo_change (ChattyVaultBatch    *batch,
             const ChattyChange  *change,
             GError             **error)
{
  switch (change->kind)
    {
    case CHATTY_CHANGE_ADD:
      return undo_add (batch, change, error);

    case CHATTY_CHANGE_REPLACE:
      return undo_replace (batch, change, error);

    case CHATTY_CHANGE_TRASH:
    case CHATTY_CHANGE_APPEND:
    default:
      return undo_trash (batch, change, error);
    }
}

static gboolean
undo_changes (ChattyVaultBatch     *batch,
              ChattyJournalRecord  *record,
              guint                *n_undone,
              guint                *n_kept,
              GCancellable         *cancellable,
              GError              **error)
{
  for (guint i = record->changes->len; i > 0; i--)
    {
      if (chatty_set_cancelled (cancellable, error))
        return FALSE;
      if (chatty_vault_undo_is_character (g_ptr_array_index (record->changes, i - 1)))
        continue;
      switch (undo_change (batch, g_ptr_array_index (record->changes, i - 1),
                           error))
        {
        case UNDONE:
          (*n_undone)++;
          break;
        case LEFT:
          (*n_kept)++;
          break;
        case MOOT:
          break;
        case FAILED:
        default:
          return FALSE;
        }
    }
  return chatty_vault_undo_characters (batch, record, n_undone, n_kept, cancellable, error);
}

/**
 * chatty_vault_undo_run:
 * @batch_id: of a batch that ended, finished or not
 * @n_undone: (out) (optional): how many changes were undone
 * @n_kept: (out) (optional): how many were not, because what the batch wrote
 *   was changed since
 *
 * Takes back what a batch did: what it added goes to the trash, what it
 * replaced or deleted comes back. This is a batch of its own, and can be
 * undone in turn. An undo that was cut off can be run again.
 *
 * Returns: whether all of it was looked at; %CHATTY_ERROR_NOT_FOUND if there
 *   is no such batch, _CONFLICT if it is running or undone already
 */
gboolean
chatty_vault_undo_run (ChattyVault   *self,
                       const char    *batch_id,
                       guint         *n_undone,
                       guint         *n_kept,
                       GCancellable  *cancellable,
                       GError       **error)
{
  g_autoptr (ChattyJournalRecord) record = NULL;
  g_autoptr (ChattyVaultBatch) batch = NULL;
  guint undone = 0, kept = 0;
  gboolean done;

  g_return_val_if_fail (CHATTY_IS_VAULT (self), FALSE);
  g_return_val_if_fail (batch_id != NULL, FALSE);

  if (!chatty_journal_id_is_valid (batch_id))
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND,
                           _("There is no such set of changes."));
      return FALSE;
    }
  record = chatty_journal_read (chatty_vault_get_files (self), batch_id, TRUE,
                                error);
  if (record == NULL)
    return FALSE;
  if (!record->ended || record->undone)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_CONFLICT,
                           record->undone
                           ? _("These changes were undone already.")
                           : _("These changes are still being made. Wait for "
                               "them to end, and try again."));
      return FALSE;
    }

  batch = chatty_vault_begin (self, "undo", error);
  if (batch == NULL || !chatty_vault_batch_prepare (batch, cancellable, error))
    return FALSE;
  done = undo_changes (batch, record, &undone, &kept, cancellable, error);
  if (!chatty_vault_batch_commit (batch, NULL, done ? error : NULL))
    done = FALSE;
  undone -= MIN (undone, chatty_vault_batch_get_n_given_up (batch));
  kept += chatty_vault_batch_get_n_given_up (batch);
  if (done)
    done = chatty_journal_mark_undone (chatty_vault_get_files (self), batch_id,
                                       chatty_vault_batch_get_id (batch),
                                       error);
  if (n_undone != NULL)
    *n_undone = undone;
  if (n_kept != NULL)
    *n_kept = kept;
  return done;
}

/**
 * chatty_vault_run_free:
 *
 * Frees @run.
 */
void
chatty_vault_run_free (ChattyVaultRun *run)
{
  g_free (run->id);
  g_free (run->kind);
  g_free (run->report);
  g_free (run);
}

/**
 * chatty_vault_list_runs:
 *
 * Returns: (transfer container) (element-type ChattyVaultRun): the batches of
 *   the past and those that run, newest first
 */
GPtrArray *
chatty_vault_list_runs (ChattyVault  *self,
                        GError      **error)
{
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  ChattyVaultFiles *files;

  g_return_val_if_fail (CHATTY_IS_VAULT (self), NULL);

  files = chatty_vault_get_files (self);
  ids = chatty_journal_list (files);
  runs = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_vault_run_free);
  for (guint i = 0; i < ids->len; i++)
    {
      const char *id = g_ptr_array_index (ids, i);
      g_autoptr (ChattyJournalRecord) record = NULL;
      g_autofree char *report_path = chatty_journal_report_path (id);
      ChattyVaultRun *run;
      gsize length;

      record = chatty_journal_read (files, id, FALSE, NULL);
      if (record == NULL)
        continue;
      run = g_new0 (ChattyVaultRun, 1);
      run->id = g_strdup (id);
      run->kind = g_strdup (record->kind);
      run->time = record->time;
      run->finished = record->finished;
      run->undone = record->undone;
      run->report = chatty_vault_files_read (files, report_path, &length, NULL,
                                             NULL, NULL);
      if (run->report != NULL && !g_utf8_validate_len (run->report, length, NULL))
        g_clear_pointer (&run->report, g_free);
      g_ptr_array_add (runs, run);
    }
  return g_steal_pointer (&runs);
}
