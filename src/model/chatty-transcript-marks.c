/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-model"

#include <string.h>

#include "chatty-time.h"
#include "chatty-transcript-marks.h"

/* A speaker's name is short; so is a marker. */
#define MAX_MARKER 400

static gsize
clock_length (const char *text,
              gsize       length)
{
  gsize i = 0;

  while (i < length && i < 2 && g_ascii_isdigit (text[i]))
    i++;
  if (i == 0 || i + 3 > length || text[i] != ':' ||
      !g_ascii_isdigit (text[i + 1]) || !g_ascii_isdigit (text[i + 2]))
    return 0;
  for (i += 3; i < length; i++)
    if (i + 3 <= length && memcmp (text + i, " - ", 3) == 0)
      return i + 3;
    else if (!g_ascii_isalnum (text[i]) && text[i] != ':' && text[i] != ' ' &&
             text[i] != '+' && text[i] != '-')
      return 0;
  return 0;
}

/**
 * chatty_marker_parse:
 * @line: the start of a line
 * @length: bytes up to the end of the line
 * @marker: (out): what was read
 *
 * Reads "**[clock - ]name**[ [ISO time]]:".
 *
 * Returns: whether the line starts like that
 */
gboolean
chatty_marker_parse (const char   *line,
                     gsize         length,
                     ChattyMarker *marker)
{
  gsize bound = MIN (length, MAX_MARKER), skip, at;
  const char *end;

  if (bound < 6 || line[0] != '*' || line[1] != '*' || line[2] == '*')
    return FALSE;
  end = memmem (line + 2, bound - 2, "**", 2);
  if (end == NULL)
    return FALSE;

  skip = clock_length (line + 2, end - line - 2);
  marker->has_clock = skip > 0;
  marker->name = line + 2 + skip;
  marker->name_length = end - marker->name;
  marker->time = CHATTY_TIME_NONE;

  at = end + 2 - line;
  if (at + 2 < bound && line[at] == ' ' && line[at + 1] == '[')
    {
      const char *close = memchr (line + at, ']', bound - at);
      g_autofree char *iso = NULL;

      if (close == NULL)
        return FALSE;
      iso = g_strndup (line + at + 2, close - line - at - 2);
      marker->time = chatty_time_parse_iso (iso);
      if (marker->time == CHATTY_TIME_NONE)
        return FALSE;
      at = close + 1 - line;
    }
  if (at >= bound || line[at] != ':')
    return FALSE;

  marker->text_offset = at + 1;
  return TRUE;
}

/**
 * chatty_marker_is_speaker:
 * @name: a name in bold type before a colon
 * @length: bytes of @name
 *
 * Returns: whether a marker without a clock and without a comment starts a
 *   turn; any other bold words before a colon are text
 */
gboolean
chatty_marker_is_speaker (const char *name,
                          gsize       length)
{
  static const char *const speakers[] = {
    "You", "User", "Human", "Assistant", "ChatGPT", "System",
  };

  for (guint i = 0; i < G_N_ELEMENTS (speakers); i++)
    if (strlen (speakers[i]) == length &&
        g_ascii_strncasecmp (speakers[i], name, length) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
begins_with (const char *line,
             gsize       length,
             const char *prefix)
{
  return length >= strlen (prefix) && memcmp (line, prefix, strlen (prefix)) == 0;
}

static gboolean
is_mark (const char *line,
         gsize       length)
{
  ChattyMarker marker;

  if (length == 0)
    return FALSE;
  if (line[0] == '<')
    return begins_with (line, length, CHATTY_TURN_COMMENT) ||
           begins_with (line, length, CHATTY_CHOICE_COMMENT) ||
           begins_with (line, length, CHATTY_SOURCES_COMMENT);
  return line[0] == '*' && chatty_marker_parse (line, length, &marker) &&
         (marker.has_clock ||
          chatty_marker_is_speaker (marker.name, marker.name_length));
}

/**
 * chatty_marks_need_escape:
 * @line: a line of a turn's text
 * @length: bytes of it
 *
 * Returns: whether the line, or what follows its backslashes, would be taken
 *   for the start of a turn
 */
gboolean
chatty_marks_need_escape (const char *line,
                          gsize       length)
{
  gsize n = 0;

  while (n < length && line[n] == '\\')
    n++;
  return is_mark (line + n, length - n);
}

static gsize
line_length (const char *line,
             const char *end)
{
  const char *newline = memchr (line, '\n', end - line);

  return newline != NULL ? (gsize) (newline - line) : (gsize) (end - line);
}

/**
 * chatty_marks_append_escaped:
 * @string: where to
 * @text: a turn's text, from the start of a line
 * @length: bytes of @text
 *
 * Appends @text with a backslash before every line that needs one.
 */
void
chatty_marks_append_escaped (GString    *string,
                             const char *text,
                             gsize       length)
{
  const char *end = text + length, *run = text;

  for (const char *line = text; line < end;)
    {
      gsize n = line_length (line, end);

      if ((*line == '<' || *line == '*' || *line == '\\') &&
          chatty_marks_need_escape (line, n))
        {
          g_string_append_len (string, run, line - run);
          g_string_append_c (string, '\\');
          run = line;
        }
      line += n + 1;
    }
  g_string_append_len (string, run, end - run);
}

/**
 * chatty_marks_unescape:
 * @text: what chatty_marks_append_escaped() wrote
 * @length: bytes of @text
 *
 * Returns: (transfer full): the text as it was
 */
char *
chatty_marks_unescape (const char *text,
                       gsize       length)
{
  const char *end = text + length, *run = text;
  g_autoptr (GString) string = NULL;

  for (const char *line = text; line < end;)
    {
      gsize n;

      /* Most lines begin with something else; look no further there. */
      if (*line != '\\')
        {
          const char *next = memchr (line, '\n', end - line);

          if (next == NULL)
            break;
          line = next + 1;
          continue;
        }
      n = line_length (line, end);
      if (chatty_marks_need_escape (line, n))
        {
          if (string == NULL)
            string = g_string_sized_new (length);
          g_string_append_len (string, run, line - run);
          run = line + 1;
        }
      line += n + 1;
    }

  if (string == NULL)
    return g_strndup (text, length);
  g_string_append_len (string, run, end - run);
  return g_string_free (g_steal_pointer (&string), FALSE);
}
