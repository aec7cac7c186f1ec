/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-voice"

#include "chatty-voice-thread.h"

/**
 * ChattyVoiceThread:
 *
 * A thread with a main loop of its own: a sound server that hangs holds up
 * that thread, and never the window. It is not a worker of a pool, because
 * it keeps sound going for as long as it lives.
 */
struct _ChattyVoiceThread {
  GMainContext *context;
  GMainLoop    *loop;
};

static gint n_threads;     /* atomic */

static gpointer
run (gpointer user_data)
{
  ChattyVoiceThread *self = user_data;

  g_main_context_push_thread_default (self->context);
  g_main_loop_run (self->loop);
  /* What is left to be freed. */
  while (g_main_context_iteration (self->context, FALSE))
    continue;
  g_main_context_pop_thread_default (self->context);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_free (self);
  g_atomic_int_add (&n_threads, -1);
  return NULL;
}

ChattyVoiceThread *
chatty_voice_thread_new (const char *name)
{
  ChattyVoiceThread *self = g_new0 (ChattyVoiceThread, 1);

  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  g_atomic_int_inc (&n_threads);
  g_thread_unref (g_thread_new (name, run, self));
  return self;
}

GMainContext *
chatty_voice_thread_get_context (ChattyVoiceThread *self)
{
  return self->context;
}

/**
 * chatty_voice_thread_run:
 * @func: called once on the thread, after all that was asked for before
 * @destroy: (nullable): frees @user_data
 */
void
chatty_voice_thread_run (ChattyVoiceThread *self,
                         GSourceFunc        func,
                         gpointer           user_data,
                         GDestroyNotify     destroy)
{
  GSource *source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, user_data, destroy);
  g_source_attach (source, self->context);
  g_source_unref (source);
}

static gboolean
quit_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_REMOVE;
}

/**
 * chatty_voice_thread_stop:
 * @last: what it does last
 *
 * Lets the thread end by itself; nobody waits for it. @self is not to be used
 * any more.
 */
void
chatty_voice_thread_stop (ChattyVoiceThread *self,
                          GSourceFunc        last,
                          gpointer           user_data)
{
  GMainLoop *loop = g_main_loop_ref (self->loop);
  GMainContext *context = g_main_context_ref (self->context);
  GSource *quit = g_idle_source_new ();

  chatty_voice_thread_run (self, last, user_data, NULL);
  g_source_set_priority (quit, G_PRIORITY_DEFAULT);
  g_source_set_callback (quit, quit_cb, loop, (GDestroyNotify) g_main_loop_unref);
  g_source_attach (quit, context);
  g_source_unref (quit);
  g_main_context_unref (context);
}

/**
 * chatty_voice_thread_count:
 *
 * Returns: how many still run; for tests, to see that each ends
 */
guint
chatty_voice_thread_count (void)
{
  return (guint) g_atomic_int_get (&n_threads);
}
