/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* The answer of a chat, in one piece and as events: reference, section 3.6.
 * The first event has a role and null for its content, the second a role alone;
 * the bytes are cut inside of characters and inside of "data:". */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "inworld.h"

#include <string.h>

static JsonObject *
describe_usage (const InworldCompletion *completion)
{
  JsonObject *usage = json_object_new ();
  guint count = g_utf8_strlen (completion->text, -1) / 4 + 1;

  json_object_set_int_member (usage, "prompt_tokens", completion->prompt_tokens);
  json_object_set_int_member (usage, "completion_tokens", count);
  json_object_set_int_member (usage, "total_tokens", completion->prompt_tokens + count);
  return usage;
}

static JsonObject *
describe_metadata (const InworldCompletion *completion)
{
  JsonObject *metadata = json_object_new ();
  JsonObject *attempt = json_object_new ();
  JsonArray *attempts = json_array_new ();

  json_object_set_string_member (attempt, "model", completion->model);
  json_object_set_boolean_member (attempt, "success", TRUE);
  json_object_set_int_member (attempt, "time_to_first_token_ms", 12);
  json_array_add_object_element (attempts, attempt);
  json_object_set_array_member (metadata, "attempts", attempts);
  json_object_set_string_member (metadata, "generation_id", completion->id);
  json_object_set_string_member (metadata, "reasoning", "Selected by the simulator");
  json_object_set_int_member (metadata, "total_duration_ms", 34);
  return metadata;
}

static JsonObject *
answer_new (const InworldCompletion *completion,
            const char              *kind)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", completion->id);
  json_object_set_string_member (object, "object", kind);
  json_object_set_int_member (object, "created", completion->created);
  json_object_set_string_member (object, "model", completion->model);
  return object;
}

SimReply *
inworld_chat_whole (SimRequest              *request,
                    const InworldCompletion *completion)
{
  InworldSettings *settings = inworld_settings (request);
  JsonObject *object = answer_new (completion, "chat.completion");
  JsonObject *choice = json_object_new ();
  JsonObject *message = json_object_new ();
  JsonArray *choices = json_array_new ();

  if (settings->chat_fault == INWORLD_CHAT_FAULT_ERROR)
    {
      json_object_unref (object);
      json_object_unref (choice);
      json_object_unref (message);
      json_array_unref (choices);
      return sim_reply_new_object (200, inworld_new_error (request, 500, "The model failed."));
    }
  json_object_set_string_member (message, "role", "assistant");
  json_object_set_string_member (message, "content",
                                 settings->chat_fault == INWORLD_CHAT_FAULT_EMPTY
                                   ? "" : completion->text);
  json_object_set_int_member (choice, "index", 0);
  json_object_set_object_member (choice, "message", message);
  json_object_set_string_member (choice, "finish_reason", "stop");
  if (settings->chat_fault == INWORLD_CHAT_FAULT_NO_CHOICES)
    json_object_unref (choice);
  else
    json_array_add_object_element (choices, choice);
  json_object_set_array_member (object, "choices", choices);
  json_object_set_object_member (object, "usage", describe_usage (completion));
  json_object_set_object_member (object, "metadata", describe_metadata (completion));
  return sim_reply_new_object (200, object);
}

/* Events, and where each begins. */
typedef struct {
  const InworldCompletion *completion;
  GString                 *text;
  GArray                  *starts;   /* of gsize */
} Events;

/* Takes @object. */
static void
add_event (Events     *events,
           JsonObject *object)
{
  g_autofree char *json = sim_object_to_text (object);

  g_array_append_val (events->starts, events->text->len);
  g_string_append_printf (events->text, "data: %s\n\n", json);
  json_object_unref (object);
}

/* @delta: (transfer full) (nullable); @reason: (nullable). */
static void
add_choice (Events     *events,
            JsonObject *delta,
            const char *reason)
{
  JsonObject *object = answer_new (events->completion, "chat.completion.chunk");
  JsonObject *choice = json_object_new ();
  JsonArray *choices = json_array_new ();

  json_object_set_int_member (choice, "index", 0);
  if (delta != NULL)
    json_object_set_object_member (choice, "delta", delta);
  else
    json_object_set_null_member (choice, "delta");
  if (reason != NULL)
    json_object_set_string_member (choice, "finish_reason", reason);
  else
    json_object_set_null_member (choice, "finish_reason");
  json_array_add_object_element (choices, choice);
  json_object_set_array_member (object, "choices", choices);
  add_event (events, object);
}

/* A delta that brings no text: with null for its content, or without any. */
static void
add_delta (Events     *events,
           const char *role,
           gboolean    with_content)
{
  JsonObject *delta = json_object_new ();

  if (role != NULL)
    json_object_set_string_member (delta, "role", role);
  if (with_content)
    json_object_set_null_member (delta, "content");
  add_choice (events, delta, NULL);
}

/* A delta with text; an answer may have thousands of them. */
static void
add_text (Events     *events,
          const char *text,
          gsize       length)
{
  g_array_append_val (events->starts, events->text->len);
  g_string_append_printf (events->text,
                          "data: {\"id\":\"%s\",\"object\":\"chat.completion.chunk\",\"created\":%"
                          G_GINT64_FORMAT ",\"model\":\"%s\",\"choices\":[{\"index\":0,\"delta\":"
                          "{\"content\":\"", events->completion->id, events->completion->created,
                          events->completion->model);
  for (gsize i = 0; i < length; i++)
    if (text[i] == '"' || text[i] == '\\')
      g_string_append_printf (events->text, "\\%c", text[i]);
    else if ((guchar) text[i] < ' ')
      g_string_append_printf (events->text, "\\u%04x", text[i]);
    else
      g_string_append_c (events->text, text[i]);
  g_string_append (events->text, "\"},\"finish_reason\":null}]}\n\n");
}

/* Returns: whether it was not broken off */
static gboolean
add_content (Events          *events,
             InworldSettings *settings)
{
  const char *from = events->completion->text;
  guint n_deltas = 0;

  if (settings->chat_fault == INWORLD_CHAT_FAULT_EMPTY
      || settings->chat_fault == INWORLD_CHAT_FAULT_NO_CHOICES)
    return TRUE;
  for (; *from != '\0'; n_deltas++)
    {
      const char *to = from;

      if ((settings->chat_fault == INWORLD_CHAT_FAULT_ERROR
           || settings->chat_fault == INWORLD_CHAT_FAULT_PREMATURE)
          && n_deltas == settings->chat_fault_after)
        return FALSE;
      for (guint i = 0; i < MAX (settings->reply_delta, 1) && *to != '\0'; i++)
        to = g_utf8_next_char (to);
      add_text (events, from, to - from);
      if (settings->chat_fault == INWORLD_CHAT_FAULT_NULLS)
        {
          add_delta (events, NULL, TRUE);
          add_delta (events, NULL, FALSE);
          add_choice (events, NULL, NULL);
        }
      from = to;
    }
  return TRUE;
}

SimReply *
inworld_chat_stream (SimRequest              *request,
                     const InworldCompletion *completion)
{
  InworldSettings *settings = inworld_settings (request);
  Events events = { completion, g_string_new (": ping\n\n"),
                    g_array_new (FALSE, FALSE, sizeof (gsize)) };
  SimReply *reply;

  if (settings->chat_fault != INWORLD_CHAT_FAULT_NO_CHOICES)
    {
      add_delta (&events, "assistant", TRUE);
      add_delta (&events, "assistant", FALSE);
    }
  if (add_content (&events, settings))
    {
      JsonObject *last = answer_new (completion, "chat.completion.chunk");

      if (settings->chat_fault != INWORLD_CHAT_FAULT_NO_CHOICES)
        add_choice (&events, json_object_new (), "stop");
      json_object_set_array_member (last, "choices", json_array_new ());
      json_object_set_object_member (last, "usage", describe_usage (completion));
      json_object_set_object_member (last, "metadata", describe_metadata (completion));
      add_event (&events, last);
      g_string_append (events.text, "data: [DONE]\n\n");
    }
  else if (settings->chat_fault == INWORLD_CHAT_FAULT_ERROR)
    add_event (&events, inworld_new_error (request, 500, "The model failed."));
  reply = sim_reply_new_events (events.text, events.starts, settings->reply_rate);
  g_string_free (events.text, TRUE);
  g_array_unref (events.starts);
  return reply;
}
