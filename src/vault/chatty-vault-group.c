/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include <stdio.h>
#include <string.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "chatty-error.h"
#include "chatty-lock.h"
#include "chatty-vault-batch-private.h"

ChattyVaultStepFunc chatty_vault_step_func;

/* How often another name is tried when other programs keep taking them. */
#define MAX_NAMES 16

static gboolean
is_unchanged (ChattyVaultBatch      *self,
              const char            *path,
              const ChattyFileStamp *stamp)
{
  ChattyFileStamp now;

  return chatty_vault_files_stat (self->files, path, &now) &&
         chatty_file_stamp_equal (&now, stamp);
}

/* A folder may have been removed as empty since it was made. */
gboolean
chatty_vault_batch_rename_into (ChattyVaultBatch  *self,
                                const char        *from,
                                const char        *to,
                                GError           **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *folder = g_path_get_dirname (to);
  int fd;

  if (chatty_vault_files_rename (self->files, from, to, RENAME_NOREPLACE,
                                 &local_error))
    return TRUE;
  if (!g_error_matches (local_error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  fd = chatty_vault_files_open_folder (self->files, folder, TRUE, error);
  if (fd < 0)
    return FALSE;
  g_close (fd, NULL);
  return chatty_vault_files_rename (self->files, from, to, RENAME_NOREPLACE,
                                    error);
}

/* Puts the new content at its new path. A name that a program without our
 * lock took in the meantime is left to it. */
static gboolean
place (ChattyVaultBatch  *self,
       ChattyPending     *pending,
       GError           **error)
{
  for (guint i = 0; ; i++)
    {
      g_autoptr (GError) local_error = NULL;

      if (chatty_vault_batch_rename_into (self, pending->staged, pending->change->path,
                       &local_error))
        return TRUE;
      if (i == MAX_NAMES ||
          !g_error_matches (local_error, CHATTY_ERROR, CHATTY_ERROR_CONFLICT))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      chatty_folder_names_forget (self->names);
      g_free (pending->change->path);
      pending->change->path = chatty_pending_claim (pending, self->names);
      if (!chatty_journal_add (self->journal, &pending->change, 1, error))
        return FALSE;
    }
}

/* Swaps the old and the new file, so that whatever was there, seen or not,
 * is still there afterwards. */
ChattyApplied
chatty_vault_batch_swap (ChattyVaultBatch  *self,
                         ChattyPending     *pending,
                         GError           **error)
{
  g_autoptr (GError) local_error = NULL;
  const char *path = pending->change->path;

  if (chatty_vault_files_rename (self->files, pending->staged, path,
                                 RENAME_EXCHANGE, &local_error))
    {
      CHATTY_VAULT_STEP ("exchanged");
      if (!is_unchanged (self, pending->staged, &pending->old_stamp))
        {
          if (!chatty_vault_files_rename (self->files, pending->staged, path,
                                          RENAME_EXCHANGE, error))
            return CHATTY_FAILED;
          return CHATTY_OUTDATED;
        }
      if (chatty_vault_batch_rename_into (self, pending->staged, pending->change->kept, error))
        return CHATTY_APPLIED;
      /* What is staged is given up: that must not be the old file. */
      chatty_vault_files_rename (self->files, pending->staged, path, RENAME_EXCHANGE, NULL);
      return CHATTY_FAILED;
    }
  if (!g_error_matches (local_error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return CHATTY_FAILED;
    }

  /* No exchange on this file system: the old file steps aside first. If that
   * is all that happens, recovery finishes it. */
  if (!chatty_vault_batch_rename_into (self, path, pending->change->kept, error))
    return CHATTY_FAILED;
  CHATTY_VAULT_STEP ("stepped aside");
  if (chatty_vault_batch_rename_into (self, pending->staged, path, error))
    return CHATTY_APPLIED;
  chatty_vault_batch_rename_into (self, pending->change->kept, path, NULL);
  return CHATTY_FAILED;
}

static ChattyApplied
replace (ChattyVaultBatch  *self,
         ChattyPending     *pending,
         GError           **error)
{
  const ChattyChange *change = pending->change;

  if (!is_unchanged (self, change->old_path, &pending->old_stamp))
    return CHATTY_OUTDATED;
  if (g_str_equal (change->path, change->old_path))
    return chatty_vault_batch_swap (self, pending, error);

  if (!place (self, pending, error))
    return CHATTY_FAILED;
  CHATTY_VAULT_STEP ("placed");
  if (!chatty_vault_batch_rename_into (self, change->old_path, change->kept, error))
    return CHATTY_FAILED;
  CHATTY_VAULT_STEP ("moved");
  chatty_vault_companions_follow (self->files, change->id, change->old_path, change->path);
  chatty_folder_names_release (self->names, change->old_path);
  chatty_vault_files_prune (self->files, change->old_path);
  return CHATTY_APPLIED;
}

static ChattyApplied
apply_change (ChattyVaultBatch  *self,
              ChattyPending     *pending,
              GError           **error)
{
  switch (pending->change->kind)
    {
    case CHATTY_CHANGE_ADD:
      if (!place (self, pending, error))
        return CHATTY_FAILED;
      if (pending->change->kept != NULL)
        {
          CHATTY_VAULT_STEP ("moved");
          chatty_vault_companions_follow (self->files, pending->change->id,
                                          pending->change->kept, pending->change->path);
        }
      return CHATTY_APPLIED;

    case CHATTY_CHANGE_REPLACE:
      return replace (self, pending, error);

    case CHATTY_CHANGE_TRASH:
    default:
      if (!is_unchanged (self, pending->change->path, &pending->old_stamp))
        return CHATTY_OUTDATED;
      if (!chatty_vault_batch_rename_into (self, pending->change->path, pending->change->kept,
                        error))
        return CHATTY_FAILED;
      CHATTY_VAULT_STEP ("moved");
      chatty_vault_companions_follow (self->files, pending->change->id, pending->change->path,
                                      pending->change->kept);
      chatty_folder_names_release (self->names, pending->change->path);
      chatty_vault_files_prune (self->files, pending->change->path);
      return CHATTY_APPLIED;
    }
}

/* What is not going to be done leaves no trace but a line in the journal. */
void
chatty_vault_batch_give_up (ChattyVaultBatch *self,
                            ChattyPending    *pending)
{
  if (pending->staged != NULL)
    chatty_vault_files_unlink (self->files, pending->staged);
  if (self->journal != NULL)
    chatty_journal_give_up (self->journal, pending->change->number, NULL);
  if (pending->change->kind == CHATTY_CHANGE_ADD)
    chatty_folder_names_release (self->names, pending->change->path);
}

/* Another process wrote since the changes were decided: gives the new files
 * other names where theirs are taken, and moves those that it stored itself
 * from @group to @outdated. */
static gboolean
decide_again (ChattyVaultBatch  *self,
              GPtrArray         *group,
              GPtrArray         *outdated,
              GError           **error)
{
  chatty_folder_names_forget (self->names);
  for (guint i = 0; i < group->len; )
    {
      ChattyPending *pending = g_ptr_array_index (group, i);
      ChattyChange *change = pending->change;
      g_autoptr (GPtrArray) rows = NULL;

      if (change->kind == CHATTY_CHANGE_ADD && pending->incoming != NULL)
        {
          rows = chatty_index_get_rows_by_id (chatty_vault_get_index (self->vault),
                                              change->id, error);
          if (rows == NULL)
            return FALSE;
          if (rows->len > 0)
            {
              g_ptr_array_add (outdated, g_ptr_array_steal_index (group, i));
              continue;
            }
        }
      if (pending->placed)
        {
          g_free (change->path);
          change->path = chatty_pending_claim (pending, self->names);
        }
      i++;
    }
  return TRUE;
}

static gboolean
write_journal (ChattyVaultBatch  *self,
               GPtrArray         *group,
               GError           **error)
{
  g_autofree ChattyChange **changes = g_new (ChattyChange *, group->len);

  for (guint i = 0; i < group->len; i++)
    changes[i] = ((ChattyPending *) g_ptr_array_index (group, i))->change;
  return chatty_journal_add (self->journal, changes, group->len, error);
}

/* Tells the index. The files are the truth: that it fails is no reason to
 * call them not stored. */
static void
update_index (ChattyVaultBatch *self,
              GPtrArray        *applied)
{
  ChattyIndex *index = chatty_vault_get_index (self->vault);
  g_autoptr (GPtrArray) restored = g_ptr_array_new ();
  g_autoptr (GArray) changes = NULL;
  g_autoptr (GError) error = NULL;

  changes = g_array_sized_new (FALSE, TRUE, sizeof (ChattyIndexChange),
                               2 * applied->len);
  for (guint i = 0; i < applied->len; i++)
    {
      ChattyPending *pending = g_ptr_array_index (applied, i);
      const ChattyChange *change = pending->change;
      ChattyIndexChange row = { .path = change->path };

      if (change->kind == CHATTY_CHANGE_REPLACE &&
          !g_str_equal (change->path, change->old_path))
        {
          ChattyIndexChange gone = { .path = change->old_path };

          g_array_append_val (changes, gone);
        }
      /* What a file without front matter is depends on where it is now. */
      if (pending->restored)
        {
          g_ptr_array_add (restored, change->path);
          continue;
        }
      if (change->kind != CHATTY_CHANGE_TRASH)
        {
          row.transcript = pending->transcript;
          row.hash = change->hash;
          row.stamp = pending->stamp;
        }
      g_array_append_val (changes, row);
    }

  g_ptr_array_add (restored, NULL);
  if (!chatty_index_apply (index,
                           (const ChattyIndexChange *) (void *) changes->data,
                           changes->len, NULL, &error) ||
      (restored->len > 1 &&
       !chatty_index_refresh (index, (const char *const *) restored->pdata,
                              NULL, NULL, NULL, &error)))
    {
      g_warning ("The index could not take changes in: %s", error->message);
      chatty_vault_refresh_later (self->vault, NULL);
      self->ready = FALSE;
    }
}

/* Renames what it can. Stops at the first failure. */
static gboolean
apply_group (ChattyVaultBatch  *self,
             GPtrArray         *group,
             GPtrArray         *outdated,
             GError           **error)
{
  g_autoptr (GPtrArray) applied = NULL;
  gboolean result = TRUE;

  applied = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_pending_free);
  while (group->len > 0)
    {
      ChattyPending *pending = g_ptr_array_index (group, 0);
      ChattyApplied how = apply_change (self, pending, error);

      if (how == CHATTY_FAILED)
        {
          result = FALSE;
          break;
        }
      g_ptr_array_steal_index (group, 0);
      g_ptr_array_add (how == CHATTY_APPLIED ? applied : outdated, pending);
      CHATTY_VAULT_STEP ("applied");
    }

  if (applied->len > 0)
    update_index (self, applied);
  CHATTY_VAULT_STEP ("indexed");
  return result;
}

/* With the lock: everything that waits becomes part of the vault. */
static gboolean
flush_locked (ChattyVaultBatch  *self,
              GPtrArray         *group,
              GPtrArray         *outdated,
              ChattyLock        *lock,
              GError           **error)
{
  gboolean result;

  if (chatty_lock_get_count (lock) != self->seen &&
      !decide_again (self, group, outdated, error))
    return FALSE;
  if (!write_journal (self, group, error))
    return FALSE;
  CHATTY_VAULT_STEP ("journalled");
  if (!chatty_vault_files_sync (self->files, error))
    return FALSE;
  CHATTY_VAULT_STEP ("flushed");
  result = apply_group (self, group, outdated, error);
  self->seen = chatty_lock_count_up (lock);
  return result;
}

/* Makes all waiting changes. What could not be made is given up, and counted;
 * what was decided on a vault that has changed since is decided again. */
gboolean
chatty_vault_batch_flush (ChattyVaultBatch  *self,
                          GCancellable      *cancellable,
                          GError           **error)
{
  g_autoptr (ChattyLock) lock = NULL;
  g_autoptr (GPtrArray) group = NULL;
  g_autoptr (GPtrArray) outdated = NULL;
  gboolean result = FALSE;

  if (self->pending->len == 0)
    return TRUE;

  group = g_steal_pointer (&self->pending);
  self->pending =
    g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_pending_free);
  self->pending_bytes = 0;
  g_hash_table_remove_all (self->pending_keys);
  outdated =
    g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_pending_free);

  lock = chatty_lock_take (self->files, cancellable, error);
  if (lock != NULL)
    result = flush_locked (self, group, outdated, lock, error);
  for (guint i = 0; i < group->len; i++)
    chatty_vault_batch_give_up (self, g_ptr_array_index (group, i));
  self->n_given_up += group->len;
  for (guint i = 0; i < outdated->len; i++)
    chatty_vault_batch_give_up (self, g_ptr_array_index (outdated, i));
  g_clear_pointer (&lock, chatty_lock_release);
  chatty_vault_tell_changed (self->vault);

  for (guint i = 0; i < outdated->len; i++)
    {
      ChattyPending *pending = g_ptr_array_index (outdated, i);
      ChattyStored outcome;

      if (pending->incoming == NULL || !result)
        self->n_given_up++;
      else if (!chatty_vault_batch_decide (self, pending->incoming, &outcome,
                                           NULL, cancellable, error))
        {
          self->n_given_up++;
          result = FALSE;
        }
    }
  return result;
}
