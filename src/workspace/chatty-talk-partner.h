/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-chat.h"

G_BEGIN_DECLS

/**
 * ChattyTalkPartner: (object) an account on which a character can be talked to.
 *
 * Immutable; a change of anything is another object. Any thread.
 * Properties (all read only): "account" and "account-name" (strings),
 * "platform" (string: its id), "title" (string: its name), "remote-id"
 * (nullable string), "inputs" (flags #ChattyChatInputs as uint), "reason"
 * (nullable string).
 */
#define CHATTY_TYPE_TALK_PARTNER (chatty_talk_partner_get_type ())
G_DECLARE_FINAL_TYPE (ChattyTalkPartner, chatty_talk_partner, CHATTY, TALK_PARTNER, GObject)

ChattyTalkPartner *chatty_talk_partner_new              (const char        *account,
                                                         const char        *account_name,
                                                         const char        *platform,
                                                         const char        *remote_id,
                                                         ChattyChatInputs   inputs,
                                                         const char        *reason);
const char        *chatty_talk_partner_get_account      (ChattyTalkPartner *self); /* its id */
const char        *chatty_talk_partner_get_account_name (ChattyTalkPartner *self);
const char        *chatty_talk_partner_get_platform     (ChattyTalkPartner *self); /* its id */
const char        *chatty_talk_partner_get_title        (ChattyTalkPartner *self); /* the brand */
/* NULL where the character does not live there. */
const char        *chatty_talk_partner_get_remote_id    (ChattyTalkPartner *self);
ChattyChatInputs   chatty_talk_partner_get_inputs       (ChattyTalkPartner *self);
/* Why it cannot be talked to there now and what helps, for people; NULL where
 * it can. */
const char        *chatty_talk_partner_get_reason       (ChattyTalkPartner *self);
gboolean           chatty_talk_partner_equal            (ChattyTalkPartner *self,
                                                         ChattyTalkPartner *other);

G_END_DECLS
