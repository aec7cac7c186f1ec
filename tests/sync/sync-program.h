/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-sync-run.h"

G_BEGIN_DECLS

#define SYNC_KEY "sync-key-0123456789abcdef"

/* An account of Convai at @address, and its calls without long waits. */
ChattyCharacterStore *sync_connect   (const char *address);
ChattyVault          *sync_open      (const char *folder);
void                  sync_remove_tree (const char *path);
extern const ChattySyncAccount sync_account;

G_END_DECLS
