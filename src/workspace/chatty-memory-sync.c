/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-memory-sync.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "chatty-error.h"
#include "chatty-json.h"
#include "chatty-memory.h"
#include "chatty-talk-look.h"
#include "chatty-talk-state.h"
#include "chatty-vault-characters.h"
#include "chatty-vault-memory.h"

typedef struct {
  ChattyVault            *vault;
  const char             *callsign;
  const char             *account;
  ChattyMemory           *memory;
  const char             *remote_id;   /* of the character */
  const char             *person;
  GPtrArray              *here;        /* of ChattyMemoryNote */
  GPtrArray              *there;
  ChattyMemorySyncResult *outcome;
  GCancellable           *cancellable;
} Sync;

/* What was deleted here and lives on a platform: "ACCOUNT:REMOTE_ID" each ---------- */

static char *
marks_name (const char *callsign)
{
  return g_strconcat ("memory-deleted-", callsign, NULL);
}

static GHashTable *
load_marks (ChattyVault *vault,
            const char  *callsign)
{
  GHashTable *marks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *name = marks_name (callsign);
  g_autofree char *text = chatty_vault_load_state (vault, name, NULL);
  g_autoptr (JsonNode) node = text != NULL ? chatty_json_parse (text, -1, NULL) : NULL;
  JsonArray *array = chatty_json_get_array (chatty_json_node_object (node), "deleted");

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (element) && json_node_get_value_type (element) == G_TYPE_STRING)
        g_hash_table_add (marks, g_strdup (json_node_get_string (element)));
    }
  return marks;
}

static gboolean
save_marks (ChattyVault  *vault,
            const char   *callsign,
            GHashTable   *marks,
            GError      **error)
{
  g_autofree char *name = marks_name (callsign);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *array = json_array_new ();
  g_autoptr (GList) keys = g_list_sort (g_hash_table_get_keys (marks), (GCompareFunc) strcmp);
  g_autofree char *text = NULL;

  for (GList *l = keys; l != NULL; l = l->next)
    json_array_add_string_element (array, l->data);
  json_object_set_array_member (object, "deleted", array);
  json_node_take_object (node, object);
  text = chatty_json_to_string (node, FALSE);
  return chatty_vault_save_state (vault, name, keys != NULL ? text : NULL, error);
}

/*
 * chatty_memory_sync_mark:
 * @notes: notes that were deleted, or came back
 *
 * Returns: whether that is on the disk
 */
gboolean
chatty_memory_sync_mark (ChattyVault  *vault,
                         const char   *callsign,
                         GPtrArray    *notes,
                         gboolean      deleted,
                         GError      **error)
{
  g_autoptr (GHashTable) marks = load_marks (vault, callsign);
  gboolean changed = FALSE;

  for (guint i = 0; i < notes->len; i++)
    {
      ChattyMemoryNote *note = notes->pdata[i];

      for (guint r = 0; note->remotes != NULL && note->remotes[r] != NULL; r++)
        changed = (deleted ? g_hash_table_add (marks, g_strdup (note->remotes[r]))
                           : g_hash_table_remove (marks, note->remotes[r])) || changed;
    }
  return !changed || save_marks (vault, callsign, marks, error);
}

/* Notes ------------------------------------------------------------------------------ */

/* The platform's id of a note of ours, or NULL. */
static const char *
remote_of (Sync                   *self,
           const ChattyMemoryNote *note)
{
  gsize length = strlen (self->account);

  for (guint i = 0; note->remotes != NULL && note->remotes[i] != NULL; i++)
    if (strncmp (note->remotes[i], self->account, length) == 0 && note->remotes[i][length] == ':')
      return note->remotes[i] + length + 1;
  return NULL;
}

/* (transfer full): the note with another place, or none where @remote is NULL. */
static ChattyMemoryNote *
with_remote (Sync                   *self,
             const ChattyMemoryNote *note,
             const char             *remote)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const char *former = remote_of (self, note);
  g_auto (GStrv) remotes = NULL;
  ChattyMemoryNote fields = *note;

  for (guint i = 0; note->remotes != NULL && note->remotes[i] != NULL; i++)
    if (former == NULL || !g_str_has_suffix (note->remotes[i], former) ||
        !g_str_has_prefix (note->remotes[i], self->account))
      g_strv_builder_add (builder, note->remotes[i]);
  if (remote != NULL)
    {
      g_autofree char *place = g_strconcat (self->account, ":", remote, NULL);

      g_strv_builder_add (builder, place);
    }
  remotes = g_strv_builder_end (builder);
  fields.remotes = (const char *const *) remotes;
  return chatty_memory_note_new (&fields);
}

static ChattyMemoryNote *
find_there (Sync       *self,
            const char *remote)
{
  for (guint i = 0; i < self->there->len; i++)
    {
      ChattyMemoryNote *note = self->there->pdata[i];

      if (g_strcmp0 (note->id, remote) == 0)
        return note;
    }
  return NULL;
}

static ChattyMemoryNote *
find_here (Sync                   *self,
           const ChattyMemoryNote *there)
{
  ChattyMemoryNote *same_text = NULL;

  for (guint i = 0; i < self->here->len; i++)
    {
      ChattyMemoryNote *note = self->here->pdata[i];
      const char *remote = remote_of (self, note);

      if (g_strcmp0 (remote, there->id) == 0)
        return note;
      if (remote == NULL && g_strcmp0 (note->text, there->text) == 0)
        same_text = note;
    }
  return same_text;
}

static gint64
time_of (const ChattyMemoryNote *note)
{
  return note->updated != CHATTY_TIME_NONE ? note->updated : note->created;
}

static gboolean
forget_deleted (Sync    *self,
                GError **error)
{
  g_autoptr (GHashTable) marks = load_marks (self->vault, self->callsign);
  g_autoptr (GList) keys = g_hash_table_get_keys (marks);
  gsize length = strlen (self->account);

  for (GList *l = keys; l != NULL; l = l->next)
    {
      const char *mark = l->data;
      ChattyMemoryNote *there;

      if (strncmp (mark, self->account, length) != 0 || mark[length] != ':')
        continue;
      there = find_there (self, mark + length + 1);
      if (there != NULL)
        {
          if (!chatty_memory_delete (self->memory, self->remote_id, self->person, there->id,
                                     self->cancellable, error))
            return FALSE;
          self->outcome->n_forgotten++;
          g_ptr_array_remove (self->there, there);
        }
      g_hash_table_remove (marks, mark);
      /* One after the other: a run that is cut off goes on where it was. */
      if (!save_marks (self->vault, self->callsign, marks, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
fetch (Sync    *self,
       GError **error)
{
  for (guint i = 0; i < self->there->len; i++)
    {
      ChattyMemoryNote *there = self->there->pdata[i];
      ChattyMemoryNote *here = find_here (self, there);
      g_autoptr (ChattyMemoryNote) note = NULL;

      if (here == NULL)
        {
          ChattyMemoryNote fields = *there;
          g_autoptr (ChattyMemoryNote) plain = NULL;
          g_autofree char *id = NULL;

          fields.id = NULL;
          fields.remotes = NULL;
          plain = chatty_memory_note_new (&fields);
          note = with_remote (self, plain, there->id);
          id = chatty_vault_add_memory (self->vault, self->callsign, note, error);
          if (id == NULL)
            return FALSE;
          self->outcome->n_fetched++;
          continue;
        }
      if (remote_of (self, here) == NULL)
        note = with_remote (self, here, there->id);
      else if (g_strcmp0 (here->text, there->text) != 0 && time_of (there) > time_of (here))
        {
          ChattyMemoryNote fields = *here;

          fields.text = there->text;
          fields.updated = time_of (there);
          note = chatty_memory_note_new (&fields);
          self->outcome->n_fetched++;
        }
      if (note != NULL && !chatty_vault_change_memory (self->vault, self->callsign, note, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
send_note (Sync              *self,
           ChattyMemoryNote  *here,
           GError           **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *id = chatty_memory_add (self->memory, self->remote_id, self->person,
                                           here->text, self->cancellable, &failure);
  g_autoptr (ChattyMemoryNote) note = NULL;

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  self->outcome->n_sent++;
  /* Where no id is told, the next sync finds it by its text. */
  if (id == NULL)
    return TRUE;
  note = with_remote (self, here, id);
  return chatty_vault_change_memory (self->vault, self->callsign, note, error);
}

static gboolean
send_new (Sync    *self,
          GError **error)
{
  for (guint i = 0; i < self->here->len; i++)
    {
      ChattyMemoryNote *here = self->here->pdata[i];
      const char *remote = remote_of (self, here);
      ChattyMemoryNote *there = remote != NULL ? find_there (self, remote) : NULL;

      if (remote == NULL)
        {
          if (!send_note (self, here, error))
            return FALSE;
        }
      /* Notes cannot be changed there: the new one first, then without the old.
       * What was deleted there stays here, and is not sent again. */
      else if (there != NULL && g_strcmp0 (here->text, there->text) != 0)
        {
          if (!send_note (self, here, error) ||
              !chatty_memory_delete (self->memory, self->remote_id, self->person, remote,
                                     self->cancellable, error))
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
reload_here (Sync    *self,
             GError **error)
{
  g_clear_pointer (&self->here, g_ptr_array_unref);
  self->here = chatty_vault_list_memory (self->vault, self->callsign, error);
  return self->here != NULL;
}

/*
 * chatty_memory_sync_run:
 * @outcome: (out caller-allocates): what was done, also where it fails
 *
 * Returns: whether both sides have the same notes now, but for what was
 *   deleted there
 */
gboolean
chatty_memory_sync_run (ChattyVault             *vault,
                        ChattyAccountService    *accounts,
                        const char              *callsign,
                        const char              *account,
                        ChattyMemorySyncResult  *outcome,
                        GCancellable            *cancellable,
                        GError                 **error)
{
  g_autoptr (ChattyAccount) fields = chatty_account_service_find (accounts, account, error);
  g_autoptr (ChattyCharacterRecord) record = NULL;
  g_autoptr (ChattyConnector) connector = NULL;
  g_autoptr (GPtrArray) there = NULL;
  g_autoptr (GPtrArray) shared = NULL;
  g_autofree char *person = NULL;
  ChattyCharacterLink *link;
  Sync sync = { .vault = vault, .callsign = callsign, .account = account, .outcome = outcome,
                .cancellable = cancellable };
  gboolean done;

  *outcome = (ChattyMemorySyncResult) { 0 };
  if (fields == NULL)
    return FALSE;
  record = chatty_vault_load_record (vault, callsign, FALSE, cancellable, error);
  if (record == NULL)
    return FALSE;
  link = chatty_talk_look_link (record, fields);
  connector = chatty_account_service_open (accounts, account, CHATTY_SECRET_QUIET, cancellable,
                                           error);
  if (connector == NULL)
    return FALSE;
  if (!CHATTY_IS_MEMORY (connector))
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                   /* Translators: a platform */
                   _("%s keeps no notes of what a character remembers"),
                   chatty_connector_get_title (connector));
      return FALSE;
    }
  if (link == NULL)
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND,
                   /* Translators: a platform, such as Convai */
                   _("This character does not live on %s. Put it there first"),
                   chatty_connector_get_title (connector));
      return FALSE;
    }
  person = chatty_talk_dup_person (vault, error);
  if (person == NULL)
    return FALSE;
  sync.memory = CHATTY_MEMORY (connector);
  sync.remote_id = link->remote_id;
  sync.person = person;
  shared = chatty_memory_list (sync.memory, link->remote_id, person, cancellable, error);
  if (shared == NULL)
    return FALSE;
  there = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_memory_note_unref);
  for (guint i = 0; i < shared->len; i++)
    g_ptr_array_add (there, chatty_memory_note_ref (shared->pdata[i]));
  sync.there = there;
  done = forget_deleted (&sync, error) && reload_here (&sync, error) && fetch (&sync, error) &&
         reload_here (&sync, error) && send_new (&sync, error);
  g_clear_pointer (&sync.here, g_ptr_array_unref);
  return done;
}
