/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-connector.h"
#include "chatty-reply.h"
#include "chatty-speech-model.h"
#include "chatty-voice.h"

G_BEGIN_DECLS

/**
 * ChattySpeechOptions:
 * @CHATTY_SPEECH_RATE: it speaks at the rate that is asked for
 * @CHATTY_SPEECH_WORDS: it tells when each word is spoken
 *
 * What of a #ChattySpeechRequest a platform has that not all of them have.
 */
typedef enum {
  CHATTY_SPEECH_RATE = 1 << 0,
  CHATTY_SPEECH_WORDS = 1 << 1,
} ChattySpeechOptions;

/**
 * ChattySpeechRequest:
 * @voice: the platform's id of the voice
 * @text: what is said; of any length
 * @model: (nullable): which model says it; %NULL for the platform's best
 * @language: (nullable): a code, such as "en-US", in any spelling
 * @media_type: (nullable): one of those of #ChattyAudioFormat; %NULL for what
 *   suits the platform best
 * @rate: samples a second; 0 for the default
 * @speed: how fast it is said, 1 is as usual; 0 for the default
 * @delivery: (nullable): one of the model's deliveries
 * @feeling: how it is meant: said to those models that understand it
 * @words: whether it is wanted when each word is spoken
 * @whole: whether it may come all at once; else as it is made
 *
 * What is to be said, and how. What a platform does not know it leaves out.
 */
typedef struct {
  const char    *voice;
  const char    *text;
  const char    *model;
  const char    *language;
  const char    *media_type;
  guint          rate;
  double         speed;
  const char    *delivery;
  ChattyFeeling  feeling;
  gboolean       words;
  gboolean       whole;
} ChattySpeechRequest;

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
 * @list_models: (nullable) (element-type ChattySpeechModel): the models that
 *   can speak, the best first
 * @get_max_text: (nullable): how many characters one call of the platform
 *   takes; longer text is divided by the connector itself
 * @options: what it can be asked for
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
                                const ChattySpeechRequest *request,
                                ChattyReply   *reply,
                                GCancellable  *cancellable,
                                GError       **error);
  GPtrArray *(*list_models)    (ChattySpeech  *self,
                                GCancellable  *cancellable,
                                GError       **error);
  guint      (*get_max_text)   (ChattySpeech  *self);

  ChattySpeechOptions options;
};

ChattySpeechRequest *
           chatty_speech_request_copy          (const ChattySpeechRequest *request);
void       chatty_speech_request_free          (ChattySpeechRequest  *request);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattySpeechRequest, chatty_speech_request_free)

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
guint      chatty_speech_get_max_text          (ChattySpeech         *self);
ChattySpeechOptions
           chatty_speech_get_options           (ChattySpeech         *self);
gboolean   chatty_speech_has_models            (ChattySpeech         *self);
GPtrArray *chatty_speech_list_models           (ChattySpeech         *self,
                                                GCancellable         *cancellable,
                                                GError              **error);
void       chatty_speech_list_models_async     (ChattySpeech         *self,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
GPtrArray *chatty_speech_list_models_finish    (ChattySpeech         *self,
                                                GAsyncResult         *result,
                                                GError              **error);
gboolean   chatty_speech_speak                 (ChattySpeech         *self,
                                                const ChattySpeechRequest *request,
                                                ChattyReply          *reply,
                                                GCancellable         *cancellable,
                                                GError              **error);
void       chatty_speech_speak_async           (ChattySpeech         *self,
                                                const ChattySpeechRequest *request,
                                                ChattyReply          *reply,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
gboolean   chatty_speech_speak_finish          (ChattySpeech         *self,
                                                GAsyncResult         *result,
                                                GError              **error);

G_END_DECLS
