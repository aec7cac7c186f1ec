/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-voice"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-sample-writer.h"

/**
 * ChattySampleWriter:
 *
 * Writes the samples of one segment onto a tape: without the filling that its
 * encoder put around them, and in the tape's rate and channels. What is of
 * that format already goes through untouched.
 */
struct _ChattySampleWriter {
  ChattyTape        *tape;
  GstAudioInfo       info;        /* of what comes */
  GstAudioConverter *converter;   /* NULL where nothing is to be converted */
  gboolean           begun;
  guint              begin;       /* frames still to be dropped at the start */
  guint              end;         /* frames to be dropped at the end */
  GByteArray        *held;        /* the last @end frames so far */
  guint64            n_in;
  guint64            n_out;
};

ChattySampleWriter *
chatty_sample_writer_new (ChattyTape *tape)
{
  ChattySampleWriter *self = g_new0 (ChattySampleWriter, 1);

  self->tape = chatty_tape_ref (tape);
  self->held = g_byte_array_new ();
  return self;
}

void
chatty_sample_writer_free (ChattySampleWriter *self)
{
  g_clear_pointer (&self->converter, gst_audio_converter_free);
  g_byte_array_unref (self->held);
  chatty_tape_unref (self->tape);
  g_free (self);
}

/**
 * chatty_sample_writer_set_trim:
 * @begin: frames at the start that the encoder added
 * @end: frames at the end that it added
 */
void
chatty_sample_writer_set_trim (ChattySampleWriter *self,
                               guint               begin,
                               guint               end)
{
  self->begin = begin;
  self->end = end;
}

/**
 * chatty_sample_writer_get_sum:
 *
 * Returns: how many frames were written onto the tape
 */
guint64
chatty_sample_writer_get_sum (ChattySampleWriter *self)
{
  return self->n_out;
}

static gboolean
append (ChattySampleWriter  *self,
        const gint16        *samples,
        gsize                n_frames,
        GError             **error)
{
  if (!chatty_tape_append (self->tape, samples, n_frames))
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE,
                           _("The speech is too long to be played whole. It was cut off"));
      return FALSE;
    }
  self->n_out += n_frames;
  return TRUE;
}

/* @data: %NULL for what the converter still holds */
static gboolean
convert (ChattySampleWriter  *self,
         gpointer             data,
         gsize                n_frames,
         GError             **error)
{
  g_autofree gint16 *out = NULL;
  guint rate, channels;
  gsize n_out;
  guint64 due;
  gpointer ins[1] = { data };
  gpointer outs[1];

  if (n_frames == 0)
    return TRUE;
  if (self->converter == NULL)
    return append (self, data, n_frames, error);

  chatty_tape_get_format (self->tape, &rate, &channels);
  n_out = gst_audio_converter_get_out_frames (self->converter, n_frames);
  if (n_out == 0)
    n_out = 1;
  outs[0] = out = g_new0 (gint16, n_out * channels);
  n_out = MIN (n_out, gst_audio_converter_get_out_frames (self->converter, n_frames));
  if (!gst_audio_converter_samples (self->converter, 0, data != NULL ? ins : NULL, n_frames,
                                    outs, n_out))
    n_out = 0;
  /* Draining gives some more than there were. */
  due = gst_util_uint64_scale_round (self->n_in, rate, GST_AUDIO_INFO_RATE (&self->info));
  if (data == NULL)
    n_out = MIN (n_out, due > self->n_out ? due - self->n_out : 0);
  return append (self, out, n_out, error);
}

/* The converter holds the last samples until it sees what follows. */
static gboolean
drain (ChattySampleWriter  *self,
       GError             **error)
{
  gboolean ok = TRUE;

  if (self->converter != NULL)
    ok = convert (self, NULL, gst_audio_converter_get_max_latency (self->converter), error);
  g_clear_pointer (&self->converter, gst_audio_converter_free);
  return ok;
}

static gboolean
begin (ChattySampleWriter  *self,
       const GstAudioInfo  *info,
       GError             **error)
{
  guint rate, channels;
  GstAudioInfo wanted;

  if (!drain (self, error))
    return FALSE;
  self->info = *info;
  self->begun = TRUE;
  self->n_in = self->n_out = 0;
  chatty_tape_set_format (self->tape, GST_AUDIO_INFO_RATE (info),
                          MIN (GST_AUDIO_INFO_CHANNELS (info), 2));
  chatty_tape_get_format (self->tape, &rate, &channels);
  gst_audio_info_set_format (&wanted, GST_AUDIO_FORMAT_S16, rate, channels, NULL);
  if (GST_AUDIO_INFO_FORMAT (info) == GST_AUDIO_FORMAT_S16 &&
      GST_AUDIO_INFO_RATE (info) == (int) rate && GST_AUDIO_INFO_CHANNELS (info) == (int) channels)
    return TRUE;
  self->converter = gst_audio_converter_new (GST_AUDIO_CONVERTER_FLAG_NONE, &self->info, &wanted,
                                             NULL);
  if (self->converter == NULL)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                           _("The speech is of a form that cannot be played"));
      return FALSE;
    }
  return TRUE;
}

/**
 * chatty_sample_writer_write:
 * @info: what @data is
 * @data: whole frames
 * @error: %CHATTY_ERROR_TOO_LARGE when the tape is full,
 *   %CHATTY_ERROR_INVALID_DATA when such samples cannot be converted
 */
gboolean
chatty_sample_writer_write (ChattySampleWriter  *self,
                            const GstAudioInfo  *info,
                            const guint8        *data,
                            gsize                length,
                            GError             **error)
{
  const gsize frame = GST_AUDIO_INFO_BPF (info);
  gsize n_frames = length / frame;
  gsize n, hold;

  if ((!self->begun || !gst_audio_info_is_equal (info, &self->info)) && !begin (self, info, error))
    return FALSE;

  n = MIN (self->begin, n_frames);
  self->begin -= n;
  data += n * frame;
  n_frames -= n;
  if (self->end == 0)
    {
      self->n_in += n_frames;
      return convert (self, (gpointer) data, n_frames, error);
    }

  g_byte_array_append (self->held, data, n_frames * frame);
  n_frames = self->held->len / frame;
  hold = MIN (n_frames, self->end);
  n_frames -= hold;
  self->n_in += n_frames;
  if (!convert (self, self->held->data, n_frames, error))
    return FALSE;
  if (n_frames > 0)
    g_byte_array_remove_range (self->held, 0, n_frames * frame);
  return TRUE;
}

/**
 * chatty_sample_writer_end:
 *
 * Writes what was waiting for more, and drops the filling at the end.
 */
gboolean
chatty_sample_writer_end (ChattySampleWriter  *self,
                          GError             **error)
{
  g_byte_array_set_size (self->held, 0);
  return drain (self, error);
}
