/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "convai-state.h"
#include "sim-private.h"

G_BEGIN_DECLS

/**
 * ConvaiHandler: answers a request that was let in: its key is good, its plan
 * is high enough, its body is encoded as documented.
 */
typedef SimReply *(*ConvaiHandler) (SimRequest *request,
                                    ConvaiUser *user);

typedef struct {
  const char          *path;
  const char          *method;
  ChattySimulatorPlan  plan;
  SimBodyKind          body;          /* what is accepted, several bits */
  const char          *error_key;
  ConvaiHandler        handler;
  guint                missing_status; /* when there is no key; 0 for 401 */
  gboolean             slash;          /* also with a slash at the end */
} ConvaiRoute;

extern const ConvaiRoute CONVAI_API_ROUTES[];
extern const ConvaiRoute CONVAI_LIVE_ROUTES[];

extern const SimPlatform CONVAI_PLATFORM;

/* Who asks: sets @user, or returns the refusal. */
SimReply     *convai_authenticate           (SimRequest  *request,
                                             ConvaiUser **user);
SimReply     *convai_refuse_plan            (SimRequest  *request,
                                             ConvaiUser  *user);
SimReply     *convai_refuse_quota           (SimRequest  *request,
                                             ConvaiUser  *user);

/* Small things that several endpoints need. */
const char   *convai_plan_title             (ChattySimulatorPlan plan);
SimReply     *convai_no_such_character      (SimRequest  *request);
ConvaiCharacter *
              convai_asked_character        (SimRequest  *request,
                                             ConvaiUser  *user,
                                             const char  *member);
char         *convai_reply_text             (ConvaiCharacter *character,
                                             const char  *asked);
GBytes       *convai_speak                  (const char  *text,
                                             guint       *rate);
gboolean      convai_voice_exists           (const char  *voice_value);
gboolean      convai_language_exists        (const char  *code);

/* The endpoints, one file for each concern. */
SimReply *convai_character_create      (SimRequest *request, ConvaiUser *user);
SimReply *convai_character_update      (SimRequest *request, ConvaiUser *user);
SimReply *convai_character_get         (SimRequest *request, ConvaiUser *user);
SimReply *convai_character_list        (SimRequest *request, ConvaiUser *user);
SimReply *convai_character_clone       (SimRequest *request, ConvaiUser *user);
SimReply *convai_character_delete      (SimRequest *request, ConvaiUser *user);
SimReply *convai_get_response          (SimRequest *request, ConvaiUser *user);
SimReply *convai_generate_backstory    (SimRequest *request, ConvaiUser *user);
SimReply *convai_starter_conversation  (SimRequest *request, ConvaiUser *user);
SimReply *convai_live_stream           (SimRequest *request, ConvaiUser *user);
SimReply *convai_live_connect          (SimRequest *request, ConvaiUser *user);
SimReply *convai_knowledge_upload      (SimRequest *request, ConvaiUser *user);
SimReply *convai_knowledge_update      (SimRequest *request, ConvaiUser *user);
SimReply *convai_knowledge_list        (SimRequest *request, ConvaiUser *user);
SimReply *convai_knowledge_delete      (SimRequest *request, ConvaiUser *user);
SimReply *convai_voices                (SimRequest *request, ConvaiUser *user);
SimReply *convai_languages             (SimRequest *request, ConvaiUser *user);
SimReply *convai_models                (SimRequest *request, ConvaiUser *user);
SimReply *convai_tts                   (SimRequest *request, ConvaiUser *user);
SimReply *convai_history_list          (SimRequest *request, ConvaiUser *user);
SimReply *convai_history_details       (SimRequest *request, ConvaiUser *user);
SimReply *convai_history_delete        (SimRequest *request, ConvaiUser *user);
SimReply *convai_memory_add            (SimRequest *request, ConvaiUser *user);
SimReply *convai_memory_list           (SimRequest *request, ConvaiUser *user);
SimReply *convai_memory_get            (SimRequest *request, ConvaiUser *user);
SimReply *convai_memory_delete         (SimRequest *request, ConvaiUser *user);
SimReply *convai_memory_delete_all     (SimRequest *request, ConvaiUser *user);
SimReply *convai_referral_status       (SimRequest *request, ConvaiUser *user);
SimReply *convai_usage                 (SimRequest *request, ConvaiUser *user);
SimReply *convai_token_connect         (SimRequest *request, ConvaiUser *user);
SimReply *convai_token_extend          (SimRequest *request, ConvaiUser *user);
SimReply *convai_token_revoke          (SimRequest *request, ConvaiUser *user);
SimReply *convai_speaker_new           (SimRequest *request, ConvaiUser *user);
SimReply *convai_speaker_list          (SimRequest *request, ConvaiUser *user);
SimReply *convai_speaker_delete        (SimRequest *request, ConvaiUser *user);

G_END_DECLS
