/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>
#include <unistd.h>

#include "chatty-error.h"
#include "chatty-import-rules.h"
#include "chatty-import-source.h"
#include "chatty-receipt.h"

static void
test_callsigns (void)
{
  static const char *const good[] = { "katana-001", "zen-999", "a-0001", "lin-two-010", "k9-001" };
  static const char *const bad[] = {
    "", "katana", "katana-1", "katana-01", "Katana-001", "-001", "katana--001", "katana-00a", "../x-001",
    "a/b-001", "katana-001 ", "kätana-001", "001", "katana_001", "..-001",
  };
  g_autofree char *longest = g_strnfill (61, 'a');
  g_autofree char *too_long = g_strconcat (longest, "-001", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *same = chatty_callsign_for_name (good[i], NULL);

      g_assert_true (chatty_callsign_is_valid (good[i]));
      g_assert_cmpstr (same, ==, good[i]);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (chatty_callsign_is_valid (bad[i]));
  g_assert_false (chatty_callsign_is_valid (too_long));
}

static void
test_names (void)
{
  static const char *const names[] = { "Katana", "Älva Ström", "刀", "Катана", "../../etc/passwd",
                                       "a b c", "🙂", "X" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *first = chatty_callsign_for_name (names[i], &error);
      g_autofree char *second = NULL;

      if (first == NULL)
        {
          g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
          continue;
        }
      second = chatty_callsign_for_name (names[i], NULL);
      g_assert_true (chatty_callsign_is_valid (first));
      g_assert_true (g_str_has_suffix (first, "-001"));
      g_assert_cmpstr (first, ==, second);
    }
}

static void
test_choices (void)
{
  static const ChattyImportChoice none = { NULL, NULL };
  static const ChattyImportChoice person = { (char *) "gemini", (char *) "zen-001" };
  static const ChattyImportChoice nobody = { NULL, (char *) "-" };
  static const ChattyImportChoice settings = { (char *) "claude", (char *) "lin-001" };

  g_assert_cmpstr (chatty_import_pick_platform (&person, "grok", &settings), ==, "gemini");
  g_assert_cmpstr (chatty_import_pick_platform (&none, "grok", &settings), ==, "grok");
  g_assert_cmpstr (chatty_import_pick_platform (&none, "other", &settings), ==, "claude");
  g_assert_cmpstr (chatty_import_pick_platform (&none, NULL, &settings), ==, "claude");
  g_assert_cmpstr (chatty_import_pick_platform (&none, NULL, &none), ==, "other");

  g_assert_cmpstr (chatty_import_pick_character (&person, "own-001", &settings), ==, "zen-001");
  g_assert_cmpstr (chatty_import_pick_character (&none, "own-001", &settings), ==, "own-001");
  g_assert_cmpstr (chatty_import_pick_character (&none, "../own-001", &settings), ==, "lin-001");
  g_assert_cmpstr (chatty_import_pick_character (&none, NULL, &none), ==, NULL);
  g_assert_cmpstr (chatty_import_pick_character (&nobody, "own-001", &settings), ==, NULL);
}

static ChattyTranscript *
make_transcript (const char *id,
                 guint       n_turns)
{
  ChattyTranscriptBuilder *builder = chatty_transcript_builder_new ();

  chatty_transcript_builder_set_id (builder, id);
  chatty_transcript_builder_set_character (builder, "zen-001");
  for (guint i = 0; i < n_turns; i++)
    chatty_transcript_builder_take_turn (builder,
                                         chatty_turn_builder_end (chatty_turn_builder_new (CHATTY_ROLE_NOTE)));
  return chatty_transcript_builder_end (builder);
}

static void
test_receipt (void)
{
  static const ChattyStored outcomes[] = {
    CHATTY_STORED_ADDED, CHATTY_STORED_ADDED, CHATTY_STORED_UPDATED, CHATTY_STORED_UNCHANGED, CHATTY_STORED_KEPT_BOTH,
  };
  g_autoptr (ChattyReceipt) receipt = chatty_receipt_new ();
  g_autoptr (ChattyReceipt) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *json = NULL;
  g_autofree char *json_again = NULL;
  g_autofree char *text = NULL;
  ChattyReceiptFile *file = chatty_receipt_begin_file (receipt,
                                                       "a \"quoted\"\nname\342\200\256.md");
  ChattyImportTotals totals, totals_again;

  for (gsize i = 0; i < G_N_ELEMENTS (outcomes); i++)
    {
      g_autofree char *id = g_strdup_printf ("file:%u", (guint) i);
      g_autoptr (ChattyTranscript) transcript = make_transcript (id, 3);

      chatty_receipt_file_add (file, outcomes[i], transcript);
    }
  file->form = g_strdup ("markdown");
  file->platform = g_strdup ("chatgpt");
  g_ptr_array_add (file->notices, g_strdup ("No dates were found."));
  chatty_receipt_file_skip (file, "page 3", "It is a picture.");
  file = chatty_receipt_begin_file (receipt, "b.md");
  chatty_receipt_file_skip (file, "b.md", "It is empty.");
  chatty_receipt_end (receipt, "batch-1", TRUE, 7, NULL);

  chatty_receipt_get_totals (receipt, &totals);
  g_assert_cmpuint (totals.files, ==, 2);
  g_assert_cmpuint (totals.refused_files, ==, 1);
  g_assert_cmpuint (totals.added, ==, 2);
  g_assert_cmpuint (totals.updated, ==, 1);
  g_assert_cmpuint (totals.unchanged, ==, 1);
  g_assert_cmpuint (totals.kept_both, ==, 1);
  g_assert_cmpuint (totals.skipped, ==, 2);
  g_assert_cmpuint (totals.conversations, ==,
                    totals.added + totals.updated + totals.unchanged + totals.kept_both + totals.skipped);
  g_assert_cmpuint (totals.turns, ==, 15);

  json = chatty_receipt_to_json (receipt);
  again = chatty_receipt_parse (json, &error);
  g_assert_no_error (error);
  chatty_receipt_get_totals (again, &totals_again);
  g_assert_cmpmem (&totals, sizeof totals, &totals_again, sizeof totals_again);
  json_again = chatty_receipt_to_json (again);
  g_assert_cmpstr (json, ==, json_again);
  g_assert_cmpstr (chatty_receipt_get_batch (again), ==, "batch-1");
  g_assert_cmpuint (chatty_receipt_get_n_not_reached (again), ==, 7);
  g_assert_cmpuint (chatty_receipt_get_file (again, 0)->characters->len, ==, 1);

  text = chatty_receipt_to_text (receipt);
  g_assert_null (strstr (text, "\342\200\256"));
  g_assert_nonnull (strstr (text, "It is a picture."));
  g_assert_nonnull (strstr (text, "It is empty."));
}

static void
test_receipt_hostile (void)
{
  static const char *const documents[] = {
    "", "[]", "{}", "{\"files\":{}}", "null", "{\"files\":[", "\"files\"",
  };
  static const char *const odd[] = {
    "{\"files\":[1,null,\"x\",[],{}]}",
    "{\"files\":[{\"file\":5,\"added\":\"many\",\"turns\":-4,\"skipped\":[1,{}],\"transcripts\":[null,1,\"a\"]}]}",
    "{\"files\":[{\"added\":1,\"kept_both\":9}]}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (documents); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (chatty_receipt_parse (documents[i], &error));
      g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      g_autoptr (ChattyReceipt) receipt = chatty_receipt_parse (odd[i], NULL);
      g_autofree char *text = NULL;

      g_assert_nonnull (receipt);
      text = chatty_receipt_to_text (receipt);
      g_assert_nonnull (text);
    }
}

static void
collect_cb (ChattyImportSource *source,
            gpointer            user_data)
{
  g_ptr_array_add (user_data, chatty_import_source_ref (source));
}

static void
write_file (const char *folder,
            const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);

  g_mkdir_with_parents (parent, 0700);
  g_assert_true (g_file_set_contents (path, name, -1, NULL));
}

static void
test_expand (void)
{
  static const char *const wanted[] = {
    "top/B.md", "top/a/1.md", "top/a/2.md", "top/a.md", "top/b.md", "top/z/deep/file",
  };
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_import_source_unref);
  g_autofree char *folder = g_dir_make_tmp ("chatty-expand-XXXXXX", NULL);
  g_autofree char *link = g_build_filename (folder, "link.md", NULL);
  g_autoptr (GFile) root = g_file_new_for_path (folder);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  guint n_files = 0;

  write_file (folder, "b.md");
  write_file (folder, "a.md");
  write_file (folder, "B.md");
  write_file (folder, "a/2.md");
  write_file (folder, "a/1.md");
  write_file (folder, "z/deep/file");
  write_file (folder, ".hidden/file.md");
  write_file (folder, ".. odd");
  g_assert_cmpint (symlink ("/etc/passwd", link), ==, 0);

  chatty_import_expand (root, "top", NULL, &n_files, collect_cb, found, NULL);
  /* And the link, which is refused. */
  g_assert_cmpuint (found->len, ==, G_N_ELEMENTS (wanted) + 1);
  for (guint i = 0, j = 0; i < found->len; i++)
    {
      ChattyImportSource *source = g_ptr_array_index (found, i);

      if (g_str_has_suffix (source->name, "link.md"))
        {
          g_assert_nonnull (source->problem);
          g_assert_nonnull (strstr (source->problem, "/etc/passwd"));
          continue;
        }
      g_assert_null (source->problem);
      g_assert_cmpstr (source->name, ==, wanted[j++]);
      g_assert_cmpuint (source->size, ==, strlen (source->name) - strlen ("top/"));
    }
  g_assert_cmpuint (n_files, ==, G_N_ELEMENTS (wanted));

  /* The same again is the same order; the vault stays out; a cancel ends it. */
  g_ptr_array_set_size (found, 0);
  chatty_import_expand (root, "top", root, &n_files, collect_cb, found, NULL);
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_nonnull (((ChattyImportSource *) g_ptr_array_index (found, 0))->problem);

  g_ptr_array_set_size (found, 0);
  n_files = CHATTY_IMPORT_MAX_FILES - 2;
  chatty_import_expand (root, "top", NULL, &n_files, collect_cb, found, NULL);
  g_assert_cmpuint (found->len, ==, 3);
  g_assert_nonnull (((ChattyImportSource *) g_ptr_array_index (found, 2))->problem);

  g_ptr_array_set_size (found, 0);
  n_files = 0;
  g_cancellable_cancel (cancellable);
  chatty_import_expand (root, "top", NULL, &n_files, collect_cb, found, cancellable);
  g_assert_cmpuint (found->len, ==, 0);
}

static void
test_expand_remote (void)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_import_source_unref);
  static const char *const places[] = { "smb://server/share/chat.md", "x-special:nautilus",
                                        "sftp://h/x", "/dev/zero", "/nowhere/x" };

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr (GFile) file = g_file_new_for_commandline_arg (places[i]);
      guint n_files = 0;

      chatty_import_expand (file, NULL, NULL, &n_files, collect_cb, found, NULL);
      g_assert_cmpuint (n_files, ==, 0);
      g_assert_cmpuint (found->len, ==, i + 1);
      g_assert_nonnull (((ChattyImportSource *) g_ptr_array_index (found, i))->problem);
    }
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/workspace/callsigns", test_callsigns);
  g_test_add_func ("/workspace/names", test_names);
  g_test_add_func ("/workspace/choices", test_choices);
  g_test_add_func ("/workspace/receipt", test_receipt);
  g_test_add_func ("/workspace/receipt/hostile", test_receipt_hostile);
  g_test_add_func ("/workspace/expand", test_expand);
  g_test_add_func ("/workspace/expand/remote", test_expand_remote);

  return g_test_run ();
}
