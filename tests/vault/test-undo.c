/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Batches of the past: what they say, and taking them back. */

#include "config.h"

#include <string.h>

#include "chatty-error.h"
#include "vault-fixture.h"

static char *
import (ChattyVault *vault,
        guint        first,
        guint        number,
        const char  *title)
{
  g_autoptr (ChattyVaultBatch) batch = NULL;
  g_autoptr (GError) error = NULL;

  batch = chatty_vault_begin (vault, "import", &error);
  g_assert_no_error (error);
  for (guint i = first; i < first + number; i++)
    {
      g_autoptr (ChattyTranscript) transcript = make_numbered (i);
      ChattyStored outcome;

      if (title != NULL)
        {
          ChattyTranscript *renamed = retitle (transcript, title);

          chatty_transcript_unref (transcript);
          transcript = renamed;
        }
      chatty_vault_batch_store (batch, transcript, &outcome, NULL, NULL,
                                &error);
      g_assert_no_error (error);
    }
  chatty_vault_batch_commit (batch, "{\"files\":[]}", &error);
  g_assert_no_error (error);
  return g_strdup (chatty_vault_batch_get_id (batch));
}

static void
undo (ChattyVault *vault,
      const char  *batch,
      guint        n_undone,
      guint        n_kept)
{
  g_autoptr (GError) error = NULL;
  guint undone, kept;

  chatty_vault_undo_run (vault, batch, &undone, &kept, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (undone, ==, n_undone);
  g_assert_cmpuint (kept, ==, n_kept);
}

static void
test_runs (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autofree char *batch = import (vault, 0, 3, NULL);
  g_autofree char *trash = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GError) error = NULL;
  ChattyVaultRun *run;

  trash = chatty_vault_trash (vault, "chatgpt:1", &error);
  g_assert_no_error (error);
  runs = chatty_vault_list_runs (vault, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (runs->len, ==, 2);

  run = g_ptr_array_index (runs, 0);
  g_assert_cmpstr (run->id, ==, trash);
  g_assert_cmpstr (run->kind, ==, "delete");
  g_assert_nonnull (strstr (run->report, "\"title\":\""));
  run = g_ptr_array_index (runs, 1);
  g_assert_cmpstr (run->id, ==, batch);
  g_assert_cmpstr (run->kind, ==, "import");
  g_assert_cmpstr (run->report, ==, "{\"files\":[]}");
  g_assert_true (run->finished);
  g_assert_false (run->undone);
  g_assert_cmpint (run->time, >, 0);
}

static void
test_import (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (GHashTable) before = NULL;
  g_autoptr (GHashTable) between = NULL;
  g_autoptr (GHashTable) after = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *first = import (vault, 0, 10, NULL);
  g_autofree char *second = NULL;
  g_autofree char *redo = NULL;

  before = place_snapshot (place);
  /* Ten of them get a new title, a hundred are new. */
  second = import (vault, 0, 110, "Renamed");
  between = place_snapshot (place);
  g_assert_cmpuint (count_listed (vault), ==, 110);

  undo (vault, second, 110, 0);
  after = place_snapshot (place);
  assert_same_tree (before, after);
  g_assert_cmpuint (count_listed (vault), ==, 10);

  g_assert_false (chatty_vault_undo_run (vault, second, NULL, NULL, NULL,
                                         &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_CONFLICT);
  g_clear_error (&error);

  /* An undo is a batch, too. */
  runs = chatty_vault_list_runs (vault, &error);
  g_assert_cmpuint (runs->len, ==, 3);
  g_assert_cmpstr (((ChattyVaultRun *) g_ptr_array_index (runs, 0))->kind, ==,
                   "undo");
  g_assert_true (((ChattyVaultRun *) g_ptr_array_index (runs, 1))->undone);
  redo = g_strdup (((ChattyVaultRun *) g_ptr_array_index (runs, 0))->id);
  undo (vault, redo, 110, 0);
  g_hash_table_unref (after);
  after = place_snapshot (place);
  assert_same_tree (between, after);

  (void) first;
}

/* What was changed since stays. */
static void
test_changed_since (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autofree char *batch = import (vault, 0, 4, NULL);
  g_autoptr (ChattyTranscript) loaded = NULL;
  g_autoptr (ChattyTranscript) wanted = NULL;
  g_autoptr (ChattyTranscriptSummary) summary = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *edit = NULL;
  g_autofree char *text = NULL;
  g_autofree char *more = NULL;

  /* One edited here, one edited elsewhere. */
  loaded = chatty_vault_load (vault, "chatgpt:0", NULL, &error);
  wanted = retitle (loaded, "Mine now");
  edit = chatty_vault_edit (vault, wanted, &error);
  g_assert_no_error (error);
  summary = chatty_vault_lookup (vault, "chatgpt:1", &error);
  text = place_read (place, summary->path);
  more = g_strconcat (text, "My own remark.\n", NULL);
  place_write (place, summary->path, more);

  undo (vault, batch, 2, 2);
  g_assert_cmpuint (place_count (place, "transcripts"), ==, 2);
  g_assert_true (chatty_vault_reindex (vault, FALSE, NULL, NULL, NULL,
                                       &error));
  g_assert_cmpuint (count_listed (vault), ==, 2);
}

static void
test_trash (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autofree char *batch = import (vault, 0, 2, NULL);
  g_autoptr (GHashTable) before = place_snapshot (place);
  g_autoptr (GHashTable) after = NULL;
  g_autoptr (ChattyTranscript) missing = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *trash = NULL;
  ChattyVaultRun *run;

  trash = chatty_vault_trash (vault, "chatgpt:0", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (place_count (place, "transcripts"), ==, 1);
  g_assert_cmpuint (place_count (place, ".chatty/trash"), ==, 1);
  g_assert_cmpuint (count_listed (vault), ==, 1);
  runs = chatty_vault_list_runs (vault, &error);
  g_assert_no_error (error);
  run = g_ptr_array_index (runs, 0);
  g_assert_cmpstr (run->id, ==, trash);
  g_assert_nonnull (run->report);
  g_assert_nonnull (strstr (run->report, "\"title\":\""));
  missing = chatty_vault_load (vault, "chatgpt:0", NULL, &error);
  g_assert_null (missing);
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND);
  g_clear_error (&error);

  undo (vault, trash, 1, 0);
  after = place_snapshot (place);
  assert_same_tree (before, after);
  g_assert_cmpuint (count_listed (vault), ==, 2);

  g_assert_null (chatty_vault_trash (vault, "nobody", &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND);
}

/* The name was given to another in the meantime; or the transcript came back
 * by another import. */
static void
test_trash_in_the_way (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (ChattyTranscript) one = NULL;
  g_autoptr (ChattyTranscript) two = NULL;
  g_autoptr (ChattyTranscriptSummary) summary = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *trash = NULL;
  g_autofree char *again = NULL;

  one = make_transcript ("chatgpt:1", "Tea", "Two minutes.");
  two = make_transcript ("chatgpt:2", "Tea", "Three minutes.");
  store_one (vault, one, NULL);
  trash = chatty_vault_trash (vault, "chatgpt:1", &error);
  store_one (vault, two, NULL);
  undo (vault, trash, 1, 0);
  summary = chatty_vault_lookup (vault, "chatgpt:1", &error);
  g_assert_cmpstr (summary->path, ==,
                   "transcripts/chatgpt/2025/January/Tea 2.md");

  again = chatty_vault_trash (vault, "chatgpt:1", &error);
  store_one (vault, one, NULL);
  undo (vault, again, 0, 1);
  g_assert_cmpuint (count_listed (vault), ==, 2);
}

static void
test_edit (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (ChattyTranscript) source = NULL;
  g_autoptr (ChattyTranscript) wanted = NULL;
  g_autoptr (GHashTable) before = NULL;
  g_autoptr (GHashTable) after = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *edit = NULL;

  source = make_transcript ("chatgpt:1", "Tea", "Two minutes.");
  store_one (vault, source, NULL);
  before = place_snapshot (place);
  wanted = retitle (source, "Coffee");
  edit = chatty_vault_edit (vault, wanted, &error);
  g_assert_no_error (error);
  undo (vault, edit, 1, 0);
  after = place_snapshot (place);
  assert_same_tree (before, after);
}

static void
test_no_such_batch (void)
{
  static const char *const ids[] = {
    "", "..", "../../x", "20250101T000000.000000-00000000", "a/b",
  };
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (chatty_vault_undo_run (vault, ids[i], NULL, NULL, NULL,
                                             &error));
      g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/vault/undo/runs", test_runs);
  g_test_add_func ("/vault/undo/import", test_import);
  g_test_add_func ("/vault/undo/changed-since", test_changed_since);
  g_test_add_func ("/vault/undo/trash", test_trash);
  g_test_add_func ("/vault/undo/trash-in-the-way", test_trash_in_the_way);
  g_test_add_func ("/vault/undo/edit", test_edit);
  g_test_add_func ("/vault/undo/no-such-batch", test_no_such_batch);
  return g_test_run ();
}
