/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <string.h>

#include "chatty-error.h"
#include "chatty-sync-normal.h"
#include "checks.h"

/* What there is of one character. */
enum { NO_RECORD, RECORD };
enum { NO_LINK, ACTIVE, GONE, PAUSED, BARE };     /* bare: linked by the person, without a base */
enum { NO_REMOTE, LISTED, HIDDEN, FAILED, CHANGED };
enum { NOT_KNOWN, KNOWN, LEFT };

typedef struct {
  const char         *what;
  int                 record, link, remote, known;
  gboolean            put_new, bring_new;
  const char         *answer;
  ChattySyncStepKind  kind;
  int                 n_steps;
  int                 brake;      /* -1: none */
} Row;

#define NONE -1

static const Row rows[] = {
  { "nothing", NO_RECORD, NO_LINK, NO_REMOTE, NOT_KNOWN, TRUE, TRUE, NULL, 0, 0, NONE },
  { "only here", RECORD, NO_LINK, NO_REMOTE, NOT_KNOWN, FALSE, TRUE, NULL, 0, 0, NONE },
  { "only here, to be put", RECORD, NO_LINK, NO_REMOTE, NOT_KNOWN, TRUE, TRUE, NULL,
    CHATTY_SYNC_CREATE_THERE, 1, NONE },
  { "only there", NO_RECORD, NO_LINK, LISTED, NOT_KNOWN, TRUE, FALSE, NULL, 0, 0, NONE },
  { "only there, to be brought", NO_RECORD, NO_LINK, LISTED, NOT_KNOWN, TRUE, TRUE, NULL,
    CHATTY_SYNC_CREATE_HERE, 1, NONE },
  { "both, equal, not linked", RECORD, NO_LINK, LISTED, NOT_KNOWN, TRUE, TRUE, NULL,
    CHATTY_SYNC_LINK, 1, NONE },
  { "both, of one name, not linked", RECORD, NO_LINK, CHANGED, NOT_KNOWN, TRUE, TRUE, NULL,
    CHATTY_SYNC_SAME_NAME, 1, NONE },
  { "they are the same", RECORD, NO_LINK, CHANGED, NOT_KNOWN, TRUE, TRUE,
    "same-name/c-001/r1=link", CHATTY_SYNC_UPDATE, 1, NONE },
  { "they are two", RECORD, NO_LINK, CHANGED, NOT_KNOWN, TRUE, TRUE,
    "same-name/c-001/r1=apart", CHATTY_SYNC_CREATE_THERE, 2, NONE },
  { "linked, the same", RECORD, ACTIVE, LISTED, KNOWN, TRUE, TRUE, NULL, 0, 0, NONE },
  { "linked, changed there", RECORD, ACTIVE, CHANGED, KNOWN, TRUE, TRUE, NULL,
    CHATTY_SYNC_UPDATE, 1, NONE },
  { "linked, gone there", RECORD, ACTIVE, NO_REMOTE, KNOWN, TRUE, TRUE, NULL,
    CHATTY_SYNC_GONE_THERE, 1, CHATTY_SYNC_BRAKE_LIST_EMPTY },
  { "linked, hidden by the list", RECORD, ACTIVE, HIDDEN, KNOWN, TRUE, TRUE, NULL, 0, 0,
    CHATTY_SYNC_BRAKE_LIST_PARTIAL },
  { "linked, cannot be asked for", RECORD, ACTIVE, FAILED, KNOWN, TRUE, TRUE, NULL,
    CHATTY_SYNC_FAILED, 1, NONE },
  { "linked by the person, the same", RECORD, BARE, LISTED, NOT_KNOWN, TRUE, TRUE, NULL,
    CHATTY_SYNC_LINK, 1, NONE },
  { "linked by the person, different", RECORD, BARE, CHANGED, NOT_KNOWN, TRUE, TRUE, NULL,
    CHATTY_SYNC_UPDATE, 1, NONE },
  { "was gone there, still is", RECORD, GONE, NO_REMOTE, NOT_KNOWN, TRUE, TRUE, NULL, 0, 0, NONE },
  { "was gone there, is back", RECORD, GONE, LISTED, NOT_KNOWN, TRUE, TRUE, NULL,
    CHATTY_SYNC_LINK, 1, NONE },
  { "out of sync by the person", RECORD, PAUSED, CHANGED, KNOWN, TRUE, TRUE, NULL, 0, 0, NONE },
  { "out of sync, gone there", RECORD, PAUSED, NO_REMOTE, NOT_KNOWN, TRUE, TRUE, NULL, 0, 0,
    NONE },
  { "deleted here", NO_RECORD, NO_LINK, LISTED, KNOWN, TRUE, TRUE, NULL,
    CHATTY_SYNC_GONE_HERE, 1, NONE },
  { "deleted here, not brought unasked", NO_RECORD, NO_LINK, LISTED, KNOWN, TRUE, FALSE, NULL,
    CHATTY_SYNC_GONE_HERE, 1, NONE },
  { "deleted here, delete there", NO_RECORD, NO_LINK, LISTED, KNOWN, TRUE, TRUE,
    "gone-here/r1=delete", CHATTY_SYNC_DELETE_THERE, 1, NONE },
  { "deleted here, bring back", NO_RECORD, NO_LINK, LISTED, KNOWN, TRUE, TRUE,
    "gone-here/r1=bring", CHATTY_SYNC_CREATE_HERE, 1, NONE },
  { "deleted here, leave", NO_RECORD, NO_LINK, LISTED, KNOWN, TRUE, TRUE,
    "gone-here/r1=leave", CHATTY_SYNC_LEAVE, 1, NONE },
  { "deleted here, edited there", NO_RECORD, NO_LINK, CHANGED, KNOWN, TRUE, TRUE,
    "gone-here/r1=delete", CHATTY_SYNC_CREATE_HERE, 1, NONE },
  { "deleted on both sides", NO_RECORD, NO_LINK, NO_REMOTE, KNOWN, TRUE, TRUE, NULL, 0, 0,
    CHATTY_SYNC_BRAKE_LIST_EMPTY },
  { "left alone there", NO_RECORD, NO_LINK, LISTED, LEFT, TRUE, TRUE, NULL, 0, 0, NONE },
  { "unlinked by the person", RECORD, NO_LINK, CHANGED, KNOWN, FALSE, TRUE, NULL, 0, 0, NONE },
};

static ChattyCharacter *
remote_character (gboolean changed)
{
  g_autoptr (ChattyCharacter) plain = make ("Mara", changed ? "I changed." : "I am a character.");
  g_autoptr (ChattyCharacterBuilder) builder = chatty_character_builder_new_from (plain);

  chatty_character_builder_set_id (builder, "fake", "r1");
  return chatty_character_builder_end (g_steal_pointer (&builder));
}

static ChattyCharacterRecord *
make_record (const Row *row)
{
  g_autoptr (ChattyCharacterRecordBuilder) builder = chatty_character_record_builder_new (NULL);
  g_autoptr (ChattyCharacter) character = make ("Mara", "I am a character.");
  g_autoptr (ChattyCharacterLink) link = NULL;
  ChattyCharacterLink fields = {
    .platform = "fake", .account = "account-1", .remote_id = "r1", .agreed = 5000,
  };

  chatty_character_record_builder_set_stored (builder, "c-001", "v1", 1000);
  chatty_character_record_builder_set_character (builder, character);
  if (row->link != NO_LINK)
    {
      fields.state = row->link == GONE ? CHATTY_LINK_GONE
                     : row->link == PAUSED ? CHATTY_LINK_PAUSED : CHATTY_LINK_ACTIVE;
      if (row->link != BARE)
        fields.base_local = fields.base_remote = character;
      else
        fields.agreed = CHATTY_TIME_NONE;
      link = chatty_character_link_new (&fields);
      chatty_character_record_builder_set_link (builder, link);
    }
  return chatty_character_record_builder_end (g_steal_pointer (&builder));
}

static ChattySyncLook *
make_look (const Row *row)
{
  KillSwitch kill = { -1 };
  g_autoptr (FakePlatform) platform = fake_platform_new (&kill, 1);
  ChattySyncLook *look = chatty_sync_look_new (&bench_account);
  g_autoptr (ChattyCharacter) remote = remote_character (row->remote == CHANGED);

  look->map = chatty_character_store_map (CHATTY_CHARACTER_STORE (platform), &look->n_map);
  look->time = 9000;
  if (row->record == RECORD)
    g_ptr_array_add (look->records, make_record (row));
  if (row->remote == LISTED || row->remote == CHANGED || row->remote == FAILED)
    g_hash_table_add (look->listed, g_strdup ("r1"));
  else if (row->remote == HIDDEN)
    {
      g_hash_table_add (look->listed, g_strdup ("r9"));
      g_hash_table_add (look->hidden, g_strdup ("r1"));
    }
  if (row->remote == FAILED)
    g_hash_table_replace (look->failed, g_strdup ("r1"),
                          g_error_new_literal (CHATTY_ERROR, CHATTY_ERROR_SERVER, "broken"));
  else if (row->remote != NO_REMOTE)
    g_hash_table_replace (look->remotes, g_strdup ("r1"),
                          chatty_sync_remote_new (remote, CHATTY_TIME_NONE));
  if (row->known != NOT_KNOWN)
    {
      g_autoptr (ChattyCharacter) agreed = remote_character (FALSE);
      guint mapped = 0;
      g_autofree char *hash = NULL;

      for (guint i = 0; i < look->n_map; i++)
        mapped |= CHATTY_FIELD_FLAG (look->map[i].field);
      hash = chatty_sync_content_hash (agreed, mapped);
      chatty_sync_state_know (look->state, "r1", "c-001", "Mara", hash, row->known == LEFT);
    }
  return look;
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (ChattySyncLook) look = make_look (row);
  g_autoptr (GHashTable) answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (ChattySyncPlan) plan = NULL;
  g_autoptr (ChattySyncPlan) again = NULL;
  g_autoptr (JsonNode) json = NULL;
  ChattySyncSettings settings = CHATTY_SYNC_SETTINGS_INIT;

  settings.put_new = row->put_new;
  settings.bring_new = row->bring_new;
  settings.answers = answers;
  if (row->answer != NULL)
    {
      g_auto (GStrv) halves = g_strsplit (row->answer, "=", 2);

      g_hash_table_replace (answers, g_strdup (halves[0]), g_strdup (halves[1]));
    }
  plan = chatty_sync_plan_new (look, &settings);
  g_assert_cmpint (chatty_sync_plan_get_n_steps (plan), ==, row->n_steps);
  if (row->n_steps > 0)
    g_assert_cmpstr (chatty_sync_step_kind_to_string (chatty_sync_plan_get_step (plan, 0)->kind),
                     ==, chatty_sync_step_kind_to_string (row->kind));
  g_assert_cmpuint (chatty_sync_plan_get_n_brakes (plan), ==, row->brake == NONE ? 0 : 1);
  g_assert_true (chatty_sync_plan_is_blocked (plan) == (row->brake != NONE));
  if (row->brake != NONE)
    {
      const ChattySyncBrake *brake = chatty_sync_plan_get_brake (plan, 0);

      g_assert_cmpint (brake->kind, ==, row->brake);
      g_assert_cmpuint (strlen (brake->message), >, 0);
      g_assert_cmpuint (strlen (brake->remedy), >, 0);
    }

  /* The same look and settings give the same plan. */
  again = chatty_sync_plan_new (look, &settings);
  g_assert_cmpstr (chatty_sync_plan_get_hash (plan), ==, chatty_sync_plan_get_hash (again));
  json = chatty_sync_plan_to_json (plan);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (
                      json_node_get_object (json), "steps")), ==, row->n_steps);
  for (guint i = 0; i < chatty_sync_plan_get_n_steps (plan); i++)
    {
      g_autofree char *words =
        chatty_sync_step_dup_words (chatty_sync_plan_get_step (plan, i), "Fake");

      g_assert_cmpuint (strlen (words), >, 10);
    }
}

/* A change of any value that is shown changes the plan's hash. */
static void
test_hash (void)
{
  Bench bench;
  g_autoptr (ChattySyncPlan) first = NULL;
  g_autoptr (ChattySyncPlan) same = NULL;
  g_autoptr (ChattySyncPlan) here = NULL;
  g_autoptr (ChattySyncPlan) there = NULL;

  bench_init (&bench);
  bench_pair (&bench, "Mara");
  edit_here (&bench, "c-001", CHATTY_FIELD_VOICE, "one");
  first = bench_plan (&bench);
  same = bench_plan (&bench);
  edit_here (&bench, "c-001", CHATTY_FIELD_VOICE, "two");
  here = bench_plan (&bench);
  edit_there (&bench, "r0001", CHATTY_FIELD_NAME, "Other");
  there = bench_plan (&bench);
  g_assert_cmpstr (chatty_sync_plan_get_hash (first), ==, chatty_sync_plan_get_hash (same));
  g_assert_cmpstr (chatty_sync_plan_get_hash (first), !=, chatty_sync_plan_get_hash (here));
  g_assert_cmpstr (chatty_sync_plan_get_hash (here), !=, chatty_sync_plan_get_hash (there));
  bench_clear (&bench);
}

/* What is missing for a platform is said before anything is made. */
static void
test_missing (void)
{
  Bench bench;
  g_autoptr (ChattyCharacter) nobody = make ("", "I am a character.");
  g_autoptr (ChattyCharacterRecord) record = NULL;
  g_autoptr (ChattySyncPlan) plan = NULL;
  ChattySyncStep *step;

  bench_init (&bench);
  record = memory_store_add (bench.store, nobody);
  plan = bench_plan (&bench);
  step = chatty_sync_plan_get_step (plan, 0);
  g_assert_cmpint (step->kind, ==, CHATTY_SYNC_FAILED);
  g_assert_nonnull (strstr (step->message, "name"));
  bench_clear (&bench);
}

/* Only those that were named are touched, and brakes see all. */
static void
test_only (void)
{
  static const char *const only[] = { "c-001", NULL };
  Bench bench;
  g_autoptr (ChattySyncPlan) plan = NULL;

  bench_init (&bench);
  bench_pair (&bench, "Mara");
  bench_pair (&bench, "Jon");
  edit_here (&bench, "c-001", CHATTY_FIELD_VOICE, "one");
  edit_here (&bench, "c-002", CHATTY_FIELD_VOICE, "two");
  bench.settings.only = only;
  plan = bench_plan (&bench);
  g_assert_cmpuint (chatty_sync_plan_get_n_steps (plan), ==, 1);
  g_assert_cmpstr (chatty_sync_plan_get_step (plan, 0)->callsign, ==, "c-001");
  bench_clear (&bench);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/sync/plan/", rows[i].what, NULL);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/sync/plan/hash", test_hash);
  g_test_add_func ("/sync/plan/missing", test_missing);
  g_test_add_func ("/sync/plan/only", test_only);
  return g_test_run ();
}
