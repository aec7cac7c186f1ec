/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <adwaita.h>

#include "chatty-account-service.h"
#include "chatty-character-draft.h"
#include "chatty-player.h"
#include "chatty-sync-service.h"

G_BEGIN_DECLS

/**
 * ChattyCharacterView: (object) a character: its head, what can be done with
 * it, and a tab for each side of it.
 *
 * Actions: "character.save", "character.talk", "character.put", "character.duplicate",
 * "character.delete", "character.export", "character.export-markdown".
 * Property: "show-back" (boolean).
 * Signals: "back"; "opened" (const char *callsign, nullable): another one is
 * shown, or it got its callsign.
 */
#define CHATTY_TYPE_CHARACTER_VIEW (chatty_character_view_get_type ())
G_DECLARE_FINAL_TYPE (ChattyCharacterView, chatty_character_view,
                      CHATTY, CHARACTER_VIEW, GtkWidget)

void                  chatty_character_view_set_workspace (ChattyCharacterView  *self,
                                                           ChattyWorkspace      *workspace,
                                                           ChattyAccountService *accounts,
                                                           ChattySyncService    *sync);
void                  chatty_character_view_set_player    (ChattyCharacterView  *self,
                                                           ChattyPlayer         *player);
void                  chatty_character_view_open          (ChattyCharacterView  *self,
                                                           const char           *callsign);
void                  chatty_character_view_open_new      (ChattyCharacterView  *self);
void                  chatty_character_view_close         (ChattyCharacterView  *self);
const char           *chatty_character_view_get_callsign  (ChattyCharacterView  *self);
ChattyCharacterDraft *chatty_character_view_get_draft     (ChattyCharacterView  *self);
void                  chatty_character_view_show_tab      (ChattyCharacterView  *self,
                                                           const char           *name);
void                  chatty_character_view_show_document (ChattyCharacterView  *self,
                                                           const char           *name,
                                                           const char           *excerpt,
                                                           guint                 page);

G_END_DECLS
