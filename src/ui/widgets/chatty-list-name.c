/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include "chatty-list-name.h"

/**
 * chatty_list_name_set:
 * @row: the child of a list item
 * @name: what it is, for those who do not see it
 *
 * Names a row, and the list's own widget around it: that one has the focus, so
 * that a screen reader meets it first. Without effect on the latter while the
 * row is in no list yet.
 */
void
chatty_list_name_set (GtkWidget  *row,
                      const char *name)
{
  GtkWidget *parent;

  g_return_if_fail (GTK_IS_WIDGET (row));
  g_return_if_fail (name != NULL);

  parent = gtk_widget_get_parent (row);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  if (parent != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                    -1);
}
