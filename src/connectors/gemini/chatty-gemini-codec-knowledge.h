/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <json-glib/json-glib.h>

#include "chatty-knowledge.h"

/* Stores, documents, operations and files of Gemini's JSON: pure functions, no
 * I/O (platform reference, sections 2.8 and 2.9). */

G_BEGIN_DECLS

/* What settings documents are called, and the value that they are known by: see
 * chatty-gemini-codec-character.h. */
#define CHATTY_GEMINI_MIRROR_TITLE "Settings of the character (Chatty Connectors)"
#define CHATTY_GEMINI_KIND_KEY "chatty_kind"
#define CHATTY_GEMINI_KIND_SETTINGS "settings"

/* Of a document that was imported: the name of the file that it was. */
#define CHATTY_GEMINI_FILE_KEY "chatty_file"

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

/**
 * ChattyGeminiListing: what is known so far of a list of documents
 * @character: (nullable): who is asked about: the name of a store
 * @documents: (element-type ChattyDocument): those that were found
 * @imported: (nullable): gets the names of files that the character has already
 */
typedef struct {
  const char *character;
  GPtrArray  *documents;
  GHashTable *imported;
} ChattyGeminiListing;

/* What is done with a document of a list. */
typedef void (*ChattyGeminiDocumentFunc) (JsonObject *document,
                                          gpointer    user_data);

gboolean   chatty_gemini_set_not_understood (GError                      **error);
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
                                           ChattyGeminiListing           *listing,
                                           char                         **next,
                                           GError                       **error);
gboolean   chatty_gemini_read_files       (JsonNode                      *node,
                                           ChattyGeminiListing           *listing,
                                           char                         **next,
                                           GError                       **error);
ChattyDocument *
           chatty_gemini_read_file        (JsonNode                      *node,
                                           GHashTable                    *imported);
const char *
           chatty_gemini_get_metadata     (JsonObject                    *document,
                                           const char                    *key);
const char *
           chatty_gemini_describe_place   (gboolean                       corpus,
                                           gboolean                       unfinished);
gboolean   chatty_gemini_belongs_to       (JsonObject                    *document,
                                           const char                    *character);
gboolean   chatty_gemini_is_mirror        (JsonObject                    *document);
gboolean   chatty_gemini_is_store         (const char                    *name);
gboolean   chatty_gemini_is_document      (const char                    *name);
gboolean   chatty_gemini_is_corpus_document (const char                  *name);
gboolean   chatty_gemini_is_file          (const char                    *name);
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
gboolean   chatty_gemini_is_text          (const char                    *name);
char      *chatty_gemini_list_text_suffixes (void);
JsonNode  *chatty_gemini_write_store      (const char                    *title);
void       chatty_gemini_add_metadata     (JsonArray                     *array,
                                           const char                    *key,
                                           const char                    *value);
JsonArray *chatty_gemini_write_metadata   (const ChattyKnowledgeOptions  *options,
                                           guint                          reserved);
JsonNode  *chatty_gemini_write_import     (const char                    *file);
JsonNode  *chatty_gemini_write_upload     (const char                    *name,
                                           const char                    *media_type,
                                           const ChattyKnowledgeOptions  *options);

G_END_DECLS
