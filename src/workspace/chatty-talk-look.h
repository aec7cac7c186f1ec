/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-account-service.h"
#include "chatty-character-record.h"
#include "chatty-talk-partner.h"

G_BEGIN_DECLS

/* (element-type ChattyTalkPartner): the accounts that can chat, those that can
 * be talked to first. Blocking, without a call to a platform. */
GPtrArray         *chatty_talk_look       (ChattyAccountService   *accounts,
                                           ChattyCharacterRecord  *record,   /* nullable */
                                           GCancellable           *cancellable,
                                           GError                **error);
/* (transfer none) (nullable): of one account. */
ChattyTalkPartner *chatty_talk_look_find  (GPtrArray              *partners,
                                           const char             *account);
/* (transfer none) (nullable): where the character lives on the platform of an
 * account. */
ChattyCharacterLink *
                   chatty_talk_look_link  (ChattyCharacterRecord  *record,   /* nullable */
                                           const ChattyAccount    *account);
/* What the platform is to have of @field: not a value that belongs to another
 * platform, such as the id of a voice. (transfer full) (nullable): never "" */
char              *chatty_talk_look_field (ChattyCharacterRecord  *record,   /* nullable */
                                           const ChattyAccount    *account,
                                           ChattyCharacterField    field);

G_END_DECLS
