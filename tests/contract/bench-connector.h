/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-connector.h"

G_BEGIN_DECLS

/* What the programs of build-aux/bench have in common: what goes wrong ends
 * them. */
void             bench_check         (const GError *error);
ChattyConnector *bench_connector_new (const char   *platform,
                                      const char   *address,
                                      const char   *key);

G_END_DECLS
