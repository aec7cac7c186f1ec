/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ChattySyncSchedule: (object) when automatic syncs are due.
 *
 * Never on a metered connection, unless the person allows that, on battery
 * saver, or without a network: what is due then waits until that is over.
 * Signal "due". Property "waiting" (read only, nullable): why what is due
 * waits, for people. Lives on the main loop.
 */
#define CHATTY_TYPE_SYNC_SCHEDULE (chatty_sync_schedule_get_type ())
G_DECLARE_FINAL_TYPE (ChattySyncSchedule, chatty_sync_schedule, CHATTY, SYNC_SCHEDULE, GObject)

ChattySyncSchedule *chatty_sync_schedule_new          (GNetworkMonitor      *network,
                                                       GPowerProfileMonitor *power);
/* "off", "15-minutes", "hour" or "day"; FALSE for anything else. */
gboolean            chatty_sync_schedule_parse        (const char           *interval,
                                                       guint                *seconds);
void                chatty_sync_schedule_set_interval (ChattySyncSchedule   *self,
                                                       guint                 seconds); /* 0: never again */
void                chatty_sync_schedule_set_metered  (ChattySyncSchedule   *self,
                                                       gboolean              allowed);
/* Once now, and then at the interval. */
void                chatty_sync_schedule_start        (ChattySyncSchedule   *self);
const char         *chatty_sync_schedule_get_waiting  (ChattySyncSchedule   *self);
GNetworkMonitor    *chatty_sync_schedule_get_network  (ChattySyncSchedule   *self);

G_END_DECLS
