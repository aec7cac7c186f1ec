/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-workspace-call.h"

#define PROGRESS_MS 33

static void
call_free (gpointer data)
{
  ChattyCall *call = data;

  g_free (call->id);
  g_clear_pointer (&call->transcript, chatty_transcript_unref);
  g_clear_object (&call->file);
  for (gsize i = 0; i < G_N_ELEMENTS (call->facets); i++)
    g_clear_pointer (&call->facets[i], g_ptr_array_unref);
  if (call->free_data != NULL)
    call->free_data (call->data);
  g_mutex_clear (&call->lock);
  g_free (call);
}

ChattyCall *
chatty_call_new (void)
{
  ChattyCall *call = g_new0 (ChattyCall, 1);

  g_mutex_init (&call->lock);
  return call;
}

/**
 * chatty_call_start:
 * @self: (transfer full): the call
 * @workspace: (nullable): the source object
 * @tag: the function that was called
 * @kind: where it runs
 * @func: what runs there
 * @cancellable: (nullable): stops it
 * @callback: called on the caller's main context
 * @user_data: for @callback
 */
void
chatty_call_start (ChattyCall          *self,
                   ChattyWorkspace     *workspace,
                   gpointer             tag,
                   ChattyPoolKind       kind,
                   GTaskThreadFunc      func,
                   GCancellable        *cancellable,
                   GAsyncReadyCallback  callback,
                   gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (workspace, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_check_cancellable (task, !self->keeps_result);
  g_task_set_task_data (task, self, call_free);
  chatty_pool_run (chatty_workspace_get_pool (kind), task, func);
}

static gboolean
progress_on_main (gpointer user_data)
{
  GTask *task = user_data;
  ChattyCall *call = g_task_get_task_data (task);
  goffset current, total;

  g_mutex_lock (&call->lock);
  call->pending = FALSE;
  current = call->current;
  total = call->total;
  g_mutex_unlock (&call->lock);

  /* After the callback nobody may be there to hear it. */
  if (!g_task_get_completed (task))
    call->progress (current, total, call->progress_data);
  return G_SOURCE_REMOVE;
}

/**
 * chatty_call_progress_cb:
 * @current: how far
 * @total: of how much
 * @user_data: the call's #GTask
 *
 * Tells the main loop, at most 30 times a second. The worker may call it as
 * often as it likes.
 */
void
chatty_call_progress_cb (goffset  current,
                         goffset  total,
                         gpointer user_data)
{
  GTask *task = user_data;
  ChattyCall *call = g_task_get_task_data (task);
  gboolean first;

  g_mutex_lock (&call->lock);
  call->current = current;
  call->total = total;
  first = !call->pending && call->progress != NULL;
  call->pending = call->pending || first;
  g_mutex_unlock (&call->lock);

  if (first)
    {
      g_autoptr (GSource) source = g_timeout_source_new (PROGRESS_MS);

      g_source_set_callback (source, progress_on_main, g_object_ref (task), g_object_unref);
      g_source_set_static_name (source, "chatty-workspace-progress");
      g_source_attach (source, g_task_get_context (task));
    }
}
