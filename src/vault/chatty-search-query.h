/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Around each word that was found, in snippets. */
#define CHATTY_MARK_START "\356\200\200"  /* U+E000 */
#define CHATTY_MARK_END   "\356\200\201"  /* U+E001 */

/* More than a person types; the rest of a longer query is left out. */
#define CHATTY_SEARCH_MAX_TERMS  32
#define CHATTY_SEARCH_MAX_TOKENS 64  /* of one term; the snippets keep a bit for each */

/**
 * ChattySearchTerm: words that must follow each other; usually one.
 */
typedef struct {
  GPtrArray *tokens;   /* of char*, folded */
  gboolean   prefix;   /* the last may go on */
} ChattySearchTerm;

/**
 * ChattySearchQuery:
 *
 * What a person searches for, taken apart. Immutable. Every string is a
 * query; one in which there is no word is empty.
 */
typedef struct _ChattySearchQuery ChattySearchQuery;

ChattySearchQuery      *chatty_search_query_new         (const char              *text,
                                                         gboolean                 typing);
void                    chatty_search_query_free        (ChattySearchQuery       *self);
gboolean                chatty_search_query_is_empty    (const ChattySearchQuery *self);
gboolean                chatty_search_query_has_prefix  (const ChattySearchQuery *self);
guint                   chatty_search_query_get_n_terms (const ChattySearchQuery *self);
const ChattySearchTerm *chatty_search_query_get_term    (const ChattySearchQuery *self,
                                                         guint                    nth);
const char             *chatty_search_query_get_match   (const ChattySearchQuery *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattySearchQuery, chatty_search_query_free)

G_END_DECLS
