/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-sync"

#include "chatty-sync-runner.h"

/* How often what moved meanwhile is planned again: whoever edits all the time
 * is not chased. */
#define MAX_ROUNDS 3

static ChattySyncPlan *
look_and_plan (ChattySyncStore           *store,
               ChattyCharacterStore      *platform,
               const ChattySyncAccount   *account,
               const ChattySyncSettings  *settings,
               GCancellable              *cancellable,
               GError                   **error)
{
  g_autoptr (GPtrArray) wanted = g_ptr_array_new ();
  g_autoptr (ChattySyncLook) look = NULL;

  for (guint i = 0; settings->bring != NULL && settings->bring[i] != NULL; i++)
    g_ptr_array_add (wanted, (gpointer) settings->bring[i]);
  if (settings->pair_remote != NULL)
    g_ptr_array_add (wanted, (gpointer) settings->pair_remote);
  g_ptr_array_add (wanted, NULL);
  look = chatty_sync_look (store, platform, account, settings->only,
                           (const char *const *) wanted->pdata,
                           settings->bring_new && settings->only == NULL, NULL, NULL,
                           cancellable, error);
  return look != NULL ? chatty_sync_plan_new (look, settings) : NULL;
}

/**
 * chatty_sync_now:
 * @dry_run: whether to stop at the plan
 * @plan: (out) (optional): the last plan
 *
 * Looks, plans and runs.
 *
 * Returns: (transfer full) (nullable): what the last run did; empty for a dry
 *   run
 */
ChattySyncReceipt *
chatty_sync_now (ChattySyncStore           *store,
                 ChattyCharacterStore      *platform,
                 const ChattySyncAccount   *account,
                 const ChattySyncSettings  *settings,
                 gboolean                   dry_run,
                 ChattySyncPlan           **plan,
                 ChattySyncProgressFunc     progress,
                 gpointer                   user_data,
                 GCancellable              *cancellable,
                 GError                   **error)
{
  g_autoptr (ChattySyncReceipt) receipt = NULL;
  g_autoptr (ChattySyncPlan) made = NULL;

  for (guint round = 0; round < MAX_ROUNDS; round++)
    {
      g_clear_pointer (&made, chatty_sync_plan_unref);
      made = look_and_plan (store, platform, account, settings, cancellable, error);
      if (made == NULL)
        return NULL;
      if (dry_run)
        {
          g_autoptr (GPtrArray) none = g_ptr_array_new ();

          receipt = chatty_sync_receipt_new (made, NULL, CHATTY_SYNC_END_COMPLETE, NULL, 0, none);
          break;
        }
      g_clear_pointer (&receipt, chatty_sync_receipt_unref);
      receipt = chatty_sync_run (store, platform, made, chatty_sync_plan_get_hash (made),
                                 CHATTY_SYNC_RUN_NONE, progress, user_data, cancellable, error);
      if (receipt == NULL)
        return NULL;
      if (chatty_sync_receipt_get_end (receipt) != CHATTY_SYNC_END_COMPLETE ||
          chatty_sync_receipt_count (receipt, CHATTY_SYNC_MOVED) == 0)
        break;
    }
  if (plan != NULL)
    *plan = g_steal_pointer (&made);
  return g_steal_pointer (&receipt);
}
