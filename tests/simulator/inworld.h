/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "inworld-state.h"
#include "sim-answer.h"
#include "sim-private.h"
#include "sim-read.h"

G_BEGIN_DECLS

/* What a key must be allowed: which plans have it is ours. */
#define INWORLD_USES    CHATTY_SIMULATOR_PLAN_INDIE         /* talk, speech, lists of voices */
#define INWORLD_READS   CHATTY_SIMULATOR_PLAN_PROFESSIONAL  /* also routers, to read */
#define INWORLD_WRITES  CHATTY_SIMULATOR_PLAN_SCALE         /* also to write, voices too */

/**
 * InworldHandler: answers a request that was let in.
 * @id: what stands for the "*" in the path, decoded; "" where there is none
 */
typedef SimReply *(*InworldHandler) (SimRequest  *request,
                                     InworldUser *user,
                                     const char  *id);

extern const SimPlatform INWORLD_PLATFORM;

/* Small things that several endpoints need. */
InworldSettings *inworld_settings       (SimRequest   *request);
SimReply        *inworld_refuse         (SimRequest   *request,
                                         guint         status,
                                         const char   *format,
                                         ...) G_GNUC_PRINTF (3, 4);
JsonObject      *inworld_new_error      (SimRequest   *request,
                                         guint         status,
                                         const char   *message);
JsonObject      *inworld_new_status     (guint         code,
                                         const char   *message);
SimReply        *inworld_refuse_credit  (SimRequest   *request,
                                         InworldUser  *user);
void             inworld_note_unknown   (SimRequest   *request,
                                         JsonObject   *object,
                                         const char   *known);
JsonNode        *inworld_to_snake       (JsonNode     *node);

/* Voices and models. */
void             inworld_voices_add_own (InworldUser  *user);
gboolean         inworld_voice_exists   (InworldUser  *user,
                                         const char   *voice_id);
const char      *inworld_model_find     (const char   *name,
                                         gboolean     *takes_images,
                                         gboolean     *takes_audio);

/* Routers, as the platform writes them. */
JsonArray       *inworld_describe_routers (ChattySimulator *sim);

/**
 * InworldCompletion: an answer on its way to be written
 */
typedef struct {
  char    *id;
  char    *model;
  char    *text;
  guint    prompt_tokens;
  gint64   created;
} InworldCompletion;

SimReply        *inworld_chat_whole     (SimRequest              *request,
                                         const InworldCompletion *completion);
SimReply        *inworld_chat_stream    (SimRequest              *request,
                                         const InworldCompletion *completion);

/* The endpoints. */
SimReply *inworld_voices_list      (SimRequest *request, InworldUser *user, const char *id);
SimReply *inworld_voices_old       (SimRequest *request, InworldUser *user, const char *id);
SimReply *inworld_voice_get        (SimRequest *request, InworldUser *user, const char *id);
SimReply *inworld_voice_patch      (SimRequest *request, InworldUser *user, const char *id);
SimReply *inworld_voice_delete     (SimRequest *request, InworldUser *user, const char *id);
SimReply *inworld_models           (SimRequest *request, InworldUser *user, const char *id);
SimReply *inworld_chat             (SimRequest *request, InworldUser *user, const char *id);
SimReply *inworld_speech           (SimRequest *request, InworldUser *user, const char *id);
SimReply *inworld_speech_stream    (SimRequest *request, InworldUser *user, const char *id);
SimReply *inworld_router_create    (SimRequest *request, InworldUser *user, const char *id);
SimReply *inworld_router_list      (SimRequest *request, InworldUser *user, const char *id);
SimReply *inworld_router_get       (SimRequest *request, InworldUser *user, const char *id);
SimReply *inworld_router_patch     (SimRequest *request, InworldUser *user, const char *id);
SimReply *inworld_router_delete    (SimRequest *request, InworldUser *user, const char *id);
SimReply *inworld_operation_get    (SimRequest *request, InworldUser *user, const char *id);

G_END_DECLS
