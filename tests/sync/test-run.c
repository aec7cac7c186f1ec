/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <string.h>

#include "chatty-character-json.h"
#include "checks.h"

static ChattySyncReceipt *
run_plan (Bench              *bench,
          ChattySyncPlan     *plan,
          ChattySyncRunFlags  flags)
{
  g_autoptr (GError) error = NULL;
  ChattySyncReceipt *receipt =
    chatty_sync_run (CHATTY_SYNC_STORE (bench->store), CHATTY_CHARACTER_STORE (bench->platform),
                     plan, chatty_sync_plan_get_hash (plan), flags, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return receipt;
}

static ChattySyncPlan *
undo (Bench      *bench,
      const char *run,
      const char *step)
{
  g_autoptr (GError) error = NULL;
  ChattySyncPlan *plan =
    chatty_sync_plan_undo (CHATTY_SYNC_STORE (bench->store),
                           CHATTY_CHARACTER_STORE (bench->platform), &bench_account, run, step,
                           bench->answers, NULL, &error);

  g_assert_no_error (error);
  return plan;
}

/* A platform that uses something else than the generic value keeps doing so,
 * and a change there changes that. */
static void
test_override (void)
{
  Bench bench;
  g_autoptr (ChattyCharacter) special = make ("Captain", NULL);
  g_autoptr (ChattyCharacterBuilder) only_name = chatty_character_builder_new ();
  g_autoptr (ChattyCharacter) override = NULL;
  g_autoptr (ChattyCharacterRecordBuilder) builder = NULL;
  g_autoptr (ChattyCharacterRecord) after = NULL;
  g_autoptr (ChattyCharacterRecord) stored = NULL;
  g_autoptr (ChattySyncReceipt) sent = NULL;
  g_autoptr (ChattySyncReceipt) taken = NULL;
  ChattyCharacterRecord *record;

  bench_init (&bench);
  bench_pair (&bench, "Mara");
  chatty_character_builder_take_field (only_name, special, CHATTY_FIELD_NAME);
  override = chatty_character_builder_end (g_steal_pointer (&only_name));
  record = memory_store_find (bench.store, "c-001");
  builder = chatty_character_record_builder_new (record);
  chatty_character_record_builder_set_override (builder, "fake", override);
  after = chatty_character_record_builder_end (g_steal_pointer (&builder));
  stored = CHATTY_SYNC_STORE_GET_IFACE (bench.store)->put (CHATTY_SYNC_STORE (bench.store), record,
                                                           after, NULL, NULL);
  sent = bench_sync (&bench);
  g_assert_cmpstr (text_there (&bench, "r0001", CHATTY_FIELD_NAME), ==, "Captain");
  g_assert_cmpstr (text_here (&bench, "c-001", CHATTY_FIELD_NAME), ==, "Mara");

  edit_there (&bench, "r0001", CHATTY_FIELD_NAME, "Admiral");
  taken = bench_sync (&bench);
  g_assert_cmpstr (text_here (&bench, "c-001", CHATTY_FIELD_NAME), ==, "Mara");
  record = memory_store_find (bench.store, "c-001");
  g_assert_cmpstr (chatty_character_get_name (chatty_character_record_get_override (record,
                                                                                    "fake")),
                   ==, "Admiral");
  bench_clear (&bench);
}

static const char *
settings_here (Bench      *bench,
               const char *callsign)
{
  ChattyCharacterRecord *record = memory_store_find (bench->store, callsign);
  ChattyCharacter *override = chatty_character_record_get_override (record, "fake");

  g_assert_false (chatty_character_has_field (chatty_character_record_get_character (record),
                                              CHATTY_FIELD_SETTINGS));
  return override != NULL ? chatty_character_get_text (override, CHATTY_FIELD_SETTINGS) : NULL;
}

static void
set_settings_here (Bench      *bench,
                   const char *callsign,
                   const char *text)
{
  ChattyCharacterRecord *record = memory_store_find (bench->store, callsign);
  g_autoptr (ChattyCharacterBuilder) fields = chatty_character_builder_new ();
  g_autoptr (ChattyCharacter) override = NULL;
  g_autoptr (ChattyCharacterRecordBuilder) builder = chatty_character_record_builder_new (record);
  g_autoptr (ChattyCharacterRecord) after = NULL;
  g_autoptr (ChattyCharacterRecord) stored = NULL;

  chatty_character_builder_set_text (fields, CHATTY_FIELD_SETTINGS, text);
  override = chatty_character_builder_end (g_steal_pointer (&fields));
  chatty_character_record_builder_set_override (builder, "fake", override);
  after = chatty_character_record_builder_end (g_steal_pointer (&builder));
  stored = CHATTY_SYNC_STORE_GET_IFACE (bench->store)->put (CHATTY_SYNC_STORE (bench->store),
                                                            record, after, NULL, NULL);
  g_assert_nonnull (stored);
}

/* The settings of a platform are an override here, and never generic; two
 * changes of different ones meet, and undo takes them back. */
static void
test_settings (void)
{
  Bench bench;
  g_autoptr (ChattyCharacter) whole = make ("Nova", "I am Nova.");
  g_autoptr (ChattyCharacter) made = with_text (whole, CHATTY_FIELD_SETTINGS, "{\"k\":1}");
  g_autofree char *id = NULL;
  g_autoptr (ChattySyncReceipt) sent = NULL;
  g_autoptr (ChattySyncReceipt) joined = NULL;
  g_autoptr (ChattySyncReceipt) brought = NULL;

  bench_init (&bench);
  bench_pair (&bench, "Mara");
  set_settings_here (&bench, "c-001", "{\"p\":0.5}");
  sent = bench_sync (&bench);
  g_assert_cmpstr (text_there (&bench, "r0001", CHATTY_FIELD_SETTINGS), ==, "{\"p\":0.5}");
  g_assert_cmpstr (settings_here (&bench, "c-001"), ==, "{\"p\":0.5}");

  set_settings_here (&bench, "c-001", "{\"p\":0.5,\"here\":true}");
  edit_there (&bench, "r0001", CHATTY_FIELD_SETTINGS, "{\"p\":0.5,\"there\":true}");
  joined = bench_sync (&bench);
  g_assert_cmpstr (settings_here (&bench, "c-001"), ==,
                   "{\n  \"here\": true,\n  \"p\": 0.5,\n  \"there\": true\n}");
  g_assert_cmpstr (text_there (&bench, "r0001", CHATTY_FIELD_SETTINGS), ==,
                   settings_here (&bench, "c-001"));

  id = fake_platform_add (bench.platform, made);
  brought = bench_sync (&bench);
  g_assert_cmpstr (settings_here (&bench, "c-002"), ==, "{\"k\":1}");
  bench_clear (&bench);
}

/* A create whose answer was lost, and that somebody renamed there before it was
 * looked for, is asked about and not made twice. */
static void
test_renamed_meanwhile (void)
{
  Bench bench;
  g_autoptr (ChattyCharacter) mara = make ("Mara", "I keep the lamp.");
  g_autoptr (ChattySyncReceipt) lost = NULL;
  g_autoptr (ChattySyncReceipt) asked = NULL;
  g_autoptr (ChattySyncReceipt) adopted = NULL;
  g_autoptr (ChattySyncReceipt) quiet = NULL;
  g_autoptr (ChattyCharacterRecord) record = NULL;
  ChattySyncStep *step;

  bench_init (&bench);
  record = memory_store_add (bench.store, mara);
  bench.platform->lose_after = 1;
  bench.platform->goes_away = TRUE;
  lost = bench_sync (&bench);
  bench.platform->page = bench.platform->goes_away = FALSE;
  edit_there (&bench, "r0001", CHATTY_FIELD_NAME, "Marah");
  asked = bench_sync (&bench);
  g_assert_cmpuint (g_hash_table_size (bench.platform->characters), ==, 1);
  g_assert_cmpuint (g_hash_table_size (bench.store->records), ==, 1);
  step = chatty_sync_receipt_get_result (asked, 0)->step;
  g_assert_cmpint (step->kind, ==, CHATTY_SYNC_ADOPT);
  bench_answer (&bench, step->question, "r0001");
  adopted = bench_sync (&bench);
  g_assert_cmpuint (g_hash_table_size (bench.platform->characters), ==, 1);
  g_assert_cmpstr (text_here (&bench, "c-001", CHATTY_FIELD_NAME), ==,
                   text_there (&bench, "r0001", CHATTY_FIELD_NAME));
  quiet = bench_sync (&bench);
  g_assert_cmpuint (chatty_sync_receipt_get_n_results (quiet), ==, 0);
  bench_clear (&bench);
}

static void
assert_documents (Bench      *bench,
                  const char *wanted)
{
  g_autofree char *told = fake_documents_tell (bench->platform);

  g_assert_cmpstr (told, ==, wanted);
}

/* Where documents belong to one character, each is uploaded for its own, new
 * content takes the place of the old, and what is disconnected is gone. */
static void
test_documents (void)
{
  Bench bench;
  g_autoptr (ChattySyncReceipt) sent = NULL;
  g_autoptr (ChattySyncReceipt) replaced = NULL;
  g_autoptr (ChattySyncReceipt) quiet = NULL;
  g_autoptr (ChattySyncReceipt) asked = NULL;
  g_autoptr (ChattySyncReceipt) removed = NULL;
  g_autofree char *words = NULL;
  ChattySyncStep *step;

  bench_init (&bench);
  bench_pair (&bench, "Mara");
  bench_pair (&bench, "Nova");
  memory_store_set_document (bench.store, "c-001", "bees.txt", "buzz");
  memory_store_set_document (bench.store, "c-002", "bees.txt", "hum");
  sent = bench_sync (&bench);
  assert_documents (&bench, "r0001/bees.txt r0002/bees.txt");

  memory_store_set_document (bench.store, "c-001", "bees.txt", "buzz buzz");
  replaced = bench_sync (&bench);
  g_assert_cmpuint (chatty_sync_receipt_count (replaced, CHATTY_SYNC_DONE), ==, 1);
  assert_documents (&bench, "r0001/bees.txt r0002/bees.txt");
  quiet = bench_sync (&bench);
  g_assert_cmpuint (chatty_sync_receipt_get_n_results (quiet), ==, 0);

  memory_store_set_document (bench.store, "c-001", "bees.txt", NULL);
  asked = bench_sync (&bench);
  step = chatty_sync_receipt_get_result (asked, 0)->step;
  g_assert_cmpint (step->kind, ==, CHATTY_SYNC_DOCUMENT_REMOVE);
  g_assert_cmpstr (step->choices[0], ==, "delete");
  words = chatty_sync_step_dup_words (step, "Fake");
  g_assert_nonnull (strstr (words, "delete it at Fake"));
  bench_answer (&bench, step->question, "delete");
  removed = bench_sync (&bench);
  assert_documents (&bench, "r0002/bees.txt");
  bench_clear (&bench);
}

/* An upload whose answer is lost is not done again, and what it was to replace
 * does not stay beside it; the same name with another character is not taken
 * for it. */
static void
test_lost_upload (void)
{
  for (guint replaces = 0; replaces < 2; replaces++)
    for (guint after = 0; after < 2; after++)
      {
        Bench bench;
        g_autoptr (ChattySyncReceipt) first = NULL;
        g_autoptr (ChattySyncReceipt) lost = NULL;
        g_autoptr (ChattySyncReceipt) again = NULL;
        g_autoptr (ChattySyncReceipt) quiet = NULL;

        bench_init (&bench);
        bench_pair (&bench, "Mara");
        bench_pair (&bench, "Nova");
        if (replaces)
          {
            memory_store_set_document (bench.store, "c-001", "bees.txt", "buzz");
            first = bench_sync (&bench);
          }
        memory_store_set_document (bench.store, "c-001", "bees.txt", "buzz buzz");
        bench.platform->lose_before = after ? 0 : 1;
        bench.platform->lose_after = after ? 1 : 0;
        lost = bench_sync (&bench);
        g_assert_cmpuint (chatty_sync_receipt_count (lost, CHATTY_SYNC_NOT_DONE), ==, 1);

        /* Meanwhile one of the same name comes to another character. */
        fake_documents_add (bench.platform, "r0002", "bees.txt");
        again = bench_sync (&bench);
        g_assert_cmpuint (chatty_sync_receipt_count (again, CHATTY_SYNC_DONE), ==, 1);
        assert_documents (&bench, "r0001/bees.txt r0002/bees.txt");
        quiet = bench_sync (&bench);
        g_assert_cmpuint (chatty_sync_receipt_get_n_results (quiet), ==, 0);
        bench_clear (&bench);
      }
}

/* A quiet look writes down what it saw and when, once; and that time decides a
 * conflict later. */
static void
test_remember (void)
{
  Bench bench;
  guint n_drifted, writes;
  ChattyCharacterLink *link;
  g_autoptr (ChattySyncReceipt) receipt = NULL;

  bench_init (&bench);
  bench_pair (&bench, "Mara");
  edit_there (&bench, "r0001", CHATTY_FIELD_VOICE, "seen-first");
  for (guint round = 0; round < 2; round++)
    {
      g_autoptr (ChattySyncLook) look =
        chatty_sync_look (CHATTY_SYNC_STORE (bench.store),
                          CHATTY_CHARACTER_STORE (bench.platform), &bench_account, NULL, NULL,
                          FALSE, NULL, NULL, NULL, NULL);

      writes = bench.store->n_writes;
      g_assert_true (chatty_sync_look_remember (look, CHATTY_SYNC_STORE (bench.store), &n_drifted,
                                                NULL, NULL));
      g_assert_cmpuint (n_drifted, ==, 1);
      g_assert_cmpuint (bench.store->n_writes - writes, ==, round == 0 ? 1 : 0);
    }
  link = chatty_character_record_get_link (memory_store_find (bench.store, "c-001"), 0);
  g_assert_cmpstr (chatty_character_get_text (link->seen, CHATTY_FIELD_VOICE), ==, "seen-first");
  g_assert_cmpint (link->seen_times[CHATTY_FIELD_VOICE], !=, CHATTY_TIME_NONE);
  g_assert_null (text_here (&bench, "c-001", CHATTY_FIELD_VOICE));

  edit_here (&bench, "c-001", CHATTY_FIELD_VOICE, "typed-later");
  receipt = bench_sync (&bench);
  g_assert_cmpstr (text_there (&bench, "r0001", CHATTY_FIELD_VOICE), ==, "typed-later");
  g_assert_true (bench_history (&bench, "seen-first"));
  bench_clear (&bench);
}

/* With the check nothing at all is done when one of them moved on. */
static void
test_check_first (void)
{
  Bench bench;
  g_autoptr (ChattySyncPlan) plan = NULL;
  g_autoptr (ChattySyncReceipt) checked = NULL;
  g_autoptr (ChattySyncReceipt) loose = NULL;

  bench_init (&bench);
  bench_pair (&bench, "Mara");
  bench_pair (&bench, "Jon");
  edit_here (&bench, "c-001", CHATTY_FIELD_VOICE, "one");
  edit_here (&bench, "c-002", CHATTY_FIELD_VOICE, "two");
  plan = bench_plan (&bench);
  edit_there (&bench, "r0002", CHATTY_FIELD_VOICE, "moved");
  checked = run_plan (&bench, plan, CHATTY_SYNC_RUN_CHECK_FIRST);
  g_assert_cmpint (chatty_sync_receipt_get_end (checked), ==, CHATTY_SYNC_END_MOVED);
  g_assert_null (text_there (&bench, "r0001", CHATTY_FIELD_VOICE));
  loose = run_plan (&bench, plan, CHATTY_SYNC_RUN_NONE);
  g_assert_cmpstr (text_there (&bench, "r0001", CHATTY_FIELD_VOICE), ==, "one");
  g_assert_cmpstr (text_there (&bench, "r0002", CHATTY_FIELD_VOICE), ==, "moved");
  g_assert_cmpuint (chatty_sync_receipt_count (loose, CHATTY_SYNC_MOVED), ==, 1);
  bench_clear (&bench);
}

/* What was made is taken back: there after a question, here into the trash. */
static void
test_undo_creates (void)
{
  Bench bench;
  g_autoptr (ChattyCharacter) here = make ("Mara", "I am here.");
  g_autoptr (ChattyCharacter) there = make ("Jon", "I am there.");
  g_autoptr (ChattyCharacterRecord) record = NULL;
  g_autofree char *id = NULL;
  g_autoptr (ChattySyncReceipt) receipt = NULL;
  g_autoptr (ChattySyncReceipt) back = NULL;
  g_autoptr (ChattySyncPlan) asked = NULL;
  g_autoptr (ChattySyncPlan) plan = NULL;

  bench_init (&bench);
  record = memory_store_add (bench.store, here);
  id = fake_platform_add (bench.platform, there);
  receipt = bench_sync (&bench);
  g_assert_cmpuint (g_hash_table_size (bench.store->records), ==, 2);
  g_assert_cmpuint (g_hash_table_size (bench.platform->characters), ==, 2);

  asked = undo (&bench, chatty_sync_receipt_get_run (receipt), NULL);
  g_assert_nonnull (chatty_sync_plan_find_step (asked, "undo/r0002"));
  g_assert_true (chatty_sync_step_is_open (chatty_sync_plan_find_step (asked, "undo/r0002")));
  bench_answer (&bench, "undo/r0002", "delete");
  plan = undo (&bench, chatty_sync_receipt_get_run (receipt), NULL);
  back = run_plan (&bench, plan, CHATTY_SYNC_RUN_NONE);
  g_assert_cmpuint (chatty_sync_receipt_count (back, CHATTY_SYNC_DONE), ==, 2);
  g_assert_nonnull (fake_platform_find (bench.platform, id));
  g_assert_null (fake_platform_find (bench.platform, "r0002"));
  g_assert_nonnull (memory_store_find (bench.store, "c-001"));
  g_assert_cmpuint (g_hash_table_size (bench.store->records), ==, 1);
  g_assert_cmpuint (bench.store->trash->len, ==, 1);
  bench_clear (&bench);
}

/* One step of a run, and not what was edited since. */
static void
test_undo_step (void)
{
  Bench bench;
  g_autoptr (ChattySyncReceipt) receipt = NULL;
  g_autoptr (ChattySyncReceipt) back = NULL;
  g_autoptr (ChattySyncPlan) plan = NULL;
  g_autoptr (ChattySyncPlan) late = NULL;

  bench_init (&bench);
  bench_pair (&bench, "Mara");
  bench_pair (&bench, "Jon");
  edit_there (&bench, "r0001", CHATTY_FIELD_INSTRUCTIONS, "Another one.");
  edit_there (&bench, "r0002", CHATTY_FIELD_INSTRUCTIONS, "Another two.");
  receipt = bench_sync (&bench);
  plan = undo (&bench, chatty_sync_receipt_get_run (receipt), "c-001/r0001");
  g_assert_cmpuint (chatty_sync_plan_get_n_steps (plan), ==, 1);
  back = run_plan (&bench, plan, CHATTY_SYNC_RUN_NONE);
  g_assert_cmpstr (text_here (&bench, "c-001", CHATTY_FIELD_INSTRUCTIONS), ==,
                   "I am a character.");
  g_assert_cmpstr (text_here (&bench, "c-002", CHATTY_FIELD_INSTRUCTIONS), ==, "Another two.");

  edit_here (&bench, "c-002", CHATTY_FIELD_INSTRUCTIONS, "Newer word.");
  late = undo (&bench, chatty_sync_receipt_get_run (receipt), "c-002/r0002");
  g_assert_cmpuint (chatty_sync_plan_get_n_steps (late), ==, 0);
  bench_clear (&bench);
}

/* Another account behind the key: nothing is done. */
static void
test_owner (void)
{
  Bench bench;
  ChattySyncAccount other = bench_account;
  g_autoptr (ChattySyncLook) look = NULL;
  g_autoptr (ChattySyncPlan) plan = NULL;

  bench_init (&bench);
  bench_pair (&bench, "Mara");
  other.owner = "somebody else";
  look = chatty_sync_look (CHATTY_SYNC_STORE (bench.store),
                           CHATTY_CHARACTER_STORE (bench.platform), &other, NULL, NULL, TRUE, NULL,
                           NULL, NULL, NULL);
  plan = chatty_sync_plan_new (look, &bench.settings);
  g_assert_true (chatty_sync_plan_is_blocked (plan));
  g_assert_cmpint (chatty_sync_plan_get_brake (plan, 0)->kind, ==, CHATTY_SYNC_BRAKE_OWNER);
  g_assert_false (chatty_sync_plan_get_brake (plan, 0)->can_release);
  bench_clear (&bench);
}

/* Most of them replaced at once: the person looks first. */
static void
test_overwritten (void)
{
  Bench bench;
  g_autoptr (ChattySyncReceipt) blocked = NULL;
  g_autoptr (ChattySyncReceipt) released = NULL;

  bench_init (&bench);
  for (guint i = 1; i <= 6; i++)
    {
      g_autofree char *name = g_strdup_printf ("Name %u", i);

      bench_pair (&bench, name);
    }
  for (guint i = 1; i <= 5; i++)
    {
      g_autofree char *id = g_strdup_printf ("r%04u", i);

      edit_there (&bench, id, CHATTY_FIELD_INSTRUCTIONS, "All the same.");
    }
  blocked = bench_sync (&bench);
  g_assert_cmpint (chatty_sync_receipt_get_end (blocked), ==, CHATTY_SYNC_END_BLOCKED);
  g_assert_cmpstr (text_here (&bench, "c-001", CHATTY_FIELD_INSTRUCTIONS), ==,
                   "I am a character.");
  bench.settings.released = CHATTY_SYNC_BRAKE_FLAG (CHATTY_SYNC_BRAKE_OVERWRITTEN_HERE);
  released = bench_sync (&bench);
  g_assert_cmpstr (text_here (&bench, "c-001", CHATTY_FIELD_INSTRUCTIONS), ==, "All the same.");
  g_assert_true (bench_history (&bench, "I am a character."));
  bench_clear (&bench);
}

/* Stopped by the person: what was done stays, and the rest comes next time. */
static void
stop_cb (const ChattySyncProgress *progress,
         gpointer                  cancellable)
{
  if (progress->n_done == 1)
    g_cancellable_cancel (cancellable);
}

static void
test_cancel (void)
{
  Bench bench;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (ChattySyncPlan) plan = NULL;
  g_autoptr (ChattySyncReceipt) stopped = NULL;
  g_autoptr (ChattySyncReceipt) rest = NULL;
  g_autoptr (JsonNode) json = NULL;

  bench_init (&bench);
  bench_pair (&bench, "Mara");
  bench_pair (&bench, "Jon");
  edit_here (&bench, "c-001", CHATTY_FIELD_VOICE, "one");
  edit_here (&bench, "c-002", CHATTY_FIELD_VOICE, "two");
  plan = bench_plan (&bench);
  stopped = chatty_sync_run (CHATTY_SYNC_STORE (bench.store),
                             CHATTY_CHARACTER_STORE (bench.platform), plan,
                             chatty_sync_plan_get_hash (plan), CHATTY_SYNC_RUN_NONE, stop_cb,
                             cancellable, cancellable, NULL);
  g_assert_cmpint (chatty_sync_receipt_get_end (stopped), ==, CHATTY_SYNC_END_CANCELLED);
  g_assert_cmpuint (chatty_sync_receipt_count (stopped, CHATTY_SYNC_DONE), ==, 1);
  g_assert_cmpuint (chatty_sync_receipt_count (stopped, CHATTY_SYNC_NOT_REACHED), ==, 1);
  json = chatty_sync_receipt_to_json (stopped);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (json), "end"), ==,
                   "cancelled");
  rest = bench_sync (&bench);
  g_assert_cmpstr (text_there (&bench, "r0002", CHATTY_FIELD_VOICE), ==, "two");
  bench_clear (&bench);
}

/* The answer to a write is lost, and so is the look for what became of it: the
 * next run finds it, and does it no second time. */
static void
test_goes_away (void)
{
  for (guint is_new = 0; is_new < 2; is_new++)
    {
      Bench bench;
      g_autoptr (ChattySyncReceipt) lost = NULL;
      g_autoptr (ChattySyncReceipt) found = NULL;
      guint n_writes;

      bench_init (&bench);
      bench_pair (&bench, "Mara");
      if (is_new)
        {
          g_autoptr (ChattyCharacter) character = make ("Jon", "I am a character.");
          g_autoptr (ChattyCharacterRecord) record = memory_store_add (bench.store, character);
        }
      else
        edit_here (&bench, "c-001", CHATTY_FIELD_VOICE, "one");
      n_writes = bench.platform->n_writes;
      bench.platform->lose_after = 1;
      bench.platform->goes_away = TRUE;
      lost = bench_sync (&bench);
      g_assert_cmpuint (chatty_sync_receipt_count (lost, CHATTY_SYNC_DONE), ==, 0);

      bench.platform->page = FALSE;
      found = bench_sync (&bench);
      g_assert_cmpuint (bench.platform->n_writes - n_writes, ==, 1);
      g_assert_cmpuint (g_hash_table_size (bench.platform->characters), ==, 1 + is_new);
      g_assert_cmpstr (text_there (&bench, "r0001", CHATTY_FIELD_VOICE), ==,
                       is_new ? NULL : "one");
      bench_clear (&bench);
    }
}

/* A state that cannot be read stops everything: nobody knows what was begun. */
static void
test_broken_state (void)
{
  Bench bench;
  g_autoptr (ChattySyncLook) look = NULL;
  g_autoptr (GError) error = NULL;

  bench_init (&bench);
  bench_pair (&bench, "Mara");
  g_hash_table_replace (bench.store->states, g_strdup ("sync-account-1.json"), g_strdup ("{\"a\""));
  look = chatty_sync_look (CHATTY_SYNC_STORE (bench.store),
                           CHATTY_CHARACTER_STORE (bench.platform), &bench_account, NULL, NULL,
                           TRUE, NULL, NULL, NULL, &error);
  g_assert_null (look);
  g_assert_nonnull (error);
  bench_clear (&bench);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/run/override", test_override);
  g_test_add_func ("/sync/run/settings", test_settings);
  g_test_add_func ("/sync/run/renamed-meanwhile", test_renamed_meanwhile);
  g_test_add_func ("/sync/run/documents", test_documents);
  g_test_add_func ("/sync/run/lost-upload", test_lost_upload);
  g_test_add_func ("/sync/run/remember", test_remember);
  g_test_add_func ("/sync/run/check-first", test_check_first);
  g_test_add_func ("/sync/run/undo-creates", test_undo_creates);
  g_test_add_func ("/sync/run/undo-step", test_undo_step);
  g_test_add_func ("/sync/run/owner", test_owner);
  g_test_add_func ("/sync/run/overwritten", test_overwritten);
  g_test_add_func ("/sync/run/cancel", test_cancel);
  g_test_add_func ("/sync/run/goes-away", test_goes_away);
  g_test_add_func ("/sync/run/broken-state", test_broken_state);
  return g_test_run ();
}
