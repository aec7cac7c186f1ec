/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-sync-job.h"
#include "chatty-sync-work.h"

G_BEGIN_DECLS

/**
 * ChattySyncQueue: (object) the jobs of a workspace, one after the other for
 * each account.
 *
 * Signal "drifted" (const char *account, uint n_characters). Lives on the main
 * loop.
 */
#define CHATTY_TYPE_SYNC_QUEUE (chatty_sync_queue_get_type ())
G_DECLARE_FINAL_TYPE (ChattySyncQueue, chatty_sync_queue, CHATTY, SYNC_QUEUE, GObject)

ChattySyncQueue *chatty_sync_queue_new         (ChattyWorkspace *workspace);
GListModel      *chatty_sync_queue_get_jobs    (ChattySyncQueue *self);
ChattySyncJob   *chatty_sync_queue_add         (ChattySyncQueue *self,
                                                ChattySyncWork  *work);
gboolean         chatty_sync_queue_is_occupied (ChattySyncQueue *self,
                                                const char      *account);
void             chatty_sync_queue_wake        (ChattySyncQueue *self);

G_END_DECLS
