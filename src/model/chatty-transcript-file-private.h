/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-transcript.h"

G_BEGIN_DECLS

/* What writing and reading a transcript file share. */

#define CHATTY_TRANSCRIPT_EXTRA_PREFIX "extra."

gboolean chatty_transcript_file_is_own_key (const char *key);
gint64   chatty_transcript_file_parse_time (const char *text);
char    *chatty_transcript_file_heading    (const char *title);
gsize    chatty_transcript_file_read_head  (const char               *text,
                                            gsize                     length,
                                            ChattyTranscriptBuilder  *builder,
                                            char                    **heading,
                                            char                    **assistant);

G_END_DECLS
