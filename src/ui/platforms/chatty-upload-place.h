/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-character.h"
#include "chatty-knowledge.h"

G_BEGIN_DECLS

/**
 * ChattyUploadPlace: (object) where files are dropped or chosen to be uploaded,
 * above a list of documents: what is taken, and how far each is.
 *
 * Signal: "refresh": the list is to be read again.
 */
#define CHATTY_TYPE_UPLOAD_PLACE (chatty_upload_place_get_type ())
G_DECLARE_FINAL_TYPE (ChattyUploadPlace, chatty_upload_place, CHATTY, UPLOAD_PLACE, GtkWidget)

GtkWidget *chatty_upload_place_new (ChattyKnowledge *knowledge,
                                    ChattyCharacter *character);

G_END_DECLS
