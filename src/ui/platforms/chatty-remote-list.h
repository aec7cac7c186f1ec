/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-remote-row.h"

G_BEGIN_DECLS

/**
 * ChattyRemoteList: (object) what a platform has, as a list that may be long,
 * and every other state: being read, empty, failed, nothing found.
 *
 * Signals: "retry"; "activated" with an item where rows open; those of
 * #ChattyRemoteRow.
 */
#define CHATTY_TYPE_REMOTE_LIST (chatty_remote_list_get_type ())
G_DECLARE_FINAL_TYPE (ChattyRemoteList, chatty_remote_list, CHATTY, REMOTE_LIST, GtkWidget)

GtkWidget  *chatty_remote_list_new         (ChattyRowParts      parts,
                                            const char         *name,
                                            ChattyDescribeFunc  describe,
                                            gpointer            user_data);
void        chatty_remote_list_set_account (ChattyRemoteList   *self,
                                            const char         *account_id);
void        chatty_remote_list_set_empty   (ChattyRemoteList   *self,
                                            const char         *icon_name,
                                            const char         *title,
                                            const char         *description);
void        chatty_remote_list_begin       (ChattyRemoteList   *self);
void        chatty_remote_list_take        (ChattyRemoteList   *self,
                                            GPtrArray          *items);
void        chatty_remote_list_fail        (ChattyRemoteList   *self,
                                            const GError       *error);
gboolean    chatty_remote_list_remove      (ChattyRemoteList   *self,
                                            ChattyRemoteItem   *item);
void        chatty_remote_list_search      (ChattyRemoteList   *self,
                                            const char         *text);
GListModel *chatty_remote_list_get_items   (ChattyRemoteList   *self);

G_END_DECLS
