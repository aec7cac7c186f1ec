/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <adwaita.h>

#include "chatty-account-service.h"

G_BEGIN_DECLS

/**
 * ChattySignInPage: (object) connects an account with the browser: what the
 * person agrees to, the OAuth client where one is needed, the browser, the
 * result; and a key instead.
 *
 * Emits "closed" when the person is done or turns back.
 */
#define CHATTY_TYPE_SIGN_IN_PAGE (chatty_sign_in_page_get_type ())
G_DECLARE_FINAL_TYPE (ChattySignInPage, chatty_sign_in_page, CHATTY, SIGN_IN_PAGE, AdwBin)

GtkWidget *chatty_sign_in_page_new     (ChattyAccountService      *service,
                                        const ChattyConnectorInfo *info,
                                        ChattyAccount             *account);
void       chatty_sign_in_page_go_back (ChattySignInPage          *self);

G_END_DECLS
