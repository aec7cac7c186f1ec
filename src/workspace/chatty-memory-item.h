/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-memory-note.h"

G_BEGIN_DECLS

/**
 * ChattyMemoryItem: (object) a note of a character's memory, in a list.
 *
 * Main loop. Properties (read only): "note" (#ChattyMemoryNote), "places"
 * (string list: the ids of the accounts where it lives too, %NULL-terminated).
 */
#define CHATTY_TYPE_MEMORY_ITEM (chatty_memory_item_get_type ())
G_DECLARE_FINAL_TYPE (ChattyMemoryItem, chatty_memory_item, CHATTY, MEMORY_ITEM, GObject)

ChattyMemoryItem   *chatty_memory_item_new        (ChattyMemoryNote *note);
ChattyMemoryNote   *chatty_memory_item_get_note   (ChattyMemoryItem *self);
/* The ids of the accounts where the note lives too; never NULL. */
const char *const  *chatty_memory_item_get_places (ChattyMemoryItem *self);

G_END_DECLS
