/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-transcript-search.h"

G_BEGIN_DECLS

/**
 * ChattyFindBar: (object) finds words in the transcript that is read.
 *
 * Signal "changed": other matches, or another one is the current match.
 */
#define CHATTY_TYPE_FIND_BAR (chatty_find_bar_get_type ())
G_DECLARE_FINAL_TYPE (ChattyFindBar, chatty_find_bar, CHATTY, FIND_BAR, GtkWidget)

GtkWidget             *chatty_find_bar_new          (void);
void                   chatty_find_bar_set_segments (ChattyFindBar      *self,
                                                     ChattyTurnSegments *segments);
void                   chatty_find_bar_refresh      (ChattyFindBar      *self);
gboolean               chatty_find_bar_is_refreshed (ChattyFindBar      *self);
void                   chatty_find_bar_open         (ChattyFindBar      *self,
                                                     const char         *words);
void                   chatty_find_bar_close        (ChattyFindBar      *self);
gboolean               chatty_find_bar_is_open      (ChattyFindBar      *self);
void                   chatty_find_bar_move         (ChattyFindBar      *self,
                                                     int                 step);
guint                  chatty_find_bar_get_n_matches (ChattyFindBar     *self);
const ChattyTurnMatch *chatty_find_bar_get_current  (ChattyFindBar      *self);
const ChattyTurnMatch *chatty_find_bar_get_matches  (ChattyFindBar      *self,
                                                     guint               segment,
                                                     guint              *n_matches,
                                                     int                *current);

G_END_DECLS
