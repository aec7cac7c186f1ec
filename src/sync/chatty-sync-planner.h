/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-sync-plan.h"

G_BEGIN_DECLS

/**
 * ChattySyncPlanner:
 * @look, @settings: what the plan is made of
 * @steps: (element-type ChattySyncStep): so far
 * @brakes: (element-type ChattySyncBrake): those that hold
 * @claimed: ids there that belong to somebody already, a set
 * @taken: callsigns of characters here that are not linked and belong to a
 *   step already, a set
 * @counts: so far; steps are counted at the end
 * @n_linked: pairs that took part until now
 * @n_gone_there: of these, how many vanished there
 * @n_known: how many characters there are known to have been linked
 * @n_gone_here: of these, how many vanished here
 * @n_other_owner: links that belong to somebody else
 * @n_over_here, @n_over_there: pairs of which something would be overwritten
 *
 * A plan while it is made.
 */
typedef struct {
  ChattySyncLook           *look;
  const ChattySyncSettings *settings;
  GPtrArray                *steps;
  GPtrArray                *brakes;
  GHashTable               *claimed;
  GHashTable               *taken;
  ChattySyncCounts          counts;
  guint                     n_linked;
  guint                     n_gone_there;
  guint                     n_known;
  guint                     n_gone_here;
  guint                     n_other_owner;
  guint                     n_over_here;
  guint                     n_over_there;
} ChattySyncPlanner;

void        chatty_sync_planner_init      (ChattySyncPlanner        *self,
                                           ChattySyncLook           *look,
                                           const ChattySyncSettings *settings);
void        chatty_sync_planner_clear     (ChattySyncPlanner        *self);
void        chatty_sync_planner_take      (ChattySyncPlanner        *self,
                                           ChattySyncStep           *step);
gboolean    chatty_sync_planner_wants     (ChattySyncPlanner        *self,
                                           const char               *callsign);
const char *chatty_sync_planner_answer    (ChattySyncPlanner        *self,
                                           const char               *question);

void        chatty_sync_planner_pair      (ChattySyncPlanner        *self,
                                           ChattyCharacterRecord    *record,
                                           ChattyCharacterLink      *link,
                                           const ChattySyncRemote   *remote,
                                           const char               *resumes);
ChattyCharacterRecord *
            chatty_sync_planner_find      (ChattySyncLook           *look,
                                           const char               *callsign);
GPtrArray  *chatty_sync_sorted_ids        (GHashTable               *table);

/* Each adds its steps; in this order. */
void        chatty_sync_plan_linked       (ChattySyncPlanner        *self);
void        chatty_sync_plan_begun        (ChattySyncPlanner        *self);
void        chatty_sync_plan_only_here    (ChattySyncPlanner        *self);
void        chatty_sync_plan_only_there   (ChattySyncPlanner        *self);
void        chatty_sync_plan_documents    (ChattySyncPlanner        *self,
                                           ChattyCharacterRecord    *record,
                                           ChattyCharacterLink      *link,
                                           const ChattySyncRemote   *remote);
void        chatty_sync_plan_brakes       (ChattySyncPlanner        *self);
void        chatty_sync_brake_free        (gpointer                  brake);

G_END_DECLS
