/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ChattyListFieldRow: (object) one text of a #ChattyListField.
 *
 * Signals: "changed"; "removed"; "entered": Enter was pressed; "moved" (int
 * by): it is to go that many places down; "dropped" (ChattyListFieldRow): that
 * row is to come to the place of this one.
 */
#define CHATTY_TYPE_LIST_FIELD_ROW (chatty_list_field_row_get_type ())
G_DECLARE_FINAL_TYPE (ChattyListFieldRow, chatty_list_field_row,
                      CHATTY, LIST_FIELD_ROW, GtkListBoxRow)

GtkWidget  *chatty_list_field_row_new          (const char         *text,
                                                const char         *shown);
const char *chatty_list_field_row_get_text     (ChattyListFieldRow *self);
void        chatty_list_field_row_set_place    (ChattyListFieldRow *self,
                                                const char         *title,
                                                guint               place,
                                                guint               n_places);
void        chatty_list_field_row_set_editable (ChattyListFieldRow *self,
                                                gboolean            editable);

G_END_DECLS
