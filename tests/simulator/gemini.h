/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "gemini-check.h"
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
  JsonObject        *grounding;   /* or NULL */
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

/* The endpoints. */
SimReply *gemini_models_list   (SimRequest *request, GeminiUser *user, GPtrArray *ids);
SimReply *gemini_model_get     (SimRequest *request, GeminiUser *user, GPtrArray *ids);
SimReply *gemini_tuned_list    (SimRequest *request, GeminiUser *user, GPtrArray *ids);
SimReply *gemini_tuned_get     (SimRequest *request, GeminiUser *user, GPtrArray *ids);
SimReply *gemini_generate      (SimRequest *request, GeminiUser *user, GPtrArray *ids);
SimReply *gemini_count_tokens  (SimRequest *request, GeminiUser *user, GPtrArray *ids);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GeminiTalk, gemini_talk_clear)

G_END_DECLS
