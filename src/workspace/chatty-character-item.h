/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

#include "chatty-character-place.h"

G_BEGIN_DECLS

/**
 * ChattyCharacterItem: (object) a row of the list of characters.
 *
 * Properties (read only): "callsign", "name" (never empty), "description"
 * (nullable), "avatar" (nullable: absolute path of a PNG), "modified" (int64),
 * "n-places" (uint), "state" (#ChattyPlaceState: the one that asks most for
 * attention; unknown without places). All are notified when the record changes;
 * the item stays the same.
 */
#define CHATTY_TYPE_CHARACTER_ITEM (chatty_character_item_get_type ())
G_DECLARE_FINAL_TYPE (ChattyCharacterItem, chatty_character_item,
                      CHATTY, CHARACTER_ITEM, GObject)

/* All of the row's answers are borrowed until it changes. */
ChattyCharacterRecord      *chatty_character_item_get_record      (ChattyCharacterItem *self);
const char                 *chatty_character_item_get_callsign    (ChattyCharacterItem *self);
const char                 *chatty_character_item_get_name        (ChattyCharacterItem *self);
const char                 *chatty_character_item_get_description (ChattyCharacterItem *self);
const char                 *chatty_character_item_get_avatar      (ChattyCharacterItem *self);
gint64                      chatty_character_item_get_modified    (ChattyCharacterItem *self);
guint                       chatty_character_item_get_n_places    (ChattyCharacterItem *self);
const ChattyCharacterPlace *chatty_character_item_get_place       (ChattyCharacterItem *self,
                                                                   guint                nth);
ChattyPlaceState            chatty_character_item_get_state       (ChattyCharacterItem *self);

G_END_DECLS
