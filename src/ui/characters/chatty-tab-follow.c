/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include "chatty-tab-follow.h"

static GtkWidget *
find_chosen (GtkWidget *switcher)
{
  for (GtkWidget *tab = gtk_widget_get_first_child (switcher); tab != NULL;
       tab = gtk_widget_get_next_sibling (tab))
    if (GTK_IS_TOGGLE_BUTTON (tab) && gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (tab)))
      return tab;
  return NULL;
}

static gboolean
follow_cb (GtkWidget     *switcher,
           GdkFrameClock *clock,
           gpointer       user_data)
{
  GtkWidget *scrolled = gtk_widget_get_ancestor (switcher, GTK_TYPE_SCROLLED_WINDOW);
  GtkWidget *viewport = gtk_widget_get_ancestor (switcher, GTK_TYPE_VIEWPORT);
  GtkWidget *tab = find_chosen (switcher);
  GtkAdjustment *across;
  graphene_rect_t bounds;
  double value, start, end;

  if (scrolled == NULL || viewport == NULL || tab == NULL ||
      !gtk_widget_compute_bounds (tab, viewport, &bounds))
    return G_SOURCE_REMOVE;
  across = gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (scrolled));
  value = gtk_adjustment_get_value (across);
  /* With what is seen of its neighbours, so that one knows that there are some. */
  start = value + bounds.origin.x - bounds.size.width / 2;
  end = value + bounds.origin.x + bounds.size.width * 1.5;
  gtk_adjustment_clamp_page (across, MAX (start, gtk_adjustment_get_lower (across)),
                             MIN (end, gtk_adjustment_get_upper (across)));
  return G_SOURCE_REMOVE;
}

/* Not at once: the tab may have been added just now, and has no place yet. */
static void
chosen_cb (GtkWidget *switcher)
{
  gtk_widget_add_tick_callback (switcher, follow_cb, NULL, NULL);
}

/**
 * chatty_tab_follow:
 * @switcher: tabs that may be wider than their place; they lie in the viewport
 *   of a scrolled window
 *
 * Keeps the tab that is chosen in view, whoever chose it: it is often half out
 * of a narrow window.
 */
void
chatty_tab_follow (GtkStackSwitcher *switcher)
{
  g_return_if_fail (GTK_IS_STACK_SWITCHER (switcher));
  g_return_if_fail (gtk_stack_switcher_get_stack (switcher) != NULL);

  g_signal_connect_object (gtk_stack_switcher_get_stack (switcher), "notify::visible-child",
                           G_CALLBACK (chosen_cb), switcher, G_CONNECT_SWAPPED);
}
