/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>

#include "chatty-time.h"

G_BEGIN_DECLS

typedef enum {
  CHATTY_RTF_BOLD   = 1 << 0,
  CHATTY_RTF_ITALIC = 1 << 1,
  CHATTY_RTF_STRIKE = 1 << 2,
  CHATTY_RTF_MONO   = 1 << 3,
  CHATTY_RTF_RAW    = 1 << 4,  /* Markdown already, such as a footnote's mark */
} ChattyRtfStyle;

typedef enum {
  CHATTY_RTF_PARAGRAPH,
  CHATTY_RTF_CELL,      /* the last paragraph of a table's cell */
  CHATTY_RTF_ROW,       /* no text: the cells before it are one row */
  CHATTY_RTF_FOOTNOTE,  /* first paragraph of a note */
} ChattyRtfBlockKind;

/* Text in one style, up to the start of the next run. */
typedef struct {
  guint32 start;
  guint32 link;   /* 1-based number of an address, 0 for none */
  guint8  style;
} ChattyRtfRun;

typedef struct {
  guint32 start;         /* of its text */
  guint32 end;
  guint32 first_run;
  guint32 n_runs;
  guint32 marker;        /* offset in markers, with a NUL; 0 for none */
  gint16  space_before;  /* twips */
  gint16  space_after;
  guint8  kind;
  guint8  heading;       /* 1 to 6, 0 for none */
  guint8  level;         /* of a list item, from 0 */
  guint8  in_list : 1;
  guint8  in_table : 1;
  guint8  is_code : 1;   /* by its style's name */
} ChattyRtfBlock;

/**
 * ChattyRtfDocument:
 *
 * The contents of an RTF file: one long text, cut into runs of equal style
 * and into paragraphs. Line breaks within a paragraph are '\n'.
 */
typedef struct {
  GString   *text;
  GArray    *runs;      /* ChattyRtfRun */
  GArray    *blocks;    /* ChattyRtfBlock */
  GString   *markers;   /* of list items, as they were printed */
  GPtrArray *links;     /* addresses */
  GString   *title;
  GString   *author;
  GString   *generator;
  gint64     created;
  guint32    open_start; /* of the paragraph that is being filled */
  guint32    open_run;
  guint      code_page; /* of the document */
  guint      n_pictures;
  guint      n_lost;    /* characters that the code page does not have */
  guint      malformed : 1;
} ChattyRtfDocument;

ChattyRtfDocument *chatty_rtf_document_new         (void);
void               chatty_rtf_document_free        (ChattyRtfDocument  *self);
void               chatty_rtf_document_append      (ChattyRtfDocument  *self,
                                                    const char         *text,
                                                    gsize               length,
                                                    guint               style,
                                                    guint               link);
gboolean           chatty_rtf_document_has_pending (ChattyRtfDocument  *self);
ChattyRtfBlock    *chatty_rtf_document_end_block   (ChattyRtfDocument  *self,
                                                    ChattyRtfBlockKind  kind);
guint              chatty_rtf_document_add_link    (ChattyRtfDocument  *self,
                                                    const char         *address);
guint              chatty_rtf_document_add_marker  (ChattyRtfDocument  *self,
                                                    const char         *marker);
void               chatty_rtf_document_take_notes  (ChattyRtfDocument  *self,
                                                    ChattyRtfDocument  *notes);
char              *chatty_rtf_document_to_plain    (ChattyRtfDocument  *self,
                                                    gboolean            with_links);
char              *chatty_rtf_document_to_markdown (ChattyRtfDocument  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyRtfDocument, chatty_rtf_document_free)

G_END_DECLS
