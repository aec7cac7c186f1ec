/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* What becomes of transcripts that are stored, stored again, edited here and
 * edited elsewhere. */

#include "config.h"

#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "chatty-error.h"
#include "vault-fixture.h"

#define CHATGPT_PATH "transcripts/chatgpt/2025/January/"

static ChattyTranscript *
load (ChattyVault *vault,
      const char  *id)
{
  g_autoptr (GError) error = NULL;
  ChattyTranscript *transcript = chatty_vault_load (vault, id, NULL, &error);

  g_assert_no_error (error);
  return transcript;
}

static void
test_add (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (ChattyTranscript) transcript = NULL;
  g_autoptr (ChattyTranscript) loaded = NULL;
  g_autoptr (ChattyTranscriptSummary) summary = NULL;
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;
  g_autofree char *proposed = NULL;
  g_autofree char *text = NULL;

  transcript = make_transcript ("chatgpt:1", "Tea & time", "Two minutes.");
  proposed = chatty_vault_propose_path (vault, transcript);
  g_assert_cmpint (store_one (vault, transcript, &path), ==,
                   CHATTY_STORED_ADDED);
  g_assert_cmpstr (path, ==, CHATGPT_PATH "Tea & time.md");
  g_assert_cmpstr (path, ==, proposed);

  text = place_read (place, path);
  g_assert_true (g_str_has_prefix (text, "---\n"));
  loaded = load (vault, "chatgpt:1");
  g_assert_true (chatty_transcript_equal (transcript, loaded));

  summary = chatty_vault_lookup (vault, "chatgpt:1", NULL);
  g_assert_nonnull (summary);
  g_assert_cmpstr (summary->path, ==, path);
  g_assert_cmpuint (summary->n_turns, ==, 2);
  file = chatty_vault_get_file (vault, "chatgpt:1", NULL);
  g_assert_true (g_file_query_exists (file, NULL));
  g_assert_cmpuint (count_listed (vault), ==, 1);
  g_assert_cmpuint (place_count (place, ".chatty/staging"), ==, 0);
}

static void
test_same_again (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (GHashTable) before = NULL;
  g_autoptr (GHashTable) after = NULL;
  g_autofree char *path = NULL;
  g_autofree char *full = NULL;
  struct stat first, second;

  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (ChattyTranscript) transcript = make_numbered (i);
      g_autofree char *at = NULL;

      g_assert_cmpint (store_one (vault, transcript, &at), ==,
                       CHATTY_STORED_ADDED);
      g_free (path);
      path = g_steal_pointer (&at);
    }
  before = place_snapshot (place);
  full = place_path (place, path);
  g_assert_cmpint (g_stat (full, &first), ==, 0);

  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (ChattyTranscript) transcript = make_numbered (i);

      g_assert_cmpint (store_one (vault, transcript, NULL), ==,
                       CHATTY_STORED_UNCHANGED);
    }
  after = place_snapshot (place);
  assert_same_tree (before, after);
  /* No write at all. */
  g_assert_cmpint (g_stat (full, &second), ==, 0);
  g_assert_cmpuint (first.st_ino, ==, second.st_ino);
}

/* Another export of the same conversations is no change of them. */
static void
test_same_from_other_export (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (ChattyTranscript) transcript = NULL;
  g_autoptr (ChattyTranscript) again = NULL;
  ChattyTranscriptBuilder *builder;

  transcript = make_transcript ("chatgpt:1", "Tea", "Two minutes.");
  store_one (vault, transcript, NULL);
  builder = chatty_transcript_builder_new_from (transcript);
  chatty_transcript_builder_set_source (builder, "export-2.json",
                                        "00ff");
  again = chatty_transcript_builder_end (builder);
  g_assert_cmpint (store_one (vault, again, NULL), ==,
                   CHATTY_STORED_UNCHANGED);
}

/* The same file again, without what the person chose the first time, and with
 * another time of change. */
static void
test_choices_stay (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (ChattyTranscript) bare = NULL;
  g_autoptr (ChattyTranscript) chosen = NULL;
  g_autoptr (ChattyTranscript) later = NULL;
  g_autofree char *path = NULL;
  ChattyTranscriptBuilder *builder;

  builder = chatty_transcript_builder_new ();
  chatty_transcript_builder_set_id (builder, "file:abc");
  chatty_transcript_builder_set_title (builder, "Notes");
  chatty_transcript_builder_set_started (builder, 1736850645000000,
                                         CHATTY_CERTAINTY_FILE);
  bare = chatty_transcript_builder_end (builder);

  builder = chatty_transcript_builder_new_from (bare);
  chatty_transcript_builder_set_character (builder, "lin-001");
  chatty_transcript_builder_set_platform (builder, "claude");
  chosen = chatty_transcript_builder_end (builder);
  builder = chatty_transcript_builder_new_from (bare);
  chatty_transcript_builder_set_started (builder, 1746850645000000,
                                         CHATTY_CERTAINTY_FILE);
  later = chatty_transcript_builder_end (builder);

  g_assert_cmpint (store_one (vault, chosen, &path), ==, CHATTY_STORED_ADDED);
  g_assert_cmpstr (path, ==,
                   "instances/lin-001/claude/2025/January/Notes.md");
  g_assert_cmpint (store_one (vault, bare, NULL), ==, CHATTY_STORED_UNCHANGED);
  g_assert_cmpint (store_one (vault, later, NULL), ==,
                   CHATTY_STORED_UNCHANGED);
  g_assert_cmpuint (count_listed (vault), ==, 1);
}

static void
test_update (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (ChattyTranscript) first = NULL;
  g_autoptr (ChattyTranscript) second = NULL;
  g_autoptr (ChattyTranscript) third = NULL;
  g_autoptr (ChattyTranscript) loaded = NULL;
  g_autofree char *path = NULL;
  g_autofree char *moved = NULL;

  first = make_transcript ("chatgpt:1", "Tea", "Two minutes.");
  second = make_transcript ("chatgpt:1", "Tea", "Three minutes.");
  third = make_transcript ("chatgpt:1", "Better tea", "Three minutes.");
  store_one (vault, first, NULL);
  g_assert_cmpint (store_one (vault, second, &path), ==,
                   CHATTY_STORED_UPDATED);
  g_assert_cmpstr (path, ==, CHATGPT_PATH "Tea.md");
  loaded = load (vault, "chatgpt:1");
  g_assert_true (chatty_transcript_equal (second, loaded));
  g_assert_cmpuint (place_count (place, ".chatty/history"), ==, 1);

  /* The file follows its title. */
  g_assert_cmpint (store_one (vault, third, &moved), ==,
                   CHATTY_STORED_UPDATED);
  g_assert_cmpstr (moved, ==, CHATGPT_PATH "Better tea.md");
  g_assert_cmpuint (count_listed (vault), ==, 1);
  g_assert_cmpuint (place_count (place, "transcripts"), ==, 1);
  g_assert_cmpuint (place_count (place, ".chatty/history"), ==, 2);
}

static void
test_edit_survives (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (ChattyTranscript) source = NULL;
  g_autoptr (ChattyTranscript) newer = NULL;
  g_autoptr (ChattyTranscript) wanted = NULL;
  g_autoptr (ChattyTranscript) loaded = NULL;
  g_autoptr (GHashTable) before = NULL;
  g_autoptr (GHashTable) after = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *batch = NULL;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  ChattyTranscriptBuilder *builder;

  source = make_transcript ("chatgpt:1", "New chat", "Two minutes.");
  store_one (vault, source, NULL);

  builder = chatty_transcript_builder_new_from (source);
  chatty_transcript_builder_set_title (builder, "How to make tea");
  chatty_transcript_builder_set_platform (builder, "claude");
  chatty_transcript_builder_set_character (builder, "lin-001");
  /* 2024-02-01 */
  chatty_transcript_builder_set_started (builder, 1706745600000000,
                                         CHATTY_CERTAINTY_EXACT);
  wanted = chatty_transcript_builder_end (builder);
  batch = chatty_vault_edit (vault, wanted, &error);
  g_assert_no_error (error);
  g_assert_nonnull (batch);

  path = g_strdup ("instances/lin-001/claude/2024/February/How to make tea.md");
  text = place_read (place, path);
  g_assert_nonnull (text);
  g_assert_cmpuint (place_count (place, "transcripts"), ==, 0);
  before = place_snapshot (place);

  /* The same export again changes nothing. */
  g_assert_cmpint (store_one (vault, source, NULL), ==,
                   CHATTY_STORED_UNCHANGED);
  after = place_snapshot (place);
  assert_same_tree (before, after);

  /* A newer one brings its text, and leaves what the person said. */
  newer = make_transcript ("chatgpt:1", "Renamed there", "Three minutes.");
  g_assert_cmpint (store_one (vault, newer, NULL), ==, CHATTY_STORED_UPDATED);
  loaded = load (vault, "chatgpt:1");
  g_assert_cmpstr (chatty_transcript_get_title (loaded), ==,
                   "How to make tea");
  g_assert_cmpstr (chatty_transcript_get_platform (loaded), ==, "claude");
  g_assert_cmpstr (chatty_transcript_get_character (loaded), ==, "lin-001");
  g_assert_cmpint (chatty_transcript_get_started (loaded), ==,
                   1706745600000000);
  g_assert_cmpstr (chatty_turn_get_text (chatty_transcript_get_turn (loaded, 1)),
                   ==, "Three minutes.");
}

/* An edit back to what it was is an edit; and nothing is not one. */
static void
test_edit_nothing (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (ChattyTranscript) source = NULL;
  g_autoptr (ChattyTranscript) unknown = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *batch = NULL;

  source = make_transcript ("chatgpt:1", "Tea", "Two minutes.");
  store_one (vault, source, NULL);
  batch = chatty_vault_edit (vault, source, &error);
  g_assert_no_error (error);
  runs = chatty_vault_list_runs (vault, &error);
  g_assert_cmpuint (runs->len, ==, 1);

  unknown = make_transcript ("chatgpt:2", "Tea", "Two minutes.");
  g_assert_null (chatty_vault_edit (vault, unknown, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND);
}

static void
replace_in_file (Place      *place,
                 const char *path,
                 const char *from,
                 const char *to)
{
  g_autofree char *text = place_read (place, path);
  g_autoptr (GString) string = g_string_new (text);

  g_assert_cmpuint (g_string_replace (string, from, to, 0), >, 0);
  place_write (place, path, string->str);
}

/* Edited with another program: the same export leaves it, a newer one is kept
 * beside it. */
static void
test_kept_both (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (ChattyTranscript) source = NULL;
  g_autoptr (ChattyTranscript) newer = NULL;
  g_autoptr (ChattyTranscript) newest = NULL;
  g_autoptr (ChattyTranscript) loaded = NULL;
  g_autoptr (GHashTable) before = NULL;
  g_autoptr (GHashTable) after = NULL;
  g_autofree char *path = NULL;
  g_autofree char *beside = NULL;
  g_autofree char *text = NULL;

  source = make_transcript ("chatgpt:1", "Tea", "Two minutes.");
  store_one (vault, source, &path);
  replace_in_file (place, path, "Two minutes.", "Two minutes, not more.");
  before = place_snapshot (place);

  g_assert_cmpint (store_one (vault, source, NULL), ==,
                   CHATTY_STORED_UNCHANGED);
  after = place_snapshot (place);
  assert_same_tree (before, after);

  newer = make_transcript ("chatgpt:1", "Tea", "Three minutes.");
  g_assert_cmpint (store_one (vault, newer, &beside), ==,
                   CHATTY_STORED_KEPT_BOTH);
  g_assert_cmpstr (beside, ==, CHATGPT_PATH "Tea 2.md");
  text = place_read (place, path);
  g_assert_nonnull (strstr (text, "Two minutes, not more."));
  g_assert_cmpuint (count_listed (vault), ==, 2);

  /* Once, not at every import. */
  g_assert_cmpint (store_one (vault, newer, NULL), ==,
                   CHATTY_STORED_UNCHANGED);
  newest = make_transcript ("chatgpt:1", "Tea", "Four minutes.");
  g_assert_cmpint (store_one (vault, newest, NULL), ==,
                   CHATTY_STORED_UPDATED);
  g_assert_cmpuint (count_listed (vault), ==, 2);
  loaded = load (vault, "chatgpt:1~2");
  g_assert_cmpstr (chatty_turn_get_text (chatty_transcript_get_turn (loaded, 1)),
                   ==, "Four minutes.");
}

/* An edit here of what was edited elsewhere does not make it ours. */
static void
test_edit_of_edited (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (ChattyTranscript) source = NULL;
  g_autoptr (ChattyTranscript) newer = NULL;
  g_autoptr (ChattyTranscript) wanted = NULL;
  g_autoptr (ChattyTranscript) loaded = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autofree char *batch = NULL;

  source = make_transcript ("chatgpt:1", "Tea", "Two minutes.");
  store_one (vault, source, &path);
  replace_in_file (place, path, "Two minutes.", "Two minutes, not more.");
  wanted = retitle (source, "Good tea");
  batch = chatty_vault_edit (vault, wanted, &error);
  g_assert_no_error (error);

  loaded = load (vault, "chatgpt:1");
  g_assert_cmpstr (chatty_transcript_get_title (loaded), ==, "Good tea");
  g_assert_cmpstr (chatty_turn_get_text (chatty_transcript_get_turn (loaded, 1)),
                   ==, "Two minutes, not more.");
  newer = make_transcript ("chatgpt:1", "Tea", "Three minutes.");
  g_assert_cmpint (store_one (vault, newer, NULL), ==,
                   CHATTY_STORED_KEPT_BOTH);
}

/* One id twice in one batch: an export that says it twice. */
static void
test_twice_in_batch (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (ChattyVaultBatch) batch = NULL;
  g_autoptr (ChattyTranscript) first = NULL;
  g_autoptr (ChattyTranscript) second = NULL;
  g_autoptr (GError) error = NULL;
  ChattyStored outcome;

  first = make_transcript ("chatgpt:1", "Tea", "Two minutes.");
  second = make_transcript ("chatgpt:1", "Tea", "Three minutes.");
  batch = chatty_vault_begin (vault, "import", &error);
  g_assert_true (chatty_vault_batch_store (batch, first, &outcome, NULL, NULL,
                                           &error));
  g_assert_true (chatty_vault_batch_store (batch, first, &outcome, NULL, NULL,
                                           &error));
  g_assert_cmpint (outcome, ==, CHATTY_STORED_UNCHANGED);
  g_assert_true (chatty_vault_batch_store (batch, second, &outcome, NULL, NULL,
                                           &error));
  g_assert_cmpint (outcome, ==, CHATTY_STORED_UPDATED);
  g_assert_true (chatty_vault_batch_commit (batch, "{}", &error));
  g_assert_cmpuint (count_listed (vault), ==, 1);
  g_assert_cmpuint (place_count (place, "transcripts"), ==, 1);
}

static void
test_cancelled (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (ChattyVaultBatch) batch = NULL;
  g_autoptr (ChattyTranscript) transcript = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  ChattyStored outcome;

  transcript = make_transcript ("chatgpt:1", "Tea", "Two minutes.");
  batch = chatty_vault_begin (vault, "import", &error);
  g_cancellable_cancel (cancellable);
  g_assert_false (chatty_vault_batch_store (batch, transcript, &outcome, NULL,
                                            cancellable, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_true (chatty_vault_batch_commit (batch, NULL, &error));
  g_assert_cmpuint (place_count (place, "transcripts"), ==, 0);
}

/* A batch that is dropped leaves what was flushed, and nothing else. */
static void
test_abandoned (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (ChattyVaultBatch) batch = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GError) error = NULL;

  batch = chatty_vault_begin (vault, "import", &error);
  for (guint i = 0; i < 70; i++)
    {
      g_autoptr (ChattyTranscript) transcript = make_numbered (i);
      ChattyStored outcome;

      g_assert_true (chatty_vault_batch_store (batch, transcript, &outcome,
                                               NULL, NULL, &error));
    }
  g_clear_object (&batch);
  g_assert_cmpuint (place_count (place, "transcripts"), ==, 64);
  g_assert_cmpuint (count_listed (vault), ==, 64);
  g_assert_cmpuint (place_count (place, ".chatty/staging"), ==, 0);
  runs = chatty_vault_list_runs (vault, &error);
  g_assert_cmpuint (runs->len, ==, 1);
  g_assert_false (((ChattyVaultRun *) g_ptr_array_index (runs, 0))->finished);
}

/* A file of the vault that was exported and imported again brings no claims
 * about itself. */
static void
test_import_of_export (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (ChattyTranscript) forged = NULL;
  g_autoptr (ChattyTranscript) newer = NULL;
  ChattyTranscriptBuilder *builder;

  g_autoptr (ChattyTranscript) source = NULL;

  source = make_transcript ("chatgpt:1", "Tea", "Two minutes.");
  builder = chatty_transcript_builder_new_from (source);
  chatty_transcript_builder_set_extra (builder, "edited", "title, text");
  chatty_transcript_builder_set_extra (builder, "file_digest",
                                       "0123456789abcdef0123456789abcdef");
  forged = chatty_transcript_builder_end (builder);
  store_one (vault, forged, NULL);
  newer = make_transcript ("chatgpt:1", "Coffee", "Two minutes.");
  g_assert_cmpint (store_one (vault, newer, NULL), ==, CHATTY_STORED_UPDATED);
}

static void
test_speed (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (ChattyVaultBatch) batch = NULL;
  g_autoptr (GPtrArray) transcripts = NULL;
  g_autoptr (GError) error = NULL;
  ChattyStored outcome;
  double seconds;

  transcripts =
    g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_transcript_unref);
  for (guint i = 0; i < 2000; i++)
    g_ptr_array_add (transcripts, make_numbered (i));

  g_test_timer_start ();
  batch = chatty_vault_begin (vault, "import", &error);
  for (guint i = 0; i < transcripts->len; i++)
    {
      chatty_vault_batch_store (batch, g_ptr_array_index (transcripts, i),
                                &outcome, NULL, NULL, &error);
      g_assert_no_error (error);
    }
  g_assert_true (chatty_vault_batch_commit (batch, NULL, &error));
  seconds = g_test_timer_elapsed ();
  g_test_minimized_result (seconds, "2000 transcripts stored in %.2f s",
                           seconds);

  g_clear_object (&batch);
  g_test_timer_start ();
  batch = chatty_vault_begin (vault, "import", &error);
  for (guint i = 0; i < transcripts->len; i++)
    {
      chatty_vault_batch_store (batch, g_ptr_array_index (transcripts, i),
                                &outcome, NULL, NULL, &error);
      g_assert_cmpint (outcome, ==, CHATTY_STORED_UNCHANGED);
    }
  g_assert_true (chatty_vault_batch_commit (batch, NULL, &error));
  seconds = g_test_timer_elapsed ();
  g_test_minimized_result (seconds, "the same again in %.2f s", seconds);

  g_clear_object (&batch);
  g_clear_object (&vault);
  g_test_timer_start ();
  vault = place_open (place);
  seconds = g_test_timer_elapsed ();
  g_test_minimized_result (seconds, "opened again in %.3f s", seconds);
  g_assert_cmpuint (count_listed (vault), ==, 2000);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/vault/store/add", test_add);
  g_test_add_func ("/vault/store/same-again", test_same_again);
  g_test_add_func ("/vault/store/same-from-other-export",
                   test_same_from_other_export);
  g_test_add_func ("/vault/store/choices-stay", test_choices_stay);
  g_test_add_func ("/vault/store/update", test_update);
  g_test_add_func ("/vault/store/edit-survives", test_edit_survives);
  g_test_add_func ("/vault/store/edit-nothing", test_edit_nothing);
  g_test_add_func ("/vault/store/kept-both", test_kept_both);
  g_test_add_func ("/vault/store/edit-of-edited", test_edit_of_edited);
  g_test_add_func ("/vault/store/twice-in-batch", test_twice_in_batch);
  g_test_add_func ("/vault/store/cancelled", test_cancelled);
  g_test_add_func ("/vault/store/abandoned", test_abandoned);
  g_test_add_func ("/vault/store/import-of-export", test_import_of_export);
  g_test_add_func ("/vault/store/speed", test_speed);
  return g_test_run ();
}
