/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-sync-service.h"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-platform-map.h"
#include "chatty-sync-queue.h"
#include "chatty-sync-service-private.h"
#include "chatty-workspace-call.h"

struct _ChattySyncService {
  GObject               parent_instance;

  ChattyWorkspace      *workspace;
  ChattyAccountService *accounts;
  ChattySyncSchedule   *schedule;
  ChattySyncQueue      *queue;
  char                 *interval;
  ChattySyncPolicy      policy;
  gboolean              metered;
  GCancellable         *cancellable;
};

enum {
  PROP_0,
  PROP_INTERVAL,
  PROP_POLICY,
  PROP_METERED,
  PROP_WAITING,
  N_PROPS
};

enum {
  SIGNAL_DRIFTED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattySyncService, chatty_sync_service, G_TYPE_OBJECT)

/* @work: (transfer full) */
static ChattySyncJob *
begin (ChattySyncService *self,
       ChattySyncWork    *work)
{
  work->policy = self->policy;
  return chatty_sync_queue_add (self->queue, work);
}

/* Automatic syncs -------------------------------------------------------------- */

static void
listed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (ChattySyncService) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) accounts =
    chatty_account_service_list_finish (CHATTY_ACCOUNT_SERVICE (object), result, &error);
  gboolean off = g_strcmp0 (self->interval, "off") == 0;

  if (accounts == NULL)
    {
      if (!chatty_error_is_cancelled (error))
        g_warning ("No automatic sync: %s", error->message);
      return;
    }
  for (guint i = 0; i < accounts->len; i++)
    {
      ChattyAccount *account = accounts->pdata[i];
      ChattySyncWork *work;

      if (account->paused || chatty_account_needs_key (account) ||
          chatty_sync_queue_is_occupied (self->queue, account->id) ||
          !chatty_platform_map_exists (chatty_account_service_get_table (self->accounts),
                                       account->platform))
        continue;
      work = chatty_sync_work_new (off ? CHATTY_SYNC_JOB_CHECK : CHATTY_SYNC_JOB_AUTOMATIC,
                                   self->accounts, account);
      g_object_unref (begin (self, work));
    }
}

static void
due_cb (ChattySyncService *self)
{
  chatty_account_service_list_async (self->accounts, self->cancellable, listed_cb,
                                     g_object_ref (self));
}

static void
drifted_cb (ChattySyncService *self,
            const char        *account,
            guint              n_characters)
{
  g_signal_emit (self, signals[SIGNAL_DRIFTED], 0, account, n_characters);
}

static void
network_changed_cb (ChattySyncService *self,
                    gboolean           available)
{
  if (available)
    chatty_sync_queue_wake (self->queue);
}

static void
waiting_cb (ChattySyncService *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WAITING]);
}

/* Object --------------------------------------------------------------------------------------- */

static void
chatty_sync_service_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  ChattySyncService *self = CHATTY_SYNC_SERVICE (object);

  switch (prop_id)
    {
    case PROP_INTERVAL:
      g_value_set_string (value, self->interval);
      break;
    case PROP_POLICY:
      g_value_set_string (value, chatty_sync_policy_to_string (self->policy));
      break;
    case PROP_METERED:
      g_value_set_boolean (value, self->metered);
      break;
    case PROP_WAITING:
      g_value_set_string (value, chatty_sync_schedule_get_waiting (self->schedule));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
set_interval (ChattySyncService *self,
              const char        *interval)
{
  guint seconds;

  /* The settings may be those of a newer version. */
  if (!chatty_sync_schedule_parse (interval, &seconds) ||
      g_strcmp0 (self->interval, interval) == 0)
    return;
  g_free (self->interval);
  self->interval = g_strdup (interval);
  chatty_sync_schedule_set_interval (self->schedule, seconds);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INTERVAL]);
}

static void
chatty_sync_service_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  ChattySyncService *self = CHATTY_SYNC_SERVICE (object);
  ChattySyncPolicy policy;

  switch (prop_id)
    {
    case PROP_INTERVAL:
      set_interval (self, g_value_get_string (value));
      break;
    case PROP_POLICY:
      if (chatty_sync_policy_from_string (g_value_get_string (value), &policy) &&
          self->policy != policy)
        {
          self->policy = policy;
          g_object_notify_by_pspec (object, pspec);
        }
      break;
    case PROP_METERED:
      if (self->metered != g_value_get_boolean (value))
        {
          self->metered = g_value_get_boolean (value);
          chatty_sync_schedule_set_metered (self->schedule, self->metered);
          g_object_notify_by_pspec (object, pspec);
        }
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
chatty_sync_service_finalize (GObject *object)
{
  ChattySyncService *self = CHATTY_SYNC_SERVICE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->queue);
  g_clear_object (&self->schedule);
  g_clear_object (&self->accounts);
  g_clear_object (&self->workspace);
  g_free (self->interval);

  G_OBJECT_CLASS (chatty_sync_service_parent_class)->finalize (object);
}

static void
chatty_sync_service_class_init (ChattySyncServiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags readable = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GParamFlags writable = readable | G_PARAM_WRITABLE;

  object_class->get_property = chatty_sync_service_get_property;
  object_class->set_property = chatty_sync_service_set_property;
  object_class->finalize = chatty_sync_service_finalize;

  properties[PROP_INTERVAL] = g_param_spec_string ("interval", NULL, NULL, "off", writable);
  properties[PROP_POLICY] = g_param_spec_string ("policy", NULL, NULL, "newest", writable);
  properties[PROP_METERED] = g_param_spec_boolean ("metered", NULL, NULL, FALSE, writable);
  properties[PROP_WAITING] = g_param_spec_string ("waiting", NULL, NULL, NULL, readable);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_DRIFTED] = g_signal_new ("drifted", G_TYPE_FROM_CLASS (klass),
                                          G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                          G_TYPE_STRING, G_TYPE_UINT);
}

static void
chatty_sync_service_init (ChattySyncService *self)
{
  self->interval = g_strdup ("off");
  self->cancellable = g_cancellable_new ();
}

/*
 * chatty_sync_service_new_with:
 * @schedule: (transfer full): when automatic syncs are due
 *
 * For tests: with a network and a battery of their own.
 */
ChattySyncService *
chatty_sync_service_new_with (ChattyWorkspace      *workspace,
                              ChattyAccountService *accounts,
                              ChattySyncSchedule   *schedule)
{
  ChattySyncService *self = g_object_new (CHATTY_TYPE_SYNC_SERVICE, NULL);

  self->workspace = g_object_ref (workspace);
  self->accounts = g_object_ref (accounts);
  self->schedule = schedule;
  self->queue = chatty_sync_queue_new (workspace);
  g_signal_connect_object (self->queue, "drifted", G_CALLBACK (drifted_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (schedule, "due", G_CALLBACK (due_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (schedule, "notify::waiting", G_CALLBACK (waiting_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (chatty_sync_schedule_get_network (schedule), "network-changed",
                           G_CALLBACK (network_changed_cb), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * chatty_sync_service_new:
 * @workspace: whose characters
 * @accounts: where the accounts are
 *
 * Returns: (transfer full): a service with nothing to do
 */
ChattySyncService *
chatty_sync_service_new (ChattyWorkspace      *workspace,
                         ChattyAccountService *accounts)
{
  g_autoptr (GPowerProfileMonitor) power = g_power_profile_monitor_dup_default ();

  return chatty_sync_service_new_with (
    workspace, accounts, chatty_sync_schedule_new (g_network_monitor_get_default (), power));
}

GListModel *
chatty_sync_service_get_jobs (ChattySyncService *self)
{
  g_return_val_if_fail (CHATTY_IS_SYNC_SERVICE (self), NULL);
  return chatty_sync_queue_get_jobs (self->queue);
}

/**
 * chatty_sync_service_sync:
 * @self: a service
 * @account: whose characters
 * @callsign: (nullable): only this one; %NULL for all
 *
 * Returns: (transfer full): a job that plans, and waits to be run
 */
ChattySyncJob *
chatty_sync_service_sync (ChattySyncService *self,
                          ChattyAccount     *account,
                          const char        *callsign)
{
  ChattySyncWork *work;

  g_return_val_if_fail (CHATTY_IS_SYNC_SERVICE (self), NULL);

  work = chatty_sync_work_new (CHATTY_SYNC_JOB_SYNC, self->accounts, account);
  work->callsign = g_strdup (callsign);
  work->new_too = TRUE;
  return begin (self, work);
}

/**
 * chatty_sync_service_put:
 * @self: a service
 * @account: where to
 * @callsign: of a character that is not there
 *
 * Returns: (transfer full): a job that plans to make it there
 */
ChattySyncJob *
chatty_sync_service_put (ChattySyncService *self,
                         ChattyAccount     *account,
                         const char        *callsign)
{
  ChattySyncWork *work;

  g_return_val_if_fail (CHATTY_IS_SYNC_SERVICE (self), NULL);
  g_return_val_if_fail (callsign != NULL, NULL);

  work = chatty_sync_work_new (CHATTY_SYNC_JOB_SYNC, self->accounts, account);
  work->callsign = g_strdup (callsign);
  work->put = TRUE;
  return begin (self, work);
}

/**
 * chatty_sync_service_bring:
 * @self: a service
 * @account: where from
 * @remote_id: of a character that is not here
 *
 * Returns: (transfer full): a job that plans to take it into the vault
 */
ChattySyncJob *
chatty_sync_service_bring (ChattySyncService *self,
                           ChattyAccount     *account,
                           const char        *remote_id)
{
  ChattySyncWork *work;

  g_return_val_if_fail (CHATTY_IS_SYNC_SERVICE (self), NULL);
  g_return_val_if_fail (remote_id != NULL, NULL);

  work = chatty_sync_work_new (CHATTY_SYNC_JOB_SYNC, self->accounts, account);
  work->remote_id = g_strdup (remote_id);
  return begin (self, work);
}

/**
 * chatty_sync_service_pair:
 * @self: a service
 * @account: where
 * @callsign: of a character here
 * @remote_id: of one there
 *
 * Returns: (transfer full): a job that plans to make them one
 */
ChattySyncJob *
chatty_sync_service_pair (ChattySyncService *self,
                          ChattyAccount     *account,
                          const char        *callsign,
                          const char        *remote_id)
{
  ChattySyncWork *work;

  g_return_val_if_fail (CHATTY_IS_SYNC_SERVICE (self), NULL);
  g_return_val_if_fail (callsign != NULL && remote_id != NULL, NULL);

  work = chatty_sync_work_new (CHATTY_SYNC_JOB_SYNC, self->accounts, account);
  work->callsign = g_strdup (callsign);
  work->remote_id = g_strdup (remote_id);
  return begin (self, work);
}

/**
 * chatty_sync_service_check:
 * @self: a service
 * @account: where
 *
 * Returns: (transfer full): a job that looks, and notes what it saw
 */
ChattySyncJob *
chatty_sync_service_check (ChattySyncService *self,
                           ChattyAccount     *account)
{
  g_return_val_if_fail (CHATTY_IS_SYNC_SERVICE (self), NULL);

  return begin (self, chatty_sync_work_new (CHATTY_SYNC_JOB_CHECK, self->accounts, account));
}

/**
 * chatty_sync_service_undo:
 * @self: a service
 * @batch_id: of a run
 * @step: (nullable): only this step of it
 *
 * Returns: (transfer full): a job that plans to take it back, and waits to be
 *   run like any other
 */
ChattySyncJob *
chatty_sync_service_undo (ChattySyncService *self,
                          const char        *batch_id,
                          const char        *step)
{
  ChattySyncWork *work;

  g_return_val_if_fail (CHATTY_IS_SYNC_SERVICE (self), NULL);
  g_return_val_if_fail (batch_id != NULL, NULL);

  work = chatty_sync_work_new (CHATTY_SYNC_JOB_UNDO, self->accounts, NULL);
  work->run = g_strdup (batch_id);
  work->step = g_strdup (step);
  return begin (self, work);
}

/* The list of a platform --------------------------------------------------------------------- */

static gpointer
list_remote (gpointer       workspace,
             ChattyCall    *call,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autoptr (ChattyVault) vault = chatty_workspace_dup_vault (workspace);

  return chatty_sync_work_list (call->value, vault, cancellable, error);
}

static void
listed_remote_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GPtrArray *list = chatty_call_finish (object, result, list_remote, &error);

  if (list != NULL)
    g_task_return_pointer (task, list, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

/**
 * chatty_sync_service_list_remote_async:
 * @self: a service
 * @account: where
 * @cancellable: (nullable): stops it
 * @callback: called on the caller's main context
 * @user_data: for @callback
 *
 * Lists what a platform has, and what of it is here.
 */
void
chatty_sync_service_list_remote_async (ChattySyncService   *self,
                                       ChattyAccount       *account,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data)
{
  ChattyCall *call = chatty_call_new (list_remote, (GDestroyNotify) g_ptr_array_unref);
  GTask *task;

  g_return_if_fail (CHATTY_IS_SYNC_SERVICE (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, chatty_sync_service_list_remote_async);
  call->value = chatty_sync_work_new (CHATTY_SYNC_JOB_SYNC, self->accounts, account);
  call->free_value = (GDestroyNotify) chatty_sync_work_free;
  call->only_looks = TRUE;
  chatty_workspace_start (self->workspace, call, CHATTY_POOL_SYNC, list_remote, cancellable,
                          listed_remote_cb, task);
}

GPtrArray *
chatty_sync_service_list_remote_finish (ChattySyncService  *self,
                                        GAsyncResult       *result,
                                        GError            **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * chatty_sync_service_start:
 * @self: a service
 *
 * The window opened: looks at, or syncs, every account that keeps characters,
 * as the interval says, when the connection and the battery allow it.
 */
void
chatty_sync_service_start (ChattySyncService *self)
{
  g_return_if_fail (CHATTY_IS_SYNC_SERVICE (self));

  chatty_sync_schedule_start (self->schedule);
}
