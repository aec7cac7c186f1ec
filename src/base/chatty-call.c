/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-base"

#include "chatty-call.h"

#include "chatty-error.h"

#define PROGRESS_MS 33

/* How far a call is, on its way from the worker to the caller's context. */
typedef struct {
  gatomicrefcount        ref_count;
  GMutex                 lock;
  GMainContext          *context;
  GFileProgressCallback  func;
  gpointer               user_data;
  goffset                current;
  goffset                total;
  gboolean               pending;
  gboolean               over;
} Progress;

static void
progress_unref (gpointer data)
{
  Progress *self = data;

  if (g_atomic_ref_count_dec (&self->ref_count))
    {
      g_mutex_clear (&self->lock);
      g_main_context_unref (self->context);
      g_free (self);
    }
}

static void
call_free (gpointer data)
{
  ChattyCall *self = data;

  for (guint i = 0; i < G_N_ELEMENTS (self->texts); i++)
    g_free (self->texts[i]);
  if (self->free_value != NULL)
    self->free_value (self->value);
  for (guint i = 0; i < G_N_ELEMENTS (self->objects); i++)
    g_clear_object (&self->objects[i]);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->out);
  g_clear_pointer (&self->progress_state, progress_unref);
  g_free (self);
}

/**
 * chatty_call_new:
 * @func: what is run
 * @free_result: (nullable): gives back a result that nobody took
 *
 * Returns: (transfer full): a call without arguments
 */
ChattyCall *
chatty_call_new (ChattyCallFunc func,
                 GDestroyNotify free_result)
{
  ChattyCall *self = g_new0 (ChattyCall, 1);

  self->func = func;
  self->free_result = free_result;
  return self;
}

static void
run_call (GTask        *task,
          gpointer      source,
          gpointer      data,
          GCancellable *cancellable)
{
  ChattyCall *self = data;
  GError *error = NULL;
  gpointer result = self->func (source, self, cancellable, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, result, self->free_result);
}

/**
 * chatty_call_start:
 * @self: (transfer full): the call
 * @source: (nullable): a #GObject, what the call is made on
 * @pool: where it runs
 * @tag: the function that was called
 * @cancellable: (nullable): stops it
 * @callback: called on the caller's main context
 * @user_data: for @callback
 *
 * Runs a blocking function on a worker's thread: the one helper behind the
 * `_async` functions.
 */
void
chatty_call_start (ChattyCall          *self,
                   gpointer             source,
                   ChattyPool          *pool,
                   gpointer             tag,
                   GCancellable        *cancellable,
                   GAsyncReadyCallback  callback,
                   gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (source, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  /* What was carried out is told, also when the person has stopped it in the
   * meantime: whoever created a character must learn that it is there. */
  g_task_set_check_cancellable (task, self->only_looks);
  if (self->progress != NULL)
    {
      Progress *progress = g_new0 (Progress, 1);

      g_atomic_ref_count_init (&progress->ref_count);
      g_mutex_init (&progress->lock);
      progress->context = g_main_context_ref (g_task_get_context (task));
      progress->func = self->progress;
      progress->user_data = self->progress_data;
      self->progress_state = progress;
    }
  g_task_set_task_data (task, self, call_free);
  chatty_pool_run (pool, task, run_call);
}

/**
 * chatty_call_finish:
 * @source: (nullable): what the call was made on
 * @result: what the callback was given
 * @tag: (nullable): the function that was called; %NULL for any
 * @error: what the blocking function says, and %CHATTY_ERROR_CANCELLED
 *
 * The one helper behind the `_finish` functions.
 *
 * Returns: (transfer full): what the blocking function returned; %NULL with
 *   @error
 */
gpointer
chatty_call_finish (gpointer       source,
                    GAsyncResult  *result,
                    gpointer       tag,
                    GError       **error)
{
  g_autoptr (GError) failure = NULL;
  ChattyCall *self;
  gpointer value;

  g_return_val_if_fail (g_task_is_valid (result, source), NULL);
  g_return_val_if_fail (tag == NULL || g_async_result_is_tagged (result, tag), NULL);

  /* A mistake of the caller's is answered without a call. */
  self = g_task_get_task_data (G_TASK (result));
  if (self != NULL && self->progress_state != NULL)
    {
      Progress *progress = self->progress_state;

      g_mutex_lock (&progress->lock);
      progress->over = TRUE;
      g_mutex_unlock (&progress->lock);
    }
  value = g_task_propagate_pointer (G_TASK (result), &failure);
  if (failure == NULL)
    return value;
  /* One that was stopped before its turn came did not set ours. */
  if (failure->domain == CHATTY_ERROR ||
      !chatty_set_cancelled (g_task_get_cancellable (G_TASK (result)), error))
    g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

/**
 * chatty_call_of:
 * @result: what a callback was given
 *
 * Returns: (transfer none): the call behind it, for what it brought back beside
 *   the result
 */
ChattyCall *
chatty_call_of (GAsyncResult *result)
{
  return g_task_get_task_data (G_TASK (result));
}

static gboolean
progress_cb (gpointer user_data)
{
  Progress *self = user_data;
  goffset current, total;
  gboolean over;

  g_mutex_lock (&self->lock);
  self->pending = FALSE;
  current = self->current;
  total = self->total;
  over = self->over;
  g_mutex_unlock (&self->lock);

  if (!over)
    self->func (current, total, self->user_data);
  return G_SOURCE_REMOVE;
}

/**
 * chatty_call_progress:
 * @current: how far
 * @total: of how much
 * @call: the call
 *
 * Tells the caller's main context, at most 30 times a second, if the caller
 * wants to hear it. The worker may call it as often as it likes.
 */
void
chatty_call_progress (goffset  current,
                      goffset  total,
                      gpointer call)
{
  Progress *self = ((ChattyCall *) call)->progress_state;
  gboolean first;

  if (self == NULL)
    return;
  g_mutex_lock (&self->lock);
  self->current = current;
  self->total = total;
  first = !self->pending;
  self->pending = TRUE;
  g_mutex_unlock (&self->lock);

  if (first)
    {
      g_autoptr (GSource) source = g_timeout_source_new (PROGRESS_MS);

      g_atomic_ref_count_inc (&self->ref_count);
      g_source_set_callback (source, progress_cb, self, progress_unref);
      g_source_set_static_name (source, "chatty-call-progress");
      g_source_attach (source, self->context);
    }
}

/**
 * chatty_call_pause:
 * @milliseconds: how long to wait
 * @cancellable: (nullable): ends the wait at once
 * @error: %CHATTY_ERROR_CANCELLED
 *
 * Lets time pass on a worker's thread.
 *
 * Returns: whether it was not cancelled
 */
gboolean
chatty_call_pause (guint          milliseconds,
                   GCancellable  *cancellable,
                   GError       **error)
{
  GPollFD poll_fd;

  if (g_cancellable_make_pollfd (cancellable, &poll_fd))
    {
      g_poll (&poll_fd, 1, (int) MIN (milliseconds, (guint) G_MAXINT));
      g_cancellable_release_fd (cancellable);
    }
  else
    g_usleep (milliseconds * 1000ul);
  return !chatty_set_cancelled (cancellable, error);
}
