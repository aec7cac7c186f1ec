/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* Sound: reference, sections 2.6 and 2.8. Speech by espeak-ng where that was
 * asked for and is installed; otherwise tones, which are the same each time. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "convai.h"

#include <math.h>
#include <string.h>

#define RATE        22050
#define TONE_MS     60
#define MAX_TONES   50
#define MAX_SPOKEN  400   /* characters given to espeak-ng */

static void
append_le (GByteArray *bytes,
           guint32     value,
           guint       size)
{
  for (guint i = 0; i < size; i++)
    {
      guint8 byte = value >> (8 * i);

      g_byte_array_append (bytes, &byte, 1);
    }
}

static void
append_header (GByteArray *wav,
               guint32     data_length)
{
  g_byte_array_append (wav, (const guint8 *) "RIFF", 4);
  append_le (wav, 36 + data_length, 4);
  g_byte_array_append (wav, (const guint8 *) "WAVEfmt ", 8);
  append_le (wav, 16, 4);
  append_le (wav, 1, 2);            /* PCM */
  append_le (wav, 1, 2);            /* one channel */
  append_le (wav, RATE, 4);
  append_le (wav, RATE * 2, 4);
  append_le (wav, 2, 2);
  append_le (wav, 16, 2);
  g_byte_array_append (wav, (const guint8 *) "data", 4);
  append_le (wav, data_length, 4);
}

static GBytes *
tones (const char *text)
{
  GByteArray *wav = g_byte_array_new ();
  guint count = CLAMP (g_utf8_strlen (text, -1), 1, MAX_TONES);
  guint samples = RATE * TONE_MS / 1000;
  guint hash = g_str_hash (text);

  append_header (wav, count * samples * 2);
  for (guint tone = 0; tone < count; tone++)
    {
      double pitch = 220.0 * pow (2.0, (hash >> (tone % 24) & 15) / 12.0);

      for (guint i = 0; i < samples; i++)
        {
          /* Each tone swells and fades, so that nothing clicks. */
          double swell = sin (G_PI * i / samples);
          double value = 8000 * swell * sin (2 * G_PI * pitch * i / RATE);

          append_le (wav, (guint16) (gint16) value, 2);
        }
    }
  return g_byte_array_free_to_bytes (wav);
}

static GBytes *
speech (const char *text)
{
  g_autofree char *program = g_find_program_in_path ("espeak-ng");
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *start = g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), MAX_SPOKEN));
  g_autoptr (GBytes) input = g_bytes_new (start, strlen (start));
  g_autoptr (GBytes) output = NULL;
  GByteArray *wav;
  const guint8 *data;
  gsize length;

  if (program == NULL)
    return NULL;
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE
                              | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                              NULL, program, "--stdin", "--stdout", NULL);
  if (process == NULL || !g_subprocess_communicate (process, input, NULL, &output, NULL, NULL))
    return NULL;
  data = g_bytes_get_data (output, &length);
  if (length <= 44)
    return NULL;
  /* It does not know the length when it writes the header. */
  wav = g_byte_array_new ();
  append_header (wav, length - 44);
  g_byte_array_append (wav, data + 44, length - 44);
  return g_byte_array_free_to_bytes (wav);
}

/* Returns: (transfer full): a WAV file; @rate is its sample rate */
GBytes *
convai_speak (const char *text,
              guint      *rate)
{
  /* Set by the program chatty-simulator alone: tests want tones. */
  GBytes *spoken = g_getenv ("CHATTY_SIMULATOR_SPEECH") != NULL ? speech (text) : NULL;

  *rate = RATE;
  return spoken != NULL ? spoken : tones (text);
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
