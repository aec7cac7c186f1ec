/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "chatty-simulator.h"
#include "chatty-vault-characters.h"
#include "sync-program.h"

/* A vault on the disk and Convai on the loopback. */
typedef struct {
  char            *folder;
  ChattySimulator *simulator;
  const char      *address;
} Place;

static Place *
place_new (void)
{
  Place *self = g_new0 (Place, 1);
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("chatty-sync-XXXXXX", &error);
  g_assert_no_error (error);
  self->simulator = chatty_simulator_start (&error);
  g_assert_no_error (error);
  chatty_simulator_add_key (self->simulator, SYNC_KEY, CHATTY_SIMULATOR_PLAN_SELECTED);
  self->address = chatty_simulator_get_address (self->simulator, CHATTY_SIMULATOR_CONVAI_API);
  return self;
}

static void
place_free (Place *self)
{
  chatty_simulator_stop (self->simulator);
  sync_remove_tree (self->folder);
  g_free (self->folder);
  g_free (self);
}

static void
store_characters (Place *self,
                  guint  n)
{
  g_autoptr (ChattyVault) vault = sync_open (self->folder);
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyVaultBatch) batch = chatty_vault_begin (vault, "edit", &error);

  g_assert_no_error (error);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("Keeper %u", i);
      g_autofree char *text = g_strdup_printf ("Keeps  the lamp %u.\nWatches.\n", i);
      g_autoptr (ChattyCharacterBuilder) builder = chatty_character_builder_new ();
      g_autoptr (ChattyCharacterRecordBuilder) record_builder =
        chatty_character_record_builder_new (NULL);
      g_autoptr (ChattyCharacter) character = NULL;
      g_autoptr (ChattyCharacterRecord) record = NULL;

      chatty_character_builder_set_text (builder, CHATTY_FIELD_NAME, name);
      chatty_character_builder_set_text (builder, CHATTY_FIELD_INSTRUCTIONS, text);
      chatty_character_builder_set_text (builder, CHATTY_FIELD_VOICE, "MichelleNeural");
      chatty_character_builder_set_text (builder, CHATTY_FIELD_GREETING, "Ahoy!");
      character = chatty_character_builder_end (g_steal_pointer (&builder));
      chatty_character_record_builder_set_character (record_builder, character);
      record = chatty_character_record_builder_end (g_steal_pointer (&record_builder));
      chatty_vault_batch_store_record (batch, NULL, record, "person", NULL, NULL, NULL, NULL,
                                       &error);
      g_assert_no_error (error);
    }
  chatty_vault_batch_commit (batch, NULL, &error);
  g_assert_no_error (error);
}

static ChattySyncReceipt *
sync_here (Place               *self,
           ChattySyncSettings  *settings)
{
  g_autoptr (ChattyVault) vault = sync_open (self->folder);
  g_autoptr (ChattySyncStore) store = chatty_sync_vault_store_new (vault);
  g_autoptr (ChattyCharacterStore) platform = sync_connect (self->address);
  g_autoptr (GError) error = NULL;
  ChattySyncReceipt *receipt = chatty_sync_now (store, platform, &sync_account, settings, FALSE,
                                                NULL, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return receipt;
}

static GPid
start_sync (Place *self)
{
  g_autofree char *program = g_test_build_filename (G_TEST_BUILT, "sync", "sync-once", NULL);
  char *argv[] = { program, self->folder, (char *) self->address, NULL };
  g_autoptr (GError) error = NULL;
  GPid pid;

  g_spawn_async (NULL, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL, NULL,
                 NULL, &pid, &error);
  g_assert_no_error (error);
  return pid;
}

/* Waits for so many more requests, or for the end of the process. Returns
 * whether it has ended. */
static gboolean
wait_for_requests (Place *self,
                   GPid   pid,
                   guint  n)
{
  gint64 end = g_get_monotonic_time () + 300 * G_USEC_PER_SEC;
  guint before = chatty_simulator_count_requests (self->simulator, CHATTY_SIMULATOR_N_HOSTS, "*");

  while (chatty_simulator_count_requests (self->simulator, CHATTY_SIMULATOR_N_HOSTS, "*")
         < before + n)
    {
      int status;

      if (waitpid (pid, &status, WNOHANG) == pid)
        return TRUE;
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_thread_yield ();
    }
  return FALSE;
}

static guint
count_records (Place *self,
               guint *n_linked)
{
  g_autoptr (ChattyVault) vault = sync_open (self->folder);
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) records = chatty_vault_list_records (vault, &problems, NULL, NULL);

  g_assert_nonnull (records);
  g_assert_cmpuint (problems->len, ==, 0);
  *n_linked = 0;
  for (guint i = 0; i < records->len; i++)
    {
      ChattyCharacterLink *link =
        chatty_character_record_find_link (g_ptr_array_index (records, i), "convai", NULL, NULL);

      if (link == NULL || link->state != CHATTY_LINK_ACTIVE)
        continue;
      ++*n_linked;
      /* No two of them are the same one there. */
      g_assert_true (g_hash_table_add (ids, g_strdup (link->remote_id)));
    }
  return records->len;
}

/* Killed again and again in the middle of putting 100 characters there: the
 * last run finishes, and nothing is there twice. */
static void
test_kill (void)
{
  Place *place = place_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (42);
  ChattySyncSettings settings = CHATTY_SYNC_SETTINGS_INIT;
  g_autoptr (ChattySyncReceipt) receipt = NULL;
  gboolean ended = FALSE;
  guint n_kills = 0, n_linked = 0, writes;

  store_characters (place, 100);
  while (!ended)
    {
      GPid pid = start_sync (place);
      int status;

      ended = wait_for_requests (place, pid,
                                 n_kills < 12 ? (guint) g_rand_int_range (rand, 3, 60) : 100000);
      if (!ended)
        {
          n_kills++;
          kill (pid, SIGKILL);
          waitpid (pid, &status, 0);
        }
      g_spawn_close_pid (pid);
      g_assert_cmpuint (n_kills, <=, 12);
    }
  g_test_message ("killed %u times", n_kills);
  g_assert_cmpuint (n_kills, >=, 5);

  settings.put_new = TRUE;
  settings.bring_new = FALSE;
  receipt = sync_here (place, &settings);
  g_assert_cmpint (chatty_sync_receipt_get_end (receipt), ==, CHATTY_SYNC_END_COMPLETE);
  g_assert_cmpuint (chatty_simulator_count_characters (place->simulator), ==, 100);
  g_assert_cmpuint (count_records (place, &n_linked), ==, 100);
  g_assert_cmpuint (n_linked, ==, 100);

  /* And one more has nothing to write. */
  writes = chatty_simulator_count_requests (place->simulator, CHATTY_SIMULATOR_N_HOSTS,
                                            "/character/update") +
           chatty_simulator_count_requests (place->simulator, CHATTY_SIMULATOR_N_HOSTS,
                                            "/character/create");
  g_clear_pointer (&receipt, chatty_sync_receipt_unref);
  receipt = sync_here (place, &settings);
  g_assert_cmpuint (chatty_sync_receipt_get_n_results (receipt), ==, 0);
  g_assert_null (chatty_sync_receipt_get_run (receipt));
  g_assert_cmpuint (chatty_simulator_count_requests (place->simulator, CHATTY_SIMULATOR_N_HOSTS,
                                                     "/character/update") +
                    chatty_simulator_count_requests (place->simulator, CHATTY_SIMULATOR_N_HOSTS,
                                                     "/character/create"), ==, writes);
  place_free (place);
}

/* A list that is empty, half of one, or a page with status 200: nothing is
 * deleted, and it is said. */
static void
test_brakes (void)
{
  static const struct {
    const char           *path;
    ChattySimulatorFault  fault;
    const char           *word;
    ChattySyncEnd         end;
  } rows[] = {
    { "/character/list", CHATTY_SIMULATOR_FAULT_EMPTY_LIST, "not complete",
      CHATTY_SYNC_END_BLOCKED },
    { "/character/list", CHATTY_SIMULATOR_FAULT_TRUNCATED_LIST, "not complete",
      CHATTY_SYNC_END_BLOCKED },
    { "/character/list", CHATTY_SIMULATOR_FAULT_WEB_PAGE, "could not be had",
      CHATTY_SYNC_END_BLOCKED },
    { "*", CHATTY_SIMULATOR_FAULT_WEB_PAGE, "could not be had",
      CHATTY_SYNC_END_BLOCKED },
    { "/character/list", CHATTY_SIMULATOR_FAULT_FAILURE_INSIDE, "could not be had",
      CHATTY_SYNC_END_BLOCKED },
    { "/character/list", CHATTY_SIMULATOR_FAULT_BAD_JSON, "could not be had",
      CHATTY_SYNC_END_BLOCKED },
    { "/character/list", CHATTY_SIMULATOR_FAULT_KEY_REFUSED, "could not be had",
      CHATTY_SYNC_END_REFUSED },
  };
  Place *place = place_new ();
  ChattySyncSettings settings = CHATTY_SYNC_SETTINGS_INIT;
  g_autoptr (ChattySyncReceipt) first = NULL;
  guint n_linked;

  settings.put_new = TRUE;
  store_characters (place, 8);
  first = sync_here (place, &settings);
  g_assert_cmpuint (chatty_simulator_count_characters (place->simulator), ==, 8);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (ChattySyncReceipt) receipt = NULL;

      chatty_simulator_set_fault (place->simulator, rows[i].path, rows[i].fault, 1, 1000);
      receipt = sync_here (place, &settings);
      chatty_simulator_clear_faults (place->simulator);
      g_assert_cmpint (chatty_sync_receipt_get_end (receipt), ==, rows[i].end);
      g_test_message ("%s: %s", chatty_simulator_fault_name (rows[i].fault),
                      chatty_sync_receipt_get_message (receipt));
      g_assert_nonnull (strstr (chatty_sync_receipt_get_message (receipt), rows[i].word));
      g_assert_cmpuint (chatty_simulator_count_characters (place->simulator), ==, 8);
      g_assert_cmpuint (count_records (place, &n_linked), ==, 8);
      g_assert_cmpuint (n_linked, ==, 8);
    }

  /* Without a network it stops, and says so: somebody wakes it later. */
  place->address = chatty_simulator_get_address (place->simulator, CHATTY_SIMULATOR_CLOSED);
  {
    g_autoptr (ChattySyncReceipt) offline = sync_here (place, &settings);

    g_assert_cmpint (chatty_sync_receipt_get_end (offline), ==, CHATTY_SYNC_END_OFFLINE);
    g_assert_null (chatty_sync_receipt_get_run (offline));
  }
  place_free (place);
}

static char *
remote_of (Place      *place,
           guint       nth,
           char      **callsign)
{
  g_autoptr (ChattyVault) vault = sync_open (place->folder);
  g_autoptr (GPtrArray) records = chatty_vault_list_records (vault, NULL, NULL, NULL);
  ChattyCharacterRecord *record = g_ptr_array_index (records, nth);

  *callsign = g_strdup (chatty_character_record_get_callsign (record));
  return g_strdup (chatty_character_record_find_link (record, "convai", NULL, NULL)->remote_id);
}

/* More than half really gone: nothing is done unless the person says so; then
 * they are kept here, and unlinked. */
static void
test_half_gone (void)
{
  Place *place = place_new ();
  ChattySyncSettings settings = CHATTY_SYNC_SETTINGS_INIT;
  g_autoptr (ChattySyncReceipt) first = NULL;
  g_autoptr (ChattySyncReceipt) blocked = NULL;
  g_autoptr (ChattySyncReceipt) released = NULL;
  guint n_linked;

  settings.put_new = TRUE;
  store_characters (place, 5);
  first = sync_here (place, &settings);
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *callsign = NULL;
      g_autofree char *id = remote_of (place, i, &callsign);

      g_assert_true (chatty_simulator_remove_character (place->simulator, id));
    }
  blocked = sync_here (place, &settings);
  g_assert_cmpint (chatty_sync_receipt_get_end (blocked), ==, CHATTY_SYNC_END_BLOCKED);
  g_assert_cmpuint (count_records (place, &n_linked), ==, 5);
  g_assert_cmpuint (n_linked, ==, 5);

  settings.released = CHATTY_SYNC_BRAKE_FLAG (CHATTY_SYNC_BRAKE_GONE_THERE);
  released = sync_here (place, &settings);
  g_assert_cmpint (chatty_sync_receipt_get_end (released), ==, CHATTY_SYNC_END_COMPLETE);
  g_assert_cmpuint (count_records (place, &n_linked), ==, 5);
  g_assert_cmpuint (n_linked, ==, 2);
  g_assert_cmpuint (chatty_simulator_count_characters (place->simulator), ==, 2);
  place_free (place);
}

static void
edit_record (Place                *place,
             const char           *callsign,
             ChattyCharacterField  field,
             const char           *text)
{
  g_autoptr (ChattyVault) vault = sync_open (place->folder);
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyCharacterRecord) before = chatty_vault_load_record (vault, callsign, FALSE,
                                                                       NULL, &error);
  g_autoptr (ChattyVaultBatch) batch = chatty_vault_begin (vault, "edit", NULL);
  g_autoptr (ChattyCharacterRecordBuilder) builder = chatty_character_record_builder_new (before);
  g_autoptr (ChattyCharacterBuilder) character =
    chatty_character_builder_new_from (chatty_character_record_get_character (before));
  g_autoptr (ChattyCharacter) edited = NULL;
  g_autoptr (ChattyCharacterRecord) after = NULL;

  chatty_character_builder_set_text (character, field, text);
  edited = chatty_character_builder_end (g_steal_pointer (&character));
  chatty_character_record_builder_set_character (builder, edited);
  after = chatty_character_record_builder_end (g_steal_pointer (&builder));
  chatty_vault_batch_store_record (batch, before, after, "person", NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  chatty_vault_batch_commit (batch, NULL, &error);
  g_assert_no_error (error);
}

static char *
text_of (Place                *place,
         const char           *callsign,
         ChattyCharacterField  field)
{
  g_autoptr (ChattyVault) vault = sync_open (place->folder);
  g_autoptr (ChattyCharacterRecord) record = chatty_vault_load_record (vault, callsign, FALSE,
                                                                       NULL, NULL);

  return g_strdup (chatty_character_get_text (chatty_character_record_get_character (record),
                                              field));
}

static gboolean
is_in_history (Place      *place,
               const char *callsign,
               const char *text)
{
  g_autoptr (ChattyVault) vault = sync_open (place->folder);
  g_autoptr (GPtrArray) history = chatty_vault_list_history (vault, callsign, NULL, NULL);

  for (guint i = 0; i < history->len; i++)
    {
      const ChattyFieldChange *change = g_ptr_array_index (history, i);

      if (change->old_value != NULL && strstr (change->old_value, text) != NULL)
        return TRUE;
    }
  return FALSE;
}

/* The name here and the backstory there: both arrive. The same field on both:
 * the newest wins, the other is in the history, and Undo brings it back. */
static void
test_both_ways (void)
{
  Place *place = place_new ();
  ChattySyncSettings settings = CHATTY_SYNC_SETTINGS_INIT;
  g_autoptr (ChattySyncReceipt) first = NULL;
  g_autoptr (ChattySyncReceipt) second = NULL;
  g_autoptr (ChattySyncReceipt) third = NULL;
  g_autoptr (ChattySyncReceipt) undone = NULL;
  g_autofree char *callsign = NULL;
  g_autofree char *id = NULL;
  g_autofree char *story = NULL;
  g_autofree char *won = NULL;
  g_autofree char *back = NULL;
  g_autoptr (ChattyCharacterStore) platform = sync_connect (place->address);
  g_autoptr (ChattyCharacter) there = NULL;
  g_autoptr (GError) error = NULL;

  settings.put_new = TRUE;
  store_characters (place, 1);
  first = sync_here (place, &settings);
  id = remote_of (place, 0, &callsign);
  edit_record (place, callsign, CHATTY_FIELD_NAME, "Wren");
  chatty_simulator_edit_character (place->simulator, id, "backstory", "\"Sails now.\"");
  second = sync_here (place, &settings);
  there = chatty_character_store_get (platform, id, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (chatty_character_get_name (there), ==, "Wren");
  story = text_of (place, callsign, CHATTY_FIELD_INSTRUCTIONS);
  g_assert_cmpstr (story, ==, "Sails now.");

  edit_record (place, callsign, CHATTY_FIELD_INSTRUCTIONS, "Typed here.");
  chatty_simulator_edit_character (place->simulator, id, "backstory", "\"Typed there.\"");
  third = sync_here (place, &settings);
  won = text_of (place, callsign, CHATTY_FIELD_INSTRUCTIONS);
  g_assert_cmpstr (won, ==, "Typed there.");
  g_assert_true (is_in_history (place, callsign, "Typed here."));

  {
    g_autoptr (ChattyVault) vault = sync_open (place->folder);
    g_autoptr (ChattySyncStore) store = chatty_sync_vault_store_new (vault);
    g_autoptr (ChattySyncPlan) plan =
      chatty_sync_plan_undo (store, platform, &sync_account,
                             chatty_sync_receipt_get_run (third), NULL, NULL, NULL, &error);

    g_assert_no_error (error);
    undone = chatty_sync_run (store, platform, plan, chatty_sync_plan_get_hash (plan),
                              CHATTY_SYNC_RUN_CHECK_FIRST, NULL, NULL, NULL, &error);
    g_assert_no_error (error);
  }
  back = text_of (place, callsign, CHATTY_FIELD_INSTRUCTIONS);
  g_assert_cmpstr (back, ==, "Typed here.");
  place_free (place);
}

/* Two runs of one account at once: the second is told, and does nothing. */
static void
test_lock (void)
{
  Place *place = place_new ();
  g_autoptr (ChattyVault) vault = NULL;
  g_autoptr (ChattySyncStore) one = NULL;
  g_autoptr (ChattySyncStore) other = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) later = NULL;

  store_characters (place, 1);
  vault = sync_open (place->folder);
  one = chatty_sync_vault_store_new (vault);
  other = chatty_sync_vault_store_new (vault);
  g_assert_true (CHATTY_SYNC_STORE_GET_IFACE (one)->lock (one, "account-1", &error));
  g_assert_false (CHATTY_SYNC_STORE_GET_IFACE (other)->lock (other, "account-1", &error));
  g_assert_nonnull (error);
  CHATTY_SYNC_STORE_GET_IFACE (one)->unlock (one, "account-1");
  g_assert_true (CHATTY_SYNC_STORE_GET_IFACE (other)->lock (other, "account-1", &later));
  g_assert_no_error (later);
  CHATTY_SYNC_STORE_GET_IFACE (other)->unlock (other, "account-1");
  /* Its index may be at work, in the folder that goes now. */
  g_clear_object (&other);
  g_clear_object (&one);
  g_clear_object (&vault);
  place_free (place);
}

/* A document goes there and is connected, its new content too; one that was
 * removed is asked about. */
static void
test_documents (void)
{
  Place *place = place_new ();
  ChattySyncSettings settings = CHATTY_SYNC_SETTINGS_INIT;
  g_autoptr (GHashTable) answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (ChattyCharacterStore) platform = sync_connect (place->address);
  g_autofree char *callsign = NULL;
  g_autofree char *id = NULL;
  g_autofree char *path = g_build_filename (place->folder, "tides.txt", NULL);
  g_autofree char *question = NULL;
  g_autoptr (GError) error = NULL;

  chatty_simulator_set_ready_after (place->simulator, 1);
  settings.put_new = TRUE;
  settings.answers = answers;
  store_characters (place, 1);
  g_clear_pointer (&id, g_free);
  {
    g_autoptr (ChattySyncReceipt) receipt = sync_here (place, &settings);

    id = remote_of (place, 0, &callsign);
  }
  for (guint round = 0; round < 2; round++)
    {
      g_autoptr (ChattyVault) vault = sync_open (place->folder);
      g_autoptr (ChattyVaultBatch) batch = chatty_vault_begin (vault, "edit", NULL);
      g_autoptr (GFile) file = g_file_new_for_path (path);
      g_autoptr (ChattySyncReceipt) receipt = NULL;
      g_autoptr (ChattySyncReceipt) quiet = NULL;
      g_autoptr (GPtrArray) documents = NULL;

      g_file_set_contents (path, round == 0 ? "High at noon.\n" : "Low at noon.\n", -1, NULL);
      chatty_vault_batch_add_document (batch, callsign, file, "tides.txt", NULL, NULL, &error);
      g_assert_no_error (error);
      chatty_vault_batch_commit (batch, NULL, &error);
      g_assert_no_error (error);
      receipt = sync_here (place, &settings);
      g_assert_cmpuint (chatty_sync_receipt_get_n_results (receipt), ==, 1);
      g_assert_cmpint (chatty_sync_receipt_get_result (receipt, 0)->outcome, ==,
                       CHATTY_SYNC_DONE);
      documents = chatty_knowledge_list (CHATTY_KNOWLEDGE (platform), id, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (documents->len, ==, 1);
      g_assert_true (((ChattyDocument *) g_ptr_array_index (documents, 0))->attached);
      quiet = sync_here (place, &settings);
      g_assert_cmpuint (chatty_sync_receipt_get_n_results (quiet), ==, 0);
    }
  {
    g_autoptr (ChattyVault) vault = sync_open (place->folder);
    g_autoptr (ChattyVaultBatch) batch = chatty_vault_begin (vault, "edit", NULL);
    g_autoptr (ChattySyncReceipt) asked = NULL;
    g_autoptr (ChattySyncReceipt) receipt = NULL;
    g_autoptr (GPtrArray) documents = NULL;
    ChattySyncStep *step;

    chatty_vault_batch_trash_document (batch, callsign, "tides.txt", &error);
    g_assert_no_error (error);
    chatty_vault_batch_commit (batch, NULL, &error);
    asked = sync_here (place, &settings);
    g_assert_cmpuint (chatty_sync_receipt_count (asked, CHATTY_SYNC_OPEN), ==, 1);
    step = chatty_sync_receipt_get_result (asked, 0)->step;
    g_assert_cmpint (step->kind, ==, CHATTY_SYNC_DOCUMENT_REMOVE);
    g_hash_table_replace (answers, g_strdup (step->question), g_strdup ("disconnect"));
    receipt = sync_here (place, &settings);
    g_assert_cmpuint (chatty_sync_receipt_count (receipt, CHATTY_SYNC_DONE), ==, 1);
    documents = chatty_knowledge_list (CHATTY_KNOWLEDGE (platform), id, NULL, &error);
    g_assert_no_error (error);
    g_assert_false (((ChattyDocument *) g_ptr_array_index (documents, 0))->attached);
  }
  place_free (place);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/vault/both-ways", test_both_ways);
  g_test_add_func ("/sync/vault/brakes", test_brakes);
  g_test_add_func ("/sync/vault/half-gone", test_half_gone);
  g_test_add_func ("/sync/vault/lock", test_lock);
  g_test_add_func ("/sync/vault/documents", test_documents);
  g_test_add_func ("/sync/vault/kill", test_kill);
  return g_test_run ();
}
