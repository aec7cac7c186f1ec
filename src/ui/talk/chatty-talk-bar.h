/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-character-list.h"
#include "chatty-conversation.h"
#include "chatty-talk-partners.h"

G_BEGIN_DECLS

/**
 * ChattyTalkBar: (object) who answers: the character, on which account, with
 * which model, and whether it speaks and shows feelings.
 */
#define CHATTY_TYPE_TALK_BAR (chatty_talk_bar_get_type ())
G_DECLARE_FINAL_TYPE (ChattyTalkBar, chatty_talk_bar, CHATTY, TALK_BAR, GtkWidget)

GtkWidget *chatty_talk_bar_new              (void);
void       chatty_talk_bar_set_accounts     (ChattyTalkBar        *self,
                                             ChattyAccountService *accounts,
                                             ChattyCharacterList  *characters);
void       chatty_talk_bar_set_conversation (ChattyTalkBar        *self,
                                             ChattyConversation   *conversation, /* nullable */
                                             ChattyTalkPartners   *partners);    /* nullable */
void       chatty_talk_bar_choose_model     (ChattyTalkBar        *self);

G_END_DECLS
