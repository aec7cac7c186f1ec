/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <string.h>

#include "chatty-text-diff.h"

/* Bounds of the table that finds what is the same: about 10 ms. What is over
 * them is shown as removed and added whole. */
#define MAX_CELLS   (2 * 1000 * 1000)
#define CONTEXT     2

typedef struct {
  const char *text;
  gsize       length;
} Piece;

/* Which pieces of one side have a counterpart on the other. */
typedef struct {
  GArray *a;    /* of int: the counterpart, or -1 */
  GArray *b;
} Pairs;

static void
diff_line_free (gpointer data)
{
  ChattyDiffLine *line = data;

  g_free (line->text);
  g_clear_pointer (&line->marks, g_array_unref);
  g_free (line);
}

static gboolean
same (const GArray *a,
      guint         i,
      const GArray *b,
      guint         j)
{
  const Piece *x = &g_array_index (a, Piece, i);
  const Piece *y = &g_array_index (b, Piece, j);

  return x->length == y->length && memcmp (x->text, y->text, x->length) == 0;
}

static GArray *
cut_lines (const char *text)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (Piece));

  while (*text != '\0')
    {
      gsize length = strcspn (text, "\n");
      Piece piece = { text, length };

      g_array_append_val (lines, piece);
      text += length;
      if (*text == '\n')
        text++;
    }
  return lines;
}

/* Words and what is between them. */
static GArray *
cut_words (const Piece *line)
{
  GArray *words = g_array_new (FALSE, FALSE, sizeof (Piece));
  const char *end = line->text + line->length;
  const char *p = line->text;

  while (p < end)
    {
      const char *start = p;
      gboolean word = g_unichar_isalnum (g_utf8_get_char (p));
      Piece piece;

      p = g_utf8_next_char (p);
      while (word && p < end && g_unichar_isalnum (g_utf8_get_char (p)))
        p = g_utf8_next_char (p);
      piece = (Piece) { start, p - start };
      g_array_append_val (words, piece);
    }
  return words;
}

/* The longest common subsequence of the two middles, by the book. */
static void
pair_middle (const GArray *a,
             const GArray *b,
             guint         start,
             guint         a_end,
             guint         b_end,
             Pairs        *pairs)
{
  guint n = a_end - start, m = b_end - start;
  g_autofree guint32 *table = NULL;
  gsize width = (gsize) m + 1;

  if (n == 0 || m == 0 || (gsize) n * m > MAX_CELLS)
    return;

  table = g_new0 (guint32, ((gsize) n + 1) * width);
  for (guint i = n; i > 0; i--)
    for (guint j = m; j > 0; j--)
      table[(i - 1) * width + j - 1] = same (a, start + i - 1, b, start + j - 1)
        ? table[i * width + j] + 1
        : MAX (table[i * width + j - 1], table[(i - 1) * width + j]);
  for (guint i = 0, j = 0; i < n && j < m;)
    {
      if (same (a, start + i, b, start + j))
        {
          g_array_index (pairs->a, int, start + i) = start + j;
          g_array_index (pairs->b, int, start + j) = start + i;
          i++, j++;
        }
      else if (table[(i + 1) * width + j] >= table[i * width + j + 1])
        {
          i++;
        }
      else
        {
          j++;
        }
    }
}

static void
find_pairs (const GArray *a,
            const GArray *b,
            Pairs        *pairs)
{
  guint start = 0, a_end = a->len, b_end = b->len;
  const int none = -1;

  pairs->a = g_array_sized_new (FALSE, FALSE, sizeof (int), a->len);
  pairs->b = g_array_sized_new (FALSE, FALSE, sizeof (int), b->len);
  for (guint i = 0; i < a->len; i++)
    g_array_append_val (pairs->a, none);
  for (guint i = 0; i < b->len; i++)
    g_array_append_val (pairs->b, none);

  for (; start < a_end && start < b_end && same (a, start, b, start); start++)
    {
      g_array_index (pairs->a, int, start) = start;
      g_array_index (pairs->b, int, start) = start;
    }
  while (a_end > start && b_end > start && same (a, a_end - 1, b, b_end - 1))
    {
      a_end--, b_end--;
      g_array_index (pairs->a, int, a_end) = b_end;
      g_array_index (pairs->b, int, b_end) = a_end;
    }
  pair_middle (a, b, start, a_end, b_end, pairs);
}

static void
pairs_clear (Pairs *pairs)
{
  g_array_unref (pairs->a);
  g_array_unref (pairs->b);
}

static void
mark_side (ChattyDiffLine *line,
           const Piece    *whole,
           const GArray   *words,
           const GArray   *counterparts)
{
  for (guint i = 0; i < words->len; i++)
    {
      const Piece *word = &g_array_index (words, Piece, i);
      ChattyDiffMark mark = { word->text - whole->text,
                              word->text - whole->text + word->length };
      ChattyDiffMark *last;

      if (g_array_index (counterparts, int, i) >= 0)
        continue;
      last = line->marks->len > 0
        ? &g_array_index (line->marks, ChattyDiffMark, line->marks->len - 1) : NULL;
      if (last != NULL && last->end == mark.start)
        last->end = mark.end;
      else
        g_array_append_val (line->marks, mark);
    }
}

/* A line and what became of it: which words are others. */
static void
mark_words (ChattyDiffLine *removed,
            const Piece    *before,
            ChattyDiffLine *added,
            const Piece    *after)
{
  g_autoptr (GArray) a = cut_words (before);
  g_autoptr (GArray) b = cut_words (after);
  Pairs pairs;

  find_pairs (a, b, &pairs);
  mark_side (removed, before, a, pairs.a);
  mark_side (added, after, b, pairs.b);
  pairs_clear (&pairs);
}

static ChattyDiffLine *
append_line (GPtrArray      *lines,
             ChattyDiffKind  kind,
             const Piece    *piece)
{
  ChattyDiffLine *line = g_new0 (ChattyDiffLine, 1);

  line->kind = kind;
  line->text = g_strndup (piece->text, piece->length);
  line->marks = g_array_new (FALSE, FALSE, sizeof (ChattyDiffMark));
  g_ptr_array_add (lines, line);
  return line;
}

/* Lines that are the same: those next to a change. */
static void
append_same (GPtrArray    *lines,
             const GArray *a,
             guint         from,
             guint         to,
             gboolean      last)
{
  guint before = lines->len > 0 ? CONTEXT : 0;
  guint after = last ? 0 : CONTEXT;

  for (guint i = from; i < to; i++)
    {
      if (i >= from + before && i + after < to)
        {
          ChattyDiffLine *line = g_new0 (ChattyDiffLine, 1);

          line->kind = CHATTY_DIFF_SKIPPED;
          line->n_skipped = to - after - i;
          g_ptr_array_add (lines, line);
          i = to - after;
          if (i >= to)
            break;
        }
      append_line (lines, CHATTY_DIFF_SAME, &g_array_index (a, Piece, i));
    }
}

/**
 * chatty_text_diff:
 * @before: valid UTF-8
 * @after: valid UTF-8
 *
 * Compares two texts line by line, and lines that follow each other word by
 * word. Takes about 10 ms at most; what is longer is shown as replaced.
 *
 * Returns: (transfer full) (element-type ChattyDiffLine): what to show, in
 *   order; lines far from a change are left out and counted
 */
GPtrArray *
chatty_text_diff (const char *before,
                  const char *after)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (diff_line_free);
  g_autoptr (GArray) a = cut_lines (before);
  g_autoptr (GArray) b = cut_lines (after);
  Pairs pairs;
  guint i = 0, j = 0;

  find_pairs (a, b, &pairs);
  while (i < a->len || j < b->len)
    {
      guint same_from = i, removed = i, added = j, first = 0;

      while (i < a->len && g_array_index (pairs.a, int, i) == (int) j)
        i++, j++;
      if (i > same_from)
        append_same (lines, a, same_from, i, i == a->len && j == b->len);

      removed = i, added = j;
      while (i < a->len && g_array_index (pairs.a, int, i) < 0)
        i++;
      while (j < b->len && g_array_index (pairs.b, int, j) < 0)
        j++;
      first = lines->len;
      for (guint k = removed; k < i; k++)
        append_line (lines, CHATTY_DIFF_REMOVED, &g_array_index (a, Piece, k));
      for (guint k = added; k < j; k++)
        {
          ChattyDiffLine *line = append_line (lines, CHATTY_DIFF_ADDED,
                                              &g_array_index (b, Piece, k));

          if (k - added < i - removed)
            mark_words (g_ptr_array_index (lines, first + k - added),
                        &g_array_index (a, Piece, removed + k - added),
                        line, &g_array_index (b, Piece, k));
        }
    }
  pairs_clear (&pairs);

  return lines;
}
