/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-voice"

#include <math.h>
#include <string.h>

#include "chatty-tape.h"

/* Of samples, whatever the number of channels: 1 to 2 seconds. */
#define BLOCK_SAMPLES 48000

/**
 * ChattyTape:
 *
 * Decoded sound, all of it: 16 bits, of one rate and number of channels, so
 * that it can be sought in while it grows. Every function may be called on any
 * thread.
 */
struct _ChattyTape {
  GMutex     lock;      /* for all that follows */
  GCond      cond;
  guint      rate;
  guint      channels;
  GPtrArray *blocks;    /* of gint16[BLOCK_SAMPLES] */
  gsize      n_samples;
  gboolean   over;
};

ChattyTape *
chatty_tape_new (void)
{
  ChattyTape *self = g_atomic_rc_box_new0 (ChattyTape);

  g_mutex_init (&self->lock);
  g_cond_init (&self->cond);
  self->blocks = g_ptr_array_new_with_free_func (g_free);
  return self;
}

ChattyTape *
chatty_tape_ref (ChattyTape *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  ChattyTape *self = data;

  g_mutex_clear (&self->lock);
  g_cond_clear (&self->cond);
  g_ptr_array_unref (self->blocks);
}

void
chatty_tape_unref (ChattyTape *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/**
 * chatty_tape_set_format:
 * @rate: frames a second
 * @channels: samples of a frame
 *
 * The first one holds: later sound is converted to it by its writer.
 */
void
chatty_tape_set_format (ChattyTape *self,
                        guint       rate,
                        guint       channels)
{
  g_mutex_lock (&self->lock);
  if (self->rate == 0)
    {
      self->rate = rate;
      self->channels = channels;
    }
  g_mutex_unlock (&self->lock);
}

/**
 * chatty_tape_get_format:
 *
 * Returns: whether it is known
 */
gboolean
chatty_tape_get_format (ChattyTape *self,
                        guint      *rate,
                        guint      *channels)
{
  g_mutex_lock (&self->lock);
  *rate = self->rate;
  *channels = self->channels;
  g_mutex_unlock (&self->lock);
  return *rate != 0;
}

/**
 * chatty_tape_append:
 * @samples: @n_frames times the number of channels
 *
 * Returns: %FALSE when it is full; then nothing was added
 */
gboolean
chatty_tape_append (ChattyTape   *self,
                    const gint16 *samples,
                    gsize         n_frames)
{
  gsize left;
  gboolean fits;

  g_mutex_lock (&self->lock);
  left = n_frames * self->channels;
  fits = left <= CHATTY_TAPE_MAX_BYTES / sizeof (gint16) - self->n_samples;
  while (fits && left > 0)
    {
      const gsize at = self->n_samples % BLOCK_SAMPLES;
      const gsize n = MIN (left, BLOCK_SAMPLES - at);

      if (at == 0)
        g_ptr_array_add (self->blocks, g_new (gint16, BLOCK_SAMPLES));
      memcpy ((gint16 *) g_ptr_array_index (self->blocks, self->blocks->len - 1) + at, samples,
              n * sizeof (gint16));
      samples += n;
      left -= n;
      self->n_samples += n;
    }
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->lock);
  return fits;
}

/**
 * chatty_tape_set_over:
 * @over: whether no more will come
 */
void
chatty_tape_set_over (ChattyTape *self,
                      gboolean    over)
{
  g_mutex_lock (&self->lock);
  self->over = over;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->lock);
}

gboolean
chatty_tape_is_over (ChattyTape *self)
{
  gboolean over;

  g_mutex_lock (&self->lock);
  over = self->over;
  g_mutex_unlock (&self->lock);
  return over;
}

/* Called with the lock held. */
static guint64
count_frames (ChattyTape *self)
{
  return self->channels > 0 ? self->n_samples / self->channels : 0;
}

guint64
chatty_tape_get_frames (ChattyTape *self)
{
  guint64 frames;

  g_mutex_lock (&self->lock);
  frames = count_frames (self);
  g_mutex_unlock (&self->lock);
  return frames;
}

/**
 * chatty_tape_read:
 * @position: the first frame
 * @samples: (out caller-allocates): where they go
 * @n_frames: how many at most
 *
 * Returns: how many there were
 */
gsize
chatty_tape_read (ChattyTape *self,
                  guint64     position,
                  gint16     *samples,
                  gsize       n_frames)
{
  guint64 frames;
  gsize at, left;

  g_mutex_lock (&self->lock);
  frames = count_frames (self);
  n_frames = position < frames ? MIN (n_frames, frames - position) : 0;
  at = position * self->channels;
  left = n_frames * self->channels;
  while (left > 0)
    {
      const gsize in_block = at % BLOCK_SAMPLES;
      const gsize n = MIN (left, BLOCK_SAMPLES - in_block);

      memcpy (samples, (gint16 *) g_ptr_array_index (self->blocks, at / BLOCK_SAMPLES) + in_block,
              n * sizeof (gint16));
      samples += n;
      at += n;
      left -= n;
    }
  g_mutex_unlock (&self->lock);
  return n_frames;
}

/**
 * chatty_tape_get_level:
 * @position: the first frame
 * @n_frames: over how many
 *
 * Returns: how loud it is there, 0 to 1: -60 dB and full scale
 */
double
chatty_tape_get_level (ChattyTape *self,
                       guint64     position,
                       gsize       n_frames)
{
  double sum = 0;
  gsize n = 0;

  g_mutex_lock (&self->lock);
  for (gsize i = position * self->channels;
       i < self->n_samples && n < n_frames * self->channels; i++, n++)
    {
      const double sample =
        ((gint16 *) g_ptr_array_index (self->blocks, i / BLOCK_SAMPLES))[i % BLOCK_SAMPLES];

      sum += sample * sample;
    }
  g_mutex_unlock (&self->lock);
  if (n == 0 || sum <= 0)
    return 0;
  return CLAMP (1 + 20 * log10 (sqrt (sum / n) / 32768) / 60, 0, 1);
}

/**
 * chatty_tape_wait:
 * @position: a frame
 * @stop: becomes non-zero when there is no more use in waiting; then call
 *   chatty_tape_wake()
 *
 * Waits until there is sound at @position, no more of it will come, or @stop.
 *
 * Returns: whether there is sound
 */
gboolean
chatty_tape_wait (ChattyTape *self,
                  guint64     position,
                  const gint *stop)
{
  gboolean there;

  g_mutex_lock (&self->lock);
  while (!(there = count_frames (self) > position) && !self->over && !g_atomic_int_get (stop))
    g_cond_wait (&self->cond, &self->lock);
  g_mutex_unlock (&self->lock);
  return there;
}

/**
 * chatty_tape_wake:
 *
 * Lets those who wait look again.
 */
void
chatty_tape_wake (ChattyTape *self)
{
  g_mutex_lock (&self->lock);
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->lock);
}
