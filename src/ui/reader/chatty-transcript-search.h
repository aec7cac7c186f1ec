/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

#include "chatty-markdown-label.h"
#include "chatty-turn-segments.h"

G_BEGIN_DECLS

/**
 * ChattyTurnMatch:
 * @segment: the position of a segment in its list
 * @place: where it is in the segment, as it is shown
 */
typedef struct {
  guint               segment;
  ChattyMarkdownMatch place;
} ChattyTurnMatch;

/* More are not looked for. */
#define CHATTY_TRANSCRIPT_SEARCH_MAX_MATCHES 100000

GArray *chatty_transcript_search_run         (ChattyTranscript    *transcript,
                                              GArray              *entries,
                                              const char          *words,
                                              GCancellable        *cancellable,
                                              GError             **error);
void    chatty_transcript_search_run_async   (ChattyTurnSegments  *segments,
                                              const char          *words,
                                              GCancellable        *cancellable,
                                              GAsyncReadyCallback  callback,
                                              gpointer             user_data);
GArray *chatty_transcript_search_run_finish  (GAsyncResult        *result,
                                              GError             **error);

G_END_DECLS
