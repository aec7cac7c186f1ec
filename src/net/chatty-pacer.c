/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-net"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-pacer.h"

/* How many answers are remembered to know our own rate. */
#define N_ANSWERS 64

/* A bound that was learned is doubted after this time. */
#define TRUST (10 * G_USEC_PER_SEC)
#define MAX_LEARNED (60 * G_USEC_PER_SEC)
#define MIN_LEARNED (G_USEC_PER_SEC / 100)

/* A call that would be held longer is told so instead. */
#define MAX_HOLD (30 * G_USEC_PER_SEC)

/* The window widens with each round of answers, and with time, so that one
 * slow call does not hold up the others. */
#define WIDEN_AFTER (G_USEC_PER_SEC / 4)

/* So many calls of the first go one by one: a host that bears only a few at a
 * time turns one of them away then, and not several that are on their way. */
#define N_ALONE 8

/**
 * ChattyPacer:
 *
 * Lets calls to one host go: so many at once, so far apart, in the order in
 * which they came. It begins with one call at a time and then widens with each
 * round of answers; when the host says "too many", nobody goes before the
 * host's wait is over, and from then on at the rate that the host bore.
 * Thread-safe; all times are monotonic microseconds.
 */
struct _ChattyPacer {
  GObject  parent_instance;

  guint    max_parallel;
  gint64   min_interval;

  GMutex   lock;
  GCond    changed;
  GQueue   waiting;
  guint    n_running;

  guint    window;
  guint    n_answered;      /* of this window */
  gint64   widened;         /* when, 0: no call was made so far */

  gint64   next_start;
  gint64   hold_until;
  gint64   learned;         /* interval, 0: none */
  gint64   last_limited;
  gint64   answers[N_ANSWERS];
  guint    n_answers;
};

G_DEFINE_FINAL_TYPE (ChattyPacer, chatty_pacer, G_TYPE_OBJECT)

static void
chatty_pacer_finalize (GObject *object)
{
  ChattyPacer *self = CHATTY_PACER (object);

  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);

  G_OBJECT_CLASS (chatty_pacer_parent_class)->finalize (object);
}

static void
chatty_pacer_class_init (ChattyPacerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = chatty_pacer_finalize;
}

static void
chatty_pacer_init (ChattyPacer *self)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  g_queue_init (&self->waiting);
  self->window = 1;
}

/**
 * chatty_pacer_new:
 * @max_parallel: how many calls go on at once, at least 1
 * @min_interval: microseconds between the starts of two calls, 0 for none
 *
 * Returns: (transfer full): a pacer for one host
 */
ChattyPacer *
chatty_pacer_new (guint  max_parallel,
                  gint64 min_interval)
{
  ChattyPacer *self = g_object_new (CHATTY_TYPE_PACER, NULL);

  self->max_parallel = MAX (max_parallel, 1);
  self->min_interval = MAX (min_interval, 0);
  return self;
}

static void
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  ChattyPacer *self = user_data;

  g_mutex_lock (&self->lock);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

static void
widen_with_time (ChattyPacer *self,
                 gint64       now)
{
  while (self->widened > 0 && self->window < self->max_parallel &&
         now - self->widened >= WIDEN_AFTER)
    {
      self->window++;
      self->widened += WIDEN_AFTER;
    }
}

/* When the first of those who wait may go; now or earlier: at once. */
static gint64
next_time (ChattyPacer *self,
           gint64       now)
{
  widen_with_time (self, now);
  if (self->n_running >= self->max_parallel)
    return G_MAXINT64;
  if (self->n_running >= self->window)
    return self->widened + WIDEN_AFTER;
  return MAX (self->next_start, self->hold_until);
}

static void
start (ChattyPacer       *self,
       ChattyPacerTicket *ticket,
       gint64             now)
{
  self->n_running++;
  self->next_start = now + MAX (self->min_interval, self->learned);
  if (self->widened == 0)
    self->widened = now;
  ticket->started = now;
}

static gboolean
set_held (gint64   hold,
          GError **error)
{
  int seconds = (int) ((hold + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC);

  g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_RATE_LIMITED,
               ngettext ("The server got too many calls. Try again in %d second",
                         "The server got too many calls. Try again in %d seconds", seconds),
               seconds);
  if (error != NULL)
    chatty_error_set_wait (*error, (guint) seconds);
  return FALSE;
}

/**
 * chatty_pacer_enter:
 * @self: a pacer
 * @ticket: (out caller-allocates): for chatty_pacer_leave()
 * @cancellable: (nullable): ends the wait
 * @error: %CHATTY_ERROR_CANCELLED; %CHATTY_ERROR_RATE_LIMITED if the host asked
 *   to be left alone for longer than half a minute
 *
 * Waits until a call may be made. Blocks; any thread.
 *
 * Returns: whether it may; if not, there is nothing to leave
 */
gboolean
chatty_pacer_enter (ChattyPacer        *self,
                    ChattyPacerTicket  *ticket,
                    GCancellable       *cancellable,
                    GError            **error)
{
  gboolean entered = FALSE;
  gint64 hold = 0;
  gulong handler = 0;

  if (chatty_set_cancelled (cancellable, error))
    return FALSE;
  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), self, NULL);

  g_mutex_lock (&self->lock);
  g_queue_push_tail (&self->waiting, ticket);
  while (!g_cancellable_is_cancelled (cancellable))
    {
      gint64 now = g_get_monotonic_time ();
      gint64 time = G_MAXINT64;

      hold = self->hold_until - now;
      if (hold > MAX_HOLD)
        break;
      if (g_queue_peek_head (&self->waiting) == ticket)
        time = next_time (self, now);
      if (time <= now)
        {
          start (self, ticket, now);
          entered = TRUE;
          break;
        }
      if (time == G_MAXINT64)
        g_cond_wait (&self->changed, &self->lock);
      else
        g_cond_wait_until (&self->changed, &self->lock, time);
    }
  g_queue_remove (&self->waiting, ticket);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);

  /* Not under the lock: it waits for a callback that is running. */
  g_cancellable_disconnect (cancellable, handler);
  if (entered)
    return TRUE;
  return !chatty_set_cancelled (cancellable, error) && set_held (hold, error);
}

/**
 * chatty_pacer_leave:
 * @self: a pacer
 * @ticket: what chatty_pacer_enter() filled in
 *
 * Tells that the call is over, however it went.
 */
void
chatty_pacer_leave (ChattyPacer             *self,
                    const ChattyPacerTicket *ticket)
{
  g_mutex_lock (&self->lock);
  g_assert (self->n_running > 0);
  self->n_running--;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

/**
 * chatty_pacer_answered:
 * @self: a pacer
 * @ticket: of the call
 *
 * Tells that the host began to answer, and not with "too many".
 */
void
chatty_pacer_answered (ChattyPacer             *self,
                       const ChattyPacerTicket *ticket)
{
  gint64 now = g_get_monotonic_time ();

  g_mutex_lock (&self->lock);
  self->answers[self->n_answers++ % N_ANSWERS] = now;
  if (self->n_answers < N_ALONE)
    self->widened = MAX (self->widened, now);
  else if (++self->n_answered >= self->window && self->window < self->max_parallel &&
           ticket->started > self->last_limited)
    {
      self->window++;
      self->widened = now;
      self->n_answered = 0;
      g_cond_broadcast (&self->changed);
    }
  if (self->learned > 0 && now - self->last_limited > TRUST)
    {
      self->learned -= self->learned / 50;
      if (self->learned < MIN_LEARNED)
        self->learned = 0;
    }
  g_mutex_unlock (&self->lock);
}

/* Takes the rate that the host bore in the second before it was too much,
 * and a little less. */
static void
learn (ChattyPacer *self,
       gint64       now)
{
  guint n_borne = 0;
  gint64 interval;

  for (guint i = 0; i < MIN (self->n_answers, N_ANSWERS); i++)
    if (now - self->answers[i] <= G_USEC_PER_SEC)
      n_borne++;
  interval = G_USEC_PER_SEC * 11 / 10 / MAX (n_borne, 1);
  /* It was too fast even so. */
  if (self->learned > 0)
    interval = MAX (interval, self->learned * 3 / 2);
  self->learned = MIN (interval, MAX_LEARNED);
}

/**
 * chatty_pacer_limited:
 * @self: a pacer
 * @ticket: of the call that was turned away
 * @wait: microseconds that the host asks for, negative if it does not say
 *
 * Tells that the host answered "too many" (HTTP 429). Calls that were turned
 * away together count once.
 */
void
chatty_pacer_limited (ChattyPacer             *self,
                      const ChattyPacerTicket *ticket,
                      gint64                   wait)
{
  gint64 now = g_get_monotonic_time ();

  g_mutex_lock (&self->lock);
  if (ticket->started > self->last_limited)
    {
      learn (self, now);
      self->last_limited = now;
    }
  if (wait < 0)
    wait = G_USEC_PER_SEC;
  self->hold_until = MAX (self->hold_until, now + wait);
  self->window = 1;
  self->n_answered = 0;
  self->widened = self->hold_until;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

/**
 * chatty_pacer_wait:
 * @self: a pacer
 * @wait: microseconds
 * @cancellable: (nullable): ends the wait
 * @error: %CHATTY_ERROR_CANCELLED
 *
 * Waits between two attempts of a call. Blocks; any thread.
 *
 * Returns: %FALSE if the wait was cancelled
 */
gboolean
chatty_pacer_wait (ChattyPacer   *self,
                   gint64         wait,
                   GCancellable  *cancellable,
                   GError       **error)
{
  gint64 end = g_get_monotonic_time () + wait;
  gulong handler = 0;

  if (chatty_set_cancelled (cancellable, error))
    return FALSE;
  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), self, NULL);

  g_mutex_lock (&self->lock);
  while (!g_cancellable_is_cancelled (cancellable) &&
         g_get_monotonic_time () < end)
    g_cond_wait_until (&self->changed, &self->lock, end);
  g_mutex_unlock (&self->lock);

  g_cancellable_disconnect (cancellable, handler);
  return !chatty_set_cancelled (cancellable, error);
}

/**
 * chatty_pacer_get_interval:
 * @self: a pacer
 *
 * Returns: microseconds that are kept between the starts of two calls by now
 */
gint64
chatty_pacer_get_interval (ChattyPacer *self)
{
  gint64 interval;

  g_mutex_lock (&self->lock);
  interval = MAX (self->min_interval, self->learned);
  g_mutex_unlock (&self->lock);
  return interval;
}

/**
 * chatty_pacer_get_parallel:
 * @self: a pacer
 *
 * Returns: how many calls it lets go on at once at most
 */
guint
chatty_pacer_get_parallel (ChattyPacer *self)
{
  return self->max_parallel;
}
