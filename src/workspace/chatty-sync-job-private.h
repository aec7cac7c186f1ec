/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-sync-job.h"
#include "chatty-sync-work.h"

G_BEGIN_DECLS

/* What the service does with its jobs. Main loop only.
 *
 * Signal "wanted": the job is to be taken up again, because the person ran it
 * or changed what it is made by. */

ChattySyncJob  *chatty_sync_job_new          (ChattySyncWork       *work);
ChattySyncWork *chatty_sync_job_get_work     (ChattySyncJob        *self);
GCancellable   *chatty_sync_job_get_cancellable (ChattySyncJob     *self);
gboolean        chatty_sync_job_get_wants_run (ChattySyncJob       *self);
void            chatty_sync_job_set_account  (ChattySyncJob        *self,
                                              ChattyAccount        *account);
void            chatty_sync_job_set_state    (ChattySyncJob        *self,
                                              ChattySyncJobState    state,
                                              const char           *message);
void            chatty_sync_job_set_progress (ChattySyncJob        *self,
                                              guint                 n_done,
                                              guint                 n_steps);
/* The first plan, or one that is made anew. */
void            chatty_sync_job_take_plan    (ChattySyncJob        *self,
                                              ChattySyncPlan       *plan,
                                              gboolean              changed);
void            chatty_sync_job_take_receipt (ChattySyncJob        *self,
                                              ChattySyncReceipt    *receipt);
/* The person ran this plan, and goes on with what is left of it: nothing else. */
void            chatty_sync_job_approve      (ChattySyncJob        *self);
gboolean        chatty_sync_job_is_approved  (ChattySyncJob        *self,
                                              ChattySyncPlan       *plan);

G_END_DECLS
