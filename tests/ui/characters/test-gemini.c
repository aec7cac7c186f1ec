/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* The editor with the real connector of Gemini, which plays on this computer. */

#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "chatty-account-preferences.h"

#include "chatty-answers-page.h"
#include "chatty-character-view.h"
#include "chatty-choice-field.h"
#include "chatty-platform-field.h"
#include "chatty-platform-page.h"
#include "chatty-setting-rows.h"
#include "chatty-token-line.h"

#include "characters-fixture.h"

typedef struct {
  CharactersFixture      base;
  ChattyCharacterRecord *katana;
  GtkWidget             *page;     /* what is shown */
  GtkWindow             *window;
  const char            *wanted;
  guint                  tokens;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr (ChattyCharacter) full = characters_fixture_make_full ();

  characters_fixture_set_up (&self->base, data);
  characters_fixture_add_gemini (&self->base);
  self->katana = characters_fixture_add (&self->base, full);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  if (self->window != NULL)
    shell_fixture_close (self->window);
  chatty_character_record_unref (self->katana);
  characters_fixture_tear_down (&self->base, data);
}

static gboolean
has_text (gpointer user_data)
{
  Fixture *self = user_data;

  return shell_fixture_has_text (self->page, self->wanted);
}

static void
wait_text (Fixture    *self,
           const char *text)
{
  self->wanted = text;
  if (!ui_fixture_wait (has_text, self))
    {
      g_autofree char *texts = ui_fixture_dup_texts (self->page);

      g_error ("“%s” does not come: %s", text, texts);
    }
}

static ChattyCharacterRecord *
edit_instructions (Fixture    *self,
                   const char *text)
{
  g_autoptr (ChattyCharacterRecordBuilder) builder =
    chatty_character_record_builder_new (self->katana);
  g_autoptr (ChattyCharacterBuilder) character = chatty_character_builder_new ();
  g_autoptr (ChattyCharacter) made = NULL;

  chatty_character_builder_set_text (character, CHATTY_FIELD_NAME, "Katana");
  chatty_character_builder_set_text (character, CHATTY_FIELD_INSTRUCTIONS, text);
  made = chatty_character_builder_end (g_steal_pointer (&character));
  chatty_character_record_builder_set_character (builder, made);
  return chatty_character_record_builder_end (g_steal_pointer (&builder));
}

static guint
get_tokens (Fixture *self)
{
  const char *title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self->page));

  g_assert_nonnull (strstr (title, "tokens of instructions"));
  return (guint) g_ascii_strtoull (title, NULL, 10);
}

static guint
count_calls (Fixture *self)
{
  return chatty_simulator_count_requests (self->base.simulator, CHATTY_SIMULATOR_GEMINI_API,
                                          "/v1beta/models/*:countTokens");
}

static gboolean
is_more (gpointer user_data)
{
  return get_tokens (user_data) > ((Fixture *) user_data)->tokens;
}

static gboolean
is_shown (gpointer user_data)
{
  return gtk_widget_get_visible (((Fixture *) user_data)->page);
}

/* Counted when somebody looks, and again after a change; what goes wrong is
 * told in the line, and mended by the next change. */
static void
test_tokens (Fixture       *self,
             gconstpointer  data)
{
  ChattyTokenLine *line = g_object_new (CHATTY_TYPE_TOKEN_LINE, NULL);
  g_autoptr (ChattyCharacterRecord) little = edit_instructions (self, "Be short.");
  g_autoptr (ChattyCharacterRecord) more =
    edit_instructions (self, "Be short, and tell of the sea, the dike, the tide and the flood.");
  guint n_little, n_calls;

  self->page = GTK_WIDGET (line);
  self->window = shell_fixture_show (self->page, 360, 300);
  g_assert_false (gtk_widget_get_visible (self->page));
  chatty_token_line_set_account (line, self->base.shell.workspace, self->base.service,
                                 self->base.gemini);
  chatty_token_line_set_record (line, little);
  g_assert_cmpuint (count_calls (self), ==, 0);
  chatty_token_line_set_active (line, TRUE);
  g_assert_true (ui_fixture_wait (is_shown, self));
  n_little = get_tokens (self);
  g_assert_cmpuint (n_little, >, 0);
  g_assert_true (shell_fixture_has_text (self->page, "of 1048576"));
  g_assert_true (shell_fixture_has_text (self->page,
                                         "Counted for gemini-3.8-flash, which the platform "
                                         "chooses"));

  /* A change, and another before it was counted: one call. */
  chatty_token_line_set_record (line, self->katana);
  chatty_token_line_set_record (line, more);
  self->tokens = n_little;
  g_assert_true (ui_fixture_wait (is_more, self));
  g_assert_cmpuint (count_calls (self), ==, 2);

  chatty_simulator_set_fault (self->base.simulator, "/v1beta/models/*", CHATTY_SIMULATOR_FAULT_NO_CREDIT,
                              1, 0);
  chatty_token_line_set_record (line, little);
  wait_text (self, "Tokens cannot be counted");
  shell_fixture_assert_fits (self->page, 360);
  chatty_simulator_clear_faults (self->base.simulator);
  chatty_token_line_set_record (line, more);
  wait_text (self, "tokens of instructions");

  /* Nobody looks any more: nobody asks. */
  chatty_token_line_set_active (line, FALSE);
  n_calls = count_calls (self);
  chatty_token_line_set_record (line, little);
  chatty_token_line_set_account (line, NULL, NULL, NULL);
  g_assert_false (gtk_widget_get_visible (self->page));
  g_assert_cmpuint (count_calls (self), ==, n_calls);
}

/* Answers --------------------------------------------------------------------------- */

static ChattyAccount *
find_account (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  ChattyAccount *account = chatty_account_service_find (self->base.service, self->base.gemini,
                                                        &error);

  g_assert_no_error (error);
  return account;
}

static void
show_answers (Fixture *self)
{
  g_autoptr (ChattyAccount) account = find_account (self);

  self->page = chatty_answers_page_new (self->base.shell.workspace, self->base.service, account);
  self->window = shell_fixture_show (self->page, 360, 700);
}

static void
hide_answers (Fixture *self)
{
  chatty_answers_page_go_back (CHATTY_ANSWERS_PAGE (self->page));
  self->page = NULL;
  shell_fixture_close (g_steal_pointer (&self->window));
}

static ChattyField *
find_field (GtkWidget  *widget,
            const char *title)
{
  ChattyField *found = NULL;

  if (CHATTY_IS_FIELD (widget) &&
      g_str_equal (chatty_field_get_title (CHATTY_FIELD (widget)), title))
    return CHATTY_FIELD (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_field (child, title);
  return found;
}

static gboolean
is_read (gpointer user_data)
{
  return gtk_widget_is_sensitive (ui_fixture_find (((Fixture *) user_data)->page,
                                                   ADW_TYPE_PREFERENCES_PAGE, NULL));
}

static gboolean
has_models (gpointer user_data)
{
  GtkWidget *model = GTK_WIDGET (find_field (((Fixture *) user_data)->page, "Model"));

  return gtk_widget_get_visible (ui_fixture_find (model, GTK_TYPE_MENU_BUTTON, NULL));
}

static void
preferred_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  ChattyPreferences **preferences = user_data;
  g_autoptr (GError) error = NULL;

  *preferences = chatty_workspace_load_preferences_finish (CHATTY_WORKSPACE (source), result,
                                                           &error);
  g_assert_no_error (error);
}

static ChattyPreferences *
load_preferences (Fixture *self)
{
  g_autoptr (ChattyAccount) account = find_account (self);
  ChattyPreferences *preferences = NULL;

  chatty_workspace_load_preferences_async (self->base.shell.workspace, account, NULL,
                                           preferred_cb, &preferences);
  while (preferences == NULL)
    g_main_context_iteration (NULL, TRUE);
  return preferences;
}

static gboolean
is_kept (gpointer user_data)
{
  g_autoptr (ChattyPreferences) preferences = load_preferences (user_data);

  return g_strcmp0 (preferences->model, "gemini-3.8-flash") == 0 &&
         g_strcmp0 (preferences->temperature, "0.5") == 0 &&
         g_strcmp0 (preferences->instructions, "Be short.") == 0;
}

static gboolean
is_without_temperature (gpointer user_data)
{
  g_autoptr (ChattyPreferences) preferences = load_preferences (user_data);

  return preferences->temperature == NULL && preferences->model != NULL;
}

static GtkEditable *
find_temperature (Fixture *self)
{
  ChattySettingRow *row = CHATTY_SETTING_ROW (ui_fixture_find (self->page,
                                                               CHATTY_TYPE_SETTING_ROW, NULL));

  g_assert_cmpstr (chatty_setting_row_get_setting (row)->path, ==, "temperature");
  return GTK_EDITABLE (chatty_setting_row_get_control (row));
}

static void
set_text (ChattyField *field,
          const char  *text)
{
  g_autoptr (JsonNode) value = json_node_init_string (json_node_alloc (), text);

  chatty_field_set_value (field, value);
  chatty_field_changed (field);
}

/* What is preferred is in the vault when the page is left, and there again. */
static void
test_answers (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr (ChattyPreferences) preferences = NULL;
  g_autoptr (JsonNode) instructions = NULL;
  GtkWidget *rows;

  g_assert_true (chatty_answers_page_exists (self->base.service, "gemini"));
  g_assert_false (chatty_answers_page_exists (self->base.service, "convai"));
  show_answers (self);
  g_assert_true (ui_fixture_wait (is_read, self));
  g_assert_true (ui_fixture_wait (has_models, self));
  ui_fixture_settle (self->page, 3);
  shell_fixture_assert_names (self->page);
  shell_fixture_assert_fits (self->page, 360);

  /* It has levels of its own, which nobody could guess. */
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (find_field (self->page,
                                                                  "Reasoning effort"))));
  chatty_choice_field_choose (CHATTY_CHOICE_FIELD (find_field (self->page, "Model")),
                              "gemini-3.8-flash");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (find_field (self->page,
                                                                 "Reasoning effort"))));
  set_text (find_field (self->page, "Instructions"), "Be short.");
  gtk_editable_set_text (find_temperature (self), "0.5");
  rows = ui_fixture_find (self->page, CHATTY_TYPE_SETTING_ROWS, NULL);
  if (rows != NULL)
    gtk_editable_set_text (GTK_EDITABLE (chatty_setting_row_get_control (
      chatty_setting_rows_find (CHATTY_SETTING_ROWS (rows), "generationConfig.topP"))), "0.9");
  hide_answers (self);
  g_assert_true (ui_fixture_wait (is_kept, self));
  preferences = load_preferences (self);
  if (rows != NULL)
    g_assert_nonnull (strstr (preferences->settings, "\"topP\": 0.9"));

  show_answers (self);
  g_assert_true (ui_fixture_wait (is_read, self));
  g_assert_cmpstr (gtk_editable_get_text (find_temperature (self)), ==, "0.5");
  instructions = chatty_field_get_value (find_field (self->page, "Instructions"));
  g_assert_cmpstr (json_node_get_string (instructions), ==, "Be short.");
  /* It is kept without leaving, too. */
  gtk_editable_set_text (find_temperature (self), "");
  g_assert_true (ui_fixture_wait (is_without_temperature, self));
}

/* The page of the editor --------------------------------------------------------------- */

static ChattyCharacterDraft *
get_draft (Fixture *self)
{
  return chatty_character_view_get_draft (CHATTY_CHARACTER_VIEW (self->page));
}

static gboolean
is_ready (gpointer user_data)
{
  ChattyCharacterDraft *draft = get_draft (user_data);

  return draft != NULL && chatty_character_draft_get_state (draft) == CHATTY_DRAFT_READY &&
         !chatty_character_draft_get_dirty (draft);
}

static ChattyPlatformPage *
find_page (GtkWidget *widget)
{
  ChattyPlatformPage *found = NULL;

  if (CHATTY_IS_PLATFORM_PAGE (widget) &&
      g_str_equal (chatty_platform_page_get_platform (CHATTY_PLATFORM_PAGE (widget)), "gemini"))
    return CHATTY_PLATFORM_PAGE (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_page (child);
  return found;
}

static gboolean
has_page (gpointer user_data)
{
  return find_page (((Fixture *) user_data)->page) != NULL;
}

static void
show_view (Fixture *self)
{
  self->page = g_object_new (CHATTY_TYPE_CHARACTER_VIEW, NULL);
  chatty_character_view_set_workspace (CHATTY_CHARACTER_VIEW (self->page),
                                       self->base.shell.workspace, self->base.service, NULL);
  self->window = shell_fixture_show (self->page, 900, 700);
  chatty_character_view_open (CHATTY_CHARACTER_VIEW (self->page), "katana-001");
  g_assert_true (ui_fixture_wait (is_ready, self));
  g_assert_true (ui_fixture_wait (has_page, self));
  chatty_character_view_show_tab (CHATTY_CHARACTER_VIEW (self->page), "platform-gemini");
  /* The fields of a platform come some in each frame. */
  ui_fixture_settle (self->page, 15);
}

static ChattyCharacter *
load_override (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyCharacterRecord) record =
    chatty_vault_load_record (chatty_workspace_get_vault (self->base.shell.workspace),
                              "katana-001", FALSE, NULL, &error);
  ChattyCharacter *override;

  g_assert_no_error (error);
  override = chatty_character_record_get_override (record, "gemini");
  return override != NULL ? chatty_character_ref (override) : NULL;
}

static void
test_page (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr (ChattyCharacter) override = NULL;
  g_autoptr (ChattyCharacter) emptied = NULL;
  ChattySettingRow *row;
  GtkWidget *page;

  show_view (self);
  page = GTK_WIDGET (find_page (self->page));
  wait_text (self, "tokens of instructions");
  g_assert_true (shell_fixture_has_text (page, "Sent to Gemini"));
  g_assert_true (shell_fixture_has_text (page, "Instructions"));
  g_assert_false (shell_fixture_has_text (page, "chatty_"));
  g_assert_true (shell_fixture_has_text (page, "knowledge store in your Google project"));
  g_assert_true (shell_fixture_has_text (page, "Google Search"));
  ui_fixture_settle (page, 3);
  shell_fixture_assert_names (page);
  shell_fixture_assert_fits (page, 360);

  /* What is set is an override of the platform, and nobody has to say so. */
  row = chatty_setting_rows_find (
    CHATTY_SETTING_ROWS (ui_fixture_find (page, CHATTY_TYPE_SETTING_ROWS, NULL)),
    "tools.googleSearch");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (chatty_setting_row_get_control (row)), 1);
  g_assert_true (chatty_character_draft_get_dirty (get_draft (self)));
  gtk_widget_activate_action (self->page, "character.save", NULL);
  g_assert_true (ui_fixture_wait (is_ready, self));
  g_assert_false (shell_fixture_has_text (
    gtk_widget_get_ancestor (chatty_setting_row_get_control (row), CHATTY_TYPE_PLATFORM_FIELD),
    "characters"));
  override = load_override (self);
  g_assert_nonnull (override);
  g_assert_cmpstr (chatty_character_get_text (override, CHATTY_FIELD_SETTINGS), ==,
                   "{\n  \"tools\": {\n    \"googleSearch\": true\n  }\n}");

  gtk_drop_down_set_selected (GTK_DROP_DOWN (chatty_setting_row_get_control (row)), 0);
  gtk_widget_activate_action (self->page, "character.save", NULL);
  g_assert_true (ui_fixture_wait (is_ready, self));
  emptied = load_override (self);
  g_assert_true (emptied == NULL ||
                 !chatty_character_has_field (emptied, CHATTY_FIELD_SETTINGS) ||
                 *chatty_character_get_text (emptied, CHATTY_FIELD_SETTINGS) == '\0');
}

int
main (int   argc,
      char *argv[])
{
  shell_fixture_init (&argc, &argv);

#define ADD(name, function) \
  g_test_add ("/ui/gemini/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("tokens", test_tokens);
  ADD ("answers", test_answers);
  ADD ("page", test_page);
  return g_test_run ();
}
