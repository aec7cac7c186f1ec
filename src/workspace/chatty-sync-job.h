/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

#include "chatty-account.h"
#include "chatty-sync-run.h"

G_BEGIN_DECLS

/**
 * ChattySyncJobKind:
 * @CHATTY_SYNC_JOB_SYNC: a plan that is shown, and its run
 * @CHATTY_SYNC_JOB_AUTOMATIC: the same without being shown; questions and
 *   brakes wait for the person
 * @CHATTY_SYNC_JOB_CHECK: a quiet look at what was changed there; writes
 *   nothing but what was seen
 * @CHATTY_SYNC_JOB_UNDO: takes a run, or one step of it, back on both sides
 */
typedef enum {
  CHATTY_SYNC_JOB_SYNC,
  CHATTY_SYNC_JOB_AUTOMATIC,
  CHATTY_SYNC_JOB_CHECK,
  CHATTY_SYNC_JOB_UNDO,
} ChattySyncJobKind;

/**
 * ChattySyncJobState:
 * @CHATTY_SYNC_JOB_QUEUED: another job of the account comes first
 * @CHATTY_SYNC_JOB_PLANNING: lists and compares; nothing is written
 * @CHATTY_SYNC_JOB_READY: the plan is there; waits for chatty_sync_job_run()
 * @CHATTY_SYNC_JOB_RUNNING: carries the plan out
 * @CHATTY_SYNC_JOB_WAITING: waits for the network, or as long as the platform
 *   asked for, and goes on by itself; "message" says for what
 * @CHATTY_SYNC_JOB_FINISHED: over; "n-failed" parts failed, see the receipt
 * @CHATTY_SYNC_JOB_CANCELLED: the person stopped it; what was done stays
 * @CHATTY_SYNC_JOB_FAILED: could not go on; "message" says why and what to do
 */
typedef enum {
  CHATTY_SYNC_JOB_QUEUED,
  CHATTY_SYNC_JOB_PLANNING,
  CHATTY_SYNC_JOB_READY,
  CHATTY_SYNC_JOB_RUNNING,
  CHATTY_SYNC_JOB_WAITING,
  CHATTY_SYNC_JOB_FINISHED,
  CHATTY_SYNC_JOB_CANCELLED,
  CHATTY_SYNC_JOB_FAILED,
} ChattySyncJobState;

#define CHATTY_TYPE_SYNC_JOB_KIND (chatty_sync_job_kind_get_type ())
GType chatty_sync_job_kind_get_type (void) G_GNUC_CONST;
#define CHATTY_TYPE_SYNC_JOB_STATE (chatty_sync_job_state_get_type ())
GType chatty_sync_job_state_get_type (void) G_GNUC_CONST;

/**
 * ChattySyncJob: (object) something that an account's queue does.
 *
 * Properties (read only): "kind", "state", "title" (for people: "Syncing with
 * Convai"), "fraction" (0 to 1; notified at most 30 times a second), "n-done",
 * "n-steps", "n-failed" (of the end), "n-open" (of the end: questions that
 * nobody answered), "plan" (#ChattySyncPlan, nullable: another one after each
 * answer), "plan-changed" (boolean: one of the sides moved on since the plan
 * was shown; "plan" is a new one, and nothing was done), "message" (nullable).
 * Lives on the main loop.
 */
#define CHATTY_TYPE_SYNC_JOB (chatty_sync_job_get_type ())
G_DECLARE_FINAL_TYPE (ChattySyncJob, chatty_sync_job, CHATTY, SYNC_JOB, GObject)

ChattySyncJobKind   chatty_sync_job_get_kind     (ChattySyncJob       *self);
ChattySyncJobState  chatty_sync_job_get_state    (ChattySyncJob       *self);
gboolean            chatty_sync_job_is_over      (ChattySyncJob       *self);
/* (nullable): of an undo, before its run was looked up. */
ChattyAccount      *chatty_sync_job_get_account  (ChattySyncJob       *self);
const char         *chatty_sync_job_get_title    (ChattySyncJob       *self);
double              chatty_sync_job_get_fraction (ChattySyncJob       *self);
const char         *chatty_sync_job_get_message  (ChattySyncJob       *self);
/* (nullable): from %CHATTY_SYNC_JOB_READY on; borrowed until "plan" is notified. */
ChattySyncPlan     *chatty_sync_job_get_plan     (ChattySyncJob       *self);
gboolean            chatty_sync_job_get_plan_changed (ChattySyncJob   *self);

/* While it is ready. Each makes the plan anew, from what was seen already, and
 * notifies "plan" soon after. */
/* The person's answer to a question of the plan; @choice as the plan names it,
 * %NULL to leave it open. */
void                chatty_sync_job_answer       (ChattySyncJob       *self,
                                                  const char          *question,
                                                  const char          *choice);
const char         *chatty_sync_job_get_answer   (ChattySyncJob       *self,
                                                  const char          *question);
void                chatty_sync_job_set_policy   (ChattySyncJob       *self,
                                                  ChattySyncPolicy     policy);
ChattySyncPolicy    chatty_sync_job_get_policy   (ChattySyncJob       *self);
/* "Go on all the same", for a brake whose can_release is set. */
void                chatty_sync_job_release      (ChattySyncJob       *self,
                                                  ChattySyncBrakeKind  brake);

/* Carries out the plan that was shown: if a side moved on since, nothing is
 * done, "plan-changed" is notified and the job is ready again. */
void                chatty_sync_job_run          (ChattySyncJob       *self);
/* Also of one that was never run: drops it. What was done stays. */
void                chatty_sync_job_cancel       (ChattySyncJob       *self);

/* After the end. */
ChattySyncReceipt  *chatty_sync_job_get_receipt  (ChattySyncJob       *self); /* nullable */
/* (nullable): the run, for the activity page and Undo; %NULL where nothing was
 * written. */
const char         *chatty_sync_job_get_batch_id (ChattySyncJob       *self);

G_END_DECLS
