/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-search-query.h"
#include "chatty-transcript-summary.h"
#include "chatty-vault-files.h"

G_BEGIN_DECLS

/**
 * ChattySearchReader:
 *
 * Gets the text of what was found from the vault's files. Any thread.
 */
typedef struct _ChattySearchReader ChattySearchReader;

ChattySearchReader *chatty_search_reader_new         (ChattyVaultFiles              *files);
void                chatty_search_reader_free        (ChattySearchReader            *self);
ChattyTranscript   *chatty_search_reader_load        (ChattySearchReader            *self,
                                                      const char                    *path);
char               *chatty_search_reader_get_snippet (ChattySearchReader            *self,
                                                      const ChattySearchQuery       *query,
                                                      const ChattyTranscriptSummary *summary,
                                                      int                            turn);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattySearchReader, chatty_search_reader_free)

G_END_DECLS
