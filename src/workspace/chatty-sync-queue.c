/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Over 600 lines: one machine of states, whose parts are of no use apart. */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-sync-queue.h"

#include "chatty-error.h"
#include "chatty-sync-job-private.h"
#include "chatty-workspace-call.h"

#define RETRY_SECONDS 60u
#define MAX_RETRY_SECONDS (15u * 60)

/* What is done with a job next. */
typedef enum {
  ACTION_FIND,    /* whose run it was */
  ACTION_PLAN,
  ACTION_RUN,
  ACTION_RESUME,  /* plan, and go on with what was approved */
  ACTION_NOW,
  ACTION_CHECK,
} Action;

typedef struct {
  ChattySyncQueue *queue;         /* borrowed: it owns the entry */
  ChattySyncJob   *job;
  gboolean         held;          /* whether the job is ours; else it is its reader's */
  Action           action;
  gboolean         busy;          /* a worker has it */
  gboolean         replanning;    /* a worker makes its plan anew */
  gboolean         replan_again;
  gboolean         offline;       /* waits for the network, not for the platform */
  guint            n_retries;
  guint            retry_id;
} Entry;

struct _ChattySyncQueue {
  GObject          parent_instance;

  ChattyWorkspace *workspace;
  GListStore      *jobs;          /* those that a person is shown */
  GHashTable      *entries;       /* job to Entry */
  GPtrArray       *turns;         /* of Entry, oldest first: those that want a worker */
};

enum {
  SIGNAL_DRIFTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattySyncQueue, chatty_sync_queue, G_TYPE_OBJECT)

static void take_up (ChattySyncQueue *self);

/* On a worker ------------------------------------------------------------------------ */

/* What a worker brings back. */
typedef struct {
  ChattySyncPlan    *plan;
  ChattySyncReceipt *receipt;
  ChattySyncLook    *look;
  ChattyAccount     *account;
  guint              n_drifted;
} Answer;

static void
answer_free (gpointer data)
{
  Answer *self = data;

  g_clear_pointer (&self->plan, chatty_sync_plan_unref);
  g_clear_pointer (&self->receipt, chatty_sync_receipt_unref);
  g_clear_pointer (&self->look, chatty_sync_look_unref);
  g_clear_pointer (&self->account, chatty_account_unref);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, answer_free)

/* What a worker is given. */
typedef struct {
  ChattySyncWork *work;
  ChattySyncPlan *plan;
  Action          action;
} Order;

static void
order_free (gpointer data)
{
  Order *self = data;

  chatty_sync_work_free (self->work);
  g_clear_pointer (&self->plan, chatty_sync_plan_unref);
  g_free (self);
}

static gpointer
do_order (gpointer       workspace,
          ChattyCall    *call,
          GCancellable  *cancellable,
          GError       **error)
{
  g_autoptr (ChattyVault) vault = chatty_workspace_dup_vault (workspace);
  Order *order = call->value;
  ChattySyncWork *work = order->work;
  g_autoptr (Answer) answer = g_new0 (Answer, 1);
  gboolean ok = FALSE;

  switch (order->action)
    {
    case ACTION_PLAN:
    case ACTION_RESUME:
      answer->plan = chatty_sync_work_plan (work, vault, chatty_call_progress, call, cancellable,
                                            error);
      answer->look = work->look != NULL ? chatty_sync_look_ref (work->look) : NULL;
      ok = answer->plan != NULL;
      break;
    case ACTION_RUN:
      answer->receipt = chatty_sync_work_run (work, vault, order->plan, chatty_call_progress,
                                              call, cancellable, error);
      ok = answer->receipt != NULL;
      break;
    case ACTION_NOW:
      answer->receipt = chatty_sync_work_now (work, vault, FALSE, &answer->plan,
                                              chatty_call_progress, call, cancellable, error);
      ok = answer->receipt != NULL;
      break;
    case ACTION_FIND:
      answer->account = chatty_sync_work_find_account (work->accounts, vault, work->run, error);
      ok = answer->account != NULL;
      break;
    case ACTION_CHECK:
      ok = chatty_sync_work_check (work, vault, &answer->n_drifted, cancellable, error);
      break;
    default:
      g_assert_not_reached ();
    }
  return ok ? g_steal_pointer (&answer) : NULL;
}

/* Who waits for an answer. */
typedef struct {
  ChattySyncQueue *queue;
  ChattySyncJob   *job;
} Waiting;

static Waiting *
waiting_new (Entry *entry)
{
  Waiting *self = g_new0 (Waiting, 1);

  self->queue = g_object_ref (entry->queue);
  self->job = g_object_ref (entry->job);
  return self;
}

static void
waiting_free (gpointer data)
{
  Waiting *self = data;

  g_object_unref (self->job);
  g_object_unref (self->queue);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Waiting, waiting_free)

static void
start_order (Entry                 *entry,
             Action                 action,
             GFileProgressCallback  progress,
             GAsyncReadyCallback    callback)
{
  ChattyCall *call = chatty_call_new (do_order, answer_free);
  Order *order = g_new0 (Order, 1);
  ChattySyncPlan *plan = chatty_sync_job_get_plan (entry->job);

  order->work = chatty_sync_work_copy (chatty_sync_job_get_work (entry->job));
  order->plan = plan != NULL ? chatty_sync_plan_ref (plan) : NULL;
  order->action = action;
  call->value = order;
  call->free_value = order_free;
  call->progress = progress;
  call->progress_data = entry->job;
  chatty_workspace_start (entry->queue->workspace, call, CHATTY_POOL_SYNC, start_order,
                          chatty_sync_job_get_cancellable (entry->job), callback,
                          waiting_new (entry));
}

/* The life of a job -------------------------------------------------------------------- */

static void
job_gone_cb (gpointer  data,
             GObject  *job)
{
  Entry *entry = data;
  ChattySyncQueue *self = entry->queue;

  entry->job = NULL;
  g_ptr_array_remove (self->turns, entry);
  g_hash_table_remove (self->entries, job);
}

static void
hold (Entry *entry)
{
  if (entry->held)
    return;
  entry->held = TRUE;
  g_object_weak_unref (G_OBJECT (entry->job), job_gone_cb, entry);
  g_object_ref (entry->job);
}

/* A plan that nobody reads any more goes with its last reader, and does not
 * keep the account occupied. */
static void
let_go (Entry *entry)
{
  if (!entry->held)
    return;
  entry->held = FALSE;
  g_object_weak_ref (G_OBJECT (entry->job), job_gone_cb, entry);
  g_object_unref (entry->job);
}

static void
entry_free (gpointer data)
{
  Entry *self = data;

  g_clear_handle_id (&self->retry_id, g_source_remove);
  if (self->held)
    g_object_unref (self->job);
  else if (self->job != NULL)
    g_object_weak_unref (G_OBJECT (self->job), job_gone_cb, self);
  g_free (self);
}

static gboolean
is_shown (ChattySyncJob *job)
{
  switch (chatty_sync_job_get_state (job))
    {
    case CHATTY_SYNC_JOB_QUEUED:
    case CHATTY_SYNC_JOB_PLANNING:
    case CHATTY_SYNC_JOB_RUNNING:
    case CHATTY_SYNC_JOB_WAITING:
      return chatty_sync_job_get_kind (job) != CHATTY_SYNC_JOB_CHECK;
    case CHATTY_SYNC_JOB_READY:
    case CHATTY_SYNC_JOB_FINISHED:
    case CHATTY_SYNC_JOB_CANCELLED:
    case CHATTY_SYNC_JOB_FAILED:
    default:
      return FALSE;
    }
}

static void
drop (Entry *entry)
{
  ChattySyncQueue *self = entry->queue;

  g_ptr_array_remove (self->turns, entry);
  g_hash_table_remove (self->entries, entry->job);
}

static void
state_cb (ChattySyncQueue *self,
          GParamSpec      *pspec,
          ChattySyncJob   *job)
{
  Entry *entry = g_hash_table_lookup (self->entries, job);
  guint position;
  gboolean listed = g_list_store_find (self->jobs, job, &position);
  gboolean shown = is_shown (job);

  if (shown && !listed)
    g_list_store_append (self->jobs, job);
  else if (!shown && listed)
    g_list_store_remove (self->jobs, position);

  /* Stopped while no worker had it. */
  if (entry != NULL && !entry->busy && chatty_sync_job_is_over (job))
    {
      drop (entry);
      take_up (self);
    }
}

/* Whoever hears of a new state may stop the job at once, and with that goes its
 * entry: nothing here touches an entry after it told a state. */
static void
enqueue (Entry  *entry,
         Action  action)
{
  ChattySyncQueue *self = entry->queue;

  entry->action = action;
  hold (entry);
  g_clear_handle_id (&entry->retry_id, g_source_remove);
  if (!g_ptr_array_find (self->turns, entry, NULL))
    g_ptr_array_add (self->turns, entry);
  chatty_sync_job_set_state (entry->job, CHATTY_SYNC_JOB_QUEUED, NULL);
  take_up (self);
}

/* Takes the job off its account's queue, so that the next one has its turn. */
static void
leave_queue (Entry *entry)
{
  g_ptr_array_remove (entry->queue->turns, entry);
}

static gboolean
retry_cb (gpointer user_data)
{
  Entry *entry = user_data;
  ChattySyncJob *job = entry->job;

  entry->retry_id = 0;
  enqueue (entry, chatty_sync_job_get_kind (job) == CHATTY_SYNC_JOB_AUTOMATIC ? ACTION_NOW
                                                                             : ACTION_RESUME);
  return G_SOURCE_REMOVE;
}

/* @seconds 0: nobody knows for how long. */
static void
wait_and_go_on (Entry      *entry,
                guint       seconds,
                const char *message)
{
  guint pause = seconds > 0 ? seconds
                            : MIN (RETRY_SECONDS << MIN (entry->n_retries, 8u),
                                   MAX_RETRY_SECONDS);
  ChattySyncQueue *self = entry->queue;

  entry->n_retries++;
  entry->offline = seconds == 0;
  entry->retry_id = g_timeout_add_seconds (pause, retry_cb, entry);
  leave_queue (entry);
  chatty_sync_job_set_state (entry->job, CHATTY_SYNC_JOB_WAITING, message);
  take_up (self);
}

static void
end (Entry              *entry,
     ChattySyncJobState  state,
     const char         *message)
{
  g_autoptr (ChattySyncQueue) self = g_object_ref (entry->queue);
  g_autoptr (ChattySyncJob) job = g_object_ref (entry->job);

  drop (entry);
  chatty_sync_job_set_state (job, state, message);
  take_up (self);
}

static void
fail (Entry        *entry,
      const GError *error)
{
  if (chatty_error_is_cancelled (error))
    end (entry, CHATTY_SYNC_JOB_CANCELLED, NULL);
  else if (g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_OFFLINE) &&
           (entry->action == ACTION_NOW || entry->action == ACTION_RESUME))
    wait_and_go_on (entry, chatty_error_get_wait (error), error->message);
  else
    end (entry, CHATTY_SYNC_JOB_FAILED, error->message);
}

/* Answers ------------------------------------------------------------------------------- */

static void
take_look (Entry          *entry,
           ChattySyncLook *look)
{
  ChattySyncWork *work = chatty_sync_job_get_work (entry->job);

  g_clear_pointer (&work->look, chatty_sync_look_unref);
  work->look = look != NULL ? chatty_sync_look_ref (look) : NULL;
}

static void
be_ready (Entry          *entry,
          ChattySyncPlan *plan,
          gboolean        changed)
{
  ChattySyncQueue *self = entry->queue;
  g_autoptr (ChattySyncJob) job = g_object_ref (entry->job);

  leave_queue (entry);
  let_go (entry);
  chatty_sync_job_take_plan (job, plan, changed);
  chatty_sync_job_set_state (job, CHATTY_SYNC_JOB_READY, NULL);
  take_up (self);
}

/* The sides are not what they were: what was seen counts no more. */
static void
plan_anew (Entry *entry)
{
  take_look (entry, NULL);
  enqueue (entry, ACTION_RESUME);
}

static void
take_receipt (Entry             *entry,
              ChattySyncReceipt *receipt)
{
  const char *message = chatty_sync_receipt_get_message (receipt);

  chatty_sync_job_take_receipt (entry->job, receipt);
  switch (chatty_sync_receipt_get_end (receipt))
    {
    case CHATTY_SYNC_END_COMPLETE:
      end (entry, CHATTY_SYNC_JOB_FINISHED, message);
      break;
    case CHATTY_SYNC_END_OFFLINE:
    case CHATTY_SYNC_END_LIMITED:
      take_look (entry, NULL);
      wait_and_go_on (entry, chatty_sync_receipt_get_wait (receipt), message);
      break;
    case CHATTY_SYNC_END_MOVED:
      /* Nobody looks at the plan of an automatic sync: the next one goes on. */
      if (chatty_sync_job_get_kind (entry->job) == CHATTY_SYNC_JOB_AUTOMATIC)
        end (entry, CHATTY_SYNC_JOB_FINISHED, message);
      else
        plan_anew (entry);
      break;
    case CHATTY_SYNC_END_CANCELLED:
      end (entry, CHATTY_SYNC_JOB_CANCELLED, message);
      break;
    case CHATTY_SYNC_END_REFUSED:
    case CHATTY_SYNC_END_VAULT:
    case CHATTY_SYNC_END_BLOCKED:
    default:
      end (entry, CHATTY_SYNC_JOB_FAILED, message);
      break;
    }
}

/* A plan that makes a character there has nowhere to put its documents yet:
 * they follow by themselves. */
static void
follow_documents (ChattySyncQueue   *self,
                  ChattySyncWork    *work,
                  ChattySyncReceipt *receipt)
{
  const char *callsign = NULL;
  ChattySyncWork *next;
  guint n_made = 0;

  for (guint i = 0; i < chatty_sync_receipt_get_n_results (receipt); i++)
    {
      const ChattySyncResult *result = chatty_sync_receipt_get_result (receipt, i);

      if (result->step->kind != CHATTY_SYNC_CREATE_THERE || result->outcome != CHATTY_SYNC_DONE ||
          chatty_character_record_get_n_documents (result->step->record) == 0)
        continue;
      callsign = result->step->callsign;
      n_made++;
    }
  if (n_made == 0)
    return;
  next = chatty_sync_work_new (CHATTY_SYNC_JOB_AUTOMATIC, work->accounts, work->account);
  if (n_made == 1)
    next->callsign = g_strdup (callsign);
  g_object_unref (chatty_sync_queue_add (self, next));
}

static void
answered_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (Waiting) waiting = user_data;
  ChattySyncJob *job = waiting->job;
  g_autoptr (GError) error = NULL;
  g_autoptr (Answer) answer = chatty_call_finish (object, result, start_order, &error);
  Entry *entry = g_hash_table_lookup (waiting->queue->entries, job);
  Action action;

  if (entry == NULL)
    return;
  entry->busy = FALSE;
  action = entry->action;
  chatty_workspace_release (entry->queue->workspace);
  if (answer == NULL)
    {
      fail (entry, error);
      return;
    }
  entry->n_retries = 0;
  if (answer->receipt == NULL &&
      g_cancellable_is_cancelled (chatty_sync_job_get_cancellable (job)))
    {
      end (entry, CHATTY_SYNC_JOB_CANCELLED, NULL);
      return;
    }
  switch (action)
    {
    case ACTION_PLAN:
      take_look (entry, answer->look);
      be_ready (entry, answer->plan, FALSE);
      break;
    case ACTION_RESUME:
      take_look (entry, answer->look);
      if (chatty_sync_job_is_approved (job, answer->plan))
        {
          chatty_sync_job_take_plan (job, answer->plan, FALSE);
          enqueue (entry, ACTION_RUN);
        }
      else
        be_ready (entry, answer->plan, TRUE);
      break;
    case ACTION_RUN:
    case ACTION_NOW:
      if (answer->plan != NULL)
        chatty_sync_job_take_plan (job, answer->plan, FALSE);
      take_receipt (entry, answer->receipt);
      if (chatty_sync_receipt_get_end (answer->receipt) == CHATTY_SYNC_END_COMPLETE)
        follow_documents (waiting->queue, chatty_sync_job_get_work (job), answer->receipt);
      break;
    case ACTION_FIND:
      chatty_sync_job_set_account (job, answer->account);
      enqueue (entry, ACTION_PLAN);
      break;
    case ACTION_CHECK:
      end (entry, CHATTY_SYNC_JOB_FINISHED, NULL);
      if (answer->n_drifted > 0)
        g_signal_emit (waiting->queue, signals[SIGNAL_DRIFTED], 0,
                       chatty_sync_job_get_account (job)->id, answer->n_drifted);
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
progress_cb (goffset  current,
             goffset  total,
             gpointer job)
{
  chatty_sync_job_set_progress (job, (guint) current, (guint) total);
}

/* Gives to the workers what is at the head of its account's queue. */
static void
take_up (ChattySyncQueue *self)
{
  g_autoptr (GHashTable) taken = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->turns->len; i++)
    {
      Entry *entry = self->turns->pdata[i];
      ChattyAccount *account = chatty_sync_job_get_account (entry->job);

      /* Where the account is not known yet, it is looked up. */
      if (!g_hash_table_add (taken, (gpointer) (account != NULL ? account->id : "")) ||
          entry->busy)
        continue;
      entry->busy = TRUE;
      chatty_workspace_hold (self->workspace);
      chatty_sync_job_set_progress (entry->job, 0, 0);
      chatty_sync_job_set_state (entry->job,
                                 entry->action == ACTION_RUN || entry->action == ACTION_NOW
                                   ? CHATTY_SYNC_JOB_RUNNING
                                   : CHATTY_SYNC_JOB_PLANNING,
                                 NULL);
      start_order (entry, entry->action, progress_cb, answered_cb);
    }
}

/* Answers of the person -------------------------------------------------------------------- */

static void replan (Entry *entry);

static void
replanned_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (Waiting) waiting = user_data;
  ChattySyncJob *job = waiting->job;
  g_autoptr (GError) error = NULL;
  g_autoptr (Answer) answer = chatty_call_finish (object, result, start_order, &error);
  Entry *entry = g_hash_table_lookup (waiting->queue->entries, job);

  if (entry == NULL)
    return;
  entry->replanning = FALSE;
  if (answer == NULL)
    {
      fail (entry, error);
      return;
    }
  chatty_sync_job_take_plan (job, answer->plan, FALSE);
  entry = g_hash_table_lookup (waiting->queue->entries, job);
  if (entry == NULL)
    return;
  if (entry->replan_again)
    replan (entry);
  else if (chatty_sync_job_get_wants_run (job))
    {
      chatty_sync_job_approve (job);
      enqueue (entry, ACTION_RUN);
    }
}

/* The plan is shown meanwhile, so the job stays ready, and out of the queue. */
static void
replan (Entry *entry)
{
  entry->replan_again = entry->replanning;
  if (entry->replanning)
    return;
  entry->replanning = TRUE;
  start_order (entry, ACTION_PLAN, NULL, replanned_cb);
}

static void
wanted_cb (ChattySyncQueue *self,
           ChattySyncJob     *job)
{
  Entry *entry = g_hash_table_lookup (self->entries, job);

  if (entry == NULL)
    return;
  if (!chatty_sync_job_get_wants_run (job))
    replan (entry);
  else if (!entry->replanning)
    enqueue (entry, ACTION_RUN);
}

/* Object ------------------------------------------------------------------------------- */

static void
chatty_sync_queue_finalize (GObject *object)
{
  ChattySyncQueue *self = CHATTY_SYNC_QUEUE (object);

  g_ptr_array_unref (self->turns);
  g_hash_table_unref (self->entries);
  g_clear_object (&self->jobs);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (chatty_sync_queue_parent_class)->finalize (object);
}

static void
chatty_sync_queue_class_init (ChattySyncQueueClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = chatty_sync_queue_finalize;

  signals[SIGNAL_DRIFTED] = g_signal_new ("drifted", G_TYPE_FROM_CLASS (klass),
                                          G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                          G_TYPE_STRING, G_TYPE_UINT);
}

static void
chatty_sync_queue_init (ChattySyncQueue *self)
{
  self->jobs = g_list_store_new (CHATTY_TYPE_SYNC_JOB);
  self->turns = g_ptr_array_new ();
  self->entries = g_hash_table_new_full (NULL, NULL, NULL, entry_free);
}

ChattySyncQueue *
chatty_sync_queue_new (ChattyWorkspace *workspace)
{
  ChattySyncQueue *self = g_object_new (CHATTY_TYPE_SYNC_QUEUE, NULL);

  self->workspace = g_object_ref (workspace);
  return self;
}

GListModel *
chatty_sync_queue_get_jobs (ChattySyncQueue *self)
{
  return G_LIST_MODEL (self->jobs);
}

static Action
first_action (const ChattySyncWork *work)
{
  if (work->account == NULL)
    return ACTION_FIND;
  switch (work->kind)
    {
    case CHATTY_SYNC_JOB_AUTOMATIC:
      return ACTION_NOW;
    case CHATTY_SYNC_JOB_CHECK:
      return ACTION_CHECK;
    case CHATTY_SYNC_JOB_SYNC:
    case CHATTY_SYNC_JOB_UNDO:
    default:
      return ACTION_PLAN;
    }
}

/**
 * chatty_sync_queue_add:
 * @self: a queue
 * @work: (transfer full): what is to be done
 *
 * Returns: (transfer full): the job that does it, at once or when its account's
 *   turn comes
 */
ChattySyncJob *
chatty_sync_queue_add (ChattySyncQueue *self,
                       ChattySyncWork  *work)
{
  Entry *entry = g_new0 (Entry, 1);
  ChattySyncJob *job = chatty_sync_job_new (work);

  entry->queue = self;
  entry->job = g_object_ref (job);
  entry->held = TRUE;
  g_hash_table_insert (self->entries, job, entry);
  g_signal_connect_object (job, "notify::state", G_CALLBACK (state_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (job, "wanted", G_CALLBACK (wanted_cb), self, G_CONNECT_SWAPPED);
  if (is_shown (job))
    g_list_store_append (self->jobs, job);
  enqueue (entry, first_action (work));
  return job;
}

/**
 * chatty_sync_queue_is_occupied:
 * @self: a queue
 * @account: an account's id
 *
 * Returns: whether something is under way for it, or a plan is being read
 */
gboolean
chatty_sync_queue_is_occupied (ChattySyncQueue *self,
                               const char      *account)
{
  GHashTableIter iter;
  gpointer job;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, &job, NULL))
    {
      ChattyAccount *its = chatty_sync_job_get_account (job);

      if (its != NULL && g_strcmp0 (its->id, account) == 0)
        return TRUE;
    }
  return FALSE;
}

/**
 * chatty_sync_queue_wake:
 * @self: a queue
 *
 * The network is back: what waits for it goes on.
 */
void
chatty_sync_queue_wake (ChattySyncQueue *self)
{
  GHashTableIter iter;
  gpointer value;
  g_autoptr (GPtrArray) waiting = g_ptr_array_new ();

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (((Entry *) value)->retry_id != 0 && ((Entry *) value)->offline)
      g_ptr_array_add (waiting, value);
  for (guint i = 0; i < waiting->len; i++)
    {
      Entry *entry = waiting->pdata[i];

      g_clear_handle_id (&entry->retry_id, g_source_remove);
      retry_cb (entry);
    }
}
