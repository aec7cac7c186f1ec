/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-sync-run.h"
#include "fake-platform.h"
#include "memory-store.h"

G_BEGIN_DECLS

/* What the engine must do, told as checks that can also be missed: each returns
 * what was found wrong, or NULL. */
typedef char *(*CheckFunc) (void);

typedef struct {
  const char *name;
  CheckFunc   func;
} Check;

extern const Check checks[];

/* One character here, on an account of its own. */
typedef struct {
  KillSwitch          kill;
  MemoryStore        *store;
  FakePlatform       *platform;
  ChattySyncSettings  settings;
  GHashTable         *answers;
} Bench;

void               bench_init    (Bench             *bench);
void               bench_clear   (Bench             *bench);
ChattySyncPlan    *bench_plan    (Bench             *bench);
ChattySyncReceipt *bench_sync    (Bench             *bench);
void               bench_answer  (Bench             *bench,
                                  const char        *question,
                                  const char        *choice);
ChattyCharacter   *make          (const char        *name,
                                  const char        *instructions);
ChattyCharacter   *with_text     (ChattyCharacter   *character,
                                  ChattyCharacterField field,
                                  const char        *text);
void               edit_here     (Bench             *bench,
                                  const char        *callsign,
                                  ChattyCharacterField field,
                                  const char        *text);
void               edit_there    (Bench             *bench,
                                  const char        *id,
                                  ChattyCharacterField field,
                                  const char        *text);
const char        *text_here     (Bench             *bench,
                                  const char        *callsign,
                                  ChattyCharacterField field);
const char        *text_there    (Bench             *bench,
                                  const char        *id,
                                  ChattyCharacterField field);
/* Puts a pair on both sides, in sync. */
void               bench_pair    (Bench             *bench,
                                  const char        *name);
gboolean           bench_history (Bench             *bench,
                                  const char        *text);

extern const ChattySyncAccount bench_account;

G_END_DECLS
