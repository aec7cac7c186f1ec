/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-markdown-view.h"

G_BEGIN_DECLS

/* Between a view and what it marks. */

#define CHATTY_MARKDOWN_VIEW_MAX_QUOTES 4

typedef enum {
  CHATTY_MARKDOWN_VIEW_SOURCES_HOVERED,
  CHATTY_MARKDOWN_VIEW_SOURCE_ACTIVATED,
  CHATTY_MARKDOWN_VIEW_N_SIGNALS,
} ChattyMarkdownViewSignal;

typedef struct {
  guint                     block;
  guint                     text;
  GtkLabel                 *label;
  const ChattyMarkdownText *shown;   /* of the document, to be told apart only */
  ChattyMarkdownNotes      *notes;   /* nullable: as the label shows them */
} ChattyMarkdownPart;

struct _ChattyMarkdownView
{
  GtkWidget parent_instance;

  ChattyMarkdownDocument *document;
  GArray                 *parts;       /* of ChattyMarkdownPart, in the order of the document */
  GPtrArray              *widgets;     /* that of each block, not owned */
  GtkWidget              *containers[CHATTY_MARKDOWN_VIEW_MAX_QUOTES + 1];
  guint                   depth;       /* the container of the last block */
  gboolean                is_simple;   /* one label, which the next text may use again */

  GArray                 *matches;     /* of ChattyMarkdownMatch */
  int                     current;     /* among them, or -1 */
  GArray                 *marks;       /* of ChattyMarkdownMark */
  gboolean                has_notes;   /* some part has */
  GStrv                   names;       /* of the sources, nullable */
  guint32                 active;      /* the sources that are pointed out */
  guint32                 hovered;     /* those that the pointer is over */
};

void chatty_markdown_view_tell          (ChattyMarkdownView       *self,
                                         ChattyMarkdownViewSignal  signal,
                                         guint                     sources,
                                         const GdkRectangle       *place);
void chatty_markdown_view_watch_label   (ChattyMarkdownView       *self,
                                         GtkLabel                 *label);
void chatty_markdown_view_watch_pointer (ChattyMarkdownView       *self);
void chatty_markdown_view_set_cell_width (GtkLabel                *label);
void chatty_markdown_view_note_parts    (ChattyMarkdownView       *self);
void chatty_markdown_view_look          (ChattyMarkdownView       *self);

G_END_DECLS
