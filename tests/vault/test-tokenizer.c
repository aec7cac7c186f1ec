/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <string.h>

#include "chatty-tokenizer.h"

/* The tokens of a text between bars. */
static const struct {
  const char *text;
  const char *tokens;
} cases[] = {
  { "", "" },
  { "Hello, World! don't", "hello|world|don|t" },
  { "foo_bar v2.0 C++ a1b2", "foo|bar|v2|0|c|a1b2" },
  { "  leading and trailing  ", "leading|and|trailing" },
  /* Latin letters, composed and decomposed, and those without a decomposition. */
  { "Café Cafe\u0301 NAÏVE façade", "cafe|cafe|naive|facade" },
  { "Größe GRÖSSE Straße STRASSE", "grosse|grosse|strasse|strasse" },
  { "Łódź Øresund Æther œuvre Đorđe", "lodz|oresund|aether|oeuvre|dorde" },
  { "Tiếng Việt Đà Nẵng Nguyễn", "tieng|viet|da|nang|nguyen" },
  { "İstanbul ılık", "istanbul|ilik" },
  { "ﬁne ﬂow", "fine|flow" },
  { "co\u00adoperate non\u200djoined", "cooperate|nonjoined" },
  /* Cyrillic: й is a letter of its own, ё is not. */
  { "Привет МИР ёлка Елка мой мои\u0306", "привет|мир|елка|елка|мой|мой" },
  { "Київ їжак", "київ|їжак" },
  { "Αθήνα αθηνα ΛΌΓΟΣ λόγος", "αθηνα|αθηνα|λογοσ|λογοσ" },
  /* One token for each character. */
  { "北京大学", "北|京|大|学" },
  { "学Python3吧", "学|python3|吧" },
  { "日本語のテキスト、です。", "日|本|語|の|テ|キ|ス|ト|で|す" },
  { "ラーメン ｶﾞｲﾄﾞ か\u3099", "ラ|ー|メ|ン|ガ|イ|ド|が" },
  { "ＡＢＣ１２３", "abc123" },
  { "한국어 문서", "한|국|어|문|서" },
  { "\u1112\u1161\u11ab\u1100\u116e\u11a8", "한|국" },
  { "สวัสดี", "ส|ว|ั|ส|ด|ี" },
  { "ສະບາຍ", "ສ|ະ|ບ|າ|ຍ" },
  { "မြန်မာ", "မ|ြ|န|်|မ|ာ" },
  { "ភាសា", "ភ|ា|ស|ា" },
  { "𠮷野家", "𠮷|野|家" },
  /* Marks that may be left out, and marks that may not. */
  { "مُحَمَّدٌ محمد", "محمد|محمد" },
  { "العربيـــة أحمد", "العربية|احمد" },
  { "می\u200cخواهم", "میخواهم" },
  { "שָׁלוֹם שלום", "שלום|שלום" },
  { "हिन्दी में किताब", "हिन्दी|में|किताब" },
  { "தமிழ்", "தமிழ்" },
  { "१२३ ٤٥٦", "123|456" },
  /* Emoji, alone, with a skin tone, joined. */
  { "ok👍🏽 👩\u200d💻❤\ufe0f", "ok|👍|👩|💻|❤" },
  { "𝐇𝐞𝐥𝐥𝐨 ①", "hello|1" },
  /* The marks of a snippet are no text. */
  { "a\ue000bc\ue001d", "abcd" },
};

static int
collect_cb (void       *user_data,
            int         flags,
            const char *token,
            int         length,
            int         start,
            int         end)
{
  GString *tokens = user_data;

  g_assert_cmpint (length, >, 0);
  g_assert_cmpint (length, <=, CHATTY_TOKEN_MAX);
  g_assert_cmpint (start, >=, 0);
  g_assert_cmpint (start, <, end);
  g_assert_true (g_utf8_validate (token, length, NULL));
  if (tokens->len > 0)
    g_string_append_c (tokens, '|');
  g_string_append_len (tokens, token, length);
  return 0;
}

static char *
tokenize (const char *text,
          gssize      length)
{
  GString *tokens = g_string_new (NULL);

  g_assert_cmpint (chatty_tokenizer_run (text, length < 0 ? (gssize) strlen (text) : length,
                                         collect_cb, tokens), ==, 0);
  return g_string_free (tokens, FALSE);
}

static void
test_table (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *tokens = tokenize (cases[i].text, -1);

      g_assert_cmpstr (tokens, ==, cases[i].tokens);
    }
}

/* Queries are put together from tokens, which FTS5 cuts again. */
static void
test_stable (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *tokens = tokenize (cases[i].text, -1);
      g_autofree char *again = tokenize (tokens, -1);

      g_assert_cmpstr (again, ==, tokens);
    }
}

static int
last_place_cb (void       *user_data,
               int         flags,
               const char *token,
               int         length,
               int         start,
               int         end)
{
  int *place = user_data;

  place[0] = start;
  place[1] = end;
  return 0;
}

static void
test_places (void)
{
  const char *text = "die Straße, Cafe\u0301!";
  int place[2] = { -1, -1 };

  chatty_tokenizer_run (text, strlen ("die Straße"), last_place_cb, place);
  g_assert_cmpint (place[0], ==, 4);
  g_assert_cmpint (place[1], ==, strlen ("die Straße"));
  /* The accent belongs to the word. */
  chatty_tokenizer_run (text, strlen (text), last_place_cb, place);
  g_assert_cmpint (place[0], ==, strlen ("die Straße, "));
  g_assert_cmpint (place[1], ==, strlen (text) - 1);
}

static int
stop_cb (void       *user_data,
         int         flags,
         const char *token,
         int         length,
         int         start,
         int         end)
{
  int *n_left = user_data;

  return --*n_left == 0 ? 7 : 0;
}

static void
test_stop (void)
{
  for (int i = 1; i <= 4; i++)
    {
      int n_left = i;

      g_assert_cmpint (chatty_tokenizer_run ("one 二 three 四", strlen ("one 二 three 四"),
                                             stop_cb, &n_left), ==, 7);
      g_assert_cmpint (n_left, ==, 0);
    }
}

static void
test_long_words (void)
{
  g_autofree char *letters = g_strnfill (100000, 'x');
  g_autofree char *tokens = tokenize (letters, -1);
  g_autoptr (GString) wide = g_string_new (NULL);
  g_autofree char *wide_tokens = NULL;

  g_assert_cmpuint (strlen (tokens), <=, CHATTY_TOKEN_MAX);
  for (int i = 0; i < 1000; i++)
    g_string_append (wide, "ж");
  wide_tokens = tokenize (wide->str, -1);
  g_assert_cmpuint (strlen (wide_tokens), <=, CHATTY_TOKEN_MAX);
}

/* Bytes that are no text, cut anywhere, give tokens that are text. */
static void
test_noise (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (4711);

  for (int i = 0; i < 20000; i++)
    {
      char bytes[64];
      int length = g_rand_int_range (random, 0, sizeof bytes);
      g_autofree char *tokens = NULL;

      for (int j = 0; j < length; j++)
        bytes[j] = g_rand_boolean (random) ? g_rand_int_range (random, 0x80, 0x100)
                                           : g_rand_int_range (random, 0, 0x100);
      tokens = tokenize (bytes, length);
    }
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize length = 0; length < strlen (cases[i].text); length++)
      {
        g_autofree char *copy = g_memdup2 (cases[i].text, MAX (length, 1));
        g_autofree char *tokens = tokenize (copy, length);
      }
}

static void
test_solo (void)
{
  g_assert_true (chatty_tokenizer_is_solo ("北", strlen ("北")));
  g_assert_true (chatty_tokenizer_is_solo ("が", strlen ("が")));
  g_assert_true (chatty_tokenizer_is_solo ("ส", strlen ("ส")));
  g_assert_true (chatty_tokenizer_is_solo ("👍", strlen ("👍")));
  g_assert_false (chatty_tokenizer_is_solo ("word", 4));
  g_assert_false (chatty_tokenizer_is_solo ("слово", strlen ("слово")));
  g_assert_false (chatty_tokenizer_is_solo ("", 0));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/tokenizer/table", test_table);
  g_test_add_func ("/tokenizer/stable", test_stable);
  g_test_add_func ("/tokenizer/places", test_places);
  g_test_add_func ("/tokenizer/stop", test_stop);
  g_test_add_func ("/tokenizer/long-words", test_long_words);
  g_test_add_func ("/tokenizer/noise", test_noise);
  g_test_add_func ("/tokenizer/solo", test_solo);
  return g_test_run ();
}
