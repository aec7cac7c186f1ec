/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-vault.h"

G_BEGIN_DECLS

/* Conflict copies of preferences.json, which programs for synchronising make. */
void chatty_preferences_join_copies (ChattyVault *vault);

G_END_DECLS
