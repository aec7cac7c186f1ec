/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-talk-writer.h"

#include <string.h>

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
  GString          *text;      /* what is kept */
  gsize             place;
  gboolean          diverged;  /* the platform replaced what is kept by something else */
  GError           *error;
};

/* Where the platform replaced the text, only what continues what is kept can
 * still be kept; the rest comes with the end. */
static void
take_replaced (ChattyTalkWriter *self,
               GString          *piece)
{
  gsize length = self->text->len;

  self->place = chatty_live_text_get_since (self->job->live, 0, piece);
  if (piece->len >= length && memcmp (piece->str, self->text->str, length) == 0)
    g_string_erase (piece, 0, (gssize) length);
  else
    self->diverged = TRUE;
}

static void
keep (ChattyTalkWriter *self)
{
  g_autoptr (GString) piece = g_string_new (NULL);
  ChattyTalkJob *job = self->job;
  gsize place;

  chatty_live_text_pull (job->live, job->reply, FALSE);
  place = chatty_live_text_get_since (job->live, self->place, piece);
  if (place == G_MAXSIZE)
    take_replaced (self, piece);
  else
    self->place = place;
  if (piece->len == 0 || self->diverged || self->error != NULL)
    return;
  if (self->kept == NULL && chatty_talk_job_take_heard (job, &self->error))
    self->kept = chatty_vault_reply_begin (job->vault, job->id, job->begun,
                                           chatty_talk_job_get_replaced (job), &self->error);
  if (self->kept != NULL &&
      chatty_vault_reply_keep (self->kept, piece->str, piece->len, &self->error))
    g_string_append_len (self->text, piece->str, (gssize) piece->len);
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
  self->text = g_string_new (NULL);
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
  g_string_free (self->text, TRUE);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->cond);
  chatty_talk_job_unref (self->job);
  g_free (self);
  return kept;
}
