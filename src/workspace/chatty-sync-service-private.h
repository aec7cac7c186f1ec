/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-sync-schedule.h"
#include "chatty-sync-service.h"

G_BEGIN_DECLS

ChattySyncService *chatty_sync_service_new_with (ChattyWorkspace      *workspace,
                                                 ChattyAccountService *accounts,
                                                 ChattySyncSchedule   *schedule);

G_END_DECLS
