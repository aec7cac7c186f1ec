/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <adwaita.h>
#include <string.h>
#include <time.h>

#include "chatty-choice-field.h"
#include "chatty-choice-popover.h"
#include "chatty-json.h"
#include "chatty-list-field-row.h"
#include "chatty-list-field.h"
#include "chatty-long-text-field.h"
#include "chatty-switch-field.h"
#include "chatty-text-count.h"
#include "chatty-text-field.h"
#include "chatty-trait-row.h"
#include "chatty-traits-field.h"

#include "shell-fixture.h"

/* Of this thread, in microseconds: other programs do not count. */
static gint64
get_cpu_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

typedef GtkWidget *(*MakeField) (void);

static GtkWidget *
make_text (void)
{
  return chatty_text_field_new (GTK_INPUT_PURPOSE_FREE_FORM);
}

static GtkWidget *
make_long_text (void)
{
  return chatty_long_text_field_new (TRUE);
}

static GtkWidget *
make_list (void)
{
  return chatty_list_field_new ("_Add Starter");
}

static const struct {
  const char *name;
  MakeField   make;
  const char *values[4];
} kinds[] = {
  { "text", make_text, { "\"Katana\"", "\"\"", "\"<b>&amp; שלום\"" } },
  { "long-text", make_long_text, { "\"You are Katana.\\n\\n# Who\\n\\nA guide.\"", "\"\"" } },
  { "list", make_list, { "[\"one\",\"two\"]", "[]", "[\"<i>x</i>\"]" } },
  { "traits", chatty_traits_field_new, { "{\"Openness\":50.0,\"Calm\":-100.0}", "{}" } },
  { "choice", chatty_choice_field_new, { "\"en-US-Aria\"" } },
  { "switch", chatty_switch_field_new, { "\"true\"", "\"false\"" } },
};

static void
changed_cb (ChattyField *field,
            guint       *n_changes)
{
  (*n_changes)++;
}

static char *
dup_value (GtkWidget *field)
{
  g_autoptr (JsonNode) value = chatty_field_get_value (CHATTY_FIELD (field));

  return value != NULL ? chatty_json_to_string (value, FALSE) : NULL;
}

static void
set_value (GtkWidget  *field,
           const char *json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) value = json != NULL ? chatty_json_parse (json, -1, &error) : NULL;

  g_assert_no_error (error);
  chatty_field_set_value (CHATTY_FIELD (field), value);
}

static void
assert_value (GtkWidget  *field,
              const char *json)
{
  g_autofree char *value = dup_value (field);

  g_assert_cmpstr (value, ==, json);
}

static GtkWindow *
show (GtkWidget *field)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  chatty_field_set_title (CHATTY_FIELD (field), "Starters");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), field);
  return shell_fixture_show (scrolled, 360, 500);
}

/* What is shown comes back, without a word of a change; and what is no value
 * of this kind shows nothing and breaks nothing. */
static void
test_round_trip (gconstpointer data)
{
  static const char *const odd[] = {
    "17", "null", "true", "{\"a\":[{}]}", "[1,null,[\"x\"]]", "\"text\"",
  };
  guint nth = GPOINTER_TO_UINT (data), n_changes = 0;
  GtkWidget *field = kinds[nth].make ();
  GtkWindow *window = show (field);

  g_signal_connect (field, "changed", G_CALLBACK (changed_cb), &n_changes);
  assert_value (field, NULL);
  for (guint i = 0; kinds[nth].values[i] != NULL; i++)
    {
      set_value (field, kinds[nth].values[i]);
      assert_value (field, kinds[nth].values[i]);
      ui_fixture_settle (field, 2);
      shell_fixture_assert_names (field);
      shell_fixture_assert_fits (field, 330);
    }
  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    set_value (field, odd[i]);
  set_value (field, NULL);
  assert_value (field, NULL);
  g_assert_cmpuint (n_changes, ==, 0);

  /* What is wrong is told in words, and to the control. */
  chatty_field_set_problem (CHATTY_FIELD (field), "Too <b>long</b>");
  g_assert_true (shell_fixture_has_text (field, "Too <b>long</b>"));
  chatty_field_set_editable (CHATTY_FIELD (field), FALSE);
  ui_fixture_settle (field, 2);
  chatty_field_set_problem (CHATTY_FIELD (field), NULL);
  g_assert_null (chatty_field_get_problem (CHATTY_FIELD (field)));
  shell_fixture_close (window);
}

static void
test_text (void)
{
  guint n_changes = 0;
  GtkWidget *field = make_text ();
  GtkWindow *window = show (field);
  GtkWidget *entry = ui_fixture_find (field, GTK_TYPE_ENTRY, NULL);

  g_signal_connect (field, "changed", G_CALLBACK (changed_cb), &n_changes);
  gtk_editable_set_text (GTK_EDITABLE (entry), "Katana");
  assert_value (field, "\"Katana\"");
  g_assert_cmpuint (n_changes, >, 0);
  chatty_field_set_problem (CHATTY_FIELD (field), "Why not");
  g_assert_true (gtk_widget_has_css_class (entry, "error"));
  gtk_test_accessible_assert_state (entry, GTK_ACCESSIBLE_STATE_INVALID,
                                    GTK_ACCESSIBLE_INVALID_TRUE);
  shell_fixture_close (window);
}

static gboolean
is_counted (gpointer user_data)
{
  return shell_fixture_has_text (user_data, "4 words · about 6 tokens");
}

static void
test_long_text (void)
{
  guint n_changes = 0;
  GtkWidget *field = make_long_text ();
  GtkWindow *window = show (field);
  GtkTextBuffer *buffer = chatty_long_text_field_get_buffer (CHATTY_LONG_TEXT_FIELD (field));

  g_signal_connect (field, "changed", G_CALLBACK (changed_cb), &n_changes);
  set_value (field, "\"# Who\"");
  gtk_text_buffer_insert_at_cursor (buffer, "\n\nA **calm** guide.", -1);
  assert_value (field, "\"# Who\\n\\nA **calm** guide.\"");
  g_assert_cmpuint (n_changes, ==, 1);
  g_assert_true (ui_fixture_wait (is_counted, field));

  /* The preview has the words without the marks. */
  g_object_set (field, "preview", TRUE, NULL);
  ui_fixture_settle (field, 3);
  g_assert_true (shell_fixture_has_text (field, "A calm guide."));
  g_object_set (field, "preview", FALSE, NULL);

  /* One step back undoes what was written for the person. */
  chatty_long_text_field_type (CHATTY_LONG_TEXT_FIELD (field), "Another text");
  g_assert_cmpuint (n_changes, >, 1);
  gtk_text_buffer_undo (buffer);
  assert_value (field, "\"# Who\\n\\nA **calm** guide.\"");
  shell_fixture_close (window);
}

/* Typing into 200 kB: what happens at a key is over before the next frame. */
static void
test_long_text_speed (void)
{
  GtkWidget *field = make_long_text ();
  GtkWindow *window = show (field);
  GtkTextBuffer *buffer = chatty_long_text_field_get_buffer (CHATTY_LONG_TEXT_FIELD (field));
  GString *text = g_string_new (NULL);
  g_autoptr (JsonNode) value = json_node_alloc ();
  gint64 begun, longest = 0;

  while (text->len < 200 * 1024)
    g_string_append_printf (text, "Line %" G_GSIZE_FORMAT ": Katana is calm, and speaks in short "
                            "sentences about what she has seen.\n", text->len);
  json_node_init_string (value, text->str);
  chatty_field_set_value (CHATTY_FIELD (field), value);
  ui_fixture_settle (field, 30);
  for (guint i = 0; i < 50; i++)
    {
      begun = get_cpu_time ();
      gtk_text_buffer_insert_at_cursor (buffer, "x", -1);
      longest = MAX (longest, get_cpu_time () - begun);
    }
  g_test_message ("a key took %" G_GINT64_FORMAT " µs at most", longest);
  g_assert_cmpint (longest, <, 16667);
  g_string_free (text, TRUE);
  shell_fixture_close (window);
}

static GtkWidget *
find_row (GtkWidget *field,
          guint      nth)
{
  GtkListBox *list = GTK_LIST_BOX (ui_fixture_find (field, GTK_TYPE_LIST_BOX, NULL));

  return GTK_WIDGET (gtk_list_box_get_row_at_index (list, nth));
}

static void
test_list (void)
{
  guint n_changes = 0;
  GtkWidget *field = make_list ();
  GtkWindow *window = show (field);

  set_value (field, "[\"one\",\"two\",\"three\"]");
  g_signal_connect (field, "changed", G_CALLBACK (changed_cb), &n_changes);

  /* By keyboard: what Alt+Down does. */
  gtk_widget_grab_focus (ui_fixture_find (find_row (field, 0), GTK_TYPE_ENTRY, NULL));
  g_signal_emit_by_name (find_row (field, 0), "moved", 1);
  assert_value (field, "[\"two\",\"one\",\"three\"]");
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (window), find_row (field, 1)));
  g_signal_emit_by_name (find_row (field, 0), "moved", -1);
  assert_value (field, "[\"two\",\"one\",\"three\"]");
  g_assert_cmpuint (n_changes, ==, 1);

  /* By drag: the last comes to the place of the first. */
  g_signal_emit_by_name (find_row (field, 0), "dropped", find_row (field, 2));
  assert_value (field, "[\"three\",\"two\",\"one\"]");

  gtk_editable_set_text (GTK_EDITABLE (ui_fixture_find (find_row (field, 0), GTK_TYPE_ENTRY, NULL)),
                         "four");
  assert_value (field, "[\"four\",\"two\",\"one\"]");
  g_signal_emit_by_name (ui_fixture_find (find_row (field, 1), GTK_TYPE_BUTTON, "remove"),
                         "clicked");
  assert_value (field, "[\"four\",\"one\"]");
  /* Enter in the last one makes room for another. */
  g_signal_emit_by_name (find_row (field, 1), "entered");
  g_assert_nonnull (find_row (field, 2));
  assert_value (field, "[\"four\",\"one\"]");
  shell_fixture_close (window);
}

/* A list that nobody types: bounded widgets, nothing lost. */
static void
test_list_long (void)
{
  GtkWidget *field = make_list ();
  GtkWindow *window = show (field);
  g_autoptr (GString) json = g_string_new ("[");

  for (guint i = 0; i < 5000; i++)
    g_string_append_printf (json, "%s\"text %u\"", i > 0 ? "," : "", i);
  g_string_append_c (json, ']');
  set_value (field, json->str);
  assert_value (field, json->str);
  g_assert_cmpuint (ui_fixture_count (field, CHATTY_TYPE_LIST_FIELD_ROW), ==, 100);
  g_assert_true (shell_fixture_has_text (field, "4,900 more are kept") ||
                 shell_fixture_has_text (field, "4900 more are kept"));
  shell_fixture_close (window);
}

static GListModel *
new_choices (void)
{
  GListStore *store = g_list_store_new (CHATTY_TYPE_CHOICE);
  static const char *const made[][3] = {
    { "v1", "Aria", "English (US)" }, { "v2", "Jörg", "Deutsch" }, { "v3", "<b>Bo</b>", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (made); i++)
    {
      g_autoptr (ChattyChoice) choice = chatty_choice_new (made[i][0], made[i][1], made[i][2]);

      g_list_store_append (store, choice);
    }
  return G_LIST_MODEL (store);
}

static void
test_choice (void)
{
  guint n_changes = 0;
  g_autoptr (GListModel) choices = new_choices ();
  GtkWidget *field = chatty_choice_field_new ();
  GtkWindow *window = show (field);

  g_signal_connect (field, "changed", G_CALLBACK (changed_cb), &n_changes);
  set_value (field, "\"v2\"");
  chatty_choice_field_set_choices (CHATTY_CHOICE_FIELD (field), choices);
  g_assert_true (shell_fixture_has_text (field, "Jörg"));
  g_assert_true (shell_fixture_has_text (field, "Deutsch"));
  /* One that the platform does not have any more is still told. */
  set_value (field, "\"gone\"");
  g_assert_true (gtk_widget_get_visible (ui_fixture_find (field, GTK_TYPE_ENTRY, NULL)));
  assert_value (field, "\"gone\"");
  g_assert_cmpuint (n_changes, ==, 0);
  chatty_choice_field_choose (CHATTY_CHOICE_FIELD (field), "v3");
  assert_value (field, "\"v3\"");
  g_assert_cmpuint (n_changes, >, 0);
  g_assert_true (shell_fixture_has_text (field, "<b>Bo</b>"));
  ui_fixture_settle (field, 3);
  shell_fixture_assert_names (field);
  shell_fixture_close (window);
}

static guint
count_shown (GtkWidget *view)
{
  guint n = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (view);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += gtk_widget_get_mapped (child) ? 1 : 0;
  return n;
}

static void
chosen_cb (GtkWidget   *popover,
           const char  *id,
           char       **chosen)
{
  g_free (*chosen);
  *chosen = g_strdup (id);
}

/* Search, and Enter takes the first. */
static void
test_popover (void)
{
  g_autoptr (GListModel) choices = new_choices ();
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *popover = chatty_choice_popover_new ();
  GtkWidget *view, *entry;
  GtkWindow *window;
  g_autofree char *chosen = NULL;

  chatty_choice_popover_set_choices (CHATTY_CHOICE_POPOVER (popover), choices);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  g_signal_connect (popover, "chosen", G_CALLBACK (chosen_cb), &chosen);
  window = shell_fixture_show (button, 400, 500);
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  ui_fixture_settle (popover, 5);
  view = ui_fixture_find (popover, GTK_TYPE_LIST_VIEW, "view");
  entry = ui_fixture_find (popover, GTK_TYPE_SEARCH_ENTRY, "entry");
  g_assert_cmpuint (count_shown (view), ==, 3);
  gtk_editable_set_text (GTK_EDITABLE (entry), "JÖR");
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpstr (chosen, ==, "v2");
  g_assert_false (gtk_widget_get_visible (popover));
  shell_fixture_close (window);
}

static void
test_list_choices (void)
{
  g_autoptr (GListModel) choices = new_choices ();
  GtkWidget *field = make_list ();
  GtkWindow *window = show (field);

  chatty_list_field_set_choices (CHATTY_LIST_FIELD (field), choices);
  chatty_list_field_set_limit (CHATTY_LIST_FIELD (field), 2);
  set_value (field, "[\"v1\"]");
  g_assert_true (shell_fixture_has_text (field, "Aria"));
  chatty_list_field_add (CHATTY_LIST_FIELD (field), "v2");
  chatty_list_field_add (CHATTY_LIST_FIELD (field), "v2");
  assert_value (field, "[\"v1\",\"v2\"]");
  ui_fixture_settle (field, 3);
  shell_fixture_assert_names (field);
  shell_fixture_close (window);
}

static void
test_traits (void)
{
  guint n_changes = 0;
  GtkWidget *field = chatty_traits_field_new ();
  GtkWindow *window = show (field);
  GtkWidget *row;

  g_signal_connect (field, "changed", G_CALLBACK (changed_cb), &n_changes);
  /* What is out of bounds is shown as the nearest. */
  set_value (field, "{\"Calm\":1000,\"Open\":-3}");
  assert_value (field, "{\"Calm\":100.0,\"Open\":-3.0}");
  g_assert_cmpuint (n_changes, ==, 0);
  row = find_row (field, 1);
  gtk_range_set_value (GTK_RANGE (ui_fixture_find (row, GTK_TYPE_SCALE, NULL)), 42.4);
  assert_value (field, "{\"Calm\":100.0,\"Open\":42.0}");
  /* Two of one name: the first counts, and the second says so. */
  gtk_editable_set_text (GTK_EDITABLE (ui_fixture_find (row, GTK_TYPE_ENTRY, NULL)), "Calm");
  assert_value (field, "{\"Calm\":100.0}");
  g_assert_true (gtk_widget_get_visible (ui_fixture_find (row, GTK_TYPE_LABEL, "duplicate")));
  g_signal_emit_by_name (ui_fixture_find (row, GTK_TYPE_BUTTON, "remove"), "clicked");
  assert_value (field, "{\"Calm\":100.0}");
  g_assert_null (find_row (field, 1));
  shell_fixture_close (window);
}

static void
test_switch (void)
{
  guint n_changes = 0;
  GtkWidget *field = chatty_switch_field_new ();
  GtkWindow *window = show (field);

  g_signal_connect (field, "changed", G_CALLBACK (changed_cb), &n_changes);
  gtk_switch_set_active (GTK_SWITCH (ui_fixture_find (field, GTK_TYPE_SWITCH, NULL)), TRUE);
  assert_value (field, "\"true\"");
  g_assert_cmpuint (n_changes, ==, 1);
  shell_fixture_close (window);
}

static void
test_count (void)
{
  static const struct {
    const char *text;
    guint       words;
    guint       tokens;
  } cases[] = {
    { "", 0, 0 },
    { "  \n", 0, 1 },
    { "one two", 2, 2 },
    { "Привет мир", 2, 6 },
    { "海への道", 4, 4 },
    { "no海break", 3, 3 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ChattyTextCount count;

      chatty_text_count (cases[i].text, &count);
      g_assert_cmpuint (count.words, ==, cases[i].words);
      g_assert_cmpuint (count.tokens, ==, cases[i].tokens);
    }
}

/* The button beside the title is before the text for the keyboard too. */
static void
test_preview_by_keyboard (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *before = chatty_text_field_new (GTK_INPUT_PURPOSE_FREE_FORM);
  GtkWidget *field = chatty_long_text_field_new (TRUE);
  GtkWidget *after = chatty_text_field_new (GTK_INPUT_PURPOSE_FREE_FORM);
  GtkWindow *window;

  gtk_box_append (GTK_BOX (box), before);
  gtk_box_append (GTK_BOX (box), field);
  gtk_box_append (GTK_BOX (box), after);
  window = shell_fixture_show (box, 400, 500);
  gtk_widget_grab_focus (before);
  gtk_widget_child_focus (GTK_WIDGET (window), GTK_DIR_TAB_FORWARD);
  g_assert_true (GTK_IS_TOGGLE_BUTTON (gtk_root_get_focus (GTK_ROOT (window))));
  gtk_widget_child_focus (GTK_WIDGET (window), GTK_DIR_TAB_FORWARD);
  g_assert_true (GTK_IS_TEXT_VIEW (gtk_root_get_focus (GTK_ROOT (window))));
  gtk_widget_child_focus (GTK_WIDGET (window), GTK_DIR_TAB_BACKWARD);
  g_assert_true (GTK_IS_TOGGLE_BUTTON (gtk_root_get_focus (GTK_ROOT (window))));
  gtk_widget_child_focus (GTK_WIDGET (window), GTK_DIR_TAB_FORWARD);
  gtk_widget_child_focus (GTK_WIDGET (window), GTK_DIR_TAB_FORWARD);
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (window)), after));
  shell_fixture_close (window);
}

int
main (int    argc,
      char **argv)
{
  shell_fixture_init (&argc, &argv);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = g_strdup_printf ("/fields/round-trip/%s", kinds[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_round_trip);
    }
  g_test_add_func ("/fields/text", test_text);
  g_test_add_func ("/fields/long-text", test_long_text);
  g_test_add_func ("/fields/preview-by-keyboard", test_preview_by_keyboard);
  g_test_add_func ("/fields/long-text-speed", test_long_text_speed);
  g_test_add_func ("/fields/list", test_list);
  g_test_add_func ("/fields/list-long", test_list_long);
  g_test_add_func ("/fields/choice", test_choice);
  g_test_add_func ("/fields/popover", test_popover);
  g_test_add_func ("/fields/list-choices", test_list_choices);
  g_test_add_func ("/fields/traits", test_traits);
  g_test_add_func ("/fields/switch", test_switch);
  g_test_add_func ("/fields/count", test_count);

  return g_test_run ();
}
