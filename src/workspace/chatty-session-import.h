/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-history.h"
#include "chatty-receipt.h"
#include "chatty-workspace.h"

G_BEGIN_DECLS

void  chatty_workspace_import_sessions_async  (ChattyWorkspace        *self,
                                               ChattyHistory          *history,
                                               const char             *character_id,
                                               const char             *character_name,
                                               GPtrArray              *sessions, /* of ChattyPastSession */
                                               GFileProgressCallback   progress, /* on the main context */
                                               gpointer                progress_data,
                                               GCancellable           *cancellable,
                                               GAsyncReadyCallback     callback,
                                               gpointer                user_data);
char *chatty_workspace_import_sessions_finish (ChattyWorkspace        *self,
                                               GAsyncResult           *result,
                                               ChattyReceipt         **receipt,
                                               GError                **error);

G_END_DECLS
