/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <adwaita.h>

#include "chatty-account-service.h"
#include "chatty-workspace.h"

G_BEGIN_DECLS

/**
 * ChattyAccountPage: (object) one account: is its key good, what it is
 * called, what it has used, and its end.
 *
 * Emits "closed" when the person turns back.
 */
#define CHATTY_TYPE_ACCOUNT_PAGE (chatty_account_page_get_type ())
G_DECLARE_FINAL_TYPE (ChattyAccountPage, chatty_account_page, CHATTY, ACCOUNT_PAGE, AdwBin)

GtkWidget *chatty_account_page_new (ChattyAccountService *service,
                                    ChattyAccount        *account);
void       chatty_account_page_set_workspace (ChattyAccountPage *self,
                                              ChattyWorkspace   *workspace);
void       chatty_account_page_go_back (ChattyAccountPage    *self);

G_END_DECLS
