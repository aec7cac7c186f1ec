/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-character-item.h"

G_BEGIN_DECLS

/**
 * ChattyCharacterRow:
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
} ChattyCharacterRow;

ChattyCharacterRow  *chatty_character_row_new      (ChattyCharacterRecord *record);
ChattyCharacterRow  *chatty_character_row_ref      (ChattyCharacterRow    *self);
void                 chatty_character_row_unref    (ChattyCharacterRow    *self);
guint                chatty_character_row_urgency  (const ChattyCharacterRow *self);

ChattyCharacterItem *chatty_character_item_new     (ChattyCharacterRow    *row);
void                 chatty_character_item_set_row (ChattyCharacterItem   *self,
                                                    ChattyCharacterRow    *row);

G_END_DECLS
