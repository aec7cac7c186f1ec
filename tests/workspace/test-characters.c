/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>

#include "character-fixture.h"
#include "chatty-character-calls.h"
#include "chatty-character-json.h"
#include "chatty-character-list.h"
#include "chatty-error.h"
#include "chatty-vault-characters.h"

static gboolean
is_idle (gpointer list)
{
  return !chatty_character_list_get_loading (list);
}

typedef struct {
  ChattyCharacterList *list;
  guint                n;
} Expected;

static gboolean
has_rows (gpointer data)
{
  const Expected *expected = data;

  return g_list_model_get_n_items (G_LIST_MODEL (expected->list)) == expected->n;
}

static void
wait_rows (ChattyCharacterList *list,
           guint                n)
{
  Expected expected = { list, n };

  fixture_wait (has_rows, &expected, "the rows");
}

static const char *
name_at (ChattyCharacterList *list,
         guint                position)
{
  g_autoptr (ChattyCharacterItem) item = g_list_model_get_item (G_LIST_MODEL (list), position);

  return chatty_character_item_get_name (item);
}

/* The list finds what is there, sorts, searches, and follows the vault. */
static void
test_list (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (ChattyCharacterList) list = NULL;
  g_autoptr (ChattyCharacterItem) item = NULL;
  g_autoptr (ChattyCharacterRecord) mara = character_fixture_add (fixture, "Mara", "A pilot");
  g_autoptr (ChattyCharacterRecord) zoe = character_fixture_add (fixture, "zoé", "Sings");
  g_autoptr (ChattyCharacterRecord) ada = character_fixture_add (fixture, "Ada", "Counts");
  g_autoptr (ChattyCharacterRecord) ben = NULL;

  list = chatty_character_list_new (fixture->vault);
  wait_rows (list, 3);
  g_assert_cmpstr (name_at (list, 0), ==, "Ada");
  g_assert_cmpstr (name_at (list, 1), ==, "Mara");
  g_assert_cmpstr (name_at (list, 2), ==, "zoé");
  g_assert_cmpuint (chatty_character_list_get_n_total (list), ==, 3);
  g_assert_cmpint (chatty_character_list_find (
                     list, chatty_character_record_get_callsign (zoe)), ==, 2);

  /* Case and the form of accents do not count; the description is searched. */
  chatty_character_list_set_search (list, " ZOE\xcc\x81 ");
  wait_rows (list, 1);
  g_assert_cmpstr (name_at (list, 0), ==, "zoé");
  chatty_character_list_set_search (list, "pilot");
  fixture_wait (is_idle, list, "the search");
  wait_rows (list, 1);
  g_assert_cmpstr (name_at (list, 0), ==, "Mara");
  g_assert_cmpuint (chatty_character_list_get_n_total (list), ==, 3);
  chatty_character_list_set_search (list, "");
  wait_rows (list, 3);

  item = g_list_model_get_item (G_LIST_MODEL (list), 0);
  ben = character_fixture_add (fixture, "Ben", "Is new");
  wait_rows (list, 4);
  g_assert_cmpstr (name_at (list, 1), ==, "Ben");
  g_assert_cmpstr (chatty_character_item_get_name (item), ==, "Ada");
  g_assert_cmpuint (chatty_character_item_get_n_places (item), ==, 0);
  g_assert_nonnull (mara);
  g_assert_nonnull (ada);
}

static gboolean
is_renamed (gpointer item)
{
  return strcmp (chatty_character_item_get_name (item), "Ada Lovelace") == 0;
}

/* A row that says something new stays the same item. */
static void
test_row_changes (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (ChattyCharacterRecord) ada = character_fixture_add (fixture, "Ada", "Counts");
  g_autoptr (ChattyCharacterList) list = chatty_character_list_new (fixture->vault);
  g_autoptr (ChattyCharacterItem) item = NULL;
  g_autoptr (ChattyCharacterItem) after = NULL;
  g_autoptr (ChattyCharacterChange) change = NULL;

  wait_rows (list, 1);
  item = g_list_model_get_item (G_LIST_MODEL (list), 0);
  change = character_fixture_set (fixture, ada, CHATTY_FIELD_NAME, "Ada Lovelace");
  g_assert_cmpint (change->outcome, ==, CHATTY_STORED_UPDATED);
  fixture_wait (is_renamed, item, "the new name");
  after = g_list_model_get_item (G_LIST_MODEL (list), 0);
  g_assert_true (item == after);
}

/* A folder that cannot be read hides no other, and is told. */
static void
test_list_problem (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr (ChattyCharacterRecord) ada = character_fixture_add (fixture, "Ada", "Counts");
  g_autoptr (ChattyCharacterList) list = NULL;
  g_autofree char *folder = g_build_filename (fixture->folder, "vault", "instances", "bad-001",
                                              "identity", NULL);
  g_autofree char *path = g_build_filename (folder, "prompt.json", NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "{\"name\": ", -1, NULL));
  list = chatty_character_list_new (fixture->vault);
  wait_rows (list, 1);
  fixture_wait (is_idle, list, "the list");
  g_assert_cmpuint (chatty_character_list_get_n_problems (list), ==, 1);
  g_assert_nonnull (strstr (chatty_character_list_get_problem (list, 0), "bad-001"));
}

static ChattyCharacterChange *
wait_change (Fixture       *fixture,
             GAsyncResult **result,
             GError       **error)
{
  ChattyCharacterChange *change =
    chatty_workspace_change_character_finish (fixture->workspace, fixture_wait_result (result),
                                              error);

  g_clear_object (result);
  return change;
}

static void
undo (Fixture    *fixture,
      const char *batch)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  guint n_undone, n_kept;

  chatty_workspace_undo_async (fixture->workspace, batch, NULL, fixture_result_cb, &result);
  chatty_workspace_undo_finish (fixture->workspace, fixture_wait_result (&result), &n_undone,
                                &n_kept, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_kept, ==, 0);
}

static ChattyCharacterRecord *
load (Fixture    *fixture,
      const char *callsign)
{
  g_autoptr (GError) error = NULL;
  ChattyCharacterRecord *record = chatty_vault_load_record (fixture->vault, callsign, FALSE, NULL,
                                                            &error);

  g_assert_no_error (error);
  return record;
}

/* A new character has a callsign; Undo takes a save, and the trash, back. */
static void
test_save_and_undo (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr (ChattyCharacterRecord) ada = character_fixture_add (fixture, "Ada", "Counts");
  const char *callsign = chatty_character_record_get_callsign (ada);
  g_autoptr (ChattyCharacterChange) change = NULL;
  g_autoptr (ChattyCharacterChange) trashed = NULL;
  g_autoptr (ChattyCharacterRecord) now = NULL;
  g_autoptr (ChattyCharacterRecord) back = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_str_has_prefix (callsign, "ada-"));
  change = character_fixture_set (fixture, ada, CHATTY_FIELD_DESCRIPTION, "Adds");
  g_assert_nonnull (change->batch);
  undo (fixture, change->batch);
  now = load (fixture, callsign);
  g_assert_cmpstr (chatty_character_get_text (chatty_character_record_get_character (now),
                                              CHATTY_FIELD_DESCRIPTION), ==, "Counts");

  chatty_workspace_trash_character_async (fixture->workspace, callsign, NULL, fixture_result_cb,
                                          &result);
  trashed = wait_change (fixture, &result, &error);
  g_assert_no_error (error);
  g_assert_null (trashed->record);
  g_assert_null (chatty_vault_load_record (fixture->vault, callsign, FALSE, NULL, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND);
  undo (fixture, trashed->batch);
  back = load (fixture, callsign);
  g_assert_cmpstr (chatty_character_get_name (chatty_character_record_get_character (back)), ==,
                   "Ada");
}

/* Two windows: what only one edited is joined, what both did is kept twice. */
static void
test_save_meets_other (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autoptr (ChattyCharacterRecord) ada = character_fixture_add (fixture, "Ada", "Counts");
  const char *callsign = chatty_character_record_get_callsign (ada);
  g_autoptr (ChattyCharacterChange) first = NULL;
  g_autoptr (ChattyCharacterChange) second = NULL;
  g_autoptr (ChattyCharacterChange) third = NULL;
  g_autoptr (GPtrArray) history = NULL;
  g_autoptr (GError) error = NULL;
  ChattyCharacter *character;
  gboolean found = FALSE;

  first = character_fixture_set (fixture, ada, CHATTY_FIELD_DESCRIPTION, "Adds");
  second = character_fixture_set (fixture, ada, CHATTY_FIELD_GREETING, "Hello");
  g_assert_cmpint (second->outcome, ==, CHATTY_STORED_UPDATED);
  character = chatty_character_record_get_character (second->record);
  g_assert_cmpstr (chatty_character_get_text (character, CHATTY_FIELD_DESCRIPTION), ==, "Adds");
  third = character_fixture_set (fixture, ada, CHATTY_FIELD_DESCRIPTION, "Divides");
  g_assert_cmpint (third->outcome, ==, CHATTY_STORED_KEPT_BOTH);
  g_assert_cmpuint (third->both, ==, CHATTY_FIELD_FLAG (CHATTY_FIELD_DESCRIPTION));

  history = chatty_vault_list_history (fixture->vault, callsign, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < history->len; i++)
    {
      const ChattyFieldChange *change = history->pdata[i];

      found = found || g_strcmp0 (change->old_value, "\"Adds\"") == 0;
    }
  g_assert_true (found);
}

/* Any value of the history comes back, as a change that can be undone. */
static void
test_restore (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (ChattyCharacterRecord) ada = character_fixture_add (fixture, "Ada", "Counts");
  const char *callsign = chatty_character_record_get_callsign (ada);
  g_autoptr (ChattyCharacterChange) first = NULL;
  g_autoptr (ChattyCharacterChange) restored = NULL;
  g_autoptr (GPtrArray) history = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  const ChattyFieldChange *entry;

  first = character_fixture_set (fixture, ada, CHATTY_FIELD_DESCRIPTION, "Adds");
  chatty_workspace_list_history_async (fixture->workspace, callsign, NULL, fixture_result_cb,
                                       &result);
  history = chatty_workspace_list_history_finish (fixture->workspace,
                                                  fixture_wait_result (&result), &error);
  g_assert_no_error (error);
  g_clear_object (&result);
  g_assert_cmpuint (history->len, >=, 1);
  entry = history->pdata[0];
  g_assert_cmpint (entry->field, ==, CHATTY_FIELD_DESCRIPTION);
  g_assert_cmpstr (entry->who, ==, "person");

  chatty_workspace_restore_value_async (fixture->workspace, callsign, entry, FALSE, NULL,
                                        fixture_result_cb, &result);
  restored = wait_change (fixture, &result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (chatty_character_get_text (
                     chatty_character_record_get_character (restored->record),
                     CHATTY_FIELD_DESCRIPTION), ==, "Counts");
  g_assert_nonnull (restored->batch);
}

/* A copy has everything but the links, and a name of its own. */
static void
test_copy (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (ChattyCharacterRecord) ada = character_fixture_add (fixture, "Ada", "Counts");
  const char *callsign = chatty_character_record_get_callsign (ada);
  ChattyCharacterLink fields = { .platform = "convai", .account = "acc", .remote_id = "r1",
                                 .agreed = CHATTY_TIME_NONE };
  g_autoptr (ChattyCharacterLink) link = chatty_character_link_new (&fields);
  g_autofree char *path = fixture_write (fixture, "facts.txt", "one and one");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (ChattyCharacterChange) linked = NULL;
  g_autoptr (ChattyCharacterChange) added = NULL;
  g_autoptr (ChattyCharacterChange) copied = NULL;
  g_autoptr (ChattyCharacterChange) unlinked = NULL;
  g_autoptr (GError) error = NULL;

  chatty_workspace_link_character_async (fixture->workspace, callsign, link, NULL,
                                         fixture_result_cb, &result);
  linked = wait_change (fixture, &result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (chatty_character_record_get_n_links (linked->record), ==, 1);
  chatty_workspace_add_document_async (fixture->workspace, callsign, file, NULL,
                                       fixture_result_cb, &result);
  added = wait_change (fixture, &result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (added->name, ==, "facts.txt");
  g_assert_cmpuint (chatty_character_record_get_n_documents (added->record), ==, 1);

  chatty_workspace_copy_character_async (fixture->workspace, callsign, NULL, NULL,
                                         fixture_result_cb, &result);
  copied = wait_change (fixture, &result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (chatty_character_record_get_callsign (copied->record), !=, callsign);
  g_assert_cmpstr (chatty_character_get_name (
                     chatty_character_record_get_character (copied->record)), ==, "Ada (copy)");
  g_assert_cmpstr (chatty_character_get_text (
                     chatty_character_record_get_character (copied->record),
                     CHATTY_FIELD_DESCRIPTION), ==, "Counts");
  g_assert_cmpuint (chatty_character_record_get_n_links (copied->record), ==, 0);
  g_assert_cmpuint (chatty_character_record_get_n_documents (copied->record), ==, 1);

  chatty_workspace_unlink_character_async (fixture->workspace, callsign, "convai", "r1", NULL,
                                           fixture_result_cb, &result);
  unlinked = wait_change (fixture, &result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (chatty_character_record_get_n_links (unlinked->record), ==, 0);
}

/* Links, folders and the kernel's files are not documents. */
static void
test_document_refused (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autoptr (ChattyCharacterRecord) ada = character_fixture_add (fixture, "Ada", "Counts");
  const char *callsign = chatty_character_record_get_callsign (ada);
  g_autofree char *target = fixture_write (fixture, "facts.txt", "one and one");
  g_autofree char *link = g_build_filename (fixture->files, "link.txt", NULL);
  const char *paths[] = { link, fixture->files, "/proc/self/environ", "/dev/null" };

  g_assert_cmpint (symlink (target, link), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GFile) file = g_file_new_for_path (paths[i]);
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;

      chatty_workspace_add_document_async (fixture->workspace, callsign, file, NULL,
                                           fixture_result_cb, &result);
      g_assert_null (wait_change (fixture, &result, &error));
      g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED);
    }
}

static GBytes *
make_png (guint32 width)
{
  static const guint8 template[] = {
    0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n',
    0, 0, 0, 13, 'I', 'H', 'D', 'R', 0, 0, 0, 0, 0, 0, 0, 1, 8, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 1, 'I', 'D', 'A', 'T', 0, 0, 0, 0, 0,
    0, 0, 0, 0, 'I', 'E', 'N', 'D', 0, 0, 0, 0,
  };
  guint8 *bytes = g_memdup2 (template, sizeof template);

  bytes[18] = (guint8) (width >> 8);
  bytes[19] = (guint8) width;
  return g_bytes_new_take (bytes, sizeof template);
}

/* JSON brings everything back: fields, overrides, extras and the picture. */
static void
test_export_import (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr (ChattyCharacterRecord) ada = character_fixture_add (fixture, "Ada", "Counts");
  const char *callsign = chatty_character_record_get_callsign (ada);
  g_autoptr (ChattyCharacterBuilder) fields =
    chatty_character_builder_new_from (chatty_character_record_get_character (ada));
  g_autoptr (ChattyCharacterBuilder) partial = chatty_character_builder_new ();
  g_autoptr (ChattyCharacterRecordBuilder) builder = chatty_character_record_builder_new (ada);
  static const char *const starters[] = { "Hello, you", "Two\nlines", NULL };
  g_autoptr (ChattyCharacter) character = NULL;
  g_autoptr (ChattyCharacter) override = NULL;
  g_autoptr (ChattyCharacterRecord) full = NULL;
  g_autoptr (ChattyCharacterChange) saved = NULL;
  g_autoptr (ChattyCharacterChange) pictured = NULL;
  g_autoptr (ChattyCharacterChange) imported = NULL;
  g_autoptr (GBytes) png = make_png (64);
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = g_build_filename (fixture->files, "ada.json", NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  chatty_character_builder_set_list (fields, CHATTY_FIELD_STARTERS, starters);
  chatty_character_builder_set_trait (fields, "openness", -25);
  chatty_character_builder_set_extra (fields, "convai", "{\"lip\":[1,2]}");
  character = chatty_character_builder_end (g_steal_pointer (&fields));
  chatty_character_builder_set_text (partial, CHATTY_FIELD_NAME, "Ada on Convai");
  override = chatty_character_builder_end (g_steal_pointer (&partial));
  chatty_character_record_builder_set_character (builder, character);
  chatty_character_record_builder_set_override (builder, "convai", override);
  full = chatty_character_record_builder_end (g_steal_pointer (&builder));
  chatty_workspace_save_character_async (fixture->workspace, ada, full, NULL, fixture_result_cb,
                                         &result);
  saved = wait_change (fixture, &result, &error);
  g_assert_no_error (error);
  chatty_workspace_set_avatar_async (fixture->workspace, callsign, png, NULL, fixture_result_cb,
                                     &result);
  pictured = wait_change (fixture, &result, &error);
  g_assert_no_error (error);
  g_assert_nonnull (chatty_character_record_get_avatar (pictured->record));

  file = g_file_new_for_path (path);
  chatty_workspace_export_character_async (fixture->workspace, callsign,
                                           CHATTY_CHARACTER_FILE_JSON, file, NULL,
                                           fixture_result_cb, &result);
  g_assert_true (chatty_workspace_export_character_finish (
    fixture->workspace, fixture_wait_result (&result), &error));
  g_clear_object (&result);
  chatty_workspace_import_character_async (fixture->workspace, file, NULL, fixture_result_cb,
                                           &result);
  imported = wait_change (fixture, &result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (imported->imported), ==, 0);
  g_assert_cmpstr (chatty_character_record_get_callsign (imported->record), !=, callsign);
  g_assert_nonnull (chatty_character_record_get_avatar (imported->record));
  for (guint field = 0; field < CHATTY_N_FIELDS; field++)
    if (field != CHATTY_FIELD_CALLSIGN)
      g_assert_true (chatty_character_field_equal (
        chatty_character_record_get_character (imported->record), character, field));
  g_assert_cmpstr (chatty_character_get_extra (
                     chatty_character_record_get_character (imported->record), "convai"), ==,
                   "{\"lip\":[1,2]}");
  g_assert_nonnull (chatty_character_record_get_override (imported->record, "convai"));
  g_assert_true (chatty_character_field_equal (
    chatty_character_record_get_override (imported->record, "convai"), override,
    CHATTY_FIELD_NAME));
}

/* What is no PNG, or a huge one, is not taken. */
static void
test_avatar_refused (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (ChattyCharacterRecord) ada = character_fixture_add (fixture, "Ada", "Counts");
  const char *callsign = chatty_character_record_get_callsign (ada);
  g_autoptr (GBytes) huge = make_png (CHATTY_MAX_AVATAR_SIDE + 1);
  g_autoptr (GBytes) good = make_png (64);
  g_autoptr (GBytes) cut = g_bytes_new_from_bytes (good, 0, g_bytes_get_size (good) - 4);
  g_autoptr (GBytes) text = g_bytes_new_static ("GIF89a", 6);
  const struct {
    GBytes      *bytes;
    ChattyError  code;
  } cases[] = {
    { huge, CHATTY_ERROR_TOO_LARGE },
    { cut, CHATTY_ERROR_INVALID_DATA },
    { text, CHATTY_ERROR_INVALID_DATA },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;

      chatty_workspace_set_avatar_async (fixture->workspace, callsign, cases[i].bytes, NULL,
                                         fixture_result_cb, &result);
      g_assert_null (wait_change (fixture, &result, &error));
      g_assert_error (error, CHATTY_ERROR, (int) cases[i].code);
    }
}

/* 1,000 characters, and the main loop never waits: the longest turn of it. */
static void
test_thousand (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (ChattyCharacterList) list = NULL;
  g_autoptr (GTimer) timer = g_timer_new ();
  double longest = 0;

  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *callsign = g_strdup_printf ("person-%03u", i);
      g_autofree char *folder = g_build_filename (fixture->folder, "vault", "instances", callsign,
                                                  "identity", NULL);
      g_autofree char *path = g_build_filename (folder, "prompt.json", NULL);
      g_autofree char *text = g_strdup_printf ("{\"name\": \"Person %03u\", \"instructions\": "
                                               "\"Is number %u\"}", i, i);

      g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
      g_assert_true (g_file_set_contents (path, text, -1, NULL));
    }
  list = chatty_character_list_new (fixture->vault);
  while (g_list_model_get_n_items (G_LIST_MODEL (list)) < 1000)
    {
      g_assert_cmpfloat (g_timer_elapsed (timer, NULL), <, 60);
      if (!g_main_context_pending (NULL))
        {
          g_main_context_iteration (NULL, TRUE);
          continue;
        }
      {
        gint64 before = g_get_monotonic_time ();

        g_main_context_iteration (NULL, FALSE);
        longest = MAX (longest, (double) (g_get_monotonic_time () - before) / 1000);
      }
    }
  g_test_message ("1000 characters in %.0f ms; the main loop was held for %.1f ms at most",
                  g_timer_elapsed (timer, NULL) * 1000, longest);
#ifndef __SANITIZE_ADDRESS__    /* which has its own price */
  g_assert_cmpfloat (longest, <, 100);
#endif
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) \
  g_test_add ("/characters/" path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("list", test_list);
  ADD ("list/row-changes", test_row_changes);
  ADD ("list/problem", test_list_problem);
  ADD ("list/thousand", test_thousand);
  ADD ("save-and-undo", test_save_and_undo);
  ADD ("save-meets-other", test_save_meets_other);
  ADD ("restore", test_restore);
  ADD ("copy", test_copy);
  ADD ("document-refused", test_document_refused);
  ADD ("export-import", test_export_import);
  ADD ("avatar-refused", test_avatar_refused);

  return g_test_run ();
}
