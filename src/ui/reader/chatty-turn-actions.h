/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-turn-offers.h"
#include "chatty-turn-segments.h"

G_BEGIN_DECLS

/**
 * ChattyTurnActions: (object) the buttons for what can be done with a turn.
 */
#define CHATTY_TYPE_TURN_ACTIONS (chatty_turn_actions_get_type ())
G_DECLARE_FINAL_TYPE (ChattyTurnActions, chatty_turn_actions, CHATTY, TURN_ACTIONS, GtkWidget)

ChattyTurnOffers  chatty_turn_actions_get_offers_for (ChattyTurnSegment *segment,
                                                      ChattyTurnOffers   offers);

GtkWidget        *chatty_turn_actions_new            (void);
void              chatty_turn_actions_set_segment    (ChattyTurnActions *self,
                                                      ChattyTurnSegment *segment,
                                                      ChattyTurnOffers   offers);

G_END_DECLS
