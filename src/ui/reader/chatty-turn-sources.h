/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-turn-host.h"
#include "chatty-turn.h"

G_BEGIN_DECLS

/**
 * ChattyTurnSources: (object) what an answer rests on, as numbered chips. A chip
 * opens a popover; while somebody is at one, its passages are pointed out.
 */
#define CHATTY_TYPE_TURN_SOURCES (chatty_turn_sources_get_type ())
G_DECLARE_FINAL_TYPE (ChattyTurnSources, chatty_turn_sources, CHATTY, TURN_SOURCES, GtkWidget)

GtkWidget *chatty_turn_sources_new      (ChattyTurnHost    *host);
void       chatty_turn_sources_set_turn (ChattyTurnSources *self,
                                         ChattyTurn        *turn,
                                         guint              number);

G_END_DECLS
