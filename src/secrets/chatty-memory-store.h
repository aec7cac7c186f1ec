/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-secret-store.h"

G_BEGIN_DECLS

#define CHATTY_TYPE_MEMORY_STORE (chatty_memory_store_get_type ())
G_DECLARE_FINAL_TYPE (ChattyMemoryStore, chatty_memory_store, CHATTY, MEMORY_STORE, GObject)

ChattySecretStore *chatty_memory_store_new (void);

G_END_DECLS
