/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <adwaita.h>

#include "chatty-account-service.h"

G_BEGIN_DECLS

/**
 * ChattyAccountUsage:
 *
 * What an account has used of what it may, where the platform tells it; hidden
 * until there is something to show. Emits "failed" with the reason when the
 * account could not be opened.
 */
#define CHATTY_TYPE_ACCOUNT_USAGE (chatty_account_usage_get_type ())
G_DECLARE_FINAL_TYPE (ChattyAccountUsage, chatty_account_usage, CHATTY, ACCOUNT_USAGE,
                      AdwPreferencesGroup)

void chatty_account_usage_ask        (ChattyAccountUsage   *self,
                                      ChattyAccountService *service,
                                      const char           *account);
void chatty_account_usage_set_usable (ChattyAccountUsage   *self,
                                      gboolean              usable);

G_END_DECLS
