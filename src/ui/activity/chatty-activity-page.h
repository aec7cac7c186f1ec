/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-workspace.h"

G_BEGIN_DECLS

/**
 * ChattyActivityPage: (object) what happened to the vault, and taking it back.
 *
 * Asks its window for "win.import", "win.toast", "win.undo-run" and
 * "win.undo-sync".
 */
#define CHATTY_TYPE_ACTIVITY_PAGE (chatty_activity_page_get_type ())
G_DECLARE_FINAL_TYPE (ChattyActivityPage, chatty_activity_page, CHATTY, ACTIVITY_PAGE, GtkWidget)

GtkWidget *chatty_activity_page_new  (ChattyWorkspace    *workspace);
void       chatty_activity_page_open (ChattyActivityPage *self,
                                      const char         *run_id);

G_END_DECLS
