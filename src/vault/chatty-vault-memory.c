/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include <glib/gi18n-lib.h>

#include "chatty-character-folder.h"
#include "chatty-error.h"
#include "chatty-lock.h"
#include "chatty-vault-characters.h"
#include "chatty-vault-layout.h"
#include "chatty-vault-memory-file.h"
#include "chatty-vault-memory.h"
#include "chatty-vault-private.h"
#include "chatty-vault-swap.h"

/* How often a change is made again because a program without our lock wrote
 * the file in between. */
#define MAX_ATTEMPTS 8

/* What a change does to the notes. FALSE: there is nothing to change, with or
 * without @error. It may be called again, for newer notes. */
typedef gboolean (*ChangeFunc) (ChattyMemoryFile  *file,
                                gpointer           user_data,
                                GError           **error);

static ChattyMemoryFile *
load (ChattyVault            *self,
      const char             *callsign,
      ChattyCharacterRecord **record,
      GError                **error)
{
  g_autoptr (ChattyCharacterRecord) found = NULL;
  g_autoptr (GError) local_error = NULL;
  const char *const *list = NULL;

  if (!chatty_callsign_is_safe (callsign))
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND,
                   _("There is no character “%s” in the vault."), callsign);
      return NULL;
    }
  found = chatty_vault_load_record (self, callsign, FALSE, NULL, &local_error);
  if (found == NULL && (record != NULL ||
                        !g_error_matches (local_error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND)))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  if (found != NULL)
    list = chatty_character_get_list (chatty_character_record_get_character (found),
                                      CHATTY_FIELD_MEMORY_NOTES);
  if (record != NULL)
    *record = chatty_character_record_ref (found);
  return chatty_memory_file_load (chatty_vault_get_files (self), callsign, list, error);
}

/**
 * chatty_vault_list_memory:
 * @callsign: of a character
 *
 * What the character remembers: its notes, those of conflict copies that sync
 * programs made of its file, and, as facts without a date, the entries of
 * #CHATTY_FIELD_MEMORY_NOTES that did not become notes yet.
 *
 * Returns: (transfer container) (element-type ChattyMemoryNote): the notes,
 *   oldest first, or %NULL with %CHATTY_ERROR_INVALID_DATA, _FORBIDDEN
 */
GPtrArray *
chatty_vault_list_memory (ChattyVault  *self,
                          const char   *callsign,
                          GError      **error)
{
  g_autoptr (ChattyMemoryFile) file = NULL;

  g_return_val_if_fail (CHATTY_IS_VAULT (self), NULL);
  g_return_val_if_fail (callsign != NULL, NULL);

  file = load (self, callsign, NULL, error);
  return file != NULL ? chatty_memory_file_list (file) : NULL;
}

static gboolean
store (ChattyVault       *self,
       ChattyMemoryFile  *file,
       GError           **error)
{
  ChattyVaultFiles *files = chatty_vault_get_files (self);
  g_autofree char *text = chatty_memory_file_make_text (file, error);

  if (text == NULL ||
      !chatty_vault_swap (files, file->path, text, file->text != NULL ? file->mode : 0666,
                          file->text != NULL ? &file->stamp : NULL, error))
    return FALSE;
  /* What the copies said is in the file now. */
  for (guint i = 0; i < file->copies->len; i++)
    chatty_vault_files_unlink (files, g_ptr_array_index (file->copies, i));
  return TRUE;
}

/* Entries of the list are notes now. Their ids are in the file, so that it does
 * no harm when this is not done before the next change. */
static void
clear_list (ChattyVault           *self,
            ChattyCharacterRecord *before)
{
  static const char *const none[] = { NULL };
  g_autoptr (ChattyVaultBatch) batch = NULL;
  g_autoptr (ChattyCharacterRecordBuilder) builder = NULL;
  g_autoptr (ChattyCharacterRecord) after = NULL;
  g_autoptr (ChattyCharacter) character = NULL;
  g_autoptr (GError) error = NULL;
  ChattyCharacterBuilder *fields;
  ChattyStored outcome;

  fields = chatty_character_builder_new_from (chatty_character_record_get_character (before));
  chatty_character_builder_set_list (fields, CHATTY_FIELD_MEMORY_NOTES, none);
  character = chatty_character_builder_end (fields);
  builder = chatty_character_record_builder_new (before);
  chatty_character_record_builder_set_character (builder, character);
  after = chatty_character_record_builder_end (g_steal_pointer (&builder));
  batch = chatty_vault_begin (self, "edit", &error);
  if (batch == NULL ||
      !chatty_vault_batch_store_record (batch, before, after, "person", &outcome, NULL, NULL, NULL,
                                        &error) ||
      !chatty_vault_batch_commit (batch, NULL, &error))
    g_warning ("The list of what “%s” remembers stays until the next change: %s",
               chatty_character_record_get_callsign (before), error->message);
}

static gboolean
change (ChattyVault  *self,
        const char   *callsign,
        ChangeFunc    func,
        gpointer      user_data,
        GError      **error)
{
  g_autoptr (ChattyCharacterRecord) record = NULL;
  gboolean has_list = FALSE;

  if (!chatty_vault_check_writable (self, error))
    return FALSE;
  for (guint attempt = 0; ; attempt++)
    {
      g_autoptr (ChattyLock) lock = NULL;
      g_autoptr (ChattyMemoryFile) file = NULL;
      g_autoptr (GError) local_error = NULL;

      lock = chatty_lock_take (chatty_vault_get_files (self), NULL, error);
      if (lock == NULL)
        return FALSE;
      g_clear_pointer (&record, chatty_character_record_unref);
      file = load (self, callsign, &record, error);
      if (file == NULL || !func (file, user_data, error))
        return FALSE;
      CHATTY_VAULT_STEP ("memory changed");
      if (store (self, file, &local_error))
        {
          has_list = file->has_list;
          chatty_lock_count_up (lock);
          break;
        }
      /* Another program wrote in between: its notes stay, and ours join them. */
      if (attempt == MAX_ATTEMPTS ||
          !g_error_matches (local_error, CHATTY_ERROR, CHATTY_ERROR_CONFLICT))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
    }
  if (has_list)
    clear_list (self, record);
  chatty_vault_tell_changed (self);
  return TRUE;
}

static gboolean
set_cb (ChattyMemoryFile  *file,
        gpointer           user_data,
        GError           **error)
{
  chatty_memory_file_set (file, user_data);
  return TRUE;
}

typedef struct {
  const ChattyMemoryNote *note;
  char                   *known;   /* the id of one that says it already */
} Addition;

/* The same of the same turn is remembered once. */
static gboolean
add_cb (ChattyMemoryFile  *file,
        gpointer           user_data,
        GError           **error)
{
  Addition *addition = user_data;
  g_autoptr (GPtrArray) notes = NULL;

  if (addition->note->turn != NULL && addition->note->transcript != NULL)
    notes = chatty_memory_file_list (file);
  for (guint i = 0; notes != NULL && i < notes->len; i++)
    {
      const ChattyMemoryNote *known = notes->pdata[i];

      if (g_strcmp0 (known->turn, addition->note->turn) == 0 &&
          g_strcmp0 (known->transcript, addition->note->transcript) == 0 &&
          g_strcmp0 (known->text, addition->note->text) == 0)
        {
          addition->known = g_strdup (known->id);
          return FALSE;
        }
    }
  return set_cb (file, (gpointer) addition->note, error);
}

/**
 * chatty_vault_add_memory:
 * @callsign: of a character that is in the vault
 * @note: what to remember; without an id it gets one, without a date it is of
 *   now
 *
 * Adds a note, but for one without an id that says what another says already of
 * the same turn. With the id of one that was deleted, that comes back.
 *
 * Returns: (transfer full): the id of the note, or of that which was there; it
 *   is on the disk. %NULL with %CHATTY_ERROR_NOT_FOUND, _INVALID_DATA, _NO_SPACE, _FORBIDDEN
 */
char *
chatty_vault_add_memory (ChattyVault             *self,
                         const char              *callsign,
                         const ChattyMemoryNote  *note,
                         GError                 **error)
{
  g_autofree char *id = NULL;
  ChattyMemoryNote fields;
  Addition addition = { &fields, NULL };

  g_return_val_if_fail (CHATTY_IS_VAULT (self), NULL);
  g_return_val_if_fail (callsign != NULL && note != NULL && note->text != NULL, NULL);

  fields = *note;
  id = note->id != NULL ? g_strdup (note->id) : g_uuid_string_random ();
  fields.id = id;
  if (note->id == NULL && note->created == CHATTY_TIME_NONE)
    fields.created = chatty_time_now ();
  if (change (self, callsign, note->id == NULL ? add_cb : set_cb,
              note->id == NULL ? (gpointer) &addition : &fields, error))
    return g_steal_pointer (&id);
  return addition.known;
}

/**
 * chatty_vault_change_memory:
 * @callsign: of a character that is in the vault
 * @note: the note as it is to be; its id says which
 *
 * Writes a note anew. One that another program deleted meanwhile is there
 * again.
 *
 * Returns: whether it is on the disk; as chatty_vault_add_memory()
 */
gboolean
chatty_vault_change_memory (ChattyVault             *self,
                            const char              *callsign,
                            const ChattyMemoryNote  *note,
                            GError                 **error)
{
  g_return_val_if_fail (CHATTY_IS_VAULT (self), FALSE);
  g_return_val_if_fail (callsign != NULL && note != NULL, FALSE);
  g_return_val_if_fail (note->id != NULL && note->text != NULL, FALSE);

  return change (self, callsign, set_cb, (gpointer) note, error);
}

typedef struct {
  const char       *id;       /* NULL: all */
  ChattyMemoryNote *deleted;
} Deletion;

static gboolean
delete_cb (ChattyMemoryFile  *file,
           gpointer           user_data,
           GError           **error)
{
  Deletion *deletion = user_data;

  g_clear_pointer (&deletion->deleted, chatty_memory_note_unref);
  if (deletion->id == NULL)
    {
      g_clear_pointer (&file->notes, json_array_unref);
      file->notes = json_array_new ();
      return TRUE;
    }
  deletion->deleted = chatty_memory_file_take (file, deletion->id);
  if (deletion->deleted == NULL)
    g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND,
                         _("This note was deleted already."));
  return deletion->deleted != NULL;
}

/**
 * chatty_vault_delete_memory:
 * @callsign: of a character that is in the vault
 * @note_id: (nullable): of a note; %NULL: of all notes
 * @deleted: (out) (optional) (nullable): the note as it was, for
 *   chatty_vault_add_memory() to bring back; %NULL where all were deleted
 *
 * Deletes what is remembered, also from conflict copies of the file.
 *
 * Returns: whether it is gone from the disk; %CHATTY_ERROR_NOT_FOUND where
 *   there is no such note, _INVALID_DATA, _NO_SPACE, _FORBIDDEN
 */
gboolean
chatty_vault_delete_memory (ChattyVault       *self,
                            const char        *callsign,
                            const char        *note_id,
                            ChattyMemoryNote **deleted,
                            GError           **error)
{
  Deletion deletion = { .id = note_id };
  gboolean done;

  g_return_val_if_fail (CHATTY_IS_VAULT (self), FALSE);
  g_return_val_if_fail (callsign != NULL, FALSE);

  if (deleted != NULL)
    *deleted = NULL;
  done = change (self, callsign, delete_cb, &deletion, error);
  if (done && deleted != NULL)
    *deleted = g_steal_pointer (&deletion.deleted);
  g_clear_pointer (&deletion.deleted, chatty_memory_note_unref);
  return done;
}
