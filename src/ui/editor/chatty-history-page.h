/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <adwaita.h>

#include "chatty-character-draft.h"

G_BEGIN_DECLS

/**
 * ChattyHistoryPage: (object) every value of a character that was replaced,
 * and the way back to each.
 *
 * Reads the history when it is shown, and anew after chatty_history_page_reload().
 */
#define CHATTY_TYPE_HISTORY_PAGE (chatty_history_page_get_type ())
G_DECLARE_FINAL_TYPE (ChattyHistoryPage, chatty_history_page, CHATTY, HISTORY_PAGE, GtkWidget)

GtkWidget *chatty_history_page_new       (ChattyWorkspace   *workspace);
void       chatty_history_page_set_character (ChattyHistoryPage *self,
                                          const char        *callsign);
void       chatty_history_page_reload    (ChattyHistoryPage *self);

G_END_DECLS
