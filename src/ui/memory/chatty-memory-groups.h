/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-memory-note.h"

G_BEGIN_DECLS

/**
 * ChattyMemoryHeading: (object) stands over the notes of one kind.
 */
#define CHATTY_TYPE_MEMORY_HEADING (chatty_memory_heading_get_type ())
G_DECLARE_FINAL_TYPE (ChattyMemoryHeading, chatty_memory_heading,
                      CHATTY, MEMORY_HEADING, GObject)

ChattyMemoryKind chatty_memory_heading_get_kind (ChattyMemoryHeading *self);

/**
 * ChattyMemoryGroups: (object) the notes of a list by what they are about.
 */
#define CHATTY_TYPE_MEMORY_GROUPS (chatty_memory_groups_get_type ())
G_DECLARE_FINAL_TYPE (ChattyMemoryGroups, chatty_memory_groups, CHATTY, MEMORY_GROUPS, GObject)

ChattyMemoryGroups *chatty_memory_groups_new        (GListModel         *notes);
void                chatty_memory_groups_search     (ChattyMemoryGroups *self,
                                                     const char         *text);
GListModel         *chatty_memory_groups_get_model  (ChattyMemoryGroups *self);

G_END_DECLS
