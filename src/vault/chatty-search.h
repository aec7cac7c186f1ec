/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-index-db.h"
#include "chatty-search-query.h"
#include "chatty-transcript-summary.h"

G_BEGIN_DECLS

/**
 * ChattySearchMatch: a transcript and where in it the search ended up.
 */
typedef struct {
  ChattyTranscriptSummary *summary;
  char                    *title_key;  /* to sort by */
  int                      turn;       /* zero-based; -1: only the title matches */
} ChattySearchMatch;

void       chatty_search_match_free  (ChattySearchMatch           *match);

GPtrArray *chatty_search_transcripts (ChattyIndexConnection       *connection,
                                      const ChattySearchQuery     *words,
                                      const ChattyTranscriptQuery *query,
                                      GError                     **error);
GPtrArray *chatty_search_turns       (ChattyIndexConnection       *connection,
                                      const ChattySearchQuery     *words,
                                      guint                        limit,
                                      GError                     **error);

G_END_DECLS
