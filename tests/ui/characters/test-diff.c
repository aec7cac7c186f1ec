/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <string.h>

#include "chatty-text-diff.h"

/* As signs: " " same, "-" and "+" a line, "…" skipped; the words that differ
 * in brackets. */
static char *
draw (const char *before,
      const char *after)
{
  g_autoptr (GPtrArray) lines = chatty_text_diff (before, after);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < lines->len; i++)
    {
      const ChattyDiffLine *line = g_ptr_array_index (lines, i);
      gsize at = 0;

      if (line->kind == CHATTY_DIFF_SKIPPED)
        {
          g_string_append_printf (text, "(%u)\n", line->n_skipped);
          continue;
        }
      g_string_append_c (text, line->kind == CHATTY_DIFF_SAME ? ' '
                               : line->kind == CHATTY_DIFF_ADDED ? '+' : '-');
      for (guint j = 0; j < line->marks->len; j++)
        {
          const ChattyDiffMark *mark = &g_array_index (line->marks, ChattyDiffMark, j);

          g_string_append_len (text, line->text + at, mark->start - at);
          g_string_append_c (text, '[');
          g_string_append_len (text, line->text + mark->start, mark->end - mark->start);
          g_string_append_c (text, ']');
          at = mark->end;
        }
      g_string_append_printf (text, "%s\n", line->text + at);
    }
  return g_string_free (text, FALSE);
}

static const struct {
  const char *before;
  const char *after;
  const char *drawn;
} cases[] = {
  { "", "", "" },
  { "a", "a", "(1)\n" },
  { "", "a\nb", "+a\n+b\n" },
  { "a\nb", "", "-a\n-b\n" },
  { "Katana is calm", "Katana is very calm", "-Katana is calm\n+Katana is [very ]calm\n" },
  { "one\ntwo\nthree", "one\n2\nthree", " one\n-[two]\n+[2]\n three\n" },
  { "1\n2\n3\n4\n5\n6\n7\nold", "1\n2\n3\n4\n5\n6\n7\nnew", "(5)\n 6\n 7\n-[old]\n+[new]\n" },
  { "old\n1\n2\n3\n4", "new\n1\n2\n3\n4", "-[old]\n+[new]\n 1\n 2\n(2)\n" },
  { "x\n1\n2\n3\n4\n5\n6\ny", "X\n1\n2\n3\n4\n5\n6\nY",
    "-[x]\n+[X]\n 1\n 2\n(2)\n 5\n 6\n-[y]\n+[Y]\n" },
  { "a\nb\nc", "b\nc\nd", "-a\n b\n c\n+d\n" },
  { "日本 語", "日本 人", "-日本 [語]\n+日本 [人]\n" },
  { "line\n", "line", "(1)\n" },
};

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *drawn = draw (cases[i].before, cases[i].after);

      g_assert_cmpstr (drawn, ==, cases[i].drawn);
    }
}

/* Each side can be put together again from what is shown, whatever the texts. */
static void
test_random (void)
{
  for (guint round = 0; round < 2000; round++)
    {
      g_autoptr (GString) before = g_string_new (NULL);
      g_autoptr (GString) after = g_string_new (NULL);
      GString *sides[] = { before, after };
      g_autoptr (GPtrArray) lines = NULL;
      guint counts[2] = { 0, 0 }, shown[2] = { 0, 0 };

      for (guint side = 0; side < 2; side++)
        {
          counts[side] = g_test_rand_int_range (0, 12);
          for (guint i = 0; i < counts[side]; i++)
            g_string_append_printf (sides[side], "%c\n", 'a' + g_test_rand_int_range (0, 4));
        }
      lines = chatty_text_diff (sides[0]->str, sides[1]->str);
      for (guint i = 0; i < lines->len; i++)
        {
          const ChattyDiffLine *line = g_ptr_array_index (lines, i);
          guint n = line->kind == CHATTY_DIFF_SKIPPED ? line->n_skipped : 1;

          if (line->kind != CHATTY_DIFF_ADDED)
            shown[0] += n;
          if (line->kind != CHATTY_DIFF_REMOVED)
            shown[1] += n;
        }
      g_assert_cmpuint (shown[0], ==, counts[0]);
      g_assert_cmpuint (shown[1], ==, counts[1]);
    }
}

/* What nobody can compare in time is shown as replaced. */
static void
test_long (void)
{
  g_autoptr (GString) before = g_string_new (NULL);
  g_autoptr (GString) after = g_string_new (NULL);
  g_autoptr (GPtrArray) lines = NULL;

  for (guint i = 0; i < 20000; i++)
    {
      g_string_append_printf (before, "before %u\n", i);
      g_string_append_printf (after, "after %u\n", i);
    }
  lines = chatty_text_diff (before->str, after->str);
  g_assert_cmpuint (lines->len, ==, 40000);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/diff/cases", test_cases);
  g_test_add_func ("/diff/random", test_random);
  g_test_add_func ("/diff/long", test_long);
  return g_test_run ();
}
