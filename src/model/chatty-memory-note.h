/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib-object.h>

#include "chatty-time.h"

G_BEGIN_DECLS

/**
 * ChattyMemoryKind:
 * @CHATTY_MEMORY_FACT: about the person
 * @CHATTY_MEMORY_RELATIONSHIP: about person and character
 * @CHATTY_MEMORY_SUMMARY: of a conversation
 */
typedef enum {
  CHATTY_MEMORY_FACT,
  CHATTY_MEMORY_RELATIONSHIP,
  CHATTY_MEMORY_SUMMARY,
} ChattyMemoryKind;

#define CHATTY_N_MEMORY_KINDS (CHATTY_MEMORY_SUMMARY + 1)

const char *chatty_memory_kind_to_string   (ChattyMemoryKind   kind);
gboolean    chatty_memory_kind_from_string (const char        *name,
                                            ChattyMemoryKind  *kind);

/**
 * ChattyMemoryNote:
 * @id: the platform's id, or the vault's
 * @text: what is remembered
 * @created: when it was noted, or %CHATTY_TIME_NONE
 * @updated: when it was changed, or %CHATTY_TIME_NONE
 * @kind: what it is about
 * @transcript: (nullable): id of the transcript that it comes from
 * @turn: (nullable): id of the turn there
 * @remotes: (nullable): "ACCOUNT:REMOTE_ID" each: where it lives on platforms
 *   too
 *
 * Something that a platform, or the vault, remembers. Immutable and
 * atomically counted.
 */
typedef struct {
  const char        *id;
  const char        *text;
  gint64             created;
  gint64             updated;
  ChattyMemoryKind   kind;
  const char        *transcript;
  const char        *turn;
  const char *const *remotes;
} ChattyMemoryNote;

#define CHATTY_TYPE_MEMORY_NOTE (chatty_memory_note_get_type ())
GType             chatty_memory_note_get_type (void);
ChattyMemoryNote *chatty_memory_note_new      (const ChattyMemoryNote *fields);
ChattyMemoryNote *chatty_memory_note_ref      (ChattyMemoryNote       *self);
void              chatty_memory_note_unref    (ChattyMemoryNote       *self);
gboolean          chatty_memory_note_equal    (const ChattyMemoryNote *a,
                                               const ChattyMemoryNote *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyMemoryNote, chatty_memory_note_unref)

G_END_DECLS
