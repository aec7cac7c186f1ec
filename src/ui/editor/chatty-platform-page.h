/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <adwaita.h>

#include "chatty-account-service.h"
#include "chatty-character-draft.h"
#include "chatty-platform-view.h"
#include "chatty-workspace.h"

#include "chatty-platform-offers.h"
#include "chatty-player.h"

G_BEGIN_DECLS

/**
 * ChattyPlatformPage: (object) a character as a platform has it: every field in
 * the platform's own words, made from the connector's map alone.
 *
 * Signals: "put": it is to be put there; "sync": both sides are to be made the
 * same.
 */
#define CHATTY_TYPE_PLATFORM_PAGE (chatty_platform_page_get_type ())
G_DECLARE_FINAL_TYPE (ChattyPlatformPage, chatty_platform_page, CHATTY, PLATFORM_PAGE, GtkWidget)

GtkWidget  *chatty_platform_page_new          (ChattyPlatformView   *view);
const char *chatty_platform_page_get_platform (ChattyPlatformPage   *self);
void        chatty_platform_page_set_draft    (ChattyPlatformPage   *self,
                                               ChattyCharacterDraft *draft);
void        chatty_platform_page_set_offers   (ChattyPlatformPage   *self,
                                               ChattyPlatformOffers *offers);
void        chatty_platform_page_set_can_sync (ChattyPlatformPage   *self,
                                               gboolean              can_sync);
void        chatty_platform_page_set_counter  (ChattyPlatformPage   *self,
                                               ChattyWorkspace      *workspace,
                                               ChattyAccountService *service,
                                               const char           *account);
void        chatty_platform_page_set_player   (ChattyPlatformPage   *self,
                                               ChattyPlayer         *player);
void        chatty_platform_page_refresh      (ChattyPlatformPage   *self);

G_END_DECLS
