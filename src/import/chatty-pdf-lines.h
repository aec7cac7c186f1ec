/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-pdf-layout.h"

G_BEGIN_DECLS

/* A line of a page: a row of characters at one height. Coordinates of lines
 * that run from right to left are mirrored, so that x1 is always where the
 * line begins. */
typedef struct {
  guint32 start;       /* bytes in the text */
  guint32 end;
  guint32 first_run;
  guint32 n_runs;
  guint32 first_cell;
  guint16 n_cells;     /* pieces far apart from each other */
  guint16 page;
  float   x1;
  float   x2;
  float   y1;
  float   y2;
  float   size;        /* of most of its characters */
  float   advance;     /* of a character, where all are of one width */
  float   first_word;  /* width of the first word */
  guint8  is_mono : 1;
  guint8  is_bold : 1;
  guint8  is_rtl : 1;
  guint8  is_dropped : 1;
  guint8  ends_soft : 1;   /* in a soft hyphen */
} ChattyPdfLine;

typedef struct {
  guint32 start;       /* bytes in the text */
  float   x1;
} ChattyPdfCell;

/* What all pages together hold. */
typedef struct {
  GString   *text;
  GArray    *lines;    /* ChattyPdfLine, in reading order */
  GArray    *runs;     /* ChattyRichRun, of all lines */
  GArray    *cells;    /* ChattyPdfCell, of lines with more than one */
  GArray    *heights;  /* double, of each page */
  GPtrArray *links;    /* addresses */
  guint      n_empty;  /* pages without text */
} ChattyPdfLines;

ChattyPdfLines *chatty_pdf_lines_new      (void);
void            chatty_pdf_lines_free     (ChattyPdfLines      *self);
void            chatty_pdf_lines_add_page (ChattyPdfLines      *self,
                                           const ChattyPdfPage *page);
void            chatty_pdf_lines_drop     (ChattyPdfLines      *self,
                                           const char          *title);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyPdfLines, chatty_pdf_lines_free)

G_END_DECLS
