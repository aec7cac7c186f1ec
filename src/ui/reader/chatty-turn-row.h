/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-markdown-view.h"
#include "chatty-turn-host.h"
#include "chatty-turn-segments.h"

G_BEGIN_DECLS

/**
 * ChattyTurnRow: (object) a place in the list for a segment.
 *
 * The list view of GTK 4.8 keeps and measures some two hundred rows, of which
 * a few are seen. A row only guesses its height until it is filled.
 *
 * Signal "choose" (guint turn, guint choice): another alternate was asked for.
 *
 * Signal "stale": its segment has changed: it is to be filled again. Told once
 * until that is done.
 */
#define CHATTY_TYPE_TURN_ROW (chatty_turn_row_get_type ())
G_DECLARE_FINAL_TYPE (ChattyTurnRow, chatty_turn_row, CHATTY, TURN_ROW, GtkWidget)

GtkWidget          *chatty_turn_row_new         (ChattyTurnHost    *host);
void                chatty_turn_row_bind        (ChattyTurnRow     *self,
                                                 ChattyTurnSegment *segment);
void                chatty_turn_row_unbind      (ChattyTurnRow     *self);
void                chatty_turn_row_fill        (ChattyTurnRow     *self);
gboolean            chatty_turn_row_is_filled   (ChattyTurnRow     *self);
gboolean            chatty_turn_row_needs_filling (ChattyTurnRow   *self);
void                chatty_turn_row_refresh     (ChattyTurnRow     *self);
void                chatty_turn_row_make_stale  (ChattyTurnRow     *self);
ChattyTurnSegment  *chatty_turn_row_get_segment (ChattyTurnRow     *self);
ChattyMarkdownView *chatty_turn_row_get_view    (ChattyTurnRow     *self);
const char         *chatty_turn_row_get_spoken  (ChattyTurnRow     *self);
void                chatty_turn_row_set_active  (ChattyTurnRow     *self,
                                                 gboolean           active);

G_END_DECLS
