/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-character-store.h"

G_BEGIN_DECLS

/**
 * ChattyCharacterFields: (object) the fields of a character that a platform
 * has, with the platform's own names, to read and to copy.
 */
#define CHATTY_TYPE_CHARACTER_FIELDS (chatty_character_fields_get_type ())
G_DECLARE_FINAL_TYPE (ChattyCharacterFields, chatty_character_fields,
                      CHATTY, CHARACTER_FIELDS, GtkWidget)

GtkWidget *chatty_character_fields_new           (ChattyCharacterStore  *store);
void       chatty_character_fields_set_character (ChattyCharacterFields *self,
                                                  ChattyCharacter       *character);

G_END_DECLS
