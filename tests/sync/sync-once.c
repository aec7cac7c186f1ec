/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* One sync as a process of its own, to be killed and to be measured:
 *
 *     sync-once FOLDER ADDRESS [bring]
 *
 * Prints the seconds that the sync took, how many steps it had and how many
 * failed, and the most memory that the process had, in MB. */

#include "config.h"

#include <sys/resource.h>

#include "sync-program.h"

int
main (int    argc,
      char **argv)
{
  g_autoptr (ChattyVault) vault = NULL;
  g_autoptr (ChattySyncStore) store = NULL;
  g_autoptr (ChattyCharacterStore) platform = NULL;
  g_autoptr (ChattySyncReceipt) receipt = NULL;
  g_autoptr (ChattySyncPlan) plan = NULL;
  g_autoptr (GError) error = NULL;
  ChattySyncSettings settings = CHATTY_SYNC_SETTINGS_INIT;
  struct rusage usage;
  gint64 start;

  g_assert_cmpint (argc, >=, 3);
  vault = sync_open (argv[1]);
  store = chatty_sync_vault_store_new (vault);
  platform = sync_connect (argv[2]);
  settings.put_new = TRUE;
  settings.bring_new = argc > 3;
  start = g_get_monotonic_time ();
  receipt = chatty_sync_now (store, platform, &sync_account, &settings, FALSE, &plan, NULL, NULL,
                             NULL, &error);
  if (receipt == NULL)
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  getrusage (RUSAGE_SELF, &usage);
  g_print ("seconds %.3f steps %u failed %u end %s megabytes %ld\n",
           (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC,
           chatty_sync_receipt_get_n_results (receipt),
           chatty_sync_receipt_get_n_results (receipt) -
           chatty_sync_receipt_count (receipt, CHATTY_SYNC_DONE),
           chatty_sync_end_to_string (chatty_sync_receipt_get_end (receipt)),
           usage.ru_maxrss / 1024);
  if (chatty_sync_receipt_get_message (receipt) != NULL)
    g_printerr ("%s\n", chatty_sync_receipt_get_message (receipt));
  return chatty_sync_receipt_get_end (receipt) == CHATTY_SYNC_END_COMPLETE ? 0 : 1;
}
