/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-markdown-document.h"
#include "chatty-markdown-notes.h"

G_BEGIN_DECLS

/* How texts of a document become labels. Outside text never becomes markup. */

void chatty_markdown_label_set_text   (GtkLabel                  *label,
                                       const ChattyMarkdownText  *text,
                                       const ChattyMarkdownNotes *notes);
void chatty_markdown_label_set_look   (GtkLabel                  *label,
                                       const ChattyMarkdownText  *text,
                                       const ChattyMarkdownNotes *notes,
                                       guint32                    active,
                                       const ChattyMarkdownMatch *matches,
                                       guint                      n_matches,
                                       int                        current);

G_END_DECLS
