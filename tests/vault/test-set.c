/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Changes that are made together: on file systems that can do less than others,
 * and while another program writes the same files at the worst moments. */

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "character-fixture.h"
#include "chatty-error.h"
#include "chatty-vault-files-private.h"
#include "chatty-vault-private.h"

static void
undo (ChattyVault *vault,
      const char  *batch)
{
  g_autoptr (GError) error = NULL;

  chatty_vault_undo_run (vault, batch, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

/* All that is done to characters and transcripts, and taken back. */
static void
work_and_undo (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (ChattyCharacterRecord) record = make_record ("Nova", "Be kind.", NULL);
  g_autoptr (ChattyCharacterRecord) stored = NULL;
  g_autoptr (ChattyCharacterRecord) edited = NULL;
  g_autoptr (ChattyCharacterRecord) now = NULL;
  g_autoptr (ChattyTranscript) transcript = make_transcript ("chatgpt:a", "Tea", "Two minutes.");
  g_autoptr (ChattyTranscript) longer = make_transcript ("chatgpt:a", "Tea", "Three minutes.");
  g_autoptr (ChattyVaultBatch) batch = NULL;
  g_autoptr (GHashTable) before = NULL;
  g_autoptr (GHashTable) after = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *edit = NULL;

  g_assert_cmpint (store_record (vault, NULL, record, NULL, &stored), ==, CHATTY_STORED_ADDED);
  g_assert_cmpint (store_one (vault, transcript, NULL), ==, CHATTY_STORED_ADDED);
  g_assert_cmpint (store_one (vault, longer, NULL), !=, CHATTY_STORED_UNCHANGED);

  before = place_snapshot (place);
  edited = with_text (stored, CHATTY_FIELD_INSTRUCTIONS, "Be brave.");
  edit = store_batch (vault, stored, edited, NULL, NULL, NULL);
  now = load_record (vault, "nova-001");
  g_assert_cmpstr (text_of (now, CHATTY_FIELD_INSTRUCTIONS), ==, "Be brave.");
  undo (vault, edit);
  after = place_snapshot (place);
  assert_same_tree (before, after);

  batch = chatty_vault_begin (vault, "delete", &error);
  chatty_vault_batch_trash_record (batch, "nova-001", &error);
  g_assert_no_error (error);
  chatty_vault_batch_commit (batch, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (place_count (place, "instances"), ==, 0);
  undo (vault, chatty_vault_batch_get_id (batch));
  g_clear_pointer (&after, g_hash_table_unref);
  after = place_snapshot (place);
  assert_same_tree (before, after);
}

static void
test_file_systems (void)
{
  work_and_undo ();
  chatty_vault_files_without_flags = TRUE;
  work_and_undo ();
  chatty_vault_files_without_links = TRUE;
  work_and_undo ();
  chatty_vault_files_without_flags = FALSE;
  chatty_vault_files_without_links = FALSE;
}

/* What is there already is not replaced on any of them. */
static void
test_no_replace (void)
{
  for (guint kind = 0; kind < 3; kind++)
    {
      g_autoptr (Place) place = place_new ();
      g_autoptr (ChattyVault) vault = place_open (place);
      g_autoptr (ChattyVaultFiles) files = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;

      place_write (place, "a", "one");
      place_write (place, "b", "two");
      place_write (place, "full/file", "three");
      place_write (place, "other/file", "four");
      files = chatty_vault_files_open (place->vault_path, FALSE, &error);
      g_assert_no_error (error);
      chatty_vault_files_without_flags = kind > 0;
      chatty_vault_files_without_links = kind > 1;
      g_assert_false (chatty_vault_files_rename (files, "a", "b", RENAME_NOREPLACE, &error));
      g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_CONFLICT);
      g_clear_error (&error);
      g_assert_false (chatty_vault_files_rename (files, "full", "other", RENAME_NOREPLACE,
                                                 &error));
      g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_CONFLICT);
      g_clear_error (&error);
      chatty_vault_files_without_flags = FALSE;
      chatty_vault_files_without_links = FALSE;
      text = place_read (place, "b");
      g_assert_cmpstr (text, ==, "two");
    }
}

/* Another program, without our lock: it writes the file that was just put in
 * its place and the one that comes next, so that the first has to be taken
 * back. */
static Place *interfered;
static guint n_applied;

static void
interfere_cb (const char *step)
{
  if (!g_str_equal (step, "applied") || ++n_applied > 1)
    return;
  place_write (interfered, "instances/nova-001/identity/prompt.txt", "Written just now.\n");
  place_write (interfered, "instances/nova-001/identity/prompt.json",
               "{\"instructions\": \"Also written just now.\"}\n");
}

static gboolean
is_kept_somewhere (Place      *place,
                   const char *text)
{
  static const char *const folders[] = { "", ".chatty/history", ".chatty/trash" };

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *folder = place_path (place, folders[i]);
      g_autofree char *output = NULL;
      const char *argv[] = { "grep", "-rlF", text, folder, NULL };

      g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL,
                                   &output, NULL, NULL, NULL));
      if (*output != '\0')
        return TRUE;
    }
  return FALSE;
}

static void
test_interfered (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (ChattyCharacterRecord) record = make_record ("Nova", "Be kind.", NULL);
  g_autoptr (ChattyCharacterRecord) stored = NULL;
  g_autoptr (ChattyCharacterRecord) edited = NULL;
  g_autoptr (ChattyCharacterRecord) now = NULL;

  g_assert_cmpint (store_record (vault, NULL, record, NULL, &stored), ==, CHATTY_STORED_ADDED);
  edited = with_text (stored, CHATTY_FIELD_INSTRUCTIONS, "Be brave.");
  interfered = place;
  chatty_vault_step_func = interfere_cb;
  store_record (vault, stored, edited, NULL, NULL);
  chatty_vault_step_func = NULL;
  g_assert_cmpuint (n_applied, >, 1);

  now = load_record (vault, "nova-001");
  g_assert_cmpstr (text_of (now, CHATTY_FIELD_INSTRUCTIONS), ==, "Be brave.");
  g_assert_true (is_kept_somewhere (place, "Also written just now."));
  g_assert_true (is_kept_somewhere (place, "Written just now."));
  g_assert_true (is_kept_somewhere (place, "Be kind."));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/vault/set/file-systems", test_file_systems);
  g_test_add_func ("/vault/set/no-replace", test_no_replace);
  g_test_add_func ("/vault/set/interfered", test_interfered);
  return g_test_run ();
}
