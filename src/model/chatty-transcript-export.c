/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-model"

#include <glib/gi18n-lib.h>

#include "chatty-json.h"
#include "chatty-transcript-file.h"

/* Numbered, as the chips under an answer are. */
static void
append_sources (GString          *string,
                const ChattyTurn *turn)
{
  for (guint i = 0; i < chatty_turn_get_n_sources (turn); i++)
    {
      const ChattySource *source = chatty_turn_get_source (turn, i);

      if (i == 0)
        /* Translators: above the list of documents that an answer rests on. */
        g_string_append_printf (string, "%s\n", _("Sources:"));
      g_string_append_printf (string, "[%u] %s", i + 1,
                              *source->title != '\0' || source->uri == NULL ? source->title
                                                                            : source->uri);
      if (source->page > 0)
        {
          g_string_append (string, ", ");
          /* Translators: where in a document. */
          g_string_append_printf (string, _("page %u"), source->page);
        }
      if (*source->title != '\0' && source->uri != NULL)
        g_string_append_printf (string, " <%s>", source->uri);
      g_string_append_c (string, '\n');
    }
}

/**
 * chatty_turn_to_plain_text:
 * @turn: what to copy
 *
 * Returns: (transfer full): its text, as it is, and under it the list of what
 *   it rests on, if anything
 */
char *
chatty_turn_to_plain_text (const ChattyTurn *turn)
{
  GString *string = g_string_new (chatty_turn_get_text (turn));

  if (chatty_turn_get_n_sources (turn) > 0)
    {
      g_string_append (string, "\n\n");
      append_sources (string, turn);
      g_string_truncate (string, string->len - 1);
    }
  return g_string_free (string, FALSE);
}

static const char *
role_title (ChattyRole role)
{
  switch (role)
    {
    case CHATTY_ROLE_PERSON:
      return _("You");
    case CHATTY_ROLE_ASSISTANT:
      return _("Assistant");
    case CHATTY_ROLE_SYSTEM:
      return _("System");
    case CHATTY_ROLE_TOOL:
      return _("Tool");
    case CHATTY_ROLE_NOTE:
    default:
      return _("Note");
    }
}

/* Why a turn ends where it ends, for people. NULL: because all was said. */
static const char *
state_title (const ChattyTurn *turn)
{
  const char *problem = chatty_turn_get_problem (turn);

  if (problem != NULL && *problem != '\0')
    return problem;
  switch (chatty_turn_get_state (turn))
    {
    case CHATTY_TURN_STOPPED:
      /* Translators: an answer that the person stopped. */
      return _("Stopped");
    case CHATTY_TURN_CUT_OFF:
      /* Translators: an answer whose end never came. */
      return _("Cut off");
    case CHATTY_TURN_FAILED:
      /* Translators: an answer that ended with an error of the platform. */
      return _("Failed");
    case CHATTY_TURN_COMPLETE:
    default:
      return NULL;
    }
}

/**
 * chatty_transcript_to_plain_text:
 * @transcript: what to export
 *
 * Returns: (transfer full): the conversation for people, without any marks:
 *   title, then each speaker with the time, then the text
 */
char *
chatty_transcript_to_plain_text (const ChattyTranscript *transcript)
{
  g_autoptr (GString) string = g_string_new (NULL);

  g_string_append_printf (string, "%s\n",
                          chatty_transcript_get_title (transcript));
  for (guint i = 0; i < chatty_transcript_get_n_turns (transcript); i++)
    {
      ChattyTurn *turn = chatty_transcript_get_turn (transcript, i);
      const char *author = chatty_turn_get_author (turn);
      g_autofree char *time = chatty_time_format_iso (chatty_turn_get_time (turn));

      g_string_append_printf (string, "\n%s",
                              author != NULL && *author != '\0'
                              ? author : role_title (chatty_turn_get_role (turn)));
      if (time != NULL)
        g_string_append_printf (string, " (%s)", time);
      g_string_append_printf (string, ":\n%s\n", chatty_turn_get_text (turn));
      if (state_title (turn) != NULL)
        g_string_append_printf (string, "[%s]\n", state_title (turn));
      append_sources (string, turn);
    }
  return g_string_free (g_steal_pointer (&string), FALSE);
}

static void
set_string (JsonObject *object,
            const char *name,
            const char *value)
{
  if (value != NULL)
    json_object_set_string_member (object, name, value);
  else
    json_object_set_null_member (object, name);
}

static void
set_time (JsonObject *object,
          const char *name,
          gint64      time)
{
  g_autofree char *iso = chatty_time_format_iso (time);

  set_string (object, name, iso);
}

static JsonArray *
sources_to_json (const ChattyTurn *turn)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < chatty_turn_get_n_sources (turn); i++)
    {
      const ChattySource *source = chatty_turn_get_source (turn, i);
      JsonObject *object = json_object_new ();
      JsonArray *spans = json_array_new ();

      set_string (object, "title", source->title);
      set_string (object, "uri", source->uri);
      set_string (object, "document", source->document);
      set_string (object, "excerpt", source->excerpt);
      if (source->page > 0)
        json_object_set_int_member (object, "page", source->page);
      for (guint j = 0; j < source->n_spans; j++)
        {
          json_array_add_int_element (spans, (gint64) source->spans[j].start);
          json_array_add_int_element (spans, (gint64) source->spans[j].end);
        }
      json_object_set_array_member (object, "spans", spans);
      json_array_add_object_element (array, object);
    }
  return array;
}

static JsonObject *turn_to_json (const ChattyTurn *turn);

static JsonArray *
turns_to_json (const ChattyTurn *turn,
               guint             n_turns,
               ChattyTurn     *(*get) (const ChattyTurn *, guint))
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < n_turns; i++)
    json_array_add_object_element (array, turn_to_json (get (turn, i)));
  return array;
}

/* Bounded: no turn is deeper than CHATTY_TURN_MAX_DEPTH. */
static JsonObject *
turn_to_json (const ChattyTurn *turn)
{
  JsonObject *object = json_object_new ();
  JsonArray *attachments = json_array_new ();

  set_string (object, "id", chatty_turn_get_id (turn));
  set_string (object, "role",
              chatty_role_to_string (chatty_turn_get_role (turn)));
  set_string (object, "author", chatty_turn_get_author (turn));
  set_time (object, "time", chatty_turn_get_time (turn));
  set_string (object, "text", chatty_turn_get_text (turn));
  set_string (object, "model", chatty_turn_get_model (turn));
  if (chatty_turn_get_emotion (turn) != NULL)
    set_string (object, "emotion", chatty_turn_get_emotion (turn));
  if (chatty_turn_get_state (turn) != CHATTY_TURN_COMPLETE)
    set_string (object, "state", chatty_turn_state_to_string (chatty_turn_get_state (turn)));
  if (chatty_turn_get_problem (turn) != NULL)
    set_string (object, "problem", chatty_turn_get_problem (turn));
  if (chatty_turn_get_thought (turn) != NULL)
    set_string (object, "thought", chatty_turn_get_thought (turn));
  if (chatty_turn_get_n_sources (turn) > 0)
    json_object_set_array_member (object, "sources", sources_to_json (turn));

  json_object_set_array_member (object, "alternates",
                                turns_to_json (turn, chatty_turn_get_n_alternates (turn),
                                               chatty_turn_get_alternate));
  if (chatty_turn_get_n_following (turn) > 0)
    json_object_set_array_member (object, "following",
                                  turns_to_json (turn, chatty_turn_get_n_following (turn),
                                                 chatty_turn_get_following));

  for (guint i = 0; i < chatty_turn_get_n_attachments (turn); i++)
    {
      const ChattyAttachment *attachment = chatty_turn_get_attachment (turn, i);
      JsonObject *member = json_object_new ();

      set_string (member, "name", attachment->name);
      set_string (member, "type", attachment->media_type);
      set_string (member, "uri", attachment->uri);
      if (attachment->size >= 0)
        json_object_set_int_member (member, "size", attachment->size);
      json_array_add_object_element (attachments, member);
    }
  json_object_set_array_member (object, "attachments", attachments);

  return object;
}

/**
 * chatty_transcript_to_json:
 * @transcript: what to export
 *
 * Returns: (transfer full): the object that the command "show" prints
 */
JsonNode *
chatty_transcript_to_json (const ChattyTranscript *transcript)
{
  JsonObject *object = json_object_new ();
  JsonArray *turns = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  set_string (object, "id", chatty_transcript_get_id (transcript));
  set_string (object, "title", chatty_transcript_get_title (transcript));
  set_string (object, "platform", chatty_transcript_get_platform (transcript));
  set_string (object, "character",
              chatty_transcript_get_character (transcript));
  set_time (object, "started", chatty_transcript_get_started (transcript));
  set_string (object, "started_certainty",
              chatty_certainty_to_string (
                chatty_transcript_get_started_certainty (transcript)));
  set_time (object, "ended", chatty_transcript_get_ended (transcript));
  set_string (object, "model", chatty_transcript_get_model (transcript));
  set_string (object, "link", chatty_transcript_get_link (transcript));
  set_string (object, "source", chatty_transcript_get_source_name (transcript));
  set_string (object, "source_sha256",
              chatty_transcript_get_source_sha256 (transcript));
  for (guint i = 0; i < chatty_transcript_get_n_turns (transcript); i++)
    json_array_add_object_element (turns,
                                   turn_to_json (chatty_transcript_get_turn (transcript,
                                                                             i)));
  json_object_set_array_member (object, "turns", turns);

  json_node_take_object (node, object);
  return node;
}
