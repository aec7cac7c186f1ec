/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <string.h>

#include "import-fixtures.h"

/* The labels of each language, and code pages that can hold them. */
static const struct {
  const char *language;
  const char *person;
  const char *assistant;
  const char *question;
  const char *answer;
  const char *code_pages[3];
} languages[] = {
  { "en", "You said:", "ChatGPT said:", "Do bees sleep – at night?",
    "They do. “Five hours”, it’s said.", { "WINDOWS-1252" } },
  { "fr", "Vous avez dit\302\240:", "ChatGPT a dit\302\240:", "Les abeilles dorment-elles l’été ?",
    "Oui, et même très bien.", { "WINDOWS-1252" } },
  { "fr-narrow", "Vous avez dit\342\200\257:", "ChatGPT a dit\342\200\257:", "Dorment-elles ?",
    "Oui.", { NULL } },
  { "es", "Dijiste:", "ChatGPT dijo:", "¿Duermen las abejas?",
    "Sí, también de día.", { "WINDOWS-1252" } },
  { "pt", "Você disse:", "O ChatGPT disse:", "As abelhas dormem à noite?",
    "Não só à noite.", { "WINDOWS-1252" } },
  { "de", "Du hast gesagt:", "ChatGPT hat gesagt:", "Schlafen Bienen für längere Zeit?",
    "Ja, ungefähr fünf Stunden.", { "WINDOWS-1252" } },
  { "it", "Hai detto:", "ChatGPT ha detto:", "Le api dormono?",
    "Sì, perché è notte.", { "WINDOWS-1252" } },
  { "ru", "Вы сказали:", "ChatGPT сказал:", "Спят ли пчёлы?", "Да, ночью они спят.",
    { "WINDOWS-1251", "KOI8-R" } },
  { "uk", "Ви сказали:", "Програма ChatGPT сказала:", "Чи сплять бджоли?",
    "Так, їм потрібен сон.", { "WINDOWS-1251" } },
  { "zh", "您说：", "ChatGPT 说：", "蜜蜂睡觉吗？", "它们晚上睡觉，大约五个小时。", { "GB18030" } },
  { "zh-you", "你说：", "ChatGPT 说：", "蜜蜂睡觉吗？", "睡觉。", { NULL } },
  { "ja", "あなたの発言:", "ChatGPT の発言:", "ミツバチは眠りますか。", "はい、夜に眠ります。",
    { "SHIFT_JIS" } },
  { "ko", "나의 말:", "ChatGPT의 말:", "벌은 잠을 자나요?", "네, 밤에 잡니다.", { "EUC-KR" } },
};

typedef enum {
  SAVED_PLAIN,
  SAVED_CRLF,
  SAVED_CR,
  SAVED_BOM,
  SAVED_HEADINGS,
  SAVED_BOLD,
  N_WAYS,
} Way;

static char *
make_copy (guint nth,
           Way   way)
{
  static const struct {
    const char *before[2];
    const char *after;
  } decorations[N_WAYS] = {
    [SAVED_HEADINGS] = { { "##### ", "###### " }, "" },
    [SAVED_BOLD] = { { "**", "**" }, "**" },
  };
  const char *before = decorations[way].before[0] != NULL ? decorations[way].before[0] : "";
  const char *before_answer = decorations[way].before[1] != NULL ? decorations[way].before[1] : "";
  const char *after = decorations[way].after != NULL ? decorations[way].after : "";
  GString *string = g_string_new (way == SAVED_BOM ? "\357\273\277" : "");

  for (guint i = 0; i < 2; i++)
    g_string_append_printf (string, "%s%s%s\n%s%s\n\n%s%s%s\n%s\n\n1. %s\n\n",
                            before, languages[nth].person, after, languages[nth].question,
                            i == 1 ? " 2" : "",
                            before_answer, languages[nth].assistant, after,
                            languages[nth].answer, languages[nth].answer);
  if (way == SAVED_CRLF)
    g_string_replace (string, "\n", "\r\n", 0);
  else if (way == SAVED_CR)
    g_string_replace (string, "\n", "\r", 0);
  return g_string_free (string, FALSE);
}

static char *
make_outline (guint nth)
{
  return g_strdup_printf ("P %s | A %s¶¶1. %s | P %s 2 | A %s¶¶1. %s",
                          languages[nth].question, languages[nth].answer, languages[nth].answer,
                          languages[nth].question, languages[nth].answer, languages[nth].answer);
}

static void
check (const char *data,
       gsize       length,
       guint       nth,
       const char *encoding)
{
  g_autoptr (ChattyReading) reading = import_read_data (data, length, "copy.txt");
  g_autofree char *outline = import_outline (chatty_reading_get_transcript (reading, 0));
  g_autofree char *expected = make_outline (nth);

  g_test_message ("%s as %s", languages[nth].language, encoding);
  g_assert_cmpstr (outline, ==, expected);
  g_assert_cmpstr (chatty_reading_get_encoding (reading), ==, encoding);
  g_assert_cmpstr (chatty_reading_get_platform (reading), ==, "chatgpt");
  g_assert_cmpint (chatty_reading_get_platform_certainty (reading), ==,
                   CHATTY_CERTAINTY_CONTENT);
  g_assert_nonnull (strstr (chatty_reading_get_platform_reason (reading), "ChatGPT"));
}

static void
test_language (gconstpointer data)
{
  guint nth = GPOINTER_TO_UINT (data);
  static const char * const encodings[] = { "UTF-16LE", "UTF-16BE" };

  for (Way way = 0; way < N_WAYS; way++)
    {
      g_autofree char *copy = make_copy (nth, way);

      check (copy, strlen (copy), nth, "UTF-8");
    }
  for (guint i = 0; i < G_N_ELEMENTS (encodings); i++)
    for (guint with_bom = 0; with_bom < 2; with_bom++)
      {
        g_autofree char *copy = make_copy (nth, with_bom ? SAVED_BOM : SAVED_CRLF);
        gsize length;
        g_autofree char *encoded = import_encode (copy, encodings[i], &length);

        check (encoded, length, nth, encodings[i]);
      }
  for (guint i = 0; i < G_N_ELEMENTS (languages[nth].code_pages) &&
                    languages[nth].code_pages[i] != NULL; i++)
    {
      g_autofree char *copy = make_copy (nth, SAVED_CRLF);
      gsize length;
      g_autofree char *encoded = import_encode (copy, languages[nth].code_pages[i], &length);
      g_autoptr (ChattyReading) reading = import_read_data (encoded, length, "copy.txt");
      g_autofree char *outline = import_outline (chatty_reading_get_transcript (reading, 0));
      g_autofree char *expected = make_outline (nth);

      g_test_message ("%s as %s, read as %s", languages[nth].language,
                      languages[nth].code_pages[i], chatty_reading_get_encoding (reading));
      g_assert_cmpstr (outline, ==, expected);
    }
}

static void
test_variants (void)
{
  /* Letters of full width, upper case, composed otherwise, marks nobody sees. */
  import_assert_outline ("ＹＯＵ ＳＡＩＤ：\nA\n\nCHATGPT SAID：\nB\n", NULL, "P A | A B");
  import_assert_outline ("\342\200\216You said:\nA\n\n\342\200\216ChatGPT said:\nB\n", NULL,
                         "P A | A B");
  import_assert_outline ("Voce\314\202 disse:\nA\n\nO ChatGPT disse:\nB\n", NULL, "P A | A B");
  import_assert_outline ("You  said :\nA\n\nChatGPT  said :\nB\n", NULL, "P A | A B");
  import_assert_outline ("\343\204\264나의 말:\n", "x.txt", "N \343\204\264나의 말:");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_set_nonfatal_assertions ();
  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      g_autofree char *path = g_strconcat ("/import/labels/", languages[i].language, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_language);
    }
  g_test_add_func ("/import/labels/variants", test_variants);
  return g_test_run ();
}
