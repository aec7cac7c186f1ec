/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* A little over 600 lines: every coding of samples has its few, and what is read
 * piece by piece is one machine of states. */

#include "config.h"

#define G_LOG_DOMAIN "chatty-model"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-wav.h"

/* A chunk beside the samples that says it is longer than this lies: pictures
 * and cue lists are far smaller, and skipping would swallow the speech. */
#define MAX_CHUNK (1024 * 1024)

#define RIFF_HEAD 12
#define MAX_FMT 40
#define MAX_CHANNELS 8

typedef enum {
  STAGE_START,     /* a RIFF header must come */
  STAGE_CHUNK,     /* the head of a RIFF chunk must come */
  STAGE_FMT,
  STAGE_SKIP,
  STAGE_DATA,
  STAGE_AFTER,     /* what the header called the samples is over */
} Stage;

typedef enum {
  CODING_PCM = 1,
  CODING_FLOAT = 3,
  CODING_ALAW = 6,
  CODING_MULAW = 7,
  CODING_EXTENSIBLE = 0xfffe,
} Coding;

/* What the samples in the file are. */
typedef struct {
  guint coding;
  guint channels;
  guint rate;
  guint bits;
} Layout;

/**
 * ChattyWavStream:
 *
 * Reads WAV as it comes: a header on the first piece, on each piece, or in
 * the midst of one; cut anywhere. Not for several threads at once.
 */
struct _ChattyWavStream {
  Stage       stage;
  Stage       after_skip;
  Layout      layout;
  gboolean    described;         /* by this header */
  gboolean    known;             /* the layout is of use */
  gboolean    odd;               /* the samples' length was: a byte may follow */
  guint64     left;              /* of what is skipped or of the samples */
  guint       fmt_size;
  GByteArray *held;              /* cannot be told yet */
  guint8      carry[MAX_CHANNELS * 4];
  guint       n_carry;           /* the beginning of a frame */
};

static guint
read_le (const guint8 *bytes,
         guint         n_bytes)
{
  guint value = 0;

  for (guint i = n_bytes; i > 0; i--)
    value = value << 8 | bytes[i - 1];
  return value;
}

static guint
frame_size (const Layout *layout)
{
  return layout->channels * layout->bits / 8;
}

static gboolean
refuse (GError **error)
{
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                       _("The speech is no WAV file of samples that can be played"));
  return FALSE;
}

typedef enum {
  MATCH_NO,
  MATCH_MAYBE,
  MATCH_RIFF,
  MATCH_TRAILER,
} Match;

/* Whether a file begins at @data, or, with @trailers, a chunk that often
 * follows the samples. */
static Match
match_header (const guint8 *data,
              gsize         length,
              gboolean      trailers)
{
  static const char ids[][5] = { "LIST", "INFO", "id3 ", "ID3 ", "bext", "fact", "cue ", "smpl",
                                 "inst", "JUNK", "junk", "PAD ", "PEAK", "iXML", "_PMX", "afsp",
                                 "acid" };
  const gsize riff = MIN (length, 4);
  Match match = MATCH_NO;

  if (memcmp (data, "RIFF", riff) == 0 &&
      (length <= 8 || memcmp (data + 8, "WAVE", MIN (length - 8, 4)) == 0))
    return length >= RIFF_HEAD ? MATCH_RIFF : MATCH_MAYBE;
  for (gsize i = 0; trailers && i < G_N_ELEMENTS (ids); i++)
    if (memcmp (data, ids[i], riff) == 0)
      {
        if (length < 8)
          match = MATCH_MAYBE;
        else if (read_le (data + 4, 4) <= MAX_CHUNK)
          match = MATCH_TRAILER;
      }
  return match;
}

static gint16
from_alaw (guint8 code)
{
  int value;
  guint segment;

  code ^= 0x55;
  segment = (code & 0x70) >> 4;
  value = ((code & 0x0f) << 4) + 8;
  if (segment > 0)
    value = (value + 0x100) << (segment - 1);
  return code & 0x80 ? value : -value;
}

static gint16
from_mulaw (guint8 code)
{
  int value;

  code = ~code;
  value = ((((code & 0x0f) << 3) + 0x84) << ((code & 0x70) >> 4)) - 0x84;
  return code & 0x80 ? -value : value;
}

static gint32
from_float (const guint8 *bytes)
{
  guint32 raw = read_le (bytes, 4);
  float value;
  double scaled;

  memcpy (&value, &raw, sizeof value);
  scaled = isnan (value) ? 0 : (double) value * 2147483648.0;
  return (gint32) CLAMP (scaled, -2147483648.0, 2147483647.0);
}

static void
add_le (GByteArray *out,
        guint32     value,
        guint       n_bytes)
{
  guint8 bytes[4] = { value & 255, value >> 8 & 255, value >> 16 & 255, value >> 24 };

  g_byte_array_append (out, bytes, n_bytes);
}

/* Whole frames of the file to the samples that we give. */
static void
convert (const Layout *layout,
         const guint8 *data,
         gsize         length,
         GByteArray   *out)
{
  if (layout->coding == CODING_PCM && layout->bits > 8)
    g_byte_array_append (out, data, length);
  else if (layout->coding == CODING_FLOAT)
    for (gsize i = 0; i + 4 <= length; i += 4)
      add_le (out, (guint32) from_float (data + i), 4);
  else
    for (gsize i = 0; i < length; i++)
      add_le (out,
              layout->coding == CODING_ALAW ? (guint16) from_alaw (data[i]) :
              layout->coding == CODING_MULAW ? (guint16) from_mulaw (data[i])
                                             : (guint16) ((data[i] - 128) * 256), 2);
}

static void
emit (ChattyWavStream *self,
      const guint8    *data,
      gsize            length,
      GByteArray      *out)
{
  const guint frame = frame_size (&self->layout);
  gsize whole;

  if (self->n_carry > 0)
    {
      const gsize missing = MIN (frame - self->n_carry, length);

      /* At the end there is nothing more, not even a place of it. */
      if (missing > 0)
        memcpy (self->carry + self->n_carry, data, missing);
      self->n_carry += missing;
      data += missing;
      length -= missing;
      if (self->n_carry < frame)
        return;
      convert (&self->layout, self->carry, frame, out);
      self->n_carry = 0;
    }
  whole = length - length % frame;
  convert (&self->layout, data, whole, out);
  if (length > whole)
    memcpy (self->carry, data + whole, length - whole);
  self->n_carry = length - whole;
}

static gboolean
is_good_layout (const Layout *layout)
{
  if (layout->channels < 1 || layout->channels > MAX_CHANNELS || layout->rate < 1000 ||
      layout->rate > 384000)
    return FALSE;
  switch (layout->coding)
    {
    case CODING_PCM:
      return layout->bits == 8 || layout->bits == 16 || layout->bits == 24 || layout->bits == 32;
    case CODING_FLOAT:
      return layout->bits == 32;
    case CODING_ALAW:
    case CODING_MULAW:
      return layout->bits == 8;
    default:
      return FALSE;
    }
}

/* @data: the first bytes of the "fmt " chunk, @length of them */
static gboolean
read_fmt (ChattyWavStream  *self,
          const guint8     *data,
          gsize             length,
          gboolean          mid_piece,
          GError          **error)
{
  Layout layout = { read_le (data, 2), read_le (data + 2, 2), read_le (data + 4, 4),
                    read_le (data + 14, 2) };

  /* The first two bytes of the sub-format are the coding. */
  if (layout.coding == CODING_EXTENSIBLE && length >= 26)
    layout.coding = read_le (data + 24, 2);
  if (!is_good_layout (&layout))
    return refuse (error);
  if (self->known && memcmp (&layout, &self->layout, sizeof layout) != 0)
    {
      /* One piece is of one format. */
      if (mid_piece)
        return refuse (error);
      self->n_carry = 0;
    }
  self->layout = layout;
  self->described = self->known = TRUE;
  return TRUE;
}

static gboolean
read_chunk_head (ChattyWavStream  *self,
                 const guint8     *head,
                 GError          **error)
{
  const guint size = read_le (head + 4, 4);

  if (memcmp (head, "data", 4) == 0)
    {
      if (!self->described)
        return refuse (error);
      self->left = size == 0 || size == G_MAXUINT32 ? G_MAXUINT64 : size;
      self->odd = size % 2 == 1;
      self->stage = STAGE_DATA;
      return TRUE;
    }
  if (size > MAX_CHUNK)
    return refuse (error);
  if (memcmp (head, "fmt ", 4) == 0)
    {
      if (size < 16)
        return refuse (error);
      self->fmt_size = size;
      self->stage = STAGE_FMT;
      return TRUE;
    }
  self->left = size + size % 2;
  self->after_skip = STAGE_CHUNK;
  self->stage = STAGE_SKIP;
  return TRUE;
}

/* What follows the samples: nothing, another file, a chunk, or more samples
 * because the length was a lie. Returns how much of it was used, or -1 when
 * more must come to tell. */
static gssize
read_after (ChattyWavStream *self,
            const guint8    *data,
            gsize            length)
{
  /* An odd length is filled up with a zero, and often it is not. */
  const guint tries = self->odd && data[0] == 0 ? 2 : 1;
  gboolean maybe = FALSE;

  for (guint at = 0; at < tries; at++)
    {
      const Match match = at < length ? match_header (data + at, length - at, TRUE) : MATCH_MAYBE;

      if (match == MATCH_RIFF)
        {
          self->stage = STAGE_START;
          return at;
        }
      if (match == MATCH_TRAILER)
        {
          const guint size = read_le (data + at + 4, 4);

          self->left = size + size % 2;
          self->odd = FALSE;
          self->after_skip = STAGE_AFTER;
          self->stage = STAGE_SKIP;
          return at + 8;
        }
      maybe |= match == MATCH_MAYBE;
    }
  if (maybe)
    return -1;
  self->left = G_MAXUINT64;
  self->stage = STAGE_DATA;
  return 0;
}

/* One step. Returns how much it used; 0 together with the same stage when
 * more must come; -1 with @error set. */
static gssize
step (ChattyWavStream  *self,
      const guint8     *data,
      gsize             length,
      gboolean          mid_piece,
      GError          **error)
{
  gsize used;

  switch (self->stage)
    {
    case STAGE_START:
      switch (match_header (data, length, FALSE))
        {
        case MATCH_RIFF:
          self->described = FALSE;
          self->stage = STAGE_CHUNK;
          return RIFF_HEAD;
        case MATCH_MAYBE:
          return 0;
        default:
          refuse (error);
          return -1;
        }
    case STAGE_CHUNK:
      if (length < 8)
        return 0;
      return read_chunk_head (self, data, error) ? 8 : -1;
    case STAGE_FMT:
      used = MIN (self->fmt_size, MAX_FMT);
      if (length < used)
        return 0;
      if (!read_fmt (self, data, used, mid_piece, error))
        return -1;
      self->left = self->fmt_size - used + self->fmt_size % 2;
      self->after_skip = STAGE_CHUNK;
      self->stage = STAGE_SKIP;
      return used;
    case STAGE_SKIP:
      used = MIN (self->left, length);
      self->left -= used;
      if (self->left == 0)
        self->stage = self->after_skip;
      return used;
    default:
      g_assert_not_reached ();
    }
}

/* @begin: where the new piece begins in @data; before it is what was held */
static gboolean
parse (ChattyWavStream  *self,
       const guint8     *data,
       gsize             length,
       gsize             begin,
       GByteArray       *out,
       GError          **error)
{
  gsize at = 0;

  while (at < length || (self->stage == STAGE_SKIP && self->left == 0))
    {
      const Stage stage = self->stage;
      gssize used;

      if (stage == STAGE_DATA)
        {
          const gsize stop = at < begin ? begin : length;

          if (out == NULL)
            return TRUE;
          if (at == 0 || at == begin)
            switch (match_header (data + at, length - at, FALSE))
              {
              case MATCH_RIFF:
                self->stage = STAGE_START;
                continue;
              case MATCH_MAYBE:
                g_byte_array_append (self->held, data + at, length - at);
                return TRUE;
              default:
                break;
              }
          used = MIN (self->left, stop - at);
          emit (self, data + at, used, out);
          if (self->left != G_MAXUINT64)
            self->left -= used;
          if (self->left == 0)
            self->stage = STAGE_AFTER;
          at += used;
          continue;
        }
      if (stage == STAGE_AFTER)
        used = read_after (self, data + at, length - at);
      else
        {
          used = step (self, data + at, length - at, out != NULL && out->len > 0, error);
          if (used < 0)
            return FALSE;
        }
      if (used < 0 || (used == 0 && self->stage == stage))
        {
          g_byte_array_append (self->held, data + at, length - at);
          return TRUE;
        }
      at += used;
    }
  return TRUE;
}

/**
 * chatty_wav_stream_new:
 *
 * Returns: (transfer full): one that wants a header first
 */
ChattyWavStream *
chatty_wav_stream_new (void)
{
  ChattyWavStream *self = g_new0 (ChattyWavStream, 1);

  self->held = g_byte_array_new ();
  return self;
}

void
chatty_wav_stream_free (ChattyWavStream *self)
{
  g_byte_array_unref (self->held);
  g_free (self);
}

/**
 * chatty_wav_stream_set_format:
 * @format: "audio/x-raw" with its rate, channels and 16, 24 or 32 bits, or
 *   "audio/x-alaw" or "audio/x-mulaw", by default one channel of 8,000 Hz
 *
 * Takes bare samples of @format until a header says something else: some
 * platforms put headers where their documents promise none. Does nothing when
 * @format is none that can be played; then a header is needed.
 */
void
chatty_wav_stream_set_format (ChattyWavStream         *self,
                              const ChattyAudioFormat *format)
{
  Layout layout = { CODING_PCM, format->channels, format->rate, format->bits };

  if (!g_str_equal (format->media_type, "audio/x-raw"))
    {
      layout.coding = g_str_equal (format->media_type, "audio/x-alaw") ? CODING_ALAW : CODING_MULAW;
      layout.channels = MAX (layout.channels, 1);
      layout.rate = layout.rate > 0 ? layout.rate : 8000;
      layout.bits = 8;
    }
  if (!is_good_layout (&layout) || (layout.bits == 8 && layout.coding == CODING_PCM))
    return;
  self->layout = layout;
  self->known = TRUE;
  self->left = G_MAXUINT64;
  self->stage = STAGE_DATA;
}

/**
 * chatty_wav_stream_push:
 * @chunk: the next piece, as it came
 * @error: %CHATTY_ERROR_INVALID_DATA when it is no WAV of samples
 *
 * Takes a header off wherever a piece or a file begins, by walking its chunks
 * to "data". Lengths are not believed: 0 and 0xffffffff mean "until the end",
 * samples that go on after their length are samples. Bytes that are less than
 * a sample of each channel wait for the next piece.
 *
 * Samples come as 16, 24 or 32 bits, signed and little-endian: 8 bits, A-law
 * and mu-law become 16 bits, floating point 32.
 *
 * Returns: (transfer full): the samples, possibly none; %NULL on failure
 */
GBytes *
chatty_wav_stream_push (ChattyWavStream  *self,
                        GBytes           *chunk,
                        GError          **error)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();
  g_autoptr (GByteArray) joined = NULL;
  gsize length, begin = self->held->len;
  const guint8 *data = g_bytes_get_data (chunk, &length);

  if (begin > 0)
    {
      joined = g_steal_pointer (&self->held);
      self->held = g_byte_array_new ();
      g_byte_array_append (joined, data, length);
      data = joined->data;
      length = joined->len;
    }
  if (length > 0 && !parse (self, data, length, begin, out, error))
    return NULL;
  return g_byte_array_free_to_bytes (g_steal_pointer (&out));
}

/**
 * chatty_wav_stream_end:
 *
 * Gives what looked like the beginning of a header and was none.
 *
 * Returns: (transfer full): the last samples, mostly none
 */
GBytes *
chatty_wav_stream_end (ChattyWavStream *self)
{
  GByteArray *out = g_byte_array_new ();
  const gboolean filler = self->stage == STAGE_AFTER && self->odd && self->held->len == 1;

  if ((self->stage == STAGE_DATA || self->stage == STAGE_AFTER) && self->known && !filler)
    emit (self, self->held->data, self->held->len, out);
  g_byte_array_set_size (self->held, 0);
  self->n_carry = 0;
  return g_byte_array_free_to_bytes (out);
}

/**
 * chatty_wav_stream_get_format:
 * @format: (out): what the samples are that the last piece gave
 *
 * Returns: whether it is known, from a header or because it was set
 */
gboolean
chatty_wav_stream_get_format (ChattyWavStream   *self,
                              ChattyAudioFormat *format)
{
  const Layout *layout = &self->layout;

  memset (format, 0, sizeof *format);
  if (!self->known)
    return FALSE;
  format->media_type = "audio/x-raw";
  format->rate = layout->rate;
  format->channels = layout->channels;
  format->bits = layout->coding == CODING_FLOAT ? 32 : MAX (layout->bits, 16);
  return TRUE;
}

/**
 * chatty_wav_read_format:
 * @bytes: the beginning of a WAV file, or all of it
 * @format: (out): what the file says of itself, "audio/wav"
 *
 * Returns: whether it is a WAV file of samples that can be played
 */
gboolean
chatty_wav_read_format (GBytes            *bytes,
                        ChattyAudioFormat *format)
{
  g_autoptr (ChattyWavStream) stream = chatty_wav_stream_new ();
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  memset (format, 0, sizeof *format);
  if (!parse (stream, data, length, 0, NULL, NULL) || stream->stage != STAGE_DATA)
    return FALSE;
  format->media_type = "audio/wav";
  format->rate = stream->layout.rate;
  format->channels = stream->layout.channels;
  format->bits = stream->layout.bits;
  return TRUE;
}

/**
 * chatty_wav_make:
 * @format: "audio/x-raw" with its rate, channels and bits
 * @samples: little-endian, signed
 *
 * Returns: (transfer full): a whole WAV file
 */
GBytes *
chatty_wav_make (const ChattyAudioFormat *format,
                 GBytes                  *samples)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (samples, &length);
  const guint frame = format->channels * format->bits / 8;
  GByteArray *file = g_byte_array_sized_new (44 + length);
  const guint filler = length % 2;

  g_byte_array_append (file, (const guint8 *) "RIFF", 4);
  add_le (file, (guint32) MIN (36 + length + filler, G_MAXUINT32), 4);
  g_byte_array_append (file, (const guint8 *) "WAVEfmt ", 8);
  add_le (file, 16, 4);
  add_le (file, CODING_PCM, 2);
  add_le (file, format->channels, 2);
  add_le (file, format->rate, 4);
  add_le (file, format->rate * frame, 4);
  add_le (file, frame, 2);
  add_le (file, format->bits, 2);
  g_byte_array_append (file, (const guint8 *) "data", 4);
  add_le (file, (guint32) MIN (length, G_MAXUINT32), 4);
  if (length > 0)
    g_byte_array_append (file, data, length);
  if (filler > 0)
    add_le (file, 0, 1);
  return g_byte_array_free_to_bytes (file);
}
