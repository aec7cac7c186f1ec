/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* Endpoints of the API host that answer with server-sent events: reference,
 * section 2.6. The bytes come in pieces that end inside characters and inside
 * lines. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "convai.h"

#include <string.h>

#define PIECE    5
#define PIECE_MS 1

static gboolean
wants_events (SimRequest *request)
{
  const char *accept = sim_request_get_header (request, "Accept");

  if (accept != NULL && strstr (accept, "text/event-stream") != NULL)
    return TRUE;
  sim_request_note (request, "Accept is not text/event-stream");
  return sim_is_lenient (request->sim);
}

/* One event; a line end in @text begins another line of it. */
static void
append_event (GString    *events,
              const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    g_string_append_printf (events, "data: %s\n", lines[i]);
  g_string_append_c (events, '\n');
}

static SimReply *
stream_of (GString *events)
{
  SimReply *reply = sim_reply_new_stream ("text/event-stream", PIECE_MS);

  sim_reply_add_pieces (reply, events->str, events->len, PIECE);
  return reply;
}

SimReply *
convai_generate_backstory (SimRequest *request,
                           ConvaiUser *user)
{
  const char *input = sim_request_get_field (request, "inputText");
  const char *name = sim_request_get_field (request, "charName");
  g_autoptr (GString) events = g_string_new (NULL);
  g_autofree char *text = NULL;

  if (input == NULL || name == NULL)
    return sim_reply_new_error (request, 400, "inputText and charName are needed.");
  if (!wants_events (request))
    return sim_reply_new_error (request, 400, "Accept must be text/event-stream.");
  text = g_strdup_printf ("%s grew up by the sea — %s.\n"
                          "Café owners, 漁師 and 🦊 foxes know %s well.",
                          name, input, name);
  /* Each fragment begins where the one before it ended, blanks included. */
  for (const char *from = text; *from != '\0';)
    {
      const char *blank = strchr (from + 1, ' ');
      gsize length = blank != NULL ? (gsize) (blank - from) : strlen (from);
      g_autofree char *fragment = g_strndup (from, length);

      append_event (events, fragment);
      from += length;
    }
  return stream_of (events);
}

SimReply *
convai_starter_conversation (SimRequest *request,
                             ConvaiUser *user)
{
  static const char *const STARTERS[] = {
    "What brought you to %s today?",
    "Tell me a story from your “Jugend”, %s.",
    "%s, 今日はどうですか？",
  };
  const char *session_id = sim_request_get_field (request, "sessionId");
  ConvaiCharacter *character = convai_asked_character (request, user, "charId");
  g_autoptr (GString) events = g_string_new (NULL);

  if (session_id == NULL)
    return sim_reply_new_error (request, 400, "sessionId is missing.");
  if (character == NULL)
    return convai_no_such_character (request);
  if (!wants_events (request))
    return sim_reply_new_error (request, 400, "Accept must be text/event-stream.");
  for (guint i = 0; i < G_N_ELEMENTS (STARTERS); i++)
    {
      const char *name = json_object_get_string_member (character->record, "character_name");
      g_auto (GStrv) halves = g_strsplit (STARTERS[i], "%s", 2);
      g_autofree char *text = g_strjoinv (name, halves);

      append_event (events, text);
    }
  return stream_of (events);
}
