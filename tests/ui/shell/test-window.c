/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <adwaita.h>
#include <glib/gstdio.h>

#include "chatty-activity-page.h"
#include "chatty-application.h"
#include "chatty-characters-page.h"
#include "chatty-drop-area.h"
#include "chatty-import-page.h"
#include "chatty-job-strip.h"
#include "chatty-receipt-view.h"
#include "chatty-remote-work.h"
#include "chatty-settings-window.h"
#include "chatty-ui-settings.h"
#include "chatty-vault-preferences.h"
#include "chatty-window.h"

#include "shell-fixture.h"

typedef struct {
  ShellFixture  shell;
  ChattyWindow *window;
} Fixture;

/* One for the program: a name on the bus is taken once. */
static ChattyApplication *application;

static gboolean
has_workspace (gpointer window)
{
  return chatty_window_get_workspace (window) != NULL;
}

static GtkWidget *
find (Fixture    *fixture,
      GType       type,
      const char *id)
{
  return ui_fixture_find (GTK_WIDGET (fixture->window), type, id);
}

static ChattyImportPage *
get_import_page (Fixture *fixture)
{
  AdwLeaflet *leaflet = ADW_LEAFLET (find (fixture, ADW_TYPE_LEAFLET, "leaflet"));
  GtkWidget *child = adw_leaflet_get_visible_child (leaflet);

  return CHATTY_IS_IMPORT_PAGE (child) ? CHATTY_IMPORT_PAGE (child) : NULL;
}

static gboolean
import_is_waiting (gpointer user_data)
{
  ChattyImportPage *page = get_import_page (user_data);

  return page != NULL && chatty_import_session_get_state (chatty_import_page_get_session (page)) ==
                           CHATTY_IMPORT_WAITING;
}

static gboolean
import_is_over (gpointer user_data)
{
  ChattyImportPage *page = get_import_page (user_data);

  return page == NULL || chatty_import_session_get_state (chatty_import_page_get_session (page)) >
                           CHATTY_IMPORT_RUNNING;
}

static gboolean
no_transition (gpointer user_data)
{
  return !adw_leaflet_get_child_transition_running (
    ADW_LEAFLET (find (user_data, ADW_TYPE_LEAFLET, "leaflet")));
}

/* It also tells of the index, for the first moment of a vault. */
static gboolean
is_hidden (gpointer widget)
{
  return !gtk_widget_get_visible (widget);
}

static void
use_vault (const char *path)
{
  g_settings_set_string (chatty_ui_settings_get (), CHATTY_SETTING_VAULT_FOLDER, path);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  fixture->shell.folder = g_dir_make_tmp ("chatty-shell-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (fixture->shell.folder, "vault", NULL);
  use_vault (path);

  fixture->window = CHATTY_WINDOW (chatty_window_new (ADW_APPLICATION (application)));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 900, 700);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  if (fixture->window != NULL)
    gtk_window_destroy (GTK_WINDOW (fixture->window));
  shell_fixture_tear_down (&fixture->shell, NULL);
}

static void
drop_file (Fixture    *fixture,
           const char *name,
           const char *text)
{
  g_autoptr (GFile) file = shell_fixture_add_file (&fixture->shell, name, text);
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_FILE);
  g_value_set_object (&value, file);
  g_assert_true (
    chatty_drop_area_drop (CHATTY_DROP_AREA (find (fixture, CHATTY_TYPE_DROP_AREA, NULL)), &value));
}

static void
activate (Fixture    *fixture,
          const char *action)
{
  GtkWidget *widget = GTK_WIDGET (get_import_page (fixture));

  g_assert_true (gtk_widget_activate_action (widget != NULL ? widget : GTK_WIDGET (fixture->window),
                                             action, NULL));
  ui_fixture_settle (GTK_WIDGET (fixture->window), 3);
  g_assert_true (ui_fixture_wait (no_transition, fixture));
}

/* Files that come while the vault is being opened wait for it. */
static void
test_early_files (Fixture       *fixture,
                  gconstpointer  user_data)
{
  g_assert_null (chatty_window_get_workspace (fixture->window));
  drop_file (fixture, "a.md", shell_fixture_conversation);
  drop_file (fixture, "b.md", shell_fixture_conversation);
  g_assert_true (ui_fixture_wait (has_workspace, fixture->window));
  g_assert_true (ui_fixture_wait (import_is_waiting, fixture));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (
                      chatty_import_page_get_session (get_import_page (fixture)))), ==, 2);
}

/* Back keeps what was prepared; the strip leads to it again. */
static void
test_back_and_forth (Fixture       *fixture,
                     gconstpointer  user_data)
{
  GtkWidget *strip = find (fixture, CHATTY_TYPE_JOB_STRIP, NULL);

  g_assert_true (ui_fixture_wait (has_workspace, fixture->window));
  g_assert_true (ui_fixture_wait (is_hidden, strip));
  drop_file (fixture, "a.md", shell_fixture_conversation);
  g_assert_true (ui_fixture_wait (import_is_waiting, fixture));
  g_assert_true (ui_fixture_wait (no_transition, fixture));

  activate (fixture, "win.back");
  g_assert_null (get_import_page (fixture));
  g_assert_true (gtk_widget_get_visible (strip));
  g_signal_emit_by_name (ui_fixture_find (strip, GTK_TYPE_BUTTON, "details"), "clicked");
  g_assert_nonnull (get_import_page (fixture));
  ui_fixture_settle (GTK_WIDGET (fixture->window), 3);
  g_assert_true (ui_fixture_wait (no_transition, fixture));
  g_assert_true (ui_fixture_wait (is_hidden, strip));

  activate (fixture, "win.back");
  g_signal_emit_by_name (ui_fixture_find (strip, GTK_TYPE_BUTTON, "cancel"), "clicked");
  g_assert_true (ui_fixture_wait (is_hidden, strip));
}

static gboolean
activity_lists_runs (gpointer user_data)
{
  GtkWidget *activity = find (user_data, CHATTY_TYPE_ACTIVITY_PAGE, NULL);
  GtkWidget *stack = ui_fixture_find (activity, GTK_TYPE_STACK, "run_stack");

  return g_strcmp0 (gtk_stack_get_visible_child_name (GTK_STACK (stack)), "receipt") == 0;
}

static gboolean
activity_says_undone (gpointer user_data)
{
  GtkWidget *activity = find (user_data, CHATTY_TYPE_ACTIVITY_PAGE, NULL);

  return shell_fixture_has_text (activity, "This import is undone.");
}

static gboolean
activity_says_nothing_changed (gpointer user_data)
{
  GtkWidget *activity = find (user_data, CHATTY_TYPE_ACTIVITY_PAGE, NULL);

  return shell_fixture_has_text (activity, "Import that changed nothing");
}

/* The same file again is in the list, but not as if something came in. */
static void
test_activity_same_again (Fixture       *fixture,
                          gconstpointer  user_data)
{
  g_assert_true (ui_fixture_wait (has_workspace, fixture->window));
  for (guint i = 0; i < 2; i++)
    {
      drop_file (fixture, "a.md", shell_fixture_conversation);
      g_assert_true (ui_fixture_wait (import_is_waiting, fixture));
      activate (fixture, "import.start");
      g_assert_true (ui_fixture_wait (import_is_over, fixture));
      activate (fixture, "win.back");
    }
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.show-page", "s", "activity");
  g_assert_true (ui_fixture_wait (activity_says_nothing_changed, fixture));
}

static gboolean
shows_character (gpointer user_data)
{
  Fixture *fixture = user_data;
  GtkWidget *page = find (fixture, CHATTY_TYPE_CHARACTERS_PAGE, NULL);

  return page != NULL && gtk_widget_get_mapped (page) &&
         shell_fixture_has_text (page, "Keeper of the Light");
}

/* One from Inworld's former studio: it becomes a character, wherever it is
 * dropped. Other JSON is imported as before. */
static void
test_drop_character (Fixture       *fixture,
                     gconstpointer  user_data)
{
  g_assert_true (ui_fixture_wait (has_workspace, fixture->window));
  drop_file (fixture, "keeper.JSON",
             "{\"defaultCharacterDescription\":{\"givenName\":\"Keeper of the Light\","
             "\"description\":\"Keeps the light on.\"}}");
  g_assert_true (ui_fixture_wait (shows_character, fixture));
  g_assert_null (find (fixture, CHATTY_TYPE_IMPORT_PAGE, NULL));

  drop_file (fixture, "other.json", "{\"name\":\"Not a character\",\"description\":\"of ours\"}");
  g_assert_true (ui_fixture_wait (import_is_waiting, fixture));
}

static void
test_activity (Fixture       *fixture,
               gconstpointer  user_data)
{
  g_assert_true (ui_fixture_wait (has_workspace, fixture->window));
  drop_file (fixture, "a.md", shell_fixture_conversation);
  g_assert_true (ui_fixture_wait (import_is_waiting, fixture));
  activate (fixture, "import.start");
  g_assert_true (ui_fixture_wait (import_is_over, fixture));
  activate (fixture, "win.back");

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.show-page", "s", "activity");
  g_assert_true (ui_fixture_wait (activity_lists_runs, fixture));
  shell_fixture_assert_names (GTK_WIDGET (fixture->window));
  shell_fixture_assert_fits (find (fixture, CHATTY_TYPE_ACTIVITY_PAGE, NULL), 360);

  g_signal_emit_by_name (ui_fixture_find (find (fixture, CHATTY_TYPE_ACTIVITY_PAGE, NULL),
                                          GTK_TYPE_BUTTON, "undo"), "clicked");
  g_assert_true (ui_fixture_wait (activity_says_undone, fixture));
}

static gboolean
activity_tells_merge (gpointer user_data)
{
  return shell_fixture_has_text (find (user_data, CHATTY_TYPE_ACTIVITY_PAGE, NULL),
                                 "Preferences of two computers");
}

/* What became of two versions of the preferences, and of one that is damaged. */
static void
test_activity_merge (Fixture       *fixture,
                     gconstpointer  user_data)
{
  static const char *const files[][2] = {
    { "preferences.json", "here" },
    { "preferences.sync-conflict-20261123-120000-ABCDEFG.json", "<there> & more" },
    { "preferences (conflicted copy 2026-11-23).json", NULL },
  };
  ChattyVault *vault;
  g_autofree char *folder = NULL;
  g_autoptr (GError) error = NULL;
  GtkWidget *page;

  g_assert_true (ui_fixture_wait (has_workspace, fixture->window));
  vault = chatty_workspace_get_vault (chatty_window_get_workspace (fixture->window));
  folder = g_file_get_path (chatty_vault_get_folder (vault));
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (folder, files[i][0], NULL);
      g_autofree char *text =
        files[i][1] == NULL ? g_strdup ("{")
        : g_strdup_printf ("{\"accounts\":[{\"platform\":\"gemini\",\"owner\":\"ann@example.com\","
                           "\"model\":\"%s\",\"changed\":{\"model\":\"2026-11-23T10:0%u:00Z\"}}]}",
                           files[i][1], i);

      g_assert_true (g_file_set_contents (path, text, -1, &error));
    }
  chatty_preferences_free (chatty_vault_load_preferences (vault, "gemini", "ann@example.com", NULL,
                                                          &error));
  g_assert_no_error (error);

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.show-page", "s", "activity");
  g_assert_true (ui_fixture_wait (activity_tells_merge, fixture));
  page = find (fixture, CHATTY_TYPE_ACTIVITY_PAGE, NULL);
  g_assert_true (shell_fixture_has_text (page, "Gemini, ann@example.com, Model: “<there> & more”, not "
                                               "“here”"));
  g_assert_true (shell_fixture_has_text (page, "“preferences (conflicted copy 2026-11-23).json” in "
                                               "the vault cannot be read"));
  g_assert_false (gtk_widget_get_visible (ui_fixture_find (page, GTK_TYPE_BUTTON, "undo")));
  shell_fixture_assert_names (GTK_WIDGET (fixture->window));
  shell_fixture_assert_fits (page, 360);
}

static gboolean
has_failed (gpointer user_data)
{
  GtkWidget *stack = find (user_data, GTK_TYPE_STACK, "stack");

  return g_strcmp0 (gtk_stack_get_visible_child_name (GTK_STACK (stack)), "failed") == 0;
}

/* A vault that cannot be opened says why, and another folder helps. */
static void
test_failing_vault (Fixture       *fixture,
                    gconstpointer  user_data)
{
  g_autoptr (GFile) file = shell_fixture_add_file (&fixture->shell, "a <b>file", "not a folder");
  g_autofree char *path = g_build_filename (fixture->shell.folder, "other", NULL);

  g_assert_true (ui_fixture_wait (has_workspace, fixture->window));
  use_vault (g_file_peek_path (file));
  g_assert_true (ui_fixture_wait (has_failed, fixture));
  g_assert_null (chatty_window_get_workspace (fixture->window));
  shell_fixture_assert_fits (find (fixture, ADW_TYPE_LEAFLET, "leaflet"), 360);
  shell_fixture_assert_names (GTK_WIDGET (fixture->window));

  use_vault (path);
  g_assert_true (ui_fixture_wait (has_workspace, fixture->window));
}

/* Threats, row 19: what other programs may ask for on the bus. */
static void
test_bus (Fixture       *fixture,
          gconstpointer  user_data)
{
  g_auto (GStrv) window_actions = NULL;
  g_auto (GStrv) application_actions = NULL;

  window_actions = g_action_group_list_actions (G_ACTION_GROUP (fixture->window));
  for (guint i = 0; window_actions[i] != NULL; i++)
    g_assert_cmpstr (window_actions[i], ==, "show-help-overlay");

  application_actions = g_action_group_list_actions (G_ACTION_GROUP (application));
  /* Those of accounts show a page, on which nothing happens by itself. */
  g_assert_cmpuint (g_strv_length (application_actions), ==, 6);
  for (guint i = 0; application_actions[i] != NULL; i++)
    g_assert_true (
      g_strv_contains ((const char *const[]){ "about", "connect-account", "preferences", "quit",
                                              "shortcuts", "show-account", NULL },
                       application_actions[i]));
}

/* Opening files only offers to import them. */
static void
test_open (Fixture       *fixture,
           gconstpointer  user_data)
{
  GFile *files[] = {
    shell_fixture_add_file (&fixture->shell, "a.md", shell_fixture_conversation),
    g_file_new_for_uri ("sftp://server/b.md"),
    g_file_new_for_uri ("--vault=/etc"),
  };

  g_assert_true (ui_fixture_wait (has_workspace, fixture->window));
  g_application_open (G_APPLICATION (application), files, G_N_ELEMENTS (files), "");
  g_assert_true (ui_fixture_wait (import_is_waiting, fixture));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (
                      chatty_import_page_get_session (get_import_page (fixture)))), ==, 1);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    g_object_unref (files[i]);
}

static void
test_toasts (Fixture       *fixture,
             gconstpointer  user_data)
{
  g_assert_true (ui_fixture_wait (has_workspace, fixture->window));
  for (guint i = 0; ui_fixture_hostile[i] != NULL; i++)
    {
      if (!g_utf8_validate (ui_fixture_hostile[i], -1, NULL))
        continue;
      gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.toast", "s",
                                  ui_fixture_hostile[i]);
      gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.toast-undo", "(ss)",
                                  ui_fixture_hostile[i], "no-such-batch");
    }
  ui_fixture_settle (GTK_WIDGET (fixture->window), 5);
}

static void
test_names_and_width (Fixture       *fixture,
                      gconstpointer  user_data)
{
  g_assert_true (ui_fixture_wait (has_workspace, fixture->window));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 360, 640);
  ui_fixture_settle (GTK_WIDGET (fixture->window), 5);
  shell_fixture_assert_names (GTK_WIDGET (fixture->window));
  shell_fixture_assert_fits (find (fixture, ADW_TYPE_LEAFLET, "leaflet"), 360);
}

static void
start_long_import (Fixture *fixture)
{
  g_autofree char *folder = g_build_filename (fixture->shell.folder, "many", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (folder);

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  for (guint i = 0; i < 1500; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%u.md", folder, i);
      g_autofree char *text = g_strdup_printf ("%s\nNumber %u\n", shell_fixture_conversation, i);

      g_assert_true (g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
    }

  chatty_window_take_dropped (fixture->window, chatty_dropped_new_for_files (&file, 1));
  g_assert_true (ui_fixture_wait (import_is_waiting, fixture));
  g_assert_true (ui_fixture_wait (no_transition, fixture));
  activate (fixture, "import.start");
}

static gboolean
no_jobs (gpointer user_data)
{
  Fixture *fixture = user_data;

  return g_list_model_get_n_items (
    chatty_workspace_get_jobs (chatty_window_get_workspace (fixture->window))) == 0;
}

static gboolean
strip_offers_details (gpointer strip)
{
  return gtk_widget_get_visible (strip) &&
         gtk_widget_get_visible (ui_fixture_find (strip, GTK_TYPE_BUTTON, "details"));
}

/* A running import goes on in the strip, and is cancelled there. */
static void
test_strip (Fixture       *fixture,
            gconstpointer  user_data)
{
  GtkWidget *strip = find (fixture, CHATTY_TYPE_JOB_STRIP, NULL);

  g_assert_true (ui_fixture_wait (has_workspace, fixture->window));
  start_long_import (fixture);
  activate (fixture, "win.back");
  g_assert_false (no_jobs (fixture));
  g_assert_true (ui_fixture_wait (strip_offers_details, strip));
  g_assert_true (shell_fixture_has_text (strip, "1500"));
  shell_fixture_assert_fits (strip, 360);
  shell_fixture_assert_names (strip);

  g_signal_emit_by_name (ui_fixture_find (strip, GTK_TYPE_BUTTON, "cancel"), "clicked");
  g_assert_true (ui_fixture_wait (no_jobs, fixture));
  g_assert_true (ui_fixture_wait (is_hidden, strip));
}

static AdwMessageDialog *
get_dialog (void)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (toplevels, i);

      if (ADW_IS_MESSAGE_DIALOG (window))
        return ADW_MESSAGE_DIALOG (window);
    }

  return NULL;
}

static gboolean
is_closed (gpointer window)
{
  return !gtk_widget_get_visible (window);
}

/* Closing, or a "quit" from the bus, asks while an import runs. */
static void
test_close (Fixture       *fixture,
            gconstpointer  user_data)
{
  g_autoptr (ChattyWindow) window = g_object_ref (fixture->window);

  g_assert_true (ui_fixture_wait (has_workspace, fixture->window));
  start_long_import (fixture);
  g_action_group_activate_action (G_ACTION_GROUP (application), "quit", NULL);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (window)));
  g_assert_nonnull (get_dialog ());
  adw_message_dialog_response (get_dialog (), "continue");
  ui_fixture_settle (GTK_WIDGET (window), 3);
  g_assert_false (no_jobs (fixture));

  gtk_window_close (GTK_WINDOW (window));
  g_assert_nonnull (get_dialog ());
  adw_message_dialog_response (get_dialog (), "stop");
  g_assert_true (ui_fixture_wait (is_closed, window));
  fixture->window = NULL;
}

static void
stopped_cb (GCancellable *cancellable,
            gpointer      user_data)
{
  *(gboolean *) user_data = TRUE;
}

/* The same for what is on its way to a platform: it is stopped, and the window
 * waits until it has. */
static void
test_close_transfer (Fixture       *fixture,
                     gconstpointer  user_data)
{
  g_autoptr (ChattyWindow) window = g_object_ref (fixture->window);
  g_autoptr (GCancellable) transfer = g_cancellable_new ();
  gboolean stopped = FALSE;

  g_assert_true (ui_fixture_wait (has_workspace, fixture->window));
  g_signal_connect (transfer, "cancelled", G_CALLBACK (stopped_cb), &stopped);
  chatty_remote_work_begin (transfer);
  g_action_group_activate_action (G_ACTION_GROUP (application), "quit", NULL);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (window)));
  g_assert_nonnull (get_dialog ());
  g_assert_true (shell_fixture_has_text (GTK_WIDGET (get_dialog ()), "Transfer"));
  adw_message_dialog_response (get_dialog (), "continue");
  ui_fixture_settle (GTK_WIDGET (window), 3);
  g_assert_false (stopped);

  gtk_window_close (GTK_WINDOW (window));
  adw_message_dialog_response (get_dialog (), "stop");
  g_assert_true (stopped);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (window)));
  chatty_remote_work_end (transfer);
  g_assert_true (ui_fixture_wait (is_closed, window));
  fixture->window = NULL;
}

static gboolean
is_gone (gpointer user_data)
{
  return *(gpointer *) user_data == NULL;
}

/* A window that is closed lets go of the vault and of itself. */
static void
test_released (Fixture       *fixture,
               gconstpointer  user_data)
{
  gpointer workspace, window, page;

  g_assert_true (ui_fixture_wait (has_workspace, fixture->window));
  drop_file (fixture, "a.md", shell_fixture_conversation);
  g_assert_true (ui_fixture_wait (import_is_waiting, fixture));
  g_assert_true (ui_fixture_wait (no_transition, fixture));
  activate (fixture, "import.start");
  g_assert_true (ui_fixture_wait (import_is_over, fixture));
  page = get_import_page (fixture);
  g_object_add_weak_pointer (page, &page);
  activate (fixture, "win.back");
  g_assert_true (ui_fixture_wait (is_gone, &page));
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.show-page", "s", "activity");
  g_assert_true (ui_fixture_wait (activity_lists_runs, fixture));

  workspace = chatty_window_get_workspace (fixture->window);
  window = fixture->window;
  g_object_add_weak_pointer (workspace, &workspace);
  g_object_add_weak_pointer (window, &window);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  fixture->window = NULL;
  g_assert_true (ui_fixture_wait (is_gone, &window));
  g_assert_true (ui_fixture_wait (is_gone, &workspace));
}

static gboolean
has_size (gpointer user_data)
{
  return shell_fixture_has_text (user_data, " in ");
}

static void
test_settings (Fixture       *fixture,
               gconstpointer  user_data)
{
  GSettings *settings = chatty_ui_settings_get ();
  GtkWidget *window = chatty_settings_window_new ();
  g_autofree char *style = NULL;
  g_autofree char *platform = NULL;

  g_assert_true (ui_fixture_wait (has_workspace, fixture->window));
  chatty_settings_window_set_workspace (CHATTY_SETTINGS_WINDOW (window),
                                        chatty_window_get_workspace (fixture->window), NULL);
  gtk_window_present (GTK_WINDOW (window));
  g_assert_true (ui_fixture_wait (has_size, ui_fixture_find (window, ADW_TYPE_ACTION_ROW, "size")));
  g_assert_true (shell_fixture_has_text (window, fixture->shell.folder));
  shell_fixture_assert_names (window);

  adw_combo_row_set_selected (
    ADW_COMBO_ROW (ui_fixture_find (window, ADW_TYPE_COMBO_ROW, "date_style")), 1);
  style = g_settings_get_string (settings, CHATTY_SETTING_DATE_STYLE);
  g_assert_cmpstr (style, ==, "iso");
  adw_combo_row_set_selected (
    ADW_COMBO_ROW (ui_fixture_find (window, ADW_TYPE_COMBO_ROW, "platform")), 2);
  platform = g_settings_get_string (settings, CHATTY_SETTING_DEFAULT_PLATFORM);
  g_assert_cmpstr (platform, !=, "");

  g_settings_reset (settings, CHATTY_SETTING_DATE_STYLE);
  g_settings_reset (settings, CHATTY_SETTING_DEFAULT_PLATFORM);
  gtk_window_destroy (GTK_WINDOW (window));
}

static gboolean
index_is_rebuilt (gpointer work)
{
  return !gtk_widget_get_visible (work);
}

static void
test_rebuild (Fixture       *fixture,
              gconstpointer  user_data)
{
  GtkWidget *window = chatty_settings_window_new ();

  g_assert_true (ui_fixture_wait (has_workspace, fixture->window));
  chatty_settings_window_set_workspace (CHATTY_SETTINGS_WINDOW (window),
                                        chatty_window_get_workspace (fixture->window), NULL);
  gtk_window_present (GTK_WINDOW (window));
  g_signal_emit_by_name (ui_fixture_find (window, ADW_TYPE_ACTION_ROW, "rebuild"), "activated");
  g_assert_false (
    gtk_widget_is_sensitive (ui_fixture_find (window, ADW_TYPE_ACTION_ROW, "rebuild")));
  g_assert_true (
    ui_fixture_wait (index_is_rebuilt, ui_fixture_find (window, ADW_TYPE_ACTION_ROW, "work")));
  g_assert_true (
    gtk_widget_is_sensitive (ui_fixture_find (window, ADW_TYPE_ACTION_ROW, "rebuild")));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* The application's own windows open and close without a word. */
static void
test_windows (Fixture       *fixture,
              gconstpointer  user_data)
{
  static const char *const actions[] = { "about", "preferences", "shortcuts" };

  g_assert_true (ui_fixture_wait (has_workspace, fixture->window));
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      guint n_before = g_list_model_get_n_items (gtk_window_get_toplevels ());
      g_autoptr (GtkWindow) window = NULL;

      g_action_group_activate_action (G_ACTION_GROUP (application), actions[i], NULL);
      ui_fixture_settle (GTK_WIDGET (fixture->window), 3);
      g_assert_cmpuint (g_list_model_get_n_items (gtk_window_get_toplevels ()), ==, n_before + 1);
      for (guint j = 0; j <= n_before; j++)
        {
          g_autoptr (GtkWindow) toplevel = g_list_model_get_item (gtk_window_get_toplevels (), j);

          if (toplevel != GTK_WINDOW (fixture->window))
            g_set_object (&window, toplevel);
        }
      gtk_window_close (window);
      g_clear_object (&window);
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_assert_cmpuint (g_list_model_get_n_items (gtk_window_get_toplevels ()), ==, n_before);
    }
}

#define ADD(name, func) \
  g_test_add ("/ui/window/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;

  shell_fixture_init (&argc, &argv);
  application = chatty_application_new ();
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, &error));
  g_assert_no_error (error);

  ADD ("early-files", test_early_files);
  ADD ("back-and-forth", test_back_and_forth);
  ADD ("drop-character", test_drop_character);
  ADD ("activity", test_activity);
  ADD ("activity-same-again", test_activity_same_again);
  ADD ("activity-merge", test_activity_merge);
  ADD ("failing-vault", test_failing_vault);
  ADD ("bus", test_bus);
  ADD ("open", test_open);
  ADD ("toasts", test_toasts);
  ADD ("names-and-width", test_names_and_width);
  ADD ("strip", test_strip);
  ADD ("close", test_close);
  ADD ("close-transfer", test_close_transfer);
  ADD ("released", test_released);
  ADD ("settings", test_settings);
  ADD ("rebuild", test_rebuild);
  ADD ("windows", test_windows);

  return g_test_run ();
}
