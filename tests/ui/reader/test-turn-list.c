/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "chatty-error.h"
#include "chatty-find-bar.h"
#include "chatty-turn-actions.h"
#include "chatty-turn-bubble.h"
#include "chatty-turn-editor.h"
#include "chatty-turn-list.h"
#include "chatty-turn-row.h"
#include "ui-fixture.h"

#define ALL_OFFERS (CHATTY_TURN_OFFER_COPY | CHATTY_TURN_OFFER_RETRY | CHATTY_TURN_OFFER_EDIT | \
                    CHATTY_TURN_OFFER_SPEAK | CHATTY_TURN_OFFER_REMEMBER | CHATTY_TURN_OFFER_SENT)

typedef struct {
  GtkWidget          *window;
  ChattyTurnList     *list;
  ChattyFindBar      *find_bar;
  GtkAdjustment      *adjustment;
  ChattyTurnSegments *segments;
  char               *done;      /* the last action that was activated, and its number */
} Fixture;

static void
action_cb (GSimpleAction *action,
           GVariant      *parameter,
           Fixture       *fixture)
{
  g_free (fixture->done);
  fixture->done = g_strdup_printf ("%s %u", g_action_get_name (G_ACTION (action)),
                                   g_variant_get_uint32 (parameter));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  static const char *const names[] = { "retry", "speak", "remember", "sent" };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scrolled;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GSimpleAction) action = g_simple_action_new (names[i], G_VARIANT_TYPE_UINT32);

      g_signal_connect (action, "activate", G_CALLBACK (action_cb), fixture);
      g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
    }

  fixture->window = gtk_window_new ();
  fixture->find_bar = CHATTY_FIND_BAR (chatty_find_bar_new ());
  fixture->list = CHATTY_TURN_LIST (chatty_turn_list_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (fixture->list), TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (fixture->find_bar));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (fixture->list));
  gtk_widget_insert_action_group (box, "turn", G_ACTION_GROUP (group));
  gtk_window_set_child (GTK_WINDOW (fixture->window), box);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 700, 500);
  chatty_turn_list_set_find_bar (fixture->list, fixture->find_bar);
  chatty_turn_list_set_offers (fixture->list, ALL_OFFERS);

  scrolled = ui_fixture_find (GTK_WIDGET (fixture->list), GTK_TYPE_SCROLLED_WINDOW, NULL);
  fixture->adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_clear_object (&fixture->segments);
  g_free (fixture->done);
}

static void
show (Fixture *fixture,
      guint    n_turns)
{
  g_autoptr (ChattyTranscript) transcript = NULL;

  transcript = ui_fixture_new_transcript ("test:live", "Live", "inworld", n_turns);
  fixture->segments = chatty_turn_segments_new (transcript);
  chatty_turn_list_set_segments (fixture->list, fixture->segments);
  chatty_find_bar_set_segments (fixture->find_bar, fixture->segments);
  ui_fixture_settle (fixture->window, 5);
}

static ChattyTurn *
new_turn (ChattyRole  role,
          const char *text)
{
  ChattyTurnBuilder *turn = chatty_turn_builder_new (role);

  chatty_turn_builder_set_text (turn, text);
  return chatty_turn_builder_end (turn);
}

static void
append (Fixture    *fixture,
        ChattyRole  role,
        const char *text)
{
  g_autoptr (ChattyTurn) turn = new_turn (role, text);

  chatty_turn_segments_append_turn (fixture->segments, turn);
}

static void
begin (Fixture *fixture)
{
  g_autoptr (ChattyTurn) begun = new_turn (CHATTY_ROLE_ASSISTANT, "");

  chatty_turn_segments_begin_live (fixture->segments, begun);
}

static void
end (Fixture    *fixture,
     const char *text)
{
  g_autoptr (ChattyTurn) finished = new_turn (CHATTY_ROLE_ASSISTANT, text);

  chatty_turn_segments_end_live (fixture->segments, finished);
}

static gboolean
is_at_bottom (gpointer user_data)
{
  Fixture *fixture = user_data;

  return gtk_adjustment_get_value (fixture->adjustment) >=
         gtk_adjustment_get_upper (fixture->adjustment) -
         gtk_adjustment_get_page_size (fixture->adjustment) - 2;
}

static GtkWidget *
find_row (Fixture *fixture,
          guint    turn)
{
  GtkWidget *view = ui_fixture_find (GTK_WIDGET (fixture->list), GTK_TYPE_LIST_VIEW, NULL);

  for (GtkWidget *child = gtk_widget_get_first_child (view);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *row = ui_fixture_find (child, CHATTY_TYPE_TURN_ROW, NULL);
      ChattyTurnSegment *segment;

      if (row == NULL)
        continue;
      segment = chatty_turn_row_get_segment (CHATTY_TURN_ROW (row));
      if (segment != NULL && chatty_turn_segment_get_number (segment) == turn &&
          chatty_turn_segment_is_last (segment))
        return row;
    }

  return NULL;
}

static GtkWidget *
find_button (GtkWidget  *widget,
             const char *tooltip)
{
  if (GTK_IS_BUTTON (widget) && gtk_widget_get_mapped (widget) &&
      g_strcmp0 (gtk_widget_get_tooltip_text (widget), tooltip) == 0)
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_button (child, tooltip);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
feed (Fixture    *fixture,
      const char *text)
{
  chatty_turn_segments_feed_live (fixture->segments, text, strlen (text));
}

static void
test_follows (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (GString) text = g_string_new (NULL);

  show (fixture, 300);
  chatty_turn_list_scroll_to_end (fixture->list);
  g_assert_true (ui_fixture_wait (is_at_bottom, fixture));
  ui_fixture_settle (fixture->window, 15);

  append (fixture, CHATTY_ROLE_PERSON, "What about the sea?");
  begin (fixture);
  for (guint i = 0; i < 150; i++)
    {
      g_autofree char *delta = g_strdup_printf ("Sentence %u of it says something. %s", i,
                                                i % 6 == 5 ? "\n\n" : "");

      g_string_append (text, delta);
      feed (fixture, delta);
      if (i % 10 == 0)
        {
          ui_fixture_settle (fixture->window, 8);
          g_assert_true (ui_fixture_wait (is_at_bottom, fixture));
          g_assert_true (chatty_turn_list_is_at_end (fixture->list));
        }
    }
  end (fixture, text->str);
  ui_fixture_settle (fixture->window, 8);
  g_assert_true (ui_fixture_wait (is_at_bottom, fixture));
  g_assert_null (find_button (GTK_WIDGET (fixture->list), "To the end"));
}

/* Who reads further up is left there, and told. */
static void
test_stays (Fixture       *fixture,
            gconstpointer  data)
{
  GtkWidget *button;
  double value;

  show (fixture, 300);
  chatty_turn_list_scroll_to_end (fixture->list);
  g_assert_true (ui_fixture_wait (is_at_bottom, fixture));
  ui_fixture_settle (fixture->window, 15);
  begin (fixture);
  feed (fixture, "The beginning.\n\n");
  ui_fixture_settle (fixture->window, 8);
  g_assert_true (ui_fixture_wait (is_at_bottom, fixture));

  gtk_adjustment_set_value (fixture->adjustment,
                            gtk_adjustment_get_value (fixture->adjustment) - 900);
  ui_fixture_settle (fixture->window, 10);
  g_assert_false (chatty_turn_list_is_at_end (fixture->list));
  {
    int turn = chatty_turn_list_get_top_turn (fixture->list);
    GtkWidget *row = find_row (fixture, turn);
    GtkWidget *scrolled = ui_fixture_find (GTK_WIDGET (fixture->list), GTK_TYPE_SCROLLED_WINDOW, NULL);
    graphene_rect_t before, after;

    g_assert_true (gtk_widget_compute_bounds (row, scrolled, &before));
    for (guint i = 0; i < 40; i++)
      {
        feed (fixture, "More of it, which nobody looks at now.\n\nAnd more. ");
        if (i % 8 == 0)
          ui_fixture_settle (fixture->window, 5);
      }
    ui_fixture_settle (fixture->window, 10);
    g_assert_true (gtk_widget_compute_bounds (row, scrolled, &after));
    g_assert_cmpfloat_with_epsilon (after.origin.y, before.origin.y, 1);
    g_assert_cmpint (chatty_turn_list_get_top_turn (fixture->list), ==, turn);
  }

  button = find_button (GTK_WIDGET (fixture->list), "To the end");
  g_assert_nonnull (button);
  value = gtk_adjustment_get_value (fixture->adjustment);
  g_signal_emit_by_name (button, "clicked");
  g_assert_true (ui_fixture_wait (is_at_bottom, fixture));
  ui_fixture_settle (fixture->window, 15);
  g_assert_cmpfloat (gtk_adjustment_get_value (fixture->adjustment), >, value);
  feed (fixture, "\n\nAnd the end of it.");
  ui_fixture_settle (fixture->window, 10);
  g_assert_true (ui_fixture_wait (is_at_bottom, fixture));
  end (fixture, "x");
}

static void
check_action (Fixture    *fixture,
              guint       turn,
              const char *name,
              const char *expected)
{
  GtkWidget *row = find_row (fixture, turn);
  GtkWidget *button = find_button (row, name);

  g_test_message ("%s of %u", name, turn);
  if (expected == NULL)
    {
      g_assert_null (button);
      return;
    }

  g_assert_nonnull (button);
  g_assert_true (gtk_widget_get_focusable (button));
  gtk_test_accessible_assert_property (button, GTK_ACCESSIBLE_PROPERTY_LABEL, name);
  g_clear_pointer (&fixture->done, g_free);
  g_signal_emit_by_name (button, "clicked");
  g_assert_cmpstr (fixture->done, ==, expected);
}

static void
test_actions (Fixture       *fixture,
              gconstpointer  data)
{
  show (fixture, 4);

  check_action (fixture, 3, "Try again", "retry 3");
  check_action (fixture, 3, "Speak", "speak 3");
  check_action (fixture, 3, "Remember this", "remember 3");
  check_action (fixture, 3, "What was sent", "sent 3");
  check_action (fixture, 3, "Edit and send again", NULL);
  check_action (fixture, 1, "Try again", NULL);
  check_action (fixture, 2, "Remember this", "remember 2");
  check_action (fixture, 2, "Speak", NULL);

  /* The last answer is another now. */
  chatty_turn_list_scroll_to_end (fixture->list);
  append (fixture, CHATTY_ROLE_PERSON, "and?");
  begin (fixture);
  feed (fixture, "Well.");
  ui_fixture_settle (fixture->window, 10);
  check_action (fixture, 3, "Try again", NULL);
  check_action (fixture, 5, "Try again", NULL);
  end (fixture, "Well.");
  ui_fixture_settle (fixture->window, 10);
  check_action (fixture, 5, "Try again", "retry 5");

  chatty_turn_list_set_offers (fixture->list, CHATTY_TURN_OFFER_COPY | CHATTY_TURN_OFFER_SPEAK);
  ui_fixture_settle (fixture->window, 10);
  check_action (fixture, 5, "Try again", NULL);
  check_action (fixture, 5, "Speak", "speak 5");
  chatty_turn_list_set_offers (fixture->list, CHATTY_TURN_OFFER_COPY);
  ui_fixture_settle (fixture->window, 10);
  g_assert_null (find_button (find_row (fixture, 5), "Speak"));
}

static void
edited_cb (ChattyTurnList *list,
           guint           turn,
           const char     *text,
           char          **edited)
{
  g_free (*edited);
  *edited = g_strdup_printf ("%u %s", turn, text);
}

static void
test_edit (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *edited = NULL;
  GtkWidget *editor, *text;

  show (fixture, 4);
  g_signal_connect (fixture->list, "edited", G_CALLBACK (edited_cb), &edited);

  g_signal_emit_by_name (find_button (find_row (fixture, 2), "Edit and send again"), "clicked");
  ui_fixture_settle (fixture->window, 5);
  editor = ui_fixture_find (find_row (fixture, 2), CHATTY_TYPE_TURN_EDITOR, NULL);
  g_assert_nonnull (editor);
  text = ui_fixture_find (editor, GTK_TYPE_TEXT_VIEW, NULL);
  g_assert_true (gtk_widget_has_focus (text));
  g_assert_null (find_button (find_row (fixture, 2), "Edit and send again"));

  g_assert_true (gtk_widget_activate_action (text, "turn.edit-cancel", NULL));
  ui_fixture_settle (fixture->window, 5);
  g_assert_null (ui_fixture_find (GTK_WIDGET (fixture->list), CHATTY_TYPE_TURN_EDITOR, NULL));
  g_assert_null (edited);

  g_assert_true (gtk_widget_activate_action (find_row (fixture, 2), "turn.edit", "u", 2));
  ui_fixture_settle (fixture->window, 5);
  text = ui_fixture_find (find_row (fixture, 2), GTK_TYPE_TEXT_VIEW, NULL);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (text)), "  \n ", -1);
  gtk_widget_activate_action (text, "turn.edit-send", NULL);
  g_assert_null (edited);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (text)), "Something else", -1);
  gtk_widget_activate_action (text, "turn.edit-send", NULL);
  g_assert_cmpstr (edited, ==, "2 Something else");
  ui_fixture_settle (fixture->window, 5);
  g_assert_null (ui_fixture_find (GTK_WIDGET (fixture->list), CHATTY_TYPE_TURN_EDITOR, NULL));

  /* An answer is nothing that the person said; a number may be any. */
  gtk_widget_activate_action (find_row (fixture, 3), "turn.edit", "u", 3);
  gtk_widget_activate_action (find_row (fixture, 3), "turn.edit", "u", 4000);
  ui_fixture_settle (fixture->window, 5);
  g_assert_null (ui_fixture_find (GTK_WIDGET (fixture->list), CHATTY_TYPE_TURN_EDITOR, NULL));
}

static void
add (Fixture           *fixture,
     ChattyTurnBuilder *builder)
{
  g_autoptr (ChattyTurn) turn = chatty_turn_builder_end (builder);

  chatty_turn_segments_append_turn (fixture->segments, turn);
}

static void
test_state (Fixture       *fixture,
            gconstpointer  data)
{
  static const struct {
    ChattyTurnState state;
    const char     *problem;
    const char     *emotion;
    const char     *style_class;
    const char     *words[3];
  } cases[] = {
    { CHATTY_TURN_COMPLETE, NULL, "joy:strong", NULL, { "Joy", NULL } },
    { CHATTY_TURN_STOPPED, NULL, "tense-humor", "stopped", { "You stopped", "Tense humor", NULL } },
    { CHATTY_TURN_CUT_OFF, "The line was lost.", NULL, "cut-off", { "cut off", "The line was lost.", NULL } },
    { CHATTY_TURN_FAILED, "<b>No</b> & never", "Wistful", "failed",
      { "failed", "<b>No</b> & never", "Wistful" } },
  };

  show (fixture, 1);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ChattyTurnBuilder *turn = chatty_turn_builder_new (CHATTY_ROLE_ASSISTANT);
      g_autofree char *texts = NULL;
      GtkWidget *row;

      chatty_turn_builder_set_text (turn, "answer");
      chatty_turn_builder_set_state (turn, cases[i].state);
      chatty_turn_builder_set_problem (turn, cases[i].problem);
      chatty_turn_builder_set_emotion (turn, cases[i].emotion);
      add (fixture, turn);
      chatty_turn_list_scroll_to_end (fixture->list);
      ui_fixture_settle (fixture->window, 15);

      row = find_row (fixture, i + 1);
      texts = ui_fixture_dup_texts (row);
      for (guint j = 0; j < 3 && cases[i].words[j] != NULL; j++)
        {
          g_assert_nonnull (strstr (texts, cases[i].words[j]));
          g_assert_nonnull (strstr (chatty_turn_row_get_spoken (CHATTY_TURN_ROW (row)),
                                    cases[i].words[j]));
        }
      if (cases[i].style_class != NULL)
        g_assert_true (gtk_widget_has_css_class (ui_fixture_find (row, GTK_TYPE_BOX, "bubble"),
                                                 cases[i].style_class));
    }
}

static gboolean
choose_cb (ChattyTurnList *list,
           guint           turn,
           guint           choice,
           guint          *seen)
{
  seen[0] = turn;
  seen[1] = choice;
  return TRUE;
}

static void
test_choose (Fixture       *fixture,
             gconstpointer  data)
{
  ChattyTurnBuilder *turn = chatty_turn_builder_new (CHATTY_ROLE_ASSISTANT);
  g_autoptr (ChattyTurn) alternate = new_turn (CHATTY_ROLE_ASSISTANT, "another");
  guint seen[2] = { 0, 0 };
  GtkWidget *next;

  show (fixture, 1);
  chatty_turn_builder_set_text (turn, "one");
  chatty_turn_builder_add_alternate (turn, alternate);
  add (fixture, turn);
  ui_fixture_settle (fixture->window, 8);
  next = find_button (find_row (fixture, 1), "Next version");
  g_assert_nonnull (next);

  g_signal_connect (fixture->list, "choose", G_CALLBACK (choose_cb), seen);
  g_signal_emit_by_name (next, "clicked");
  g_assert_cmpuint (seen[0], ==, 1);
  g_assert_cmpuint (seen[1], ==, 1);
  g_assert_cmpstr (chatty_turn_get_text (chatty_turn_segments_get_shown (fixture->segments, 1)),
                   ==, "one");

  /* Nobody takes it: it is only looked at, and nothing but copying is to be
   * done with what is no part of the conversation. */
  g_signal_handlers_disconnect_by_func (fixture->list, choose_cb, seen);
  g_signal_emit_by_name (next, "clicked");
  ui_fixture_settle (fixture->window, 8);
  g_assert_cmpstr (chatty_turn_get_text (chatty_turn_segments_get_shown (fixture->segments, 1)),
                   ==, "another");
  g_assert_nonnull (find_button (find_row (fixture, 1), "Copy message"));
  g_assert_null (find_button (find_row (fixture, 1), "Try again"));
}

static gboolean
has_one_match (gpointer user_data)
{
  return chatty_find_bar_get_n_matches (((Fixture *) user_data)->find_bar) == 1;
}

static gboolean
has_two_matches (gpointer user_data)
{
  return chatty_find_bar_get_n_matches (((Fixture *) user_data)->find_bar) == 2;
}

/* What is found stays marked while the text grows, and is looked up again. */
static void
test_find (Fixture       *fixture,
           gconstpointer  data)
{
  double value;

  show (fixture, 200);
  begin (fixture);
  feed (fixture, "The lighthouse stands.\n\nIt ");
  chatty_find_bar_open (fixture->find_bar, "lighthouse");
  g_assert_true (ui_fixture_wait (has_one_match, fixture));
  ui_fixture_settle (fixture->window, 15);
  feed (fixture, "goes on.\n\nAnother lighthouse.");
  ui_fixture_settle (fixture->window, 8);
  g_assert_cmpuint (chatty_find_bar_get_n_matches (fixture->find_bar), ==, 1);
  chatty_turn_segments_replace_live (fixture->segments, "No.");
  ui_fixture_settle (fixture->window, 8);

  chatty_turn_list_scroll_to_turn (fixture->list, 20);
  ui_fixture_settle (fixture->window, 15);
  value = gtk_adjustment_get_value (fixture->adjustment);
  end (fixture, "A lighthouse.\n\nAnother lighthouse.");
  g_assert_true (ui_fixture_wait (has_two_matches, fixture));
  ui_fixture_settle (fixture->window, 15);
  /* Nobody asked to be taken there. */
  g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_value (fixture->adjustment), value, 2);
}

static void
test_right_to_left (Fixture       *fixture,
                    gconstpointer  data)
{
  const char *text = "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d **\xd7\xa2\xd7\x95\xd7\x9c\xd7\x9d**\n\n"
                     "hello\n\n> \xd8\xa7\xd9\x84\xd8\xa8\xd8\xad\xd8\xb1\n\n- \xd7\xa9\n- b\n";
  GtkWidget *label;

  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  show (fixture, 2);
  begin (fixture);
  for (gsize i = 0; i < strlen (text); i++)
    {
      chatty_turn_segments_feed_live (fixture->segments, text + i, 1);
      if (i % 7 == 0)
        ui_fixture_settle (fixture->window, 4);
    }
  ui_fixture_settle (fixture->window, 8);
  {
    g_autoptr (ChattyTurnSegment) second = NULL;
    GtkWidget *view = NULL;

    second = g_list_model_get_item (G_LIST_MODEL (fixture->segments), 2);
    for (guint i = 0; view == NULL && i < 1; i++)
      {
        GtkWidget *rows = ui_fixture_find (GTK_WIDGET (fixture->list), GTK_TYPE_LIST_VIEW, NULL);

        for (GtkWidget *child = gtk_widget_get_first_child (rows);
             child != NULL;
             child = gtk_widget_get_next_sibling (child))
          {
            GtkWidget *row = ui_fixture_find (child, CHATTY_TYPE_TURN_ROW, NULL);

            if (row != NULL && chatty_turn_row_get_segment (CHATTY_TURN_ROW (row)) == second)
              view = GTK_WIDGET (chatty_turn_row_get_view (CHATTY_TURN_ROW (row)));
          }
      }
    g_assert_nonnull (view);
    label = ui_fixture_find (view, GTK_TYPE_LABEL, NULL);
    g_assert_cmpint (gtk_widget_get_direction (label), ==, GTK_TEXT_DIR_RTL);
  }
  end (fixture, text);
  ui_fixture_settle (fixture->window, 4);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

/* What the rows of the live turn show is what a fresh view of the same shows. */
static void
test_looks_the_same (Fixture       *fixture,
                     gconstpointer  data)
{
  static const char *const texts[] = {
    "# Title\n\nA **bold** [link](http://example.org/x) and `code`.\nMore *of* it",
    "> quote\n> more\n>\n> third\n> - a\n> - b",
    "- a\n- b\n  1. c\n  2. d\n\n     more\n- e",
    "| a | b |\n|---|---|\n| 1 | **2** |\n| 3 | [x](http://example.org/) |\n",
    "```c\nint a;\n\nint b;\n```",
    "![picture](http://example.org/a.png)\n\nText <b>html</b>",
    "Title\n===\nText\n\n<div>\nhtml\n</div>",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      const char *text = texts[i];
      GtkWidget *grown = g_object_ref_sink (chatty_markdown_view_new ());
      g_autoptr (GString) so_far = g_string_new (NULL);

      for (gsize n = 0; n < strlen (text); n++)
        {
          GtkWidget *fresh = g_object_ref_sink (chatty_markdown_view_new ());
          g_autofree char *shown = NULL;
          g_autofree char *expected = NULL;

          g_string_append_c (so_far, text[n]);
          chatty_markdown_view_update_text (CHATTY_MARKDOWN_VIEW (grown), so_far->str, -1);
          chatty_markdown_view_set_text (CHATTY_MARKDOWN_VIEW (fresh), so_far->str, -1);
          shown = ui_fixture_dup_texts (grown);
          expected = ui_fixture_dup_texts (fresh);
          g_assert_cmpstr (shown, ==, expected);
          g_assert_cmpuint (ui_fixture_count (grown, GTK_TYPE_WIDGET), ==,
                            ui_fixture_count (fresh, GTK_TYPE_WIDGET));
          g_object_unref (fresh);
        }
      g_object_unref (grown);
    }
}

static void
test_long (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gint64 slowest = 0;

  show (fixture, 10000);
  chatty_turn_list_scroll_to_end (fixture->list);
  g_assert_true (ui_fixture_wait (is_at_bottom, fixture));
  ui_fixture_settle (fixture->window, 15);
  begin (fixture);
  for (guint i = 0; i < 50; i++)
    {
      gint64 start = g_get_monotonic_time ();

      for (guint j = 0; j < 800; j++)
        {
          g_string_append (text, "word ");
          feed (fixture, "word ");
        }
      ui_fixture_settle (fixture->window, 2);
      slowest = MAX (slowest, g_get_monotonic_time () - start);
    }
  g_test_message ("200 kB in one paragraph after 10,000 turns: the slowest step %.1f ms",
                  slowest / 1000.0);
  g_assert_cmpint (slowest, <, 2 * G_USEC_PER_SEC);
  end (fixture, text->str);
  ui_fixture_settle (fixture->window, 10);
  g_assert_true (ui_fixture_wait (is_at_bottom, fixture));
  g_assert_cmpuint (chatty_turn_list_get_n_rows (fixture->list), <, 320);
}

static GBytes *
load_cb (const char    *uri,
         gpointer       user_data,
         GCancellable  *cancellable,
         GError       **error)
{
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  char *buffer;
  gsize size;

  g_atomic_int_inc ((int *) user_data);
  if (!g_str_equal (uri, "vault:a.files/1.png"))
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND, "gone");
      return NULL;
    }

  pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 1000, 500);
  gdk_pixbuf_fill (pixbuf, 0x8080ffff);
  if (!gdk_pixbuf_save_to_buffer (pixbuf, &buffer, &size, "png", error, NULL))
    return NULL;

  return g_bytes_new_take (buffer, size);
}

static gboolean
has_picture (gpointer user_data)
{
  Fixture *fixture = user_data;
  GtkWidget *row = find_row (fixture, 1);
  GtkWidget *picture = row != NULL ? ui_fixture_find (row, GTK_TYPE_PICTURE, NULL) : NULL;

  return picture != NULL && gtk_widget_get_mapped (picture) &&
         gtk_picture_get_paintable (GTK_PICTURE (picture)) != NULL;
}

static void
test_pictures (Fixture       *fixture,
               gconstpointer  data)
{
  ChattyTurnBuilder *turn = chatty_turn_builder_new (CHATTY_ROLE_PERSON);
  GtkWidget *picture;
  int n_loads = 0;

  show (fixture, 1);
  chatty_turn_list_set_image_loader (fixture->list, load_cb, &n_loads, NULL);
  chatty_turn_builder_set_text (turn, "look");
  chatty_turn_builder_add_attachment (turn, "dune.png", "image/png", "vault:a.files/1.png", 10);
  chatty_turn_builder_add_attachment (turn, "gone.png", "image/png", "vault:a.files/2.png", 10);
  chatty_turn_builder_add_attachment (turn, "far.png", "image/png", "http://127.0.0.1:1/x.png", 10);
  chatty_turn_builder_add_attachment (turn, "a.pdf", "application/pdf", "vault:a.files/3.pdf", 10);
  add (fixture, turn);

  g_assert_true (ui_fixture_wait (has_picture, fixture));
  picture = ui_fixture_find (find_row (fixture, 1), GTK_TYPE_PICTURE, NULL);
  gtk_test_accessible_assert_property (picture, GTK_ACCESSIBLE_PROPERTY_LABEL, "dune.png");
  g_assert_cmpint (gdk_paintable_get_intrinsic_width (gtk_picture_get_paintable (GTK_PICTURE (picture))),
                   <=, 240);
  /* Neither what is elsewhere nor what is no picture is asked for. */
  while (g_atomic_int_get (&n_loads) < 2)
    g_main_context_iteration (NULL, TRUE);
  ui_fixture_settle (fixture->window, 5);
  g_assert_cmpint (g_atomic_int_get (&n_loads), ==, 2);
}

#define ADD(name, function) \
  g_test_add ("/turn-list/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  ui_fixture_init (&argc, &argv);

  ADD ("follows", test_follows);
  ADD ("stays", test_stays);
  ADD ("actions", test_actions);
  ADD ("edit", test_edit);
  ADD ("state", test_state);
  ADD ("choose", test_choose);
  ADD ("find", test_find);
  ADD ("right-to-left", test_right_to_left);
  ADD ("looks-the-same", test_looks_the_same);
  ADD ("long", test_long);
  ADD ("pictures", test_pictures);

  return g_test_run ();
}
