/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-workspace.h"

G_BEGIN_DECLS

/**
 * ChattyCharacterSidebar: (object) the list of characters, with its search and
 * its states.
 *
 * Property (read only): "is-empty": the vault is known to hold none.
 * Signals: "chosen" (const char *callsign): it is selected now; "activated"
 * (const char *callsign): it is to be opened.
 */
#define CHATTY_TYPE_CHARACTER_SIDEBAR (chatty_character_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (ChattyCharacterSidebar, chatty_character_sidebar,
                      CHATTY, CHARACTER_SIDEBAR, GtkWidget)

void        chatty_character_sidebar_set_workspace (ChattyCharacterSidebar *self,
                                                    ChattyWorkspace        *workspace);
void        chatty_character_sidebar_select        (ChattyCharacterSidebar *self,
                                                    const char             *callsign);
void        chatty_character_sidebar_start_search  (ChattyCharacterSidebar *self);
void        chatty_character_sidebar_focus         (ChattyCharacterSidebar *self);
gboolean    chatty_character_sidebar_get_is_empty  (ChattyCharacterSidebar *self);

G_END_DECLS
