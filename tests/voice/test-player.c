/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* What goes into the player comes out of it: every form, however it is cut,
 * joined, sought in, paused or broken. */

#include "config.h"

#include <math.h>
#include <string.h>

#include <gst/gst.h>
#include <glib/gstdio.h>

#include "chatty-error.h"
#include "chatty-mp3-head.h"
#include "chatty-voice-check.h"
#include "chatty-wav.h"
#include "voice-fixture.h"

#define LAME "audioconvert ! lamemp3enc target=bitrate bitrate=96 cbr=true"

static const gsize pieces[] = { 1, 7, 333, 4800, G_MAXSSIZE };

static void
test_bare (void)
{
  for (guint channels = 1; channels <= 2; channels++)
    for (guint i = channels == 1 ? 1 : 2; i < G_N_ELEMENTS (pieces); i++)
      {
        g_autoptr (Sound) sound = sound_new_speech (24000, channels, 0.7);
        g_autoptr (ChattyAudioStream) stream = fed_stream ("audio/x-raw", sound, NULL, pieces[i]);
        g_autoptr (Sound) out = play_out (stream, 24000, channels, CHATTY_PLAYER_ENDED, NULL);

        sound_assert_same (out, sound);
      }
}

static GBytes *
make_wav (const Sound *sound)
{
  const ChattyAudioFormat format = { "audio/x-raw", sound->rate, sound->channels, 16 };
  g_autoptr (GBytes) samples = sound_get_bytes (sound);

  return chatty_wav_make (&format, samples);
}

static void
test_wav (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr (Sound) sound = sound_new_speech (22050, 1, i == 0 ? 0.05 : 0.7);
      g_autoptr (GBytes) wav = make_wav (sound);
      g_autoptr (ChattyAudioStream) stream = fed_stream ("audio/wav", sound, wav, pieces[i]);
      g_autoptr (Sound) out = play_out (stream, 22050, 1, CHATTY_PLAYER_ENDED, NULL);

      sound_assert_same (out, sound);
    }
}

/* As Inworld streams LINEAR16; and its PCM, where a header is not expected. */
static void
test_header_per_piece (void)
{
  static const char *const types[] = { "audio/wav", "audio/x-raw" };

  for (guint t = 0; t < 2; t++)
    {
      g_autoptr (Sound) sound = sound_new_speech (48000, 1, 0.5);
      g_autoptr (ChattyAudioStream) stream = chatty_audio_stream_new ();
      const ChattyAudioFormat format = { types[t], 48000, 1, 16, 0 };
      g_autoptr (Sound) out = NULL;

      for (gsize at = 0; at < sound->n_frames; at += 1234)
        {
          Sound part = { sound->samples + at, MIN (1234, sound->n_frames - at), 48000, 1 };
          g_autoptr (GBytes) wav = make_wav (&part);

          chatty_audio_stream_append (stream, &format, wav);
        }
      chatty_audio_stream_end (stream, NULL);
      out = play_out (stream, 48000, 1, CHATTY_PLAYER_ENDED, NULL);
      sound_assert_same (out, sound);
    }
}

static void
test_law (void)
{
  static const char *const encoders[][2] = { { "audio/x-alaw", "alawenc" },
                                             { "audio/x-mulaw", "mulawenc" } };

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (Sound) sound = sound_new_speech (8000, 1, 1);
      g_autoptr (GBytes) bytes = sound_encode (sound, encoders[i][1]);
      g_autoptr (ChattyAudioStream) stream = fed_stream (encoders[i][0], sound, bytes, 333);
      g_autoptr (Sound) out = play_out (stream, 8000, 1, CHATTY_PLAYER_ENDED, NULL);

      g_assert_cmpuint (out->n_frames, ==, sound->n_frames);
      g_assert_cmpfloat (sound_correlate (out, 0, sound, 0, sound->n_frames), >, 0.998);
    }
}

static void
test_flac (void)
{
  for (guint i = 1; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr (Sound) sound = sound_new_speech (24000, 1, 0.7);
      g_autoptr (GBytes) bytes = sound_encode (sound, "flacenc");
      g_autoptr (ChattyAudioStream) stream = fed_stream ("audio/flac", sound, bytes, pieces[i]);
      g_autoptr (Sound) out = play_out (stream, 24000, 1, CHATTY_PLAYER_ENDED, NULL);

      sound_assert_same (out, sound);
    }
}

static void
test_opus (void)
{
  for (guint i = 1; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr (Sound) sound = sound_new_speech (48000, 1, 1);
      g_autoptr (GBytes) bytes = sound_encode (sound, "opusenc bitrate=96000 ! oggmux");
      g_autoptr (ChattyAudioStream) stream = fed_stream ("audio/ogg", sound, bytes, pieces[i]);
      g_autoptr (Sound) out = play_out (stream, 48000, 1, CHATTY_PLAYER_ENDED, NULL);
      const double same = sound_correlate (out, 0, sound, 0, MIN (out->n_frames, sound->n_frames));

      g_test_message ("Opus: %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " frames, correlation %.4f",
                      out->n_frames, sound->n_frames, same);
      g_assert_cmpfloat (same, >=, 0.99);
      g_assert_cmpuint (out->n_frames, ==, sound->n_frames);
    }
}

/* The frame that LAME puts first, for a stream of which it was left out. */
static GBytes *
add_info_frame (GBytes *mp3,
                guint   n_frames)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (mp3, &length);
  ChattyMp3Head head;
  GByteArray *out = g_byte_array_new ();
  guint8 frame[288] = { 0 };           /* 96 kbit/s at 24 kHz */
  const guint delay = 576;
  /* So many frames of 576 samples there are. */
  const guint padding = (guint) (length / sizeof frame * 576) - n_frames - delay;

  g_assert_true (chatty_mp3_head_read (data, length, TRUE, &head));
  g_assert_cmpuint (length % sizeof frame, ==, 0);
  memcpy (frame, data, 4);
  memcpy (frame + 4 + 9, "Info", 4);
  memcpy (frame + 4 + 9 + 8, "LAME3.100", 9);
  frame[42] = delay >> 4;
  frame[43] = (guint8) ((delay & 15) << 4 | padding >> 8);
  frame[44] = padding & 255;
  g_byte_array_append (out, (const guint8 *) "ID3\4\0\0\0\0\1\5", 10);
  g_byte_array_set_size (out, 10 + 133);
  memset (out->data + 10, 0xff, 133);
  g_byte_array_append (out, frame, sizeof frame);
  g_byte_array_append (out, data, length);
  return g_byte_array_free_to_bytes (out);
}

static void
test_mp3 (void)
{
  for (guint i = 1; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr (Sound) sound = sound_new_speech (24000, 1, 1);
      g_autoptr (GBytes) bytes = sound_encode (sound, LAME);
      g_autoptr (GBytes) tagged = add_info_frame (bytes, (guint) sound->n_frames);
      g_autoptr (ChattyAudioStream) plain = fed_stream ("audio/mpeg", sound, bytes, pieces[i]);
      g_autoptr (ChattyAudioStream) stream = fed_stream ("audio/mpeg", sound, tagged, pieces[i]);
      g_autoptr (Sound) whole = play_out (plain, 24000, 1, CHATTY_PLAYER_ENDED, NULL);
      g_autoptr (Sound) out = play_out (stream, 24000, 1, CHATTY_PLAYER_ENDED, NULL);
      double same;

      /* Without the frame nobody knows how much filling there is. */
      g_assert_cmpuint (whole->n_frames, >=, sound->n_frames + 1105);
      g_assert_cmpfloat (sound_correlate (whole, 1105, sound, 0, sound->n_frames), >=, 0.99);
      g_assert_cmpuint (out->n_frames, ==, sound->n_frames);
      same = sound_correlate (out, 0, sound, 0, sound->n_frames);
      g_test_message ("MP3: correlation %.4f", same);
      g_assert_cmpfloat (same, >=, 0.99);
    }
}

/* Sentences of one stream, and streams one after the other. */
static void
test_joined (void)
{
  g_autoptr (Sound) sound = sound_new_speech (24000, 1, 3);
  Sound parts[] = { { sound->samples, 24000, 24000, 1 }, { sound->samples + 24000, 24000, 24000, 1 },
                    { sound->samples + 48000, 24000, 24000, 1 } };
  g_autofree char *path = capture_path ();
  g_autofree char *sink = capture_sink (path, FALSE);
  g_autoptr (ChattyPlayer) player = chatty_player_new ();
  g_autoptr (ChattyAudioStream) first = chatty_audio_stream_new ();
  g_autoptr (ChattyAudioStream) second = chatty_audio_stream_new ();
  g_autoptr (GBytes) mp3 = sound_encode (&parts[0], LAME);
  g_autoptr (GBytes) tagged = add_info_frame (mp3, 24000);
  g_autoptr (GBytes) flac = sound_encode (&parts[2], "flacenc");
  g_autoptr (Sound) out = NULL;

  chatty_player_set_sink_for_tests (player, sink);
  chatty_player_play (player, first, NULL);
  chatty_player_enqueue (player, second);
  feed (first, "audio/mpeg", &parts[0], 0, tagged, 1000);
  feed (first, "audio/x-raw", &parts[1], 1, NULL, 777);
  chatty_audio_stream_end (first, NULL);
  feed (second, "audio/flac", &parts[2], 0, flac, 500);
  chatty_audio_stream_end (second, NULL);
  wait_state (player, CHATTY_PLAYER_ENDED);
  g_clear_object (&player);
  wait_threads ();
  out = sound_load (path, 24000, 1);
  g_assert_cmpuint (out->n_frames, ==, sound->n_frames);
  g_assert_cmpfloat (sound_correlate (out, 0, sound, 0, 24000), >=, 0.99);
  g_assert_cmpmem (out->samples + 24000, 96000, sound->samples + 24000, 96000);
}

/* Another rate in the second sentence: as long as it ought to be, and like. */
static void
test_joined_rates (void)
{
  g_autoptr (Sound) sound = sound_new_speech (24000, 1, 1);
  g_autoptr (Sound) other = sound_new_speech (48000, 2, 1);
  g_autoptr (ChattyAudioStream) stream = chatty_audio_stream_new ();
  g_autoptr (Sound) out = NULL;
  Sound half;

  feed (stream, "audio/x-raw", sound, 0, NULL, 1000);
  feed (stream, "audio/x-raw", other, 1, NULL, 1001);
  chatty_audio_stream_end (stream, NULL);
  out = play_out (stream, 24000, 1, CHATTY_PLAYER_ENDED, NULL);
  g_assert_cmpuint (out->n_frames, ==, 48000);
  half = *sound;
  g_assert_cmpmem (out->samples, 48000, sound->samples, 48000);
  g_assert_cmpfloat (sound_correlate (out, 24000, &half, 0, 24000), >=, 0.95);
}

/* Put after it only when all was heard. */
static void
test_enqueue_late (void)
{
  g_autoptr (Sound) sound = sound_new_speech (24000, 1, 0.5);
  g_autoptr (ChattyAudioStream) first = fed_stream ("audio/x-raw", sound, NULL, 1000);
  g_autoptr (ChattyAudioStream) second = fed_stream ("audio/x-raw", sound, NULL, 1000);
  g_autofree char *path = capture_path ();
  g_autofree char *sink = capture_sink (path, FALSE);
  g_autoptr (ChattyPlayer) player = chatty_player_new ();

  chatty_player_set_sink_for_tests (player, sink);
  chatty_player_play (player, first, NULL);
  wait_state (player, CHATTY_PLAYER_ENDED);
  chatty_player_enqueue (player, second);
  wait_state (player, CHATTY_PLAYER_PLAYING);
  wait_state (player, CHATTY_PLAYER_ENDED);
  g_assert_cmpint (chatty_player_get_duration (player), ==, 1000000);
  g_unlink (path);
}

static void
count_cb (ChattyPlayer *player,
          guint        *count)
{
  (*count)++;
}

static gboolean
is_counted (gpointer user_data)
{
  return *(guint *) user_data > 0;
}

static void
test_starts_early (void)
{
  g_autoptr (Sound) sound = sound_new_speech (24000, 1, 2);
  g_autoptr (GBytes) bytes = sound_get_bytes (sound);
  g_autoptr (GBytes) begin = g_bytes_new_from_bytes (bytes, 0, 24000);
  g_autoptr (GBytes) rest = g_bytes_new_from_bytes (bytes, 24000, 72000);
  g_autofree char *path = capture_path ();
  g_autofree char *sink = capture_sink (path, TRUE);
  g_autoptr (ChattyPlayer) player = chatty_player_new ();
  g_autoptr (ChattyAudioStream) stream = chatty_audio_stream_new ();
  g_autoptr (Sound) out = NULL;
  guint heard = 0, dry = 0;

  g_signal_connect (player, "heard-first", G_CALLBACK (count_cb), &heard);
  g_signal_connect (player, "underrun", G_CALLBACK (count_cb), &dry);
  chatty_player_set_sink_for_tests (player, sink);
  chatty_player_play (player, stream, "x/y");
  g_assert_cmpint (chatty_player_get_state (player), ==, CHATTY_PLAYER_BUFFERING);
  g_assert_cmpstr (chatty_player_get_key (player), ==, "x/y");
  feed (stream, "audio/x-raw", sound, 0, begin, 1000);
  wait_until (is_counted, &heard);
  g_assert_false (chatty_audio_stream_is_ended (stream));
  g_assert_false (chatty_player_is_complete (player));

  /* It runs dry, waits, and goes on by itself. */
  wait_until (is_counted, &dry);
  g_assert_cmpint (chatty_player_get_state (player), ==, CHATTY_PLAYER_BUFFERING);
  feed (stream, "audio/x-raw", sound, 0, rest, 1000);
  chatty_audio_stream_end (stream, NULL);
  wait_state (player, CHATTY_PLAYER_ENDED);
  g_assert_true (chatty_player_is_complete (player));
  g_assert_cmpint (chatty_player_get_position (player), ==, 2000000);
  g_assert_cmpuint (heard, ==, 1);
  g_assert_cmpuint (dry, ==, 1);
  g_clear_object (&player);
  wait_threads ();
  out = sound_load (path, 24000, 1);
  sound_assert_same (out, sound);
}

static void
test_error_in_midst (void)
{
  g_autoptr (Sound) sound = sound_new_speech (24000, 1, 0.5);
  g_autoptr (ChattyAudioStream) stream = chatty_audio_stream_new ();
  g_autoptr (GError) failure = g_error_new_literal (CHATTY_ERROR, CHATTY_ERROR_QUOTA, "No credit");
  g_autoptr (GError) error = NULL;
  g_autoptr (Sound) out = NULL;

  feed (stream, "audio/x-raw", sound, 0, NULL, 1000);
  chatty_audio_stream_end (stream, failure);
  out = play_out (stream, 24000, 1, CHATTY_PLAYER_FAILED, &error);
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_QUOTA);
  sound_assert_same (out, sound);
}

static void
test_nothing (void)
{
  g_autoptr (ChattyAudioStream) empty = chatty_audio_stream_new ();
  g_autoptr (ChattyAudioStream) failed = chatty_audio_stream_new ();
  g_autoptr (GError) failure = g_error_new_literal (CHATTY_ERROR, CHATTY_ERROR_OFFLINE, "Gone");
  g_autoptr (GError) error = NULL;
  g_autoptr (Sound) out = NULL;
  g_autoptr (Sound) other = NULL;

  chatty_audio_stream_end (empty, NULL);
  out = play_out (empty, 24000, 1, CHATTY_PLAYER_ENDED, NULL);
  g_assert_cmpuint (out->n_frames, ==, 0);
  chatty_audio_stream_end (failed, failure);
  other = play_out (failed, 24000, 1, CHATTY_PLAYER_FAILED, &error);
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_OFFLINE);
}

static void
test_corrupt (void)
{
  static const char *const types[] = { "audio/mpeg", "audio/ogg", "audio/flac", "audio/wav",
                                       "audio/x-nonsense" };
  g_autoptr (Sound) sound = sound_new_speech (24000, 1, 1);
  g_autoptr (GBytes) flac = sound_encode (sound, "flacenc");
  g_autoptr (GBytes) cut = g_bytes_new_from_bytes (flac, 0, g_bytes_get_size (flac) / 2);
  g_autoptr (ChattyAudioStream) stream = fed_stream ("audio/flac", sound, cut, 999);
  g_autoptr (Sound) out = play_out (stream, 24000, 1, CHATTY_PLAYER_ENDED, NULL);
  guint8 junk[6000];

  /* What came is heard. */
  g_assert_cmpuint (out->n_frames, >, sound->n_frames / 4);
  g_assert_cmpmem (out->samples, out->n_frames * 2, sound->samples, out->n_frames * 2);
  for (gsize i = 0; i < sizeof junk; i++)
    junk[i] = (guint8) ((i * i * 31 + i * 7) % 251);
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (junk, sizeof junk);
      g_autoptr (ChattyAudioStream) bad = fed_stream (types[i], sound, bytes, 700);
      g_autoptr (GError) error = NULL;
      g_autoptr (Sound) none = play_out (bad, 24000, 1, CHATTY_PLAYER_FAILED, &error);

      g_assert_true (g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA) ||
                     g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED));
      g_assert_cmpuint (none->n_frames, ==, 0);
    }
}

/* A sentence that is damaged after one that is not. */
static void
test_corrupt_later (void)
{
  g_autoptr (Sound) sound = sound_new_speech (24000, 1, 0.5);
  g_autoptr (GBytes) junk = g_bytes_new_static ("fLaC and then nothing of the kind", 33);
  g_autoptr (ChattyAudioStream) stream = chatty_audio_stream_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (Sound) out = NULL;

  feed (stream, "audio/x-raw", sound, 0, NULL, 1000);
  feed (stream, "audio/flac", sound, 1, junk, 1000);
  chatty_audio_stream_end (stream, NULL);
  out = play_out (stream, 24000, 1, CHATTY_PLAYER_FAILED, &error);
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
  sound_assert_same (out, sound);
}

static gboolean
is_past_half (gpointer user_data)
{
  return chatty_player_get_position (user_data) > 300000;
}

static void
test_pause_and_seek (void)
{
  g_autoptr (Sound) sound = sound_new_speech (24000, 1, 1.5);
  g_autoptr (ChattyAudioStream) stream = fed_stream ("audio/x-raw", sound, NULL, 1000);
  g_autofree char *path = capture_path ();
  g_autofree char *sink = capture_sink (path, TRUE);
  g_autoptr (ChattyPlayer) player = chatty_player_new ();
  g_autoptr (Sound) out = NULL;
  gint64 position;

  chatty_player_set_sink_for_tests (player, sink);
  chatty_player_play (player, stream, NULL);
  wait_until (is_past_half, player);
  g_assert_cmpfloat (chatty_player_get_level (player), >, 0);
  chatty_player_pause (player);
  wait_state (player, CHATTY_PLAYER_PAUSED);
  position = chatty_player_get_position (player);
  g_assert_cmpint (position, >, 300000);
  g_assert_cmpint (position, <, 1400000);
  g_assert_cmpfloat (chatty_player_get_level (player), ==, 0);
  chatty_player_resume (player);
  wait_state (player, CHATTY_PLAYER_ENDED);

  /* From the end back into the midst: what was captured begins anew. */
  chatty_player_seek (player, 1000000);
  wait_state (player, CHATTY_PLAYER_PAUSED);
  chatty_player_resume (player);
  wait_state (player, CHATTY_PLAYER_ENDED);
  g_assert_cmpint (chatty_player_get_position (player), ==, 1500000);
  g_clear_object (&player);
  wait_threads ();
  out = sound_load (path, 24000, 1);
  g_assert_cmpuint (out->n_frames, ==, 12000);
  /* It begins softly, within 10 milliseconds. */
  g_assert_cmpmem (out->samples + 240, 2 * 11760, sound->samples + 24240, 2 * 11760);
}

/* Nothing is lost and nothing doubled by a pause. */
static void
test_pause_is_exact (void)
{
  g_autoptr (Sound) sound = sound_new_speech (24000, 1, 1.2);
  g_autoptr (ChattyAudioStream) stream = fed_stream ("audio/x-raw", sound, NULL, 1000);
  g_autofree char *path = capture_path ();
  g_autofree char *sink = capture_sink (path, TRUE);
  g_autoptr (ChattyPlayer) player = chatty_player_new ();
  g_autoptr (Sound) out = NULL;

  chatty_player_set_sink_for_tests (player, sink);
  chatty_player_play (player, stream, NULL);
  wait_until (is_past_half, player);
  chatty_player_pause (player);
  wait_state (player, CHATTY_PLAYER_PAUSED);
  chatty_player_resume (player);
  wait_state (player, CHATTY_PLAYER_ENDED);
  g_clear_object (&player);
  wait_threads ();
  out = sound_load (path, 24000, 1);
  sound_assert_same (out, sound);
}

static void
test_hear_again (void)
{
  g_autoptr (Sound) sound = sound_new_speech (24000, 1, 0.5);
  g_autoptr (ChattyAudioStream) stream = fed_stream ("audio/x-raw", sound, NULL, 1000);
  g_autofree char *path = capture_path ();
  g_autofree char *sink = capture_sink (path, FALSE);
  g_autoptr (ChattyPlayer) player = chatty_player_new ();
  g_autoptr (Sound) out = NULL;

  chatty_player_set_sink_for_tests (player, sink);
  chatty_player_play (player, stream, NULL);
  wait_state (player, CHATTY_PLAYER_ENDED);
  chatty_player_resume (player);
  wait_state (player, CHATTY_PLAYER_PLAYING);
  wait_state (player, CHATTY_PLAYER_ENDED);
  g_clear_object (&player);
  wait_threads ();
  out = sound_load (path, 24000, 1);
  sound_assert_same (out, sound);
}

/* Counted zero crossings: half as long, and as high as before. */
static void
test_speed (void)
{
  static const double speeds[] = { 0.5, 1.5, 2 };

  for (guint i = 0; i < G_N_ELEMENTS (speeds); i++)
    {
      g_autoptr (Sound) sound = sound_new_tone (24000, 440, 2);
      g_autoptr (ChattyAudioStream) stream = fed_stream ("audio/x-raw", sound, NULL, 4800);
      g_autofree char *path = capture_path ();
      g_autofree char *sink = capture_sink (path, FALSE);
      g_autoptr (ChattyPlayer) player = chatty_player_new ();
      g_autoptr (Sound) out = NULL;
      guint crossings = 0;
      double pitch;

      chatty_player_set_sink_for_tests (player, sink);
      chatty_player_set_speed (player, speeds[i]);
      chatty_player_play (player, stream, NULL);
      wait_state (player, CHATTY_PLAYER_ENDED);
      g_clear_object (&player);
      wait_threads ();
      out = sound_load (path, 24000, 1);
      for (gsize n = 2401; n + 2400 < out->n_frames; n++)
        crossings += (out->samples[n - 1] < 0) != (out->samples[n] < 0);
      pitch = crossings / 2.0 / ((double) (out->n_frames - 4801) / 24000);
      g_test_message ("At %g: %.2f s, %.1f Hz", speeds[i], (double) out->n_frames / 24000, pitch);
      g_assert_cmpfloat (fabs (pitch - 440), <, 6);
      g_assert_cmpfloat (fabs ((double) out->n_frames / 24000 - 2 / speeds[i]), <, 0.15);
    }
}

static void
test_volume (void)
{
  static const double gains[] = { 0.5, 1 };

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (Sound) sound = sound_new_tone (24000, 300, 0.3);
      g_autoptr (ChattyAudioStream) stream = fed_stream ("audio/x-raw", sound, NULL, 4800);
      g_autofree char *path = capture_path ();
      g_autofree char *sink = capture_sink (path, FALSE);
      g_autoptr (ChattyPlayer) player = chatty_player_new ();
      g_autoptr (Sound) out = NULL;
      int highest = 0;

      chatty_player_set_sink_for_tests (player, sink);
      chatty_player_set_volume (player, gains[i]);
      chatty_player_set_muted (player, i == 1);
      chatty_player_play (player, stream, NULL);
      wait_state (player, CHATTY_PLAYER_ENDED);
      g_clear_object (&player);
      wait_threads ();
      out = sound_load (path, 24000, 1);
      g_assert_cmpuint (out->n_frames, ==, sound->n_frames);
      for (gsize n = 0; n < out->n_frames; n++)
        highest = MAX (highest, out->samples[n]);
      /* A half as people hear it. */
      g_assert_cmpint (highest, >=, i == 1 ? 0 : 1490);
      g_assert_cmpint (highest, <=, i == 1 ? 0 : 1510);
    }
}

/* One that is played while another plays: that one falls silent softly. */
static void
test_polite (void)
{
  g_autoptr (Sound) sound = sound_new_tone (24000, 200, 3);
  g_autoptr (ChattyAudioStream) stream = fed_stream ("audio/x-raw", sound, NULL, 4800);
  g_autoptr (Sound) other = sound_new_speech (24000, 1, 0.4);
  g_autoptr (ChattyAudioStream) second = fed_stream ("audio/x-raw", other, NULL, 4800);
  g_autofree char *path = capture_path ();
  g_autofree char *sink = capture_sink (path, TRUE);
  g_autofree char *other_path = capture_path ();
  g_autofree char *other_sink = capture_sink (other_path, TRUE);
  g_autoptr (ChattyPlayer) player = chatty_player_new ();
  g_autoptr (Sound) out = NULL;
  g_autoptr (Sound) other_out = NULL;
  int step = 0;
  gsize n;

  chatty_player_set_sink_for_tests (player, sink);
  chatty_player_play (player, stream, "one");
  wait_until (is_past_half, player);
  chatty_player_set_sink_for_tests (player, other_sink);
  chatty_player_play (player, second, "two");
  g_assert_cmpstr (chatty_player_get_key (player), ==, "two");
  g_assert_cmpint (chatty_player_get_position (player), ==, 0);
  wait_state (player, CHATTY_PLAYER_ENDED);
  g_clear_object (&player);
  wait_threads ();
  out = sound_load (path, 24000, 1);
  other_out = sound_load (other_path, 24000, 1);
  sound_assert_same (other_out, other);

  g_assert_cmpuint (out->n_frames, <, 2 * 24000);
  n = out->n_frames;
  g_assert_cmpint (abs (out->samples[n - 1]), <, 100);
  for (gsize i = n - 1000; i < n; i++)
    step = MAX (step, abs (out->samples[i] - out->samples[i - 1]));
  /* No step is larger than those of the tone itself. */
  g_assert_cmpint (step, <, 12000 * 2 * G_PI * 200 / 24000 + 20);
  /* It was loud 30 milliseconds before. */
  step = 0;
  for (gsize i = n - 900; i < n - 720; i++)
    step = MAX (step, abs (out->samples[i]));
  g_assert_cmpint (step, >, 11000);
}

static gboolean
has_word (gpointer user_data)
{
  return chatty_player_get_word (user_data) == 2;
}

static void
test_words (void)
{
  g_autoptr (Sound) sound = sound_new_speech (24000, 1, 0.4);
  g_autoptr (ChattyAudioStream) first = fed_stream ("audio/x-raw", sound, NULL, 4800);
  g_autoptr (ChattyAudioStream) second = fed_stream ("audio/x-raw", sound, NULL, 4800);
  const ChattyWordTime words[] = { { (char *) "one", 0, 0.2 }, { (char *) "two", 0.2, 0.4 } };
  const ChattyWordTime more[] = { { (char *) "three", 0, 0.4 } };
  g_autofree char *path = capture_path ();
  g_autofree char *sink = capture_sink (path, TRUE);
  g_autoptr (ChattyPlayer) player = chatty_player_new ();

  chatty_audio_stream_append_words (first, words, 2);
  chatty_audio_stream_append_words (second, more, 1);
  chatty_player_set_sink_for_tests (player, sink);
  g_assert_cmpint (chatty_player_get_word (player), ==, -1);
  chatty_player_play (player, first, NULL);
  chatty_player_enqueue (player, second);
  wait_until (has_word, player);
  g_assert_cmpint (chatty_player_get_position (player), >=, 400000);
  chatty_player_stop (player);
  g_assert_cmpint (chatty_player_get_word (player), ==, -1);
  g_assert_cmpint (chatty_player_get_state (player), ==, CHATTY_PLAYER_IDLE);
  g_unlink (path);
}

static void
test_missing_decoder (void)
{
  static const char *const names[] = { "mpg123audiodec", "avdec_mp3", "mad" };
  g_autoptr (GPtrArray) features = g_ptr_array_new_with_free_func (gst_object_unref);
  g_autoptr (Sound) sound = sound_new_speech (24000, 1, 0.5);
  g_autoptr (GBytes) mp3 = sound_encode (sound, LAME);
  g_autoptr (ChattyAudioStream) stream = fed_stream ("audio/mpeg", sound, mp3, 1000);
  g_autoptr (GError) error = NULL;
  g_autoptr (Sound) out = NULL;
  g_autofree char *text = NULL;

  g_assert_null (chatty_voice_check_missing ("audio/mpeg"));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      GstPluginFeature *feature = gst_registry_lookup_feature (gst_registry_get (), names[i]);

      if (feature != NULL)
        {
          gst_registry_remove_feature (gst_registry_get (), feature);
          g_ptr_array_add (features, feature);
        }
    }
  text = chatty_voice_check_missing ("audio/mpeg");
  out = play_out (stream, 24000, 1, CHATTY_PLAYER_FAILED, &error);
  for (guint i = 0; i < features->len; i++)
    gst_registry_add_feature (gst_registry_get (), features->pdata[i]);
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED);
  g_assert_nonnull (strstr (error->message, "gstreamer1.0-plugins-good"));
  g_assert_cmpstr (text, ==, error->message);
  g_assert_null (chatty_voice_check_missing ("audio/mpeg"));
}

static void
test_no_device (void)
{
  g_autoptr (Sound) sound = sound_new_speech (24000, 1, 0.5);
  g_autoptr (ChattyAudioStream) stream = fed_stream ("audio/x-raw", sound, NULL, 1000);
  g_autoptr (ChattyPlayer) player = chatty_player_new ();

  g_setenv ("PULSE_SERVER", "unix:/nonexistent/pulse", TRUE);
  g_setenv ("ALSA_CONFIG_PATH", "/dev/null", TRUE);
  chatty_player_play (player, stream, NULL);
  wait_state (player, CHATTY_PLAYER_FAILED);
  g_assert_error (chatty_player_get_error (player), CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND);
  /* It can be asked for something else at once. */
  chatty_player_pause (player);
  chatty_player_resume (player);
  chatty_player_seek (player, 1);
  chatty_player_enqueue (player, stream);
  wait_state (player, CHATTY_PLAYER_FAILED);
  chatty_player_stop (player);
  g_assert_null (chatty_player_get_error (player));
}

/* Started and stopped, or dropped, at any moment. */
static void
test_many_times (void)
{
  const char *wanted = g_getenv ("CHATTY_VOICE_STARTS");
  const guint n = wanted != NULL ? (guint) g_ascii_strtoull (wanted, NULL, 10) : 60;
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_autoptr (Sound) sound = sound_new_speech (24000, 1, 0.4);
  g_autoptr (GBytes) flac = sound_encode (sound, "flacenc");
  g_autoptr (GBytes) mp3 = sound_encode (sound, LAME);
  g_autoptr (GBytes) opus = sound_encode (sound, "opusenc ! oggmux");
  const struct { const char *media_type; GBytes *bytes; } forms[] = {
    { "audio/x-raw", NULL }, { "audio/flac", flac }, { "audio/mpeg", mp3 }, { "audio/ogg", opus },
  };
  ChattyPlayer *player = chatty_player_new ();

  for (guint i = 0; i < n; i++)
    {
      const guint form = i % G_N_ELEMENTS (forms);
      g_autoptr (ChattyAudioStream) stream = chatty_audio_stream_new ();
      const gint64 until = g_get_monotonic_time () + g_rand_int_range (rand, 0, 60000);

      chatty_player_set_sink_for_tests (player, i % 2 == 0 ? "fakesink sync=true"
                                                           : "fakesink sync=false");
      chatty_player_play (player, stream, "k");
      feed (stream, forms[form].media_type, sound, 0, forms[form].bytes, 700);
      if (i % 3 != 0)
        chatty_audio_stream_end (stream, NULL);
      if (i % 5 == 0)
        chatty_player_set_speed (player, 0.5 + i % 4 * 0.5);
      if (i % 7 == 0)
        chatty_player_seek (player, 100000);
      while (g_get_monotonic_time () < until)
        if (!g_main_context_iteration (NULL, FALSE))
          g_thread_yield ();
      if (i % 4 == 1)
        chatty_player_pause (player);
      if (i % 2 == 0)
        chatty_player_stop (player);
      if (i % 10 == 9)
        {
          g_object_unref (player);
          player = chatty_player_new ();
        }
    }
  g_object_unref (player);
  wait_threads ();
}

static void
test_mp3_head (void)
{
  guint8 data[600] = { 0 };
  ChattyMp3Head head;

  /* MPEG 1, layer III, 128 kbit/s, 44,100 Hz, two channels: 417 bytes. */
  memcpy (data, "\xff\xfb\x90\x00", 4);
  memcpy (data + 36, "Xing\0\0\0\0LAME3.100", 17);
  data[36 + 8 + 21] = 0x24;
  data[36 + 8 + 22] = 0x04;
  data[36 + 8 + 23] = 0xb0;
  g_assert_false (chatty_mp3_head_read (data, 5, FALSE, &head));
  g_assert_false (chatty_mp3_head_read (data, 416, FALSE, &head));
  for (gsize length = 417; length <= sizeof data; length++)
    {
      g_assert_true (chatty_mp3_head_read (data, length, FALSE, &head));
      g_assert_cmpuint (head.sound, ==, 417);
      g_assert_cmpuint (head.begin, ==, 576 + 529);
      g_assert_cmpuint (head.end, ==, 0x4b0 - 529);
    }
  /* Nothing of the kind: all of it is sound. */
  memcpy (data + 36, "none", 4);
  g_assert_true (chatty_mp3_head_read (data, 500, FALSE, &head));
  g_assert_cmpuint (head.sound + head.begin + head.end, ==, 0);
  for (gsize length = 0; length < 40; length++)
    g_assert_true (chatty_mp3_head_read (data, length, TRUE, &head));
}

int
main (int    argc,
      char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);

  g_test_add_func ("/player/mp3-head", test_mp3_head);
  g_test_add_func ("/player/bare", test_bare);
  g_test_add_func ("/player/wav", test_wav);
  g_test_add_func ("/player/header-per-piece", test_header_per_piece);
  g_test_add_func ("/player/law", test_law);
  g_test_add_func ("/player/flac", test_flac);
  g_test_add_func ("/player/opus", test_opus);
  g_test_add_func ("/player/mp3", test_mp3);
  g_test_add_func ("/player/joined", test_joined);
  g_test_add_func ("/player/joined-rates", test_joined_rates);
  g_test_add_func ("/player/enqueue-late", test_enqueue_late);
  g_test_add_func ("/player/starts-early", test_starts_early);
  g_test_add_func ("/player/error-in-midst", test_error_in_midst);
  g_test_add_func ("/player/nothing", test_nothing);
  g_test_add_func ("/player/corrupt", test_corrupt);
  g_test_add_func ("/player/corrupt-later", test_corrupt_later);
  g_test_add_func ("/player/pause-and-seek", test_pause_and_seek);
  g_test_add_func ("/player/pause-is-exact", test_pause_is_exact);
  g_test_add_func ("/player/hear-again", test_hear_again);
  g_test_add_func ("/player/speed", test_speed);
  g_test_add_func ("/player/volume", test_volume);
  g_test_add_func ("/player/polite", test_polite);
  g_test_add_func ("/player/words", test_words);
  g_test_add_func ("/player/missing-decoder", test_missing_decoder);
  g_test_add_func ("/player/many-times", test_many_times);
  /* Last, because it takes the sound server away. */
  g_test_add_func ("/player/no-device", test_no_device);

  result = g_test_run ();
  wait_threads ();
  return result;
}
