/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <string.h>

#include "chatty-transcript-file.h"

/* A conversation that was appended to, with branches and choices, reads like
 * one that was written whole. */

#define HEADER "---\nformat: \"chatty-transcript-1\"\nid: \"chatty:1\"\ntitle: \"T\"\nplatform: \"convai\"\n---\n\n# T\n"

static ChattyTurn *
make_turn (const char *id,
           const char *text)
{
  ChattyTurnBuilder *builder = chatty_turn_builder_new (CHATTY_ROLE_ASSISTANT);

  chatty_turn_builder_set_id (builder, id);
  chatty_turn_builder_set_text (builder, text);
  return chatty_turn_builder_end (builder);
}

static void
add (GString    *file,
     const char *id,
     const char *replaces)
{
  g_autoptr (ChattyTurn) turn = make_turn (id, id);

  chatty_transcript_file_append_branch (file, turn, replaces);
}

static ChattyTranscript *
read_back (const GString *file)
{
  g_autoptr (GError) error = NULL;
  ChattyTranscript *transcript = chatty_transcript_file_read (file->str, file->len, &error);

  g_assert_no_error (error);
  return transcript;
}

/* "a(x:y,z)b": a has the alternates x, which y follows, and z; then comes b. */
static void
describe (GString    *string,
          ChattyTurn *turn)
{
  g_string_append (string, chatty_turn_get_text (turn));
  for (guint i = 0; i < chatty_turn_get_n_alternates (turn); i++)
    {
      g_string_append_c (string, i == 0 ? '(' : ',');
      describe (string, chatty_turn_get_alternate (turn, i));
    }
  if (chatty_turn_get_n_alternates (turn) > 0)
    g_string_append_c (string, ')');
  for (guint i = 0; i < chatty_turn_get_n_following (turn); i++)
    {
      if (i == 0)
        g_string_append_c (string, ':');
      describe (string, chatty_turn_get_following (turn, i));
    }
}

static void
assert_path (const GString *file,
             const char    *expected)
{
  g_autoptr (ChattyTranscript) transcript = read_back (file);
  g_autoptr (GString) string = g_string_new (NULL);

  for (guint i = 0; i < chatty_transcript_get_n_turns (transcript); i++)
    describe (string, chatty_transcript_get_turn (transcript, i));
  g_assert_cmpstr (string->str, ==, expected);
}

static void
test_retry (void)
{
  g_autoptr (GString) file = g_string_new (HEADER);

  add (file, "a", NULL);
  add (file, "b", NULL);
  add (file, "c", "b");
  assert_path (file, "ac(b)");
  add (file, "d", "c");
  assert_path (file, "ad(b,c)");
  chatty_transcript_file_append_choice (file, "b");
  assert_path (file, "ab(d,c)");
  add (file, "e", NULL);
  assert_path (file, "ab(d,c)e");
  chatty_transcript_file_append_choice (file, "b");
  assert_path (file, "ab(d,c)e");
  chatty_transcript_file_append_choice (file, "c");
  assert_path (file, "ac(d,b:e)");
  chatty_transcript_file_append_choice (file, "b");
  assert_path (file, "ab(d,c)e");
}

static void
test_edit (void)
{
  g_autoptr (GString) file = g_string_new (HEADER);

  add (file, "a", NULL);
  add (file, "b", NULL);
  add (file, "c", NULL);
  add (file, "d", NULL);
  add (file, "D", "d");
  add (file, "C", "c");
  assert_path (file, "abC(c:D(d))");
  add (file, "e", NULL);
  assert_path (file, "abC(c:D(d))e");
  add (file, "A", "a");
  assert_path (file, "A(a:bC(c:D(d))e)");
  add (file, "f", NULL);
  chatty_transcript_file_append_choice (file, "a");
  assert_path (file, "a(A:f)bC(c:D(d))e");
  /* What is not chosen changes where it lies, and nothing else does. */
  add (file, "F", "f");
  assert_path (file, "a(A:F(f))bC(c:D(d))e");
  chatty_transcript_file_append_choice (file, "d");
  assert_path (file, "a(A:F(f))bC(c:d(D))e");
}

/* Names that lead nowhere, or to themselves. */
static void
test_odd_names (void)
{
  g_autoptr (GString) file = g_string_new (HEADER);

  add (file, "a", "a");
  assert_path (file, "a");
  add (file, "b", "nobody");
  assert_path (file, "ab");
  add (file, "b", "b");
  assert_path (file, "ab(b)");
  add (file, "c", "");
  assert_path (file, "ab(b)c");
  add (file, "a", "c");
  add (file, "c", "a");
  assert_path (file, "ab(b)c(c,a)");
  /* A choice of nobody is text, wherever it stands. */
  chatty_transcript_file_append_choice (file, "-->");
  assert_path (file, "ab(b)c\n\n<!-- choice {\"turn\":\"--\\u003e\"} -->(c,a)");
}

static void
count (GHashTable *texts,
       ChattyTurn *turn)
{
  const char *text = chatty_turn_get_text (turn);

  g_hash_table_insert (texts, g_strdup (text),
                       GUINT_TO_POINTER (1 + GPOINTER_TO_UINT (g_hash_table_lookup (texts, text))));
  for (guint i = 0; i < chatty_turn_get_n_alternates (turn); i++)
    count (texts, chatty_turn_get_alternate (turn, i));
  for (guint i = 0; i < chatty_turn_get_n_following (turn); i++)
    count (texts, chatty_turn_get_following (turn, i));
}

/* Every text once. */
static void
assert_all_there (ChattyTranscript *transcript,
                  guint             n_turns)
{
  g_autoptr (GHashTable) texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < chatty_transcript_get_n_turns (transcript); i++)
    count (texts, chatty_transcript_get_turn (transcript, i));
  g_assert_cmpuint (g_hash_table_size (texts), ==, n_turns);
  for (guint i = 0; i < n_turns; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u", i);

      g_assert_cmpuint (GPOINTER_TO_UINT (g_hash_table_lookup (texts, text)), ==, 1);
    }
}

static char *
random_id (GRand *rand,
           guint  n)
{
  return g_strdup_printf ("%d", g_rand_int_range (rand, 0, n + 1));
}

/* Appending to the file as it grew and to the same transcript written whole
 * comes to the same, after each step. */
static void
test_random (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());

  for (guint round = 0; round < 400; round++)
    {
      g_autoptr (GString) grown = g_string_new (HEADER);
      guint n_turns = 0;

      for (guint step = 0; step < 30; step++)
        {
          g_autoptr (ChattyTranscript) before = read_back (grown);
          g_autoptr (ChattyTranscript) one = NULL, other = NULL, again = NULL;
          g_autoptr (GString) whole = g_string_new (NULL);
          g_autofree char *written = chatty_transcript_file_write (before, NULL);
          g_autofree char *rewritten = NULL;
          gsize start = grown->len;
          g_autofree char *id = NULL;

          g_string_append (whole, written);
          switch (g_rand_int_range (rand, n_turns > 0 ? 0 : 1, 4))
            {
            case 0:
              id = random_id (rand, n_turns - 1);
              chatty_transcript_file_append_choice (grown, id);
              break;
            case 1:
              {
                g_autofree char *replaces = random_id (rand, n_turns);

                id = g_strdup_printf ("%u", n_turns++);
                add (grown, id, replaces);
              }
              break;
            default:
              id = g_strdup_printf ("%u", n_turns++);
              add (grown, id, NULL);
              break;
            }
          g_string_append (whole, grown->str + start);
          one = read_back (grown);
          other = read_back (whole);
          if (!chatty_transcript_equal (one, other))
            g_test_message ("grown:\n%s\nwhole:\n%s", grown->str, whole->str);
          g_assert_true (chatty_transcript_equal (one, other));
          g_free (g_steal_pointer (&written));
          written = chatty_transcript_file_write (one, NULL);
          again = chatty_transcript_file_read (written, strlen (written), NULL);
          g_assert_true (chatty_transcript_equal (one, again));
          rewritten = chatty_transcript_file_write (again, NULL);
          g_assert_cmpstr (written, ==, rewritten);
          assert_all_there (one, n_turns);
        }
    }
}

#define MANY 100000

/* A time that only work in proportion to the file can keep. */
static void
assert_fast (const GString *file,
             guint          n_turns)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr (ChattyTranscript) transcript = read_back (file);
  g_autoptr (ChattyTranscript) again = NULL;
  g_autofree char *written = NULL;
  gsize length;

  written = chatty_transcript_file_write (transcript, &length);
  again = chatty_transcript_file_read (written, length, NULL);
  g_assert_true (chatty_transcript_equal (transcript, again));
  assert_all_there (transcript, n_turns);
  g_test_message ("%u turns, %" G_GSIZE_FORMAT " bytes: %.2f s", n_turns, file->len,
                  (g_get_monotonic_time () - start) / 1e6);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 60 * G_USEC_PER_SEC);
}

static void
add_nth (GString *file,
         guint    nth,
         gint64   replaces)
{
  g_autofree char *id = g_strdup_printf ("%u", nth);
  g_autofree char *old = g_strdup_printf ("%" G_GINT64_FORMAT, replaces);

  add (file, id, replaces >= 0 ? old : NULL);
}

static void
test_many_retries (void)
{
  g_autoptr (GString) file = g_string_new (HEADER);

  for (guint i = 0; i < MANY; i++)
    add_nth (file, i, (gint64) i - 1);
  assert_fast (file, MANY);
}

/* Each takes the place of the one before the last: as deep as it is long. */
static void
test_deep (void)
{
  g_autoptr (GString) file = g_string_new (HEADER);

  for (guint i = 0; i < MANY / 2; i++)
    add_nth (file, i, -1);
  for (guint i = 0; i < MANY / 2; i++)
    add_nth (file, MANY / 2 + i, MANY / 2 - 1 - i);
  assert_fast (file, MANY);
}

/* Two long ways, chosen in turn. */
static void
test_many_choices (void)
{
  g_autoptr (GString) file = g_string_new (HEADER);
  guint n = MANY / 2;

  add_nth (file, 0, -1);
  for (guint i = 1; i < n; i++)
    add_nth (file, i, -1);
  add_nth (file, n, 0);
  for (guint i = n + 1; i < MANY; i++)
    add_nth (file, i, -1);
  for (guint i = 0; i < MANY; i++)
    {
      g_autofree char *id = g_strdup_printf ("%u", i % 2 == 0 ? 0 : n);

      chatty_transcript_file_append_choice (file, id);
    }
  assert_fast (file, MANY);
}

/* What a builder is given, it keeps, in the form that all readers rely on. */
static void
test_builder (void)
{
  g_autoptr (ChattyTurn) deep = make_turn ("0", "0");
  g_autoptr (ChattyTranscript) transcript = NULL;
  ChattyTranscriptBuilder *builder = chatty_transcript_builder_new ();
  guint n = 1;

  for (guint i = 0; i < 4 * CHATTY_TURN_MAX_DEPTH; i++)
    {
      ChattyTurnBuilder *above = chatty_turn_builder_new (CHATTY_ROLE_ASSISTANT);
      g_autofree char *text = g_strdup_printf ("%u", n++);

      chatty_turn_builder_set_text (above, text);
      if (i % 3 == 0)
        chatty_turn_builder_add_following (above, deep);
      else
        chatty_turn_builder_add_alternate (above, deep);
      chatty_turn_unref (deep);
      deep = chatty_turn_builder_end (above);
      g_assert_cmpuint (chatty_turn_get_depth (deep), <=, CHATTY_TURN_MAX_DEPTH);
    }
  chatty_transcript_builder_add_turn (builder, deep);
  transcript = chatty_transcript_builder_end (builder);
  for (guint i = 0; i < chatty_transcript_get_n_turns (transcript); i++)
    g_assert_cmpuint (chatty_turn_get_n_following (chatty_transcript_get_turn (transcript, i)),
                      ==, 0);
  assert_all_there (transcript, n);
}

static void
test_exports (void)
{
  g_autoptr (GString) file = g_string_new (HEADER);
  g_autoptr (ChattyTranscript) transcript = NULL;
  g_autoptr (ChattyTurn) turn = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;
  ChattyTurnBuilder *builder = chatty_turn_builder_new (CHATTY_ROLE_ASSISTANT);
  JsonArray *turns;
  JsonObject *object;

  chatty_turn_builder_set_id (builder, "c");
  chatty_turn_builder_set_text (builder, "Half of");
  chatty_turn_builder_set_state (builder, CHATTY_TURN_CUT_OFF);
  chatty_turn_builder_set_problem (builder, "The line was lost.");
  turn = chatty_turn_builder_end (builder);
  add (file, "a", NULL);
  add (file, "b", NULL);
  chatty_transcript_file_append_branch (file, turn, "a");
  transcript = read_back (file);

  node = chatty_transcript_to_json (transcript);
  turns = json_object_get_array_member (json_node_get_object (node), "turns");
  g_assert_cmpuint (json_array_get_length (turns), ==, 1);
  object = json_array_get_object_element (turns, 0);
  g_assert_cmpstr (json_object_get_string_member (object, "state"), ==, "cut-off");
  g_assert_cmpstr (json_object_get_string_member (object, "problem"), ==, "The line was lost.");
  g_assert_false (json_object_has_member (object, "following"));
  object = json_array_get_object_element (json_object_get_array_member (object, "alternates"), 0);
  g_assert_false (json_object_has_member (object, "state"));
  object = json_array_get_object_element (json_object_get_array_member (object, "following"), 0);
  g_assert_cmpstr (json_object_get_string_member (object, "text"), ==, "b");

  text = chatty_transcript_to_plain_text (transcript);
  g_assert_cmpstr (text, ==, "T\n\nAssistant:\nHalf of\n[The line was lost.]\n");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/branches/retry", test_retry);
  g_test_add_func ("/branches/edit", test_edit);
  g_test_add_func ("/branches/odd-names", test_odd_names);
  g_test_add_func ("/branches/random", test_random);
  g_test_add_func ("/branches/many-retries", test_many_retries);
  g_test_add_func ("/branches/deep", test_deep);
  g_test_add_func ("/branches/many-choices", test_many_choices);
  g_test_add_func ("/branches/builder", test_builder);
  g_test_add_func ("/branches/exports", test_exports);

  return g_test_run ();
}
