/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include "chatty-remote-work.h"

static GListStore *
get_store (void)
{
  static GListStore *store;

  if (store == NULL)
    store = g_list_store_new (G_TYPE_CANCELLABLE);
  return store;
}

/**
 * chatty_remote_work_get:
 *
 * The main loop's thread only, as the other two.
 *
 * Returns: (transfer none): of #GCancellable; whoever wants to end the program
 *   asks the person while there are any, cancels them, and waits until they are
 *   gone
 */
GListModel *
chatty_remote_work_get (void)
{
  return G_LIST_MODEL (get_store ());
}

/**
 * chatty_remote_work_begin:
 * @cancellable: what stops it
 */
void
chatty_remote_work_begin (GCancellable *cancellable)
{
  g_return_if_fail (G_IS_CANCELLABLE (cancellable));

  g_list_store_append (get_store (), cancellable);
}

/**
 * chatty_remote_work_end:
 * @cancellable: what chatty_remote_work_begin() was given
 *
 * Says that it is over. The window may close while this is called.
 */
void
chatty_remote_work_end (GCancellable *cancellable)
{
  guint position;

  g_return_if_fail (G_IS_CANCELLABLE (cancellable));

  if (g_list_store_find (get_store (), cancellable, &position))
    g_list_store_remove (get_store (), position);
}
