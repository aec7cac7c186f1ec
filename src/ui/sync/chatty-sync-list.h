/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-sync-line.h"

G_BEGIN_DECLS

/**
 * ChattySyncList: (object) the lines of a plan or of a receipt, below a widget
 * that scrolls away with them.
 *
 * Only what is in sight is made, so that a thousand characters cost as little as
 * one. Property: "n-questions" (uint): the lines that can be decided.
 */
#define CHATTY_TYPE_SYNC_LIST (chatty_sync_list_get_type ())
G_DECLARE_FINAL_TYPE (ChattySyncList, chatty_sync_list, CHATTY, SYNC_LIST, GtkWidget)

GtkWidget *chatty_sync_list_new             (void);
void       chatty_sync_list_set_head        (ChattySyncList *self,
                                             GtkWidget      *head);
/* @lines: (nullable): of #ChattySyncLine */
void       chatty_sync_list_set_lines       (ChattySyncList *self,
                                             GPtrArray      *lines);
guint      chatty_sync_list_get_n_questions (ChattySyncList *self);
/* How many of these are not decided. */
guint      chatty_sync_list_get_n_open      (ChattySyncList *self);
/* To the next question, or the one before; FALSE where there is none. */
gboolean   chatty_sync_list_go              (ChattySyncList *self,
                                             gboolean        forward);
/* Chooses for the question that was gone to. */
gboolean   chatty_sync_list_choose          (ChattySyncList *self,
                                             guint           nth);

G_END_DECLS
