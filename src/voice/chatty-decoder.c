/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-voice"

#include <string.h>

#include <gst/app/app.h>
#include <glib/gi18n-lib.h>

#include "chatty-decoder.h"
#include "chatty-error.h"
#include "chatty-mp3-head.h"
#include "chatty-sample-writer.h"
#include "chatty-voice-private.h"
#include "chatty-wav.h"

/**
 * ChattyDecoder:
 *
 * Puts one segment, which is an independent file, onto a tape while it comes:
 * WAV and bare samples by itself, the rest by a GStreamer pipeline. Called on
 * one thread; the pipeline's own threads write the tape.
 */
struct _ChattyDecoder {
  ChattyAudioFormat   format;
  ChattyTape         *tape;
  GMainContext       *context;
  GSourceFunc         func;
  gpointer            user_data;

  GByteArray         *head;        /* until it is known what it is; then NULL */
  gboolean            ended;
  ChattyWavStream    *wav;
  GstElement         *pipeline;
  GstElement         *source;
  GstElement         *sink;

  GMutex              lock;        /* for all that follows */
  ChattySampleWriter *writer;
  gboolean            done;
  GError             *error;
  GSource            *telling;
};

static gboolean
tell_cb (gpointer user_data)
{
  ChattyDecoder *self = user_data;
  GSource *telling;

  g_mutex_lock (&self->lock);
  telling = g_steal_pointer (&self->telling);
  g_mutex_unlock (&self->lock);
  g_source_unref (telling);
  /* It may free the decoder. */
  return self->func (self->user_data);
}

/* There is more on the tape. Called with the lock held, on any thread. */
static void
tell (ChattyDecoder *self)
{
  if (self->telling != NULL)
    return;
  self->telling = g_idle_source_new ();
  g_source_set_priority (self->telling, G_PRIORITY_DEFAULT);
  g_source_set_callback (self->telling, tell_cb, self, NULL);
  g_source_attach (self->telling, self->context);
}

/* @error: (transfer full) (nullable): the first end holds */
static void
finish (ChattyDecoder *self,
        GError        *error)
{
  g_mutex_lock (&self->lock);
  if (self->done)
    g_clear_error (&error);
  else
    {
      g_autoptr (GError) last = NULL;

      if (!chatty_sample_writer_end (self->writer, &last) && error == NULL)
        error = g_steal_pointer (&last);
      if (error == NULL && chatty_sample_writer_get_sum (self->writer) == 0 &&
          self->pipeline != NULL)
        error = g_error_new_literal (CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                                     _("The speech that came is empty or damaged"));
      self->done = TRUE;
      self->error = error;
      tell (self);
    }
  g_mutex_unlock (&self->lock);
}

static void
write_samples (ChattyDecoder      *self,
               const GstAudioInfo *info,
               const guint8       *data,
               gsize               length)
{
  GError *error = NULL;

  g_mutex_lock (&self->lock);
  if (!self->done)
    {
      chatty_sample_writer_write (self->writer, info, data, length, &error);
      tell (self);
    }
  g_mutex_unlock (&self->lock);
  if (error != NULL)
    finish (self, error);
}

/* Samples of our own reading */

static void
write_bare (ChattyDecoder *self,
            GBytes        *samples)
{
  ChattyAudioFormat format;
  GstAudioInfo info;
  GstAudioFormat bits;

  if (g_bytes_get_size (samples) == 0 || !chatty_wav_stream_get_format (self->wav, &format))
    return;
  bits = gst_audio_format_build_integer (TRUE, G_LITTLE_ENDIAN, format.bits, format.bits);
  gst_audio_info_set_format (&info, bits, format.rate, format.channels, NULL);
  write_samples (self, &info, g_bytes_get_data (samples, NULL), g_bytes_get_size (samples));
}

static void
push_bare (ChattyDecoder *self,
           GBytes        *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) samples = chatty_wav_stream_push (self->wav, bytes, &error);

  if (samples != NULL)
    write_bare (self, samples);
  else
    finish (self, g_steal_pointer (&error));
}

static void
end_bare (ChattyDecoder *self)
{
  g_autoptr (GBytes) samples = chatty_wav_stream_end (self->wav);

  write_bare (self, samples);
  finish (self, NULL);
}

/* What GStreamer decodes */

static GError *
missing (const char *media_type)
{
  g_autofree char *text = chatty_voice_check_missing (media_type);

  return g_error_new_literal (CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                              text != NULL ? text
                                           : _("The speech is of a form that cannot be played"));
}

static GstFlowReturn
new_sample_cb (GstAppSink *sink,
               gpointer    user_data)
{
  ChattyDecoder *self = user_data;
  g_autoptr (GstSample) sample = gst_app_sink_pull_sample (sink);
  GstBuffer *buffer;
  GstMapInfo map;
  GstAudioInfo info;

  if (sample == NULL)
    return GST_FLOW_EOS;
  buffer = gst_sample_get_buffer (sample);
  if (buffer == NULL || gst_sample_get_caps (sample) == NULL ||
      !gst_audio_info_from_caps (&info, gst_sample_get_caps (sample)) ||
      !gst_buffer_map (buffer, &map, GST_MAP_READ))
    return GST_FLOW_ERROR;
  write_samples (self, &info, map.data, map.size);
  gst_buffer_unmap (buffer, &map);
  return chatty_decoder_is_done (self) ? GST_FLOW_EOS : GST_FLOW_OK;
}

static void
eos_cb (GstAppSink *sink,
        gpointer    user_data)
{
  finish (user_data, NULL);
}

/* On a thread of the pipeline. */
static GstBusSyncReply
message_cb (GstBus     *bus,
            GstMessage *message,
            gpointer    user_data)
{
  ChattyDecoder *self = user_data;

  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
    {
      g_autoptr (GError) error = NULL;

      gst_message_parse_error (message, &error, NULL);
      g_debug ("A decoder failed: %s", error->message);
      finish (self, g_error_new_literal (CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                                         _("The speech that came is empty or damaged")));
    }
  gst_message_unref (message);
  return GST_BUS_DROP;
}

static gboolean
link_decoder (ChattyDecoder *self,
              const char    *media_type,
              guint          nth,
              GstElement    *before,
              GstPad        *pad)
{
  GstElement *decoder = chatty_voice_make (media_type, nth);
  g_autoptr (GstPad) target = NULL;

  if (decoder == NULL)
    {
      finish (self, missing (media_type));
      return FALSE;
    }
  gst_bin_add (GST_BIN (self->pipeline), decoder);
  if (!gst_element_link (decoder, self->sink))
    return FALSE;
  gst_element_sync_state_with_parent (decoder);
  if (before != NULL)
    return gst_element_link (before, decoder);
  target = gst_element_get_static_pad (decoder, "sink");
  return gst_pad_link (pad, target) == GST_PAD_LINK_OK;
}

static void
pad_added_cb (GstElement *demuxer,
              GstPad     *pad,
              gpointer    user_data)
{
  ChattyDecoder *self = user_data;
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);
  g_autoptr (GstPad) sink = gst_element_get_static_pad (self->sink, "sink");
  const char *media_type;

  /* Pictures and a second voice are not for us. */
  if (caps == NULL || gst_caps_is_empty (caps) || gst_pad_is_linked (sink))
    return;
  media_type = gst_structure_get_name (gst_caps_get_structure (caps, 0));
  if (g_str_has_prefix (media_type, "audio/") && !link_decoder (self, media_type, 0, NULL, pad))
    finish (self, missing (media_type));
}

static gboolean
build (ChattyDecoder *self,
       const char    *caps_text)
{
  static const GstAppSinkCallbacks callbacks = {
    .new_sample = new_sample_cb,
    .eos = eos_cb,
  };
  const char *media_type = self->format.media_type;
  g_autoptr (GstCaps) raw = gst_caps_from_string (
    "audio/x-raw, layout=(string)interleaved, format=(string){ S16LE, S32LE, S24LE, F32LE, F64LE }");
  g_autoptr (GstCaps) caps = gst_caps_from_string (caps_text);
  g_autoptr (GstBus) bus = NULL;
  GstElement *first = chatty_voice_make (media_type, 0);

  self->source = gst_element_factory_make ("appsrc", NULL);
  self->sink = gst_element_factory_make ("appsink", NULL);
  if (first == NULL || self->source == NULL || self->sink == NULL)
    {
      g_clear_object (&first);
      g_clear_object (&self->source);
      g_clear_object (&self->sink);
      return FALSE;
    }
  self->pipeline = gst_object_ref_sink (gst_pipeline_new (NULL));
  g_object_set (self->source, "caps", caps, "max-bytes", (guint64) 0, NULL);
  g_object_set (self->sink, "caps", raw, "sync", FALSE, "async", FALSE, NULL);
  gst_app_sink_set_callbacks (GST_APP_SINK (self->sink), (GstAppSinkCallbacks *) &callbacks, self,
                              NULL);
  gst_bin_add_many (GST_BIN (self->pipeline), self->source, first, self->sink, NULL);
  bus = gst_element_get_bus (self->pipeline);
  gst_bus_set_sync_handler (bus, message_cb, self, NULL);
  if (!gst_element_link (self->source, first))
    return FALSE;
  if (g_str_equal (media_type, "audio/ogg"))
    {
      g_autofree char *lacking = chatty_voice_check_missing (media_type);

      g_signal_connect (first, "pad-added", G_CALLBACK (pad_added_cb), self);
      if (lacking != NULL)
        return FALSE;
    }
  else if (!link_decoder (self, media_type, 1, first, NULL))
    return FALSE;
  return gst_element_set_state (self->pipeline, GST_STATE_PLAYING) != GST_STATE_CHANGE_FAILURE;
}

static void
push_compressed (ChattyDecoder *self,
                 GBytes        *bytes)
{
  if (self->pipeline != NULL && g_bytes_get_size (bytes) > 0)
    gst_app_src_push_buffer (GST_APP_SRC (self->source), gst_buffer_new_wrapped_bytes (bytes));
}

/* What it is, whatever was said of it: platforms err. */
static const char *
sniff (const guint8 *data,
       gsize         length,
       const char   *said)
{
  if (length >= 4 && memcmp (data, "RIFF", 4) == 0)
    return "audio/wav";
  if (g_str_equal (said, "audio/x-raw") || g_str_equal (said, "audio/x-alaw") ||
      g_str_equal (said, "audio/x-mulaw"))
    return said;
  if (length >= 4 && memcmp (data, "OggS", 4) == 0)
    return "audio/ogg";
  if (length >= 4 && memcmp (data, "fLaC", 4) == 0)
    return "audio/flac";
  if (length >= 3 && memcmp (data, "ID3", 3) == 0)
    return "audio/mpeg";
  return said;
}

/* Looks at what has come of the beginning. */
static void
open (ChattyDecoder *self)
{
  g_autoptr (GBytes) rest = NULL;
  const char *media_type;
  ChattyMp3Head mp3 = { 0 };

  if (self->head->len < 4 && !self->ended)
    return;
  media_type = sniff (self->head->data, self->head->len, self->format.media_type);
  if (g_str_equal (media_type, "audio/mpeg") &&
      !chatty_mp3_head_read (self->head->data, self->head->len, self->ended, &mp3))
    return;
  self->format.media_type = media_type;
  rest = g_bytes_new (self->head->data + mp3.sound, self->head->len - mp3.sound);
  g_clear_pointer (&self->head, g_byte_array_unref);

  if (g_str_equal (media_type, "audio/mpeg") || g_str_equal (media_type, "audio/ogg") ||
      g_str_equal (media_type, "audio/flac"))
    {
      chatty_sample_writer_set_trim (self->writer, mp3.begin, mp3.end);
      if (!build (self, media_type[6] == 'm' ? "audio/mpeg, mpegversion=(int)1, layer=(int)3" :
                        media_type[6] == 'o' ? "application/ogg" : "audio/x-flac"))
        finish (self, missing (media_type));
      push_compressed (self, rest);
      return;
    }
  if (!g_str_equal (media_type, "audio/wav") && !g_str_equal (media_type, "audio/x-raw") &&
      !g_str_equal (media_type, "audio/x-alaw") && !g_str_equal (media_type, "audio/x-mulaw"))
    {
      finish (self, missing (media_type));
      return;
    }
  self->wav = chatty_wav_stream_new ();
  if (!g_str_equal (media_type, "audio/wav"))
    chatty_wav_stream_set_format (self->wav, &self->format);
  push_bare (self, rest);
}

/**
 * chatty_decoder_new:
 * @format: what the segment is said to be
 * @tape: where it goes
 * @context: where @func is called
 * @func: called when there is more on the tape, and when all of it is there or
 *   it has failed; returns %G_SOURCE_REMOVE
 *
 * GStreamer must have been started.
 *
 * Returns: (transfer full): one that waits for bytes
 */
ChattyDecoder *
chatty_decoder_new (const ChattyAudioFormat *format,
                    ChattyTape              *tape,
                    GMainContext            *context,
                    GSourceFunc              func,
                    gpointer                 user_data)
{
  ChattyDecoder *self = g_new0 (ChattyDecoder, 1);

  self->format = *format;
  self->tape = chatty_tape_ref (tape);
  self->context = g_main_context_ref (context);
  self->func = func;
  self->user_data = user_data;
  self->head = g_byte_array_new ();
  self->writer = chatty_sample_writer_new (tape);
  g_mutex_init (&self->lock);
  return self;
}

void
chatty_decoder_free (ChattyDecoder *self)
{
  if (self->pipeline != NULL)
    {
      g_autoptr (GstBus) bus = gst_element_get_bus (self->pipeline);

      gst_element_set_state (self->pipeline, GST_STATE_NULL);
      gst_bus_set_sync_handler (bus, NULL, NULL, NULL);
      gst_object_unref (self->pipeline);
    }
  if (self->telling != NULL)
    {
      g_source_destroy (self->telling);
      g_source_unref (self->telling);
    }
  g_clear_pointer (&self->head, g_byte_array_unref);
  g_clear_pointer (&self->wav, chatty_wav_stream_free);
  chatty_sample_writer_free (self->writer);
  chatty_tape_unref (self->tape);
  g_main_context_unref (self->context);
  g_clear_error (&self->error);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/**
 * chatty_decoder_push:
 * @bytes: the next piece of the segment, as it came
 */
void
chatty_decoder_push (ChattyDecoder *self,
                     GBytes        *bytes)
{
  if (self->ended || chatty_decoder_is_done (self))
    return;
  if (self->head != NULL)
    {
      g_byte_array_append (self->head, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      open (self);
    }
  else if (self->wav != NULL)
    push_bare (self, bytes);
  else
    push_compressed (self, bytes);
}

/**
 * chatty_decoder_end:
 *
 * Nothing more will come of the segment.
 */
void
chatty_decoder_end (ChattyDecoder *self)
{
  if (self->ended)
    return;
  self->ended = TRUE;
  if (self->head != NULL)
    open (self);
  if (self->wav != NULL)
    end_bare (self);
  else if (self->pipeline != NULL)
    gst_app_src_end_of_stream (GST_APP_SRC (self->source));
}

/**
 * chatty_decoder_is_done:
 *
 * Returns: whether nothing more will come onto the tape
 */
gboolean
chatty_decoder_is_done (ChattyDecoder *self)
{
  gboolean done;

  g_mutex_lock (&self->lock);
  done = self->done;
  g_mutex_unlock (&self->lock);
  return done;
}

/**
 * chatty_decoder_dup_error:
 *
 * Returns: (transfer full) (nullable): why not all of it is on the tape
 */
GError *
chatty_decoder_dup_error (ChattyDecoder *self)
{
  GError *error;

  g_mutex_lock (&self->lock);
  error = self->error != NULL ? g_error_copy (self->error) : NULL;
  g_mutex_unlock (&self->lock);
  return error;
}
