/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-chat-session.h"
#include "chatty-connector.h"
#include "chatty-language-model.h"
#include "chatty-reply.h"
#include "chatty-setting.h"

G_BEGIN_DECLS

/**
 * ChattyChatInputs:
 * @CHATTY_CHAT_TEXT: takes text
 * @CHATTY_CHAT_AUDIO: takes speech
 * @CHATTY_CHAT_IMAGE: takes images
 * @CHATTY_CHAT_SPEAKS: can give its answer as speech too
 * @CHATTY_CHAT_STREAMS: gives the answer while it is made
 * @CHATTY_CHAT_NEEDS_CONTEXT: keeps no conversation: everything goes along
 *   with each message
 * @CHATTY_CHAT_ANY_CHARACTER: plays any character of the vault, whether it
 *   lives there or not; chatty_chat_open() takes none too
 * @CHATTY_CHAT_NEEDS_CHARACTER: has no more of a character that lives there
 *   than what it knows: who it is goes along with each message all the same,
 *   and its id there is the store to search
 *
 * What can be sent beside text, and come back beside it.
 */
typedef enum {
  CHATTY_CHAT_TEXT = 1 << 0,
  CHATTY_CHAT_AUDIO = 1 << 1,
  CHATTY_CHAT_IMAGE = 1 << 2,
  CHATTY_CHAT_SPEAKS = 1 << 3,
  CHATTY_CHAT_STREAMS = 1 << 4,
  CHATTY_CHAT_NEEDS_CONTEXT = 1 << 5,
  CHATTY_CHAT_ANY_CHARACTER = 1 << 6,
  CHATTY_CHAT_NEEDS_CHARACTER = 1 << 7,
} ChattyChatInputs;

/**
 * ChattyChatFile:
 * @name: what the person calls it
 * @media_type: such as "image/png"
 * @bytes: all of it
 *
 * An image that goes with a message.
 */
typedef struct {
  const char *name;
  const char *media_type;
  GBytes     *bytes;
} ChattyChatFile;

/**
 * ChattyChatContext:
 * @instructions: (nullable): the system instruction, complete
 * @turns: (nullable) (element-type ChattyTurn): what was said before, oldest
 *   first, without the message itself; turns of neither the person nor the
 *   assistant are passed over
 * @model: (nullable): which model; %NULL for the platform's own choice
 * @temperature: how freely it answers; NAN for its default
 * @max_tokens: how long the answer may be; 0 for the default
 * @effort: (nullable): how much it thinks, one of the model's
 * @voice: (nullable): the voice of an answer that is spoken
 * @voice_model: (nullable): the model that speaks it
 * @language: (nullable): a code, such as "en-US"
 * @person: (nullable): a stable id of the person, never a name
 * @settings: (nullable): JSON of the platform's own: how it generates, what it
 *   filters, its tools; what it does not understand it leaves out
 * @stores: (nullable) (element-type utf8): the platform's names of the knowledge
 *   stores that may be searched
 * @passages: (nullable) (array zero-terminated=1): what the character knows, for
 *   a model that answers from texts alone: what a text is called, for people,
 *   and the text, in turn; %NULL where no conversation is had, so that another
 *   model is to do it
 *
 * What a platform that keeps no conversation is told with each message.
 */
typedef struct {
  const char *instructions;
  GPtrArray  *turns;
  const char *model;
  double      temperature;
  guint       max_tokens;
  const char *effort;
  const char *voice;
  const char *voice_model;
  const char *language;
  const char *person;
  const char *settings;
  GPtrArray  *stores;
  const char *const *passages;
} ChattyChatContext;

/**
 * ChattyChatMessage:
 * @text: (nullable): what the person says; exactly one of it and @audio,
 *   except that it may be missing where there are images
 * @audio: (nullable): what the person says, as a WAV file, mono, 16 bits
 * @speak: whether the answer is wanted as speech too
 * @images: (array length=n_images) (nullable): what the person shows
 * @n_images: how many
 * @context: (nullable): needed where there is %CHATTY_CHAT_NEEDS_CONTEXT
 */
typedef struct {
  const char              *text;
  GBytes                  *audio;
  gboolean                 speak;
  const ChattyChatFile    *images;
  guint                    n_images;
  const ChattyChatContext *context;
} ChattyChatMessage;

#define CHATTY_TYPE_CHAT (chatty_chat_get_type ())
G_DECLARE_INTERFACE (ChattyChat, chatty_chat, CHATTY, CHAT, ChattyConnector)

/**
 * ChattyChatInterface:
 * @get_inputs: what it takes and gives
 * @open: begins a conversation with a character, or takes up the one that
 *   @state tells (chatty_chat_session_dup_state()); without a character only
 *   where there is %CHATTY_CHAT_ANY_CHARACTER
 * @send: says something and feeds the answer to the reply, which is finished
 *   with the same error when this fails
 * @list_models: (nullable) (element-type ChattyLanguageModel): what may answer
 * @find_model: (nullable): who would answer: the model of an id, or the one that
 *   the platform chooses where there is none; it may remember the list
 * @count_tokens: (nullable): how much the model would read for a message, with
 *   all that goes along; 0 only with an error. It costs nothing
 * @get_settings: (nullable): what can be set about its answers
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
  ChattyLanguageModel *(*find_model) (ChattyChat              *self,
                                     const char               *id,
                                     GCancellable             *cancellable,
                                     GError                  **error);
  guint              (*count_tokens) (ChattyChat              *self,
                                     const ChattyChatMessage  *message,
                                     GCancellable             *cancellable,
                                     GError                  **error);
  const ChattySetting *(*get_settings) (ChattyChat            *self,
                                     guint                    *n_settings);
};

ChattyChatMessage *chatty_chat_message_copy       (const ChattyChatMessage  *message);
void               chatty_chat_message_free       (ChattyChatMessage        *message);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyChatMessage, chatty_chat_message_free)

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
ChattyLanguageModel *
                   chatty_chat_find_model         (ChattyChat               *self,
                                                   const char               *id,
                                                   GCancellable             *cancellable,
                                                   GError                  **error);
gboolean           chatty_chat_can_count_tokens   (ChattyChat               *self);
guint              chatty_chat_count_tokens       (ChattyChat               *self,
                                                   const ChattyChatMessage  *message,
                                                   GCancellable             *cancellable,
                                                   GError                  **error);
void               chatty_chat_count_tokens_async (ChattyChat               *self,
                                                   const ChattyChatMessage  *message,
                                                   GCancellable             *cancellable,
                                                   GAsyncReadyCallback       callback,
                                                   gpointer                  user_data);
guint              chatty_chat_count_tokens_finish (ChattyChat              *self,
                                                   GAsyncResult             *result,
                                                   GError                  **error);
const ChattySetting *
                   chatty_chat_get_settings       (ChattyChat               *self,
                                                   guint                    *n_settings);

G_END_DECLS
