/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-turn-host.h"
#include "chatty-turn-segments.h"

G_BEGIN_DECLS

/**
 * ChattyTurnFooter: (object) what stands under a turn: its attachments, how far
 * it came, its alternates, and what can be done with it.
 *
 * Signal "choose" (guint choice): another alternate was asked for.
 */
#define CHATTY_TYPE_TURN_FOOTER (chatty_turn_footer_get_type ())
G_DECLARE_FINAL_TYPE (ChattyTurnFooter, chatty_turn_footer, CHATTY, TURN_FOOTER, GtkWidget)

gboolean   chatty_turn_footer_is_needed   (ChattyTurnSegment *segment,
                                           ChattyTurnHost    *host);

GtkWidget *chatty_turn_footer_new         (ChattyTurnHost    *host);
void       chatty_turn_footer_set_segment (ChattyTurnFooter  *self,
                                           ChattyTurnSegment *segment);

G_END_DECLS
