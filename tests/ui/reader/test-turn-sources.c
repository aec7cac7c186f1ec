/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <gtk/gtk.h>
#include <string.h>

#include "chatty-turn-sources.h"
#include "chatty-turn-thought.h"
#include "ui-fixture.h"

#define TEXT "😀 中文 is good."

static ChattyTurn *
make_turn (guint n_sources)
{
  static const ChattySpan spans[] = { { 0, 4 }, { 5, 11 } };
  ChattyTurnBuilder *builder = chatty_turn_builder_new (CHATTY_ROLE_ASSISTANT);

  chatty_turn_builder_set_text (builder, TEXT);
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

static char *
find_nothing (const ChattySource  *source,
              gpointer             user_data,
              GCancellable        *cancellable,
              GError             **error)
{
  return NULL;
}

static char *
find_tea (const ChattySource  *source,
          gpointer             user_data,
          GCancellable        *cancellable,
          GError             **error)
{
  return g_str_equal (source->title, "tea.pdf") ? g_strdup ("tea.pdf") : NULL;
}

static gboolean
has_place (gpointer user_data)
{
  g_autofree char *texts = ui_fixture_dup_texts (user_data);

  return strstr (texts, "Open _Document") != NULL || strstr (texts, "Open Document") != NULL ||
         strstr (texts, "not in the vault") != NULL;
}

/* What the popover of a chip says in the end. */
static char *
dup_popover_texts (GtkWidget *window,
                   GtkWidget *chip)
{
  g_autoptr (GString) text = g_string_new (NULL);
  GtkWidget *popover;

  gtk_menu_button_popup (GTK_MENU_BUTTON (chip));
  popover = GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (chip)));
  g_assert_true (ui_fixture_wait (has_place, popover));
  ui_fixture_settle (window, 2);
  collect (popover, text);
  gtk_menu_button_popdown (GTK_MENU_BUTTON (chip));
  return g_strdup (text->str);
}

static void
test_chips (void)
{
  g_autoptr (ChattyTurn) turn = make_turn (3);
  g_autoptr (ChattyTurnHost) host = chatty_turn_host_new ();
  GtkWidget *window = gtk_window_new ();
  GtkWidget *sources = chatty_turn_sources_new (host);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *missing = NULL;
  g_autofree char *found = NULL;
  GtkWidget *chip;

  chatty_turn_sources_set_turn (CHATTY_TURN_SOURCES (sources), turn, 5);
  gtk_window_set_child (GTK_WINDOW (window), sources);
  gtk_window_present (GTK_WINDOW (window));
  ui_fixture_settle (window, 2);
  collect (sources, text);
  g_assert_cmpstr (text->str, ==,
                   "|1  tea.pdf|2  https://example.org/tea|3  Source without a name");

  chip = ui_fixture_find (sources, GTK_TYPE_MENU_BUTTON, NULL);
  gtk_test_accessible_assert_property (chip, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Source 1: tea.pdf, page 7");
  chatty_turn_host_set_documents (host, "katana-001", find_nothing, NULL, NULL);
  missing = dup_popover_texts (window, chip);
  g_assert_cmpstr (missing, ==,
                   "|tea.pdf|Page 7|In the answer|“😀”|“中文”|In the document|All tea is good."
                   "|This document is not in the vault.");
  chatty_turn_host_set_documents (host, "katana-001", find_tea, NULL, NULL);
  found = dup_popover_texts (window, chip);
  g_assert_cmpstr (found, ==,
                   "|tea.pdf|Page 7|In the answer|“😀”|“中文”|In the document|All tea is good."
                   "|Open Document");
  gtk_window_destroy (GTK_WINDOW (window));
}

static gboolean
is_closed (gpointer user_data)
{
  return !gtk_widget_get_visible (user_data);
}

static char *
find_when_asked (const ChattySource  *source,
                 gpointer             user_data,
                 GCancellable        *cancellable,
                 GError             **error)
{
  GMutex *mutex = user_data;

  g_mutex_lock (mutex);
  g_mutex_unlock (mutex);
  return g_strdup ("tea.pdf");
}

/* The document is found when the popover is open already, with nothing else in
 * it that could have the keyboard. */
static void
test_keyboard (gconstpointer data)
{
  gboolean has_passages = GPOINTER_TO_INT (data);
  g_autoptr (ChattyTurn) turn = make_turn (3);
  g_autoptr (ChattyTurnHost) host = chatty_turn_host_new ();
  GtkWidget *window = gtk_window_new ();
  GtkWidget *sources = chatty_turn_sources_new (host);
  GtkWidget *box, *chip, *popover, *opener;
  GMutex mutex;

  g_mutex_init (&mutex);
  chatty_turn_host_set_documents (host, "katana-001", find_when_asked, &mutex, NULL);
  chatty_turn_sources_set_turn (CHATTY_TURN_SOURCES (sources), turn, 5);
  gtk_window_set_child (GTK_WINDOW (window), sources);
  gtk_window_present (GTK_WINDOW (window));
  ui_fixture_settle (window, 2);
  box = ui_fixture_find (sources, GTK_TYPE_FLOW_BOX, NULL);
  chip = gtk_widget_get_first_child (GTK_WIDGET (
    gtk_flow_box_get_child_at_index (GTK_FLOW_BOX (box), has_passages ? 0 : 2)));
  gtk_widget_grab_focus (chip);
  opener = gtk_root_get_focus (GTK_ROOT (window));

  g_mutex_lock (&mutex);
  gtk_menu_button_popup (GTK_MENU_BUTTON (chip));
  popover = GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (chip)));
  ui_fixture_settle (window, 3);
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (window)), popover));
  ui_fixture_press_tab (window, FALSE);
  g_mutex_unlock (&mutex);
  g_assert_true (ui_fixture_wait (has_place, popover));
  ui_fixture_settle (window, 3);
  ui_fixture_assert_tabs (popover);

  ui_fixture_press_escape (popover);
  g_assert_true (ui_fixture_wait (is_closed, popover));
  ui_fixture_settle (window, 3);
  g_assert_true (gtk_root_get_focus (GTK_ROOT (window)) == opener);
  gtk_window_destroy (GTK_WINDOW (window));
  g_mutex_clear (&mutex);
}

/* More come while one looks: those that are there stay the same chips. */
static void
test_more_come (void)
{
  g_autoptr (ChattyTurnHost) host = chatty_turn_host_new ();
  g_autoptr (GtkWidget) sources = g_object_ref_sink (chatty_turn_sources_new (host));
  GtkWidget *chip = NULL;

  for (guint i = 1; i <= 3; i++)
    {
      g_autoptr (ChattyTurn) turn = make_turn (i);

      chatty_turn_sources_set_turn (CHATTY_TURN_SOURCES (sources), turn, 0);
      g_assert_cmpuint (ui_fixture_count (sources, GTK_TYPE_MENU_BUTTON), ==, i);
      if (i == 1)
        chip = ui_fixture_find (sources, GTK_TYPE_MENU_BUTTON, NULL);
      g_assert_true (chip == ui_fixture_find (sources, GTK_TYPE_MENU_BUTTON, NULL));
    }
}

static void
test_many (void)
{
  g_autoptr (ChattyTurn) turn = make_turn (1000);
  g_autoptr (ChattyTurn) none = make_turn (0);
  g_autoptr (ChattyTurnHost) host = chatty_turn_host_new ();
  g_autoptr (GtkWidget) sources = g_object_ref_sink (chatty_turn_sources_new (host));
  g_autoptr (GString) text = g_string_new (NULL);

  chatty_turn_sources_set_turn (CHATTY_TURN_SOURCES (sources), turn, 0);
  g_assert_cmpuint (ui_fixture_count (sources, GTK_TYPE_MENU_BUTTON), ==, 30);
  collect (sources, text);
  g_assert_true (g_str_has_suffix (text->str, "|970 more sources"));
  chatty_turn_sources_set_turn (CHATTY_TURN_SOURCES (sources), none, 0);
  g_assert_cmpuint (ui_fixture_count (sources, GTK_TYPE_MENU_BUTTON), ==, 0);
  g_assert_false (gtk_widget_get_visible (sources));
}

static GtkExpander *
get_expander (GtkWidget *thought)
{
  return GTK_EXPANDER (ui_fixture_find (thought, GTK_TYPE_EXPANDER, NULL));
}

static void
test_thought (void)
{
  g_autoptr (GtkWidget) widget = g_object_ref_sink (chatty_turn_thought_new ());
  ChattyTurnThought *thought = CHATTY_TURN_THOUGHT (widget);
  GtkExpander *expander = get_expander (widget);
  g_autofree char *long_text = g_strnfill (400 * 1024, 'x');
  g_autoptr (GString) text = g_string_new (NULL);

  /* Folded, and nothing is laid out before it is wanted. */
  chatty_turn_thought_set_text (thought, "Is it?\n\n**It** is.");
  chatty_turn_thought_set_time (thought, TRUE, -1);
  g_assert_cmpstr (gtk_expander_get_label (expander), ==, "Thinking…");
  g_assert_false (gtk_expander_get_expanded (expander));
  g_assert_null (gtk_expander_get_child (expander));

  gtk_expander_set_expanded (expander, TRUE);
  collect (gtk_expander_get_child (expander), text);
  g_assert_cmpstr (text->str, ==, "|Is it?\n\nIt is.");

  /* It grows where it is open, and stays open. */
  chatty_turn_thought_set_text (thought, "Is it?\n\n**It** is. Or not.");
  g_string_truncate (text, 0);
  collect (gtk_expander_get_child (expander), text);
  g_assert_cmpstr (text->str, ==, "|Is it?\n\nIt is. Or not.");
  g_assert_true (gtk_expander_get_expanded (expander));

  chatty_turn_thought_set_time (thought, FALSE, 1);
  g_assert_cmpstr (gtk_expander_get_label (expander), ==, "Thought for 1 second");
  chatty_turn_thought_set_time (thought, FALSE, 42);
  g_assert_cmpstr (gtk_expander_get_label (expander), ==, "Thought for 42 seconds");
  chatty_turn_thought_set_time (thought, FALSE, 130);
  g_assert_cmpstr (gtk_expander_get_label (expander), ==, "Thought for 2 minutes");
  chatty_turn_thought_set_time (thought, FALSE, -1);
  g_assert_cmpstr (gtk_expander_get_label (expander), ==, "Thoughts");

  /* Bounded. */
  chatty_turn_thought_set_text (thought, long_text);
  g_string_truncate (text, 0);
  collect (gtk_expander_get_child (expander), text);
  g_assert_cmpuint (text->len, <, 20 * 1024);
}

int
main (int    argc,
      char **argv)
{
  ui_fixture_init (&argc, &argv);

  g_test_add_func ("/turn-sources/chips", test_chips);
  g_test_add_data_func ("/turn-sources/keyboard/passages", GINT_TO_POINTER (TRUE), test_keyboard);
  g_test_add_data_func ("/turn-sources/keyboard/found-late", GINT_TO_POINTER (FALSE),
                        test_keyboard);
  g_test_add_func ("/turn-sources/more-come", test_more_come);
  g_test_add_func ("/turn-sources/many", test_many);
  g_test_add_func ("/turn-sources/thought", test_thought);

  return g_test_run ();
}
