/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-model"

#include "chatty-memory-note.h"

static const char *const kind_names[CHATTY_N_MEMORY_KINDS] = {
  [CHATTY_MEMORY_FACT] = "fact",
  [CHATTY_MEMORY_RELATIONSHIP] = "relationship",
  [CHATTY_MEMORY_SUMMARY] = "summary",
};

/**
 * chatty_memory_kind_to_string:
 *
 * Returns: (transfer none): the kind's stable name, as in files
 */
const char *
chatty_memory_kind_to_string (ChattyMemoryKind kind)
{
  g_return_val_if_fail (kind < CHATTY_N_MEMORY_KINDS, "fact");

  return kind_names[kind];
}

/**
 * chatty_memory_kind_from_string:
 * @name: (nullable): a stable name
 * @kind: (out): the kind
 *
 * Returns: whether @name is a kind's
 */
gboolean
chatty_memory_kind_from_string (const char       *name,
                                ChattyMemoryKind *kind)
{
  for (guint i = 0; name != NULL && i < CHATTY_N_MEMORY_KINDS; i++)
    if (g_str_equal (kind_names[i], name))
      {
        *kind = i;
        return TRUE;
      }
  return FALSE;
}

static void
chatty_memory_note_clear (gpointer data)
{
  ChattyMemoryNote *self = data;

  g_free ((char *) self->id);
  g_free ((char *) self->text);
  g_free ((char *) self->transcript);
  g_free ((char *) self->turn);
  g_strfreev ((char **) self->remotes);
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
  self->transcript = g_strdup (fields->transcript);
  self->turn = g_strdup (fields->turn);
  self->remotes = (const char *const *) g_strdupv ((char **) fields->remotes);
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

/**
 * chatty_memory_note_equal:
 *
 * Returns: whether every field is equal; no remotes and an empty list of them
 *   are the same
 */
gboolean
chatty_memory_note_equal (const ChattyMemoryNote *a,
                          const ChattyMemoryNote *b)
{
  static const char *const none[] = { NULL };

  return a == b ||
         (g_strcmp0 (a->id, b->id) == 0 && g_strcmp0 (a->text, b->text) == 0 &&
          a->created == b->created && a->updated == b->updated && a->kind == b->kind &&
          g_strcmp0 (a->transcript, b->transcript) == 0 && g_strcmp0 (a->turn, b->turn) == 0 &&
          g_strv_equal (a->remotes != NULL ? a->remotes : none,
                        b->remotes != NULL ? b->remotes : none));
}
