/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <adwaita.h>

#include "chatty-json.h"
#include "chatty-setting-rows.h"
#include "chatty-settings-field.h"

#include "shell-fixture.h"

static const ChattySettingChoice filters[] = {
  { "BLOCK_NONE", "Let everything through" },
  { "BLOCK_ONLY_HIGH", "Block what is very likely harmful" },
  { NULL, NULL },
};
static const ChattySetting table[] = {
  { .path = "generationConfig.topP", .group = "Words", .title = "Top P",
    .words = "How many of the likely words are looked at.", .kind = CHATTY_SETTING_NUMBER,
    .least = 0, .most = 1, .step = 0.05 },
  { .path = "generationConfig.maxOutputTokens", .group = "Words", .title = "Longest answer",
    .kind = CHATTY_SETTING_NUMBER, .least = 1, .most = 65536, .step = 1 },
  { .path = "safety.HARM_CATEGORY_HARASSMENT", .group = "Safety", .title = "Harassment",
    .kind = CHATTY_SETTING_CHOICE, .choices = filters },
  { .path = "tools.googleSearch", .group = "Tools & <b>more</b>", .title = "Search the <i>web</i>",
    .kind = CHATTY_SETTING_SWITCH },
  { .path = "fileSearchStoreNames", .group = "Tools & <b>more</b>", .title = "More stores",
    .words = "Names with commas between.", .kind = CHATTY_SETTING_TEXT },
};

typedef struct {
  GtkWindow         *window;
  ChattySettingRows *rows;
  guint              n_changes;
} Fixture;

static void
count_cb (Fixture *self)
{
  self->n_changes++;
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->n_changes = 0;
  self->rows = CHATTY_SETTING_ROWS (chatty_setting_rows_new (table, G_N_ELEMENTS (table)));
  g_signal_connect_swapped (self->rows, "changed", G_CALLBACK (count_cb), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->rows));
  self->window = shell_fixture_show (scrolled, 360, 600);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  shell_fixture_close (self->window);
}

static GtkWidget *
get_control (Fixture    *self,
             const char *path)
{
  return chatty_setting_row_get_control (chatty_setting_rows_find (self->rows, path));
}

static void
type (Fixture    *self,
      const char *path,
      const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (get_control (self, path)), text);
}

static void
choose (Fixture    *self,
        const char *path,
        guint       nth)
{
  gtk_drop_down_set_selected (GTK_DROP_DOWN (get_control (self, path)), nth);
}

static void
assert_shows (Fixture    *self,
              const char *path,
              const char *text)
{
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (get_control (self, path))), ==, text);
}

/* What is set by hand becomes one text, and what is cleared leaves nothing. */
static void
test_set (Fixture       *self,
          gconstpointer  data)
{
  g_assert_cmpstr (chatty_setting_rows_get_text (self->rows), ==, "");
  type (self, "generationConfig.topP", "0,95");
  type (self, "generationConfig.maxOutputTokens", "1000");
  choose (self, "safety.HARM_CATEGORY_HARASSMENT", 2);
  choose (self, "tools.googleSearch", 2);
  type (self, "fileSearchStoreNames", "fileSearchStores/a");
  g_assert_cmpuint (self->n_changes, ==, 5);
  g_assert_cmpstr (chatty_setting_rows_get_text (self->rows), ==,
                   "{\n"
                   "  \"fileSearchStoreNames\": \"fileSearchStores/a\",\n"
                   "  \"generationConfig\": {\n"
                   "    \"maxOutputTokens\": 1000,\n"
                   "    \"topP\": 0.95\n"
                   "  },\n"
                   "  \"safety\": {\n"
                   "    \"HARM_CATEGORY_HARASSMENT\": \"BLOCK_ONLY_HIGH\"\n"
                   "  },\n"
                   "  \"tools\": {\n"
                   "    \"googleSearch\": false\n"
                   "  }\n"
                   "}");

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      ChattySettingRow *row = chatty_setting_rows_find (self->rows, table[i].path);

      if (GTK_IS_DROP_DOWN (chatty_setting_row_get_control (row)))
        choose (self, table[i].path, 0);
      else
        g_signal_emit_by_name (ui_fixture_find (GTK_WIDGET (row), GTK_TYPE_BUTTON, NULL),
                               "clicked");
    }
  g_assert_cmpstr (chatty_setting_rows_get_text (self->rows), ==, "");
  g_assert_cmpuint (self->n_changes, ==, 10);
}

/* What cannot be taken is told, and what was set before stays. */
static void
test_wrong (Fixture       *self,
            gconstpointer  data)
{
  static const char *const wrong[] = { "2", "-1", "many", "0.5x", "nan", "inf", "1e400", "." };
  GtkWidget *entry = get_control (self, "generationConfig.topP");
  int end = 3;

  type (self, "generationConfig.topP", "0.5");
  g_assert_cmpuint (self->n_changes, ==, 1);
  gtk_editable_insert_text (GTK_EDITABLE (entry), ".", -1, &end);
  g_assert_cmpuint (self->n_changes, ==, 1);
  g_assert_true (gtk_widget_has_css_class (entry, "error"));
  g_assert_nonnull (strstr (chatty_setting_rows_get_text (self->rows), "0.5"));
  gtk_editable_delete_text (GTK_EDITABLE (entry), 3, 4);
  g_assert_cmpuint (self->n_changes, ==, 1);
  g_assert_false (gtk_widget_has_css_class (entry, "error"));

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      type (self, "generationConfig.topP", "");
      self->n_changes = 0;
      type (self, "generationConfig.topP", wrong[i]);
      g_assert_cmpuint (self->n_changes, ==, 0);
      g_assert_true (gtk_widget_has_css_class (entry, "error"));
      gtk_test_accessible_assert_state (entry, GTK_ACCESSIBLE_STATE_INVALID,
                                        GTK_ACCESSIBLE_INVALID_TRUE);
      g_assert_true (shell_fixture_has_text (GTK_WIDGET (self->rows),
                                             "This has to be a number. From 0 to 1."));
      g_assert_cmpstr (chatty_setting_rows_get_text (self->rows), ==, "");
    }
  type (self, "generationConfig.topP", "0.6");
  g_assert_false (gtk_widget_has_css_class (entry, "error"));
  gtk_test_accessible_assert_state (entry, GTK_ACCESSIBLE_STATE_INVALID,
                                    GTK_ACCESSIBLE_INVALID_FALSE);

  self->n_changes = 0;
  type (self, "generationConfig.maxOutputTokens", "1.5");
  g_assert_cmpuint (self->n_changes, ==, 0);
  g_assert_true (shell_fixture_has_text (GTK_WIDGET (self->rows), "whole number"));
}

/* Members without a row stay, and what does not fit is shown and stays. */
static void
test_kept (Fixture       *self,
           gconstpointer  data)
{
  GtkDropDown *filter = GTK_DROP_DOWN (get_control (self, "safety.HARM_CATEGORY_HARASSMENT"));

  chatty_setting_rows_set_text (self->rows,
                                "{\"later\":[1,{\"a\":null}],\"generationConfig\":{\"topP\":7,"
                                "\"stopSequences\":[\"END\"],\"maxOutputTokens\":\"many\"},"
                                "\"safety\":{\"HARM_CATEGORY_HARASSMENT\":\"BLOCK_NEW\"},"
                                "\"tools\":[{\"googleSearch\":{}}]}");
  ui_fixture_settle (GTK_WIDGET (self->rows), 2);
  g_assert_cmpuint (self->n_changes, ==, 0);
  assert_shows (self, "generationConfig.topP", "7");
  assert_shows (self, "generationConfig.maxOutputTokens", "");
  g_assert_true (shell_fixture_has_text (GTK_WIDGET (self->rows), "It is set to \"many\""));
  g_assert_cmpuint (gtk_drop_down_get_selected (filter), ==, 3);
  g_assert_true (shell_fixture_has_text (GTK_WIDGET (self->rows), "BLOCK_NEW"));
  g_assert_true (shell_fixture_has_text (GTK_WIDGET (self->rows), "[{\"googleSearch\":{}}]"));

  choose (self, "safety.HARM_CATEGORY_HARASSMENT", 1);
  g_assert_cmpuint (g_list_model_get_n_items (gtk_drop_down_get_model (filter)), ==, 3);
  choose (self, "tools.googleSearch", 1);
  g_assert_cmpuint (self->n_changes, ==, 2);
  g_assert_nonnull (strstr (chatty_setting_rows_get_text (self->rows), "\"later\""));
  g_assert_nonnull (strstr (chatty_setting_rows_get_text (self->rows), "\"END\""));
  g_assert_nonnull (strstr (chatty_setting_rows_get_text (self->rows),
                            "\"maxOutputTokens\": \"many\""));
  g_assert_nonnull (strstr (chatty_setting_rows_get_text (self->rows), "\"googleSearch\": true"));
}

/* A text that is none can only be given up, and by nobody but the person. */
static void
test_broken (Fixture       *self,
             gconstpointer  data)
{
  static const char *const broken[] = { "{", "[]", "7", "null", "\"text\"", "\xff" };
  GtkWidget *entry = get_control (self, "generationConfig.topP");
  GtkWidget *anew = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      chatty_setting_rows_set_text (self->rows, broken[i]);
      g_assert_true (shell_fixture_has_text (GTK_WIDGET (self->rows), "cannot be read"));
      g_assert_false (gtk_editable_get_editable (GTK_EDITABLE (entry)));
      g_assert_cmpstr (chatty_setting_rows_get_text (self->rows), ==, broken[i]);
    }
  g_assert_cmpuint (self->n_changes, ==, 0);

  anew = ui_fixture_find (GTK_WIDGET (self->rows), GTK_TYPE_BUTTON, NULL);
  g_signal_emit_by_name (anew, "clicked");
  g_assert_cmpstr (chatty_setting_rows_get_text (self->rows), ==, "");
  g_assert_cmpuint (self->n_changes, ==, 1);
  g_assert_true (gtk_editable_get_editable (GTK_EDITABLE (entry)));
  g_assert_false (gtk_widget_get_mapped (anew));
}

/* Names, descriptions, the keyboard, a small window, plain text. */
static void
test_looks (Fixture       *self,
            gconstpointer  data)
{
  GtkWidget *rows = GTK_WIDGET (self->rows);
  GtkWidget *seen[16] = { NULL };
  guint n_seen = 0;

  type (self, "generationConfig.topP", "9");
  type (self, "fileSearchStoreNames", "a, b");
  ui_fixture_settle (rows, 2);
  shell_fixture_assert_names (rows);
  shell_fixture_assert_fits (rows, 330);
  g_assert_true (shell_fixture_has_text (rows, "Tools & <b>more</b>"));
  g_assert_true (shell_fixture_has_text (rows, "Search the <i>web</i>"));
  gtk_test_accessible_assert_property (get_control (self, "generationConfig.topP"),
                                       GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "How many of the likely words are looked at. From 0 to 1.");

  /* The keyboard comes to each of them. */
  gtk_window_set_focus (self->window, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (seen); i++)
    {
      gtk_widget_child_focus (GTK_WIDGET (self->window), GTK_DIR_TAB_FORWARD);
      seen[n_seen++] = gtk_window_get_focus (self->window);
    }
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      GtkWidget *control = get_control (self, table[i].path);
      gboolean found = FALSE;

      for (guint j = 0; j < n_seen && !found; j++)
        found = seen[j] != NULL && (seen[j] == control || gtk_widget_is_ancestor (seen[j], control));
      g_assert_true (found);
    }

  chatty_setting_rows_set_editable (self->rows, FALSE);
  g_assert_false (gtk_editable_get_editable (GTK_EDITABLE (
    get_control (self, "fileSearchStoreNames"))));
  g_assert_false (gtk_widget_get_sensitive (get_control (self, "tools.googleSearch")));
}

/* As one of the editor's fields: it is the text that is its value. */
static void
test_field (void)
{
  GtkWidget *field = chatty_settings_field_new (table, G_N_ELEMENTS (table));
  GtkWindow *window = shell_fixture_show (field, 360, 600);
  ChattySettingRows *rows = chatty_settings_field_get_rows (CHATTY_SETTINGS_FIELD (field));
  g_autoptr (JsonNode) given = json_node_init_string (json_node_alloc (),
                                                      "{\"tools\":{\"googleSearch\":true}}");
  g_autoptr (JsonNode) empty = json_node_init_string (json_node_alloc (), "");
  g_autoptr (JsonNode) odd = json_node_init_int (json_node_alloc (), 7);
  g_autoptr (JsonNode) value = NULL;
  GtkWidget *control;

  g_assert_null (chatty_field_get_value (CHATTY_FIELD (field)));
  chatty_field_set_value (CHATTY_FIELD (field), odd);
  g_assert_null (chatty_field_get_value (CHATTY_FIELD (field)));
  chatty_field_set_value (CHATTY_FIELD (field), empty);
  value = chatty_field_get_value (CHATTY_FIELD (field));
  g_assert_true (json_node_equal (value, empty));
  g_clear_pointer (&value, json_node_unref);
  chatty_field_set_value (CHATTY_FIELD (field), given);
  control = chatty_setting_row_get_control (chatty_setting_rows_find (rows, "tools.googleSearch"));
  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (control)), ==, 1);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (control), 0);
  g_assert_null (chatty_field_get_value (CHATTY_FIELD (field)));
  shell_fixture_close (window);
}

int
main (int   argc,
      char *argv[])
{
  shell_fixture_init (&argc, &argv);

#define ADD(name, function) \
  g_test_add ("/ui/settings/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("set", test_set);
  ADD ("wrong", test_wrong);
  ADD ("kept", test_kept);
  ADD ("broken", test_broken);
  ADD ("looks", test_looks);
  g_test_add_func ("/ui/settings/field", test_field);
  return g_test_run ();
}
