/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-markdown-view.h"
#include "chatty-turn-segment.h"

G_BEGIN_DECLS

/* More are not shown one by one. */
#define CHATTY_TURN_MAX_SOURCES 30

G_STATIC_ASSERT (CHATTY_TURN_MAX_SOURCES <= CHATTY_MARKDOWN_MAX_SOURCES);

/* What an answer rests on, as it is marked and said. */

GArray  *chatty_turn_marks_list         (ChattyTurnSegment  *segment);
GStrv    chatty_turn_marks_list_names   (const ChattyTurn   *turn);
char    *chatty_turn_marks_dup_name     (const ChattySource *source);
char    *chatty_turn_marks_dup_spoken   (const ChattySource *source,
                                         guint               number);

G_END_DECLS
