/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-import-session.h"

G_BEGIN_DECLS

/**
 * ChattyImportList: (object) the files of an import, 20,000 as well as one.
 */
#define CHATTY_TYPE_IMPORT_LIST (chatty_import_list_get_type ())
G_DECLARE_FINAL_TYPE (ChattyImportList, chatty_import_list, CHATTY, IMPORT_LIST, GtkWidget)

GtkWidget *chatty_import_list_new       (void);
void       chatty_import_list_set_model (ChattyImportList *self,
                                         GListModel       *items,
                                         GListModel       *characters);

G_END_DECLS
