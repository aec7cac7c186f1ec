/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <adwaita.h>

#include "chatty-character-calls.h"

G_BEGIN_DECLS

/**
 * ChattyPictureField: (object) the picture of a character: chosen, dropped or
 * taken away; each is stored at once, with Undo.
 */
#define CHATTY_TYPE_PICTURE_FIELD (chatty_picture_field_get_type ())
G_DECLARE_FINAL_TYPE (ChattyPictureField, chatty_picture_field, CHATTY, PICTURE_FIELD, GtkWidget)

GtkWidget *chatty_picture_field_new        (ChattyWorkspace       *workspace);
void       chatty_picture_field_set_record (ChattyPictureField    *self,
                                            ChattyCharacterRecord *record);
void       chatty_picture_field_use        (ChattyPictureField    *self,
                                            GFile                 *file);

G_END_DECLS
