/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-sync-look.h"
#include "chatty-sync-step.h"

G_BEGIN_DECLS

/**
 * ChattySyncPolicy:
 * @CHATTY_SYNC_NEWEST: the newest change of the field wins
 * @CHATTY_SYNC_ASK: nothing is written until the person chose
 * @CHATTY_SYNC_MINE: the vault wins
 * @CHATTY_SYNC_THEIRS: the platform wins
 *
 * Who wins when a field was changed on both sides. Never whether it was
 * changed; and the other value is always in the history.
 */
typedef enum {
  CHATTY_SYNC_NEWEST,
  CHATTY_SYNC_ASK,
  CHATTY_SYNC_MINE,
  CHATTY_SYNC_THEIRS,
} ChattySyncPolicy;

const char *chatty_sync_policy_to_string   (ChattySyncPolicy  policy);   /* "newest"… */
gboolean    chatty_sync_policy_from_string (const char       *name,
                                            ChattySyncPolicy *policy);

/**
 * ChattySyncBrakeKind:
 * @CHATTY_SYNC_BRAKE_LIST_FAILED: the list did not come, or is not one
 * @CHATTY_SYNC_BRAKE_LIST_PARTIAL: characters are there that the list hides
 * @CHATTY_SYNC_BRAKE_LIST_EMPTY: the list is empty, and was not before
 * @CHATTY_SYNC_BRAKE_OWNER: the key belongs to somebody else now
 * @CHATTY_SYNC_BRAKE_GONE_THERE: too many vanished on the platform at once
 * @CHATTY_SYNC_BRAKE_GONE_HERE: too many vanished in the vault at once
 * @CHATTY_SYNC_BRAKE_OVERWRITTEN_HERE: too many would be overwritten here
 * @CHATTY_SYNC_BRAKE_OVERWRITTEN_THERE: too many would be overwritten there
 */
typedef enum {
  CHATTY_SYNC_BRAKE_LIST_FAILED,
  CHATTY_SYNC_BRAKE_LIST_PARTIAL,
  CHATTY_SYNC_BRAKE_LIST_EMPTY,
  CHATTY_SYNC_BRAKE_OWNER,
  CHATTY_SYNC_BRAKE_GONE_THERE,
  CHATTY_SYNC_BRAKE_GONE_HERE,
  CHATTY_SYNC_BRAKE_OVERWRITTEN_HERE,
  CHATTY_SYNC_BRAKE_OVERWRITTEN_THERE,
} ChattySyncBrakeKind;

#define CHATTY_SYNC_N_BRAKES (CHATTY_SYNC_BRAKE_OVERWRITTEN_THERE + 1)
#define CHATTY_SYNC_BRAKE_FLAG(kind) (1u << (kind))
const char *chatty_sync_brake_kind_to_string (ChattySyncBrakeKind kind); /* "list-failed"… */

/**
 * ChattySyncBrake:
 * @kind: which one
 * @n: how many characters it is about
 * @of: of how many
 * @can_release: whether the person may say "go on all the same"
 * @message: what was found, for people
 * @remedy: how to go on, for people
 *
 * Why nothing is done. Borrowed from the plan.
 */
typedef struct {
  ChattySyncBrakeKind  kind;
  guint                n;
  guint                of;
  gboolean             can_release;
  const char          *message;
  const char          *remedy;
} ChattySyncBrake;

/**
 * ChattySyncSettings:
 * @policy: who wins a conflict
 * @bring_new: whether characters that are only there come here
 * @put_new: whether characters that are only here go there
 * @documents: whether knowledge documents follow
 * @only: (nullable): callsigns; nothing is planned for others. Brakes are
 *   reckoned over all
 * @put: (nullable): callsigns that are put there, though not linked
 * @bring: (nullable): remote ids that are brought here, though not linked
 * @pair_callsign, @pair_remote: (nullable): a character here and one there that
 *   are the same one, though not linked
 * @released: flags of brakes that the person let go
 * @answers: (nullable): question to choice, both text, as the plan's steps name
 *   them
 * @skew_limit: microseconds that the platform's clock may be wrong by
 * @max_share: what part may vanish or be overwritten at once
 * @max_gone: or so many of them
 * @max_overwritten: or so many of them
 *
 * What a plan is made by. Begin with %CHATTY_SYNC_SETTINGS_INIT.
 */
typedef struct {
  ChattySyncPolicy    policy;
  gboolean            bring_new;
  gboolean            put_new;
  gboolean            documents;
  const char *const  *only;
  const char *const  *put;
  const char *const  *bring;
  const char         *pair_callsign;
  const char         *pair_remote;
  guint               released;
  GHashTable         *answers;
  gint64              skew_limit;
  double              max_share;
  guint               max_gone;
  guint               max_overwritten;
} ChattySyncSettings;

#define CHATTY_SYNC_SETTINGS_INIT             \
  {                                           \
    .policy = CHATTY_SYNC_NEWEST,             \
    .bring_new = TRUE,                        \
    .documents = TRUE,                        \
    .skew_limit = 5 * 60 * G_USEC_PER_SEC,    \
    .max_share = 0.5,                         \
    .max_gone = 25,                           \
    .max_overwritten = 50,                    \
  }

/**
 * ChattySyncCounts:
 *
 * How many steps a plan has of each sort; @same are pairs without a step.
 */
typedef struct {
  guint create_there;
  guint create_here;
  guint update_there;   /* also those that are updated on both sides */
  guint update_here;
  guint link;
  guint agree;
  guint gone_there;
  guint delete_there;
  guint documents;
  guint conflicts;      /* fields that both sides changed, decided or not */
  guint questions;      /* that are not answered */
  guint only_here;      /* characters that are in no step, for they are not linked */
  guint only_there;
  guint failed;         /* that could not be asked for */
  guint same;
} ChattySyncCounts;

/**
 * ChattySyncPlan:
 *
 * What a sync would do: immutable, atomically counted, and the same for the
 * same look and settings. Safe from any thread.
 */
typedef struct _ChattySyncPlan ChattySyncPlan;

#define CHATTY_TYPE_SYNC_PLAN (chatty_sync_plan_get_type ())
GType                   chatty_sync_plan_get_type     (void) G_GNUC_CONST;
/* Pure: no call, no clock, no disk. */
ChattySyncPlan         *chatty_sync_plan_new          (ChattySyncLook           *look,
                                                       const ChattySyncSettings *settings);
ChattySyncPlan         *chatty_sync_plan_ref          (ChattySyncPlan           *self);
void                    chatty_sync_plan_unref        (ChattySyncPlan           *self);
ChattySyncLook         *chatty_sync_plan_get_look     (ChattySyncPlan           *self);
/* Stands for everything that the plan does: what was shown is what is run. */
const char             *chatty_sync_plan_get_hash     (ChattySyncPlan           *self);
guint                   chatty_sync_plan_get_n_steps  (ChattySyncPlan           *self);
ChattySyncStep         *chatty_sync_plan_get_step     (ChattySyncPlan           *self,
                                                       guint                     nth);
ChattySyncStep         *chatty_sync_plan_find_step    (ChattySyncPlan           *self,
                                                       const char               *id);
guint                   chatty_sync_plan_get_n_brakes (ChattySyncPlan           *self);
const ChattySyncBrake  *chatty_sync_plan_get_brake    (ChattySyncPlan           *self,
                                                       guint                     nth);
/* Whether a brake holds: then nothing of it is run. */
gboolean                chatty_sync_plan_is_blocked   (ChattySyncPlan           *self);
/* Whether there is anything to write, on either side. */
gboolean                chatty_sync_plan_is_empty     (ChattySyncPlan           *self);
void                    chatty_sync_plan_get_counts   (ChattySyncPlan           *self,
                                                       ChattySyncCounts         *counts);
/* One line for people: "2 to send, 1 to take over, 1 question". */
char                   *chatty_sync_plan_dup_summary  (ChattySyncPlan           *self);
/* {"platform","account","hash","blocked","counts":{…},"brakes":[…],"steps":[…]},
 * as the sync command prints it. */
JsonNode               *chatty_sync_plan_to_json      (ChattySyncPlan           *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattySyncPlan, chatty_sync_plan_unref)

G_END_DECLS
