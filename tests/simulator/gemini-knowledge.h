/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <json-glib/json-glib.h>

#include "gemini-state.h"

G_BEGIN_DECLS

/* The most that is kept of the text of one document or file. */
#define GEMINI_KEPT_TEXT (1024 * 1024)

typedef enum {
  GEMINI_DOCUMENT_PENDING,
  GEMINI_DOCUMENT_ACTIVE,
  GEMINI_DOCUMENT_FAILED,
} GeminiDocumentState;

/**
 * GeminiDocument: one document of a store
 * @name: "fileSearchStores/…/documents/…"
 * @text: the beginning of what can be read of it; "" where nothing can be
 * @metadata: (nullable): as it was sent
 * @looks: how often it, or its operation, is looked at until it is done
 * @fails: what becomes of it then
 */
typedef struct {
  char                *name;
  char                *title;
  char                *media_type;
  char                *text;
  JsonArray           *metadata;
  guint64              size;
  guint                chunk_words;
  guint                overlap_words;
  GeminiDocumentState  state;
  guint                looks;
  gboolean             fails;
  char                *created;
} GeminiDocument;

/**
 * GeminiStore: one File Search store, of one project
 */
typedef struct {
  char      *owner;
  char      *name;       /* "fileSearchStores/…" */
  char      *title;
  char      *model;
  char      *created;
  char      *updated;
  GPtrArray *documents;
} GeminiStore;

/**
 * GeminiFile: one of the Files API
 */
typedef struct {
  char    *owner;
  char    *name;         /* "files/…" */
  char    *title;
  char    *media_type;
  char    *text;
  char    *sum;          /* base64 of the hexadecimal SHA-256, as the platform has it */
  guint64  size;
  guint    looks;
  char    *created;
  char    *expires;
} GeminiFile;

/**
 * GeminiOperation: how a document is taken in
 * @imported: from a file, or uploaded
 */
typedef struct {
  char     *name;
  char     *store;
  char     *document;
  gboolean  imported;
} GeminiOperation;

typedef enum {
  GEMINI_UPLOAD_ACTIVE,
  GEMINI_UPLOAD_FINAL,
  GEMINI_UPLOAD_CANCELLED,
} GeminiUploadState;

/**
 * GeminiUpload: a resumable upload
 * @store: (nullable): where it goes; %NULL for the Files API
 * @size: what was announced
 * @received: of it, however the connections ended
 * @feeder: the number of the request that may go on with it, or 0
 * @answer: (nullable): what its end was answered with
 */
typedef struct {
  char              *id;
  char              *owner;
  char              *store;
  char              *media_type;
  JsonObject        *metadata;
  guint64            size;
  guint64            received;
  GByteArray        *kept;
  GChecksum         *sum;
  GeminiUploadState  state;
  guint              feeder;
  char              *answer;
} GeminiUpload;

void             gemini_store_free          (gpointer          store);
void             gemini_document_free       (gpointer          document);
void             gemini_file_free           (gpointer          file);
void             gemini_operation_free      (gpointer          operation);
void             gemini_upload_free         (gpointer          upload);

char            *gemini_state_now           (GeminiState      *state);
char            *gemini_state_new_id        (GeminiState      *state,
                                             const char       *title);
guint            gemini_state_count_stores  (GeminiState      *state,
                                             const char       *owner);
GeminiStore     *gemini_state_add_store     (GeminiState      *state,
                                             const char       *owner,
                                             const char       *title,
                                             const char       *model);
GeminiStore     *gemini_state_find_store    (GeminiState      *state,
                                             const char       *owner,
                                             const char       *name);
GeminiDocument  *gemini_state_add_document  (GeminiState      *state,
                                             GeminiStore      *store,
                                             const char       *title,
                                             const char       *media_type,
                                             const char       *text,
                                             guint64           size,
                                             JsonArray        *metadata);
GeminiDocument  *gemini_store_find_document (GeminiStore      *store,
                                             const char       *name);
gboolean         gemini_document_look       (GeminiDocument   *document);
GeminiFile      *gemini_state_find_file     (GeminiState      *state,
                                             const char       *owner,
                                             const char       *name);
GeminiOperation *gemini_state_add_operation (GeminiState      *state,
                                             GeminiStore      *store,
                                             GeminiDocument   *document,
                                             GeminiFile       *file);
GeminiOperation *gemini_state_find_operation (GeminiState     *state,
                                              const char      *name);
GeminiUpload    *gemini_state_find_upload   (GeminiState      *state,
                                             const char       *id);

/* What comes along with a document. Each returns what is wrong, or NULL. */
const char      *gemini_metadata_fault      (JsonArray        *metadata);
const char      *gemini_chunking_fault      (JsonObject       *asked,
                                             guint            *words,
                                             guint            *overlap);
gboolean         gemini_filter_parse        (const char       *filter,
                                             GPtrArray       **terms);
gboolean         gemini_filter_matches      (GPtrArray        *terms,
                                             JsonArray        *metadata);

G_END_DECLS
