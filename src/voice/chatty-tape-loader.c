/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-voice"

#include "chatty-decoder.h"
#include "chatty-tape-loader.h"

typedef struct {
  ChattyAudioStream *stream;
  gulong             handler;
  double             start;     /* seconds; -1 before its turn has come */
} Entry;

/**
 * ChattyTapeLoader:
 *
 * Puts streams onto a tape, one segment after the other, while they come.
 * Called on the thread of its context; only "grown" comes from elsewhere.
 */
struct _ChattyTapeLoader {
  GMainContext  *context;
  ChattyTape    *tape;
  GFunc          changed;
  gpointer       user_data;
  gint           pending;       /* atomic */
  gboolean       closed;

  GArray        *entries;       /* of Entry */
  guint          current;       /* of the streams */
  guint          next_chunk;    /* of the current stream */
  ChattyDecoder *decoder;       /* of the current segment */
  guint          segment;
  gboolean       ending;        /* the decoder was told that it is all */
  gint64         arrival;
  GError        *error;
};

static void pump (ChattyTapeLoader *self);

static void
clear_entry (gpointer data)
{
  Entry *entry = data;

  g_signal_handler_disconnect (entry->stream, entry->handler);
  g_object_unref (entry->stream);
}

static void
clear (gpointer data)
{
  ChattyTapeLoader *self = data;

  g_main_context_unref (self->context);
  g_clear_error (&self->error);
}

static void
loader_unref (gpointer self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/**
 * chatty_tape_loader_new:
 * @tape: what is to be filled
 * @context: that of the calling thread
 * @changed: called with (tape, user_data) when there is more, or an end
 *
 * GStreamer must have been started.
 */
ChattyTapeLoader *
chatty_tape_loader_new (ChattyTape   *tape,
                        GMainContext *context,
                        GFunc         changed,
                        gpointer      user_data)
{
  ChattyTapeLoader *self = g_atomic_rc_box_new0 (ChattyTapeLoader);

  self->context = g_main_context_ref (context);
  self->tape = chatty_tape_ref (tape);
  self->changed = changed;
  self->user_data = user_data;
  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_array_set_clear_func (self->entries, clear_entry);
  return self;
}

/**
 * chatty_tape_loader_close:
 *
 * Stops loading, and frees it as soon as no stream tells it something.
 */
void
chatty_tape_loader_close (ChattyTapeLoader *self)
{
  self->closed = TRUE;
  g_clear_pointer (&self->decoder, chatty_decoder_free);
  g_clear_pointer (&self->entries, g_array_unref);
  g_clear_pointer (&self->tape, chatty_tape_unref);
  loader_unref (self);
}

static gboolean
pump_cb (gpointer user_data)
{
  ChattyTapeLoader *self = user_data;

  g_atomic_int_set (&self->pending, FALSE);
  if (!self->closed)
    pump (self);
  return G_SOURCE_REMOVE;
}

/* On any thread. */
static void
grown_cb (ChattyAudioStream *stream,
          ChattyTapeLoader  *self)
{
  g_autoptr (GSource) source = NULL;

  if (!g_atomic_int_compare_and_exchange (&self->pending, FALSE, TRUE))
    return;
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, pump_cb, g_atomic_rc_box_acquire (self), loader_unref);
  g_source_set_static_name (source, "chatty-voice-grown");
  g_source_attach (source, self->context);
}

static void
release_cb (gpointer  data,
            GClosure *closure)
{
  loader_unref (data);
}

/**
 * chatty_tape_loader_add:
 * @stream: what comes next; it may still grow
 */
void
chatty_tape_loader_add (ChattyTapeLoader  *self,
                        ChattyAudioStream *stream)
{
  Entry entry = { g_object_ref (stream), 0, -1 };

  /* The stream may be telling it something just while it is closed. */
  entry.handler = g_signal_connect_data (stream, "grown", G_CALLBACK (grown_cb),
                                         g_atomic_rc_box_acquire (self), release_cb, 0);
  g_array_append_val (self->entries, entry);
  if (self->error == NULL)
    chatty_tape_set_over (self->tape, FALSE);
  pump (self);
}

static gboolean
decoder_cb (gpointer user_data)
{
  pump (user_data);
  return G_SOURCE_REMOVE;
}

static double
seconds_on_tape (ChattyTapeLoader *self)
{
  guint rate, channels;

  if (!chatty_tape_get_format (self->tape, &rate, &channels))
    return 0;
  return (double) chatty_tape_get_frames (self->tape) / rate;
}

/* The next piece to the segment's decoder. Returns FALSE when that must end
 * first. */
static gboolean
take_chunk (ChattyTapeLoader        *self,
            const ChattyAudioFormat *format,
            GBytes                  *bytes)
{
  if (self->decoder != NULL && format->segment != self->segment)
    {
      self->ending = TRUE;
      chatty_decoder_end (self->decoder);
      return FALSE;
    }
  if (self->arrival == 0)
    self->arrival = g_get_monotonic_time ();
  if (self->decoder == NULL)
    {
      self->decoder = chatty_decoder_new (format, self->tape, self->context, decoder_cb,
                                          self);
      self->segment = format->segment;
      self->ending = FALSE;
    }
  self->next_chunk++;
  chatty_decoder_push (self->decoder, bytes);
  return TRUE;
}

/* Returns whether there may be more to do. */
static gboolean
step (ChattyTapeLoader *self)
{
  Entry *entry;
  ChattyAudioFormat format;
  g_autoptr (GBytes) bytes = NULL;
  gboolean ended;

  if (self->decoder != NULL && chatty_decoder_is_done (self->decoder))
    {
      self->error = chatty_decoder_dup_error (self->decoder);
      g_clear_pointer (&self->decoder, chatty_decoder_free);
      return self->error == NULL;
    }
  if (self->decoder != NULL && self->ending)
    return FALSE;
  if (self->current >= self->entries->len)
    return FALSE;

  entry = &g_array_index (self->entries, Entry, self->current);
  if (entry->start < 0)
    entry->start = seconds_on_tape (self);
  /* In this order: what came before the end is there when it has ended. */
  ended = chatty_audio_stream_is_ended (entry->stream);
  bytes = chatty_audio_stream_dup_chunk (entry->stream, self->next_chunk, &format);
  if (bytes != NULL)
    {
      take_chunk (self, &format, bytes);
      return TRUE;
    }
  if (!ended)
    return FALSE;
  if (self->decoder != NULL)
    {
      self->ending = TRUE;
      chatty_decoder_end (self->decoder);
      return TRUE;
    }
  self->error = chatty_audio_stream_dup_error (entry->stream);
  self->current++;
  self->next_chunk = 0;
  return self->error == NULL;
}

static void
pump (ChattyTapeLoader *self)
{
  if (self->error == NULL)
    while (step (self))
      continue;
  if (chatty_tape_loader_is_done (self))
    chatty_tape_set_over (self->tape, TRUE);
  self->changed (self->tape, self->user_data);
}

/**
 * chatty_tape_loader_is_done:
 *
 * Returns: whether all that was added is on the tape, or it has failed
 */
gboolean
chatty_tape_loader_is_done (ChattyTapeLoader *self)
{
  return self->error != NULL || self->current >= self->entries->len;
}

/**
 * chatty_tape_loader_get_error:
 *
 * Returns: (transfer none) (nullable): why not all of it will be on the tape
 */
const GError *
chatty_tape_loader_get_error (ChattyTapeLoader *self)
{
  return self->error;
}

/**
 * chatty_tape_loader_get_arrival:
 *
 * Returns: when the first piece came, monotonic; 0 before
 */
gint64
chatty_tape_loader_get_arrival (ChattyTapeLoader *self)
{
  return self->arrival;
}

/**
 * chatty_tape_loader_dup_words:
 *
 * Returns: (transfer full) (element-type ChattyWordTime): the words of all
 *   streams whose turn has come, by the tape's time; those of others count
 *   too, and are never
 */
GArray *
chatty_tape_loader_dup_words (ChattyTapeLoader *self)
{
  GArray *words = NULL;

  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = &g_array_index (self->entries, Entry, i);
      GArray *more = chatty_audio_stream_dup_words (entry->stream);

      for (guint n = 0; n < more->len; n++)
        {
          ChattyWordTime *word = &g_array_index (more, ChattyWordTime, n);

          word->start = entry->start < 0 ? G_MAXDOUBLE : word->start + entry->start;
          word->end = entry->start < 0 ? G_MAXDOUBLE : word->end + entry->start;
        }
      if (words == NULL)
        words = more;
      else
        {
          /* The texts go over with it. */
          g_array_append_vals (words, more->data, more->len);
          g_array_set_clear_func (more, NULL);
          g_array_unref (more);
        }
    }
  return words;
}
