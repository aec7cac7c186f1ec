/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include "chatty-shortcuts.h"

/**
 * chatty_shortcuts_window_new:
 *
 * Returns: (transfer none): a window that lists the keyboard shortcuts; GTK
 *   owns it until it is closed
 */
GtkWindow *
chatty_shortcuts_window_new (void)
{
  g_autoptr (GtkBuilder) builder =
    gtk_builder_new_from_resource ("/com/chatty/Connectors/ui/shortcuts/shortcuts.ui");

  return GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts"));
}
