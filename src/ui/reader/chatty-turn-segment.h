/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib-object.h>

#include "chatty-transcript.h"

G_BEGIN_DECLS

/**
 * ChattyTurnSegmentEntry:
 * @turn: the turn, or the alternate of it that is shown
 * @whole: the turn that has the alternates
 * @text: (nullable): a #GRefString: the piece of a turn that is being written;
 *   %NULL where it is in @turn
 * @number: of the turn among those that are shown, from 0
 * @choice: 0 for @whole itself, else 1 more than the number of its alternate
 * @offset: first byte of the turn's text
 * @length: bytes
 * @prefix: (nullable): a #GRefString that makes the piece readable by itself
 * @suffix: (nullable): a #GRefString
 * @is_first: whether the turn begins here
 * @is_last: whether it ends here
 * @is_live: whether it is still being written
 * @is_aside: whether it is an alternate, or follows one, and so is no part of
 *   the conversation as it stands
 *
 * What is known of a segment.
 */
typedef struct {
  ChattyTurn *turn;
  ChattyTurn *whole;
  char       *text;
  guint       number;
  guint       choice;
  gsize       offset;
  gsize       length;
  char       *prefix;
  char       *suffix;
  guint       is_first : 1;
  guint       is_last  : 1;
  guint       is_live  : 1;
  guint       is_aside : 1;
} ChattyTurnSegmentEntry;

/**
 * ChattyTurnSegment: (object) one row of the reader: a turn, or a piece of a
 * long one.
 *
 * Signal "changed": what it says, or how it looks, is another now.
 */
#define CHATTY_TYPE_TURN_SEGMENT (chatty_turn_segment_get_type ())
G_DECLARE_FINAL_TYPE (ChattyTurnSegment, chatty_turn_segment, CHATTY, TURN_SEGMENT, GObject)

const ChattyTranscript *chatty_turn_segment_get_transcript (ChattyTurnSegment *self);
guint                   chatty_turn_segment_get_position   (ChattyTurnSegment *self); /* in the list */
guint                   chatty_turn_segment_get_number     (ChattyTurnSegment *self); /* of the turn */
ChattyTurn             *chatty_turn_segment_get_turn       (ChattyTurnSegment *self); /* the alternate that is shown */
ChattyTurn             *chatty_turn_segment_get_previous   (ChattyTurnSegment *self); /* nullable: the turn before */
guint                   chatty_turn_segment_get_n_choices  (ChattyTurnSegment *self);
guint                   chatty_turn_segment_get_choice     (ChattyTurnSegment *self);
GArray                 *chatty_turn_segment_list_choices   (ChattyTurnSegment *self);
gboolean                chatty_turn_segment_is_first       (ChattyTurnSegment *self);
gboolean                chatty_turn_segment_is_last        (ChattyTurnSegment *self);
gboolean                chatty_turn_segment_is_live        (ChattyTurnSegment *self);
gboolean                chatty_turn_segment_is_aside       (ChattyTurnSegment *self);
gboolean                chatty_turn_segment_ends_list      (ChattyTurnSegment *self);
const char             *chatty_turn_segment_get_text       (ChattyTurnSegment *self,
                                                            gsize             *length); /* not terminated */
gsize                   chatty_turn_segment_get_offset     (ChattyTurnSegment *self,
                                                            gsize             *prefix);
char                   *chatty_turn_segment_dup_markdown   (ChattyTurnSegment *self);

const char             *chatty_turn_segment_entry_get_text     (const ChattyTurnSegmentEntry *entry);
char                   *chatty_turn_segment_entry_dup_markdown (const ChattyTurnSegmentEntry *entry);

G_END_DECLS
