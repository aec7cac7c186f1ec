/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <string.h>

#include "checks.h"

/* Ends a check with what it found, once everything is given back. */
#define MISS(condition, ...)                    \
  G_STMT_START {                                \
    if (!(condition) && missed == NULL)         \
      missed = g_strdup_printf (__VA_ARGS__);   \
  } G_STMT_END

/* Different fields of one character, changed on both sides: both arrive. */
static char *
check_fields (void)
{
  char *missed = NULL;
  Bench bench;
  g_autoptr (ChattySyncReceipt) receipt = NULL;

  bench_init (&bench);
  bench_pair (&bench, "Mara");
  edit_here (&bench, "c-001", CHATTY_FIELD_NAME, "Mara Lind");
  edit_there (&bench, "r0001", CHATTY_FIELD_INSTRUCTIONS, "I am another.");
  receipt = bench_sync (&bench);
  MISS (g_strcmp0 (text_there (&bench, "r0001", CHATTY_FIELD_NAME), "Mara Lind") == 0,
        "the name did not arrive there");
  MISS (g_strcmp0 (text_here (&bench, "c-001", CHATTY_FIELD_INSTRUCTIONS), "I am another.") == 0,
        "the instructions did not arrive here");
  MISS (bench_history (&bench, "I am a character."), "the old instructions are not in the history");
  bench_clear (&bench);
  return missed;
}

static char *
check_join (void)
{
  char *missed = NULL;
  Bench bench;
  g_autoptr (ChattySyncPlan) plan = NULL;
  g_autoptr (ChattySyncReceipt) receipt = NULL;
  g_autoptr (ChattySyncReceipt) joined = NULL;
  ChattySyncCounts counts;

  bench_init (&bench);
  bench.settings.policy = CHATTY_SYNC_ASK;
  bench_pair (&bench, "Mara");
  edit_here (&bench, "c-001", CHATTY_FIELD_INSTRUCTIONS, "one\ntwo\nthree\nfour");
  receipt = bench_sync (&bench);
  edit_here (&bench, "c-001", CHATTY_FIELD_INSTRUCTIONS, "ONE\ntwo\nthree\nfour");
  edit_there (&bench, "r0001", CHATTY_FIELD_INSTRUCTIONS, "one\ntwo\nthree\nFOUR");
  joined = bench_sync (&bench);
  MISS (g_strcmp0 (text_here (&bench, "c-001", CHATTY_FIELD_INSTRUCTIONS),
                   "ONE\ntwo\nthree\nFOUR") == 0 &&
        g_strcmp0 (text_there (&bench, "r0001", CHATTY_FIELD_INSTRUCTIONS),
                   "ONE\ntwo\nthree\nFOUR") == 0, "edits of other lines were not joined");
  edit_here (&bench, "c-001", CHATTY_FIELD_INSTRUCTIONS, "ONE\n2\nthree\nFOUR");
  edit_there (&bench, "r0001", CHATTY_FIELD_INSTRUCTIONS, "ONE\nzwei\nthree\nFOUR");
  plan = bench_plan (&bench);
  chatty_sync_plan_get_counts (plan, &counts);
  MISS (counts.conflicts == 1 && counts.questions == 1, "edits of the same line were joined");
  bench_clear (&bench);
  return missed;
}

static char *
check_normal (void)
{
  char *missed = NULL;
  Bench bench;
  g_autoptr (ChattySyncPlan) plan = NULL;

  bench_init (&bench);
  bench_pair (&bench, "Ma\xcc\x88ra");
  /* The same letter in one piece, other line ends and blanks at the end. */
  edit_there (&bench, "r0001", CHATTY_FIELD_NAME, "M\xc3\xa4ra ");
  edit_there (&bench, "r0001", CHATTY_FIELD_INSTRUCTIONS, "I am a character.  \r\n");
  edit_there (&bench, "r0001", CHATTY_FIELD_TEMPERATURE, "");
  plan = bench_plan (&bench);
  MISS (chatty_sync_plan_get_n_steps (plan) == 0, "the same values count as changed");
  bench_clear (&bench);
  return missed;
}

static char *
check_time (void)
{
  char *missed = NULL;
  Bench bench;
  g_autoptr (ChattySyncReceipt) receipt = NULL;
  g_autoptr (ChattySyncPlan) plan = NULL;
  ChattySyncCounts counts;

  bench_init (&bench);
  bench.platform->tells_times = TRUE;
  bench_pair (&bench, "Mara");
  edit_here (&bench, "c-001", CHATTY_FIELD_VOICE, "here-first");
  edit_there (&bench, "r0001", CHATTY_FIELD_VOICE, "there-later");
  receipt = bench_sync (&bench);
  MISS (g_strcmp0 (text_here (&bench, "c-001", CHATTY_FIELD_VOICE), "there-later") == 0,
        "the newer value did not win");
  MISS (bench_history (&bench, "here-first"), "the older value is not in the history");

  /* With a clock that is an hour ahead nothing is decided by it. */
  bench.platform->skew = G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC;
  edit_there (&bench, "r0001", CHATTY_FIELD_VOICE, "there-first");
  edit_here (&bench, "c-001", CHATTY_FIELD_VOICE, "here-later");
  plan = bench_plan (&bench);
  chatty_sync_plan_get_counts (plan, &counts);
  MISS (counts.questions == 1, "a wrong clock decided a conflict");
  bench_clear (&bench);
  return missed;
}

/* A small skew is taken off. */
static char *
check_skew (void)
{
  char *missed = NULL;
  Bench bench;
  g_autoptr (ChattySyncReceipt) receipt = NULL;

  bench_init (&bench);
  bench.platform->tells_times = TRUE;
  bench.platform->skew = G_GINT64_CONSTANT (60) * G_USEC_PER_SEC;
  bench_pair (&bench, "Mara");
  edit_there (&bench, "r0001", CHATTY_FIELD_VOICE, "there-first");
  edit_here (&bench, "c-001", CHATTY_FIELD_VOICE, "here-later");
  receipt = bench_sync (&bench);
  MISS (g_strcmp0 (text_there (&bench, "r0001", CHATTY_FIELD_VOICE), "here-later") == 0,
        "the skew was not taken off");
  bench_clear (&bench);
  return missed;
}

static char *
check_keep (void)
{
  char *missed = NULL;
  Bench bench;
  g_autoptr (ChattySyncReceipt) receipt = NULL;
  g_autoptr (ChattySyncReceipt) second = NULL;
  g_autoptr (ChattySyncPlan) plan = NULL;

  bench_init (&bench);
  bench.settings.policy = CHATTY_SYNC_MINE;
  bench_pair (&bench, "Mara");
  edit_there (&bench, "r0001", CHATTY_FIELD_VOICE, "typed-there");
  edit_here (&bench, "c-001", CHATTY_FIELD_VOICE, "typed-here");
  receipt = bench_sync (&bench);
  MISS (bench_history (&bench, "typed-there"), "what was replaced there is lost");

  /* An edit there beats a deletion here. */
  edit_there (&bench, "r0001", CHATTY_FIELD_VOICE, "edited-again");
  memory_store_delete (bench.store, "c-001");
  bench_answer (&bench, "gone-here/r0001", "delete");
  second = bench_sync (&bench);
  MISS (fake_platform_find (bench.platform, "r0001") != NULL,
        "what was edited there was deleted there");
  bench_clear (&bench);
  return missed;
}

static char *
check_shown (void)
{
  char *missed = NULL;
  Bench bench;
  g_autoptr (ChattySyncPlan) plan = NULL;
  g_autoptr (ChattySyncReceipt) receipt = NULL;
  g_autoptr (ChattySyncReceipt) refused = NULL;
  g_autoptr (GError) error = NULL;

  bench_init (&bench);
  bench_pair (&bench, "Mara");
  edit_here (&bench, "c-001", CHATTY_FIELD_VOICE, "from-here");
  plan = bench_plan (&bench);
  edit_there (&bench, "r0001", CHATTY_FIELD_VOICE, "meanwhile");
  receipt = chatty_sync_run (CHATTY_SYNC_STORE (bench.store),
                             CHATTY_CHARACTER_STORE (bench.platform), plan,
                             chatty_sync_plan_get_hash (plan), CHATTY_SYNC_RUN_NONE, NULL, NULL,
                             NULL, NULL);
  MISS (g_strcmp0 (text_there (&bench, "r0001", CHATTY_FIELD_VOICE), "meanwhile") == 0,
        "something was overwritten that the plan did not show");
  MISS (chatty_sync_receipt_count (receipt, CHATTY_SYNC_MOVED) == 1, "nobody is told");
  refused = chatty_sync_run (CHATTY_SYNC_STORE (bench.store),
                             CHATTY_CHARACTER_STORE (bench.platform), plan, "another hash",
                             CHATTY_SYNC_RUN_NONE, NULL, NULL, NULL, &error);
  MISS (refused == NULL && error != NULL, "a plan was run that was not shown");
  bench_clear (&bench);
  return missed;
}

static char *
check_brakes (void)
{
  char *missed = NULL;
  Bench bench;
  g_autoptr (ChattySyncReceipt) receipt = NULL;

  bench_init (&bench);
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *name = g_strdup_printf ("Name %u", i);

      bench_pair (&bench, name);
    }
  bench.platform->cut_list = TRUE;
  receipt = bench_sync (&bench);
  MISS (chatty_sync_receipt_get_end (receipt) == CHATTY_SYNC_END_BLOCKED,
        "part of a list was taken for all of it");
  bench_clear (&bench);
  return missed;
}

static char *
check_intents (void)
{
  char *missed = NULL;
  Bench bench;
  g_autoptr (ChattyCharacter) character = make ("Mara", "I am a character.");
  g_autoptr (ChattyCharacterRecord) record = NULL;
  g_autoptr (ChattySyncReceipt) receipt = NULL;
  g_autoptr (ChattySyncReceipt) second = NULL;

  bench_init (&bench);
  bench.settings.bring_new = FALSE;
  /* The name is all that is the same: without the intent they are two. */
  record = memory_store_add (bench.store, character);
  bench.platform->lose_after = 1;
  bench.platform->squeezes = TRUE;
  receipt = bench_sync (&bench);
  edit_here (&bench, "c-001", CHATTY_FIELD_NAME, "Mara Lind");
  second = bench_sync (&bench);
  MISS (g_hash_table_size (bench.platform->characters) == 1, "it was made twice");
  bench_clear (&bench);
  return missed;
}

static char *
check_read_back (void)
{
  char *missed = NULL;
  Bench bench;
  g_autoptr (ChattySyncReceipt) receipt = NULL;
  g_autoptr (ChattySyncPlan) plan = NULL;
  const ChattySyncResult *result;

  bench_init (&bench);
  bench.platform->squeezes = bench.platform->drops = TRUE;
  bench_pair (&bench, "Mara");
  edit_here (&bench, "c-001", CHATTY_FIELD_INSTRUCTIONS, "I  like  tea.");
  edit_here (&bench, "c-001", CHATTY_FIELD_DESCRIPTION, "About me");
  receipt = bench_sync (&bench);
  result = chatty_sync_receipt_get_result (receipt, 0);
  MISS (result->dropped == (CHATTY_FIELD_FLAG (CHATTY_FIELD_INSTRUCTIONS) |
                            CHATTY_FIELD_FLAG (CHATTY_FIELD_DESCRIPTION)),
        "it is not told what the platform did not keep");
  plan = bench_plan (&bench);
  MISS (chatty_sync_plan_get_n_steps (plan) == 0,
        "what the platform did not keep comes back or is sent again");
  MISS (g_strcmp0 (text_here (&bench, "c-001", CHATTY_FIELD_INSTRUCTIONS), "I  like  tea.") == 0,
        "the platform's form replaced what was typed here");
  bench_clear (&bench);
  return missed;
}

static char *
check_loss (void)
{
  char *missed = NULL;
  Bench bench;
  g_autoptr (ChattyCharacter) plain = make ("Mara", "I am a character.");
  g_autoptr (ChattyCharacter) character = with_text (plain, CHATTY_FIELD_GREETING, "Hello!");
  g_autoptr (ChattyCharacterRecord) record = NULL;
  g_autoptr (ChattySyncPlan) plan = NULL;
  g_autoptr (ChattySyncReceipt) receipt = NULL;
  ChattySyncStep *step;
  ChattyCharacter *here;

  bench_init (&bench);
  record = memory_store_add (bench.store, character);
  plan = bench_plan (&bench);
  step = chatty_sync_plan_get_step (plan, 0);
  MISS (step->kind == CHATTY_SYNC_CREATE_THERE, "it is not put there");
  MISS (step->stays == CHATTY_FIELD_FLAG (CHATTY_FIELD_GREETING),
        "it is not told what has no place there");
  receipt = bench_sync (&bench);
  here = chatty_character_record_get_character (memory_store_find (bench.store, "c-001"));
  MISS (chatty_character_get_extra (here, "fake") != NULL,
        "what only the platform understands is not carried");
  MISS (g_strcmp0 (text_here (&bench, "c-001", CHATTY_FIELD_GREETING), "Hello!") == 0,
        "what has no place there was lost here");
  bench_clear (&bench);
  return missed;
}

static char *
check_quiet (void)
{
  char *missed = NULL;
  Bench bench;
  g_autoptr (ChattySyncReceipt) receipt = NULL;
  guint here, there;

  bench_init (&bench);
  bench_pair (&bench, "Mara");
  here = bench.store->n_writes;
  there = bench.platform->n_writes;
  receipt = bench_sync (&bench);
  MISS (bench.store->n_writes == here && bench.platform->n_writes == there,
        "a second sync wrote something");
  bench_clear (&bench);
  return missed;
}

static char *
check_undo (void)
{
  char *missed = NULL;
  Bench bench;
  g_autoptr (ChattySyncReceipt) receipt = NULL;
  g_autoptr (ChattySyncReceipt) back = NULL;
  g_autoptr (ChattySyncPlan) plan = NULL;
  g_autoptr (ChattySyncPlan) after = NULL;
  g_autoptr (GError) error = NULL;

  bench_init (&bench);
  bench_pair (&bench, "Mara");
  edit_here (&bench, "c-001", CHATTY_FIELD_NAME, "Mara Lind");
  edit_there (&bench, "r0001", CHATTY_FIELD_INSTRUCTIONS, "I am another.");
  edit_here (&bench, "c-001", CHATTY_FIELD_VOICE, "typed-here");
  edit_there (&bench, "r0001", CHATTY_FIELD_VOICE, "typed-there");
  receipt = bench_sync (&bench);
  MISS (g_strcmp0 (text_here (&bench, "c-001", CHATTY_FIELD_VOICE), "typed-there") == 0,
        "what was seen last did not win");
  plan = chatty_sync_plan_undo (CHATTY_SYNC_STORE (bench.store),
                                CHATTY_CHARACTER_STORE (bench.platform), &bench_account,
                                chatty_sync_receipt_get_run (receipt), NULL, NULL, NULL, &error);
  MISS (plan != NULL, "no plan: %s", error != NULL ? error->message : "");
  if (plan != NULL)
    back = chatty_sync_run (CHATTY_SYNC_STORE (bench.store),
                            CHATTY_CHARACTER_STORE (bench.platform), plan,
                            chatty_sync_plan_get_hash (plan), CHATTY_SYNC_RUN_NONE, NULL, NULL,
                            NULL, NULL);
  MISS (g_strcmp0 (text_here (&bench, "c-001", CHATTY_FIELD_VOICE), "typed-here") == 0,
        "the loser did not come back");
  MISS (g_strcmp0 (text_here (&bench, "c-001", CHATTY_FIELD_INSTRUCTIONS),
                   "I am a character.") == 0, "what was taken over was not taken back here");
  MISS (g_strcmp0 (text_there (&bench, "r0001", CHATTY_FIELD_NAME), "Mara") == 0,
        "what was sent was not taken back there");
  after = bench_plan (&bench);
  MISS (chatty_sync_plan_get_n_steps (after) == 0, "the next sync does it all over again");
  bench_clear (&bench);
  return missed;
}

static char *
check_pause (void)
{
  char *missed = NULL;
  Bench bench;
  g_autoptr (ChattySyncPlan) plan = NULL;
  g_autoptr (ChattySyncReceipt) receipt = NULL;

  bench_init (&bench);
  bench_pair (&bench, "Mara");
  edit_here (&bench, "c-001", CHATTY_FIELD_VOICE, "typed-here");
  plan = bench_plan (&bench);
  bench.platform->limit = 2;
  receipt = chatty_sync_run (CHATTY_SYNC_STORE (bench.store),
                             CHATTY_CHARACTER_STORE (bench.platform), plan,
                             chatty_sync_plan_get_hash (plan), CHATTY_SYNC_RUN_NONE, NULL, NULL,
                             NULL, NULL);
  MISS (chatty_sync_receipt_get_end (receipt) == CHATTY_SYNC_END_COMPLETE &&
        chatty_sync_receipt_count (receipt, CHATTY_SYNC_DONE) == 1,
        "a platform that asks for a pause ended the run");
  bench_clear (&bench);
  return missed;
}

const Check checks[] = {
  { "fields", check_fields },
  { "join", check_join },
  { "normal", check_normal },
  { "time", check_time },
  { "skew", check_skew },
  { "keep", check_keep },
  { "shown", check_shown },
  { "brakes", check_brakes },
  { "intents", check_intents },
  { "read-back", check_read_back },
  { "loss", check_loss },
  { "quiet", check_quiet },
  { "undo", check_undo },
  { "pause", check_pause },
  { NULL, NULL },
};
