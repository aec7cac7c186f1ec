/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-account-service.h"
#include "chatty-memory-list.h"
#include "chatty-vault.h"

G_BEGIN_DECLS

/* Blocking, on a worker. */
gboolean chatty_memory_sync_run     (ChattyVault             *vault,
                                     ChattyAccountService    *accounts,
                                     const char              *callsign,
                                     const char              *account,
                                     ChattyMemorySyncResult  *outcome,
                                     GCancellable            *cancellable,
                                     GError                 **error);
/* What is deleted here is deleted on the platforms too, with the next sync; what
 * is restored is not. (element-type ChattyMemoryNote) */
gboolean chatty_memory_sync_mark    (ChattyVault             *vault,
                                     const char              *callsign,
                                     GPtrArray               *notes,
                                     gboolean                 deleted,
                                     GError                 **error);

G_END_DECLS
