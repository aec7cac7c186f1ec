/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* The keyboard in what opens from a button: it goes in, round, and back. */

#include "config.h"

#include <adwaita.h>

#include "chatty-choice-popover.h"
#include "chatty-choice.h"
#include "chatty-partner-popover.h"
#include "shell-fixture.h"

typedef struct {
  GtkWindow *window;
  GtkWidget *opener;
  GtkWidget *popover;
} Fixture;

static gboolean
is_closed (gpointer popover)
{
  return !gtk_widget_get_visible (popover);
}

/* Opens the popover of @button, which is below @child. */
static void
open_popover (Fixture   *self,
              GtkWidget *child,
              GtkWidget *button)
{
  self->window = shell_fixture_show (child, 500, 400);
  gtk_widget_grab_focus (button);
  self->opener = gtk_root_get_focus (GTK_ROOT (self->window));
  g_assert_nonnull (self->opener);
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  self->popover = GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)));
  ui_fixture_settle (GTK_WIDGET (self->window), 5);
}

static void
assert_keyboard (Fixture *self)
{
  ui_fixture_assert_tabs (self->popover);
  ui_fixture_press_escape (self->popover);
  g_assert_true (ui_fixture_wait (is_closed, self->popover));
  ui_fixture_settle (GTK_WIDGET (self->window), 3);
  g_assert_true (gtk_root_get_focus (GTK_ROOT (self->window)) == self->opener);
  shell_fixture_close (self->window);
}

static void
test_choices (gconstpointer data)
{
  guint n_choices = GPOINTER_TO_UINT (data);
  g_autoptr (GListStore) choices = g_list_store_new (CHATTY_TYPE_CHOICE);
  GtkWidget *popover = chatty_choice_popover_new ();
  GtkWidget *button = gtk_menu_button_new ();
  Fixture fixture = { NULL, };

  for (guint i = 0; i < n_choices; i++)
    {
      g_autofree char *id = g_strdup_printf ("voice-%u", i);
      g_autoptr (ChattyChoice) choice = chatty_choice_new (id, id, "A voice");

      g_list_store_append (choices, choice);
    }
  chatty_choice_popover_set_choices (CHATTY_CHOICE_POPOVER (popover), G_LIST_MODEL (choices));
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  open_popover (&fixture, button, button);
  assert_keyboard (&fixture);
}

static void
test_no_partners (void)
{
  GtkWidget *popover = chatty_partner_popover_new ();
  GtkWidget *button = gtk_menu_button_new ();
  Fixture fixture = { NULL, };

  chatty_partner_popover_set_partners (CHATTY_PARTNER_POPOVER (popover), NULL);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  open_popover (&fixture, button, button);
  assert_keyboard (&fixture);
}

int
main (int    argc,
      char **argv)
{
  shell_fixture_init (&argc, &argv);

  g_test_add_data_func ("/popovers/choices/none", GUINT_TO_POINTER (0), test_choices);
  g_test_add_data_func ("/popovers/choices/some", GUINT_TO_POINTER (3), test_choices);
  g_test_add_data_func ("/popovers/choices/many", GUINT_TO_POINTER (200), test_choices);
  g_test_add_func ("/popovers/no-partners", test_no_partners);

  return g_test_run ();
}
