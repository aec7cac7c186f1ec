/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-pdf-layout.h"
#include "chatty-pdf-lines.h"

G_BEGIN_DECLS

typedef enum {
  CHATTY_PDF_TEXT,
  CHATTY_PDF_CODE,
  CHATTY_PDF_HEADING,
  CHATTY_PDF_ITEM,
  CHATTY_PDF_TABLE,
} ChattyPdfKind;

/* Lines that belong together, as indexes into kept. */
typedef struct {
  guint first;
  guint behind;
  ChattyPdfKind kind;
  guint level;    /* of a heading or an item */
  guint speaker;  /* as in ChattyRichBlock */
} ChattyPdfGroup;

struct _ChattyPdfLayout {
  ChattyPdfLines     *lines;
  char               *title;
  GPtrArray          *kept;       /* ChattyPdfLine, without furniture */
  GArray             *groups;
  ChattyRichDocument *document;
  GArray             *link_map;   /* guint32: our links to the document's */
  gboolean            hyphenated; /* words are cut at the ends of lines */
  gboolean            all_mono;
  float               body;       /* size of the text */
  float               pitch;      /* from line to line, in sizes */
  float               left;       /* where most text begins and ends */
  float               right;
};


static inline const ChattyPdfLine *
chatty_pdf_layout_get_line (ChattyPdfLayout *self,
                            guint            nth)
{
  return g_ptr_array_index (self->kept, nth);
}

static inline const char *
chatty_pdf_layout_get_text (ChattyPdfLayout     *self,
                            const ChattyPdfLine *line)
{
  return self->lines->text->str + line->start;
}

/* The height by which lines are compared. */
static inline float
chatty_pdf_line_middle (const ChattyPdfLine *line)
{
  return (line->y1 + line->y2) / 2;
}

gunichar chatty_pdf_layout_first_character (ChattyPdfLayout     *self,
                                            const ChattyPdfLine *line);
gunichar chatty_pdf_layout_last_character  (ChattyPdfLayout     *self,
                                            const ChattyPdfLine *line);
gsize    chatty_pdf_marker_length          (const char          *text,
                                            gsize                length);
gboolean chatty_pdf_line_is_full           (const ChattyPdfLine *before,
                                            const ChattyPdfLine *line,
                                            float                right);
float    chatty_pdf_percentile             (GArray              *values,
                                            guint                percent,
                                            float                otherwise);
void     chatty_pdf_layout_make_groups     (ChattyPdfLayout     *self);
void     chatty_pdf_layout_copy_text       (ChattyPdfLayout     *self,
                                            const ChattyPdfLine *line,
                                            guint32              from,
                                            guint32              to);
void     chatty_pdf_layout_write_table     (ChattyPdfLayout      *self,
                                            const ChattyPdfGroup *group);

G_END_DECLS
