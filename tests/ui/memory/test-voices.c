/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <adwaita.h>

#include "chatty-choice-filters.h"
#include "chatty-choice-popover.h"
#include "chatty-choice.h"

#include "shell-fixture.h"

static void
add (GListStore *store,
     const char *id,
     const char *gender,
     const char *first,
     const char *second)
{
  const char *languages[] = { first, second, NULL };
  g_autoptr (ChattyChoice) choice = chatty_choice_new (id, NULL, NULL);

  chatty_choice_set_facets (choice, gender, languages);
  g_list_store_append (store, choice);
}

static GListModel *
make_voices (void)
{
  GListStore *store = g_list_store_new (CHATTY_TYPE_CHOICE);

  add (store, "Ada", "female", "en-US", NULL);
  add (store, "Bob", "male", "en-US", "de-DE");
  add (store, "Cem", "male", "de-DE", NULL);
  add (store, "Dot", NULL, NULL, NULL);
  return G_LIST_MODEL (store);
}

static char *
list (GListModel *model)
{
  g_autoptr (GString) ids = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (ChattyChoice) choice = g_list_model_get_item (model, i);

      g_string_append_printf (ids, "%s ", chatty_choice_get_id (choice));
    }
  return g_string_free (g_steal_pointer (&ids), FALSE);
}

static void
assert_shown (GListModel *model,
              const char *wanted)
{
  g_autofree char *shown = list (model);

  g_assert_cmpstr (shown, ==, wanted);
}

static void
test_filters (void)
{
  GtkWidget *filters = g_object_ref_sink (g_object_new (CHATTY_TYPE_CHOICE_FILTERS, NULL));
  g_autoptr (GListModel) voices = make_voices ();
  g_autoptr (GtkFilterListModel) shown = NULL;
  g_autoptr (GListStore) one = g_list_store_new (CHATTY_TYPE_CHOICE);
  GtkDropDown *language, *gender;

  chatty_choice_filters_set_choices (CHATTY_CHOICE_FILTERS (filters), voices);
  g_assert_true (gtk_widget_get_visible (filters));
  language = GTK_DROP_DOWN (gtk_widget_get_first_child (filters));
  gender = GTK_DROP_DOWN (gtk_widget_get_next_sibling (GTK_WIDGET (language)));
  shown = gtk_filter_list_model_new (
    g_object_ref (voices),
    g_object_ref (chatty_choice_filters_get_filter (CHATTY_CHOICE_FILTERS (filters))));
  assert_shown (G_LIST_MODEL (shown), "Ada Bob Cem Dot ");
  /* After all of them: de-DE, en-US. */
  gtk_drop_down_set_selected (language, 1);
  assert_shown (G_LIST_MODEL (shown), "Bob Cem ");
  gtk_drop_down_set_selected (gender, 1);
  assert_shown (G_LIST_MODEL (shown), "");
  gtk_drop_down_set_selected (language, 0);
  assert_shown (G_LIST_MODEL (shown), "Ada ");

  /* Where there is nothing to tell apart, there is nothing to choose. */
  add (one, "Ada", "female", "en-US", NULL);
  chatty_choice_filters_set_choices (CHATTY_CHOICE_FILTERS (filters), G_LIST_MODEL (one));
  g_assert_false (gtk_widget_get_visible (filters));
  assert_shown (G_LIST_MODEL (shown), "Ada Bob Cem Dot ");
  g_object_unref (filters);
}

static void
test_popover (void)
{
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *popover = chatty_choice_popover_new ();
  g_autoptr (GListModel) voices = make_voices ();
  GtkWidget *filters;
  GtkWindow *window;

  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  chatty_choice_popover_set_choices (CHATTY_CHOICE_POPOVER (popover), voices);
  window = shell_fixture_show (button, 400, 600);
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  ui_fixture_settle (button, 10);
  g_assert_true (shell_fixture_has_text (popover, "Ada"));
  filters = ui_fixture_find (popover, CHATTY_TYPE_CHOICE_FILTERS, NULL);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (gtk_widget_get_first_child (filters)), 1);
  ui_fixture_settle (button, 10);
  g_assert_false (shell_fixture_has_text (popover, "Ada"));
  g_assert_true (shell_fixture_has_text (popover, "Cem"));
  /* Opened again, everything is there. */
  gtk_menu_button_popdown (GTK_MENU_BUTTON (button));
  ui_fixture_settle (button, 3);
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  ui_fixture_settle (button, 10);
  g_assert_true (shell_fixture_has_text (popover, "Ada"));
  shell_fixture_close (window);
}

int
main (int    argc,
      char **argv)
{
  shell_fixture_init (&argc, &argv);

  g_test_add_func ("/voices/filters", test_filters);
  g_test_add_func ("/voices/popover", test_popover);

  return g_test_run ();
}
