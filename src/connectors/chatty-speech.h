/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-connector.h"
#include "chatty-reply.h"
#include "chatty-voice.h"

G_BEGIN_DECLS

#define CHATTY_TYPE_SPEECH (chatty_speech_get_type ())
G_DECLARE_INTERFACE (ChattySpeech, chatty_speech, CHATTY, SPEECH, ChattyConnector)

/**
 * ChattySpeechInterface:
 * @list_voices: (element-type ChattyVoice): its voices, remembered unless
 *   @refresh; shared, so that nobody changes the array
 * @list_languages: (element-type ChattyLanguage): its languages, remembered
 *   unless @refresh; shared as well
 * @speak: feeds speech to the reply, which is finished with the same error
 *   when this fails
 */
struct _ChattySpeechInterface {
  GTypeInterface parent_iface;

  GPtrArray *(*list_voices)    (ChattySpeech  *self,
                                gboolean       refresh,
                                GCancellable  *cancellable,
                                GError       **error);
  GPtrArray *(*list_languages) (ChattySpeech  *self,
                                gboolean       refresh,
                                GCancellable  *cancellable,
                                GError       **error);
  gboolean   (*speak)          (ChattySpeech  *self,
                                const char    *voice_id,
                                const char    *text,
                                ChattyReply   *reply,
                                GCancellable  *cancellable,
                                GError       **error);
};

GPtrArray *chatty_speech_list_voices           (ChattySpeech         *self,
                                                gboolean              refresh,
                                                GCancellable         *cancellable,
                                                GError              **error);
void       chatty_speech_list_voices_async     (ChattySpeech         *self,
                                                gboolean              refresh,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
GPtrArray *chatty_speech_list_voices_finish    (ChattySpeech         *self,
                                                GAsyncResult         *result,
                                                GError              **error);
GPtrArray *chatty_speech_list_languages        (ChattySpeech         *self,
                                                gboolean              refresh,
                                                GCancellable         *cancellable,
                                                GError              **error);
void       chatty_speech_list_languages_async  (ChattySpeech         *self,
                                                gboolean              refresh,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
GPtrArray *chatty_speech_list_languages_finish (ChattySpeech         *self,
                                                GAsyncResult         *result,
                                                GError              **error);
gboolean   chatty_speech_speak                 (ChattySpeech         *self,
                                                const char           *voice_id,
                                                const char           *text,
                                                ChattyReply          *reply,
                                                GCancellable         *cancellable,
                                                GError              **error);
void       chatty_speech_speak_async           (ChattySpeech         *self,
                                                const char           *voice_id,
                                                const char           *text,
                                                ChattyReply          *reply,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
gboolean   chatty_speech_speak_finish          (ChattySpeech         *self,
                                                GAsyncResult         *result,
                                                GError              **error);

G_END_DECLS
