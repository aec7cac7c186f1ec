/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-memory-edit.h"
#include "chatty-memory-item.h"

G_BEGIN_DECLS

/**
 * ChattyMemoryAccount: what a row tells of an account where a note lives
 */
typedef struct {
  const char *platform;
  const char *name;
} ChattyMemoryAccount;

/**
 * ChattyMemoryFindAccount:
 * @id: an account's id
 * @account: (out caller-allocates): what is known of it; borrowed
 *
 * Returns: whether the account is known
 */
typedef gboolean (*ChattyMemoryFindAccount) (const char          *id,
                                             ChattyMemoryAccount *account,
                                             gpointer             user_data);

/**
 * ChattyMemoryRow: (object) a note, or the heading over some.
 *
 * Signals, each with the note's #ChattyMemoryItem: "edit", "delete" and
 * "origin" (where it comes from is to be shown); "saved" and "cancelled".
 */
#define CHATTY_TYPE_MEMORY_ROW (chatty_memory_row_get_type ())
G_DECLARE_FINAL_TYPE (ChattyMemoryRow, chatty_memory_row, CHATTY, MEMORY_ROW, GtkWidget)

GtkWidget *chatty_memory_row_new      (ChattyMemoryEdit        *edit,
                                       ChattyMemoryFindAccount  find,
                                       gpointer                 user_data);
void       chatty_memory_row_set_item (ChattyMemoryRow         *self,
                                       GObject                 *item);
GObject   *chatty_memory_row_get_item (ChattyMemoryRow         *self);
void       chatty_memory_row_update   (ChattyMemoryRow         *self);

G_END_DECLS
