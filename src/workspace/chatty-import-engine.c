/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-import-engine.h"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-import-store.h"
#include "chatty-read-ahead.h"

/* One call of chatty_import_engine_run(). */
typedef struct {
  const ChattyImportEngine *engine;
  ChattyVaultBatch         *batch;
  GCancellable             *cancellable;
} Run;

/**
 * chatty_import_order_new:
 * @source: what to import
 * @choice: (nullable): what the person chose for it; copied
 * @left_out: the person does not want it
 *
 * Returns: (transfer full): an order
 */
ChattyImportOrder *
chatty_import_order_new (ChattyImportSource       *source,
                         const ChattyImportChoice *choice,
                         gboolean                  left_out)
{
  ChattyImportOrder *self = g_new0 (ChattyImportOrder, 1);

  self->source = chatty_import_source_ref (source);
  if (choice != NULL)
    chatty_import_choice_set (&self->choice, choice->platform, choice->character);
  self->left_out = left_out;
  return self;
}

void
chatty_import_order_free (ChattyImportOrder *self)
{
  chatty_import_source_unref (self->source);
  chatty_import_choice_clear (&self->choice);
  g_free (self);
}

static gboolean
store_reading (Run                      *run,
               const ChattyImportOrder  *order,
               ChattyReading            *reading,
               ChattyReceiptFile        *file,
               char                    **first_path,
               GError                  **error)
{
  guint n_transcripts = chatty_reading_get_n_transcripts (reading);
  guint n_skipped = chatty_reading_get_n_skipped (reading);

  file->form = g_strdup (chatty_form_to_string (chatty_reading_get_form (reading)));
  for (guint i = 0; i < chatty_reading_get_n_notices (reading); i++)
    g_ptr_array_add (file->notices, g_strdup (chatty_reading_get_notice (reading, i)));
  for (guint i = 0; i < n_skipped; i++)
    {
      const char *reason = NULL;
      const char *what = chatty_reading_get_skipped (reading, i, &reason);

      chatty_receipt_file_skip (file, what, reason);
    }
  if (n_transcripts == 0 && n_skipped == 0)
    chatty_receipt_file_skip (file, order->source->name, _("There is no conversation in it."));

  for (guint i = 0; i < n_transcripts; i++)
    {
      g_autoptr (ChattyTranscript) transcript =
        chatty_import_apply_choice (chatty_reading_get_transcript (reading, i), reading,
                                    &order->choice, run->engine->defaults);
      g_autofree char *path = NULL;

      if (chatty_set_cancelled (run->cancellable, error) ||
          !chatty_import_store (run->batch, file, transcript, &path, run->cancellable, error))
        return FALSE;
      if (*first_path == NULL)
        *first_path = g_steal_pointer (&path);
    }
  return TRUE;
}

/* A file that the end came upon before anything of it was stored was not
 * reached. */
static void
drop_unfinished_file (ChattyReceipt *receipt,
                      guint         *n_done)
{
  guint last = chatty_receipt_get_n_files (receipt);
  const ChattyReceiptFile *file = last > 0 ? chatty_receipt_get_file (receipt, last - 1) : NULL;

  if (file != NULL && last > *n_done && file->transcripts->len > 0)
    (*n_done)++;
  else if (file != NULL && last > *n_done)
    chatty_receipt_drop_last (receipt);
}

static gboolean
run_orders (Run              *run,
            GPtrArray        *orders,
            ChattyReadAhead  *ahead,
            ChattyReceipt    *receipt,
            guint            *n_done,
            GError          **error)
{
  const ChattyImportEngine *engine = run->engine;
  ChattyImportProgress progress = { .n_files = orders->len };
  ChattyReading *next_reading = NULL;
  GError *next_problem = NULL;
  guint index;

  for (guint i = 0; i < orders->len; i++)
    {
      const ChattyImportOrder *order = g_ptr_array_index (orders, i);

      progress.bytes_total += order->source->size;
    }

  while (chatty_read_ahead_next (ahead, &index, &next_reading, &next_problem))
    {
      const ChattyImportOrder *order = g_ptr_array_index (orders, index);
      g_autoptr (ChattyReading) reading = g_steal_pointer (&next_reading);
      g_autoptr (GError) problem = g_steal_pointer (&next_problem);
      g_autofree char *path = NULL;
      ChattyReceiptFile *file;

      if (chatty_set_cancelled (run->cancellable, error))
        return FALSE;

      file = chatty_receipt_begin_file (receipt, order->source->name);
      if (reading == NULL)
        chatty_receipt_file_skip (file, order->source->name, problem->message);
      else if (!store_reading (run, order, reading, file, &path, error))
        return FALSE;

      (*n_done)++;
      progress.index = index;
      progress.file = file;
      progress.path = path;
      progress.reading = reading;
      progress.n_done = *n_done;
      progress.bytes_done += order->source->size;
      if (engine->progress != NULL)
        engine->progress (&progress, engine->user_data);
    }
  return !chatty_set_cancelled (run->cancellable, error);
}

/* What the person left out is not read, but has its line in the receipt. */
static GPtrArray *
collect_sources (GPtrArray *orders)
{
  GPtrArray *sources = g_ptr_array_new_full (orders->len,
                                             (GDestroyNotify) chatty_import_source_unref);

  for (guint i = 0; i < orders->len; i++)
    {
      const ChattyImportOrder *order = g_ptr_array_index (orders, i);

      if (order->left_out)
        g_ptr_array_add (sources, chatty_import_source_new_problem (order->source->name,
                                                                    _("You left it out.")));
      else
        g_ptr_array_add (sources, chatty_import_source_ref (order->source));
    }
  return sources;
}

/**
 * chatty_import_engine_run:
 * @self: what to work with
 * @orders: (element-type ChattyImportOrder): what to import, in this order
 * @receipt: filled, also when it ends early
 * @cancellable: (nullable): stops it; what was stored stays
 * @error: return location, of #CHATTY_ERROR
 *
 * Imports everything that can be read into the vault, as one batch that can
 * be undone. Files are read in parallel and stored in the order of @orders.
 * A file that cannot be read is a line in @receipt; trouble with the vault
 * itself, such as a full disk, ends the run. Blocks; never call it on one of
 * @self's own pool's threads.
 *
 * Returns: %FALSE with %CHATTY_ERROR_CANCELLED or the vault's error
 */
gboolean
chatty_import_engine_run (const ChattyImportEngine  *self,
                          GPtrArray                 *orders,
                          ChattyReceipt             *receipt,
                          GCancellable              *cancellable,
                          GError                   **error)
{
  g_autoptr (ChattyVaultBatch) batch = NULL;
  g_autoptr (ChattyReadAhead) ahead = NULL;
  g_autoptr (GPtrArray) sources = collect_sources (orders);
  g_autoptr (GError) local_error = NULL;
  Run run = { .engine = self, .cancellable = cancellable };
  guint n_done = 0;

  if (!chatty_set_cancelled (cancellable, &local_error))
    {
      batch = chatty_vault_begin (self->vault, "import", &local_error);
      run.batch = batch;
    }
  if (batch != NULL)
    {
      ahead = chatty_read_ahead_new (self->reader, self->pool, sources, cancellable);
      if (!run_orders (&run, orders, ahead, receipt, &n_done, &local_error))
        drop_unfinished_file (receipt, &n_done);
    }

  chatty_import_end (batch, receipt, orders->len - n_done, &local_error);
  if (self->ended != NULL)
    self->ended (local_error, self->user_data);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}
