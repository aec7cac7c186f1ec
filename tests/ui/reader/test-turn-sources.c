/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <gtk/gtk.h>
#include <string.h>

#include "chatty-turn-sources.h"
#include "ui-fixture.h"

#define TEXT "😀 中文 is good."

static ChattyTurn *
make_turn (guint n_sources)
{
  static const ChattySpan spans[] = { { 0, 4 }, { 5, 11 } };
  ChattyTurnBuilder *builder = chatty_turn_builder_new (CHATTY_ROLE_ASSISTANT);

  chatty_turn_builder_set_text (builder, TEXT);
  chatty_turn_builder_set_thought (builder, "Is it?\nIt is.");
  for (guint i = 0; i < n_sources; i++)
    chatty_turn_builder_add_source (builder, &(ChattySource) {
      .title = i == 0 ? "tea.pdf" : "", .uri = i == 1 ? "https://example.org/tea" : NULL,
      .excerpt = "All tea\nis good.", .page = 7, .spans = spans, .n_spans = i == 0 ? 2 : 0,
    });
  return chatty_turn_builder_end (builder);
}

/* All that can be read in a widget, also in popovers. */
static void
collect (GtkWidget *widget,
         GString   *text)
{
  if (GTK_IS_LABEL (widget) && *gtk_label_get_text (GTK_LABEL (widget)) != '\0')
    g_string_append_printf (text, "|%s", gtk_label_get_text (GTK_LABEL (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect (child, text);
}

static void
test_chips (void)
{
  g_autoptr (ChattyTurn) turn = make_turn (3);
  GtkWidget *window = gtk_window_new ();
  GtkWidget *sources = chatty_turn_sources_new (turn);
  g_autoptr (GString) text = g_string_new (NULL);
  GtkWidget *chip;

  gtk_window_set_child (GTK_WINDOW (window), sources);
  gtk_window_present (GTK_WINDOW (window));
  ui_fixture_settle (window, 2);
  collect (sources, text);
  g_assert_cmpstr (text->str, ==,
                   "|1  tea.pdf|2  https://example.org/tea|3  Source without a name");

  chip = ui_fixture_find (sources, GTK_TYPE_MENU_BUTTON, NULL);
  gtk_menu_button_popup (GTK_MENU_BUTTON (chip));
  ui_fixture_settle (window, 2);
  g_string_truncate (text, 0);
  collect (GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (chip))), text);
  g_assert_cmpstr (text->str, ==,
                   "|tea.pdf|Page 7|In the answer|“😀”|“中文”|In the document|All tea is good.");
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_many (void)
{
  g_autoptr (ChattyTurn) turn = make_turn (1000);
  g_autoptr (ChattyTurn) none = make_turn (0);
  g_autoptr (GtkWidget) sources = g_object_ref_sink (chatty_turn_sources_new (turn));
  g_autoptr (GString) text = g_string_new (NULL);

  g_assert_cmpuint (ui_fixture_count (sources, GTK_TYPE_MENU_BUTTON), ==, 30);
  collect (sources, text);
  g_assert_true (g_str_has_suffix (text->str, "|970 more sources"));
  g_assert_null (chatty_turn_sources_new (none));
}

static void
test_thought (void)
{
  g_autoptr (ChattyTurn) turn = make_turn (0);
  g_autoptr (GtkWidget) expander = g_object_ref_sink (chatty_turn_thought_new (turn));
  ChattyTurnBuilder *builder = chatty_turn_builder_new (CHATTY_ROLE_ASSISTANT);
  g_autoptr (ChattyTurn) plain = chatty_turn_builder_end (builder);

  /* Folded, and nothing is laid out before it is wanted. */
  g_assert_false (gtk_expander_get_expanded (GTK_EXPANDER (expander)));
  g_assert_null (gtk_expander_get_child (GTK_EXPANDER (expander)));
  gtk_expander_set_expanded (GTK_EXPANDER (expander), TRUE);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (gtk_expander_get_child (GTK_EXPANDER (expander)))),
                   ==, "Is it?\nIt is.");
  g_assert_null (chatty_turn_thought_new (plain));
}

int
main (int    argc,
      char **argv)
{
  ui_fixture_init (&argc, &argv);

  g_test_add_func ("/turn-sources/chips", test_chips);
  g_test_add_func ("/turn-sources/many", test_many);
  g_test_add_func ("/turn-sources/thought", test_thought);

  return g_test_run ();
}
