/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-sync-line.h"

G_BEGIN_DECLS

/**
 * ChattySyncRow: (object) what a row of a plan or of a receipt has in common: a
 * line that it follows, and choices.
 *
 * Asks those around it for "sync.answer" ((ss): question, choice or "") and
 * "sync.undo-step" (s: step).
 */
#define CHATTY_TYPE_SYNC_ROW (chatty_sync_row_get_type ())
G_DECLARE_DERIVABLE_TYPE (ChattySyncRow, chatty_sync_row, CHATTY, SYNC_ROW, GtkWidget)

/**
 * ChattySyncRowClass:
 * @update: shows the line as it is now
 */
struct _ChattySyncRowClass
{
  GtkWidgetClass parent_class;

  void (*update) (ChattySyncRow *self);
};

void            chatty_sync_row_set_line     (ChattySyncRow  *self,
                                              ChattySyncLine *line);
ChattySyncLine *chatty_sync_row_get_line     (ChattySyncRow  *self);
GtkWidget      *chatty_sync_row_add_choice   (ChattySyncRow  *self,
                                              GtkCheckButton *button,
                                              const char     *choice,
                                              const char     *words);
void            chatty_sync_row_clear_choices (ChattySyncRow *self);
void            chatty_sync_row_show_choice  (ChattySyncRow  *self);
gboolean        chatty_sync_row_choose       (ChattySyncRow  *self,
                                              guint           nth);
gboolean        chatty_sync_row_focus_choice (ChattySyncRow  *self);

G_END_DECLS
