/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-base"

#include "chatty-pool.h"

/**
 * ChattyPool:
 *
 * A named, bounded pool of threads for blocking functions. GLib's shared
 * pool of g_task_run_in_thread() is not used for them, because one slow kind
 * of work there would hold up all others.
 */
struct _ChattyPool {
  GObject      parent_instance;

  char        *name;
  GThreadPool *threads;
};

typedef struct {
  GTask           *task;
  GTaskThreadFunc  func;
} Job;

G_DEFINE_FINAL_TYPE (ChattyPool, chatty_pool, G_TYPE_OBJECT)

static void
run_job (gpointer data,
         gpointer user_data)
{
  g_autofree Job *job = data;
  g_autoptr (GTask) task = g_steal_pointer (&job->task);

  if (g_task_return_error_if_cancelled (task))
    return;
  job->func (task, g_task_get_source_object (task),
             g_task_get_task_data (task), g_task_get_cancellable (task));
}

static void
chatty_pool_finalize (GObject *object)
{
  ChattyPool *self = CHATTY_POOL (object);

  /* What was begun is finished: the last reference may well be dropped by a
   * job's own result, so nobody is waited for here. */
  g_thread_pool_free (self->threads, FALSE, FALSE);
  g_free (self->name);

  G_OBJECT_CLASS (chatty_pool_parent_class)->finalize (object);
}

static void
chatty_pool_class_init (ChattyPoolClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = chatty_pool_finalize;
}

static void
chatty_pool_init (ChattyPool *self)
{
}

/**
 * chatty_pool_new:
 * @name: what it is for, for debuggers
 * @width: how many jobs run at once; 0 means one for each core
 *
 * Returns: (transfer full): a pool; threads are started when they are needed
 */
ChattyPool *
chatty_pool_new (const char *name,
                 guint       width)
{
  ChattyPool *self = g_object_new (CHATTY_TYPE_POOL, NULL);

  self->name = g_strdup (name);
  self->threads = g_thread_pool_new (run_job, NULL,
                                     width > 0 ? (int) width
                                               : (int) g_get_num_processors (),
                                     FALSE, NULL);
  return self;
}

/**
 * chatty_pool_run:
 * @self: a pool
 * @task: holds the arguments as task data, the cancellable and the callback
 * @func: a blocking function that answers with g_task_return_…()
 *
 * Runs @func on one of the pool's threads, after the jobs that wait already;
 * not at all if @task's cancellable is cancelled before its turn comes. The
 * answer reaches the callback on the main context on which @task was made.
 */
void
chatty_pool_run (ChattyPool      *self,
                 GTask           *task,
                 GTaskThreadFunc  func)
{
  Job *job = g_new0 (Job, 1);

  job->task = g_object_ref (task);
  job->func = func;
  g_thread_pool_push (self->threads, job, NULL);
}
