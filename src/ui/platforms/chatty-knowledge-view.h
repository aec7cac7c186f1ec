/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-character.h"
#include "chatty-knowledge.h"

G_BEGIN_DECLS

/**
 * ChattyKnowledgeView: (object) the documents of an account: which of them a
 * character knows, and more to upload. Files that are dropped while it is to
 * be seen are uploaded.
 */
#define CHATTY_TYPE_KNOWLEDGE_VIEW (chatty_knowledge_view_get_type ())
G_DECLARE_FINAL_TYPE (ChattyKnowledgeView, chatty_knowledge_view, CHATTY, KNOWLEDGE_VIEW, GtkWidget)

GtkWidget *chatty_knowledge_view_new (ChattyKnowledge     *knowledge,
                                      const char          *account_id,
                                      ChattyCharacter     *character);

G_END_DECLS
