/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-sync-schedule.h"

#include <glib/gi18n-lib.h>

struct _ChattySyncSchedule {
  GObject               parent_instance;

  GNetworkMonitor      *network;
  GPowerProfileMonitor *power;
  guint                 seconds;
  gboolean              metered_allowed;
  gboolean              started;
  gboolean              due;        /* and not told yet */
  guint                 timer_id;
  const char           *waiting;
};

enum {
  PROP_0,
  PROP_WAITING,
  N_PROPS
};

enum {
  SIGNAL_DUE,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattySyncSchedule, chatty_sync_schedule, G_TYPE_OBJECT)

static const struct {
  const char *name;
  guint       seconds;
} intervals[] = {
  { "off", 0 },
  { "15-minutes", 15 * 60 },
  { "hour", 60 * 60 },
  { "day", 24 * 60 * 60 },
};

/* (nullable): why nothing may begin by itself now. */
static const char *
find_reason (ChattySyncSchedule *self)
{
  if (!g_network_monitor_get_network_available (self->network))
    return _("Automatic sync waits for the network");
  if (!self->metered_allowed && g_network_monitor_get_network_metered (self->network))
    return _("Automatic sync waits for a connection that is not metered");
  if (g_power_profile_monitor_get_power_saver_enabled (self->power))
    return _("Automatic sync waits for the power saver to end");
  return NULL;
}

static void
set_waiting (ChattySyncSchedule *self,
             const char         *waiting)
{
  if (self->waiting == waiting)
    return;
  self->waiting = waiting;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WAITING]);
}

static void
tell (ChattySyncSchedule *self)
{
  const char *reason = self->due ? find_reason (self) : NULL;

  set_waiting (self, reason);
  if (!self->due || reason != NULL)
    return;
  self->due = FALSE;
  g_signal_emit (self, signals[SIGNAL_DUE], 0);
}

static gboolean
timer_cb (gpointer user_data)
{
  ChattySyncSchedule *self = user_data;

  self->due = TRUE;
  tell (self);
  return G_SOURCE_CONTINUE;
}

static void
restart_timer (ChattySyncSchedule *self)
{
  g_clear_handle_id (&self->timer_id, g_source_remove);
  if (self->started && self->seconds > 0)
    self->timer_id = g_timeout_add_seconds (self->seconds, timer_cb, self);
}

static void
chatty_sync_schedule_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  ChattySyncSchedule *self = CHATTY_SYNC_SCHEDULE (object);

  switch (prop_id)
    {
    case PROP_WAITING:
      g_value_set_string (value, self->waiting);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
chatty_sync_schedule_finalize (GObject *object)
{
  ChattySyncSchedule *self = CHATTY_SYNC_SCHEDULE (object);

  g_clear_handle_id (&self->timer_id, g_source_remove);
  g_clear_object (&self->network);
  g_clear_object (&self->power);

  G_OBJECT_CLASS (chatty_sync_schedule_parent_class)->finalize (object);
}

static void
chatty_sync_schedule_class_init (ChattySyncScheduleClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = chatty_sync_schedule_get_property;
  object_class->finalize = chatty_sync_schedule_finalize;

  properties[PROP_WAITING] =
    g_param_spec_string ("waiting", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_DUE] = g_signal_new ("due", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                      NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
chatty_sync_schedule_init (ChattySyncSchedule *self)
{
}

/**
 * chatty_sync_schedule_new:
 * @network: says what the connection is
 * @power: says whether the battery is to be saved
 *
 * Returns: (transfer full): a schedule that has not begun
 */
ChattySyncSchedule *
chatty_sync_schedule_new (GNetworkMonitor      *network,
                          GPowerProfileMonitor *power)
{
  ChattySyncSchedule *self = g_object_new (CHATTY_TYPE_SYNC_SCHEDULE, NULL);

  self->network = g_object_ref (network);
  self->power = g_object_ref (power);
  g_signal_connect_object (network, "network-changed", G_CALLBACK (tell), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (network, "notify::network-metered", G_CALLBACK (tell), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (power, "notify::power-saver-enabled", G_CALLBACK (tell), self,
                           G_CONNECT_SWAPPED);
  return self;
}

/**
 * chatty_sync_schedule_parse:
 * @interval: as the settings have it
 * @seconds: (out): how long it is; 0 for "off"
 *
 * Returns: whether it is an interval
 */
gboolean
chatty_sync_schedule_parse (const char *interval,
                            guint      *seconds)
{
  for (gsize i = 0; i < G_N_ELEMENTS (intervals); i++)
    if (g_strcmp0 (intervals[i].name, interval) == 0)
      {
        *seconds = intervals[i].seconds;
        return TRUE;
      }
  return FALSE;
}

void
chatty_sync_schedule_set_interval (ChattySyncSchedule *self,
                                   guint               seconds)
{
  g_return_if_fail (CHATTY_IS_SYNC_SCHEDULE (self));

  if (self->seconds == seconds)
    return;
  self->seconds = seconds;
  restart_timer (self);
}

void
chatty_sync_schedule_set_metered (ChattySyncSchedule *self,
                                  gboolean            allowed)
{
  g_return_if_fail (CHATTY_IS_SYNC_SCHEDULE (self));

  self->metered_allowed = allowed;
  tell (self);
}

/**
 * chatty_sync_schedule_start:
 * @self: a schedule
 *
 * The window opened: due now, and at the interval from now on.
 */
void
chatty_sync_schedule_start (ChattySyncSchedule *self)
{
  g_return_if_fail (CHATTY_IS_SYNC_SCHEDULE (self));

  self->started = TRUE;
  self->due = TRUE;
  restart_timer (self);
  tell (self);
}

const char *
chatty_sync_schedule_get_waiting (ChattySyncSchedule *self)
{
  g_return_val_if_fail (CHATTY_IS_SYNC_SCHEDULE (self), NULL);
  return self->waiting;
}

GNetworkMonitor *
chatty_sync_schedule_get_network (ChattySyncSchedule *self)
{
  g_return_val_if_fail (CHATTY_IS_SYNC_SCHEDULE (self), NULL);
  return self->network;
}
