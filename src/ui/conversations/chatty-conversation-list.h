/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-workspace.h"

G_BEGIN_DECLS

/**
 * ChattyConversationList: (object) the conversations of a vault, with search
 * and filters.
 *
 * Properties: "sort-order" (nick of the setting), "is-empty" (read only: the
 * vault holds no conversation at all).
 * Signals: "chosen" (string id, int turn): a row was selected by the person;
 * "activated" (string id, int turn): it is to be opened. The turn is the one
 * that a search found, or -1.
 */
#define CHATTY_TYPE_CONVERSATION_LIST (chatty_conversation_list_get_type ())
G_DECLARE_FINAL_TYPE (ChattyConversationList, chatty_conversation_list, CHATTY, CONVERSATION_LIST, GtkWidget)

void       chatty_conversation_list_set_workspace (ChattyConversationList *self,
                                                   ChattyWorkspace        *workspace);
void       chatty_conversation_list_select        (ChattyConversationList *self,
                                                   const char             *id);
void       chatty_conversation_list_start_search  (ChattyConversationList *self);
void       chatty_conversation_list_focus         (ChattyConversationList *self);
gboolean   chatty_conversation_list_get_is_empty  (ChattyConversationList *self);

G_END_DECLS
