/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <string.h>

#include "chatty-memory-edit.h"

struct _ChattyMemoryEdit
{
  GObject parent_instance;

  gboolean          is_on;
  ChattyMemoryNote *note;   /* nullable: a new one */
  char             *text;
  ChattyMemoryKind  kind;
};

enum {
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyMemoryEdit, chatty_memory_edit, G_TYPE_OBJECT)

static void
chatty_memory_edit_finalize (GObject *object)
{
  ChattyMemoryEdit *self = CHATTY_MEMORY_EDIT (object);

  g_clear_pointer (&self->note, chatty_memory_note_unref);
  g_free (self->text);

  G_OBJECT_CLASS (chatty_memory_edit_parent_class)->finalize (object);
}

static void
chatty_memory_edit_class_init (ChattyMemoryEditClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = chatty_memory_edit_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
chatty_memory_edit_init (ChattyMemoryEdit *self)
{
  self->text = g_strdup ("");
}

ChattyMemoryEdit *
chatty_memory_edit_new (void)
{
  return g_object_new (CHATTY_TYPE_MEMORY_EDIT, NULL);
}

/**
 * chatty_memory_edit_begin:
 * @note: (nullable): what to change; %NULL for a new one
 */
void
chatty_memory_edit_begin (ChattyMemoryEdit       *self,
                          const ChattyMemoryNote *note)
{
  g_autoptr (ChattyMemoryNote) former = NULL;

  g_return_if_fail (CHATTY_IS_MEMORY_EDIT (self));

  former = g_steal_pointer (&self->note);
  self->is_on = TRUE;
  self->note = note != NULL ? chatty_memory_note_ref ((ChattyMemoryNote *) note) : NULL;
  self->kind = note != NULL ? note->kind : CHATTY_MEMORY_FACT;
  g_free (self->text);
  self->text = g_strdup (note != NULL ? note->text : "");
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * chatty_memory_edit_end:
 *
 * Nothing is written any more.
 */
void
chatty_memory_edit_end (ChattyMemoryEdit *self)
{
  g_return_if_fail (CHATTY_IS_MEMORY_EDIT (self));

  if (!self->is_on)
    return;
  self->is_on = FALSE;
  g_clear_pointer (&self->note, chatty_memory_note_unref);
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * chatty_memory_edit_is_of:
 * @note: (nullable): a note; %NULL for a new one
 *
 * Returns: whether it is what is being written
 */
gboolean
chatty_memory_edit_is_of (ChattyMemoryEdit       *self,
                          const ChattyMemoryNote *note)
{
  g_return_val_if_fail (CHATTY_IS_MEMORY_EDIT (self), FALSE);

  if (!self->is_on || note == NULL || self->note == NULL)
    return self->is_on && note == NULL && self->note == NULL;
  return g_strcmp0 (self->note->id, note->id) == 0;
}

/**
 * chatty_memory_edit_set:
 * @text: as far as it is written
 * @kind: what it is about
 */
void
chatty_memory_edit_set (ChattyMemoryEdit *self,
                        const char       *text,
                        ChattyMemoryKind  kind)
{
  g_return_if_fail (CHATTY_IS_MEMORY_EDIT (self));
  g_return_if_fail (text != NULL);

  if (text != self->text)
    {
      g_free (self->text);
      self->text = g_strdup (text);
    }
  self->kind = kind;
}

const char *
chatty_memory_edit_get_text (ChattyMemoryEdit *self)
{
  g_return_val_if_fail (CHATTY_IS_MEMORY_EDIT (self), "");

  return self->text;
}

ChattyMemoryKind
chatty_memory_edit_get_kind (ChattyMemoryEdit *self)
{
  g_return_val_if_fail (CHATTY_IS_MEMORY_EDIT (self), CHATTY_MEMORY_FACT);

  return self->kind;
}

/**
 * chatty_memory_edit_make:
 * @now: microseconds UTC
 *
 * Returns: (transfer full) (nullable): the note as it was written; %NULL where
 *   there is no text, or nothing was changed
 */
ChattyMemoryNote *
chatty_memory_edit_make (ChattyMemoryEdit *self,
                         gint64            now)
{
  g_autofree char *text = NULL;
  ChattyMemoryNote fields = { NULL };

  g_return_val_if_fail (CHATTY_IS_MEMORY_EDIT (self), NULL);

  text = g_strstrip (g_strdup (self->text));
  if (!self->is_on || *text == '\0')
    return NULL;
  if (self->note != NULL && self->note->kind == self->kind && strcmp (self->note->text, text) == 0)
    return NULL;

  if (self->note != NULL)
    fields = *self->note;
  else
    fields.created = now;
  fields.updated = now;
  fields.text = text;
  fields.kind = self->kind;
  return chatty_memory_note_new (&fields);
}
