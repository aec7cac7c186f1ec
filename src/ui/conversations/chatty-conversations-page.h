/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-talk-service.h"
#include "chatty-workspace.h"

G_BEGIN_DECLS

/**
 * ChattyConversationsPage: (object) the list of conversations and the reader,
 * side by side, or one after the other where the window is narrow.
 *
 * Properties (read only): "folded", "showing-reader" (only while folded).
 */
#define CHATTY_TYPE_CONVERSATIONS_PAGE (chatty_conversations_page_get_type ())
G_DECLARE_FINAL_TYPE (ChattyConversationsPage, chatty_conversations_page, CHATTY, CONVERSATIONS_PAGE, GtkWidget)

GtkWidget *chatty_conversations_page_new          (ChattyWorkspace         *workspace,
                                                   ChattyTalkService       *talk);     /* nullable: only to be read */
void       chatty_conversations_page_open         (ChattyConversationsPage *self,
                                                   const char              *id,
                                                   int                      turn);
/* Asks who a new conversation is with, or begins it with @callsign. */
void       chatty_conversations_page_begin        (ChattyConversationsPage *self,
                                                   const char              *callsign); /* nullable */
void       chatty_conversations_page_start_search (ChattyConversationsPage *self);
gboolean   chatty_conversations_page_go_back      (ChattyConversationsPage *self);

G_END_DECLS
