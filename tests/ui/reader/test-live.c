/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <string.h>

#include "chatty-turn-cut.h"
#include "chatty-transcript-search.h"
#include "chatty-turn-segments.h"

/* What a platform may send, whole and broken off. */
static const char *const answers[] = {
  "",
  "One line.",
  "One paragraph.\n\nAnother one.\n\nA third.\n",
  "# Title\n\nText.\n## Next\nmore\n\n\n\nend",
  "Code:\n\n```c\nint a;\n\nint b;\n```\nAfter.\n\nMore.\n",
  "An open fence:\n\n```python\nprint(1)\n\nprint(2)\n",
  "~~~~\n```\n\nstill code\n~~~~\n\ntext",
  "- one\n- two\n\n  more of two\n\n- three\n\nparagraph\n\n1. a\n2. b\n\n   c\n",
  "- in a list\n\n  ```\n  code\n\n  code\n  ```\n\n- next\n\nafter\n",
  "An open list\n\n* a\n* b\n*",
  "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n\nafter\n\n| open | table |\n|---|---|\n| 1 |",
  "> quote\n> more\n\n> another\n\ntext\n\n> open",
  "<!-- a\n\ncomment -->\n\ntext\n\n<div>\n\nx\n\n</div>\n\n<!-- open\n\nend",
  "A [link](http://example.org/a) and an [open](http://exam",
  "Setext\n======\n\nOther\n---\n\ntext",
  "1986. A great year\n\n12345678901 no item\n\n3) item\n\n-no item\n\n--- \n\nx",
  "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d **\xd7\xa2\xd7\x95\xd7\x9c\xd7\x9d**\n\n\xd8\xa7\xd9\x84\xd8\xa8\xd8\xad\xd8\xb1\n\n\xf0\x9f\x8c\x8a\xe6\xb5\xb7",
  "line\r\n\r\nwindows\r\n\r\n- a\r\n- b\r\n",
  "\n\n   \n\n  indented\n\n    code\n\ntext",
};

static ChattyTurn *
new_turn (ChattyRole  role,
          const char *text)
{
  ChattyTurnBuilder *turn = chatty_turn_builder_new (role);

  chatty_turn_builder_set_text (turn, text);
  return chatty_turn_builder_end (turn);
}

static ChattyTurnSegments *
new_segments (guint n_turns)
{
  ChattyTranscriptBuilder *builder = chatty_transcript_builder_new ();
  g_autoptr (ChattyTranscript) transcript = NULL;

  for (guint i = 0; i < n_turns; i++)
    {
      g_autofree char *text = g_strdup_printf ("turn %u", i);

      chatty_transcript_builder_take_turn (builder, new_turn (i % 2, text));
    }
  transcript = chatty_transcript_builder_end (builder);

  return chatty_turn_segments_new (transcript);
}

static ChattyTurnSegments *
begin (guint n_turns)
{
  ChattyTurnSegments *segments = new_segments (n_turns);
  g_autoptr (ChattyTurn) begun = new_turn (CHATTY_ROLE_ASSISTANT, "");

  chatty_turn_segments_begin_live (segments, begun);

  return segments;
}

static ChattyTurnSegment *
get_row (ChattyTurnSegments *segments,
         guint               position)
{
  return g_list_model_get_item (G_LIST_MODEL (segments), position);
}

/* The rows of a turn, with a bar between each two. */
static char *
dup_rows (ChattyTurnSegments *segments,
          guint               turn)
{
  GString *joined = g_string_new (NULL);
  guint start = chatty_turn_segments_find_turn (segments, turn);
  guint end = chatty_turn_segments_find_turn (segments, turn + 1);

  for (guint i = start; i < end; i++)
    {
      g_autoptr (ChattyTurnSegment) row = get_row (segments, i);
      gsize length;
      const char *text = chatty_turn_segment_get_text (row, &length);

      g_assert_cmpuint (chatty_turn_segment_get_position (row), ==, i);
      g_assert_cmpint (chatty_turn_segment_is_first (row), ==, i == start);
      g_assert_cmpint (chatty_turn_segment_is_last (row), ==, i + 1 == end);
      g_assert_true (g_utf8_validate (text, length, NULL));
      if (i > start)
        g_string_append_c (joined, '\x1f');
      g_string_append_len (joined, text, length);
    }

  return g_string_free (joined, FALSE);
}

static char *
dup_joined (ChattyTurnSegments *segments,
            guint               turn)
{
  g_autofree char *rows = dup_rows (segments, turn);
  g_auto (GStrv) parts = g_strsplit (rows, "\x1f", -1);

  return g_strjoinv (NULL, parts);
}

static void
end (ChattyTurnSegments *segments,
     const char         *text)
{
  g_autoptr (ChattyTurn) finished = new_turn (CHATTY_ROLE_ASSISTANT, text);

  chatty_turn_segments_end_live (segments, finished);
}

static void
test_boundaries (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      const char *text = answers[i];
      gsize length = strlen (text);
      g_autoptr (ChattyTurnSegments) whole = begin (1);
      g_autofree char *expected = NULL;

      chatty_turn_segments_feed_live (whole, text, length);
      expected = dup_rows (whole, 1);

      for (gsize step = 1; step <= length; step++)
        {
          g_autoptr (ChattyTurnSegments) parts = begin (1);
          g_autofree char *rows = NULL;
          g_autofree char *joined = NULL;

          for (gsize at = 0; at < length; at += step)
            {
              g_autofree char *so_far = NULL;
              g_autofree char *shown = NULL;

              chatty_turn_segments_feed_live (parts, text + at, MIN (step, length - at));
              so_far = g_strndup (text, MIN (at + step, length));
              shown = dup_joined (parts, 1);
              g_assert_true (g_str_has_prefix (so_far, shown));
              /* What is kept back is a few letters that may begin a list. */
              g_assert_cmpuint (strlen (so_far) - strlen (shown), <, 16);
            }
          rows = dup_rows (parts, 1);
          g_assert_cmpstr (rows, ==, expected);

          end (parts, text);
          joined = dup_joined (parts, 1);
          g_assert_cmpstr (joined, ==, text);
          g_assert_false (chatty_turn_segments_is_live (parts));
        }
    }
}

/* Blocks that are over are rows, one that is open is whole. */
static void
test_blocks (void)
{
  static const struct {
    const char *text;
    const char *rows;
  } cases[] = {
    { "One.\n\nTwo.\n\nThree.", "One.\n\n\x1fTwo.\n\n\x1fThree." },
    { "```\na\n\nb\n", "```\na\n\nb\n" },
    { "```\na\n\nb\n```\nAfter", "```\na\n\nb\n```\n\x1f" "After" },
    { "- a\n\n- b\n\n  c\n\nText", "- a\n\n- b\n\n  c\n\n\x1fText" },
    { "1. a\n\n2. b\n\n3", "1. a\n\n2. b\n\n" },
    { "Text\n\n3", "Text\n\n\x1f" "3" },
    { "Text\n# Title\nmore", "Text\n\x1f# Title\nmore" },
    { "<!-- a\n\nb", "<!-- a\n\nb" },
    { "<!-- a\n\nb -->\n\nc", "<!-- a\n\nb -->\n\n\x1f" "c" },
    { "> a\n> b\n\nc", "> a\n> b\n\n\x1f" "c" },
    { "| a |\n|---|\n| 1 |\n\nc", "| a |\n|---|\n| 1 |\n\n\x1f" "c" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ChattyTurnSegments) segments = begin (1);
      g_autofree char *rows = NULL;

      chatty_turn_segments_feed_live (segments, cases[i].text, strlen (cases[i].text));
      rows = dup_rows (segments, 1);
      g_assert_cmpstr (rows, ==, cases[i].rows);
    }
}

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  guint      *count)
{
  *count += removed;
}

static void
test_rows_stay (void)
{
  const char *text = answers[4];
  g_autoptr (ChattyTurnSegments) segments = begin (1);
  g_autoptr (ChattyTurnSegment) first = get_row (segments, 1);
  g_autoptr (ChattyTurnSegment) still = NULL;
  guint changed = 0, removed = 0;

  for (gsize i = 0; i < strlen (text); i++)
    chatty_turn_segments_feed_live (segments, text + i, 1);

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (segments)), >, 3);
  g_signal_connect_swapped (first, "changed", G_CALLBACK (count_cb), &changed);
  g_signal_connect (segments, "items-changed", G_CALLBACK (items_changed_cb), &removed);
  chatty_turn_segments_feed_live (segments, "More of it.", 11);
  g_assert_cmpuint (changed, ==, 0);

  /* The same words: the rows stay, and know their turn. */
  {
    g_autofree char *all = g_strconcat (text, "More of it.", NULL);

    end (segments, all);
    g_assert_cmpstr (chatty_turn_get_text (chatty_turn_segment_get_turn (first)), ==, all);
  }
  still = get_row (segments, 1);
  g_assert_true (still == first);
  g_assert_false (chatty_turn_segment_is_live (first));
  g_assert_cmpuint (removed, ==, 0);
}

static void
test_replace (void)
{
  static const char *const texts[] = {
    "One.\n\nTwo.\n\nThree.\n\nFour", "One.\n\nTwo", "One.\n\nTwo other.\n\n```\nx\n", "", "x",
    "One.\n\nTwo.\n\nThree.\n\nFour.\n\nFive", "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d\n\n\xd7\xa9",
  };
  g_autoptr (ChattyTurnSegments) segments = begin (3);
  g_autoptr (ChattyTurnSegment) first = get_row (segments, 3);
  g_autoptr (ChattyTurnSegment) gone = NULL;

  for (guint i = 0; i < 4 * G_N_ELEMENTS (texts); i++)
    {
      const char *text = texts[i * 5 % G_N_ELEMENTS (texts)];
      g_autoptr (ChattyTurnSegments) fresh = begin (3);
      g_autoptr (ChattyTurnSegment) same = NULL;
      g_autofree char *rows = NULL;
      g_autofree char *expected = NULL;

      chatty_turn_segments_replace_live (segments, text);
      chatty_turn_segments_feed_live (fresh, text, strlen (text));
      rows = dup_rows (segments, 3);
      expected = dup_rows (fresh, 3);
      g_assert_cmpstr (rows, ==, expected);
      same = get_row (segments, 3);
      g_assert_true (same == first);
    }

  /* A row that goes keeps its words for who has it. */
  chatty_turn_segments_replace_live (segments, "One.\n\nTwo.");
  gone = get_row (segments, 4);
  chatty_turn_segments_replace_live (segments, "1");
  {
    gsize length;
    const char *text = chatty_turn_segment_get_text (gone, &length);

    g_assert_cmpuint (length, ==, 4);
    g_assert_cmpmem (text, length, "Two.", 4);
  }

  end (segments, "Another answer.\n\nAltogether.");
  {
    g_autofree char *joined = dup_joined (segments, 3);

    g_assert_cmpstr (joined, ==, "Another answer.\n\nAltogether.");
  }
}

/* Letters that are cut in two, and bytes that are none. */
static void
test_invalid (void)
{
  g_autoptr (ChattyTurnSegments) segments = begin (1);
  g_autofree char *text = NULL;

  chatty_turn_segments_feed_live (segments, "a\xf0\x9f", 3);
  text = chatty_turn_segments_dup_live_text (segments);
  g_assert_cmpstr (text, ==, "a");
  g_free (text);
  chatty_turn_segments_feed_live (segments, "\x8c\x8a", 2);
  text = chatty_turn_segments_dup_live_text (segments);
  g_assert_cmpstr (text, ==, "a\xf0\x9f\x8c\x8a");
  g_free (text);
  chatty_turn_segments_feed_live (segments, "\xff" "b\0c", 4);
  text = chatty_turn_segments_dup_live_text (segments);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  end (segments, "done");
}

static void
test_long (void)
{
  static const char *const units[] = { "word ", "x", "\xe6\xb5\xb7", "| a | b |\n", "- item\n", "int a;\n" };
  static const char *const starts[] = { "", "", "", "| a | b |\n|---|---|\n", "", "```\n" };
  const gsize size = 200 * 1000;

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      g_autoptr (ChattyTurnSegments) segments = begin (1);
      g_autoptr (GString) text = g_string_new (starts[i]);
      g_autofree char *joined = NULL;
      gint64 begun = g_get_monotonic_time ();
      guint n;

      chatty_turn_segments_feed_live (segments, text->str, text->len);
      while (text->len < size)
        {
          g_string_append (text, units[i]);
          chatty_turn_segments_feed_live (segments, units[i], strlen (units[i]));
        }
      n = g_list_model_get_n_items (G_LIST_MODEL (segments));
      for (guint row = 1; row < n; row++)
        g_assert_cmpuint (chatty_turn_segments_get_length (segments, row), <=,
                          2 * CHATTY_TURN_CUT_LIVE_BYTES + 8);
      end (segments, text->str);
      joined = dup_joined (segments, 1);
      g_assert_cmpstr (joined, ==, text->str);
      g_test_message ("200 kB of %s: %u rows, %.0f ms", units[i], n - 1,
                      (g_get_monotonic_time () - begun) / 1000.0);
    }
}

/* Pieces of what was cut are readable by themselves. */
static void
test_context (void)
{
  g_autoptr (ChattyTurnSegments) segments = begin (0);
  g_autoptr (ChattyTurnSegment) row = NULL;
  g_autofree char *markdown = NULL;

  chatty_turn_segments_feed_live (segments, "```c\n", 5);
  for (guint i = 0; i < 1000; i++)
    chatty_turn_segments_feed_live (segments, "int a;\n", 7);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (segments)), >, 2);
  row = get_row (segments, 1);
  markdown = chatty_turn_segment_dup_markdown (row);
  g_assert_true (g_str_has_prefix (markdown, "```c\nint a;"));
  g_assert_true (g_str_has_suffix (markdown, "\n```\n"));
  g_clear_object (&row);
  g_clear_pointer (&markdown, g_free);
  row = get_row (segments, g_list_model_get_n_items (G_LIST_MODEL (segments)) - 1);
  markdown = chatty_turn_segment_dup_markdown (row);
  g_assert_true (g_str_has_prefix (markdown, "```c\nint a;"));
}

static void
test_append (void)
{
  g_autoptr (ChattyTurnSegments) segments = new_segments (10000);
  g_autoptr (ChattyTranscript) current = NULL;
  g_autoptr (ChattyTurnSegment) last = get_row (segments, 9999);
  g_autoptr (ChattyTurnSegment) next = NULL;
  guint settled = 0, removed = 0;

  g_assert_true (chatty_turn_segment_ends_list (last));
  g_signal_connect_swapped (segments, "settled", G_CALLBACK (count_cb), &settled);
  g_signal_connect (segments, "items-changed", G_CALLBACK (items_changed_cb), &removed);
  for (guint i = 0; i < 1000; i++)
    {
      g_autoptr (ChattyTurn) turn = new_turn (i % 2, "more");

      chatty_turn_segments_append_turn (segments, turn);
    }
  g_assert_cmpuint (settled, ==, 1000);
  g_assert_cmpuint (removed, ==, 0);
  g_assert_cmpuint (chatty_turn_segments_get_n_shown (segments), ==, 11000);
  g_assert_false (chatty_turn_segment_ends_list (last));
  g_assert_cmpuint (chatty_turn_segment_get_position (last), ==, 9999);
  next = get_row (segments, 10000);
  g_assert_true (chatty_turn_segment_get_previous (next) == chatty_turn_segment_get_turn (last));

  current = chatty_turn_segments_dup_current (segments);
  g_assert_cmpuint (chatty_transcript_get_n_turns (current), ==, 11000);
}

/* What a worker was given stays what it was. */
static void
test_snapshot (void)
{
  g_autoptr (ChattyTurnSegments) segments = begin (1);
  g_autoptr (GArray) before = NULL;
  g_autoptr (GArray) matches = NULL;

  chatty_turn_segments_feed_live (segments, "The sea.\n\nThe s", 15);
  before = chatty_turn_segments_ref_entries (segments);
  chatty_turn_segments_feed_live (segments, "ea again.\n\nEnd", 14);
  g_assert_cmpuint (before->len, ==, 3);
  matches = chatty_transcript_search_run (chatty_turn_segments_get_transcript (segments), before,
                                          "sea", NULL, NULL);
  g_assert_cmpuint (matches->len, ==, 1);
  end (segments, "The sea.\n\nThe sea again.\n\nEnd");
  {
    g_autoptr (GArray) after = chatty_turn_segments_ref_entries (segments);
    g_autoptr (GArray) found = NULL;

    found = chatty_transcript_search_run (chatty_turn_segments_get_transcript (segments), after,
                                          "sea", NULL, NULL);
    g_assert_cmpuint (found->len, ==, 2);
    g_assert_cmpuint (g_array_index (found, ChattyTurnMatch, 1).segment, ==, 2);
  }
}

/* An alternate with what followed it, inside another, and back. */
static void
test_branches (void)
{
  ChattyTranscriptBuilder *builder = chatty_transcript_builder_new ();
  ChattyTurnBuilder *turn;
  g_autoptr (ChattyTurn) inner = new_turn (CHATTY_ROLE_PERSON, "b1 edited");
  g_autoptr (ChattyTurn) following = NULL;
  g_autoptr (ChattyTurn) alternate = NULL;
  g_autoptr (ChattyTurn) begun = new_turn (CHATTY_ROLE_ASSISTANT, "");
  g_autoptr (ChattyTranscript) transcript = NULL;
  g_autoptr (ChattyTurnSegments) segments = NULL;
  g_autoptr (ChattyTurnSegment) row = NULL;

  turn = chatty_turn_builder_new (CHATTY_ROLE_PERSON);
  chatty_turn_builder_set_text (turn, "b1");
  chatty_turn_builder_add_alternate (turn, inner);
  following = chatty_turn_builder_end (turn);
  turn = chatty_turn_builder_new (CHATTY_ROLE_ASSISTANT);
  chatty_turn_builder_set_text (turn, "b0");
  chatty_turn_builder_add_following (turn, following);
  alternate = chatty_turn_builder_end (turn);

  chatty_transcript_builder_take_turn (builder, new_turn (CHATTY_ROLE_PERSON, "hello"));
  turn = chatty_turn_builder_new (CHATTY_ROLE_ASSISTANT);
  chatty_turn_builder_set_text (turn, "a0");
  chatty_turn_builder_add_alternate (turn, alternate);
  chatty_transcript_builder_take_turn (builder, chatty_turn_builder_end (turn));
  chatty_transcript_builder_take_turn (builder, new_turn (CHATTY_ROLE_PERSON, "a1"));
  chatty_transcript_builder_take_turn (builder, new_turn (CHATTY_ROLE_ASSISTANT, "a2"));
  transcript = chatty_transcript_builder_end (builder);
  segments = chatty_turn_segments_new (transcript);

  chatty_turn_segments_choose (segments, 1, 1);
  g_assert_cmpuint (chatty_turn_segments_get_n_shown (segments), ==, 3);
  g_assert_cmpstr (chatty_turn_get_text (chatty_turn_segments_get_shown (segments, 1)), ==, "b0");
  g_assert_cmpstr (chatty_turn_get_text (chatty_turn_segments_get_shown (segments, 2)), ==, "b1");
  row = get_row (segments, 2);
  g_assert_true (chatty_turn_segment_is_aside (row));
  g_assert_cmpuint (chatty_turn_segment_get_n_choices (row), ==, 2);

  chatty_turn_segments_choose (segments, 2, 1);
  g_assert_cmpstr (chatty_turn_get_text (chatty_turn_segments_get_shown (segments, 2)), ==,
                   "b1 edited");
  chatty_turn_segments_choose (segments, 1, 0);
  g_assert_cmpuint (chatty_turn_segments_get_n_shown (segments), ==, 4);
  g_assert_cmpstr (chatty_turn_get_text (chatty_turn_segments_get_shown (segments, 3)), ==, "a2");

  /* Who goes on talking goes on in the conversation as it stands. */
  chatty_turn_segments_choose (segments, 1, 1);
  chatty_turn_segments_begin_live (segments, begun);
  g_assert_cmpuint (chatty_turn_segments_get_n_shown (segments), ==, 5);
  chatty_turn_segments_choose (segments, 1, 1);
  g_assert_cmpuint (chatty_turn_segments_get_n_shown (segments), ==, 5);
  end (segments, "a3");
}

static void
test_update (void)
{
  g_autoptr (ChattyTurnSegments) segments = new_segments (4);
  g_autoptr (ChattyTurnSegment) first = get_row (segments, 0);
  g_autoptr (ChattyTurnSegment) same = NULL;
  ChattyTranscriptBuilder *builder = chatty_transcript_builder_new ();
  g_autoptr (ChattyTranscript) transcript = NULL;
  g_autoptr (ChattyTurn) begun = new_turn (CHATTY_ROLE_ASSISTANT, "");

  chatty_turn_segments_truncate (segments, 3);
  chatty_turn_segments_begin_live (segments, begun);
  chatty_turn_segments_feed_live (segments, "turn 3, once more", 17);

  chatty_transcript_builder_take_turn (builder, new_turn (CHATTY_ROLE_PERSON, "turn 0"));
  chatty_transcript_builder_take_turn (builder, new_turn (CHATTY_ROLE_ASSISTANT, "other 1"));
  transcript = chatty_transcript_builder_end (builder);
  g_assert_false (chatty_turn_segments_update (segments, transcript));
  end (segments, "turn 3, once more");
  g_assert_cmpuint (chatty_turn_segments_get_n_shown (segments), ==, 4);

  g_assert_true (chatty_turn_segments_update (segments, transcript));
  g_assert_cmpuint (chatty_turn_segments_get_n_shown (segments), ==, 2);
  g_assert_cmpstr (chatty_turn_get_text (chatty_turn_segments_get_shown (segments, 1)), ==,
                   "other 1");
  same = get_row (segments, 0);
  g_assert_true (same == first);
  g_assert_true (chatty_turn_segment_get_transcript (same) == transcript);
}

static gboolean
stop_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;

  return G_SOURCE_REMOVE;
}

static void
test_pace (void)
{
  g_autoptr (ChattyTurnSegments) segments = begin (0);
  g_autoptr (ChattyTurnSegment) row = get_row (segments, 0);
  gboolean stopped = FALSE;
  guint source = g_timeout_add_seconds (10, stop_cb, &stopped);
  guint changed = 0;
  gsize length;

  chatty_turn_segments_set_pace (segments, 20);
  g_signal_connect_swapped (row, "changed", G_CALLBACK (count_cb), &changed);
  for (guint i = 0; i < 50; i++)
    chatty_turn_segments_feed_live (segments, "x", 1);
  g_assert_cmpuint (changed, <, 50);
  while (!stopped && (chatty_turn_segment_get_text (row, &length), length < 50))
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (stopped);
  g_source_remove (source);

  chatty_turn_segments_feed_live (segments, "yz", 2);
  {
    g_autofree char *xs = g_strnfill (50, 'x');
    g_autofree char *all = g_strconcat (xs, "yz", NULL);
    g_autofree char *joined = NULL;

    end (segments, all);
    joined = dup_joined (segments, 0);
    g_assert_cmpstr (joined, ==, all);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/live/boundaries", test_boundaries);
  g_test_add_func ("/live/blocks", test_blocks);
  g_test_add_func ("/live/rows-stay", test_rows_stay);
  g_test_add_func ("/live/replace", test_replace);
  g_test_add_func ("/live/invalid", test_invalid);
  g_test_add_func ("/live/long", test_long);
  g_test_add_func ("/live/context", test_context);
  g_test_add_func ("/live/append", test_append);
  g_test_add_func ("/live/snapshot", test_snapshot);
  g_test_add_func ("/live/branches", test_branches);
  g_test_add_func ("/live/update", test_update);
  g_test_add_func ("/live/pace", test_pace);

  return g_test_run ();
}
