/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "chatty-diff-view.h"
#include "chatty-sync-field-row.h"
#include "chatty-sync-list.h"
#include "chatty-sync-report-view.h"
#include "chatty-sync-step-row.h"

#include "sync-fixture.h"

static GtkWidget *
find (SyncFixture *fixture,
      GType        type,
      const char  *name)
{
  GtkWidget *widget = ui_fixture_find (fixture->page, type, name);

  g_assert_nonnull (widget);
  return widget;
}

static gboolean
is_active (SyncFixture *fixture,
           const char  *name)
{
  return gtk_check_button_get_active (
    GTK_CHECK_BUTTON (find (fixture, GTK_TYPE_CHECK_BUTTON, name)));
}

static ChattySyncJob *
get_job (SyncFixture *fixture)
{
  return chatty_sync_page_get_job (CHATTY_SYNC_PAGE (fixture->page));
}

static void
make_conflict (SyncFixture *fixture)
{
  sync_fixture_edit_here (fixture, fixture->callsign, CHATTY_FIELD_INSTRUCTIONS, "What is mine");
  sync_fixture_edit_there (fixture, fixture->remote_id, "backstory", "What is theirs");
}

static void
show_account (SyncFixture *fixture,
              int          width)
{
  sync_fixture_show (fixture, chatty_sync_request_new (fixture->characters.account), width);
}

static void
assert_here (SyncFixture *fixture,
             const char  *expected)
{
  g_autofree char *text = sync_fixture_dup_here (fixture, fixture->callsign,
                                                 CHATTY_FIELD_INSTRUCTIONS);

  g_assert_cmpstr (text, ==, expected);
}

/* Different fields of both sides: shown, then run, and both arrive. */
static void
test_both_arrive (SyncFixture   *fixture,
                  gconstpointer  data)
{
  g_autofree char *name = NULL;

  sync_fixture_edit_here (fixture, fixture->callsign, CHATTY_FIELD_NAME, "Mara Voss");
  sync_fixture_edit_there (fixture, fixture->remote_id, "backstory", "Left the lighthouse");
  show_account (fixture, 900);
  sync_fixture_wait_text (fixture, "Goes to Convai");
  sync_fixture_wait_text (fixture, "Comes from Convai");
  sync_fixture_wait_text (fixture, "they stay here: Greeting");
  g_assert_false (sync_fixture_is_there (fixture, "Mara Voss"));
  g_assert_true (gtk_widget_get_sensitive (find (fixture, GTK_TYPE_BUTTON, "start")));
  shell_fixture_assert_names (fixture->page);

  sync_fixture_press (fixture, "sync.start");
  sync_fixture_wait_state (fixture, CHATTY_SYNC_JOB_FINISHED);
  sync_fixture_wait_text (fixture, "1 field went to Convai, 1 field came from Convai");
  g_assert_true (sync_fixture_is_there (fixture, "Mara Voss"));
  assert_here (fixture, "Left the lighthouse");
  name = sync_fixture_dup_here (fixture, fixture->callsign, CHATTY_FIELD_NAME);
  g_assert_cmpstr (name, ==, "Mara Voss");
  g_assert_false (chatty_sync_page_get_busy (CHATTY_SYNC_PAGE (fixture->page)));
}

static void
test_same (SyncFixture   *fixture,
           gconstpointer  data)
{
  show_account (fixture, 360);
  sync_fixture_wait_text (fixture, "Both Sides Are the Same");
  g_assert_false (gtk_widget_get_visible (find (fixture, GTK_TYPE_BUTTON, "start")));
  shell_fixture_assert_fits (fixture->page, 360);
}

/* Closing it is the dry run. */
static void
test_leave (SyncFixture   *fixture,
            gconstpointer  data)
{
  g_autoptr (ChattySyncJob) job = NULL;

  make_conflict (fixture);
  show_account (fixture, 900);
  sync_fixture_wait_state (fixture, CHATTY_SYNC_JOB_READY);
  job = g_object_ref (get_job (fixture));
  chatty_sync_page_leave (CHATTY_SYNC_PAGE (fixture->page));
  g_assert_cmpint (chatty_sync_job_get_state (job), ==, CHATTY_SYNC_JOB_CANCELLED);
  assert_here (fixture, "What is mine");
  g_assert_true (sync_fixture_is_there (fixture, "What is theirs"));
}

/* The policy's decision is chosen at first; the person's is what is run. */
static void
test_conflict (SyncFixture   *fixture,
               gconstpointer  data)
{
  g_autofree char *texts = NULL;

  make_conflict (fixture);
  show_account (fixture, 900);
  sync_fixture_wait_text (fixture, "the newest change wins");
  sync_fixture_wait_text (fixture, "+ What is mine");
  sync_fixture_wait_text (fixture, "+ What is theirs");
  g_assert_true (is_active (fixture, "take_there"));

  /* By the keyboard: to the question, and the first choice. */
  sync_fixture_press (fixture, "sync.next");
  gtk_widget_activate_action (fixture->page, "sync.choose", "u", 0);
  sync_fixture_wait_text (fixture, "Goes to Convai · as you chose");
  g_assert_true (is_active (fixture, "keep_here"));
  gtk_widget_activate_action (fixture->page, "sync.choose", "u", 2);
  sync_fixture_wait_text (fixture, "1 question is open");
  g_assert_true (is_active (fixture, "later"));
  g_assert_false (gtk_widget_get_sensitive (find (fixture, GTK_TYPE_BUTTON, "start")));
  gtk_widget_activate_action (fixture->page, "sync.choose", "u", 0);
  sync_fixture_wait_text (fixture, "Goes to Convai · as you chose");

  sync_fixture_press (fixture, "sync.start");
  sync_fixture_wait_state (fixture, CHATTY_SYNC_JOB_FINISHED);
  assert_here (fixture, "What is mine");
  g_assert_true (sync_fixture_is_there (fixture, "What is mine"));
}

static void
test_policy (SyncFixture   *fixture,
             gconstpointer  data)
{
  make_conflict (fixture);
  show_account (fixture, 360);
  sync_fixture_wait_text (fixture, "the newest change wins");
  shell_fixture_assert_fits (fixture->page, 360);
  adw_combo_row_set_selected (ADW_COMBO_ROW (find (fixture, ADW_TYPE_COMBO_ROW, "policy")),
                              CHATTY_SYNC_MINE);
  sync_fixture_wait_text (fixture, "yours is kept");
  g_assert_true (is_active (fixture, "keep_here"));
}

/* What was replaced comes back on both sides. */
static void
test_undo (SyncFixture   *fixture,
           gconstpointer  data)
{
  g_autofree char *run = NULL;

  make_conflict (fixture);
  show_account (fixture, 900);
  sync_fixture_wait_state (fixture, CHATTY_SYNC_JOB_READY);
  sync_fixture_wait_text (fixture, "the newest change wins");
  sync_fixture_press (fixture, "sync.start");
  sync_fixture_wait_state (fixture, CHATTY_SYNC_JOB_FINISHED);
  assert_here (fixture, "What is theirs");
  run = g_strdup (chatty_sync_job_get_batch_id (get_job (fixture)));
  shell_fixture_close (fixture->window);

  sync_fixture_show (fixture, chatty_sync_request_new_undo (run, NULL), 900);
  sync_fixture_wait_text (fixture, "Undo a Sync with Convai");
  sync_fixture_wait_text (fixture, "Is brought back here");
  sync_fixture_wait_text (fixture, "+ What is mine");
  sync_fixture_press (fixture, "sync.start");
  sync_fixture_wait_state (fixture, CHATTY_SYNC_JOB_FINISHED);
  assert_here (fixture, "What is mine");
  shell_fixture_close (fixture->window);

  sync_fixture_show (fixture, chatty_sync_request_new_undo (run, NULL), 900);
  sync_fixture_wait_text (fixture, "Nothing to Undo");
}

/* An answer turns the question into another step; it stays to be changed. */
static void
test_answered_stays (SyncFixture   *fixture,
                     gconstpointer  data)
{
  sync_fixture_trash (fixture, fixture->callsign);
  show_account (fixture, 900);
  sync_fixture_wait_text (fixture, "Was deleted here.");
  sync_fixture_press (fixture, "sync.next");
  gtk_widget_activate_action (fixture->page, "sync.choose", "u", 1);
  sync_fixture_wait_text (fixture, "Comes here from Convai");
  sync_fixture_wait_text (fixture, "Was deleted here.");
  sync_fixture_press (fixture, "sync.next");
  gtk_widget_activate_action (fixture->page, "sync.choose", "u", 3);
  sync_fixture_wait_text (fixture, "1 question is open");
  g_assert_true (sync_fixture_is_there (fixture, "Mara"));
}

/* The brake says why, and goes on when it is let go. */
static void
test_brake (SyncFixture   *fixture,
            gconstpointer  data)
{
  GtkWidget *button;

  sync_fixture_lose (fixture, 3);
  show_account (fixture, 900);
  sync_fixture_wait_text (fixture, "3 of 4 characters are gone at Convai at once");
  g_assert_false (gtk_widget_get_sensitive (find (fixture, GTK_TYPE_BUTTON, "start")));
  button = ui_fixture_find (find (fixture, GTK_TYPE_BOX, "brakes"), GTK_TYPE_BUTTON, NULL);
  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
  sync_fixture_wait_text (fixture, "3 gone there");
  sync_fixture_wait_text (fixture, "Is gone on Convai; it stays here");
  g_assert_true (gtk_widget_get_sensitive (find (fixture, GTK_TYPE_BUTTON, "start")));
}

/* A page that is no list, with status 200: told, and nothing is deleted. */
static void
test_failed_list (SyncFixture   *fixture,
                  gconstpointer  data)
{
  chatty_simulator_set_fault (fixture->characters.simulator, "/character/list",
                              CHATTY_SIMULATOR_FAULT_WEB_PAGE, 1, 1000);
  show_account (fixture, 900);
  sync_fixture_wait_text (fixture, "The list of characters could not be had from Convai");
  g_assert_false (gtk_widget_get_sensitive (find (fixture, GTK_TYPE_BUTTON, "start")));
  chatty_simulator_clear_faults (fixture->characters.simulator);
  sync_fixture_press (fixture, "sync.again");
  sync_fixture_wait_text (fixture, "Both Sides Are the Same");
}

/* The platform moved on while the plan was read. */
static void
test_moved (SyncFixture   *fixture,
            gconstpointer  data)
{
  sync_fixture_edit_here (fixture, fixture->callsign, CHATTY_FIELD_NAME, "Mara Voss");
  show_account (fixture, 900);
  sync_fixture_wait_state (fixture, CHATTY_SYNC_JOB_READY);
  sync_fixture_wait_text (fixture, "Goes to Convai");
  sync_fixture_edit_there (fixture, fixture->remote_id, "backstory", "Moved on");
  sync_fixture_press (fixture, "sync.start");
  sync_fixture_wait_text (fixture, "Comes from Convai");
  g_assert_true (gtk_widget_get_visible (find (fixture, GTK_TYPE_BOX, "moved")));
  g_assert_false (sync_fixture_is_there (fixture, "Mara Voss"));
  sync_fixture_press (fixture, "sync.start");
  sync_fixture_wait_state (fixture, CHATTY_SYNC_JOB_FINISHED);
  g_assert_true (sync_fixture_is_there (fixture, "Mara Voss"));
  assert_here (fixture, "Moved on");
}

/* One of the platform's comes here, and only that. */
static void
test_bring (SyncFixture   *fixture,
            gconstpointer  data)
{
  g_autofree char *wren = chatty_simulator_add_character (
    fixture->characters.simulator, CHARACTERS_FIXTURE_KEY, "Wren", "Keeps bees");
  g_autofree char *ida = chatty_simulator_add_character (
    fixture->characters.simulator, CHARACTERS_FIXTURE_KEY, "Ida", "Reads");
  ChattySyncRequest *request = chatty_sync_request_new (NULL);
  g_autofree char *story = NULL;

  request->remote_id = g_strdup (wren);
  sync_fixture_show (fixture, request, 900);
  sync_fixture_wait_text (fixture, "Comes here from Convai");
  g_assert_cmpuint (chatty_sync_plan_get_n_steps (chatty_sync_job_get_plan (get_job (fixture))),
                    ==, 1);
  sync_fixture_press (fixture, "sync.start");
  sync_fixture_wait_state (fixture, CHATTY_SYNC_JOB_FINISHED);
  sync_fixture_wait_text (fixture, "Came here from Convai");
  story = sync_fixture_dup_here (fixture, "wren-001", CHATTY_FIELD_INSTRUCTIONS);
  g_assert_cmpstr (story, ==, "Keeps bees");
  g_assert_nonnull (ida);
}

/* A thousand characters: only what is in sight is made. */
static void
test_thousand (SyncFixture   *fixture,
               gconstpointer  data)
{
  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *name = g_strdup_printf ("Somebody %u", i);
      g_autofree char *id = chatty_simulator_add_character (
        fixture->characters.simulator, CHARACTERS_FIXTURE_KEY, name, "Likes the sea");
    }
  show_account (fixture, 900);
  sync_fixture_wait_text (fixture, "1000 to bring here");
  ui_fixture_settle (fixture->page, 30);
  g_assert_cmpuint (ui_fixture_count (fixture->page, CHATTY_TYPE_SYNC_STEP_ROW), <, 300);
}

/* The stored report says the same as the one in place, and never crashes on
 * what somebody wrote into the file. */
static void
test_report (SyncFixture   *fixture,
             gconstpointer  data)
{
  static const char *const broken[] = {
    "", "[]", "{}", "{\"steps\":7}", "{\"kind\":\"sync\",\"steps\":[1,null,{}]}",
    "{\"kind\":\"sync\",\"steps\":[{\"kind\":\"update\",\"fields\":[{\"field\":3},{}]}]}",
    "{\"kind\":\"sync\",\"counts\":{\"done\":-1},\"steps\":[{\"kind\":\"no\",\"outcome\":\"no\"}]}",
  };
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *json = NULL;
  g_autofree char *text = NULL;
  g_autofree char *sums = NULL;
  g_autoptr (ChattySyncReport) report = NULL;
  g_autoptr (ChattySyncReport) head = NULL;
  g_autoptr (GError) error = NULL;

  make_conflict (fixture);
  show_account (fixture, 900);
  sync_fixture_wait_state (fixture, CHATTY_SYNC_JOB_READY);
  sync_fixture_wait_text (fixture, "the newest change wins");
  sync_fixture_press (fixture, "sync.start");
  sync_fixture_wait_state (fixture, CHATTY_SYNC_JOB_FINISHED);
  node = chatty_sync_receipt_to_json (chatty_sync_job_get_receipt (get_job (fixture)));
  json = json_to_string (node, FALSE);
  g_assert_true (chatty_sync_report_is_one (json));
  report = chatty_sync_report_parse (json, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->lines->len, ==, 2);
  g_assert_true (chatty_sync_line_can_undo (report->lines->pdata[0]));
  g_assert_cmpuint (report->counts[CHATTY_SYNC_DONE], ==, 1);
  text = chatty_sync_report_to_text (report);
  g_assert_nonnull (strstr (text, "What is mine"));
  g_assert_nonnull (strstr (text, "What is theirs"));
  head = chatty_sync_report_parse_head (json);
  g_assert_nonnull (head);
  g_assert_cmpuint (head->counts[CHATTY_SYNC_DONE], ==, 1);
  sums = chatty_sync_report_dup_sums (head);
  g_assert_cmpstr (sums, ==, "Done: 1");

  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autoptr (ChattySyncReport) bad = chatty_sync_report_parse (broken[i], NULL);
      g_autoptr (ChattySyncReport) bad_head = chatty_sync_report_parse_head (broken[i]);
      g_autofree char *bad_text = bad != NULL ? chatty_sync_report_to_text (bad) : NULL;

      g_assert_true (i > 3 ? bad != NULL : bad == NULL);
    }
}

#define ADD(name, func) \
  g_test_add ("/ui/sync/" name, SyncFixture, NULL, sync_fixture_set_up, func, \
              sync_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  shell_fixture_init (&argc, &argv);

  ADD ("both-arrive", test_both_arrive);
  ADD ("same", test_same);
  ADD ("leave", test_leave);
  ADD ("conflict", test_conflict);
  ADD ("policy", test_policy);
  ADD ("undo", test_undo);
  ADD ("answered-stays", test_answered_stays);
  ADD ("brake", test_brake);
  ADD ("failed-list", test_failed_list);
  ADD ("moved", test_moved);
  ADD ("bring", test_bring);
  ADD ("thousand", test_thousand);
  ADD ("report", test_report);

  return g_test_run ();
}
