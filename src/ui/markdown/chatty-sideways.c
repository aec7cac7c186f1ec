/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include "chatty-sideways.h"

/**
 * chatty_sideways_only:
 * @scrolled: what scrolls a wide table or code inside of a longer text
 *
 * Leaves the wheel to what is around @scrolled. GTK's scrolled window stops
 * it even where it has nothing to scroll up or down, so that a conversation
 * would stand still as soon as a table came under the pointer.
 */
void
chatty_sideways_only (GtkScrolledWindow *scrolled)
{
  g_autoptr (GListModel) controllers =
    gtk_widget_observe_controllers (GTK_WIDGET (scrolled));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_SCROLL (controller))
        gtk_event_controller_scroll_set_flags (GTK_EVENT_CONTROLLER_SCROLL (controller),
                                               GTK_EVENT_CONTROLLER_SCROLL_HORIZONTAL);
    }
}
