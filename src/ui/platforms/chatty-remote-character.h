/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-character-store.h"
#include "chatty-workspace.h"

G_BEGIN_DECLS

/**
 * ChattyRemoteCharacter: (object) a character at a platform: its fields, and
 * whatever else the connector can do with it.
 *
 * Signal: "changed", when its title changed.
 */
#define CHATTY_TYPE_REMOTE_CHARACTER (chatty_remote_character_get_type ())
G_DECLARE_FINAL_TYPE (ChattyRemoteCharacter, chatty_remote_character,
                      CHATTY, REMOTE_CHARACTER, GtkWidget)

GtkWidget  *chatty_remote_character_new       (ChattyWorkspace       *workspace,
                                               ChattyCharacterStore  *store,
                                               const char            *account_id,
                                               ChattyCharacter       *character);
const char *chatty_remote_character_get_title (ChattyRemoteCharacter *self);

G_END_DECLS
