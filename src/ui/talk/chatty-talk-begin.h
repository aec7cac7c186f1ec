/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-character-list.h"
#include "chatty-conversation.h"

G_BEGIN_DECLS

/**
 * ChattyTalkBegin: (object) who a conversation is with in which nothing was said
 * yet: picture, name and description.
 */
#define CHATTY_TYPE_TALK_BEGIN (chatty_talk_begin_get_type ())
G_DECLARE_FINAL_TYPE (ChattyTalkBegin, chatty_talk_begin, CHATTY, TALK_BEGIN, GtkWidget)

void chatty_talk_begin_set_characters   (ChattyTalkBegin     *self,
                                         ChattyCharacterList *characters);
void chatty_talk_begin_set_conversation (ChattyTalkBegin     *self,
                                         ChattyConversation  *conversation); /* nullable */

G_END_DECLS
