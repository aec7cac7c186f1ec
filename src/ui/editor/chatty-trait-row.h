/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHATTY_TRAIT_MIN (-100)
#define CHATTY_TRAIT_MAX 100

/**
 * ChattyTraitRow: (object) a trait of a personality: its name and a slider
 * from -100 to 100.
 *
 * Signals: "changed", "removed".
 */
#define CHATTY_TYPE_TRAIT_ROW (chatty_trait_row_get_type ())
G_DECLARE_FINAL_TYPE (ChattyTraitRow, chatty_trait_row, CHATTY, TRAIT_ROW, GtkListBoxRow)

GtkWidget  *chatty_trait_row_new           (const char     *name,
                                            double          value);
const char *chatty_trait_row_get_name      (ChattyTraitRow *self);
double      chatty_trait_row_get_value     (ChattyTraitRow *self);
void        chatty_trait_row_set_duplicate (ChattyTraitRow *self,
                                            gboolean        duplicate);
void        chatty_trait_row_set_editable  (ChattyTraitRow *self,
                                            gboolean        editable);

G_END_DECLS
