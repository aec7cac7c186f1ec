/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <glib.h>
#include <string.h>

#include "chatty-markdown-document.h"

static const ChattyMarkdownBlock *
get_block (ChattyMarkdownDocument *document,
           guint                   nth)
{
  g_assert_cmpuint (nth, <, chatty_markdown_document_get_n_blocks (document));

  return chatty_markdown_document_get_block (document, nth);
}

static const ChattyMarkdownText *
get_text (const ChattyMarkdownBlock *block,
          guint                      nth)
{
  g_assert_cmpuint (nth, <, block->texts->len);

  return g_ptr_array_index (block->texts, nth);
}

static void
assert_sound (ChattyMarkdownDocument *document)
{
  g_assert_cmpuint (chatty_markdown_document_get_n_blocks (document), <=,
                    CHATTY_MARKDOWN_MAX_BLOCKS);
  for (guint i = 0; i < chatty_markdown_document_get_n_blocks (document); i++)
    {
      const ChattyMarkdownBlock *block = get_block (document, i);

      g_assert_cmpuint (block->texts->len, <=, CHATTY_MARKDOWN_MAX_CELLS);
      for (guint j = 0; j < block->texts->len; j++)
        {
          const ChattyMarkdownText *text = get_text (block, j);

          g_assert_true (g_utf8_validate (text->text, text->length, NULL));
          g_assert_cmpuint (strlen (text->text), ==, text->length);
          for (guint k = 0; k < text->spans->len; k++)
            {
              const ChattyMarkdownSpan *span = &g_array_index (text->spans, ChattyMarkdownSpan, k);

              g_assert_cmpuint (span->start, <, span->end);
              g_assert_cmpuint (span->end, <=, text->length);
              g_assert_cmpint (span->target != NULL, ==, span->style == CHATTY_MARKDOWN_LINK);
            }
        }
    }
}

static void
test_blocks (void)
{
  g_autoptr (ChattyMarkdownDocument) document = NULL;
  const ChattyMarkdownBlock *block;

  document = chatty_markdown_document_parse ("# Title\n\none\ntwo\n\nthree\n\n"
                                             "1. a\n2. b\n\n- [x] done\n- [ ] to do\n\n"
                                             "> quote\n\n"
                                             "```c title=x\nint a;\n```\n\n"
                                             "| a | b |\n|---|---|\n| 1 | 2 |\n\n"
                                             "![alt](http://h/x.png)\n\n---\n", -1);
  assert_sound (document);

  block = get_block (document, 0);
  g_assert_cmpint (block->kind, ==, CHATTY_MARKDOWN_HEADING);
  g_assert_cmpuint (block->level, ==, 1);
  g_assert_cmpstr (get_text (block, 0)->text, ==, "Title");

  block = get_block (document, 1);
  g_assert_cmpint (block->kind, ==, CHATTY_MARKDOWN_PARAGRAPH);
  g_assert_cmpstr (get_text (block, 0)->text, ==, "one\ntwo\n\nthree");

  g_assert_cmpstr (get_block (document, 2)->marker, ==, "1.");
  g_assert_cmpstr (get_block (document, 3)->marker, ==, "2.");
  g_assert_cmpuint (get_block (document, 3)->list_depth, ==, 1);
  g_assert_cmpuint (get_block (document, 4)->task, ==, 2);
  g_assert_cmpuint (get_block (document, 5)->task, ==, 1);
  g_assert_cmpuint (get_block (document, 6)->quote_depth, ==, 1);

  block = get_block (document, 7);
  g_assert_cmpint (block->kind, ==, CHATTY_MARKDOWN_CODE);
  g_assert_cmpstr (block->info, ==, "c");
  g_assert_cmpstr (get_text (block, 0)->text, ==, "int a;");

  block = get_block (document, 8);
  g_assert_cmpint (block->kind, ==, CHATTY_MARKDOWN_TABLE);
  g_assert_cmpuint (block->n_columns, ==, 2);
  g_assert_cmpuint (block->texts->len, ==, 4);
  g_assert_cmpstr (get_text (block, 3)->text, ==, "2");

  block = get_block (document, 9);
  g_assert_cmpint (block->kind, ==, CHATTY_MARKDOWN_IMAGE);
  g_assert_cmpstr (block->info, ==, "http://h/x.png");
  g_assert_cmpstr (get_text (block, 0)->text, ==, "alt");

  g_assert_cmpint (get_block (document, 10)->kind, ==, CHATTY_MARKDOWN_RULE);
  g_assert_cmpuint (chatty_markdown_document_get_n_blocks (document), ==, 11);
}

static void
test_spans (void)
{
  g_autoptr (ChattyMarkdownDocument) document = NULL;
  const ChattyMarkdownText *text;
  gboolean seen[CHATTY_MARKDOWN_N_STYLES] = { FALSE, };

  document = chatty_markdown_document_parse ("**b** *i* ~~s~~ `m` [l](https://example.com)\n\n"
                                             "[x](file:///etc/passwd) www.example.org", -1);
  assert_sound (document);
  text = get_text (get_block (document, 0), 0);
  g_assert_cmpstr (text->text, ==, "b i s m l\n\nx (file:///etc/passwd) www.example.org");

  for (guint i = 0; i < text->spans->len; i++)
    {
      const ChattyMarkdownSpan *span = &g_array_index (text->spans, ChattyMarkdownSpan, i);

      seen[span->style] = TRUE;
      if (span->style == CHATTY_MARKDOWN_LINK)
        g_assert_true (g_str_has_prefix (span->target, "http"));
    }
  for (guint i = 0; i < CHATTY_MARKDOWN_N_STYLES; i++)
    g_assert_true (seen[i]);
}

static void
test_html_is_text (void)
{
  g_autoptr (ChattyMarkdownDocument) document = NULL;
  g_autofree char *plain = NULL;

  document = chatty_markdown_document_parse ("<div>\n<img src=\"http://h/x\">\n</div>\n\n"
                                             "a <b>c</b><br>d", -1);
  assert_sound (document);
  plain = chatty_markdown_document_to_plain_text (document);
  g_assert_nonnull (strstr (plain, "<img src=\"http://h/x\">"));
  g_assert_nonnull (strstr (plain, "a <b>c</b>\nd"));
}

static void
test_image_in_reference_and_link (void)
{
  g_autoptr (ChattyMarkdownDocument) document = NULL;
  guint n_images = 0;

  document = chatty_markdown_document_parse ("![a][r] text [![b](http://h/b.png)](https://example.com)\n\n"
                                             "| ![c](http://h/c.png) |\n|---|\n| d |\n\n"
                                             "[r]: http://h/a.png\n", -1);
  assert_sound (document);
  for (guint i = 0; i < chatty_markdown_document_get_n_blocks (document); i++)
    if (get_block (document, i)->kind == CHATTY_MARKDOWN_IMAGE)
      n_images++;
  g_assert_cmpuint (n_images, ==, 3);
}

/* Every one of these must be done in a blink, and bounded. */
static void
test_bounds (void)
{
  static const struct {
    const char *name;
    const char *unit;
    const char *ending;
  } cases[] = {
    { "quotes", "> ", "x" },
    { "lists", "- ", "x" },
    { "ordered lists", "1. ", "x" },
    { "items", "- a\n", "" },
    { "paragraphs in quotes", "> a\n\nb\n\n", "" },
    { "rules", "---\n\n", "" },
    { "emphasis", "*a **b ", "" },
    { "brackets", "[", "" },
    { "images", "![", "](x)" },
    { "image list", "![a](http://h/)\n\n", "" },
    { "links", "[a](<b ", "" },
    { "code spans", "`a``", "" },
    { "strikes", "~~a ~", "" },
    { "autolinks", "www.a", "" },
    { "mail", "a@", "" },
    { "addresses", "http://a.b/(", "" },
    { "html", "<a ", "" },
    { "comments", "<!-- a ", "" },
    { "entities", "&amp", "" },
    { "table", "| a | b |\n", "" },
    { "references", "[a]: b\n", "[a]" },
    { "backslashes", "\\", "" },
    { "fences", "```\na\n", "" },
    { "letters", "a", "" },
    { "bold words", "**a** ", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ChattyMarkdownDocument) document = NULL;
      g_autoptr (GString) text = g_string_new (NULL);
      gint64 start;
      double seconds;

      if (g_str_equal (cases[i].name, "table"))
        g_string_append (text, "| a | b |\n|---|---|\n");
      while (text->len < 16 * 1024)
        g_string_append (text, cases[i].unit);
      g_string_append (text, cases[i].ending);

      start = g_get_monotonic_time ();
      document = chatty_markdown_document_parse (text->str, text->len);
      seconds = (g_get_monotonic_time () - start) / (double) G_USEC_PER_SEC;
      g_test_message ("%s: %.1f ms, %u blocks", cases[i].name, seconds * 1000,
                      chatty_markdown_document_get_n_blocks (document));
      assert_sound (document);
      g_assert_cmpfloat (seconds, <, 2);
    }
}

static void
test_nothing_is_lost (void)
{
  g_autoptr (ChattyMarkdownDocument) document = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *plain = NULL;

  for (guint i = 0; i < 2000; i++)
    g_string_append_printf (text, "- item-%u.\n", i);
  document = chatty_markdown_document_parse (text->str, text->len);
  assert_sound (document);
  plain = chatty_markdown_document_to_plain_text (document);

  for (guint i = 0; i < 2000; i++)
    {
      g_autofree char *item = g_strdup_printf ("item-%u.", i);

      g_assert_nonnull (strstr (plain, item));
    }
}

static void
test_too_long (void)
{
  g_autofree char *text = g_malloc (2 * CHATTY_MARKDOWN_MAX_BYTES + 1);
  g_autoptr (ChattyMarkdownDocument) document = NULL;
  g_autofree char *plain = NULL;

  /* Two-byte letters at an odd place: the cut must not part one. */
  text[0] = 'a';
  for (guint i = 1; i + 1 < 2 * CHATTY_MARKDOWN_MAX_BYTES; i += 2)
    memcpy (text + i, "\xc3\xa4", 2);
  text[2 * CHATTY_MARKDOWN_MAX_BYTES - 1] = '\0';

  document = chatty_markdown_document_parse (text, -1);
  assert_sound (document);
  plain = chatty_markdown_document_to_plain_text (document);
  g_assert_cmpuint (strlen (plain), >=, strlen (text));
}

static gpointer
parse_thread (gpointer data)
{
  for (guint i = 0; i < 300; i++)
    {
      g_autoptr (ChattyMarkdownDocument) document = NULL;
      const ChattyMarkdownText *text;

      document = chatty_markdown_document_parse ("~~a~~ www.example.com", -1);
      text = get_text (get_block (document, 0), 0);
      g_assert_cmpstr (text->text, ==, "a www.example.com");
      g_assert_cmpuint (text->spans->len, ==, 2);
    }

  return NULL;
}

/* cmark itself is not made for that. */
static void
test_threads (void)
{
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("parse", parse_thread, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/markdown/blocks", test_blocks);
  g_test_add_func ("/markdown/spans", test_spans);
  g_test_add_func ("/markdown/html-is-text", test_html_is_text);
  g_test_add_func ("/markdown/images", test_image_in_reference_and_link);
  g_test_add_func ("/markdown/bounds", test_bounds);
  g_test_add_func ("/markdown/nothing-is-lost", test_nothing_is_lost);
  g_test_add_func ("/markdown/too-long", test_too_long);
  g_test_add_func ("/markdown/threads", test_threads);

  return g_test_run ();
}
