/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

#include <gst/gst.h>
#include <glib/gstdio.h>

#include "chatty-voice-thread.h"
#include "voice-fixture.h"

#define PATIENCE (30 * G_TIME_SPAN_SECOND)

static Sound *
sound_new (guint  rate,
           guint  channels,
           double seconds)
{
  Sound *self = g_new0 (Sound, 1);

  self->rate = rate;
  self->channels = channels;
  self->n_frames = (gsize) (rate * seconds);
  self->samples = g_new0 (gint16, self->n_frames * channels);
  return self;
}

/**
 * sound_new_speech:
 *
 * Syllables: gliding tones with overtones that swell and fade, no two alike,
 * so that a place in them can be recognised.
 */
Sound *
sound_new_speech (guint  rate,
                  guint  channels,
                  double seconds)
{
  Sound *self = sound_new (rate, channels, seconds);
  double phase = 0;

  for (gsize i = 0; i < self->n_frames; i++)
    {
      const double at = (double) i / rate;
      const double pitch = 120 + 40 * sin (at * 2.3) + 25 * sin (at * 7.1 + at * at);
      const double swell = pow (sin (at * G_PI * (3 + sin (at * 1.7))), 2);

      phase += 2 * G_PI * pitch / rate;
      for (guint channel = 0; channel < channels; channel++)
        self->samples[i * channels + channel] =
          (gint16) (swell * 9000 *
                    (sin (phase) + 0.5 * sin (3 * phase + channel) + 0.3 * sin (7 * phase)));
    }
  return self;
}

Sound *
sound_new_tone (guint  rate,
                double frequency,
                double seconds)
{
  Sound *self = sound_new (rate, 1, seconds);

  for (gsize i = 0; i < self->n_frames; i++)
    self->samples[i] = (gint16) (12000 * sin (2 * G_PI * frequency * (double) i / rate));
  return self;
}

void
sound_free (Sound *self)
{
  g_free (self->samples);
  g_free (self);
}

GBytes *
sound_get_bytes (const Sound *self)
{
  return g_bytes_new (self->samples, self->n_frames * self->channels * sizeof (gint16));
}

char *
capture_path (void)
{
  static guint n;
  g_autofree char *name = g_strdup_printf ("chatty-voice-%d-%u.raw", (int) getpid (), n++);

  return g_build_filename (g_get_tmp_dir (), name, NULL);
}

/**
 * capture_sink:
 * @paced: whether it takes its time, as a sound device does
 */
char *
capture_sink (const char *path,
              gboolean    paced)
{
  return g_strdup_printf ("filesink buffer-mode=unbuffered sync=%s location=\"%s\"",
                          paced ? "true" : "false", path);
}

/**
 * sound_encode:
 * @elements: as gst-launch takes them
 */
GBytes *
sound_encode (const Sound *self,
              const char  *elements)
{
  g_autofree char *from = capture_path ();
  g_autofree char *to = capture_path ();
  g_autofree char *line = NULL;
  g_autoptr (GstElement) pipeline = NULL;
  g_autoptr (GstBus) bus = NULL;
  g_autoptr (GstMessage) message = NULL;
  g_autoptr (GError) error = NULL;
  char *data;
  gsize length;

  g_assert_true (g_file_set_contents (from, (char *) self->samples,
                                      (gssize) (self->n_frames * self->channels * 2), NULL));
  line = g_strdup_printf ("filesrc location=\"%s\" ! rawaudioparse format=pcm pcm-format=s16le "
                          "sample-rate=%u num-channels=%u ! %s ! filesink location=\"%s\"",
                          from, self->rate, self->channels, elements, to);
  pipeline = gst_parse_launch (line, &error);
  g_assert_no_error (error);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  bus = gst_element_get_bus (pipeline);
  message = gst_bus_timed_pop_filtered (bus, 30 * GST_SECOND, GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  g_assert_nonnull (message);
  g_assert_cmpint (GST_MESSAGE_TYPE (message), ==, GST_MESSAGE_EOS);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  g_assert_true (g_file_get_contents (to, &data, &length, NULL));
  g_unlink (from);
  g_unlink (to);
  return g_bytes_new_take (data, length);
}

/**
 * sound_load:
 *
 * Reads what was captured, and removes the file.
 */
Sound *
sound_load (const char *path,
            guint       rate,
            guint       channels)
{
  Sound *self = g_new0 (Sound, 1);
  char *data = NULL;
  gsize length = 0;

  self->rate = rate;
  self->channels = channels;
  if (g_file_get_contents (path, &data, &length, NULL))
    g_unlink (path);
  self->samples = (gint16 *) (gpointer) data;
  self->n_frames = length / 2 / channels;
  return self;
}

/**
 * sound_correlate:
 *
 * Returns: 1 where both are the same but for their loudness
 */
double
sound_correlate (const Sound *one,
                 gsize        from,
                 const Sound *other,
                 gsize        other_from,
                 gsize        n_frames)
{
  double product = 0, power = 0, other_power = 0;

  for (gsize i = 0; i < n_frames * one->channels; i++)
    {
      const double a = one->samples[from * one->channels + i];
      const double b = other->samples[other_from * other->channels + i];

      product += a * b;
      power += a * a;
      other_power += b * b;
    }
  return product / sqrt (MAX (power * other_power, 1));
}

void
sound_assert_same (const Sound *got,
                   const Sound *wanted)
{
  g_assert_cmpuint (got->n_frames, ==, wanted->n_frames);
  for (gsize i = 0; i < wanted->n_frames * wanted->channels; i++)
    if (got->samples[i] != wanted->samples[i])
      g_error ("Sample %" G_GSIZE_FORMAT " is %d and not %d", i, got->samples[i],
               wanted->samples[i]);
}

/**
 * feed:
 * @bytes: (nullable): what is fed; the bare samples when %NULL
 * @piece: how many bytes at once
 */
void
feed (ChattyAudioStream *stream,
      const char        *media_type,
      const Sound       *sound,
      guint              segment,
      GBytes            *bytes,
      gsize              piece)
{
  const ChattyAudioFormat format = { media_type, sound->rate, sound->channels, 16, segment };
  g_autoptr (GBytes) bare = sound_get_bytes (sound);
  gsize length;

  if (bytes == NULL)
    bytes = bare;
  length = g_bytes_get_size (bytes);
  for (gsize at = 0; at < length; at += piece)
    {
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (bytes, at, MIN (piece, length - at));

      chatty_audio_stream_append (stream, &format, part);
    }
}

ChattyAudioStream *
fed_stream (const char  *media_type,
            const Sound *sound,
            GBytes      *bytes,
            gsize        piece)
{
  ChattyAudioStream *stream = chatty_audio_stream_new ();

  feed (stream, media_type, sound, 0, bytes, piece);
  chatty_audio_stream_end (stream, NULL);
  return stream;
}

static gboolean
wake_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

void
wait_until (Condition condition,
            gpointer  user_data)
{
  const gint64 end = g_get_monotonic_time () + PATIENCE;
  guint source = g_timeout_add (5, wake_cb, NULL);

  while (!condition (user_data))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (source);
}

typedef struct {
  ChattyPlayer      *player;
  ChattyPlayerState  state;
} Wanted;

static gboolean
has_state (gpointer user_data)
{
  const Wanted *wanted = user_data;
  const ChattyPlayerState state = chatty_player_get_state (wanted->player);

  if (state == CHATTY_PLAYER_FAILED && wanted->state != CHATTY_PLAYER_FAILED)
    g_error ("The player failed: %s", chatty_player_get_error (wanted->player)->message);
  return state == wanted->state;
}

void
wait_state (ChattyPlayer      *player,
            ChattyPlayerState  state)
{
  Wanted wanted = { player, state };

  wait_until (has_state, &wanted);
}

static gboolean
no_threads (gpointer user_data)
{
  return chatty_voice_thread_count () == 0;
}

/**
 * wait_threads:
 *
 * Until all players that are gone have let go of everything.
 */
void
wait_threads (void)
{
  wait_until (no_threads, NULL);
}

/**
 * play_out:
 * @end: how it must end
 *
 * Returns: what came out
 */
Sound *
play_out (ChattyAudioStream *stream,
          guint              rate,
          guint              channels,
          ChattyPlayerState  end,
          GError           **error)
{
  g_autofree char *path = capture_path ();
  g_autofree char *sink = capture_sink (path, FALSE);
  ChattyPlayer *player = chatty_player_new ();

  chatty_player_set_sink_for_tests (player, sink);
  chatty_player_play (player, stream, "a/b");
  wait_state (player, end);
  if (error != NULL && chatty_player_get_error (player) != NULL)
    *error = g_error_copy (chatty_player_get_error (player));
  g_object_unref (player);
  wait_threads ();
  return sound_load (path, rate, channels);
}
