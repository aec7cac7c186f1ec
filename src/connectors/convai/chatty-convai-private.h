/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-character-store.h"
#include "chatty-chat.h"
#include "chatty-convai-codec.h"
#include "chatty-convai.h"
#include "chatty-drafting.h"
#include "chatty-history.h"
#include "chatty-knowledge.h"
#include "chatty-memory.h"
#include "chatty-speech.h"

G_BEGIN_DECLS

/* The endpoints, in the order of chatty_convai_info. */
enum {
  CONVAI_API,
  CONVAI_LIVE,
};

/* The largest text that is taken from a stream. */
#define CONVAI_MAX_TEXT (4 * 1024 * 1024)

struct _ChattyConvai {
  ChattyHttpConnector  parent_instance;

  GMutex               lock;
  GPtrArray           *voices;
  GPtrArray           *languages;
};

/* Each part of the connector has a file of its own. */
void chatty_convai_character_store_init (ChattyCharacterStoreInterface *iface);
void chatty_convai_chat_init            (ChattyChatInterface           *iface);
void chatty_convai_drafting_init        (ChattyDraftingInterface       *iface);
void chatty_convai_speech_init          (ChattySpeechInterface         *iface);
void chatty_convai_knowledge_init       (ChattyKnowledgeInterface      *iface);
void chatty_convai_history_init         (ChattyHistoryInterface        *iface);
void chatty_convai_memory_init          (ChattyMemoryInterface         *iface);

ChattyHttpRequest *chatty_convai_request_json (const char         *path,
                                               gboolean            repeat_safe,
                                               JsonNode           *body);
ChattyHttpRequest *chatty_convai_request      (const char         *path,
                                               gboolean            repeat_safe,
                                               const char         *member,
                                               ...) G_GNUC_NULL_TERMINATED;
JsonNode          *chatty_convai_call         (gpointer            self,
                                               ChattyHttpRequest  *request,
                                               GCancellable       *cancellable,
                                               GError            **error);
gboolean           chatty_convai_change       (gpointer            self,
                                               ChattyHttpRequest  *request,
                                               GCancellable       *cancellable,
                                               GError            **error);
void               chatty_convai_set_error    (GError            **error,
                                               int                 code,
                                               const char         *words);

G_END_DECLS
