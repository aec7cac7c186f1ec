/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <string.h>

#include "chatty-pdf-layout.h"
#include "fuzz.h"

/* The input is a script: bytes over 0x1f are text, those below do things. */
const char * const chatty_fuzz_seeds[] = {
  "You said:\x01Hello, this is a line of text that fills it\x01" "and goes on.\x02" "ChatGPT said:\x01Yes.",
  "\x03" "def f(x):\x01\x06    return 1\x01\x03" "Text \x04" "bold\x04 text\x01- item\x01" "1. item",
  "\x05\x05Title\x05\x01Name\x07Value\x01One\x07Two\x02Page 1\x02Page 2\x02Page 3",
  "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d \xe2\x80\xab\xd7\xa2\xd7\x95\xd7\x9c\xd7\x9d\xe2\x80\xac 123\x01\xe5\xa4\xa9\xe5\x9c\xb0 \xef\xac\x81",
  "\x07\x07\x07right\x01left\x01\x07\x07\x07right again\x01left\x08 link\x01see \x08https://e.org/a-\x01" "b",
  NULL,
};

const char * const chatty_fuzz_tokens[] = {
  "\x01", "\x02", "\x03", "\x04", "\x05", "\x06", "\x07", "\x08", "\x09", "\x0a", "\x0b", "\x0c", "You said:", "- ", "1. ",
  "\xe2\x80\xa2 ", "-\x01", "\xc2\xad\x01", "\xe2\x80\xab", "\xe2\x80\xac", "\xd7\xa9", "\xe5\xa4\xa9", " ", "1/3",
  "11/23/26, 5:42 AM", "https://e.org/", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", NULL,
};

typedef struct {
  GString *text;
  GArray  *boxes;
  GArray  *spans;
  GArray  *links;
  float    x;
  float    y;
  float    size;
  guint    style;
  guint    lost;   /* boxes left out, so that they do not fit the text */
} Page;

static void
flush (ChattyPdfLayout *layout,
       Page            *page)
{
  const ChattyPdfPage data = {
    600, 800, page->text->str,
    (const ChattyPdfBox *) (gpointer) page->boxes->data, page->boxes->len,
    (const ChattyPdfSpan *) (gpointer) page->spans->data, page->spans->len,
    (const ChattyPdfLink *) (gpointer) page->links->data, page->links->len,
  };

  if (g_utf8_validate (page->text->str, -1, NULL))
    chatty_pdf_layout_add_page (layout, &data);
  g_string_truncate (page->text, 0);
  g_array_set_size (page->boxes, 0);
  g_array_set_size (page->spans, 0);
  g_array_set_size (page->links, 0);
  page->x = 50;
  page->y = 20;
}

static void
put (Page       *page,
     const char *bytes,
     gsize       length)
{
  const gunichar c = g_utf8_get_char (bytes);
  const float width = page->size * (g_unichar_iswide (c) ? 1 : page->style & CHATTY_RICH_MONO ? 0.6f : 0.5f);
  const ChattyPdfBox box = { page->x, page->y, page->x + width, page->y + page->size };
  const ChattyPdfSpan span = { page->boxes->len, page->boxes->len + 1, page->size, page->style };

  g_string_append_len (page->text, bytes, length);
  if ((c >= 0x202a && c <= 0x202e) || page->lost > 0)
    {
      page->lost -= page->lost > 0;
      return;
    }
  g_array_append_val (page->boxes, box);
  g_array_append_val (page->spans, span);
  page->x += c == '\n' ? 0 : width;
}

static void
act (ChattyPdfLayout *layout,
     Page            *page,
     guint8           what)
{
  const ChattyPdfLink link = { { page->x, page->y, page->x + 60, page->y + 12 }, "https://example.org" };

  switch (what)
    {
    case 1:
      put (page, "\n", 1);
      page->x = 50;
      page->y += page->size * 1.5f;
      break;
    case 2:
      flush (layout, page);
      break;
    case 3:
      page->style ^= CHATTY_RICH_MONO;
      break;
    case 4:
      page->style ^= CHATTY_RICH_BOLD;
      break;
    case 5:
      page->size = page->size > 40 ? 6 : page->size * 1.4f;
      break;
    case 6:
      page->x += page->size * 0.6f;
      break;
    case 7:
      put (page, "\n", 1);
      page->x += 120;
      break;
    case 8:
      g_array_append_val (page->links, link);
      break;
    case 9:
      page->y -= 30;
      break;
    case 10:
      page->x -= 80;
      break;
    case 11:
      page->lost++;
      break;
    case 12:
      page->y += 500;
      break;
    default:
      break;
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr(ChattyPdfLayout) layout = chatty_pdf_layout_new ();
  g_autoptr(ChattyRichDocument) document = NULL;
  g_autoptr(GArray) offsets = NULL;
  g_autofree char *markdown = NULL;
  g_autofree char *valid = g_utf8_make_valid ((const char *) data, (gssize) size);
  Page page = {
    .text = g_string_new (NULL),
    .boxes = g_array_new (FALSE, FALSE, sizeof (ChattyPdfBox)),
    .spans = g_array_new (FALSE, FALSE, sizeof (ChattyPdfSpan)),
    .links = g_array_new (FALSE, FALSE, sizeof (ChattyPdfLink)),
    .x = 50, .y = 20, .size = 12,
  };

  chatty_pdf_layout_set_hyphenated (layout, size % 2);
  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    if ((guint8) *at < 0x20)
      act (layout, &page, (guint8) *at);
    else
      put (&page, at, g_utf8_next_char (at) - at);
  flush (layout, &page);
  document = chatty_pdf_layout_finish (layout);
  markdown = chatty_rich_document_to_markdown (document, &offsets);
  g_assert_true (g_utf8_validate (markdown, -1, NULL));
  g_assert_cmpuint (offsets->len, ==, document->blocks->len);
  for (guint i = 1; i < offsets->len; i++)
    g_assert_cmpuint (g_array_index (offsets, guint64, i), >=, g_array_index (offsets, guint64, i - 1));
  g_string_free (page.text, TRUE);
  g_array_unref (page.boxes);
  g_array_unref (page.spans);
  g_array_unref (page.links);
  return 0;
}
