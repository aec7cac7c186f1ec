/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <adwaita.h>

#include "chatty-account-service.h"
#include "chatty-workspace.h"

G_BEGIN_DECLS

/**
 * ChattyAccountsPage: (object) the platforms and the accounts on them.
 *
 * A page of an #AdwPreferencesWindow, in which it opens sub-pages.
 */
#define CHATTY_TYPE_ACCOUNTS_PAGE (chatty_accounts_page_get_type ())
G_DECLARE_FINAL_TYPE (ChattyAccountsPage, chatty_accounts_page, CHATTY, ACCOUNTS_PAGE, AdwPreferencesPage)

void chatty_accounts_page_set_service (ChattyAccountsPage   *self,
                                       ChattyAccountService *service);
void chatty_accounts_page_set_workspace (ChattyAccountsPage *self,
                                         ChattyWorkspace    *workspace);
void chatty_accounts_page_connect     (ChattyAccountsPage   *self,
                                       const char           *platform);
void chatty_accounts_page_open        (ChattyAccountsPage   *self,
                                       ChattyAccount        *account);
gboolean   chatty_accounts_page_go_back (ChattyAccountsPage   *self);

G_END_DECLS
