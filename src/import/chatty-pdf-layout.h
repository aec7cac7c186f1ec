/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-rich-document.h"

G_BEGIN_DECLS

/* In points, from the top left of the page. */
typedef struct {
  float x1;
  float y1;
  float x2;
  float y2;
} ChattyPdfBox;

/* Characters of one font. */
typedef struct {
  guint start;  /* in characters */
  guint end;    /* behind the last one */
  float size;
  guint style;  /* ChattyRichStyle flags */
} ChattyPdfSpan;

typedef struct {
  ChattyPdfBox  area;
  const char   *address;
} ChattyPdfLink;

/**
 * ChattyPdfPage:
 * @width: in points
 * @height: in points
 * @text: UTF-8, with a newline behind each line of the page
 * @boxes: where each character of @text stands
 * @n_boxes: how many; when it is not the number of characters, only the text
 *   is used
 * @spans: the fonts, in order
 * @links: the links, in any order
 *
 * A page as poppler gives it.
 */
typedef struct {
  double               width;
  double               height;
  const char          *text;
  const ChattyPdfBox  *boxes;
  guint                n_boxes;
  const ChattyPdfSpan *spans;
  guint                n_spans;
  const ChattyPdfLink *links;
  guint                n_links;
} ChattyPdfPage;

/**
 * ChattyPdfLayout:
 *
 * Makes paragraphs, headings, lists, tables and code out of the lines of
 * pages. Knows nothing of PDF itself.
 */
typedef struct _ChattyPdfLayout ChattyPdfLayout;

ChattyPdfLayout    *chatty_pdf_layout_new             (void);
void                chatty_pdf_layout_free            (ChattyPdfLayout     *self);
void                chatty_pdf_layout_set_title       (ChattyPdfLayout     *self,
                                                       const char          *title);
void                chatty_pdf_layout_set_hyphenated  (ChattyPdfLayout     *self,
                                                       gboolean             hyphenated);
void                chatty_pdf_layout_add_page        (ChattyPdfLayout     *self,
                                                       const ChattyPdfPage *page);
gsize               chatty_pdf_layout_get_length      (ChattyPdfLayout     *self);
guint               chatty_pdf_layout_get_n_empty     (ChattyPdfLayout     *self);
ChattyRichDocument *chatty_pdf_layout_finish          (ChattyPdfLayout     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyPdfLayout, chatty_pdf_layout_free)

G_END_DECLS
