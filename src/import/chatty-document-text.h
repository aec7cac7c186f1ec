/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-turn.h"

G_BEGIN_DECLS

/**
 * ChattyPositionHint:
 * @offset: byte offset in the text at which a run of paragraphs starts;
 *   always the first byte of a line
 * @role: who seems to speak there, %CHATTY_ROLE_PERSON for a bubble at the
 *   right, %CHATTY_ROLE_ASSISTANT for text at the left
 *
 * A turn as the position on the page tells it, for files without labels.
 */
typedef struct {
  gsize      offset;
  ChattyRole role;
} ChattyPositionHint;

/**
 * ChattyDocumentText:
 *
 * What the helper process found in one RTF or PDF file: its text as Markdown
 * and what the file says about itself. Immutable once it is returned;
 * atomically counted.
 */
typedef struct _ChattyDocumentText ChattyDocumentText;

#define CHATTY_TYPE_DOCUMENT_TEXT (chatty_document_text_get_type ())
GType                     chatty_document_text_get_type     (void);
ChattyDocumentText       *chatty_document_text_ref          (ChattyDocumentText *self);
void                      chatty_document_text_unref        (ChattyDocumentText *self);
const char               *chatty_document_text_get_text     (ChattyDocumentText *self);  /* Markdown, valid UTF-8, lines end in \n; never NULL */
gsize                     chatty_document_text_get_length   (ChattyDocumentText *self);
const char               *chatty_document_text_get_title    (ChattyDocumentText *self);  /* nullable */
const char               *chatty_document_text_get_author   (ChattyDocumentText *self);  /* nullable */
const char               *chatty_document_text_get_producer (ChattyDocumentText *self);  /* nullable: "Skia/PDF m120", "Cocoa RTF 2639" … */
gint64                    chatty_document_text_get_created  (ChattyDocumentText *self);  /* or CHATTY_TIME_NONE */
const char               *chatty_document_text_get_encoding (ChattyDocumentText *self);  /* RTF: "WINDOWS-1252" …; NULL for PDF */
guint                     chatty_document_text_get_n_pages  (ChattyDocumentText *self);  /* PDF; 0 for RTF */
const ChattyPositionHint *chatty_document_text_get_hints    (ChattyDocumentText *self,
                                                             guint              *n_hints); /* empty when position tells nothing */
const char * const       *chatty_document_text_get_links    (ChattyDocumentText *self);  /* addresses, in order, each once; never NULL */
const char * const       *chatty_document_text_get_notices  (ChattyDocumentText *self);  /* translated sentences; never NULL */

/* For the client of the helper. */
ChattyDocumentText       *chatty_document_text_new          (void);
void                      chatty_document_text_append       (ChattyDocumentText *self,
                                                             const char         *text,
                                                             gsize               length);
void                      chatty_document_text_set_title    (ChattyDocumentText *self,
                                                             const char         *title);
void                      chatty_document_text_set_author   (ChattyDocumentText *self,
                                                             const char         *author);
void                      chatty_document_text_set_producer (ChattyDocumentText *self,
                                                             const char         *producer);
void                      chatty_document_text_set_encoding (ChattyDocumentText *self,
                                                             const char         *encoding);
void                      chatty_document_text_set_created  (ChattyDocumentText *self,
                                                             gint64              created);
void                      chatty_document_text_set_n_pages  (ChattyDocumentText *self,
                                                             guint               n_pages);
void                      chatty_document_text_add_hint     (ChattyDocumentText *self,
                                                             gsize               offset,
                                                             ChattyRole          role);
void                      chatty_document_text_add_link     (ChattyDocumentText *self,
                                                             const char         *address);
void                      chatty_document_text_add_notice   (ChattyDocumentText *self,
                                                             const char         *format,
                                                             ...) G_GNUC_PRINTF (2, 3);
void                      chatty_document_text_finish       (ChattyDocumentText *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyDocumentText, chatty_document_text_unref)

G_END_DECLS
