/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <adwaita.h>

#include "chatty-toast-room.h"

#define CLASS "chatty-over-bar"
#define COUNT "chatty-toast-room"

static void
count (GtkWidget *bar,
       int        change)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (bar, ADW_TYPE_TOAST_OVERLAY);
  int n;

  if (overlay == NULL)
    return;
  n = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (overlay), COUNT)) + change;
  g_object_set_data (G_OBJECT (overlay), COUNT, GINT_TO_POINTER (n));
  if (n > 0)
    gtk_widget_add_css_class (overlay, CLASS);
  else
    gtk_widget_remove_css_class (overlay, CLASS);
}

static void
map_cb (GtkWidget *bar)
{
  count (bar, 1);
}

static void
unmap_cb (GtkWidget *bar)
{
  count (bar, -1);
}

/**
 * chatty_toast_room_keep:
 * @bar: what is to be pressed or written in at the bottom of a page
 *
 * Has toasts stay above @bar while it is shown: one that comes just then
 * would take the click that was meant for it.
 */
void
chatty_toast_room_keep (GtkWidget *bar)
{
  g_signal_connect (bar, "map", G_CALLBACK (map_cb), NULL);
  g_signal_connect (bar, "unmap", G_CALLBACK (unmap_cb), NULL);
}
