/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-voice"

#include <gst/app/app.h>
#include <gst/gst.h>
#include <glib/gi18n-lib.h>

#include "chatty-audio-save.h"
#include "chatty-error.h"
#include "chatty-pool.h"
#include "chatty-tape-loader.h"
#include "chatty-voice-private.h"
#include "chatty-wav.h"

/* Frames at once. */
#define PIECE 4800

/* Nothing is written for so long: the encoder hangs. */
#define PATIENCE (30 * GST_SECOND)

typedef struct {
  GFile               *file;
  ChattyAudioFileForm  form;
} Wish;

static void
wish_free (gpointer data)
{
  Wish *wish = data;

  g_object_unref (wish->file);
  g_free (wish);
}

/**
 * chatty_audio_file_form_get_suffix:
 *
 * Returns: such as "flac", without a dot
 */
const char *
chatty_audio_file_form_get_suffix (ChattyAudioFileForm form)
{
  switch (form)
    {
    case CHATTY_AUDIO_FILE_FLAC:
      return "flac";
    case CHATTY_AUDIO_FILE_OGG:
      return "ogg";
    default:
      return "wav";
    }
}

static void
changed_cb (gpointer tape,
            gpointer user_data)
{
}

static void
wake_cb (GCancellable *cancellable,
         GMainContext *context)
{
  g_main_context_wakeup (context);
}

/* Decodes all of it. Where the stream failed, what came before is kept: that
 * is what was heard, and what the person wants to save. */
static ChattyTape *
load (ChattyAudioStream  *stream,
      GCancellable       *cancellable,
      GError            **error)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (ChattyTape) tape = chatty_tape_new ();
  gulong waker = 0;
  ChattyTapeLoader *loader;
  const GError *failure;

  if (cancellable != NULL)
    waker = g_cancellable_connect (cancellable, G_CALLBACK (wake_cb), context, NULL);
  g_main_context_push_thread_default (context);
  loader = chatty_tape_loader_new (tape, context, changed_cb, NULL);
  chatty_tape_loader_add (loader, stream);
  while (!chatty_tape_loader_is_done (loader) && !g_cancellable_is_cancelled (cancellable))
    g_main_context_iteration (context, TRUE);

  failure = chatty_tape_loader_get_error (loader);
  if (chatty_set_cancelled (cancellable, error))
    g_clear_pointer (&tape, chatty_tape_unref);
  else if (chatty_tape_get_frames (tape) == 0)
    {
      if (failure != NULL)
        g_propagate_error (error, g_error_copy (failure));
      else
        g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                             _("There is no speech to save"));
      g_clear_pointer (&tape, chatty_tape_unref);
    }
  g_cancellable_disconnect (cancellable, waker);
  chatty_tape_loader_close (loader);
  g_main_context_pop_thread_default (context);
  return g_steal_pointer (&tape);
}

static GBytes *
read_piece (ChattyTape *tape,
            guint64     at,
            guint       channels,
            gsize       n_frames)
{
  gint16 *samples = g_new (gint16, n_frames * channels);

  n_frames = chatty_tape_read (tape, at, samples, n_frames);
  return g_bytes_new_take (samples, n_frames * channels * sizeof (gint16));
}

static GBytes *
make_wav (ChattyTape *tape)
{
  ChattyAudioFormat format = { .media_type = "audio/x-raw", .bits = 16 };
  g_autoptr (GBytes) samples = NULL;

  chatty_tape_get_format (tape, &format.rate, &format.channels);
  samples = read_piece (tape, 0, format.channels, chatty_tape_get_frames (tape));
  return chatty_wav_make (&format, samples);
}

static gboolean
push_all (ChattyTape   *tape,
          GstAppSrc    *source,
          GCancellable *cancellable)
{
  const guint64 frames = chatty_tape_get_frames (tape);
  guint rate, channels;

  chatty_tape_get_format (tape, &rate, &channels);
  for (guint64 at = 0; at < frames && !g_cancellable_is_cancelled (cancellable); at += PIECE)
    {
      g_autoptr (GBytes) piece = read_piece (tape, at, channels, PIECE);
      GstBuffer *buffer = gst_buffer_new_wrapped_bytes (piece);

      GST_BUFFER_PTS (buffer) = gst_util_uint64_scale (at, GST_SECOND, rate);
      GST_BUFFER_DURATION (buffer) =
        gst_util_uint64_scale (MIN (at + PIECE, frames), GST_SECOND, rate) -
        GST_BUFFER_PTS (buffer);
      if (gst_app_src_push_buffer (source, buffer) != GST_FLOW_OK)
        return FALSE;
    }
  return gst_app_src_end_of_stream (source) == GST_FLOW_OK;
}

static GBytes *
pull_all (GstAppSink  *sink,
          GstElement  *pipeline,
          GError     **error)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();

  for (;;)
    {
      g_autoptr (GstSample) sample = gst_app_sink_try_pull_sample (sink, PATIENCE);
      GstMapInfo map;

      if (sample == NULL)
        break;
      if (gst_buffer_map (gst_sample_get_buffer (sample), &map, GST_MAP_READ))
        {
          g_byte_array_append (out, map.data, map.size);
          gst_buffer_unmap (gst_sample_get_buffer (sample), &map);
        }
    }
  if (!gst_app_sink_is_eos (sink))
    {
      g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
      g_autoptr (GstMessage) message = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);
      g_autoptr (GError) failure = NULL;

      if (message != NULL)
        gst_message_parse_error (message, &failure, NULL);
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_FAILED, _("The speech could not be saved: %s"),
                   failure != NULL ? failure->message : "");
      return NULL;
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&out));
}

/* In memory: speech is small when it is encoded. */
static GBytes *
encode (ChattyTape           *tape,
        ChattyAudioFileForm   form,
        GCancellable         *cancellable,
        GError              **error)
{
  const char *what = form == CHATTY_AUDIO_FILE_FLAC ? "save/flac" : "save/ogg";
  g_autofree char *missing = chatty_voice_check_missing (what);
  g_autoptr (GstElement) pipeline = NULL;
  g_autoptr (GstElement) source = NULL;
  g_autoptr (GstElement) sink = NULL;
  g_autoptr (GstCaps) caps = NULL;
  GBytes *bytes = NULL;
  guint rate, channels;

  if (missing != NULL)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED, missing);
      return NULL;
    }
  pipeline = gst_parse_launch (
    form == CHATTY_AUDIO_FILE_FLAC
      ? "appsrc name=in format=time ! audioconvert dithering=none ! flacenc ! "
        "appsink name=out sync=false"
      : "appsrc name=in format=time ! audioconvert ! audioresample quality=10 ! "
        "opusenc bitrate=96000 ! oggmux ! appsink name=out sync=false",
    error);
  if (pipeline == NULL)
    return NULL;
  source = gst_bin_get_by_name (GST_BIN (pipeline), "in");
  sink = gst_bin_get_by_name (GST_BIN (pipeline), "out");
  chatty_tape_get_format (tape, &rate, &channels);
  caps = gst_caps_new_simple ("audio/x-raw", "format", G_TYPE_STRING, "S16LE",
                              "layout", G_TYPE_STRING, "interleaved",
                              "rate", G_TYPE_INT, rate, "channels", G_TYPE_INT, channels, NULL);
  g_object_set (source, "caps", caps, "max-bytes", (guint64) 0, NULL);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  push_all (tape, GST_APP_SRC (source), cancellable);
  if (!chatty_set_cancelled (cancellable, error))
    bytes = pull_all (GST_APP_SINK (sink), pipeline, error);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  return bytes;
}

static void
save (GTask        *task,
      gpointer      source,
      gpointer      data,
      GCancellable *cancellable)
{
  const Wish *wish = data;
  g_autoptr (ChattyTape) tape = NULL;
  g_autoptr (GBytes) bytes = NULL;
  GError *error = NULL;
  gsize length;
  gconstpointer content;

  if (chatty_voice_start_gstreamer (&error))
    tape = load (source, cancellable, &error);
  if (tape != NULL)
    bytes = wish->form == CHATTY_AUDIO_FILE_WAV ? make_wav (tape)
                                                : encode (tape, wish->form, cancellable, &error);
  if (bytes != NULL)
    {
      content = g_bytes_get_data (bytes, &length);
      if (!g_file_replace_contents (wish->file, content, length, NULL, FALSE,
                                    G_FILE_CREATE_REPLACE_DESTINATION, NULL, cancellable, &error))
        {
          g_autofree char *name = g_file_get_parse_name (wish->file);
          const int code = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE)
                             ? CHATTY_ERROR_NO_SPACE
                           : g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
                             ? CHATTY_ERROR_CANCELLED
                             : CHATTY_ERROR_FAILED;
          GError *told = g_error_new (CHATTY_ERROR, code, _("“%s” could not be saved: %s"), name,
                                      error->message);

          g_error_free (error);
          error = told;
        }
    }
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * chatty_audio_save_async:
 * @stream: what is to be saved; when it still grows, its end is waited for
 * @file: replaced as one
 *
 * Saves speech as one file of its own form, whatever pieces and forms it came
 * in; of one that failed, what came. Errors: %CHATTY_ERROR_UNSUPPORTED, with
 * the name of the package, when an encoder is missing,
 * %CHATTY_ERROR_INVALID_DATA when there is nothing to save.
 */
void
chatty_audio_save_async (ChattyAudioStream   *stream,
                         GFile               *file,
                         ChattyAudioFileForm  form,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  static ChattyPool *pool;
  g_autoptr (GTask) task = g_task_new (stream, cancellable, callback, user_data);
  Wish *wish = g_new0 (Wish, 1);

  if (g_once_init_enter (&pool))
    g_once_init_leave (&pool, chatty_pool_new ("voice-save", 1));
  wish->file = g_object_ref (file);
  wish->form = form;
  g_task_set_source_tag (task, chatty_audio_save_async);
  g_task_set_task_data (task, wish, wish_free);
  chatty_pool_run (pool, task, save);
}

gboolean
chatty_audio_save_finish (ChattyAudioStream  *stream,
                          GAsyncResult       *result,
                          GError            **error)
{
  g_return_val_if_fail (g_task_is_valid (result, stream), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
