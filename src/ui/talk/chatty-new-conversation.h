/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-talk-service.h"

G_BEGIN_DECLS

/**
 * ChattyNewConversation: (object) asks who a new conversation is with.
 *
 * Where there is no character yet, or no account that can chat, it has the one
 * button that helps.
 * Signals: "chosen" (const char *callsign); "closed": the person does not want
 * to.
 */
#define CHATTY_TYPE_NEW_CONVERSATION (chatty_new_conversation_get_type ())
G_DECLARE_FINAL_TYPE (ChattyNewConversation, chatty_new_conversation,
                      CHATTY, NEW_CONVERSATION, GtkWidget)

GtkWidget *chatty_new_conversation_new         (void);
void       chatty_new_conversation_set_service (ChattyNewConversation *self,
                                                ChattyTalkService     *service);
void       chatty_new_conversation_start       (ChattyNewConversation *self);

G_END_DECLS
