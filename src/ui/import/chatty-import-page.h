/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-workspace.h"

G_BEGIN_DECLS

/**
 * ChattyImportPage: (object) an import from the first file to the receipt.
 *
 * Asks its window for "win.back", "win.import", "win.toast" and
 * "win.open-conversation".
 */
#define CHATTY_TYPE_IMPORT_PAGE (chatty_import_page_get_type ())
G_DECLARE_FINAL_TYPE (ChattyImportPage, chatty_import_page, CHATTY, IMPORT_PAGE, GtkWidget)

GtkWidget           *chatty_import_page_new         (ChattyWorkspace     *workspace,
                                                     ChattyImportSession *session);
ChattyImportSession *chatty_import_page_get_session (ChattyImportPage    *self);

G_END_DECLS
