/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct _ChattyConversation ChattyConversation;

#define CHATTY_TYPE_MEMORY_PROPOSALS (chatty_memory_proposals_get_type ())
G_DECLARE_FINAL_TYPE (ChattyMemoryProposals, chatty_memory_proposals,
                      CHATTY, MEMORY_PROPOSALS, GtkWidget)

/* Asks by itself what the character should remember of the conversation, and is
 * there for the person to choose. Emits "closed" when the person is done with it
 * (kept some, or none): whoever shows it takes it away then. */
GtkWidget *chatty_memory_proposals_new (ChattyConversation *conversation);

G_END_DECLS
