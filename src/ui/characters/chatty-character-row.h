/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-character-item.h"

G_BEGIN_DECLS

/**
 * ChattyCharacterRow: (object) a character in the list.
 *
 * Signal: "opened": it was clicked.
 */
#define CHATTY_TYPE_CHARACTER_ROW (chatty_character_row_get_type ())
G_DECLARE_FINAL_TYPE (ChattyCharacterRow, chatty_character_row, CHATTY, CHARACTER_ROW, GtkWidget)

GtkWidget           *chatty_character_row_new      (void);
void                 chatty_character_row_bind     (ChattyCharacterRow  *self,
                                                    ChattyCharacterItem *item);
void                 chatty_character_row_unbind   (ChattyCharacterRow  *self);
ChattyCharacterItem *chatty_character_row_get_item (ChattyCharacterRow  *self);

G_END_DECLS
