/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-import-session.h"

G_BEGIN_DECLS

/**
 * ChattyImportRow: (object) one file of an import: what it is, where it goes.
 *
 * Recycled by the list: an item comes and goes.
 */
#define CHATTY_TYPE_IMPORT_ROW (chatty_import_row_get_type ())
G_DECLARE_FINAL_TYPE (ChattyImportRow, chatty_import_row, CHATTY, IMPORT_ROW, GtkWidget)

GtkWidget        *chatty_import_row_new      (GListModel       *characters);
void              chatty_import_row_set_item (ChattyImportRow  *self,
                                              ChattyImportItem *item);
ChattyImportItem *chatty_import_row_get_item (ChattyImportRow  *self);

G_END_DECLS
