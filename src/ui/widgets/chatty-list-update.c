/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include "chatty-list-update.h"

static gboolean
stays_at (GListStore     *store,
          guint           position,
          gpointer        item,
          ChattyStayFunc  stays)
{
  g_autoptr (GObject) shown = g_list_model_get_item (G_LIST_MODEL (store), position);

  return stays != NULL ? stays (shown, item) : (gpointer) shown == item;
}

/**
 * chatty_list_update:
 * @store: what a list shows
 * @items: (element-type GObject): what it is to show
 * @stays: (nullable): which items stay; by default the same objects
 *
 * Replaces what has changed between the first items that stay and the last. A
 * row that stays keeps its place and the focus, and a click on it, which would
 * be lost if the row went between press and release.
 */
void
chatty_list_update (GListStore     *store,
                    GPtrArray      *items,
                    ChattyStayFunc  stays)
{
  const guint n_old = g_list_model_get_n_items (G_LIST_MODEL (store));
  const guint n_most = MIN (n_old, items->len);
  guint head = 0, tail = 0;

  while (head < n_most && stays_at (store, head, items->pdata[head], stays))
    head++;
  while (tail < n_most - head &&
         stays_at (store, n_old - 1 - tail, items->pdata[items->len - 1 - tail], stays))
    tail++;
  if (head + tail < n_old || head + tail < items->len)
    g_list_store_splice (store, head, n_old - head - tail, items->pdata + head,
                         items->len - head - tail);
}
