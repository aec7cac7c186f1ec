/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Long, because when to start, to wait, to go on and to end are one decision
 * about one pipeline: parted, each half would need all of the other. */

#include "config.h"

#define G_LOG_DOMAIN "chatty-voice"

#include <gst/gst.h>
#include <glib/gi18n-lib.h>

#include "chatty-deck.h"
#include "chatty-error.h"
#include "chatty-sound-sink.h"
#include "chatty-tape-loader.h"
#include "chatty-tape-source.h"
#include "chatty-voice-private.h"

/* How long it is looked after while it plays, in milliseconds. */
#define TICK 10
#define TICKS_A_REPORT 5

/* To begin, it waits so long after the first byte, and until there is so much,
 * so that a stream that is hardly faster than speech does not run dry between
 * its pieces. It waits no longer than the second time, if there is anything
 * worth it, and not at all when there is plenty. */
#define START_WAIT (60 * G_TIME_SPAN_MILLISECOND)
#define START_WAIT_MOST (135 * G_TIME_SPAN_MILLISECOND)
#define START_AHEAD 0.2
#define START_LEAST 0.06
#define START_PLENTY 0.6

/* Less than this and nothing more to play: the device would soon crackle. */
#define DRY 0.03

/* After that it waits for this much, and each time for twice as much. */
#define AGAIN 0.3
#define AGAIN_MAX 2.4

/* In ticks: when all went out and the device has not moved for so long, it is
 * at its end. PulseAudio's clock stops a little before it when there was a
 * pause, and GStreamer would wait for the rest of it for ever. */
#define STALLED 30

/* In milliseconds: the fade and what the device still holds. */
#define FADE_TIMEOUT 1000

/**
 * ChattyDeck:
 *
 * Plays one stream and what is put after it: a tape, what fills it, and the
 * pipeline that plays it. Lives on the player's thread.
 */
struct _ChattyDeck {
  GMainContext     *context;
  ChattyDeckFunc    func;
  gpointer          user_data;
  GDestroyNotify    destroy;

  ChattyTape       *tape;
  ChattyTapeLoader *loader;       /* NULL once it fades */
  GstElement       *pipeline;     /* NULL when it could not be built */
  ChattyTapeSource *source;
  GSource          *bus;
  GSource          *tick;
  GSource          *start_timer;
  guint             n_ticks;
  guint             n_stalled;
  gint64            tick_position;
  GArray           *words;        /* nullable */

  double            speed;
  gboolean          wants_pause;
  gboolean          playing;      /* the pipeline was told to */
  gboolean          prerolled;
  gboolean          ended;
  gboolean          heard_first;
  gboolean          seek_waits;
  gint64            seek_to;      /* nanoseconds */
  gint64            position;     /* nanoseconds, the last one known */
  double            again;        /* seconds that it waits for; 0 at the start */
  guint             n_underruns;
  GError           *error;
};

static void evaluate (ChattyDeck *self);
static void reach_end (ChattyDeck *self);

static double
to_seconds (ChattyDeck *self,
            guint64     frames)
{
  guint rate, channels;

  return chatty_tape_get_format (self->tape, &rate, &channels) ? (double) frames / rate : 0;
}

static gint64
get_duration (ChattyDeck *self)
{
  return (gint64) (to_seconds (self, chatty_tape_get_frames (self->tape)) * GST_SECOND);
}

static gint64
get_position (ChattyDeck *self)
{
  gint64 position;

  if (self->ended)
    return get_duration (self);
  if (self->seek_waits)
    return self->seek_to;
  if (self->prerolled && gst_element_query_position (self->pipeline, GST_FORMAT_TIME, &position) &&
      position >= 0)
    self->position = MIN (position, get_duration (self));
  return self->position;
}

static ChattyPlayerState
get_state (ChattyDeck *self)
{
  if (self->error != NULL)
    return CHATTY_PLAYER_FAILED;
  if (self->ended)
    return CHATTY_PLAYER_ENDED;
  if (self->wants_pause)
    return CHATTY_PLAYER_PAUSED;
  return self->playing ? CHATTY_PLAYER_PLAYING : CHATTY_PLAYER_BUFFERING;
}

static int
find_word (ChattyDeck *self,
           gint64      position)
{
  const double at = (double) position / GST_SECOND;
  int found = -1;

  if (self->words == NULL || (!self->heard_first && !self->ended))
    return -1;
  for (guint i = 0; i < self->words->len; i++)
    {
      const ChattyWordTime *word = &g_array_index (self->words, ChattyWordTime, i);

      /* A word stays for a short pause after it. */
      if (word->start <= at)
        found = at < word->end + 0.3 ? (int) i : -1;
    }
  return found;
}

static void
report (ChattyDeck *self)
{
  const gint64 position = get_position (self);
  guint rate, channels;
  ChattyDeckReport now = {
    .state = get_state (self),
    .position = position / 1000,
    .duration = get_duration (self) / 1000,
    .complete = self->loader != NULL && chatty_tape_loader_is_done (self->loader),
    .heard_first = self->heard_first,
    .n_underruns = self->n_underruns,
    .word = find_word (self, position),
    .error = self->error,
  };

  if (self->func == NULL)
    return;
  if (now.state == CHATTY_PLAYER_PLAYING && self->heard_first &&
      chatty_tape_get_format (self->tape, &rate, &channels))
    now.level = chatty_tape_get_level (
      self->tape, gst_util_uint64_scale ((guint64) position, rate, GST_SECOND), rate / 20);
  self->func (&now, self->user_data);
}

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    {
      g_source_destroy (*source);
      g_clear_pointer (source, g_source_unref);
    }
}

/* Gives the device back. The tape stays. */
static void
release (ChattyDeck *self)
{
  clear_source (&self->tick);
  self->playing = self->prerolled = FALSE;
  if (self->pipeline != NULL)
    gst_element_set_state (self->pipeline, GST_STATE_NULL);
}

/* @error: (transfer full) */
static void
fail (ChattyDeck *self,
      GError     *error)
{
  if (self->error != NULL)
    {
      g_error_free (error);
      return;
    }
  get_position (self);
  self->error = error;
  release (self);
  report (self);
}

static void
do_seek (ChattyDeck *self)
{
  self->seek_waits = FALSE;
  self->position = self->seek_to;
  gst_element_seek (self->pipeline, self->speed, GST_FORMAT_TIME,
                    GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_ACCURATE, GST_SEEK_TYPE_SET,
                    self->seek_to, GST_SEEK_TYPE_NONE, -1);
}

static void
seek (ChattyDeck *self,
      gint64      nanoseconds)
{
  self->seek_to = CLAMP (nanoseconds, 0, get_duration (self));
  if (self->prerolled)
    do_seek (self);
  else
    self->seek_waits = TRUE;
}

/* From the end, or from a device that was given back. */
static void
revive (ChattyDeck *self,
        gint64      nanoseconds)
{
  self->ended = FALSE;
  seek (self, nanoseconds);
  gst_element_set_state (self->pipeline, GST_STATE_PAUSED);
}

static void
halt (ChattyDeck *self)
{
  if (!self->playing)
    return;
  self->playing = FALSE;
  clear_source (&self->tick);
  gst_element_set_state (self->pipeline, GST_STATE_PAUSED);
}

/* Nothing is left to be played, but more is to come. */
static void
check_dry (ChattyDeck *self)
{
  const guint64 frames = chatty_tape_get_frames (self->tape);
  const double left = (double) (get_duration (self) - get_position (self)) / GST_SECOND;

  if (chatty_tape_is_over (self->tape) || chatty_tape_source_get_next (self->source) < frames ||
      left > DRY * self->speed)
    return;
  self->again = self->again > 0 ? MIN (2 * self->again, AGAIN_MAX) : AGAIN;
  self->n_underruns++;
  halt (self);
  report (self);
}

static gboolean
is_stalled (ChattyDeck *self)
{
  const gint64 before = self->tick_position;

  self->tick_position = get_position (self);
  if (!self->heard_first || self->tick_position != before ||
      !chatty_tape_is_over (self->tape) ||
      chatty_tape_source_get_next (self->source) < chatty_tape_get_frames (self->tape))
    self->n_stalled = 0;
  else
    self->n_stalled++;
  return self->n_stalled >= STALLED;
}

static gboolean
tick_cb (gpointer user_data)
{
  ChattyDeck *self = user_data;

  if (++self->n_ticks % TICKS_A_REPORT == 0)
    report (self);
  if (is_stalled (self))
    reach_end (self);
  else
    check_dry (self);
  return G_SOURCE_CONTINUE;
}

static void
start (ChattyDeck *self)
{
  self->playing = TRUE;
  self->n_stalled = 0;
  clear_source (&self->tick);
  self->tick = g_timeout_source_new (TICK);
  g_source_set_callback (self->tick, tick_cb, self, NULL);
  g_source_attach (self->tick, self->context);
  gst_element_set_state (self->pipeline, GST_STATE_PLAYING);
}

static gboolean
start_timer_cb (gpointer user_data)
{
  ChattyDeck *self = user_data;

  clear_source (&self->start_timer);
  evaluate (self);
  return G_SOURCE_REMOVE;
}

static gboolean
is_enough (ChattyDeck *self)
{
  const double ahead = (double) (get_duration (self) - get_position (self)) / GST_SECOND;
  gint64 waited;

  if (chatty_tape_is_over (self->tape))
    return TRUE;
  if (ahead <= 0)
    return FALSE;
  if (self->again > 0)
    return ahead >= self->again * self->speed;
  if (ahead >= START_PLENTY * self->speed)
    return TRUE;
  waited = g_get_monotonic_time () - chatty_tape_loader_get_arrival (self->loader);
  if (waited >= START_WAIT_MOST)
    return ahead >= START_LEAST * self->speed;
  if (waited >= START_WAIT && ahead >= START_AHEAD * self->speed)
    return TRUE;
  if (self->start_timer == NULL)
    {
      const gint64 until = waited < START_WAIT ? START_WAIT : START_WAIT_MOST;

      self->start_timer = g_timeout_source_new ((guint) ((until - waited) / 1000 + 1));
      g_source_set_callback (self->start_timer, start_timer_cb, self, NULL);
      g_source_attach (self->start_timer, self->context);
    }
  return FALSE;
}

/* Goes on where it can. */
static void
evaluate (ChattyDeck *self)
{
  if (self->error != NULL || self->loader == NULL)
    return;
  if (chatty_tape_loader_is_done (self->loader) && chatty_tape_get_frames (self->tape) == 0)
    {
      const GError *error = chatty_tape_loader_get_error (self->loader);

      if (error != NULL)
        {
          fail (self, g_error_copy (error));
          return;
        }
      self->ended = TRUE;
    }
  else if (!self->ended && !self->wants_pause && !self->playing && is_enough (self))
    start (self);
  report (self);
}

static void
changed_cb (gpointer tape,
            gpointer user_data)
{
  ChattyDeck *self = user_data;

  /* While the loader is made. */
  if (self->loader == NULL)
    return;
  g_clear_pointer (&self->words, g_array_unref);
  self->words = chatty_tape_loader_dup_words (self->loader);
  evaluate (self);
}

/* All that went out was heard. */
static void
reach_end (ChattyDeck *self)
{
  const GError *error;

  if (self->loader == NULL)
    {
      /* It has faded. */
      chatty_deck_free (self);
      return;
    }
  if (!chatty_tape_is_over (self->tape) ||
      chatty_tape_source_get_next (self->source) < chatty_tape_get_frames (self->tape))
    {
      /* More was put after it just when it ended. */
      const guint64 next = chatty_tape_source_get_next (self->source);

      halt (self);
      seek (self, (gint64) (to_seconds (self, next) * GST_SECOND));
      evaluate (self);
      return;
    }
  error = chatty_tape_loader_get_error (self->loader);
  if (error != NULL)
    {
      self->position = get_duration (self);
      self->prerolled = FALSE;
      fail (self, g_error_copy (error));
      return;
    }
  self->ended = TRUE;
  release (self);
  report (self);
}

static gboolean
message_cb (GstBus     *bus,
            GstMessage *message,
            gpointer    user_data)
{
  ChattyDeck *self = user_data;
  g_autoptr (GError) error = NULL;
  GstState now;

  switch (GST_MESSAGE_TYPE (message))
    {
    case GST_MESSAGE_EOS:
      reach_end (self);
      break;
    case GST_MESSAGE_ERROR:
      gst_message_parse_error (message, &error, NULL);
      if (self->loader == NULL)
        chatty_deck_free (self);
      else
        fail (self, g_error_new (CHATTY_ERROR, CHATTY_ERROR_FAILED,
                                 _("The sound device failed: %s"), error->message));
      return G_SOURCE_CONTINUE;
    case GST_MESSAGE_ASYNC_DONE:
      if (self->error != NULL || self->ended)
        break;
      self->prerolled = TRUE;
      if (self->seek_waits)
        do_seek (self);
      break;
    case GST_MESSAGE_STATE_CHANGED:
      if (GST_MESSAGE_SRC (message) != GST_OBJECT (self->pipeline))
        break;
      gst_message_parse_state_changed (message, NULL, &now, NULL);
      if (now == GST_STATE_PLAYING && !self->heard_first && self->loader != NULL)
        {
          self->heard_first = TRUE;
          report (self);
        }
      break;
    default:
      break;
    }
  return G_SOURCE_CONTINUE;
}

static gboolean
build (ChattyDeck  *self,
       const char  *description,
       GError     **error)
{
  GstElement *convert = chatty_voice_make ("play", 0);
  GstElement *resample = chatty_voice_make ("play", 1);
  GstElement *tempo = chatty_voice_make ("play", 2);
  GstElement *sink = NULL;
  g_autofree char *missing = chatty_voice_check_missing ("audio/x-raw");
  g_autoptr (GstBus) bus = NULL;

  if (missing != NULL)
    g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED, missing);
  else
    sink = chatty_sound_sink_new (description, error);
  if (sink == NULL)
    {
      g_clear_object (&convert);
      g_clear_object (&resample);
      g_clear_object (&tempo);
      return FALSE;
    }
  /* Samples that fit go through as they are. */
  g_object_set (convert, "dithering", 0, NULL);
  self->pipeline = gst_object_ref_sink (gst_pipeline_new (NULL));
  self->source = CHATTY_TAPE_SOURCE (chatty_tape_source_new (self->tape));
  gst_bin_add_many (GST_BIN (self->pipeline), GST_ELEMENT (self->source), convert, resample, tempo,
                    sink, NULL);
  gst_object_unref (sink);
  gst_element_link_many (GST_ELEMENT (self->source), convert, resample, tempo, sink, NULL);
  bus = gst_element_get_bus (self->pipeline);
  self->bus = gst_bus_create_watch (bus);
  g_source_set_callback (self->bus, G_SOURCE_FUNC (message_cb), self, NULL);
  g_source_attach (self->bus, self->context);
  return TRUE;
}

/**
 * chatty_deck_new:
 * @context: that of the calling thread
 * @sink: (nullable): a bin as gst-launch takes it, for tests
 * @gain: 0 to 1
 * @speed: 0.5 to 2
 * @func: told how it stands, about 20 times a second while it plays
 * @destroy: (nullable): for @user_data
 *
 * Opens the sound device. Blocking.
 */
ChattyDeck *
chatty_deck_new (GMainContext   *context,
                 const char     *sink,
                 double          gain,
                 double          speed,
                 ChattyDeckFunc  func,
                 gpointer        user_data,
                 GDestroyNotify  destroy)
{
  ChattyDeck *self = g_new0 (ChattyDeck, 1);

  self->context = g_main_context_ref (context);
  self->func = func;
  self->user_data = user_data;
  self->destroy = destroy;
  self->speed = speed;
  self->tape = chatty_tape_new ();
  if (!chatty_voice_start_gstreamer (&self->error) || !build (self, sink, &self->error))
    {
      report (self);
      return self;
    }
  self->loader = chatty_tape_loader_new (self->tape, context, changed_cb, self);
  chatty_tape_source_set_gain (self->source, gain);
  if (speed != 1)
    {
      self->seek_waits = TRUE;
      self->seek_to = 0;
    }
  gst_element_set_state (self->pipeline, GST_STATE_PAUSED);
  return self;
}

void
chatty_deck_free (ChattyDeck *self)
{
  clear_source (&self->tick);
  clear_source (&self->start_timer);
  clear_source (&self->bus);
  g_clear_pointer (&self->loader, chatty_tape_loader_close);
  if (self->pipeline != NULL)
    {
      gst_element_set_state (self->pipeline, GST_STATE_NULL);
      gst_object_unref (self->pipeline);
    }
  g_clear_pointer (&self->words, g_array_unref);
  chatty_tape_unref (self->tape);
  g_clear_error (&self->error);
  if (self->destroy != NULL)
    self->destroy (self->user_data);
  g_main_context_unref (self->context);
  g_free (self);
}

static gboolean
fade_timeout_cb (gpointer user_data)
{
  chatty_deck_free (user_data);
  return G_SOURCE_REMOVE;
}

/**
 * chatty_deck_fade:
 *
 * Falls silent within 30 milliseconds, tells nothing more, and frees itself.
 */
void
chatty_deck_fade (ChattyDeck *self)
{
  self->func = NULL;
  if (!self->playing || !self->heard_first || self->error != NULL)
    {
      chatty_deck_free (self);
      return;
    }
  clear_source (&self->tick);
  clear_source (&self->start_timer);
  g_clear_pointer (&self->loader, chatty_tape_loader_close);
  chatty_tape_source_fade_out (self->source);
  /* A device that hangs never says that it has ended. */
  self->tick = g_timeout_source_new (FADE_TIMEOUT);
  g_source_set_callback (self->tick, fade_timeout_cb, self, NULL);
  g_source_attach (self->tick, self->context);
}

/**
 * chatty_deck_add:
 * @stream: what comes next, without a gap
 */
void
chatty_deck_add (ChattyDeck        *self,
                 ChattyAudioStream *stream)
{
  const gint64 before = get_duration (self);
  const gboolean ended = self->ended;

  if (self->loader == NULL || self->error != NULL)
    return;
  self->ended = FALSE;
  if (ended && before > 0)
    revive (self, before);
  chatty_tape_loader_add (self->loader, stream);
}

void
chatty_deck_pause (ChattyDeck *self)
{
  if (self->error != NULL || self->loader == NULL || self->ended || self->wants_pause)
    return;
  self->wants_pause = TRUE;
  halt (self);
  report (self);
}

void
chatty_deck_resume (ChattyDeck *self)
{
  if (self->error != NULL || self->loader == NULL)
    return;
  if (self->ended && get_duration (self) > 0)
    revive (self, 0);
  self->wants_pause = FALSE;
  evaluate (self);
}

/**
 * chatty_deck_seek:
 * @microseconds: from the start; kept within what has come
 */
void
chatty_deck_seek (ChattyDeck *self,
                  gint64      microseconds)
{
  const gint64 to = CLAMP (microseconds, 0, G_MAXINT64 / 1000) * 1000;

  if (self->error != NULL || self->loader == NULL || get_duration (self) == 0)
    return;
  if (self->ended)
    {
      /* It was not heard any more: it is heard again when it is resumed. */
      self->wants_pause = TRUE;
      revive (self, to);
    }
  else
    seek (self, to);
  evaluate (self);
}

void
chatty_deck_set_gain (ChattyDeck *self,
                      double      gain)
{
  if (self->source != NULL && self->loader != NULL)
    chatty_tape_source_set_gain (self->source, gain);
}

/**
 * chatty_deck_set_speed:
 * @speed: 0.5 to 2; voices keep their pitch
 */
void
chatty_deck_set_speed (ChattyDeck *self,
                       double      speed)
{
  if (self->speed == speed)
    return;
  self->speed = speed;
  if (self->error == NULL && self->loader != NULL && !self->ended)
    seek (self, get_position (self));
}
