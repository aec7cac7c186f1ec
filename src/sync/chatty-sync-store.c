/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-sync"

#include "chatty-sync-store.h"

G_DEFINE_INTERFACE (ChattySyncStore, chatty_sync_store, G_TYPE_OBJECT)

static void
chatty_sync_store_default_init (ChattySyncStoreInterface *iface)
{
}
