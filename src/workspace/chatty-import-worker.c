/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-import-worker.h"

#include <glib/gi18n-lib.h>

#include "chatty-read-ahead.h"
#include "chatty-workspace-pools.h"

/* Bytes that the previews of one session may cost together. */
#define PREVIEW_BUDGET (8 * 1024 * 1024)

/* What was added: a file or a folder, or a text. */
typedef struct {
  GFile              *file;
  ChattyImportSource *text;
} Root;

struct _ChattyImportWorker {
  gatomicrefcount     ref_count;
  ChattyVault        *vault;
  ChattyReader       *reader;
  ChattyImportChoice  defaults;
  GCancellable       *cancellable;       /* of everything */
  GCancellable       *look_cancellable;  /* of looking only; follows the other one */

  /* Only the preparing job, of which there is one at a time: */
  guint               n_files;
  guint               n_sources;
  gsize               preview_budget;

  /* Only the storing job, then the session: */
  GPtrArray          *orders;
  ChattyReceipt      *receipt;

  GMutex              lock;
  GQueue              roots;             /* of Root */
  GQueue              updates;           /* of ChattyImportUpdate */
  ChattyImportCounts  counts;
  gboolean            running;           /* the storing job was begun */
  gboolean            abandoned;         /* it must not begin any more */
};

static ChattyImportWorker *
worker_ref (ChattyImportWorker *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

static void
root_free (gpointer data)
{
  Root *root = data;

  g_clear_object (&root->file);
  g_clear_pointer (&root->text, chatty_import_source_unref);
  g_free (root);
}

void
chatty_import_update_free (ChattyImportUpdate *self)
{
  g_clear_pointer (&self->source, chatty_import_source_unref);
  g_clear_pointer (&self->look, chatty_import_look_free);
  g_free (self->message);
  g_free (self->receipt);
  g_free (self);
}

static void
post (ChattyImportWorker *self,
      ChattyImportUpdate *update)
{
  g_mutex_lock (&self->lock);
  g_queue_push_tail (&self->updates, update);
  g_mutex_unlock (&self->lock);
}

static ChattyImportUpdate *
update_new (ChattyImportUpdateKind kind)
{
  ChattyImportUpdate *update = g_new0 (ChattyImportUpdate, 1);

  update->kind = kind;
  return update;
}

static void
count (ChattyImportWorker *self,
       guint               n_done,
       guint64             bytes_done)
{
  g_mutex_lock (&self->lock);
  self->counts.n_done = n_done;
  self->counts.bytes_done = bytes_done;
  g_mutex_unlock (&self->lock);
}

typedef struct {
  ChattyImportWorker *self;
  GPtrArray          *found;
} Finding;

static void
found_cb (ChattyImportSource *source,
          gpointer            user_data)
{
  Finding *finding = user_data;
  ChattyImportUpdate *update = update_new (CHATTY_IMPORT_UPDATE_SOURCE);

  g_ptr_array_add (finding->found, chatty_import_source_ref (source));
  update->source = chatty_import_source_ref (source);
  post (finding->self, update);
}

static GPtrArray *
find_sources (ChattyImportWorker *self)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_import_source_unref);
  Finding finding = { self, found };

  while (!g_cancellable_is_cancelled (self->cancellable))
    {
      Root *root;

      g_mutex_lock (&self->lock);
      root = g_queue_pop_head (&self->roots);
      g_mutex_unlock (&self->lock);
      if (root == NULL)
        break;

      if (root->text != NULL)
        found_cb (root->text, &finding);
      else
        chatty_import_expand (root->file, NULL, chatty_vault_get_folder (self->vault),
                              &self->n_files,
                              found_cb, &finding, self->cancellable);
      root_free (root);
    }
  return found;
}

static void
look_at (ChattyImportWorker *self,
         GPtrArray          *sources)
{
  static const ChattyImportChoice no_choice = { NULL, NULL };
  g_autoptr (ChattyReadAhead) ahead =
    chatty_read_ahead_new (self->reader, chatty_workspace_get_pool (CHATTY_POOL_READ),
                           sources, self->look_cancellable);
  guint64 bytes = self->counts.bytes_done;
  ChattyReading *next_reading = NULL;
  GError *next_problem = NULL;
  guint index;

  while (chatty_read_ahead_next (ahead, &index, &next_reading, &next_problem))
    {
      g_autoptr (ChattyReading) reading = g_steal_pointer (&next_reading);
      g_autoptr (GError) problem = g_steal_pointer (&next_problem);
      ChattyImportSource *source = g_ptr_array_index (sources, index);
      ChattyImportUpdate *update = update_new (CHATTY_IMPORT_UPDATE_LOOK);

      update->index = self->n_sources + index;
      if (reading != NULL)
        {
          update->look = chatty_import_look_new (reading, &self->preview_budget);
          chatty_import_look_propose (update->look, self->vault, &no_choice, &self->defaults);
        }
      else
        update->look = chatty_import_look_new_problem (problem->message);
      post (self, update);
      bytes += source->size;
      count (self, self->n_sources + index + 1, bytes);
    }
}

static void
prepare_on_pool (GTask        *task,
                 gpointer      source_object,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  ChattyImportWorker *self = task_data;

  for (;;)
    {
      g_autoptr (GPtrArray) sources = find_sources (self);

      if (sources->len == 0)
        break;
      if (!g_cancellable_is_cancelled (self->look_cancellable))
        look_at (self, sources);
      self->n_sources += sources->len;
    }
  post (self, update_new (CHATTY_IMPORT_UPDATE_PREPARED));
  g_task_return_boolean (task, TRUE);
}

static void
progress_cb (const ChattyImportProgress *progress,
             gpointer                    user_data)
{
  ChattyImportWorker *self = user_data;
  ChattyImportUpdate *update = update_new (CHATTY_IMPORT_UPDATE_STORED);

  update->index = progress->index;
  if (progress->file->transcripts->len == 0)
    {
      const ChattyReceiptSkip *skip = g_ptr_array_index (progress->file->skipped, 0);

      update->message = g_strdup (skip->reason);
    }
  else
    {
      update->look = chatty_import_look_new (progress->reading, &self->preview_budget);
      update->look->path = g_strdup (progress->path);
      update->look->path_platform = g_strdup (progress->file->platform);
      if (progress->file->characters->len > 0)
        update->look->path_character = g_strdup (g_ptr_array_index (progress->file->characters, 0));
    }
  post (self, update);
  count (self, progress->n_done, progress->bytes_done);
}

static void
ended_cb (const GError *error,
          gpointer      user_data)
{
  ChattyImportWorker *self = user_data;
  ChattyImportUpdate *update = update_new (CHATTY_IMPORT_UPDATE_ENDED);

  update->receipt = chatty_receipt_to_json (self->receipt);
  update->cancelled = error != NULL && chatty_receipt_get_problem (self->receipt) == NULL;
  if (error != NULL && !update->cancelled)
    update->message = g_strdup (error->message);
  post (self, update);
}

static void
run_on_pool (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  ChattyImportWorker *self = task_data;
  gboolean abandoned;

  g_mutex_lock (&self->lock);
  abandoned = self->abandoned;
  self->running = !abandoned;
  g_mutex_unlock (&self->lock);

  if (!abandoned)
    {
      ChattyImportEngine engine = {
        .vault = self->vault,
        .reader = self->reader,
        .pool = chatty_workspace_get_pool (CHATTY_POOL_READ),
        .defaults = &self->defaults,
        .progress = progress_cb,
        .ended = ended_cb,
        .user_data = self,
      };

      /* The error reaches the session in the last update. */
      chatty_import_engine_run (&engine, self->orders, self->receipt, self->cancellable, NULL);
    }
  g_task_return_boolean (task, TRUE);
}

/**
 * chatty_import_worker_new:
 * @vault: where to store
 * @reader: what reads
 * @defaults: what the settings say; copied
 *
 * Returns: (transfer full): a worker with nothing to do
 */
ChattyImportWorker *
chatty_import_worker_new (ChattyVault              *vault,
                          ChattyReader             *reader,
                          const ChattyImportChoice *defaults)
{
  ChattyImportWorker *self = g_new0 (ChattyImportWorker, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  self->vault = g_object_ref (vault);
  self->reader = g_object_ref (reader);
  chatty_import_choice_set (&self->defaults, defaults->platform, defaults->character);
  self->cancellable = g_cancellable_new ();
  self->look_cancellable = g_cancellable_new ();
  self->receipt = chatty_receipt_new ();
  self->preview_budget = PREVIEW_BUDGET;
  return self;
}

void
chatty_import_worker_unref (ChattyImportWorker *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_queue_clear_full (&self->roots, root_free);
  g_queue_clear_full (&self->updates, (GDestroyNotify) chatty_import_update_free);
  g_clear_pointer (&self->orders, g_ptr_array_unref);
  chatty_receipt_free (self->receipt);
  chatty_import_choice_clear (&self->defaults);
  g_object_unref (self->cancellable);
  g_object_unref (self->look_cancellable);
  g_object_unref (self->vault);
  g_object_unref (self->reader);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static void
add_root (ChattyImportWorker *self,
          Root               *root)
{
  g_mutex_lock (&self->lock);
  g_queue_push_tail (&self->roots, root);
  g_mutex_unlock (&self->lock);
}

/* Both wait for chatty_import_worker_prepare(). */
void
chatty_import_worker_add_file (ChattyImportWorker *self,
                               GFile              *file)
{
  Root *root = g_new0 (Root, 1);

  root->file = g_object_ref (file);
  add_root (self, root);
}

void
chatty_import_worker_add_text (ChattyImportWorker *self,
                               const char         *text,
                               const char         *name)
{
  Root *root = g_new0 (Root, 1);

  root->text = chatty_import_source_new_text (text, name);
  add_root (self, root);
}

/* No cancellable on the task: the pool would drop it, and nobody would be
 * told that it ended. */
static void
start_job (ChattyImportWorker *self,
           ChattyPoolKind      kind,
           GTaskThreadFunc     func)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);

  g_task_set_source_tag (task, start_job);
  g_task_set_task_data (task, worker_ref (self), (GDestroyNotify) chatty_import_worker_unref);
  chatty_pool_run (chatty_workspace_get_pool (kind), task, func);
}

/**
 * chatty_import_worker_prepare:
 * @self: a worker
 *
 * Finds the files in all that was added, and looks at them. Ends with
 * %CHATTY_IMPORT_UPDATE_PREPARED; not to be called again before that.
 */
void
chatty_import_worker_prepare (ChattyImportWorker *self)
{
  start_job (self, CHATTY_POOL_PREPARE, prepare_on_pool);
}

/**
 * chatty_import_worker_skip_looks:
 * @self: a worker
 *
 * Only finds the files from now on: they are about to be read anyway.
 */
void
chatty_import_worker_skip_looks (ChattyImportWorker *self)
{
  g_cancellable_cancel (self->look_cancellable);
}

/**
 * chatty_import_worker_run:
 * @self: a worker that has nothing to prepare
 * @orders: (element-type ChattyImportOrder) (transfer full): what to import
 *
 * Imports. Ends with %CHATTY_IMPORT_UPDATE_ENDED.
 */
void
chatty_import_worker_run (ChattyImportWorker *self,
                          GPtrArray          *orders)
{
  self->orders = orders;
  count (self, 0, 0);
  start_job (self, CHATTY_POOL_IMPORT, run_on_pool);
}

/**
 * chatty_import_worker_cancel:
 * @self: a worker
 *
 * Stops everything.
 *
 * Returns: whether %CHATTY_IMPORT_UPDATE_ENDED will still come; otherwise
 *   nothing was stored and nothing will be
 */
gboolean
chatty_import_worker_cancel (ChattyImportWorker *self)
{
  gboolean running;

  g_mutex_lock (&self->lock);
  running = self->running;
  self->abandoned = !running;
  g_mutex_unlock (&self->lock);

  g_cancellable_cancel (self->look_cancellable);
  g_cancellable_cancel (self->cancellable);
  return running;
}

/**
 * chatty_import_worker_pop:
 * @self: a worker
 *
 * Returns: (transfer full) (nullable): the oldest update that waits
 */
ChattyImportUpdate *
chatty_import_worker_pop (ChattyImportWorker *self)
{
  ChattyImportUpdate *update;

  g_mutex_lock (&self->lock);
  update = g_queue_pop_head (&self->updates);
  g_mutex_unlock (&self->lock);
  return update;
}

void
chatty_import_worker_get_counts (ChattyImportWorker *self,
                                 ChattyImportCounts *counts)
{
  g_mutex_lock (&self->lock);
  *counts = self->counts;
  g_mutex_unlock (&self->lock);
}

/* Only after the last update. */
ChattyReceipt *
chatty_import_worker_get_receipt (ChattyImportWorker *self)
{
  return self->receipt;
}
