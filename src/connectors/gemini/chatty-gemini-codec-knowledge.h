/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <json-glib/json-glib.h>

#include "chatty-knowledge.h"

/* Stores, documents, operations and corpora of Gemini's JSON: pure functions,
 * no I/O (platform reference, sections 2.9 and 2.10). */

G_BEGIN_DECLS

/* What settings documents are called, and the value that they are known by: see
 * chatty-gemini-codec-character.h. */
#define CHATTY_GEMINI_MIRROR_TITLE "Settings of the character (Chatty Connectors)"
#define CHATTY_GEMINI_KIND_KEY "chatty_kind"
#define CHATTY_GEMINI_KIND_SETTINGS "settings"

/**
 * ChattyGeminiStore: a store, or one of the older corpora
 * @name: the platform's, such as "fileSearchStores/tea-0a1b2c"
 * @title: what it is called
 * @created: when it was made, or %CHATTY_TIME_NONE
 */
typedef struct {
  char   *name;
  char   *title;
  gint64  created;
} ChattyGeminiStore;

/* What is done with a document of a list. */
typedef void (*ChattyGeminiDocumentFunc) (JsonObject *document,
                                          gpointer    user_data);

void       chatty_gemini_store_free       (gpointer                       store);
ChattyGeminiStore *
           chatty_gemini_read_store       (JsonNode                      *node,
                                           const char                    *list);
gboolean   chatty_gemini_read_stores      (JsonNode                      *node,
                                           const char                    *list,
                                           GPtrArray                     *stores,
                                           char                         **next,
                                           GError                       **error);
gboolean   chatty_gemini_each_document    (JsonNode                      *node,
                                           ChattyGeminiDocumentFunc       func,
                                           gpointer                       user_data,
                                           char                         **next,
                                           GError                       **error);
gboolean   chatty_gemini_read_documents   (JsonNode                      *node,
                                           gboolean                       attached,
                                           GPtrArray                     *documents,
                                           char                         **next,
                                           GError                       **error);
gboolean   chatty_gemini_is_mirror        (JsonObject                    *document);
gboolean   chatty_gemini_is_store         (const char                    *name);
gboolean   chatty_gemini_is_document      (const char                    *name);
gboolean   chatty_gemini_is_corpus_document (const char                  *name);
char      *chatty_gemini_dup_store_of     (const char                    *document);

/**
 * ChattyGeminiOperation: work of the platform that goes on
 * @name: what to ask for
 * @done: whether it came to a good end
 * @document: (nullable): the document that came of it
 */
typedef struct {
  char     *name;
  gboolean  done;
  char     *document;
} ChattyGeminiOperation;

gboolean   chatty_gemini_read_operation   (JsonNode                      *node,
                                           ChattyGeminiOperation         *operation,
                                           GError                       **error);
void       chatty_gemini_operation_clear  (ChattyGeminiOperation         *operation);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ChattyGeminiOperation, chatty_gemini_operation_clear)

const char *const *
           chatty_gemini_get_suffixes     (void);
const char *chatty_gemini_find_media_type (const char                    *name,
                                           GError                       **error);
JsonNode  *chatty_gemini_write_store      (const char                    *title);
JsonNode  *chatty_gemini_write_upload     (const char                    *name,
                                           const char                    *media_type,
                                           const ChattyKnowledgeOptions  *options);
JsonNode  *chatty_gemini_write_query      (const char                    *question,
                                           guint                          most);
GPtrArray *chatty_gemini_read_passages    (JsonNode                      *node,
                                           GError                       **error);

G_END_DECLS
