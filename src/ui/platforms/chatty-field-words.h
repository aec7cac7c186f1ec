/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-character-store.h"

G_BEGIN_DECLS

/* What the pages say of the fields of a character. */

char *chatty_field_words_dup_caption (const ChattyFieldMap  *map,
                                      const ChattyCharacter *character,
                                      const char            *platform_title);
char *chatty_field_words_dup_value   (const ChattyCharacter *character,
                                      ChattyCharacterField   field);

G_END_DECLS
