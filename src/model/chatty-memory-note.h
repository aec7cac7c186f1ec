/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib-object.h>

#include "chatty-time.h"

G_BEGIN_DECLS

/**
 * ChattyMemoryNote:
 * @id: the platform's id
 * @text: what is remembered
 * @created: when it was noted, or %CHATTY_TIME_NONE
 * @updated: when it was changed, or %CHATTY_TIME_NONE
 *
 * Something that a platform remembers. Immutable and atomically counted.
 */
typedef struct {
  const char *id;
  const char *text;
  gint64      created;
  gint64      updated;
} ChattyMemoryNote;

#define CHATTY_TYPE_MEMORY_NOTE (chatty_memory_note_get_type ())
GType             chatty_memory_note_get_type (void);
ChattyMemoryNote *chatty_memory_note_new      (const ChattyMemoryNote *fields);
ChattyMemoryNote *chatty_memory_note_ref      (ChattyMemoryNote       *self);
void              chatty_memory_note_unref    (ChattyMemoryNote       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyMemoryNote, chatty_memory_note_unref)

G_END_DECLS
