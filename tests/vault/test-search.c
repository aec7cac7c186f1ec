/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "chatty-error.h"
#include "chatty-search-query.h"
#include "chatty-search-snippet.h"
#include "index-fixture.h"

static const struct {
  const char *text;
  gboolean    typing;
  const char *match;
} queries[] = {
  { "", FALSE, "" },
  { "   ", FALSE, "" },
  { "\"", FALSE, "" },
  { "\"\" * ** \"*\"", FALSE, "" },
  { "?!", TRUE, "" },
  { "one two", FALSE, "\"one\" AND \"two\"" },
  { "Größe CAFÉ", FALSE, "\"grosse\" AND \"cafe\"" },
  { "pyth*", FALSE, "\"pyth\" *" },
  { "\"one two\" three", FALSE, "\"one two\" AND \"three\"" },
  { "“one two”", FALSE, "\"one two\"" },
  { "\"one tw\"*", FALSE, "\"one tw\" *" },
  { "one\"two three\"four", FALSE, "\"one\" AND \"two three\" AND \"four\"" },
  { "\"never closed", FALSE, "\"never closed\"" },
  { "one one ONE", FALSE, "\"one\"" },
  { "don't foo_bar", FALSE, "\"don t\" AND \"foo bar\"" },
  /* What FTS5 would take for its own. */
  { "AND OR NOT NEAR", FALSE, "\"and\" AND \"or\" AND \"not\" AND \"near\"" },
  { "NEAR(a b, 5)", FALSE, "\"near a\" AND \"b\" AND \"5\"" },
  { "text : x ^first -minus +plus", FALSE,
    "\"text\" AND \"x\" AND \"first\" AND \"minus\" AND \"plus\"" },
  /* The last word is not finished yet. */
  { "one tw", TRUE, "\"one\" AND \"tw\" *" },
  { "one two ", TRUE, "\"one\" AND \"two\"" },
  { "\"one tw", TRUE, "\"one tw\" *" },
  { "\"one two\"", TRUE, "\"one two\"" },
  { "one t", TRUE, "\"one\" AND \"t\"" },
  { "t*", TRUE, "\"t\" *" },
  /* Characters of their own need no star. */
  { "北京", TRUE, "\"北 京\"" },
  { "北京*", FALSE, "\"北 京\"" },
  { "iPhone手机", TRUE, "\"iphone 手 机\"" },
};

static void
test_queries (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autoptr (ChattySearchQuery) query = NULL;

      query = chatty_search_query_new (queries[i].text, queries[i].typing);
      g_assert_cmpstr (chatty_search_query_get_match (query), ==, queries[i].match);
      g_assert_cmpint (chatty_search_query_is_empty (query), ==, *queries[i].match == '\0');
    }
}

static void
test_long_query (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (ChattySearchQuery) words = NULL;
  g_autoptr (ChattySearchQuery) phrase = NULL;
  g_autofree char *quoted = NULL;

  for (int i = 0; i < 5000; i++)
    g_string_append_printf (text, "w%d ", i);
  words = chatty_search_query_new (text->str, TRUE);
  g_assert_cmpuint (chatty_search_query_get_n_terms (words), ==, CHATTY_SEARCH_MAX_TERMS);
  quoted = g_strconcat ("\"", text->str, NULL);
  phrase = chatty_search_query_new (quoted, TRUE);
  g_assert_cmpuint (chatty_search_query_get_n_terms (phrase), ==, 1);
  g_assert_cmpuint (chatty_search_query_get_term (phrase, 0)->tokens->len, ==,
                    CHATTY_SEARCH_MAX_TOKENS);
}

static const struct {
  const char *query;
  const char *text;
  guint       max_chars;
  const char *snippet;   /* NULL: nothing found */
} snippets[] = {
  { "cat", "The cat sat.", 0, "The [cat] sat." },
  { "cat", "The dog sat.", 0, NULL },
  { "cafe", "Un  café\n\nnoir", 0, "Un [café] noir" },
  { "CAFÉ", "Un cafe\u0301 noir", 0, "Un [cafe\u0301] noir" },
  { "strasse", "Die Straße ist lang", 0, "Die [Straße] ist lang" },
  { "tieng viet", "học Tiếng Việt nhé", 0, "học [Tiếng] [Việt] nhé" },
  { "привет", "Ну, ПРИВЕТ!", 0, "Ну, [ПРИВЕТ]!" },
  { "αθηνα", "στην Αθήνα σήμερα", 0, "στην [Αθήνα] σήμερα" },
  { "北京", "我爱北京天安门", 0, "我爱[北京]天安门" },
  { "京北", "我爱北京天安门", 0, NULL },
  { "テキスト", "日本語のテキストです", 0, "日本語の[テキスト]です" },
  { "ガイド", "ｶﾞｲﾄﾞ です", 0, "[ｶﾞｲﾄﾞ] です" },
  { "한국", "저는 한국어를 배워요", 0, "저는 [한국]어를 배워요" },
  { "สวัสดี", "คำว่าสวัสดีครับ", 0, "คำว่า[สวัสดี]ครับ" },
  { "محمد", "قال مُحَمَّد نعم", 0, "قال [مُحَمَّد] نعم" },
  { "👍", "good 👍🏽!", 0, "good [👍]🏽!" },
  { "\"two three\"", "one two three two", 0, "one [two three] two" },
  { "thr*", "three thrice thy", 0, "[three] [thrice] thy" },
  { "a", "a a a", 0, "[a] [a] [a]" },
  { "x", "\ue000x\ue001 and \ue001", 0, "[x] and" },
  { "needle",
    "one two three four five six seven eight nine ten needle in the hay and some more of it",
    30, "…nine ten [needle] in the hay and…" },
  /* The place where both are, not the first where one is. */
  { "fox hound", "fox. Then a long time nothing happens at all in this story, and nobody comes, "
    "until at last one day the fox meets the hound again.", 100,
    "…until at last one day the [fox] meets the [hound] again." },
};

static void
test_snippets (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (snippets); i++)
    {
      g_autoptr (ChattySearchQuery) query = chatty_search_query_new (snippets[i].query, FALSE);
      g_autofree char *snippet = NULL;
      g_autofree char *shown = NULL;

      snippet = chatty_search_snippet (query, snippets[i].text, strlen (snippets[i].text),
                                       snippets[i].max_chars);
      shown = snippet != NULL ? show_marks (snippet) : NULL;
      g_assert_cmpstr (shown, ==, snippets[i].snippet);
    }
}

/* Whatever the text, a snippet is valid, short, and its marks are in pairs. */
static void
test_snippet_noise (void)
{
  static const char *const parts[] = {
    "word", "x", " ", "\n", "北京", "\ue000", "\ue001", "é", "e\u0301", "👍🏽", "\u200b", "*",
    "\"", "ﬁ", "а",
  };
  static const char *const searched[] = { "word x", "北京 é*", "\"x word\" fi" };
  g_autoptr (GRand) random = g_rand_new_with_seed (815);

  for (int i = 0; i < 5000; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (ChattySearchQuery) query = NULL;
      g_autofree char *snippet = NULL;
      int depth = 0;

      for (int j = g_rand_int_range (random, 0, 200); j > 0; j--)
        g_string_append (text, parts[g_rand_int_range (random, 0, G_N_ELEMENTS (parts))]);
      query = chatty_search_query_new (searched[i % G_N_ELEMENTS (searched)], i % 2);
      snippet = chatty_search_snippet (query, text->str, text->len, 50);
      if (snippet == NULL)
        continue;
      g_assert_true (g_utf8_validate (snippet, -1, NULL));
      g_assert_cmpint (g_utf8_strlen (snippet, -1), <, 1500);
      for (const char *p = snippet; *p != '\0'; p = g_utf8_next_char (p))
        {
          gunichar c = g_utf8_get_char (p);

          depth += (c == 0xe000) - (c == 0xe001);
          g_assert_true (depth == 0 || depth == 1);
        }
      g_assert_cmpint (depth, ==, 0);
      g_assert_nonnull (strstr (snippet, CHATTY_MARK_START));
    }
}

static Shelf *
make_shelf (void)
{
  Shelf *shelf = shelf_new ();

  shelf_put (shelf, "Kepler", "chatgpt", "2024-05-06",
             TURNS ("How do planets move?", "In ellipses, said Kepler.", "And the moon?"));
  shelf_put (shelf, "Café", "claude", "2023-01-02",
             TURNS ("Where is the café on the Straße?", "Next to the moon cinema."));
  shelf_put (shelf, "北京", "gemini", "2025-03-04",
             TURNS ("我想去北京大学", "好的。\n\n```\nprint('moon')\n```"));
  shelf_put (shelf, "Undated", "claude", NULL, TURNS ("planetary moons and more"));
  shelf_refresh (shelf);
  return shelf;
}

static const struct {
  const char *text;
  const char *found;
} finds[] = {
  { "moon ", "北京,Kepler,Café" },
  { "moon", "北京,Kepler,Café,Undated" },      /* it may go on: moons */
  { "planet*", "Kepler,Undated" },
  { "planets move", "Kepler" },
  { "move planets", "Kepler" },
  { "\"planets move\"", "Kepler" },
  { "\"move planets\"", "" },
  { "planets moon", "" },                        /* not in one turn */
  { "CAFE strasse", "Café" },
  { "kepler ", "Kepler" },
  { "北京大学", "北京" },
  { "大学", "北京" },
  { "学大", "" },
  { "undated", "Undated" },                      /* only in the title */
  { "nowhere", "" },
  { "", "北京,Kepler,Café,Undated" },
  { " \" ", "北京,Kepler,Café,Undated" },
  { "!!!", "北京,Kepler,Café,Undated" },
};

static void
test_find (void)
{
  g_autoptr (Shelf) shelf = make_shelf ();

  for (guint i = 0; i < G_N_ELEMENTS (finds); i++)
    {
      g_autofree char *found = shelf_find (shelf, finds[i].text);

      g_assert_cmpstr (found, ==, finds[i].found);
    }
}

static void
test_filters (void)
{
  static const struct {
    ChattyTranscriptQuery query;
    const char *found;
  } cases_[] = {
    { { .text = "moon", .sort = CHATTY_SORT_OLDEST }, "Café,Kepler,北京,Undated" },
    { { .text = "moon", .sort = CHATTY_SORT_TITLE }, "Café,Kepler,Undated,北京" },
    { { .text = "moon", .sort = CHATTY_SORT_LONGEST }, "Kepler,北京,Café,Undated" },
    { { .text = "moon", .limit = 2 }, "北京,Kepler" },
    { { .text = "moon", .limit = 2, .sort = CHATTY_SORT_OLDEST }, "Café,Kepler" },
    { { .text = "moon", .platform = "claude" }, "Café,Undated" },
    { { .text = "moon", .platform = "claude", .year = 2023 }, "Café" },
    { { .text = "moon", .platform = "claude", .year = 2024 }, "" },
    { { .text = "moon", .platform = "other" }, "" },
    { { .text = "moon", .character = "" }, "北京,Kepler,Café,Undated" },
    { { .text = "moon", .character = "nova-001" }, "" },
    { { .platform = "claude" }, "Café,Undated" },
    { { .platform = "claude", .sort = CHATTY_SORT_TITLE }, "Café,Undated" },
    { { .year = 2024 }, "Kepler" },
    { { .limit = 1 }, "北京" },
    { { .sort = CHATTY_SORT_OLDEST }, "Café,Kepler,北京,Undated" },
    { { .sort = CHATTY_SORT_LONGEST, .limit = 1 }, "Kepler" },
  };
  g_autoptr (Shelf) shelf = make_shelf ();

  for (guint i = 0; i < G_N_ELEMENTS (cases_); i++)
    {
      g_autofree char *found = shelf_list (shelf, &cases_[i].query);

      g_assert_cmpstr (found, ==, cases_[i].found);
    }
}

static void
test_hits (void)
{
  static const struct {
    const char *text;
    const char *hits;
  } cases_[] = {
    { "moon", "北京/1,Kepler/2,Café/1" },
    { "moon*", "北京/1,Kepler/2,Café/1,Undated/0" },
    { "kepler", "Kepler/1" },            /* the turn, not the title */
    { "undated", "Undated/0" },          /* the title */
    { "北京", "北京/0" },
    { "", "" },
    { "???", "" },
  };
  g_autoptr (Shelf) shelf = make_shelf ();
  g_autoptr (GPtrArray) limited = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases_); i++)
    {
      g_autofree char *hits = shelf_hits (shelf, cases_[i].text);

      g_assert_cmpstr (hits, ==, cases_[i].hits);
    }
  limited = chatty_index_search_turns (shelf->index, "moon", 2, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (limited->len, ==, 2);
}

static void
test_shown (void)
{
  g_autoptr (Shelf) shelf = make_shelf ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = NULL;
  const ChattyTranscriptQuery query = { .text = "moon" };
  const ChattyTranscriptQuery title = { .text = "undated" };
  const ChattyTranscriptSummary *summary;
  g_autofree char *code = NULL;
  g_autofree char *moon = NULL;
  g_autofree char *title_shown = NULL;

  list = chatty_index_list (shelf->index, &query, NULL, &error);
  g_assert_no_error (error);
  summary = list->pdata[0];
  code = show_marks (summary->snippet);
  g_assert_cmpstr (code, ==, "好的。 ``` print('[moon]') ```");
  g_assert_cmpint (summary->snippet_turn, ==, 1);
  summary = list->pdata[1];
  moon = show_marks (summary->snippet);
  g_assert_cmpstr (moon, ==, "And the [moon]?");
  g_assert_cmpint (summary->snippet_turn, ==, 2);
  g_assert_cmpstr (summary->id, ==, "test:Kepler");
  g_assert_cmpstr (summary->platform, ==, "chatgpt");
  g_assert_null (summary->character);
  g_assert_cmpuint (summary->n_turns, ==, 3);

  g_ptr_array_unref (list);
  list = chatty_index_list (shelf->index, &title, NULL, &error);
  g_assert_no_error (error);
  summary = list->pdata[0];
  title_shown = show_marks (summary->snippet);
  g_assert_cmpstr (title_shown, ==, "[Undated]");
  g_assert_cmpint (summary->snippet_turn, ==, -1);
}

/* A file that changed after it was indexed gives what it has. */
static void
test_stale (void)
{
  g_autoptr (Shelf) shelf = make_shelf ();
  g_autofree char *found = NULL;
  g_autofree char *hits = NULL;
  g_autofree char *path = place_path (shelf->place, "transcripts/claude/2024/May/Café.md");

  shelf_put (shelf, "Kepler", "chatgpt", "2024-05-06", TURNS ("Something else"));
  g_assert_cmpint (g_remove (path), ==, 0);
  found = shelf_find (shelf, "moon");
  g_assert_cmpstr (found, ==, "北京,Kepler,Café,Undated");
  hits = shelf_hits (shelf, "moon");
  g_assert_cmpstr (hits, ==, "北京/1,Kepler/2,Café/1");
}

/* Many turns in one transcript do not hide the next. */
static void
test_long_transcript (void)
{
  g_autoptr (Shelf) shelf = shelf_new ();
  const char *turns[1001];
  const ChattyTranscriptQuery query = { .text = "word ", .limit = 2 };
  const ChattyTranscriptQuery filtered = { .text = "word ", .platform = "grok" };
  g_autofree char *list = NULL;
  g_autofree char *grok = NULL;
  g_autoptr (GPtrArray) hits = NULL;

  for (guint i = 0; i < 1000; i++)
    turns[i] = "a word";
  turns[1000] = NULL;
  shelf_put (shelf, "New", "chatgpt", "2024-05-06", turns);
  shelf_put (shelf, "Middle", "chatgpt", "2024-05-05", turns);
  shelf_put (shelf, "Old", "grok", "2024-05-04", TURNS ("the last word"));
  shelf_refresh (shelf);

  list = shelf_list (shelf, &query);
  g_assert_cmpstr (list, ==, "New,Middle");
  grok = shelf_list (shelf, &filtered);
  g_assert_cmpstr (grok, ==, "Old");
  hits = chatty_index_search_turns (shelf->index, "word", 0, NULL, NULL);
  g_assert_cmpuint (hits->len, ==, 2001);
}

/* No input is an error. */
static void
test_fuzz (void)
{
  static const char *const parts[] = {
    "\"", "*", "(", ")", "NEAR", "NEAR(", "AND", "OR", "NOT", "^", ":", "text:", "-", "+",
    "{", "}", ",", " ", "moon", "a", "'", ";", "--", "\\", "/*", "%", "_", "\xff", "\xe5\x8c",
    "北", "\u0301", "\ue000", "é", "\t", "\n", "5", "documents", "rank", "=", "<", ">", "&", "|",
    "\u202e", "💥", "?1", "@a", "$",
  };
  /* SQLite takes memory often, and to write down each caller takes long. */
#ifdef __SANITIZE_ADDRESS__
  const int n_queries = 500;
#else
  const int n_queries = 10000;
#endif
  g_autoptr (Shelf) shelf = make_shelf ();
  g_autoptr (GRand) random = g_rand_new_with_seed (20240506);

  for (int i = 0; i < n_queries; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GPtrArray) list = NULL;
      g_autoptr (GPtrArray) hits = NULL;
      g_autoptr (GError) error = NULL;
      ChattyTranscriptQuery query = { .limit = 3, .sort = i % 4 };

      for (int j = g_rand_int_range (random, 0, 12); j > 0; j--)
        if (i % 3 == 0)
          g_string_append_c (text, g_rand_int_range (random, 1, 256));
        else
          g_string_append (text, parts[g_rand_int_range (random, 0, G_N_ELEMENTS (parts))]);
      query.text = text->str;
      list = chatty_index_list (shelf->index, &query, NULL, &error);
      g_assert_no_error (error);
      g_assert_nonnull (list);
      hits = chatty_index_search_turns (shelf->index, text->str, 3, NULL, &error);
      g_assert_no_error (error);
      g_assert_nonnull (hits);
    }
}

static void
test_cancel (void)
{
  g_autoptr (Shelf) shelf = make_shelf ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const ChattyTranscriptQuery query = { .text = "moon" };
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (chatty_index_list (shelf->index, &query, cancellable, &error));
  g_assert_true (chatty_error_is_cancelled (error));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/search/queries", test_queries);
  g_test_add_func ("/search/long-query", test_long_query);
  g_test_add_func ("/search/snippets", test_snippets);
  g_test_add_func ("/search/snippet-noise", test_snippet_noise);
  g_test_add_func ("/search/find", test_find);
  g_test_add_func ("/search/filters", test_filters);
  g_test_add_func ("/search/hits", test_hits);
  g_test_add_func ("/search/shown", test_shown);
  g_test_add_func ("/search/stale", test_stale);
  g_test_add_func ("/search/long-transcript", test_long_transcript);
  g_test_add_func ("/search/fuzz", test_fuzz);
  g_test_add_func ("/search/cancel", test_cancel);
  return g_test_run ();
}
