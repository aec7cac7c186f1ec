/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-model"

#include <string.h>

#include "chatty-front-matter.h"
#include "chatty-json.h"
#include "chatty-text.h"
#include "chatty-transcript-file.h"
#include "chatty-transcript-file-private.h"
#include "chatty-transcript-marks.h"

/* Bytes: more is not read in a list. */
#define MAX_SOURCE_TITLE 400

/* A file is a block of YAML, the title as a heading, and for each turn
 *
 *     <!-- turn {"role":"person","id":"1"} -->
 *     **10:30:45 AM UTC - You** [2025-01-14T10:30:45Z]: text
 *
 * The marker is for people and for Chatty, the comment makes it lossless:
 * it holds what the marker cannot. The text stands behind the colon, or, if
 * it begins with something that Markdown wants at the start of a line, after
 * an empty line. Between text and next comment is one empty line.
 *
 * A conversation that runs is appended to. A turn with "replaces" takes the
 * place of the turn with that id, which becomes an alternate of it; what had
 * followed becomes the "following" of that alternate. A line of its own,
 *
 *     <!-- choice {"turn":"1"} -->
 *
 * makes an alternate the chosen one again. Reading resolves both; writing the
 * whole writes what they came to.
 *
 * Where a file is written for people elsewhere, the line "<!-- sources -->" and
 * a list stand under an answer that rests on something; reading passes over
 * them, for the comment of the turn tells the same. */

#define FORMAT_KEY "format"
#define FORMAT_VALUE "chatty-transcript-1"

static const char *const own_keys[] = {
  FORMAT_KEY, "id", "title", "platform", "character", "model", "started",
  "started-certainty", "ended", "link", "source", "source-sha256",
};

gboolean
chatty_transcript_file_is_own_key (const char *key)
{
  for (guint i = 0; i < G_N_ELEMENTS (own_keys); i++)
    if (g_str_equal (own_keys[i], key))
      return TRUE;
  return FALSE;
}

/* Times that ISO 8601 cannot say are kept as a number of microseconds. */
static char *
format_time (gint64 time)
{
  char *iso = chatty_time_format_iso (time);

  if (iso == NULL && time != CHATTY_TIME_NONE)
    return g_strdup_printf ("@%" G_GINT64_FORMAT, time);
  return iso;
}

gint64
chatty_transcript_file_parse_time (const char *text)
{
  gint64 time;

  if (text != NULL && text[0] == '@' &&
      g_ascii_string_to_signed (text + 1, 10, G_MININT64 + 1, G_MAXINT64,
                                &time, NULL))
    return time;
  return chatty_time_parse_iso (text);
}

static void
append_header (GString                *string,
               const ChattyTranscript *transcript)
{
  g_autoptr (ChattyFrontMatter) header = chatty_front_matter_new ();
  g_autofree char *started = NULL;
  g_autofree char *ended = NULL;

  started = format_time (chatty_transcript_get_started (transcript));
  ended = format_time (chatty_transcript_get_ended (transcript));

  chatty_front_matter_set (header, FORMAT_KEY, FORMAT_VALUE);
  chatty_front_matter_set (header, "id",
                           chatty_transcript_get_id (transcript));
  chatty_front_matter_set (header, "title",
                           chatty_transcript_get_title (transcript));
  chatty_front_matter_set (header, "platform",
                           chatty_transcript_get_platform (transcript));
  chatty_front_matter_set (header, "character",
                           chatty_transcript_get_character (transcript));
  chatty_front_matter_set (header, "model",
                           chatty_transcript_get_model (transcript));
  chatty_front_matter_set (header, "started", started);
  if (chatty_transcript_get_started_certainty (transcript) !=
      CHATTY_CERTAINTY_NONE)
    chatty_front_matter_set (header, "started-certainty",
                             chatty_certainty_to_string (
                               chatty_transcript_get_started_certainty (transcript)));
  chatty_front_matter_set (header, "ended", ended);
  chatty_front_matter_set (header, "link",
                           chatty_transcript_get_link (transcript));
  chatty_front_matter_set (header, "source",
                           chatty_transcript_get_source_name (transcript));
  chatty_front_matter_set (header, "source-sha256",
                           chatty_transcript_get_source_sha256 (transcript));

  for (guint i = 0; i < chatty_transcript_get_n_extras (transcript); i++)
    {
      const char *value, *key = chatty_transcript_get_extra (transcript, i,
                                                             &value);
      g_autofree char *prefixed = NULL;

      if (chatty_transcript_file_is_own_key (key) || g_str_has_prefix (key, CHATTY_TRANSCRIPT_EXTRA_PREFIX))
        prefixed = g_strconcat (CHATTY_TRANSCRIPT_EXTRA_PREFIX, key, NULL);
      chatty_front_matter_set (header, prefixed != NULL ? prefixed : key,
                               value);
    }

  chatty_front_matter_append (header, string);
}

/* The heading that stands between header and turns. */
char *
chatty_transcript_file_heading (const char *title)
{
  g_autofree char *line = chatty_text_one_line (title, 0);

  return *line != '\0' ? g_strconcat ("\n# ", line, "\n", NULL)
                       : g_strdup ("");
}

static void
append_member (GString    *string,
               const char *name,
               const char *value)
{
  if (value == NULL)
    return;
  if (string->str[string->len - 1] != '{')
    g_string_append_c (string, ',');
  g_string_append_printf (string, "\"%s\":", name);
  chatty_json_append_quoted (string, value);
}

static void
append_attachments (GString          *string,
                    const ChattyTurn *turn)
{
  g_string_append (string, ",\"attachments\":[");
  for (guint i = 0; i < chatty_turn_get_n_attachments (turn); i++)
    {
      const ChattyAttachment *attachment = chatty_turn_get_attachment (turn, i);

      g_string_append (string, i > 0 ? ",{" : "{");
      append_member (string, "name", attachment->name);
      append_member (string, "type", attachment->media_type);
      append_member (string, "uri", attachment->uri);
      if (attachment->size >= 0)
        g_string_append_printf (string, ",\"size\":%" G_GINT64_FORMAT,
                                attachment->size);
      g_string_append_c (string, '}');
    }
  g_string_append_c (string, ']');
}

static void
append_sources (GString          *string,
                const ChattyTurn *turn)
{
  g_string_append (string, ",\"sources\":[");
  for (guint i = 0; i < chatty_turn_get_n_sources (turn); i++)
    {
      const ChattySource *source = chatty_turn_get_source (turn, i);

      g_string_append (string, i > 0 ? ",{" : "{");
      append_member (string, "title", source->title);
      append_member (string, "uri", source->uri);
      append_member (string, "document", source->document);
      append_member (string, "excerpt", source->excerpt);
      if (source->page > 0)
        g_string_append_printf (string, ",\"page\":%u", source->page);
      if (source->n_spans > 0)
        g_string_append (string, ",\"spans\":");
      for (guint j = 0; j < source->n_spans; j++)
        g_string_append_printf (string, "%c%" G_GSIZE_FORMAT ",%" G_GSIZE_FORMAT,
                                j > 0 ? ',' : '[', source->spans[j].start, source->spans[j].end);
      g_string_append (string, source->n_spans > 0 ? "]}" : "}");
    }
  g_string_append_c (string, ']');
}

static void append_turns (GString          *string,
                          const char       *name,
                          const ChattyTurn *turn,
                          guint             n_turns,
                          ChattyTurn     *(*get) (const ChattyTurn *, guint),
                          int               depth);

static void
append_properties (GString          *string,
                   const ChattyTurn *turn,
                   const char       *replaces,
                   int               depth)
{
  g_autofree char *time = NULL;

  g_string_append_c (string, '{');
  append_member (string, "role",
                 chatty_role_to_string (chatty_turn_get_role (turn)));
  append_member (string, "id", chatty_turn_get_id (turn));
  append_member (string, "author", chatty_turn_get_author (turn));
  append_member (string, "model", chatty_turn_get_model (turn));
  append_member (string, "emotion", chatty_turn_get_emotion (turn));
  if (chatty_turn_get_state (turn) != CHATTY_TURN_COMPLETE)
    append_member (string, "state", chatty_turn_state_to_string (chatty_turn_get_state (turn)));
  append_member (string, "problem", chatty_turn_get_problem (turn));
  append_member (string, "thought", chatty_turn_get_thought (turn));
  append_member (string, "replaces", replaces);

  time = format_time (chatty_turn_get_time (turn));
  if (depth > 0 || (time != NULL && *time == '@'))
    append_member (string, "time", time);
  if (depth > 0)
    append_member (string, "text", chatty_turn_get_text (turn));
  if (chatty_turn_get_n_attachments (turn) > 0)
    append_attachments (string, turn);
  if (chatty_turn_get_n_sources (turn) > 0)
    append_sources (string, turn);
  append_turns (string, "alternates", turn, chatty_turn_get_n_alternates (turn),
                chatty_turn_get_alternate, depth);
  append_turns (string, "following", turn, chatty_turn_get_n_following (turn),
                chatty_turn_get_following, depth);
  g_string_append_c (string, '}');
}

/* A reader takes more than CHATTY_TURN_MAX_DEPTH can come to: four levels of
 * JSON for each branch. */
G_STATIC_ASSERT (4 * CHATTY_TURN_MAX_DEPTH + 8 < CHATTY_JSON_MAX_DEPTH);

static void
append_turns (GString          *string,
              const char       *name,
              const ChattyTurn *turn,
              guint             n_turns,
              ChattyTurn     *(*get) (const ChattyTurn *, guint),
              int               depth)
{
  if (n_turns == 0)
    return;
  g_string_append_printf (string, ",\"%s\":[", name);
  for (guint i = 0; i < n_turns; i++)
    {
      if (i > 0)
        g_string_append_c (string, ',');
      append_properties (string, get (turn, i), NULL, depth + 1);
    }
  g_string_append_c (string, ']');
}

/* Nothing inside may end the comment; '>' only stands in strings here. */
static void
end_comment (GString *string,
             gsize    start)
{
  if (strchr (string->str + start, '>') != NULL)
    {
      g_auto (GStrv) parts = g_strsplit (string->str + start, ">", -1);
      g_autofree char *safe = g_strjoinv ("\\u003e", parts);

      g_string_truncate (string, start);
      g_string_append (string, safe);
    }
  g_string_append (string, CHATTY_COMMENT_END "\n");
}

static void
append_comment (GString          *string,
                const ChattyTurn *turn,
                const char       *replaces)
{
  gsize start;

  g_string_append (string, CHATTY_TURN_COMMENT);
  start = string->len;
  append_properties (string, turn, replaces, 0);
  end_comment (string, start);
}

static const char *
speaker (const ChattyTurn *turn)
{
  /* Names in files are not translated: the file is the same everywhere. */
  static const char *const names[CHATTY_N_ROLES] = {
    [CHATTY_ROLE_PERSON] = "You",
    [CHATTY_ROLE_ASSISTANT] = "Assistant",
    [CHATTY_ROLE_SYSTEM] = "System",
    [CHATTY_ROLE_TOOL] = "Tool",
    [CHATTY_ROLE_NOTE] = "Note",
  };

  return names[chatty_turn_get_role (turn)];
}

static void
append_marker (GString          *string,
               const ChattyTurn *turn)
{
  const char *author = chatty_turn_get_author (turn);
  g_autofree char *iso = chatty_time_format_iso (chatty_turn_get_time (turn));
  g_autofree char *name = chatty_text_one_line (author != NULL ? author : "",
                                                80);

  g_strdelimit (name, "*[]\\`<>", ' ');
  g_strstrip (name);

  g_string_append (string, "**");
  if (iso != NULL)
    {
      int hour = (iso[11] - '0') * 10 + (iso[12] - '0');

      g_string_append_printf (string, "%d:%.5s %s UTC - ",
                              hour % 12 == 0 ? 12 : hour % 12, iso + 14,
                              hour < 12 ? "AM" : "PM");
    }
  g_string_append (string, *name != '\0' ? name : speaker (turn));
  g_string_append (string, "**");
  if (iso != NULL)
    g_string_append_printf (string, " [%s]", iso);
  g_string_append_c (string, ':');
}

/* Whether Markdown gives the text the same look behind a marker as at the
 * start of a line. */
static gboolean
fits_behind_marker (const char *text)
{
  const char *newline = strchr (text, '\n');

  if (strchr (" \t\r\n#>-*+|`~=<\\:0123456789", *text) != NULL)
    return FALSE;
  return newline == NULL || newline[1] == '\0' ||
         strchr ("-=|: \t", newline[1]) == NULL;
}

/**
 * chatty_transcript_file_append_turn:
 * @string: where to
 * @turn: a turn
 *
 * Appends a turn as it stands in a transcript file. A file to which this is
 * appended stays a transcript file.
 */
void
chatty_transcript_file_append_turn (GString          *string,
                                    const ChattyTurn *turn)
{
  chatty_transcript_file_append_branch (string, turn, NULL);
}

/**
 * chatty_transcript_file_append_choice:
 * @string: where to
 * @turn_id: of a turn that stands before
 *
 * Appends a line that makes that turn, an alternate until now, the chosen one:
 * what followed it comes back.
 */
void
chatty_transcript_file_append_choice (GString    *string,
                                      const char *turn_id)
{
  gsize start;

  g_string_append (string, "\n" CHATTY_CHOICE_COMMENT);
  start = string->len;
  g_string_append_c (string, '{');
  append_member (string, "turn", turn_id);
  g_string_append_c (string, '}');
  end_comment (string, start);
}

/**
 * chatty_transcript_file_append_branch:
 * @string: where to
 * @turn: a turn
 * @replaces: (nullable): the id of a turn that stands before
 *
 * As chatty_transcript_file_append_turn(), but @turn takes the place of that
 * turn, which becomes an alternate of it, with all that followed.
 */
void
chatty_transcript_file_append_branch (GString          *string,
                                      const ChattyTurn *turn,
                                      const char       *replaces)
{
  const char *text = chatty_turn_get_text (turn);
  gsize length = chatty_turn_get_length (turn);

  g_string_append_c (string, '\n');
  append_comment (string, turn, replaces);
  append_marker (string, turn);

  if (length > 0 && fits_behind_marker (text))
    {
      const char *newline = memchr (text, '\n', length);
      gsize first = newline != NULL ? (gsize) (newline + 1 - text) : length;

      g_string_append_c (string, ' ');
      g_string_append_len (string, text, first);
      chatty_marks_append_escaped (string, text + first, length - first);
    }
  else if (length > 0)
    {
      g_string_append (string, "\n\n");
      chatty_marks_append_escaped (string, text, length);
    }
  g_string_append_c (string, '\n');
}

/* Outside text in a line of Markdown. */
static void
append_plain (GString    *string,
              const char *text)
{
  g_autofree char *line = chatty_text_one_line (text, MAX_SOURCE_TITLE);

  for (const char *p = line; *p != '\0'; p++)
    {
      if (strchr ("\\`*_[]<>#&|~", *p) != NULL)
        g_string_append_c (string, '\\');
      g_string_append_c (string, *p);
    }
}

/* Numbered, as the chips under an answer are. Names in files are not
 * translated. */
static void
append_sources_for_people (GString          *string,
                           const ChattyTurn *turn)
{
  guint n = chatty_turn_get_n_sources (turn);

  if (n == 0)
    return;
  g_string_append (string, "\n" CHATTY_SOURCES_COMMENT "\n\n" CHATTY_SOURCES_TITLE "\n\n");
  for (guint i = 0; i < n; i++)
    {
      const ChattySource *source = chatty_turn_get_source (turn, i);
      const char *title = *source->title != '\0' || source->uri == NULL ? source->title
                                                                        : source->uri;

      g_string_append_printf (string, "%u. ", i + 1);
      append_plain (string, *title != '\0' ? title : "?");
      if (source->page > 0)
        g_string_append_printf (string, ", page %u", source->page);
      if (source->uri != NULL && *source->title != '\0')
        {
          g_autofree char *uri = g_uri_escape_string (source->uri,
                                                      G_URI_RESERVED_CHARS_ALLOWED_IN_PATH "?#%",
                                                      FALSE);

          g_string_append_printf (string, " <%s>", uri);
        }
      g_string_append_c (string, '\n');
    }
}

static char *
write_file (const ChattyTranscript *transcript,
            gboolean                with_sources,
            gsize                  *length)
{
  g_autoptr (GString) string = g_string_sized_new (4096);
  g_autofree char *heading = NULL;

  append_header (string, transcript);
  heading = chatty_transcript_file_heading (chatty_transcript_get_title (transcript));
  g_string_append (string, heading);
  for (guint i = 0; i < chatty_transcript_get_n_turns (transcript); i++)
    {
      ChattyTurn *turn = chatty_transcript_get_turn (transcript, i);

      chatty_transcript_file_append_turn (string, turn);
      if (with_sources)
        append_sources_for_people (string, turn);
    }
  if (length != NULL)
    *length = string->len;
  return g_string_free (g_steal_pointer (&string), FALSE);
}

/**
 * chatty_transcript_file_write:
 * @transcript: what to write
 * @length: (out) (optional): bytes written
 *
 * Returns: (transfer full): the transcript as a file: valid UTF-8. The same
 *   transcript always gives the same bytes.
 */
char *
chatty_transcript_file_write (const ChattyTranscript *transcript,
                              gsize                  *length)
{
  return write_file (transcript, FALSE, length);
}

/**
 * chatty_transcript_file_write_for_people:
 * @transcript: what to write
 * @length: (out) (optional): bytes written
 *
 * Does as chatty_transcript_file_write(), with a list under each answer of what
 * it rests on, for those who read the file elsewhere. Reading it back gives the
 * same transcript.
 *
 * Returns: (transfer full): the transcript as a file
 */
char *
chatty_transcript_file_write_for_people (const ChattyTranscript *transcript,
                                         gsize                  *length)
{
  return write_file (transcript, TRUE, length);
}

/**
 * chatty_transcript_file_sniff:
 * @text: the start of a file
 * @length: bytes of @text
 *
 * Returns: whether it was written by chatty_transcript_file_write()
 */
gboolean
chatty_transcript_file_sniff (const char *text,
                              gsize       length)
{
  gsize bound = MIN (length, 4096);

  return bound > 4 && memcmp (text, "---", 3) == 0 &&
         memmem (text, bound, "\n" FORMAT_KEY ": \"" FORMAT_VALUE "\"",
                 strlen ("\n" FORMAT_KEY ": \"" FORMAT_VALUE "\"")) != NULL;
}
