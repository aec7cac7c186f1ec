/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-character.h"
#include "chatty-json.h"

G_BEGIN_DECLS

/* A character as one JSON object, whole and both ways: for the agreed states
 * of a link, for drafts, and for the file that an export writes. A field that
 * is not set is absent. Members that are not known are not kept here. */
JsonNode        *chatty_character_to_json     (const ChattyCharacter  *character);
ChattyCharacter *chatty_character_from_json   (JsonNode               *node,
                                               GError                **error);

/* One field as JSON: a string, an array of strings, or an object of numbers;
 * null for a field that is not set. */
JsonNode        *chatty_character_field_to_json   (const ChattyCharacter  *character,
                                                   ChattyCharacterField    field);
gboolean         chatty_character_builder_set_json (ChattyCharacterBuilder *builder,
                                                   ChattyCharacterField    field,
                                                   JsonNode               *value);
/* Copies one field, or unsets it where @from has none. */
void             chatty_character_builder_take_field (ChattyCharacterBuilder *builder,
                                                   const ChattyCharacter  *from,
                                                   ChattyCharacterField    field);

G_END_DECLS
