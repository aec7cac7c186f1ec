/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-sync"

#include "chatty-sync-diff3.h"
#include "chatty-sync-rules.h"

/* A text with more lines than this, between what is the same at both ends, is
 * a conflict and not compared line by line: the table below would be large. */
#define MAX_CELLS (4 * 1024 * 1024)

typedef struct {
  char  **lines;
  guint   n;
  int    *of_base;      /* for each line of the base, the line here, or -1 */
} Side;

static char **
split (const char *text)
{
  g_autoptr (GString) plain = g_string_new (text);

  g_string_replace (plain, "\r\n", "\n", 0);
  g_string_replace (plain, "\r", "\n", 0);
  return g_strsplit (plain->str, "\n", -1);
}

/* Which lines of @base are in @side: the longest common subsequence. */
static gboolean
match (char  **base,
       guint   n_base,
       Side   *side)
{
  guint head = 0, tail = 0, rows, columns;
  g_autofree guint16 *table = NULL;

  side->of_base = g_new (int, n_base + 1);
  for (guint i = 0; i < n_base; i++)
    side->of_base[i] = -1;

  while (head < n_base && head < side->n && g_str_equal (base[head], side->lines[head]))
    {
      side->of_base[head] = (int) head;
      head++;
    }
  while (tail < n_base - head && tail < side->n - head &&
         g_str_equal (base[n_base - 1 - tail], side->lines[side->n - 1 - tail]))
    {
      side->of_base[n_base - 1 - tail] = (int) (side->n - 1 - tail);
      tail++;
    }

  rows = n_base - head - tail;
  columns = side->n - head - tail;
  if (rows == 0 || columns == 0)
    return TRUE;
  if (rows > G_MAXUINT16 || columns > G_MAXUINT16 ||
      (guint64) (rows + 1) * (columns + 1) > MAX_CELLS)
    return FALSE;

  table = g_new0 (guint16, (gsize) (rows + 1) * (columns + 1));
#define CELL(row, column) table[(gsize) (row) * (columns + 1) + (column)]
  for (guint row = rows; row-- > 0;)
    for (guint column = columns; column-- > 0;)
      CELL (row, column) = g_str_equal (base[head + row], side->lines[head + column])
        ? CELL (row + 1, column + 1) + 1
        : MAX (CELL (row + 1, column), CELL (row, column + 1));
  for (guint row = 0, column = 0; row < rows && column < columns;)
    {
      if (g_str_equal (base[head + row], side->lines[head + column]))
        side->of_base[head + row++] = (int) (head + column++);
      else if (CELL (row + 1, column) >= CELL (row, column + 1))
        row++;
      else
        column++;
    }
#undef CELL
  return TRUE;
}

static gboolean
same_lines (char  **a,
            guint   from_a,
            guint   to_a,
            char  **b,
            guint   from_b,
            guint   to_b)
{
  if (to_a - from_a != to_b - from_b)
    return FALSE;
  for (guint i = 0; i < to_a - from_a; i++)
    if (!g_str_equal (a[from_a + i], b[from_b + i]))
      return FALSE;
  return TRUE;
}

static void
take_lines (GPtrArray  *result,
            char      **lines,
            guint       from,
            guint       to)
{
  for (guint i = from; i < to; i++)
    g_ptr_array_add (result, lines[i]);
}

/* The lines between two that all three have: what one side left as it was is
 * taken from the other. */
static gboolean
take_chunk (GPtrArray  *result,
            char      **base,
            guint       from_base,
            guint       to_base,
            Side       *here,
            guint       from_here,
            guint       to_here,
            Side       *there,
            guint       from_there,
            guint       to_there)
{
  gboolean kept_here = same_lines (base, from_base, to_base, here->lines, from_here, to_here);
  gboolean kept_there = same_lines (base, from_base, to_base, there->lines, from_there, to_there);

  if (!kept_here && !kept_there &&
      !same_lines (here->lines, from_here, to_here, there->lines, from_there, to_there) &&
      CHATTY_SYNC_HOLDS (CHATTY_RULE_JOIN))
    return FALSE;
  if (kept_here)
    take_lines (result, there->lines, from_there, to_there);
  else
    take_lines (result, here->lines, from_here, to_here);
  return TRUE;
}

static gboolean
join (GPtrArray  *result,
      char      **base,
      guint       n_base,
      Side       *here,
      Side       *there)
{
  guint at_base = 0, at_here = 0, at_there = 0;

  for (;;)
    {
      guint to_base = at_base, to_here, to_there;

      while (to_base < n_base &&
             (here->of_base[to_base] < 0 || there->of_base[to_base] < 0))
        to_base++;
      to_here = to_base < n_base ? (guint) here->of_base[to_base] : here->n;
      to_there = to_base < n_base ? (guint) there->of_base[to_base] : there->n;
      if (!take_chunk (result, base, at_base, to_base, here, at_here, to_here,
                       there, at_there, to_there))
        return FALSE;
      if (to_base == n_base)
        return TRUE;
      g_ptr_array_add (result, base[to_base]);
      at_base = to_base + 1;
      at_here = to_here + 1;
      at_there = to_there + 1;
    }
}

/**
 * chatty_sync_diff3:
 * @base: what both sides began from
 * @here: what one made of it
 * @there: what the other did
 *
 * Joins the changes of both, line by line. Changes of the same lines, and of
 * lines that touch, are never joined: whoever edited them saw a text that is
 * gone.
 *
 * Returns: (transfer full) (nullable): both changes in one text, its lines
 *   ended by line feeds; %NULL where they overlap
 */
char *
chatty_sync_diff3 (const char *base,
                   const char *here,
                   const char *there)
{
  g_auto (GStrv) base_lines = split (base);
  g_auto (GStrv) here_lines = split (here);
  g_auto (GStrv) there_lines = split (there);
  g_autoptr (GPtrArray) result = g_ptr_array_new ();
  Side left = { here_lines, g_strv_length (here_lines), NULL };
  Side right = { there_lines, g_strv_length (there_lines), NULL };
  guint n_base = g_strv_length (base_lines);
  char *text = NULL;

  if (match (base_lines, n_base, &left) && match (base_lines, n_base, &right) &&
      join (result, base_lines, n_base, &left, &right))
    {
      g_ptr_array_add (result, NULL);
      text = g_strjoinv ("\n", (char **) result->pdata);
    }
  g_free (left.of_base);
  g_free (right.of_base);
  return text;
}
