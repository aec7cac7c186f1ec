/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include "chatty-connector-private.h"
#include "chatty-reply-private.h"
#include "chatty-speech.h"

/* The plain functions run the platform's own on the calling thread, which must
 * not be that of the main loop; the others are their wrappers. Errors are
 * those of #CHATTY_ERROR; the platform's words in them are redacted. */

G_DEFINE_INTERFACE (ChattySpeech, chatty_speech, CHATTY_TYPE_CONNECTOR)

static void
chatty_speech_default_init (ChattySpeechInterface *iface)
{
}

GPtrArray *
chatty_speech_list_voices (ChattySpeech  *self,
                           gboolean       refresh,
                           GCancellable  *cancellable,
                           GError       **error)
{
  g_return_val_if_fail (CHATTY_IS_SPEECH (self), NULL);

  return CHATTY_SPEECH_GET_IFACE (self)->list_voices (self, refresh, cancellable,
                                                      error);
}

static gpointer
list_voices_verb (gpointer       connector,
                  ChattyCall    *call,
                  GCancellable  *cancellable,
                  GError       **error)
{
  return chatty_speech_list_voices (connector, call->flag, cancellable, error);
}

void
chatty_speech_list_voices_async (ChattySpeech        *self,
                                 gboolean             refresh,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  ChattyCall *call = chatty_call_new (list_voices_verb, (GDestroyNotify) g_ptr_array_unref);

  call->flag = refresh;
  chatty_connector_start (self, call, chatty_speech_list_voices_async, cancellable, callback,
                          user_data);
}

GPtrArray *
chatty_speech_list_voices_finish (ChattySpeech  *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  return chatty_call_finish (self, result, chatty_speech_list_voices_async, error);
}

GPtrArray *
chatty_speech_list_languages (ChattySpeech  *self,
                              gboolean       refresh,
                              GCancellable  *cancellable,
                              GError       **error)
{
  g_return_val_if_fail (CHATTY_IS_SPEECH (self), NULL);

  return CHATTY_SPEECH_GET_IFACE (self)->list_languages (self, refresh, cancellable,
                                                         error);
}

static gpointer
list_languages_verb (gpointer       connector,
                     ChattyCall    *call,
                     GCancellable  *cancellable,
                     GError       **error)
{
  return chatty_speech_list_languages (connector, call->flag, cancellable, error);
}

void
chatty_speech_list_languages_async (ChattySpeech        *self,
                                    gboolean             refresh,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  ChattyCall *call = chatty_call_new (list_languages_verb, (GDestroyNotify) g_ptr_array_unref);

  call->flag = refresh;
  chatty_connector_start (self, call, chatty_speech_list_languages_async, cancellable,
                          callback, user_data);
}

GPtrArray *
chatty_speech_list_languages_finish (ChattySpeech  *self,
                                     GAsyncResult  *result,
                                     GError       **error)
{
  return chatty_call_finish (self, result, chatty_speech_list_languages_async, error);
}

gboolean
chatty_speech_speak (ChattySpeech  *self,
                     const char    *voice_id,
                     const char    *text,
                     ChattyReply   *reply,
                     GCancellable  *cancellable,
                     GError       **error)
{
  GError *failure = NULL;
  gulong watch;

  g_return_val_if_fail (CHATTY_IS_SPEECH (self), FALSE);

  watch = chatty_reply_watch (reply, cancellable);
  CHATTY_SPEECH_GET_IFACE (self)->speak (self, voice_id, text, reply,
                                         chatty_reply_get_cancellable (reply),
                                         &failure);
  return chatty_reply_end (reply, cancellable, watch, failure, error);
}

static gpointer
speak_verb (gpointer       connector,
            ChattyCall    *call,
            GCancellable  *cancellable,
            GError       **error)
{
  return GINT_TO_POINTER (chatty_speech_speak (connector, call->texts[0],
                                               call->texts[1],
                                               CHATTY_REPLY (call->objects[1]), cancellable,
                                               error));
}

void
chatty_speech_speak_async (ChattySpeech        *self,
                           const char          *voice_id,
                           const char          *text,
                           ChattyReply         *reply,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  ChattyCall *call = chatty_call_new (speak_verb, NULL);

  call->texts[0] = g_strdup (voice_id);
  call->texts[1] = g_strdup (text);
  call->objects[1] = g_object_ref (G_OBJECT (reply));
  /* The reply stops it, and must be ended whenever that happens. */
  chatty_connector_start (self, call, chatty_speech_speak_async, NULL, callback, user_data);
}

gboolean
chatty_speech_speak_finish (ChattySpeech  *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return chatty_call_finish (self, result, chatty_speech_speak_async, error) != NULL;
}
