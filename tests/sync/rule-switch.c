/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include "chatty-sync-rules.h"

ChattySyncRule chatty_sync_rule_off = CHATTY_RULE_NONE;
