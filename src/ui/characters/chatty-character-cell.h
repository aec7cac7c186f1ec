/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-character-item.h"

G_BEGIN_DECLS

/**
 * ChattyCharacterCell: (object) a character in the list.
 *
 * Signal: "opened": it was clicked.
 */
#define CHATTY_TYPE_CHARACTER_CELL (chatty_character_cell_get_type ())
G_DECLARE_FINAL_TYPE (ChattyCharacterCell, chatty_character_cell, CHATTY, CHARACTER_CELL, GtkWidget)

GtkWidget           *chatty_character_cell_new      (void);
void                 chatty_character_cell_bind     (ChattyCharacterCell *self,
                                                     ChattyCharacterItem *item);
void                 chatty_character_cell_unbind   (ChattyCharacterCell *self);
ChattyCharacterItem *chatty_character_cell_get_item (ChattyCharacterCell *self);

G_END_DECLS
