/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-index.h"
#include "chatty-vault-notifier.h"

G_BEGIN_DECLS

/**
 * ChattyVaultKeeper:
 *
 * A thread that makes the index agree with the files, when it is asked to:
 * after opening, and when another program changed something. It also notices
 * that characters were changed, of which there is no index.
 */
typedef struct _ChattyVaultKeeper ChattyVaultKeeper;

ChattyVaultKeeper *chatty_vault_keeper_new     (ChattyVaultFiles   *files,
                                                ChattyIndex        *index,
                                                ChattyVaultNotifier *notifier);
void               chatty_vault_keeper_free    (ChattyVaultKeeper  *self);
void               chatty_vault_keeper_refresh (ChattyVaultKeeper  *self,
                                                GPtrArray          *paths);
void               chatty_vault_keeper_look_at_characters (ChattyVaultKeeper *self);
gboolean           chatty_vault_keeper_wait    (ChattyVaultKeeper  *self,
                                                GCancellable       *cancellable,
                                                GError            **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyVaultKeeper, chatty_vault_keeper_free)

G_END_DECLS
