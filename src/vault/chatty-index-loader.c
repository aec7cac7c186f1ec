/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include "chatty-index-loader.h"

#define MAX_THREADS   4
#define MAX_AHEAD     (16 * 1024 * 1024)  /* bytes of files that wait to be taken care of */

struct _ChattyIndexLoader {
  ChattyVaultFiles *files;
  GPtrArray        *list;       /* of ChattyIndexFile */
  GPtrArray        *threads;    /* of GThread */

  GMutex            lock;       /* for what follows */
  GCond             cond;
  guint             next;       /* in the list */
  guint             n_reading;
  gint64            ahead;      /* bytes */
  gboolean          stop;
  GQueue            results;    /* of ChattyIndexFile */
};

void
chatty_index_file_free (ChattyIndexFile *file)
{
  g_free (file->path);
  g_clear_pointer (&file->transcript, chatty_transcript_unref);
  g_clear_error (&file->error);
  g_free (file);
}

static gpointer
read_files (gpointer data)
{
  ChattyIndexLoader *self = data;

  g_mutex_lock (&self->lock);
  while (!self->stop && self->next < self->list->len)
    {
      ChattyIndexFile *file = self->list->pdata[self->next];

      /* A file that is larger than the limit is read when it is alone. */
      if (self->ahead > 0 && self->ahead + file->stamp.size > MAX_AHEAD)
        {
          g_cond_wait (&self->cond, &self->lock);
          continue;
        }
      self->list->pdata[self->next++] = NULL;
      self->ahead += file->stamp.size;
      self->n_reading++;
      g_mutex_unlock (&self->lock);

      {
        gint64 counted = file->stamp.size;
        ChattyFileStamp stamp = file->stamp;

        file->transcript = chatty_vault_files_load (self->files, file->path, &stamp, &file->error);
        if (file->transcript != NULL)
          file->stamp = stamp;
        g_mutex_lock (&self->lock);
        self->ahead += file->stamp.size - counted;
      }
      self->n_reading--;
      g_queue_push_tail (&self->results, file);
      g_cond_broadcast (&self->cond);
    }
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->lock);
  return NULL;
}

/**
 * chatty_index_loader_new:
 * @files: the vault
 * @list: (element-type ChattyIndexFile): what to read, in this order; its
 *   elements are taken out one by one
 *
 * Starts reading.
 */
ChattyIndexLoader *
chatty_index_loader_new (ChattyVaultFiles *files,
                         GPtrArray        *list)
{
  ChattyIndexLoader *self = g_new0 (ChattyIndexLoader, 1);
  guint n_threads = MIN (MIN (g_get_num_processors (), MAX_THREADS), list->len);

  self->files = chatty_vault_files_ref (files);
  self->list = g_ptr_array_ref (list);
  self->threads = g_ptr_array_new ();
  g_mutex_init (&self->lock);
  g_cond_init (&self->cond);
  g_queue_init (&self->results);
  for (guint i = 0; i < n_threads; i++)
    g_ptr_array_add (self->threads, g_thread_new ("chatty-index-read", read_files, self));
  return self;
}

/**
 * chatty_index_loader_free:
 *
 * Stops after the files that are being read, and waits for them.
 */
void
chatty_index_loader_free (ChattyIndexLoader *self)
{
  g_mutex_lock (&self->lock);
  self->stop = TRUE;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->lock);
  for (guint i = 0; i < self->threads->len; i++)
    g_thread_join (self->threads->pdata[i]);

  g_queue_clear_full (&self->results, (GDestroyNotify) chatty_index_file_free);
  g_ptr_array_unref (self->threads);
  g_ptr_array_unref (self->list);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->cond);
  chatty_vault_files_unref (self->files);
  g_free (self);
}

/**
 * chatty_index_loader_next:
 * @wait_until: a monotonic time
 *
 * Returns: (transfer full) (nullable): a file that was read, or %NULL if
 *   there is none by then or none left
 */
ChattyIndexFile *
chatty_index_loader_next (ChattyIndexLoader *self,
                          gint64             wait_until)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  while (self->results.length == 0 &&
         (self->n_reading > 0 || self->next < self->list->len))
    if (!g_cond_wait_until (&self->cond, &self->lock, wait_until))
      break;
  return g_queue_pop_head (&self->results);
}

/**
 * chatty_index_loader_done:
 * @n_bytes: the size of files that were taken care of
 *
 * Makes room for more.
 */
void
chatty_index_loader_done (ChattyIndexLoader *self,
                          gint64             n_bytes)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->ahead -= n_bytes;
  g_cond_broadcast (&self->cond);
}
