/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>

#include "chatty-error.h"
#include "workspace-fixture.h"

static char *
import_one (Fixture *fixture)
{
  g_autofree char *path = fixture_write (fixture, "chat.txt",
                                         "You said:\nWhat is a fjord?\nChatGPT said:\nA drowned valley.\n"
                                         "You said:\nThanks\nChatGPT said:\nYou are welcome.\n");
  g_autoptr (ChattyImportSession) session = fixture_import (fixture, path);
  const ChattyReceiptFile *file = chatty_receipt_get_file (chatty_import_session_get_receipt (session), 0);

  g_assert_cmpuint (file->transcripts->len, ==, 1);
  return g_strdup (g_ptr_array_index (file->transcripts, 0));
}

static void
test_default_folder (void)
{
  g_autoptr (GFile) folder = chatty_workspace_dup_default_folder ();
  g_autoptr (GFile) data = g_file_new_for_path (g_get_user_data_dir ());
  g_autofree char *relative = g_file_get_relative_path (data, folder);

  /* Whoever builds for trying things out never touches a person's vault. */
  g_assert_cmpstr (relative, ==,
                   strcmp (PROFILE, "development") == 0 ? "chatty-connectors-devel/vault"
                                                                      : "chatty-connectors/vault");
}

static void
test_calls (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *id = import_one (fixture);
  g_autofree char *batch = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyTranscript) transcript = NULL;
  g_autoptr (ChattyTranscript) missing = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GPtrArray) platforms = NULL;
  g_autoptr (GPtrArray) characters = NULL;
  g_autoptr (GPtrArray) years = NULL;
  const ChattyFacet *facet;

  chatty_workspace_load_async (fixture->workspace, id, NULL, fixture_result_cb, &result);
  transcript = chatty_workspace_load_finish (fixture->workspace, fixture_wait_result (&result),
                                             &error);
  g_assert_no_error (error);
  g_assert_cmpuint (chatty_transcript_get_n_turns (transcript), ==, 4);
  g_clear_object (&result);

  chatty_workspace_load_async (fixture->workspace, "nothing", NULL, fixture_result_cb, &result);
  missing = chatty_workspace_load_finish (fixture->workspace, fixture_wait_result (&result),
                                          &error);
  g_assert_null (missing);
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_clear_object (&result);

  chatty_workspace_facets_async (fixture->workspace, NULL, fixture_result_cb, &result);
  g_assert_true (chatty_workspace_facets_finish (fixture->workspace, fixture_wait_result (&result),
                                                 &platforms, &characters, &years, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (platforms->len, ==, 1);
  facet = g_ptr_array_index (platforms, 0);
  g_assert_cmpstr (facet->value, ==, "chatgpt");
  g_assert_cmpuint (facet->count, ==, 1);
  g_clear_object (&result);

  chatty_workspace_trash_async (fixture->workspace, id, NULL, fixture_result_cb, &result);
  batch = chatty_workspace_trash_finish (fixture->workspace, fixture_wait_result (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (fixture_count_vault (fixture), ==, 0);
  g_clear_object (&result);

  chatty_workspace_list_runs_async (fixture->workspace, NULL, fixture_result_cb, &result);
  runs = chatty_workspace_list_runs_finish (fixture->workspace, fixture_wait_result (&result),
                                            &error);
  g_assert_no_error (error);
  g_assert_cmpuint (runs->len, ==, 2);
  g_assert_cmpstr (((ChattyVaultRun *) g_ptr_array_index (runs, 0))->id, ==, batch);
  g_clear_object (&result);

  chatty_workspace_undo_async (fixture->workspace, batch, NULL, fixture_result_cb, &result);
  g_assert_true (chatty_workspace_undo_finish (fixture->workspace, fixture_wait_result (&result),
                                               NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (fixture_count_vault (fixture), ==, 1);
}

static void
test_cancelled_call (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *id = import_one (fixture);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  chatty_workspace_load_async (fixture->workspace, id, cancellable, fixture_result_cb, &result);
  g_assert_null (chatty_workspace_load_finish (fixture->workspace, fixture_wait_result (&result),
                                               &error));
  g_assert_true (chatty_error_is_cancelled (error));
}

static void
test_export (Fixture       *fixture,
             gconstpointer  data)
{
  static const struct {
    ChattyExportFormat  format;
    const char         *start;
  } forms[] = {
    { CHATTY_EXPORT_MARKDOWN, "---\n" },
    { CHATTY_EXPORT_JSON, "{" },
    { CHATTY_EXPORT_TEXT, "" },
  };
  g_autofree char *id = import_one (fixture);

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, "export", NULL);
      g_autofree char *text = NULL;
      g_autoptr (GFile) file = g_file_new_for_path (path);
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;

      chatty_workspace_export_async (fixture->workspace, id, forms[i].format, file, NULL,
                                     fixture_result_cb, &result);
      g_assert_true (chatty_workspace_export_finish (fixture->workspace,
                                                     fixture_wait_result (&result), &error));
      g_assert_no_error (error);
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      g_assert_true (g_str_has_prefix (text, forms[i].start));
      g_assert_true (g_str_has_suffix (text, "\n"));
      g_assert_nonnull (strstr (text, "A drowned valley."));
    }
  {
    g_autoptr (GFile) nowhere = g_file_new_for_path ("/proc/nowhere/x.md");
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GError) error = NULL;

    chatty_workspace_export_async (fixture->workspace, id, CHATTY_EXPORT_TEXT, nowhere, NULL,
                                   fixture_result_cb, &result);
    g_assert_false (chatty_workspace_export_finish (fixture->workspace,
                                                    fixture_wait_result (&result), &error));
    g_assert_cmpuint (error->domain, ==, CHATTY_ERROR);
    g_assert_nonnull (strstr (error->message, "x.md"));
  }
}

static void
count_cb (goffset  current,
          goffset  total,
          gpointer user_data)
{
  g_assert_true (g_main_context_is_owner (NULL));
  g_assert_cmpint (current, <=, total);
  (*(guint *) user_data)++;
}

static void
test_reindex (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (ChattyImportSession) session = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  guint n_calls = 0;

  fixture_write_chats (fixture, 100, 20);
  session = fixture_import (fixture, fixture->files);
  chatty_workspace_reindex_async (fixture->workspace, count_cb, &n_calls, NULL, fixture_result_cb,
                                  &result);
  g_assert_true (chatty_workspace_reindex_finish (fixture->workspace,
                                                  fixture_wait_result (&result), &error));
  g_assert_no_error (error);
  g_assert_cmpuint (fixture_count_vault (fixture), ==, 100);
}

static void
notified_cb (GObject    *object,
             GParamSpec *pspec,
             gpointer    user_data)
{
  (*(guint *) user_data)++;
}

static gboolean
move (Fixture  *fixture,
      GFile    *to,
      GError  **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  guint n_calls = 0;

  chatty_workspace_move_async (fixture->workspace, to, count_cb, &n_calls, NULL, fixture_result_cb,
                               &result);
  return chatty_workspace_move_finish (fixture->workspace, fixture_wait_result (&result), error);
}

static void
test_move (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GFile) from = g_object_ref (chatty_vault_get_folder (fixture->vault));
  g_autoptr (GFile) to = g_file_new_build_filename (fixture->folder, "new", "place", NULL);
  g_autoptr (GFile) left = NULL;
  g_autofree char *id = import_one (fixture);
  g_autoptr (ChattyTranscript) transcript = NULL;
  g_autoptr (ChattyTranscript) moved = NULL;
  g_autoptr (ChattyImportSession) session = NULL;
  g_autoptr (GError) error = NULL;
  guint n_notified = 0;

  fixture_write_chats (fixture, 60, 20);
  session = fixture_import (fixture, fixture->files);
  transcript = chatty_vault_load (fixture->vault, id, NULL, &error);
  g_assert_no_error (error);

  g_signal_connect (fixture->workspace, "notify::vault", G_CALLBACK (notified_cb), &n_notified);
  g_assert_true (move (fixture, to, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_notified, ==, 1);
  fixture->vault = chatty_workspace_get_vault (fixture->workspace);
  g_assert_true (g_file_equal (chatty_vault_get_folder (fixture->vault), to));
  g_assert_cmpuint (fixture_count_vault (fixture), ==, 61);
  moved = chatty_vault_load (fixture->vault, id, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (chatty_transcript_equal (moved, transcript));

  /* The old one is in the trash, or it is said where it is. */
  left = chatty_workspace_dup_left_behind (fixture->workspace);
  g_assert_true (g_file_query_exists (from, NULL) == (left != NULL));
  if (left != NULL)
    g_assert_true (g_file_equal (left, from));

  /* What is stored now is stored there; what was done before can be undone. */
  g_clear_object (&session);
  session = fixture_import (fixture, fixture->files);
  g_assert_cmpuint (fixture_count_vault (fixture), ==, 61);
}

static void
test_move_refused (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr (GFile) from = g_object_ref (chatty_vault_get_folder (fixture->vault));
  g_autoptr (GFile) inside = g_file_get_child (from, "inside");
  g_autoptr (GFile) around = g_file_new_for_path (fixture->folder);
  g_autoptr (GFile) full = g_file_new_for_path (fixture->files);
  g_autoptr (GFile) nowhere = g_file_new_for_path ("/proc/nowhere");
  g_autoptr (GFile) remote = g_file_new_for_uri ("smb://server/share");
  g_autoptr (GFile) to = g_file_new_build_filename (fixture->folder, "elsewhere", NULL);
  GFile *targets[] = { from, inside, around, full, nowhere, remote };
  g_autofree char *id = import_one (fixture);
  g_autoptr (ChattyImportSession) session = chatty_workspace_new_import (fixture->workspace);

  for (gsize i = 0; i < G_N_ELEMENTS (targets); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (move (fixture, targets[i], &error));
      g_assert_cmpuint (error->domain, ==, CHATTY_ERROR);
      g_assert_true (chatty_workspace_get_vault (fixture->workspace) == fixture->vault);
      g_assert_cmpuint (fixture_count_vault (fixture), ==, 1);
    }

  /* Stopped at once: nothing is left there. */
  {
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GError) error = NULL;

    chatty_workspace_move_async (fixture->workspace, to, NULL, NULL, cancellable,
                                 fixture_result_cb, &result);
    g_cancellable_cancel (cancellable);
    if (!chatty_workspace_move_finish (fixture->workspace, fixture_wait_result (&result), &error))
      {
        g_assert_true (chatty_error_is_cancelled (error));
        g_assert_true (chatty_workspace_get_vault (fixture->workspace) == fixture->vault);
      }
    fixture->vault = chatty_workspace_get_vault (fixture->workspace);
    g_assert_cmpuint (fixture_count_vault (fixture), ==, 1);
  }

  /* Not while an import runs. */
  {
    g_autoptr (GFile) other = g_file_new_build_filename (fixture->folder, "other", NULL);
    g_autoptr (GError) error = NULL;

    chatty_import_session_add_text (session, "User: a\n\nAssistant: b\n", "Pasted text");
    chatty_import_session_start (session);
    g_assert_false (move (fixture, other, &error));
    g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_CONFLICT);
    fixture_wait_state (session, CHATTY_IMPORT_FINISHED);
  }
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/workspace/default-folder", test_default_folder);
  g_test_add ("/workspace/calls", Fixture, NULL, fixture_set_up, test_calls, fixture_tear_down);
  g_test_add ("/workspace/cancelled-call", Fixture, NULL, fixture_set_up, test_cancelled_call,
              fixture_tear_down);
  g_test_add ("/workspace/export", Fixture, NULL, fixture_set_up, test_export, fixture_tear_down);
  g_test_add ("/workspace/reindex", Fixture, NULL, fixture_set_up, test_reindex, fixture_tear_down);
  g_test_add ("/workspace/move", Fixture, NULL, fixture_set_up, test_move, fixture_tear_down);
  g_test_add ("/workspace/move/refused", Fixture, NULL, fixture_set_up, test_move_refused,
              fixture_tear_down);

  return g_test_run ();
}
