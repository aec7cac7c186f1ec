/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

#include "chatty-live-list.h"
#include "chatty-vault.h"

G_BEGIN_DECLS

/**
 * ChattyTranscriptItem: (object) a row of the list; wraps a summary.
 * Properties (read only): "id", "title", "platform", "character", "snippet",
 * "n-turns".
 */
#define CHATTY_TYPE_TRANSCRIPT_ITEM (chatty_transcript_item_get_type ())
G_DECLARE_FINAL_TYPE (ChattyTranscriptItem, chatty_transcript_item, CHATTY, TRANSCRIPT_ITEM, GObject)

const ChattyTranscriptSummary *
             chatty_transcript_item_get_summary (ChattyTranscriptItem *self);

/**
 * ChattyTranscriptList: (object) GListModel of #ChattyTranscriptItem.
 *
 * The transcripts that a query finds.
 */
#define CHATTY_TYPE_TRANSCRIPT_LIST (chatty_transcript_list_get_type ())
G_DECLARE_FINAL_TYPE (ChattyTranscriptList, chatty_transcript_list, CHATTY, TRANSCRIPT_LIST,
                      ChattyLiveList)

ChattyTranscriptList *chatty_transcript_list_new       (ChattyVault  *vault);
void                  chatty_transcript_list_set_query (ChattyTranscriptList        *self,
                                                        const ChattyTranscriptQuery *query); /* copied */
gboolean              chatty_transcript_list_get_loading (ChattyTranscriptList *self);
int                   chatty_transcript_list_find      (ChattyTranscriptList *self,
                                                        const char           *id); /* position or -1 */

G_END_DECLS
