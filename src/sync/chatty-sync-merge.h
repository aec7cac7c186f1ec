/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-sync-plan.h"

G_BEGIN_DECLS

/**
 * ChattySyncFieldInput:
 * @map: where the field goes there
 * @base_here, @base_there: (nullable): what each side had when they agreed last
 * @here: what the vault has for the platform
 * @there: what the platform has
 * @time_here, @time_there: when it was changed last, or %CHATTY_TIME_NONE
 * @platform_time: whether @time_there is by the platform's clock
 * @skew: that clock minus ours, or %CHATTY_TIME_NONE
 * @skew_limit: more than that is wrong
 * @policy: who wins
 * @answer: (nullable): what the person chose, "here", "there" or "later": to
 *   leave it open, whatever the policy says
 * @resumed: a run that was cut off had begun to send it
 *
 * All that decides what becomes of one field.
 */
typedef struct {
  const ChattyFieldMap *map;
  ChattyCharacter      *base_here;
  ChattyCharacter      *base_there;
  ChattyCharacter      *here;
  ChattyCharacter      *there;
  gint64                time_here;
  gint64                time_there;
  gboolean              platform_time;
  gint64                skew;
  gint64                skew_limit;
  ChattySyncPolicy      policy;
  const char           *answer;
  gboolean              resumed;
} ChattySyncFieldInput;

/**
 * ChattySyncFieldOutcome:
 * @direction: where it goes
 * @why: why
 * @conflict: whether both sides changed it differently, and not joined
 * @result: (nullable): a character that has the field; %NULL where nothing is
 *   written
 * @here_won: whether of two changes of the same, that of the vault is kept
 * @agree: whether both sides agree on it once that is done: it is settled
 * @time_there: by our clock
 *
 * What becomes of one field.
 */
typedef struct {
  ChattySyncDirection  direction;
  ChattySyncWhy        why;
  gboolean             conflict;
  gboolean             here_won;
  ChattyCharacter     *result;
  gboolean             agree;
  gint64               time_there;
} ChattySyncFieldOutcome;

void chatty_sync_merge_field (const ChattySyncFieldInput *input,
                              ChattySyncFieldOutcome     *outcome);

G_END_DECLS
