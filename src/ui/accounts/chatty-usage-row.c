/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <adwaita.h>

#include "chatty-account-words.h"
#include "chatty-usage-row.h"

/**
 * chatty_usage_row_new:
 * @metric: what is counted
 *
 * Returns: (transfer floating): a row that tells how much of it is used
 */
GtkWidget *
chatty_usage_row_new (const ChattyUsageMetric *metric)
{
  g_autofree char *title = chatty_words_usage_title (metric->id);
  g_autofree char *text = chatty_words_usage (metric);
  AdwActionRow *row = g_object_new (ADW_TYPE_ACTION_ROW,
                                    "use-markup", FALSE,
                                    "subtitle", text,
                                    NULL);

  /* Only now: given together, the title is still read as markup. */
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (metric->limit > 0)
    {
      GtkWidget *bar = gtk_level_bar_new ();

      gtk_level_bar_set_value (GTK_LEVEL_BAR (bar), CLAMP (metric->used / metric->limit, 0, 1));
      gtk_widget_set_valign (bar, GTK_ALIGN_CENTER);
      gtk_widget_set_size_request (bar, 80, -1);
      gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                      -1);
      adw_action_row_add_suffix (row, bar);
    }
  return GTK_WIDGET (row);
}
