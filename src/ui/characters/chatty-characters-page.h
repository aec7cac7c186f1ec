/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-account-service.h"
#include "chatty-player.h"
#include "chatty-sync-service.h"

G_BEGIN_DECLS

/**
 * ChattyCharactersPage: (object) the list of characters and the one chosen,
 * side by side, or one after the other where the window is narrow.
 *
 * Action: "characters.import".
 */
#define CHATTY_TYPE_CHARACTERS_PAGE (chatty_characters_page_get_type ())
G_DECLARE_FINAL_TYPE (ChattyCharactersPage, chatty_characters_page,
                      CHATTY, CHARACTERS_PAGE, GtkWidget)

GtkWidget *chatty_characters_page_new          (ChattyWorkspace      *workspace,
                                                ChattyAccountService *accounts,
                                                ChattySyncService    *sync);
void       chatty_characters_page_set_player   (ChattyCharactersPage *self,
                                                ChattyPlayer         *player);
void       chatty_characters_page_open         (ChattyCharactersPage *self,
                                                const char           *callsign);
void       chatty_characters_page_open_document
                                               (ChattyCharactersPage *self,
                                                const char           *callsign,
                                                const char           *name,
                                                const char           *excerpt,
                                                guint                 page);
void       chatty_characters_page_create       (ChattyCharactersPage *self);
void       chatty_characters_page_start_search (ChattyCharactersPage *self);
gboolean   chatty_characters_page_go_back      (ChattyCharactersPage *self);

G_END_DECLS
