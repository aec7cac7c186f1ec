/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ChattyCharacterDropDown: (object) no character, one that is there or a new one.
 *
 * Properties: "character" (nullable: a callsign, or the name of a new
 * character), "characters" (construct only GListModel of #ChattyChoice; may be
 * filled later), "keep-label" (nullable, construct only: what the first entry
 * says that changes nothing, see chatty_character_drop_down_get_keeps()).
 */
#define CHATTY_TYPE_CHARACTER_DROP_DOWN (chatty_character_drop_down_get_type ())
G_DECLARE_FINAL_TYPE (ChattyCharacterDropDown, chatty_character_drop_down, CHATTY, CHARACTER_DROP_DOWN, GtkWidget)

GtkWidget  *chatty_character_drop_down_new           (GListModel              *characters,
                                                      const char              *keep_label);
void        chatty_character_drop_down_fill          (GListStore              *characters,
                                                      GPtrArray               *facets);
const char *chatty_character_drop_down_get_character (ChattyCharacterDropDown *self);
void        chatty_character_drop_down_set_character (ChattyCharacterDropDown *self,
                                                      const char              *character);
void        chatty_character_drop_down_reset         (ChattyCharacterDropDown *self);
gboolean    chatty_character_drop_down_get_keeps     (ChattyCharacterDropDown *self);

G_END_DECLS
