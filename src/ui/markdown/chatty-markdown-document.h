/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  CHATTY_MARKDOWN_PARAGRAPH,
  CHATTY_MARKDOWN_HEADING,
  CHATTY_MARKDOWN_CODE,
  CHATTY_MARKDOWN_TABLE,
  CHATTY_MARKDOWN_IMAGE,
  CHATTY_MARKDOWN_RULE,
} ChattyMarkdownKind;

typedef enum {
  CHATTY_MARKDOWN_BOLD,
  CHATTY_MARKDOWN_ITALIC,
  CHATTY_MARKDOWN_STRUCK,
  CHATTY_MARKDOWN_MONOSPACE,
  CHATTY_MARKDOWN_DIM,
  CHATTY_MARKDOWN_GAP,        /* the space between two merged paragraphs */
  CHATTY_MARKDOWN_LINK,
} ChattyMarkdownStyle;

#define CHATTY_MARKDOWN_N_STYLES (CHATTY_MARKDOWN_LINK + 1)

/**
 * ChattyMarkdownSpan:
 * @start: first byte of the text that it covers
 * @end: first byte after it
 * @target: (nullable): of a link; always one that may be opened
 */
typedef struct {
  ChattyMarkdownStyle  style;
  guint                start;
  guint                end;
  char                *target;
} ChattyMarkdownSpan;

/**
 * ChattyMarkdownRun:
 * @start: first byte of the text
 * @length: bytes of the text; as many as @source_length where they are the
 *   same bytes
 * @source: first byte of the source
 * @source_length: bytes of the source
 *
 * A piece of a text, and what it comes from.
 */
typedef struct {
  guint start;
  guint length;
  gsize source;
  gsize source_length;
} ChattyMarkdownRun;

/**
 * ChattyMarkdownText:
 * @text: what is shown, plain
 * @length: bytes of @text
 * @spans: (element-type ChattyMarkdownSpan): how parts of it look
 * @runs: (element-type ChattyMarkdownRun) (nullable): where it comes from, in
 *   the order of the text; %NULL where that was not asked for
 */
typedef struct {
  char   *text;
  guint   length;
  GArray *spans;
  GArray *runs;
} ChattyMarkdownText;

/**
 * ChattyMarkdownBlock:
 * @level: of a heading, from 1 to 6
 * @quote_depth: how many quotes it is in
 * @list_depth: how many lists it is in
 * @task: 0 no task, 1 to do, 2 done
 * @marker: (nullable): what stands before a list item, such as "3."
 * @info: (nullable): the language of code; where an image is kept
 * @n_columns: of a table
 * @texts: (element-type ChattyMarkdownText): one; or the cells of a table, row
 *   by row, the headings first; or the words that stand for an image
 */
typedef struct {
  ChattyMarkdownKind  kind;
  guint               level;
  guint               quote_depth;
  guint               list_depth;
  guint               task;
  guint               n_columns;
  char               *marker;
  char               *info;
  GPtrArray          *texts;
} ChattyMarkdownBlock;

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

/**
 * ChattyMarkdownDocument:
 *
 * A Markdown text taken apart into a flat, bounded list of blocks. Immutable;
 * made and used on any thread.
 */
typedef struct _ChattyMarkdownDocument ChattyMarkdownDocument;

/* Bounds of one document; what is over them is still there as plain text. */
#define CHATTY_MARKDOWN_MAX_BYTES  (64 * 1024)
#define CHATTY_MARKDOWN_MAX_BLOCKS 256
#define CHATTY_MARKDOWN_MAX_CELLS  600
#define CHATTY_MARKDOWN_MAX_SPANS  3000

ChattyMarkdownDocument    *chatty_markdown_document_parse        (const char             *text,
                                                                  gssize                  length);
ChattyMarkdownDocument    *chatty_markdown_document_parse_mapped (const char            *text,
                                                                  gssize                  length);
GArray                    *chatty_markdown_document_find_source  (ChattyMarkdownDocument *self,
                                                                  gsize                   start,
                                                                  gsize                   end);
void                       chatty_markdown_document_free         (ChattyMarkdownDocument *self);
guint                      chatty_markdown_document_take_equal   (ChattyMarkdownDocument *self,
                                                                  ChattyMarkdownDocument *old);
guint                      chatty_markdown_document_get_n_blocks (ChattyMarkdownDocument *self);
const ChattyMarkdownBlock *chatty_markdown_document_get_block    (ChattyMarkdownDocument *self,
                                                                  guint                   nth);
gboolean                   chatty_markdown_block_has_shape_of    (const ChattyMarkdownBlock *self,
                                                                  const ChattyMarkdownBlock *other);
char                      *chatty_markdown_document_to_plain_text (ChattyMarkdownDocument *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyMarkdownDocument, chatty_markdown_document_free)

G_END_DECLS
