/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-transcript-summary.h"

G_BEGIN_DECLS

/**
 * ChattyListSplice:
 * @before: position in the old list
 * @removed: rows that go there
 * @after: position in the new list
 * @added: rows that come there
 */
typedef struct {
  guint before;
  guint removed;
  guint after;
  guint added;
} ChattyListSplice;

GArray  *chatty_list_diff          (GPtrArray                     *before,
                                    GPtrArray                     *after,
                                    guint                          max_splices);
gboolean chatty_list_summary_equal (const ChattyTranscriptSummary *a,
                                    const ChattyTranscriptSummary *b);

G_END_DECLS
