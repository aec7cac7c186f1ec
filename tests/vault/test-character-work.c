/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* What is done to characters besides an edit of one field: by two at once, by
 * sync programs, with documents and pictures, to the trash and back. */

#include "config.h"

#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "character-fixture.h"
#include "chatty-error.h"

#define PNG "\x89PNG\r\n\x1a\nrest"

static ChattyCharacterRecord *
add_nova (ChattyVault *vault)
{
  g_autoptr (ChattyCharacterRecord) record = make_record ("Nova", "Be kind.", NULL);
  ChattyCharacterRecord *stored = NULL;

  g_assert_cmpint (store_record (vault, NULL, record, NULL, &stored), ==, CHATTY_STORED_ADDED);
  g_assert_cmpstr (chatty_character_record_get_callsign (stored), ==, "nova-001");
  return stored;
}

static const ChattyFieldChange *
find_change (GPtrArray            *history,
             ChattyCharacterField  field,
             const char           *old_value)
{
  for (guint i = 0; i < history->len; i++)
    {
      const ChattyFieldChange *change = g_ptr_array_index (history, i);

      if (change->field == field && g_strcmp0 (change->old_value, old_value) == 0)
        return change;
    }
  return NULL;
}

static const ChattyFieldChange *
get_change (GPtrArray            *history,
            ChattyCharacterField  field,
            const char           *old_value)
{
  const ChattyFieldChange *change = find_change (history, field, old_value);

  if (change == NULL)
    g_error ("%s is not in the history", old_value);
  return change;
}

/* Two windows that began from the same record. */
static void
test_both (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) one = place_open (place);
  g_autoptr (ChattyVault) two = place_open (place);
  g_autoptr (ChattyCharacterRecord) base = add_nova (one);
  g_autoptr (ChattyCharacterRecord) mine = with_text (base, CHATTY_FIELD_NAME, "Mine");
  g_autoptr (ChattyCharacterRecord) other = with_text (base, CHATTY_FIELD_GREETING, "Hi");
  g_autoptr (ChattyCharacterRecord) theirs = with_text (base, CHATTY_FIELD_NAME, "Theirs");
  g_autoptr (ChattyCharacterRecord) stored = NULL;
  g_autoptr (GPtrArray) history = NULL;
  guint both = 77;

  g_assert_cmpint (store_record (one, base, mine, &both, NULL), ==, CHATTY_STORED_UPDATED);
  g_assert_cmpuint (both, ==, 0);
  /* Another field merges without a word. */
  g_assert_cmpint (store_record (two, base, other, &both, &stored), ==, CHATTY_STORED_UPDATED);
  g_assert_cmpuint (both, ==, 0);
  g_assert_cmpstr (text_of (stored, CHATTY_FIELD_NAME), ==, "Mine");
  g_assert_cmpstr (text_of (stored, CHATTY_FIELD_GREETING), ==, "Hi");
  /* The same value as the other's is no conflict, and no change. */
  g_assert_cmpint (store_record (two, base, mine, &both, NULL), ==, CHATTY_STORED_UNCHANGED);
  /* The same field: the later one is written, both are kept. */
  g_assert_cmpint (store_record (two, base, theirs, &both, NULL), ==, CHATTY_STORED_KEPT_BOTH);
  g_assert_cmpuint (both, ==, CHATTY_FIELD_FLAG (CHATTY_FIELD_NAME));
  history = list_history (one, "nova-001");
  g_assert_cmpuint (history->len, ==, 3);
  get_change (history, CHATTY_FIELD_NAME, "\"Nova\"");
  get_change (history, CHATTY_FIELD_NAME, "\"Mine\"");
  assert_file (place, "nova-001", "identity/prompt.txt", "**You Are Theirs**\n\nBe kind.\n");
}

/* Overrides, extras and links are merged one by one, and what this version
 * does not know stays. */
static void
test_ours (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (ChattyCharacterRecord) base = add_nova (vault);
  g_autoptr (ChattyCharacterRecord) first = NULL;
  g_autoptr (ChattyCharacterRecord) second = NULL;
  g_autoptr (ChattyCharacterRecord) stored = NULL;
  g_autoptr (ChattyCharacterRecord) last = NULL;
  g_autoptr (ChattyCharacterRecord) again = NULL;
  g_autoptr (ChattyCharacter) override = NULL;
  g_autoptr (ChattyCharacter) extra = NULL;
  g_autoptr (ChattyCharacter) sent = NULL;
  g_autoptr (ChattyCharacter) elsewhere = NULL;
  g_autoptr (GPtrArray) history = NULL;
  ChattyCharacterBuilder *fields = chatty_character_builder_new ();
  ChattyCharacterRecordBuilder *builder;
  ChattyCharacterLink link = { .platform = "convai", .account = "a1", .owner = "me",
                               .remote_id = "r1", .agreed = 1000001, .documents = "{\"d\": 1}" };
  g_autoptr (ChattyCharacterLink) one = NULL;
  g_autoptr (ChattyCharacterLink) two = NULL;

  chatty_character_builder_set_text (fields, CHATTY_FIELD_NAME, "Nova on Convai");
  chatty_character_builder_set_text (fields, CHATTY_FIELD_SETTINGS, "{\n  \"topP\": 0.5\n}");
  override = chatty_character_builder_end (fields);
  fields = chatty_character_builder_new_from (chatty_character_record_get_character (base));
  chatty_character_builder_set_extra (fields, "convai", "{\"a\":[1,2.5]}");
  chatty_character_builder_set_extra (fields, "inworld", "not JSON");
  extra = chatty_character_builder_end (fields);
  link.base_remote = override;
  one = chatty_character_link_new (&link);
  link.remote_id = "r2";
  two = chatty_character_link_new (&link);

  builder = chatty_character_record_builder_new (base);
  chatty_character_record_builder_set_override (builder, "convai", override);
  chatty_character_record_builder_set_character (builder, extra);
  chatty_character_record_builder_set_link (builder, one);
  first = chatty_character_record_builder_end (builder);
  builder = chatty_character_record_builder_new (base);
  chatty_character_record_builder_set_link (builder, two);
  second = chatty_character_record_builder_end (builder);

  g_assert_cmpint (store_record (vault, base, first, NULL, NULL), ==, CHATTY_STORED_UPDATED);
  g_assert_cmpint (store_record (vault, base, second, NULL, &stored), ==, CHATTY_STORED_UPDATED);
  g_assert_cmpuint (chatty_character_record_get_n_links (stored), ==, 2);
  g_assert_true (chatty_character_link_equal (chatty_character_record_get_link (stored, 0), one));
  g_assert_true (chatty_character_link_equal (chatty_character_record_get_link (stored, 1), two));
  g_assert_true (chatty_character_record_find_link (stored, "convai", "a9", "me") ==
                 chatty_character_record_get_link (stored, 0));
  g_assert_null (chatty_character_record_find_link (stored, "convai", "a9", "you"));
  g_assert_cmpstr (chatty_character_get_extra (chatty_character_record_get_character (stored),
                                               "convai"), ==, "{\"a\":[1,2.5]}");
  g_assert_cmpstr (chatty_character_get_extra (chatty_character_record_get_character (stored),
                                               "inworld"), ==, "not JSON");
  sent = chatty_character_record_for_platform (stored, "convai");
  g_assert_cmpstr (chatty_character_get_name (sent), ==, "Nova on Convai");
  g_assert_cmpstr (chatty_character_get_text (sent, CHATTY_FIELD_INSTRUCTIONS), ==, "Be kind.");
  g_assert_null (chatty_character_get_extra (sent, "inworld"));
  /* A special field comes back byte for byte, for its platform alone, and the
   * time of its change is not that of a file that every sync writes. */
  g_assert_cmpstr (chatty_character_get_text (sent, CHATTY_FIELD_SETTINGS), ==,
                   "{\n  \"topP\": 0.5\n}");
  elsewhere = chatty_character_record_for_platform (stored, "inworld");
  g_assert_false (chatty_character_has_field (elsewhere, CHATTY_FIELD_SETTINGS));
  history = list_history (vault, "nova-001");
  g_assert_cmpint (chatty_character_record_get_time_for (stored, "convai", CHATTY_FIELD_SETTINGS),
                   ==, get_change (history, CHATTY_FIELD_SETTINGS, NULL)->time);
  g_assert_cmpint (chatty_character_record_get_time_for (stored, "inworld",
                                                         CHATTY_FIELD_SETTINGS), ==,
                   chatty_character_record_get_field_time (stored, CHATTY_FIELD_SETTINGS));
  g_clear_pointer (&history, g_ptr_array_unref);
  g_assert_cmpint (store_record (vault, stored, stored, NULL, &again), ==,
                   CHATTY_STORED_UNCHANGED);

  /* The override that is taken away again is in the history. */
  builder = chatty_character_record_builder_new (stored);
  chatty_character_record_builder_set_override (builder, "convai", NULL);
  chatty_character_record_builder_drop_link (builder, "convai", "r1");
  last = chatty_character_record_builder_end (builder);
  g_clear_pointer (&again, chatty_character_record_unref);
  g_assert_cmpint (store_record (vault, stored, last, NULL, &again), ==, CHATTY_STORED_UPDATED);
  g_assert_cmpuint (chatty_character_record_get_n_links (again), ==, 1);
  g_assert_null (*chatty_character_record_get_overridden (again));
  history = list_history (vault, "nova-001");
  g_assert_cmpstr (get_change (history, CHATTY_FIELD_NAME, "\"Nova on Convai\"")->override_of,
                   ==, "convai");
}

static ChattyCharacterRecord *
with_settings (ChattyCharacterRecord *record,
               const char            *settings)
{
  ChattyCharacterRecordBuilder *builder = chatty_character_record_builder_new (record);
  ChattyCharacterBuilder *fields = chatty_character_builder_new ();
  g_autoptr (ChattyCharacter) override = NULL;

  if (settings != NULL)
    chatty_character_builder_set_text (fields, CHATTY_FIELD_SETTINGS, settings);
  override = chatty_character_builder_end (fields);
  chatty_character_record_builder_set_override (builder, "gemini", override);
  return chatty_character_record_builder_end (builder);
}

/* Two windows that change different settings of a platform lose none; the same
 * one is told. */
static void
test_settings (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (ChattyCharacterRecord) nova = add_nova (vault);
  g_autoptr (ChattyCharacterRecord) first = with_settings (nova, "{\"k\":1}");
  g_autoptr (ChattyCharacterRecord) base = NULL;
  g_autoptr (ChattyCharacterRecord) mine = NULL;
  g_autoptr (ChattyCharacterRecord) theirs = NULL;
  g_autoptr (ChattyCharacterRecord) last = NULL;
  g_autoptr (ChattyCharacterRecord) stored = NULL;
  g_autoptr (GPtrArray) history = NULL;
  guint both = 77;

  store_record (vault, nova, first, NULL, &base);
  mine = with_settings (base, "{\"k\":1,\"mine\":true}");
  theirs = with_settings (base, "{\"k\":3}");
  last = with_settings (base, "{\"k\":4}");
  store_record (vault, base, theirs, &both, NULL);
  g_assert_cmpuint (both, ==, 0);
  store_record (vault, base, mine, &both, &stored);
  g_assert_cmpuint (both, ==, 0);
  g_assert_cmpstr (chatty_character_get_text (
                     chatty_character_record_get_override (stored, "gemini"),
                     CHATTY_FIELD_SETTINGS), ==, "{\n  \"k\": 3,\n  \"mine\": true\n}");
  g_clear_pointer (&stored, chatty_character_record_unref);
  store_record (vault, base, last, &both, &stored);
  g_assert_cmpuint (both, ==, CHATTY_FIELD_FLAG (CHATTY_FIELD_SETTINGS));
  g_assert_cmpstr (chatty_character_get_text (
                     chatty_character_record_get_override (stored, "gemini"),
                     CHATTY_FIELD_SETTINGS), ==, "{\n  \"k\": 4,\n  \"mine\": true\n}");
  history = list_history (vault, "nova-001");
  get_change (history, CHATTY_FIELD_SETTINGS, "\"{\\\"k\\\":3}\"");
}

/* An edit of a character that somebody deleted brings it back. */
static void
test_edit_beats_delete (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (ChattyCharacterRecord) base = add_nova (vault);
  g_autoptr (ChattyCharacterRecord) mine = with_text (base, CHATTY_FIELD_NAME, "Mine");
  g_autoptr (ChattyCharacterRecord) stored = NULL;
  g_autoptr (ChattyVaultBatch) batch = chatty_vault_begin (vault, "delete", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (chatty_vault_batch_trash_record (batch, "nova-001", &error));
  g_assert_true (chatty_vault_batch_commit (batch, NULL, &error));
  g_assert_null (chatty_vault_load_record (vault, "nova-001", FALSE, NULL, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND);
  g_assert_cmpint (store_record (vault, base, mine, NULL, &stored), ==, CHATTY_STORED_ADDED);
  g_assert_cmpstr (chatty_character_record_get_callsign (stored), ==, "nova-001");
  g_assert_cmpstr (text_of (stored, CHATTY_FIELD_NAME), ==, "Mine");
  g_assert_cmpstr (text_of (stored, CHATTY_FIELD_INSTRUCTIONS), ==, "Be kind.");
}

static void
undo (ChattyVault *vault,
      const char  *batch,
      guint        undone,
      guint        kept)
{
  g_autoptr (GError) error = NULL;
  guint n_undone = 0, n_kept = 0;

  chatty_vault_undo_run (vault, batch, &n_undone, &n_kept, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_undone, ==, undone);
  g_assert_cmpuint (n_kept, ==, kept);
}

static char *
newest_run (ChattyVault *vault)
{
  g_autoptr (GPtrArray) runs = chatty_vault_list_runs (vault, NULL);

  return g_strdup (((ChattyVaultRun *) g_ptr_array_index (runs, 0))->id);
}

/* Fields come back one by one. */
static void
test_undo_edit (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (ChattyCharacterRecord) base = add_nova (vault);
  g_autoptr (ChattyCharacterRecord) name = with_text (base, CHATTY_FIELD_NAME, "Lin");
  g_autoptr (ChattyCharacterRecord) two = with_text (name, CHATTY_FIELD_GREETING, "Hi");
  g_autoptr (ChattyCharacterRecord) stored = NULL;
  g_autoptr (ChattyCharacterRecord) later = NULL;
  g_autoptr (ChattyCharacterRecord) now = NULL;
  g_autofree char *first = store_batch (vault, base, two, NULL, NULL, &stored);
  g_autofree char *second = NULL;
  g_autofree char *redo = NULL;
  g_autoptr (GPtrArray) history = NULL;

  /* The name was changed again since, the greeting was not. */
  later = with_text (stored, CHATTY_FIELD_NAME, "Zoe");
  second = store_batch (vault, stored, later, NULL, NULL, NULL);
  undo (vault, first, 1, 1);
  redo = newest_run (vault);
  now = load_record (vault, "nova-001");
  g_assert_cmpstr (text_of (now, CHATTY_FIELD_NAME), ==, "Zoe");
  g_assert_null (text_of (now, CHATTY_FIELD_GREETING));
  history = list_history (vault, "nova-001");
  g_assert_cmpstr (((ChattyFieldChange *) g_ptr_array_index (history, 0))->who, ==, "restore");

  undo (vault, second, 1, 0);
  g_clear_pointer (&now, chatty_character_record_unref);
  now = load_record (vault, "nova-001");
  g_assert_cmpstr (text_of (now, CHATTY_FIELD_NAME), ==, "Lin");
  /* An undo can be undone. */
  undo (vault, redo, 1, 0);
  g_clear_pointer (&now, chatty_character_record_unref);
  now = load_record (vault, "nova-001");
  g_assert_cmpstr (text_of (now, CHATTY_FIELD_GREETING), ==, "Hi");
}

static void
test_undo_create (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (GHashTable) before = place_snapshot (place);
  g_autoptr (GHashTable) middle = NULL;
  g_autoptr (GHashTable) after = NULL;
  g_autoptr (ChattyCharacterRecord) record = make_record ("Nova", "Be kind.", NULL);
  g_autoptr (ChattyCharacterRecord) stored = NULL;
  g_autoptr (ChattyCharacterRecord) other = NULL;
  g_autofree char *batch = store_batch (vault, NULL, record, NULL, NULL, &stored);
  g_autofree char *redo = NULL;

  middle = place_snapshot (place);
  undo (vault, batch, 1, 0);
  redo = newest_run (vault);
  after = place_snapshot (place);
  assert_same_tree (before, after);
  undo (vault, redo, 1, 0);
  g_clear_pointer (&after, g_hash_table_unref);
  after = place_snapshot (place);
  assert_same_tree (middle, after);

  /* One that was edited since stays. */
  g_clear_pointer (&stored, chatty_character_record_unref);
  g_free (batch);
  batch = store_batch (vault, NULL, record, NULL, NULL, &stored);
  other = with_text (stored, CHATTY_FIELD_GREETING, "Hi");
  store_record (vault, stored, other, NULL, NULL);
  undo (vault, batch, 0, 1);
}

static void
add_document (ChattyVaultBatch *batch,
              Place            *place,
              const char       *name,
              const char       *text,
              const char       *expected)
{
  g_autofree char *path = g_build_filename (place->root, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *stored = NULL;
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, NULL);
  chatty_vault_batch_add_document (batch, "nova-001", file, NULL, &stored, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (stored, ==, expected);
}

static void
test_documents (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (ChattyCharacterRecord) base = add_nova (vault);
  g_autoptr (ChattyCharacterRecord) record = NULL;
  g_autoptr (GHashTable) before = place_snapshot (place);
  g_autoptr (GHashTable) middle = NULL;
  g_autoptr (GHashTable) after = NULL;
  g_autoptr (ChattyVaultBatch) batch = chatty_vault_begin (vault, "edit", NULL);
  g_autoptr (ChattyVaultBatch) second = chatty_vault_begin (vault, "edit", NULL);
  g_autoptr (GBytes) png = g_bytes_new_static (PNG, sizeof PNG - 1);
  g_autoptr (GBytes) other = g_bytes_new_static (PNG "2", sizeof PNG);
  g_autoptr (GBytes) gif = g_bytes_new_static ("GIF89a..", 8);
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) error = NULL;

  add_document (batch, place, "Notes.txt", "one", "Notes.txt");
  add_document (batch, place, "über: alles?.md", "two", "über alles.md");
  add_document (batch, place, "empty", "", "empty");
  g_assert_true (chatty_vault_batch_set_avatar (batch, "nova-001", png, &error));
  g_assert_false (chatty_vault_batch_set_avatar (batch, "nova-001", gif, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
  g_clear_error (&error);
  g_assert_false (chatty_vault_batch_set_avatar (batch, "lin-001", png, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_true (chatty_vault_batch_commit (batch, NULL, &error));
  middle = place_snapshot (place);

  record = chatty_vault_load_record (vault, "nova-001", TRUE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (chatty_character_record_get_n_documents (record), ==, 3);
  g_assert_cmpstr (chatty_character_record_get_document (record, 0)->name, ==, "Notes.txt");
  g_assert_cmpstr (chatty_character_record_get_document (record, 0)->sha256, ==,
                   "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed");
  g_assert_true (g_str_has_suffix (chatty_character_record_get_avatar (record),
                                   "/instances/nova-001/identity/avatar.png"));
  file = chatty_vault_get_document_file (vault, "nova-001", "Notes.txt", &error);
  g_assert_true (g_file_query_exists (file, NULL));
  g_assert_null (chatty_vault_get_document_file (vault, "nova-001", "../../x", &error));
  g_clear_error (&error);

  /* A name that some file system takes for the same replaces it. */
  add_document (second, place, "NOTES.TXT", "three", "Notes.txt");
  g_assert_true (chatty_vault_batch_trash_document (second, "nova-001", "empty", &error));
  g_assert_true (chatty_vault_batch_set_avatar (second, "nova-001", other, &error));
  g_assert_true (chatty_vault_batch_commit (second, NULL, &error));
  assert_file (place, "nova-001", "documents/Notes.txt", "three");

  undo (vault, chatty_vault_batch_get_id (second), 1, 0);
  after = place_snapshot (place);
  assert_same_tree (middle, after);
  undo (vault, chatty_vault_batch_get_id (batch), 1, 0);
  g_clear_pointer (&after, g_hash_table_unref);
  after = place_snapshot (place);
  assert_same_tree (before, after);
}

/* Conversations stay; the rest goes, and comes back to the byte. */
static void
test_trash (void)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (Place) place = place_new ();
      g_autoptr (ChattyVault) vault = place_open (place);
      g_autoptr (ChattyCharacterRecord) base = add_nova (vault);
      g_autoptr (GHashTable) before = NULL;
      g_autoptr (GHashTable) after = NULL;
      g_autoptr (GPtrArray) records = NULL;
      g_autoptr (ChattyVaultBatch) batch = chatty_vault_begin (vault, "delete", NULL);
      g_autoptr (GError) error = NULL;

      place_write (place, "instances/nova-001/memup/nova-001.capsule", "{}");
      place_write (place, "instances/nova-001/notes.bin", "x");
      if (i == 1)
        place_write (place, "instances/nova-001/chatgpt/A.md", "**You**: Hello\n");
      before = place_snapshot (place);
      g_assert_true (chatty_vault_batch_trash_record (batch, "nova-001", &error));
      g_assert_true (chatty_vault_batch_commit (batch, NULL, &error));
      g_assert_no_error (error);
      records = chatty_vault_list_records (vault, NULL, NULL, &error);
      g_assert_cmpuint (records->len, ==, 0);
      g_assert_cmpuint (place_count (place, "instances"), ==, i);
      undo (vault, chatty_vault_batch_get_id (batch), 1, 0);
      after = place_snapshot (place);
      assert_same_tree (before, after);
    }
}

/* What a sync program put beside a file. */
static void
test_copies (void)
{
  static const char *const names[] = {
    "prompt.sync-conflict-20260101-120000-ABCDEFG.json",
    "prompt (conflicted copy 2026-01-01 120000).json",
    "prompt (Ann's conflicted copy 2026-01-01).json",
    "prompt (conflict 2026-01-01-12-00-00).json",
    "prompt (SFConflict ann@x 2026-01-01-12-00-00).json",
    "prompt_conflict-20260101-120000.json",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (Place) place = place_new ();
      g_autoptr (ChattyVault) vault = place_open (place);
      g_autoptr (ChattyCharacterRecord) base = add_nova (vault);
      g_autoptr (ChattyCharacterRecord) record = NULL;
      g_autoptr (ChattyCharacterRecord) again = NULL;
      g_autoptr (GHashTable) before = NULL;
      g_autoptr (GHashTable) after = NULL;
      g_autoptr (GPtrArray) history = NULL;
      g_autoptr (GPtrArray) same = NULL;
      g_autofree char *path = g_strconcat ("instances/nova-001/identity/", names[i], NULL);
      const ChattyFieldChange *change;

      place_write (place, path, "{\"name\":\"Nova\",\"instructions\":\"Be rude.\"}");
      place_write (place, "instances/nova-001/identity/prompting.json", "{\"name\":\"X\"}");
      before = place_snapshot (place);
      record = load_record (vault, "nova-001");
      g_assert_cmpstr (text_of (record, CHATTY_FIELD_INSTRUCTIONS), ==, "Be kind.");
      g_assert_cmpuint (g_strv_length ((char **)
                        chatty_character_record_get_conflict_copies (record)), ==, 1);
      history = list_history (vault, "nova-001");
      g_assert_cmpuint (history->len, ==, 1);
      change = get_change (history, CHATTY_FIELD_INSTRUCTIONS, "\"Be rude.\"");
      g_assert_cmpstr (change->who, ==, "other-program");
      g_assert_cmpstr (change->new_value, ==, "\"Be kind.\"");
      g_assert_cmpstr (chatty_character_record_get_version (record), !=,
                       chatty_character_record_get_version (base));

      /* Only once, and the copy stays. */
      again = load_record (vault, "nova-001");
      same = list_history (vault, "nova-001");
      g_assert_cmpuint (same->len, ==, 1);
      after = place_snapshot (place);
      assert_same_tree (before, after);
    }
}

/* What was set for a platform, on another computer. */
static void
test_override_copy (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (ChattyCharacterRecord) base = add_nova (vault);
  g_autoptr (ChattyCharacterRecord) record = NULL;
  g_autoptr (ChattyCharacterRecord) again = NULL;
  g_autoptr (GPtrArray) history = NULL;
  g_autoptr (GPtrArray) same = NULL;
  const ChattyFieldChange *change;

  place_write (place, "instances/nova-001/config/connectors.json",
               "{\"version\":1,\"overrides\":{\"gemini\":{\"model\":\"here\"}}}");
  place_write (place, "instances/nova-001/config/connectors.sync-conflict-20261123-120000-ABCDEFG.json",
               "{\"version\":1,\"overrides\":{\"gemini\":{\"model\":\"there\",\"voice\":\"Kore\"},"
               "\"convai\":{\"name\":\"Nova\"}}}");
  record = load_record (vault, "nova-001");
  g_assert_cmpstr (chatty_character_get_text (chatty_character_record_get_override (record, "gemini"),
                                              CHATTY_FIELD_MODEL), ==, "here");
  history = list_history (vault, "nova-001");
  g_assert_cmpuint (history->len, ==, 3);
  change = get_change (history, CHATTY_FIELD_MODEL, "\"there\"");
  g_assert_cmpstr (change->override_of, ==, "gemini");
  g_assert_cmpstr (change->who, ==, "other-program");
  g_assert_cmpstr (change->new_value, ==, "\"here\"");
  change = get_change (history, CHATTY_FIELD_VOICE, "\"Kore\"");
  g_assert_cmpstr (change->override_of, ==, "gemini");
  g_assert_null (change->new_value);
  change = get_change (history, CHATTY_FIELD_NAME, "\"Nova\"");
  g_assert_cmpstr (change->override_of, ==, "convai");

  again = load_record (vault, "nova-001");
  same = list_history (vault, "nova-001");
  g_assert_cmpuint (same->len, ==, 3);
}

/* A line that a crash tore, one of a newer version, and a history that was
 * written on two computers. */
static void
test_history (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (ChattyCharacterRecord) base = add_nova (vault);
  g_autoptr (ChattyCharacterRecord) edited = with_text (base, CHATTY_FIELD_NAME, "Lin");
  g_autoptr (ChattyVaultBatch) batch = chatty_vault_begin (vault, "sync", NULL);
  g_autoptr (GPtrArray) history = NULL;
  g_autoptr (GError) error = NULL;
  ChattyFieldChange remote = {
    .field = CHATTY_FIELD_DESCRIPTION, .side = (char *) "convai", .account = (char *) "a1",
    .who = (char *) "sync", .old_value = (char *) "\"x\"", .time = CHATTY_TIME_NONE,
  };
  ChattyFieldChange *change;

  place_write (place, ".chatty/history/characters/nova-001/changes.jsonl",
               "{\"id\":\"a\",\"time\":\"2026-01-01T00:00:00Z\",\"field\":\"name\",\"side\":\"here\",\"old\":\"1\"}\n"
               "{\"id\":\"b\",\"time\":\"2026-01-01T00:00:00Z\",\"field\":\"not-known\",\"side\":\"here\"}\n"
               "[]\n\n{\"id\":\"c\",\"time\":\"2026-01-01T00:00:01Z\",\"field\":\"na");
  place_write (place, ".chatty/history/characters/nova-001/changes.sync-conflict-20260101-1-A.jsonl",
               "{\"id\":\"a\",\"time\":\"2026-01-01T00:00:00Z\",\"field\":\"name\",\"side\":\"here\",\"old\":\"1\"}\n"
               "{\"id\":\"d\",\"time\":\"2026-01-02T00:00:00Z\",\"field\":\"greeting\",\"side\":\"here\"}\n");
  store_record (vault, base, edited, NULL, NULL);
  g_assert_true (chatty_vault_batch_add_history (batch, "nova-001", &remote, TRUE, &error));
  g_assert_true (chatty_vault_batch_commit (batch, NULL, &error));
  history = list_history (vault, "nova-001");
  g_assert_cmpuint (history->len, ==, 4);
  change = g_ptr_array_index (history, 0);
  g_assert_cmpstr (change->side, ==, "convai");
  g_assert_cmpstr (change->account, ==, "a1");
  g_assert_cmpstr (change->run, ==, chatty_vault_batch_get_id (batch));
  g_assert_cmpstr (change->old_value, ==, "\"x\"");
  g_assert_null (change->new_value);
  change = g_ptr_array_index (history, 1);
  g_assert_cmpstr (change->new_value, ==, "\"Lin\"");
  change = g_ptr_array_index (history, 2);
  g_assert_cmpstr (change->id, ==, "d");
  change = g_ptr_array_index (history, 3);
  g_assert_cmpstr (change->id, ==, "a");
}

static void
test_state (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (GError) error = NULL;
  g_autofree char *draft = NULL;
  g_autofree char *new_draft = NULL;
  g_autofree char *state = NULL;

  g_assert_null (chatty_vault_load_draft (vault, "nova-001", &error));
  g_assert_no_error (error);
  g_assert_true (chatty_vault_save_draft (vault, "nova-001", "{\"a\":1}", &error));
  g_assert_true (chatty_vault_save_draft (vault, "nova-001", "{\"a\":2}", &error));
  g_assert_true (chatty_vault_save_draft (vault, "", "{\"new\":1}", &error));
  draft = chatty_vault_load_draft (vault, "nova-001", &error);
  g_assert_cmpstr (draft, ==, "{\"a\":2}");
  new_draft = chatty_vault_load_draft (vault, "", &error);
  g_assert_cmpstr (new_draft, ==, "{\"new\":1}");
  g_assert_true (chatty_vault_save_draft (vault, "nova-001", NULL, &error));
  g_assert_null (chatty_vault_load_draft (vault, "nova-001", &error));
  g_assert_no_error (error);
  g_assert_false (chatty_vault_save_draft (vault, "../x", "{}", &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND);
  g_clear_error (&error);

  g_assert_true (chatty_vault_save_state (vault, "intents.json", "[]", &error));
  state = chatty_vault_load_state (vault, "intents.json", &error);
  g_assert_cmpstr (state, ==, "[]");
  g_assert_true (chatty_vault_save_state (vault, "intents.json", NULL, &error));
  g_assert_null (chatty_vault_load_state (vault, "intents.json", &error));
  g_assert_no_error (error);
}

/* Files that Chatty marks read only are changed all the same, and stay so. */
static void
test_read_only_files (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = NULL;
  g_autoptr (ChattyCharacterRecord) base = NULL;
  g_autoptr (ChattyCharacterRecord) edited = NULL;
  g_autofree char *path = place_path (place, "instances/zen-001/identity/prompt.json");
  struct stat status;

  write_character (place, "zen-001", "{\"name\":\"Zen\"}", NULL, NULL, NULL);
  g_assert_cmpint (g_chmod (path, 0444), ==, 0);
  vault = place_open (place);
  base = load_record (vault, "zen-001");
  edited = with_text (base, CHATTY_FIELD_NAME, "Zoe");
  g_assert_cmpint (store_record (vault, base, edited, NULL, NULL), ==, CHATTY_STORED_UPDATED);
  assert_file (place, "zen-001", "identity/prompt.json", "{\"name\":\"Zoe\"}");
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0444);
}

#define N_EDITS 40

/* In a process of its own: greetings, one after the other, and a name. */
static int
write_much (Place      *place,
            const char *who)
{
  g_autoptr (ChattyVault) vault = place_open (place);

  for (guint i = 0; i < N_EDITS; i++)
    {
      g_autoptr (ChattyCharacterRecord) base = load_record (vault, "nova-001");
      g_autofree char *text = g_strdup_printf ("%s %u", who, i);
      g_autoptr (ChattyCharacterRecord) edited = NULL;

      edited = with_text (base, g_str_equal (who, "one") ? CHATTY_FIELD_GREETING
                                                         : CHATTY_FIELD_STYLE, text);
      store_record (vault, base, edited, NULL, NULL);
      g_clear_pointer (&base, chatty_character_record_unref);
      base = g_steal_pointer (&edited);
      /* And one that both write. */
      edited = with_text (base, CHATTY_FIELD_NAME, text);
      store_record (vault, base, edited, NULL, NULL);
    }
  return 0;
}

/* Nothing that either of two processes wrote is unreachable. */
static void
test_two_processes (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (ChattyCharacterRecord) base = add_nova (vault);
  g_autoptr (ChattyCharacterRecord) now = NULL;
  g_autoptr (GPtrArray) history = NULL;
  static const char *const who[] = { "one", "two" };
  GPid children[2];

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *self = g_file_read_link ("/proc/self/exe", &error);
      g_autofree char *cache = g_file_get_path (place->cache_folder);
      char *argv[] = { self, (char *) "--writer", place->vault_path, cache, (char *) who[i], NULL };

      g_assert_true (g_spawn_async (NULL, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD |
                                    G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, &children[i],
                                    &error));
    }
  for (guint i = 0; i < 2; i++)
    {
      int status = -1;

      g_assert_cmpint (waitpid (children[i], &status, 0), ==, children[i]);
      g_assert_cmpint (status, ==, 0);
    }

  now = load_record (vault, "nova-001");
  g_assert_cmpstr (text_of (now, CHATTY_FIELD_GREETING), ==, "one 39");
  g_assert_cmpstr (text_of (now, CHATTY_FIELD_STYLE), ==, "two 39");
  history = list_history (vault, "nova-001");
  for (guint i = 0; i < 2; i++)
    for (guint j = 0; j < N_EDITS; j++)
      {
        g_autofree char *name = g_strdup_printf ("%s %u", who[i], j);
        g_autofree char *json = g_strdup_printf ("\"%s\"", name);

        if (g_strcmp0 (text_of (now, CHATTY_FIELD_NAME), name) != 0 &&
            find_change (history, CHATTY_FIELD_NAME, json) == NULL)
          g_error ("“%s” is lost", name);
      }
  g_test_message ("%u values in the history", history->len);
}

int
main (int   argc,
      char *argv[])
{
  if (argc == 5 && g_str_equal (argv[1], "--writer"))
    {
      Place place = {
        .vault_path = argv[2],
        .vault_folder = g_file_new_for_path (argv[2]),
        .cache_folder = g_file_new_for_path (argv[3]),
      };

      return write_much (&place, argv[4]);
    }
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/vault/character-work/both", test_both);
  g_test_add_func ("/vault/character-work/ours", test_ours);
  g_test_add_func ("/vault/character-work/settings", test_settings);
  g_test_add_func ("/vault/character-work/edit-beats-delete", test_edit_beats_delete);
  g_test_add_func ("/vault/character-work/undo-edit", test_undo_edit);
  g_test_add_func ("/vault/character-work/undo-create", test_undo_create);
  g_test_add_func ("/vault/character-work/documents", test_documents);
  g_test_add_func ("/vault/character-work/trash", test_trash);
  g_test_add_func ("/vault/character-work/copies", test_copies);
  g_test_add_func ("/vault/character-work/override-copy", test_override_copy);
  g_test_add_func ("/vault/character-work/history", test_history);
  g_test_add_func ("/vault/character-work/state", test_state);
  g_test_add_func ("/vault/character-work/read-only-files", test_read_only_files);
  g_test_add_func ("/vault/character-work/two-processes", test_two_processes);
  return g_test_run ();
}
