/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-memory-note.h"

G_BEGIN_DECLS

/**
 * ChattyMemoryEdit: (object) what is being written: a new note, or another text
 * for one that is there.
 *
 * Rows of a long list come and go, what a person writes stays: it is kept here.
 * One note is written at a time. Signal "changed": another note is written, or
 * none any more; not while it is typed.
 */
#define CHATTY_TYPE_MEMORY_EDIT (chatty_memory_edit_get_type ())
G_DECLARE_FINAL_TYPE (ChattyMemoryEdit, chatty_memory_edit, CHATTY, MEMORY_EDIT, GObject)

ChattyMemoryEdit *chatty_memory_edit_new      (void);
void              chatty_memory_edit_begin    (ChattyMemoryEdit       *self,
                                               const ChattyMemoryNote *note);
void              chatty_memory_edit_end      (ChattyMemoryEdit       *self);
gboolean          chatty_memory_edit_is_of    (ChattyMemoryEdit       *self,
                                               const ChattyMemoryNote *note);
void              chatty_memory_edit_set      (ChattyMemoryEdit       *self,
                                               const char             *text,
                                               ChattyMemoryKind        kind);
const char       *chatty_memory_edit_get_text (ChattyMemoryEdit       *self);
ChattyMemoryKind  chatty_memory_edit_get_kind (ChattyMemoryEdit       *self);
ChattyMemoryNote *chatty_memory_edit_make     (ChattyMemoryEdit       *self,
                                               gint64                  now);

G_END_DECLS
