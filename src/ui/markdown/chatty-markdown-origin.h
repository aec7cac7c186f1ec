/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <cmark-gfm.h>

#include "chatty-markdown-document.h"

G_BEGIN_DECLS

/* Only for chatty-markdown-document.c: tells which bytes of the source each
 * piece of a shown text comes from, while the tree is walked. */

typedef struct _ChattyMarkdownOrigin ChattyMarkdownOrigin;

ChattyMarkdownOrigin *chatty_markdown_origin_new         (const char           *source,
                                                          gsize                 length);
void                  chatty_markdown_origin_free        (ChattyMarkdownOrigin *self);
void                  chatty_markdown_origin_visit       (ChattyMarkdownOrigin *self,
                                                          cmark_node           *node,
                                                          gboolean              entering);
void                  chatty_markdown_origin_take        (ChattyMarkdownOrigin *self,
                                                          cmark_node           *node,
                                                          guint                 start,
                                                          GArray               *runs);
void                  chatty_markdown_origin_take_lines  (ChattyMarkdownOrigin *self,
                                                          cmark_node           *node,
                                                          gsize                 length,
                                                          GArray               *runs);

G_END_DECLS
