/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <adwaita.h>

#include "chatty-account-service.h"

G_BEGIN_DECLS

/**
 * ChattyAccountsGroup: (object) the platforms of one tier, each with its
 * accounts below it.
 *
 * Emits "connect" with the #ChattyConnectorInfo (pointer) to which a new
 * account is wanted, "open" with the #ChattyAccount that is wanted, and
 * "import" where files are all that can be had.
 */
#define CHATTY_TYPE_ACCOUNTS_GROUP (chatty_accounts_group_get_type ())
G_DECLARE_FINAL_TYPE (ChattyAccountsGroup, chatty_accounts_group, CHATTY, ACCOUNTS_GROUP, AdwPreferencesGroup)

GtkWidget *chatty_accounts_group_new          (ChattyTier            tier,
                                               ChattyConnectorTable *table);
void       chatty_accounts_group_set_accounts (ChattyAccountsGroup  *self,
                                               GPtrArray            *accounts,
                                               GArray               *keys);

G_END_DECLS
