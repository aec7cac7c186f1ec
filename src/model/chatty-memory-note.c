/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-model"

#include "chatty-memory-note.h"

static void
chatty_memory_note_clear (gpointer data)
{
  ChattyMemoryNote *self = data;

  g_free ((char *) self->id);
  g_free ((char *) self->text);
}

G_DEFINE_BOXED_TYPE (ChattyMemoryNote, chatty_memory_note, chatty_memory_note_ref,
                     chatty_memory_note_unref)

/**
 * chatty_memory_note_new:
 * @fields: what it holds; copied
 *
 * Returns: (transfer full): a counted record that nobody changes
 */
ChattyMemoryNote *
chatty_memory_note_new (const ChattyMemoryNote *fields)
{
  ChattyMemoryNote *self = g_atomic_rc_box_new0 (ChattyMemoryNote);

  *self = *fields;
  self->id = g_strdup (fields->id);
  self->text = g_strdup (fields->text);
  return self;
}

ChattyMemoryNote *
chatty_memory_note_ref (ChattyMemoryNote *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
chatty_memory_note_unref (ChattyMemoryNote *self)
{
  g_atomic_rc_box_release_full (self, chatty_memory_note_clear);
}
