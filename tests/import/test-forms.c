/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <string.h>

#include "chatty-date-guess.h"
#include "chatty-date-parser.h"
#include "chatty-platform-guess.h"
#include "chatty-sniff.h"
#include "chatty-text-decoder.h"
#include "import-fixtures.h"

static void
test_sniff (void)
{
  static const struct {
    const char *bytes;
    gsize       length;
    const char *name;
    ChattyForm  form;
  } files[] = {
    { "", 0, "x.md", CHATTY_FORM_UNKNOWN },
    { "{\\rtf1\\ansi}", 12, "x.txt", CHATTY_FORM_RTF },
    { "\n {\n  \\rtf1}", 12, "x.pdf", CHATTY_FORM_RTF },
    { "%PDF-1.7\n", 9, "x.md", CHATTY_FORM_PDF },
    { "HTTP/1.1 200\n\n%PDF-1.7\n1 0 obj", 31, "x", CHATTY_FORM_PDF },
    { "A file that starts with\n%PDF-1.7 is a PDF.", 42, "x.pdf", CHATTY_FORM_TEXT },
    { "PK\003\004xxxx", 8, "x.txt", CHATTY_FORM_ZIP },
    { "\211PNG\r\n\032\n....", 12, "x.md", CHATTY_FORM_IMAGE },
    { "\377\330\377\340....", 8, "x.txt", CHATTY_FORM_IMAGE },
    { "\0\1\2\3\4\5\6\7\10\16\17\20", 12, "x.txt", CHATTY_FORM_BINARY },
    { "\177ELF\2\1\1", 7, "x.txt", CHATTY_FORM_BINARY },
    { "\377\376h\0i\0", 6, "x.txt", CHATTY_FORM_TEXT },
    { "h\0e\0l\0l\0o\0 \0y\0o\0u\0", 18, "x.txt", CHATTY_FORM_TEXT },
    { "\357\273\277hello", 8, "x.rtf", CHATTY_FORM_TEXT },
    { "hello", 5, "x.pdf", CHATTY_FORM_TEXT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    g_assert_cmpstr (chatty_form_to_string (chatty_sniff (files[i].bytes, files[i].length,
                                                          files[i].name)), ==,
                     chatty_form_to_string (files[i].form));
}

static void
test_sniff_text (void)
{
  static const struct {
    const char *text;
    const char *name;
    ChattyForm  form;
  } files[] = {
    { "{\"title\": \"x\", \"mapping\": {}}", "conversation_1.txt", CHATTY_FORM_JSON },
    { "[{\"a\": 1}, {\"b\": \"]\"}]", "x.md", CHATTY_FORM_JSON },
    { "{\"a\": 1}\n{\"a\": 2}\n", "x.txt", CHATTY_FORM_JSON },
    { "{\"a\": [1, 2", "x.txt", CHATTY_FORM_JSON },
    { "[]", "x.txt", CHATTY_FORM_JSON },
    { "{\"a\": 1}\n\nis how an object looks.\n", "x.txt", CHATTY_FORM_TEXT },
    { "[2025-01-14T15:30:45Z] **User**: hi\n", "x.txt", CHATTY_FORM_TEXT },
    { "[link](x)\n", "x.txt", CHATTY_FORM_TEXT },
    { "{curly words}\n", "x.json", CHATTY_FORM_TEXT },
    { "<!DOCTYPE html>\n<p>x", "x.txt", CHATTY_FORM_HTML },
    { "\n<html><body>", "x.md", CHATTY_FORM_HTML },
    { "<div></div>", "gemini_gems_data.html", CHATTY_FORM_HTML },
    { "<b>bold</b> words\n", "x.txt", CHATTY_FORM_TEXT },
    { "---\ntitle: x\n---\nwords\n", "x.txt", CHATTY_FORM_MARKDOWN },
    { "# Heading\n\nwords\n", "x.txt", CHATTY_FORM_MARKDOWN },
    { "```\ncode\n```\n", "x.txt", CHATTY_FORM_MARKDOWN },
    { "words\n", "x.md", CHATTY_FORM_MARKDOWN },
    { "words\n", "x.txt", CHATTY_FORM_TEXT },
    { "words\n", NULL, CHATTY_FORM_TEXT },
    { "**Note** words\n", "x.txt", CHATTY_FORM_TEXT },
    { "**Note** words\n", "x", CHATTY_FORM_MARKDOWN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_test_message ("%s", files[i].text);
      g_assert_cmpstr (chatty_form_to_string (chatty_sniff_text (files[i].text,
                                                                 strlen (files[i].text),
                                                                 files[i].name)), ==,
                       chatty_form_to_string (files[i].form));
    }
}

static void
test_json_kinds (void)
{
  static const struct {
    const char *text;
    const char *words;
  } files[] = {
    { "{\"title\": \"x\", \"conversation_turns\": []}", "Gemini in Workspace" },
    { "[{\"mapping\": {}, \"current_node\": \"x\"}]", "ChatGPT" },
    { "[{\"chat_messages\": []}]", "Claude" },
    { "{\"spec\": \"chara_card_v2\"}", "character card" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (ChattyReading) reading = import_read_text (files[i].text, "conversation_1.txt");
      const char *reason = NULL;

      g_assert_cmpint (chatty_reading_get_form (reading), ==, CHATTY_FORM_JSON);
      g_assert_cmpuint (chatty_reading_get_n_transcripts (reading), ==, 0);
      g_assert_cmpuint (chatty_reading_get_n_skipped (reading), ==, 1);
      g_assert_cmpstr (chatty_reading_get_skipped (reading, 0, &reason), ==,
                       "conversation_1.txt");
      g_assert_nonnull (strstr (reason, "conversation_1.txt"));
      g_assert_nonnull (strstr (reason, "JSON"));
      g_assert_nonnull (strstr (reason, files[i].words));
    }
}

static void
assert_decodes (const char *data,
                gssize      length,
                const char *encoding,
                const char *expected)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, length < 0 ? strlen (data) : (gsize) length);
  g_autoptr (GBytes) decoded = NULL;
  g_autofree char *text = NULL;
  const char *found;
  gsize n;

  decoded = chatty_text_decode (bytes, &found);
  data = g_bytes_get_data (decoded, &n);
  text = g_strndup (data, n);
  g_assert_cmpstr (text, ==, expected);
  g_assert_cmpstr (found, ==, encoding);
  g_assert_true (g_utf8_validate_len (data, n, NULL));
}

static void
test_decode (void)
{
  assert_decodes ("a\r\nb\rc\n", 7, "UTF-8", "a\nb\nc\n");
  assert_decodes ("\357\273\277\303\251", 5, "UTF-8", "é");
  assert_decodes ("hello to \0you\0", 14, "UTF-8", "hello to \357\277\275you\357\277\275");
  assert_decodes ("a\0b", 3, "UTF-8", "a\357\277\275b");
  assert_decodes ("\303\251\303\250\303\252\303\240\303", 9, "UTF-8", "éèêà\357\277\275");
  assert_decodes ("\377\376\351\0\r\0\n\0", 8, "UTF-16LE", "é\n");
  assert_decodes ("\376\377\0\351", 4, "UTF-16BE", "é");
  assert_decodes ("\377\376\0\0\351\0\0\0", 8, "UTF-32LE", "é");
  assert_decodes ("\0\0\376\377\0\1\366\0", 8, "UTF-32BE", "😀");
  assert_decodes ("\377\376\75\330\0\336", 6, "UTF-16LE", "😀");
  assert_decodes ("\377\376\75\330x\0", 6, "UTF-16LE", "\357\277\275x");
  assert_decodes ("\377\376x\0y", 5, "UTF-16LE", "x\357\277\275");
  assert_decodes ("caf\351", -1, "WINDOWS-1252", "café");
  assert_decodes ("\223Yes\224 \226 it\222s", -1, "WINDOWS-1252", "“Yes” – it’s");
  assert_decodes ("Stra\337e \374ber \326l", -1, "WINDOWS-1252", "Straße über Öl");
  assert_decodes ("\317\360\350\342\345\362, \352\340\352 \344\345\353\340?", -1,
                  "WINDOWS-1251", "Привет, как дела?");
  assert_decodes ("Powiedzia\263e\234: Cze\234\346, \277\363\263w", -1, "WINDOWS-1250",
                  "Powiedziałeś: Cześć, żółw");
}

/* Whatever the bytes are, there is a text. */
static void
test_decode_anything (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  for (guint i = 0; i < 2000; i++)
    {
      gsize length = g_rand_int_range (random, 0, 200);
      g_autofree char *data = g_malloc (length + 1);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GBytes) decoded = NULL;
      const char *encoding = NULL;
      gsize n;
      const char *text;

      for (gsize j = 0; j < length; j++)
        data[j] = g_rand_int_range (random, 0, i % 2 == 0 ? 256 : 160);
      bytes = g_bytes_new (data, length);
      decoded = chatty_text_decode (bytes, &encoding);
      text = g_bytes_get_data (decoded, &n);
      g_assert_nonnull (encoding);
      g_assert_true (g_utf8_validate_len (text, n, NULL));
      g_assert_true (n == 0 || memchr (text, '\r', n) == NULL);
      g_assert_true (n == 0 || memchr (text, '\0', n) == NULL);
    }
}

static void
test_dates (void)
{
  static const struct {
    const char *text;
    const char *time;
  } dates[] = {
    { "2025-01-14", "2025-01-14T12:00:00Z" },
    { "2025-01-14 18:30:00 +09:00", "2025-01-14T09:30:00Z" },
    { "2025-01-14T18:30:00.250Z", "2025-01-14T18:30:00.250Z" },
    { "2024-12-08 16:13:52 UTC", "2024-12-08T16:13:52Z" },
    { "2023-11-03T12-49-51", "2023-11-03T12:49:51Z" },
    { "2025_01_14", "2025-01-14T12:00:00Z" },
    { "2025/1/4", "2025-01-04T12:00:00Z" },
    { "3/9/2023", "2023-03-09T12:00:00Z" },
    { "8/30/2024, 10:30:11 AM", "2024-08-30T10:30:11Z" },
    { "30/8/2024 22:30", "2024-08-30T22:30:00Z" },
    { "20.11.2025", "2025-11-20T12:00:00Z" },
    { "3/9/23", "2023-03-09T12:00:00Z" },
    { "November 20, 2025", "2025-11-20T12:00:00Z" },
    { "Nov 20th, 2025 at 3:05 PM", "2025-11-20T15:05:00Z" },
    { "Thu, Nov 20, 2025", "2025-11-20T12:00:00Z" },
    { "20 November 2025", "2025-11-20T12:00:00Z" },
    { "20. November 2025", "2025-11-20T12:00:00Z" },
    { "20 novembre 2025", "2025-11-20T12:00:00Z" },
    { "20 de noviembre de 2025", "2025-11-20T12:00:00Z" },
    { "6 de out. de 2026, 10:15:30 BRT", "2026-10-06T13:15:30Z" },
    { "20 ноября 2025", "2025-11-20T12:00:00Z" },
    { "20 листопада 2025", "2025-11-20T12:00:00Z" },
    { "2025年11月20日", "2025-11-20T12:00:00Z" },
    { "2025년 11월 20일", "2025-11-20T12:00:00Z" },
    { "Jul 25, 2026, 11:07:57\342\200\257PM PDT", "2026-07-26T06:07:57Z" },
    { "10:30:45 AM EST", NULL },
    { "2025-13-14", NULL },
    { "31/31/2025", NULL },
    { "30/02/2025", NULL },
    { "1.2.3", NULL },
    { "May I", NULL },
    { "127.0.0.1", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (dates); i++)
    {
      ChattyDate date = { 0 };
      g_autofree char *time = NULL;

      chatty_date_parse (dates[i].text, strlen (dates[i].text), &date);
      if (chatty_date_to_time (&date) != CHATTY_TIME_NONE)
        time = chatty_time_format_iso (chatty_date_to_time (&date));
      g_test_message ("%s", dates[i].text);
      if (dates[i].time != NULL && g_str_has_suffix (dates[i].time, ".250Z"))
        g_assert_cmpint (date.microseconds, ==, 250000);
      else
        g_assert_cmpstr (time, ==, dates[i].time);
    }
}

static void
assert_guess (const char      *text,
              const char      *name,
              gint64           modified,
              const char      *time,
              ChattyCertainty  certainty)
{
  ChattyCertainty found;
  gint64 guess = chatty_date_guess (text, strlen (text), name, modified, &found);
  g_autofree char *shown = guess != CHATTY_TIME_NONE ? chatty_time_format_iso (guess) : NULL;

  g_assert_cmpstr (shown, ==, time);
  g_assert_cmpint (found, ==, certainty);
}

static void
test_date_guess (void)
{
  g_autofree char *late = g_strnfill (6000, 'x');

  memcpy (late + 5500, " 2024-01-02 ", 12);
  assert_guess ("We met on March 3, 2024 in town", "2020-01-01.md", 0, "2024-03-03T12:00:00Z",
                CHATTY_CERTAINTY_CONTENT);
  assert_guess ("no date: 1969-07-20, 2099-01-01, 192.168.10.2024", "chat_2024-05-06.md", 0,
                "2024-05-06T12:00:00Z", CHATTY_CERTAINTY_NAME);
  assert_guess (late, "x.md", G_GINT64_CONSTANT (1700000000000000), "2023-11-14T22:13:20Z",
                CHATTY_CERTAINTY_FILE);
  assert_guess ("nothing", NULL, CHATTY_TIME_NONE, NULL, CHATTY_CERTAINTY_NONE);
}

static void
test_platform_links (void)
{
  static const struct {
    const char *link;
    const char *platform;
    const char *id;
  } links[] = {
    { "https://chat.openai.com/c/0065b6c0-ef66-4b2e", "chatgpt", "0065b6c0-ef66-4b2e" },
    { "https://chatgpt.com/c/0065b6c0-ef66?model=x", "chatgpt", "0065b6c0-ef66" },
    { "https://chatgpt.com/g/g-abc123-name/c/0065b6c0-ef66", "chatgpt", "0065b6c0-ef66" },
    { "https://chatgpt.com/share/0065b6c0-ef66", "chatgpt", NULL },
    { "https://claude.ai/chat/11111111-2222", "claude", "11111111-2222" },
    { "https://gemini.google.com/app/abcdef0123456789", "gemini", "abcdef0123456789" },
    { "https://grok.com/chat/11111111-2222", "grok", "11111111-2222" },
    { "https://x.com/i/grok?conversation=1", "grok", NULL },
    { "https://copilot.microsoft.com/chats/AbCdEfGh1", "copilot", "AbCdEfGh1" },
    { "https://www.bing.com/chat?q=1", "copilot", NULL },
    { "https://character.ai/chat/abcdefgh", "character.ai", NULL },
    { "https://convai.com/x", "convai", NULL },
    { "https://chatgpt.com", "chatgpt", NULL },
    { "https://notchatgpt.com/c/11111111-2222", NULL, NULL },
    { "https://chatgpt.com.example.org/c/11111111", NULL, NULL },
    { "ftp://chatgpt.com/c/11111111", NULL, NULL },
    { "https://chatgpt.com/c/../../x", "chatgpt", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (links); i++)
    {
      g_autofree char *id = NULL;

      g_test_message ("%s", links[i].link);
      g_assert_cmpstr (chatty_platform_of_link (links[i].link, &id), ==, links[i].platform);
      g_assert_cmpstr (id, ==, links[i].id);
    }
}

static void
test_platform_guess (void)
{
  static const struct {
    const char      *text;
    const char      *name;
    const char      *platform;
    ChattyCertainty  certainty;
  } files[] = {
    { "---\nsource: https://claude.ai/chat/11111111-2222\n---\nUser:\na\n\nAI:\nb\n", "gemini.md",
      "claude", CHATTY_CERTAINTY_EXACT },
    { "---\nprovider: grok\n---\nUser:\na\n\nAI:\nb\n", "x.md", "grok", CHATTY_CERTAINTY_EXACT },
    { "---\nplatform: character.ai\n---\nUser:\na\n\nAI:\nb\n", "x.md", "character.ai",
      CHATTY_CERTAINTY_EXACT },
    { "You:\na\n\nClaude:\nb\n", "x.txt", "claude", CHATTY_CERTAINTY_CONTENT },
    { "You:\na\n\nBing:\nb\n", "x.txt", "copilot", CHATTY_CERTAINTY_CONTENT },
    { "Words. Source: Conversation with Bing, 3/9/2023\n", "gpt.md", "copilot",
      CHATTY_CERTAINTY_CONTENT },
    { "Words about https://gemini.google.com/app/abcdef0123456789\n", "x.md", "gemini",
      CHATTY_CERTAINTY_CONTENT },
    { "---\nmodel: claude-3-opus\n---\nUser:\na\n\nAI:\nb\n", "x.md", "claude",
      CHATTY_CERTAINTY_CONTENT },
    { "User:\na\n\nAI:\nb\n", "Grok chat 2.txt", "grok", CHATTY_CERTAINTY_NAME },
    { "User:\na\n\nAI:\nb\n", "grokking.txt", "other", CHATTY_CERTAINTY_NONE },
    { "I like https://chatgpt.com and bees\n", "x.md", "other", CHATTY_CERTAINTY_NONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (ChattyReading) reading = import_read_text (files[i].text, files[i].name);

      g_test_message ("%s", files[i].text);
      g_assert_cmpstr (chatty_reading_get_platform (reading), ==, files[i].platform);
      g_assert_cmpint (chatty_reading_get_platform_certainty (reading), ==, files[i].certainty);
      g_assert_true ((chatty_reading_get_platform_reason (reading) != NULL) ==
                     (files[i].certainty != CHATTY_CERTAINTY_NONE));
    }
}

int
main (int    argc,
      char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/import/forms/sniff", test_sniff);
  g_test_add_func ("/import/forms/sniff-text", test_sniff_text);
  g_test_add_func ("/import/forms/json-kinds", test_json_kinds);
  g_test_add_func ("/import/forms/decode", test_decode);
  g_test_add_func ("/import/forms/decode-anything", test_decode_anything);
  g_test_add_func ("/import/forms/dates", test_dates);
  g_test_add_func ("/import/forms/date-guess", test_date_guess);
  g_test_add_func ("/import/forms/platform-links", test_platform_links);
  g_test_add_func ("/import/forms/platform-guess", test_platform_guess);
  return g_test_run ();
}
