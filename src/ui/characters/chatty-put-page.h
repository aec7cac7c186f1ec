/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <adwaita.h>

#include "chatty-character-record.h"
#include "chatty-platform-view.h"
#include "chatty-sync-service.h"

G_BEGIN_DECLS

/**
 * ChattyPutPage: (object) puts a character on a platform, or makes both sides
 * the same: which account, what stays behind, how far it is, what came of it.
 *
 * Signals: "closed"; "done": something was stored.
 */
#define CHATTY_TYPE_PUT_PAGE (chatty_put_page_get_type ())
G_DECLARE_FINAL_TYPE (ChattyPutPage, chatty_put_page, CHATTY, PUT_PAGE, GtkWidget)

GtkWidget *chatty_put_page_new  (ChattySyncService     *sync,
                                 ChattyConnectorTable  *table);
/* @accounts: of ChattyAccount: on which it can be put. */
void       chatty_put_page_ask  (ChattyPutPage         *self,
                                 ChattyCharacterRecord *record,
                                 GPtrArray             *accounts);
void       chatty_put_page_sync (ChattyPutPage         *self,
                                 ChattyCharacterRecord *record,
                                 ChattyAccount         *account);

G_END_DECLS
