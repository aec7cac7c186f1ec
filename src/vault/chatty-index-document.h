/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-transcript.h"

G_BEGIN_DECLS

/* What the index holds of a transcript, as pure functions. */

const char *chatty_index_document_for_turn (const ChattyTurn       *turn,
                                            GString                *buffer,
                                            gsize                  *length);
guint64     chatty_index_document_digest   (const ChattyTranscript *transcript,
                                            guint                   n_turns);
char       *chatty_index_title_key         (const char             *title);
int         chatty_index_year              (gint64                  time);

G_END_DECLS
