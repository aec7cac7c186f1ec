/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-conversation.h"
#include "chatty-turn-list.h"
#include "chatty-turn-segments.h"

G_BEGIN_DECLS

/**
 * ChattyLiveTurns: (object) lets the rows of a reader follow a conversation:
 * what is said is added, an answer is written as it comes, and another branch
 * takes its place.
 *
 * Follows until it is dropped.
 */
#define CHATTY_TYPE_LIVE_TURNS (chatty_live_turns_get_type ())
G_DECLARE_FINAL_TYPE (ChattyLiveTurns, chatty_live_turns, CHATTY, LIVE_TURNS, GObject)

ChattyLiveTurns *chatty_live_turns_new (ChattyConversation *conversation,
                                        ChattyTurnSegments *segments,
                                        ChattyTurnList     *list);

G_END_DECLS
