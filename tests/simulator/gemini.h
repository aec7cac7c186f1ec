/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "gemini-check.h"
#include "gemini-knowledge.h"
#include "gemini-state.h"
#include "sim-private.h"
#include "sim-read.h"

G_BEGIN_DECLS

/**
 * GeminiHandler: answers a request that was let in.
 * @ids: what stands for each "*" in the path, decoded
 */
typedef SimReply *(*GeminiHandler) (SimRequest *request,
                                    GeminiUser *user,
                                    GPtrArray  *ids);

extern const SimPlatform GEMINI_PLATFORM;

/* Refusals. @reason: (nullable): of the ErrorInfo. */
GeminiSettings *gemini_settings      (SimRequest *request);
SimReply       *gemini_refuse        (SimRequest *request,
                                      guint       status,
                                      const char *reason,
                                      const char *format,
                                      ...) G_GNUC_PRINTF (4, 5);
SimReply       *gemini_refuse_status (SimRequest *request,
                                      guint       status,
                                      const char *name,
                                      const char *message);
JsonObject     *gemini_new_error     (guint       status,
                                      const char *name,
                                      const char *message,
                                      JsonArray  *details);
SimReply       *gemini_reply_error   (SimRequest *request,
                                      guint       status,
                                      JsonObject *error);
SimReply       *gemini_refuse_body   (SimRequest *request,
                                      const char *schema);
SimReply       *gemini_refuse_field  (SimRequest *request,
                                      const char *field,
                                      const char *description);
SimReply       *gemini_refuse_quota  (SimRequest *request,
                                      GeminiUser *user,
                                      const char *model);
SimReply       *gemini_refuse_forced (SimRequest *request);

/* Models. */
typedef struct {
  const char *name;       /* "gemini-3.8-flash" */
  const char *title;
  const char *methods;
  gboolean    speaks;
  gboolean    thinks;
  gboolean    tuned;
} GeminiModel;

const GeminiModel *gemini_find_model (const char *name,
                                      gboolean    tuned);
gboolean           gemini_model_does (const GeminiModel *model,
                                      const char        *method);

/**
 * GeminiTalk: what was asked, and what is answered
 */
typedef struct {
  const GeminiModel *model;
  GPtrArray         *system;      /* of char: the instructions */
  char              *asked;
  char              *before;
  guint              n_messages;
  guint              tokens;
  gboolean           with_thoughts;
  char              *text;
  const char        *finish;
  gboolean           may_quote;   /* whether the text may be added to */
  JsonArray         *chunks;      /* what the text rests on */
  JsonArray         *supports;    /* and which passage of it on what */
  char              *searched;    /* in the web, or NULL */
  char              *code;        /* that was run, or NULL */
  char              *output;      /* of it */
  char              *id;
} GeminiTalk;

void        gemini_talk_clear    (GeminiTalk *talk);
SimReply   *gemini_write_whole   (SimRequest       *request,
                                  const GeminiTalk *talk);
SimReply   *gemini_write_stream  (SimRequest       *request,
                                  const GeminiTalk *talk,
                                  gboolean          events);
SimReply   *gemini_speak         (SimRequest        *request,
                                  const GeminiModel *model,
                                  JsonObject        *asked,
                                  const char        *text,
                                  gboolean           streamed);
JsonObject *gemini_describe_usage (guint tokens,
                                   guint answered);

/* What a question finds in stores: the passages go into the talk, and a
 * quotation into its text. */
SimReply   *gemini_search_stores (SimRequest *request,
                                  GeminiUser *user,
                                  JsonObject *asked,
                                  GeminiTalk *talk);
void        gemini_search_web    (GeminiTalk *talk);
void        gemini_quote         (GeminiTalk *talk,
                                  const char *mark,
                                  const char *title,
                                  const char *sentence,
                                  GArray     *indices);
GHashTable *gemini_question_words (const char *question);
guint       gemini_score         (GHashTable *words,
                                  const char *text,
                                  gsize       length);
char       *gemini_best_sentence (const char *text,
                                  gsize       length,
                                  GHashTable *words);

void gemini_dump_call (SimRequest *request,
                       SimReply   *reply);

/* Stores, documents, files and uploads. */
typedef JsonObject *(*GeminiDescribe) (gpointer item);

SimReply     *gemini_reply_page         (SimRequest      *request,
                                         GPtrArray       *items,
                                         const char      *member,
                                         guint            page,
                                         guint            most,
                                         GeminiDescribe   describe);
SimReply     *gemini_reply_nothing      (void);
SimReply     *gemini_refuse_title       (SimRequest      *request,
                                         const char      *title);
SimReply     *gemini_refuse_missing     (SimRequest      *request,
                                         const char      *what,
                                         const char      *name);
SimReply     *gemini_refuse_token       (SimRequest      *request,
                                         GeminiUser      *user);
gboolean      gemini_is_forced          (SimRequest      *request);
JsonArray    *gemini_describe_stores    (ChattySimulator *sim);
JsonObject   *gemini_describe_document  (GeminiDocument  *document);
JsonObject   *gemini_describe_operation (GeminiOperation *operation,
                                         GeminiDocument  *document,
                                         gboolean         first);
GeminiFile   *gemini_state_add_file     (GeminiState     *state,
                                         const char      *owner,
                                         const char      *title,
                                         const char      *media_type,
                                         const char      *text,
                                         guint64          size,
                                         GChecksum       *sum);
JsonObject   *gemini_describe_file      (GeminiFile      *file);
GeminiUpload *gemini_find_upload        (SimRequest      *request);
void          gemini_upload_prepare     (SimRequest      *request);
void          gemini_upload_receive     (SimRequest      *request,
                                         const guint8    *data,
                                         gsize            length);

/* The endpoints. */
SimReply *gemini_models_list   (SimRequest *request, GeminiUser *user, GPtrArray *ids);
SimReply *gemini_model_get     (SimRequest *request, GeminiUser *user, GPtrArray *ids);
SimReply *gemini_tuned_list    (SimRequest *request, GeminiUser *user, GPtrArray *ids);
SimReply *gemini_tuned_get     (SimRequest *request, GeminiUser *user, GPtrArray *ids);
SimReply *gemini_generate      (SimRequest *request, GeminiUser *user, GPtrArray *ids);
SimReply *gemini_count_tokens  (SimRequest *request, GeminiUser *user, GPtrArray *ids);
SimReply *gemini_store_create  (SimRequest *request, GeminiUser *user, GPtrArray *ids);
SimReply *gemini_store_list    (SimRequest *request, GeminiUser *user, GPtrArray *ids);
SimReply *gemini_store_get     (SimRequest *request, GeminiUser *user, GPtrArray *ids);
SimReply *gemini_store_delete  (SimRequest *request, GeminiUser *user, GPtrArray *ids);
SimReply *gemini_store_import  (SimRequest *request, GeminiUser *user, GPtrArray *ids);
SimReply *gemini_store_upload  (SimRequest *request, GeminiUser *user, GPtrArray *ids);
SimReply *gemini_document_list (SimRequest *request, GeminiUser *user, GPtrArray *ids);
SimReply *gemini_document_get  (SimRequest *request, GeminiUser *user, GPtrArray *ids);
SimReply *gemini_document_delete (SimRequest *request, GeminiUser *user, GPtrArray *ids);
SimReply *gemini_import_operation (SimRequest *request, GeminiUser *user, GPtrArray *ids);
SimReply *gemini_upload_operation (SimRequest *request, GeminiUser *user, GPtrArray *ids);
SimReply *gemini_file_upload   (SimRequest *request, GeminiUser *user, GPtrArray *ids);
SimReply *gemini_file_list     (SimRequest *request, GeminiUser *user, GPtrArray *ids);
SimReply *gemini_file_get      (SimRequest *request, GeminiUser *user, GPtrArray *ids);
SimReply *gemini_file_delete   (SimRequest *request, GeminiUser *user, GPtrArray *ids);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GeminiTalk, gemini_talk_clear)

G_END_DECLS
