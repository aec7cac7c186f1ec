/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <adwaita.h>

#include "chatty-memory-list.h"
#include "chatty-sent.h"

G_BEGIN_DECLS

/**
 * ChattySentMemory: (object) the lines of memory that were sent; each can be
 * forgotten, and that taken back.
 */
#define CHATTY_TYPE_SENT_MEMORY (chatty_sent_memory_get_type ())
G_DECLARE_FINAL_TYPE (ChattySentMemory, chatty_sent_memory, CHATTY, SENT_MEMORY, GtkWidget)

GtkWidget *chatty_sent_memory_new      (const ChattySent *sent);
void       chatty_sent_memory_set_list (ChattySentMemory *self,
                                        ChattyMemoryList *list);

G_END_DECLS
