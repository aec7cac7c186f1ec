/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A connection and a battery that are as a test wants them. */
GNetworkMonitor      *fake_network_new (void);   /* available, not metered */
void                  fake_network_set (GNetworkMonitor      *network,
                                        gboolean              available,
                                        gboolean              metered);
GPowerProfileMonitor *fake_power_new   (void);   /* not saving */
void                  fake_power_set   (GPowerProfileMonitor *power,
                                        gboolean              saving);

G_END_DECLS
