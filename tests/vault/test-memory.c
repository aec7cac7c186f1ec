/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* What a character remembers. */

#include "config.h"

#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "character-fixture.h"
#include "chatty-error.h"
#include "chatty-vault-memory.h"
#include "chatty-vault-private.h"

#define FILE_PATH "instances/nova-001/config/memory.json"

static ChattyVault *
open_with_nova (Place *place)
{
  write_character (place, "nova-001", "{\n  \"name\": \"Nova\",\n  \"instructions\": \"Be kind.\"\n}\n",
                   NULL, NULL, NULL);
  return place_open (place);
}

static void
set_list (ChattyVault       *vault,
          const char *const *list)
{
  g_autoptr (ChattyCharacterRecord) before = load_record (vault, "nova-001");
  g_autoptr (ChattyCharacterRecord) after = NULL;
  g_autoptr (ChattyCharacter) character = NULL;
  ChattyCharacterRecordBuilder *builder = chatty_character_record_builder_new (before);
  ChattyCharacterBuilder *fields =
    chatty_character_builder_new_from (chatty_character_record_get_character (before));

  chatty_character_builder_set_list (fields, CHATTY_FIELD_MEMORY_NOTES, list);
  character = chatty_character_builder_end (fields);
  chatty_character_record_builder_set_character (builder, character);
  after = chatty_character_record_builder_end (builder);
  store_record (vault, before, after, NULL, NULL);
}

static ChattyMemoryNote
fields_of (const char *text)
{
  return (ChattyMemoryNote) {
    .text = text, .created = CHATTY_TIME_NONE, .updated = CHATTY_TIME_NONE,
  };
}

static char *
add (ChattyVault *vault,
     const char  *text)
{
  ChattyMemoryNote fields = fields_of (text);
  g_autoptr (GError) error = NULL;
  char *id = chatty_vault_add_memory (vault, "nova-001", &fields, &error);

  g_assert_no_error (error);
  return id;
}

static GPtrArray *
list (ChattyVault *vault)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *notes = chatty_vault_list_memory (vault, "nova-001", &error);

  g_assert_no_error (error);
  return notes;
}

static void
assert_texts (ChattyVault *vault,
              const char  *expected)
{
  g_autoptr (GPtrArray) notes = list (vault);
  g_autoptr (GString) texts = g_string_new (NULL);

  for (guint i = 0; i < notes->len; i++)
    g_string_append_printf (texts, "%s|", ((ChattyMemoryNote *) g_ptr_array_index (notes, i))->text);
  g_assert_cmpstr (texts->str, ==, expected);
}

static void
changed_cb (ChattyVault *vault,
            gpointer     user_data)
{
  (*(guint *) user_data)++;
}

static void
test_round_trip (void)
{
  static const char *const remotes[] = { "account:1", "account:2", NULL };
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = open_with_nova (place);
  g_autoptr (ChattyMemoryNote) deleted = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *back = NULL;
  g_autofree char *text = NULL;
  guint n_changed = 0;
  ChattyMemoryNote note = {
    .id = "mine", .text = "Likes \"maps\"\nand 茶.", .created = 1700000000123456, .updated = 1700000001000000,
    .kind = CHATTY_MEMORY_RELATIONSHIP, .transcript = "chatty:1", .turn = "t", .remotes = remotes,
  };

  assert_texts (vault, "");
  g_assert_null (place_read (place, FILE_PATH));
  g_signal_connect (vault, "changed", G_CALLBACK (changed_cb), &n_changed);
  first = chatty_vault_add_memory (vault, "nova-001", &note, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (first, ==, "mine");
  for (gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;
       n_changed == 0 && g_get_monotonic_time () < end;)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (n_changed, >, 0);
  {
    g_autoptr (GPtrArray) notes = list (vault);

    g_assert_cmpuint (notes->len, ==, 1);
    g_assert_true (chatty_memory_note_equal (g_ptr_array_index (notes, 0), &note));
  }
  text = place_read (place, FILE_PATH);
  g_assert_true (strstr (text, "\"format\": \"chatty-memory-1\"") != NULL);

  /* One that is of now, without an id. */
  second = add (vault, "Drinks tea.");
  assert_texts (vault, "Likes \"maps\"\nand 茶.|Drinks tea.|");
  note.text = "Likes maps.";
  note.remotes = NULL;
  note.turn = NULL;
  g_assert_true (chatty_vault_change_memory (vault, "nova-001", &note, &error));
  assert_texts (vault, "Likes maps.|Drinks tea.|");

  g_assert_true (chatty_vault_delete_memory (vault, "nova-001", "mine", &deleted, &error));
  g_assert_true (chatty_memory_note_equal (deleted, &note));
  assert_texts (vault, "Drinks tea.|");
  g_assert_false (chatty_vault_delete_memory (vault, "nova-001", "mine", NULL, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND);
  g_clear_error (&error);
  back = chatty_vault_add_memory (vault, "nova-001", deleted, &error);
  g_assert_cmpstr (back, ==, "mine");
  assert_texts (vault, "Likes maps.|Drinks tea.|");

  g_assert_true (chatty_vault_delete_memory (vault, "nova-001", NULL, NULL, &error));
  g_assert_no_error (error);
  assert_texts (vault, "");

  g_assert_null (chatty_vault_add_memory (vault, "nobody-001", &note, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (chatty_vault_add_memory (vault, "../nova-001", &note, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (chatty_vault_list_memory (vault, "../..", &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND);
}

/* Members that nobody here knows, in the file and in its notes, and what was
 * written by hand. */
static void
test_unknown_members (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = open_with_nova (place);
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  g_autofree char *text = NULL;
  ChattyMemoryNote note = fields_of ("Changed.");

  place_write (place, FILE_PATH,
               "{\n  \"theirs\": 1.50,\n  \"format\": \"chatty-memory-1\",\n  \"notes\": [\n"
               "    {\"id\": \"a\", \"text\": \"One.\", \"mood\": [1.50, null], \"created\": \"soon\"},\n"
               "    {\"text\": \"By hand.\"}, 5, {\"id\": \"b\"}, {\"id\": 7, \"text\": 8}, null\n"
               "  ]\n}\n");
  assert_texts (vault, "One.|By hand.|");
  id = add (vault, "More.");
  note.id = "a";
  g_assert_true (chatty_vault_change_memory (vault, "nova-001", &note, &error));
  g_assert_no_error (error);
  assert_texts (vault, "Changed.|By hand.|More.|");
  text = place_read (place, FILE_PATH);
  g_assert_true (g_str_has_prefix (text, "{\n  \"theirs\": 1.50,\n"));
  g_assert_true (strstr (text, "mood") != NULL);
  g_assert_true (strstr (text, "\"b\"") != NULL);

  place_write (place, FILE_PATH, "{\"notes\": [");
  g_assert_null (chatty_vault_list_memory (vault, "nova-001", &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
  g_assert_true (strstr (error->message, FILE_PATH) != NULL);
  g_clear_error (&error);
  g_assert_null (chatty_vault_add_memory (vault, "nova-001", &note, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
}

static void
test_old_list (void)
{
  static const char *const old[] = { "Has a cat.", "Likes maps.", "Has a cat.", "", NULL };
  static const char *const again[] = { "Likes maps.", "New in the list.", NULL };
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = open_with_nova (place);
  g_autoptr (ChattyCharacterRecord) record = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  const char *const *left;

  set_list (vault, old);
  assert_texts (vault, "Has a cat.|Likes maps.|");
  g_assert_null (place_read (place, FILE_PATH));
  {
    g_autoptr (GPtrArray) notes = list (vault);
    const ChattyMemoryNote *note = g_ptr_array_index (notes, 1);

    g_assert_cmpint (note->created, ==, CHATTY_TIME_NONE);
    g_assert_cmpint (note->kind, ==, CHATTY_MEMORY_FACT);
    /* The first change is to delete one of them. */
    g_assert_true (chatty_vault_delete_memory (vault, "nova-001", note->id, NULL, &error));
  }
  assert_texts (vault, "Has a cat.|");
  record = load_record (vault, "nova-001");
  left = chatty_character_get_list (chatty_character_record_get_character (record),
                                    CHATTY_FIELD_MEMORY_NOTES);
  g_assert_true (left == NULL || left[0] == NULL);

  /* A card that is read again brings back only what was not there before. */
  set_list (vault, again);
  assert_texts (vault, "Has a cat.|New in the list.|");
  id = add (vault, "Drinks tea.");
  assert_texts (vault, "Has a cat.|New in the list.|Drinks tea.|");
}

static void
test_conflict_copies (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = open_with_nova (place);
  g_autofree char *id = NULL;

  place_write (place, FILE_PATH,
               "{\"notes\":[{\"id\":\"a\",\"text\":\"One.\"},{\"id\":\"b\",\"text\":\"Two.\"}]}");
  place_write (place, "instances/nova-001/config/memory.sync-conflict-20260101-120000-ABCDEFG.json",
               "{\"notes\":[{\"id\":\"a\",\"text\":\"One.\"},{\"id\":\"b\",\"text\":\"Two, elsewhere.\"},"
               "{\"id\":\"c\",\"text\":\"Three.\"}]}");
  place_write (place, "instances/nova-001/config/memory.sync-conflict-20260101-130000-ABCDEFG.json", "{");
  assert_texts (vault, "One.|Two.|Two, elsewhere.|Three.|");
  id = add (vault, "Four.");
  assert_texts (vault, "One.|Two.|Two, elsewhere.|Three.|Four.|");
  /* The one that cannot be read stays for the person to look at. */
  g_assert_null (place_read (place, "instances/nova-001/config/memory.sync-conflict-20260101-120000-ABCDEFG.json"));
  {
    g_autofree char *broken =
      place_read (place, "instances/nova-001/config/memory.sync-conflict-20260101-130000-ABCDEFG.json");

    g_assert_cmpstr (broken, ==, "{");
  }
}

/* The same of the same turn is remembered once; other words, another turn and
 * what is nobody's turn are not the same. */
static void
test_twice (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = open_with_nova (place);
  ChattyMemoryNote note = fields_of ("Likes tea.");
  g_auto (GStrv) ids = g_new0 (char *, 6);
  g_autoptr (GError) error = NULL;

  note.transcript = "chatty:1";
  note.turn = "t";
  ids[0] = chatty_vault_add_memory (vault, "nova-001", &note, &error);
  ids[1] = chatty_vault_add_memory (vault, "nova-001", &note, &error);
  g_assert_cmpstr (ids[1], ==, ids[0]);
  assert_texts (vault, "Likes tea.|");
  note.text = "Likes green tea.";
  ids[2] = chatty_vault_add_memory (vault, "nova-001", &note, &error);
  note.text = "Likes tea.";
  note.turn = "u";
  ids[3] = chatty_vault_add_memory (vault, "nova-001", &note, &error);
  g_assert_no_error (error);
  ids[4] = add (vault, "Likes tea.");
  g_free (add (vault, "Likes tea."));
  for (guint i = 2; i < 5; i++)
    g_assert_cmpstr (ids[i], !=, ids[i - 1]);
  assert_texts (vault, "Likes tea.|Likes green tea.|Likes tea.|Likes tea.|Likes tea.|");
}

static Place *contested;
static guint n_contests;

/* Another program writes the file at the last moment. */
static void
contest_cb (const char *step)
{
  g_autofree char *text = NULL;

  if (!g_str_equal (step, "file written") || n_contests == 0)
    return;
  text = g_strdup_printf ("{\"notes\":[{\"id\":\"theirs\",\"text\":\"Theirs %u.\"}],\"by\":\"them\"}", n_contests--);
  place_write (contested, FILE_PATH, text);
}

static void
test_contested (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = open_with_nova (place);
  g_autofree char *id = NULL;
  g_autofree char *text = NULL;

  contested = place;
  n_contests = 3;
  chatty_vault_step_func = contest_cb;
  id = add (vault, "Ours.");
  chatty_vault_step_func = NULL;
  g_assert_cmpuint (n_contests, ==, 0);
  assert_texts (vault, "Theirs 1.|Ours.|");
  text = place_read (place, FILE_PATH);
  g_assert_true (strstr (text, "\"by\":\"them\"") != NULL);
}

static void
test_links (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = open_with_nova (place);
  g_autoptr (GError) error = NULL;
  g_autofree char *outside = g_build_filename (place->root, "outside.json", NULL);
  g_autofree char *path = place_path (place, FILE_PATH);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *text = NULL;
  ChattyMemoryNote note = fields_of ("x");

  g_assert_true (g_file_set_contents (outside, "{\"notes\":[]}", -1, NULL));
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_cmpint (symlink (outside, path), ==, 0);
  g_assert_null (chatty_vault_list_memory (vault, "nova-001", &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN);
  g_clear_error (&error);
  g_assert_null (chatty_vault_add_memory (vault, "nova-001", &note, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN);
  g_file_get_contents (outside, &text, NULL, NULL);
  g_assert_cmpstr (text, ==, "{\"notes\":[]}");
}

/* It goes with the character, and comes back with it. */
static void
test_trash (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = open_with_nova (place);
  g_autoptr (ChattyVaultBatch) batch = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = add (vault, "Drinks tea.");

  batch = chatty_vault_begin (vault, "delete", &error);
  g_assert_true (chatty_vault_batch_trash_record (batch, "nova-001", &error));
  g_assert_true (chatty_vault_batch_commit (batch, NULL, &error));
  assert_texts (vault, "");
  g_assert_true (chatty_vault_undo_run (vault, chatty_vault_batch_get_id (batch), NULL, NULL, NULL,
                                        &error));
  g_assert_no_error (error);
  assert_texts (vault, "Drinks tea.|");
}

#define N_THREADS 4
#define N_NOTES   25

static gpointer
thread_func (gpointer data)
{
  for (guint i = 0; i < N_NOTES; i++)
    g_free (add (data, "One of many."));
  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = open_with_nova (place);
  g_autoptr (ChattyVault) second = place_open (place);
  g_autoptr (GPtrArray) notes = NULL;
  GThread *threads[N_THREADS];

  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new (NULL, thread_func, i % 2 == 0 ? vault : second);
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  notes = list (vault);
  g_assert_cmpuint (notes->len, ==, N_THREADS * N_NOTES);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/vault/memory/round-trip", test_round_trip);
  g_test_add_func ("/vault/memory/unknown-members", test_unknown_members);
  g_test_add_func ("/vault/memory/old-list", test_old_list);
  g_test_add_func ("/vault/memory/conflict-copies", test_conflict_copies);
  g_test_add_func ("/vault/memory/twice", test_twice);
  g_test_add_func ("/vault/memory/contested", test_contested);
  g_test_add_func ("/vault/memory/links", test_links);
  g_test_add_func ("/vault/memory/trash", test_trash);
  g_test_add_func ("/vault/memory/threads", test_threads);

  return g_test_run ();
}
