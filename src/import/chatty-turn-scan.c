/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-import"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-turn-scan.h"

/* How many lines pass between two looks at the clock. */
#define LINES_PER_LOOK 4096

/**
 * chatty_line_end:
 * @text: a text
 * @length: its bytes
 * @at: the start of a line
 *
 * Returns: where the line ends, without the line feed
 */
gsize
chatty_line_end (const char *text,
                 gsize       length,
                 gsize       at)
{
  const char *end = memchr (text + at, '\n', length - at);

  return end != NULL ? (gsize) (end - text) : length;
}

gboolean
chatty_line_is_blank (const char *text,
                      gsize       start,
                      gsize       end)
{
  for (gsize i = start; i < end; i++)
    if (text[i] != ' ' && text[i] != '\t')
      {
        if (i + 1 < end && memcmp (text + i, "\302\240", 2) == 0)
          i++;
        else
          return FALSE;
      }
  return TRUE;
}

/**
 * chatty_text_is_space:
 * @text: a text
 * @length: its bytes
 *
 * Returns: whether there is nothing to be seen in it
 */
gboolean
chatty_text_is_space (const char *text,
                      gsize       length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isspace (text[i]))
      return FALSE;
  return TRUE;
}

/**
 * chatty_line_is_rule:
 * @text: a text
 * @start: where a line starts
 * @end: where it ends
 *
 * Returns: whether it is a line across the page: three or more of "-", "*",
 *   "_" or "="
 */
gboolean
chatty_line_is_rule (const char *text,
                     gsize       start,
                     gsize       end)
{
  guint n = 0;
  char mark = 0;

  if (end - start > 200)
    return FALSE;
  for (gsize i = start; i < end; i++)
    {
      if (text[i] == ' ' && n > 0)
        continue;
      if (strchr ("-*_=", text[i]) == NULL)
        return FALSE;
      /* "-=-=-" is one as well. */
      if (mark != 0 && text[i] != mark &&
          !((text[i] == '-' || text[i] == '=') && (mark == '-' || mark == '=')))
        return FALSE;
      mark = text[i];
      n++;
    }
  return n >= 3;
}

/**
 * chatty_fence_step:
 * @fence: where the line before left off
 * @line: the next line
 * @length: its bytes
 *
 * Returns: what the line does
 */
ChattyFenceEvent
chatty_fence_step (ChattyFence *fence,
                   const char  *line,
                   gsize        length)
{
  gsize at = 0;
  guint width = 0;
  char mark;
  gboolean bare = TRUE;

  while (at < length && (line[at] == ' ' || line[at] == '\t' || line[at] == '>'))
    at++;
  if (at + 3 > length || (line[at] != '`' && line[at] != '~'))
    return CHATTY_FENCE_NONE;
  mark = line[at];
  while (at < length && line[at] == mark)
    {
      at++;
      width++;
    }
  if (width < 3)
    return CHATTY_FENCE_NONE;
  for (gsize i = at; i < length && bare; i++)
    bare = line[i] == ' ' || line[i] == '\t';

  if (fence->mark == 0)
    {
      /* Code in a line may begin with three backticks, too. */
      if (mark == '`' && memchr (line + at, '`', MIN (length - at, 4096)) != NULL)
        return CHATTY_FENCE_NONE;
      fence->mark = mark;
      fence->width = width;
      return CHATTY_FENCE_OPENS;
    }
  if (mark != fence->mark || width < fence->width)
    return CHATTY_FENCE_NONE;
  if (!bare)
    return memchr (line + at, '`', MIN (length - at, 4096)) == NULL ? CHATTY_FENCE_REOPENS
                                                                     : CHATTY_FENCE_NONE;
  fence->mark = 0;
  return CHATTY_FENCE_CLOSES;
}

static gboolean
line_has (const char *line,
          gsize       length,
          const char *what)
{
  return memmem (line, MIN (length, 200), what, strlen (what)) != NULL;
}

static gboolean
date_stands_under (const char *text,
                   gsize       length,
                   gsize       at)
{
  for (guint i = 0; i < 3 && at < length; i++)
    {
      gsize end = chatty_line_end (text, MIN (length, at + 400), at);
      ChattyDate date;

      if (!chatty_line_is_blank (text, at, end))
        {
          const char *line = text + at;
          gsize n = end - at;

          if (n >= 5 && (memcmp (line, "Date:", 5) == 0 || memcmp (line, "Time:", 5) == 0))
            return TRUE;
          if (n > 10 && memcmp (line, "<time", 5) == 0)
            return TRUE;
          return n < 80 && chatty_date_parse_line (line, n, &date);
        }
      at = end + 1;
    }
  return FALSE;
}

/* The fence or folded part in which these candidates stood never ended, so
 * they stood outside. */
static void
bring_to_light (GArray *candidates,
                guint   from)
{
  for (guint i = from; i < candidates->len; i++)
    g_array_index (candidates, ChattyCandidate, i).flags &= ~CHATTY_CANDIDATE_SHADOWED;
}

static void
add_candidate (GArray               *candidates,
               const char           *text,
               gsize                 length,
               gsize                 start,
               gsize                 end,
               const ChattyTurnMark *mark,
               guint8                flags)
{
  ChattyCandidate candidate = { 0 };

  candidate.label = mark->label;
  candidate.start = start;
  candidate.body = mark->rest_length > 0 ? (gsize) (mark->rest - text) : MIN (end + 1, length);
  candidate.author = mark->author - text;
  candidate.author_length = mark->author_length;
  candidate.style = chatty_turn_mark_get_style (mark, TRUE);
  candidate.decoration = chatty_turn_mark_get_style (mark, FALSE);
  candidate.role = mark->label != NULL ? (int) mark->label->role : -1;
  if (mark->model != NULL)
    {
      candidate.model = mark->model - text;
      candidate.model_length = mark->model_length;
    }
  if (mark->rest_length > 0)
    flags |= CHATTY_CANDIDATE_INLINE;
  if (mark->has_date)
    {
      candidate.date = mark->date;
      flags |= CHATTY_CANDIDATE_DATED;
    }
  else if (mark->rest_length == 0 && date_stands_under (text, length, end + 1))
    flags |= CHATTY_CANDIDATE_DATED;
  candidate.flags = flags;
  g_array_append_val (candidates, candidate);
}

/**
 * chatty_turn_scan:
 * @text: valid UTF-8 whose lines end in LF
 * @length: its bytes
 * @any_name: whether names count that are in no table
 * @cancellable: (nullable): for giving up
 * @deadline: monotonic time at which to give up, or 0
 * @error: where to put an error
 *
 * Finds every line that looks like the start of a turn, in one pass over the
 * lines. Those in fenced code or a folded part are marked so; where the code
 * never ends, it is taken to end at the first of them.
 *
 * Returns: (transfer full) (element-type ChattyCandidate): the lines, or
 *   %NULL with %CHATTY_ERROR_CANCELLED or %CHATTY_ERROR_TIMED_OUT
 */
GArray *
chatty_turn_scan (const char    *text,
                  gsize          length,
                  gboolean       any_name,
                  GCancellable  *cancellable,
                  gint64         deadline,
                  GError       **error)
{
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (ChattyCandidate));
  ChattyFence fence = { 0 };
  guint fold_depth = 0;
  guint shadow_from = 0;
  gboolean after_rule = FALSE, after_blank = TRUE;
  guint n_lines = 0;

  for (gsize at = 0; at < length && candidates->len < CHATTY_TURN_SCAN_MAX;)
    {
      gsize end = chatty_line_end (text, length, at);
      const char *line = text + at;
      gsize n = end - at;
      ChattyFenceEvent event;
      ChattyTurnMark mark;

      if (n_lines++ % LINES_PER_LOOK == 0)
        {
          if (chatty_set_cancelled (cancellable, error))
            return NULL;
          if (deadline != 0 && g_get_monotonic_time () > deadline)
            {
              g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_TIMED_OUT,
                                   _("Reading it takes longer than the time limit"));
              return NULL;
            }
        }

      if (chatty_line_is_blank (text, at, end))
        {
          after_blank = TRUE;
          at = end + 1;
          continue;
        }

      event = chatty_fence_step (&fence, line, n);
      if (event == CHATTY_FENCE_OPENS)
        shadow_from = candidates->len;
      else if (event == CHATTY_FENCE_REOPENS && candidates->len > shadow_from)
        {
          bring_to_light (candidates, shadow_from);
          shadow_from = candidates->len;
        }
      else if (event == CHATTY_FENCE_NONE && fence.mark == 0 && n >= 8 &&
               (line[0] == '<' || line[0] == '>'))
        {
          if (line_has (line, n, "<details"))
            {
              if (fold_depth++ == 0)
                shadow_from = candidates->len;
            }
          if (fold_depth > 0 && line_has (line, n, "</details>"))
            fold_depth--;
        }

      if (event == CHATTY_FENCE_NONE && chatty_turn_mark_read (line, n, any_name, &mark))
        add_candidate (candidates, text, length, at, end, &mark,
                       (fence.mark != 0 || fold_depth > 0 ? CHATTY_CANDIDATE_SHADOWED : 0) |
                       (after_rule ? CHATTY_CANDIDATE_AFTER_RULE : 0) |
                       (after_blank ? CHATTY_CANDIDATE_AFTER_BLANK : 0));

      after_rule = event == CHATTY_FENCE_NONE && chatty_line_is_rule (text, at, end);
      after_blank = FALSE;
      at = end + 1;
    }

  if (fence.mark != 0 || fold_depth > 0)
    bring_to_light (candidates, shadow_from);
  return g_steal_pointer (&candidates);
}
