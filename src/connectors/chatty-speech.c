/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <glib/gi18n-lib.h>

#include "chatty-connector-private.h"
#include "chatty-error.h"
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

/**
 * chatty_speech_request_copy:
 * @request: what is to be said
 *
 * Returns: (transfer full): a copy with its texts, which another thread may
 *   read
 */
ChattySpeechRequest *
chatty_speech_request_copy (const ChattySpeechRequest *request)
{
  ChattySpeechRequest *copy = g_memdup2 (request, sizeof *request);

  copy->voice = g_strdup (request->voice);
  copy->text = g_strdup (request->text);
  copy->model = g_strdup (request->model);
  copy->language = g_strdup (request->language);
  copy->media_type = g_strdup (request->media_type);
  copy->delivery = g_strdup (request->delivery);
  return copy;
}

void
chatty_speech_request_free (ChattySpeechRequest *request)
{
  g_free ((char *) request->voice);
  g_free ((char *) request->text);
  g_free ((char *) request->model);
  g_free ((char *) request->language);
  g_free ((char *) request->media_type);
  g_free ((char *) request->delivery);
  g_free (request);
}

/**
 * chatty_speech_get_max_text:
 *
 * Returns: how many characters one call of the platform takes, 0 where that is
 *   not known; chatty_speech_speak() takes any length
 */
guint
chatty_speech_get_max_text (ChattySpeech *self)
{
  g_return_val_if_fail (CHATTY_IS_SPEECH (self), 0);

  return CHATTY_SPEECH_GET_IFACE (self)->get_max_text != NULL
         ? CHATTY_SPEECH_GET_IFACE (self)->get_max_text (self) : 0;
}

/**
 * chatty_speech_get_options:
 *
 * Returns: what of a request the platform has; the rest it leaves out
 */
ChattySpeechOptions
chatty_speech_get_options (ChattySpeech *self)
{
  g_return_val_if_fail (CHATTY_IS_SPEECH (self), 0);

  return CHATTY_SPEECH_GET_IFACE (self)->options;
}

gboolean
chatty_speech_has_models (ChattySpeech *self)
{
  g_return_val_if_fail (CHATTY_IS_SPEECH (self), FALSE);

  return CHATTY_SPEECH_GET_IFACE (self)->list_models != NULL;
}

GPtrArray *
chatty_speech_list_models (ChattySpeech  *self,
                           GCancellable  *cancellable,
                           GError       **error)
{
  g_return_val_if_fail (CHATTY_IS_SPEECH (self), NULL);

  if (!chatty_speech_has_models (self))
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                   _("%s cannot do this"),
                   chatty_connector_get_title (CHATTY_CONNECTOR (self)));
      return NULL;
    }
  return CHATTY_SPEECH_GET_IFACE (self)->list_models (self, cancellable, error);
}

static gpointer
list_models_verb (gpointer       connector,
                  ChattyCall    *call,
                  GCancellable  *cancellable,
                  GError       **error)
{
  return chatty_speech_list_models (connector, cancellable, error);
}

void
chatty_speech_list_models_async (ChattySpeech        *self,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  ChattyCall *call = chatty_call_new (list_models_verb, (GDestroyNotify) g_ptr_array_unref);

  chatty_connector_start (self, call, chatty_speech_list_models_async, cancellable, callback,
                          user_data);
}

GPtrArray *
chatty_speech_list_models_finish (ChattySpeech  *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  return chatty_call_finish (self, result, chatty_speech_list_models_async, error);
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
chatty_speech_speak (ChattySpeech               *self,
                     const ChattySpeechRequest  *request,
                     ChattyReply                *reply,
                     GCancellable               *cancellable,
                     GError                    **error)
{
  GError *failure = NULL;
  gulong watch;

  g_return_val_if_fail (CHATTY_IS_SPEECH (self), FALSE);

  watch = chatty_reply_watch (reply, cancellable);
  CHATTY_SPEECH_GET_IFACE (self)->speak (self, request, reply,
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
  return GINT_TO_POINTER (chatty_speech_speak (connector, call->value,
                                               CHATTY_REPLY (call->objects[1]), cancellable,
                                               error));
}

void
chatty_speech_speak_async (ChattySpeech              *self,
                           const ChattySpeechRequest *request,
                           ChattyReply               *reply,
                           GAsyncReadyCallback        callback,
                           gpointer                   user_data)
{
  ChattyCall *call = chatty_call_new (speak_verb, NULL);

  call->value = chatty_speech_request_copy (request);
  call->free_value = (GDestroyNotify) chatty_speech_request_free;
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
