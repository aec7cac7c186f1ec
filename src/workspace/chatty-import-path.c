/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-import-path.h"

#include "chatty-workspace-pools.h"

typedef struct {
  ChattyVault *vault;
  GPtrArray   *requests;
} Job;

static void
request_free (gpointer data)
{
  ChattyPathRequest *request = data;

  g_object_unref (request->item);
  chatty_transcript_unref (request->head);
  g_free (request->platform);
  g_free (request->character);
  g_free (request->path);
  g_free (request);
}

static void
job_free (gpointer data)
{
  Job *job = data;

  g_object_unref (job->vault);
  g_ptr_array_unref (job->requests);
  g_free (job);
}

static void
answer_on_pool (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  Job *job = task_data;

  for (guint i = 0; i < job->requests->len; i++)
    {
      ChattyPathRequest *request = g_ptr_array_index (job->requests, i);

      request->path = chatty_import_propose_path (request->head, job->vault,
                                                  request->platform, request->character);
    }
  g_task_return_boolean (task, TRUE);
}

/**
 * chatty_path_request_new:
 * @item: an item that was looked at
 *
 * Returns: (transfer full): the question where @item would go, under what is
 *   chosen now
 */
ChattyPathRequest *
chatty_path_request_new (ChattyImportItem *item)
{
  ChattyPathRequest *self = g_new0 (ChattyPathRequest, 1);

  self->item = g_object_ref (item);
  self->head = chatty_transcript_ref (chatty_import_item_get_head (item));
  self->platform = g_strdup (chatty_import_item_get_platform (item));
  self->character = g_strdup (chatty_import_item_get_character (item));
  return self;
}

GPtrArray *
chatty_path_requests_new (void)
{
  return g_ptr_array_new_with_free_func (request_free);
}

/**
 * chatty_path_requests_answer:
 * @source: the session, kept until the answer
 * @vault: where they would go
 * @requests: (transfer full) (element-type ChattyPathRequest): the questions
 * @callback: called on the caller's main context
 *
 * Answers them on a worker.
 */
void
chatty_path_requests_answer (GObject             *source,
                             ChattyVault         *vault,
                             GPtrArray           *requests,
                             GAsyncReadyCallback  callback)
{
  g_autoptr (GTask) task = g_task_new (source, NULL, callback, NULL);
  Job *job = g_new0 (Job, 1);

  job->vault = g_object_ref (vault);
  job->requests = requests;
  g_task_set_source_tag (task, chatty_path_requests_answer);
  g_task_set_task_data (task, job, job_free);
  chatty_pool_run (chatty_workspace_get_pool (CHATTY_POOL_LOAD), task, answer_on_pool);
}

/* Returns: (transfer none): the questions with their answers. */
GPtrArray *
chatty_path_requests_finish (GAsyncResult *result)
{
  Job *job = g_task_get_task_data (G_TASK (result));

  return job->requests;
}
