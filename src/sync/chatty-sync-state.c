/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-sync"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-sync-json.h"
#include "chatty-sync-state.h"

static const char *const intent_names[] = {
  [CHATTY_SYNC_INTENT_CREATE] = "create",
  [CHATTY_SYNC_INTENT_UPDATE] = "update",
  [CHATTY_SYNC_INTENT_UPLOAD] = "upload",
};

/**
 * chatty_sync_intent_copy:
 *
 * Returns: (transfer full): a copy
 */
ChattySyncIntent *
chatty_sync_intent_copy (const ChattySyncIntent *self)
{
  ChattySyncIntent *copy = g_new (ChattySyncIntent, 1);

  *copy = *self;
  copy->uuid = g_strdup (self->uuid);
  copy->callsign = g_strdup (self->callsign);
  copy->name = g_strdup (self->name);
  copy->remote_id = g_strdup (self->remote_id);
  copy->hash = g_strdup (self->hash);
  copy->before = g_strdupv (self->before);
  return copy;
}

void
chatty_sync_intent_free (ChattySyncIntent *self)
{
  g_free (self->uuid);
  g_free (self->callsign);
  g_free (self->name);
  g_free (self->remote_id);
  g_free (self->hash);
  g_strfreev (self->before);
  g_free (self);
}

static void
known_free (gpointer data)
{
  ChattySyncKnown *self = data;

  g_free (self->callsign);
  g_free (self->name);
  g_free (self->hash);
  g_free (self);
}

/**
 * chatty_sync_state_name:
 * @account: the account's id on this computer
 *
 * Returns: (transfer full): under which name its state is kept
 */
char *
chatty_sync_state_name (const char *account)
{
  return g_strconcat ("sync-", account, ".json", NULL);
}

/**
 * chatty_sync_state_new:
 *
 * Returns: (transfer full): the state of an account that was never synced
 */
ChattySyncState *
chatty_sync_state_new (void)
{
  ChattySyncState *self = g_new0 (ChattySyncState, 1);

  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, known_free);
  self->intents = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_sync_intent_free);
  return self;
}

/**
 * chatty_sync_state_know:
 * @remote_id: of a character there
 * @callsign: (nullable): of the one here that it belongs to
 * @name: (nullable): what it is called
 * @hash: (nullable): of what both agreed on
 * @left: whether it is left alone there
 *
 * Remembers a character there.
 */
void
chatty_sync_state_know (ChattySyncState *self,
                        const char      *remote_id,
                        const char      *callsign,
                        const char      *name,
                        const char      *hash,
                        gboolean         left)
{
  ChattySyncKnown *known = g_new (ChattySyncKnown, 1);

  known->callsign = g_strdup (callsign);
  known->name = g_strdup (name);
  known->hash = g_strdup (hash);
  known->left = left;
  g_hash_table_replace (self->known, g_strdup (remote_id), known);
}

void
chatty_sync_state_free (ChattySyncState *self)
{
  g_free (self->owner);
  g_hash_table_unref (self->known);
  g_ptr_array_unref (self->intents);
  g_free (self);
}

static JsonObject *
intent_to_object (const ChattySyncIntent *intent)
{
  JsonObject *object = json_object_new ();
  g_autofree char *time = chatty_time_format_iso (intent->time);
  g_autofree char *agreed = chatty_time_format_iso (intent->agreed);
  JsonArray *before = json_array_new ();

  json_object_set_string_member (object, "kind", intent_names[intent->kind]);
  chatty_sync_json_set_text (object, "uuid", intent->uuid);
  chatty_sync_json_set_text (object, "time", time);
  chatty_sync_json_set_text (object, "character", intent->callsign);
  chatty_sync_json_set_text (object, "name", intent->name);
  chatty_sync_json_set_text (object, "remote", intent->remote_id);
  chatty_sync_json_set_text (object, "hash", intent->hash);
  json_object_set_int_member (object, "fields", intent->fields);
  chatty_sync_json_set_text (object, "agreed", agreed);
  for (guint i = 0; intent->before != NULL && intent->before[i] != NULL; i++)
    json_array_add_string_element (before, intent->before[i]);
  json_object_set_array_member (object, "before", before);
  json_object_set_int_member (object, "misses", intent->misses);
  return object;
}

/**
 * chatty_sync_state_to_text:
 *
 * Returns: (transfer full): JSON
 */
char *
chatty_sync_state_to_text (const ChattySyncState *self)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonObject *all_known = json_object_new ();
  JsonArray *intents = json_array_new ();
  g_autoptr (GList) ids = g_list_sort (g_hash_table_get_keys (self->known),
                                       (GCompareFunc) g_strcmp0);

  json_node_take_object (node, object);
  chatty_sync_json_set_text (object, "owner", self->owner);
  for (GList *l = ids; l != NULL; l = l->next)
    {
      const ChattySyncKnown *known = g_hash_table_lookup (self->known, l->data);
      JsonObject *entry = json_object_new ();

      chatty_sync_json_set_text (entry, "character", known->callsign);
      chatty_sync_json_set_text (entry, "name", known->name);
      chatty_sync_json_set_text (entry, "hash", known->hash);
      if (known->left)
        json_object_set_boolean_member (entry, "left", TRUE);
      json_object_set_object_member (all_known, l->data, entry);
    }
  json_object_set_object_member (object, "known", all_known);
  for (guint i = 0; i < self->intents->len; i++)
    json_array_add_object_element (intents,
                                   intent_to_object (g_ptr_array_index (self->intents, i)));
  json_object_set_array_member (object, "intents", intents);
  return chatty_json_to_string (node, FALSE);
}

static gint64
get_time (JsonObject *object,
          const char *member)
{
  const char *text = chatty_json_get_string (object, member);

  return text != NULL ? chatty_time_parse_iso (text) : CHATTY_TIME_NONE;
}

static ChattySyncIntent *
intent_from_object (JsonObject *object)
{
  g_autoptr (GStrvBuilder) before = g_strv_builder_new ();
  JsonArray *ids = chatty_json_get_array (object, "before");
  const char *kind = chatty_json_get_string (object, "kind");
  ChattySyncIntent *intent;
  guint nth = 0;

  while (nth < G_N_ELEMENTS (intent_names) && g_strcmp0 (kind, intent_names[nth]) != 0)
    nth++;
  if (nth == G_N_ELEMENTS (intent_names) ||
      chatty_json_get_string (object, "character") == NULL)
    return NULL;

  intent = g_new0 (ChattySyncIntent, 1);
  intent->kind = nth;
  intent->uuid = g_strdup (chatty_json_get_string (object, "uuid"));
  intent->time = get_time (object, "time");
  intent->callsign = g_strdup (chatty_json_get_string (object, "character"));
  intent->name = g_strdup (chatty_json_get_string (object, "name"));
  intent->remote_id = g_strdup (chatty_json_get_string (object, "remote"));
  intent->hash = g_strdup (chatty_json_get_string (object, "hash"));
  intent->fields = (guint) chatty_json_get_int (object, "fields", 0);
  intent->agreed = get_time (object, "agreed");
  for (guint i = 0; ids != NULL && i < json_array_get_length (ids); i++)
    {
      JsonNode *id = json_array_get_element (ids, i);

      if (JSON_NODE_HOLDS_VALUE (id) && json_node_get_value_type (id) == G_TYPE_STRING)
        g_strv_builder_add (before, json_node_get_string (id));
    }
  intent->before = g_strv_builder_end (before);
  intent->misses = (guint) CLAMP (chatty_json_get_int (object, "misses", 0), 0, 1000);
  return intent;
}

/**
 * chatty_sync_state_from_text:
 * @text: (nullable): what chatty_sync_state_to_text() wrote; %NULL for nothing
 *
 * Returns: (transfer full) (nullable): the state, or %NULL with
 *   %CHATTY_ERROR_INVALID_DATA: then it is not known what was begun, and
 *   nothing must be made
 */
ChattySyncState *
chatty_sync_state_from_text (const char  *text,
                             GError     **error)
{
  g_autoptr (ChattySyncState) self = chatty_sync_state_new ();
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object, *all_known;
  JsonArray *intents;
  JsonObjectIter iter;
  const char *id;
  JsonNode *entry;

  if (text == NULL)
    return g_steal_pointer (&self);
  node = chatty_json_parse (text, -1, error);
  if (node == NULL)
    return NULL;
  object = chatty_json_node_object (node);
  all_known = object != NULL ? chatty_json_get_object (object, "known") : NULL;
  intents = object != NULL ? chatty_json_get_array (object, "intents") : NULL;
  if (all_known == NULL || intents == NULL)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                           _("The notes of the last sync cannot be read"));
      return NULL;
    }

  self->owner = g_strdup (chatty_json_get_string (object, "owner"));
  json_object_iter_init (&iter, all_known);
  while (json_object_iter_next (&iter, &id, &entry))
    {
      JsonObject *known = chatty_json_node_object (entry);

      if (known != NULL)
        chatty_sync_state_know (self, id, chatty_json_get_string (known, "character"),
                                chatty_json_get_string (known, "name"),
                                chatty_json_get_string (known, "hash"),
                                chatty_json_get_bool (known, "left", FALSE));
    }
  for (guint i = 0; i < json_array_get_length (intents); i++)
    {
      JsonObject *intent_object = chatty_json_node_object (json_array_get_element (intents, i));
      ChattySyncIntent *intent = intent_object != NULL ? intent_from_object (intent_object) : NULL;

      if (intent != NULL)
        g_ptr_array_add (self->intents, intent);
    }
  return g_steal_pointer (&self);
}
