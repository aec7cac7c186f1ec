/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <string.h>

#include "walk-world.h"

static const ChattySyncAccount account = {
  .platform = "fake",
  .title = "Fake",
  .id = "account-1",
};

/* How a person would answer who knows what is what. */
static void
answer (World                *world,
        GHashTable           *answers,
        const ChattySyncStep *step)
{
  const char *choice = NULL;

  if (step->kind == CHATTY_SYNC_SAME_NAME)
    {
      g_autofree char *here =
        world_identity (chatty_character_record_get_character (step->record));
      g_autofree char *there = world_identity (step->there);

      choice = g_str_equal (here, there) ? "link" : "apart";
    }
  else if (step->kind == CHATTY_SYNC_ADOPT)
    {
      g_autofree char *here =
        world_identity (chatty_character_record_get_character (step->record));

      choice = "new";
      for (guint i = 0; step->choices[i] != NULL; i++)
        {
          ChattyCharacter *there = fake_platform_find (world->platform, step->choices[i]);
          g_autofree char *identity = there != NULL ? world_identity (there) : g_strdup ("");

          if (g_str_equal (here, identity))
            choice = step->choices[i];
        }
    }
  else if (step->choices != NULL)
    {
      guint n = g_strv_length ((char **) step->choices);

      choice = step->choices[g_rand_int_range (world->rand, 0, (int) n)];
    }
  if (choice != NULL && step->question != NULL)
    g_hash_table_replace (answers, g_strdup (step->question), g_strdup (choice));
  for (guint i = 0; i < step->n_fields; i++)
    if (step->fields[i].question != NULL && world_chance (world, 50))
      g_hash_table_replace (answers, g_strdup (step->fields[i].question),
                            g_strdup (world_chance (world, 50) ? "here" : "there"));
}

static void
count_plan (World          *world,
            ChattySyncPlan *plan)
{
  for (guint i = 0; i < chatty_sync_plan_get_n_steps (plan); i++)
    {
      const ChattySyncStep *step = chatty_sync_plan_get_step (plan, i);

      world->counts->adopted += step->resumes != NULL && step->kind != CHATTY_SYNC_CREATE_THERE;
      world->counts->gone_there += step->kind == CHATTY_SYNC_GONE_THERE;
      for (guint j = 0; j < step->n_fields; j++)
        {
          world->counts->conflicts += step->fields[j].conflict;
          world->counts->joined += step->fields[j].why == CHATTY_SYNC_WHY_JOINED;
        }
    }
}

static ChattySyncPlan *
make_plan (World               *world,
           ChattySyncSettings  *settings,
           GError             **error)
{
  g_autoptr (ChattySyncLook) look =
    chatty_sync_look (CHATTY_SYNC_STORE (world->store), CHATTY_CHARACTER_STORE (world->platform),
                      &account, NULL, NULL, TRUE, NULL, NULL, NULL, error);
  g_autoptr (ChattySyncPlan) plan = look != NULL ? chatty_sync_plan_new (look, settings) : NULL;

  for (guint i = 0; plan != NULL && i < chatty_sync_plan_get_n_steps (plan); i++)
    answer (world, settings->answers, chatty_sync_plan_get_step (plan, i));
  return look != NULL ? chatty_sync_plan_new (look, settings) : NULL;
}

static void
note_plan (World          *world,
           ChattySyncPlan *plan)
{
  for (guint i = 0; i < chatty_sync_plan_get_n_brakes (plan); i++)
    world_note (world, "  brake %s", chatty_sync_brake_kind_to_string (
                  chatty_sync_plan_get_brake (plan, i)->kind));
  for (guint i = 0; i < chatty_sync_plan_get_n_steps (plan); i++)
    {
      const ChattySyncStep *step = chatty_sync_plan_get_step (plan, i);

      world_note (world, "  %s %s%s%s", chatty_sync_step_kind_to_string (step->kind), step->id,
                  step->choice != NULL ? " -> " : "", step->choice != NULL ? step->choice : "");
      for (guint j = 0; j < step->n_fields; j++)
        world_note (world, "    %s %s %s: %s | %s | %s",
                    chatty_character_field_to_string (step->fields[j].field),
                    chatty_sync_direction_to_string (step->fields[j].direction),
                    chatty_sync_why_to_string (step->fields[j].why), step->fields[j].base,
                    step->fields[j].here, step->fields[j].there);
    }
}

/* Before a step, and not in the moment between its own look and its write: no
 * platform here has a call that writes only if nothing was changed since. */
static void
edit_meanwhile_cb (const ChattySyncProgress *progress,
                   gpointer                  user_data)
{
  World *world = user_data;

  if (!world->meanwhile || world->kill.dead || progress->step == NULL)
    return;
  world->counts->edits_between++;
  world_edit_any (world);
}

/* One sync, which may go wrong. Returns the receipt, or NULL if even the look
 * failed. */
static ChattySyncReceipt *
sync_once (World     *world,
           gboolean   clean,
           gboolean  *blocked)
{
  g_autoptr (GHashTable) answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GPtrArray) put = g_ptr_array_new ();
  g_autoptr (ChattySyncPlan) plan = NULL;
  g_autoptr (GError) error = NULL;
  ChattySyncSettings settings = CHATTY_SYNC_SETTINGS_INIT;
  ChattySyncReceipt *receipt;

  for (guint i = 0; i < world->put->len; i++)
    g_ptr_array_add (put, g_ptr_array_index (world->put, i));
  g_ptr_array_add (put, NULL);
  settings.put = (const char *const *) put->pdata;
  settings.policy = (ChattySyncPolicy) g_rand_int_range (world->rand, 0, 4);
  settings.answers = answers;
  if (clean)
    settings.released = CHATTY_SYNC_BRAKE_FLAG (CHATTY_SYNC_BRAKE_LIST_EMPTY) |
                        CHATTY_SYNC_BRAKE_FLAG (CHATTY_SYNC_BRAKE_GONE_THERE) |
                        CHATTY_SYNC_BRAKE_FLAG (CHATTY_SYNC_BRAKE_GONE_HERE);
  world->counts->syncs++;
  plan = make_plan (world, &settings, &error);
  if (plan == NULL)
    return NULL;
  note_plan (world, plan);
  count_plan (world, plan);
  *blocked = chatty_sync_plan_is_blocked (plan);
  if (!clean && world_chance (world, 30))
    {
      world->counts->edits_between++;
      world_edit_any (world);
    }
  receipt = chatty_sync_run (CHATTY_SYNC_STORE (world->store),
                             CHATTY_CHARACTER_STORE (world->platform), plan,
                             chatty_sync_plan_get_hash (plan), CHATTY_SYNC_RUN_NONE,
                             edit_meanwhile_cb, world, NULL, &error);
  for (guint i = 0; receipt != NULL && i < chatty_sync_receipt_get_n_results (receipt); i++)
    {
      const ChattySyncResult *result = chatty_sync_receipt_get_result (receipt, i);

      world->counts->changed_texts +=
        (result->dropped & CHATTY_FIELD_FLAG (CHATTY_FIELD_INSTRUCTIONS)) != 0;
      world->counts->dropped_fields +=
        (result->dropped & CHATTY_FIELD_FLAG (CHATTY_FIELD_DESCRIPTION)) != 0;
      world_note (world, "  = %s %s %s", result->step->id,
                  chatty_sync_outcome_to_string (result->outcome),
                  result->message != NULL ? result->message : "");
    }
  return receipt;
}

/* A list that hides just the character whose create lost its answer cannot be
 * told from one of before: no client can. So lists are whole until it is found. */
static gboolean
is_making (World *world)
{
  const char *state = g_hash_table_lookup (world->store->states, "sync-account-1.json");

  return state != NULL && strstr (state, "\"kind\":\"create\"") != NULL;
}

static void
sync_badly (World *world)
{
  FakePlatform *platform = world->platform;
  guint n_before = g_hash_table_size (platform->characters);
  guint writes_before = platform->n_writes;
  gboolean blocked = FALSE;
  int what = g_rand_int_range (world->rand, 0, 8);
  g_autoptr (ChattySyncReceipt) receipt = NULL;

  world_note (world, "sync, with trouble %d", what);
  switch (what)
    {
    case 0: platform->lose_before = 1; break;
    case 1: case 2: platform->lose_after = (guint) g_rand_int_range (world->rand, 1, 3); break;
    case 3: platform->cut_list = !is_making (world); break;
    case 4: platform->empty_list = !is_making (world); break;
    case 5: platform->page = TRUE; break;
    case 6: world->meanwhile = TRUE; break;
    default: world->kill.left = g_rand_int_range (world->rand, 1, 30); break;
    }
  receipt = sync_once (world, FALSE, &blocked);
  if (what == 0)
    world->counts->lost_before += platform->lose_before == 0;
  if (what == 1 || what == 2)
    {
      if (platform->lose_after == 0)
        *(g_hash_table_size (platform->characters) > n_before
          ? &world->counts->lost_after_create : &world->counts->lost_after_update) += 1;
    }
  world->counts->cut_lists += platform->cut_list && n_before > 1;
  world->counts->empty_lists += platform->empty_list && n_before > 0;
  world->counts->kills += world->kill.dead;
  if (what == 5 && platform->n_writes != writes_before)
    world_fail (world, "something was written after an error page");
  if ((what == 4 || what == 5) && g_hash_table_size (platform->characters) < n_before)
    world_fail (world, "the platform has lost characters");
  platform->lose_before = platform->lose_after = 0;
  platform->cut_list = platform->empty_list = platform->page = FALSE;
  world->meanwhile = FALSE;
  world->kill.left = -1;
  world->kill.dead = FALSE;
  world_check_words (world);
}

static void
count_links (World *world,
             guint *n_active)
{
  GHashTableIter iter;
  gpointer value;

  *n_active = 0;
  g_hash_table_iter_init (&iter, world->store->records);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      ChattyCharacterLink *link = world_link (value);

      *n_active += link != NULL && fake_platform_find (world->platform, link->remote_id) != NULL;
    }
}

/* A list that lacks something never counts as a deletion. */
static void
check_nothing_unlinked (World *world,
                        guint  before)
{
  guint after;

  count_links (world, &after);
  if (after < before)
    world_fail (world, "%u links became %u by a list that was cut", before, after);
}

static void
sync_well (World *world)
{
  g_autoptr (ChattySyncReceipt) receipt = NULL;
  g_autoptr (ChattySyncPlan) plan = NULL;
  g_autoptr (GHashTable) answers = NULL;
  g_autoptr (GError) error = NULL;
  ChattySyncSettings settings = CHATTY_SYNC_SETTINGS_INIT;
  gboolean blocked = FALSE;
  guint writes_there, writes_here;

  world_note (world, "sync");
  /* What was begun may need a look more, and what was answered another step. */
  for (guint round = 0; round < 6; round++)
    {
      g_clear_pointer (&receipt, chatty_sync_receipt_unref);
      writes_there = world->platform->n_writes;
      writes_here = world->store->n_writes;
      receipt = sync_once (world, TRUE, &blocked);
      if (receipt == NULL || (!blocked && chatty_sync_receipt_get_end (receipt) !=
                              CHATTY_SYNC_END_COMPLETE))
        {
          world_fail (world, "a sync without trouble failed: %s",
                      receipt != NULL && chatty_sync_receipt_get_message (receipt) != NULL
                      ? chatty_sync_receipt_get_message (receipt) : "");
          return;
        }
      if (writes_there == world->platform->n_writes && writes_here == world->store->n_writes)
        break;
      if (round == 5)
        world_fail (world, "both sides play ping-pong");
    }

  answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  settings.answers = answers;
  settings.policy = CHATTY_SYNC_ASK;
  {
    g_autoptr (ChattySyncLook) look =
      chatty_sync_look (CHATTY_SYNC_STORE (world->store), CHATTY_CHARACTER_STORE (world->platform),
                        &account, NULL, NULL, TRUE, NULL, NULL, NULL, &error);

    if (look == NULL)
      {
        world_fail (world, "no look: %s", error->message);
        return;
      }
    plan = chatty_sync_plan_new (look, &settings);
  }
  world_check_equal (world, plan);
  world_check_words (world);
  world_check_twins (world);
}

char *
walk_run (guint       seed,
          guint       n_steps,
          WalkCounts *counts)
{
  World world;
  char *failure;

  world_init (&world, seed, counts);
  for (guint i = 0; i < n_steps && world.failure == NULL; i++)
    {
      guint before, n_cut = counts->cut_lists + counts->empty_lists;

      world_act (&world);
      if (world_chance (&world, 20))
        {
          count_links (&world, &before);
          sync_badly (&world);
          if (counts->cut_lists + counts->empty_lists > n_cut)
            check_nothing_unlinked (&world, before);
        }
      else if (world_chance (&world, 25))
        sync_well (&world);
    }
  if (world.failure == NULL)
    sync_well (&world);
  failure = g_steal_pointer (&world.failure);
  world_clear (&world);
  return failure;
}
