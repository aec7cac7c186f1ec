/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "chatty-details-dialog.h"
#include "chatty-find-bar.h"
#include "chatty-reader-page.h"
#include "chatty-turn-footer.h"
#include "chatty-turn-list.h"
#include "chatty-turn-row.h"
#include "ui-fixture.h"

/* More than the rows that GTK 4.8 keeps around what is seen. */
#define MAX_ROWS 320

typedef struct {
  GtkWidget        *window;
  ChattyReaderPage *page;
  ChattyTurnList   *list;
  ChattyFindBar    *find_bar;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->window = gtk_window_new ();
  fixture->page = CHATTY_READER_PAGE (chatty_reader_page_new ());
  fixture->list = CHATTY_TURN_LIST (ui_fixture_find (GTK_WIDGET (fixture->page),
                                                     CHATTY_TYPE_TURN_LIST, NULL));
  fixture->find_bar = CHATTY_FIND_BAR (ui_fixture_find (GTK_WIDGET (fixture->page),
                                                        CHATTY_TYPE_FIND_BAR, NULL));
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->page));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 800, 700);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
}

static const char *
get_state (Fixture *fixture)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (ui_fixture_find (GTK_WIDGET (fixture->page),
                                                                       GTK_TYPE_STACK, "stack")));
}

static gboolean
is_shown (gpointer user_data)
{
  Fixture *fixture = user_data;

  return g_strcmp0 (get_state (fixture), "turns") == 0 &&
         chatty_turn_list_get_n_rows (fixture->list) > 0;
}

static void
show (Fixture          *fixture,
      ChattyTranscript *transcript)
{
  chatty_reader_page_set_transcript (fixture->page, transcript);
  g_assert_true (ui_fixture_wait (is_shown, fixture));
  ui_fixture_settle (fixture->window, 2);
}

static void
test_showcase (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (ChattyTranscript) transcript = ui_fixture_new_showcase ();
  g_autofree char *texts = NULL;

  g_assert_cmpstr (get_state (fixture), ==, "empty");
  show (fixture, transcript);
  texts = ui_fixture_dup_texts (GTK_WIDGET (fixture->page));
  g_assert_nonnull (strstr (texts, "Planning a walk to the sea"));
  /* Who answers, and not the name of a folder. */
  g_assert_nonnull (strstr (texts, "ChatGPT · Katana · "));
  g_assert_nonnull (strstr (texts, "Imported text from “walk to the sea.md”"));
  g_assert_nonnull (strstr (texts, "1 of 2"));
  g_assert_nonnull (strstr (texts, "route.gpx"));

  chatty_reader_page_clear (fixture->page);
  g_assert_cmpstr (get_state (fixture), ==, "empty");
}

static void
test_hostile (Fixture       *fixture,
              gconstpointer  data)
{
  for (guint i = 0; ui_fixture_hostile[i] != NULL; i++)
    {
      const char *text = ui_fixture_hostile[i];
      ChattyTranscriptBuilder *builder = chatty_transcript_builder_new ();
      g_autoptr (ChattyTranscript) transcript = NULL;

      chatty_transcript_builder_set_title (builder, text);
      chatty_transcript_builder_set_model (builder, text);
      chatty_transcript_builder_set_character (builder, text);
      chatty_transcript_builder_set_source (builder, text, NULL);
      chatty_transcript_builder_set_link (builder, text);
      for (ChattyRole role = 0; role < CHATTY_N_ROLES; role++)
        {
          ChattyTurnBuilder *turn = chatty_turn_builder_new (role);

          chatty_turn_builder_set_text (turn, text);
          chatty_turn_builder_set_author (turn, text);
          chatty_turn_builder_set_model (turn, text);
          chatty_turn_builder_add_attachment (turn, text, text, text, 1);
          chatty_transcript_builder_take_turn (builder, chatty_turn_builder_end (turn));
        }
      transcript = chatty_transcript_builder_end (builder);
      show (fixture, transcript);
    }
}

static void
test_many_turns (Fixture       *fixture,
                 gconstpointer  data)
{
  static const guint jumps[] = { 50000, 99999, 3, 70001 };
  g_autoptr (ChattyTranscript) transcript = NULL;
  gint64 start, shown, slowest = 0;

  transcript = ui_fixture_new_transcript ("test:many", "Many", "claude", 100000);
  start = g_get_monotonic_time ();
  chatty_reader_page_set_transcript (fixture->page, transcript);
  g_assert_true (ui_fixture_wait (is_shown, fixture));
  ui_fixture_settle (fixture->window, 1);
  shown = g_get_monotonic_time ();
  g_test_message ("100,000 turns: first frame after %.0f ms, %u rows",
                  (shown - start) / 1000.0, chatty_turn_list_get_n_rows (fixture->list));
  g_assert_cmpuint (chatty_turn_list_get_n_rows (fixture->list), <, MAX_ROWS);

  for (guint i = 0; i < G_N_ELEMENTS (jumps); i++)
    {
      chatty_reader_page_scroll_to_turn (fixture->page, jumps[i]);
      ui_fixture_settle (fixture->window, 16);
      if (jumps[i] < 99990)
        g_assert_cmpint (chatty_turn_list_get_top_turn (fixture->list), ==, jumps[i]);
      else
        g_assert_cmpint (chatty_turn_list_get_top_turn (fixture->list), >, 99900);
      g_assert_cmpuint (chatty_turn_list_get_n_rows (fixture->list), <, MAX_ROWS);
    }

  {
    GtkWidget *scrolled = ui_fixture_find (GTK_WIDGET (fixture->list), GTK_TYPE_SCROLLED_WINDOW, NULL);
    GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
    gint64 all = g_get_monotonic_time ();

    for (guint i = 0; i < 60; i++)
      {
        gint64 before = g_get_monotonic_time ();

        gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + 120);
        ui_fixture_settle (fixture->window, 1);
        slowest = MAX (slowest, g_get_monotonic_time () - before);
      }
    g_test_message ("scrolling: %.1f ms a step, the slowest %.1f ms",
                    (g_get_monotonic_time () - all) / 60000.0, slowest / 1000.0);
  }
  g_assert_cmpuint (chatty_turn_list_get_n_rows (fixture->list), <, MAX_ROWS);
}

static void
test_big_turn (Fixture       *fixture,
               gconstpointer  data)
{
  static const char *const units[] = {
    "A sentence with **bold** words that goes on for a while, and then it ends.\n\n",
    "one long line without any end ",
    "| a | b |\n",
    "```\ncode\n```\n",
    "x",
  };

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      ChattyTranscriptBuilder *builder = chatty_transcript_builder_new ();
      ChattyTurnBuilder *turn = chatty_turn_builder_new (CHATTY_ROLE_ASSISTANT);
      g_autoptr (ChattyTranscript) transcript = NULL;
      GString *text = g_string_new ("| c | d |\n|---|---|\n");
      gint64 start;

      while (text->len < 1024 * 1024)
        g_string_append (text, units[i]);
      chatty_turn_builder_take_text (turn, g_string_free (text, FALSE));
      chatty_transcript_builder_take_turn (builder, chatty_turn_builder_end (turn));
      transcript = chatty_transcript_builder_end (builder);

      start = g_get_monotonic_time ();
      show (fixture, transcript);
      g_test_message ("1 MB of %.12s: shown after %.0f ms, %u rows", units[i],
                      (g_get_monotonic_time () - start) / 1000.0,
                      chatty_turn_list_get_n_rows (fixture->list));
      g_assert_cmpuint (chatty_turn_list_get_n_rows (fixture->list), >, 1);
      g_assert_cmpuint (chatty_turn_list_get_n_rows (fixture->list), <, MAX_ROWS);
    }
}

static gboolean
has_matches (gpointer user_data)
{
  return chatty_find_bar_get_current (((Fixture *) user_data)->find_bar) != NULL;
}

static gboolean
has_row_of_match (gpointer user_data)
{
  Fixture *fixture = user_data;

  return chatty_turn_list_get_top_turn (fixture->list) >= 76000;
}

static void
test_find (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (ChattyTranscript) transcript = NULL;
  gint64 start;

  transcript = ui_fixture_new_transcript ("test:many", "Many", "claude", 100000);
  show (fixture, transcript);

  start = g_get_monotonic_time ();
  chatty_reader_page_start_find (fixture->page, "SEA");
  ui_fixture_assert_fits (GTK_WIDGET (fixture->find_bar), 360);
  g_assert_true (ui_fixture_wait (has_matches, fixture));
  g_test_message ("50,000 matches after %.0f ms", (g_get_monotonic_time () - start) / 1000.0);
  g_assert_cmpuint (chatty_find_bar_get_n_matches (fixture->find_bar), ==, 50000);

  chatty_reader_page_start_find (fixture->page, "number 77000:");
  while (chatty_find_bar_get_n_matches (fixture->find_bar) != 1)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (chatty_find_bar_get_current (fixture->find_bar)->segment, ==, 77000);
  g_assert_true (ui_fixture_wait (has_row_of_match, fixture));

  chatty_find_bar_move (fixture->find_bar, 1);
  g_assert_cmpuint (chatty_find_bar_get_current (fixture->find_bar)->segment, ==, 77000);
  chatty_find_bar_close (fixture->find_bar);
  g_assert_cmpuint (chatty_find_bar_get_n_matches (fixture->find_bar), ==, 0);
}

static void
test_alternates (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (ChattyTranscript) transcript = ui_fixture_new_showcase ();
  g_autofree char *texts = NULL;
  GtkWidget *footer, *next;

  show (fixture, transcript);
  footer = ui_fixture_find (GTK_WIDGET (fixture->list), CHATTY_TYPE_TURN_FOOTER, NULL);
  g_assert_nonnull (footer);
  next = ui_fixture_find (footer, GTK_TYPE_BUTTON, "next");
  g_assert_nonnull (next);
  g_signal_emit_by_name (next, "clicked");
  ui_fixture_settle (fixture->window, 3);

  texts = ui_fixture_dup_texts (GTK_WIDGET (fixture->list));
  g_assert_nonnull (strstr (texts, "Take the train."));
  g_assert_nonnull (strstr (texts, "2 of 2"));
  g_assert_null (strstr (texts, "The way\n"));
}

/* A click into a text must not make it jump away. */
static void
test_focus_stays (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (ChattyTranscript) transcript = ui_fixture_new_transcript ("test:x", "X", "claude", 200);
  GtkWidget *scrolled = ui_fixture_find (GTK_WIDGET (fixture->list), GTK_TYPE_SCROLLED_WINDOW, NULL);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
  graphene_rect_t before, after;
  GtkWidget *row, *label;

  show (fixture, transcript);
  chatty_reader_page_scroll_to_turn (fixture->page, 50);
  ui_fixture_settle (fixture->window, 16);
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + 70);
  ui_fixture_settle (fixture->window, 3);

  gtk_window_set_focus_visible (GTK_WINDOW (fixture->window), FALSE);
  row = gtk_widget_pick (scrolled, 300, 5, GTK_PICK_DEFAULT);
  g_assert_nonnull (row);
  row = gtk_widget_get_ancestor (row, CHATTY_TYPE_TURN_ROW);
  g_assert_nonnull (row);
  label = ui_fixture_find (GTK_WIDGET (chatty_turn_row_get_view (CHATTY_TURN_ROW (row))),
                           GTK_TYPE_LABEL, NULL);
  g_assert_true (gtk_widget_compute_bounds (row, scrolled, &before));
  g_assert_cmpfloat (before.origin.y, <, -10);
  g_assert_true (gtk_widget_grab_focus (label));
  ui_fixture_settle (fixture->window, 5);
  g_assert_true (gtk_widget_compute_bounds (row, scrolled, &after));
  g_assert_cmpfloat_with_epsilon (after.origin.y, before.origin.y, 1);
}

static void
test_spoken (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (ChattyTranscript) transcript = ui_fixture_new_transcript ("test:x", "X", "claude", 2);
  GtkWidget *view, *row, *other;

  show (fixture, transcript);
  view = ui_fixture_find (GTK_WIDGET (fixture->list), GTK_TYPE_LIST_VIEW, NULL);
  row = ui_fixture_find (view, CHATTY_TYPE_TURN_ROW, NULL);
  g_assert_true (g_str_has_prefix (chatty_turn_row_get_spoken (CHATTY_TURN_ROW (row)), "You, "));
  gtk_test_accessible_assert_property (row, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       chatty_turn_row_get_spoken (CHATTY_TURN_ROW (row)));
  gtk_test_accessible_assert_property (gtk_widget_get_parent (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       chatty_turn_row_get_spoken (CHATTY_TURN_ROW (row)));

  other = gtk_widget_get_next_sibling (gtk_widget_get_parent (row));
  other = ui_fixture_find (other, CHATTY_TYPE_TURN_ROW, NULL);
  g_assert_true (g_str_has_prefix (chatty_turn_row_get_spoken (CHATTY_TURN_ROW (other)), "Claude, "));
}

/* An icon alone says nothing to those who do not see it. */
static void
check_names (GtkWidget *widget)
{
  gboolean is_icon = GTK_IS_MENU_BUTTON (widget) ||
    (GTK_IS_BUTTON (widget) && gtk_button_get_icon_name (GTK_BUTTON (widget)) != NULL);

  /* What is inside GTK's own widgets is GTK's to name. */
  if (GTK_IS_SEARCH_BAR (gtk_widget_get_ancestor (widget, GTK_TYPE_SEARCH_BAR)) &&
      gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)) == NULL)
    is_icon = FALSE;

  if (is_icon)
    {
      g_test_message ("%s of %s", G_OBJECT_TYPE_NAME (widget),
                      G_OBJECT_TYPE_NAME (gtk_widget_get_parent (widget)));
      g_assert_nonnull (gtk_widget_get_tooltip_text (widget));
      g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget),
                                                       GTK_ACCESSIBLE_PROPERTY_LABEL));
    }
  if (GTK_IS_MENU_BUTTON (widget))
    return;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_names (child);
}

static void
test_names (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (ChattyTranscript) transcript = ui_fixture_new_showcase ();
  GtkWidget *row;

  show (fixture, transcript);
  row = ui_fixture_find (GTK_WIDGET (fixture->list), CHATTY_TYPE_TURN_ROW, NULL);
  chatty_turn_row_set_active (CHATTY_TURN_ROW (row), TRUE);
  check_names (GTK_WIDGET (fixture->page));
}

static void
test_dates (void)
{
  static const struct {
    const char *text;
    gboolean    valid;
  } cases[] = {
    { "", TRUE }, { "  ", TRUE }, { "2025-01-31", TRUE }, { "2025-01-31 18:30", TRUE },
    { "2025-01-31 18:30:15", TRUE }, { " 2025-1-3 ", TRUE },
    { "2025-02-30", FALSE }, { "2025-01-31 25:00", FALSE }, { "2025-01-31x", FALSE },
    { "2025-01-31 18", FALSE }, { "yesterday", FALSE }, { "31.1.2025", FALSE },
    { "2025-13-01", FALSE }, { "0000-01-01", FALSE }, { "-5-01-01", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 time;

      g_test_message ("“%s”", cases[i].text);
      g_assert_cmpint (chatty_details_dialog_parse_date (cases[i].text, &time), ==, cases[i].valid);
    }
}

#define ADD(name, function) \
  g_test_add ("/reader/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  ui_fixture_init (&argc, &argv);

  ADD ("showcase", test_showcase);
  ADD ("hostile", test_hostile);
  ADD ("many-turns", test_many_turns);
  ADD ("big-turn", test_big_turn);
  ADD ("find", test_find);
  ADD ("alternates", test_alternates);
  ADD ("focus-stays", test_focus_stays);
  ADD ("spoken", test_spoken);
  ADD ("names", test_names);
  g_test_add_func ("/reader/dates", test_dates);

  return g_test_run ();
}
