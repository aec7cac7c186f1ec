/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-turn-cut.h"
#include "chatty-turn-segment-private.h"

G_BEGIN_DECLS

/* Between a list and its turn that is being written. */

typedef struct _ChattyTurnLive ChattyTurnLive;

/* From the turn after @at on the turns that followed @alternate are shown. */
typedef struct {
  guint       at;
  ChattyTurn *alternate;
} Branch;

struct _ChattyTurnSegments
{
  GObject parent_instance;

  ChattyTranscript *transcript;
  GPtrArray        *turns;       /* of ChattyTurn: the conversation as it stands */
  GArray           *branches;    /* of Branch, that are looked at instead */
  GArray           *entries;     /* of ChattyTurnSegmentEntry, one a row */
  GArray           *snapshot;    /* what workers were given of them, nullable */
  GHashTable       *alive;       /* position to segment, not owned: the same row is the same object */
  ChattyTurnLive   *live;        /* of the last turn, nullable */
  guint             pace;        /* milliseconds between two changes of it */
};

ChattyTurnSegmentEntry *chatty_turn_segments_get_entry        (ChattyTurnSegments *self,
                                                               guint               position);
GArray                 *chatty_turn_entries_new               (guint               size);
void                    chatty_turn_segments_refresh_row      (ChattyTurnSegments *self,
                                                               guint               position);
void                    chatty_turn_segments_tell_row         (ChattyTurnSegments *self,
                                                               guint               position);
void                    chatty_turn_segments_forget_snapshot  (ChattyTurnSegments *self);
void                    chatty_turn_segments_splice           (ChattyTurnSegments *self,
                                                               guint               start,
                                                               guint               end,
                                                               GArray             *added);
void                    chatty_turn_segments_leave_branches   (ChattyTurnSegments *self);
void                    chatty_turn_segments_tell_turn_before (ChattyTurnSegments *self,
                                                               guint               number);
void                    chatty_turn_segments_exchange_turn    (ChattyTurnSegments *self,
                                                               guint               number,
                                                               ChattyTurn         *turn);
void                    chatty_turn_segments_settle           (ChattyTurnSegments *self);
void                    chatty_turn_live_move                 (ChattyTurnLive     *self,
                                                               int                 rows);
void                    chatty_turn_live_free                 (ChattyTurnLive     *self);

G_END_DECLS
