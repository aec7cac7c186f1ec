/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* The live host: reference, section 2.10. Errors are FastAPI's. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "convai.h"

#include <string.h>

#define PIECE    7
#define PIECE_MS 1

static SimReply *
invalid (const char *field,
         const char *type,
         const char *message)
{
  JsonObject *answer = json_object_new ();
  JsonObject *entry = json_object_new ();
  JsonArray *detail = json_array_new ();
  JsonArray *loc = json_array_new ();

  json_array_add_string_element (loc, "body");
  json_array_add_string_element (loc, field);
  json_object_set_string_member (entry, "type", type);
  json_object_set_array_member (entry, "loc", loc);
  json_object_set_string_member (entry, "msg", message);
  json_object_set_null_member (entry, "input");
  json_object_set_object_member (entry, "ctx", json_object_new ());
  json_array_add_object_element (detail, entry);
  json_object_set_array_member (answer, "detail", detail);
  return sim_reply_new_object (422, answer);
}

static void
append_event (GString    *events,
              JsonObject *event)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;

  json_node_take_object (node, event);
  text = sim_json_to_text (node);
  g_string_append_printf (events, "data: %s\r\n\r\n", text);
}

static JsonObject *
event_new (const char *type)
{
  JsonObject *event = json_object_new ();

  json_object_set_string_member (event, "type", type);
  return event;
}

static JsonObject *
text_event_new (const char *type,
                const char *text)
{
  JsonObject *event = event_new (type);
  JsonObject *data = json_object_new ();

  json_object_set_string_member (data, "text", text);
  json_object_set_object_member (event, "data", data);
  return event;
}

static JsonObject *
started_event_new (ChattySimulator *sim,
                   ConvaiSession   *session)
{
  JsonObject *event = event_new ("connection-started");
  JsonObject *message = json_object_new ();
  g_autofree char *id = sim_new_uuid (sim);

  json_object_set_string_member (message, "session_id", id);
  json_object_set_string_member (message, "transport", "sse");
  json_object_set_string_member (message, "character_session_id", session->id);
  json_object_set_object_member (event, "message", message);
  return event;
}

static JsonObject *
labelled_event_new (const char *type)
{
  JsonObject *event = event_new (type);

  json_object_set_string_member (event, "label", "rtvi-ai");
  return event;
}

/* The session that is named, a new one when none is, or NULL. */
static ConvaiSession *
find_session (SimRequest      *request,
              ConvaiCharacter *character,
              const char      *id)
{
  ConvaiState *state = sim_get_convai (request->sim);
  ConvaiSession *session;

  if (id == NULL)
    return convai_state_add_session (state, character, TRUE);
  session = convai_state_find_session (state, id);
  if (session == NULL || !session->live || session->expired || session->character != character
      || request->fault == CHATTY_SIMULATOR_FAULT_SESSION_EXPIRED)
    return NULL;
  return session;
}

static SimReply *
no_such_character (SimRequest *request)
{
  return sim_reply_new_error (request, 404, "Character not found or doesn't belong to user");
}

SimReply *
convai_live_stream (SimRequest *request,
                    ConvaiUser *user)
{
  ConvaiState *state = sim_get_convai (request->sim);
  const char *character_id = sim_request_get_field (request, "character_id");
  const char *asked = sim_request_get_field (request, "text_input");
  const char *session_id = sim_request_get_field (request, "character_session_id");
  ConvaiCharacter *character;
  ConvaiSession *session;
  SimReply *reply;
  g_autoptr (GString) events = g_string_new (NULL);
  g_autofree char *text = NULL;

  if (character_id == NULL)
    return invalid ("character_id", "missing", "Field required");
  if (!g_uuid_string_is_valid (character_id))
    return invalid ("character_id", "uuid_parsing", "Input should be a valid UUID");
  if (asked == NULL || *asked == '\0')
    return invalid ("text_input", "missing", "Field required");
  /* "-1" opens a session on the other host, and never here. */
  if (session_id != NULL && !g_uuid_string_is_valid (session_id))
    return sim_reply_new_error (request, 400, "Invalid character_session_id");
  character = convai_asked_character (request, user, "character_id");
  if (character == NULL)
    return no_such_character (request);
  session = find_session (request, character, session_id);
  if (session == NULL)
    return sim_reply_new_error (request, 400, "Invalid character_session_id");
  reply = convai_refuse_quota (request, user);
  if (reply != NULL)
    return reply;

  text = convai_reply_text (character, asked);
  convai_session_add_turn (state, session, asked, text);
  append_event (events, started_event_new (request->sim, session));
  append_event (events, labelled_event_new ("bot-llm-started"));
  g_string_append (events, ": ping\r\n\r\n");
  for (const char *from = text; *from != '\0';)
    {
      /* Three characters each, whatever they are. */
      const char *to = from;

      for (guint i = 0; i < 3 && *to != '\0'; i++)
        to = g_utf8_next_char (to);
      {
        g_autofree char *fragment = g_strndup (from, to - from);

        append_event (events, text_event_new ("bot-llm-text", fragment));
      }
      from = to;
    }
  append_event (events, text_event_new ("bot-transcription", text));
  append_event (events, labelled_event_new ("bot-llm-stopped"));
  append_event (events, event_new ("connection-stoppped"));

  reply = sim_reply_new_stream ("text/event-stream; charset=utf-8", PIECE_MS);
  /* Small pieces at first, then larger ones, so that it does not take long. */
  sim_reply_add_pieces (reply, events->str, events->len / 4, PIECE);
  sim_reply_add_pieces (reply, events->str + events->len / 4, events->len - events->len / 4,
                        PIECE * 13);
  return reply;
}

SimReply *
convai_live_connect (SimRequest *request,
                     ConvaiUser *user)
{
  static const char *const IDS[] = { "session_id", "request_trace_id" };
  const char *character_id = sim_request_get_string (request, "character_id");
  const char *session_id = sim_request_get_string (request, "character_session_id");
  ConvaiCharacter *character;
  ConvaiSession *session;
  JsonObject *answer;
  g_autofree char *room = NULL;
  g_autofree char *token = NULL;

  if (character_id == NULL)
    return invalid ("character_id", "missing", "Field required");
  character = convai_asked_character (request, user, "character_id");
  if (character == NULL)
    return no_such_character (request);
  session = find_session (request, character, session_id);
  if (session == NULL)
    return sim_reply_new_error (request, 400, "Invalid character_session_id");
  room = sim_new_hex (request->sim);
  token = sim_new_hex (request->sim);
  answer = json_object_new ();
  for (guint i = 0; i < G_N_ELEMENTS (IDS); i++)
    {
      g_autofree char *id = sim_new_uuid (request->sim);

      json_object_set_string_member (answer, IDS[i], id);
    }
  json_object_set_string_member (answer, "character_session_id", session->id);
  json_object_set_string_member (answer, "room_url", "wss://rooms.invalid");
  json_object_set_string_member (answer, "room_name", room);
  json_object_set_string_member (answer, "token", token);
  json_object_set_null_member (answer, "end_user_id");
  json_object_set_null_member (answer, "end_user_metadata");
  return sim_reply_new_object (200, answer);
}
