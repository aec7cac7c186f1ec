/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <adwaita.h>

#include "chatty-account-service.h"

G_BEGIN_DECLS

/**
 * ChattyConnectPage: (object) connects an account: what the person agrees to,
 * the key, the test.
 *
 * Emits "closed" when the person is done or turns back.
 */
#define CHATTY_TYPE_CONNECT_PAGE (chatty_connect_page_get_type ())
G_DECLARE_FINAL_TYPE (ChattyConnectPage, chatty_connect_page, CHATTY, CONNECT_PAGE, AdwBin)

GtkWidget *chatty_connect_page_new (ChattyAccountService      *service,
                                    const ChattyConnectorInfo *info,
                                    ChattyAccount             *account);
GtkWidget *chatty_connect_page_new_for_second
                                   (ChattyAccountService      *service,
                                    const ChattyConnectorInfo *info,
                                    ChattyAccount             *account);
gboolean   chatty_connect_page_is_saved (ChattyConnectPage         *self);
void       chatty_connect_page_go_back (ChattyConnectPage         *self);

G_END_DECLS
