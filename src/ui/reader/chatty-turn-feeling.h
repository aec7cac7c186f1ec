/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-turn.h"

G_BEGIN_DECLS

/* How a turn was meant and how far it came, as a person sees and hears it. */

char       *chatty_turn_feeling_dup_word      (const ChattyTurn *turn);
char       *chatty_turn_feeling_dup_tooltip   (const ChattyTurn *turn);
const char *chatty_turn_feeling_get_icon      (const ChattyTurn *turn);
const char *chatty_turn_state_get_style_class (ChattyTurnState   state);
const char *chatty_turn_state_get_icon        (ChattyTurnState   state);
char       *chatty_turn_state_dup_words       (const ChattyTurn *turn);

G_END_DECLS
