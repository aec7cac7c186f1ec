/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-conversation.h"

G_BEGIN_DECLS

/**
 * ChattyMemoryProposals: (object) "What should NAME remember?": the notes that
 * the model would make of a conversation, each to be changed and chosen.
 *
 * Asks by itself when it is shown first. Nothing is kept without the person's
 * yes. Signal "closed": the person is done with it, so whoever shows it takes it
 * away.
 */
#define CHATTY_TYPE_MEMORY_PROPOSALS (chatty_memory_proposals_get_type ())
G_DECLARE_FINAL_TYPE (ChattyMemoryProposals, chatty_memory_proposals,
                      CHATTY, MEMORY_PROPOSALS, GtkWidget)

GtkWidget *chatty_memory_proposals_new (ChattyConversation *conversation);

G_END_DECLS
