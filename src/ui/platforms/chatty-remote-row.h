/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-remote-item.h"

G_BEGIN_DECLS

/**
 * ChattyRowParts: what a row has beside its texts
 */
typedef enum {
  CHATTY_ROW_OPENS = 1 << 0,
  CHATTY_ROW_CHECK = 1 << 1,
  CHATTY_ROW_SWITCH = 1 << 2,
  CHATTY_ROW_DELETE = 1 << 3,
  CHATTY_ROW_ADD = 1 << 4,     /* where it is offered */
} ChattyRowParts;

/**
 * ChattyRowText:
 * @title: what it is; may be long, and has any characters
 * @subtitle: (nullable): more
 * @question: (nullable): what is asked before it is deleted
 * @switch_name: (nullable): what the switch is for, for those who cannot see
 *
 * The texts of a row. The strings belong to the struct.
 */
typedef struct {
  char *title;
  char *subtitle;
  char *question;
  char *switch_name;
} ChattyRowText;

typedef void (*ChattyDescribeFunc) (ChattyRemoteItem *item,
                                    ChattyRowText    *text,
                                    gpointer          user_data);

/**
 * ChattyRemoteRow: (object) a row for a #ChattyRemoteItem, which it follows.
 *
 * Signals: "switched" (boolean), "checked" (boolean), "added" and "deleted", each
 * with the item first. To delete is asked for in the row itself.
 */
#define CHATTY_TYPE_REMOTE_ROW (chatty_remote_row_get_type ())
G_DECLARE_FINAL_TYPE (ChattyRemoteRow, chatty_remote_row, CHATTY, REMOTE_ROW, GtkWidget)

GtkWidget *chatty_remote_row_new      (ChattyRowParts      parts,
                                       ChattyDescribeFunc  describe,
                                       gpointer            user_data);
void       chatty_remote_row_set_item (ChattyRemoteRow    *self,
                                       ChattyRemoteItem   *item);

G_END_DECLS
