/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-character-item.h"

G_BEGIN_DECLS

/**
 * ChattyCharacterLine:
 * @record: the character
 * @name: what the row shows, never empty
 * @key: sorts by name as the locale does
 * @places: its links, looked at; of #ChattyCharacterPlace
 * @state: the one that asks most for attention
 *
 * What the list shows of a character, made on a worker. Immutable and
 * atomically counted.
 */
typedef struct {
  ChattyCharacterRecord *record;
  char                  *name;
  char                  *key;
  GArray                *places;
  ChattyPlaceState       state;
} ChattyCharacterLine;

ChattyCharacterLine *chatty_character_line_new      (ChattyCharacterRecord     *record);
ChattyCharacterLine *chatty_character_line_ref      (ChattyCharacterLine       *self);
void                 chatty_character_line_unref    (ChattyCharacterLine       *self);
guint                chatty_character_line_urgency  (const ChattyCharacterLine *self);

ChattyCharacterItem *chatty_character_item_new      (ChattyCharacterLine       *line);
void                 chatty_character_item_set_line (ChattyCharacterItem       *self,
                                                     ChattyCharacterLine       *line);

G_END_DECLS
