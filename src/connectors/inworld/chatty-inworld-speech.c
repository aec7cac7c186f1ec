/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-inworld-private.h"
#include "chatty-inworld-sound.h"

/* As the platform's own programs ask for (platform reference, section 3.5). */
#define PAGE_SIZE "2000"

/* Voices ---------------------------------------------------------------------------- */

static gboolean
load_page (ChattyInworld  *self,
           const char     *path,
           const char     *token,
           GPtrArray      *voices,
           char          **next,
           GCancellable   *cancellable,
           GError        **error)
{
  ChattyHttpRequest *request = chatty_http_request_new ("GET", path);
  g_autoptr (JsonNode) node = NULL;

  chatty_http_request_add_query (request, "pageSize", PAGE_SIZE);
  if (token != NULL)
    chatty_http_request_add_query (request, "pageToken", token);
  node = chatty_inworld_call (self, request, cancellable, error);
  return node != NULL && chatty_inworld_read_voices (node, voices, next, error);
}

static GPtrArray *
load_voices (ChattyInworld  *self,
             GCancellable   *cancellable,
             GError        **error)
{
  const char *path = "/voices/v1/voices";
  g_autoptr (GPtrArray) voices =
    g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_voice_unref);
  g_autofree char *token = NULL;

  for (guint page = 0; page < INWORLD_MAX_PAGES; page++)
    {
      g_autoptr (GError) failure = NULL;
      g_autofree char *next = NULL;

      if (!load_page (self, path, token, voices, &next, cancellable, &failure))
        {
          /* Servers of an older make have the older list only. */
          if (page == 0 && (g_error_matches (failure, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND) ||
                            g_error_matches (failure, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED)))
            {
              path = "/tts/v1/voices";
              if (load_page (self, path, NULL, voices, &next, cancellable, error))
                return g_steal_pointer (&voices);
              return NULL;
            }
          g_propagate_error (error, g_steal_pointer (&failure));
          return NULL;
        }
      if (next == NULL)
        return g_steal_pointer (&voices);
      if (g_strcmp0 (next, token) == 0)
        break;
      g_free (token);
      token = g_steal_pointer (&next);
    }
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_SERVER,
                       _("Inworld’s list of voices does not end"));
  return NULL;
}

static GPtrArray *
inworld_list_voices (ChattySpeech  *speech,
                     gboolean       refresh,
                     GCancellable  *cancellable,
                     GError       **error)
{
  ChattyInworld *self = CHATTY_INWORLD (speech);
  GPtrArray *voices;

  g_mutex_lock (&self->lock);
  voices = self->voices != NULL && !refresh ? g_ptr_array_ref (self->voices) : NULL;
  g_mutex_unlock (&self->lock);
  if (voices != NULL)
    return voices;

  voices = load_voices (self, cancellable, error);
  if (voices == NULL)
    return NULL;
  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->voices, g_ptr_array_unref);
  self->voices = g_ptr_array_ref (voices);
  g_mutex_unlock (&self->lock);
  return voices;
}

static GPtrArray *
inworld_list_languages (ChattySpeech  *speech,
                        gboolean       refresh,
                        GCancellable  *cancellable,
                        GError       **error)
{
  return chatty_set_cancelled (cancellable, error) ? NULL : chatty_inworld_list_languages ();
}

static GPtrArray *
inworld_list_models (ChattySpeech  *speech,
                     GCancellable  *cancellable,
                     GError       **error)
{
  return chatty_set_cancelled (cancellable, error) ? NULL : chatty_inworld_list_speech_models ();
}

static guint
inworld_get_max_text (ChattySpeech *speech)
{
  return CHATTY_INWORLD_MAX_SPEECH;
}

/* Speech ---------------------------------------------------------------------------- */

static gboolean
fetch_whole (ChattyInworld      *self,
             ChattyHttpRequest  *request,
             InworldSoundFunc    func,
             gpointer            user_data,
             GCancellable       *cancellable,
             GError            **error)
{
  g_autoptr (JsonNode) node =
    chatty_http_connector_send_json (CHATTY_HTTP_CONNECTOR (self), INWORLD_API, request,
                                     cancellable, error);
  g_auto (ChattyInworldSound) sound = { NULL };

  return node != NULL && chatty_inworld_read_sound (node, &sound, error) &&
         func (&sound, user_data, error);
}

typedef struct {
  ChattyLineReader *reader;
  InworldSoundFunc  func;
  gpointer          user_data;
} Listener;

static gboolean
line_cb (const char  *line,
         gsize        length,
         gpointer     user_data,
         GError     **error)
{
  Listener *self = user_data;
  g_auto (ChattyInworldSound) sound = { NULL };

  return chatty_inworld_read_line (line, length, &sound, error) &&
         self->func (&sound, self->user_data, error);
}

static gboolean
chunk_cb (const char  *bytes,
          gsize        length,
          gpointer     user_data,
          GError     **error)
{
  return chatty_line_reader_feed (((Listener *) user_data)->reader, bytes, length, error);
}

static gboolean
fetch_stream (ChattyInworld      *self,
              ChattyHttpRequest  *request,
              InworldSoundFunc    func,
              gpointer            user_data,
              GCancellable       *cancellable,
              GError            **error)
{
  Listener listener = { .func = func, .user_data = user_data };
  g_autoptr (ChattyLineReader) reader =
    chatty_line_reader_new (CHATTY_LINE_DEFAULT, line_cb, &listener);
  g_autoptr (ChattyHttpResponse) response = NULL;

  listener.reader = reader;
  chatty_line_reader_set_limits (reader, INWORLD_MAX_SPEECH, G_MAXUINT);
  response = chatty_http_connector_stream (CHATTY_HTTP_CONNECTOR (self), INWORLD_API, request,
                                           chunk_cb, &listener, cancellable, error);
  return response != NULL && chatty_line_reader_finish (reader, error);
}

/*
 * chatty_inworld_fetch:
 * @wanted: how it is to be said
 * @text: a part of what is to be said
 * @func: gets the sound, on this thread
 *
 * Returns: whether all of it came
 */
gboolean
chatty_inworld_fetch (ChattyInworld              *self,
                      const ChattySpeechRequest  *wanted,
                      const char                 *text,
                      InworldSoundFunc            func,
                      gpointer                    user_data,
                      GCancellable               *cancellable,
                      GError                    **error)
{
  g_autoptr (JsonNode) body = chatty_inworld_write_speech (wanted, text);
  g_autoptr (ChattyHttpRequest) request =
    chatty_http_request_new ("POST", wanted->whole ? "/tts/v1/voice" : "/tts/v1/voice:stream");

  /* Saying it again says the same; once some was told, it is not. */
  chatty_http_request_set_repeat_safe (request, TRUE);
  chatty_http_request_set_max_bytes (request, INWORLD_MAX_SPEECH);
  chatty_http_request_set_json (request, body);
  return (wanted->whole ? fetch_whole : fetch_stream) (self, request, func, user_data, cancellable,
                                                       error);
}

static gboolean
inworld_speak (ChattySpeech               *speech,
               const ChattySpeechRequest  *wanted,
               ChattyReply                *reply,
               GCancellable               *cancellable,
               GError                    **error)
{
  g_auto (GStrv) parts = chatty_inworld_split_text (wanted);

  if (*parts == NULL)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                           _("There is nothing to say"));
      return FALSE;
    }
  return chatty_inworld_join (CHATTY_INWORLD (speech), wanted, (const char *const *) parts, reply,
                              cancellable, error);
}

void
chatty_inworld_speech_init (ChattySpeechInterface *iface)
{
  iface->list_voices = inworld_list_voices;
  iface->list_languages = inworld_list_languages;
  iface->list_models = inworld_list_models;
  iface->get_max_text = inworld_get_max_text;
  iface->speak = inworld_speak;
  iface->options = CHATTY_SPEECH_RATE | CHATTY_SPEECH_WORDS;
}
