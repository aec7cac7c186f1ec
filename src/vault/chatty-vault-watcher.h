/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-vault-files.h"
#include "chatty-vault-keeper.h"

G_BEGIN_DECLS

/**
 * ChattyVaultWatcher:
 *
 * Notices what other programs do in a vault, and has the index look at it.
 * Lives on the main loop.
 */
typedef struct _ChattyVaultWatcher ChattyVaultWatcher;

ChattyVaultWatcher *chatty_vault_watcher_new  (ChattyVaultFiles   *files,
                                               ChattyVaultKeeper  *keeper);
void                chatty_vault_watcher_free (ChattyVaultWatcher *self);

G_END_DECLS
