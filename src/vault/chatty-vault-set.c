/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* A character is several files and a history. What one change does to them is
 * made whole: a process that is killed in between leaves the rest to the next
 * one that opens the vault, and what cannot be made whole is taken back. */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "chatty-character-history.h"
#include "chatty-error.h"
#include "chatty-vault-batch-private.h"
#include "chatty-vault-files-private.h"

/**
 * chatty_vault_set_new:
 *
 * Returns: (transfer full) (element-type ChattyPending): no changes yet
 */
GPtrArray *
chatty_vault_set_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_pending_free);
}

static ChattyPending *
add (ChattyVaultBatch *self,
     GPtrArray        *set,
     ChattyChangeKind  kind,
     const char       *id,
     const char       *path)
{
  ChattyPending *pending = chatty_pending_new (self, kind, id);

  pending->plain = TRUE;
  pending->change->path = g_strdup (path);
  g_ptr_array_add (set, pending);
  return pending;
}

/* What was staged but not tried yet. */
static gboolean
drop_last (ChattyVaultBatch *self,
           GPtrArray        *set)
{
  ChattyPending *pending = g_ptr_array_index (set, set->len - 1);

  if (pending->staged != NULL && !pending->restored)
    chatty_vault_files_unlink (self->files, pending->staged);
  g_ptr_array_remove_index (set, set->len - 1);
  return FALSE;
}

/**
 * chatty_vault_set_drop:
 *
 * Forgets changes that were put ready and not tried.
 */
void
chatty_vault_set_drop (ChattyVaultBatch *self,
                       GPtrArray        *set)
{
  while (set->len > 0)
    drop_last (self, set);
}

/**
 * chatty_vault_set_write:
 * @old: (nullable): the stamp of the file that is replaced; %NULL for a new one
 * @old_hash: (nullable): its hash
 *
 * Adds a new file, or a new content for a file; the old one goes to the
 * history. Folders are made when the file comes: an empty one would be taken
 * for a character.
 *
 * Returns: whether the content could be put ready
 */
gboolean
chatty_vault_set_write (ChattyVaultBatch       *self,
                        GPtrArray              *set,
                        const char             *id,
                        const char             *path,
                        const char             *bytes,
                        gsize                   length,
                        mode_t                  mode,
                        const ChattyFileStamp  *old,
                        const char             *old_hash,
                        GError                **error)
{
  ChattyDraft draft = { .bytes = (char *) bytes, .length = length };
  g_autofree char *hash = chatty_stored_file_hash (bytes, length);
  ChattyPending *pending;

  if (!chatty_vault_batch_open (self, error) ||
      (old != NULL &&
       !chatty_vault_batch_make_keep_folder (self, CHATTY_VAULT_HISTORY, error)))
    return FALSE;
  pending = add (self, set, old != NULL ? CHATTY_CHANGE_REPLACE : CHATTY_CHANGE_ADD, id, path);
  pending->change->hash = g_strdup (hash);
  if (old != NULL)
    {
      pending->old_stamp = *old;
      pending->change->old_hash = g_strdup (old_hash);
      pending->change->old_path = g_strdup (path);
      pending->change->kept = chatty_vault_batch_keep_path (self, CHATTY_VAULT_HISTORY, pending,
                                                            path);
    }
  return chatty_vault_batch_stage (self, pending, &draft, mode, error) || drop_last (self, set);
}

/**
 * chatty_vault_set_append:
 *
 * Adds lines to a history.
 *
 * Returns: whether they could be put ready
 */
gboolean
chatty_vault_set_append (ChattyVaultBatch  *self,
                         GPtrArray         *set,
                         const char        *id,
                         const char        *path,
                         const GString     *lines,
                         GError           **error)
{
  ChattyDraft draft = { .bytes = lines->str, .length = lines->len };
  ChattyPending *pending;

  if (!chatty_vault_batch_open (self, error))
    return FALSE;
  pending = add (self, set, CHATTY_CHANGE_APPEND, id, path);
  pending->change->hash = chatty_stored_file_hash (lines->str, lines->len);
  return chatty_vault_batch_stage (self, pending, &draft, 0666, error) || drop_last (self, set);
}

/**
 * chatty_vault_set_trash:
 * @path: of a file or a folder
 * @hash: (nullable): of the file
 *
 * Moves it to the trash.
 *
 * Returns: whether there can be a place for it
 */
gboolean
chatty_vault_set_trash (ChattyVaultBatch  *self,
                        GPtrArray         *set,
                        const char        *id,
                        const char        *path,
                        const char        *hash,
                        GError           **error)
{
  ChattyPending *pending;

  if (!chatty_vault_batch_open (self, error) ||
      !chatty_vault_batch_make_keep_folder (self, CHATTY_VAULT_TRASH, error))
    return FALSE;
  pending = add (self, set, CHATTY_CHANGE_TRASH, id, path);
  pending->change->hash = g_strdup (hash);
  pending->change->kept = chatty_vault_batch_keep_path (self, CHATTY_VAULT_TRASH, pending, path);
  return TRUE;
}

/**
 * chatty_vault_set_restore:
 * @kept: where it is in the trash
 * @path: where it was
 *
 * Moves a file or folder back.
 *
 * Returns: whether there can be a place for it
 */
gboolean
chatty_vault_set_restore (ChattyVaultBatch  *self,
                          GPtrArray         *set,
                          const char        *id,
                          const char        *kept,
                          const char        *path,
                          GError           **error)
{
  ChattyPending *pending;

  if (!chatty_vault_batch_open (self, error))
    return FALSE;
  pending = add (self, set, CHATTY_CHANGE_ADD, id, path);
  pending->staged = g_strdup (kept);
  pending->change->kept = g_strdup (kept);
  pending->restored = TRUE;
  return TRUE;
}

static ChattyApplied
append (ChattyVaultBatch  *self,
        ChattyPending     *pending,
        GError           **error)
{
  g_autofree char *lines = NULL;
  gsize length;

  lines = chatty_vault_files_read (self->files, pending->staged, &length, NULL, NULL, error);
  if (lines == NULL ||
      !chatty_character_history_append (self->files, pending->change->path, lines, length, FALSE,
                                        error))
    return CHATTY_FAILED;
  CHATTY_VAULT_STEP ("appended");
  chatty_vault_files_unlink (self->files, pending->staged);
  return CHATTY_APPLIED;
}

static ChattyApplied
apply (ChattyVaultBatch  *self,
       ChattyPending     *pending,
       GError           **error)
{
  const ChattyChange *change = pending->change;
  g_autoptr (GError) local_error = NULL;
  ChattyFileStamp now;

  switch (change->kind)
    {
    case CHATTY_CHANGE_APPEND:
      return append (self, pending, error);

    case CHATTY_CHANGE_REPLACE:
      if (!chatty_vault_files_stat (self->files, change->path, &now) ||
          !chatty_file_stamp_equal (&now, &pending->old_stamp))
        return CHATTY_OUTDATED;
      return chatty_vault_batch_swap (self, pending, error);

    case CHATTY_CHANGE_ADD:
      if (chatty_vault_batch_rename_into (self, pending->staged, change->path, &local_error))
        return CHATTY_APPLIED;
      break;

    case CHATTY_CHANGE_TRASH:
    default:
      if (chatty_vault_batch_rename_into (self, change->path, change->kept, &local_error))
        {
          chatty_vault_files_prune (self->files, change->path);
          return CHATTY_APPLIED;
        }
      break;
    }

  if (g_error_matches (local_error, CHATTY_ERROR, CHATTY_ERROR_CONFLICT) ||
      g_error_matches (local_error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND))
    return CHATTY_OUTDATED;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return CHATTY_FAILED;
}

/* Moves a new file back to where it was put ready. One that another program has
 * written since stays where it is: what is put ready is going to be removed. */
static gboolean
take_off (ChattyVaultBatch  *self,
          ChattyPending     *pending,
          GError           **error)
{
  const ChattyChange *change = pending->change;
  ChattyFileStamp now;

  if (!chatty_vault_batch_rename_into (self, change->path, pending->staged, error))
    return FALSE;
  if (pending->restored ||
      (chatty_vault_files_stat (self->files, pending->staged, &now) &&
       chatty_file_stamp_equal (&now, &pending->stamp)))
    return TRUE;
  return chatty_vault_batch_rename_into (self, pending->staged, change->path, error) &&
         chatty_vault_files_set_error (self->files, EEXIST, change->path, error);
}

/* Takes back a change that was made. The old file comes back as it was. */
static void
take_back (ChattyVaultBatch *self,
           ChattyPending    *pending)
{
  const ChattyChange *change = pending->change;
  g_autoptr (GError) error = NULL;
  gboolean done = TRUE;

  switch (change->kind)
    {
    case CHATTY_CHANGE_ADD:
      done = take_off (self, pending, &error);
      chatty_vault_files_prune (self->files, change->path);
      break;

    case CHATTY_CHANGE_REPLACE:
      done = take_off (self, pending, &error) &&
             chatty_vault_batch_rename_into (self, change->kept, change->path, &error);
      break;

    case CHATTY_CHANGE_TRASH:
      done = chatty_vault_batch_rename_into (self, change->kept, change->path, &error);
      break;

    case CHATTY_CHANGE_APPEND:
    default:
      break;
    }
  if (!done)
    g_info ("“%s” is not taken back: %s", change->path, error->message);
}

/* The journal first: of a set whose first change is not in it any more the
 * recovery touches nothing, while a file that is gone without a word would be
 * one that came to its place. */
static void
give_up_all (ChattyVaultBatch *self,
             GPtrArray        *set)
{
  for (guint i = 0; i < set->len; i++)
    {
      const ChattyPending *pending = g_ptr_array_index (set, i);

      chatty_journal_give_up (self->journal, pending->change->number, NULL);
      CHATTY_VAULT_STEP ("given up");
    }
  for (guint i = 0; i < set->len; i++)
    {
      ChattyPending *pending = g_ptr_array_index (set, i);

      /* What was to come back from the trash stays there. */
      if (pending->staged != NULL && !pending->restored)
        chatty_vault_files_unlink (self->files, pending->staged);
      CHATTY_VAULT_STEP ("dropped");
    }
}

static gboolean
write_journal (ChattyVaultBatch  *self,
               GPtrArray         *set,
               GError           **error)
{
  g_autofree ChattyChange **changes = g_new (ChattyChange *, set->len);

  for (guint i = 0; i < set->len; i++)
    {
      ChattyPending *pending = g_ptr_array_index (set, i);

      changes[i] = pending->change;
      changes[i]->together = changes[0]->number + 1;
    }
  return chatty_journal_add (self->journal, changes, set->len, error);
}

/**
 * chatty_vault_set_apply:
 * @set: at least one change; histories last
 * @lock: the vault's lock
 *
 * Makes all changes of @set, or none.
 *
 * Returns: %CHATTY_OUTDATED if a program without the lock was faster: nothing
 *   was done, and @set has to be made anew; %CHATTY_FAILED with @error
 */
ChattyApplied
chatty_vault_set_apply (ChattyVaultBatch  *self,
                        GPtrArray         *set,
                        ChattyLock        *lock,
                        GError           **error)
{
  ChattyApplied how = CHATTY_APPLIED;
  gboolean seen = chatty_lock_get_count (lock) == self->seen;
  guint n_done;
  guint64 count;

  if (!write_journal (self, set, error))
    how = CHATTY_FAILED;
  CHATTY_VAULT_STEP ("journalled");
  if (how == CHATTY_APPLIED && !chatty_vault_files_sync (self->files, error))
    how = CHATTY_FAILED;
  CHATTY_VAULT_STEP ("flushed");

  for (n_done = 0; how == CHATTY_APPLIED && n_done < set->len; n_done++)
    {
      how = apply (self, g_ptr_array_index (set, n_done), error);
      if (how != CHATTY_APPLIED)
        break;
      CHATTY_VAULT_STEP ("applied");
    }
  if (how != CHATTY_APPLIED)
    {
      while (n_done > 0)
        take_back (self, g_ptr_array_index (set, --n_done));
      give_up_all (self, set);
    }
  self->pending_bytes = 0;
  count = chatty_lock_count_up (lock);
  if (seen)
    self->seen = count;
  return how;
}
