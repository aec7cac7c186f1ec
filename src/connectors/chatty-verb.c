/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include "chatty-connector.h"
#include "chatty-error.h"
#include "chatty-verb-private.h"

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
verb_free (gpointer data)
{
  ChattyVerb *self = data;

  for (guint i = 0; i < G_N_ELEMENTS (self->texts); i++)
    g_free (self->texts[i]);
  if (self->unref_value != NULL)
    self->unref_value (self->value);
  g_clear_object (&self->object);
  g_clear_object (&self->reply);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->out);
  g_clear_pointer (&self->progress_state, progress_unref);
  g_free (self);
}

ChattyVerb *
chatty_verb_new (ChattyVerbFunc func,
                 GDestroyNotify free_result)
{
  ChattyVerb *self = g_new0 (ChattyVerb, 1);

  self->func = func;
  self->free_result = free_result;
  return self;
}

static void
run_verb (GTask        *task,
          gpointer      source,
          gpointer      data,
          GCancellable *cancellable)
{
  ChattyVerb *self = data;
  GError *error = NULL;
  gpointer result = self->func (source, self, cancellable, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, result, self->free_result);
}

/**
 * chatty_verb_start:
 * @self: (transfer full): the call
 * @connector: on which connector
 * @tag: the function that was called
 * @cancellable: (nullable): stops it
 * @callback: called on the caller's main context
 * @user_data: for @callback
 *
 * Runs a verb on the connector's own threads: the one helper behind every
 * `_async` function of a connector.
 */
void
chatty_verb_start (ChattyVerb          *self,
                   gpointer             connector,
                   gpointer             tag,
                   GCancellable        *cancellable,
                   GAsyncReadyCallback  callback,
                   gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (connector, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  /* What was carried out is told, also when the person has stopped it in the
   * meantime: whoever created a character must learn that it is there. */
  g_task_set_check_cancellable (task, FALSE);
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
  g_task_set_task_data (task, self, verb_free);
  chatty_pool_run (chatty_connector_get_pool (connector), task, run_verb);
}

gpointer
chatty_verb_finish (gpointer       connector,
                    GAsyncResult  *result,
                    gpointer       tag,
                    GError       **error)
{
  g_autoptr (GError) failure = NULL;
  ChattyVerb *self;
  gpointer value;

  g_return_val_if_fail (g_task_is_valid (result, connector), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tag), NULL);

  self = g_task_get_task_data (G_TASK (result));
  if (self->progress_state != NULL)
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

/* The call behind a result, for what it brought back beside the result. */
ChattyVerb *
chatty_verb_of (GAsyncResult *result)
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
 * chatty_verb_progress:
 * @verb: a call that has a progress function
 *
 * Tells the caller's main context, at most 30 times a second. The worker may
 * call it as often as it likes.
 */
void
chatty_verb_progress (goffset  current,
                      goffset  total,
                      gpointer verb)
{
  Progress *self = ((ChattyVerb *) verb)->progress_state;
  gboolean first;

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
      g_source_set_static_name (source, "chatty-connectors-progress");
      g_source_attach (source, self->context);
    }
}

/**
 * chatty_verb_pause:
 * @milliseconds: how long to wait
 * @cancellable: (nullable): ends the wait at once
 * @error: %CHATTY_ERROR_CANCELLED
 *
 * Lets time pass on a worker's thread.
 *
 * Returns: whether it was not cancelled
 */
gboolean
chatty_verb_pause (guint          milliseconds,
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
