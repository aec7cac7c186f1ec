/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-account-service.h"
#include "chatty-drafting.h"
#include "chatty-speech.h"

G_BEGIN_DECLS

/**
 * ChattyPlatformOffers: (object) what an account offers to choose from: voices,
 * languages and models. Asked for once, when somebody wants to see it.
 *
 * Signal: "changed": there is more to choose from, or "message" is another one.
 * Lives on the main loop.
 */
#define CHATTY_TYPE_PLATFORM_OFFERS (chatty_platform_offers_get_type ())
G_DECLARE_FINAL_TYPE (ChattyPlatformOffers, chatty_platform_offers,
                      CHATTY, PLATFORM_OFFERS, GObject)

ChattyPlatformOffers *chatty_platform_offers_new           (ChattyAccountService *service,
                                                            const char           *account_id);
void                  chatty_platform_offers_open          (ChattyPlatformOffers *self);
void                  chatty_platform_offers_load          (ChattyPlatformOffers *self);
GListModel           *chatty_platform_offers_get_voices    (ChattyPlatformOffers *self);
GListModel           *chatty_platform_offers_get_languages (ChattyPlatformOffers *self);
GListModel           *chatty_platform_offers_get_models    (ChattyPlatformOffers *self);
/* (transfer full) (nullable): how much a model can be asked to reason. */
GListModel           *chatty_platform_offers_list_efforts  (ChattyPlatformOffers *self,
                                                            const char           *model);
/* How many tokens a model can hold in mind; 0 where that is not known. */
/* (nullable): what speaks. */
ChattySpeech         *chatty_platform_offers_get_speech    (ChattyPlatformOffers *self);
/* (nullable): what writes for the person. */
ChattyDrafting       *chatty_platform_offers_get_drafting  (ChattyPlatformOffers *self);
/* (nullable): why the lists could not be had, for people. */
const char           *chatty_platform_offers_get_message   (ChattyPlatformOffers *self);

G_END_DECLS
