/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-chat-session.h"
#include "chatty-connector.h"
#include "chatty-language-model.h"
#include "chatty-reply.h"

G_BEGIN_DECLS

/**
 * ChattyChatInputs: what can be sent beside text, and come back beside it
 */
typedef enum {
  CHATTY_CHAT_TEXT = 1 << 0,
  CHATTY_CHAT_AUDIO = 1 << 1,
  CHATTY_CHAT_IMAGE = 1 << 2,
  CHATTY_CHAT_SPEAKS = 1 << 3,
  CHATTY_CHAT_STREAMS = 1 << 4,
} ChattyChatInputs;

/**
 * ChattyChatMessage:
 * @text: (nullable): what the person says; exactly one of it and @audio
 * @audio: (nullable): what the person says, as a WAV file, mono, 16 bits
 * @speak: whether the answer is wanted as speech too
 */
typedef struct {
  const char *text;
  GBytes     *audio;
  gboolean    speak;
} ChattyChatMessage;

#define CHATTY_TYPE_CHAT (chatty_chat_get_type ())
G_DECLARE_INTERFACE (ChattyChat, chatty_chat, CHATTY, CHAT, ChattyConnector)

/**
 * ChattyChatInterface:
 * @get_inputs: what it takes and gives
 * @open: begins a conversation with a character, or takes up the one that
 *   @state tells (chatty_chat_session_dup_state())
 * @send: says something and feeds the answer to the reply, which is finished
 *   with the same error when this fails
 * @list_models: (nullable) (element-type ChattyLanguageModel): what may answer
 */
struct _ChattyChatInterface {
  GTypeInterface parent_iface;

  ChattyChatInputs   (*get_inputs)  (ChattyChat               *self);
  ChattyChatSession *(*open)        (ChattyChat               *self,
                                     const char               *character_id,
                                     const char               *state,
                                     GCancellable             *cancellable,
                                     GError                  **error);
  gboolean           (*send)        (ChattyChat               *self,
                                     ChattyChatSession        *session,
                                     const ChattyChatMessage  *message,
                                     ChattyReply              *reply,
                                     GCancellable             *cancellable,
                                     GError                  **error);
  GPtrArray         *(*list_models) (ChattyChat               *self,
                                     GCancellable             *cancellable,
                                     GError                  **error);
};

ChattyChatInputs   chatty_chat_get_inputs         (ChattyChat               *self);
ChattyChatSession *chatty_chat_open               (ChattyChat               *self,
                                                   const char               *character_id,
                                                   const char               *state,
                                                   GCancellable             *cancellable,
                                                   GError                  **error);
void               chatty_chat_open_async         (ChattyChat               *self,
                                                   const char               *character_id,
                                                   const char               *state,
                                                   GCancellable             *cancellable,
                                                   GAsyncReadyCallback       callback,
                                                   gpointer                  user_data);
ChattyChatSession *chatty_chat_open_finish        (ChattyChat               *self,
                                                   GAsyncResult             *result,
                                                   GError                  **error);
gboolean           chatty_chat_send               (ChattyChat               *self,
                                                   ChattyChatSession        *session,
                                                   const ChattyChatMessage  *message,
                                                   ChattyReply              *reply,
                                                   GCancellable             *cancellable,
                                                   GError                  **error);
void               chatty_chat_send_async         (ChattyChat               *self,
                                                   ChattyChatSession        *session,
                                                   const ChattyChatMessage  *message,
                                                   ChattyReply              *reply,
                                                   GAsyncReadyCallback       callback,
                                                   gpointer                  user_data);
gboolean           chatty_chat_send_finish        (ChattyChat               *self,
                                                   GAsyncResult             *result,
                                                   GError                  **error);
GPtrArray         *chatty_chat_list_models        (ChattyChat               *self,
                                                   GCancellable             *cancellable,
                                                   GError                  **error);
void               chatty_chat_list_models_async  (ChattyChat               *self,
                                                   GCancellable             *cancellable,
                                                   GAsyncReadyCallback       callback,
                                                   gpointer                  user_data);
GPtrArray         *chatty_chat_list_models_finish (ChattyChat               *self,
                                                   GAsyncResult             *result,
                                                   GError                  **error);

G_END_DECLS
