/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-turn-segments.h"

G_BEGIN_DECLS

/**
 * ChattyTurnFooter: (object) the attachments of a turn and its alternates.
 *
 * Signal "choose" (guint choice): another alternate was asked for.
 */
#define CHATTY_TYPE_TURN_FOOTER (chatty_turn_footer_get_type ())
G_DECLARE_FINAL_TYPE (ChattyTurnFooter, chatty_turn_footer, CHATTY, TURN_FOOTER, GtkWidget)

GtkWidget *chatty_turn_footer_new         (void);
void       chatty_turn_footer_set_segment (ChattyTurnFooter  *self,
                                           ChattyTurnSegment *segment);

G_END_DECLS
