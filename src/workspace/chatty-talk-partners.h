/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-account-service.h"
#include "chatty-talk-partner.h"
#include "chatty-workspace.h"

G_BEGIN_DECLS

/**
 * ChattyTalkPartners: (object) GListModel of #ChattyTalkPartner.
 *
 * The accounts whose platform can chat, for one character: those that can be
 * talked to at once come first, then by name. Looks on a worker and makes no
 * calls; follows the accounts and the vault. Lives on the main loop.
 * Properties: "callsign" (nullable string), "loading" (boolean, read only).
 */
#define CHATTY_TYPE_TALK_PARTNERS (chatty_talk_partners_get_type ())
G_DECLARE_FINAL_TYPE (ChattyTalkPartners, chatty_talk_partners, CHATTY, TALK_PARTNERS, GObject)

ChattyTalkPartners *chatty_talk_partners_new          (ChattyWorkspace      *workspace,
                                                       ChattyAccountService *accounts);
const char         *chatty_talk_partners_get_callsign (ChattyTalkPartners   *self);
/* NULL: nobody in particular; platforms that only play characters of their own
 * have a reason then. */
void                chatty_talk_partners_set_callsign (ChattyTalkPartners   *self,
                                                       const char           *callsign);
gboolean            chatty_talk_partners_get_loading  (ChattyTalkPartners   *self);
/* (transfer none) (nullable): the partner of an account. */
ChattyTalkPartner  *chatty_talk_partners_find         (ChattyTalkPartners   *self,
                                                       const char           *account);

G_END_DECLS
