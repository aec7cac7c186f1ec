/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#define G_LOG_DOMAIN "chatty-ui"

#include "config.h"

#include <glib/gi18n-lib.h>

#include <string.h>

#include "chatty-text.h"

#include "chatty-turn-marks.h"

/* A platform names few passages; what was made to be slow is cut. */
#define MAX_MARKS 300

/* Where a passage ends for the eye: the space behind it, and what marks the
 * text up there, may lie in the next row, in which nothing of it is seen. */
static gsize
find_seen_end (const char       *text,
               const ChattySpan *span)
{
  gsize end = span->end;

  while (end > span->start && strchr (" \t\r\n*_~#>`-", text[end - 1]) != NULL)
    end--;
  return end > span->start ? end : span->end;
}

/**
 * chatty_turn_marks_list:
 *
 * Returns: (transfer full) (element-type ChattyMarkdownMark): the passages of a
 *   segment that rest on sources, by the bytes of its Markdown
 */
GArray *
chatty_turn_marks_list (ChattyTurnSegment *segment)
{
  GArray *marks = g_array_new (FALSE, TRUE, sizeof (ChattyMarkdownMark));
  ChattyTurn *turn = chatty_turn_segment_get_turn (segment);
  const char *text = chatty_turn_get_text (turn);
  gsize prefix, length, first = chatty_turn_segment_get_offset (segment, &prefix), last;

  chatty_turn_segment_get_text (segment, &length);
  last = first + length;
  for (guint i = 0; i < MIN (chatty_turn_get_n_sources (turn), CHATTY_TURN_MAX_SOURCES); i++)
    {
      const ChattySource *source = chatty_turn_get_source (turn, i);

      for (guint j = 0; j < source->n_spans && marks->len < MAX_MARKS; j++)
        {
          const ChattySpan *span = &source->spans[j];
          gsize seen_end = find_seen_end (text, span);
          ChattyMarkdownMark mark = { .number = i + 1 };

          if (span->start >= last || span->end <= first)
            continue;
          mark.start = MAX (span->start, first) - first + prefix;
          mark.end = MIN (span->end, last) - first + prefix;
          mark.is_end = seen_end > first && seen_end <= last;
          g_array_append_val (marks, mark);
        }
    }
  return marks;
}

/**
 * chatty_turn_marks_dup_name:
 *
 * Returns: (transfer full): what a source is called
 */
char *
chatty_turn_marks_dup_name (const ChattySource *source)
{
  g_autofree char *name = chatty_text_display_name (*source->title != '\0' || source->uri == NULL
                                                      ? source->title : source->uri);

  return *name != '\0' ? g_steal_pointer (&name) : g_strdup (_("Source without a name"));
}

/**
 * chatty_turn_marks_dup_spoken:
 * @number: from 1
 *
 * Returns: (transfer full): what a screen reader says of a source
 */
char *
chatty_turn_marks_dup_spoken (const ChattySource *source,
                              guint               number)
{
  g_autofree char *name = chatty_turn_marks_dup_name (source);

  if (source->page > 0)
    /* Translators: a number, what a document is called, a page in it */
    return g_strdup_printf (_("Source %u: %s, page %u"), number, name, source->page);
  /* Translators: a number, then what a document is called. */
  return g_strdup_printf (_("Source %u: %s"), number, name);
}

/**
 * chatty_turn_marks_list_names:
 *
 * Returns: (transfer full) (nullable): what a screen reader says of each of a
 *   turn's sources; %NULL where it has none
 */
GStrv
chatty_turn_marks_list_names (const ChattyTurn *turn)
{
  guint n = MIN (chatty_turn_get_n_sources (turn), CHATTY_TURN_MAX_SOURCES);
  GStrv names;

  if (n == 0)
    return NULL;
  names = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    names[i] = chatty_turn_marks_dup_spoken (chatty_turn_get_source (turn, i), i + 1);
  return names;
}
