/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <locale.h>
#include <string.h>

#include <glib/gstdio.h>

#include "chatty-error.h"
#include "chatty-session-import.h"
#include "chatty-time.h"
#include "workspace-fixture.h"

/* What the platform below makes of a session, by the beginning of its id. */
#define BROKEN  "broken"
#define EMPTY   "empty"
#define REFUSED "refused"
#define OFFLINE "offline"
#define HANGS   "hangs"

/* A platform of one character that keeps what was said. */
#define FAKE_TYPE_HISTORY (fake_history_get_type ())
G_DECLARE_FINAL_TYPE (FakeHistory, fake_history, FAKE, HISTORY, GObject)

struct _FakeHistory {
  GObject       parent_instance;

  ChattyPool   *pool;
  const char   *reply;        /* in every session */
  GMutex        lock;
  GPtrArray    *read;         /* ids that were asked for */
};

static void connector_iface_init (ChattyConnectorInterface *iface);
static void history_iface_init   (ChattyHistoryInterface   *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeHistory, fake_history, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CHATTY_TYPE_CONNECTOR, connector_iface_init)
                               G_IMPLEMENT_INTERFACE (CHATTY_TYPE_HISTORY, history_iface_init))

static const ChattyConnectorInfo *
fake_get_info (ChattyConnector *connector)
{
  return chatty_connector_info_lookup ("convai");
}

static ChattyPool *
fake_get_pool (ChattyConnector *connector)
{
  return FAKE_HISTORY (connector)->pool;
}

static void
connector_iface_init (ChattyConnectorInterface *iface)
{
  iface->get_info = fake_get_info;
  iface->get_pool = fake_get_pool;
}

static void
wait_for_cancel (GCancellable *cancellable)
{
  GPollFD fd;

  g_assert_true (g_cancellable_make_pollfd (cancellable, &fd));
  g_poll (&fd, 1, 60 * 1000);
  g_cancellable_release_fd (cancellable);
}

static ChattyTurn *
turn_new (ChattyRole  role,
          const char *id,
          const char *text)
{
  ChattyTurnBuilder *builder = chatty_turn_builder_new (role);

  chatty_turn_builder_set_id (builder, id);
  chatty_turn_builder_set_text (builder, text);
  return chatty_turn_builder_end (builder);
}

static ChattyTranscript *
fake_read (ChattyHistory      *history,
           const char         *character_id,
           const char         *character_name,
           ChattyPastSession  *session,
           GCancellable       *cancellable,
           GError            **error)
{
  FakeHistory *self = FAKE_HISTORY (history);
  ChattyTranscriptBuilder *builder;
  g_autofree char *id = g_strconcat ("convai:", session->id, NULL);

  g_assert_cmpstr (character_id, ==, "ada-1");
  g_assert_cmpstr (character_name, ==, "Ada");
  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->read, g_strdup (session->id));
  g_mutex_unlock (&self->lock);

  if (g_str_has_prefix (session->id, HANGS))
    wait_for_cancel (cancellable);
  if (chatty_set_cancelled (cancellable, error))
    return NULL;
  if (g_str_has_prefix (session->id, BROKEN))
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_SERVER, "It lost the session.");
      return NULL;
    }
  if (g_str_has_prefix (session->id, REFUSED))
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_SIGN_IN_NEEDED, "Who are you?");
      return NULL;
    }
  if (g_str_has_prefix (session->id, OFFLINE))
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_OFFLINE, "Nobody is there.");
      return NULL;
    }

  builder = chatty_transcript_builder_new ();
  chatty_transcript_builder_set_id (builder, id);
  chatty_transcript_builder_set_platform (builder, "convai");
  chatty_transcript_builder_set_title (builder, session->id);
  chatty_transcript_builder_set_started (builder, session->started, CHATTY_CERTAINTY_EXACT);
  if (!g_str_has_prefix (session->id, EMPTY))
    {
      chatty_transcript_builder_take_turn (builder, turn_new (CHATTY_ROLE_PERSON, "1", "Hello"));
      chatty_transcript_builder_take_turn (builder, turn_new (CHATTY_ROLE_ASSISTANT, "2",
                                                              self->reply));
    }
  return chatty_transcript_builder_end (builder);
}

static void
history_iface_init (ChattyHistoryInterface *iface)
{
  iface->read = fake_read;
}

static void
fake_history_finalize (GObject *object)
{
  FakeHistory *self = FAKE_HISTORY (object);

  g_object_unref (self->pool);
  g_ptr_array_unref (self->read);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (fake_history_parent_class)->finalize (object);
}

static void
fake_history_class_init (FakeHistoryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fake_history_finalize;
}

static void
fake_history_init (FakeHistory *self)
{
  self->pool = chatty_pool_new ("fake", 1);
  self->reply = "Good day.";
  g_mutex_init (&self->lock);
  self->read = g_ptr_array_new_with_free_func (g_free);
}

/* Sessions with these ids; the number at the end of each is its day. */
static GPtrArray *
sessions_new (const char *ids)
{
  GPtrArray *sessions =
    g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_past_session_unref);
  g_auto (GStrv) parts = g_strsplit (ids, " ", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      gint64 day = g_ascii_strtoll (strchr (parts[i], '-') + 1, NULL, 10);
      ChattyPastSession fields = {
        .id = parts[i],
        .started = (G_GINT64_CONSTANT (1736850645) + day * 86400) * G_USEC_PER_SEC,
      };

      g_ptr_array_add (sessions, chatty_past_session_new (&fields));
    }
  return sessions;
}

typedef struct {
  GCancellable *cancellable;
  goffset       cancel_at;
  goffset       current;
  goffset       total;
} Progress;

static void
progress_cb (goffset  current,
             goffset  total,
             gpointer user_data)
{
  Progress *progress = user_data;

  g_assert_cmpint (current, >=, progress->current);
  progress->current = current;
  progress->total = total;
  if (current == progress->cancel_at)
    g_cancellable_cancel (progress->cancellable);
}

static char *
import (Fixture        *fixture,
        FakeHistory    *history,
        const char     *ids,
        Progress       *progress,
        ChattyReceipt **receipt,
        GError        **error)
{
  g_autoptr (GPtrArray) sessions = sessions_new (ids);
  g_autoptr (GAsyncResult) result = NULL;

  chatty_workspace_import_sessions_async (fixture->workspace, CHATTY_HISTORY (history), "ada-1",
                                          "Ada", sessions,
                                          progress != NULL ? progress_cb : NULL, progress,
                                          progress != NULL ? progress->cancellable : NULL,
                                          fixture_result_cb, &result);
  return chatty_workspace_import_sessions_finish (fixture->workspace,
                                                  fixture_wait_result (&result), receipt, error);
}

/* The newest run of the vault must be this import, and its receipt the same as
 * that which was returned. */
static void
assert_newest_run (Fixture       *fixture,
                   const char    *batch,
                   ChattyReceipt *receipt)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) runs = chatty_vault_list_runs (fixture->vault, &error);
  g_autofree char *json = chatty_receipt_to_json (receipt);
  const ChattyVaultRun *run;

  g_assert_no_error (error);
  g_assert_cmpuint (runs->len, >, 0);
  run = g_ptr_array_index (runs, 0);
  g_assert_cmpstr (run->id, ==, batch);
  g_assert_cmpstr (run->kind, ==, "import");
  g_assert_true (run->finished);
  g_assert_cmpstr (run->report, ==, json);
}

static void
undo (Fixture    *fixture,
      const char *batch,
      guint       expected)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  guint n_undone = 0;

  chatty_workspace_undo_async (fixture->workspace, batch, NULL, fixture_result_cb, &result);
  g_assert_true (chatty_workspace_undo_finish (fixture->workspace, fixture_wait_result (&result),
                                               &n_undone, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_undone, ==, expected);
}

static void
test_import (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (FakeHistory) history = g_object_new (FAKE_TYPE_HISTORY, NULL);
  g_autoptr (ChattyReceipt) receipt = NULL;
  g_autoptr (ChattyReceipt) again = NULL;
  g_autoptr (ChattyReceipt) newer = NULL;
  g_autofree char *batch = NULL;
  g_autofree char *batch_again = NULL;
  g_autofree char *batch_newer = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  Progress progress = { .cancel_at = -1 };
  const ChattyReceiptFile *file;
  const ChattyReceiptSkip *skip;

  batch = import (fixture, history, "good-1 broken-2 empty-3 good-4", &progress, &receipt, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (chatty_receipt_get_n_files (receipt), ==, 1);
  g_assert_true (chatty_receipt_is_of_sessions (receipt));
  g_assert_false (chatty_receipt_is_cancelled (receipt));
  g_assert_null (chatty_receipt_get_problem (receipt));
  file = chatty_receipt_get_file (receipt, 0);
  g_assert_cmpstr (file->name, ==, "Ada");
  g_assert_cmpstr (file->platform, ==, "convai");
  g_assert_cmpuint (file->conversations, ==, 4);
  g_assert_cmpuint (file->added, ==, 2);
  g_assert_cmpuint (file->skipped->len, ==, 2);
  skip = g_ptr_array_index (file->skipped, 0);
  g_assert_cmpstr (skip->reason, ==, "It lost the session.");
  /* By its time, as a person knows it: the second day after 14 January. */
  g_assert_nonnull (strstr (skip->what, "01/16/25"));
  assert_newest_run (fixture, batch, receipt);
  g_assert_cmpuint (fixture_count_vault (fixture), ==, 2);
  text = chatty_receipt_to_text (receipt);
  g_assert_null (strstr (text, "file"));

  batch_again = import (fixture, history, "good-1 good-4", NULL, &again, &error);
  g_assert_no_error (error);
  file = chatty_receipt_get_file (again, 0);
  g_assert_cmpuint (file->unchanged, ==, 2);
  g_assert_cmpuint (file->added + file->updated + file->kept_both, ==, 0);
  g_assert_cmpuint (fixture_count_vault (fixture), ==, 2);

  history->reply = "Good evening.";
  batch_newer = import (fixture, history, "good-4 good-5", NULL, &newer, &error);
  g_assert_no_error (error);
  file = chatty_receipt_get_file (newer, 0);
  g_assert_cmpuint (file->updated, ==, 1);
  g_assert_cmpuint (file->added, ==, 1);
  g_assert_cmpuint (fixture_count_vault (fixture), ==, 3);

  undo (fixture, batch_newer, 2);
  g_assert_cmpuint (fixture_count_vault (fixture), ==, 2);
  undo (fixture, batch, 2);
  g_assert_cmpuint (fixture_count_vault (fixture), ==, 0);
}

static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (FakeHistory) history = g_object_new (FAKE_TYPE_HISTORY, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (ChattyReceipt) receipt = NULL;
  g_autoptr (ChattyReceipt) never = NULL;
  g_autofree char *batch = NULL;
  g_autofree char *no_batch = NULL;
  g_autoptr (GError) error = NULL;
  Progress progress = { .cancellable = cancellable, .cancel_at = 2 };

  /* The third does not answer before it is stopped. */
  batch = import (fixture, history, "good-1 good-2 hangs-3 good-4", &progress, &receipt, &error);
  g_assert_no_error (error);
  g_assert_cmpint (progress.total, ==, 4);
  g_assert_true (chatty_receipt_is_cancelled (receipt));
  g_assert_cmpuint (chatty_receipt_get_n_not_reached (receipt), ==, 2);
  g_assert_cmpuint (chatty_receipt_get_file (receipt, 0)->added, ==, 2);
  g_assert_cmpuint (chatty_receipt_get_file (receipt, 0)->skipped->len, ==, 0);
  assert_newest_run (fixture, batch, receipt);
  g_assert_cmpuint (fixture_count_vault (fixture), ==, 2);
  g_assert_cmpuint (history->read->len, ==, 3);

  no_batch = import (fixture, history, "good-1", &progress, &never, &error);
  g_assert_null (no_batch);
  g_assert_null (never);
  g_assert_true (chatty_error_is_cancelled (error));

  undo (fixture, batch, 2);
  g_assert_cmpuint (fixture_count_vault (fixture), ==, 0);
}

static gboolean
move (Fixture  *fixture,
      GFile    *to,
      GError  **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  chatty_workspace_move_async (fixture->workspace, to, NULL, NULL, NULL, fixture_result_cb,
                               &result);
  return chatty_workspace_move_finish (fixture->workspace, fixture_wait_result (&result), error);
}

/* A call that is stopped before its turn came lets go of the vault at some later
 * moment. */
static void
wait_until_read (FakeHistory *history,
                 guint        n_sessions)
{
  gint64 end = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;
  guint n_read = 0;

  while (n_read < n_sessions)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_thread_yield ();
      g_mutex_lock (&history->lock);
      n_read = history->read->len;
      g_mutex_unlock (&history->lock);
    }
}

/* What is stored in the old folder after it was copied would end in the trash. */
static void
test_no_move (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (FakeHistory) history = g_object_new (FAKE_TYPE_HISTORY, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GPtrArray) sessions = sessions_new ("hangs-1");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GCancellable) again = g_cancellable_new ();
  g_autoptr (GAsyncResult) moved = NULL;
  g_autoptr (ChattyReceipt) receipt = NULL;
  g_autoptr (ChattyReceipt) late = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *batch = NULL;
  g_autofree char *late_batch = NULL;
  g_autofree char *folder = g_dir_make_tmp ("chatty-move-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "vault", NULL);
  g_autoptr (GFile) to = g_file_new_for_path (path);

  chatty_workspace_import_sessions_async (fixture->workspace, CHATTY_HISTORY (history), "ada-1",
                                          "Ada", sessions, NULL, NULL, cancellable,
                                          fixture_result_cb, &result);
  g_assert_false (move (fixture, to, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_CONFLICT);
  g_clear_error (&error);

  wait_until_read (history, 1);
  g_cancellable_cancel (cancellable);
  batch = chatty_workspace_import_sessions_finish (fixture->workspace,
                                                   fixture_wait_result (&result), &receipt, NULL);
  g_clear_object (&result);

  /* One that begins while the vault is being copied, and has nothing to store
   * so far. */
  chatty_workspace_move_async (fixture->workspace, to, NULL, NULL, NULL, fixture_result_cb,
                               &moved);
  chatty_workspace_import_sessions_async (fixture->workspace, CHATTY_HISTORY (history), "ada-1",
                                          "Ada", sessions, NULL, NULL, again,
                                          fixture_result_cb, &result);
  g_assert_false (chatty_workspace_move_finish (fixture->workspace, fixture_wait_result (&moved),
                                                &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_cmpint (g_rmdir (path), ==, 0);   /* empty again */
  wait_until_read (history, 2);
  g_cancellable_cancel (again);
  late_batch = chatty_workspace_import_sessions_finish (fixture->workspace,
                                                        fixture_wait_result (&result), &late,
                                                        NULL);
  g_clear_object (&result);

  move (fixture, to, &error);
  g_assert_no_error (error);
}

/* What every further session would meet ends the import; what one meets does
 * not. */
static void
test_account_trouble (Fixture       *fixture,
                      gconstpointer  data)
{
  static const struct {
    const char *ids;
    guint       n_added;
    guint       n_read;
    guint       n_left;
    const char *problem;
  } cases[] = {
    { "good-1 refused-2 good-3", 1, 2, 1, "Who are you?" },
    { "good-1 offline-2 good-3", 2, 3, 0, NULL },
    { "good-1 offline-2 offline-3 good-4", 1, 3, 1, "Nobody is there." },
    { "offline-1 broken-2 offline-3 good-4", 1, 4, 0, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (FakeHistory) history = g_object_new (FAKE_TYPE_HISTORY, NULL);
      g_autoptr (ChattyReceipt) receipt = NULL;
      g_autofree char *batch = NULL;
      g_autoptr (GError) error = NULL;
      const ChattyReceiptFile *file;

      g_test_message ("%s", cases[i].ids);
      batch = import (fixture, history, cases[i].ids, NULL, &receipt, &error);
      g_assert_no_error (error);
      g_assert_nonnull (batch);
      file = chatty_receipt_get_file (receipt, 0);
      g_assert_cmpuint (file->added, ==, cases[i].n_added);
      g_assert_cmpuint (file->conversations, ==, cases[i].n_read);
      g_assert_cmpuint (history->read->len, ==, cases[i].n_read);
      g_assert_cmpuint (chatty_receipt_get_n_not_reached (receipt), ==, cases[i].n_left);
      g_assert_cmpstr (chatty_receipt_get_problem (receipt), ==, cases[i].problem);
      g_assert_false (chatty_receipt_is_cancelled (receipt));
      undo (fixture, batch, cases[i].n_added);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("TZ", "UTC", TRUE);
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/session-import/import", Fixture, NULL, fixture_set_up, test_import,
              fixture_tear_down);
  g_test_add ("/session-import/cancel", Fixture, NULL, fixture_set_up, test_cancel,
              fixture_tear_down);
  g_test_add ("/session-import/no-move", Fixture, NULL, fixture_set_up, test_no_move,
              fixture_tear_down);
  g_test_add ("/session-import/account-trouble", Fixture, NULL, fixture_set_up,
              test_account_trouble, fixture_tear_down);
  return g_test_run ();
}
