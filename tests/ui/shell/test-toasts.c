/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <adwaita.h>

#include "chatty-toast-room.h"

#include "shell-fixture.h"

#define HEIGHT 600
/* A composer under a voice that speaks, in pixels. */
#define BAR 132

typedef struct {
  GtkWidget *overlay;
  GtkWidget *bar;
} Page;

static GtkWidget *
find_toast (Page *page)
{
  for (GtkWidget *child = gtk_widget_get_first_child (page->overlay); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (g_str_equal (gtk_widget_get_css_name (child), "toast"))
      return child;
  return NULL;
}

/* In pixels from the end of the page. */
static double
get_space (Page *page)
{
  GtkWidget *toast = find_toast (page);
  graphene_rect_t bounds;

  if (toast == NULL || !gtk_widget_compute_bounds (toast, page->overlay, &bounds))
    return -1;
  return gtk_widget_get_height (page->overlay) - bounds.origin.y - bounds.size.height;
}

static gboolean
lies_above_bar (gpointer user_data)
{
  const double space = get_space (user_data);

  return space >= BAR && space < 2 * BAR;
}

static gboolean
lies_at_end (gpointer user_data)
{
  const double space = get_space (user_data);

  return space >= 0 && space < BAR / 2;
}

static void
test_room (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *text = gtk_label_new ("What is read");
  Page page = { adw_toast_overlay_new (), gtk_button_new_with_label ("What is pressed") };
  AdwToast *toast = adw_toast_new ("Synced with Gemini");
  GtkWindow *window;

  gtk_widget_set_vexpand (text, TRUE);
  gtk_widget_set_size_request (page.bar, -1, BAR);
  gtk_box_append (GTK_BOX (box), text);
  gtk_box_append (GTK_BOX (box), page.bar);
  chatty_toast_room_keep (page.bar);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (page.overlay), box);
  window = shell_fixture_show (page.overlay, 400, HEIGHT);

  adw_toast_set_timeout (toast, 0);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (page.overlay), toast);
  g_assert_true (ui_fixture_wait (lies_above_bar, &page));
  gtk_widget_set_visible (page.bar, FALSE);
  g_assert_true (ui_fixture_wait (lies_at_end, &page));
  gtk_widget_set_visible (page.bar, TRUE);
  g_assert_true (ui_fixture_wait (lies_above_bar, &page));

  shell_fixture_close (window);
}

int
main (int    argc,
      char **argv)
{
  shell_fixture_init (&argc, &argv);

  g_test_add_func ("/ui/toasts/room", test_room);

  return g_test_run ();
}
