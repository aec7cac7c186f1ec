/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-voice"

#include <math.h>

#include <gst/audio/audio.h>

#include "chatty-tape-source.h"

/* Short enough that a change of volume and the end are heard at once. */
#define BUFFER_MS 10
#define FADE_MS 30

/**
 * ChattyTapeSource:
 *
 * A GStreamer source that plays a tape while it grows. It waits where the tape
 * ends, and ends where the tape is over. The gain moves within one buffer, so
 * that no step is heard; at a gain of 1 samples go through untouched.
 */
struct _ChattyTapeSource {
  GstPushSrc   parent_instance;

  ChattyTape  *tape;
  gint         flushing;        /* atomic */
  gboolean     has_caps;
  guint        rate;
  guint        channels;
  double       gain;            /* of the last frame that went out */

  GMutex       lock;            /* for all that follows */
  guint64      next;            /* the frame that goes out next */
  double       wanted;
  gboolean     fading;
  guint64      fade_end;        /* where the fade is over */
};

static GstStaticPadTemplate template =
  GST_STATIC_PAD_TEMPLATE ("src", GST_PAD_SRC, GST_PAD_ALWAYS,
                           GST_STATIC_CAPS ("audio/x-raw, format=(string)S16LE, "
                                            "layout=(string)interleaved, "
                                            "rate=(int)[1000, 384000], channels=(int)[1, 2]"));

G_DEFINE_FINAL_TYPE (ChattyTapeSource, chatty_tape_source, GST_TYPE_PUSH_SRC)

static gboolean
negotiate (GstBaseSrc *base)
{
  /* The format is known when the first sound is there. */
  return TRUE;
}

static gboolean
is_seekable (GstBaseSrc *base)
{
  return TRUE;
}

static gboolean
start (GstBaseSrc *base)
{
  ChattyTapeSource *self = CHATTY_TAPE_SOURCE (base);

  self->has_caps = FALSE;
  g_mutex_lock (&self->lock);
  self->next = 0;
  self->gain = self->wanted;
  g_mutex_unlock (&self->lock);
  return TRUE;
}

static gboolean
unlock (GstBaseSrc *base)
{
  ChattyTapeSource *self = CHATTY_TAPE_SOURCE (base);

  g_atomic_int_set (&self->flushing, TRUE);
  chatty_tape_wake (self->tape);
  return TRUE;
}

static gboolean
unlock_stop (GstBaseSrc *base)
{
  ChattyTapeSource *self = CHATTY_TAPE_SOURCE (base);

  g_atomic_int_set (&self->flushing, FALSE);
  return TRUE;
}

static gboolean
do_seek (GstBaseSrc *base,
         GstSegment *segment)
{
  ChattyTapeSource *self = CHATTY_TAPE_SOURCE (base);
  guint rate, channels;

  if (!chatty_tape_get_format (self->tape, &rate, &channels))
    rate = 0;
  segment->time = segment->start;
  g_mutex_lock (&self->lock);
  self->next = gst_util_uint64_scale_round (segment->start, rate, GST_SECOND);
  /* In the midst of a sound it begins softly, without a click. */
  if (self->next > 0)
    self->gain = 0;
  g_mutex_unlock (&self->lock);
  return TRUE;
}

static gboolean
set_caps (ChattyTapeSource *self)
{
  g_autoptr (GstCaps) caps = NULL;

  if (self->has_caps)
    return TRUE;
  chatty_tape_get_format (self->tape, &self->rate, &self->channels);
  caps = gst_caps_new_simple ("audio/x-raw", "format", G_TYPE_STRING, "S16LE",
                              "layout", G_TYPE_STRING, "interleaved",
                              "rate", G_TYPE_INT, self->rate,
                              "channels", G_TYPE_INT, self->channels, NULL);
  self->has_caps = gst_base_src_set_caps (GST_BASE_SRC (self), caps);
  return self->has_caps;
}

static void
apply_gain (ChattyTapeSource *self,
            gint16           *samples,
            gsize             n_frames,
            double            from,
            double            to)
{
  if (from >= 1 && to >= 1)
    return;
  for (gsize i = 0; i < n_frames; i++)
    {
      const double gain = from + (to - from) * (double) (i + 1) / (double) n_frames;

      for (guint channel = 0; channel < self->channels; channel++)
        samples[i * self->channels + channel] =
          (gint16) lrint (samples[i * self->channels + channel] * gain);
    }
}

static GstFlowReturn
create (GstPushSrc  *push,
        GstBuffer  **buffer)
{
  ChattyTapeSource *self = CHATTY_TAPE_SOURCE (push);
  GstMapInfo map;
  guint64 at, fade_end;
  gboolean fading;
  gsize n_frames;
  double to;

  g_mutex_lock (&self->lock);
  at = self->next;
  fading = self->fading;
  fade_end = self->fade_end;
  to = self->wanted;
  g_mutex_unlock (&self->lock);

  if (fading && at >= fade_end)
    return GST_FLOW_EOS;
  if (!chatty_tape_wait (self->tape, at, &self->flushing))
    return g_atomic_int_get (&self->flushing) ? GST_FLOW_FLUSHING : GST_FLOW_EOS;
  if (g_atomic_int_get (&self->flushing))
    return GST_FLOW_FLUSHING;
  if (!set_caps (self))
    return GST_FLOW_NOT_NEGOTIATED;

  n_frames = MAX (self->rate * BUFFER_MS / 1000, 1);
  if (fading)
    {
      /* In a straight line to silence. */
      n_frames = MIN (n_frames, fade_end - at);
      to = self->gain * (1 - (double) n_frames / (double) (fade_end - at));
    }
  *buffer = gst_buffer_new_allocate (NULL, n_frames * self->channels * sizeof (gint16), NULL);
  gst_buffer_map (*buffer, &map, GST_MAP_WRITE);
  n_frames = chatty_tape_read (self->tape, at, (gint16 *) (gpointer) map.data, n_frames);
  apply_gain (self, (gint16 *) (gpointer) map.data, n_frames, self->gain, to);
  gst_buffer_unmap (*buffer, &map);
  gst_buffer_set_size (*buffer, n_frames * self->channels * sizeof (gint16));
  self->gain = to;

  GST_BUFFER_PTS (*buffer) = gst_util_uint64_scale (at, GST_SECOND, self->rate);
  GST_BUFFER_DURATION (*buffer) =
    gst_util_uint64_scale (at + n_frames, GST_SECOND, self->rate) - GST_BUFFER_PTS (*buffer);
  GST_BUFFER_OFFSET (*buffer) = at;
  GST_BUFFER_OFFSET_END (*buffer) = at + n_frames;

  g_mutex_lock (&self->lock);
  /* A seek may have come in between; then this one is thrown away. */
  if (self->next == at)
    self->next = at + n_frames;
  g_mutex_unlock (&self->lock);
  return GST_FLOW_OK;
}

static void
chatty_tape_source_finalize (GObject *object)
{
  ChattyTapeSource *self = CHATTY_TAPE_SOURCE (object);

  g_clear_pointer (&self->tape, chatty_tape_unref);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (chatty_tape_source_parent_class)->finalize (object);
}

static void
chatty_tape_source_class_init (ChattyTapeSourceClass *klass)
{
  GstBaseSrcClass *base_class = GST_BASE_SRC_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = chatty_tape_source_finalize;
  gst_element_class_add_static_pad_template (GST_ELEMENT_CLASS (klass), &template);
  gst_element_class_set_static_metadata (GST_ELEMENT_CLASS (klass), "Tape", "Source/Audio",
                                         "Plays decoded speech while it grows",
                                         "The Chatty Connectors authors");
  base_class->negotiate = negotiate;
  base_class->is_seekable = is_seekable;
  base_class->start = start;
  base_class->unlock = unlock;
  base_class->unlock_stop = unlock_stop;
  base_class->do_seek = do_seek;
  GST_PUSH_SRC_CLASS (klass)->create = create;
}

static void
chatty_tape_source_init (ChattyTapeSource *self)
{
  g_mutex_init (&self->lock);
  self->gain = self->wanted = 1;
  gst_base_src_set_format (GST_BASE_SRC (self), GST_FORMAT_TIME);
}

/**
 * chatty_tape_source_new:
 *
 * Returns: (transfer floating): a source of the tape from its start
 */
GstElement *
chatty_tape_source_new (ChattyTape *tape)
{
  ChattyTapeSource *self = g_object_new (CHATTY_TYPE_TAPE_SOURCE, NULL);

  self->tape = chatty_tape_ref (tape);
  return GST_ELEMENT (self);
}

/**
 * chatty_tape_source_get_next:
 *
 * Returns: the frame that goes out next
 */
guint64
chatty_tape_source_get_next (ChattyTapeSource *self)
{
  guint64 next;

  g_mutex_lock (&self->lock);
  next = self->next;
  g_mutex_unlock (&self->lock);
  return next;
}

/**
 * chatty_tape_source_set_gain:
 * @gain: 0 to 1
 */
void
chatty_tape_source_set_gain (ChattyTapeSource *self,
                             double            gain)
{
  g_mutex_lock (&self->lock);
  self->wanted = gain;
  g_mutex_unlock (&self->lock);
}

/**
 * chatty_tape_source_fade_out:
 *
 * Falls silent within 30 milliseconds from where it is, and ends there.
 */
void
chatty_tape_source_fade_out (ChattyTapeSource *self)
{
  guint rate, channels;

  chatty_tape_get_format (self->tape, &rate, &channels);
  g_mutex_lock (&self->lock);
  self->fading = TRUE;
  self->fade_end = self->next + rate * FADE_MS / 1000;
  g_mutex_unlock (&self->lock);
  /* It may be waiting for more: then nothing is to be faded any more. */
  chatty_tape_set_over (self->tape, TRUE);
}
