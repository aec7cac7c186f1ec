/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-index.h"
#include "chatty-index-db.h"

G_BEGIN_DECLS

/* The columns that chatty_index_read_summary() takes, from the table t. */
#define CHATTY_INDEX_SUMMARY_COLUMNS \
  "t.id, t.title, t.platform, t.character, t.path, t.started, t.certainty, t.n_turns, t.partner"
#define CHATTY_INDEX_N_SUMMARY_COLUMNS 9

ChattyTranscriptSummary *
             chatty_index_read_summary  (sqlite3_stmt                *statement);
void         chatty_index_append_filter (GString                     *sql,
                                         const ChattyTranscriptQuery *query);
void         chatty_index_bind_filter   (sqlite3_stmt                *statement,
                                         const ChattyTranscriptQuery *query);

GPtrArray   *chatty_index_query_list    (ChattyIndexConnection       *connection,
                                         const ChattyTranscriptQuery *query,
                                         GError                     **error);

typedef enum {
  CHATTY_INDEX_FACET_PLATFORM,
  CHATTY_INDEX_FACET_CHARACTER,
  CHATTY_INDEX_FACET_YEAR,
} ChattyIndexFacetKind;

GPtrArray   *chatty_index_query_facets  (ChattyIndexConnection       *connection,
                                         ChattyIndexFacetKind         kind,
                                         GError                     **error);
GPtrArray   *chatty_index_query_rows    (ChattyIndexConnection       *connection,
                                         const char                  *path,
                                         const char                  *id,
                                         GError                     **error);
GPtrArray   *chatty_index_query_summary (ChattyIndexConnection       *connection,
                                         const char                  *id,
                                         GError                     **error);

G_END_DECLS
