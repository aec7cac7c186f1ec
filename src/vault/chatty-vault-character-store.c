/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "chatty-character-merge.h"
#include "chatty-character-reader.h"
#include "chatty-error.h"
#include "chatty-text.h"
#include "chatty-vault-batch-private.h"
#include "chatty-vault-characters.h"
#include "chatty-vault-files-private.h"

/* How often a change is made anew when programs without our lock keep writing
 * the same files. */
#define MAX_ATTEMPTS 8

#define MAX_NUMBER 9999

/* What a store works on. */
typedef struct {
  ChattyVaultBatch      *batch;
  ChattyCharacterRecord *before;
  ChattyCharacterRecord *after;
  const char            *who;
  char                  *callsign;
  gboolean               is_new;
  guint                  both;
  gboolean               changed;
} Store;

static gboolean
is_free (ChattyVaultFiles *files,
         GPtrArray        *names,
         const char       *callsign)
{
  g_autofree char *history = chatty_character_history_path (callsign);

  for (guint i = 0; names != NULL && i < names->len; i++)
    if (g_ascii_strcasecmp (g_ptr_array_index (names, i), callsign) == 0)
      return FALSE;
  /* One that was deleted may come back. */
  return !chatty_vault_files_stat (files, history, NULL);
}

/* Chatty's own form, as its server wants it. */
static gboolean
is_chatty_callsign (const char *callsign)
{
  gsize stem = callsign != NULL ? strspn (callsign, "abcdefghijklmnopqrstuvwxyz") : 0;

  return stem > 0 && stem <= 40 && callsign[stem] == '-' && strlen (callsign + stem) == 4 &&
         strspn (callsign + stem + 1, "0123456789") == 3;
}

/* With the lock: a name that no folder has, also where case is folded. */
static char *
make_callsign (ChattyVaultFiles  *files,
               ChattyCharacter   *character,
               GError           **error)
{
  const char *wish = chatty_character_get_text (character, CHATTY_FIELD_CALLSIGN);
  const char *name = chatty_character_get_name (character);
  int fd = chatty_vault_files_open_folder (files, "instances", FALSE, NULL);
  g_autoptr (GPtrArray) names = fd >= 0 ? chatty_vault_files_list_names (fd) : NULL;
  g_autofree char *shown = NULL;
  g_autofree char *stem = NULL;

  /* A folder with transcripts alone waits for its character. */
  if (is_chatty_callsign (wish) && !chatty_character_folder_exists (files, wish))
    return g_strdup (wish);

  stem = chatty_text_callsign_stem (name);
  for (guint i = 1; i <= MAX_NUMBER; i++)
    {
      g_autofree char *callsign = g_strdup_printf ("%s-%03u", stem, i);

      if (is_free (files, names, callsign))
        return g_steal_pointer (&callsign);
    }
  shown = chatty_text_one_line (name, 100);
  g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_CONFLICT,
               _("The vault has too many characters that are called “%s”. Give it another name."),
               shown);
  return NULL;
}

/* The files that were changed, and the history, as one set. */
static gboolean
plan (Store                  *store,
      ChattyCharacterFolder  *folder,
      ChattyCharacterMerge   *merge,
      GPtrArray              *set,
      GError                **error)
{
  g_autofree char *id = g_strconcat (store->is_new ? CHATTY_ID_NEW_CHARACTER : CHATTY_ID_CHARACTER,
                                     folder->callsign, NULL);
  g_autofree char *history = chatty_character_history_path (folder->callsign);
  g_autoptr (GString) lines = g_string_new (NULL);

  for (guint i = 0; i < CHATTY_N_CHARACTER_FILES; i++)
    {
      ChattyCharacterFile *file = &folder->files[i];
      g_autofree char *path = NULL;
      g_autofree char *old_hash = NULL;

      if (g_strcmp0 (file->text, file->original) == 0)
        continue;
      path = chatty_character_folder_get_path (folder, chatty_character_file_names[i]);
      if (file->original != NULL)
        old_hash = chatty_stored_file_hash (file->original, strlen (file->original));
      if (strlen (file->text) > CHATTY_MAX_CHARACTER_FILE)
        {
          g_autofree char *limit = g_format_size (CHATTY_MAX_CHARACTER_FILE);

          g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE,
                       _("The character “%s” would not fit into “%s”; the limit is %s."),
                       folder->callsign, chatty_character_file_names[i], limit);
          return FALSE;
        }
      if (!chatty_vault_set_write (store->batch, set, id, path, file->text, strlen (file->text),
                                   file->original != NULL ? file->mode : 0666,
                                   file->original != NULL ? &file->stamp : NULL, old_hash,
                                   error))
        return FALSE;
    }
  for (guint i = 0; i < merge->history->len; i++)
    chatty_character_history_add (lines, g_ptr_array_index (merge->history, i));
  return lines->len == 0 ||
         chatty_vault_set_append (store->batch, set, id, history, lines, error);
}

static ChattyApplied
try_store (Store         *store,
           ChattyLock    *lock,
           GCancellable  *cancellable,
           GError       **error)
{
  ChattyVaultFiles *files = store->batch->files;
  g_autoptr (ChattyCharacterFolder) folder = NULL;
  g_autoptr (ChattyCharacterRecord) now = NULL;
  g_autoptr (GPtrArray) set = chatty_vault_set_new ();
  g_autoptr (GPtrArray) history = NULL;
  ChattyCharacter *wanted = chatty_character_record_get_character (store->after);
  ChattyCharacterMerge merge = {
    .who = store->who,
    .run = store->batch->id,
    .time = chatty_time_now (),
  };
  gint64 created = chatty_character_get_created (wanted);

  history = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_field_change_free);
  merge.history = history;
  /* An edit brings back what was deleted in the meantime. */
  store->is_new = store->before == NULL ||
                  !chatty_character_folder_exists (files, store->callsign);
  if (store->before == NULL)
    {
      g_free (store->callsign);
      store->callsign = make_callsign (files, wanted, error);
      if (store->callsign == NULL)
        return CHATTY_FAILED;
    }
  folder = store->is_new ? chatty_character_folder_new (store->callsign)
                         : chatty_character_folder_load (files, store->callsign, error);
  if (folder == NULL)
    return CHATTY_FAILED;
  if (store->is_new &&
      !chatty_character_folder_fill (folder, wanted,
                                     created != CHATTY_TIME_NONE ? created : merge.time, error))
    return CHATTY_FAILED;
  now = chatty_character_reader_make (files, folder, FALSE, cancellable, error);
  if (now == NULL ||
      !chatty_character_merge (&merge, folder, now, store->is_new ? NULL : store->before,
                               store->after, error))
    return CHATTY_FAILED;
  /* What there never was is not replaced. */
  if (store->is_new)
    g_ptr_array_set_size (history, 0);
  store->both = merge.both;
  if (!plan (store, folder, &merge, set, error))
    {
      chatty_vault_set_drop (store->batch, set);
      return CHATTY_FAILED;
    }
  store->changed = set->len > 0;
  return set->len > 0 ? chatty_vault_set_apply (store->batch, set, lock, error) : CHATTY_APPLIED;
}

/* Whoever stored it learns so, also when the person stops it now. */
static ChattyCharacterRecord *
load_stored (ChattyVaultFiles  *files,
             const char        *callsign,
             GError           **error)
{
  g_autoptr (ChattyCharacterFolder) folder = chatty_character_folder_load (files, callsign, error);

  return folder != NULL ? chatty_character_reader_make (files, folder, FALSE, NULL, error) : NULL;
}

/* Documented in the header. */
gboolean
chatty_vault_batch_store_record (ChattyVaultBatch       *batch,
                                 ChattyCharacterRecord  *before,
                                 ChattyCharacterRecord  *after,
                                 const char             *who,
                                 ChattyStored           *outcome,
                                 guint                  *both,
                                 ChattyCharacterRecord **stored,
                                 GCancellable           *cancellable,
                                 GError                **error)
{
  ChattyApplied how = CHATTY_OUTDATED;
  g_autofree char *callsign = NULL;
  Store store = { .batch = batch, .before = before, .after = after, .who = who };
  g_autoptr (ChattyCharacterRecord) result = NULL;

  g_return_val_if_fail (CHATTY_IS_VAULT_BATCH (batch), FALSE);
  g_return_val_if_fail (after != NULL && who != NULL, FALSE);
  g_return_val_if_fail (before == NULL ||
                        chatty_callsign_is_safe (chatty_character_record_get_callsign (before)),
                        FALSE);

  if (chatty_set_cancelled (cancellable, error) ||
      !chatty_vault_batch_flush (batch, cancellable, error))
    return FALSE;
  if (before != NULL)
    store.callsign = g_strdup (chatty_character_record_get_callsign (before));

  for (guint i = 0; how == CHATTY_OUTDATED && i < MAX_ATTEMPTS; i++)
    {
      g_autoptr (ChattyLock) lock = chatty_lock_take (batch->files, cancellable, error);

      how = lock != NULL ? try_store (&store, lock, cancellable, error) : CHATTY_FAILED;
      if (how == CHATTY_APPLIED)
        {
          result = load_stored (batch->files, store.callsign, error);
          how = result != NULL ? CHATTY_APPLIED : CHATTY_FAILED;
        }
    }
  callsign = g_steal_pointer (&store.callsign);
  if (how == CHATTY_OUTDATED)
    g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_CONFLICT,
                 _("Another program keeps changing the character “%s”. Wait until it is done, "
                   "and try again."), callsign);
  if (how != CHATTY_APPLIED)
    return FALSE;

  if (store.changed)
    chatty_vault_tell_changed (batch->vault);
  if (outcome != NULL)
    *outcome = !store.changed ? CHATTY_STORED_UNCHANGED
               : store.is_new ? CHATTY_STORED_ADDED
               : store.both != 0 ? CHATTY_STORED_KEPT_BOTH : CHATTY_STORED_UPDATED;
  if (both != NULL)
    *both = store.both;
  if (stored != NULL)
    *stored = g_steal_pointer (&result);
  return TRUE;
}

/**
 * chatty_vault_batch_add_history:
 * @change: what was replaced on a platform; an id, a time and a run that are
 *   not set are filled in
 * @now: whether it is on the disk when this returns
 *
 * Returns: whether it worked
 */
gboolean
chatty_vault_batch_add_history (ChattyVaultBatch         *batch,
                                const char               *callsign,
                                const ChattyFieldChange  *change,
                                gboolean                  now,
                                GError                  **error)
{
  g_autoptr (ChattyLock) lock = NULL;
  g_autoptr (GString) line = g_string_new (NULL);
  g_autofree char *path = NULL;
  g_autofree char *id = NULL;
  ChattyFieldChange filled = *change;

  g_return_val_if_fail (CHATTY_IS_VAULT_BATCH (batch), FALSE);
  g_return_val_if_fail (chatty_callsign_is_safe (callsign), FALSE);

  if (!chatty_vault_batch_open (batch, error))
    return FALSE;
  if (filled.time == CHATTY_TIME_NONE || filled.time == 0)
    filled.time = chatty_time_now ();
  if (filled.id == NULL)
    filled.id = id = chatty_character_history_make_id (filled.time);
  if (filled.run == NULL)
    filled.run = batch->id;
  chatty_character_history_add (line, &filled);

  lock = chatty_lock_take (batch->files, NULL, error);
  path = chatty_character_history_path (callsign);
  return lock != NULL &&
         chatty_character_history_append (batch->files, path, line->str, line->len, now, error);
}
