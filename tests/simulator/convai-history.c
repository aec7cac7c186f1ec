/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* Chat history: reference, section 2.9. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "convai.h"

#include <stdlib.h>

static SimReply *
refuse (SimRequest *request,
        const char *text)
{
  g_autofree char *reference = sim_new_hex (request->sim);

  return sim_reply_new_strings (400, "ERROR", text, "Reference ID", reference, NULL);
}

SimReply *
convai_history_list (SimRequest *request,
                     ConvaiUser *user)
{
  ConvaiState *state = sim_get_convai (request->sim);
  ConvaiCharacter *character = convai_asked_character (request, user, "charID");
  const char *limit_text = sim_request_get_string (request, "limit");
  JsonArray *list;
  long limit;
  char *end;

  if (character == NULL)
    return refuse (request, "The character was not found.");
  /* A number, in a string; -1 for all. */
  if (limit_text == NULL)
    return refuse (request, "limit must be a string.");
  limit = strtol (limit_text, &end, 10);
  if (*end != '\0' || limit == 0 || limit < -1)
    return refuse (request, "limit must be a number.");
  list = json_array_new ();
  /* The latest first. */
  for (guint i = state->sessions->len; i > 0; i--)
    {
      ConvaiSession *session = g_ptr_array_index (state->sessions, i - 1);
      g_autofree char *date = NULL;
      g_autofree char *time = NULL;
      JsonObject *entry;

      if (session->character != character || session->turns->len == 0)
        continue;
      if (limit >= 0 && json_array_get_length (list) >= (guint) limit)
        break;
      entry = json_object_new ();
      date = g_date_time_format (session->started, "%d-%m-%Y");
      time = g_date_time_format (session->started, "%H:%M:%S");
      json_object_set_string_member (entry, "sessionID", session->id);
      json_object_set_string_member (entry, "date", date);
      json_object_set_string_member (entry, "time", time);
      json_object_set_boolean_member (entry, "is_added_to_memory", i % 2 == 0);
      json_array_add_object_element (list, entry);
    }
  return sim_reply_new_array (200, list);
}

static JsonObject *
utterance (const char *speaker,
           const char *message)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "speaker", speaker);
  json_object_set_string_member (object, "message", message);
  return object;
}

SimReply *
convai_history_details (SimRequest *request,
                        ConvaiUser *user)
{
  ConvaiCharacter *character = convai_asked_character (request, user, "charID");
  ConvaiSession *session =
    convai_state_find_session (sim_get_convai (request->sim),
                               sim_request_get_string (request, "sessionID"));
  JsonArray *list;

  if (character == NULL || session == NULL || session->character != character)
    return refuse (request, "The session was not found.");
  list = json_array_new ();
  for (guint i = 0; i < session->turns->len; i++)
    {
      ConvaiTurn *turn = g_ptr_array_index (session->turns, i);
      g_autofree char *timestamp = g_date_time_format (turn->when, "%Y-%m-%d %H:%M:%S.%f");
      JsonObject *entry = json_object_new ();
      JsonArray *interaction = json_array_new ();

      json_array_add_object_element (interaction, utterance ("User", turn->asked));
      json_array_add_object_element (interaction, utterance ("Character", turn->answered));
      json_object_set_string_member (entry, "timestamp", timestamp);
      json_object_set_array_member (entry, "interaction", interaction);
      json_object_set_boolean_member (entry, "is_trigger_input", FALSE);
      json_array_add_object_element (list, entry);
    }
  return sim_reply_new_array (200, list);
}

SimReply *
convai_history_delete (SimRequest *request,
                       ConvaiUser *user)
{
  ConvaiState *state = sim_get_convai (request->sim);
  ConvaiCharacter *character = convai_asked_character (request, user, "charID");
  JsonNode *node = sim_request_get_member (request, "sessionIDs");
  JsonArray *ids;

  if (character == NULL)
    return refuse (request, "The character was not found.");
  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return refuse (request, "sessionIDs must be a list.");
  ids = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (ids); i++)
    {
      JsonNode *id = json_array_get_element (ids, i);
      ConvaiSession *session =
        JSON_NODE_HOLDS_VALUE (id) && json_node_get_value_type (id) == G_TYPE_STRING
          ? convai_state_find_session (state, json_node_get_string (id)) : NULL;

      if (session == NULL || session->character != character)
        return refuse (request, "The session was not found.");
      convai_state_remove_session (state, session);
    }
  return sim_reply_new_strings (200, "status", "SUCCESSFULLY DELETED", NULL);
}
