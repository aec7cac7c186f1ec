/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-net"

#include "chatty-http-watch.h"

/* Shared with the thread that watches. */
typedef struct {
  gatomicrefcount  ref_count;
  GCancellable    *inner;
  guint            seconds;
  gint             expired;
} State;

struct _ChattyHttpWatch {
  GCancellable *outer;
  gulong        handler;
  State        *state;
  GSource      *timeout;
};

static void
state_unref (gpointer data)
{
  State *state = data;

  if (!g_atomic_ref_count_dec (&state->ref_count))
    return;
  g_object_unref (state->inner);
  g_free (state);
}

static gpointer
run_watch (gpointer data)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (data, FALSE);

  g_main_loop_run (loop);
  return NULL;
}

/* The context of one thread for all calls, from the first to the end of the
 * program. */
static GMainContext *
get_context (void)
{
  static gsize context = 0;

  if (g_once_init_enter (&context))
    {
      GMainContext *made = g_main_context_new ();

      g_thread_unref (g_thread_new ("http-watch", run_watch, made));
      g_once_init_leave (&context, (gsize) made);
    }
  return (GMainContext *) context;
}

static void
outer_cancelled_cb (GCancellable *outer,
                    gpointer      user_data)
{
  g_cancellable_cancel (user_data);
}

/*
 * chatty_http_watch_new:
 * @cancellable: (nullable): the caller's
 *
 * Returns: (transfer full): a watch without a time so far
 */
ChattyHttpWatch *
chatty_http_watch_new (GCancellable *cancellable)
{
  ChattyHttpWatch *self = g_new0 (ChattyHttpWatch, 1);

  self->state = g_new0 (State, 1);
  g_atomic_ref_count_init (&self->state->ref_count);
  self->state->inner = g_cancellable_new ();
  if (cancellable != NULL)
    {
      self->outer = g_object_ref (cancellable);
      self->handler = g_cancellable_connect (cancellable, G_CALLBACK (outer_cancelled_cb),
                                             g_object_ref (self->state->inner), g_object_unref);
    }
  return self;
}

static void
clear_timeout (ChattyHttpWatch *self)
{
  if (self->timeout != NULL)
    {
      g_source_destroy (self->timeout);
      g_clear_pointer (&self->timeout, g_source_unref);
    }
}

void
chatty_http_watch_free (ChattyHttpWatch *self)
{
  clear_timeout (self);
  if (self->outer != NULL)
    {
      g_cancellable_disconnect (self->outer, self->handler);
      g_object_unref (self->outer);
    }
  state_unref (self->state);
  g_free (self);
}

static gboolean
expired_cb (gpointer user_data)
{
  State *state = user_data;

  g_atomic_int_set (&state->expired, (gint) state->seconds);
  g_cancellable_cancel (state->inner);
  return G_SOURCE_REMOVE;
}

/*
 * chatty_http_watch_set:
 * @self: a watch
 * @seconds: how long from now; replaces the time that was set before
 */
void
chatty_http_watch_set (ChattyHttpWatch *self,
                       guint            seconds)
{
  clear_timeout (self);
  if (g_atomic_int_get (&self->state->expired) != 0)
    return;

  self->state->seconds = seconds;
  g_atomic_ref_count_inc (&self->state->ref_count);
  self->timeout = g_timeout_source_new (MIN (seconds, 1000000) * 1000);
  g_source_set_callback (self->timeout, expired_cb, self->state, state_unref);
  g_source_attach (self->timeout, get_context ());
}

/*
 * chatty_http_watch_get_cancellable:
 * @self: a watch
 *
 * Returns: (transfer none): what to give to the call
 */
GCancellable *
chatty_http_watch_get_cancellable (ChattyHttpWatch *self)
{
  return self->state->inner;
}

/*
 * chatty_http_watch_get_expired:
 * @self: a watch
 *
 * Returns: the seconds that are up, 0 if they are not
 */
guint
chatty_http_watch_get_expired (ChattyHttpWatch *self)
{
  return (guint) g_atomic_int_get (&self->state->expired);
}
