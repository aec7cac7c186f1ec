/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-convai-codec.h"
#include "chatty-error.h"
#include "chatty-json.h"

static GPtrArray *
no_list (const char  *what,
         GError     **error)
{
  g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
               _("Convai’s answer has no list “%s”"), what);
  return NULL;
}

/**
 * chatty_convai_read_document:
 * @node: (nullable): a document: an object, or a string that holds one in
 *   JSON (platform reference, section 2.7)
 *
 * Returns: (transfer full) (nullable): the document, or %NULL without an id
 */
ChattyDocument *
chatty_convai_read_document (JsonNode *node)
{
  g_autoptr (JsonNode) parsed = NULL;
  g_autofree char *id = NULL;
  g_autofree char *name = NULL;
  g_autofree char *added = NULL;
  g_autofree char *status = NULL;
  JsonObject *object;

  if (node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
      json_node_get_value_type (node) == G_TYPE_STRING)
    node = parsed = chatty_json_parse (json_node_get_string (node), -1, NULL);
  object = chatty_convai_unwrap (node);
  id = chatty_convai_dup_text (object, "id");
  if (id == NULL || *id == '\0')
    return NULL;

  name = chatty_convai_dup_text (object, "file_name");
  added = chatty_convai_dup_text (object, "timestamp");
  status = chatty_convai_dup_text (object, "status");
  return chatty_document_new (&(ChattyDocument) {
    .id = id,
    .name = name != NULL ? name : id,
    .size = (gint64) chatty_convai_get_number (object, "file_size", -1),
    .added = chatty_convai_read_time (added, NULL),
    .ready = chatty_convai_get_flag (object, "is_available", FALSE),
    .attached = g_strcmp0 (status, "active") == 0,
  });
}

/**
 * chatty_convai_read_documents:
 * @node: the answer of the knowledge bank's list
 *
 * Returns: (transfer full) (nullable) (element-type ChattyDocument): the
 *   documents
 */
GPtrArray *
chatty_convai_read_documents (JsonNode  *node,
                              GError   **error)
{
  JsonArray *array = chatty_convai_find_array (node, "docs");
  g_autoptr (GPtrArray) documents =
    g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_document_unref);

  if (array == NULL)
    return no_list ("docs", error);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      ChattyDocument *document = chatty_convai_read_document (json_array_get_element (array, i));

      if (document != NULL)
        g_ptr_array_add (documents, document);
    }
  return g_steal_pointer (&documents);
}

/**
 * chatty_convai_read_sessions:
 * @node: the answer of the chat history's list
 *
 * Returns: (transfer full) (nullable) (element-type ChattyPastSession): the
 *   sessions, in the platform's order
 */
GPtrArray *
chatty_convai_read_sessions (JsonNode  *node,
                             GError   **error)
{
  JsonArray *array = chatty_convai_find_array (node, "sessions");
  g_autoptr (GPtrArray) sessions =
    g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_past_session_unref);

  if (array == NULL)
    return no_list ("sessions", error);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *object = chatty_json_node_object (json_array_get_element (array, i));
      g_autofree char *id = chatty_convai_dup_text (object, "sessionID");
      g_autofree char *date = chatty_convai_dup_text (object, "date");
      g_autofree char *time = chatty_convai_dup_text (object, "time");

      if (id != NULL && *id != '\0')
        g_ptr_array_add (sessions, chatty_past_session_new (&(ChattyPastSession) {
          .id = id,
          .started = chatty_convai_read_time (date, time),
          .remembered = chatty_convai_get_flag (object, "is_added_to_memory", FALSE),
        }));
    }
  return g_steal_pointer (&sessions);
}

static void
add_turn (ChattyTranscriptBuilder *builder,
          JsonObject              *object,
          const char              *character_name,
          const char              *id,
          gint64                   time)
{
  g_autofree char *speaker = chatty_convai_dup_text (object, "speaker");
  g_autofree char *message = chatty_convai_dup_text (object, "message");
  gboolean person = speaker != NULL && g_ascii_strcasecmp (speaker, "User") == 0;
  ChattyTurnBuilder *turn;

  if (message == NULL)
    return;
  turn = chatty_turn_builder_new (person ? CHATTY_ROLE_PERSON : CHATTY_ROLE_ASSISTANT);
  chatty_turn_builder_set_id (turn, id);
  if (!person)
    chatty_turn_builder_set_author (turn, character_name != NULL ? character_name : speaker);
  chatty_turn_builder_set_time (turn, time);
  chatty_turn_builder_set_text (turn, message);
  chatty_transcript_builder_take_turn (builder, chatty_turn_builder_end (turn));
}

static void
add_interaction (ChattyTranscriptBuilder *builder,
                 JsonObject              *object,
                 const char              *character_name,
                 guint                    number)
{
  JsonArray *parts = chatty_json_get_array (object, "interaction");
  g_autofree char *stamp = chatty_convai_dup_text (object, "timestamp");
  gint64 time = chatty_convai_read_time (stamp, NULL);
  gboolean trigger = chatty_convai_get_flag (object, "is_trigger_input", FALSE);

  for (guint i = 0; parts != NULL && i < json_array_get_length (parts); i++)
    {
      JsonObject *part = chatty_json_node_object (json_array_get_element (parts, i));
      g_autofree char *speaker = chatty_convai_dup_text (part, "speaker");
      g_autofree char *id = g_strdup_printf ("%u.%u", number, i);

      /* A trigger was sent by a program and not said by anybody. */
      if (trigger && speaker != NULL && g_ascii_strcasecmp (speaker, "User") == 0)
        {
          g_autofree char *message = chatty_convai_dup_text (part, "message");
          ChattyTurnBuilder *turn = chatty_turn_builder_new (CHATTY_ROLE_NOTE);

          chatty_turn_builder_set_id (turn, id);
          chatty_turn_builder_set_time (turn, time);
          chatty_turn_builder_set_text (turn, message != NULL ? message : "");
          chatty_transcript_builder_take_turn (builder, chatty_turn_builder_end (turn));
        }
      else
        add_turn (builder, part, character_name, id, time);
    }
}

static char *
make_title (const char *character_name,
            gint64      started)
{
  g_autofree char *day = started != CHATTY_TIME_NONE ? chatty_time_format_iso (started) : NULL;

  if (day != NULL)
    day[MIN (strlen (day), 10)] = '\0';
  if (character_name != NULL && day != NULL)
    /* Translators: the title of a conversation: a character's name and a date. */
    return g_strdup_printf (_("%s, %s"), character_name, day);
  return g_strdup (character_name != NULL ? character_name : day != NULL ? day : "Convai");
}

/**
 * chatty_convai_read_transcript:
 * @node: the answer of the chat history's details
 * @character_name: (nullable): who answered
 * @session: which conversation
 *
 * Returns: (transfer full) (nullable): the conversation, whose id is
 *   "convai:" and that of the session
 */
ChattyTranscript *
chatty_convai_read_transcript (JsonNode           *node,
                               const char         *character_name,
                               ChattyPastSession  *session,
                               GError            **error)
{
  JsonArray *array = chatty_convai_find_array (node, "interactions");
  g_autoptr (ChattyTranscriptBuilder) builder = NULL;
  g_autofree char *id = g_strconcat ("convai:", session->id, NULL);
  g_autofree char *title = NULL;
  gint64 first = CHATTY_TIME_NONE, last = CHATTY_TIME_NONE;

  if (array == NULL)
    {
      no_list ("interactions", error);
      return NULL;
    }
  builder = chatty_transcript_builder_new ();
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *object = chatty_json_node_object (json_array_get_element (array, i));
      g_autofree char *stamp = chatty_convai_dup_text (object, "timestamp");
      gint64 time = chatty_convai_read_time (stamp, NULL);

      if (time != CHATTY_TIME_NONE)
        {
          first = first == CHATTY_TIME_NONE ? time : MIN (first, time);
          last = MAX (last, time);
        }
      add_interaction (builder, object, character_name, i);
    }

  /* The list tells the time to the second, the turns more exactly. */
  if (first == CHATTY_TIME_NONE)
    first = session->started;
  title = make_title (character_name, first);
  chatty_transcript_builder_set_id (builder, id);
  chatty_transcript_builder_set_platform (builder, "convai");
  chatty_transcript_builder_set_title (builder, title);
  chatty_transcript_builder_set_started (builder, first,
                                         first != CHATTY_TIME_NONE ? CHATTY_CERTAINTY_EXACT
                                                                   : CHATTY_CERTAINTY_NONE);
  chatty_transcript_builder_set_ended (builder, last);
  return chatty_transcript_builder_end (g_steal_pointer (&builder));
}

/**
 * chatty_convai_read_memory:
 * @node: a page of what a character remembers
 *
 * Returns: (transfer full) (nullable) (element-type ChattyMemoryNote): the
 *   notes of the page
 */
GPtrArray *
chatty_convai_read_memory (JsonNode  *node,
                           GError   **error)
{
  JsonArray *array = chatty_convai_find_array (node, "memories");
  g_autoptr (GPtrArray) notes =
    g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_memory_note_unref);

  if (array == NULL)
    array = chatty_convai_find_array (node, "results");
  if (array == NULL)
    return no_list ("memories", error);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *object = chatty_json_node_object (json_array_get_element (array, i));
      g_autofree char *id = chatty_convai_dup_text (object, "id");
      g_autofree char *text = chatty_convai_dup_text (object, "memory");
      g_autofree char *created = chatty_convai_dup_text (object, "created_at");
      g_autofree char *updated = chatty_convai_dup_text (object, "updated_at");

      if (id != NULL && text != NULL)
        g_ptr_array_add (notes, chatty_memory_note_new (&(ChattyMemoryNote) {
          .id = id,
          .text = text,
          .created = chatty_convai_read_time (created, NULL),
          .updated = chatty_convai_read_time (updated, NULL),
        }));
    }
  return g_steal_pointer (&notes);
}
