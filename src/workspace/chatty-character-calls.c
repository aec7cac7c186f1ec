/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-character-calls.h"

#include <glib/gi18n-lib.h>

#include "chatty-character-change-private.h"
#include "chatty-workspace-call.h"

void
chatty_character_change_free (ChattyCharacterChange *self)
{
  g_free (self->batch);
  g_clear_pointer (&self->record, chatty_character_record_unref);
  g_free (self->name);
  g_strfreev (self->imported);
  g_free (self);
}

/* A batch with one change of a character, on a worker --------------------------- */

/*
 * chatty_character_change_commit:
 * @self: what the batch did
 * @callsign: of the character that it is about
 * @title: what it is called, for the activity page
 *
 * Ends a batch, and notes what is stored then.
 *
 * Returns: whether it is on the disk
 */
gboolean
chatty_character_change_commit (ChattyCharacterChange  *self,
                                ChattyVault            *vault,
                                ChattyVaultBatch       *batch,
                                const char             *callsign,
                                const char             *title,
                                GError                **error)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  g_autoptr (ChattyCharacterRecord) before = g_steal_pointer (&self->record);
  g_autofree char *report = NULL;

  json_object_set_string_member (object, "character", callsign);
  json_object_set_string_member (object, "title", title);
  json_node_take_object (node, object);
  report = chatty_json_to_string (node, FALSE);
  if (!chatty_vault_batch_commit (batch, report, error))
    return FALSE;
  self->batch = g_strdup (chatty_vault_batch_get_id (batch));

  /* It is done, whether it can be read again or not. */
  self->record = chatty_vault_load_record (vault, callsign, FALSE, NULL, NULL);
  return TRUE;
}

static const char *
name_of (ChattyCharacterRecord *record)
{
  return chatty_character_get_name (chatty_character_record_get_character (record));
}

/*
 * chatty_character_change_store:
 * @before: (nullable): what the change began from; %NULL for a new character
 * @after: what it is to become
 * @who: as in #ChattyFieldChange
 *
 * Stores one record in a batch of its own.
 *
 * Returns: (transfer full) (nullable): what came of it
 */
ChattyCharacterChange *
chatty_character_change_store (ChattyVault            *vault,
                               ChattyCharacterRecord  *before,
                               ChattyCharacterRecord  *after,
                               const char             *who,
                               GCancellable           *cancellable,
                               GError                **error)
{
  g_autoptr (ChattyVaultBatch) batch = chatty_vault_begin (vault, "edit", error);
  g_autoptr (ChattyCharacterChange) change = g_new0 (ChattyCharacterChange, 1);
  g_autofree char *callsign = NULL;

  if (batch == NULL ||
      !chatty_vault_batch_store_record (batch, before, after, who, &change->outcome,
                                        &change->both, &change->record, cancellable, error))
    return NULL;
  if (change->outcome == CHATTY_STORED_UNCHANGED)
    return g_steal_pointer (&change);
  callsign = g_strdup (chatty_character_record_get_callsign (change->record));
  return chatty_character_change_commit (change, vault, batch, callsign, name_of (after), error)
           ? g_steal_pointer (&change)
           : NULL;
}

/**
 * chatty_workspace_change_character_finish:
 * @self: a workspace
 * @result: what the callback was given
 * @error: return location, of #CHATTY_ERROR
 *
 * Ends any of the calls that change a character.
 *
 * Returns: (transfer full) (nullable): what was done
 */
ChattyCharacterChange *
chatty_workspace_change_character_finish (ChattyWorkspace  *self,
                                          GAsyncResult     *result,
                                          GError          **error)
{
  return chatty_call_finish (self, result, NULL, error);
}

/* Loading ------------------------------------------------------------------------ */

static gpointer
load_on_pool (gpointer       workspace,
              ChattyCall    *call,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autoptr (ChattyVault) vault = chatty_workspace_dup_vault (workspace);

  return chatty_vault_load_record (vault, call->texts[0], FALSE, cancellable, error);
}

/**
 * chatty_workspace_load_character_async:
 * @self: a workspace
 * @callsign: of a character
 * @cancellable: (nullable): stops it
 * @callback: called on the caller's main context
 * @user_data: for @callback
 *
 * Reads one character.
 */
void
chatty_workspace_load_character_async (ChattyWorkspace     *self,
                                       const char          *callsign,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data)
{
  ChattyCall *call = chatty_call_new (load_on_pool,
                                      (GDestroyNotify) chatty_character_record_unref);

  call->texts[0] = g_strdup (callsign);
  call->only_looks = TRUE;
  chatty_workspace_start (self, call, CHATTY_POOL_LOAD, chatty_workspace_load_character_async,
                          cancellable, callback, user_data);
}

ChattyCharacterRecord *
chatty_workspace_load_character_finish (ChattyWorkspace  *self,
                                        GAsyncResult     *result,
                                        GError          **error)
{
  return chatty_call_finish (self, result, chatty_workspace_load_character_async, error);
}

/* Saving --------------------------------------------------------------------------- */

typedef struct {
  ChattyCharacterRecord *before;
  ChattyCharacterRecord *after;
} Records;

static void
records_free (gpointer data)
{
  Records *self = data;

  g_clear_pointer (&self->before, chatty_character_record_unref);
  g_clear_pointer (&self->after, chatty_character_record_unref);
  g_free (self);
}

static gpointer
save_on_pool (gpointer       workspace,
              ChattyCall    *call,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autoptr (ChattyVault) vault = chatty_workspace_dup_vault (workspace);
  Records *records = call->value;

  return chatty_character_change_store (vault, records->before, records->after, "person",
                                        cancellable, error);
}

/**
 * chatty_workspace_save_character_async:
 * @self: a workspace
 * @before: (nullable): what the edits began from; %NULL for a new character
 * @after: what the character is to become
 * @cancellable: (nullable): stops it, until it is written
 * @callback: called on the caller's main context
 * @user_data: for @callback
 *
 * Stores what differs between @before and @after, over what the files say now:
 * see chatty_vault_batch_store_record().
 */
void
chatty_workspace_save_character_async (ChattyWorkspace       *self,
                                       ChattyCharacterRecord *before,
                                       ChattyCharacterRecord *after,
                                       GCancellable          *cancellable,
                                       GAsyncReadyCallback    callback,
                                       gpointer               user_data)
{
  ChattyCall *call = chatty_call_new (save_on_pool,
                                      (GDestroyNotify) chatty_character_change_free);
  Records *records = g_new0 (Records, 1);

  records->before = before != NULL ? chatty_character_record_ref (before) : NULL;
  records->after = chatty_character_record_ref (after);
  call->value = records;
  call->free_value = records_free;
  chatty_workspace_start (self, call, CHATTY_POOL_WRITE, chatty_workspace_save_character_async,
                          cancellable, callback, user_data);
}

/**
 * chatty_workspace_create_character_async:
 * @self: a workspace
 * @character: what it is to be
 *
 * Makes a new character; the record in the answer has its callsign.
 */
void
chatty_workspace_create_character_async (ChattyWorkspace     *self,
                                         ChattyCharacter     *character,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data)
{
  g_autoptr (ChattyCharacterRecordBuilder) builder = chatty_character_record_builder_new (NULL);
  g_autoptr (ChattyCharacterRecord) record = NULL;

  chatty_character_record_builder_set_character (builder, character);
  record = chatty_character_record_builder_end (g_steal_pointer (&builder));
  chatty_workspace_save_character_async (self, NULL, record, cancellable, callback, user_data);
}

/* Copies ----------------------------------------------------------------------------- */

/* The same character under another name and without its links: the copy is on
 * no platform. */
static ChattyCharacterRecord *
copy_record (ChattyCharacterRecord *record,
             const char            *name)
{
  g_autoptr (ChattyCharacterRecordBuilder) builder = chatty_character_record_builder_new (NULL);
  g_autoptr (ChattyCharacterBuilder) fields =
    chatty_character_builder_new_from (chatty_character_record_get_character (record));
  g_autoptr (ChattyCharacter) character = NULL;
  const char *const *platforms = chatty_character_record_get_overridden (record);

  chatty_character_builder_set_id (fields, NULL, NULL);
  chatty_character_builder_unset (fields, CHATTY_FIELD_CALLSIGN);
  chatty_character_builder_set_text (fields, CHATTY_FIELD_NAME, name);
  character = chatty_character_builder_end (g_steal_pointer (&fields));
  chatty_character_record_builder_set_character (builder, character);
  for (; platforms != NULL && *platforms != NULL; platforms++)
    chatty_character_record_builder_set_override (
      builder, *platforms, chatty_character_record_get_override (record, *platforms));
  return chatty_character_record_builder_end (g_steal_pointer (&builder));
}

static gboolean
copy_files (ChattyVault            *vault,
            ChattyVaultBatch       *batch,
            ChattyCharacterRecord  *from,
            const char             *callsign,
            GCancellable           *cancellable,
            GError                **error)
{
  const char *avatar = chatty_character_record_get_avatar (from);

  if (avatar != NULL)
    {
      g_autoptr (GFile) file = g_file_new_for_path (avatar);
      g_autoptr (GBytes) png = g_file_load_bytes (file, cancellable, NULL, error);

      if (png == NULL || !chatty_vault_batch_set_avatar (batch, callsign, png, error))
        return FALSE;
    }
  for (guint i = 0; i < chatty_character_record_get_n_documents (from); i++)
    {
      const char *name = chatty_character_record_get_document (from, i)->name;
      g_autoptr (GFile) file =
        chatty_vault_get_document_file (vault, chatty_character_record_get_callsign (from), name,
                                        error);

      if (file == NULL ||
          !chatty_vault_batch_add_document (batch, callsign, file, name, NULL, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

static gpointer
copy_on_pool (gpointer       workspace,
              ChattyCall    *call,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autoptr (ChattyVault) vault = chatty_workspace_dup_vault (workspace);
  g_autoptr (ChattyCharacterRecord) record =
    chatty_vault_load_record (vault, call->texts[0], FALSE, cancellable, error);
  g_autoptr (ChattyCharacterRecord) copy = NULL;
  g_autoptr (ChattyVaultBatch) batch = NULL;
  g_autoptr (ChattyCharacterChange) change = g_new0 (ChattyCharacterChange, 1);
  g_autofree char *name = NULL;
  g_autofree char *callsign = NULL;

  if (record == NULL)
    return NULL;
  name = call->texts[1] != NULL ? g_strdup (call->texts[1])
                                /* Translators: the name of a copy of a character */
                                : g_strdup_printf (_("%s (copy)"), name_of (record));
  copy = copy_record (record, name);
  batch = chatty_vault_begin (vault, "edit", error);
  if (batch == NULL ||
      !chatty_vault_batch_store_record (batch, NULL, copy, "person", &change->outcome,
                                        &change->both, &change->record, cancellable, error))
    return NULL;
  callsign = g_strdup (chatty_character_record_get_callsign (change->record));
  if (!copy_files (vault, batch, record, callsign, cancellable, error) ||
      !chatty_character_change_commit (change, vault, batch, callsign, name, error))
    return NULL;
  return g_steal_pointer (&change);
}

static void
start_change (ChattyWorkspace     *self,
              ChattyCallFunc       func,
              gpointer             tag,
              const char          *first,
              const char          *second,
              const char          *third,
              GCancellable        *cancellable,
              GAsyncReadyCallback  callback,
              gpointer             user_data)
{
  ChattyCall *call = chatty_call_new (func, (GDestroyNotify) chatty_character_change_free);

  call->texts[0] = g_strdup (first);
  call->texts[1] = g_strdup (second);
  call->texts[2] = g_strdup (third);
  chatty_workspace_start (self, call, CHATTY_POOL_WRITE, tag, cancellable, callback, user_data);
}

/**
 * chatty_workspace_copy_character_async:
 * @self: a workspace
 * @callsign: of a character
 * @name: (nullable): the copy's; %NULL for one that says that it is a copy
 *
 * Makes a new character with all of another one but its links.
 */
void
chatty_workspace_copy_character_async (ChattyWorkspace     *self,
                                       const char          *callsign,
                                       const char          *name,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data)
{
  start_change (self, copy_on_pool, chatty_workspace_copy_character_async, callsign, name, NULL,
                cancellable, callback, user_data);
}

/* The trash ---------------------------------------------------------------------------- */

static gpointer
trash_on_pool (gpointer       workspace,
               ChattyCall    *call,
               GCancellable  *cancellable,
               GError       **error)
{
  g_autoptr (ChattyVault) vault = chatty_workspace_dup_vault (workspace);
  const char *callsign = call->texts[0];
  /* One that cannot be read can still be thrown away. */
  g_autoptr (ChattyCharacterRecord) record =
    chatty_vault_load_record (vault, callsign, FALSE, cancellable, NULL);
  g_autoptr (ChattyVaultBatch) batch = chatty_vault_begin (vault, "delete", error);
  g_autoptr (ChattyCharacterChange) change = g_new0 (ChattyCharacterChange, 1);

  change->outcome = CHATTY_STORED_UPDATED;
  if (batch == NULL || !chatty_vault_batch_trash_record (batch, callsign, error) ||
      !chatty_character_change_commit (change, vault, batch, callsign,
                                       record != NULL ? name_of (record) : callsign, error))
    return NULL;
  return g_steal_pointer (&change);
}

/**
 * chatty_workspace_trash_character_async:
 * @self: a workspace
 * @callsign: of a character
 *
 * Moves a character to the vault's trash. Its platforms keep theirs; the next
 * sync asks about them.
 */
void
chatty_workspace_trash_character_async (ChattyWorkspace     *self,
                                        const char          *callsign,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data)
{
  start_change (self, trash_on_pool, chatty_workspace_trash_character_async, callsign, NULL, NULL,
                cancellable, callback, user_data);
}

/* Links --------------------------------------------------------------------------------------- */

static gpointer
link_on_pool (gpointer       workspace,
              ChattyCall    *call,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autoptr (ChattyVault) vault = chatty_workspace_dup_vault (workspace);
  g_autoptr (ChattyCharacterRecord) before =
    chatty_vault_load_record (vault, call->texts[0], FALSE, cancellable, error);
  g_autoptr (ChattyCharacterRecordBuilder) builder = NULL;
  g_autoptr (ChattyCharacterRecord) after = NULL;

  if (before == NULL)
    return NULL;
  builder = chatty_character_record_builder_new (before);
  if (call->value != NULL)
    chatty_character_record_builder_set_link (builder, call->value);
  else
    chatty_character_record_builder_drop_link (builder, call->texts[1], call->texts[2]);
  after = chatty_character_record_builder_end (g_steal_pointer (&builder));
  return chatty_character_change_store (vault, before, after, "person", cancellable, error);
}

/**
 * chatty_workspace_link_character_async:
 * @self: a workspace
 * @callsign: of a character
 * @link: what it is on a platform; replaces the link of the same id there
 *
 * Notes that a character and one of a platform are the same, or changes the
 * state of a link, such as to pause it.
 */
void
chatty_workspace_link_character_async (ChattyWorkspace     *self,
                                       const char          *callsign,
                                       ChattyCharacterLink *link,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data)
{
  ChattyCall *call = chatty_call_new (link_on_pool,
                                      (GDestroyNotify) chatty_character_change_free);

  call->texts[0] = g_strdup (callsign);
  call->value = chatty_character_link_ref (link);
  call->free_value = (GDestroyNotify) chatty_character_link_unref;
  chatty_workspace_start (self, call, CHATTY_POOL_WRITE, chatty_workspace_link_character_async,
                          cancellable, callback, user_data);
}

/**
 * chatty_workspace_unlink_character_async:
 * @self: a workspace
 * @callsign: of a character
 * @platform: a platform's id
 * @remote_id: the character's id there
 *
 * Forgets that the two are the same; both stay.
 */
void
chatty_workspace_unlink_character_async (ChattyWorkspace     *self,
                                         const char          *callsign,
                                         const char          *platform,
                                         const char          *remote_id,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data)
{
  start_change (self, link_on_pool, chatty_workspace_unlink_character_async, callsign, platform,
                remote_id, cancellable, callback, user_data);
}
