/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <locale.h>
#include <string.h>
#include <time.h>

#include "workspace-fixture.h"

/* What must hold on a machine that runs other tests beside this one: the main
 * loop's own work at a time, in processor time, and that cancelling is no
 * waiting. Gaps and answers in wall time are printed; what they may be, 50 ms
 * and 200 ms, is for an idle machine to show. */
#define MAX_WORK_MS 30
#define MAX_CANCEL_MS 2000
#define N_FILES 2000

static ChattyImportItem *
dup_item (ChattyImportSession *session,
          guint                position)
{
  ChattyImportItem *item = g_list_model_get_item (G_LIST_MODEL (session), position);

  g_assert_nonnull (item);
  return item;
}

static void
add_path (ChattyImportSession *session,
          const char          *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  chatty_import_session_add_file (session, file);
}

static void
check_totals (ChattyImportSession *session,
              ChattyImportTotals  *totals)
{
  chatty_import_session_get_totals (session, totals);
  g_assert_cmpuint (totals->conversations, ==,
                    totals->added + totals->updated + totals->unchanged + totals->kept_both + totals->skipped);
}

static gboolean
has_no_path_to_wait_for (gpointer data)
{
  ChattyImportItem *item = data;
  g_autofree char *path = NULL;

  g_object_get (item, "target-path", &path, NULL);
  return path != NULL && strstr (path, chatty_import_item_get_platform (item)) != NULL &&
         (chatty_import_item_get_character (item) == NULL ||
          strstr (path, chatty_import_item_get_character (item)) != NULL);
}

/* Looked at, chosen, started, finished: and what is shown is what is done. */
static void
test_flow (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (ChattyImportSession) session = chatty_workspace_new_import (fixture->workspace);
  g_autofree char *labelled = fixture_write (fixture, "a.txt",
                                             "You said:\nWhat is a fjord?\nChatGPT said:\nA drowned valley.\n"
                                             "You said:\nThanks\nChatGPT said:\nYou are welcome.\n");
  g_autofree char *empty = fixture_write (fixture, "b.md", "");
  g_autofree char *note = fixture_write (fixture, "c.md", "Nothing but a thought of mine.\n");
  g_autofree char *left_out = fixture_write (fixture, "d.md", "Another thought.\n");
  g_autofree char *path = NULL;
  g_autofree char *receipt = NULL;
  g_autoptr (ChattyImportItem) first = NULL;
  g_autoptr (ChattyImportItem) second = NULL;
  g_autoptr (ChattyImportItem) third = NULL;
  g_autoptr (ChattyImportItem) fourth = NULL;
  g_autoptr (ChattyImportItem) pasted = NULL;
  g_autoptr (ChattyTranscriptSummary) summary = NULL;
  g_autoptr (GError) error = NULL;
  ChattyImportTotals totals;
  const ChattyReceiptFile *row;

  g_assert_cmpint (chatty_import_session_get_state (session), ==, CHATTY_IMPORT_WAITING);
  add_path (session, fixture->files);
  chatty_import_session_add_text (session, "User: hello there\n\nAssistant: hello yourself\n\n"
                                  "User: bye\n\nAssistant: bye\n", "Pasted text");
  g_assert_cmpint (chatty_import_session_get_state (session), ==, CHATTY_IMPORT_PREPARING);
  fixture_wait_state (session, CHATTY_IMPORT_WAITING);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (session)), ==, 5);
  g_assert_cmpuint (fixture_count_vault (fixture), ==, 0);

  first = dup_item (session, 0);
  second = dup_item (session, 1);
  third = dup_item (session, 2);
  fourth = dup_item (session, 3);
  pasted = dup_item (session, 4);
  g_assert_cmpint (chatty_import_item_get_state (first), ==, CHATTY_IMPORT_ITEM_READY);
  g_assert_cmpstr (chatty_import_item_get_platform (first), ==, "chatgpt");
  g_assert_cmpuint (chatty_import_item_get_n_preview_turns (first), ==, 4);
  g_assert_cmpstr (chatty_turn_get_text (chatty_import_item_get_preview_turn (first, 1)), ==,
                   "A drowned valley.");
  g_assert_cmpint (chatty_import_item_get_state (second), ==, CHATTY_IMPORT_ITEM_REFUSED);
  g_assert_nonnull (chatty_import_item_get_message (second));
  /* The row has the name already; the reason says it once more, not twice. */
  {
    const char *message = chatty_import_item_get_message (second);
    const char *name = strstr (message, chatty_import_item_get_name (second));

    g_assert_true (name == NULL || strstr (name + 1, chatty_import_item_get_name (second)) == NULL);
    g_assert_cmpuint (chatty_import_item_get_n_notices (second), ==, 0);
  }
  g_assert_cmpint (chatty_import_item_get_state (third), ==, CHATTY_IMPORT_ITEM_READY);
  g_assert_cmpuint (chatty_import_item_get_n_notices (third), >, 0);

  /* Chosen otherwise, it goes elsewhere, and says so before. */
  chatty_import_item_set_platform (first, "gemini");
  chatty_import_item_set_character (first, "Katana");
  g_assert_cmpstr (chatty_import_item_get_character (first), ==, "katana-001");
  fixture_wait (has_no_path_to_wait_for, first, "the new path");
  g_object_get (first, "target-path", &path, NULL);
  chatty_import_item_set_included (fourth, FALSE);

  chatty_import_session_start (session);
  g_assert_cmpint (chatty_import_session_get_state (session), ==, CHATTY_IMPORT_RUNNING);
  g_assert_cmpuint (g_list_model_get_n_items (chatty_workspace_get_jobs (fixture->workspace)), ==,
                    1);
  fixture_wait_state (session, CHATTY_IMPORT_FINISHED);
  g_assert_cmpuint (g_list_model_get_n_items (chatty_workspace_get_jobs (fixture->workspace)), ==,
                    0);
  g_assert_cmpfloat (chatty_import_session_get_fraction (session), ==, 1.0);

  g_assert_cmpint (chatty_import_item_get_state (first), ==, CHATTY_IMPORT_ITEM_DONE);
  g_assert_cmpint (chatty_import_item_get_state (second), ==, CHATTY_IMPORT_ITEM_FAILED);
  g_assert_cmpint (chatty_import_item_get_state (pasted), ==, CHATTY_IMPORT_ITEM_DONE);
  check_totals (session, &totals);
  g_assert_cmpuint (totals.files, ==, 5);
  g_assert_cmpuint (totals.added, ==, 3);
  g_assert_cmpuint (totals.skipped, ==, 2);
  g_assert_cmpuint (totals.refused_files, ==, 2);
  g_assert_cmpuint (fixture_count_vault (fixture), ==, 3);

  row = chatty_receipt_get_file (chatty_import_session_get_receipt (session), 0);
  g_assert_cmpstr (row->platform, ==, "gemini");
  summary = chatty_vault_lookup (fixture->vault, g_ptr_array_index (row->transcripts, 0), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (summary->path, ==, path);
  g_assert_cmpstr (summary->character, ==, "katana-001");

  /* The receipt is kept with the batch. */
  {
    g_autoptr (GPtrArray) runs = chatty_vault_list_runs (fixture->vault, &error);
    const ChattyVaultRun *run;

    g_assert_no_error (error);
    g_assert_cmpuint (runs->len, ==, 1);
    run = g_ptr_array_index (runs, 0);
    g_assert_true (run->finished);
    g_assert_cmpstr (run->kind, ==, "import");
    g_assert_cmpstr (run->id, ==, chatty_import_session_get_batch_id (session));
    receipt = chatty_import_session_dup_receipt (session);
    g_assert_cmpstr (run->report, ==, receipt);
  }
}

static void
test_undo (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (ChattyImportSession) session = NULL;
  g_autoptr (ChattyImportSession) again = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  ChattyImportTotals totals;
  guint n_undone, n_kept;

  fixture_write_chats (fixture, 50, 5);
  session = fixture_import (fixture, fixture->files);
  g_assert_cmpuint (fixture_count_vault (fixture), ==, 50);

  again = fixture_import (fixture, fixture->files);
  check_totals (again, &totals);
  g_assert_cmpuint (totals.unchanged, ==, 50);
  g_assert_cmpuint (totals.conversations, ==, 50);

  chatty_workspace_undo_async (fixture->workspace, chatty_import_session_get_batch_id (session),
                               NULL,
                               fixture_result_cb, &result);
  g_assert_true (chatty_workspace_undo_finish (fixture->workspace, fixture_wait_result (&result),
                                               &n_undone, &n_kept, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_undone, ==, 50);
  g_assert_cmpuint (n_kept, ==, 0);
  g_assert_cmpuint (fixture_count_vault (fixture), ==, 0);
}

static gboolean
has_items (gpointer data)
{
  return g_list_model_get_n_items (data) > 0;
}

/* Started at once, it goes on by itself; "the same for all" reaches files that
 * were not even found yet. */
static void
test_start_early (Fixture       *fixture,
                  gconstpointer  data)
{
  ChattyImportSession *session = chatty_workspace_new_import (fixture->workspace);
  g_autoptr (ChattyImportItem) item = NULL;
  ChattyImportSession *weak = session;
  ChattyImportTotals totals;

  fixture_write_chats (fixture, 300, 5);
  add_path (session, fixture->files);
  chatty_import_session_set_platform_for_all (session, "claude");
  chatty_import_session_set_character_for_all (session, "zen-001");
  chatty_import_session_start (session);
  fixture_wait_state (session, CHATTY_IMPORT_FINISHED);
  check_totals (session, &totals);
  g_assert_cmpuint (totals.added, ==, 300);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (session)), ==, 300);
  for (guint i = 0; i < 300; i++)
    {
      g_autoptr (ChattyImportItem) each = dup_item (session, i);
      g_autofree char *path = NULL;

      g_object_get (each, "target-path", &path, NULL);
      g_assert_cmpint (chatty_import_item_get_state (each), ==, CHATTY_IMPORT_ITEM_DONE);
      g_assert_true (g_str_has_prefix (path, "instances/zen-001/claude/"));
    }

  /* Nobody but us holds it any more. */
  item = dup_item (session, 0);
  g_object_add_weak_pointer (G_OBJECT (session), (gpointer *) &weak);
  g_object_unref (session);
  g_assert_null (weak);
  chatty_import_item_set_platform (item, "grok");
}

static void
test_more_files (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (ChattyImportSession) session = chatty_workspace_new_import (fixture->workspace);
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  ChattyImportTotals totals;

  fixture_write_chats (fixture, 20, 5);
  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *name = g_strdup_printf ("chat-%05u.md", i);
      g_autoptr (GFile) file = g_file_new_build_filename (fixture->files, name, NULL);

      if (i < 10)
        g_list_store_append (files, file);
      else
        chatty_import_session_add_file (session, file);
      if (i == 5)
        fixture_wait_state (session, chatty_import_session_get_state (session));
    }
  fixture_wait_state (session, CHATTY_IMPORT_WAITING);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (session)), ==, 10);
  chatty_import_session_add_files (session, G_LIST_MODEL (files));
  g_assert_cmpint (chatty_import_session_get_state (session), ==, CHATTY_IMPORT_PREPARING);
  fixture_wait_state (session, CHATTY_IMPORT_WAITING);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (session)), ==, 20);
  chatty_import_session_start (session);
  fixture_wait_state (session, CHATTY_IMPORT_FINISHED);
  check_totals (session, &totals);
  g_assert_cmpuint (totals.added, ==, 20);
}

/* Let go in the middle of looking: what was begun ends by itself. */
static void
test_let_go (Fixture       *fixture,
             gconstpointer  data)
{
  ChattyImportSession *session = chatty_workspace_new_import (fixture->workspace);
  ChattyImportSession *weak = session;
  g_autoptr (ChattyImportSession) next = NULL;
  g_autoptr (ChattyImportItem) item = NULL;

  fixture_write_chats (fixture, 200, 5);
  add_path (session, fixture->files);
  fixture_wait (has_items, session, "the first files");
  item = dup_item (session, 0);
  chatty_import_item_set_platform (item, "grok");
  g_object_add_weak_pointer (G_OBJECT (session), (gpointer *) &weak);
  g_object_unref (session);
  g_assert_null (weak);
  g_assert_cmpstr (chatty_import_item_get_platform (item), ==, "grok");

  next = fixture_import (fixture, fixture->files);
  g_assert_cmpuint (fixture_count_vault (fixture), ==, 200);
}

static gboolean
has_stored (gpointer data)
{
  guint n_done;

  g_object_get (data, "n-done", &n_done, NULL);
  return chatty_import_session_get_state (data) == CHATTY_IMPORT_RUNNING && n_done >= 150;
}

static double
cancel_ms (ChattyImportSession *session)
{
  gint64 start = g_get_monotonic_time ();

  chatty_import_session_cancel (session);
  fixture_wait_state (session, CHATTY_IMPORT_CANCELLED);
  return (double) (g_get_monotonic_time () - start) / 1000;
}

static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (ChattyImportSession) waiting = chatty_workspace_new_import (fixture->workspace);
  g_autoptr (ChattyImportSession) preparing = chatty_workspace_new_import (fixture->workspace);
  g_autoptr (ChattyImportSession) running = chatty_workspace_new_import (fixture->workspace);
  g_autoptr (ChattyImportSession) queued = chatty_workspace_new_import (fixture->workspace);
  g_autoptr (ChattyImportSession) resumed = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  ChattyImportTotals totals, rest;
  double ms;
  guint n_undone;

  fixture_write_chats (fixture, N_FILES, 60);

  g_assert_cmpfloat (cancel_ms (waiting), <, MAX_CANCEL_MS);

  add_path (preparing, fixture->files);
  fixture_wait (has_items, preparing, "the first files");
  ms = cancel_ms (preparing);
  g_test_message ("cancelled while preparing: %.1f ms", ms);
  g_assert_cmpfloat (ms, <, MAX_CANCEL_MS);
  g_assert_cmpuint (fixture_count_vault (fixture), ==, 0);

  add_path (running, fixture->files);
  chatty_import_session_start (running);
  fixture_wait (has_stored, running, "150 files");
  add_path (queued, fixture->files);
  chatty_import_session_start (queued);
  g_assert_cmpuint (g_list_model_get_n_items (chatty_workspace_get_jobs (fixture->workspace)), ==,
                    2);
  ms = cancel_ms (queued);
  g_test_message ("cancelled in the queue: %.1f ms", ms);
  g_assert_cmpfloat (ms, <, MAX_CANCEL_MS);
  ms = cancel_ms (running);
  g_test_message ("cancelled while storing: %.1f ms", ms);
  g_assert_cmpfloat (ms, <, MAX_CANCEL_MS);
  g_assert_cmpuint (g_list_model_get_n_items (chatty_workspace_get_jobs (fixture->workspace)), ==,
                    0);

  /* What was stored stays, and is what the receipt says. */
  check_totals (running, &totals);
  g_assert_cmpuint (totals.added, >=, 150);
  g_assert_cmpuint (totals.added, <, N_FILES);
  g_assert_cmpuint (fixture_count_vault (fixture), ==, totals.added);
  g_assert_cmpuint (chatty_receipt_get_n_not_reached (chatty_import_session_get_receipt (running)),
                    ==,
                    N_FILES - totals.files);

  /* The next one goes on from there; the first can still be undone. */
  resumed = fixture_import (fixture, fixture->files);
  check_totals (resumed, &rest);
  g_assert_cmpuint (rest.unchanged, ==, totals.added);
  g_assert_cmpuint (rest.added, ==, N_FILES - totals.added);
  chatty_workspace_undo_async (fixture->workspace, chatty_import_session_get_batch_id (running),
                               NULL,
                               fixture_result_cb, &result);
  g_assert_true (chatty_workspace_undo_finish (fixture->workspace, fixture_wait_result (&result),
                                               &n_undone, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_undone, ==, totals.added);
  g_assert_cmpuint (fixture_count_vault (fixture), ==, rest.added);
}

/* A source that wants to run every millisecond, and the longest that it had to
 * wait; and how much of a wait was work of the main loop's own, not of others
 * that had the processor. */
typedef struct {
  gint64 last;
  gint64 worst;
  gint64 last_cpu;
  gint64 worst_cpu;
  guint  n_beats;
} Heart;

static gint64
own_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (gint64) time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static gboolean
beat_cb (gpointer user_data)
{
  Heart *heart = user_data;
  gint64 now = g_get_monotonic_time ();
  gint64 cpu = own_time ();

  if (heart->last != 0)
    {
      heart->worst = MAX (heart->worst, now - heart->last);
      heart->worst_cpu = MAX (heart->worst_cpu, cpu - heart->last_cpu);
    }
  heart->last = now;
  heart->last_cpu = cpu;
  heart->n_beats++;
  return G_SOURCE_CONTINUE;
}

static void
print_heart (const Heart *heart,
             const char  *what)
{
  g_print ("# heartbeat, %s: worst gap %.1f ms, of it at most %.1f ms work of the main loop\n",
           what, (double) heart->worst / 1000, (double) heart->worst_cpu / 1000);
}

static void
count_cb (GObject    *object,
          GParamSpec *pspec,
          gpointer    user_data)
{
  (*(guint *) user_data)++;
}

static void
changed_cb (GListModel *model,
            guint       position,
            guint       removed,
            guint       added,
            gpointer    user_data)
{
  (*(guint *) user_data)++;
}

static void
test_heartbeat (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (ChattyImportSession) session = chatty_workspace_new_import (fixture->workspace);
  g_autoptr (ChattyTranscriptList) list = chatty_transcript_list_new (fixture->vault);
  Heart heart = { 0 };
  guint id, n_notified = 0, n_changed = 0;
  gint64 start;
  double seconds;

  fixture_write_chats (fixture, N_FILES, 60);
  g_signal_connect (session, "notify::n-done", G_CALLBACK (count_cb), &n_notified);
  g_signal_connect (session, "items-changed", G_CALLBACK (changed_cb), &n_changed);
  id = g_timeout_add_full (G_PRIORITY_DEFAULT, 1, beat_cb, &heart, NULL);
  start = g_get_monotonic_time ();

  add_path (session, fixture->files);
  fixture_wait_state (session, CHATTY_IMPORT_WAITING);
  g_test_message ("looking at %u files: worst gap %.1f ms of %u beats", N_FILES,
                  (double) heart.worst / 1000, heart.n_beats);
  chatty_import_session_set_platform_for_all (session, "claude");
  chatty_import_session_start (session);
  fixture_wait_state (session, CHATTY_IMPORT_FINISHED);
  seconds = (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
  g_source_remove (id);

  g_test_message ("import of %u files in %.2f s: %u beats, %u times progress, %u changes of the list",
                  N_FILES, seconds, heart.n_beats, n_notified, n_changed);
  print_heart (&heart, "import of 2,000 files");
  g_assert_cmpfloat ((double) heart.worst_cpu / 1000, <, MAX_WORK_MS);
  g_assert_cmpfloat (n_notified, <, 35 * seconds + 5);
  g_assert_cmpfloat (n_changed, <, 35 * seconds + 5);
  g_assert_cmpuint (fixture_count_vault (fixture), ==, N_FILES);
}

/* Many files that say next to nothing: the list must not drown. */
static void
test_many (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (ChattyImportSession) session = chatty_workspace_new_import (fixture->workspace);
  Heart heart = { 0 };
  guint id, n_changed = 0;

  for (guint i = 0; i < 20000; i++)
    {
      g_autofree char *name = g_strdup_printf ("%05u.md", i);
      g_autofree char *path = g_build_filename (fixture->files, name, NULL);

      g_assert_true (g_file_set_contents_full (path, "", 0, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
    }
  g_signal_connect (session, "items-changed", G_CALLBACK (changed_cb), &n_changed);
  id = g_timeout_add_full (G_PRIORITY_DEFAULT, 1, beat_cb, &heart, NULL);
  add_path (session, fixture->files);
  chatty_import_session_set_platform_for_all (session, "claude");
  chatty_import_session_set_character_for_all (session, "Katana");
  fixture_wait_state (session, CHATTY_IMPORT_WAITING);
  chatty_import_session_set_platform_for_all (session, "gemini");
  chatty_import_session_start (session);
  fixture_wait_state (session, CHATTY_IMPORT_FINISHED);
  g_source_remove (id);
  print_heart (&heart, "20,000 files");
  g_assert_cmpfloat ((double) heart.worst_cpu / 1000, <, MAX_WORK_MS);
  g_assert_cmpuint (n_changed, <, 1000);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (session)), ==, 20000);
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add ("/session/flow", Fixture, NULL, fixture_set_up, test_flow, fixture_tear_down);
  g_test_add ("/session/undo", Fixture, NULL, fixture_set_up, test_undo, fixture_tear_down);
  g_test_add ("/session/start-early", Fixture, NULL, fixture_set_up, test_start_early,
              fixture_tear_down);
  g_test_add ("/session/more-files", Fixture, NULL, fixture_set_up, test_more_files,
              fixture_tear_down);
  g_test_add ("/session/let-go", Fixture, NULL, fixture_set_up, test_let_go, fixture_tear_down);
  g_test_add ("/session/cancel", Fixture, NULL, fixture_set_up, test_cancel, fixture_tear_down);
  g_test_add ("/session/heartbeat", Fixture, NULL, fixture_set_up, test_heartbeat,
              fixture_tear_down);
  g_test_add ("/session/many", Fixture, NULL, fixture_set_up, test_many, fixture_tear_down);

  return g_test_run ();
}
