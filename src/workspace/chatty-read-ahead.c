/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-read-ahead.h"

#include "chatty-error.h"
#include "chatty-time.h"

/* A text costs some three times its size while it is read and as much again
 * while it is stored: a file over the budget is read with nothing beside it. */
#define MAX_BYTES_AHEAD (12 * 1024 * 1024)
#define MAX_FILES_AHEAD 48

typedef struct {
  ChattyReading *reading;
  GError        *problem;
  gboolean       ready;
} Slot;

struct _ChattyReadAhead {
  ChattyReader *reader;
  ChattyPool   *pool;
  GPtrArray    *sources;
  GCancellable *cancellable;
  GMainContext *context;         /* where the pool's answers come back */
  GSource      *cancel_source;
  Slot          slots[MAX_FILES_AHEAD];
  guint         next_to_read;
  guint         next_to_give;
  guint         n_running;
  guint64       max_bytes;       /* of a file that is read at all */
  guint64       bytes_ahead;     /* from next_to_give on */
};

typedef struct {
  ChattyReader       *reader;
  ChattyImportSource *source;
} Job;

typedef struct {
  ChattyReadAhead *owner;
  guint            index;
} Pending;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_object_unref (job->reader);
  chatty_import_source_unref (job->source);
  g_free (job);
}

static void
read_on_pool (GTask        *task,
              gpointer      source_object,
              gpointer      task_data,
              GCancellable *cancellable)
{
  Job *job = task_data;
  g_autoptr (GError) error = NULL;
  ChattyReading *reading;

  if (job->source->bytes != NULL)
    reading = chatty_reader_read_bytes (job->reader, job->source->bytes, job->source->name,
                                        CHATTY_TIME_NONE, cancellable, &error);
  else
    reading = chatty_reader_read_file (job->reader, job->source->file, cancellable, &error);

  if (reading != NULL)
    g_task_return_pointer (task, reading, (GDestroyNotify) chatty_reading_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autofree Pending *pending = user_data;
  ChattyReadAhead *self = pending->owner;
  Slot *slot = &self->slots[pending->index % MAX_FILES_AHEAD];

  slot->reading = g_task_propagate_pointer (G_TASK (result), &slot->problem);
  slot->ready = TRUE;
  self->n_running--;
}

static gboolean
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  return G_SOURCE_REMOVE;
}

/* Files over every limit are refused unread and cost nothing. */
static guint64
source_cost (ChattyReadAhead    *self,
             ChattyImportSource *source)
{
  return source->size > self->max_bytes ? 0 : source->size;
}

static void
read_more (ChattyReadAhead *self)
{
  while (self->next_to_read < self->sources->len &&
         self->next_to_read - self->next_to_give < MAX_FILES_AHEAD)
    {
      ChattyImportSource *source = g_ptr_array_index (self->sources, self->next_to_read);
      Slot *slot = &self->slots[self->next_to_read % MAX_FILES_AHEAD];
      guint64 cost = source_cost (self, source);

      if (self->next_to_read > self->next_to_give && self->bytes_ahead + cost > MAX_BYTES_AHEAD)
        break;

      if (source->problem != NULL)
        {
          slot->problem = g_error_new_literal (CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                                               source->problem);
          slot->ready = TRUE;
        }
      else
        {
          g_autoptr (GTask) task = NULL;
          Pending *pending = g_new0 (Pending, 1);
          Job *job = g_new0 (Job, 1);

          pending->owner = self;
          pending->index = self->next_to_read;
          job->reader = g_object_ref (self->reader);
          job->source = chatty_import_source_ref (source);
          g_main_context_push_thread_default (self->context);
          task = g_task_new (NULL, self->cancellable, read_cb, pending);
          g_main_context_pop_thread_default (self->context);
          g_task_set_source_tag (task, read_more);
          g_task_set_task_data (task, job, job_free);
          self->n_running++;
          chatty_pool_run (self->pool, task, read_on_pool);
        }
      self->bytes_ahead += cost;
      self->next_to_read++;
    }
}

/**
 * chatty_read_ahead_new:
 * @reader: what reads
 * @pool: where it reads; never the one that the caller runs on
 * @sources: (element-type ChattyImportSource): what to read, not changed
 *   from now on
 * @cancellable: stops it
 *
 * Returns: (transfer full): a read-ahead for this thread
 */
ChattyReadAhead *
chatty_read_ahead_new (ChattyReader *reader,
                       ChattyPool   *pool,
                       GPtrArray    *sources,
                       GCancellable *cancellable)
{
  ChattyReadAhead *self = g_new0 (ChattyReadAhead, 1);
  ChattyImportLimits limits;

  chatty_import_limits_init (&limits);
  self->max_bytes = MAX (limits.max_text_bytes, limits.max_pdf_bytes);
  self->reader = g_object_ref (reader);
  self->pool = g_object_ref (pool);
  self->sources = g_ptr_array_ref (sources);
  self->context = g_main_context_new ();
  if (cancellable != NULL)
    {
      self->cancellable = g_object_ref (cancellable);
      self->cancel_source = g_cancellable_source_new (cancellable);
      g_source_set_callback (self->cancel_source, G_SOURCE_FUNC (cancelled_cb), NULL, NULL);
      g_source_attach (self->cancel_source, self->context);
    }
  return self;
}

/**
 * chatty_read_ahead_next:
 * @self: a read-ahead
 * @index: (out): which source
 * @reading: (out) (transfer full) (nullable): what was read, or %NULL
 * @problem: (out) (transfer full) (nullable): why nothing was read
 *
 * Waits for the next source in their order.
 *
 * Returns: %FALSE at the end, and at once when it was cancelled
 */
gboolean
chatty_read_ahead_next (ChattyReadAhead  *self,
                        guint            *index,
                        ChattyReading   **reading,
                        GError          **problem)
{
  Slot *slot = &self->slots[self->next_to_give % MAX_FILES_AHEAD];

  *reading = NULL;
  *problem = NULL;
  if (self->next_to_give >= self->sources->len)
    return FALSE;

  read_more (self);
  while (!slot->ready && !g_cancellable_is_cancelled (self->cancellable))
    g_main_context_iteration (self->context, TRUE);
  if (g_cancellable_is_cancelled (self->cancellable))
    return FALSE;

  *index = self->next_to_give;
  *reading = g_steal_pointer (&slot->reading);
  *problem = g_steal_pointer (&slot->problem);
  slot->ready = FALSE;
  self->bytes_ahead -= source_cost (self, g_ptr_array_index (self->sources, self->next_to_give));
  self->next_to_give++;

  /* While the caller stores a small one, the next ones are read; what is big
   * stays alone until it has been stored. */
  if (source_cost (self, g_ptr_array_index (self->sources, *index)) < MAX_BYTES_AHEAD / 2)
    read_more (self);
  return TRUE;
}

/**
 * chatty_read_ahead_free:
 * @self: a read-ahead
 *
 * Waits for what is being read at this moment: after a cancel that is as
 * long as the reader takes to notice.
 */
void
chatty_read_ahead_free (ChattyReadAhead *self)
{
  while (self->n_running > 0)
    g_main_context_iteration (self->context, TRUE);

  for (guint i = 0; i < MAX_FILES_AHEAD; i++)
    {
      g_clear_pointer (&self->slots[i].reading, chatty_reading_unref);
      g_clear_error (&self->slots[i].problem);
    }
  if (self->cancel_source != NULL)
    {
      g_source_destroy (self->cancel_source);
      g_source_unref (self->cancel_source);
    }
  g_clear_object (&self->cancellable);
  g_main_context_unref (self->context);
  g_ptr_array_unref (self->sources);
  g_object_unref (self->reader);
  g_object_unref (self->pool);
  g_free (self);
}
