/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-call.h"
#include "chatty-workspace.h"
#include "chatty-workspace-pools.h"

G_BEGIN_DECLS

void         chatty_workspace_start     (ChattyWorkspace     *self,
                                         ChattyCall          *call,
                                         ChattyPoolKind       kind,
                                         gpointer             tag,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data);
ChattyVault *chatty_workspace_dup_vault (ChattyWorkspace     *self);
/* Follows the changes of the vault that is open now, and no others: @vault is
 * where @object keeps the one that it follows. Main loop only. */
void         chatty_workspace_follow_vault
                                        (ChattyWorkspace     *self,
                                         ChattyVault        **vault,
                                         GCallback            changed,
                                         gpointer             object);
void         chatty_workspace_hold      (ChattyWorkspace     *self);
void         chatty_workspace_release   (ChattyWorkspace     *self);

G_END_DECLS
