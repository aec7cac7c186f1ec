/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* What tests may look at and change behind the client's back. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "convai.h"
#include "gemini.h"
#include "inworld.h"

#define DEFAULT_LIMIT 3000

/**
 * chatty_simulator_add_key:
 *
 * Makes @key good, or changes its plan when it is good already.
 */
void
chatty_simulator_add_key (ChattySimulator     *self,
                          const char          *key,
                          ChattySimulatorPlan  plan)
{
  ConvaiState *state = sim_get_convai (self);
  ConvaiUser *user;

  sim_lock (self);
  user = convai_state_find_user (state, key);
  if (user == NULL)
    {
      user = g_new0 (ConvaiUser, 1);
      user->key = g_strdup (key);
      user->id = sim_new_uuid (self);
      user->limit = DEFAULT_LIMIT;
      user->speakers = json_array_new ();
      g_ptr_array_add (state->users, user);
    }
  user->plan = plan;
  inworld_state_set_key (sim_get_inworld (self), key, plan);
  gemini_state_set_key (sim_get_gemini (self), key, plan);
  sim_unlock (self);
}

/**
 * chatty_simulator_remove_key:
 *
 * Makes @key bad, as when a person takes it back on the platform's page. The
 * characters stay.
 */
void
chatty_simulator_remove_key (ChattySimulator *self,
                             const char      *key)
{
  ConvaiUser *user;
  InworldUser *other;
  GeminiUser *third;

  sim_lock (self);
  user = convai_state_find_user (sim_get_convai (self), key);
  if (user != NULL)
    g_clear_pointer (&user->key, g_free);
  other = inworld_state_find_user (sim_get_inworld (self), key);
  if (other != NULL)
    g_clear_pointer (&other->key, g_free);
  third = gemini_state_find_user (sim_get_gemini (self), key);
  if (third != NULL)
    g_clear_pointer (&third->key, g_free);
  sim_unlock (self);
}

/**
 * chatty_simulator_set_usage:
 * @used: interactions of this month so far
 * @limit: how many the plan has; 3000 at first
 */
void
chatty_simulator_set_usage (ChattySimulator *self,
                            const char      *key,
                            guint            used,
                            guint            limit)
{
  ConvaiUser *user;
  InworldUser *other;
  GeminiUser *third;

  sim_lock (self);
  user = convai_state_find_user (sim_get_convai (self), key);
  if (user != NULL)
    {
      user->used = used;
      user->limit = limit;
    }
  other = inworld_state_find_user (sim_get_inworld (self), key);
  if (other != NULL)
    {
      other->used = used;
      other->limit = limit;
    }
  third = gemini_state_find_user (sim_get_gemini (self), key);
  if (third != NULL)
    {
      third->used = used;
      third->limit = limit;
    }
  sim_unlock (self);
}

/**
 * chatty_simulator_add_character:
 *
 * Returns: (transfer full): the id of a character of @key's user; %NULL when
 *   the key is not known
 */
char *
chatty_simulator_add_character (ChattySimulator *self,
                                const char      *key,
                                const char      *name,
                                const char      *backstory)
{
  ConvaiState *state = sim_get_convai (self);
  ConvaiUser *user;
  char *id = NULL;

  sim_lock (self);
  user = convai_state_find_user (state, key);
  if (user != NULL)
    id = g_strdup (convai_state_add_character (state, user, name, "MichelleNeural", backstory)->id);
  sim_unlock (self);
  return id;
}

/**
 * chatty_simulator_edit_character:
 * @member: a member of the list's record, or "backstory"
 * @json_value: its new value as JSON, for instance "\"Lina\"" or "[1, 2]"
 *
 * Changes a character as if that had been done on the platform's own page.
 */
gboolean
chatty_simulator_edit_character (ChattySimulator *self,
                                 const char      *character_id,
                                 const char      *member,
                                 const char      *json_value)
{
  g_autoptr (JsonNode) value = json_from_string (json_value, NULL);
  ConvaiCharacter *character;

  if (value == NULL)
    return FALSE;
  sim_lock (self);
  character = convai_state_find_character (sim_get_convai (self), character_id);
  if (character != NULL && g_str_equal (member, "backstory"))
    {
      g_free (character->backstory);
      character->backstory = json_node_dup_string (value);
    }
  else if (character != NULL)
    json_object_set_member (character->record, member, g_steal_pointer (&value));
  sim_unlock (self);
  return character != NULL;
}

gboolean
chatty_simulator_remove_character (ChattySimulator *self,
                                   const char      *character_id)
{
  ConvaiState *state = sim_get_convai (self);
  ConvaiCharacter *character;

  sim_lock (self);
  character = convai_state_find_character (state, character_id);
  if (character != NULL)
    convai_state_remove_character (state, character);
  sim_unlock (self);
  return character != NULL;
}

/**
 * chatty_simulator_add_document:
 *
 * Returns: (transfer full): the id of a knowledge file of @key's user that is
 *   available at once; %NULL when the key is not known
 */
char *
chatty_simulator_add_document (ChattySimulator *self,
                               const char      *key,
                               const char      *file_name,
                               guint64          size)
{
  ConvaiState *state = sim_get_convai (self);
  ConvaiUser *user;
  char *id = NULL;

  sim_lock (self);
  user = convai_state_find_user (state, key);
  if (user != NULL)
    {
      ConvaiDocument *document = convai_state_add_document (state, user, file_name, size);

      document->lists_left = 0;
      id = g_strdup (document->id);
    }
  sim_unlock (self);
  return id;
}

/**
 * chatty_simulator_add_session:
 *
 * Returns: (transfer full): the id of a session of @turns turns, or %NULL
 */
char *
chatty_simulator_add_session (ChattySimulator *self,
                              const char      *character_id,
                              guint            turns)
{
  ConvaiState *state = sim_get_convai (self);
  ConvaiCharacter *character;
  char *id = NULL;

  sim_lock (self);
  character = convai_state_find_character (state, character_id);
  if (character != NULL)
    {
      ConvaiSession *session = convai_state_add_session (state, character, FALSE);

      for (guint i = 0; i < turns; i++)
        {
          g_autofree char *asked = g_strdup_printf ("Question %u", i + 1);
          g_autofree char *answered = convai_reply_text (character, asked);

          convai_session_add_turn (state, session, asked, answered);
        }
      id = g_strdup (session->id);
    }
  sim_unlock (self);
  return id;
}

/**
 * chatty_simulator_expire_sessions:
 *
 * From now on no session that exists can be gone on with. The history keeps
 * them.
 */
void
chatty_simulator_expire_sessions (ChattySimulator *self)
{
  ConvaiState *state = sim_get_convai (self);

  sim_lock (self);
  for (guint i = 0; i < state->sessions->len; i++)
    ((ConvaiSession *) g_ptr_array_index (state->sessions, i))->expired = TRUE;
  sim_unlock (self);
}

static guint
count (ChattySimulator *self,
       GPtrArray       *array)
{
  guint length;

  sim_lock (self);
  length = array->len;
  sim_unlock (self);
  return length;
}

guint
chatty_simulator_count_characters (ChattySimulator *self)
{
  return count (self, sim_get_convai (self)->characters);
}

guint
chatty_simulator_count_documents (ChattySimulator *self)
{
  return count (self, sim_get_convai (self)->documents);
}

guint
chatty_simulator_count_sessions (ChattySimulator *self)
{
  return count (self, sim_get_convai (self)->sessions);
}

static JsonObject *
describe_character (ConvaiCharacter *character)
{
  JsonObject *object = convai_object_copy (character->record);
  JsonArray *docs = json_array_new ();
  g_autoptr (GList) ids = g_list_sort (g_hash_table_get_keys (character->active_docs),
                                       (GCompareFunc) g_strcmp0);

  for (GList *l = ids; l != NULL; l = l->next)
    json_array_add_string_element (docs, l->data);
  json_object_set_string_member (object, "backstory", character->backstory);
  json_object_set_array_member (object, "active_docs", docs);
  json_object_set_int_member (object, "memories", json_array_get_length (character->memories));
  return object;
}

static JsonObject *
describe_document (ConvaiDocument *document)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", document->id);
  json_object_set_string_member (object, "file_name", document->file_name);
  json_object_set_int_member (object, "size", document->size);
  json_object_set_boolean_member (object, "is_available", document->lists_left == 0);
  return object;
}

static JsonObject *
describe_session (ConvaiSession *session)
{
  JsonObject *object = json_object_new ();
  JsonArray *turns = json_array_new ();

  for (guint i = 0; i < session->turns->len; i++)
    {
      ConvaiTurn *turn = g_ptr_array_index (session->turns, i);
      JsonObject *entry = json_object_new ();

      json_object_set_string_member (entry, "asked", turn->asked);
      json_object_set_string_member (entry, "answered", turn->answered);
      json_array_add_object_element (turns, entry);
    }
  json_object_set_string_member (object, "id", session->id);
  json_object_set_string_member (object, "character_id", session->character->id);
  json_object_set_boolean_member (object, "live", session->live);
  json_object_set_array_member (object, "turns", turns);
  return object;
}

/**
 * chatty_simulator_dup_state:
 *
 * Returns: (transfer full): an object with the lists "characters" (members as
 *   the platform has them, with "backstory", "active_docs" and the number of
 *   "memories"), "documents" and "sessions", Inworld's "routers" and Gemini's
 *   "stores", with their "documents" and these with their "text", in order of
 *   creation
 */
JsonNode *
chatty_simulator_dup_state (ChattySimulator *self)
{
  ConvaiState *state = sim_get_convai (self);
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *characters = json_array_new ();
  JsonArray *documents = json_array_new ();
  JsonArray *sessions = json_array_new ();

  sim_lock (self);
  for (guint i = 0; i < state->characters->len; i++)
    json_array_add_object_element (characters,
                                   describe_character (g_ptr_array_index (state->characters, i)));
  for (guint i = 0; i < state->documents->len; i++)
    json_array_add_object_element (documents,
                                   describe_document (g_ptr_array_index (state->documents, i)));
  for (guint i = 0; i < state->sessions->len; i++)
    json_array_add_object_element (sessions,
                                   describe_session (g_ptr_array_index (state->sessions, i)));
  json_object_set_array_member (object, "routers", inworld_describe_routers (self));
  json_object_set_array_member (object, "stores", gemini_describe_stores (self));
  sim_unlock (self);
  json_object_set_array_member (object, "characters", characters);
  json_object_set_array_member (object, "documents", documents);
  json_object_set_array_member (object, "sessions", sessions);
  json_node_take_object (node, object);
  return node;
}
