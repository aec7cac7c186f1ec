/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* What there is, what it needs, and where it puts its errors: reference,
 * sections 2.1 to 2.10. Where the reference does not say which key an error
 * has, it is API_ERROR for calls that work on one character or document. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "convai.h"

#define INDIE        CHATTY_SIMULATOR_PLAN_INDIE
#define PROFESSIONAL CHATTY_SIMULATOR_PLAN_PROFESSIONAL
#define SCALE        CHATTY_SIMULATOR_PLAN_SCALE
#define ENTERPRISE   CHATTY_SIMULATOR_PLAN_ENTERPRISE
#define SELECTED     CHATTY_SIMULATOR_PLAN_SELECTED
#define NONE         SIM_BODY_NONE
#define JSON         SIM_BODY_JSON
#define FORM         SIM_BODY_FORM
#define MULTIPART    SIM_BODY_MULTIPART
#define KNOWLEDGE    "/character/knowledge-bank/"

const ConvaiRoute CONVAI_API_ROUTES[] = {
  /* The account. */
  { "/user/referral-source-status", "POST", INDIE, NONE, "ERROR", convai_referral_status },
  { "/user/user-api-usage", "POST", INDIE, JSON, "ERROR", convai_usage },
  { "/user/connect", "POST", INDIE, JSON, "ERROR", convai_token_connect },
  { "/user/extend-token", "POST", INDIE, JSON, "ERROR", convai_token_extend },
  { "/user/revoke-token", "POST", INDIE, JSON, "ERROR", convai_token_revoke },
  { "/user/speaker/new", "POST", PROFESSIONAL, JSON, "ERROR", convai_speaker_new },
  { "/user/speaker/list", "POST", PROFESSIONAL, JSON, "ERROR", convai_speaker_list },
  { "/user/speaker/delete", "POST", PROFESSIONAL, JSON, "ERROR", convai_speaker_delete },

  /* Characters. */
  { "/character/create", "POST", PROFESSIONAL, JSON, "API_ERROR", convai_character_create },
  { "/character/update", "POST", PROFESSIONAL, JSON, "API_ERROR", convai_character_update },
  { "/character/get", "POST", PROFESSIONAL, JSON, "API_ERROR", convai_character_get },
  { "/character/list", "POST", PROFESSIONAL, NONE, "ERROR", convai_character_list, 400 },
  { "/user/clone_character", "POST", PROFESSIONAL, JSON, "API_ERROR", convai_character_clone },
  { "/character/delete", "POST", PROFESSIONAL, JSON, "API_ERROR", convai_character_delete },

  /* Talk. */
  { "/character/getResponse", "POST", PROFESSIONAL, MULTIPART | FORM, "ERROR",
    convai_get_response, 0, TRUE },
  { "/character/generate-backstory", "POST", PROFESSIONAL, FORM, "ERROR",
    convai_generate_backstory },
  { "/character/generate-starter-conversation", "POST", PROFESSIONAL, FORM | MULTIPART, "ERROR",
    convai_starter_conversation },

  /* Knowledge bank. */
  { KNOWLEDGE "upload", "POST", ENTERPRISE, MULTIPART, "API_ERROR", convai_knowledge_upload },
  { KNOWLEDGE "update", "POST", ENTERPRISE, MULTIPART, "API_ERROR", convai_knowledge_update },
  { KNOWLEDGE "list", "POST", ENTERPRISE, FORM | MULTIPART, "API_ERROR", convai_knowledge_list },
  { KNOWLEDGE "delete", "POST", ENTERPRISE, FORM | MULTIPART, "API_ERROR",
    convai_knowledge_delete },

  /* Voices, languages, models, speech. */
  { "/tts/get_available_voices", "GET", PROFESSIONAL, NONE, "ERROR", convai_voices, 400 },
  { "/tts/get_available_languages", "GET", PROFESSIONAL, NONE, "ERROR", convai_languages, 400 },
  { "/character/getSupportedModel", "POST", PROFESSIONAL, NONE | JSON, "API_ERROR",
    convai_models },
  { "/tts", "POST", ENTERPRISE, JSON, "API_ERROR", convai_tts, 0, TRUE },

  /* History and memory. */
  { "/character/chatHistory/list", "POST", SCALE, JSON, "ERROR", convai_history_list },
  { "/character/chatHistory/details", "POST", SCALE, JSON, "ERROR", convai_history_details },
  { "/character/chatHistory/delete", "POST", SELECTED, JSON, "ERROR", convai_history_delete },
  { "/memory/add", "POST", PROFESSIONAL, JSON, "ERROR", convai_memory_add },
  { "/memory/list", "POST", PROFESSIONAL, JSON, "ERROR", convai_memory_list },
  { "/memory/get", "POST", PROFESSIONAL, JSON, "ERROR", convai_memory_get },
  { "/memory/delete", "POST", PROFESSIONAL, JSON, "ERROR", convai_memory_delete },
  { "/memory/delete-all", "POST", PROFESSIONAL, JSON, "ERROR", convai_memory_delete_all },
  { NULL }
};

const ConvaiRoute CONVAI_LIVE_ROUTES[] = {
  { "/connect/stream", "POST", PROFESSIONAL, MULTIPART, "detail", convai_live_stream },
  { "/connect", "POST", ENTERPRISE, JSON, "detail", convai_live_connect },
  { NULL }
};
