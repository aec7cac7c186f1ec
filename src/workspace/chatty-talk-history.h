/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-transcript.h"

G_BEGIN_DECLS

/* The tokens that a model is taken to hold where nobody says. */
#define CHATTY_TALK_DEFAULT_TOKENS 32768

/* (element-type ChattyTurn): the newest turns of person and assistant among the
 * first @n_turns of @transcript that fit beside @reserved bytes in a context of
 * @tokens, oldest first, whole turns only. @left_out: (out): how many had no
 * room. Pure; any thread. */
GPtrArray *chatty_talk_history_trim (ChattyTranscript *transcript,
                                     guint             n_turns,
                                     guint             tokens,
                                     gsize             reserved,
                                     guint            *left_out);

G_END_DECLS
