/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-turn-segments.h"

G_BEGIN_DECLS

/* Between a segment and its list. */

struct _ChattyTurnSegment
{
  GObject parent_instance;

  ChattyTurnSegments     *list;     /* NULL once the row is gone from it */
  ChattyTranscript       *transcript;
  ChattyTurnSegmentEntry  entry;    /* its own copy */
  guint                   position;
};

void        chatty_turn_segment_entry_copy    (ChattyTurnSegmentEntry       *into,
                                               const ChattyTurnSegmentEntry *from);
void        chatty_turn_segment_entry_clear   (ChattyTurnSegmentEntry       *entry);
void        chatty_turn_segment_set_entry     (ChattyTurnSegment            *self,
                                               const ChattyTurnSegmentEntry *entry);
void        chatty_turn_segment_tell          (ChattyTurnSegment            *self);
void        chatty_turn_segments_forget       (ChattyTurnSegments           *self,
                                               ChattyTurnSegment            *segment);
const char *chatty_turn_segments_get_live     (ChattyTurnSegments           *self);

G_END_DECLS
