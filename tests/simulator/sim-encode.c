/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* Sound at the rate and in the encoding that was asked for. Whatever is
 * compressed is made by GStreamer, as a process of its own. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "sim-sound.h"

#include <math.h>
#include <string.h>

/* Half the width of the filter, in samples of the slower of both rates. */
#define WIDTH 12

static guint
greatest_divisor (guint a,
                  guint b)
{
  while (b != 0)
    {
      guint rest = a % b;

      a = b;
      b = rest;
    }
  return a;
}

/* A windowed sinc @x samples of the slower rate away. */
static double
weigh (double x,
       double cutoff)
{
  if (fabs (x) >= WIDTH)
    return 0;
  return cutoff * (fabs (x) < 1e-9 ? 1.0 : sin (G_PI * x) / (G_PI * x))
         * (0.5 + 0.5 * cos (G_PI * x / WIDTH));
}

/* Nothing is added above what was there. Where the samples of the new rate fall
 * between those of the old one repeats, so the weights are made once. */
GBytes *
sim_sound_resample (GBytes *samples,
                    guint   rate)
{
  gsize size;
  const gint16 *in = g_bytes_get_data (samples, &size);
  gint64 n_in = size / 2;
  gint64 n_out = n_in * rate / SIM_SOUND_RATE;
  guint divisor = greatest_divisor (rate, SIM_SOUND_RATE);
  guint n_phases = rate / divisor;
  guint step = SIM_SOUND_RATE / divisor;
  double cutoff = MIN (1.0, (double) rate / SIM_SOUND_RATE);
  gint64 reach = (gint64) ceil (WIDTH / cutoff);
  g_autofree float *weights = NULL;
  gint16 *out;

  if (rate == SIM_SOUND_RATE)
    return g_bytes_ref (samples);
  weights = g_new (float, n_phases * 2 * reach);
  for (guint phase = 0; phase < n_phases; phase++)
    for (gint64 tap = 0; tap < 2 * reach; tap++)
      weights[phase * 2 * reach + tap] =
        weigh ((tap - reach + 1 - (double) phase / n_phases) * cutoff, cutoff);
  out = g_new (gint16, n_out + 1);
  for (gint64 i = 0; i < n_out; i++)
    {
      gint64 from = i * step / n_phases - reach + 1;
      const float *taps = weights + i * step % n_phases * 2 * reach;
      float sum = 0;

      for (gint64 tap = MAX (0, -from); tap < 2 * reach && from + tap < n_in; tap++)
        sum += GINT16_FROM_LE (in[from + tap]) * taps[tap];
      out[i] = GINT16_TO_LE ((gint16) CLAMP (lrintf (sum), G_MININT16, G_MAXINT16));
    }
  return g_bytes_new_take (out, n_out * 2);
}

/* G.711. */
static guint8
to_alaw (gint16 sample)
{
  int value = sample >> 3;
  int mask = 0xd5;
  int segment = 0;

  if (value < 0)
    {
      mask = 0x55;
      value = -value - 1;
    }
  while (segment < 8 && value > (0x20 << segment) - 1)
    segment++;
  if (segment == 0)
    return ((value >> 1) & 0x0f) ^ mask;
  return ((segment << 4) | ((value >> segment) & 0x0f)) ^ mask;
}

static guint8
to_mulaw (gint16 sample)
{
  int value = sample < 0 ? MIN (-(int) sample, 32635) : MIN (sample, 32635);
  int segment = 0;

  value += 132;
  while (segment < 7 && value >= (256 << segment))
    segment++;
  return ~((sample < 0 ? 0x80 : 0) | (segment << 4) | ((value >> (segment + 3)) & 0x0f));
}

static GBytes *
companded (GBytes   *samples,
           gboolean  alaw)
{
  gsize size;
  const gint16 *in = g_bytes_get_data (samples, &size);
  guint8 *out = g_malloc (size / 2 + 1);

  for (gsize i = 0; i < size / 2; i++)
    {
      gint16 sample = GINT16_FROM_LE (in[i]);

      out[i] = alaw ? to_alaw (sample) : to_mulaw (sample);
    }
  return g_bytes_new_take (out, size / 2);
}

static GBytes *
compressed (GBytes       *samples,
            guint         rate,
            SimEncoding   encoding,
            guint         bit_rate,
            GCancellable *cancellable)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_auto (GStrv) argv = NULL;
  g_autoptr (GSubprocess) process = NULL;
  GBytes *output = NULL;

  g_string_append_printf (line,
                          "timeout 30 gst-launch-1.0 -q fdsrc fd=0 ! rawaudioparse use-sink-caps="
                          "false format=pcm pcm-format=s16le sample-rate=%u num-channels=1 ! "
                          "audioconvert ! audioresample ! ", rate);
  if (encoding == SIM_MP3)
    g_string_append_printf (line, "lamemp3enc target=bitrate cbr=true bitrate=%u",
                            CLAMP (bit_rate / 1000, 8, 320));
  else if (encoding == SIM_OGG_OPUS)
    /* Pages as short as one who streams makes them. */
    g_string_append_printf (line, "opusenc bitrate=%u ! oggmux max-page-delay=100000000 "
                            "max-delay=100000000",
                            CLAMP (bit_rate, 6000, 510000));
  else
    g_string_append (line, "flacenc");
  g_string_append (line, " ! fdsink fd=1");
  argv = g_strsplit (line->str, " ", -1);
  process = g_subprocess_newv ((const char *const *) argv,
                               G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE
                               | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL);
  if (process == NULL
      || !g_subprocess_communicate (process, samples, cancellable, &output, NULL, NULL)
      || !g_subprocess_get_successful (process) || g_bytes_get_size (output) == 0)
    g_clear_pointer (&output, g_bytes_unref);
  return output;
}

/* Returns: (transfer full) (nullable): bare samples for the encodings that
 *   have them, a whole file for the others; %NULL where GStreamer or a part of
 *   it is missing */
GBytes *
sim_sound_encode (GBytes       *samples,
                  guint         rate,
                  SimEncoding   encoding,
                  guint         bit_rate,
                  GCancellable *cancellable)
{
  switch (encoding)
    {
    case SIM_ALAW:
    case SIM_MULAW:
      return companded (samples, encoding == SIM_ALAW);
    case SIM_MP3:
    case SIM_OGG_OPUS:
    case SIM_FLAC:
      return compressed (samples, rate, encoding, bit_rate, cancellable);
    case SIM_LINEAR16:
    case SIM_WAV:
    case SIM_PCM:
    default:
      return g_bytes_ref (samples);
    }
}

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

/* @extra: also a RIFF chunk of odd length that players have to pass over. */
void
sim_sound_header (GByteArray *wav,
                  guint       rate,
                  guint32     riff_length,
                  guint32     data_length,
                  gboolean    extra)
{
  g_byte_array_append (wav, (const guint8 *) "RIFF", 4);
  append_le (wav, riff_length, 4);
  g_byte_array_append (wav, (const guint8 *) "WAVEfmt ", 8);
  append_le (wav, 16, 4);
  append_le (wav, 1, 2);            /* PCM */
  append_le (wav, 1, 2);            /* one channel */
  append_le (wav, rate, 4);
  append_le (wav, rate * 2, 4);
  append_le (wav, 2, 2);
  append_le (wav, 16, 2);
  if (extra)
    {
      g_byte_array_append (wav, (const guint8 *) "LIST", 4);
      append_le (wav, 7, 4);
      /* Padded to an even length. */
      g_byte_array_append (wav, (const guint8 *) "INFOdat", 8);
    }
  g_byte_array_append (wav, (const guint8 *) "data", 4);
  append_le (wav, data_length, 4);
}
