/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <string.h>

#include "chatty-pdf-layout.h"
#include "chatty-turn.h"

#define WIDTH 600.0
#define HEIGHT 800.0
#define BOLD CHATTY_RICH_BOLD
#define MONO CHATTY_RICH_MONO

/* A page that is being made of lines, with letters half as wide as high. */
typedef struct {
  GString *text;
  GArray  *boxes;
  GArray  *spans;
  GArray  *links;
  float    y;
} Page;

static Page *
page_new (void)
{
  Page *page = g_new0 (Page, 1);

  page->text = g_string_new (NULL);
  page->boxes = g_array_new (FALSE, FALSE, sizeof (ChattyPdfBox));
  page->spans = g_array_new (FALSE, FALSE, sizeof (ChattyPdfSpan));
  page->links = g_array_new (FALSE, FALSE, sizeof (ChattyPdfLink));
  page->y = 100;
  return page;
}

/* Puts @text with its left end at @x. */
static void
put (Page       *page,
     float       x,
     float       y,
     float       size,
     guint       style,
     const char *text)
{
  const float advance = size * (style & MONO ? 0.6f : 0.5f);
  const ChattyPdfSpan span = {
    page->boxes->len, page->boxes->len + (guint) g_utf8_strlen (text, -1) + 1, size, style,
  };
  ChattyPdfBox last;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      const float width = g_unichar_iswide (g_utf8_get_char (at)) ? size : advance;
      const ChattyPdfBox box = { x, y, x + width, y + size };

      g_array_append_val (page->boxes, box);
      x += width;
    }
  /* The end of the line is where its last letter is. A copy: the array moves
   * as it grows. */
  last = g_array_index (page->boxes, ChattyPdfBox, page->boxes->len - 1);
  g_array_append_val (page->boxes, last);
  g_array_append_val (page->spans, span);
  g_string_append (page->text, text);
  g_string_append_c (page->text, '\n');
}

/* The next line of text in the usual size; @gap is the space before it. */
static void
line (Page       *page,
      float       x,
      float       gap,
      guint       style,
      const char *text)
{
  page->y += gap;
  put (page, x, page->y, 12, style, text);
  page->y += 18;
}

static void
add_page (ChattyPdfLayout *layout,
          Page            *page)
{
  const ChattyPdfPage data = {
    WIDTH, HEIGHT, page->text->str,
    (const ChattyPdfBox *) (gpointer) page->boxes->data, page->boxes->len,
    (const ChattyPdfSpan *) (gpointer) page->spans->data, page->spans->len,
    (const ChattyPdfLink *) (gpointer) page->links->data, page->links->len,
  };

  chatty_pdf_layout_add_page (layout, &data);
  g_string_free (page->text, TRUE);
  g_array_unref (page->boxes);
  g_array_unref (page->spans);
  g_array_unref (page->links);
  g_free (page);
}

static void
assert_markdown (ChattyPdfLayout *layout,
                 const char      *expected)
{
  g_autoptr(ChattyRichDocument) document = chatty_pdf_layout_finish (layout);
  g_autofree char *markdown = chatty_rich_document_to_markdown (document, NULL);

  g_assert_cmpstr (markdown, ==, expected);
}

/* 80 letters from x = 50 reach to 530; that is a full line. */
#define FULL "The quick brown fox jumps over the lazy dog and the quick brown fox does so again"

static void
test_paragraphs (void)
{
  g_autoptr(ChattyPdfLayout) layout = chatty_pdf_layout_new ();
  Page *page = page_new ();

  line (page, 50, 0, BOLD, "You said:");
  line (page, 50, 10, 0, FULL);
  line (page, 50, 0, 0, "and then it rests.");
  line (page, 50, 10, 0, "Short line");
  line (page, 50, 0, 0, "broken by hand");
  line (page, 50, 10, 0, "ChatGPT said:");
  line (page, 50, 0, 0, "Right.");
  add_page (layout, page);
  assert_markdown (layout, "**You said:**\n\n" FULL " and then it rests.\n\nShort line  \nbroken by hand\n\n"
                           "ChatGPT said:  \nRight.\n");
}

static void
test_pages (void)
{
  g_autoptr(ChattyPdfLayout) layout = chatty_pdf_layout_new ();
  Page *page = page_new ();

  line (page, 50, 0, 0, "First.");
  line (page, 50, 10, 0, FULL);
  add_page (layout, page);
  page = page_new ();
  line (page, 50, 0, 0, "goes on over the page.");
  line (page, 50, 10, 0, "Next.");
  add_page (layout, page);
  assert_markdown (layout, "First.\n\n" FULL " goes on over the page.\n\nNext.\n");
}

/* A label at the top of a page is no end of the full line before it. */
static void
test_label_on_next_page (void)
{
  g_autoptr(ChattyPdfLayout) layout = chatty_pdf_layout_new ();
  Page *page = page_new ();

  line (page, 50, 0, 0, "First.");
  line (page, 50, 10, 0, FULL);
  add_page (layout, page);
  page = page_new ();
  line (page, 50, 0, 0, "ChatGPT said:");
  line (page, 50, 10, 0, "Next.");
  add_page (layout, page);
  assert_markdown (layout, "First.\n\n" FULL "\n\nChatGPT said:\n\nNext.\n");
}

static void
test_headers (void)
{
  g_autoptr(ChattyPdfLayout) layout = chatty_pdf_layout_new ();

  for (guint i = 1; i <= 4; i++)
    {
      Page *page = page_new ();
      g_autofree char *number = g_strdup_printf ("Page %u of 4", i);
      g_autofree char *text = g_strdup_printf ("This is what page number %u says.", i);

      put (page, 50, 30, 10, 0, "A Book");
      put (page, 400, 30, 10, 0, "Chapter");
      line (page, 50, 0, 0, text);
      put (page, 250, 770, 10, 0, number);
      add_page (layout, page);
    }
  assert_markdown (layout, "This is what page number 1 says.\n\nThis is what page number 2 says.\n\n"
                           "This is what page number 3 says.\n\nThis is what page number 4 says.\n");
}

/* On one page there is nothing to compare with, but browsers are known. */
static void
test_browser (void)
{
  g_autoptr(ChattyPdfLayout) layout = chatty_pdf_layout_new ();
  Page *page = page_new ();

  chatty_pdf_layout_set_title (layout, "My chat");
  put (page, 24, 14, 8, 0, "11/23/26, 5:42 AM");
  put (page, 300, 14, 8, 0, "My chat");
  line (page, 50, 0, 0, "My chat");
  line (page, 50, 10, 0, "See 11/23/26, 5:42 AM and https://example.org");
  put (page, 24, 780, 8, 0, "https://chatgpt.com/c/1");
  put (page, 570, 780, 8, 0, "1/1");
  add_page (layout, page);
  assert_markdown (layout, "My chat\n\nSee 11/23/26, 5:42 AM and https://example.org\n");
}

/* Date and title in one line are a header, however large and far from the
 * edge; one of the two alone is text. */
static void
test_browser_wide (void)
{
  g_autoptr(ChattyPdfLayout) layout = chatty_pdf_layout_new ();
  Page *page = page_new ();

  chatty_pdf_layout_set_title (layout, "My chat");
  put (page, 50, 60, 10, 0, "11/23/26, 5:42 AM");
  put (page, 300, 60, 10, 0, "My chat");
  put (page, 50, 75, 10, 0, "My chat");
  line (page, 50, 0, 0, "This is what the page says.");
  put (page, 50, 740, 10, 0, "https://chatgpt.com/c/1");
  put (page, 500, 740, 10, 0, "1/1");
  add_page (layout, page);
  assert_markdown (layout, "My chat\n\nThis is what the page says.\n");
}

/* The same short lines in the margin are not a header when they are code. */
static void
test_not_headers (void)
{
  g_autoptr(ChattyPdfLayout) layout = chatty_pdf_layout_new ();

  for (guint i = 0; i < 4; i++)
    {
      Page *page = page_new ();

      put (page, 50, 30, 12, MONO, "return x;");
      line (page, 50, 0, 0, "And this is text in between them.");
      line (page, 50, 0, 0, "With a second line of it.");
      add_page (layout, page);
    }
  g_autoptr(ChattyRichDocument) document = chatty_pdf_layout_finish (layout);
  g_autofree char *markdown = chatty_rich_document_to_markdown (document, NULL);
  g_auto(GStrv) parts = g_strsplit (markdown, "return x;", -1);

  g_assert_cmpuint (g_strv_length (parts), ==, 5);
}

static void
test_hyphens (void)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(ChattyPdfLayout) layout = chatty_pdf_layout_new ();
      Page *page = page_new ();

      chatty_pdf_layout_set_hyphenated (layout, i == 1);
      line (page, 50, 0, 0, "The quick brown fox jumps over the lazy dog and that is all of it in this exam-");
      line (page, 50, 0, 0, "ple of words.");
      line (page, 50, 10, 0, "The quick brown fox jumps over the lazy dog and that is all of it in this exam\xc2\xad");
      line (page, 50, 0, 0, "ple of words.");
      add_page (layout, page);
      assert_markdown (layout, i == 0
                       ? "The quick brown fox jumps over the lazy dog and that is all of it in this exam-ple of words.\n\n"
                         "The quick brown fox jumps over the lazy dog and that is all of it in this example of words.\n"
                       : "The quick brown fox jumps over the lazy dog and that is all of it in this example of words.\n\n"
                         "The quick brown fox jumps over the lazy dog and that is all of it in this example of words.\n");
    }
}

static void
test_code (void)
{
  g_autoptr(ChattyPdfLayout) layout = chatty_pdf_layout_new ();
  Page *page = page_new ();

  line (page, 50, 0, 0, FULL);
  line (page, 50, 0, 0, "like this:");
  line (page, 60, 12, MONO, "def f(x):");
  line (page, 60 + 4 * 7.2f, 0, MONO, "if x:");
  line (page, 60 + 8 * 7.2f, 0, MONO, "return  1   # one");
  line (page, 60, 18, MONO, "f(2)");
  add_page (layout, page);
  page = page_new ();
  line (page, 60, 0, MONO, "f(3)");
  line (page, 50, 12, 0, "End.");
  add_page (layout, page);
  assert_markdown (layout, FULL " like this:\n\n```\ndef f(x):\n    if x:\n        return  1   # one\n\nf(2)\nf(3)\n```\n\nEnd.\n");
}

/* Code that fills a line of its own inside a sentence is no block. */
static void
test_inline_code (void)
{
  g_autoptr(ChattyPdfLayout) layout = chatty_pdf_layout_new ();
  Page *page = page_new ();

  line (page, 50, 0, 0, FULL);
  line (page, 50, 0, MONO, "a_very_long_name_of_a_function_that_fills_the_line_by_itself_alone()");
  line (page, 50, 0, 0, "is what to call.");
  add_page (layout, page);
  assert_markdown (layout, FULL " `a_very_long_name_of_a_function_that_fills_the_line_by_itself_alone()` is what to call.\n");
}

static void
test_headings (void)
{
  g_autoptr(ChattyPdfLayout) layout = chatty_pdf_layout_new ();
  Page *page = page_new ();

  put (page, 50, 60, 24, BOLD, "Title");
  line (page, 50, 0, 0, FULL);
  put (page, 50, 140, 16, BOLD, "You said:");
  page->y = 170;
  line (page, 50, 0, 0, "Text.");
  put (page, 50, 200, 16, BOLD, "ChatGPT said:");
  page->y = 230;
  line (page, 50, 0, 0, "More text.");
  add_page (layout, page);
  assert_markdown (layout, "# Title\n\n" FULL "\n\n## You said:\n\nText.\n\n## ChatGPT said:\n\nMore text.\n");
}

static void
test_lists (void)
{
  g_autoptr(ChattyPdfLayout) layout = chatty_pdf_layout_new ();
  Page *page = page_new ();

  line (page, 50, 0, 0, FULL);
  line (page, 60, 10, 0, "1. First of them, which is so long that it has to go on in another line below it");
  line (page, 75, 0, 0, "as it does here");
  line (page, 75, 5, 0, "\xe2\x80\xa2 inner");
  line (page, 60, 5, 0, "2. Second");
  line (page, 50, 10, 0, "After.");
  add_page (layout, page);
  assert_markdown (layout, FULL "\n\n1. First of them, which is so long that it has to go on in another line below it as it "
                           "does here\n    - inner\n2. Second\n\nAfter.\n");
}

static void
test_tables (void)
{
  g_autoptr(ChattyPdfLayout) layout = chatty_pdf_layout_new ();
  Page *page = page_new ();

  line (page, 50, 0, 0, FULL);
  for (guint i = 0; i < 3; i++)
    {
      static const char * const cells[] = { "Name", "Age", "Ann", "31", "Bob", "42" };

      put (page, 50, 150 + i * 25, 12, 0, cells[i * 2]);
      put (page, 250, 150 + i * 25, 12, 0, cells[i * 2 + 1]);
    }
  page->y = 260;
  line (page, 50, 0, 0, "After.");
  add_page (layout, page);
  assert_markdown (layout, FULL "\n\n| Name | Age |\n| --- | --- |\n| Ann | 31 |\n| Bob | 42 |\n\nAfter.\n");
}

/* A cell of two lines, with the others of its row in the middle of them. */
static void
test_tall_cells (void)
{
  g_autoptr(ChattyPdfLayout) layout = chatty_pdf_layout_new ();
  Page *page = page_new ();

  line (page, 50, 0, 0, FULL);
  line (page, 50, 0, 0, FULL);
  put (page, 60, 170, 12, BOLD, "City");
  put (page, 300, 170, 12, BOLD, "Notes");
  put (page, 250, 195, 12, 0, "the capital of the country");
  put (page, 50, 204, 12, 0, "Paris");
  put (page, 250, 213, 12, 0, "and its largest city");
  put (page, 50, 240, 12, 0, "Lyon");
  put (page, 250, 240, 12, 0, "third");
  add_page (layout, page);
  assert_markdown (layout, FULL " " FULL "\n\n| **City** | **Notes** |\n| --- | --- |\n"
                           "| Paris | the capital of the country and its largest city |\n| Lyon | third |\n");
}

static void
test_bubbles (void)
{
  static const char * const said[] = { "Hello there", "A longer question than the one before it", "Thanks" };
  g_autoptr(ChattyPdfLayout) layout = chatty_pdf_layout_new ();
  g_autoptr(ChattyRichDocument) document = NULL;
  Page *page = page_new ();
  guint n_person = 0;
  guint n_assistant = 0;

  for (guint i = 0; i < G_N_ELEMENTS (said); i++)
    {
      line (page, 530 - strlen (said[i]) * 6, 10, 0, said[i]);
      line (page, 50, 10, 0, FULL);
      line (page, 50, 0, 0, "and that is the answer.");
    }
  add_page (layout, page);
  document = chatty_pdf_layout_finish (layout);
  g_assert_cmpuint (document->blocks->len, ==, 6);
  for (guint i = 0; i < document->blocks->len; i++)
    {
      const ChattyRichBlock *block = &g_array_index (document->blocks, ChattyRichBlock, i);

      n_person += i % 2 == 0 && block->speaker == 1 + CHATTY_ROLE_PERSON;
      n_assistant += i % 2 == 1 && block->speaker == 1 + CHATTY_ROLE_ASSISTANT;
    }
  g_assert_cmpuint (n_person, ==, 3);
  g_assert_cmpuint (n_assistant, ==, 3);
}

/* A heading in the middle and a date at the right are nobody's turn. */
static void
test_no_bubbles (void)
{
  g_autoptr(ChattyPdfLayout) layout = chatty_pdf_layout_new ();
  g_autoptr(ChattyRichDocument) document = NULL;
  Page *page = page_new ();

  line (page, 440, 0, 0, "1 January 2026");
  line (page, 250, 10, 0, "In the middle");
  line (page, 50, 10, 0, FULL);
  line (page, 50, 10, 0, FULL);
  line (page, 250, 10, 0, "In the middle");
  line (page, 50, 10, 0, FULL);
  add_page (layout, page);
  document = chatty_pdf_layout_finish (layout);
  for (guint i = 0; i < document->blocks->len; i++)
    g_assert_cmpuint (g_array_index (document->blocks, ChattyRichBlock, i).speaker, ==, 0);
}

static void
test_scripts (void)
{
  g_autoptr(ChattyPdfLayout) layout = chatty_pdf_layout_new ();
  Page *page = page_new ();

  /* 40 ideographs fill a line. */
  line (page, 50, 0, 0, "天地玄黃宇宙洪荒日月盈昃辰宿列張寒來暑往秋收冬藏閏餘成歲律呂調陽雲騰致雨");
  line (page, 50, 0, 0, "露結為霜。");
  line (page, 50, 10, 0, "天 地 of\xc2\xa0it");
  line (page, 50, 10, 0, "e\xef\xac\x83""cient \xef\xac\x81ne");
  add_page (layout, page);
  assert_markdown (layout, "天地玄黃宇宙洪荒日月盈昃辰宿列張寒來暑往秋收冬藏閏餘成歲律呂調陽雲騰致雨露結為霜。\n\n"
                           "天地 of it\n\nefficient fine\n");
}

/* Poppler turns the letters of words that run from right to left around, and
 * wraps them in marks that have no boxes; the words stay where they stand. */
static void
test_right_to_left (void)
{
  /* Of "alef-bet gimel 12 dalet." the end comes first, from the left. */
  static const char visual[] = ".\xe2\x80\xab\xd7\x93\xd7\x93\xe2\x80\xac 12 \xe2\x80\xab\xd7\x92\xe2\x80\xac "
                               "\xe2\x80\xab\xd7\x90\xd7\x91\xe2\x80\xac\n";
  g_autoptr(ChattyPdfLayout) layout = chatty_pdf_layout_new ();
  g_autoptr(ChattyPdfLayout) mixed = chatty_pdf_layout_new ();
  ChattyPdfBox boxes[16];
  const ChattyPdfSpan span = { 0, 16, 12, 0 };
  ChattyPdfPage page = { WIDTH, HEIGHT, visual, boxes, 12, &span, 1, NULL, 0 };

  for (guint i = 0; i < G_N_ELEMENTS (boxes); i++)
    boxes[i] = (ChattyPdfBox) { 100 + i * 6, 100, 106 + i * 6, 112 };
  chatty_pdf_layout_add_page (layout, &page);
  assert_markdown (layout, "\xd7\x90\xd7\x91 \xd7\x92 12 \xd7\x93\xd7\x93.\n");

  /* "say bet alef now", where the two in the middle are turned. */
  page.text = "say \xe2\x80\xab\xd7\x90\xe2\x80\xac \xe2\x80\xab\xd7\x91\xe2\x80\xac now\n";
  page.n_boxes = 12;
  chatty_pdf_layout_add_page (mixed, &page);
  assert_markdown (mixed, "say \xd7\x91 \xd7\x90 now\n");
}

static void
test_links (void)
{
  g_autoptr(ChattyPdfLayout) layout = chatty_pdf_layout_new ();
  Page *page = page_new ();
  const ChattyPdfLink link = { { 74, 98, 97, 114 }, "https://example.org/a" };

  line (page, 50, 0, 0, "See here now.");
  g_array_append_val (page->links, link);
  line (page, 50, 10, 0, FULL);
  add_page (layout, page);
  assert_markdown (layout, "See [here](https://example.org/a) now.\n\n" FULL "\n");
}

/* Without boxes that fit, the text alone has to do. */
static void
test_no_boxes (void)
{
  g_autoptr(ChattyPdfLayout) layout = chatty_pdf_layout_new ();
  const ChattyPdfPage page = { .width = WIDTH, .height = HEIGHT, .text = "one\ntwo\n\nthree" };
  const ChattyPdfPage empty = { .width = WIDTH, .height = HEIGHT, .text = "" };
  g_autoptr(ChattyRichDocument) document = NULL;
  g_autofree char *markdown = NULL;

  chatty_pdf_layout_add_page (layout, &page);
  chatty_pdf_layout_add_page (layout, &empty);
  g_assert_cmpuint (chatty_pdf_layout_get_n_empty (layout), ==, 1);
  document = chatty_pdf_layout_finish (layout);
  markdown = chatty_rich_document_to_markdown (document, NULL);
  g_assert_nonnull (strstr (markdown, "one"));
  g_assert_nonnull (strstr (markdown, "three"));
}

static void
test_columns (void)
{
  g_autoptr(ChattyPdfLayout) layout = chatty_pdf_layout_new ();
  Page *page = page_new ();

  for (guint column = 0; column < 2; column++)
    for (guint i = 0; i < 8; i++)
      put (page, 50 + column * 260, 100 + i * 18, 12, 0,
           column == 0 ? "left left left left left left left" : "right right right right right righ");
  add_page (layout, page);
  g_autoptr(ChattyRichDocument) document = chatty_pdf_layout_finish (layout);
  g_autofree char *markdown = chatty_rich_document_to_markdown (document, NULL);

  g_assert_true (g_strrstr (markdown, "left") < strstr (markdown, "right"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/pdf-layout/paragraphs", test_paragraphs);
  g_test_add_func ("/pdf-layout/pages", test_pages);
  g_test_add_func ("/pdf-layout/label-on-next-page", test_label_on_next_page);
  g_test_add_func ("/pdf-layout/headers", test_headers);
  g_test_add_func ("/pdf-layout/browser", test_browser);
  g_test_add_func ("/pdf-layout/browser-wide", test_browser_wide);
  g_test_add_func ("/pdf-layout/not-headers", test_not_headers);
  g_test_add_func ("/pdf-layout/hyphens", test_hyphens);
  g_test_add_func ("/pdf-layout/code", test_code);
  g_test_add_func ("/pdf-layout/inline-code", test_inline_code);
  g_test_add_func ("/pdf-layout/headings", test_headings);
  g_test_add_func ("/pdf-layout/lists", test_lists);
  g_test_add_func ("/pdf-layout/tables", test_tables);
  g_test_add_func ("/pdf-layout/tall-cells", test_tall_cells);
  g_test_add_func ("/pdf-layout/bubbles", test_bubbles);
  g_test_add_func ("/pdf-layout/no-bubbles", test_no_bubbles);
  g_test_add_func ("/pdf-layout/scripts", test_scripts);
  g_test_add_func ("/pdf-layout/right-to-left", test_right_to_left);
  g_test_add_func ("/pdf-layout/links", test_links);
  g_test_add_func ("/pdf-layout/no-boxes", test_no_boxes);
  g_test_add_func ("/pdf-layout/columns", test_columns);
  return g_test_run ();
}
