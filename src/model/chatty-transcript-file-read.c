/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-model"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-json.h"
#include "chatty-text.h"
#include "chatty-transcript-branches.h"
#include "chatty-transcript-file.h"
#include "chatty-transcript-file-private.h"
#include "chatty-transcript-marks.h"

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

/* Numbers in pairs, where each passage begins and ends. */
static GArray *
read_spans (JsonArray *numbers)
{
  guint length = numbers != NULL ? json_array_get_length (numbers) : 0;
  GArray *spans = g_array_new (FALSE, FALSE, sizeof (ChattySpan));

  for (guint i = 0; i + 1 < length; i += 2)
    {
      double start = chatty_json_node_number (json_array_get_element (numbers, i), -1);
      double end = chatty_json_node_number (json_array_get_element (numbers, i + 1), -1);
      ChattySpan span;

      /* Beyond any text that there is. */
      if (!(start >= 0 && end > start && end <= G_MAXINT32))
        continue;
      span = (ChattySpan) { (gsize) start, (gsize) end };
      g_array_append_val (spans, span);
    }
  return spans;
}

static void
read_sources (ChattyTurnBuilder *builder,
              JsonObject        *object)
{
  JsonArray *sources = chatty_json_get_array (object, "sources");

  for (guint i = 0; sources != NULL && i < json_array_get_length (sources); i++)
    {
      JsonObject *source = chatty_json_node_object (json_array_get_element (sources, i));
      g_autoptr (GArray) spans = NULL;
      gint64 page;

      if (source == NULL)
        continue;
      spans = read_spans (chatty_json_get_array (source, "spans"));
      page = chatty_json_get_int (source, "page", 0);
      chatty_turn_builder_add_source (builder, &(ChattySource) {
        .title = chatty_json_get_string (source, "title"),
        .uri = chatty_json_get_string (source, "uri"),
        .document = chatty_json_get_string (source, "document"),
        .excerpt = chatty_json_get_string (source, "excerpt"),
        .page = page > 0 && page <= G_MAXUINT ? (guint) page : 0,
        .spans = (const ChattySpan *) spans->data,
        .n_spans = spans->len,
      });
    }
}

static void
read_turn_list (ChattyTurnBuilder *builder,
                JsonObject        *object,
                const char        *name,
                void             (*add) (ChattyTurnBuilder *, ChattyTurn *),
                int                depth)
{
  JsonArray *turns = chatty_json_get_array (object, name);

  for (guint i = 0; turns != NULL && i < json_array_get_length (turns); i++)
    {
      JsonObject *element = chatty_json_node_object (json_array_get_element (turns, i));
      g_autoptr (ChattyTurn) turn = NULL;

      if (element == NULL)
        continue;
      turn = chatty_turn_builder_end (read_properties (element, depth + 1));
      add (builder, turn);
    }
}

/* The recursion is bounded by the depth that chatty_json_parse() allows. */
static ChattyTurnBuilder *
read_properties (JsonObject *object,
                 int         depth)
{
  ChattyRole role = CHATTY_ROLE_NOTE;
  ChattyTurnState state = CHATTY_TURN_COMPLETE;
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
  chatty_turn_state_from_string (chatty_json_get_string (object, "state"), &state);
  chatty_turn_builder_set_state (builder, state);
  chatty_turn_builder_set_problem (builder,
                                   chatty_json_get_string (object, "problem"));
  chatty_turn_builder_set_thought (builder,
                                   chatty_json_get_string (object, "thought"));
  chatty_turn_builder_set_time (builder,
                                chatty_transcript_file_parse_time (
                                  chatty_json_get_string (object, "time")));
  if (depth > 0 && text != NULL)
    chatty_turn_builder_set_text (builder, text);
  read_attachments (builder, object);
  read_sources (builder, object);
  read_turn_list (builder, object, "alternates", chatty_turn_builder_add_alternate, depth);
  read_turn_list (builder, object, "following", chatty_turn_builder_add_following, depth);
  return builder;
}

typedef struct {
  ChattyBranches    *branches;
  ChattyTurnBuilder *turn;         /* the one that is being read */
  JsonNode          *comment;      /* its comment, nullable */
  GHashTable        *ids;          /* of it and of what hangs on it; made when asked for */
  const char        *text_start;   /* behind its marker's colon */
  const char        *loose_start;  /* of what belongs to no turn, or NULL */
  const char        *assistant;    /* who answers in one of Chatty's files */
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

/* What stands where no turn is was written by a person or another program: a
 * note. */
static void
add_note (Reader     *reader,
          const char *start,
          const char *end)
{
  g_autofree char *text = g_strstrip (chatty_marks_unescape (start, end - start));
  ChattyTurnBuilder *note;

  if (*text == '\0')
    return;
  note = chatty_turn_builder_new (CHATTY_ROLE_NOTE);
  chatty_turn_builder_set_text (note, text);
  chatty_branches_take_turn (reader->branches, chatty_turn_builder_end (note), NULL);
}

/* Takes the text of the present turn, up to @end, which is the start of a
 * comment or of a marker line, or the end of the file. */
static void
end_turn (Reader     *reader,
          const char *end,
          gboolean    at_end_of_file)
{
  const char *start = reader->text_start;

  if (reader->loose_start != NULL)
    add_note (reader, reader->loose_start, end);
  reader->loose_start = NULL;
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
  chatty_branches_take_turn (reader->branches, chatty_turn_builder_end (reader->turn),
                             reader->comment != NULL
                             ? chatty_json_get_string (chatty_json_node_object (reader->comment),
                                                       "replaces") : NULL);
  reader->turn = NULL;
  g_clear_pointer (&reader->ids, g_hash_table_unref);
  g_clear_pointer (&reader->comment, json_node_unref);
}

/* What stands before the first turn is either the title's heading or
 * something loose. */
static void
end_preamble (Reader     *reader,
              const char *start,
              const char *end,
              const char *heading)
{
  if (heading != NULL && (gsize) (end - start) >= strlen (heading) &&
      strncmp (start, heading, strlen (heading)) == 0)
    start += strlen (heading);
  add_note (reader, start, end);
}

/* The object in a comment that takes a whole line, or NULL. */
static JsonNode *
parse_comment (const char *line,
               gsize       length,
               const char *start)
{
  gsize prefix = strlen (start);
  gsize suffix = strlen (CHATTY_COMMENT_END);
  g_autoptr (JsonNode) node = NULL;

  if (length < prefix + suffix || memcmp (line, start, prefix) != 0 ||
      memcmp (line + length - suffix, CHATTY_COMMENT_END, suffix) != 0)
    return NULL;

  node = chatty_json_parse (line + prefix, (gssize) (length - prefix - suffix),
                            NULL);
  return chatty_json_node_object (node) != NULL ? g_steal_pointer (&node) : NULL;
}

/* The recursion is bounded by the depth that chatty_json_parse() allows. */
static void
collect_ids (GHashTable *ids,
             JsonObject *turn)
{
  static const char *const lists[] = { "alternates", "following" };
  const char *id = chatty_json_get_string (turn, "id");

  if (id != NULL)
    g_hash_table_add (ids, (char *) id);
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      JsonArray *turns = chatty_json_get_array (turn, lists[i]);

      for (guint j = 0; turns != NULL && j < json_array_get_length (turns); j++)
        {
          JsonObject *inner = chatty_json_node_object (json_array_get_element (turns, j));

          if (inner != NULL)
            collect_ids (ids, inner);
        }
    }
}

/* Whether the turn that is being read has that id, or one that hangs on it. */
static gboolean
is_in_turn (Reader     *reader,
            const char *id)
{
  if (reader->comment == NULL)
    return FALSE;
  if (reader->ids == NULL)
    {
      reader->ids = g_hash_table_new (g_str_hash, g_str_equal);
      collect_ids (reader->ids, chatty_json_node_object (reader->comment));
    }
  return g_hash_table_contains (reader->ids, id);
}

/* A line that chooses a turn. One that names no turn that was read before is
 * text, as it is in a file from before there were choices. */
static char *
read_choice (Reader     *reader,
             const char *line,
             gsize       length)
{
  g_autoptr (JsonNode) node = parse_comment (line, length, CHATTY_CHOICE_COMMENT);
  const char *id = node != NULL
                   ? chatty_json_get_string (chatty_json_node_object (node), "turn") : NULL;

  if (id == NULL || (!is_in_turn (reader, id) && !chatty_branches_has (reader->branches, id)))
    return NULL;
  return g_strdup (id);
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

/* The list of sources that stands here for people, if one does: what it says is
 * in the turn's own line. In a turn without sources the line is text.
 * Returns: what comes behind it, or %NULL */
static const char *
pass_sources (Reader     *reader,
              const char *line,
              gsize       length,
              const char *end)
{
  const char *next = line + length;

  if (reader->turn == NULL || reader->comment == NULL ||
      chatty_json_get_array (chatty_json_node_object (reader->comment), "sources") == NULL ||
      length != strlen (CHATTY_SOURCES_COMMENT) ||
      memcmp (line, CHATTY_SOURCES_COMMENT, length) != 0)
    return NULL;

  for (gboolean is_list = TRUE; is_list && next < end;)
    {
      const char *start = next + 1;
      const char *newline = start < end ? memchr (start, '\n', end - start) : NULL;
      gsize size = newline != NULL ? (gsize) (newline - start) : (gsize) (end - MIN (start, end));

      is_list = start < end && (size == 0 || g_ascii_isdigit (*start) ||
                                (size == strlen (CHATTY_SOURCES_TITLE) &&
                                 memcmp (start, CHATTY_SOURCES_TITLE, size) == 0));
      if (is_list)
        next = start + size;
    }
  return MIN (next + 1, end);
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
      g_autoptr (JsonNode) comment = NULL;
      g_autofree char *choice = NULL;
      const char *start = line;
      const char *behind_sources = *line == '<' ? pass_sources (reader, line, length, end) : NULL;
      ChattyMarker marker;

      if (behind_sources != NULL)
        {
          end_turn (reader, line, FALSE);
          reader->loose_start = line = behind_sources;
          continue;
        }
      if (*line == '<')
        {
          comment = parse_comment (line, length, CHATTY_TURN_COMMENT);
          if (comment == NULL)
            choice = read_choice (reader, line, length);
          else
            turn = read_properties (chatty_json_node_object (comment), 0);
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

      if (turn != NULL || choice != NULL)
        {
          if (preamble)
            end_preamble (reader, body, start, heading);
          preamble = FALSE;
          end_turn (reader, start, FALSE);
        }
      if (choice != NULL)
        {
          chatty_branches_choose (reader->branches, choice);
          reader->loose_start = next;
        }
      if (turn != NULL)
        {
          reader->turn = turn;
          reader->comment = g_steal_pointer (&comment);
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

/**
 * chatty_transcript_file_read:
 * @text: a file's content
 * @length: bytes of @text
 * @error: %CHATTY_ERROR_INVALID_DATA when the file holds nothing at all
 *
 * Reads a transcript file, also one that was edited by hand, or one of
 * Chatty's own ("**10:30:45 AM EST - Name**: text"). Text that belongs to no
 * turn becomes a note. Branches and choices are resolved: the turns are those
 * of the conversation as it is chosen now. Any thread.
 *
 * Returns: (transfer full): the transcript; its id is "" if the file has none
 */
ChattyTranscript *
chatty_transcript_file_read (const char  *text,
                             gsize        length,
                             GError     **error)
{
  g_autoptr (ChattyTranscriptBuilder) builder = NULL;
  g_autoptr (ChattyBranches) branches = NULL;
  g_autofree char *valid = NULL;
  g_autofree char *unix_text = NULL;
  g_autofree char *heading = NULL;
  g_autofree char *assistant = NULL;
  Reader reader = { NULL };
  gsize body;

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
  body = chatty_transcript_file_read_head (text, length, builder, &heading, &assistant);

  branches = chatty_branches_new ();
  reader.branches = branches;
  reader.assistant = assistant;
  read_turns (&reader, text + body, text + length, heading);
  chatty_branches_end (branches, builder);
  return chatty_transcript_builder_end (g_steal_pointer (&builder));
}
