/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <stdlib.h>

#include "walk.h"

#define N_SEEDS 200
#define N_STEPS 50

/* As many of each at least, or the walk has shown nothing. */
static void
check_counts (const WalkCounts *counts)
{
  const struct {
    const char *what;
    guint       n;
    guint       least;
  } situations[] = {
    { "steps", counts->steps, 10000 },
    { "syncs", counts->syncs, 5000 },
    { "both sides edited, other fields", counts->both_other_fields, 500 },
    { "both sides edited, the same field", counts->both_same_field, 100 },
    { "edit against delete", counts->edit_against_delete, 200 },
    { "delete against delete", counts->delete_against_delete, 100 },
    { "answer lost before it was done", counts->lost_before, 50 },
    { "create whose answer was lost", counts->lost_after_create, 50 },
    { "update whose answer was lost", counts->lost_after_update, 50 },
    { "list cut", counts->cut_lists, 100 },
    { "list empty", counts->empty_lists, 100 },
    { "two of the same name", counts->same_names, 50 },
    { "killed between two steps", counts->kills, 100 },
    { "text changed by the platform", counts->changed_texts, 100 },
    { "field not kept by the platform", counts->dropped_fields, 100 },
    { "platform's clock wrong", counts->wrong_clocks, 10 },
    { "edit between plan and run", counts->edits_between, 100 },
    { "renamed", counts->renames, 300 },
    { "gone there", counts->gone_there, 100 },
    { "lost create found again", counts->adopted, 30 },
    { "conflicts", counts->conflicts, 200 },
    { "edits joined", counts->joined, 100 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (situations); i++)
    {
      g_test_message ("%-36s %6u (at least %u)", situations[i].what, situations[i].n,
                      situations[i].least);
      g_assert_cmpuint (situations[i].n, >=, situations[i].least);
    }
}

static void
test_walk (void)
{
  const char *only = g_getenv ("CHATTY_WALK_SEED");
  WalkCounts counts = { 0 };

  for (guint seed = 1; seed <= N_SEEDS; seed++)
    {
      g_autofree char *failure = NULL;

      if (only != NULL && (guint) atoi (only) != seed)
        continue;
      failure = walk_run (seed, N_STEPS, &counts);
      if (failure != NULL)
        g_error ("%s", failure);
    }
  if (only == NULL)
    check_counts (&counts);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/walk", test_walk);
  return g_test_run ();
}
