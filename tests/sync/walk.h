/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How often a walk met the situations that a sync is made for. */
typedef struct {
  guint steps;
  guint syncs;
  guint both_other_fields;
  guint both_same_field;
  guint edit_against_delete;
  guint delete_against_delete;
  guint lost_before;
  guint lost_after_create;
  guint lost_after_update;
  guint cut_lists;
  guint empty_lists;
  guint same_names;
  guint kills;
  guint changed_texts;
  guint dropped_fields;
  guint wrong_clocks;
  guint edits_between;
  guint renames;
  guint gone_there;
  guint adopted;
  guint conflicts;
  guint joined;
} WalkCounts;

/* One walk: a person edits both sides, things go wrong, and syncs follow.
 * Returns what was found wrong, or NULL. */
char *walk_run (guint       seed,
                guint       n_steps,
                WalkCounts *counts);

G_END_DECLS
