/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>

#include "chatty-time.h"

G_BEGIN_DECLS

typedef enum {
  CHATTY_RICH_BOLD   = 1 << 0,
  CHATTY_RICH_ITALIC = 1 << 1,
  CHATTY_RICH_STRIKE = 1 << 2,
  CHATTY_RICH_MONO   = 1 << 3,
  CHATTY_RICH_RAW    = 1 << 4,  /* Markdown already, such as a footnote's mark */
} ChattyRichStyle;

typedef enum {
  CHATTY_RICH_PARAGRAPH,
  CHATTY_RICH_CELL,      /* the last paragraph of a table's cell */
  CHATTY_RICH_ROW,       /* no text: the cells before it are one row */
  CHATTY_RICH_FOOTNOTE,  /* first paragraph of a note */
} ChattyRichBlockKind;

/* Text in one style, up to the start of the next run. */
typedef struct {
  guint32 start;
  guint32 link;   /* 1-based number of an address, 0 for none */
  guint8  style;
} ChattyRichRun;

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
  guint8  is_code : 1;
  guint8  speaker;       /* by its place on the page: 0 for unknown, else the
                          * ChattyRole and one */
} ChattyRichBlock;

/**
 * ChattyRichDocument:
 *
 * The contents of an RTF or PDF file: one long text, cut into runs of equal style
 * and into paragraphs. Line breaks within a paragraph are '\n'.
 */
typedef struct {
  GString   *text;
  GArray    *runs;      /* ChattyRichRun */
  GArray    *blocks;    /* ChattyRichBlock */
  GString   *markers;   /* of list items, as they were printed */
  GPtrArray *links;     /* addresses */
  GString   *title;
  GString   *author;
  GString   *generator;
  gint64     created;
  guint32    open_start; /* of the paragraph that is being filled */
  guint32    open_run;
  guint      code_page;  /* RTF: of the document */
  guint      n_pictures;
  guint      n_lost;    /* characters that the code page does not have */
  guint      malformed : 1;
} ChattyRichDocument;

ChattyRichDocument *chatty_rich_document_new         (void);
void                chatty_rich_document_free        (ChattyRichDocument   *self);
void                chatty_rich_document_append      (ChattyRichDocument   *self,
                                                      const char           *text,
                                                      gsize                 length,
                                                      guint                 style,
                                                      guint                 link);
gboolean            chatty_rich_document_has_pending (ChattyRichDocument   *self);
ChattyRichBlock    *chatty_rich_document_end_block   (ChattyRichDocument   *self,
                                                      ChattyRichBlockKind   kind);
guint               chatty_rich_document_add_link    (ChattyRichDocument   *self,
                                                      const char           *address);
guint               chatty_rich_document_add_marker  (ChattyRichDocument   *self,
                                                      const char           *marker);
void                chatty_rich_document_take_notes  (ChattyRichDocument   *self,
                                                      ChattyRichDocument   *notes);
char               *chatty_rich_document_to_plain    (ChattyRichDocument   *self,
                                                      gboolean              with_links);
char               *chatty_rich_document_to_markdown (ChattyRichDocument   *self,
                                                      GArray              **offsets);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyRichDocument, chatty_rich_document_free)

G_END_DECLS
