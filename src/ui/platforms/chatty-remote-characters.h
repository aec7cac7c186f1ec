/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-character-store.h"

G_BEGIN_DECLS

/**
 * ChattyRemoteCharacters: (object) the characters that an account has. They
 * are listed with one call when it is shown first.
 *
 * Signal: "opened" with the #ChattyCharacter that the person wants to see.
 */
#define CHATTY_TYPE_REMOTE_CHARACTERS (chatty_remote_characters_get_type ())
G_DECLARE_FINAL_TYPE (ChattyRemoteCharacters, chatty_remote_characters,
                      CHATTY, REMOTE_CHARACTERS, GtkWidget)

GtkWidget *chatty_remote_characters_new (ChattyCharacterStore *store,
                                         const char           *account_id);

G_END_DECLS
