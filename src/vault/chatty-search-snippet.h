/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-search-query.h"
#include "chatty-turn.h"

G_BEGIN_DECLS

char  *chatty_search_snippet          (const ChattySearchQuery *query,
                                       const char              *text,
                                       gsize                    length,
                                       guint                    max_chars);
char  *chatty_search_snippet_for_turn (const ChattySearchQuery *query,
                                       const ChattyTurn        *turn);

G_END_DECLS
