/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

#include "chatty-transcript.h"

G_BEGIN_DECLS

/**
 * ChattyTurnSegment: (object) one row of the reader: a turn, or a piece of a
 * long one.
 */
#define CHATTY_TYPE_TURN_SEGMENT (chatty_turn_segment_get_type ())
G_DECLARE_FINAL_TYPE (ChattyTurnSegment, chatty_turn_segment, CHATTY, TURN_SEGMENT, GObject)

const ChattyTranscript *chatty_turn_segment_get_transcript (ChattyTurnSegment *self);
guint                   chatty_turn_segment_get_position   (ChattyTurnSegment *self); /* in the list */
guint                   chatty_turn_segment_get_number     (ChattyTurnSegment *self); /* of the turn */
ChattyTurn             *chatty_turn_segment_get_turn       (ChattyTurnSegment *self); /* the alternate that is shown */
guint                   chatty_turn_segment_get_n_choices  (ChattyTurnSegment *self);
guint                   chatty_turn_segment_get_choice     (ChattyTurnSegment *self);
gboolean                chatty_turn_segment_is_first       (ChattyTurnSegment *self);
gboolean                chatty_turn_segment_is_last        (ChattyTurnSegment *self);
const char             *chatty_turn_segment_get_text       (ChattyTurnSegment *self,
                                                            gsize             *length); /* not terminated */
char                   *chatty_turn_segment_dup_markdown   (ChattyTurnSegment *self);

/**
 * ChattyTurnSegments: (object) GListModel of #ChattyTurnSegment.
 *
 * The turns of a transcript as rows that are cheap to lay out. Made on any
 * thread, then used on the main loop.
 */
#define CHATTY_TYPE_TURN_SEGMENTS (chatty_turn_segments_get_type ())
G_DECLARE_FINAL_TYPE (ChattyTurnSegments, chatty_turn_segments, CHATTY, TURN_SEGMENTS, GObject)

/**
 * ChattyTurnSegmentEntry: what is known of a segment, for workers.
 */
typedef struct {
  ChattyTurn *turn;       /* borrowed from the transcript */
  guint       number;
  guint       choice;
  gsize       offset;
  gsize       length;
  char       *prefix;     /* GRefString, nullable */
  char       *suffix;     /* GRefString, nullable */
} ChattyTurnSegmentEntry;

ChattyTurnSegments     *chatty_turn_segments_new            (ChattyTranscript   *transcript);
ChattyTranscript       *chatty_turn_segments_get_transcript (ChattyTurnSegments *self);
guint                   chatty_turn_segments_find_turn      (ChattyTurnSegments *self,
                                                             guint               turn);
void                    chatty_turn_segments_choose         (ChattyTurnSegments *self,
                                                             guint               turn,
                                                             guint               choice);
GArray                 *chatty_turn_segments_ref_entries    (ChattyTurnSegments *self);
char                   *chatty_turn_segment_entry_dup_markdown (const ChattyTurnSegmentEntry *entry);

G_END_DECLS
