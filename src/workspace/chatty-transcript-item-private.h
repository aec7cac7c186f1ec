/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-transcript-list.h"

G_BEGIN_DECLS

ChattyTranscriptItem *chatty_transcript_item_new         (ChattyTranscriptSummary *summary);
void                  chatty_transcript_item_set_summary (ChattyTranscriptItem    *self,
                                                          ChattyTranscriptSummary *summary);

G_END_DECLS
