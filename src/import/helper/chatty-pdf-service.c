/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-reader"

#include <poppler.h>
#include <string.h>
#include <unistd.h>

#include "chatty-pdf-layout.h"
#include "chatty-pdf-service.h"
#include "chatty-turn.h"

/* Links of one page that are looked at; more are made to slow us down. */
#define MAX_LINKS 500

/* Names of our own, since later versions of poppler may define clean-up for
 * theirs. */
typedef PopplerDocument Pdf;
typedef PopplerPage PdfPage;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Pdf, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PdfPage, g_object_unref)

static void
send_string (int                    socket,
             ChattyHelperFrameKind  kind,
             const char            *text)
{
  if (text != NULL && text[0] != '\0')
    chatty_helper_send_frame (socket, kind, text, MIN (strlen (text), CHATTY_FRAME_MAX));
}

/* Parts of the lower-case names of fonts of one width. Their flag in the file
 * does not come through poppler's interface for GLib. */
static gboolean
is_mono_font (const char *name)
{
  static const char * const parts[] = {
    "mono", "courier", "consol", "menlo", "monaco", "inconsolata", "fixed", "typewriter", "sourcecode",
    "firacode", "cascadia", "hack", "cmtt", "lucidacon", "nimbusmonl",
  };
  g_autofree char *lower = g_ascii_strdown (name, -1);

  if (strstr (lower, "monotype") != NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (strstr (lower, parts[i]) != NULL)
      return TRUE;
  return FALSE;
}

static guint
get_style (const char *name)
{
  guint style = 0;

  if (name == NULL)
    return 0;
  if (strstr (name, "Bold") != NULL || strstr (name, "Black") != NULL || strstr (name, "Semibold") != NULL)
    style |= CHATTY_RICH_BOLD;
  if (strstr (name, "Italic") != NULL || strstr (name, "Oblique") != NULL)
    style |= CHATTY_RICH_ITALIC;
  if (is_mono_font (name))
    style |= CHATTY_RICH_MONO;
  return style;
}

static GArray *
get_spans (PopplerPage *page)
{
  GArray *spans = g_array_new (FALSE, FALSE, sizeof (ChattyPdfSpan));
  GList *attributes = poppler_page_get_text_attributes (page);

  for (GList *at = attributes; at != NULL; at = at->next)
    {
      const PopplerTextAttributes *from = at->data;
      const ChattyPdfSpan span = {
        .start = MAX (from->start_index, 0),
        .end = MAX (from->end_index, -1) + 1,
        .size = (float) from->font_size,
        .style = get_style (from->font_name),
      };

      g_array_append_val (spans, span);
    }
  poppler_page_free_text_attributes (attributes);
  return spans;
}

static GArray *
get_links (GList  *mapping,
           double  height)
{
  GArray *links = g_array_new (FALSE, FALSE, sizeof (ChattyPdfLink));

  for (GList *at = mapping; at != NULL && links->len < MAX_LINKS; at = at->next)
    {
      const PopplerLinkMapping *from = at->data;
      ChattyPdfLink link;

      if (from->action == NULL || from->action->type != POPPLER_ACTION_URI || from->action->uri.uri == NULL ||
          !g_utf8_validate (from->action->uri.uri, -1, NULL))
        continue;
      /* The areas count from the bottom, the boxes of text from the top. */
      link.area.x1 = (float) from->area.x1;
      link.area.x2 = (float) from->area.x2;
      link.area.y1 = (float) (height - from->area.y2);
      link.area.y2 = (float) (height - from->area.y1);
      link.address = from->action->uri.uri;
      g_array_append_val (links, link);
    }
  return links;
}

static GArray *
get_boxes (PopplerPage *page)
{
  GArray *boxes = g_array_new (FALSE, FALSE, sizeof (ChattyPdfBox));
  PopplerRectangle *rectangles = NULL;
  guint n = 0;

  if (poppler_page_get_text_layout (page, &rectangles, &n))
    {
      g_array_set_size (boxes, n);
      for (guint i = 0; i < n; i++)
        g_array_index (boxes, ChattyPdfBox, i) = (ChattyPdfBox) {
          (float) rectangles[i].x1, (float) rectangles[i].y1,
          (float) rectangles[i].x2, (float) rectangles[i].y2,
        };
    }
  g_free (rectangles);
  return boxes;
}

static void
add_page (ChattyPdfLayout *layout,
          PopplerPage     *page)
{
  g_autofree char *text = poppler_page_get_text (page);
  g_autoptr(GArray) boxes = get_boxes (page);
  g_autoptr(GArray) spans = get_spans (page);
  GList *mapping = poppler_page_get_link_mapping (page);
  g_autoptr(GArray) links = NULL;
  g_autofree char *valid = NULL;
  ChattyPdfPage data = { 0 };

  if (text != NULL && !g_utf8_validate (text, -1, NULL))
    valid = g_utf8_make_valid (text, -1);
  poppler_page_get_size (page, &data.width, &data.height);
  links = get_links (mapping, data.height);
  data.text = valid != NULL ? valid : text != NULL ? text : "";
  data.boxes = (const ChattyPdfBox *) (gpointer) boxes->data;
  data.n_boxes = boxes->len;
  data.spans = (const ChattyPdfSpan *) (gpointer) spans->data;
  data.n_spans = spans->len;
  data.links = (const ChattyPdfLink *) (gpointer) links->data;
  data.n_links = links->len;
  chatty_pdf_layout_add_page (layout, &data);
  poppler_page_free_link_mapping (mapping);
}

static void
send_hints (int                 socket,
            ChattyRichDocument *document,
            GArray             *offsets)
{
  guint speaker = 0;

  for (guint i = 0; i < document->blocks->len; i++)
    {
      const ChattyRichBlock *block = &g_array_index (document->blocks, ChattyRichBlock, i);
      ChattyHelperHint hint;

      if (block->speaker == speaker || block->speaker == 0 || i >= offsets->len)
        continue;
      speaker = block->speaker;
      hint.offset = g_array_index (offsets, guint64, i);
      hint.role = speaker - 1;
      chatty_helper_send_frame (socket, CHATTY_FRAME_HINT, &hint, sizeof hint);
    }
}

/* Browsers never cut a word with a hyphen of their own accord. */
static gboolean
is_hyphenated (const char *producer)
{
  return producer == NULL || (strstr (producer, "Skia/PDF") == NULL && strstr (producer, "Quartz") == NULL &&
                              strstr (producer, "cairo") == NULL);
}

static void
send_document (int                 socket,
               PopplerDocument    *pdf,
               ChattyRichDocument *document,
               const char         *markdown,
               GArray             *offsets,
               guint               n_empty)
{
  g_autofree char *title = poppler_document_get_title (pdf);
  g_autofree char *author = poppler_document_get_author (pdf);
  g_autofree char *producer = poppler_document_get_producer (pdf);
  const gint64 created = poppler_document_get_creation_date (pdf);
  const guint64 n_pages = poppler_document_get_n_pages (pdf);

  chatty_helper_send_text (socket, CHATTY_FRAME_TEXT, markdown, strlen (markdown));
  send_string (socket, CHATTY_FRAME_TITLE, title);
  send_string (socket, CHATTY_FRAME_AUTHOR, author);
  send_string (socket, CHATTY_FRAME_PRODUCER, producer);
  chatty_helper_send_frame (socket, CHATTY_FRAME_PAGES, &n_pages, sizeof n_pages);
  if (created > 0 && created < G_MAXINT64 / G_USEC_PER_SEC)
    {
      const gint64 microseconds = created * G_USEC_PER_SEC;

      chatty_helper_send_frame (socket, CHATTY_FRAME_CREATED, &microseconds, sizeof microseconds);
    }
  send_hints (socket, document, offsets);
  for (guint i = 0; i < MIN (document->links->len, 1000); i++)
    send_string (socket, CHATTY_FRAME_LINK, g_ptr_array_index (document->links, i));
  if (n_empty > 0)
    chatty_helper_send_number (socket, CHATTY_FRAME_NOTICE, CHATTY_NOTICE_NO_TEXT, n_empty);
}

/**
 * chatty_pdf_service_read:
 *
 * Reads a PDF file; see #ChattyHelperHandler.
 */
int
chatty_pdf_service_read (int                        socket,
                         const ChattyHelperRequest *request,
                         int                        file,
                         guint64                   *number)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(Pdf) pdf = poppler_document_new_from_fd (file, NULL, &error);
  g_autoptr(ChattyPdfLayout) layout = NULL;
  g_autoptr(ChattyRichDocument) document = NULL;
  g_autoptr(GArray) offsets = NULL;
  g_autofree char *title = NULL;
  g_autofree char *producer = NULL;
  g_autofree char *markdown = NULL;
  int n_pages;

  if (pdf == NULL)
    return g_error_matches (error, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED) ? CHATTY_FAULT_ENCRYPTED
                                                                          : CHATTY_FAULT_FORM;
  n_pages = poppler_document_get_n_pages (pdf);
  *number = MAX (n_pages, 0);
  if (n_pages <= 0)
    return CHATTY_FAULT_FORM;
  if ((guint) n_pages > request->max_pages)
    return CHATTY_FAULT_PAGES;
  layout = chatty_pdf_layout_new ();
  title = poppler_document_get_title (pdf);
  producer = poppler_document_get_producer (pdf);
  chatty_pdf_layout_set_title (layout, title);
  chatty_pdf_layout_set_hyphenated (layout, is_hyphenated (producer));
  for (int i = 0; i < n_pages; i++)
    {
      g_autoptr(PdfPage) page = poppler_document_get_page (pdf, i);

      if (page != NULL)
        add_page (layout, page);
      if (chatty_pdf_layout_get_length (layout) > request->max_text)
        return CHATTY_FAULT_TEXT;
    }
  document = chatty_pdf_layout_finish (layout);
  markdown = chatty_rich_document_to_markdown (document, &offsets);
  send_document (socket, pdf, document, markdown, offsets, chatty_pdf_layout_get_n_empty (layout));
  return 0;
}
