/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <adwaita.h>

#include "chatty-error.h"
#include "chatty-platforms-page.h"
#include "chatty-remote-row.h"

#include "platforms-fixture.h"

#define HOSTILE "<b>Bold</b> & \xe2\x80\xae" "drawkcab"

static void
test_nine (PlatformsFixture *self,
           gconstpointer     data)
{
  guint n_infos;
  const ChattyConnectorInfo *const *infos = chatty_connector_info_list (&n_infos);

  platforms_fixture_show (self, 1000);
  for (guint i = 0; i < n_infos; i++)
    platforms_fixture_wait_text (self, infos[i]->title);
  g_assert_true (platforms_fixture_sees (self, "Not connected"));
  g_assert_true (platforms_fixture_sees (self, "Not built yet; import only"));
  g_assert_true (platforms_fixture_sees (self, "Import Only"));

  for (guint i = 0; i < n_infos; i++)
    {
      gboolean is_built = g_str_equal (infos[i]->id, "convai");
      g_autofree char *label = g_strdup_printf ("Connect %s…", infos[i]->title);

      platforms_fixture_choose (self, infos[i]->title);
      ui_fixture_settle (self->page, 3);
      g_assert_true (platforms_fixture_sees (self, "What It Offers"));
      g_assert_true (platforms_fixture_sees (self, "What We Do With It"));
      g_assert_true (platforms_fixture_sees (self, "What Nobody Can Do"));
      g_assert_true (platforms_fixture_sees (self, "How to Bring What You Have There"));
      g_assert_true ((platforms_fixture_button (self, label) != NULL) == is_built);
      g_assert_nonnull (platforms_fixture_button (self, "Import Files…"));
      shell_fixture_assert_names (GTK_WIDGET (self->window));
    }
  shell_fixture_assert_fits (self->page, 360);
  /* Nobody was called for all that. */
  g_assert_cmpuint (fake_remote_count (FAKE_LIST), ==, 0);
}

static void
test_unseen (PlatformsFixture *self,
             gconstpointer     data)
{
  GtkWidget *stack = gtk_stack_new ();

  platforms_fixture_connect (self, "Mine");
  self->page = chatty_platforms_page_new (self->shell.workspace, self->service);
  gtk_stack_add_child (GTK_STACK (stack), gtk_label_new ("Something else"));
  gtk_stack_add_child (GTK_STACK (stack), self->page);
  self->window = shell_fixture_show (stack, 1000, 700);
  g_assert_cmpuint (fake_remote_count (FAKE_LIST), ==, 0);

  gtk_stack_set_visible_child (GTK_STACK (stack), self->page);
  platforms_fixture_wait_text (self, "Keeper 0");
  g_assert_cmpuint (fake_remote_count (FAKE_LIST), ==, 1);
}

static void
test_accounts (PlatformsFixture *self,
               gconstpointer     data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyAccount) account = NULL;

  platforms_fixture_connect (self, "First");
  platforms_fixture_connect (self, HOSTILE);
  platforms_fixture_show (self, 1000);
  platforms_fixture_wait_text (self, "2 accounts");
  /* A name is text, and cannot turn the line around. */
  g_assert_true (platforms_fixture_sees (self, "<b>Bold</b> & \xef\xbf\xbd" "drawkcab"));
  platforms_fixture_wait_text (self, "Keeper 0");

  platforms_fixture_choose (self, "<b>Bold</b>");
  ui_fixture_settle (self->page, 3);
  platforms_fixture_wait_text (self, "Keeper 0");
  g_assert_true (platforms_fixture_sees (self, "Convai · Connected · Scale"));

  /* What is done in the settings is seen here. */
  account = chatty_account_service_set_paused (self->service, self->account, TRUE, &error);
  g_assert_no_error (error);
  platforms_fixture_wait_text (self, "This Account Is Paused");
  platforms_fixture_press (self, "Resume");
  platforms_fixture_wait_text (self, "Keeper 0");
}

static void
test_many (PlatformsFixture *self,
           gconstpointer     data)
{
  GtkWidget *entry;

  platforms_fixture_connect (self, "Mine");
  platforms_fixture_show (self, 1000);
  platforms_fixture_wait_text (self, "Keeper 0");
  ui_fixture_settle (self->page, 40);
  /* One call, and not a widget for each. */
  g_assert_cmpuint (fake_remote_count (FAKE_LIST), ==, 1);
  g_assert_cmpuint (fake_remote_count (FAKE_GET), ==, 0);
  g_assert_cmpuint (ui_fixture_count (self->page, CHATTY_TYPE_REMOTE_ROW), <, 300);
  g_assert_cmpuint (ui_fixture_count (self->page, CHATTY_TYPE_REMOTE_ROW), >, 5);
  shell_fixture_assert_names (self->page);

  entry = ui_fixture_find (self->page, GTK_TYPE_SEARCH_ENTRY, NULL);
  gtk_editable_set_text (GTK_EDITABLE (entry), "KEEPER 987");
  platforms_fixture_wait_text (self, "Keeper 987");
  platforms_fixture_wait_gone (self, "Keeper 0\n");
  gtk_editable_set_text (GTK_EDITABLE (entry), "nobody");
  platforms_fixture_wait_text (self, "Nothing Found");
  gtk_editable_set_text (GTK_EDITABLE (entry), "");
  platforms_fixture_wait_text (self, "Keeper 0\n");
  g_assert_cmpuint (fake_remote_count (FAKE_LIST), ==, 1);
}

static void
count_cb (guint *n)
{
  (*n)++;
}

/* A click between press and release would be lost with its row. */
static void
test_stay (PlatformsFixture *self,
           gconstpointer     data)
{
  GListModel *model;
  guint n_changes = 0;

  platforms_fixture_connect (self, "Mine");
  platforms_fixture_show (self, 1000);
  platforms_fixture_wait_text (self, "Keeper 0");
  model = G_LIST_MODEL (gtk_list_view_get_model (
    GTK_LIST_VIEW (ui_fixture_find (self->page, GTK_TYPE_LIST_VIEW, NULL))));
  while (g_list_model_get_n_items (model) < 3)
    g_main_context_iteration (NULL, TRUE);
  g_signal_connect_swapped (model, "items-changed", G_CALLBACK (count_cb), &n_changes);
  fake_remote_set_name (1, "Keeper of Lamps");
  g_signal_emit_by_name (ui_fixture_find (self->page, GTK_TYPE_BUTTON, "refresh"), "clicked");
  platforms_fixture_wait_text (self, "Keeper of Lamps");
  g_assert_cmpuint (n_changes, ==, 0);
  g_signal_handlers_disconnect_by_func (model, count_cb, &n_changes);
}

static void
test_empty (PlatformsFixture *self,
            gconstpointer     data)
{
  fake_remote_hold (FAKE_LIST, TRUE);
  platforms_fixture_connect (self, "Mine");
  platforms_fixture_show (self, 1000);
  platforms_fixture_wait_text (self, "Asking the platform…");
  shell_fixture_assert_names (GTK_WIDGET (self->window));
  fake_remote_hold (FAKE_LIST, FALSE);
  platforms_fixture_wait_text (self, "No Characters");
}

static void
test_failures (PlatformsFixture *self,
               gconstpointer     data)
{
  static const struct {
    int         code;
    const char *heading;
    const char *button;
  } cases[] = {
    { CHATTY_ERROR_OFFLINE, "No Connection", "Try Again" },
    { CHATTY_ERROR_FORBIDDEN, "Not Allowed", "Try Again" },
    { CHATTY_ERROR_SERVER, "The Server Has Trouble", "Try Again" },
    { CHATTY_ERROR_SIGN_IN_NEEDED, "Sign In Again", "Open the Account’s Settings" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      if (i == 0)
        {
          fake_remote_set_fault (FAKE_LIST, cases[i].code, 0);
          platforms_fixture_connect (self, "Mine");
          platforms_fixture_show (self, 1000);
        }
      else
        {
          fake_remote_set_fault (FAKE_LIST, cases[i].code, 0);
          platforms_fixture_press (self, "Refresh");
        }
      platforms_fixture_wait_text (self, cases[i].heading);
      /* The platform's words are text, whatever they look like. */
      g_assert_true (platforms_fixture_sees (self, "The fake says <no> &"));
      g_assert_nonnull (platforms_fixture_button (self, cases[i].button));
      shell_fixture_assert_fits (self->page, 360);
    }

  fake_remote_set_fault (FAKE_LIST, -1, 0);
  platforms_fixture_press (self, "Refresh");
  platforms_fixture_wait_text (self, "Keeper 0");

  /* What is there stays while something else does not work. */
  fake_remote_set_fault (FAKE_LIST, CHATTY_ERROR_OFFLINE, 0);
  platforms_fixture_press (self, "Refresh");
  platforms_fixture_wait_text (self, "No Connection");
  g_assert_true (platforms_fixture_sees (self, "Keeper 0"));
  fake_remote_set_fault (FAKE_LIST, -1, 0);
  platforms_fixture_press (self, "Try Again");
  platforms_fixture_wait_gone (self, "No Connection");
}

static void
test_wait (PlatformsFixture *self,
           gconstpointer     data)
{
  GtkWidget *button;

  fake_remote_set_fault (FAKE_LIST, CHATTY_ERROR_RATE_LIMITED, 2);
  platforms_fixture_connect (self, "Mine");
  platforms_fixture_show (self, 1000);
  platforms_fixture_wait_text (self, "Too Many Requests");
  button = platforms_fixture_button (self, "Try Again in 2 Seconds");
  g_assert_nonnull (button);
  g_assert_false (gtk_widget_is_sensitive (button));
  platforms_fixture_wait_text (self, "Try Again in 1 Second");
  platforms_fixture_wait_gone (self, "Try Again in");
  fake_remote_set_fault (FAKE_LIST, -1, 0);
  platforms_fixture_press (self, "Try Again");
  platforms_fixture_wait_text (self, "Keeper 0");
}

static void
test_usage (PlatformsFixture *self,
            gconstpointer     data)
{
  AdwViewStack *tabs;

  fake_remote_set_fault (FAKE_USAGE, CHATTY_ERROR_SERVER, 0);
  platforms_fixture_connect (self, "Mine");
  platforms_fixture_show (self, 1000);
  platforms_fixture_wait_text (self, "Keeper 0");
  g_assert_cmpuint (fake_remote_count (FAKE_USAGE), ==, 0);
  tabs = ADW_VIEW_STACK (ui_fixture_find (self->page, ADW_TYPE_VIEW_STACK, NULL));
  adw_view_stack_set_visible_child_name (tabs, "usage");
  platforms_fixture_wait_text (self, "The Server Has Trouble");
  fake_remote_set_fault (FAKE_USAGE, -1, 0);
  platforms_fixture_press (self, "Try Again");
  platforms_fixture_wait_text (self, "30 of 100 used");
  shell_fixture_assert_names (GTK_WIDGET (self->window));
  adw_view_stack_set_visible_child_name (tabs, "about");
  platforms_fixture_wait_text (self, "What Nobody Can Do");
}

static void
test_narrow (PlatformsFixture *self,
             gconstpointer     data)
{
  platforms_fixture_connect (self, "Mine");
  platforms_fixture_show (self, 360);
  platforms_fixture_wait_text (self, "Copilot");
  /* The list alone calls nobody. */
  g_assert_cmpuint (fake_remote_count (FAKE_LIST), ==, 0);
  g_assert_false (chatty_platforms_page_go_back (CHATTY_PLATFORMS_PAGE (self->page)));

  platforms_fixture_choose (self, "Mine");
  platforms_fixture_wait_text (self, "Keeper 0");
  shell_fixture_assert_fits (self->page, 360);
  platforms_fixture_open (self, 0);
  platforms_fixture_wait_text (self, "“backstory” at Convai");
  shell_fixture_assert_fits (self->page, 360);
  g_assert_cmpuint (fake_remote_count (FAKE_GET), ==, 1);

  /* From the character to the account, and from there to the list. */
  g_assert_true (chatty_platforms_page_go_back (CHATTY_PLATFORMS_PAGE (self->page)));
  platforms_fixture_wait_text (self, "Keeper 0");
  g_assert_true (chatty_platforms_page_go_back (CHATTY_PLATFORMS_PAGE (self->page)));
  platforms_fixture_wait_text (self, "Copilot");
  g_assert_false (chatty_platforms_page_go_back (CHATTY_PLATFORMS_PAGE (self->page)));
}

int
main (int    argc,
      char **argv)
{
  shell_fixture_init (&argc, &argv);

#define ADD(path, n, func)                                                          \
  g_test_add ("/ui/platforms/" path, PlatformsFixture, GUINT_TO_POINTER (n),        \
              platforms_fixture_set_up, func, platforms_fixture_tear_down)
  ADD ("nine", 3, test_nine);
  ADD ("unseen", 3, test_unseen);
  ADD ("accounts", 3, test_accounts);
  ADD ("many", 1000, test_many);
  ADD ("stay", 3, test_stay);
  ADD ("empty", 0, test_empty);
  ADD ("failures", 3, test_failures);
  ADD ("wait", 3, test_wait);
  ADD ("usage", 3, test_usage);
  ADD ("narrow", 3, test_narrow);
#undef ADD

  return g_test_run ();
}
