/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-model"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-front-matter.h"
#include "chatty-json.h"
#include "chatty-platform.h"
#include "chatty-text.h"
#include "chatty-transcript-file.h"
#include "chatty-transcript-file-private.h"
#include "chatty-transcript-marks.h"

static void
read_header (ChattyTranscriptBuilder *builder,
             ChattyFrontMatter       *header)
{
  const char *platform = chatty_front_matter_get (header, "platform");
  const char *source = chatty_front_matter_get (header, "source");
  ChattyCertainty certainty = CHATTY_CERTAINTY_NONE;

  chatty_certainty_from_string (chatty_front_matter_get (header,
                                                         "started-certainty"),
                                &certainty);
  chatty_transcript_builder_set_id (builder,
                                    chatty_front_matter_get (header, "id"));
  chatty_transcript_builder_set_title (builder,
                                       chatty_front_matter_get (header,
                                                                "title"));
  chatty_transcript_builder_set_platform (builder, platform);
  chatty_transcript_builder_set_character (builder,
                                           chatty_front_matter_get (header,
                                                                    "character"));
  chatty_transcript_builder_set_model (builder,
                                       chatty_front_matter_get (header,
                                                                "model"));
  chatty_transcript_builder_set_started (builder,
                                         chatty_transcript_file_parse_time (
                                           chatty_front_matter_get (header,
                                                                    "started")),
                                         certainty);
  chatty_transcript_builder_set_ended (builder,
                                       chatty_transcript_file_parse_time (
                                         chatty_front_matter_get (header,
                                                                  "ended")));
  chatty_transcript_builder_set_link (builder,
                                      chatty_front_matter_get (header, "link"));
  chatty_transcript_builder_set_source (builder, source,
                                        chatty_front_matter_get (header,
                                                                 "source-sha256"));

  for (guint i = 0; i < chatty_front_matter_get_size (header); i++)
    {
      const char *value, *key = chatty_front_matter_get_nth (header, i,
                                                             &value);

      if (chatty_transcript_file_is_own_key (key))
        continue;
      if (g_str_has_prefix (key, CHATTY_TRANSCRIPT_EXTRA_PREFIX))
        key += strlen (CHATTY_TRANSCRIPT_EXTRA_PREFIX);
      chatty_transcript_builder_set_extra (builder, key, value);
    }
}

static ChattyTurnBuilder *read_properties (JsonObject *object,
                                           int         depth);

static void
read_attachments (ChattyTurnBuilder *builder,
                  JsonObject        *object)
{
  JsonArray *attachments = chatty_json_get_array (object, "attachments");

  for (guint i = 0;
       attachments != NULL && i < json_array_get_length (attachments); i++)
    {
      JsonObject *attachment =
        chatty_json_node_object (json_array_get_element (attachments, i));

      if (attachment != NULL)
        chatty_turn_builder_add_attachment (
          builder, chatty_json_get_string (attachment, "name"),
          chatty_json_get_string (attachment, "type"),
          chatty_json_get_string (attachment, "uri"),
          chatty_json_get_int (attachment, "size", -1));
    }
}

static void
read_alternates (ChattyTurnBuilder *builder,
                 JsonObject        *object,
                 int                depth)
{
  JsonArray *alternates = chatty_json_get_array (object, "alternates");

  for (guint i = 0;
       alternates != NULL && i < json_array_get_length (alternates); i++)
    {
      JsonObject *alternate =
        chatty_json_node_object (json_array_get_element (alternates, i));
      g_autoptr (ChattyTurn) turn = NULL;

      if (alternate == NULL)
        continue;
      turn = chatty_turn_builder_end (read_properties (alternate, depth + 1));
      chatty_turn_builder_add_alternate (builder, turn);
    }
}

/* The recursion is bounded by the depth that chatty_json_parse() allows. */
static ChattyTurnBuilder *
read_properties (JsonObject *object,
                 int         depth)
{
  ChattyRole role = CHATTY_ROLE_NOTE;
  ChattyTurnBuilder *builder;
  const char *text = chatty_json_get_string (object, "text");

  chatty_role_from_string (chatty_json_get_string (object, "role"), &role);
  builder = chatty_turn_builder_new (role);
  chatty_turn_builder_set_id (builder, chatty_json_get_string (object, "id"));
  chatty_turn_builder_set_author (builder,
                                  chatty_json_get_string (object, "author"));
  chatty_turn_builder_set_model (builder,
                                 chatty_json_get_string (object, "model"));
  chatty_turn_builder_set_emotion (builder,
                                   chatty_json_get_string (object, "emotion"));
  chatty_turn_builder_set_time (builder,
                                chatty_transcript_file_parse_time (
                                  chatty_json_get_string (object, "time")));
  if (depth > 0 && text != NULL)
    chatty_turn_builder_set_text (builder, text);
  read_attachments (builder, object);
  read_alternates (builder, object, depth);
  return builder;
}

typedef struct {
  ChattyTranscriptBuilder *transcript;
  ChattyTurnBuilder       *turn;         /* the one that is being read */
  const char              *text_start;   /* behind its marker's colon */
  const char              *assistant;    /* who answers in one of Chatty's files */
} Reader;

static gboolean
is_name (const char *name,
         gsize       length,
         const char *other)
{
  return strlen (other) == length &&
         g_ascii_strncasecmp (other, name, length) == 0;
}

/* Who a marker without a comment stands for. Chatty takes an unknown speaker
 * for the person; where nobody says who answers, a name of its own is far
 * more often the character's. */
static ChattyRole
role_of_name (const Reader *reader,
              const char   *name,
              gsize         length)
{
  static const char *const persons[] = { "You", "User", "Human", "Me" };
  static const char *const assistants[] = { "Assistant", "ChatGPT", "AI" };

  for (guint i = 0; i < G_N_ELEMENTS (persons); i++)
    if (is_name (name, length, persons[i]))
      return CHATTY_ROLE_PERSON;
  if (is_name (name, length, "System"))
    return CHATTY_ROLE_SYSTEM;
  for (guint i = 0; i < G_N_ELEMENTS (assistants); i++)
    if (is_name (name, length, assistants[i]))
      return CHATTY_ROLE_ASSISTANT;
  return reader->assistant == NULL || is_name (name, length, reader->assistant)
         ? CHATTY_ROLE_ASSISTANT : CHATTY_ROLE_PERSON;
}

/* Takes the text of the present turn, up to @end, which is the start of a
 * comment or of a marker line, or the end of the file. */
static void
end_turn (Reader     *reader,
          const char *end,
          gboolean    at_end_of_file)
{
  const char *start = reader->text_start;

  if (reader->turn == NULL)
    return;

  if (end > start && end[-1] == '\n')
    end--;
  if (!at_end_of_file && end > start && end[-1] == '\n')
    end--;

  if (start < end && *start == ' ')
    start++;
  else if (start < end && *start == '\n')
    {
      start++;
      if (start < end && *start == '\n')
        start++;
    }
  chatty_turn_builder_take_text (reader->turn,
                                 chatty_marks_unescape (start, end - start));
  chatty_transcript_builder_take_turn (reader->transcript,
                                       chatty_turn_builder_end (reader->turn));
  reader->turn = NULL;
}

/* What stands before the first turn is either the title's heading or
 * something that a person or another program wrote there: a note. */
static void
end_preamble (Reader     *reader,
              const char *start,
              const char *end,
              const char *heading)
{
  g_autofree char *text = NULL;

  if (heading != NULL && (gsize) (end - start) >= strlen (heading) &&
      strncmp (start, heading, strlen (heading)) == 0)
    start += strlen (heading);
  text = g_strstrip (chatty_marks_unescape (start, end - start));
  if (*text != '\0')
    {
      ChattyTurnBuilder *note = chatty_turn_builder_new (CHATTY_ROLE_NOTE);

      chatty_turn_builder_set_text (note, text);
      chatty_transcript_builder_take_turn (reader->transcript,
                                           chatty_turn_builder_end (note));
    }
}

static ChattyTurnBuilder *
read_comment (const char *line,
              gsize       length)
{
  gsize prefix = strlen (CHATTY_TURN_COMMENT);
  gsize suffix = strlen (CHATTY_TURN_COMMENT_END);
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object;

  if (length < prefix + suffix ||
      memcmp (line, CHATTY_TURN_COMMENT, prefix) != 0 ||
      memcmp (line + length - suffix, CHATTY_TURN_COMMENT_END, suffix) != 0)
    return NULL;

  node = chatty_json_parse (line + prefix, (gssize) (length - prefix - suffix),
                            NULL);
  object = chatty_json_node_object (node);
  return object != NULL ? read_properties (object, 0) : NULL;
}

static ChattyTurnBuilder *
turn_from_marker (const Reader       *reader,
                  const ChattyMarker *marker)
{
  ChattyTurnBuilder *builder =
    chatty_turn_builder_new (role_of_name (reader, marker->name,
                                           marker->name_length));
  g_autofree char *name = g_strndup (marker->name, marker->name_length);

  chatty_turn_builder_set_author (builder, name);
  return builder;
}

static void
read_turns (Reader     *reader,
            const char *body,
            const char *end,
            const char *heading)
{
  gboolean preamble = TRUE;

  for (const char *line = body; line < end;)
    {
      const char *newline = memchr (line, '\n', end - line);
      const char *next = newline != NULL ? newline + 1 : end;
      gsize length = (newline != NULL ? newline : end) - line;
      ChattyTurnBuilder *turn = NULL;
      const char *start = line;
      ChattyMarker marker;

      if (*line == '<')
        {
          turn = read_comment (line, length);
          if (turn != NULL)
            {
              newline = memchr (next, '\n', end - next);
              line = next;
              next = newline != NULL ? newline + 1 : end;
              length = (newline != NULL ? newline : end) - line;
            }
          if (turn != NULL && !chatty_marker_parse (line, length, &marker))
            {
              /* Somebody removed the marker: the text is what follows. */
              marker.time = CHATTY_TIME_NONE;
              marker.text_offset = 0;
              next = line;
            }
        }
      else if (*line == '*' && chatty_marker_parse (line, length, &marker) &&
               (marker.has_clock ||
                chatty_marker_is_speaker (marker.name, marker.name_length)))
        turn = turn_from_marker (reader, &marker);

      if (turn != NULL)
        {
          if (preamble)
            end_preamble (reader, body, start, heading);
          preamble = FALSE;
          end_turn (reader, start, FALSE);
          reader->turn = turn;
          reader->text_start = line + marker.text_offset;
          if (marker.time != CHATTY_TIME_NONE)
            chatty_turn_builder_set_time (turn, marker.time);
        }
      line = next;
    }

  if (preamble)
    end_preamble (reader, body, end, heading);
  end_turn (reader, end, TRUE);
}

/* Files come back from other machines with other line ends. Ours begin with
 * "---\n"; if there is a CR now, every line has got one. */
static char *
undo_crlf (const char *text,
           gsize       length,
           gsize      *new_length)
{
  char *copy = g_malloc (length + 1);
  gsize n = 0;

  for (gsize i = 0; i < length; i++)
    if (text[i] != '\r' || i + 1 == length || text[i + 1] != '\n')
      copy[n++] = text[i];
  copy[n] = '\0';
  *new_length = n;
  return copy;
}

/* Chatty's own files begin with "# Chatty Transcript -- Name" and a rule of
 * hyphens and equals signs. */
static char *
read_chatty_heading (const char *text,
                     gsize       length,
                     gsize      *body)
{
  const char *prefix = "# Chatty Transcript -- ";
  const char *end = text + length, *newline, *rule;
  char *name;

  if (length < strlen (prefix) || memcmp (text, prefix, strlen (prefix)) != 0)
    return NULL;
  text += strlen (prefix);
  newline = memchr (text, '\n', end - text);
  if (newline == NULL)
    return NULL;
  name = g_strstrip (g_strndup (text, newline - text));

  rule = newline + 1;
  while (rule < end && (*rule == '\r' || *rule == '\n'))
    rule++;
  while (rule < end && (*rule == '-' || *rule == '='))
    rule++;
  *body += rule - text + strlen (prefix);
  return name;
}

/* Imports of Chatty's have a comment before all else, in which lines of
 * "key: value" say where they come from. What is not understood is kept. */
static gsize
read_import_metadata (const char              *text,
                      gsize                    length,
                      ChattyTranscriptBuilder *builder,
                      gboolean                *has_title)
{
  const char *prefix = "<!-- IMPORT_METADATA";
  const char *end;
  g_autofree char *block = NULL;
  g_auto (GStrv) lines = NULL;
  gsize after;

  if (length < strlen (prefix) || memcmp (text, prefix, strlen (prefix)) != 0)
    return 0;
  end = g_strstr_len (text, (gssize) length, "-->");
  if (end == NULL)
    return 0;
  block = g_strndup (text + strlen (prefix), end - text - strlen (prefix));
  g_strstrip (block);
  /* Some are JSON; they stay in sight, as a note. */
  if (*block == '{')
    return 0;

  lines = g_strsplit (block, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *value = strchr (lines[i], ':');
      const char *key;

      if (value == NULL)
        continue;
      *value++ = '\0';
      key = g_strstrip (lines[i]);
      g_strstrip (value);
      if (g_str_equal (key, "conversationTitle") && *value != '\0')
        {
          chatty_transcript_builder_set_title (builder, value);
          *has_title = TRUE;
        }
      else if (g_str_equal (key, "source") && chatty_platform_id_is_valid (value))
        chatty_transcript_builder_set_platform (builder, value);
      else if (*key != '\0' && *value != '\0')
        chatty_transcript_builder_set_extra (builder, key, value);
    }

  after = end - text + strlen ("-->");
  while (after < length && (text[after] == '\r' || text[after] == '\n'))
    after++;
  return after;
}

/* A heading at the top of a file that a person wrote is its title, unless it
 * is all that they wrote. */
static char *
read_plain_heading (const char *text,
                    gsize       length,
                    gsize      *body)
{
  const char *newline = memchr (text, '\n', length);
  gsize end = newline != NULL ? (gsize) (newline - text) : length;

  gsize rest = end;

  while (rest < length && g_ascii_isspace (text[rest]))
    rest++;
  if (end < 3 || text[0] != '#' || text[1] != ' ' || rest == length)
    return NULL;
  *body += end;
  return g_strstrip (g_strndup (text + 2, end - 2));
}

/**
 * chatty_transcript_file_read:
 * @text: a file's content
 * @length: bytes of @text
 * @error: %CHATTY_ERROR_INVALID_DATA when the file holds nothing at all
 *
 * Reads a transcript file, also one that was edited by hand, or one of
 * Chatty's own ("**10:30:45 AM EST - Name**: text"). Text that belongs to no
 * turn becomes a note. Any thread.
 *
 * Returns: (transfer full): the transcript; its id is "" if the file has none
 */
ChattyTranscript *
chatty_transcript_file_read (const char  *text,
                             gsize        length,
                             GError     **error)
{
  g_autoptr (ChattyTranscriptBuilder) builder = NULL;
  g_autoptr (ChattyFrontMatter) header = NULL;
  g_autofree char *valid = NULL;
  g_autofree char *unix_text = NULL;
  g_autofree char *heading = NULL;
  g_autofree char *assistant = NULL;
  Reader reader = { NULL };
  gsize body = 0;

  if (length == 0)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                           _("The file is empty"));
      return NULL;
    }
  if (!g_utf8_validate_len (text, length, NULL))
    {
      text = valid = chatty_text_make_valid (text, (gssize) length);
      length = strlen (valid);
    }
  if (length > 4 && memcmp (text, "---\r\n", 5) == 0)
    text = unix_text = undo_crlf (text, length, &length);

  builder = chatty_transcript_builder_new ();
  header = chatty_front_matter_parse (text, length, &body);
  if (header != NULL)
    {
      const char *title = chatty_front_matter_get (header, "title");

      read_header (builder, header);
      heading = chatty_transcript_file_heading (title != NULL ? title : "");
    }
  else
    {
      gboolean has_title = FALSE;
      g_autofree char *title = NULL;

      body = read_import_metadata (text, length, builder, &has_title);
      assistant = read_chatty_heading (text + body, length - body, &body);
      /* The comment stands before the heading or behind it. */
      if (body > 0)
        {
          while (body < length && g_ascii_isspace (text[body]))
            body++;
          body += read_import_metadata (text + body, length - body, builder, &has_title);
        }
      if (assistant == NULL && !has_title)
        title = read_plain_heading (text + body, length - body, &body);
      if (!has_title)
        chatty_transcript_builder_set_title (builder, assistant != NULL ? assistant : title);
    }

  reader.transcript = builder;
  reader.assistant = assistant;
  read_turns (&reader, text + body, text + length, heading);
  return chatty_transcript_builder_end (g_steal_pointer (&builder));
}
