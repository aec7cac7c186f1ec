/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-list-diff.h"

#include <string.h>

/* For each row of @after from @start to @end, its position in @before, or -1;
 * an id that comes twice counts only once. */
static int *
map_rows (GPtrArray        *before,
          GPtrArray        *after,
          ChattyListIdFunc  id_of,
          guint             start,
          guint             before_end,
          guint             after_end)
{
  g_autoptr (GHashTable) positions = g_hash_table_new (g_str_hash, g_str_equal);
  int *map = g_new (int, after_end - start);

  for (guint i = start; i < before_end; i++)
    g_hash_table_insert (positions, (gpointer) id_of (before->pdata[i]), GUINT_TO_POINTER (i + 1));
  for (guint i = start; i < after_end; i++)
    {
      const char *id = id_of (after->pdata[i]);
      guint found = GPOINTER_TO_UINT (g_hash_table_lookup (positions, id));

      map[i - start] = (int) found - 1;
      if (found > 0)
        g_hash_table_remove (positions, id);
    }
  return map;
}

/* Keeps in @map only a longest run of rows whose order did not change, the
 * others become -1: they are taken out and put in again. */
static void
keep_longest_run (int   *map,
                  guint  length)
{
  g_autofree guint *tails = g_new (guint, length + 1);
  g_autofree int *previous = g_new (int, length + 1);
  g_autofree gboolean *kept = g_new0 (gboolean, length + 1);
  guint run = 0;

  for (guint i = 0; i < length; i++)
    {
      guint low = 0, high = run;

      if (map[i] < 0)
        continue;
      while (low < high)
        {
          guint middle = (low + high) / 2;

          if (map[tails[middle]] < map[i])
            low = middle + 1;
          else
            high = middle;
        }
      previous[i] = low > 0 ? (int) tails[low - 1] : -1;
      tails[low] = i;
      if (low == run)
        run++;
    }
  for (int i = run > 0 ? (int) tails[run - 1] : -1; i >= 0; i = previous[i])
    kept[i] = TRUE;
  for (guint i = 0; i < length; i++)
    if (!kept[i])
      map[i] = -1;
}

static void
add_splice (GArray *splices,
            guint   before,
            guint   before_end,
            guint   after,
            guint   after_end)
{
  ChattyListSplice splice = { before, before_end - before, after, after_end - after };

  if (splice.removed > 0 || splice.added > 0)
    g_array_append_val (splices, splice);
}

/* Joins the splices that lie closest until at most @max_splices are left; the
 * rows between them are then replaced by themselves. */
static void
join_splices (GArray *splices,
              guint   max_splices)
{
  guint gap = 1;

  while (splices->len > max_splices)
    {
      guint kept = 0;

      for (guint i = 1; i < splices->len; i++)
        {
          ChattyListSplice *last = &g_array_index (splices, ChattyListSplice, kept);
          ChattyListSplice *next = &g_array_index (splices, ChattyListSplice, i);

          if (next->before - (last->before + last->removed) <= gap)
            {
              last->removed = next->before + next->removed - last->before;
              last->added = next->after + next->added - last->after;
            }
          else
            g_array_index (splices, ChattyListSplice, ++kept) = *next;
        }
      g_array_set_size (splices, kept + 1);
      gap *= 4;
    }
}

/**
 * chatty_list_diff:
 * @before: the rows that are shown
 * @after: the rows to show
 * @id_of: gives the id of a row
 * @max_splices: at least 1
 *
 * Finds the changes that lead from one list to the other and keep as many
 * rows in place as there can be. Rows are told apart by their ids. Pure, in
 * O(n log n).
 *
 * Returns: (transfer full) (element-type ChattyListSplice): the changes, by
 *   position, at most @max_splices
 */
GArray *
chatty_list_diff (GPtrArray        *before,
                  GPtrArray        *after,
                  ChattyListIdFunc  id_of,
                  guint             max_splices)
{
  GArray *splices = g_array_new (FALSE, FALSE, sizeof (ChattyListSplice));
  guint start = 0;
  guint before_end = before->len;
  guint after_end = after->len;
  guint before_cursor, after_cursor;
  g_autofree int *map = NULL;

  while (start < before_end && start < after_end &&
         strcmp (id_of (before->pdata[start]), id_of (after->pdata[start])) == 0)
    start++;
  while (before_end > start && after_end > start &&
         strcmp (id_of (before->pdata[before_end - 1]), id_of (after->pdata[after_end - 1])) == 0)
    {
      before_end--;
      after_end--;
    }
  if (start == before_end || start == after_end)
    {
      add_splice (splices, start, before_end, start, after_end);
      return splices;
    }

  map = map_rows (before, after, id_of, start, before_end, after_end);
  keep_longest_run (map, after_end - start);
  before_cursor = after_cursor = start;
  for (guint i = start; i < after_end; i++)
    {
      int position = map[i - start];

      if (position < 0)
        continue;
      add_splice (splices, before_cursor, (guint) position, after_cursor, i);
      before_cursor = (guint) position + 1;
      after_cursor = i + 1;
    }
  add_splice (splices, before_cursor, before_end, after_cursor, after_end);
  join_splices (splices, max_splices);
  return splices;
}
