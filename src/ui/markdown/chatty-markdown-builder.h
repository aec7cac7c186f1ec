/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-markdown-document.h"
#include "chatty-markdown-origin.h"

G_BEGIN_DECLS

/* Only for chatty-markdown-document.c: puts blocks together, and keeps them
 * within the bounds of a document. */

struct _ChattyMarkdownDocument
{
  GPtrArray *blocks;
};

/* A span whose end has not come yet. */
typedef struct {
  ChattyMarkdownStyle  style;
  guint                start;
  const char          *target;
} ChattyMarkdownOpenSpan;

/* What is known half-way through a text. */
typedef struct {
  ChattyMarkdownDocument *document;
  ChattyMarkdownText     *text;     /* the one being filled, or NULL */
  GString                *string;
  GArray                 *open;     /* of ChattyMarkdownOpenSpan */
  GPtrArray              *images;   /* blocks that follow the paragraph */
  ChattyMarkdownBlock    *table;
  gboolean                table_as_text;
  guint                   quote_depth;
  GArray                 *lists;    /* of int: the next number, 0 without */
  char                   *marker;   /* of the item whose text comes next */
  guint                   task;
  guint                   n_spans;
  const char             *source;
  ChattyMarkdownOrigin   *origin;   /* NULL where nobody asks for it */
} ChattyMarkdownBuilder;

void                 chatty_markdown_builder_init           (ChattyMarkdownBuilder  *builder,
                                                             ChattyMarkdownDocument *document);
void                 chatty_markdown_builder_clear          (ChattyMarkdownBuilder  *builder);

char                *chatty_markdown_builder_dup_clean      (const char             *text,
                                                             gsize                   length);
ChattyMarkdownText  *chatty_markdown_builder_text_new_plain (const char             *string,
                                                             gsize                   length);
ChattyMarkdownBlock *chatty_markdown_builder_block_new      (ChattyMarkdownBuilder  *builder,
                                                             ChattyMarkdownKind      kind);
void                 chatty_markdown_builder_block_free     (gpointer                data);
void                 chatty_markdown_builder_take_block     (ChattyMarkdownBuilder  *builder,
                                                             ChattyMarkdownBlock    *block);
void                 chatty_markdown_builder_take_marker    (ChattyMarkdownBuilder  *builder,
                                                             ChattyMarkdownBlock    *block);
void                 chatty_markdown_builder_end_paragraph  (ChattyMarkdownBuilder  *builder,
                                                             ChattyMarkdownKind      kind,
                                                             guint                   level);

void                 chatty_markdown_builder_begin_text     (ChattyMarkdownBuilder  *builder);
ChattyMarkdownText  *chatty_markdown_builder_end_text       (ChattyMarkdownBuilder  *builder);
void                 chatty_markdown_builder_append_styled  (ChattyMarkdownBuilder  *builder,
                                                             const char             *text,
                                                             ChattyMarkdownStyle     style);
void                 chatty_markdown_builder_add_span       (ChattyMarkdownBuilder  *builder,
                                                             ChattyMarkdownStyle     style,
                                                             guint                   start,
                                                             const char             *target);
void                 chatty_markdown_builder_push_span      (ChattyMarkdownBuilder  *builder,
                                                             ChattyMarkdownStyle     style,
                                                             const char             *target);
gboolean             chatty_markdown_builder_pop_span       (ChattyMarkdownBuilder  *builder,
                                                             ChattyMarkdownOpenSpan *open);

G_END_DECLS
