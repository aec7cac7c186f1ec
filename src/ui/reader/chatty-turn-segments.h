/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

#include "chatty-transcript.h"
#include "chatty-turn-segment.h"

G_BEGIN_DECLS

/**
 * ChattyTurnSegments: (object) GListModel of #ChattyTurnSegment.
 *
 * The turns of a transcript as rows that are cheap to lay out, and those that
 * are said while it is open. Made on any thread, then used on the main loop.
 *
 * One turn at a time may be live: it is written while one looks on. Its blocks
 * become rows as they end; only the last row changes, which tells with its own
 * "changed". What a live turn costs is linear in its length.
 *
 * Signal "settled": turns were added, ended or exchanged; what was known of
 * their texts (such as places that were found) is to be looked up again. Not
 * told while a live turn merely grows.
 */
#define CHATTY_TYPE_TURN_SEGMENTS (chatty_turn_segments_get_type ())
G_DECLARE_FINAL_TYPE (ChattyTurnSegments, chatty_turn_segments, CHATTY, TURN_SEGMENTS, GObject)

ChattyTurnSegments *chatty_turn_segments_new            (ChattyTranscript   *transcript);
ChattyTranscript   *chatty_turn_segments_get_transcript (ChattyTurnSegments *self);
ChattyTranscript   *chatty_turn_segments_dup_current    (ChattyTurnSegments *self);
gboolean            chatty_turn_segments_update         (ChattyTurnSegments *self,
                                                         ChattyTranscript   *transcript);
void                chatty_turn_segments_truncate       (ChattyTurnSegments *self,
                                                         guint               n_turns);

void                chatty_turn_segments_append_turn    (ChattyTurnSegments *self,
                                                         ChattyTurn         *turn);
void                chatty_turn_segments_begin_live     (ChattyTurnSegments *self,
                                                         ChattyTurn         *begun);
void                chatty_turn_segments_set_live_turn  (ChattyTurnSegments *self,
                                                         ChattyTurn         *begun);
void                chatty_turn_segments_feed_live      (ChattyTurnSegments *self,
                                                         const char         *delta,
                                                         gsize               length);
void                chatty_turn_segments_replace_live   (ChattyTurnSegments *self,
                                                         const char         *text);
void                chatty_turn_segments_end_live       (ChattyTurnSegments *self,
                                                         ChattyTurn         *finished);
void                chatty_turn_segments_set_pace       (ChattyTurnSegments *self,
                                                         guint               milliseconds);
gboolean            chatty_turn_segments_is_live        (ChattyTurnSegments *self);
char               *chatty_turn_segments_dup_live_text  (ChattyTurnSegments *self);

guint               chatty_turn_segments_get_n_shown    (ChattyTurnSegments *self);
ChattyTurn         *chatty_turn_segments_get_shown      (ChattyTurnSegments *self,
                                                         guint               number);
guint               chatty_turn_segments_find_turn      (ChattyTurnSegments *self,
                                                         guint               turn);
void                chatty_turn_segments_choose         (ChattyTurnSegments *self,
                                                         guint               turn,
                                                         guint               choice);
gsize               chatty_turn_segments_get_length     (ChattyTurnSegments *self,
                                                         guint               position);
GArray             *chatty_turn_segments_ref_entries    (ChattyTurnSegments *self);

G_END_DECLS
