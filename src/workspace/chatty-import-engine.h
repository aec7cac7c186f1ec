/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-import-rules.h"
#include "chatty-import-source.h"
#include "chatty-pool.h"
#include "chatty-reader.h"
#include "chatty-receipt.h"
#include "chatty-vault.h"

G_BEGIN_DECLS

/**
 * ChattyImportOrder:
 * @source: what to import
 * @choice: what the person chose for it
 * @left_out: the person does not want it
 */
typedef struct {
  ChattyImportSource *source;
  ChattyImportChoice  choice;
  gboolean            left_out;
} ChattyImportOrder;

ChattyImportOrder *chatty_import_order_new  (ChattyImportSource       *source,
                                             const ChattyImportChoice *choice,
                                             gboolean                  left_out);
void               chatty_import_order_free (ChattyImportOrder        *self);

/**
 * ChattyImportProgress:
 * @index: the order that was just dealt with
 * @file: what became of it
 * @path: (nullable): where its first conversation was stored, in the vault
 * @reading: (nullable): what was read
 *
 * Where an import is, after each file. All of it is borrowed.
 */
typedef struct {
  guint                    index;
  const ChattyReceiptFile *file;
  const char              *path;
  ChattyReading           *reading;
  guint                    n_done;
  guint                    n_files;
  guint64                  bytes_done;
  guint64                  bytes_total;
} ChattyImportProgress;

typedef void (*ChattyImportProgressFunc) (const ChattyImportProgress *progress,
                                          gpointer                    user_data);
typedef void (*ChattyImportEndedFunc)    (const GError               *error,
                                          gpointer                    user_data);

/**
 * ChattyImportEngine:
 * @vault: where to store
 * @reader: what reads
 * @pool: where files are read in parallel
 * @defaults: what the settings say
 * @progress: (nullable): called on the calling thread after each file
 * @ended: (nullable): called as soon as the receipt is final; after a cancel
 *   that is before the last readers have noticed
 *
 * What an import works with.
 */
typedef struct {
  ChattyVault              *vault;
  ChattyReader             *reader;
  ChattyPool               *pool;
  const ChattyImportChoice *defaults;
  ChattyImportProgressFunc  progress;
  ChattyImportEndedFunc     ended;
  gpointer                  user_data;
} ChattyImportEngine;

gboolean chatty_import_engine_run (const ChattyImportEngine  *self,
                                   GPtrArray                 *orders,
                                   ChattyReceipt             *receipt,
                                   GCancellable              *cancellable,
                                   GError                   **error);

G_END_DECLS
