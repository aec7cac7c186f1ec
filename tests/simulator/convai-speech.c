/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* Sound: reference, sections 2.6 and 2.8. Speech by espeak-ng where that was
 * asked for and is installed; otherwise tones. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "convai.h"

#include <string.h>

#include "sim-sound.h"

#define MAX_SPOKEN 400   /* characters */

/* Returns: (transfer full): a WAV file; @rate is its sample rate */
GBytes *
convai_speak (const char *text,
              guint      *rate)
{
  glong length = MIN (g_utf8_strlen (text, -1), MAX_SPOKEN);
  g_autofree char *start = g_utf8_substring (text, 0, length);
  /* Set by the program chatty-simulator alone: tests want tones. */
  g_autoptr (SimSound) sound =
    sim_sound_make (start, "convai", 1.0, g_getenv ("CHATTY_SIMULATOR_SPEECH") != NULL, NULL);
  gsize size = g_bytes_get_size (sound->samples);
  GByteArray *wav = g_byte_array_new ();

  *rate = SIM_SOUND_RATE;
  sim_sound_header (wav, SIM_SOUND_RATE, 36 + size, size, FALSE);
  g_byte_array_append (wav, g_bytes_get_data (sound->samples, NULL), size);
  return g_byte_array_free_to_bytes (wav);
}

SimReply *
convai_tts (SimRequest *request,
            ConvaiUser *user)
{
  const char *transcript = sim_request_get_string (request, "transcript");
  const char *voice = sim_request_get_string (request, "voice");
  const char *encoding = sim_request_get_string (request, "encoding");
  guint rate;

  if (!g_str_has_suffix (request->path, "/"))
    sim_request_note (request, "no slash at the end");
  if (transcript == NULL || *transcript == '\0')
    return sim_reply_new_error (request, 400, "transcript is missing.");
  if (voice == NULL || !convai_voice_exists (voice))
    return sim_reply_new_error (request, 400, "voice is unknown.");
  /* MP3 is not there for every voice; here for none. */
  if (encoding != NULL && !g_str_equal (encoding, "wav"))
    return sim_reply_new_error (request, 400, "encoding is not supported for this voice.");
  return sim_reply_new_bytes (200, "audio/wav", convai_speak (transcript, &rate));
}
