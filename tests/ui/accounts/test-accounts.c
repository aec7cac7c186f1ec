/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <adwaita.h>
#include <glib/gstdio.h>

#include "chatty-account-service.h"
#include "chatty-accounts-page.h"
#include "chatty-connect-page.h"
#include "chatty-connect-result-view.h"
#include "chatty-link-dialog.h"
#include "chatty-settings-window.h"

#include "accounts-widgets.h"
#include "fake-connector.h"
#include "fake-secret-store.h"
#include "shell-fixture.h"

#define KEY     "pAgE-KeY-0123456789abcdef"
#define NEW_KEY "pAgE-KeY-fedcba9876543210"

typedef struct {
  char                 *folder;
  ChattySecretStore    *keyring;
  ChattyAccountService *service;
  GtkWidget            *window;
} Fixture;

static void
open_window (Fixture *self)
{
  g_autoptr (GFile) folder = g_file_new_for_path (self->folder);
  g_autoptr (ChattyAccountStore) accounts = chatty_account_store_new (folder);

  self->service = chatty_account_service_new (fake_platform_get_table (), accounts, self->keyring);
  self->window = chatty_settings_window_new ();
  chatty_settings_window_set_accounts (CHATTY_SETTINGS_WINDOW (self->window), self->service);
  gtk_window_present (GTK_WINDOW (self->window));
  ui_fixture_settle (self->window, 3);
}

/* As if the program was ended and started again. */
static void
start_again (Fixture *self)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&self->service);
  open_window (self);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  fake_platform_reset ();
  self->folder = g_dir_make_tmp ("chatty-accounts-XXXXXX", &error);
  g_assert_no_error (error);
  self->keyring = fake_secret_store_new ();
  open_window (self);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  gtk_window_destroy (GTK_WINDOW (self->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  dir = g_dir_open (self->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);
      g_autofree char *text = NULL;

      if (g_file_get_contents (path, &text, NULL, NULL))
        {
          g_assert_null (strstr (text, KEY));
          g_assert_null (strstr (text, NEW_KEY));
        }
      g_unlink (path);
    }
  g_rmdir (self->folder);
  g_free (self->folder);
  g_object_unref (self->service);
  g_object_unref (self->keyring);
}

static GtkWidget *
find (Fixture    *self,
      GType       type,
      const char *id)
{
  GtkWidget *widget = ui_fixture_find (self->window, type, id);

  g_assert_nonnull (widget);
  return widget;
}

static GtkWidget *
get_page (Fixture *self)
{
  return find (self, CHATTY_TYPE_CONNECT_PAGE, NULL);
}

static const char *
get_step (Fixture *self)
{
  return gtk_stack_get_visible_child_name (
    GTK_STACK (ui_fixture_find (get_page (self), GTK_TYPE_STACK, "steps")));
}

static gboolean
has_answer (gpointer user_data)
{
  return g_str_equal (get_step (user_data), "result");
}

static gboolean
has_account (gpointer user_data)
{
  Fixture *self = user_data;

  return find_row (find (self, CHATTY_TYPE_ACCOUNTS_PAGE, NULL), "Mine") != NULL;
}

static void
open_connect (Fixture *self)
{
  GtkWidget *row = find_row (self->window, "Convai");

  g_assert_nonnull (row);
  press (row, "Connect");
}

static void
enter_key (Fixture    *self,
           const char *key)
{
  gtk_editable_set_text (GTK_EDITABLE (ui_fixture_find (get_page (self), ADW_TYPE_ENTRY_ROW,
                                                        "key")), key);
}

static void
try_key (Fixture *self)
{
  open_connect (self);
  press (get_page (self), "I Agree");
  enter_key (self, KEY);
  gtk_editable_set_text (GTK_EDITABLE (ui_fixture_find (get_page (self), ADW_TYPE_ENTRY_ROW,
                                                        "name")), "Mine");
  press (get_page (self), "Test Connection");
  g_assert_true (ui_fixture_wait (has_answer, self));
}

static const char *
get_heading (Fixture *self)
{
  return adw_status_page_get_title (
    ADW_STATUS_PAGE (ui_fixture_find (get_page (self), ADW_TYPE_STATUS_PAGE, "status")));
}

static guint
count_accounts (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) accounts = chatty_account_service_list (self->service, &error);

  g_assert_no_error (error);
  return accounts->len;
}

static void
test_platforms (Fixture       *self,
                gconstpointer  data)
{
  static const char *const tiers[] = {
    "Full Access", "Browser Sign-In", "Chat Only", "Import Only",
  };
  GtkWidget *page = find (self, CHATTY_TYPE_ACCOUNTS_PAGE, NULL);
  guint n_infos;
  const ChattyConnectorInfo *const *infos = chatty_connector_info_list (&n_infos);

  g_assert_cmpuint (n_infos, ==, 9);
  for (guint i = 0; i < n_infos; i++)
    {
      GtkWidget *row = find_row (page, infos[i]->title);

      g_assert_nonnull (row);
      /* Only what is built can be connected. */
      g_assert_true ((find_button (row, "Connect") != NULL) == g_str_equal (infos[i]->id, "convai"));
      g_assert_true ((find_button (row, "Import…") != NULL) != g_str_equal (infos[i]->id, "convai"));
    }
  for (guint i = 0; i < G_N_ELEMENTS (tiers); i++)
    g_assert_true (shell_fixture_has_text (page, tiers[i]));
  g_assert_true (shell_fixture_has_text (page, "Cannot be connected with this version"));
  shell_fixture_assert_names (self->window);
  shell_fixture_assert_fits (page, 360);
}

static void
opened_cb (const char *uri,
           gpointer    user_data)
{
  g_assert_not_reached ();
}

static void
test_consent (Fixture       *self,
              gconstpointer  data)
{
  static const char *const headings[] = {
    "What Is Read", "What Is Written", "What Is Sent Where", "Where the Key Is Kept",
    "What It May Cost",
  };
  GtkWidget *page;
  guint n_windows = g_list_model_get_n_items (gtk_window_get_toplevels ());
  g_autoptr (GtkWindow) dialog = NULL;

  open_connect (self);
  page = get_page (self);
  g_assert_cmpstr (get_step (self), ==, "consent");
  for (guint i = 0; i < G_N_ELEMENTS (headings); i++)
    g_assert_nonnull (find_row (page, headings[i]));
  ui_fixture_settle (page, 3);
  shell_fixture_assert_names (page);
  shell_fixture_assert_fits (page, 360);

  /* The link asks first. */
  chatty_link_dialog_set_opener (opened_cb, NULL);
  g_signal_emit_by_name (ui_fixture_find (page, ADW_TYPE_ACTION_ROW, "key_link"), "activated");
  g_assert_cmpuint (g_list_model_get_n_items (gtk_window_get_toplevels ()), ==, n_windows + 1);
  for (guint i = 0; i <= n_windows; i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (gtk_window_get_toplevels (), i);

      if (ADW_IS_MESSAGE_DIALOG (window))
        dialog = g_steal_pointer (&window);
    }
  g_assert_nonnull (dialog);
  gtk_window_destroy (dialog);
  chatty_link_dialog_set_opener (NULL, NULL);

  /* Nothing happened so far, and nothing does without a yes. */
  g_assert_cmpuint (fake_platform.n_created, ==, 0);
  g_assert_cmpuint (count_accounts (self), ==, 0);
  press (page, "Cancel");
  g_assert_cmpuint (fake_platform.n_created, ==, 0);
}

static void
test_connected (Fixture       *self,
                gconstpointer  data)
{
  try_key (self);
  g_assert_cmpstr (get_heading (self), ==, "The Key Works");
  g_assert_cmpuint (count_accounts (self), ==, 1);
  g_assert_cmpuint (fake_secret_store_count (self->keyring), ==, 1);
  g_assert_true (ui_fixture_wait (has_account, self));
  /* The page keeps the key no longer than it needs it. */
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (
    ui_fixture_find (get_page (self), ADW_TYPE_ENTRY_ROW, "key"))), ==, "");
  press (get_page (self), "Done");

  /* One more on the same platform. */
  g_assert_nonnull (find_button (find_row (self->window, "Convai"), "Add Account"));
}

static const struct {
  ChattyVerdictKind  kind;
  const char        *heading;
  gboolean           saved;
  const char        *choice;   /* what else is offered */
} verdicts[] = {
  { CHATTY_VERDICT_WORKS, "The Key Works", TRUE, "Done" },
  { CHATTY_VERDICT_LIMITED, "The Key Works, With Limits", TRUE, "Done" },
  { CHATTY_VERDICT_NO_CREDIT, "Nothing Is Left to Spend", TRUE, "Done" },
  { CHATTY_VERDICT_REFUSED, "The Key Was Refused", FALSE, "Enter Another Key" },
  { CHATTY_VERDICT_RATE_LIMITED, "Too Many Requests", FALSE, "Save as Unverified" },
  { CHATTY_VERDICT_UNREACHABLE, "No Answer", FALSE, "Save as Unverified" },
  { CHATTY_VERDICT_SERVER_TROUBLE, "The Server Has Trouble", FALSE, "Save as Unverified" },
};

static void
test_verdict (Fixture       *self,
              gconstpointer  data)
{
  guint i = GPOINTER_TO_UINT (data);
  GtkWidget *view;

  fake_platform.kind = verdicts[i].kind;
  try_key (self);
  view = ui_fixture_find (get_page (self), CHATTY_TYPE_CONNECT_RESULT_VIEW, NULL);
  g_assert_cmpstr (get_heading (self), ==, verdicts[i].heading);
  g_assert_nonnull (find_button (view, verdicts[i].choice));
  g_assert_cmpuint (count_accounts (self), ==, verdicts[i].saved ? 1 : 0);
  g_assert_cmpuint (fake_secret_store_count (self->keyring), ==, verdicts[i].saved ? 1 : 0);
  g_assert_false (shell_fixture_has_text (view, KEY));
  /* What failed on the other side says nothing of the key. */
  if (verdicts[i].kind != CHATTY_VERDICT_REFUSED)
    g_assert_false (shell_fixture_has_text (view, "does not accept"));
  ui_fixture_settle (view, 3);
  shell_fixture_assert_fits (view, 360);
}

static void
test_unverified (Fixture       *self,
                 gconstpointer  data)
{
  fake_platform.kind = CHATTY_VERDICT_UNREACHABLE;
  try_key (self);
  press (get_page (self), "Save as Unverified");
  g_assert_true (ui_fixture_wait (has_answer, self));
  g_assert_cmpstr (get_heading (self), ==, "Saved Without a Test");
  g_assert_true (ui_fixture_wait (has_account, self));
  g_assert_true (shell_fixture_has_text (find_row (self->window, "Mine"), "Not verified"));
}

static void
test_locked (Fixture       *self,
             gconstpointer  data)
{
  fake_secret_store_set_state (self->keyring, CHATTY_SECRET_LOCKED, TRUE);
  try_key (self);
  g_assert_cmpstr (get_heading (self), ==, "The Keyring Is Locked");
  g_assert_cmpuint (count_accounts (self), ==, 0);
  press (get_page (self), "Unlock the Keyring");
  g_assert_true (ui_fixture_wait (has_answer, self));
  g_assert_cmpstr (get_heading (self), ==, "The Key Works");
  g_assert_cmpuint (fake_secret_store_count (self->keyring), ==, 1);
}

static void
test_missing (Fixture       *self,
              gconstpointer  data)
{
  fake_secret_store_set_state (self->keyring, CHATTY_SECRET_UNAVAILABLE, FALSE);
  try_key (self);
  g_assert_cmpstr (get_heading (self), ==, "There Is No Keyring");
  press (get_page (self), "Keep for This Run Only");
  g_assert_true (ui_fixture_wait (has_answer, self));
  g_assert_cmpstr (get_heading (self), ==, "The Key Works");
  g_assert_cmpuint (fake_secret_store_count (self->keyring), ==, 0);
  g_assert_true (ui_fixture_wait (has_account, self));
  g_assert_true (shell_fixture_has_text (find_row (self->window, "Mine"), "one run only"));
}

static void
test_address (Fixture       *self,
              gconstpointer  data)
{
  GtkWidget *expander, *row, *problem;

  open_connect (self);
  press (get_page (self), "I Agree");
  enter_key (self, KEY);
  expander = ui_fixture_find (get_page (self), ADW_TYPE_EXPANDER_ROW, "servers");
  row = ui_fixture_find (expander, ADW_TYPE_ENTRY_ROW, NULL);
  problem = ui_fixture_find (get_page (self), GTK_TYPE_LABEL, "problem");

  gtk_editable_set_text (GTK_EDITABLE (row), "http://api.example.com");
  press (get_page (self), "Test Connection");
  g_assert_cmpstr (get_step (self), ==, "key");
  g_assert_true (gtk_widget_get_visible (problem));
  g_assert_true (gtk_widget_has_css_class (row, "error"));
  g_assert_cmpuint (fake_platform.n_created, ==, 0);

  gtk_editable_set_text (GTK_EDITABLE (row), "http://127.0.0.1:4711");
  g_assert_false (gtk_widget_get_visible (problem));
  press (get_page (self), "Test Connection");
  g_assert_true (ui_fixture_wait (has_answer, self));
  g_assert_cmpstr (fake_platform.address, ==, "http://127.0.0.1:4711");
}

static void
test_cancelled (Fixture       *self,
                gconstpointer  data)
{
  fake_platform.hang = TRUE;
  open_connect (self);
  press (get_page (self), "I Agree");
  enter_key (self, KEY);
  press (get_page (self), "Test Connection");
  g_assert_cmpstr (get_step (self), ==, "working");
  press (ui_fixture_find (get_page (self), ADW_TYPE_STATUS_PAGE, "working"), "Cancel");
  g_assert_cmpstr (get_step (self), ==, "key");
  g_assert_cmpuint (count_accounts (self), ==, 0);
  ui_fixture_settle (self->window, 3);
  g_assert_cmpstr (get_step (self), ==, "key");
  g_assert_cmpuint (fake_secret_store_count (self->keyring), ==, 0);
}

static gboolean
can_try_again (gpointer user_data)
{
  return gtk_widget_is_sensitive (find_button (user_data, "Try Again"));
}

static void
test_countdown (Fixture       *self,
                gconstpointer  data)
{
  GtkWidget *view = g_object_ref_sink (g_object_new (CHATTY_TYPE_CONNECT_RESULT_VIEW, NULL));
  ChattyVerdict fields = { .kind = CHATTY_VERDICT_RATE_LIMITED, .wait_seconds = 2 };
  g_autoptr (ChattyVerdict) verdict = chatty_verdict_new (&fields);
  g_autoptr (ChattyConnectResult) result =
    chatty_connect_result_new (CHATTY_CONNECT_NOT_TESTED, verdict, NULL, "<Wait> & see");
  GtkWindow *window = shell_fixture_show (view, 360, 500);

  chatty_connect_result_view_set_result (CHATTY_CONNECT_RESULT_VIEW (view), result);
  g_assert_true (shell_fixture_has_text (view, "in 2 seconds"));
  g_assert_true (shell_fixture_has_text (view, "<Wait> & see"));
  g_assert_false (can_try_again (view));
  g_assert_true (ui_fixture_wait (can_try_again, view));
  g_object_unref (view);
  shell_fixture_close (window);
}

static gboolean
is_back (gpointer user_data)
{
  Fixture *self = user_data;

  return ui_fixture_find (self->window, CHATTY_TYPE_CONNECT_PAGE, NULL) == NULL;
}

/* An account that is connected, and its page. */
static GtkWidget *
open_account (Fixture *self)
{
  try_key (self);
  press (get_page (self), "Done");
  g_assert_true (ui_fixture_wait (has_account, self));
  g_assert_true (ui_fixture_wait (is_back, self));
  g_signal_emit_by_name (find_row (self->window, "Mine"), "activated");
  return find (self, g_type_from_name ("ChattyAccountPage"), NULL);
}

static ChattyAccount *
get_account (Fixture *self)
{
  g_autoptr (GPtrArray) accounts = chatty_account_service_list (self->service, NULL);

  g_assert_cmpuint (accounts->len, ==, 1);
  return chatty_account_ref (g_ptr_array_index (accounts, 0));
}

static gboolean
is_renamed (gpointer user_data)
{
  return find_row (find (user_data, CHATTY_TYPE_ACCOUNTS_PAGE, NULL), "Work") != NULL;
}

static gboolean
is_paused (gpointer user_data)
{
  g_autoptr (ChattyAccount) account = get_account (user_data);

  return account->paused;
}

static gboolean
has_verdict (gpointer page)
{
  return shell_fixture_has_text (page, "The Server Has Trouble");
}

static void
test_account (Fixture       *self,
              gconstpointer  data)
{
  GtkWidget *page = open_account (self);
  GtkWidget *name = ui_fixture_find (page, ADW_TYPE_ENTRY_ROW, "name");

  ui_fixture_settle (page, 3);
  shell_fixture_assert_names (page);
  shell_fixture_assert_fits (page, 360);

  fake_platform.kind = CHATTY_VERDICT_SERVER_TROUBLE;
  press (page, "Test Again");
  g_assert_true (ui_fixture_wait (has_verdict, page));

  gtk_editable_set_text (GTK_EDITABLE (name), "Work");
  g_signal_emit_by_name (name, "apply");
  g_assert_true (ui_fixture_wait (is_renamed, self));

  gtk_switch_set_active (GTK_SWITCH (ui_fixture_find (page, GTK_TYPE_SWITCH, "pause")), TRUE);
  g_assert_true (ui_fixture_wait (is_paused, self));
}

static void
test_replace (Fixture       *self,
              gconstpointer  data)
{
  GtkWidget *page = open_account (self);
  GtkWidget *connect;

  g_signal_emit_by_name (ui_fixture_find (page, ADW_TYPE_ACTION_ROW, "replace"), "activated");
  connect = ui_fixture_find (page, CHATTY_TYPE_CONNECT_PAGE, NULL);
  g_assert_nonnull (connect);
  gtk_editable_set_text (GTK_EDITABLE (ui_fixture_find (connect, ADW_TYPE_ENTRY_ROW, "key")),
                         NEW_KEY);
  press (connect, "Test Connection");
  g_assert_true (ui_fixture_wait (has_answer, self));
  press (connect, "Done");
  g_assert_cmpuint (count_accounts (self), ==, 1);
  g_assert_cmpuint (fake_secret_store_count (self->keyring), ==, 1);
  g_assert_null (ui_fixture_find (page, CHATTY_TYPE_CONNECT_PAGE, NULL));
}

static GtkWidget *
find_server (GtkWidget *page)
{
  return ui_fixture_find (ui_fixture_find (page, ADW_TYPE_EXPANDER_ROW, NULL),
                          ADW_TYPE_ENTRY_ROW, NULL);
}

static gboolean
wants_key (gpointer page)
{
  return shell_fixture_has_text (page, "The Key Has to Be Entered Again");
}

static gboolean
has_key_again (gpointer page)
{
  return shell_fixture_has_text (page, "The Key Is Good Again");
}

/* The key is not sent to another server, and is good again at the old one. */
static void
test_server (Fixture       *self,
             gconstpointer  data)
{
  GtkWidget *page = open_account (self);
  GtkWidget *server = find_server (page);
  GtkWidget *replace = ui_fixture_find (page, ADW_TYPE_ACTION_ROW, "replace");
  g_autoptr (ChattyAccount) account = NULL;
  g_autoptr (ChattyAccount) moved = NULL;
  g_autoptr (ChattyAccount) back = NULL;
  guint n_tests = fake_platform.n_tests;

  g_assert_true (shell_fixture_has_text (page, "https://api.convai.com"));
  gtk_editable_set_text (GTK_EDITABLE (server), "http://api.example.com");
  g_signal_emit_by_name (server, "apply");
  g_assert_true (shell_fixture_has_text (page, "This Address Cannot Be Used"));
  g_assert_true (gtk_widget_has_css_class (server, "error"));
  account = get_account (self);
  g_assert_null (account->addresses[0]);

  gtk_editable_set_text (GTK_EDITABLE (server), "https://convai.example.com");
  g_assert_false (gtk_widget_has_css_class (server, "error"));
  g_signal_emit_by_name (server, "apply");
  g_assert_true (ui_fixture_wait (wants_key, page));
  moved = get_account (self);
  g_assert_cmpstr (moved->addresses[0], ==, "https://convai.example.com");
  g_assert_true (chatty_account_needs_key (moved));
  g_assert_true (shell_fixture_has_text (page, "not entered for https://convai.example.com"));
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (replace)), ==,
                   "Enter the Key Again…");
  g_assert_false (gtk_widget_is_sensitive (find_button (page, "Test Again")));
  ui_fixture_settle (page, 3);
  shell_fixture_assert_fits (page, 360);

  gtk_editable_set_text (GTK_EDITABLE (server), "");
  g_signal_emit_by_name (server, "apply");
  g_assert_true (ui_fixture_wait (has_key_again, page));
  back = get_account (self);
  g_assert_false (chatty_account_needs_key (back));
  g_assert_true (gtk_widget_is_sensitive (find_button (page, "Test Again")));
  g_assert_cmpuint (fake_platform.n_tests, ==, n_tests);
}

static gboolean
is_without_key (gpointer page)
{
  return shell_fixture_has_text (page, "The Key Is Not at Hand");
}

static gboolean
row_wants_key (gpointer user_data)
{
  return shell_fixture_has_text (find_row (find (user_data, CHATTY_TYPE_ACCOUNTS_PAGE, NULL),
                                           "Mine"), "has to be entered again");
}

/* A key that was kept for one run is asked for in the next one, and no keyring
 * is. */
static void
test_next_run (Fixture       *self,
               gconstpointer  data)
{
  GtkWidget *page;
  guint n_asked;

  fake_secret_store_set_state (self->keyring, CHATTY_SECRET_LOCKED, TRUE);
  try_key (self);
  press (get_page (self), "Keep for This Run Only");
  g_assert_true (ui_fixture_wait (has_answer, self));
  press (get_page (self), "Done");
  g_assert_true (ui_fixture_wait (has_account, self));
  g_assert_false (row_wants_key (self));
  n_asked = fake_secret_store_get_n_asked (self->keyring);

  start_again (self);
  g_assert_true (ui_fixture_wait (has_account, self));
  g_assert_true (ui_fixture_wait (row_wants_key, self));
  g_signal_emit_by_name (find_row (self->window, "Mine"), "activated");
  page = find (self, g_type_from_name ("ChattyAccountPage"), NULL);
  g_assert_true (ui_fixture_wait (is_without_key, page));
  g_assert_true (shell_fixture_has_text (page, "one run of the program only"));
  g_assert_true (shell_fixture_has_text (page, "Enter the Key Again…"));
  g_assert_cmpuint (fake_secret_store_get_n_asked (self->keyring), ==, n_asked);
}

static gboolean
row_is_locked (gpointer user_data)
{
  return shell_fixture_has_text (find_row (find (user_data, CHATTY_TYPE_ACCOUNTS_PAGE, NULL),
                                           "Mine"), "keyring locked");
}

/* Nobody is asked to unlock anything by looking at the accounts. */
static void
test_locked_later (Fixture       *self,
                   gconstpointer  data)
{
  try_key (self);
  press (get_page (self), "Done");
  g_assert_true (ui_fixture_wait (has_account, self));
  fake_secret_store_set_state (self->keyring, CHATTY_SECRET_LOCKED, TRUE);

  start_again (self);
  g_assert_true (ui_fixture_wait (has_account, self));
  g_assert_true (ui_fixture_wait (row_is_locked, self));
  g_assert_cmpint (chatty_secret_store_check (self->keyring, CHATTY_SECRET_QUIET, NULL, NULL),
                   ==, CHATTY_SECRET_LOCKED);
}

static void
destroyed_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

static gboolean
is_set (gpointer user_data)
{
  return *(gboolean *) user_data;
}

static gboolean
is_list (gpointer user_data)
{
  return ui_fixture_find (((Fixture *) user_data)->window,
                          g_type_from_name ("ChattyAccountPage"), NULL) == NULL;
}

/* Escape goes back step by step, and closes the window in the end. */
static void
test_keys (Fixture       *self,
           gconstpointer  data)
{
  GtkWidget *page = open_account (self);
  GtkWidget *connect;
  gboolean closed = FALSE;

  g_signal_emit_by_name (ui_fixture_find (page, ADW_TYPE_ACTION_ROW, "replace"), "activated");
  connect = ui_fixture_find (page, CHATTY_TYPE_CONNECT_PAGE, NULL);
  press_key (ui_fixture_find (connect, ADW_TYPE_ENTRY_ROW, "key"), GDK_KEY_Escape, 0);
  g_assert_null (ui_fixture_find (page, CHATTY_TYPE_CONNECT_PAGE, NULL));

  /* With the focus on nothing in it, too. */
  press_key (self->window, GDK_KEY_Escape, 0);
  g_assert_true (ui_fixture_wait (is_list, self));

  g_object_ref (self->window);
  g_signal_connect_swapped (self->window, "unrealize", G_CALLBACK (destroyed_cb), &closed);
  press_key (find_row (self->window, "Mine"), GDK_KEY_Escape, 0);
  g_assert_true (ui_fixture_wait (is_set, &closed));
  g_object_unref (self->window);

  closed = FALSE;
  g_clear_object (&self->service);
  open_window (self);
  g_object_ref (self->window);
  g_signal_connect_swapped (self->window, "unrealize", G_CALLBACK (destroyed_cb), &closed);
  press_key (self->window, GDK_KEY_w, GDK_CONTROL_MASK);
  g_assert_true (ui_fixture_wait (is_set, &closed));
  g_object_unref (self->window);
  g_clear_object (&self->service);
  open_window (self);
}

/* A page that is opened later says that the keyring is out of reach. */
static void
test_without_key (Fixture       *self,
                  gconstpointer  data)
{
  try_key (self);
  press (get_page (self), "Done");
  g_assert_true (ui_fixture_wait (has_account, self));
  g_assert_true (ui_fixture_wait (is_back, self));
  fake_secret_store_set_state (self->keyring, CHATTY_SECRET_UNAVAILABLE, FALSE);
  g_signal_emit_by_name (find_row (self->window, "Mine"), "activated");
  g_assert_true (ui_fixture_wait (is_without_key,
                                  find (self, g_type_from_name ("ChattyAccountPage"), NULL)));
}

static AdwMessageDialog *
find_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window))
        return ADW_MESSAGE_DIALOG (window);
    }
  g_assert_not_reached ();
}

static gboolean
is_forgotten (gpointer page)
{
  return shell_fixture_has_text (page, "The Key Is Forgotten");
}

static void
test_disconnect (Fixture       *self,
                 gconstpointer  data)
{
  GtkWidget *page = open_account (self);
  g_autoptr (ChattyAccount) account = NULL;

  press (page, "Disconnect…");
  g_assert_cmpuint (fake_secret_store_count (self->keyring), ==, 1);
  adw_message_dialog_response (find_dialog (), "disconnect");
  g_assert_true (ui_fixture_wait (is_forgotten, page));
  account = get_account (self);
  g_assert_cmpint (account->state, ==, CHATTY_ACCOUNT_DISCONNECTED);
  g_assert_cmpuint (fake_secret_store_count (self->keyring), ==, 0);
  g_assert_false (gtk_widget_get_visible (ui_fixture_find (page, ADW_TYPE_ACTION_ROW,
                                                           "disconnect")));
  gtk_window_destroy (GTK_WINDOW (find_dialog ()));
}

static gboolean
is_removed (gpointer user_data)
{
  return count_accounts (user_data) == 0;
}

static gboolean
is_restored (gpointer user_data)
{
  return count_accounts (user_data) == 1;
}

static gboolean
has_undo (gpointer user_data)
{
  return find_button (((Fixture *) user_data)->window, "Undo") != NULL;
}

static void
test_remove (Fixture       *self,
             gconstpointer  data)
{
  GtkWidget *page = open_account (self);
  GtkWidget *remove = ui_fixture_find (page, ADW_TYPE_ACTION_ROW, "remove");
  g_autoptr (ChattyAccount) account = NULL;

  /* Only what is disconnected can go. */
  g_assert_false (gtk_widget_get_visible (remove));
  press (page, "Disconnect…");
  adw_message_dialog_response (find_dialog (), "disconnect");
  g_assert_true (ui_fixture_wait (is_forgotten, page));
  gtk_window_destroy (GTK_WINDOW (find_dialog ()));
  g_assert_true (gtk_widget_get_visible (remove));
  g_assert_true (shell_fixture_has_text (remove, "stays in the vault"));

  press (remove, "Remove");
  g_assert_true (ui_fixture_wait (is_removed, self));
  g_assert_true (ui_fixture_wait (is_list, self));
  g_assert_true (ui_fixture_wait (has_undo, self));
  press (self->window, "Undo");
  g_assert_true (ui_fixture_wait (is_restored, self));
  account = get_account (self);
  g_assert_cmpstr (account->name, ==, "Mine");
  g_assert_cmpint (account->state, ==, CHATTY_ACCOUNT_DISCONNECTED);
  g_assert_true (ui_fixture_wait (has_account, self));
}

int
main (int    argc,
      char **argv)
{
  shell_fixture_init (&argc, &argv);

#define ADD(path, func) \
  g_test_add ("/ui/accounts/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("platforms", test_platforms);
  ADD ("consent", test_consent);
  ADD ("connected", test_connected);
  for (guint i = 0; i < G_N_ELEMENTS (verdicts); i++)
    {
      g_autofree char *path = g_strdup_printf ("/ui/accounts/verdict/%s",
                                               chatty_verdict_kind_to_string (verdicts[i].kind));

      g_test_add (path, Fixture, GUINT_TO_POINTER (i), set_up, test_verdict, tear_down);
    }
  ADD ("unverified", test_unverified);
  ADD ("locked", test_locked);
  ADD ("missing", test_missing);
  ADD ("address", test_address);
  ADD ("cancelled", test_cancelled);
  ADD ("countdown", test_countdown);
  ADD ("account", test_account);
  ADD ("without-key", test_without_key);
  ADD ("replace", test_replace);
  ADD ("disconnect", test_disconnect);
  ADD ("remove", test_remove);
  ADD ("server", test_server);
  ADD ("next-run", test_next_run);
  ADD ("locked-later", test_locked_later);
  ADD ("keys", test_keys);
#undef ADD

  return g_test_run ();
}
