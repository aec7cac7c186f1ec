/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-model"

#include "chatty-speech-model.h"

static void
chatty_speech_model_clear (gpointer data)
{
  ChattySpeechModel *self = data;

  g_free ((char *) self->id);
  g_free ((char *) self->name);
  g_strfreev ((char **) self->deliveries);
  g_strfreev ((char **) self->languages);
}

G_DEFINE_BOXED_TYPE (ChattySpeechModel, chatty_speech_model, chatty_speech_model_ref,
                     chatty_speech_model_unref)

static const char *const *
copy_list (const char *const *list)
{
  static const char *const none[] = { NULL };

  return (const char *const *) g_strdupv ((char **) (list != NULL ? list : none));
}

/**
 * chatty_speech_model_new:
 * @fields: what it holds; copied
 *
 * Returns: (transfer full): a counted record that nobody changes
 */
ChattySpeechModel *
chatty_speech_model_new (const ChattySpeechModel *fields)
{
  ChattySpeechModel *self = g_atomic_rc_box_new0 (ChattySpeechModel);

  self->id = g_strdup (fields->id);
  self->name = g_strdup (fields->name);
  self->deliveries = copy_list (fields->deliveries);
  self->tags = fields->tags;
  self->retired = fields->retired;
  self->languages = copy_list (fields->languages);
  return self;
}

ChattySpeechModel *
chatty_speech_model_ref (ChattySpeechModel *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
chatty_speech_model_unref (ChattySpeechModel *self)
{
  g_atomic_rc_box_release_full (self, chatty_speech_model_clear);
}
