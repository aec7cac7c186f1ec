/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-find-bar.h"
#include "chatty-turn-offers.h"
#include "chatty-turn-segments.h"

G_BEGIN_DECLS

/**
 * ChattyTurnList: (object) the scrolled turns of a transcript.
 *
 * While the person is at the end, the list stays there as it grows; else it
 * stays where it is, and a button leads to the end.
 *
 * Signal "choose" (guint turn, guint choice), returning a gboolean: another
 * alternate was asked for (as chatty_turn_segments_choose() counts them).
 * Unless a handler returns %TRUE, the list only shows it. Not told for turns
 * that are no part of the conversation as it stands.
 *
 * Signal "edited" (guint turn, const char *text): the person said something
 * else instead.
 *
 * Signal "edit-ended": the person is done with saying something else, or does
 * not want to; the editor that has the keyboard is about to go.
 */
#define CHATTY_TYPE_TURN_LIST (chatty_turn_list_get_type ())
G_DECLARE_FINAL_TYPE (ChattyTurnList, chatty_turn_list, CHATTY, TURN_LIST, GtkWidget)

GtkWidget *chatty_turn_list_new              (void);
void       chatty_turn_list_set_segments     (ChattyTurnList      *self,
                                              ChattyTurnSegments  *segments);
void       chatty_turn_list_set_find_bar     (ChattyTurnList      *self,
                                              ChattyFindBar       *find_bar);
void       chatty_turn_list_set_offers       (ChattyTurnList      *self,
                                              ChattyTurnOffers     offers);
void       chatty_turn_list_set_image_loader (ChattyTurnList      *self,
                                              ChattyTurnImageLoad  load,
                                              gpointer             user_data,
                                              GDestroyNotify       destroy);
void       chatty_turn_list_scroll_to_turn   (ChattyTurnList      *self,
                                              guint                turn);
void       chatty_turn_list_scroll_to_passage (ChattyTurnList     *self,
                                              guint                turn,
                                              const ChattySpan    *passage);
void       chatty_turn_list_set_documents    (ChattyTurnList      *self,
                                              const char          *callsign,
                                              ChattyTurnDocumentFind find,
                                              gpointer             user_data,
                                              GDestroyNotify       destroy);
void       chatty_turn_list_set_thinking     (ChattyTurnList      *self,
                                              const char          *turn,
                                              int                  seconds);
void       chatty_turn_list_scroll_to_end    (ChattyTurnList      *self);
gboolean   chatty_turn_list_is_at_end        (ChattyTurnList      *self);
guint      chatty_turn_list_get_n_rows       (ChattyTurnList      *self);
int        chatty_turn_list_get_top_turn     (ChattyTurnList      *self);

G_END_DECLS
