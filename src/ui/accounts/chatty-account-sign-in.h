/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <adwaita.h>

#include "chatty-account.h"
#include "chatty-connector-info.h"

G_BEGIN_DECLS

/**
 * ChattyAccountSignIn:
 *
 * What an account was allowed in the browser, through what, and the key beside
 * it; hidden for platforms without such a sign-in. Emits "sign-in" when the
 * person wants to sign in, "add-key" and "remove-key".
 */
#define CHATTY_TYPE_ACCOUNT_SIGN_IN (chatty_account_sign_in_get_type ())
G_DECLARE_FINAL_TYPE (ChattyAccountSignIn, chatty_account_sign_in, CHATTY, ACCOUNT_SIGN_IN,
                      AdwPreferencesGroup)

void chatty_account_sign_in_set_account (ChattyAccountSignIn       *self,
                                         const ChattyConnectorInfo *info,
                                         ChattyAccount             *account,
                                         gboolean                   is_usable);

G_END_DECLS
