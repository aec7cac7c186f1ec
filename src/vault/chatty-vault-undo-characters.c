/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Takes back what a batch did to characters. Fields are taken back one by one,
 * from the history: a field that was changed since stays as it is. Links are
 * not taken back: what a platform has did not change by it. */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "chatty-character-json.h"
#include "chatty-character-reader.h"
#include "chatty-error.h"
#include "chatty-vault-characters.h"
#include "chatty-vault-files-private.h"
#include "chatty-vault-undo-private.h"

/* What is to be done about one character. */
typedef struct {
  const char         *callsign;
  gboolean            is_new;      /* the batch made it */
  gboolean            changed;     /* one of the files it made was changed since */
  const ChattyChange *connectors;  /* nullable */
  gboolean            undone;
  gboolean            left;
} Subject;

typedef struct {
  ChattyVaultBatch    *batch;
  ChattyJournalRecord *record;
  GHashTable          *subjects;   /* callsign to Subject */
  GPtrArray           *set;
} Undo;

static const char *
get_callsign (const ChattyChange *change)
{
  static const char *const prefixes[] = { CHATTY_ID_CHARACTER, CHATTY_ID_NEW_CHARACTER };

  for (guint i = 0; change->id != NULL && i < G_N_ELEMENTS (prefixes); i++)
    if (g_str_has_prefix (change->id, prefixes[i]) &&
        chatty_callsign_is_safe (change->id + strlen (prefixes[i])))
      return change->id + strlen (prefixes[i]);
  return NULL;
}

/**
 * chatty_vault_undo_is_character:
 *
 * Returns: whether @change is about a character, and not a transcript
 */
gboolean
chatty_vault_undo_is_character (const ChattyChange *change)
{
  return get_callsign (change) != NULL || change->together != 0;
}

static Subject *
get_subject (Undo       *self,
             const char *callsign)
{
  Subject *subject = g_hash_table_lookup (self->subjects, callsign);

  if (subject == NULL)
    {
      subject = g_new0 (Subject, 1);
      subject->callsign = callsign;
      g_hash_table_insert (self->subjects, (gpointer) callsign, subject);
    }
  return subject;
}

static char *
hash_of (Undo       *self,
         const char *path)
{
  g_autofree char *bytes = NULL;
  gsize length;

  bytes = chatty_vault_files_read (self->batch->files, path, &length, NULL, NULL, NULL);
  return bytes != NULL ? chatty_stored_file_hash (bytes, length) : NULL;
}

static gboolean
exists (Undo       *self,
        const char *path)
{
  int fd = chatty_vault_files_open_beneath (chatty_vault_files_get_fd (self->batch->files), path,
                                            O_PATH, 0);

  if (fd >= 0)
    close (fd);
  return fd >= 0;
}

/* Which of the character's files it is, or -1. */
static int
find_kind (const ChattyChange *change,
           const char         *callsign)
{
  for (guint i = 0; i < CHATTY_N_CHARACTER_FILES; i++)
    {
      g_autofree char *path = g_strconcat ("instances/", callsign, "/",
                                           chatty_character_file_names[i], NULL);

      if (g_str_equal (path, change->path))
        return (int) i;
    }
  return -1;
}

static gboolean
undo_replaced_file (Undo                *self,
                    Subject             *subject,
                    const ChattyChange  *change,
                    GError             **error)
{
  g_autofree char *now = NULL;
  g_autofree char *hash = NULL;
  g_autofree char *old = NULL;
  ChattyFileStamp stamp;
  gsize length;
  mode_t mode;

  now = chatty_vault_files_read (self->batch->files, change->path, &length, &stamp, &mode, NULL);
  hash = now != NULL ? chatty_stored_file_hash (now, length) : NULL;
  if (g_strcmp0 (hash, change->hash) != 0)
    {
      subject->left = TRUE;
      return TRUE;
    }
  old = chatty_vault_files_read (self->batch->files, change->kept, &length, NULL, NULL, error);
  if (old == NULL)
    return FALSE;
  subject->undone = TRUE;
  return chatty_vault_set_write (self->batch, self->set, change->id, change->path, old, length,
                                 mode, &stamp, hash, error);
}

/* Documents, pictures and what was in the trash. */
static gboolean
undo_file (Undo                *self,
           Subject             *subject,
           const ChattyChange  *change,
           GError             **error)
{
  g_autofree char *hash = NULL;

  switch (change->kind)
    {
    case CHATTY_CHANGE_TRASH:
      if (!exists (self, change->kept))
        return TRUE;
      if (exists (self, change->path))
        {
          subject->left = TRUE;
          return TRUE;
        }
      subject->undone = TRUE;
      return chatty_vault_set_restore (self->batch, self->set, change->id, change->kept,
                                       change->path, error);

    case CHATTY_CHANGE_ADD:
      if (!exists (self, change->path))
        return TRUE;
      hash = change->hash != NULL ? hash_of (self, change->path) : NULL;
      if (g_strcmp0 (hash, change->hash) != 0)
        {
          subject->left = TRUE;
          return TRUE;
        }
      subject->undone = TRUE;
      return chatty_vault_set_trash (self->batch, self->set, change->id, change->path, hash,
                                     error);

    case CHATTY_CHANGE_REPLACE:
      return undo_replaced_file (self, subject, change, error);

    case CHATTY_CHANGE_APPEND:
    default:
      return TRUE;
    }
}

/* What another program is working on at this moment stays as it is. */
static gboolean
apply_files (Undo        *self,
             ChattyLock  *lock,
             GError     **error)
{
  ChattyApplied how = chatty_vault_set_apply (self->batch, self->set, lock, error);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->subjects);
  while (how == CHATTY_OUTDATED && g_hash_table_iter_next (&iter, NULL, &value))
    {
      Subject *subject = value;

      subject->left |= subject->undone;
      subject->undone = FALSE;
    }
  return how != CHATTY_FAILED;
}

static gboolean
undo_files (Undo          *self,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autoptr (ChattyLock) lock = chatty_lock_take (self->batch->files, cancellable, error);

  if (lock == NULL)
    return FALSE;
  for (guint i = self->record->changes->len; i > 0; i--)
    {
      const ChattyChange *change = g_ptr_array_index (self->record->changes, i - 1);
      const char *callsign = get_callsign (change);
      Subject *subject;
      int kind;

      if (callsign == NULL)
        continue;
      subject = get_subject (self, callsign);
      kind = find_kind (change, callsign);
      if (kind < 0)
        {
          if (!undo_file (self, subject, change, error))
            {
              chatty_vault_set_drop (self->batch, self->set);
              return FALSE;
            }
          continue;
        }
      if (g_str_has_prefix (change->id, CHATTY_ID_NEW_CHARACTER))
        {
          g_autofree char *hash = hash_of (self, change->path);

          subject->is_new = TRUE;
          subject->changed |= g_strcmp0 (hash, change->hash) != 0;
        }
      if (kind == CHATTY_FILE_CONNECTORS && subject->connectors == NULL)
        subject->connectors = change;
    }
  return self->set->len == 0 || apply_files (self, lock, error);
}

static gboolean
same_json (const char *a,
           JsonNode   *b)
{
  g_autofree char *text = chatty_json_to_string (b, FALSE);

  return g_strcmp0 (a != NULL ? a : "null", text) == 0;
}

/* Puts the old value back where the new one still is. */
static void
restore_value (Subject                 *subject,
               ChattyCharacterBuilder **builder,
               const ChattyFieldChange *change)
{
  g_autoptr (ChattyCharacter) now = chatty_character_builder_end (g_steal_pointer (builder));
  g_autoptr (JsonNode) value = chatty_character_field_to_json (now, change->field);
  g_autoptr (JsonNode) old = NULL;

  *builder = chatty_character_builder_new_from (now);
  old = chatty_json_parse (change->old_value != NULL ? change->old_value : "null", -1, NULL);
  if (old != NULL && same_json (change->new_value, value) &&
      chatty_character_builder_set_json (*builder, change->field, old))
    subject->undone = TRUE;
  else
    subject->left = TRUE;
}

static ChattyCharacter *
ref_or_empty (ChattyCharacter *character)
{
  return character != NULL ? chatty_character_ref (character)
                           : chatty_character_builder_end (chatty_character_builder_new ());
}

/* What the platforms had of their own comes back whole, if nobody wrote the
 * file since. */
static void
restore_extras (Undo                   *self,
                Subject                *subject,
                ChattyCharacterBuilder *builder,
                ChattyCharacter        *now)
{
  g_autoptr (ChattyCharacterFolder) old = chatty_character_folder_new (subject->callsign);
  g_autoptr (ChattyCharacter) before = NULL;
  g_auto (GStrv) there = chatty_character_list_extras (now);
  g_auto (GStrv) then = NULL;
  g_autofree char *hash = NULL;
  char *text = NULL;
  gsize length;

  hash = subject->connectors != NULL ? hash_of (self, subject->connectors->path) : NULL;
  if (hash == NULL || g_strcmp0 (hash, subject->connectors->hash) != 0)
    return;
  if (subject->connectors->kept != NULL)
    text = chatty_vault_files_read (self->batch->files, subject->connectors->kept, &length, NULL,
                                    NULL, NULL);
  if ((subject->connectors->kept != NULL && text == NULL) ||
      !chatty_character_folder_set_text (old, CHATTY_FILE_CONNECTORS, text, NULL))
    return;

  before = chatty_character_folder_read (old, NULL);
  then = chatty_character_list_extras (before);
  for (guint i = 0; there[i] != NULL; i++)
    if (chatty_character_get_extra (before, there[i]) == NULL)
      {
        chatty_character_builder_set_extra (builder, there[i], NULL);
        subject->undone = TRUE;
      }
  for (guint i = 0; then[i] != NULL; i++)
    if (g_strcmp0 (chatty_character_get_extra (now, then[i]),
                   chatty_character_get_extra (before, then[i])) != 0)
      {
        chatty_character_builder_set_extra (builder, then[i],
                                            chatty_character_get_extra (before, then[i]));
        subject->undone = TRUE;
      }
}

static gboolean
undo_fields (Undo          *self,
             Subject       *subject,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autoptr (GPtrArray) history = NULL;
  g_autoptr (ChattyCharacterRecord) now = NULL;
  g_autoptr (ChattyCharacterRecord) wanted = NULL;
  g_autoptr (ChattyCharacterRecordBuilder) builder = NULL;
  g_autoptr (ChattyCharacterBuilder) fields = NULL;
  g_autoptr (ChattyCharacter) character = NULL;

  history = chatty_character_history_read (self->batch->files, subject->callsign, error);
  now = history != NULL ? chatty_vault_load_record (self->batch->vault, subject->callsign, FALSE,
                                                    cancellable, error) : NULL;
  if (now == NULL)
    return FALSE;
  builder = chatty_character_record_builder_new (now);
  fields = chatty_character_builder_new_from (chatty_character_record_get_character (now));
  wanted = chatty_character_record_ref (now);
  for (guint i = 0; i < history->len; i++)
    {
      const ChattyFieldChange *change = g_ptr_array_index (history, i);

      if (g_strcmp0 (change->run, self->record->batch_id) != 0 ||
          !g_str_equal (change->side, "here") || g_str_equal (change->who, "other-program"))
        continue;
      if (change->override_of != NULL)
        {
          g_autoptr (ChattyCharacter) old = NULL;
          g_autoptr (ChattyCharacter) new = NULL;
          g_autoptr (ChattyCharacterBuilder) override = NULL;

          g_clear_pointer (&wanted, chatty_character_record_unref);
          wanted = chatty_character_record_builder_end (g_steal_pointer (&builder));
          builder = chatty_character_record_builder_new (wanted);
          old = ref_or_empty (chatty_character_record_get_override (wanted, change->override_of));
          override = chatty_character_builder_new_from (old);
          restore_value (subject, &override, change);
          new = chatty_character_builder_end (g_steal_pointer (&override));
          chatty_character_record_builder_set_override (builder, change->override_of, new);
        }
      else
        restore_value (subject, &fields, change);
    }
  restore_extras (self, subject, fields, chatty_character_record_get_character (now));
  character = chatty_character_builder_end (g_steal_pointer (&fields));
  chatty_character_record_builder_set_character (builder, character);
  g_clear_pointer (&wanted, chatty_character_record_unref);
  wanted = chatty_character_record_builder_end (g_steal_pointer (&builder));
  return chatty_vault_batch_store_record (self->batch, now, wanted, "restore", NULL, NULL, NULL,
                                          cancellable, error);
}

static gboolean
undo_subject (Undo          *self,
              Subject       *subject,
              GCancellable  *cancellable,
              GError       **error)
{
  if (!chatty_character_folder_exists (self->batch->files, subject->callsign))
    return TRUE;
  if (!subject->is_new)
    return undo_fields (self, subject, cancellable, error);
  subject->left |= subject->changed;
  subject->undone |= !subject->changed;
  return subject->changed ||
         chatty_vault_batch_trash_record (self->batch, subject->callsign, error);
}

/**
 * chatty_vault_undo_characters:
 * @record: the batch to undo
 * @n_undone: (inout): counted up for every character that came back
 * @n_kept: (inout): counted up for every character of which something was left
 *   as it is
 *
 * Returns: whether all of it was looked at
 */
gboolean
chatty_vault_undo_characters (ChattyVaultBatch     *batch,
                              ChattyJournalRecord  *record,
                              guint                *n_undone,
                              guint                *n_kept,
                              GCancellable         *cancellable,
                              GError              **error)
{
  g_autoptr (GHashTable) subjects = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_autoptr (GPtrArray) set = chatty_vault_set_new ();
  Undo self = { .batch = batch, .record = record, .subjects = subjects, .set = set };
  GHashTableIter iter;
  gpointer value;
  gboolean any = FALSE, done = TRUE;

  for (guint i = 0; i < record->changes->len; i++)
    any |= get_callsign (g_ptr_array_index (record->changes, i)) != NULL;
  if (!any)
    return TRUE;
  if (!chatty_vault_batch_flush (batch, cancellable, error) ||
      !undo_files (&self, cancellable, error))
    return FALSE;

  g_hash_table_iter_init (&iter, subjects);
  while (done && g_hash_table_iter_next (&iter, NULL, &value))
    {
      Subject *subject = value;

      done = undo_subject (&self, subject, cancellable, error);
      *n_undone += subject->undone ? 1 : 0;
      *n_kept += subject->left ? 1 : 0;
    }
  chatty_vault_tell_changed (batch->vault);
  return done;
}
