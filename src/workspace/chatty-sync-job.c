/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-sync-job.h"

#include <glib/gi18n-lib.h>

#include "chatty-sync-job-private.h"

struct _ChattySyncJob {
  GObject             parent_instance;

  ChattySyncWork     *work;
  ChattySyncJobState  state;
  char               *title;
  char               *message;
  guint               n_done;
  guint               n_steps;
  ChattySyncPlan     *plan;
  ChattySyncPlan     *approved;      /* what the person ran */
  ChattySyncReceipt  *receipt;
  gboolean            plan_changed;
  gboolean            wants_run;
  GCancellable       *cancellable;
};

enum {
  PROP_0,
  PROP_KIND,
  PROP_STATE,
  PROP_TITLE,
  PROP_FRACTION,
  PROP_N_DONE,
  PROP_N_STEPS,
  PROP_N_FAILED,
  PROP_N_OPEN,
  PROP_PLAN,
  PROP_PLAN_CHANGED,
  PROP_MESSAGE,
  N_PROPS
};

enum {
  SIGNAL_WANTED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattySyncJob, chatty_sync_job, G_TYPE_OBJECT)

GType
chatty_sync_job_kind_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    {
      static const GEnumValue values[] = {
        { CHATTY_SYNC_JOB_SYNC, "CHATTY_SYNC_JOB_SYNC", "sync" },
        { CHATTY_SYNC_JOB_AUTOMATIC, "CHATTY_SYNC_JOB_AUTOMATIC", "automatic" },
        { CHATTY_SYNC_JOB_CHECK, "CHATTY_SYNC_JOB_CHECK", "check" },
        { CHATTY_SYNC_JOB_UNDO, "CHATTY_SYNC_JOB_UNDO", "undo" },
        { 0 }
      };

      g_once_init_leave (&type, g_enum_register_static ("ChattySyncJobKind", values));
    }
  return type;
}

GType
chatty_sync_job_state_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    {
      static const GEnumValue values[] = {
        { CHATTY_SYNC_JOB_QUEUED, "CHATTY_SYNC_JOB_QUEUED", "queued" },
        { CHATTY_SYNC_JOB_PLANNING, "CHATTY_SYNC_JOB_PLANNING", "planning" },
        { CHATTY_SYNC_JOB_READY, "CHATTY_SYNC_JOB_READY", "ready" },
        { CHATTY_SYNC_JOB_RUNNING, "CHATTY_SYNC_JOB_RUNNING", "running" },
        { CHATTY_SYNC_JOB_WAITING, "CHATTY_SYNC_JOB_WAITING", "waiting" },
        { CHATTY_SYNC_JOB_FINISHED, "CHATTY_SYNC_JOB_FINISHED", "finished" },
        { CHATTY_SYNC_JOB_CANCELLED, "CHATTY_SYNC_JOB_CANCELLED", "cancelled" },
        { CHATTY_SYNC_JOB_FAILED, "CHATTY_SYNC_JOB_FAILED", "failed" },
        { 0 }
      };

      g_once_init_leave (&type, g_enum_register_static ("ChattySyncJobState", values));
    }
  return type;
}

static guint
count (ChattySyncJob     *self,
       ChattySyncOutcome  outcome)
{
  return self->receipt != NULL ? chatty_sync_receipt_count (self->receipt, outcome) : 0;
}

static char *
make_title (ChattySyncWork *work)
{
  const char *title;

  if (work->account == NULL)
    return g_strdup (_("Undoing a sync"));
  title = chatty_connector_info_lookup (work->account->platform)->title;
  switch (work->kind)
    {
    case CHATTY_SYNC_JOB_CHECK:
      /* Translators: %s is a platform, such as Convai */
      return g_strdup_printf (_("Looking at %s"), title);
    case CHATTY_SYNC_JOB_UNDO:
      /* Translators: %s is a platform, such as Convai */
      return g_strdup_printf (_("Undoing a sync with %s"), title);
    case CHATTY_SYNC_JOB_SYNC:
    case CHATTY_SYNC_JOB_AUTOMATIC:
    default:
      /* Translators: %s is a platform, such as Convai */
      return g_strdup_printf (_("Syncing with %s"), title);
    }
}

/* Object ------------------------------------------------------------------------- */

static void
chatty_sync_job_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  ChattySyncJob *self = CHATTY_SYNC_JOB (object);

  switch (prop_id)
    {
    case PROP_KIND:
      g_value_set_enum (value, self->work->kind);
      break;
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_FRACTION:
      g_value_set_double (value, chatty_sync_job_get_fraction (self));
      break;
    case PROP_N_DONE:
      g_value_set_uint (value, self->n_done);
      break;
    case PROP_N_STEPS:
      g_value_set_uint (value, self->n_steps);
      break;
    case PROP_N_FAILED:
      g_value_set_uint (value, count (self, CHATTY_SYNC_NOT_DONE));
      break;
    case PROP_N_OPEN:
      g_value_set_uint (value, count (self, CHATTY_SYNC_OPEN));
      break;
    case PROP_PLAN:
      g_value_set_boxed (value, self->plan);
      break;
    case PROP_PLAN_CHANGED:
      g_value_set_boolean (value, self->plan_changed);
      break;
    case PROP_MESSAGE:
      g_value_set_string (value, self->message);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
chatty_sync_job_finalize (GObject *object)
{
  ChattySyncJob *self = CHATTY_SYNC_JOB (object);

  g_clear_pointer (&self->work, chatty_sync_work_free);
  g_clear_pointer (&self->plan, chatty_sync_plan_unref);
  g_clear_pointer (&self->approved, chatty_sync_plan_unref);
  g_clear_pointer (&self->receipt, chatty_sync_receipt_unref);
  g_clear_object (&self->cancellable);
  g_free (self->title);
  g_free (self->message);

  G_OBJECT_CLASS (chatty_sync_job_parent_class)->finalize (object);
}

static void
chatty_sync_job_class_init (ChattySyncJobClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = chatty_sync_job_get_property;
  object_class->finalize = chatty_sync_job_finalize;

  properties[PROP_KIND] = g_param_spec_enum ("kind", NULL, NULL, CHATTY_TYPE_SYNC_JOB_KIND,
                                             CHATTY_SYNC_JOB_SYNC, flags);
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, CHATTY_TYPE_SYNC_JOB_STATE,
                                              CHATTY_SYNC_JOB_QUEUED, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, 0, 1, 0, flags);
  properties[PROP_N_DONE] = g_param_spec_uint ("n-done", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_N_STEPS] = g_param_spec_uint ("n-steps", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_N_FAILED] = g_param_spec_uint ("n-failed", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_N_OPEN] = g_param_spec_uint ("n-open", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_PLAN] = g_param_spec_boxed ("plan", NULL, NULL, CHATTY_TYPE_SYNC_PLAN, flags);
  properties[PROP_PLAN_CHANGED] = g_param_spec_boolean ("plan-changed", NULL, NULL, FALSE, flags);
  properties[PROP_MESSAGE] = g_param_spec_string ("message", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_WANTED] = g_signal_new ("wanted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
chatty_sync_job_init (ChattySyncJob *self)
{
  self->cancellable = g_cancellable_new ();
}

/* For the service ------------------------------------------------------------------- */

/* @work: (transfer full) */
ChattySyncJob *
chatty_sync_job_new (ChattySyncWork *work)
{
  ChattySyncJob *self = g_object_new (CHATTY_TYPE_SYNC_JOB, NULL);

  self->work = work;
  self->title = make_title (work);
  return self;
}

ChattySyncWork *
chatty_sync_job_get_work (ChattySyncJob *self)
{
  return self->work;
}

GCancellable *
chatty_sync_job_get_cancellable (ChattySyncJob *self)
{
  return self->cancellable;
}

gboolean
chatty_sync_job_get_wants_run (ChattySyncJob *self)
{
  return self->wants_run;
}

void
chatty_sync_job_set_account (ChattySyncJob *self,
                             ChattyAccount *account)
{
  g_clear_pointer (&self->work->account, chatty_account_unref);
  self->work->account = chatty_account_ref (account);
  g_free (self->title);
  self->title = make_title (self->work);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

void
chatty_sync_job_set_state (ChattySyncJob      *self,
                           ChattySyncJobState  state,
                           const char         *message)
{
  if (g_strcmp0 (self->message, message) != 0)
    {
      g_free (self->message);
      self->message = g_strdup (message);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MESSAGE]);
    }
  if (self->state == state)
    return;
  self->state = state;
  if (state == CHATTY_SYNC_JOB_READY)
    self->wants_run = FALSE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

void
chatty_sync_job_set_progress (ChattySyncJob *self,
                              guint          n_done,
                              guint          n_steps)
{
  if (self->n_done == n_done && self->n_steps == n_steps)
    return;
  self->n_done = n_done;
  self->n_steps = n_steps;
  g_object_freeze_notify (G_OBJECT (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_DONE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_STEPS]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
  g_object_thaw_notify (G_OBJECT (self));
}

void
chatty_sync_job_take_plan (ChattySyncJob  *self,
                           ChattySyncPlan *plan,
                           gboolean        changed)
{
  g_clear_pointer (&self->plan, chatty_sync_plan_unref);
  self->plan = chatty_sync_plan_ref (plan);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PLAN]);
  if (self->plan_changed == changed)
    return;
  self->plan_changed = changed;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PLAN_CHANGED]);
}

void
chatty_sync_job_take_receipt (ChattySyncJob     *self,
                              ChattySyncReceipt *receipt)
{
  g_clear_pointer (&self->receipt, chatty_sync_receipt_unref);
  self->receipt = chatty_sync_receipt_ref (receipt);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_FAILED]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_OPEN]);
}

void
chatty_sync_job_approve (ChattySyncJob *self)
{
  g_clear_pointer (&self->approved, chatty_sync_plan_unref);
  self->approved = self->plan != NULL ? chatty_sync_plan_ref (self->plan) : NULL;
}

static gboolean
step_equal (const ChattySyncStep *a,
            const ChattySyncStep *b)
{
  g_autoptr (JsonNode) first = chatty_sync_step_to_json (a);
  g_autoptr (JsonNode) second = chatty_sync_step_to_json (b);

  return json_node_equal (first, second);
}

/* Whether every step of @plan that writes was in the plan that the person ran. */
gboolean
chatty_sync_job_is_approved (ChattySyncJob  *self,
                             ChattySyncPlan *plan)
{
  if (self->approved == NULL || chatty_sync_plan_is_blocked (plan))
    return FALSE;
  for (guint i = 0; i < chatty_sync_plan_get_n_steps (plan); i++)
    {
      ChattySyncStep *step = chatty_sync_plan_get_step (plan, i);
      ChattySyncStep *known = chatty_sync_plan_find_step (self->approved, step->id);

      if (chatty_sync_step_writes (step) && (known == NULL || !step_equal (step, known)))
        return FALSE;
    }
  return TRUE;
}

/* Public ----------------------------------------------------------------------------- */

ChattySyncJobKind
chatty_sync_job_get_kind (ChattySyncJob *self)
{
  g_return_val_if_fail (CHATTY_IS_SYNC_JOB (self), CHATTY_SYNC_JOB_SYNC);
  return self->work->kind;
}

ChattySyncJobState
chatty_sync_job_get_state (ChattySyncJob *self)
{
  g_return_val_if_fail (CHATTY_IS_SYNC_JOB (self), CHATTY_SYNC_JOB_FAILED);
  return self->state;
}

/**
 * chatty_sync_job_is_over:
 * @self: a job
 *
 * Returns: whether nothing more comes of it
 */
gboolean
chatty_sync_job_is_over (ChattySyncJob *self)
{
  g_return_val_if_fail (CHATTY_IS_SYNC_JOB (self), TRUE);
  return self->state >= CHATTY_SYNC_JOB_FINISHED;
}

ChattyAccount *
chatty_sync_job_get_account (ChattySyncJob *self)
{
  g_return_val_if_fail (CHATTY_IS_SYNC_JOB (self), NULL);
  return self->work->account;
}

const char *
chatty_sync_job_get_title (ChattySyncJob *self)
{
  g_return_val_if_fail (CHATTY_IS_SYNC_JOB (self), NULL);
  return self->title;
}

double
chatty_sync_job_get_fraction (ChattySyncJob *self)
{
  g_return_val_if_fail (CHATTY_IS_SYNC_JOB (self), 0);
  if (self->state == CHATTY_SYNC_JOB_FINISHED)
    return 1;
  return self->n_steps > 0 ? CLAMP ((double) self->n_done / self->n_steps, 0, 1) : 0;
}

const char *
chatty_sync_job_get_message (ChattySyncJob *self)
{
  g_return_val_if_fail (CHATTY_IS_SYNC_JOB (self), NULL);
  return self->message;
}

ChattySyncPlan *
chatty_sync_job_get_plan (ChattySyncJob *self)
{
  g_return_val_if_fail (CHATTY_IS_SYNC_JOB (self), NULL);
  return self->plan;
}

gboolean
chatty_sync_job_get_plan_changed (ChattySyncJob *self)
{
  g_return_val_if_fail (CHATTY_IS_SYNC_JOB (self), FALSE);
  return self->plan_changed;
}

/**
 * chatty_sync_job_answer:
 * @self: a job that is ready
 * @question: of a step or a field of the plan
 * @choice: (nullable): one of its choices, or %NULL to leave it open
 *
 * Notes the person's answer. The plan that has it is notified soon.
 */
void
chatty_sync_job_answer (ChattySyncJob *self,
                        const char    *question,
                        const char    *choice)
{
  g_return_if_fail (CHATTY_IS_SYNC_JOB (self));
  g_return_if_fail (question != NULL);

  if (self->state != CHATTY_SYNC_JOB_READY ||
      g_strcmp0 (g_hash_table_lookup (self->work->answers, question), choice) == 0)
    return;
  if (choice != NULL)
    g_hash_table_insert (self->work->answers, g_strdup (question), g_strdup (choice));
  else
    g_hash_table_remove (self->work->answers, question);
  g_signal_emit (self, signals[SIGNAL_WANTED], 0);
}

const char *
chatty_sync_job_get_answer (ChattySyncJob *self,
                            const char    *question)
{
  g_return_val_if_fail (CHATTY_IS_SYNC_JOB (self), NULL);
  return g_hash_table_lookup (self->work->answers, question);
}

/**
 * chatty_sync_job_set_policy:
 * @self: a job that is ready
 * @policy: who wins conflicts, in this job
 */
void
chatty_sync_job_set_policy (ChattySyncJob    *self,
                            ChattySyncPolicy  policy)
{
  g_return_if_fail (CHATTY_IS_SYNC_JOB (self));

  if (self->state != CHATTY_SYNC_JOB_READY || self->work->policy == policy)
    return;
  self->work->policy = policy;
  g_signal_emit (self, signals[SIGNAL_WANTED], 0);
}

ChattySyncPolicy
chatty_sync_job_get_policy (ChattySyncJob *self)
{
  g_return_val_if_fail (CHATTY_IS_SYNC_JOB (self), CHATTY_SYNC_NEWEST);
  return self->work->policy;
}

/**
 * chatty_sync_job_release:
 * @self: a job that is ready
 * @brake: one of its plan's that can be released
 *
 * The person read why the plan is held, and goes on all the same.
 */
void
chatty_sync_job_release (ChattySyncJob       *self,
                         ChattySyncBrakeKind  brake)
{
  g_return_if_fail (CHATTY_IS_SYNC_JOB (self));

  if (self->state != CHATTY_SYNC_JOB_READY)
    return;
  self->work->released |= CHATTY_SYNC_BRAKE_FLAG (brake);
  g_signal_emit (self, signals[SIGNAL_WANTED], 0);
}

/**
 * chatty_sync_job_run:
 * @self: a job that is ready
 *
 * Carries out the plan that is shown. Questions without an answer stay open.
 */
void
chatty_sync_job_run (ChattySyncJob *self)
{
  g_return_if_fail (CHATTY_IS_SYNC_JOB (self));

  if (self->state != CHATTY_SYNC_JOB_READY || chatty_sync_plan_is_blocked (self->plan))
    return;
  self->wants_run = TRUE;
  chatty_sync_job_approve (self);
  g_signal_emit (self, signals[SIGNAL_WANTED], 0);
}

/**
 * chatty_sync_job_cancel:
 * @self: a job
 *
 * Stops it, at once or after the step that is being done.
 */
void
chatty_sync_job_cancel (ChattySyncJob *self)
{
  g_return_if_fail (CHATTY_IS_SYNC_JOB (self));

  if (chatty_sync_job_is_over (self))
    return;
  g_cancellable_cancel (self->cancellable);
  /* Where no worker has it, nobody else says so. */
  if (self->state != CHATTY_SYNC_JOB_PLANNING && self->state != CHATTY_SYNC_JOB_RUNNING)
    chatty_sync_job_set_state (self, CHATTY_SYNC_JOB_CANCELLED, NULL);
}

ChattySyncReceipt *
chatty_sync_job_get_receipt (ChattySyncJob *self)
{
  g_return_val_if_fail (CHATTY_IS_SYNC_JOB (self), NULL);
  return self->receipt;
}

const char *
chatty_sync_job_get_batch_id (ChattySyncJob *self)
{
  g_return_val_if_fail (CHATTY_IS_SYNC_JOB (self), NULL);
  return self->receipt != NULL ? chatty_sync_receipt_get_run (self->receipt) : NULL;
}
