/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <adwaita.h>

#include "chatty-account-service.h"

G_BEGIN_DECLS

/**
 * ChattyAccountServers:
 *
 * The servers of an account, which a person may change. Emits "moved" with the
 * account as it is then, and "told" with a heading and a text about what that
 * means for the key.
 */
#define CHATTY_TYPE_ACCOUNT_SERVERS (chatty_account_servers_get_type ())
G_DECLARE_FINAL_TYPE (ChattyAccountServers, chatty_account_servers, CHATTY, ACCOUNT_SERVERS,
                      AdwPreferencesGroup)

void chatty_account_servers_set_platform (ChattyAccountServers      *self,
                                          ChattyAccountService      *service,
                                          const ChattyConnectorInfo *info);
void chatty_account_servers_set_account  (ChattyAccountServers      *self,
                                          ChattyAccount             *account);

G_END_DECLS
