/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-account-service.h"
#include "chatty-sync-job.h"
#include "chatty-workspace.h"

G_BEGIN_DECLS

/**
 * ChattySyncWork:
 * @kind: what for
 * @accounts: where the account is opened
 * @account: whose characters
 * @callsign: (nullable): only this one
 * @remote_id: (nullable): only this one there
 * @put: whether @callsign is to be made there
 * @run: (nullable): what an undo takes back
 * @step: (nullable): only this step of it
 * @policy: who wins
 * @new_too: whether what only one side has goes to the other
 * @released: flags of brakes
 * @answers: question to choice
 * @look: (nullable): what was seen, for plans that are made anew
 *
 * What is asked of the engine, and what is kept from one call to the next.
 * A worker has a copy of its own: nothing in it is shared while it changes.
 */
typedef struct {
  ChattySyncJobKind     kind;
  ChattyAccountService *accounts;
  ChattyAccount        *account;
  char                 *callsign;
  char                 *remote_id;
  gboolean              put;
  char                 *run;
  char                 *step;
  ChattySyncPolicy      policy;
  gboolean              new_too;
  guint                 released;
  GHashTable           *answers;
  ChattySyncLook       *look;
} ChattySyncWork;

ChattySyncWork    *chatty_sync_work_new     (ChattySyncJobKind      kind,
                                             ChattyAccountService  *accounts,
                                             ChattyAccount         *account);
ChattySyncWork    *chatty_sync_work_copy    (const ChattySyncWork  *self);
void               chatty_sync_work_free    (ChattySyncWork        *self);

/* Blocking, for a worker; @progress as chatty_call_progress() takes it. */
ChattySyncPlan    *chatty_sync_work_plan    (ChattySyncWork        *self,
                                             ChattyVault           *vault,
                                             GFileProgressCallback  progress,
                                             gpointer               user_data,
                                             GCancellable          *cancellable,
                                             GError               **error);
ChattySyncReceipt *chatty_sync_work_run     (ChattySyncWork        *self,
                                             ChattyVault           *vault,
                                             ChattySyncPlan        *plan,
                                             GFileProgressCallback  progress,
                                             gpointer               user_data,
                                             GCancellable          *cancellable,
                                             GError               **error);
/* Without being shown; @plan: (out): the last one. */
ChattySyncReceipt *chatty_sync_work_now     (ChattySyncWork        *self,
                                             ChattyVault           *vault,
                                             gboolean               dry_run,
                                             ChattySyncPlan       **plan,
                                             GFileProgressCallback  progress,
                                             gpointer               user_data,
                                             GCancellable          *cancellable,
                                             GError               **error);
gboolean           chatty_sync_work_check   (ChattySyncWork        *self,
                                             ChattyVault           *vault,
                                             guint                 *n_drifted,
                                             GCancellable          *cancellable,
                                             GError               **error);
GPtrArray         *chatty_sync_work_list    (ChattySyncWork        *self,
                                             ChattyVault           *vault,
                                             GCancellable          *cancellable,
                                             GError               **error);
/* The account of a run of the past, by its report. */
ChattyAccount     *chatty_sync_work_find_account
                                            (ChattyAccountService  *accounts,
                                             ChattyVault           *vault,
                                             const char            *run,
                                             GError               **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattySyncWork, chatty_sync_work_free)

G_END_DECLS
