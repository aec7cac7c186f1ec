/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-character-record.h"

G_BEGIN_DECLS

/**
 * ChattyDraftSides:
 * @generic: the generic fields and the extras of platforms
 * @overrides: platform to the #ChattyCharacter that it uses instead
 *
 * All of a character that an editor changes. Pure values; no signals, no disk.
 */
typedef struct {
  ChattyCharacter *generic;
  GHashTable      *overrides;
} ChattyDraftSides;

ChattyDraftSides      *chatty_draft_sides_new        (ChattyCharacterRecord   *record);
ChattyDraftSides      *chatty_draft_sides_copy       (const ChattyDraftSides  *self);
void                   chatty_draft_sides_free       (ChattyDraftSides        *self);
ChattyCharacter       *chatty_draft_sides_get        (const ChattyDraftSides  *self,
                                                      const char              *platform);
void                   chatty_draft_sides_take       (ChattyDraftSides        *self,
                                                      const char              *platform,
                                                      ChattyCharacter         *character);
char                 **chatty_draft_sides_list       (const ChattyDraftSides  *self,
                                                      const ChattyDraftSides  *other);
guint                  chatty_draft_sides_diff       (const ChattyDraftSides  *self,
                                                      const ChattyDraftSides  *other,
                                                      const char              *platform);
gboolean               chatty_draft_sides_equal      (const ChattyDraftSides  *self,
                                                      const ChattyDraftSides  *other);
ChattyDraftSides      *chatty_draft_sides_rebase     (const ChattyDraftSides  *before,
                                                      const ChattyDraftSides  *edited,
                                                      const ChattyDraftSides  *now,
                                                      guint                   *elsewhere);
ChattyCharacterRecord *chatty_draft_sides_to_record  (const ChattyDraftSides  *self,
                                                      ChattyCharacterRecord   *record);
char                  *chatty_draft_sides_to_text    (const ChattyDraftSides  *before,
                                                      const ChattyDraftSides  *edited);
gboolean               chatty_draft_sides_from_text  (const char              *text,
                                                      ChattyDraftSides       **before,
                                                      ChattyDraftSides       **edited,
                                                      GError                 **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyDraftSides, chatty_draft_sides_free)

G_END_DECLS
