/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-talk-writer.h"

/* How often: a crash loses no more than this, and what the disk needs. */
#define EVERY (250 * G_TIME_SPAN_MILLISECOND)

struct _ChattyTalkWriter {
  ChattyTalkJob    *job;
  GThread          *thread;
  GMutex            lock;
  GCond             cond;
  gboolean          over;      /* under the lock */

  /* the thread's own until it is joined */
  ChattyVaultReply *kept;
  gsize             place;
  GError           *error;
};

static void
keep (ChattyTalkWriter *self)
{
  g_autoptr (GString) piece = g_string_new (NULL);
  ChattyTalkJob *job = self->job;
  gboolean replaced;

  chatty_live_text_pull (job->live, job->reply, FALSE);
  self->place = chatty_live_text_get_since (job->live, self->place, piece);
  replaced = self->place == G_MAXSIZE;
  if (replaced)
    self->place = chatty_live_text_get_since (job->live, 0, piece);
  if ((piece->len == 0 && !replaced) || self->error != NULL)
    return;
  if (self->kept == NULL && chatty_talk_job_take_heard (job, &self->error))
    self->kept = chatty_vault_reply_begin (job->vault, job->id, job->begun,
                                           chatty_talk_job_get_replaced (job), &self->error);
  if (self->kept == NULL)
    return;
  if (replaced)
    chatty_vault_reply_replace (self->kept, piece->str, piece->len, &self->error);
  else
    chatty_vault_reply_keep (self->kept, piece->str, piece->len, &self->error);
}

static gpointer
write_thread (gpointer data)
{
  ChattyTalkWriter *self = data;
  gboolean over = FALSE;

  while (!over)
    {
      gint64 until = g_get_monotonic_time () + EVERY;

      g_mutex_lock (&self->lock);
      while (!self->over && g_cond_wait_until (&self->cond, &self->lock, until))
        ;
      over = self->over;
      g_mutex_unlock (&self->lock);
      if (!over)
        keep (self);
    }
  return NULL;
}

/*
 * chatty_talk_writer_start:
 * @job: whose reply is kept, under the id of its begun turn
 *
 * Returns: (transfer full): for chatty_talk_writer_end()
 */
ChattyTalkWriter *
chatty_talk_writer_start (ChattyTalkJob *job)
{
  ChattyTalkWriter *self = g_new0 (ChattyTalkWriter, 1);

  self->job = chatty_talk_job_ref (job);
  g_mutex_init (&self->lock);
  g_cond_init (&self->cond);
  self->thread = g_thread_new ("chatty-talk-writer", write_thread, self);
  return self;
}

/*
 * chatty_talk_writer_end:
 * @self: (transfer full): the writer
 * @error: why the answer could not be kept while it came
 *
 * Returns: (transfer full) (nullable): what is to be ended; %NULL when nothing
 *   was kept yet, or with @error
 */
ChattyVaultReply *
chatty_talk_writer_end (ChattyTalkWriter  *self,
                        GError           **error)
{
  ChattyVaultReply *kept;

  g_mutex_lock (&self->lock);
  self->over = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->lock);
  g_thread_join (self->thread);

  kept = g_steal_pointer (&self->kept);
  if (self->error != NULL)
    {
      g_clear_pointer (&kept, chatty_vault_reply_free);
      g_propagate_error (error, self->error);
    }
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->cond);
  chatty_talk_job_unref (self->job);
  g_free (self);
  return kept;
}
