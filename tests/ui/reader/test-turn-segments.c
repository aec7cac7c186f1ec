/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <string.h>

#include "chatty-error.h"
#include "chatty-turn-cut.h"
#include "chatty-transcript-search.h"
#include "chatty-turn-segments.h"

static ChattyTranscript *
new_transcript (const char *const *texts,
                guint              n_texts)
{
  ChattyTranscriptBuilder *builder = chatty_transcript_builder_new ();

  for (guint i = 0; i < n_texts; i++)
    {
      ChattyTurnBuilder *turn = chatty_turn_builder_new (i % 2);

      chatty_turn_builder_set_text (turn, texts[i]);
      chatty_transcript_builder_take_turn (builder, chatty_turn_builder_end (turn));
    }

  return chatty_transcript_builder_end (builder);
}

static void
assert_joins (const char *text,
              gsize       length)
{
  g_autoptr (GArray) pieces = chatty_turn_cut (text, length);
  gsize expected = 0;

  g_assert_cmpuint (pieces->len, >=, 1);
  for (guint i = 0; i < pieces->len; i++)
    {
      const ChattyTurnPiece *piece = &g_array_index (pieces, ChattyTurnPiece, i);

      g_assert_cmpuint (piece->offset, ==, expected);
      g_assert_cmpuint (piece->length, <=, 2 * CHATTY_TURN_CUT_BYTES);
      g_assert_true (g_utf8_validate (text + piece->offset, piece->length, NULL));
      expected += piece->length;
    }
  g_assert_cmpuint (expected, ==, length);
}

static void
test_join (void)
{
  static const char *const parts[] = {
    "word ", "word ", "word ", "\n", "\n", "\n\n", "- item\n", "  more\n", "```c\n", "```\n", "~~~~\n",
    "| a | b |\n|---|---|\n", "| 1 | 2 |\n", "\xe6\xb5\xb7", "\xf0\x9f\x8c\x8a ", "> quote\n", "\r\n",
    "# heading\n\n", "\t", "1. one\n",
  };
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  assert_joins ("", 0);
  assert_joins ("\n", 1);
  for (guint round = 0; round < 300; round++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      guint size = g_rand_int_range (random, 1, 80000);

      while (text->len < size)
        {
          guint part = g_rand_int_range (random, 0, G_N_ELEMENTS (parts));
          guint n = g_rand_int_range (random, 0, 100) == 0 ? 4000 : 3;

          for (guint i = g_rand_int_range (random, 0, n); i > 0; i--)
            g_string_append (text, parts[part]);
        }
      assert_joins (text->str, text->len);
    }
}

static void
test_long_line (void)
{
  g_autofree char *letters = g_strnfill (1000 * 1000, 'a');
  g_autoptr (GString) seas = g_string_new (NULL);

  assert_joins (letters, 1000 * 1000);
  while (seas->len < 1000 * 1000)
    g_string_append (seas, "\xe6\xb5\xb7");
  assert_joins (seas->str, seas->len);
}

/* A piece of code is still code, a piece of a table still a table. */
static void
test_context (void)
{
  g_autoptr (GString) code = g_string_new ("Look:\n\n````c\n");
  g_autoptr (GString) table = g_string_new ("| Number | Twice |\n|---|---|\n");
  g_autoptr (GArray) code_pieces = NULL;
  g_autoptr (GArray) table_pieces = NULL;

  for (guint i = 0; i < 3000; i++)
    {
      g_string_append_printf (code, "int a%u;\n\n```\n", i);
      g_string_append_printf (table, "| %u | %u |\n", i, 2 * i);
    }
  g_string_append (code, "````\n\nDone.\n");

  code_pieces = chatty_turn_cut (code->str, code->len);
  g_assert_cmpuint (code_pieces->len, >, 2);
  g_assert_null (g_array_index (code_pieces, ChattyTurnPiece, 0).prefix);
  g_assert_cmpstr (g_array_index (code_pieces, ChattyTurnPiece, 0).suffix, ==, "\n````\n");
  g_assert_cmpstr (g_array_index (code_pieces, ChattyTurnPiece, 1).prefix, ==, "````c\n");
  g_assert_null (g_array_index (code_pieces, ChattyTurnPiece, code_pieces->len - 1).suffix);

  table_pieces = chatty_turn_cut (table->str, table->len);
  g_assert_cmpuint (table_pieces->len, >, 2);
  g_assert_cmpstr (g_array_index (table_pieces, ChattyTurnPiece, 1).prefix, ==,
                   "| Number | Twice |\n|---|---|\n");
}

static void
test_list (void)
{
  g_autofree char *filler = g_strnfill (30000, 'x');
  const char *texts[] = { "first", filler, "", "last" };
  g_autoptr (ChattyTranscript) transcript = new_transcript (texts, G_N_ELEMENTS (texts));
  g_autoptr (ChattyTurnSegments) segments = chatty_turn_segments_new (transcript);
  g_autoptr (ChattyTurnSegment) again = NULL;
  guint n = g_list_model_get_n_items (G_LIST_MODEL (segments));
  gsize total = 0;

  g_assert_cmpuint (n, ==, 3 + 20);
  g_assert_cmpuint (chatty_turn_segments_find_turn (segments, 0), ==, 0);
  g_assert_cmpuint (chatty_turn_segments_find_turn (segments, 1), ==, 1);
  g_assert_cmpuint (chatty_turn_segments_find_turn (segments, 2), ==, n - 2);
  g_assert_cmpuint (chatty_turn_segments_find_turn (segments, 3), ==, n - 1);
  g_assert_cmpuint (chatty_turn_segments_find_turn (segments, 4), ==, n);

  for (guint i = 1; i < n - 2; i++)
    {
      g_autoptr (ChattyTurnSegment) segment = g_list_model_get_item (G_LIST_MODEL (segments), i);
      gsize length;

      chatty_turn_segment_get_text (segment, &length);
      total += length;
      g_assert_cmpint (chatty_turn_segment_is_first (segment), ==, i == 1);
      g_assert_cmpint (chatty_turn_segment_is_last (segment), ==, i == n - 3);
      g_assert_cmpuint (chatty_turn_segment_get_number (segment), ==, 1);
    }
  g_assert_cmpuint (total, ==, 30000);

  /* The same row is the same object as long as somebody has it. */
  again = g_list_model_get_item (G_LIST_MODEL (segments), 2);
  {
    g_autoptr (ChattyTurnSegment) same = g_list_model_get_item (G_LIST_MODEL (segments), 2);

    g_assert_true (same == again);
  }
}

static void
changed_cb (GListModel *model,
            guint       position,
            guint       removed,
            guint       added,
            gpointer    user_data)
{
  guint *seen = user_data;

  seen[0] = position;
  seen[1] = removed;
  seen[2] = added;
}

static void
test_choose (void)
{
  g_autofree char *filler = g_strnfill (30000, 'x');
  ChattyTranscriptBuilder *builder = chatty_transcript_builder_new ();
  ChattyTurnBuilder *turn;
  g_autoptr (ChattyTurn) alternate = NULL;
  g_autoptr (ChattyTranscript) transcript = NULL;
  g_autoptr (ChattyTurnSegments) segments = NULL;
  g_autoptr (ChattyTurnSegment) before = NULL;
  g_autoptr (ChattyTurnSegment) after = NULL;
  g_autoptr (ChattyTurnSegment) shown = NULL;
  guint seen[3] = { 0, };

  turn = chatty_turn_builder_new (CHATTY_ROLE_ASSISTANT);
  chatty_turn_builder_set_text (turn, filler);
  alternate = chatty_turn_builder_end (turn);

  for (guint i = 0; i < 3; i++)
    {
      turn = chatty_turn_builder_new (CHATTY_ROLE_ASSISTANT);
      chatty_turn_builder_set_text (turn, "short");
      if (i == 1)
        chatty_turn_builder_add_alternate (turn, alternate);
      chatty_transcript_builder_take_turn (builder, chatty_turn_builder_end (turn));
    }
  transcript = chatty_transcript_builder_end (builder);
  segments = chatty_turn_segments_new (transcript);
  g_signal_connect (segments, "items-changed", G_CALLBACK (changed_cb), seen);

  before = g_list_model_get_item (G_LIST_MODEL (segments), 0);
  after = g_list_model_get_item (G_LIST_MODEL (segments), 2);
  chatty_turn_segments_choose (segments, 1, 1);

  g_assert_cmpuint (seen[0], ==, 1);
  g_assert_cmpuint (seen[1], ==, 1);
  g_assert_cmpuint (seen[2], ==, 20);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (segments)), ==, 22);
  g_assert_cmpuint (chatty_turn_segment_get_position (before), ==, 0);
  g_assert_cmpuint (chatty_turn_segment_get_position (after), ==, 21);
  shown = g_list_model_get_item (G_LIST_MODEL (segments), 20);
  g_assert_cmpuint (chatty_turn_segment_get_choice (shown), ==, 1);
  g_assert_cmpuint (chatty_turn_segment_get_n_choices (shown), ==, 2);
  g_assert_true (chatty_turn_segment_is_last (shown));

  chatty_turn_segments_choose (segments, 1, 0);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (segments)), ==, 3);
  g_assert_cmpuint (chatty_turn_segment_get_position (after), ==, 2);
}

static guint
count_matches (const char *text,
               const char *words)
{
  g_autoptr (ChattyTranscript) transcript = new_transcript (&text, 1);
  g_autoptr (ChattyTurnSegments) segments = chatty_turn_segments_new (transcript);
  g_autoptr (GArray) entries = chatty_turn_segments_ref_entries (segments);
  g_autoptr (GArray) matches = NULL;
  g_autoptr (GError) error = NULL;

  matches = chatty_transcript_search_run (transcript, entries, words, NULL, &error);
  g_assert_no_error (error);

  return matches->len;
}

static void
test_find (void)
{
  g_assert_cmpuint (count_matches ("The sea, the Sea, THE SEA", "sea"), ==, 3);
  g_assert_cmpuint (count_matches ("Reise nach G\xc3\xb6rlitz", "gorlitz"), ==, 1);
  g_assert_cmpuint (count_matches ("Reise nach Go\xcc\x88rlitz", "g\xc3\xb6rlitz"), ==, 1);
  g_assert_cmpuint (count_matches ("a **bold** word", "bold word"), ==, 1);
  g_assert_cmpuint (count_matches ("one\ntwo", "one two"), ==, 1);
  g_assert_cmpuint (count_matches ("\xe6\xb5\xb7\xe3\x81\xb8\xe3\x81\xae\xe9\x81\x93", "\xe3\x81\xb8"), ==, 1);
  g_assert_cmpuint (count_matches ("\xea\xb0\x81", "\xea\xb0\x80"), ==, 0);
  g_assert_cmpuint (count_matches ("| a | sea |\n|---|---|\n| sea | b |\n", "sea"), ==, 2);
  g_assert_cmpuint (count_matches ("```\nsea\n```", "sea"), ==, 1);
  g_assert_cmpuint (count_matches ("[land](http://sea/)", "sea"), ==, 0);
  g_assert_cmpuint (count_matches ("aaaa", "aa"), ==, 2);
  g_assert_cmpuint (count_matches ("nothing", "sea"), ==, 0);
  g_assert_cmpuint (count_matches ("nothing", "   "), ==, 0);
  g_assert_cmpuint (count_matches ("", "sea"), ==, 0);
}

static void
test_find_places (void)
{
  const char *texts[] = { "no", "# A sea\n\nand **the sea**" };
  g_autoptr (ChattyTranscript) transcript = new_transcript (texts, G_N_ELEMENTS (texts));
  g_autoptr (ChattyTurnSegments) segments = chatty_turn_segments_new (transcript);
  g_autoptr (GArray) entries = chatty_turn_segments_ref_entries (segments);
  g_autoptr (GArray) matches = chatty_transcript_search_run (transcript, entries, "SEA", NULL,
                                                             NULL);
  const ChattyTurnMatch *match;

  g_assert_cmpuint (matches->len, ==, 2);
  match = &g_array_index (matches, ChattyTurnMatch, 0);
  g_assert_cmpuint (match->segment, ==, 1);
  g_assert_cmpuint (match->place.block, ==, 0);
  g_assert_cmpuint (match->place.start, ==, 2);
  g_assert_cmpuint (match->place.end, ==, 5);
  match = &g_array_index (matches, ChattyTurnMatch, 1);
  g_assert_cmpuint (match->place.block, ==, 1);
  g_assert_cmpuint (match->place.start, ==, 8);
  g_assert_cmpuint (match->place.end, ==, 11);
}

static void
test_find_cancelled (void)
{
  const char *texts[] = { "sea" };
  g_autoptr (ChattyTranscript) transcript = new_transcript (texts, G_N_ELEMENTS (texts));
  g_autoptr (ChattyTurnSegments) segments = chatty_turn_segments_new (transcript);
  g_autoptr (GArray) entries = chatty_turn_segments_ref_entries (segments);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (chatty_transcript_search_run (transcript, entries, "sea", cancellable, &error));
  g_assert_true (chatty_error_is_cancelled (error));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/segments/join", test_join);
  g_test_add_func ("/segments/long-line", test_long_line);
  g_test_add_func ("/segments/context", test_context);
  g_test_add_func ("/segments/list", test_list);
  g_test_add_func ("/segments/choose", test_choose);
  g_test_add_func ("/segments/find", test_find);
  g_test_add_func ("/segments/find-places", test_find_places);
  g_test_add_func ("/segments/find-cancelled", test_find_cancelled);

  return g_test_run ();
}
