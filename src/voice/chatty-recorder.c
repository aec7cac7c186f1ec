/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-voice"

#include <gst/app/app.h>
#include <gst/gst.h>
#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-pool.h"
#include "chatty-recorder.h"
#include "chatty-sound-sink.h"
#include "chatty-tape.h"
#include "chatty-voice-private.h"
#include "chatty-wav.h"

/* What speech recognition takes everywhere. */
#define RATE 16000

#define TICK 50

/**
 * ChattyRecorder:
 *
 * Records the microphone as one channel of 16 bits at 16,000 Hz. On the main
 * loop only; the device is opened and closed on a worker.
 */
struct _ChattyRecorder {
  GObject      parent_instance;

  char        *source;
  GstElement  *pipeline;     /* NULL when nothing is recorded */
  ChattyTape  *tape;         /* its own threads write on it */
  GstBus      *bus;
  guint        tick;
  GError      *error;        /* why the device failed in the midst */
  gboolean     starting;
  gboolean     recording;
  double       level;
  gint64       duration;
};

enum {
  PROP_0,
  PROP_RECORDING,
  PROP_LEVEL,
  PROP_DURATION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ChattyRecorder, chatty_recorder, G_TYPE_OBJECT)

static ChattyPool *
get_pool (void)
{
  static ChattyPool *pool;

  if (g_once_init_enter (&pool))
    g_once_init_leave (&pool, chatty_pool_new ("voice-recorder", 1));
  return pool;
}

static void
close_pipeline (GstElement *pipeline)
{
  gst_element_set_state (pipeline, GST_STATE_NULL);
  gst_object_unref (pipeline);
}

static void
close_worker (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  g_task_return_boolean (task, TRUE);
}

static void
set_recording (ChattyRecorder *self,
               gboolean        recording)
{
  if (self->recording == recording)
    return;
  self->recording = recording;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RECORDING]);
}

static void
set_level (ChattyRecorder *self,
           double          level)
{
  if (self->level == level)
    return;
  self->level = level;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LEVEL]);
}

/* Gives the microphone back at once, as far as the person sees. */
static void
halt (ChattyRecorder *self)
{
  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_object (&self->bus);
  if (self->pipeline != NULL)
    {
      g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);

      g_task_set_source_tag (task, halt);
      g_task_set_task_data (task, g_steal_pointer (&self->pipeline),
                            (GDestroyNotify) close_pipeline);
      chatty_pool_run (get_pool (), task, close_worker);
    }
  set_recording (self, FALSE);
  set_level (self, 0);
}

static void
chatty_recorder_dispose (GObject *object)
{
  ChattyRecorder *self = CHATTY_RECORDER (object);

  halt (self);
  g_clear_pointer (&self->tape, chatty_tape_unref);

  G_OBJECT_CLASS (chatty_recorder_parent_class)->dispose (object);
}

static void
chatty_recorder_finalize (GObject *object)
{
  ChattyRecorder *self = CHATTY_RECORDER (object);

  g_free (self->source);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (chatty_recorder_parent_class)->finalize (object);
}

static void
chatty_recorder_get_property (GObject    *object,
                              guint       property,
                              GValue     *value,
                              GParamSpec *pspec)
{
  ChattyRecorder *self = CHATTY_RECORDER (object);

  switch (property)
    {
    case PROP_RECORDING:
      g_value_set_boolean (value, self->recording);
      break;
    case PROP_LEVEL:
      g_value_set_double (value, self->level);
      break;
    case PROP_DURATION:
      g_value_set_int64 (value, self->duration);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
chatty_recorder_class_init (ChattyRecorderClass *klass)
{
  const GParamFlags told = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = chatty_recorder_dispose;
  object_class->finalize = chatty_recorder_finalize;
  object_class->get_property = chatty_recorder_get_property;

  properties[PROP_RECORDING] = g_param_spec_boolean ("recording", NULL, NULL, FALSE, told);
  properties[PROP_LEVEL] = g_param_spec_double ("level", NULL, NULL, 0, 1, 0, told);
  properties[PROP_DURATION] = g_param_spec_int64 ("duration", NULL, NULL, 0, G_MAXINT64, 0, told);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
chatty_recorder_init (ChattyRecorder *self)
{
}

ChattyRecorder *
chatty_recorder_new (void)
{
  return g_object_new (CHATTY_TYPE_RECORDER, NULL);
}

/* On a thread of the pipeline. */
static GstFlowReturn
new_sample_cb (GstAppSink *sink,
               gpointer    user_data)
{
  ChattyTape *tape = user_data;
  g_autoptr (GstSample) sample = gst_app_sink_pull_sample (sink);
  const guint64 left = (guint64) RATE * CHATTY_RECORDER_MAX_SECONDS - chatty_tape_get_frames (tape);
  GstMapInfo map;

  if (sample == NULL || left == 0)
    return GST_FLOW_EOS;
  if (gst_buffer_map (gst_sample_get_buffer (sample), &map, GST_MAP_READ))
    {
      chatty_tape_append (tape, (const gint16 *) (gconstpointer) map.data,
                          MIN (map.size / sizeof (gint16), left));
      gst_buffer_unmap (gst_sample_get_buffer (sample), &map);
    }
  return GST_FLOW_OK;
}

static GstElement *
build (const char  *description,
       ChattyTape  *tape,
       GError     **error)
{
  static const GstAppSinkCallbacks callbacks = { .new_sample = new_sample_cb };
  g_autofree char *missing = NULL;
  g_autoptr (GstCaps) caps = NULL;
  GstElement *pipeline, *source, *convert, *resample, *sink;

  if (!chatty_voice_start_gstreamer (error))
    return NULL;
  missing = chatty_voice_check_missing ("record");
  sink = gst_element_factory_make ("appsink", NULL);
  if (missing != NULL || sink == NULL)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                           missing != NULL ? missing : "appsink");
      g_clear_object (&sink);
      return NULL;
    }
  source = chatty_sound_source_new (description, error);
  if (source == NULL)
    {
      gst_object_unref (sink);
      return NULL;
    }
  convert = chatty_voice_make ("record", 0);
  resample = chatty_voice_make ("record", 1);
  caps = gst_caps_new_simple ("audio/x-raw", "format", G_TYPE_STRING, "S16LE",
                              "layout", G_TYPE_STRING, "interleaved",
                              "rate", G_TYPE_INT, RATE, "channels", G_TYPE_INT, 1, NULL);
  g_object_set (sink, "caps", caps, "sync", FALSE, NULL);
  gst_app_sink_set_callbacks (GST_APP_SINK (sink), (GstAppSinkCallbacks *) &callbacks,
                              chatty_tape_ref (tape), (GDestroyNotify) chatty_tape_unref);
  pipeline = gst_object_ref_sink (gst_pipeline_new (NULL));
  gst_bin_add_many (GST_BIN (pipeline), source, convert, resample, sink, NULL);
  gst_object_unref (source);
  if (!gst_element_link_many (source, convert, resample, sink, NULL) ||
      gst_element_set_state (pipeline, GST_STATE_PLAYING) == GST_STATE_CHANGE_FAILURE ||
      gst_element_get_state (pipeline, NULL, NULL, 5 * GST_SECOND) == GST_STATE_CHANGE_FAILURE)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_FAILED,
                           _("The microphone could not be opened. Look at the system's sound "
                             "settings"));
      close_pipeline (pipeline);
      return NULL;
    }
  return pipeline;
}

typedef struct {
  char       *source;
  ChattyTape *tape;
} Start;

static void
start_free (gpointer data)
{
  Start *start = data;

  g_free (start->source);
  chatty_tape_unref (start->tape);
  g_free (start);
}

static void
start_worker (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  const Start *start = data;
  GError *error = NULL;
  GstElement *pipeline = build (start->source, start->tape, &error);

  if (pipeline != NULL)
    g_task_return_pointer (task, pipeline, (GDestroyNotify) close_pipeline);
  else
    g_task_return_error (task, error);
}

/**
 * chatty_recorder_start_async:
 *
 * Opens the microphone and begins. Errors: %CHATTY_ERROR_NOT_FOUND without a
 * microphone, %CHATTY_ERROR_UNSUPPORTED, with the name of the package, when
 * something is missing, %CHATTY_ERROR_CONFLICT when it records already.
 */
void
chatty_recorder_start_async (ChattyRecorder      *self,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Start *start;

  g_task_set_source_tag (task, chatty_recorder_start_async);
  if (self->recording || self->starting)
    {
      g_task_return_new_error (task, CHATTY_ERROR, CHATTY_ERROR_CONFLICT,
                               _("The microphone is recording already"));
      return;
    }
  self->starting = TRUE;
  g_clear_error (&self->error);
  g_clear_pointer (&self->tape, chatty_tape_unref);
  self->tape = chatty_tape_new ();
  chatty_tape_set_format (self->tape, RATE, 1);
  start = g_new0 (Start, 1);
  start->source = g_strdup (self->source);
  start->tape = chatty_tape_ref (self->tape);
  g_task_set_task_data (task, start, start_free);
  chatty_pool_run (get_pool (), task, start_worker);
}

static void
set_duration (ChattyRecorder *self)
{
  const guint64 frames = chatty_tape_get_frames (self->tape);
  const gint64 duration = (gint64) (frames * G_USEC_PER_SEC / RATE);

  if (self->duration == duration)
    return;
  self->duration = duration;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DURATION]);
}

static gboolean
tick_cb (gpointer user_data)
{
  g_autoptr (ChattyRecorder) self = g_object_ref (user_data);
  g_autoptr (ChattyTape) tape = chatty_tape_ref (self->tape);
  const guint64 frames = chatty_tape_get_frames (tape);
  g_autoptr (GstMessage) message = gst_bus_pop_filtered (self->bus, GST_MESSAGE_ERROR);
  const guint tick = self->tick;

  set_duration (self);
  /* Whoever is told may stop it. */
  if (self->tick == tick)
    set_level (self, chatty_tape_get_level (tape, frames > RATE / 20 ? frames - RATE / 20 : 0,
                                            RATE / 20));
  if (self->tick != tick)
    return G_SOURCE_REMOVE;
  if (message != NULL)
    {
      g_autoptr (GError) error = NULL;

      gst_message_parse_error (message, &error, NULL);
      self->error = g_error_new (CHATTY_ERROR, CHATTY_ERROR_FAILED,
                                 _("The microphone failed: %s"), error->message);
    }
  if (message != NULL || frames >= (guint64) RATE * CHATTY_RECORDER_MAX_SECONDS)
    {
      /* What was said is kept until it is asked for. */
      self->tick = 0;
      halt (self);
      return G_SOURCE_REMOVE;
    }
  return G_SOURCE_CONTINUE;
}

gboolean
chatty_recorder_start_finish (ChattyRecorder  *self,
                              GAsyncResult    *result,
                              GError         **error)
{
  GstElement *pipeline;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  pipeline = g_task_propagate_pointer (G_TASK (result), error);
  if (g_task_get_task_data (G_TASK (result)) != NULL)
    self->starting = FALSE;
  if (pipeline == NULL)
    return FALSE;
  self->pipeline = pipeline;
  if (self->tape == NULL)
    {
      /* It was stopped before it had begun. */
      halt (self);
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_CANCELLED, _("Nothing was recorded"));
      return FALSE;
    }
  self->bus = gst_element_get_bus (pipeline);
  self->duration = 0;
  self->tick = g_timeout_add (TICK, tick_cb, self);
  set_recording (self, TRUE);
  return TRUE;
}

/**
 * chatty_recorder_stop:
 *
 * Stops, and gives what was recorded; also when it has stopped by itself, at
 * %CHATTY_RECORDER_MAX_SECONDS or because the device failed.
 *
 * Returns: (transfer full) (nullable): a WAV file; %NULL when nothing was
 *   recorded, and @error says why
 */
GBytes *
chatty_recorder_stop (ChattyRecorder  *self,
                      GError         **error)
{
  static const ChattyAudioFormat format = { "audio/x-raw", RATE, 1, 16 };
  g_autoptr (ChattyTape) tape = NULL;
  g_autoptr (GBytes) samples = NULL;
  g_autofree gint16 *data = NULL;
  gsize n;

  if (self->tape != NULL)
    set_duration (self);
  halt (self);
  tape = g_steal_pointer (&self->tape);
  n = tape != NULL ? chatty_tape_get_frames (tape) : 0;
  if (n == 0)
    {
      if (self->error != NULL)
        g_propagate_error (error, g_steal_pointer (&self->error));
      else
        g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                             _("Nothing was recorded"));
      return NULL;
    }
  data = g_new (gint16, n);
  n = chatty_tape_read (tape, 0, data, n);
  samples = g_bytes_new_take (g_steal_pointer (&data), n * sizeof (gint16));
  return chatty_wav_make (&format, samples);
}

/**
 * chatty_recorder_cancel:
 *
 * Stops, and forgets what was recorded.
 */
void
chatty_recorder_cancel (ChattyRecorder *self)
{
  halt (self);
  g_clear_pointer (&self->tape, chatty_tape_unref);
}

gboolean
chatty_recorder_get_recording (ChattyRecorder *self)
{
  return self->recording;
}

/**
 * chatty_recorder_get_level:
 *
 * Returns: how loud it is now, 0 to 1
 */
double
chatty_recorder_get_level (ChattyRecorder *self)
{
  return self->level;
}

/**
 * chatty_recorder_get_duration:
 *
 * Returns: how much was recorded, in microseconds
 */
gint64
chatty_recorder_get_duration (ChattyRecorder *self)
{
  return self->duration;
}

/**
 * chatty_recorder_set_source_for_tests:
 * @description: (nullable): a bin as gst-launch takes it, in place of the
 *   microphone
 */
void
chatty_recorder_set_source_for_tests (ChattyRecorder *self,
                                      const char     *description)
{
  g_free (self->source);
  self->source = g_strdup (description);
}
