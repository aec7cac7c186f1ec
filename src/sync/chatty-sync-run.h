/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-sync-plan.h"

G_BEGIN_DECLS

/**
 * ChattySyncOutcome:
 * @CHATTY_SYNC_DONE: done
 * @CHATTY_SYNC_OPEN: waits for the person's answer; what needs none was done
 * @CHATTY_SYNC_MOVED: one of the sides was changed since the plan was made:
 *   nothing was done, a new plan will say what is to be done
 * @CHATTY_SYNC_UNSURE: the answer of a create was lost and it is not known yet
 *   whether it was carried out; the next run finds out. Nothing is made twice
 * @CHATTY_SYNC_WAITING: the platform still reads the document; the next run
 *   goes on
 * @CHATTY_SYNC_NOT_DONE: it failed
 * @CHATTY_SYNC_NOT_REACHED: the run ended before it
 */
typedef enum {
  CHATTY_SYNC_DONE,
  CHATTY_SYNC_OPEN,
  CHATTY_SYNC_MOVED,
  CHATTY_SYNC_UNSURE,
  CHATTY_SYNC_WAITING,
  CHATTY_SYNC_NOT_DONE,
  CHATTY_SYNC_NOT_REACHED,
} ChattySyncOutcome;

const char *chatty_sync_outcome_to_string (ChattySyncOutcome outcome);

/**
 * ChattySyncResult:
 * @step: of the plan
 * @outcome: what came of it
 * @kept: of the fields that were sent, flags of those that the platform has as
 *   they were sent
 * @dropped: flags of those that it did not keep so; they are not sent again
 *   before they are changed
 * @remote_id: (nullable): of a character that was made there
 * @callsign: (nullable): of a character that was made here
 * @message: (nullable): why, for people
 *
 * What came of a step. Borrowed from the receipt.
 */
typedef struct {
  ChattySyncStep     *step;
  ChattySyncOutcome   outcome;
  guint               kept;
  guint               dropped;
  const char         *remote_id;
  const char         *callsign;
  const char         *message;
} ChattySyncResult;

/**
 * ChattySyncEnd:
 * @CHATTY_SYNC_END_COMPLETE: the plan was gone through to its end
 * @CHATTY_SYNC_END_OFFLINE: the network went away; run it again when it is
 *   back, it goes on where it stopped
 * @CHATTY_SYNC_END_LIMITED: the platform asks for a longer pause
 * @CHATTY_SYNC_END_REFUSED: the credential or the plan is refused
 * @CHATTY_SYNC_END_VAULT: the vault cannot be written
 * @CHATTY_SYNC_END_CANCELLED: the person stopped it
 * @CHATTY_SYNC_END_BLOCKED: a brake holds; nothing was done
 * @CHATTY_SYNC_END_MOVED: the platform moved on since the plan was shown;
 *   nothing was done
 */
typedef enum {
  CHATTY_SYNC_END_COMPLETE,
  CHATTY_SYNC_END_OFFLINE,
  CHATTY_SYNC_END_LIMITED,
  CHATTY_SYNC_END_REFUSED,
  CHATTY_SYNC_END_VAULT,
  CHATTY_SYNC_END_CANCELLED,
  CHATTY_SYNC_END_BLOCKED,
  CHATTY_SYNC_END_MOVED,
} ChattySyncEnd;

const char *chatty_sync_end_to_string (ChattySyncEnd end);

/**
 * ChattySyncReceipt:
 *
 * What a run did. Immutable, atomically counted.
 */
typedef struct _ChattySyncReceipt ChattySyncReceipt;

#define CHATTY_TYPE_SYNC_RECEIPT (chatty_sync_receipt_get_type ())
GType                   chatty_sync_receipt_get_type      (void) G_GNUC_CONST;
ChattySyncReceipt      *chatty_sync_receipt_ref           (ChattySyncReceipt *self);
void                    chatty_sync_receipt_unref         (ChattySyncReceipt *self);
/* (nullable): the run's id, for Undo; NULL where nothing was written. */
const char             *chatty_sync_receipt_get_run       (ChattySyncReceipt *self);
ChattySyncEnd           chatty_sync_receipt_get_end       (ChattySyncReceipt *self);
/* (nullable): why it ended early, and what to do, for people. */
const char             *chatty_sync_receipt_get_message   (ChattySyncReceipt *self);
/* Seconds until it is of use to go on; 0 where that is not known. */
guint                   chatty_sync_receipt_get_wait      (ChattySyncReceipt *self);
guint                   chatty_sync_receipt_get_n_results (ChattySyncReceipt *self);
const ChattySyncResult *chatty_sync_receipt_get_result    (ChattySyncReceipt *self,
                                                           guint              nth);
guint                   chatty_sync_receipt_count         (ChattySyncReceipt *self,
                                                           ChattySyncOutcome  outcome);
/* {"kind":"sync","platform","account","run","plan","end","message","counts":{…},
 * "steps":[{"id","kind","character","name","remote","outcome","message","kept",
 * "dropped","fields":[{"field","direction","why","conflict","here","there",
 * "result"}]}]} */
JsonNode               *chatty_sync_receipt_to_json       (ChattySyncReceipt *self);

/**
 * ChattySyncProgress:
 * @n_done: how many steps are over
 * @n_steps: how many there are
 * @step: (nullable): the one that begins now
 * @result: (nullable): what came of the one before
 */
typedef struct {
  guint                   n_done;
  guint                   n_steps;
  const ChattySyncStep   *step;
  const ChattySyncResult *result;
} ChattySyncProgress;

/* Called on the thread of the run. */
typedef void (*ChattySyncProgressFunc) (const ChattySyncProgress *progress,
                                        gpointer                  user_data);

/**
 * ChattySyncRunFlags:
 * @CHATTY_SYNC_RUN_CHECK_FIRST: ask for everything that the plan changes before
 *   anything is done; if a side moved on, do nothing. Without it, only the
 *   steps whose character moved on are left out
 */
typedef enum {
  CHATTY_SYNC_RUN_NONE = 0,
  CHATTY_SYNC_RUN_CHECK_FIRST = 1 << 0,
} ChattySyncRunFlags;

/* Carries out a plan whose @hash was shown. Blocking: not on the main loop, and
 * not on the connector's own pool. Fails only when it did nothing: with
 * %CHATTY_ERROR_CONFLICT if @hash is not the plan's or another program syncs
 * the account now. Everything else is in the receipt. */
ChattySyncReceipt *chatty_sync_run       (ChattySyncStore          *store,
                                          ChattyCharacterStore     *platform,
                                          ChattySyncPlan           *plan,
                                          const char               *hash,
                                          ChattySyncRunFlags        flags,
                                          ChattySyncProgressFunc    progress,
                                          gpointer                  user_data,
                                          GCancellable             *cancellable,
                                          GError                  **error);

/* Looks, plans and runs, and plans again what moved meanwhile, a few times. For
 * the command and for automatic sync: questions and brakes are left. @plan:
 * (out) (optional): the last plan. With @dry_run nothing is run, and the receipt
 * is empty. */
ChattySyncReceipt *chatty_sync_now       (ChattySyncStore          *store,
                                          ChattyCharacterStore     *platform,
                                          const ChattySyncAccount  *account,
                                          const ChattySyncSettings *settings,
                                          gboolean                  dry_run,
                                          ChattySyncPlan          **plan,
                                          ChattySyncProgressFunc    progress,
                                          gpointer                  user_data,
                                          GCancellable             *cancellable,
                                          GError                  **error);

/* The plan that takes back a run, or its @step, on both sides: what was replaced
 * comes back, unless it was changed since. What the run made there is asked
 * about. The result is a plan like any other: it is shown, and run. */
ChattySyncPlan    *chatty_sync_plan_undo (ChattySyncStore          *store,
                                          ChattyCharacterStore     *platform,
                                          const ChattySyncAccount  *account,
                                          const char               *run,
                                          const char               *step,
                                          GHashTable               *answers,
                                          GCancellable             *cancellable,
                                          GError                  **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattySyncReceipt, chatty_sync_receipt_unref)

G_END_DECLS
