/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-find-bar.h"
#include "chatty-turn-segments.h"

G_BEGIN_DECLS

/**
 * ChattyTurnList: (object) the scrolled turns of a transcript.
 */
#define CHATTY_TYPE_TURN_LIST (chatty_turn_list_get_type ())
G_DECLARE_FINAL_TYPE (ChattyTurnList, chatty_turn_list, CHATTY, TURN_LIST, GtkWidget)

GtkWidget *chatty_turn_list_new            (void);
void       chatty_turn_list_set_segments   (ChattyTurnList     *self,
                                            ChattyTurnSegments *segments);
void       chatty_turn_list_set_find_bar   (ChattyTurnList     *self,
                                            ChattyFindBar      *find_bar);
void       chatty_turn_list_scroll_to_turn (ChattyTurnList     *self,
                                            guint               turn);
guint      chatty_turn_list_get_n_rows     (ChattyTurnList     *self);
int        chatty_turn_list_get_top_turn   (ChattyTurnList     *self);

G_END_DECLS
