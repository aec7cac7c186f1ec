/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

#include "chatty-memory-note.h"

G_BEGIN_DECLS

const char *chatty_memory_kind_to_words   (ChattyMemoryKind        kind);
const char *chatty_memory_kind_to_heading (ChattyMemoryKind        kind);
const char *chatty_memory_kind_get_icon   (ChattyMemoryKind        kind);
char       *chatty_memory_note_dup_when   (const ChattyMemoryNote *note,
                                           gboolean                exact);
char       *chatty_memory_note_dup_quoted (const ChattyMemoryNote *note);

G_END_DECLS
