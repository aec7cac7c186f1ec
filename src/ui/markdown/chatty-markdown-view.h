/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-markdown-document.h"
#include "chatty-markdown-label.h"

G_BEGIN_DECLS

/**
 * ChattyMarkdownMark:
 * @start: first byte of the Markdown text
 * @end: first byte after it
 * @number: of the source that it rests on, from 1 to
 *   %CHATTY_MARKDOWN_MAX_SOURCES
 * @is_end: whether the passage ends here, so that the number stands behind it
 *
 * A passage that rests on a source.
 */
typedef struct {
  gsize    start;
  gsize    end;
  guint    number;
  gboolean is_end;
} ChattyMarkdownMark;

/**
 * ChattyMarkdownView: (object) shows a Markdown text with native widgets.
 *
 * The text is outside text: nothing in it is loaded, run or opened by itself,
 * and the number of widgets is bounded.
 *
 * Signals: "sources-hovered" (guint sources): the pointer is over a passage that
 * rests on a set of sources, or over none; "source-activated" (guint number,
 * GdkRectangle *place): the number of a source was chosen, at a place in the view.
 */
#define CHATTY_TYPE_MARKDOWN_VIEW (chatty_markdown_view_get_type ())
G_DECLARE_FINAL_TYPE (ChattyMarkdownView, chatty_markdown_view, CHATTY, MARKDOWN_VIEW, GtkWidget)

GtkWidget *chatty_markdown_view_new            (void);
void       chatty_markdown_view_set_text       (ChattyMarkdownView        *self,
                                                const char                *text,
                                                gssize                     length);
void       chatty_markdown_view_update_text    (ChattyMarkdownView        *self,
                                                const char                *text,
                                                gssize                     length);
void       chatty_markdown_view_set_marks      (ChattyMarkdownView        *self,
                                                const ChattyMarkdownMark  *marks,
                                                guint                      n_marks,
                                                const char *const         *names);
void       chatty_markdown_view_set_active_sources
                                               (ChattyMarkdownView        *self,
                                                guint32                    sources);
void       chatty_markdown_view_set_matches    (ChattyMarkdownView        *self,
                                                const ChattyMarkdownMatch *matches,
                                                guint                      n_matches,
                                                int                        current);
gboolean   chatty_markdown_view_get_match_rect (ChattyMarkdownView        *self,
                                                const ChattyMarkdownMatch *match,
                                                graphene_rect_t           *rect);

G_END_DECLS
