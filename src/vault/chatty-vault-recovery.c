/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "chatty-character-history.h"
#include "chatty-error.h"
#include "chatty-lock.h"
#include "chatty-vault-layout.h"
#include "chatty-vault-private.h"

/* The hash of the file at @path, or NULL. */
static char *
hash_file (ChattyVaultFiles *files,
           const char       *path)
{
  g_autofree char *bytes = NULL;
  gsize length;

  bytes = chatty_vault_files_read (files, path, &length, NULL, NULL, NULL);
  return bytes != NULL ? chatty_stored_file_hash (bytes, length) : NULL;
}

static void
move (ChattyVaultFiles *files,
      const char       *from,
      const char       *to)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_path_get_dirname (to);
  int fd = chatty_vault_files_open_folder (files, folder, TRUE, &error);

  if (fd >= 0)
    g_close (fd, NULL);
  if (fd < 0 ||
      !chatty_vault_files_rename (files, from, to, RENAME_NOREPLACE, &error))
    g_warning ("“%s” could not be put away: %s", from, error->message);
}

/* Finishes a replacement that was begun. One that was not is forgotten. */
static void
finish_replace (ChattyVaultFiles   *files,
                const ChattyChange *change,
                const char         *staged)
{
  g_autofree char *staged_hash = hash_file (files, staged);
  gboolean moves = change->old_path != NULL &&
                   !g_str_equal (change->old_path, change->path);

  if (staged_hash != NULL && g_strcmp0 (staged_hash, change->hash) != 0)
    {
      /* It was exchanged: this is the old file. */
      move (files, staged, change->kept);
      return;
    }
  if (staged_hash != NULL)
    {
      /* The old file stepped aside, the new one did not come yet. */
      if (!moves && chatty_vault_files_stat (files, change->kept, NULL) &&
          !chatty_vault_files_stat (files, change->path, NULL))
        move (files, staged, change->path);
      return;
    }
  if (moves)
    {
      g_autofree char *new_hash = hash_file (files, change->path);
      g_autofree char *old_hash = hash_file (files, change->old_path);

      /* The new file is in its place, the old one still in its own. */
      if (g_strcmp0 (new_hash, change->hash) == 0 && old_hash != NULL &&
          g_strcmp0 (old_hash, change->old_hash) == 0)
        {
          move (files, change->old_path, change->kept);
          chatty_vault_files_prune (files, change->old_path);
        }
    }
}

/* What hangs on a transcript follows it, where it went. */
static void
finish_companions (ChattyVaultFiles   *files,
                   const ChattyChange *change)
{
  const char *from = change->kind == CHATTY_CHANGE_ADD ? change->kept
                     : change->kind == CHATTY_CHANGE_TRASH ? change->path : change->old_path;
  const char *to = change->kind == CHATTY_CHANGE_TRASH ? change->kept : change->path;

  if (from != NULL && !g_str_equal (from, to) && chatty_vault_files_stat (files, to, NULL))
    chatty_vault_companions_follow (files, change->id, from, to);
}

/* How far one change of a set came. */
typedef enum {
  READY,   /* not begun, and can be made */
  BEGUN,
  DONE,
  STALE,   /* not begun, and cannot be made any more */
} Progress;

static char *
staged_path (const char         *batch_id,
             const ChattyChange *change)
{
  return g_strdup_printf (CHATTY_VAULT_STAGING "/%s/%u", batch_id, change->number);
}

static Progress
find_progress (ChattyVaultFiles   *files,
               const char         *batch_id,
               const ChattyChange *change)
{
  g_autofree char *staged = staged_path (batch_id, change);
  g_autofree char *staged_hash = NULL;
  g_autofree char *old_hash = NULL;
  gboolean is_kept = change->kept != NULL &&
                     faccessat (chatty_vault_files_get_fd (files), change->kept, F_OK,
                                AT_SYMLINK_NOFOLLOW) == 0;

  if (change->kind == CHATTY_CHANGE_TRASH)
    return is_kept ? DONE : READY;
  if (change->kind == CHATTY_CHANGE_ADD && change->kept != NULL)
    return is_kept ? READY : DONE;
  if (!chatty_vault_files_stat (files, staged, NULL))
    {
      /* It went where it belongs, or it never reached the disk. */
      if (change->kind == CHATTY_CHANGE_REPLACE)
        return is_kept ? DONE : STALE;
      if (change->kind == CHATTY_CHANGE_ADD)
        return chatty_vault_files_stat (files, change->path, NULL) ? DONE : STALE;
      return DONE;
    }
  staged_hash = hash_file (files, staged);
  if (change->kind != CHATTY_CHANGE_REPLACE)
    return g_strcmp0 (staged_hash, change->hash) == 0 ? READY : STALE;
  if (g_strcmp0 (staged_hash, change->hash) != 0)
    return g_strcmp0 (staged_hash, change->old_hash) == 0 ? BEGUN : STALE;
  old_hash = hash_file (files, change->path);
  if (old_hash == NULL && chatty_vault_files_stat (files, change->kept, NULL))
    return BEGUN;
  return g_strcmp0 (old_hash, change->old_hash) == 0 ? READY : STALE;
}

static void
append_lines (ChattyVaultFiles   *files,
              const ChattyChange *change,
              const char         *staged)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *lines = NULL;
  gsize length;

  lines = chatty_vault_files_read (files, staged, &length, NULL, NULL, &error);
  if (lines == NULL ||
      !chatty_character_history_append (files, change->path, lines, length, FALSE, &error))
    {
      g_warning ("“%s” could not be completed: %s", change->path, error->message);
      return;
    }
  CHATTY_VAULT_STEP ("recovery appended");
  chatty_vault_files_unlink (files, staged);
}

static void
finish_change (ChattyVaultFiles   *files,
               const char         *batch_id,
               const ChattyChange *change,
               Progress            progress)
{
  g_autofree char *staged = staged_path (batch_id, change);

  if (progress == DONE)
    return;
  CHATTY_VAULT_STEP ("recovery finishes");
  if (progress == STALE)
    {
      /* Somebody else wrote there since: theirs stays, and ours is kept. */
      if (change->kept != NULL && change->kind == CHATTY_CHANGE_REPLACE &&
          chatty_vault_files_stat (files, staged, NULL))
        move (files, staged, change->kept);
      return;
    }
  switch (change->kind)
    {
    case CHATTY_CHANGE_ADD:
      move (files, change->kept != NULL ? change->kept : staged, change->path);
      break;

    case CHATTY_CHANGE_TRASH:
      move (files, change->path, change->kept);
      chatty_vault_files_prune (files, change->path);
      break;

    case CHATTY_CHANGE_APPEND:
      append_lines (files, change, staged);
      break;

    case CHATTY_CHANGE_REPLACE:
    default:
      if (progress == READY)
        {
          g_autoptr (GError) error = NULL;

          if (!chatty_vault_files_rename (files, staged, change->path, RENAME_EXCHANGE, &error))
            move (files, change->path, change->kept);
          CHATTY_VAULT_STEP ("recovery exchanged");
        }
      finish_replace (files, change, staged);
      break;
    }
}

/* All changes of the set that begins at @first are made, unless none was begun
 * and one of them cannot be: then none is. */
static void
finish_set (ChattyVaultFiles    *files,
            ChattyJournal       *journal,
            ChattyJournalRecord *record,
            guint                first)
{
  guint together = ((ChattyChange *) g_ptr_array_index (record->changes, first))->together;
  g_autofree Progress *progress = g_new0 (Progress, record->changes->len);
  gboolean begun = FALSE, stale = FALSE;

  for (guint i = first; i < record->changes->len; i++)
    {
      const ChattyChange *change = g_ptr_array_index (record->changes, i);

      if (change->together != together)
        continue;
      progress[i] = find_progress (files, record->batch_id, change);
      begun |= progress[i] == BEGUN || progress[i] == DONE;
      stale |= progress[i] == STALE;
    }
  for (guint i = first; i < record->changes->len; i++)
    {
      const ChattyChange *change = g_ptr_array_index (record->changes, i);

      if (change->together != together)
        continue;
      if (begun || !stale)
        finish_change (files, record->batch_id, change, progress[i]);
      else
        chatty_journal_give_up (journal, change->number, NULL);
    }
}

/* The journal went missing, so nobody knows what these are: they are kept. */
static void
rescue (ChattyVaultFiles *files,
        const char       *batch_id)
{
  g_autofree char *from = g_strconcat (CHATTY_VAULT_STAGING "/", batch_id,
                                       NULL);
  g_autofree char *to = g_strconcat (CHATTY_VAULT_HISTORY "/", batch_id,
                                     ".rescued", NULL);

  move (files, from, to);
}

static gboolean
recover_batch (ChattyVaultFiles  *files,
               const char        *batch_id,
               GError           **error)
{
  g_autoptr (ChattyJournalRecord) record = NULL;
  g_autoptr (ChattyJournal) journal = NULL;
  g_autoptr (ChattyLock) lock = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autofree char *staging = NULL;

  journal = chatty_journal_adopt (files, batch_id, &local_error);
  if (journal == NULL)
    {
      if (g_error_matches (local_error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND))
        rescue (files, batch_id);
      else if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      return TRUE;
    }

  lock = chatty_lock_take (files, NULL, error);
  if (lock == NULL)
    return FALSE;
  record = chatty_journal_read (files, batch_id, TRUE, error);
  if (record == NULL)
    return FALSE;
  for (guint i = 0; i < record->changes->len; i++)
    {
      const ChattyChange *change = g_ptr_array_index (record->changes, i);
      g_autofree char *staged = staged_path (batch_id, change);

      /* Of a batch that ended, every set was made or given up. */
      if (change->together == change->number + 1 && !record->ended)
        finish_set (files, journal, record, i);
      else if (change->together == 0 && change->kind == CHATTY_CHANGE_REPLACE)
        finish_replace (files, change, staged);
      if (change->together == 0)
        finish_companions (files, change);
    }
  CHATTY_VAULT_STEP ("recovered");
  if (!record->ended &&
      !chatty_journal_end (journal, "interrupted", error))
    return FALSE;
  CHATTY_VAULT_STEP ("recovery ended");
  staging = g_strconcat (CHATTY_VAULT_STAGING "/", batch_id, NULL);
  chatty_vault_files_remove_folder (files, staging);
  chatty_lock_count_up (lock);
  return TRUE;
}

/* A journal without a folder for staging ended before that was made, or after
 * it was removed: only how it ended may be missing. The newest ones are
 * enough, as this is looked at whenever a vault is opened. */
static void
end_newest (ChattyVaultFiles *files)
{
  g_autoptr (GPtrArray) ids = chatty_journal_list (files);

  for (guint i = 0; i < MIN (ids->len, 8); i++)
    {
      const char *id = g_ptr_array_index (ids, i);
      g_autoptr (ChattyJournalRecord) record = NULL;
      g_autoptr (ChattyJournal) journal = NULL;

      record = chatty_journal_read (files, id, FALSE, NULL);
      if (record == NULL || record->ended)
        continue;
      journal = chatty_journal_adopt (files, id, NULL);
      if (journal != NULL)
        chatty_journal_end (journal, "interrupted", NULL);
    }
}

/* Clears up after batches whose process is gone: what they had put in place
 * stays, what they were replacing is replaced, the rest is removed. */
gboolean
chatty_vault_recover (ChattyVaultFiles  *files,
                      GError           **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  struct dirent *entry;
  DIR *folder;
  int fd;

  if (!chatty_vault_finish_append (files, error))
    return FALSE;

  fd = chatty_vault_files_open_folder (files, CHATTY_VAULT_STAGING, FALSE,
                                       error);
  if (fd < 0)
    return FALSE;
  folder = fdopendir (fd);
  while (folder != NULL && (entry = readdir (folder)) != NULL)
    if (chatty_journal_id_is_valid (entry->d_name))
      g_ptr_array_add (ids, g_strdup (entry->d_name));
  if (folder != NULL)
    closedir (folder);

  for (guint i = 0; i < ids->len; i++)
    if (!recover_batch (files, g_ptr_array_index (ids, i), error))
      return FALSE;
  end_newest (files);
  return TRUE;
}
