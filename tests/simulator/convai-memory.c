/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* Long-term memory: reference, section 2.9. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "convai.h"

#define DEFAULT_PAGE 50

/* Each call names the character and whose memory it is. */
static ConvaiCharacter *
asked (SimRequest  *request,
       ConvaiUser  *user,
       const char **person,
       SimReply   **refusal)
{
  ConvaiCharacter *character = convai_asked_character (request, user, "character_id");

  *person = sim_request_get_string (request, "end_user_id");
  if (character == NULL)
    *refusal = convai_no_such_character (request);
  else if (*person == NULL)
    *refusal = sim_reply_new_error (request, 400, "end_user_id is missing.");
  return *refusal == NULL ? character : NULL;
}

static gboolean
belongs_to (JsonObject *memory,
            const char *person)
{
  return g_strcmp0 (json_object_get_string_member_with_default (memory, "end_user_id", NULL),
                    person) == 0;
}

static int
find_memory (ConvaiCharacter *character,
             const char      *person,
             const char      *id)
{
  for (guint i = 0; i < json_array_get_length (character->memories); i++)
    {
      JsonObject *memory = json_array_get_object_element (character->memories, i);

      if (belongs_to (memory, person)
          && g_strcmp0 (json_object_get_string_member (memory, "id"), id) == 0)
        return i;
    }
  return -1;
}

SimReply *
convai_memory_add (SimRequest *request,
                   ConvaiUser *user)
{
  const char *person;
  SimReply *refusal = NULL;
  ConvaiCharacter *character = asked (request, user, &person, &refusal);
  JsonNode *node = sim_request_get_member (request, "memories");
  JsonArray *texts;
  JsonObject *answer;
  JsonArray *added;

  if (character == NULL)
    return refusal;
  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return sim_reply_new_error (request, 400, "memories must be a list.");
  texts = json_node_get_array (node);
  answer = json_object_new ();
  added = json_array_new ();
  for (guint i = 0; i < json_array_get_length (texts); i++)
    {
      JsonNode *text = json_array_get_element (texts, i);
      g_autofree char *id = sim_new_uuid (request->sim);
      g_autoptr (GDateTime) now = sim_tick (request->sim);
      g_autofree char *when = g_date_time_format (now, "%Y-%m-%dT%H:%M:%S");
      JsonObject *memory;
      JsonObject *entry;

      if (!JSON_NODE_HOLDS_VALUE (text) || json_node_get_value_type (text) != G_TYPE_STRING)
        continue;
      memory = json_object_new ();
      json_object_set_string_member (memory, "id", id);
      json_object_set_string_member (memory, "memory", json_node_get_string (text));
      json_object_set_string_member (memory, "created_at", when);
      json_object_set_string_member (memory, "updated_at", when);
      json_object_set_object_member (memory, "metadata", json_object_new ());
      json_object_set_string_member (memory, "end_user_id", person);
      json_array_add_object_element (character->memories, memory);
      entry = json_object_new ();
      json_object_set_string_member (entry, "id", id);
      json_object_set_string_member (entry, "event", "add");
      json_object_set_string_member (entry, "memory", json_node_get_string (text));
      json_array_add_object_element (added, entry);
    }
  json_object_set_array_member (answer, "memories", added);
  return sim_reply_new_object (200, answer);
}

static gint64
number (SimRequest *request,
        const char *member,
        gint64      fallback)
{
  JsonNode *node = sim_request_get_member (request, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node)
         && json_node_get_value_type (node) == G_TYPE_INT64
           ? json_node_get_int (node) : fallback;
}

SimReply *
convai_memory_list (SimRequest *request,
                    ConvaiUser *user)
{
  const char *person;
  SimReply *refusal = NULL;
  ConvaiCharacter *character = asked (request, user, &person, &refusal);
  gint64 page = number (request, "page", 1);
  gint64 page_size = number (request, "page_size", DEFAULT_PAGE);
  JsonObject *answer;
  JsonArray *list;
  gint64 total = 0;

  if (character == NULL)
    return refusal;
  if (page < 1 || page > G_MAXINT || page_size < 1 || page_size > 1000)
    return sim_reply_new_error (request, 400, "page and page_size are wrong.");
  answer = json_object_new ();
  list = json_array_new ();
  for (guint i = 0; i < json_array_get_length (character->memories); i++)
    {
      JsonObject *memory = json_array_get_object_element (character->memories, i);

      if (!belongs_to (memory, person))
        continue;
      if (total >= (page - 1) * page_size && total < page * page_size)
        json_array_add_object_element (list, json_object_ref (memory));
      total++;
    }
  json_object_set_array_member (answer, "memories", list);
  json_object_set_int_member (answer, "total", total);
  json_object_set_int_member (answer, "page", page);
  json_object_set_int_member (answer, "page_size", page_size);
  return sim_reply_new_object (200, answer);
}

SimReply *
convai_memory_get (SimRequest *request,
                   ConvaiUser *user)
{
  const char *person;
  SimReply *refusal = NULL;
  ConvaiCharacter *character = asked (request, user, &person, &refusal);
  int found;

  if (character == NULL)
    return refusal;
  found = find_memory (character, person, sim_request_get_string (request, "memory_id"));
  if (found < 0)
    return sim_reply_new_error (request, 404, "Memory not found.");
  return sim_reply_new_object (
    200, json_object_ref (json_array_get_object_element (character->memories, found)));
}

SimReply *
convai_memory_delete (SimRequest *request,
                      ConvaiUser *user)
{
  const char *person;
  SimReply *refusal = NULL;
  ConvaiCharacter *character = asked (request, user, &person, &refusal);
  int found;

  if (character == NULL)
    return refusal;
  found = find_memory (character, person, sim_request_get_string (request, "memory_id"));
  if (found < 0)
    return sim_reply_new_error (request, 404, "Memory not found.");
  json_array_remove_element (character->memories, found);
  return sim_reply_new_strings (200, "status", "success", NULL);
}

SimReply *
convai_memory_delete_all (SimRequest *request,
                          ConvaiUser *user)
{
  const char *person;
  SimReply *refusal = NULL;
  ConvaiCharacter *character = asked (request, user, &person, &refusal);

  if (character == NULL)
    return refusal;
  for (guint i = json_array_get_length (character->memories); i > 0; i--)
    if (belongs_to (json_array_get_object_element (character->memories, i - 1), person))
      json_array_remove_element (character->memories, i - 1);
  return sim_reply_new_strings (200, "status", "success", NULL);
}
