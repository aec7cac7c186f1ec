/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <adwaita.h>

#include "chatty-workspace.h"

G_BEGIN_DECLS

/**
 * ChattyVaultSettings: (object) where the vault is, how big, and its care.
 */
#define CHATTY_TYPE_VAULT_SETTINGS (chatty_vault_settings_get_type ())
G_DECLARE_FINAL_TYPE (ChattyVaultSettings, chatty_vault_settings, CHATTY, VAULT_SETTINGS, AdwPreferencesGroup)

void chatty_vault_settings_set_workspace (ChattyVaultSettings *self,
                                          ChattyWorkspace     *workspace);

G_END_DECLS
