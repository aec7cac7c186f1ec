/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-transcript.h"

G_BEGIN_DECLS

/* What the head and the foot of a reader say of a transcript. (transfer full) */
char *chatty_reader_words_dup_subtitle   (const ChattyTranscript *transcript,
                                          const char             *who);
char *chatty_reader_words_dup_provenance (const ChattyTranscript *transcript);

G_END_DECLS
