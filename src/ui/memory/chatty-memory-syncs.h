/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <adwaita.h>

#include "chatty-character-record.h"
#include "chatty-memory-list.h"

G_BEGIN_DECLS

/**
 * ChattyMemorySyncs: (object) the accounts whose platform remembers things of
 * the character too, each with its button. Hidden where there is none.
 */
#define CHATTY_TYPE_MEMORY_SYNCS (chatty_memory_syncs_get_type ())
G_DECLARE_FINAL_TYPE (ChattyMemorySyncs, chatty_memory_syncs, CHATTY, MEMORY_SYNCS, GtkWidget)

GtkWidget *chatty_memory_syncs_new (ChattyMemoryList      *list);
void       chatty_memory_syncs_set (ChattyMemorySyncs     *self,
                                    GPtrArray             *accounts,
                                    ChattyCharacterRecord *record);

G_END_DECLS
