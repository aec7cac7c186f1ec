/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-connector.h"
#include "chatty-http-connector.h"

G_BEGIN_DECLS

/**
 * ChattyConnectorEntry:
 * @info: what is known of the platform
 * @create: opens an account on it; sets an error when an address cannot be used
 *
 * A connector that is built and passes the contract suite.
 */
typedef struct {
  const ChattyConnectorInfo *info;
  ChattyConnector           *(*create) (const ChattyConnectorAccess  *access,
                                        GError                      **error);
} ChattyConnectorEntry;

/**
 * ChattyConnectorTable:
 *
 * An ordered list of connectors: a static array that an entry without info
 * ends. Tests may make one of their own.
 */
typedef const ChattyConnectorEntry ChattyConnectorTable;

ChattyConnectorTable       *chatty_connector_table_get_default (void);
guint                       chatty_connector_table_get_size    (ChattyConnectorTable        *table);
const ChattyConnectorEntry *chatty_connector_table_lookup      (ChattyConnectorTable        *table,
                                                                const char                  *id);
ChattyConnector            *chatty_connector_table_create      (ChattyConnectorTable        *table,
                                                                const char                  *id,
                                                                const ChattyConnectorAccess *access,
                                                                GError                     **error);

G_END_DECLS
