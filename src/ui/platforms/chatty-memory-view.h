/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-character.h"
#include "chatty-memory.h"

G_BEGIN_DECLS

/**
 * ChattyMemoryView: (object) what a platform remembers of a person who talked
 * to a character: to see, to add to, and to delete from.
 */
#define CHATTY_TYPE_MEMORY_VIEW (chatty_memory_view_get_type ())
G_DECLARE_FINAL_TYPE (ChattyMemoryView, chatty_memory_view, CHATTY, MEMORY_VIEW, GtkWidget)

GtkWidget *chatty_memory_view_new (ChattyMemory    *memory,
                                   const char      *account_id,
                                   ChattyCharacter *character);

G_END_DECLS
