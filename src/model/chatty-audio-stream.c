/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-model"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "chatty-audio-stream.h"
#include "chatty-error.h"

/* Nobody says more than this in half an hour. */
#define MAX_WORDS 100000

/**
 * ChattyAudioStream:
 *
 * Sound on its way. All of it is kept, so that it can be heard again, sought
 * in and saved. Every function may be called on any thread.
 */
struct _ChattyAudioStream {
  GObject   parent_instance;

  GMutex    lock;       /* for all that follows */
  GArray   *chunks;     /* of Chunk */
  GArray   *words;      /* of ChattyWordTime */
  gsize     size;
  gboolean  ended;
  GError   *error;
};

typedef struct {
  ChattyAudioFormat  format;
  GBytes            *bytes;
} Chunk;

enum {
  SIGNAL_GROWN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyAudioStream, chatty_audio_stream, G_TYPE_OBJECT)

static void
clear_chunk (gpointer data)
{
  Chunk *chunk = data;

  g_bytes_unref (chunk->bytes);
}

static void
clear_word (gpointer data)
{
  ChattyWordTime *word = data;

  g_free (word->word);
}

static GArray *
new_words (guint n)
{
  GArray *words = g_array_sized_new (FALSE, FALSE, sizeof (ChattyWordTime), n);

  g_array_set_clear_func (words, clear_word);
  return words;
}

static void
chatty_audio_stream_finalize (GObject *object)
{
  ChattyAudioStream *self = CHATTY_AUDIO_STREAM (object);

  g_mutex_clear (&self->lock);
  g_array_unref (self->chunks);
  g_array_unref (self->words);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (chatty_audio_stream_parent_class)->finalize (object);
}

static void
chatty_audio_stream_class_init (ChattyAudioStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = chatty_audio_stream_finalize;

  /**
   * ChattyAudioStream::grown:
   *
   * Sound or words came, or it has ended. Emitted on the thread that brought
   * them, without any lock held.
   */
  signals[SIGNAL_GROWN] =
    g_signal_new ("grown", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
chatty_audio_stream_init (ChattyAudioStream *self)
{
  g_mutex_init (&self->lock);
  self->chunks = g_array_new (FALSE, FALSE, sizeof (Chunk));
  g_array_set_clear_func (self->chunks, clear_chunk);
  self->words = new_words (0);
}

/**
 * chatty_audio_stream_new:
 *
 * Returns: (transfer full): a stream for which nothing has come yet
 */
ChattyAudioStream *
chatty_audio_stream_new (void)
{
  return g_object_new (CHATTY_TYPE_AUDIO_STREAM, NULL);
}

static void
grown (ChattyAudioStream *self)
{
  g_signal_emit (self, signals[SIGNAL_GROWN], 0);
}

/* Called with the lock held. */
static void
end (ChattyAudioStream *self,
     GError            *error)
{
  self->ended = TRUE;
  self->error = error;
}

/**
 * chatty_audio_stream_append:
 * @format: what @bytes are; its text is copied
 * @bytes: the next piece, as it came
 *
 * What comes after the end is dropped, and so are empty pieces. A stream that
 * would hold more than %CHATTY_AUDIO_MAX_BYTES ends with
 * %CHATTY_ERROR_TOO_LARGE, and keeps what it has.
 */
void
chatty_audio_stream_append (ChattyAudioStream       *self,
                            const ChattyAudioFormat *format,
                            GBytes                  *bytes)
{
  const gsize length = g_bytes_get_size (bytes);
  gboolean changed = FALSE;

  g_mutex_lock (&self->lock);
  if (!self->ended && length > 0)
    {
      changed = TRUE;
      if (length > CHATTY_AUDIO_MAX_BYTES - self->size)
        end (self, g_error_new (CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE,
                                _("The speech is longer than %u MiB, and was cut off there"),
                                CHATTY_AUDIO_MAX_BYTES / (1024 * 1024)));
      else
        {
          Chunk chunk = { *format, g_bytes_ref (bytes) };

          chunk.format.media_type = g_intern_string (format->media_type);
          g_array_append_val (self->chunks, chunk);
          self->size += length;
        }
    }
  g_mutex_unlock (&self->lock);

  if (changed)
    grown (self);
}

/**
 * chatty_audio_stream_append_words:
 * @words: (array length=n): when the next words are spoken; copied
 * @n: how many
 *
 * Words may come before or after their sound, and after the stream has ended.
 * Times that are no numbers are dropped.
 */
void
chatty_audio_stream_append_words (ChattyAudioStream    *self,
                                  const ChattyWordTime *words,
                                  guint                 n)
{
  gboolean changed = FALSE;

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < n && self->words->len < MAX_WORDS; i++)
    {
      ChattyWordTime word;

      if (words[i].word == NULL || !isfinite (words[i].start) || !isfinite (words[i].end))
        continue;
      word.word = g_utf8_make_valid (words[i].word, -1);
      word.start = MAX (words[i].start, 0);
      word.end = MAX (words[i].end, word.start);
      g_array_append_val (self->words, word);
      changed = TRUE;
    }
  g_mutex_unlock (&self->lock);

  if (changed)
    grown (self);
}

/**
 * chatty_audio_stream_end:
 * @error: (nullable): why it ended before its time; what came is still to be
 *   heard
 *
 * Nothing more will come. The first end holds.
 */
void
chatty_audio_stream_end (ChattyAudioStream *self,
                         const GError      *error)
{
  gboolean changed;

  g_mutex_lock (&self->lock);
  changed = !self->ended;
  if (changed)
    end (self, error != NULL ? g_error_copy (error) : NULL);
  g_mutex_unlock (&self->lock);

  if (changed)
    grown (self);
}

guint
chatty_audio_stream_get_n_chunks (ChattyAudioStream *self)
{
  guint n;

  g_mutex_lock (&self->lock);
  n = self->chunks->len;
  g_mutex_unlock (&self->lock);
  return n;
}

/**
 * chatty_audio_stream_dup_chunk:
 * @nth: which
 * @format: (out) (optional): what it is; its text is interned
 *
 * Returns: (transfer full) (nullable): the piece as it came, %NULL when there
 *   is none of that number
 */
GBytes *
chatty_audio_stream_dup_chunk (ChattyAudioStream *self,
                               guint              nth,
                               ChattyAudioFormat *format)
{
  GBytes *bytes = NULL;

  g_mutex_lock (&self->lock);
  if (nth < self->chunks->len)
    {
      const Chunk *chunk = &g_array_index (self->chunks, Chunk, nth);

      bytes = g_bytes_ref (chunk->bytes);
      if (format != NULL)
        *format = chunk->format;
    }
  g_mutex_unlock (&self->lock);
  return bytes;
}

/**
 * chatty_audio_stream_get_size:
 *
 * Returns: the bytes of all pieces together
 */
gsize
chatty_audio_stream_get_size (ChattyAudioStream *self)
{
  gsize size;

  g_mutex_lock (&self->lock);
  size = self->size;
  g_mutex_unlock (&self->lock);
  return size;
}

/**
 * chatty_audio_stream_is_ended:
 *
 * Returns: whether no more sound will come
 */
gboolean
chatty_audio_stream_is_ended (ChattyAudioStream *self)
{
  gboolean ended;

  g_mutex_lock (&self->lock);
  ended = self->ended;
  g_mutex_unlock (&self->lock);
  return ended;
}

/**
 * chatty_audio_stream_dup_error:
 *
 * Returns: (transfer full) (nullable): why it ended before its time
 */
GError *
chatty_audio_stream_dup_error (ChattyAudioStream *self)
{
  GError *error;

  g_mutex_lock (&self->lock);
  error = self->error != NULL ? g_error_copy (self->error) : NULL;
  g_mutex_unlock (&self->lock);
  return error;
}

/**
 * chatty_audio_stream_dup_words:
 *
 * Returns: (transfer full) (element-type ChattyWordTime): the words so far, in
 *   the order in which they came; free with g_array_unref()
 */
GArray *
chatty_audio_stream_dup_words (ChattyAudioStream *self)
{
  GArray *words;

  g_mutex_lock (&self->lock);
  words = new_words (self->words->len);
  for (guint i = 0; i < self->words->len; i++)
    {
      ChattyWordTime word = g_array_index (self->words, ChattyWordTime, i);

      word.word = g_strdup (word.word);
      g_array_append_val (words, word);
    }
  g_mutex_unlock (&self->lock);
  return words;
}
