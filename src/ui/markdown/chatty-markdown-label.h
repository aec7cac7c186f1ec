/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-markdown-document.h"

G_BEGIN_DECLS

/**
 * ChattyMarkdownMatch:
 * @block: number of the block in its document
 * @text: number of the text in its block
 * @start: first byte
 * @end: first byte after it
 *
 * A place in a document, such as a word that was found.
 */
typedef struct {
  guint block;
  guint text;
  guint start;
  guint end;
} ChattyMarkdownMatch;

/* How texts of a document become labels. Outside text never becomes markup. */

void chatty_markdown_label_set_text   (GtkLabel                  *label,
                                       const ChattyMarkdownText  *text);
void chatty_markdown_label_set_look   (GtkLabel                  *label,
                                       const ChattyMarkdownText  *text,
                                       const ChattyMarkdownMatch *matches,
                                       guint                      n_matches,
                                       int                        current);

G_END_DECLS
