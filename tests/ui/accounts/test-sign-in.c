/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "chatty-account-page.h"
#include "chatty-browser-view.h"
#include "chatty-client-view.h"
#include "chatty-connect-page.h"
#include "chatty-connect-result-view.h"
#include "chatty-drop-area.h"
#include "chatty-error.h"
#include "chatty-link-dialog.h"
#include "chatty-notice.h"
#include "chatty-sign-in-page.h"

#include "account-fixture.h"
#include "accounts-widgets.h"
#include "fake-browser.h"
#include "fake-connector.h"
#include "fake-secret-store.h"
#include "shell-fixture.h"

#define ID     "123-abc.apps.example.com"
#define SECRET "cLiEnT-sEcReT-4711"
#define FILE_TEXT "{\"installed\":{\"client_id\":\"" ID "\",\"project_id\":\"project-7\"," \
                  "\"client_secret\":\"" SECRET "\"}}"

static const ChattyScope scopes[] = {
  { "openid", "Know you again", FALSE, FALSE },
  { "email", "Your address", FALSE, FALSE },
  { "https://www.example.com/auth/talk", "Talk for you", FALSE, FALSE },
  { "https://www.example.com/auth/all", "All of your cloud", TRUE, TRUE },
  { NULL },
};

static const ChattyClientStep steps[] = {
  { "Choose a Project", "Any will do.", "https://console.example.com/projects" },
  { "Publish the App", "While it is in “Testing”, a sign-in ends after seven days.", NULL },
  { NULL },
};

static ChattyOAuthInfo oauth;

typedef struct {
  AccountFixture  accounts;
  FakeBrowser     browser;
  GtkWidget      *page;      /* ChattySignInPage or ChattyAccountPage */
  GtkWindow      *window;
  gboolean        closed;
} Fixture;

static void
closed_cb (Fixture *self)
{
  self->closed = TRUE;
}

static void
show (Fixture   *self,
      GtkWidget *page)
{
  if (self->window != NULL)
    shell_fixture_close (self->window);
  self->page = page;
  self->closed = FALSE;
  g_signal_connect_swapped (page, "closed", G_CALLBACK (closed_cb), self);
  self->window = shell_fixture_show (page, 360, 700);
}

static const ChattyConnectorInfo *
get_info (Fixture *self)
{
  return chatty_connector_table_lookup (
    chatty_account_service_get_table (self->accounts.service), "convai")->info;
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  account_fixture_set_up (&self->accounts, NULL);
  fake_browser_init (&self->browser);
  chatty_link_dialog_set_opener (fake_browser_open_cb, &self->browser);
  oauth = (ChattyOAuthInfo) {
    .provider = "Example", .path = "/back", .issuer = "https://accounts.example",
    .scopes = scopes, .client_page = "https://console.example.com/clients",
    .client_steps = steps, .client_id = data, .testing_days = 7,
    .publish_page = "https://console.example.com/publish",
  };
  fake_platform_sign_in_at (&oauth, net_server_get_address (self->browser.server));
  show (self, chatty_sign_in_page_new (self->accounts.service, get_info (self), NULL));
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  shell_fixture_close (self->window);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  chatty_link_dialog_set_opener (NULL, NULL);
  fake_browser_clear (&self->browser);
  account_fixture_tear_down (&self->accounts, NULL);
}

static GtkWidget *
find (Fixture    *self,
      GType       type,
      const char *id)
{
  GtkWidget *widget = ui_fixture_find (self->page, type, id);

  g_assert_nonnull (widget);
  return widget;
}

static gboolean
is_at (Fixture    *self,
       const char *step)
{
  return g_str_equal (gtk_stack_get_visible_child_name (
                        GTK_STACK (find (self, GTK_TYPE_STACK, "steps"))), step);
}

static AdwStatusPage *
get_status (Fixture *self)
{
  return ADW_STATUS_PAGE (ui_fixture_find (find (self, CHATTY_TYPE_CONNECT_RESULT_VIEW, NULL),
                                           ADW_TYPE_STATUS_PAGE, "status"));
}

static const char *
get_heading (Fixture *self)
{
  return adw_status_page_get_title (get_status (self));
}

static const char *
get_description (Fixture *self)
{
  return adw_status_page_get_description (get_status (self));
}

static gboolean
is_ready (gpointer user_data)
{
  GtkWidget *open = find_button (((Fixture *) user_data)->page, "Open Browser");

  return open != NULL && gtk_widget_is_sensitive (open);
}

static gboolean
has_result (gpointer user_data)
{
  return is_at (user_data, "result");
}

static gboolean
is_at_client (gpointer user_data)
{
  return is_at (user_data, "client");
}

static const char *
get_text (Fixture    *self,
          const char *id)
{
  return gtk_editable_get_text (GTK_EDITABLE (find (self, ADW_TYPE_ENTRY_ROW, id)));
}

static void
set_text (Fixture    *self,
          const char *id,
          const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (find (self, ADW_TYPE_ENTRY_ROW, id)), text);
}

/* To the page that sends the person to the browser. */
static void
go_to_browser (Fixture *self)
{
  press (self->page, "I Agree");
  g_assert_true (is_at (self, "browser"));
  g_assert_true (ui_fixture_wait (is_ready, self));
}

static void
sign_in (Fixture *self)
{
  go_to_browser (self);
  press (self->page, "Open Browser");
  g_assert_true (ui_fixture_wait (has_result, self));
}

static ChattyAccount *
get_account (Fixture *self)
{
  g_autoptr (GPtrArray) accounts = chatty_account_service_list (self->accounts.service, NULL);

  g_assert_cmpuint (accounts->len, ==, 1);
  return chatty_account_ref (g_ptr_array_index (accounts, 0));
}

static void
test_consent (Fixture       *self,
              gconstpointer  data)
{
  GtkWidget *row;

  g_assert_true (is_at (self, "consent"));
  g_assert_nonnull (find_row (self->page, "Where the Sign-In Is Kept"));
  for (guint i = 0; scopes[i].scope != NULL; i++)
    {
      row = find_row (self->page, scopes[i].words);
      g_assert_nonnull (row);
      g_assert_cmpuint (ui_fixture_count (row, GTK_TYPE_SWITCH), ==, scopes[i].optional ? 1 : 0);
    }
  ui_fixture_settle (self->page, 3);
  shell_fixture_assert_names (self->page);
  shell_fixture_assert_fits (self->page, 360);

  press (self->page, "Cancel");
  g_assert_true (self->closed);
  g_assert_cmpuint (account_fixture_count (&self->accounts), ==, 0);
  g_assert_null (self->browser.address);
}

static void
test_signed_in (Fixture       *self,
                gconstpointer  data)
{
  g_autoptr (ChattyAccount) account = NULL;

  sign_in (self);
  g_assert_cmpstr (get_heading (self), ==, "You Are Signed In");
  g_assert_nonnull (strstr (get_description (self), "<b>ada@example.com</b>"));
  g_assert_cmpstr (self->browser.asked, ==, "openid email https://www.example.com/auth/talk");
  g_assert_cmpstr (self->browser.client, ==, ID);
  account = get_account (self);
  g_assert_cmpstr (account->owner, ==, "ada@example.com");
  g_assert_cmpuint (fake_secret_store_count (self->accounts.keyring), ==, 1);
  g_assert_null (find_button (self->page, "Sign In Again"));
  g_assert_true (shell_fixture_has_text (self->page, "sign-in is kept in your keyring"));
  press (self->page, "Done");
  g_assert_true (self->closed);
}

static void
test_optional (Fixture       *self,
               gconstpointer  data)
{
  GtkWidget *row = find_row (self->page, "All of your cloud");

  gtk_switch_set_active (GTK_SWITCH (ui_fixture_find (row, GTK_TYPE_SWITCH, NULL)), TRUE);
  sign_in (self);
  g_assert_cmpstr (self->browser.asked, ==,
                   "openid email https://www.example.com/auth/talk "
                   "https://www.example.com/auth/all");
}

static gboolean
has_all (gpointer user_data)
{
  return has_result (user_data) &&
         !shell_fixture_has_text (((Fixture *) user_data)->page, "You did not allow");
}

/* What was not allowed is named, and can be allowed after all: in the same
 * account. */
static void
test_partly (Fixture       *self,
             gconstpointer  data)
{
  GtkWidget *view, *detail;

  /* Google's longer name for "email". */
  self->browser.scopes = "openid https://www.googleapis.com/auth/userinfo.email";
  sign_in (self);
  g_assert_true (shell_fixture_has_text (self->page, "You did not allow:\nTalk for you\n"));
  /* Where the platform tells the same, it is told once. */
  view = find (self, CHATTY_TYPE_CONNECT_RESULT_VIEW, NULL);
  detail = ui_fixture_find (view, GTK_TYPE_LABEL, "detail");
  gtk_widget_set_visible (detail, TRUE);
  chatty_connect_result_view_set_missing (CHATTY_CONNECT_RESULT_VIEW (view), "Talk for you");
  g_assert_false (gtk_widget_get_visible (detail));
  ui_fixture_settle (self->page, 3);
  shell_fixture_assert_fits (self->page, 360);

  self->browser.scopes = NULL;
  press (self->page, "Sign In Again");
  g_assert_true (ui_fixture_wait (is_ready, self));
  press (self->page, "Open Browser");
  g_assert_true (ui_fixture_wait (has_all, self));
  g_assert_cmpuint (account_fixture_count (&self->accounts), ==, 1);
}

static void
test_declined (Fixture       *self,
               gconstpointer  data)
{
  self->browser.declines = TRUE;
  sign_in (self);
  g_assert_cmpstr (get_heading (self), ==, "It Was Not Allowed");
  g_assert_true (shell_fixture_has_text (self->page, "did not allow it in the browser"));
  g_assert_cmpuint (account_fixture_count (&self->accounts), ==, 0);
  g_assert_null (find_button (self->page, "Done"));

  self->browser.declines = FALSE;
  press (self->page, "Sign In Again");
  g_assert_true (ui_fixture_wait (is_ready, self));
  press (self->page, "Open Browser");
  g_assert_true (ui_fixture_wait (has_result, self));
  g_assert_cmpstr (get_heading (self), ==, "You Are Signed In");
}

static void
test_problem (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr (GError) error = g_error_new_literal (CHATTY_ERROR, CHATTY_ERROR_TIMED_OUT,
                                                  "Too <late> & gone");
  GtkWidget *view = find (self, CHATTY_TYPE_CONNECT_RESULT_VIEW, NULL);

  chatty_connect_result_view_set_problem (CHATTY_CONNECT_RESULT_VIEW (view), error);
  g_assert_cmpstr (get_heading (self), ==, "The Browser Did Not Come Back");
  g_assert_true (shell_fixture_has_text (view, "Too <late> & gone"));
  g_assert_true (gtk_widget_get_visible (ui_fixture_find (view, GTK_TYPE_BUTTON, "edit")));
  g_assert_false (gtk_widget_get_visible (ui_fixture_find (view, GTK_TYPE_BUTTON, "first")));
}

/* Opens nothing, as a person who closes the browser. */
static void
ignore_cb (const char *uri,
           gpointer    user_data)
{
  ++*(guint *) user_data;
}

static void
test_cancelled (Fixture       *self,
                gconstpointer  data)
{
  guint n_opened = 0;

  chatty_link_dialog_set_opener (ignore_cb, &n_opened);
  go_to_browser (self);
  g_assert_false (shell_fixture_has_text (self->page, "Waiting for the browser"));
  press (self->page, "Open Browser");
  g_assert_true (shell_fixture_has_text (self->page,
                                         "Waiting for the browser. You have 5 minutes."));
  ui_fixture_settle (self->page, 3);
  shell_fixture_assert_names (self->page);
  shell_fixture_assert_fits (self->page, 360);
  press (self->page, "Open Browser Again");
  g_assert_cmpuint (n_opened, ==, 2);

  press (find (self, CHATTY_TYPE_BROWSER_VIEW, NULL), "Cancel");
  g_assert_true (is_at (self, "consent"));
  ui_fixture_settle (self->page, 3);
  g_assert_true (is_at (self, "consent"));
  g_assert_cmpuint (account_fixture_count (&self->accounts), ==, 0);
  g_assert_false (self->closed);

  /* It can be begun again, and left with the keyboard alone. */
  go_to_browser (self);
  press_key (find (self, CHATTY_TYPE_BROWSER_VIEW, NULL), GDK_KEY_Escape, 0);
  g_assert_true (is_at (self, "consent"));
  press_key (find (self, GTK_TYPE_BUTTON, "agree"), GDK_KEY_Escape, 0);
  g_assert_true (self->closed);
}

static void
copied_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  *(char **) user_data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static gboolean
is_read (gpointer user_data)
{
  return *(char **) user_data != NULL;
}

static void
test_copied (Fixture       *self,
             gconstpointer  data)
{
  g_autofree char *address = NULL;

  go_to_browser (self);
  press (self->page, "Copy Address");
  g_assert_true (shell_fixture_has_text (self->page, "The address is copied"));
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (self->page), NULL, copied_cb, &address);
  g_assert_true (ui_fixture_wait (is_read, &address));
  /* In another browser. */
  fake_browser_open_cb (address, &self->browser);
  g_assert_true (ui_fixture_wait (has_result, self));
  g_assert_cmpstr (get_heading (self), ==, "You Are Signed In");
}

static gboolean
is_over (gpointer view)
{
  return shell_fixture_has_text (view, "The time is over.");
}

static void
test_countdown (void)
{
  static const struct {
    guint       seconds;
    const char *words;
  } rows[] = {
    { 300, "You have 5 minutes." },
    { 241, "You have 5 minutes." },
    { 120, "You have 2 minutes." },
    { 61, "You have 2 minutes." },
    { 60, "You have 60 seconds." },
    { 2, "You have 2 seconds." },
  };
  GtkWidget *view = g_object_ref_sink (g_object_new (CHATTY_TYPE_BROWSER_VIEW, NULL));
  GtkWindow *window = shell_fixture_show (view, 360, 600);

  chatty_browser_view_begin (CHATTY_BROWSER_VIEW (view), "A <b> & C");
  g_assert_true (shell_fixture_has_text (view, "a page of A <b> & C"));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      chatty_browser_view_count_down (CHATTY_BROWSER_VIEW (view), rows[i].seconds);
      g_assert_true (shell_fixture_has_text (view, rows[i].words));
    }
  g_assert_true (ui_fixture_wait (is_over, view));
  g_object_unref (view);
  shell_fixture_close (window);
}

static gboolean
is_signed_in (gpointer user_data)
{
  return g_str_equal (get_heading (user_data), "You Are Signed In");
}

static void
test_locked (Fixture       *self,
             gconstpointer  data)
{
  fake_secret_store_set_state (self->accounts.keyring, CHATTY_SECRET_LOCKED, TRUE);
  sign_in (self);
  g_assert_cmpstr (get_heading (self), ==, "The Keyring Is Locked");
  g_free (g_steal_pointer (&self->browser.address));
  press (self->page, "Unlock the Keyring");
  g_assert_true (ui_fixture_wait (is_signed_in, self));
  /* The person did not have to go to the browser again. */
  g_assert_null (self->browser.address);
  g_assert_cmpuint (account_fixture_count (&self->accounts), ==, 1);
}

static void
test_missing (Fixture       *self,
              gconstpointer  data)
{
  fake_secret_store_set_state (self->accounts.keyring, CHATTY_SECRET_UNAVAILABLE, FALSE);
  sign_in (self);
  g_assert_cmpstr (get_heading (self), ==, "There Is No Keyring");
  press (self->page, "Keep for This Run Only");
  g_assert_true (ui_fixture_wait (is_signed_in, self));
  g_assert_cmpuint (fake_secret_store_count (self->accounts.keyring), ==, 0);
}

/* Somebody else signs in to the account: that is asked, and is not done by
 * mistake. */
static void
test_other (Fixture       *self,
            gconstpointer  data)
{
  g_autoptr (ChattyAccount) account = NULL;
  g_autoptr (ChattyAccount) same = NULL;
  g_autoptr (ChattyAccount) other = NULL;

  sign_in (self);
  account = get_account (self);
  show (self, chatty_sign_in_page_new (self->accounts.service, get_info (self), account));
  self->browser.email = "eve@example.com";
  sign_in (self);
  g_assert_cmpstr (get_heading (self), ==, "Somebody Else Signed In");
  same = get_account (self);
  g_assert_cmpstr (same->owner, ==, "ada@example.com");

  press (self->page, "Use This Account");
  g_assert_true (ui_fixture_wait (is_signed_in, self));
  other = get_account (self);
  g_assert_cmpstr (other->owner, ==, "eve@example.com");
  g_assert_cmpstr (other->id, ==, account->id);
}

static gboolean
has_saved_key (gpointer user_data)
{
  return find_button (((Fixture *) user_data)->page, "Done") != NULL;
}

static gboolean
has_key_row (gpointer user_data)
{
  return shell_fixture_has_text (find_row (((Fixture *) user_data)->page, "API Key for Knowledge"),
                                 "A key is kept beside the sign-in");
}

static gboolean
has_unlock (gpointer user_data)
{
  return find_button (((Fixture *) user_data)->page, "Unlock the Keyring") != NULL;
}

static gboolean
has_no_key (gpointer user_data)
{
  g_autoptr (ChattyAccount) account = get_account (user_data);

  return !account->has_key && find_button (((Fixture *) user_data)->page, "Enter Key…") != NULL;
}

static gboolean
is_given_back (gpointer user_data)
{
  return shell_fixture_has_text (((Fixture *) user_data)->page, "The Sign-In Is Given Back");
}

static GtkWindow *
find_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window))
        return window;
    }
  g_assert_not_reached ();
}

/* Whether it can be told where the server of this name is. */
static gboolean
asks_for_server (GtkWidget  *page,
                 const char *name)
{
  g_autofree char *title = g_strdup_printf ("Server Address for “%s”", name);
  GtkWidget *row = find_row (page, title);

  g_assert_nonnull (row);
  return gtk_widget_get_visible (row);
}

static void
test_account (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr (ChattyAccount) account = NULL;
  g_autoptr (ChattyAccount) with_key = NULL;
  GtkWidget *connect;
  GtkWindow *dialog;

  self->browser.scopes = "openid email";
  sign_in (self);
  account = get_account (self);
  show (self, chatty_account_page_new (self->accounts.service, account));
  g_assert_true (shell_fixture_has_text (self->page, "ada@example.com"));
  g_assert_true (asks_for_server (self->page, "token"));
  g_assert_true (shell_fixture_has_text (find_row (self->page, "You Allowed"),
                                         "Know you again\nYour address"));
  g_assert_true (shell_fixture_has_text (find (self, CHATTY_TYPE_NOTICE, "missing"),
                                         "You did not allow: Talk for you"));
  ui_fixture_settle (self->page, 3);
  shell_fixture_assert_names (self->page);
  shell_fixture_assert_fits (self->page, 360);

  press (find (self, CHATTY_TYPE_NOTICE, "missing"), "Sign In Again…");
  g_assert_nonnull (ui_fixture_find (self->page, CHATTY_TYPE_SIGN_IN_PAGE, NULL));
  chatty_account_page_go_back (CHATTY_ACCOUNT_PAGE (self->page));
  g_assert_null (ui_fixture_find (self->page, CHATTY_TYPE_SIGN_IN_PAGE, NULL));

  /* A key beside the sign-in takes nothing away from it. */
  g_assert_true (shell_fixture_has_text (find_row (self->page, "API Key for Knowledge"), "None."));
  press (find_row (self->page, "API Key for Knowledge"), "Enter Key…");
  connect = find (self, CHATTY_TYPE_CONNECT_PAGE, NULL);
  gtk_editable_set_text (GTK_EDITABLE (ui_fixture_find (connect, ADW_TYPE_ENTRY_ROW, "key")), KEY);
  press (connect, "Test Connection");
  g_assert_true (ui_fixture_wait (has_saved_key, self));
  press (connect, "Done");
  with_key = get_account (self);
  g_assert_true (with_key->has_key);
  g_assert_cmpstr (with_key->scopes, ==, account->scopes);
  g_assert_cmpuint (fake_secret_store_count (self->accounts.keyring), ==, 1);

  /* Another takes its place where the keyring is locked, which is offered to be
   * unlocked; and it goes. */
  g_assert_true (ui_fixture_wait (has_key_row, self));
  fake_secret_store_set_state (self->accounts.keyring, CHATTY_SECRET_LOCKED, TRUE);
  press (find_row (self->page, "API Key for Knowledge"), "Replace…");
  connect = find (self, CHATTY_TYPE_CONNECT_PAGE, NULL);
  gtk_editable_set_text (GTK_EDITABLE (ui_fixture_find (connect, ADW_TYPE_ENTRY_ROW, "key")), KEY);
  press (connect, "Test Connection");
  g_assert_true (ui_fixture_wait (has_unlock, self));
  press (connect, "Unlock the Keyring");
  g_assert_true (ui_fixture_wait (has_saved_key, self));
  press (connect, "Done");
  press (find_row (self->page, "API Key for Knowledge"), "Remove");
  g_assert_true (ui_fixture_wait (has_no_key, self));
  g_assert_true (shell_fixture_has_text (self->page, "The sign-in stays as it is."));
  g_assert_cmpuint (fake_secret_store_count (self->accounts.keyring), ==, 1);
  ui_fixture_settle (self->page, 3);
  shell_fixture_assert_names (self->page);
  shell_fixture_assert_fits (self->page, 360);

  press (self->page, "Disconnect…");
  dialog = find_dialog ();
  g_assert_true (shell_fixture_has_text (GTK_WIDGET (dialog), "given back"));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "disconnect");
  g_assert_true (ui_fixture_wait (is_given_back, self));
  g_assert_cmpint (g_atomic_int_get (&self->browser.n_revoked), ==, 1);
  gtk_window_destroy (dialog);
}

/* As Google's console gives it. */
static char *
write_file (Fixture    *self,
            const char *text)
{
  char *path = g_build_filename (self->accounts.folder, "client_secret_1.json", NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  return path;
}

static void
drop_file (Fixture    *self,
           const char *text)
{
  g_autofree char *path = write_file (self, text);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_FILE);
  g_value_set_object (&value, file);
  g_assert_true (chatty_drop_area_drop (CHATTY_DROP_AREA (find (self, CHATTY_TYPE_DROP_AREA, NULL)),
                                        &value));
}

static gboolean
has_id (gpointer user_data)
{
  return g_str_equal (get_text (user_data, "id"), ID);
}

static gboolean
has_problem (gpointer user_data)
{
  return gtk_widget_get_visible (ui_fixture_find (find (user_data, CHATTY_TYPE_CLIENT_VIEW, NULL),
                                                  GTK_TYPE_LABEL, "problem"));
}

/* The page is longer than the window, and a file is dropped wherever one is. */
static gboolean
is_problem_in_view (gpointer user_data)
{
  GtkWidget *view = find (user_data, CHATTY_TYPE_CLIENT_VIEW, NULL);
  GtkWidget *problem = ui_fixture_find (view, GTK_TYPE_LABEL, "problem");
  graphene_rect_t bounds;

  return has_problem (user_data) && gtk_widget_compute_bounds (problem, view, &bounds) &&
         bounds.size.height > 0 && bounds.origin.y >= 0 &&
         bounds.origin.y + bounds.size.height <= (float) gtk_widget_get_height (view);
}

static void
test_client (Fixture       *self,
             gconstpointer  data)
{
  GtkWidget *view, *go_on;

  press (self->page, "I Agree");
  g_assert_true (is_at_client (self));
  view = find (self, CHATTY_TYPE_CLIENT_VIEW, NULL);
  g_assert_nonnull (find_row (view, "1. Choose a Project"));
  g_assert_true (shell_fixture_has_text (view, "ends after seven days"));
  ui_fixture_settle (self->page, 3);
  shell_fixture_assert_names (self->page);
  shell_fixture_assert_fits (self->page, 360);
  go_on = find_button (view, "Continue");
  g_assert_false (gtk_widget_is_sensitive (go_on));

  /* What is no client is told in place. */
  drop_file (self, "{\"web\":{\"client_id\":\"" ID "\"}}");
  g_assert_true (ui_fixture_wait (is_problem_in_view, self));
  g_assert_true (shell_fixture_has_text (view, "Desktop app"));
  g_assert_false (gtk_widget_is_sensitive (go_on));

  drop_file (self, FILE_TEXT);
  g_assert_true (ui_fixture_wait (has_id, self));
  g_assert_false (has_problem (self));
  g_assert_cmpstr (get_text (self, "secret"), ==, SECRET);
  g_assert_true (shell_fixture_has_text (view, "Taken from “client_secret_1.json”"));
  g_assert_true (gtk_widget_is_sensitive (go_on));
  press (view, "Continue");
  g_assert_true (is_at (self, "browser"));
  g_assert_true (ui_fixture_wait (is_ready, self));
  press (self->page, "Open Browser");
  g_assert_true (ui_fixture_wait (has_result, self));
  g_assert_cmpstr (get_heading (self), ==, "You Are Signed In");
  g_assert_cmpstr (self->browser.client, ==, ID);
  g_assert_true (fake_browser_got (&self->browser, SECRET));
  /* The page keeps the secret no longer than it needs it. */
  g_assert_cmpstr (get_text (self, "secret"), ==, "");
}

/* What a client of the person's own means for them is said before it bites. */
static void
test_own_client (Fixture       *self,
                 gconstpointer  data)
{
  g_autoptr (ChattyAccount) account = NULL;
  GtkWidget *row;

  press (self->page, "I Agree");
  drop_file (self, FILE_TEXT);
  g_assert_true (ui_fixture_wait (has_id, self));
  press (self->page, "Continue");
  g_assert_true (ui_fixture_wait (is_ready, self));
  press (self->page, "Open Browser");
  g_assert_true (ui_fixture_wait (has_result, self));
  account = get_account (self);
  show (self, chatty_account_page_new (self->accounts.service, account));
  row = find_row (self->page, "A Client of Your Own");
  g_assert_true (shell_fixture_has_text (row, "in “Testing” at Example, a sign-in ends after 7 "
                                              "days"));
  g_assert_true (shell_fixture_has_text (row, "the project “project-7”"));
  g_assert_nonnull (find_button (row, "Publish…"));
  ui_fixture_settle (self->page, 3);
  shell_fixture_assert_names (self->page);
  shell_fixture_assert_fits (self->page, 360);
}

/* Signing in once more is with the client that is kept, secret and all. */
static void
test_client_again (Fixture       *self,
                   gconstpointer  data)
{
  self->browser.scopes = "openid email";
  press (self->page, "I Agree");
  drop_file (self, FILE_TEXT);
  g_assert_true (ui_fixture_wait (has_id, self));
  press (self->page, "Continue");
  g_assert_true (ui_fixture_wait (is_ready, self));
  press (self->page, "Open Browser");
  g_assert_true (ui_fixture_wait (has_result, self));
  g_clear_pointer (&self->browser.thread, g_thread_join);
  g_clear_pointer (&self->browser.token_form, g_free);

  self->browser.scopes = NULL;
  press (self->page, "Sign In Again");
  g_assert_true (ui_fixture_wait (is_ready, self));
  press (self->page, "Open Browser");
  g_assert_true (ui_fixture_wait (has_all, self));
  g_assert_true (fake_browser_got (&self->browser, SECRET));
}

/* A secret that the server does not take is told where it was entered. */
static void
test_client_refused (Fixture       *self,
                     gconstpointer  data)
{
  self->browser.refuses_client = TRUE;
  press (self->page, "I Agree");
  drop_file (self, FILE_TEXT);
  g_assert_true (ui_fixture_wait (has_id, self));
  press (self->page, "Continue");
  g_assert_true (ui_fixture_wait (is_ready, self));
  press (self->page, "Open Browser");
  g_assert_true (ui_fixture_wait (is_at_client, self));
  g_assert_true (has_problem (self));
  g_assert_true (shell_fixture_has_text (self->page, "its secret is wrong"));
}

/* A file that is no file of a client, however large, is not taken. */
static void
test_wrong_files (Fixture       *self,
                  gconstpointer  data)
{
  g_autofree char *large = g_strnfill (4 * 1024 * 1024, ' ');
  const char *texts[] = { "", "<html>", "[]", "{\"installed\":{\"client_id\":\"two words\"}}", large };

  press (self->page, "I Agree");
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      set_text (self, "id", "");
      set_text (self, "id", "x");
      g_assert_false (has_problem (self));
      drop_file (self, texts[i]);
      g_assert_true (ui_fixture_wait (has_problem, self));
      g_assert_cmpstr (get_text (self, "id"), ==, "x");
    }
}

static void
test_pasted (Fixture       *self,
             gconstpointer  data)
{
  press (self->page, "I Agree");
  gdk_clipboard_set_text (gtk_widget_get_clipboard (self->page), "no client");
  g_signal_emit_by_name (find (self, GTK_TYPE_BUTTON, "paste"), "clicked");
  g_assert_true (ui_fixture_wait (has_problem, self));

  gdk_clipboard_set_text (gtk_widget_get_clipboard (self->page), FILE_TEXT);
  g_signal_emit_by_name (find (self, GTK_TYPE_BUTTON, "paste"), "clicked");
  g_assert_true (ui_fixture_wait (has_id, self));
  g_assert_true (shell_fixture_has_text (self->page, "Taken from the clipboard"));
}

static void
test_by_hand (Fixture       *self,
              gconstpointer  data)
{
  GtkWidget *id, *project;

  press (self->page, "I Agree");
  id = find (self, ADW_TYPE_ENTRY_ROW, "id");
  set_text (self, "id", "two words");
  press (self->page, "Continue");
  g_assert_true (has_problem (self));
  g_assert_true (gtk_widget_has_css_class (id, "error"));
  set_text (self, "id", ID);
  g_assert_false (gtk_widget_has_css_class (id, "error"));

  /* The project is under Advanced, which opens for what is wrong in it. */
  project = find_row (self->page, "Quota Project (Optional)");
  gtk_editable_set_text (GTK_EDITABLE (project), "two words");
  press (self->page, "Continue");
  g_assert_true (gtk_widget_has_css_class (project, "error"));
  g_assert_true (adw_expander_row_get_expanded (
    ADW_EXPANDER_ROW (find (self, ADW_TYPE_EXPANDER_ROW, "servers"))));
  gtk_editable_set_text (GTK_EDITABLE (project), "");
  gtk_editable_set_text (GTK_EDITABLE (find_row (self->page, "Server Address")),
                         "http://api.example.com");
  press (self->page, "Continue");
  g_assert_true (has_problem (self));
  gtk_editable_set_text (GTK_EDITABLE (find_row (self->page, "Server Address")), "");

  /* Enter goes on; back leads to the client. */
  g_signal_emit_by_name (id, "entry-activated");
  g_assert_true (is_at (self, "browser"));
  g_assert_true (ui_fixture_wait (is_ready, self));
  press_key (find (self, CHATTY_TYPE_BROWSER_VIEW, NULL), GDK_KEY_Escape, 0);
  g_assert_true (is_at_client (self));
  press_key (id, GDK_KEY_Escape, 0);
  g_assert_true (is_at (self, "consent"));
}

static gboolean
has_account (gpointer user_data)
{
  return account_fixture_count (&((Fixture *) user_data)->accounts) == 1;
}

static void
test_key_instead (Fixture       *self,
                  gconstpointer  data)
{
  GtkWidget *connect;
  g_autoptr (ChattyAccount) account = NULL;

  g_signal_emit_by_name (find_row (self->page, "Use an API Key Instead…"), "activated");
  connect = find (self, CHATTY_TYPE_CONNECT_PAGE, NULL);
  press_key (connect, GDK_KEY_Escape, 0);
  g_assert_null (ui_fixture_find (self->page, CHATTY_TYPE_CONNECT_PAGE, NULL));
  g_assert_false (self->closed);

  g_signal_emit_by_name (find_row (self->page, "Use an API Key Instead…"), "activated");
  connect = find (self, CHATTY_TYPE_CONNECT_PAGE, NULL);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (gtk_widget_get_root (connect))) ==
                 ui_fixture_find (connect, GTK_TYPE_BUTTON, "agree"));
  g_assert_nonnull (find_row (connect, "Where the Key Is Kept"));
  press (connect, "I Agree");
  /* A key alone goes to none of the servers of the sign-in. */
  g_assert_true (gtk_widget_get_visible (find_row (connect, "Server Address")));
  g_assert_false (asks_for_server (connect, "authorize"));
  g_assert_false (asks_for_server (connect, "token"));
  g_assert_false (asks_for_server (connect, "person"));
  gtk_editable_set_text (GTK_EDITABLE (ui_fixture_find (connect, ADW_TYPE_ENTRY_ROW, "key")), KEY);
  press (connect, "Test Connection");
  g_assert_true (ui_fixture_wait (has_account, self));
  account = get_account (self);
  g_assert_null (account->scopes);
  show (self, chatty_account_page_new (self->accounts.service, account));
  g_assert_true (gtk_widget_get_visible (find_row (self->page, "Server Address")));
  g_assert_false (asks_for_server (self->page, "token"));
}

int
main (int    argc,
      char **argv)
{
  shell_fixture_init (&argc, &argv);

#define ADD(path, client, func) \
  g_test_add ("/ui/sign-in/" path, Fixture, client, set_up, func, tear_down)
  ADD ("consent", ID, test_consent);
  ADD ("signed-in", ID, test_signed_in);
  ADD ("optional", ID, test_optional);
  ADD ("partly", ID, test_partly);
  ADD ("declined", ID, test_declined);
  ADD ("problem", ID, test_problem);
  ADD ("cancelled", ID, test_cancelled);
  ADD ("copied", ID, test_copied);
  g_test_add_func ("/ui/sign-in/countdown", test_countdown);
  ADD ("locked", ID, test_locked);
  ADD ("missing", ID, test_missing);
  ADD ("other", ID, test_other);
  ADD ("account", ID, test_account);
  ADD ("client", NULL, test_client);
  ADD ("own-client", NULL, test_own_client);
  ADD ("client-again", NULL, test_client_again);
  ADD ("client-refused", NULL, test_client_refused);
  ADD ("wrong-files", NULL, test_wrong_files);
  ADD ("pasted", NULL, test_pasted);
  ADD ("by-hand", NULL, test_by_hand);
  ADD ("key-instead", ID, test_key_instead);
#undef ADD

  return g_test_run ();
}
