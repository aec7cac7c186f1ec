/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include <glib/gstdio.h>

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
      g_autofree char *staged = NULL;

      staged = g_strdup_printf (CHATTY_VAULT_STAGING "/%s/%u", batch_id,
                                change->number);
      if (change->kind == CHATTY_CHANGE_REPLACE)
        finish_replace (files, change, staged);
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
