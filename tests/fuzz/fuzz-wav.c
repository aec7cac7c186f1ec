/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* WAV as it comes: whatever comes and however it is cut, whole frames within
 * the bounds come out; and the same ones where only the first piece can hold
 * a header. */

#include "config.h"

#include <string.h>

#include "chatty-error.h"
#include "chatty-wav.h"
#include "fuzz.h"

/* The input's seeds are texts: no zero byte in them. So each byte 0x01 of an
 * input is taken for a zero where the first byte of the input is odd. */
#define HEAD(coding, channels, bits) \
  "\x03" "RIFF\x40\x01\x01\x01WAVE" "fmt \x10\x01\x01\x01" coding channels \
  "\x40\x1f\x01\x01\x80\x3e\x01\x01\x02\x01" bits

const char * const chatty_fuzz_seeds[] = {
  "\x03" "RIFF\x40\x01\x01\x01WAVE" "JUNK\x05\x01\x01\x01" "abcde\x01"
  "fmt \x10\x01\x01\x01\x06\x01\x02\x01\x40\x1f\x01\x01\x80\x3e\x01\x01\x02\x01\x08\x01"
  "data\x08\x01\x01\x01" "abcdefgh" "LIST\x04\x01\x01\x01INFO",
  HEAD ("\x03\x01", "\x02\x01", "\x20\x01") "data\xff\xff\xff\xff" "some samples of sound",
  HEAD ("\x07\x01", "\x03\x01", "\x08\x01") "data\x07\x01\x01\x01" "abcdefg" "RIFF\x40\x01\x01\x01WAVE",
  "\x03" "RIFF....WAVEfmt \x28\x01\x01\x01\xfe\xff\x02\x01\x40\x1f\x01\x01................\x06\x01"
  "................data\x04\x01\x01\x01" "abcdef",
  "\x02" "bare samples",
  NULL,
};

const char * const chatty_fuzz_tokens[] = {
  "RIFF", "RIFF\x01\x01\x01\x01WAVE", "RI", "WAVE", "fmt ", "\x10\x01\x01\x01", "data", "LIST", "id3 ",
  "\xff\xff\xff\xff", "\x01\x01\x01\x01", "\x08\x01", "\x10\x01", "\x18\x01", "\x20\x01", "\xfe\xff",
  NULL,
};

static GByteArray *
read_pieces (const guint8 *data,
             gsize         size,
             gsize         first,
             gsize         rest,
             gboolean      bare)
{
  static const ChattyAudioFormat raw = { "audio/x-raw", 8000, 1, 16 };
  g_autoptr (ChattyWavStream) stream = chatty_wav_stream_new ();
  g_autoptr (GByteArray) out = g_byte_array_new ();
  g_autoptr (GBytes) last = NULL;

  if (bare)
    chatty_wav_stream_set_format (stream, &raw);
  for (gsize at = 0, n = MIN (first, size); at < size; at += n, n = MIN (rest, size - at))
    {
      g_autoptr (GBytes) piece = g_bytes_new (data + at, n);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) samples = chatty_wav_stream_push (stream, piece, &error);
      ChattyAudioFormat format;

      g_assert_true ((samples == NULL) == (error != NULL));
      if (samples == NULL)
        {
          g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
          return g_steal_pointer (&out);
        }
      if (!chatty_wav_stream_get_format (stream, &format))
        g_assert_cmpuint (g_bytes_get_size (samples), ==, 0);
      else
        {
          g_assert_true (format.channels >= 1 && format.channels <= 8);
          g_assert_true (format.bits == 16 || format.bits == 24 || format.bits == 32);
          g_assert_cmpuint (g_bytes_get_size (samples) % (format.channels * format.bits / 8), ==,
                            0);
        }
      g_byte_array_append (out, g_bytes_get_data (samples, NULL), g_bytes_get_size (samples));
    }
  last = chatty_wav_stream_end (stream);
  g_byte_array_append (out, g_bytes_get_data (last, NULL), g_bytes_get_size (last));
  g_assert_cmpuint (out->len, <=, 2 * size + 64);
  return g_steal_pointer (&out);
}

static guint
count_riff (const guint8 *data,
            gsize         size)
{
  guint n = 0;

  for (gsize i = 0; i + 4 <= size; i++)
    n += memcmp (data + i, "RIFF", 4) == 0;
  return n;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree guint8 *input = NULL;
  g_autoptr (GByteArray) whole = NULL;
  g_autoptr (GByteArray) two = NULL;
  g_autoptr (GByteArray) each = NULL;
  g_autoptr (GBytes) bytes = NULL;
  ChattyAudioFormat format;
  const gboolean bare = size > 0 && (data[0] & 2) == 0;

  if (size < 2)
    return 0;
  input = g_memdup2 (data + 1, size - 1);
  size--;
  for (gsize i = 0; (data[0] & 1) != 0 && i < size; i++)
    if (input[i] == 1)
      input[i] = 0;
  whole = read_pieces (input, size, size, size, bare);
  two = read_pieces (input, size, data[0] % 97 + 1, size, bare);
  each = read_pieces (input, size, 1, 1, bare);
  bytes = g_bytes_new (input, size);
  chatty_wav_read_format (bytes, &format);

  /* Else what looks like a header is one only where a piece begins. */
  if (count_riff (input, size) == (memcmp (input, "RIFF", MIN (size, 4)) == 0 && size >= 4) &&
      chatty_wav_read_format (bytes, &format))
    {
      g_assert_cmpmem (whole->data, whole->len, two->data, two->len);
      g_assert_cmpmem (whole->data, whole->len, each->data, each->len);
    }
  return 0;
}
