/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-vault.h"

G_BEGIN_DECLS

/**
 * ChattyLiveList: (object) (abstract) GListModel of what a query finds in a vault.
 *
 * The query runs on a worker; items are made when they are asked for; the list
 * refreshes by itself when the vault changes, and keeps the rows that stay the
 * same. Lives on the main loop.
 * Properties: "loading" (boolean), "error-message" (nullable string).
 */
#define CHATTY_TYPE_LIVE_LIST (chatty_live_list_get_type ())
G_DECLARE_DERIVABLE_TYPE (ChattyLiveList, chatty_live_list, CHATTY, LIVE_LIST, GObject)

/**
 * ChattyLiveListClass:
 * @item_type: what the items are
 * @row_ref: of a row, which is immutable and atomically counted
 * @row_unref: of a row
 * @row_id: tells rows apart
 * @row_equal: whether two rows of the same id show the same
 * @new_item: (transfer full): made when a row is asked for
 * @update_item: the row of an item says something new
 * @dup_query: what is asked now, for the worker
 * @free_query: of what @dup_query gave
 * @run: (transfer full): the rows, on a worker, freed with @row_unref; may
 *   note in the query what else it found
 * @answered: (nullable): the rows of this query are shown now
 */
struct _ChattyLiveListClass {
  GObjectClass parent_class;

  GType        item_type;
  gpointer   (*row_ref)     (gpointer        row);
  void       (*row_unref)   (gpointer        row);
  const char *(*row_id)     (gconstpointer   row);
  gboolean   (*row_equal)   (gconstpointer   a,
                             gconstpointer   b);
  gpointer   (*new_item)    (gpointer        row);
  void       (*update_item) (gpointer        item,
                             gpointer        row);
  gpointer   (*dup_query)   (ChattyLiveList *self);
  void       (*free_query)  (gpointer        query);
  GPtrArray *(*run)         (ChattyVault    *vault,
                             gpointer        query,
                             GCancellable   *cancellable,
                             GError        **error);
  void       (*answered)    (ChattyLiveList *self,
                             gpointer        query);
};

void         chatty_live_list_watch       (ChattyLiveList *self,
                                           ChattyVault    *vault);
void         chatty_live_list_ask         (ChattyLiveList *self);
gboolean     chatty_live_list_get_loading (ChattyLiveList *self);
int          chatty_live_list_find        (ChattyLiveList *self,
                                           const char     *id);

G_END_DECLS
