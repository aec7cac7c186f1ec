/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-turn-scheme.h"

G_BEGIN_DECLS

/* Speakers whose names are in no table. */

void              chatty_turn_names_settle_unknown (GArray            *candidates,
                                                    ChattyTurnScheme  *scheme);
void              chatty_turn_names_settle         (const char        *text,
                                                    gsize              length,
                                                    GArray            *candidates,
                                                    ChattyTurnScheme  *scheme,
                                                    const char        *hint,
                                                    char             **person,
                                                    char             **assistant);
void              chatty_turn_names_drop_story     (const char        *text,
                                                    GArray            *candidates,
                                                    ChattyTurnScheme  *scheme);
ChattyTurnScheme *chatty_turn_names_find           (const char        *text,
                                                    gsize              length,
                                                    const char        *hint,
                                                    GArray            *candidates,
                                                    char             **person,
                                                    char             **assistant);

G_END_DECLS
