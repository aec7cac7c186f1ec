/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-markdown-view.h"
#include "chatty-turn-host.h"
#include "chatty-turn-segments.h"

G_BEGIN_DECLS

/**
 * ChattyTurnBubble: (object) what a person sees of a segment.
 *
 * Signal "choose" (guint turn, guint choice): another alternate was asked for.
 */
#define CHATTY_TYPE_TURN_BUBBLE (chatty_turn_bubble_get_type ())
G_DECLARE_FINAL_TYPE (ChattyTurnBubble, chatty_turn_bubble, CHATTY, TURN_BUBBLE, GtkWidget)

GtkWidget          *chatty_turn_bubble_new         (ChattyTurnHost    *host);
void                chatty_turn_bubble_set_segment (ChattyTurnBubble  *self,
                                                    ChattyTurnSegment *segment);
void                chatty_turn_bubble_refresh     (ChattyTurnBubble  *self);
ChattyMarkdownView *chatty_turn_bubble_get_view    (ChattyTurnBubble  *self);
void                chatty_turn_bubble_set_active  (ChattyTurnBubble  *self,
                                                    gboolean           active);

G_END_DECLS
