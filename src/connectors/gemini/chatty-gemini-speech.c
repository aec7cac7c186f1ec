/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-gemini-private.h"

/* The largest answer: two minutes of samples are 6 MB, which base64 makes a
 * third larger. */
#define MAX_ANSWER (32 * 1024 * 1024)

static GPtrArray *
gemini_list_voices (ChattySpeech  *speech,
                    gboolean       refresh,
                    GCancellable  *cancellable,
                    GError       **error)
{
  return chatty_set_cancelled (cancellable, error) ? NULL : chatty_gemini_list_voices ();
}

static GPtrArray *
gemini_list_languages (ChattySpeech  *speech,
                       gboolean       refresh,
                       GCancellable  *cancellable,
                       GError       **error)
{
  return chatty_set_cancelled (cancellable, error) ? NULL : chatty_gemini_list_languages ();
}

static GPtrArray *
gemini_list_models (ChattySpeech  *speech,
                    GCancellable  *cancellable,
                    GError       **error)
{
  g_autoptr (GPtrArray) models = chatty_gemini_load_models (CHATTY_GEMINI (speech), FALSE,
                                                            cancellable, error);

  return models != NULL ? chatty_gemini_list_speakers (models) : NULL;
}

static guint
gemini_get_max_text (ChattySpeech *speech)
{
  return CHATTY_GEMINI_MAX_SPEECH;
}

/* Which model: what is asked for, else the best of the list. */
static char *
choose_path (ChattyGemini               *self,
             const ChattySpeechRequest  *wanted,
             GCancellable               *cancellable,
             GError                    **error)
{
  g_autoptr (GPtrArray) models = NULL;
  const ChattyGeminiModel *model;

  if (wanted->model != NULL && *wanted->model != '\0')
    return chatty_gemini_model_path (wanted->model, "generateContent", error);
  models = chatty_gemini_load_models (self, FALSE, cancellable, error);
  if (models == NULL)
    return NULL;
  model = chatty_gemini_choose_model (models, NULL, TRUE);
  if (model != NULL)
    return chatty_gemini_model_path (model->id, "generateContent", error);
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                       _("Gemini offers no model that speaks to this account"));
  return NULL;
}

static gboolean
say_part (ChattyGemini               *self,
          const char                 *path,
          const ChattySpeechRequest  *wanted,
          const char                 *text,
          guint                       nth,
          ChattyReply                *reply,
          GCancellable               *cancellable,
          GError                    **error)
{
  ChattyHttpRequest *request = chatty_http_request_new ("POST", path);
  g_autoptr (JsonNode) body = chatty_gemini_write_speech (wanted, text);
  g_autoptr (JsonNode) node = NULL;
  g_auto (ChattyGeminiSound) sound = { NULL };

  /* Saying it again says the same. */
  chatty_http_request_set_repeat_safe (request, TRUE);
  chatty_http_request_set_max_bytes (request, MAX_ANSWER);
  chatty_http_request_set_json (request, body);
  node = chatty_gemini_call (self, GEMINI_API, request, cancellable, error);
  if (node == NULL && wanted->model != NULL)
    chatty_gemini_name_model (error, wanted->model);
  if (node == NULL || !chatty_gemini_read_sound (node, chatty_time_now (), &sound, error))
    return FALSE;
  /* Bare samples go on, a file begins anew. */
  sound.format.segment = sound.format.bits == 16 ? 0 : nth;
  if (sound.model != NULL)
    chatty_reply_set_model (reply, sound.model);
  chatty_reply_append_audio (reply, &sound.format, sound.audio);
  return TRUE;
}

static gboolean
gemini_speak (ChattySpeech               *speech,
              const ChattySpeechRequest  *wanted,
              ChattyReply                *reply,
              GCancellable               *cancellable,
              GError                    **error)
{
  g_auto (GStrv) parts = chatty_gemini_split_text (wanted);
  g_autofree char *path = NULL;

  if (*parts == NULL)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                           _("There is nothing to say"));
      return FALSE;
    }
  path = choose_path (CHATTY_GEMINI (speech), wanted, cancellable, error);
  if (path == NULL)
    return FALSE;
  for (guint i = 0; parts[i] != NULL; i++)
    if (!say_part (CHATTY_GEMINI (speech), path, wanted, parts[i], i, reply, cancellable, error))
      return FALSE;
  return TRUE;
}

void
chatty_gemini_speech_init (ChattySpeechInterface *iface)
{
  iface->list_voices = gemini_list_voices;
  iface->list_languages = gemini_list_languages;
  iface->list_models = gemini_list_models;
  iface->get_max_text = gemini_get_max_text;
  iface->speak = gemini_speak;
}
