/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-convai-private.h"
#include "chatty-error.h"
#include "chatty-json.h"
#include "chatty-wav.h"

/* A few minutes of speech. */
#define MAX_SPEECH (128 * 1024 * 1024)

typedef GPtrArray *(*ReadList) (JsonNode  *node,
                                GError   **error);

/* The lists are long and change seldom, but they change: a value that is not
 * listed any more is refused (platform reference, section 5). */
static GPtrArray *
remember (ChattyConvai  *self,
          GPtrArray    **place,
          const char    *path,
          gboolean       refresh,
          ReadList       read,
          GCancellable  *cancellable,
          GError       **error)
{
  g_autoptr (JsonNode) node = NULL;
  GPtrArray *list;

  g_mutex_lock (&self->lock);
  list = *place != NULL && !refresh ? g_ptr_array_ref (*place) : NULL;
  g_mutex_unlock (&self->lock);
  if (list != NULL)
    return list;

  node = chatty_convai_call (self, chatty_http_request_new ("GET", path), cancellable, error);
  list = node != NULL ? read (node, error) : NULL;
  if (list == NULL)
    return NULL;

  g_mutex_lock (&self->lock);
  g_clear_pointer (place, g_ptr_array_unref);
  *place = g_ptr_array_ref (list);
  g_mutex_unlock (&self->lock);
  return list;
}

static GPtrArray *
convai_list_voices (ChattySpeech  *speech,
                    gboolean       refresh,
                    GCancellable  *cancellable,
                    GError       **error)
{
  ChattyConvai *self = CHATTY_CONVAI (speech);

  return remember (self, &self->voices, "/tts/get_available_voices", refresh,
                   chatty_convai_read_voices, cancellable, error);
}

static GPtrArray *
convai_list_languages (ChattySpeech  *speech,
                       gboolean       refresh,
                       GCancellable  *cancellable,
                       GError       **error)
{
  ChattyConvai *self = CHATTY_CONVAI (speech);

  return remember (self, &self->languages, "/tts/get_available_languages", refresh,
                   chatty_convai_read_languages, cancellable, error);
}

static gboolean
convai_speak (ChattySpeech               *speech,
              const ChattySpeechRequest  *wanted,
              ChattyReply                *reply,
              GCancellable               *cancellable,
              GError                    **error)
{
  g_autoptr (ChattyHttpRequest) request = NULL;
  g_autoptr (ChattyHttpResponse) response = NULL;
  ChattyAudioFormat format;

  /* With the slash at the end, and bytes of a file for an answer (platform
   * reference, section 2.8). */
  request = chatty_convai_request ("/tts/", TRUE, "transcript", wanted->text, "voice",
                                   wanted->voice, "encoding", "wav", NULL);
  chatty_http_request_set_max_bytes (request, MAX_SPEECH);
  response = chatty_http_connector_send (CHATTY_HTTP_CONNECTOR (speech), CONVAI_API, request,
                                         cancellable, error);
  if (response == NULL)
    return FALSE;
  if (!chatty_wav_read_format (chatty_http_response_get_bytes (response), &format))
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_SERVER,
                           _("The speech that Convai sent cannot be played"));
      return FALSE;
    }
  chatty_reply_append_audio (reply, &format, chatty_http_response_get_bytes (response));
  return TRUE;
}

void
chatty_convai_speech_init (ChattySpeechInterface *iface)
{
  iface->list_voices = convai_list_voices;
  iface->list_languages = convai_list_languages;
  iface->speak = convai_speak;
}
