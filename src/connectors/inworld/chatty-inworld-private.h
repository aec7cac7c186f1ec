/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-character-store.h"
#include "chatty-chat.h"
#include "chatty-inworld-codec.h"
#include "chatty-inworld.h"
#include "chatty-speech.h"

G_BEGIN_DECLS

/* The endpoint, of chatty_inworld_info. */
#define INWORLD_API 0

/* Pages of a list; a token that comes back for ever ends it with an error. */
#define INWORLD_MAX_PAGES 1000

struct _ChattyInworld {
  ChattyHttpConnector  parent_instance;

  GMutex               lock;
  GPtrArray           *voices;
};

/* Each part of the connector has a file of its own. */
void chatty_inworld_character_store_init (ChattyCharacterStoreInterface *iface);
void chatty_inworld_chat_init            (ChattyChatInterface           *iface);
void chatty_inworld_speech_init          (ChattySpeechInterface         *iface);

JsonNode *chatty_inworld_call (gpointer            self,
                               ChattyHttpRequest  *request,
                               GCancellable       *cancellable,
                               GError            **error);

G_END_DECLS
