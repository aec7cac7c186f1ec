/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-sync-run.h"
#include "fake-platform.h"
#include "memory-store.h"
#include "walk.h"

G_BEGIN_DECLS

/* Both sides, and what a person has typed. */
typedef struct {
  GRand        *rand;
  KillSwitch    kill;
  MemoryStore  *store;
  FakePlatform *platform;
  GHashTable   *typed;       /* words that must be found somewhere, a set */
  GPtrArray    *put;         /* callsigns that are wanted there; strings */
  guint         n_words;
  guint         n_born;
  gint64        now;
  guint         seed;
  gboolean      meanwhile;   /* the person goes on editing while a sync runs */
  WalkCounts   *counts;
  char         *failure;
  GString      *journal;
} World;

void     world_init        (World           *world,
                            guint            seed,
                            WalkCounts      *counts);
void     world_clear       (World           *world);
void     world_fail        (World           *world,
                            const char      *format,
                            ...) G_GNUC_PRINTF (2, 3);
void     world_note        (World           *world,
                            const char      *format,
                            ...) G_GNUC_PRINTF (2, 3);
gboolean world_chance      (World           *world,
                            guint            percent);
/* Which person a character is, whatever it is called by now. */
char    *world_identity    (ChattyCharacter *character);
void     world_act         (World           *world);
void     world_edit_any    (World           *world);
void     world_check_words (World           *world);
void     world_check_twins (World           *world);
void     world_check_equal (World           *world,
                            ChattySyncPlan  *plan);
ChattyCharacterLink *
         world_link        (ChattyCharacterRecord *record);

G_END_DECLS
