/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-inworld-sound.h"
#include "chatty-wav.h"

/* What the platform's MP3 has where nobody asks for anything else. */
#define MP3_BIT_RATE 128000

/* A long text is fetched in parts, the next one while the one before is being
 * heard, and put into one reply without a seam. */

/* Where sound goes: into the reply, in order. */
typedef struct {
  ChattyReply         *reply;
  ChattyInworldCoding  coding;
  ChattyWavStream     *wav;        /* of samples: takes headers off */
  ChattyAudioFormat    format;     /* of the last piece */
  gsize                taken;      /* bytes of this part */
  double               seconds;    /* of this part */
  double               last_word;  /* when it ended, in this part */
  double               offset;     /* when this part begins */
} Sink;

static void
sink_begin (Sink *self)
{
  self->taken = 0;
  self->seconds = self->last_word = 0;
  if (self->coding.samples)
    {
      ChattyAudioFormat bare = { "audio/x-raw", self->coding.rate, 1, 16, 0 };

      self->wav = chatty_wav_stream_new ();
      /* Some promise no headers and send them, others the other way round. */
      chatty_wav_stream_set_format (self->wav, &bare);
    }
}

static void
sink_append (Sink              *self,
             ChattyAudioFormat *format,
             GBytes            *bytes)
{
  gsize size = g_bytes_get_size (bytes);

  if (size == 0)
    return;
  self->taken += size;
  if (self->coding.samples)
    self->seconds += (double) size / (format->rate * format->channels * (format->bits / 8));
  else if (g_str_has_suffix (self->coding.encoding, "LAW"))
    self->seconds += (double) size / self->coding.rate;
  else if (g_str_equal (self->coding.encoding, "MP3"))
    self->seconds += size * 8.0 / MP3_BIT_RATE;
  chatty_reply_append_audio (self->reply, format, bytes);
}

/* Samples of one kind are one stream, whatever they came in. */
static void
sink_append_samples (Sink   *self,
                     GBytes *samples)
{
  ChattyAudioFormat format;

  if (g_bytes_get_size (samples) == 0 || !chatty_wav_stream_get_format (self->wav, &format))
    return;
  format.segment = self->format.segment;
  if (self->format.rate != 0 &&
      (format.rate != self->format.rate || format.channels != self->format.channels ||
       format.bits != self->format.bits))
    format.segment++;
  self->format = format;
  sink_append (self, &format, samples);
}

static gboolean
sink_take (ChattyInworldSound  *sound,
           gpointer             user_data,
           GError             **error)
{
  Sink *self = user_data;

  if (sound->model != NULL)
    chatty_reply_set_model (self->reply, sound->model);
  if (sound->audio != NULL && self->coding.samples)
    {
      g_autoptr (GBytes) samples = chatty_wav_stream_push (self->wav, sound->audio, error);

      if (samples == NULL)
        return FALSE;
      sink_append_samples (self, samples);
    }
  else if (sound->audio != NULL)
    sink_append (self, &self->format, sound->audio);
  if (sound->words != NULL)
    {
      for (guint i = 0; i < sound->words->len; i++)
        {
          ChattyWordTime *word = &g_array_index (sound->words, ChattyWordTime, i);

          self->last_word = MAX (self->last_word, word->end);
          word->start += self->offset;
          word->end += self->offset;
        }
      chatty_reply_append_words (self->reply, (const ChattyWordTime *) sound->words->data,
                                 sound->words->len);
    }
  /* It holds so much and no more, and ends by itself. */
  if (chatty_audio_stream_is_ended (chatty_reply_get_audio (self->reply)))
    {
      GError *full = chatty_audio_stream_dup_error (chatty_reply_get_audio (self->reply));

      if (full == NULL)
        full = g_error_new_literal (CHATTY_ERROR, CHATTY_ERROR_CANCELLED, _("Stopped"));
      g_propagate_error (error, full);
      return FALSE;
    }
  return TRUE;
}

static gboolean
sink_end (Sink    *self,
          GError **error)
{
  if (self->wav != NULL)
    {
      g_autoptr (GBytes) rest = chatty_wav_stream_end (self->wav);

      sink_append_samples (self, rest);
    }
  g_clear_pointer (&self->wav, chatty_wav_stream_free);
  if (!self->coding.samples)
    self->format.segment++;
  /* How long compressed sound is only a decoder knows: the words tell. */
  self->offset += self->seconds > 0 ? self->seconds : self->last_word;
  if (self->taken > 0)
    return TRUE;
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_SERVER,
                       _("Inworld sent no speech. Try again, or choose another voice"));
  return FALSE;
}

/* A part that is fetched ahead, on a thread of its own: those of the account's
 * pool may all be waiting for such parts. */
typedef struct {
  ChattyInworld             *owner;
  const ChattySpeechRequest *wanted;
  const char                *text;
  GCancellable              *cancellable;
  GThread                   *thread;
  GMutex                     lock;      /* for all that follows */
  GCond                      changed;
  GQueue                     sounds;    /* of ChattyInworldSound */
  gboolean                   over;
  GError                    *error;
} Part;

static void
sound_free (gpointer data)
{
  chatty_inworld_sound_clear (data);
  g_free (data);
}

static gboolean
part_take (ChattyInworldSound  *sound,
           gpointer             user_data,
           GError             **error)
{
  Part *self = user_data;

  g_mutex_lock (&self->lock);
  g_queue_push_tail (&self->sounds, g_memdup2 (sound, sizeof *sound));
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->lock);
  memset (sound, 0, sizeof *sound);
  return TRUE;
}

static gpointer
part_run (gpointer data)
{
  Part *self = data;
  GError *error = NULL;

  chatty_inworld_fetch (self->owner, self->wanted, self->text, part_take, self, self->cancellable,
                        &error);
  g_mutex_lock (&self->lock);
  self->over = TRUE;
  self->error = error;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->lock);
  return NULL;
}

static Part *
part_start (ChattyInworld              *owner,
            const ChattySpeechRequest  *wanted,
            const char                 *text,
            GCancellable               *cancellable)
{
  Part *self;

  if (text == NULL)
    return NULL;
  self = g_new0 (Part, 1);
  self->owner = owner;
  self->wanted = wanted;
  self->text = text;
  self->cancellable = cancellable;
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  g_queue_init (&self->sounds);
  self->thread = g_thread_new ("inworld-speech", part_run, self);
  return self;
}

static void
part_free (Part *self)
{
  g_thread_join (self->thread);
  g_queue_clear_full (&self->sounds, sound_free);
  g_clear_error (&self->error);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_free (self);
}

/* Hears @self to its end, while it comes. Cancelling ends the fetching, and
 * that ends the wait. */
static gboolean
part_drain (Part    *self,
            Sink    *sink,
            GError **error)
{
  for (;;)
    {
      ChattyInworldSound *sound;
      gboolean good = TRUE;

      g_mutex_lock (&self->lock);
      while (g_queue_is_empty (&self->sounds) && !self->over)
        g_cond_wait (&self->changed, &self->lock);
      sound = g_queue_pop_head (&self->sounds);
      if (sound == NULL && self->error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&self->error));
          good = FALSE;
        }
      g_mutex_unlock (&self->lock);

      if (sound == NULL)
        return good;
      good = sink_take (sound, sink, error);
      sound_free (sound);
      if (!good)
        return FALSE;
    }
}

static void
cancelled_cb (GCancellable *cancellable,
              GCancellable *inner)
{
  g_cancellable_cancel (inner);
}

static gboolean
join_many (ChattyInworld              *self,
           const ChattySpeechRequest  *wanted,
           const char *const          *parts,
           Sink                       *sink,
           GCancellable               *cancellable,
           GError                    **error)
{
  /* What is fetched ahead ends with what fails before it. */
  g_autoptr (GCancellable) inner = g_cancellable_new ();
  gulong watch = cancellable != NULL
                 ? g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), inner, NULL) : 0;
  Part *part = part_start (self, wanted, parts[0], inner);
  gboolean good = TRUE;

  for (guint i = 0; part != NULL; i++)
    {
      Part *ahead = good ? part_start (self, wanted, parts[i + 1], inner) : NULL;

      if (good)
        {
          sink_begin (sink);
          good = part_drain (part, sink, error) && sink_end (sink, error);
        }
      if (!good)
        g_cancellable_cancel (inner);
      part_free (part);
      part = ahead;
    }
  if (watch != 0)
    g_cancellable_disconnect (cancellable, watch);
  return good;
}

/*
 * chatty_inworld_join:
 * @wanted: how it is to be said
 * @parts: what is to be said, in order; at least one
 * @reply: gets the sound as one stream
 *
 * Returns: whether all of it came
 */
gboolean
chatty_inworld_join (ChattyInworld              *self,
                     const ChattySpeechRequest  *wanted,
                     const char *const          *parts,
                     ChattyReply                *reply,
                     GCancellable               *cancellable,
                     GError                    **error)
{
  Sink sink = { .reply = reply };
  gboolean good;

  chatty_inworld_choose_coding (wanted, &sink.coding);
  if (!sink.coding.samples)
    sink.format = (ChattyAudioFormat) {
      .media_type = sink.coding.media_type,
      .rate = sink.coding.rate,
      .channels = sink.coding.rate > 0 ? 1 : 0,
    };

  if (parts[1] != NULL)
    good = join_many (self, wanted, parts, &sink, cancellable, error);
  else
    {
      sink_begin (&sink);
      good = chatty_inworld_fetch (self, wanted, parts[0], sink_take, &sink, cancellable, error) &&
             sink_end (&sink, error);
    }
  g_clear_pointer (&sink.wav, chatty_wav_stream_free);
  return good;
}
