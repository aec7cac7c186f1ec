/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <json-glib/json-glib.h>

#include "chatty-knowledge.h"

/* Documents and chunks of corpora, the older engine: pure functions, no I/O
 * (platform reference, section 2.10). */

G_BEGIN_DECLS

/* What goes along with our documents there. One that is being put there has a
 * state; once all of its chunks are there it has none. */
#define CHATTY_GEMINI_STATE_KEY     "chatty_state"
#define CHATTY_GEMINI_UNFINISHED    "unfinished"
#define CHATTY_GEMINI_CHARACTER_KEY "chatty_character"
#define CHATTY_GEMINI_BYTES_KEY     "chatty_bytes"
#define CHATTY_GEMINI_SHA256_KEY    "chatty_sha256"

/* The most that goes into one request. */
#define CHATTY_GEMINI_BATCH 100

/**
 * ChattyGeminiText: a document on its way into a corpus
 * @id: what makes it the same when it is sent again: of its content, and of how
 *   it is taken in
 * @name: what it is called
 * @text: what it says
 * @sha256: the hash of that
 * @chunks: (element-type ChattySpan): the pieces of @text, in their order
 */
typedef struct {
  char   *id;
  char   *name;
  GBytes *text;
  char   *sha256;
  GArray *chunks;
} ChattyGeminiText;

ChattyGeminiText *
           chatty_gemini_text_new             (const char                   *name,
                                               GBytes                       *text,
                                               const ChattyKnowledgeOptions *options,
                                               GError                      **error);
void       chatty_gemini_text_free            (ChattyGeminiText             *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyGeminiText, chatty_gemini_text_free)

GArray    *chatty_gemini_split_chunks         (const char                   *text,
                                               gsize                         length,
                                               guint                         words,
                                               guint                         overlap);

JsonNode  *chatty_gemini_write_corpus_document (const ChattyGeminiText       *text,
                                                const char                   *document,
                                                const ChattyKnowledgeOptions *options,
                                                gboolean                      finished);
JsonNode  *chatty_gemini_write_chunks         (const ChattyGeminiText       *text,
                                               const char                   *document,
                                               GHashTable                   *there,
                                               guint                        *nth);
gboolean   chatty_gemini_read_chunks          (JsonNode                     *node,
                                               GHashTable                   *there,
                                               char                        **next,
                                               GError                      **error);
gboolean   chatty_gemini_is_unfinished        (JsonObject                   *document);
JsonArray *chatty_gemini_write_filters        (const char                   *filter,
                                               const char                   *character);
JsonNode  *chatty_gemini_write_query          (const char                   *question,
                                               guint                         most,
                                               JsonArray                    *filters);
GPtrArray *chatty_gemini_read_passages        (JsonNode                     *node,
                                               GError                      **error);

G_END_DECLS
