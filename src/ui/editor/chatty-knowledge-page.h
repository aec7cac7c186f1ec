/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <adwaita.h>

#include "chatty-character-draft.h"

G_BEGIN_DECLS

/**
 * ChattyKnowledgePage: (object) the documents that a character knows: added by
 * drop or chooser, removed with Undo, and read.
 */
#define CHATTY_TYPE_KNOWLEDGE_PAGE (chatty_knowledge_page_get_type ())
G_DECLARE_FINAL_TYPE (ChattyKnowledgePage, chatty_knowledge_page, CHATTY, KNOWLEDGE_PAGE, GtkWidget)

GtkWidget *chatty_knowledge_page_new        (ChattyWorkspace       *workspace);
void       chatty_knowledge_page_set_record (ChattyKnowledgePage   *self,
                                             ChattyCharacterRecord *record);
void       chatty_knowledge_page_show       (ChattyKnowledgePage   *self,
                                             const char            *name,
                                             const char            *excerpt,
                                             guint                  page);
void       chatty_knowledge_page_add        (ChattyKnowledgePage   *self,
                                             GListModel            *files);

G_END_DECLS
