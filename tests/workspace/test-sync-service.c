/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>

#include "account-fixture.h"
#include "character-fixture.h"
#include "chatty-character-item.h"
#include "chatty-simulator.h"
#include "chatty-sync-service-private.h"
#include "chatty-vault-characters.h"
#include "fake-monitors.h"
#include "fake-secret-store.h"

#define VOICE "MichelleNeural"

/* How a platform is played, for tests that run with several. */
typedef struct {
  const char          *id;
  ChattySimulatorHost  hosts[2];
  guint                n_hosts;
  guint              (*count)  (ChattySimulator *simulator);
  gboolean           (*edit)   (ChattySimulator *simulator,
                                const char      *id,
                                const char      *instructions);
  gboolean           (*remove) (ChattySimulator *simulator,
                                const char      *id);
} Platform;

static gboolean
edit_convai (ChattySimulator *simulator,
             const char      *id,
             const char      *instructions)
{
  g_autofree char *quoted = g_strdup_printf ("\"%s\"", instructions);

  return chatty_simulator_edit_character (simulator, id, "backstory", quoted);
}

static gboolean
edit_inworld (ChattySimulator *simulator,
              const char      *id,
              const char      *instructions)
{
  return chatty_simulator_edit_router (simulator, id, NULL, instructions);
}

static const Platform convai = {
  "convai", { CHATTY_SIMULATOR_CONVAI_API, CHATTY_SIMULATOR_CONVAI_LIVE }, 2,
  chatty_simulator_count_characters, edit_convai, chatty_simulator_remove_character,
};

static const Platform inworld = {
  "inworld", { CHATTY_SIMULATOR_INWORLD_API }, 1,
  chatty_simulator_count_routers, edit_inworld, chatty_simulator_remove_router,
};

/* A vault, an account on the simulated platform, and what keeps both the same. */
typedef struct {
  const Platform       *platform;
  Fixture               vault;
  ChattySimulator      *simulator;
  char                 *folder;
  ChattyAccountService *accounts;
  ChattyAccount        *account;
  GNetworkMonitor      *network;
  GPowerProfileMonitor *power;
  ChattySyncService    *service;
} World;

static void
connect_account (World *world)
{
  ChattyConnectRequest request = {
    .platform = world->platform->id,
    .flags = CHATTY_CONNECT_CONSENTED,
  };
  g_autoptr (ChattySecret) key = chatty_secret_new (KEY, -1);
  g_autoptr (ChattyConnectResult) result = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < world->platform->n_hosts; i++)
    request.addresses[i] =
      chatty_simulator_get_address (world->simulator, world->platform->hosts[i]);
  chatty_simulator_add_key (world->simulator, KEY, CHATTY_SIMULATOR_PLAN_ENTERPRISE);
  result = chatty_account_service_connect (world->accounts, &request, key, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (result->outcome, ==, CHATTY_CONNECT_SAVED);
  world->account = chatty_account_ref (result->account);
}

static void
set_up (World         *world,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) folder = NULL;
  g_autoptr (ChattyAccountStore) store = NULL;
  g_autoptr (ChattySecretStore) keyring = fake_secret_store_new ();

  world->platform = data != NULL ? data : &convai;
  fixture_set_up (&world->vault, NULL);
  world->simulator = chatty_simulator_start (&error);
  g_assert_no_error (error);
  world->folder = g_dir_make_tmp ("chatty-sync-XXXXXX", &error);
  g_assert_no_error (error);
  folder = g_file_new_for_path (world->folder);
  store = chatty_account_store_new (folder);
  world->accounts = chatty_account_service_new (chatty_connector_table_get_default (), store,
                                                keyring);
  connect_account (world);
  world->network = fake_network_new ();
  world->power = fake_power_new ();
  world->service =
    chatty_sync_service_new_with (world->vault.workspace, world->accounts,
                                  chatty_sync_schedule_new (world->network, world->power));
}

static void
tear_down (World         *world,
           gconstpointer  data)
{
  g_autoptr (GDir) dir = g_dir_open (world->folder, 0, NULL);
  const char *name;

  g_assert_finalize_object (world->service);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (world->folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (world->folder);
  g_free (world->folder);
  chatty_account_unref (world->account);
  g_object_unref (world->accounts);
  g_object_unref (world->network);
  g_object_unref (world->power);
  chatty_simulator_stop (world->simulator);
  fixture_tear_down (&world->vault, NULL);
}

/* Waiting ------------------------------------------------------------------------ */

static gboolean
is_ready (gpointer job)
{
  return chatty_sync_job_get_state (job) == CHATTY_SYNC_JOB_READY ||
         chatty_sync_job_is_over (job);
}

static gboolean
is_over (gpointer job)
{
  return chatty_sync_job_is_over (job);
}

static void
wait_ready (ChattySyncJob *job)
{
  fixture_wait (is_ready, job, "the plan");
  if (chatty_sync_job_get_state (job) != CHATTY_SYNC_JOB_READY)
    g_error ("no plan: %s", chatty_sync_job_get_message (job));
}

static void
run (ChattySyncJob *job)
{
  wait_ready (job);
  chatty_sync_job_run (job);
  fixture_wait (is_over, job, "the run");
  if (chatty_sync_job_get_state (job) != CHATTY_SYNC_JOB_FINISHED)
    g_error ("the run ended in state %d: %s", chatty_sync_job_get_state (job),
             chatty_sync_job_get_message (job));
}

static ChattyCharacterRecord *
load (World      *world,
      const char *callsign)
{
  g_autoptr (GError) error = NULL;
  ChattyCharacterRecord *record =
    chatty_vault_load_record (world->vault.vault, callsign, FALSE, NULL, &error);

  g_assert_no_error (error);
  return record;
}

static char *
dup_text (World                *world,
          const char           *callsign,
          ChattyCharacterField  field)
{
  g_autoptr (ChattyCharacterRecord) record = load (world, callsign);

  return g_strdup (chatty_character_get_text (chatty_character_record_get_character (record),
                                              field));
}

static void
assert_text (World                *world,
             const char           *callsign,
             ChattyCharacterField  field,
             const char           *expected)
{
  g_autofree char *text = dup_text (world, callsign, field);

  g_assert_cmpstr (text, ==, expected);
}

/* Whether the platform holds a text anywhere in its characters. */
static gboolean
is_there (World      *world,
          const char *text)
{
  g_autoptr (JsonNode) state = chatty_simulator_dup_state (world->simulator);
  g_autofree char *json = json_to_string (state, FALSE);

  return strstr (json, text) != NULL;
}

/* A character that can be put on the platform. */
static char *
add_character (World      *world,
               const char *name)
{
  g_autoptr (ChattyCharacterRecord) record = character_fixture_add (&world->vault, name, NULL);
  g_autoptr (ChattyCharacterChange) voice = NULL;
  g_autoptr (ChattyCharacterChange) story = NULL;

  voice = character_fixture_set (&world->vault, record, CHATTY_FIELD_VOICE, VOICE);
  story = character_fixture_set (&world->vault, voice->record, CHATTY_FIELD_INSTRUCTIONS,
                                 "Keeps the lighthouse");
  return g_strdup (chatty_character_record_get_callsign (record));
}

static void
edit (World                *world,
      const char           *callsign,
      ChattyCharacterField  field,
      const char           *text)
{
  g_autoptr (ChattyCharacterRecord) record = load (world, callsign);
  g_autoptr (ChattyCharacterChange) change =
    character_fixture_set (&world->vault, record, field, text);

  g_assert_nonnull (change->batch);
}

static char *
put (World      *world,
     const char *callsign)
{
  g_autoptr (ChattySyncJob) job = chatty_sync_service_put (world->service, world->account,
                                                           callsign);
  g_autoptr (ChattyCharacterRecord) record = NULL;

  wait_ready (job);
  g_assert_cmpuint (chatty_sync_plan_get_n_steps (chatty_sync_job_get_plan (job)), ==, 1);
  g_assert_cmpint (chatty_sync_plan_get_step (chatty_sync_job_get_plan (job), 0)->kind, ==,
                   CHATTY_SYNC_CREATE_THERE);
  run (job);
  record = load (world, callsign);
  g_assert_cmpuint (chatty_character_record_get_n_links (record), ==, 1);
  return g_strdup (chatty_character_record_get_link (record, 0)->remote_id);
}

static void
add_document (World      *world,
              const char *callsign,
              const char *name,
              const char *text)
{
  g_autofree char *path = g_build_filename (world->folder, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (ChattyCharacterChange) change = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  chatty_workspace_add_document_async (world->vault.workspace, callsign, file, NULL,
                                       fixture_result_cb, &result);
  change = chatty_workspace_change_character_finish (world->vault.workspace,
                                                     fixture_wait_result (&result), &error);
  g_assert_no_error (error);
}

typedef struct {
  World      *world;
  const char *callsign;
} Sent;

static gboolean
is_document_sent (gpointer data)
{
  Sent *self = data;
  g_autoptr (ChattyCharacterRecord) record = load (self->world, self->callsign);
  const char *documents = chatty_character_record_get_link (record, 0)->documents;

  return documents != NULL && strstr (documents, "facts.txt") != NULL &&
         strstr (documents, "waiting") == NULL;
}

/* Tests ---------------------------------------------------------------------------- */

/* The plan that makes it there cannot hold its documents: they follow. */
static void
test_documents (World         *world,
                gconstpointer  data)
{
  g_autofree char *callsign = add_character (world, "Mara");
  g_autofree char *id = NULL;
  g_autoptr (ChattySyncJob) again = NULL;

  add_document (world, callsign, "facts.txt", "The lamp is lit at dusk.");
  id = put (world, callsign);
  fixture_wait (is_document_sent, &(Sent) { world, callsign }, "the document");
  g_assert_cmpuint (chatty_simulator_count_documents (world->simulator), ==, 1);
  g_assert_cmpuint (world->platform->count (world->simulator), ==, 1);

  again = chatty_sync_service_sync (world->service, world->account, NULL);
  wait_ready (again);
  g_assert_cmpuint (chatty_sync_plan_get_n_steps (chatty_sync_job_get_plan (again)), ==, 0);
}

/* Made here, put there, changed on both sides: both arrive, and then nothing is
 * left to do. */
static void
test_journey (World         *world,
              gconstpointer  data)
{
  g_autofree char *callsign = add_character (world, "Mara");
  g_autofree char *id = put (world, callsign);
  g_autoptr (ChattySyncJob) both = NULL;
  g_autoptr (ChattySyncJob) again = NULL;
  g_autoptr (ChattyCharacterRecord) record = NULL;
  ChattyCharacterPlace place;

  g_assert_cmpuint (world->platform->count (world->simulator), ==, 1);
  edit (world, callsign, CHATTY_FIELD_NAME, "Mara Voss");
  g_assert_true (world->platform->edit (world->simulator, id, "Left the lighthouse"));
  both = chatty_sync_service_sync (world->service, world->account, NULL);
  run (both);
  g_assert_nonnull (chatty_sync_job_get_batch_id (both));
  assert_text (world, callsign, CHATTY_FIELD_INSTRUCTIONS, "Left the lighthouse");
  assert_text (world, callsign, CHATTY_FIELD_NAME, "Mara Voss");
  g_assert_true (is_there (world, "Mara Voss"));

  record = load (world, callsign);
  chatty_character_place_look (&place, record, chatty_character_record_get_link (record, 0));
  g_assert_cmpint (place.state, ==, CHATTY_PLACE_IN_SYNC);

  again = chatty_sync_service_sync (world->service, world->account, NULL);
  wait_ready (again);
  g_assert_true (chatty_sync_plan_is_empty (chatty_sync_job_get_plan (again)));
  chatty_sync_job_cancel (again);
  g_assert_cmpint (chatty_sync_job_get_state (again), ==, CHATTY_SYNC_JOB_CANCELLED);
}

/* One that is gone there stays here. */
static void
test_gone (World         *world,
           gconstpointer  data)
{
  static const char *const names[] = { "Mara", "Ida", "Bo" };
  g_autofree char *callsign = NULL;
  g_autofree char *id = NULL;
  g_autoptr (ChattySyncJob) job = NULL;
  ChattySyncStep *step;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_free (callsign);
      g_free (id);
      callsign = add_character (world, names[i]);
      id = put (world, callsign);
    }
  g_assert_cmpuint (world->platform->count (world->simulator), ==, G_N_ELEMENTS (names));
  g_assert_true (world->platform->remove (world->simulator, id));
  job = chatty_sync_service_sync (world->service, world->account, NULL);
  wait_ready (job);
  g_assert_false (chatty_sync_plan_is_blocked (chatty_sync_job_get_plan (job)));
  g_assert_cmpuint (chatty_sync_plan_get_n_steps (chatty_sync_job_get_plan (job)), ==, 1);
  step = chatty_sync_plan_get_step (chatty_sync_job_get_plan (job), 0);
  g_assert_cmpint (step->kind, ==, CHATTY_SYNC_GONE_THERE);
  run (job);
  assert_text (world, callsign, CHATTY_FIELD_NAME, "Bo");
  g_assert_cmpuint (world->platform->count (world->simulator), ==, G_N_ELEMENTS (names) - 1);
}

/* The question of a conflict, its answer, and the whole run undone. */
static void
test_question_and_undo (World         *world,
                        gconstpointer  data)
{
  g_autofree char *callsign = add_character (world, "Mara");
  g_autofree char *id = put (world, callsign);
  g_autoptr (ChattySyncJob) job = NULL;
  g_autoptr (ChattySyncJob) undo = NULL;
  ChattySyncStep *step;
  g_autofree char *question = NULL;

  edit (world, callsign, CHATTY_FIELD_INSTRUCTIONS, "Mine");
  g_assert_true (chatty_simulator_edit_character (world->simulator, id, "backstory",
                                                  "\"Theirs\""));
  g_object_set (world->service, "policy", "ask", NULL);
  job = chatty_sync_service_sync (world->service, world->account, callsign);
  wait_ready (job);
  step = chatty_sync_plan_get_step (chatty_sync_job_get_plan (job), 0);
  g_assert_true (chatty_sync_step_is_open (step));
  for (guint i = 0; i < step->n_fields; i++)
    if (step->fields[i].question != NULL)
      question = g_strdup (step->fields[i].question);
  g_assert_nonnull (question);

  /* Run at once: what was answered counts all the same. */
  chatty_sync_job_answer (job, question, "there");
  g_assert_cmpstr (chatty_sync_job_get_answer (job, question), ==, "there");
  run (job);
  assert_text (world, callsign, CHATTY_FIELD_INSTRUCTIONS, "Theirs");

  undo = chatty_sync_service_undo (world->service, chatty_sync_job_get_batch_id (job), NULL);
  run (undo);
  assert_text (world, callsign, CHATTY_FIELD_INSTRUCTIONS, "Mine");
}

static void
list_remote (World       *world,
             const char **callsign,
             guint       *n)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = NULL;

  chatty_sync_service_list_remote_async (world->service, world->account, NULL, fixture_result_cb,
                                         &result);
  list = chatty_sync_service_list_remote_finish (world->service, fixture_wait_result (&result),
                                                 &error);
  g_assert_no_error (error);
  *n = list->len;
  *callsign = list->len > 0
                ? g_intern_string (((ChattyRemoteCharacter *) list->pdata[0])->callsign)
                : NULL;
}

/* One that is only there is brought here, and then known to be here. */
static void
test_bring (World         *world,
            gconstpointer  data)
{
  g_autofree char *id = chatty_simulator_add_character (world->simulator, KEY, "Wren",
                                                        "Keeps bees");
  g_autofree char *other = chatty_simulator_add_character (world->simulator, KEY, "Ida", "Reads");
  g_autoptr (ChattySyncJob) job = NULL;
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GError) error = NULL;
  const char *callsign;
  guint n;

  list_remote (world, &callsign, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_null (callsign);

  job = chatty_sync_service_bring (world->service, world->account, id);
  wait_ready (job);
  g_assert_cmpuint (chatty_sync_plan_get_n_steps (chatty_sync_job_get_plan (job)), ==, 1);
  run (job);
  records = chatty_vault_list_records (world->vault.vault, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (records->len, ==, 1);
  assert_text (world, chatty_character_record_get_callsign (records->pdata[0]),
               CHATTY_FIELD_INSTRUCTIONS, "Keeps bees");
  g_assert_nonnull (other);
}

/* Jobs of one account come one after the other; one that waits can be dropped. */
static void
test_queue (World         *world,
            gconstpointer  data)
{
  GListModel *jobs = chatty_sync_service_get_jobs (world->service);
  g_autoptr (ChattySyncJob) first = NULL;
  g_autoptr (ChattySyncJob) second = NULL;
  g_autoptr (ChattySyncJob) third = NULL;

  first = chatty_sync_service_sync (world->service, world->account, NULL);
  second = chatty_sync_service_sync (world->service, world->account, NULL);
  third = chatty_sync_service_sync (world->service, world->account, NULL);
  g_assert_cmpint (chatty_sync_job_get_state (first), ==, CHATTY_SYNC_JOB_PLANNING);
  g_assert_cmpint (chatty_sync_job_get_state (second), ==, CHATTY_SYNC_JOB_QUEUED);
  g_assert_cmpuint (g_list_model_get_n_items (jobs), ==, 3);
  chatty_sync_job_cancel (second);
  g_assert_cmpint (chatty_sync_job_get_state (second), ==, CHATTY_SYNC_JOB_CANCELLED);
  g_assert_cmpuint (g_list_model_get_n_items (jobs), ==, 2);
  wait_ready (first);
  wait_ready (third);
  g_assert_cmpuint (g_list_model_get_n_items (jobs), ==, 0);
  chatty_sync_job_cancel (first);
  chatty_sync_job_cancel (third);
}

static void
cancel_in_state_cb (ChattySyncJob *job,
                    GParamSpec    *pspec,
                    gpointer       state)
{
  if ((int) chatty_sync_job_get_state (job) == GPOINTER_TO_INT (state))
    chatty_sync_job_cancel (job);
}

static void
run_when_ready_cb (ChattySyncJob *job)
{
  chatty_sync_job_run (job);
}

/* Whoever hears of a state may stop the job, or run it, at once. */
static void
test_at_once (World         *world,
              gconstpointer  data)
{
  static const ChattySyncJobState states[] = {
    CHATTY_SYNC_JOB_PLANNING, CHATTY_SYNC_JOB_READY, CHATTY_SYNC_JOB_RUNNING,
  };
  g_autofree char *callsign = add_character (world, "Mara");
  g_autofree char *id = put (world, callsign);
  g_autoptr (ChattySyncJob) last = NULL;

  edit (world, callsign, CHATTY_FIELD_NAME, "Mara Voss");
  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autoptr (ChattySyncJob) first = chatty_sync_service_check (world->service,
                                                                   world->account);
      g_autoptr (ChattySyncJob) job = chatty_sync_service_sync (world->service, world->account,
                                                                NULL);

      g_signal_connect (job, "notify::state", G_CALLBACK (cancel_in_state_cb),
                        GINT_TO_POINTER (states[i]));
      g_signal_connect (job, "notify::state", G_CALLBACK (run_when_ready_cb), NULL);
      fixture_wait (is_over, job, "the end");
      g_assert_cmpint (chatty_sync_job_get_state (job), ==, CHATTY_SYNC_JOB_CANCELLED);
      fixture_wait (is_over, first, "the look");
    }

  last = chatty_sync_service_sync (world->service, world->account, NULL);
  g_signal_connect (last, "notify::state", G_CALLBACK (run_when_ready_cb), NULL);
  fixture_wait (is_over, last, "the run");
  g_assert_cmpint (chatty_sync_job_get_state (last), ==, CHATTY_SYNC_JOB_FINISHED);
  g_assert_nonnull (id);
}

static gboolean
is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

/* A plan that was left without a word keeps nobody from the account; its run
 * waits for what came before. */
static void
test_left (World         *world,
           gconstpointer  data)
{
  g_autofree char *callsign = add_character (world, "Mara");
  g_autofree char *id = put (world, callsign);
  ChattySyncJob *left = chatty_sync_service_sync (world->service, world->account, NULL);
  g_autoptr (ChattySyncJob) read = NULL;
  g_autoptr (ChattySyncJob) first = NULL;
  gpointer watched = left;

  edit (world, callsign, CHATTY_FIELD_NAME, "Mara Voss");
  wait_ready (left);
  g_object_add_weak_pointer (G_OBJECT (left), &watched);
  g_object_unref (left);
  fixture_wait (is_gone, &watched, "the plan to go");

  read = chatty_sync_service_sync (world->service, world->account, NULL);
  wait_ready (read);
  first = chatty_sync_service_check (world->service, world->account);
  g_assert_cmpint (chatty_sync_job_get_state (first), ==, CHATTY_SYNC_JOB_PLANNING);
  chatty_sync_job_run (read);
  g_assert_cmpint (chatty_sync_job_get_state (read), ==, CHATTY_SYNC_JOB_QUEUED);
  fixture_wait (is_over, read, "the run");
  g_assert_cmpint (chatty_sync_job_get_state (read), ==, CHATTY_SYNC_JOB_FINISHED);
  g_assert_true (is_there (world, "Mara Voss"));
  g_assert_nonnull (id);
}

/* The platform moved on while the plan was read: nothing is done, and there is
 * another plan. */
static void
test_plan_changed (World         *world,
                   gconstpointer  data)
{
  g_autofree char *callsign = add_character (world, "Mara");
  g_autofree char *id = put (world, callsign);
  g_autoptr (ChattySyncJob) job = NULL;
  g_autofree char *hash = NULL;

  edit (world, callsign, CHATTY_FIELD_NAME, "Mara Voss");
  job = chatty_sync_service_sync (world->service, world->account, NULL);
  wait_ready (job);
  hash = g_strdup (chatty_sync_plan_get_hash (chatty_sync_job_get_plan (job)));
  g_assert_true (chatty_simulator_edit_character (world->simulator, id, "backstory",
                                                  "\"Moved on\""));
  chatty_sync_job_run (job);
  g_assert_cmpint (chatty_sync_job_get_state (job), !=, CHATTY_SYNC_JOB_READY);
  wait_ready (job);
  g_assert_true (chatty_sync_job_get_plan_changed (job));
  g_assert_cmpstr (chatty_sync_plan_get_hash (chatty_sync_job_get_plan (job)), !=, hash);
  g_assert_false (is_there (world, "Mara Voss"));
  run (job);
  g_assert_true (is_there (world, "Mara Voss"));
  assert_text (world, callsign, CHATTY_FIELD_INSTRUCTIONS, "Moved on");
}

static gboolean
has_synced (gpointer data)
{
  return is_there (data, "Mara Voss");
}

/* At the start, when the connection allows it, and without a word. */
static void
test_automatic (World         *world,
                gconstpointer  data)
{
  GListModel *jobs = chatty_sync_service_get_jobs (world->service);
  g_autofree char *callsign = add_character (world, "Mara");
  g_autofree char *id = put (world, callsign);
  g_autoptr (ChattySyncJob) job = NULL;
  g_autofree char *waiting = NULL;
  g_autofree char *after = NULL;

  edit (world, callsign, CHATTY_FIELD_NAME, "Mara Voss");
  fake_network_set (world->network, TRUE, TRUE);
  g_object_set (world->service, "interval", "hour", NULL);
  chatty_sync_service_start (world->service);
  g_object_get (world->service, "waiting", &waiting, NULL);
  g_assert_nonnull (waiting);
  g_assert_cmpuint (g_list_model_get_n_items (jobs), ==, 0);

  fake_network_set (world->network, TRUE, FALSE);
  g_object_get (world->service, "waiting", &after, NULL);
  g_assert_null (after);
  fixture_wait (has_synced, world, "the automatic sync");
  job = g_list_model_get_item (jobs, 0);
  if (job != NULL)
    fixture_wait (is_over, job, "its end");
  g_assert_nonnull (id);
}

static void
drifted_cb (ChattySyncService *service,
            const char        *account,
            guint              n_characters,
            guint             *n)
{
  g_assert_nonnull (account);
  *n += n_characters;
}

/* The quiet look: who was changed there is told, and nothing is taken over. */
static void
test_drift (World         *world,
            gconstpointer  data)
{
  g_autofree char *callsign = add_character (world, "Mara");
  g_autofree char *id = put (world, callsign);
  g_autoptr (ChattySyncJob) job = NULL;
  g_autoptr (ChattyCharacterRecord) record = NULL;
  ChattyCharacterPlace place;
  guint n = 0;

  g_signal_connect (world->service, "drifted", G_CALLBACK (drifted_cb), &n);
  g_assert_true (chatty_simulator_edit_character (world->simulator, id, "backstory",
                                                  "\"Left\""));
  job = chatty_sync_service_check (world->service, world->account);
  g_assert_cmpuint (g_list_model_get_n_items (chatty_sync_service_get_jobs (world->service)), ==,
                    0);
  fixture_wait (is_over, job, "the look");
  g_assert_cmpint (chatty_sync_job_get_state (job), ==, CHATTY_SYNC_JOB_FINISHED);
  g_assert_cmpuint (n, ==, 1);
  assert_text (world, callsign, CHATTY_FIELD_INSTRUCTIONS, "Keeps the lighthouse");
  record = load (world, callsign);
  chatty_character_place_look (&place, record, chatty_character_record_get_link (record, 0));
  g_assert_cmpint (place.state, ==, CHATTY_PLACE_CHANGED_THERE);
  g_assert_cmpuint (place.there, ==, CHATTY_FIELD_FLAG (CHATTY_FIELD_INSTRUCTIONS));
}

/* A list that is suddenly empty deletes nothing, and says so. */
static void
test_brake (World         *world,
            gconstpointer  data)
{
  g_autofree char *callsign = add_character (world, "Mara");
  g_autofree char *id = put (world, callsign);
  g_autoptr (ChattySyncJob) job = NULL;
  ChattySyncPlan *plan;

  chatty_simulator_set_fault (world->simulator, "/character/list",
                              CHATTY_SIMULATOR_FAULT_EMPTY_LIST, 1, 0);
  job = chatty_sync_service_sync (world->service, world->account, NULL);
  wait_ready (job);
  plan = chatty_sync_job_get_plan (job);
  g_assert_true (chatty_sync_plan_is_blocked (plan));
  g_assert_cmpuint (chatty_sync_plan_get_n_brakes (plan), >=, 1);
  chatty_sync_job_run (job);
  g_assert_cmpint (chatty_sync_job_get_state (job), ==, CHATTY_SYNC_JOB_READY);
  chatty_sync_job_cancel (job);
  assert_text (world, callsign, CHATTY_FIELD_NAME, "Mara");
  g_assert_nonnull (id);
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) \
  g_test_add ("/sync-service/" path, World, NULL, set_up, func, tear_down)
  ADD ("journey", test_journey);
  ADD ("gone", test_gone);
  ADD ("documents", test_documents);
  g_test_add ("/sync-service/inworld/journey", World, &inworld, set_up, test_journey, tear_down);
  g_test_add ("/sync-service/inworld/gone", World, &inworld, set_up, test_gone, tear_down);
  ADD ("question-and-undo", test_question_and_undo);
  ADD ("bring", test_bring);
  ADD ("queue", test_queue);
  ADD ("at-once", test_at_once);
  ADD ("left", test_left);
  ADD ("plan-changed", test_plan_changed);
  ADD ("automatic", test_automatic);
  ADD ("drift", test_drift);
  ADD ("brake", test_brake);

  return g_test_run ();
}
