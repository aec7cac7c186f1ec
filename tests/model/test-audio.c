/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Sound on its way: the stream that keeps it, and WAV however it is cut. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "chatty-error.h"
#include "chatty-wav.h"

static const ChattyAudioFormat MONO = { "audio/x-raw", 24000, 1, 16, 0 };

static void
add (GByteArray *out,
     const char *text,
     gsize       length)
{
  g_byte_array_append (out, (const guint8 *) text, length);
}

static void
add_number (GByteArray *out,
            guint32     value,
            guint       n_bytes)
{
  const guint8 bytes[4] = { value & 255, value >> 8 & 255, value >> 16 & 255, value >> 24 };

  g_byte_array_append (out, bytes, n_bytes);
}

typedef struct {
  guint    coding;
  guint    channels;
  guint    bits;
  guint32  riff_size;
  gint64   data_size;      /* -1 for the true one */
  guint    extra;          /* chunks before the samples */
  gboolean extensible;
  gboolean trailer;
} Shape;

static GByteArray *
make_wav (const Shape  *shape,
          const guint8 *samples,
          gsize         length)
{
  GByteArray *out = g_byte_array_new ();
  const guint frame = shape->channels * shape->bits / 8;

  add (out, "RIFF", 4);
  add_number (out, shape->riff_size, 4);
  add (out, "WAVE", 4);
  for (guint i = 0; i < shape->extra; i++)
    add (out, "LIST\3\0\0\0abc\0", 12);
  add (out, "fmt ", 4);
  add_number (out, shape->extensible ? 40 : 16, 4);
  add_number (out, shape->extensible ? 0xfffe : shape->coding, 2);
  add_number (out, shape->channels, 2);
  add_number (out, 24000, 4);
  add_number (out, 24000 * frame, 4);
  add_number (out, frame, 2);
  add_number (out, shape->bits, 2);
  if (shape->extensible)
    {
      add_number (out, 22, 2);
      add_number (out, shape->bits, 2);
      add_number (out, 0, 4);
      add_number (out, shape->coding, 2);
      add (out, "\x00\x00\x00\x00\x10\x00\x80\x00\x00\xaa\x00\x38\x9b\x71", 14);
    }
  add (out, "fact\4\0\0\0\0\0\0\0", 12);
  add (out, "data", 4);
  add_number (out, shape->data_size >= 0 ? (guint32) shape->data_size : (guint32) length, 4);
  g_byte_array_append (out, samples, length);
  if (shape->trailer)
    {
      if (length % 2 == 1)
        add_number (out, 0, 1);
      add (out, "LIST\x0c\0\0\0INFOISFT\0\0\0\0", 20);
    }
  return out;
}

static GByteArray *
read_cut (GByteArray         *wav,
          gsize               first,
          gsize               rest,
          ChattyAudioFormat  *format,
          GError            **error)
{
  g_autoptr (ChattyWavStream) stream = chatty_wav_stream_new ();
  g_autoptr (GByteArray) out = g_byte_array_new ();
  g_autoptr (GBytes) last = NULL;
  gsize n = MIN (first, wav->len);

  for (gsize at = 0; at < wav->len; at += n, n = MIN (rest, wav->len - at))
    {
      g_autoptr (GBytes) piece = g_bytes_new (wav->data + at, n);
      g_autoptr (GBytes) samples = chatty_wav_stream_push (stream, piece, error);

      if (samples == NULL)
        return NULL;
      g_byte_array_append (out, g_bytes_get_data (samples, NULL), g_bytes_get_size (samples));
    }
  last = chatty_wav_stream_end (stream);
  g_byte_array_append (out, g_bytes_get_data (last, NULL), g_bytes_get_size (last));
  g_assert_true (chatty_wav_stream_get_format (stream, format));
  return g_steal_pointer (&out);
}

static void
fill (guint8 *samples,
      gsize   length)
{
  for (gsize i = 0; i < length; i++)
    samples[i] = (guint8) (i * 37 + 11);
}

static void
test_cut_everywhere (void)
{
  static const Shape shapes[] = {
    { 1, 1, 16, 0x1000, -1, 0, FALSE, FALSE },
    { 1, 2, 16, 0, -1, 3, FALSE, TRUE },
    { 1, 1, 24, 0xffffffff, 0xffffffff, 1, TRUE, FALSE },
    { 1, 1, 32, 7, 0, 0, FALSE, FALSE },
    { 1, 1, 16, 7, 0x7fffffff, 0, FALSE, FALSE },     /* says too much */
    { 1, 1, 16, 7, 20, 0, FALSE, FALSE },             /* says too little */
    { 1, 1, 16, 7, 21, 0, FALSE, FALSE },
  };
  guint8 samples[72];

  fill (samples, sizeof samples);
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autoptr (GByteArray) wav = make_wav (&shapes[i], samples, sizeof samples);

      for (gsize cut = 1; cut <= wav->len; cut++)
        for (guint bytewise = 0; bytewise < 2; bytewise++)
          {
            g_autoptr (GError) error = NULL;
            ChattyAudioFormat format;
            g_autoptr (GByteArray) out = read_cut (wav, cut, bytewise ? 1 : cut, &format, &error);

            g_assert_no_error (error);
            g_assert_cmpmem (out->data, out->len, samples, sizeof samples);
            g_assert_cmpstr (format.media_type, ==, "audio/x-raw");
            g_assert_cmpuint (format.bits, ==, shapes[i].bits);
            g_assert_cmpuint (format.channels, ==, shapes[i].channels);
            g_assert_cmpuint (format.rate, ==, 24000);
          }
    }
}

/* Every piece is a file of its own, as Inworld's LINEAR16 is; pieces are cut
 * within a sample. */
static void
test_header_per_piece (void)
{
  static const Shape honest = { 1, 1, 16, 0, -1, 0, FALSE, FALSE };
  static const Shape lying = { 1, 1, 16, 0, 0x7fffffff, 1, FALSE, FALSE };
  guint8 samples[4000];

  fill (samples, sizeof samples);
  for (guint odd = 0; odd < 4; odd++)
    {
      const Shape *shape = odd % 2 == 0 ? &honest : &lying;
      g_autoptr (ChattyWavStream) stream = chatty_wav_stream_new ();
      g_autoptr (GByteArray) out = g_byte_array_new ();
      gsize n = odd < 2 ? 400 : 333;

      for (gsize at = 0; at < sizeof samples; at += n)
        {
          g_autoptr (GByteArray) wav = make_wav (shape, samples + at, MIN (n, sizeof samples - at));
          g_autoptr (GBytes) piece = g_bytes_new (wav->data, wav->len);
          g_autoptr (GError) error = NULL;
          g_autoptr (GBytes) got = chatty_wav_stream_push (stream, piece, &error);

          g_assert_no_error (error);
          g_byte_array_append (out, g_bytes_get_data (got, NULL), g_bytes_get_size (got));
        }
      g_assert_cmpmem (out->data, out->len, samples, sizeof samples);
    }
}

/* Two files joined without a seam, cut anywhere. */
static void
test_joined (void)
{
  static const Shape shape = { 1, 1, 16, 0, -1, 0, FALSE, TRUE };
  guint8 samples[60];
  g_autoptr (GByteArray) wav = NULL;
  g_autoptr (GByteArray) second = NULL;

  fill (samples, sizeof samples);
  wav = make_wav (&shape, samples, 30);
  second = make_wav (&shape, samples + 30, 30);
  g_byte_array_append (wav, second->data, second->len);
  for (gsize cut = 1; cut <= wav->len; cut++)
    {
      g_autoptr (GError) error = NULL;
      ChattyAudioFormat format;
      g_autoptr (GByteArray) out = read_cut (wav, cut, cut, &format, &error);

      g_assert_no_error (error);
      g_assert_cmpmem (out->data, out->len, samples, sizeof samples);
    }
}

static void
test_bare (void)
{
  static const Shape shape = { 1, 1, 16, 0, -1, 0, FALSE, FALSE };
  g_autoptr (ChattyWavStream) stream = chatty_wav_stream_new ();
  g_autoptr (GByteArray) out = g_byte_array_new ();
  guint8 samples[90];
  g_autoptr (GByteArray) wav = NULL;
  struct { const guint8 *data; gsize length; } pieces[4];

  fill (samples, sizeof samples);
  wav = make_wav (&shape, samples + 40, 50);
  pieces[0].data = samples, pieces[0].length = 17;
  pieces[1].data = samples + 17, pieces[1].length = 23;
  pieces[2].data = wav->data, pieces[2].length = 2;      /* "RI" */
  pieces[3].data = wav->data + 2, pieces[3].length = wav->len - 2;
  chatty_wav_stream_set_format (stream, &MONO);
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (GBytes) piece = g_bytes_new (pieces[i].data, pieces[i].length);
      g_autoptr (GBytes) got = chatty_wav_stream_push (stream, piece, NULL);

      g_byte_array_append (out, g_bytes_get_data (got, NULL), g_bytes_get_size (got));
    }
  g_assert_cmpmem (out->data, out->len, samples, sizeof samples);
}

static void
test_bare_law (void)
{
  static const ChattyAudioFormat law = { "audio/x-mulaw", 0, 0, 0, 0 };
  g_autoptr (ChattyWavStream) stream = chatty_wav_stream_new ();
  g_autoptr (GBytes) piece = g_bytes_new_static ("\xff\x00\x80", 3);
  g_autoptr (GBytes) got = NULL;
  ChattyAudioFormat format;

  chatty_wav_stream_set_format (stream, &law);
  got = chatty_wav_stream_push (stream, piece, NULL);
  g_assert_cmpmem (g_bytes_get_data (got, NULL), g_bytes_get_size (got),
                   "\x00\x00\x84\x82\x7c\x7d", 6);
  g_assert_true (chatty_wav_stream_get_format (stream, &format));
  g_assert_cmpuint (format.rate, ==, 8000);
}

/* "RI" at the very end is sound and not a header. */
static void
test_almost_header (void)
{
  g_autoptr (ChattyWavStream) stream = chatty_wav_stream_new ();
  g_autoptr (GBytes) piece = g_bytes_new_static ("RIFFRIFF....WAVX", 16);
  g_autoptr (GBytes) tail = g_bytes_new_static ("RI", 2);
  g_autoptr (GBytes) first = NULL;
  g_autoptr (GBytes) second = NULL;
  g_autoptr (GBytes) last = NULL;

  chatty_wav_stream_set_format (stream, &MONO);
  first = chatty_wav_stream_push (stream, piece, NULL);
  second = chatty_wav_stream_push (stream, tail, NULL);
  last = chatty_wav_stream_end (stream);
  g_assert_cmpuint (g_bytes_get_size (first), ==, 16);
  g_assert_cmpuint (g_bytes_get_size (second), ==, 0);
  g_assert_cmpmem (g_bytes_get_data (last, NULL), g_bytes_get_size (last), "RI", 2);
}

static gint16
sample_at (GByteArray *out,
           guint       nth)
{
  return (gint16) (out->data[2 * nth] | out->data[2 * nth + 1] << 8);
}

/* Values of ITU-T G.711, tables 1a to 2b, at the size of 16 bits. */
static void
test_codings (void)
{
  static const struct {
    Shape       shape;
    const char *bytes;
    gint16      values[4];
  } cases[] = {
    { { 1, 1, 8, 0, -1, 0, FALSE, FALSE }, "\x80\x00\xff\x81", { 0, -32768, 32512, 256 } },
    { { 7, 1, 8, 0, -1, 0, FALSE, FALSE }, "\xff\x00\x80\x7f", { 0, -32124, 32124, 0 } },
    { { 6, 1, 8, 0, -1, 0, TRUE, FALSE }, "\xd5\x2a\xaa\x55", { 8, -32256, 32256, -8 } },
  };
  static const float floats[] = { 0.0f, 0.5f, -2.0f, NAN };
  static const Shape float_shape = { 3, 1, 32, 0, -1, 0, FALSE, FALSE };
  static const gint32 integers[] = { 0, 1 << 30, G_MININT32, 0 };
  g_autoptr (GByteArray) float_wav = NULL;
  g_autoptr (GByteArray) float_out = NULL;
  g_autoptr (GError) failure = NULL;
  ChattyAudioFormat format;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GByteArray) wav = make_wav (&cases[i].shape, (const guint8 *) cases[i].bytes, 4);
      g_autoptr (GError) error = NULL;
      g_autoptr (GByteArray) out = read_cut (wav, 5, 3, &format, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (format.bits, ==, 16);
      g_assert_cmpuint (out->len, ==, 8);
      for (guint nth = 0; nth < 4; nth++)
        g_assert_cmpint (sample_at (out, nth), ==, cases[i].values[nth]);
    }
  float_wav = make_wav (&float_shape, (const guint8 *) floats, sizeof floats);
  float_out = read_cut (float_wav, 7, 3, &format, &failure);
  g_assert_no_error (failure);
  g_assert_cmpuint (format.bits, ==, 32);
  g_assert_cmpmem (float_out->data, float_out->len, integers, sizeof integers);
}

static void
test_refused (void)
{
  static const Shape shapes[] = {
    { 2, 1, 16, 0, -1, 0, FALSE, FALSE },       /* ADPCM */
    { 3, 1, 64, 0, -1, 0, FALSE, FALSE },
    { 1, 0, 16, 0, -1, 0, FALSE, FALSE },
    { 1, 9, 16, 0, -1, 0, FALSE, FALSE },
    { 1, 1, 12, 0, -1, 0, FALSE, FALSE },
    { 0x55, 1, 16, 0, -1, 0, FALSE, FALSE },    /* MP3 in WAV */
  };
  static const struct { const char *bytes; gsize length; } texts[] = {
    { "ID3 and so on", 13 },
    { "RIFF\0\0\0\0AVI LIST", 16 },
    { "RIFF\0\0\0\0WAVEdata\4\0\0\0abcd", 24 },             /* no format */
    { "RIFF\0\0\0\0WAVEfmt \4\0\0\0abcd", 24 },
    { "RIFF\0\0\0\0WAVELIST\xff\xff\xff\xff""abcd", 24 },   /* would swallow all */
  };
  guint8 samples[16] = { 0 };
  ChattyAudioFormat format;

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autoptr (GByteArray) wav = make_wav (&shapes[i], samples, sizeof samples);
      g_autoptr (GError) error = NULL;

      g_assert_null (read_cut (wav, 3, 5, &format, &error));
      g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
    }
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GByteArray) wav = g_byte_array_new ();
      g_autoptr (GError) error = NULL;

      add (wav, texts[i].bytes, texts[i].length);
      g_assert_null (read_cut (wav, 3, 5, &format, &error));
      g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
    }
}

static void
test_read_format (void)
{
  static const Shape shape = { 7, 1, 8, 0, -1, 2, FALSE, FALSE };
  guint8 samples[16] = { 0 };
  g_autoptr (GByteArray) wav = make_wav (&shape, samples, sizeof samples);
  const gsize head = wav->len - sizeof samples;
  ChattyAudioFormat format;

  for (gsize length = 0; length <= wav->len; length++)
    {
      g_autoptr (GBytes) cut = g_bytes_new (wav->data, length);

      g_assert_cmpint (chatty_wav_read_format (cut, &format), ==, length >= head);
    }
  /* The file's own bits, not those that its samples become. */
  g_assert_cmpuint (format.bits, ==, 8);
  g_assert_cmpuint (format.rate, ==, 24000);
  g_assert_cmpstr (format.media_type, ==, "audio/wav");
}

static void
test_make (void)
{
  for (gsize length = 0; length <= 3; length++)
    {
      g_autoptr (GBytes) samples = g_bytes_new_static ("abcdef", 2 * length);
      g_autoptr (GBytes) wav = chatty_wav_make (&MONO, samples);
      g_autoptr (ChattyWavStream) stream = chatty_wav_stream_new ();
      g_autoptr (GBytes) back = NULL;

      back = chatty_wav_stream_push (stream, wav, NULL);
      g_assert_true (g_bytes_equal (back, samples));
      g_assert_cmpuint (g_bytes_get_size (wav), ==, 44 + 2 * length);
    }
}

static void
count_cb (ChattyAudioStream *stream,
          guint             *count)
{
  /* No lock is held: this would hang. */
  g_assert_cmpuint (chatty_audio_stream_get_n_chunks (stream), <, 100);
  (*count)++;
}

static void
test_stream (void)
{
  g_autoptr (ChattyAudioStream) stream = chatty_audio_stream_new ();
  g_autoptr (GBytes) one = g_bytes_new_static ("1", 1);
  g_autoptr (GBytes) none = g_bytes_new_static ("", 0);
  g_autoptr (GBytes) back = NULL;
  g_autoptr (GError) error = g_error_new_literal (CHATTY_ERROR, CHATTY_ERROR_SERVER, "no");
  g_autoptr (GError) told = NULL;
  char type[] = "audio/mpeg";
  ChattyAudioFormat given = { type, 0, 0, 0, 3 };
  ChattyAudioFormat format;
  guint count = 0;

  g_signal_connect (stream, "grown", G_CALLBACK (count_cb), &count);
  chatty_audio_stream_append (stream, &given, none);
  g_assert_cmpuint (count, ==, 0);
  chatty_audio_stream_append (stream, &given, one);
  memset (type, 'x', sizeof type - 1);
  g_assert_cmpuint (count, ==, 1);
  back = chatty_audio_stream_dup_chunk (stream, 0, &format);
  g_assert_true (back == one);
  g_assert_cmpstr (format.media_type, ==, "audio/mpeg");
  g_assert_cmpuint (format.segment, ==, 3);
  g_assert_null (chatty_audio_stream_dup_chunk (stream, 1, &format));
  g_assert_false (chatty_audio_stream_is_ended (stream));

  chatty_audio_stream_end (stream, error);
  chatty_audio_stream_end (stream, NULL);
  chatty_audio_stream_append (stream, &MONO, one);
  g_assert_cmpuint (count, ==, 2);
  g_assert_true (chatty_audio_stream_is_ended (stream));
  g_assert_cmpuint (chatty_audio_stream_get_n_chunks (stream), ==, 1);
  g_assert_cmpuint (chatty_audio_stream_get_size (stream), ==, 1);
  told = chatty_audio_stream_dup_error (stream);
  g_assert_error (told, CHATTY_ERROR, CHATTY_ERROR_SERVER);
}

static void
test_stream_bound (void)
{
  g_autoptr (ChattyAudioStream) stream = chatty_audio_stream_new ();
  g_autofree char *block = g_malloc0 (CHATTY_AUDIO_MAX_BYTES / 4);
  g_autoptr (GBytes) bytes = g_bytes_new_static (block, CHATTY_AUDIO_MAX_BYTES / 4);
  g_autoptr (GBytes) one = g_bytes_new_static ("1", 1);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 4; i++)
    chatty_audio_stream_append (stream, &MONO, bytes);
  g_assert_false (chatty_audio_stream_is_ended (stream));
  chatty_audio_stream_append (stream, &MONO, one);
  g_assert_true (chatty_audio_stream_is_ended (stream));
  g_assert_cmpuint (chatty_audio_stream_get_n_chunks (stream), ==, 4);
  error = chatty_audio_stream_dup_error (stream);
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE);
}

static void
test_words (void)
{
  const ChattyWordTime given[] = {
    { (char *) "Hello", 0.1, 0.4 }, { NULL, 1, 2 }, { (char *) "x", NAN, 2 },
    { (char *) "w\xff", -1, -2 }, { (char *) "y", 1, INFINITY },
  };
  g_autoptr (ChattyAudioStream) stream = chatty_audio_stream_new ();
  g_autoptr (GArray) words = NULL;
  const ChattyWordTime *word;

  /* Late words belong to what is over. */
  chatty_audio_stream_end (stream, NULL);
  chatty_audio_stream_append_words (stream, given, G_N_ELEMENTS (given));
  words = chatty_audio_stream_dup_words (stream);
  g_assert_cmpuint (words->len, ==, 2);
  word = &g_array_index (words, ChattyWordTime, 0);
  g_assert_cmpstr (word->word, ==, "Hello");
  g_assert_cmpfloat (word->end, ==, 0.4);
  word = &g_array_index (words, ChattyWordTime, 1);
  g_assert_true (g_utf8_validate (word->word, -1, NULL));
  g_assert_cmpfloat (word->start, ==, 0);
  g_assert_cmpfloat (word->end, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/audio/wav/cut-everywhere", test_cut_everywhere);
  g_test_add_func ("/audio/wav/header-per-piece", test_header_per_piece);
  g_test_add_func ("/audio/wav/joined", test_joined);
  g_test_add_func ("/audio/wav/bare", test_bare);
  g_test_add_func ("/audio/wav/bare-law", test_bare_law);
  g_test_add_func ("/audio/wav/almost-header", test_almost_header);
  g_test_add_func ("/audio/wav/codings", test_codings);
  g_test_add_func ("/audio/wav/refused", test_refused);
  g_test_add_func ("/audio/wav/read-format", test_read_format);
  g_test_add_func ("/audio/wav/make", test_make);
  g_test_add_func ("/audio/stream", test_stream);
  g_test_add_func ("/audio/stream/bound", test_stream_bound);
  g_test_add_func ("/audio/words", test_words);

  return g_test_run ();
}
