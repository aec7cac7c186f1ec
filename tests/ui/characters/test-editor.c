/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <adwaita.h>
#include <string.h>
#include <time.h>

#include "chatty-character-json.h"
#include "chatty-character-view.h"
#include "chatty-drafting-button.h"
#include "chatty-editor-page.h"
#include "chatty-history-row.h"
#include "chatty-knowledge-page.h"
#include "chatty-list-field.h"
#include "chatty-long-text-field.h"
#include "chatty-notice.h"
#include "chatty-picture-field.h"
#include "chatty-platform-field.h"
#include "chatty-platform-page.h"
#include "chatty-put-page.h"
#include "chatty-switch-field.h"
#include "chatty-text-field.h"

#include "characters-fixture.h"

typedef struct {
  CharactersFixture      base;
  ChattySyncService     *sync;
  ChattyCharacterRecord *katana;
  GtkWidget             *view;
  GtkWindow             *window;
  const char            *wanted;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr (ChattyCharacter) full = characters_fixture_make_full ();

  characters_fixture_set_up (&self->base, data);
  self->katana = characters_fixture_add (&self->base, full);
  self->sync = chatty_sync_service_new (self->base.shell.workspace, self->base.service);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  if (self->window != NULL)
    shell_fixture_close (self->window);
  g_clear_object (&self->sync);
  chatty_character_record_unref (self->katana);
  characters_fixture_tear_down (&self->base, data);
}

static ChattyCharacterDraft *
get_draft (Fixture *self)
{
  return chatty_character_view_get_draft (CHATTY_CHARACTER_VIEW (self->view));
}

static gboolean
is_ready (gpointer user_data)
{
  ChattyCharacterDraft *draft = get_draft (user_data);

  return draft != NULL && chatty_character_draft_get_state (draft) == CHATTY_DRAFT_READY;
}

static gboolean
is_clean (gpointer user_data)
{
  return is_ready (user_data) && !chatty_character_draft_get_dirty (get_draft (user_data));
}

static gboolean
has_text (gpointer user_data)
{
  Fixture *self = user_data;

  return shell_fixture_has_text (self->view, self->wanted);
}

static void
wait_text (Fixture    *self,
           const char *text)
{
  self->wanted = text;
  if (!ui_fixture_wait (has_text, self))
    g_error ("“%s” does not come", text);
}

static gboolean
has_convai (gpointer user_data)
{
  Fixture *self = user_data;

  return ui_fixture_find (self->view, CHATTY_TYPE_PLATFORM_PAGE, NULL) != NULL;
}

static void
show (Fixture *self,
      int      width)
{
  self->view = g_object_new (CHATTY_TYPE_CHARACTER_VIEW, NULL);
  chatty_character_view_set_workspace (CHATTY_CHARACTER_VIEW (self->view),
                                       self->base.shell.workspace, self->base.service, self->sync);
  self->window = shell_fixture_show (self->view, width, 700);
  chatty_character_view_open (CHATTY_CHARACTER_VIEW (self->view), "katana-001");
  g_assert_true (ui_fixture_wait (is_ready, self));
  g_assert_true (ui_fixture_wait (has_convai, self));
  ui_fixture_settle (self->view, 3);
}

static void
hide (Fixture *self)
{
  shell_fixture_close (g_steal_pointer (&self->window));
}

static ChattyField *
get_field (Fixture              *self,
           ChattyCharacterField  field)
{
  return chatty_editor_page_get_field (
    CHATTY_EDITOR_PAGE (ui_fixture_find (self->view, CHATTY_TYPE_EDITOR_PAGE, NULL)), field);
}

/* As the person does. */
static void
edit (Fixture              *self,
      ChattyCharacterField  field,
      const char           *json)
{
  ChattyField *widget = get_field (self, field);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) value = chatty_json_parse (json, -1, &error);

  g_assert_no_error (error);
  g_assert_nonnull (widget);
  chatty_field_set_value (widget, value);
  chatty_field_changed (widget);
}

static void
edit_name (Fixture    *self,
           const char *name)
{
  gtk_editable_set_text (
    GTK_EDITABLE (ui_fixture_find (GTK_WIDGET (get_field (self, CHATTY_FIELD_NAME)),
                                   GTK_TYPE_ENTRY, NULL)), name);
}

static void
save (Fixture *self)
{
  gtk_widget_activate_action (self->view, "character.save", NULL);
  g_assert_true (ui_fixture_wait (is_clean, self));
}

static ChattyCharacterRecord *
load (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  ChattyCharacterRecord *record;

  record = chatty_vault_load_record (chatty_workspace_get_vault (self->base.shell.workspace),
                                     "katana-001", FALSE, NULL, &error);
  g_assert_no_error (error);
  return record;
}

static void
show_tab (Fixture    *self,
          const char *name)
{
  chatty_character_view_show_tab (CHATTY_CHARACTER_VIEW (self->view), name);
  /* The fields of a platform come some in each frame. */
  ui_fixture_settle (self->view, 15);
}

/* Every kind of field: what is entered is stored, and comes back. */
static void
test_round_trip (Fixture       *self,
                 gconstpointer  data)
{
  static const struct {
    ChattyCharacterField  field;
    const char           *json;
  } edits[] = {
    { CHATTY_FIELD_NAME, "\"Katana <b>II</b>\"" },
    { CHATTY_FIELD_DESCRIPTION, "\"Another one.\"" },
    { CHATTY_FIELD_INSTRUCTIONS, "\"# New\\n\\nAll of it is new.\"" },
    { CHATTY_FIELD_GREETING, "\"Hello.\"" },
    { CHATTY_FIELD_STARTERS, "[\"b\",\"a\"]" },
    { CHATTY_FIELD_STYLE, "\"Long.\"" },
    { CHATTY_FIELD_EXAMPLES, "\"You: Hi\"" },
    { CHATTY_FIELD_TRAITS, "{\"Calm\":-5.0,\"Open\":17.0}" },
    { CHATTY_FIELD_VOICE, "\"JoanneNeural\"" },
    { CHATTY_FIELD_LANGUAGES, "[\"fr-FR\"]" },
    { CHATTY_FIELD_TEMPERATURE, "\"0.2\"" },
    { CHATTY_FIELD_REMEMBERS, "\"true\"" },
    { CHATTY_FIELD_ACTIONS, "[\"Wave\"]" },
  };
  g_autoptr (ChattyCharacterRecord) record = NULL;

  show (self, 900);
  for (guint i = 0; i < G_N_ELEMENTS (edits); i++)
    edit (self, edits[i].field, edits[i].json);
  g_assert_true (chatty_character_draft_get_dirty (get_draft (self)));
  save (self);
  record = load (self);
  for (guint i = 0; i < G_N_ELEMENTS (edits); i++)
    {
      ChattyCharacter *character = chatty_character_record_get_character (record);
      g_autoptr (JsonNode) stored = chatty_character_field_to_json (character, edits[i].field);
      g_autoptr (JsonNode) shown = chatty_field_get_value (get_field (self, edits[i].field));
      g_autoptr (JsonNode) entered = chatty_json_parse (edits[i].json, -1, NULL);

      if (!json_node_equal (stored, entered) || !json_node_equal (shown, entered))
        g_error ("%s is not what was entered", chatty_character_field_to_string (edits[i].field));
    }
  g_assert_true (shell_fixture_has_text (self->view, "Katana <b>II</b>"));
}

/* What is emptied is empty, and not unknown: else nobody took it away there. */
static void
test_emptied (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr (ChattyCharacterRecord) record = NULL;
  ChattyCharacter *character;

  show (self, 900);
  edit (self, CHATTY_FIELD_GREETING, "null");
  edit (self, CHATTY_FIELD_STARTERS, "null");
  save (self);
  record = load (self);
  character = chatty_character_record_get_character (record);
  g_assert_cmpstr (chatty_character_get_text (character, CHATTY_FIELD_GREETING), ==, "");
}

static void
test_validation (Fixture       *self,
                 gconstpointer  data)
{
  show (self, 900);
  g_assert_null (chatty_field_get_problem (get_field (self, CHATTY_FIELD_NAME)));
  edit_name (self, "");
  edit (self, CHATTY_FIELD_TEMPERATURE, "\"warm\"");
  g_assert_nonnull (chatty_field_get_problem (get_field (self, CHATTY_FIELD_NAME)));
  g_assert_nonnull (chatty_field_get_problem (get_field (self, CHATTY_FIELD_TEMPERATURE)));
  show_tab (self, "history");
  gtk_widget_activate_action (self->view, "character.save", NULL);
  ui_fixture_settle (self->view, 5);
  /* It is not stored, and the keyboard is where it is wrong. */
  g_assert_true (chatty_character_draft_get_dirty (get_draft (self)));
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (self->window),
                                         GTK_WIDGET (get_field (self, CHATTY_FIELD_NAME))));
  edit_name (self, "Katana");
  edit (self, CHATTY_FIELD_TEMPERATURE, "\"0.7\"");
  g_assert_null (chatty_field_get_problem (get_field (self, CHATTY_FIELD_NAME)));
}

static gboolean
has_draft_file (gpointer user_data)
{
  Fixture *self = user_data;
  g_autofree char *draft = NULL;

  draft = chatty_vault_load_draft (chatty_workspace_get_vault (self->base.shell.workspace),
                                   "katana-001", NULL);
  return draft != NULL && strstr (draft, "Unsaved") != NULL;
}

static ChattyNotice *
get_notice (Fixture    *self,
            const char *id)
{
  return CHATTY_NOTICE (ui_fixture_find (self->view, CHATTY_TYPE_NOTICE, id));
}

/* The program ends without a save; the next one has the edits. */
static void
test_restored (Fixture       *self,
               gconstpointer  data)
{
  g_autofree char *text = NULL;

  show (self, 900);
  edit_name (self, "Unsaved");
  g_assert_true (ui_fixture_wait (has_draft_file, self));
  hide (self);

  show (self, 900);
  g_assert_cmpstr (chatty_notice_get_text (get_notice (self, "restored")), ==,
                   "Unsaved changes were restored");
  g_assert_true (shell_fixture_has_text (self->view, "Unsaved"));
  ui_fixture_settle (self->view, 3);
  shell_fixture_assert_names (self->view);
  /* What was read does not come again with the next key. */
  g_signal_emit_by_name (ui_fixture_find (GTK_WIDGET (get_notice (self, "restored")),
                                          GTK_TYPE_BUTTON, "dismiss"), "clicked");
  edit (self, CHATTY_FIELD_TEMPERATURE, "\"warm\"");
  g_assert_null (chatty_notice_get_text (get_notice (self, "restored")));
  g_signal_emit_by_name (get_notice (self, "restored"), "acted");
  g_assert_true (is_clean (self));
  g_assert_null (chatty_notice_get_text (get_notice (self, "restored")));
  text = g_strdup (gtk_editable_get_text (
    GTK_EDITABLE (ui_fixture_find (GTK_WIDGET (get_field (self, CHATTY_FIELD_NAME)),
                                   GTK_TYPE_ENTRY, NULL))));
  g_assert_cmpstr (text, ==, "Katana");
}

static void
change_elsewhere (Fixture    *self,
                  const char *name)
{
  g_autoptr (ChattyCharacterRecord) before = load (self);
  g_autoptr (ChattyCharacterBuilder) builder =
    chatty_character_builder_new_from (chatty_character_record_get_character (before));
  g_autoptr (ChattyCharacterRecordBuilder) records = chatty_character_record_builder_new (before);
  g_autoptr (ChattyCharacterRecord) after = NULL;
  g_autoptr (ChattyCharacter) character = NULL;
  g_autoptr (ChattyVaultBatch) batch = NULL;
  g_autoptr (GError) error = NULL;
  ChattyStored outcome;
  guint both;

  chatty_character_builder_set_text (builder, CHATTY_FIELD_NAME, name);
  character = chatty_character_builder_end (g_steal_pointer (&builder));
  chatty_character_record_builder_set_character (records, character);
  after = chatty_character_record_builder_end (g_steal_pointer (&records));
  batch = chatty_vault_begin (chatty_workspace_get_vault (self->base.shell.workspace), "edit",
                              &error);
  g_assert_no_error (error);
  chatty_vault_batch_store_record (batch, before, after, "other-program", &outcome, &both, NULL,
                                   NULL, &error);
  g_assert_no_error (error);
  chatty_vault_batch_commit (batch, NULL, &error);
  g_assert_no_error (error);
}

static gboolean
is_told (gpointer user_data)
{
  return chatty_notice_get_text (get_notice (user_data, "elsewhere")) != NULL;
}

static GtkWidget *
find_history_row (GtkWidget *widget)
{
  return ui_fixture_find (widget, CHATTY_TYPE_HISTORY_ROW, NULL);
}

static gboolean
has_history (gpointer user_data)
{
  Fixture *self = user_data;

  return find_history_row (self->view) != NULL;
}

/* Somebody else changes the same field: both versions stay. */
static void
test_elsewhere (Fixture       *self,
                gconstpointer  data)
{
  g_autoptr (ChattyCharacterRecord) record = NULL;
  g_autoptr (GPtrArray) history = NULL;
  gboolean kept = FALSE;

  show (self, 900);
  edit_name (self, "Mine");
  change_elsewhere (self, "Theirs");
  g_assert_true (ui_fixture_wait (is_told, self));
  g_assert_nonnull (strstr (chatty_notice_get_text (get_notice (self, "elsewhere")), "Name"));
  save (self);
  record = load (self);
  g_assert_cmpstr (chatty_character_get_name (chatty_character_record_get_character (record)), ==,
                   "Mine");
  history = chatty_vault_list_history (chatty_workspace_get_vault (self->base.shell.workspace),
                                       "katana-001", NULL, NULL);
  for (guint i = 0; i < history->len; i++)
    {
      ChattyFieldChange *change = g_ptr_array_index (history, i);

      kept = kept || g_strcmp0 (change->old_value, "\"Theirs\"") == 0;
    }
  g_assert_true (kept);
}

static gboolean
is_katana_again (gpointer user_data)
{
  g_autoptr (ChattyCharacterRecord) record = load (user_data);

  return g_str_equal (chatty_character_get_name (chatty_character_record_get_character (record)),
                      "Katana");
}

static void
test_history (Fixture       *self,
              gconstpointer  data)
{
  GtkWidget *row;

  show (self, 360);
  edit_name (self, "Katana the Second");
  save (self);
  show_tab (self, "history");
  g_assert_true (ui_fixture_wait (has_history, self));
  row = find_history_row (self->view);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  ui_fixture_settle (self->view, 3);
  /* By signs, not by colour alone. */
  g_assert_true (shell_fixture_has_text (row, "− Katana"));
  g_assert_true (shell_fixture_has_text (row, "+ Katana the Second"));
  g_assert_true (shell_fixture_has_text (row, "by you"));
  shell_fixture_assert_fits (self->view, 360);
  shell_fixture_assert_names (self->view);
  g_signal_emit_by_name (row, "restore", FALSE);
  g_assert_true (ui_fixture_wait (is_katana_again, self));
}

static GtkWidget *
get_page (Fixture *self)
{
  return ui_fixture_find (self->view, CHATTY_TYPE_PLATFORM_PAGE, NULL);
}

static ChattyPlatformField *
find_platform_field (GtkWidget            *widget,
                     ChattyCharacterField  kind)
{
  if (CHATTY_IS_PLATFORM_FIELD (widget))
    return chatty_platform_field_get_kind (CHATTY_PLATFORM_FIELD (widget)) == kind
      ? CHATTY_PLATFORM_FIELD (widget) : NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      ChattyPlatformField *found = find_platform_field (child, kind);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
has_voices (gpointer user_data)
{
  Fixture *self = user_data;

  return shell_fixture_has_text (get_page (self), "Michelle") &&
         shell_fixture_has_text (get_page (self), "German");
}

/* The page of a platform is its connector's map: its words, what feeds them,
 * what fits, what stays here, what is chosen from its lists. */
static void
test_platform (Fixture       *self,
               gconstpointer  data)
{
  GtkWidget *page;

  show (self, 900);
  show_tab (self, "platform-convai");
  page = get_page (self);
  g_assert_true (shell_fixture_has_text (page, "Sent to Convai"));
  g_assert_true (shell_fixture_has_text (page, "backstory"));
  g_assert_true (shell_fixture_has_text (page, "From “Instructions”. Required."));
  g_assert_true (shell_fixture_has_text (page, "2 of 4 entries"));
  g_assert_true (shell_fixture_has_text (page, " words"));
  g_assert_true (shell_fixture_has_text (page, "Stays Here"));
  g_assert_true (shell_fixture_has_text (page, "Convai has no place for it."));
  g_assert_true (shell_fixture_has_text (page, "lets no other program change it"));
  g_assert_true (shell_fixture_has_text (page, "Only on Convai"));
  g_assert_true (shell_fixture_has_text (page, "is_narrative_driven"));
  g_assert_true (ui_fixture_wait (has_voices, self));
  ui_fixture_settle (self->view, 3);
  shell_fixture_assert_names (page);
  shell_fixture_assert_fits (page, 360);
}

static void
test_override (Fixture       *self,
               gconstpointer  data)
{
  ChattyPlatformField *field;
  g_autoptr (JsonNode) value = NULL;
  g_autoptr (ChattyCharacterRecord) record = NULL;
  ChattyCharacter *override;

  show (self, 900);
  show_tab (self, "platform-convai");
  field = find_platform_field (get_page (self), CHATTY_FIELD_NAME);
  g_assert_nonnull (field);
  g_assert_false (chatty_field_get_editable (chatty_platform_field_get_field (field)));
  gtk_switch_set_active (chatty_platform_field_get_switch (field), TRUE);
  g_assert_true (chatty_field_get_editable (chatty_platform_field_get_field (field)));
  gtk_editable_set_text (
    GTK_EDITABLE (ui_fixture_find (GTK_WIDGET (field), GTK_TYPE_ENTRY, NULL)), "Katana there");
  save (self);
  record = load (self);
  override = chatty_character_record_get_override (record, "convai");
  g_assert_nonnull (override);
  g_assert_cmpstr (chatty_character_get_name (override), ==, "Katana there");
  g_assert_cmpstr (chatty_character_get_name (chatty_character_record_get_character (record)), ==,
                   "Katana");

  gtk_switch_set_active (chatty_platform_field_get_switch (field), FALSE);
  value = chatty_field_get_value (chatty_platform_field_get_field (field));
  g_assert_cmpstr (json_node_get_string (value), ==, "Katana");
  g_assert_false (chatty_character_draft_has_field (get_draft (self), "convai",
                                                    CHATTY_FIELD_NAME));
}

static ChattyField *
find_extra (GtkWidget  *widget,
            const char *title)
{
  if (CHATTY_IS_FIELD (widget) &&
      g_str_equal (chatty_field_get_title (CHATTY_FIELD (widget)), title))
    return CHATTY_FIELD (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      ChattyField *found = find_extra (child, title);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
test_extra (Fixture       *self,
            gconstpointer  data)
{
  ChattyField *narrative, *listing, *access;
  g_autofree char *now = NULL;
  g_autofree char *kept = NULL;

  show (self, 900);
  show_tab (self, "platform-convai");
  narrative = find_extra (get_page (self), "is_narrative_driven");
  listing = find_extra (get_page (self), "listing");
  access = find_extra (get_page (self), "edit_character_access");
  g_assert_true (CHATTY_IS_SWITCH_FIELD (narrative));
  g_assert_true (CHATTY_IS_TEXT_FIELD (listing));
  gtk_switch_set_active (GTK_SWITCH (ui_fixture_find (GTK_WIDGET (narrative), GTK_TYPE_SWITCH,
                                                      NULL)), FALSE);
  gtk_editable_set_text (GTK_EDITABLE (ui_fixture_find (GTK_WIDGET (listing), GTK_TYPE_ENTRY,
                                                        NULL)), "PUBLIC \"x\"");
  now = chatty_character_draft_dup_extra (get_draft (self), "convai", "is_narrative_driven");
  g_assert_cmpstr (now, ==, "false");
  g_free (g_steal_pointer (&now));
  now = chatty_character_draft_dup_extra (get_draft (self), "convai", "listing");
  g_assert_cmpstr (now, ==, "\"PUBLIC \\\"x\\\"\"");

  /* What is no JSON is told, and what was there stays. */
  gtk_editable_set_text (GTK_EDITABLE (ui_fixture_find (GTK_WIDGET (access), GTK_TYPE_ENTRY,
                                                        NULL)), "[1,");
  g_assert_nonnull (chatty_field_get_problem (access));
  kept = chatty_character_draft_dup_extra (get_draft (self), "convai", "edit_character_access");
  g_assert_cmpstr (kept, ==, "[]");
}

static ChattyDraftingButton *
get_writer (Fixture *self)
{
  return CHATTY_DRAFTING_BUTTON (ui_fixture_find (self->view, CHATTY_TYPE_DRAFTING_BUTTON, NULL));
}

static gboolean
can_write (gpointer user_data)
{
  return gtk_widget_get_visible (GTK_WIDGET (get_writer (user_data)));
}

static gboolean
has_written (gpointer user_data)
{
  return gtk_widget_get_visible (ui_fixture_find (GTK_WIDGET (get_writer (user_data)),
                                                  GTK_TYPE_BUTTON, "undo"));
}

static void
test_drafting (Fixture       *self,
               gconstpointer  data)
{
  ChattyLongTextField *field;
  g_autofree char *before = NULL;
  g_autofree char *written = NULL;
  g_autofree char *after = NULL;

  show (self, 900);
  field = CHATTY_LONG_TEXT_FIELD (get_field (self, CHATTY_FIELD_INSTRUCTIONS));
  before = chatty_long_text_field_dup_text (field);
  chatty_simulator_forget_requests (self->base.simulator);
  g_assert_true (ui_fixture_wait (can_write, self));
  /* To look at a character makes no call to anybody. */
  g_assert_cmpuint (chatty_simulator_count_requests (self->base.simulator,
                                                     CHATTY_SIMULATOR_N_HOSTS, "*"), ==, 0);
  chatty_drafting_button_start (get_writer (self), "A guide to the coast");
  g_assert_true (ui_fixture_wait (has_written, self));
  written = chatty_long_text_field_dup_text (field);
  g_assert_cmpstr (written, !=, before);
  g_assert_cmpstr (written, !=, "");
  /* It is an edit like any other. */
  g_assert_cmpstr (chatty_character_draft_get_text (get_draft (self), NULL,
                                                    CHATTY_FIELD_INSTRUCTIONS), ==, written);
  g_signal_emit_by_name (ui_fixture_find (GTK_WIDGET (get_writer (self)), GTK_TYPE_BUTTON, "undo"),
                         "clicked");
  after = chatty_long_text_field_dup_text (field);
  g_assert_cmpstr (after, ==, before);
}

static guint
count_documents (Fixture *self)
{
  g_autoptr (ChattyCharacterRecord) record = load (self);

  return chatty_character_record_get_n_documents (record);
}

static gboolean
has_documents (gpointer user_data)
{
  Fixture *self = user_data;

  return count_documents (self) == 2 && shell_fixture_has_text (self->view, "rivers.txt") &&
         shell_fixture_has_text (self->view, "<b>map.md");
}

static gboolean
has_one_document (gpointer user_data)
{
  Fixture *self = user_data;

  return count_documents (self) == 1 && !shell_fixture_has_text (self->view, "rivers.txt");
}

static GtkWidget *
find_button_of (GtkWidget  *widget,
                const char *tooltip)
{
  if (GTK_IS_BUTTON (widget) &&
      g_strcmp0 (gtk_widget_get_tooltip_text (widget), tooltip) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_button_of (child, tooltip);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* As a sync leaves it. */
static void
note_document (Fixture    *self,
               GtkWidget  *page,
               const char *documents)
{
  g_autoptr (ChattyCharacterRecord) record = load (self);
  g_autoptr (ChattyCharacterRecordBuilder) builder = chatty_character_record_builder_new (record);
  g_autoptr (ChattyCharacterLink) link = chatty_character_link_new (&(ChattyCharacterLink) {
    .platform = "convai", .account = self->base.account, .remote_id = "there-7",
    .agreed = CHATTY_TIME_NONE, .documents = documents,
  });
  g_autoptr (ChattyCharacterRecord) noted = NULL;

  chatty_character_record_builder_set_link (builder, link);
  noted = chatty_character_record_builder_end (g_steal_pointer (&builder));
  chatty_knowledge_page_set_record (CHATTY_KNOWLEDGE_PAGE (page), noted);
}

static void
test_knowledge (Fixture       *self,
                gconstpointer  data)
{
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autoptr (GFile) rivers = shell_fixture_add_file (&self->base.shell, "rivers.txt", "The Mill");
  g_autoptr (GFile) map = shell_fixture_add_file (&self->base.shell, "<b>map.md", "# Map");
  GtkWidget *page;

  show (self, 360);
  show_tab (self, "knowledge");
  page = ui_fixture_find (self->view, CHATTY_TYPE_KNOWLEDGE_PAGE, NULL);
  g_assert_true (shell_fixture_has_text (page, "It has no documents yet."));
  g_list_store_append (files, rivers);
  g_list_store_append (files, map);
  chatty_knowledge_page_add (CHATTY_KNOWLEDGE_PAGE (page), G_LIST_MODEL (files));
  g_assert_true (ui_fixture_wait (has_documents, self));
  shell_fixture_assert_names (page);
  shell_fixture_assert_fits (page, 360);
  g_assert_false (shell_fixture_has_text (page, "On Convai"));
  note_document (self, page, "{\"rivers.txt\":{\"id\":\"doc-1\"}}");
  g_assert_true (shell_fixture_has_text (page, "On Convai"));
  note_document (self, page, "{\"rivers.txt\":{\"id\":\"doc-1\",\"waiting\":true}}");
  g_assert_true (shell_fixture_has_text (page, "Waiting at Convai"));
  note_document (self, page, "[\"odd\", {}]");
  g_assert_false (shell_fixture_has_text (page, "On Convai"));
  g_signal_emit_by_name (find_button_of (page, "Remove “rivers.txt”"), "clicked");
  g_assert_true (ui_fixture_wait (has_one_document, self));
}

static gboolean
has_picture (gpointer user_data)
{
  g_autoptr (ChattyCharacterRecord) record = load (user_data);

  return chatty_character_record_get_avatar (record) != NULL;
}

static void
test_picture (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 900, 600);
  g_autofree char *path = g_build_filename (self->base.shell.folder, "me.jpg", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) no_picture = shell_fixture_add_file (&self->base.shell, "no.png", "<svg/>");
  g_autoptr (GdkPixbuf) stored = NULL;
  g_autoptr (ChattyCharacterRecord) record = NULL;
  ChattyPictureField *field;

  gdk_pixbuf_fill (pixbuf, 0x336699ff);
  g_assert_true (gdk_pixbuf_save (pixbuf, path, "jpeg", NULL, NULL));
  show (self, 900);
  field = CHATTY_PICTURE_FIELD (ui_fixture_find (self->view, CHATTY_TYPE_PICTURE_FIELD, NULL));
  chatty_picture_field_use (field, no_picture);
  chatty_picture_field_use (field, file);
  g_assert_true (ui_fixture_wait (has_picture, self));
  record = load (self);
  stored = gdk_pixbuf_new_from_file (chatty_character_record_get_avatar (record), NULL);
  g_assert_nonnull (stored);
  g_assert_cmpint (gdk_pixbuf_get_width (stored), ==, 512);
  g_assert_cmpint (gdk_pixbuf_get_height (stored), ==, 341);
}

static gboolean
is_put (gpointer user_data)
{
  g_autoptr (ChattyCharacterRecord) record = load (user_data);

  return chatty_character_record_get_n_links (record) == 1;
}

static gboolean
is_asked (gpointer user_data)
{
  Fixture *self = user_data;
  GtkWidget *put = ui_fixture_find (self->view, CHATTY_TYPE_PUT_PAGE, NULL);

  return put != NULL && gtk_widget_get_mapped (put) &&
         shell_fixture_has_text (put, "What Stays Here");
}

/* From an edit to the platform: saved, the loss told, put there. */
static void
test_put (Fixture       *self,
          gconstpointer  data)
{
  GtkWidget *put;

  show (self, 900);
  edit_name (self, "Katana goes");
  gtk_widget_activate_action (self->view, "character.put", NULL);
  g_assert_true (ui_fixture_wait (is_asked, self));
  put = ui_fixture_find (self->view, CHATTY_TYPE_PUT_PAGE, NULL);
  g_assert_true (shell_fixture_has_text (put, "Greeting"));
  g_assert_true (shell_fixture_has_text (put, "Put Katana goes on Convai"));
  shell_fixture_assert_names (put);
  shell_fixture_assert_fits (put, 360);
  g_assert_cmpuint (chatty_simulator_count_characters (self->base.simulator), ==, 0);
  g_signal_emit_by_name (ui_fixture_find (put, GTK_TYPE_BUTTON, "put"), "clicked");
  g_assert_true (ui_fixture_wait (is_put, self));
  g_assert_cmpuint (chatty_simulator_count_characters (self->base.simulator), ==, 1);
  wait_text (self, "Done");
}

static GtkWidget *
find_button (Fixture    *self,
             const char *id)
{
  GtkWidget *button = ui_fixture_find (self->view, GTK_TYPE_BUTTON, id);

  g_assert_nonnull (button);
  return button;
}

/* As the keyboard does it. */
static void
press (GtkWidget *button)
{
  g_assert_true (gtk_widget_get_mapped (button));
  g_assert_true (gtk_widget_grab_focus (button));
  g_signal_emit_by_name (button, "clicked");
}

/* The keyboard stays there, also when frames have passed. */
static void
assert_focus (Fixture   *self,
              GtkWidget *widget)
{
  for (guint i = 0; i < 2; i++)
    {
      GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (self->view));

      if (focus != widget)
        g_error ("The keyboard is in %s, not in “%s”",
                 focus != NULL ? G_OBJECT_TYPE_NAME (focus) : "nothing",
                 gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)));
      g_assert_true (gtk_widget_get_mapped (widget));
      ui_fixture_settle (self->view, 5);
    }
}

static gboolean
is_hidden (gpointer user_data)
{
  return !gtk_widget_get_mapped (user_data);
}

/* The button that was pressed is often one that is not there afterwards. */
static void
test_put_focus (Fixture       *self,
                gconstpointer  data)
{
  GtkWidget *put, *page, *put_button;
  gboolean from_page = data != NULL;

  show (self, 900);
  edit_name (self, "Katana goes");
  press (find_button (self, "save"));
  g_assert_true (ui_fixture_wait (is_clean, self));
  assert_focus (self, find_button (self, "talk_button"));

  /* Nothing was done: back to where it began. */
  put_button = find_button (self, "put_button");
  press (put_button);
  g_assert_true (ui_fixture_wait (is_asked, self));
  put = ui_fixture_find (self->view, CHATTY_TYPE_PUT_PAGE, NULL);
  assert_focus (self, ui_fixture_find (put, GTK_TYPE_BUTTON, "put"));
  press (ui_fixture_find (put, GTK_TYPE_BUTTON, "back"));
  assert_focus (self, put_button);

  if (from_page)
    {
      show_tab (self, "platform-convai");
      page = ui_fixture_find (self->view, CHATTY_TYPE_PLATFORM_PAGE, NULL);
      press (ui_fixture_find (page, GTK_TYPE_BUTTON, "act"));
    }
  else
    press (put_button);
  g_assert_true (ui_fixture_wait (is_asked, self));
  press (ui_fixture_find (put, GTK_TYPE_BUTTON, "put"));
  wait_text (self, "Done");
  ui_fixture_settle (self->view, 5);
  assert_focus (self, ui_fixture_find (put, GTK_TYPE_BUTTON, "close"));
  press (ui_fixture_find (put, GTK_TYPE_BUTTON, "close"));
  if (from_page)
    {
      GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (self->view));

      g_assert_nonnull (focus);
      g_assert_true (gtk_widget_is_ancestor (focus, page));
      assert_focus (self, focus);
    }
  else
    {
      g_assert_false (gtk_widget_get_mapped (put_button));
      assert_focus (self, find_button (self, "talk_button"));
    }
}

/* What is done there is seen here while the person waits on that button. */
static void
test_put_focus_meanwhile (Fixture       *self,
                          gconstpointer  data)
{
  GtkWidget *put, *put_button;

  show (self, 900);
  put_button = find_button (self, "put_button");
  press (put_button);
  g_assert_true (ui_fixture_wait (is_asked, self));
  put = ui_fixture_find (self->view, CHATTY_TYPE_PUT_PAGE, NULL);
  g_signal_emit_by_name (ui_fixture_find (put, GTK_TYPE_BUTTON, "put"), "clicked");
  press (ui_fixture_find (put, GTK_TYPE_BUTTON, "back"));
  assert_focus (self, put_button);
  g_assert_true (ui_fixture_wait (is_put, self));
  g_assert_true (ui_fixture_wait (is_hidden, put_button));
  assert_focus (self, find_button (self, "talk_button"));
}

static void
test_new (Fixture       *self,
          gconstpointer  data)
{
  show (self, 900);
  chatty_character_view_open_new (CHATTY_CHARACTER_VIEW (self->view));
  g_assert_true (ui_fixture_wait (is_ready, self));
  g_assert_null (chatty_field_get_problem (get_field (self, CHATTY_FIELD_NAME)));
  g_assert_true (shell_fixture_has_text (self->view, "Not saved yet"));
  edit_name (self, "Wanderer");
  save (self);
  g_assert_cmpstr (chatty_character_view_get_callsign (CHATTY_CHARACTER_VIEW (self->view)), ==,
                   "wanderer-001");
}

/* Of this thread, in microseconds: other programs do not count. */
static gint64
get_cpu_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/* A key in 200 kB of instructions, with all tabs in place, is over before the
 * next frame. */
static void
test_speed (Fixture       *self,
            gconstpointer  data)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) json = g_string_new (NULL);
  GtkTextBuffer *buffer;
  gint64 longest = 0;

  show (self, 900);
  while (text->len < 200 * 1024)
    g_string_append (text, "Katana is calm, and speaks in short sentences.\n");
  chatty_json_append_quoted (json, text->str);
  edit (self, CHATTY_FIELD_INSTRUCTIONS, json->str);
  buffer = chatty_long_text_field_get_buffer (
    CHATTY_LONG_TEXT_FIELD (get_field (self, CHATTY_FIELD_INSTRUCTIONS)));
  ui_fixture_settle (self->view, 30);
  for (guint i = 0; i < 40; i++)
    {
      gint64 begun = get_cpu_time ();

      gtk_text_buffer_insert_at_cursor (buffer, "x", -1);
      longest = MAX (longest, get_cpu_time () - begun);
    }
  g_test_message ("a key took %" G_GINT64_FORMAT " µs at most", longest);
  g_assert_cmpint (longest, <, 16667);
}

int
main (int    argc,
      char **argv)
{
  shell_fixture_init (&argc, &argv);

#define ADD(name, function) \
  g_test_add ("/editor/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("round-trip", test_round_trip);
  ADD ("emptied", test_emptied);
  ADD ("validation", test_validation);
  ADD ("restored", test_restored);
  ADD ("elsewhere", test_elsewhere);
  ADD ("history", test_history);
  ADD ("platform", test_platform);
  ADD ("override", test_override);
  ADD ("extra", test_extra);
  ADD ("drafting", test_drafting);
  ADD ("knowledge", test_knowledge);
  ADD ("picture", test_picture);
  ADD ("put", test_put);
  ADD ("put-focus", test_put_focus);
  g_test_add ("/editor/put-focus-from-page", Fixture, "page", set_up, test_put_focus, tear_down);
  ADD ("put-focus-meanwhile", test_put_focus_meanwhile);
  ADD ("new", test_new);
  ADD ("speed", test_speed);
#undef ADD

  return g_test_run ();
}
