/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-transcript.h"

G_BEGIN_DECLS

/* How a turn is called, on the screen and by a screen reader. */

char *chatty_turn_words_dup_author (const ChattyTranscript *transcript,
                                    const ChattyTurn       *turn);
char *chatty_turn_words_dup_time   (const ChattyTurn       *turn,
                                    const ChattyTurn       *previous);
char *chatty_turn_words_dup_spoken (const ChattyTranscript *transcript,
                                    const ChattyTurn       *turn,
                                    const ChattyTurn       *previous);

G_END_DECLS
