/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-sync-normal.h"
#include "chatty-sync-plan.h"

G_BEGIN_DECLS

ChattySyncPlan *chatty_sync_plan_new_of (ChattySyncLook *look,
                                         GPtrArray      *steps);

G_END_DECLS
