/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-import-engine.h"
#include "chatty-import-look.h"

G_BEGIN_DECLS

/**
 * ChattyImportUpdateKind:
 * @CHATTY_IMPORT_UPDATE_SOURCE: a further file was found
 * @CHATTY_IMPORT_UPDATE_LOOK: a file was looked at
 * @CHATTY_IMPORT_UPDATE_PREPARED: all that was added was found and looked at
 * @CHATTY_IMPORT_UPDATE_STORED: a file was dealt with
 * @CHATTY_IMPORT_UPDATE_ENDED: the import is over
 */
typedef enum {
  CHATTY_IMPORT_UPDATE_SOURCE,
  CHATTY_IMPORT_UPDATE_LOOK,
  CHATTY_IMPORT_UPDATE_PREPARED,
  CHATTY_IMPORT_UPDATE_STORED,
  CHATTY_IMPORT_UPDATE_ENDED,
} ChattyImportUpdateKind;

/**
 * ChattyImportUpdate:
 *
 * What a worker has to tell the main loop. Owns what it points to.
 */
typedef struct {
  ChattyImportUpdateKind  kind;
  guint                   index;      /* LOOK, STORED */
  ChattyImportSource     *source;     /* SOURCE */
  ChattyImportLook       *look;       /* LOOK; STORED when it was not looked at before */
  char                   *message;    /* STORED: why nothing was; ENDED: the vault's trouble */
  gboolean                cancelled;  /* ENDED */
  char                   *receipt;    /* ENDED: JSON */
} ChattyImportUpdate;

void chatty_import_update_free (ChattyImportUpdate *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyImportUpdate, chatty_import_update_free)

/**
 * ChattyImportCounts: where the work is.
 */
typedef struct {
  guint   n_done;
  guint64 bytes_done;
} ChattyImportCounts;

/**
 * ChattyImportWorker:
 *
 * The half of an import session that works on other threads. The session
 * puts in what is to be done and takes out what has happened, when it likes:
 * that is what keeps twenty thousand files from flooding the main loop.
 * Thread-safe and counted, so the session can go away before it is done.
 */
typedef struct _ChattyImportWorker ChattyImportWorker;

ChattyImportWorker *chatty_import_worker_new         (ChattyVault              *vault,
                                                      ChattyReader             *reader,
                                                      const ChattyImportChoice *defaults);
void                chatty_import_worker_unref       (ChattyImportWorker       *self);
void                chatty_import_worker_add_file    (ChattyImportWorker       *self,
                                                      GFile                    *file);
void                chatty_import_worker_add_text    (ChattyImportWorker       *self,
                                                      const char               *text,
                                                      const char               *name);
void                chatty_import_worker_prepare     (ChattyImportWorker       *self);
void                chatty_import_worker_skip_looks  (ChattyImportWorker       *self);
void                chatty_import_worker_run         (ChattyImportWorker       *self,
                                                      GPtrArray                *orders);
gboolean            chatty_import_worker_cancel      (ChattyImportWorker       *self);
ChattyImportUpdate *chatty_import_worker_pop         (ChattyImportWorker       *self);
void                chatty_import_worker_get_counts  (ChattyImportWorker       *self,
                                                      ChattyImportCounts       *counts);
ChattyReceipt      *chatty_import_worker_get_receipt (ChattyImportWorker       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyImportWorker, chatty_import_worker_unref)

G_END_DECLS
