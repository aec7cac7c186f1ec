/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-conversation.h"
#include "chatty-talk-partner.h"

G_BEGIN_DECLS

/* (transfer full) (nullable): that one waits for, or hears from @name (nullable). */
char       *chatty_talk_words_dup_status (ChattyTalkState    state,
                                          const char        *name);
/* (nullable): what keeps @conversation, which is at rest, from going on with
 * @partner (nullable), one of @n_partners; and what the button says that helps
 * (nullable). */
const char *chatty_talk_words_get_place  (ChattyConversation *conversation,
                                          ChattyTalkPartner  *partner,
                                          guint               n_partners,
                                          const char        **action);

G_END_DECLS
