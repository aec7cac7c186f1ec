/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-markdown-document.h"

G_BEGIN_DECLS

/* Sources are numbered from 1; sets of them are bits, the first one for 1. */
#define CHATTY_MARKDOWN_MAX_SOURCES 32
#define CHATTY_MARKDOWN_SOURCE(number) ((guint32) 1 << ((number) - 1))

/* Of the links that the numbers are, followed by the number. */
#define CHATTY_MARKDOWN_SOURCE_SCHEME "chatty-source:"

/**
 * ChattyMarkdownNotes:
 *
 * Which passages of one text rest on which sources, and the numbers that stand
 * behind them as raised digits, which are no part of the text. Positions are
 * bytes: of the text, or of what is shown of it, which has the numbers too.
 */
typedef struct _ChattyMarkdownNotes ChattyMarkdownNotes;

/**
 * ChattyMarkdownPassage:
 * @sources: which ones it rests on
 *
 * Passages do not overlap.
 */
typedef struct {
  guint   start;
  guint   end;
  guint32 sources;
} ChattyMarkdownPassage;

ChattyMarkdownNotes *chatty_markdown_notes_new           (void);
void                 chatty_markdown_notes_free          (ChattyMarkdownNotes      *self);
void                 chatty_markdown_notes_add           (ChattyMarkdownNotes      *self,
                                                          guint                     start,
                                                          guint                     end,
                                                          guint                     number,
                                                          gboolean                  is_numbered);
void                 chatty_markdown_notes_settle        (ChattyMarkdownNotes      *self,
                                                          const ChattyMarkdownText *text);
gboolean             chatty_markdown_notes_equal         (const ChattyMarkdownNotes *a,
                                                          const ChattyMarkdownNotes *b);
guint                chatty_markdown_notes_get_n_passages (const ChattyMarkdownNotes *self);
const ChattyMarkdownPassage *
                     chatty_markdown_notes_get_passage   (const ChattyMarkdownNotes *self,
                                                          guint                     nth);
guint                chatty_markdown_notes_get_n_numbers (const ChattyMarkdownNotes *self);
guint                chatty_markdown_notes_get_number_at (const ChattyMarkdownNotes *self,
                                                          guint                     nth);
void                 chatty_markdown_notes_append_number (const ChattyMarkdownNotes *self,
                                                          guint                     nth,
                                                          GString                  *markup);
void                 chatty_markdown_notes_hide_numbers  (ChattyMarkdownNotes      *self);
guint32              chatty_markdown_notes_get_sources   (const ChattyMarkdownNotes *self);
guint32              chatty_markdown_notes_get_sources_at (const ChattyMarkdownNotes *self,
                                                          guint                     shown);
guint                chatty_markdown_notes_get_shown     (const ChattyMarkdownNotes *self,
                                                          guint                     position,
                                                          gboolean                  is_end);
void                 chatty_markdown_notes_get_shown_number
                                                         (const ChattyMarkdownNotes *self,
                                                          guint                     nth,
                                                          guint                    *start,
                                                          guint                    *end);
guint                chatty_markdown_notes_parse_address (const char               *address);
char                *chatty_markdown_notes_dup_numbers   (guint32                   sources);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyMarkdownNotes, chatty_markdown_notes_free)

G_END_DECLS
