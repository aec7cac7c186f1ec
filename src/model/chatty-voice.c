/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-model"

#include <string.h>

#include "chatty-voice.h"

static void
chatty_voice_clear (gpointer data)
{
  ChattyVoice *self = data;

  g_free ((char *) self->id);
  g_free ((char *) self->name);
  g_free ((char *) self->group);
  g_free ((char *) self->gender);
  g_free ((char *) self->sample);
  g_free ((char *) self->description);
  g_free ((char *) self->source);
  g_strfreev ((char **) self->languages);
}

G_DEFINE_BOXED_TYPE (ChattyVoice, chatty_voice, chatty_voice_ref,
                     chatty_voice_unref)

/**
 * chatty_voice_new:
 * @fields: what it holds; copied
 *
 * Returns: (transfer full): a counted record that nobody changes
 */
ChattyVoice *
chatty_voice_new (const ChattyVoice *fields)
{
  static const char *const none[] = { NULL };
  ChattyVoice *self = g_atomic_rc_box_new0 (ChattyVoice);

  self->id = g_strdup (fields->id);
  self->name = g_strdup (fields->name);
  self->group = g_strdup (fields->group);
  self->gender = g_strdup (fields->gender);
  self->sample = g_strdup (fields->sample);
  self->description = g_strdup (fields->description);
  self->source = g_strdup (fields->source);
  self->languages = (const char *const *)
    g_strdupv ((char **) (fields->languages != NULL ? fields->languages : none));
  return self;
}

ChattyVoice *
chatty_voice_ref (ChattyVoice *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
chatty_voice_unref (ChattyVoice *self)
{
  g_atomic_rc_box_release_full (self, chatty_voice_clear);
}

/**
 * chatty_voice_speaks:
 * @language: a code, such as "en-US"
 *
 * Returns: whether the voice speaks @language; "en" is spoken by one that
 *   speaks "en-US"
 */
gboolean
chatty_voice_speaks (const ChattyVoice *self,
                     const char        *language)
{
  gsize length = strlen (language);

  for (guint i = 0; self->languages[i] != NULL; i++)
    if (g_ascii_strncasecmp (self->languages[i], language, length) == 0 &&
        (self->languages[i][length] == '\0' || self->languages[i][length] == '-'))
      return TRUE;
  return FALSE;
}

static void
chatty_language_clear (gpointer data)
{
  ChattyLanguage *self = data;

  g_free ((char *) self->code);
  g_free ((char *) self->name);
}

G_DEFINE_BOXED_TYPE (ChattyLanguage, chatty_language, chatty_language_ref,
                     chatty_language_unref)

ChattyLanguage *
chatty_language_new (const char *code,
                     const char *name)
{
  ChattyLanguage *self = g_atomic_rc_box_new0 (ChattyLanguage);

  self->code = g_strdup (code);
  self->name = g_strdup (name);
  return self;
}

ChattyLanguage *
chatty_language_ref (ChattyLanguage *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
chatty_language_unref (ChattyLanguage *self)
{
  g_atomic_rc_box_release_full (self, chatty_language_clear);
}
