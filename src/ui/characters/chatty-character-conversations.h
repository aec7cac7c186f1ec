/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-workspace.h"

G_BEGIN_DECLS

/**
 * ChattyCharacterConversations: (object) the conversations with a character,
 * newest first; one that is activated opens in the reader.
 */
#define CHATTY_TYPE_CHARACTER_CONVERSATIONS (chatty_character_conversations_get_type ())
G_DECLARE_FINAL_TYPE (ChattyCharacterConversations, chatty_character_conversations,
                      CHATTY, CHARACTER_CONVERSATIONS, GtkWidget)

GtkWidget *chatty_character_conversations_new           (ChattyWorkspace              *workspace);
void       chatty_character_conversations_set_character (ChattyCharacterConversations *self,
                                                         const char                   *callsign);

G_END_DECLS
