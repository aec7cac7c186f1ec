/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-vault.h"

G_BEGIN_DECLS

/**
 * ChattyConversationFilters: (object) drop-downs that narrow the list by
 * platform, character and year.
 *
 * Signal "changed".
 */
#define CHATTY_TYPE_CONVERSATION_FILTERS (chatty_conversation_filters_get_type ())
G_DECLARE_FINAL_TYPE (ChattyConversationFilters, chatty_conversation_filters, CHATTY, CONVERSATION_FILTERS, GtkWidget)

void     chatty_conversation_filters_set_facets (ChattyConversationFilters *self,
                                                 GPtrArray                 *platforms,
                                                 GPtrArray                 *characters,
                                                 GPtrArray                 *years);
void     chatty_conversation_filters_apply      (ChattyConversationFilters *self,
                                                 ChattyTranscriptQuery     *query);
gboolean chatty_conversation_filters_is_set     (ChattyConversationFilters *self);
void     chatty_conversation_filters_reset      (ChattyConversationFilters *self);

G_END_DECLS
