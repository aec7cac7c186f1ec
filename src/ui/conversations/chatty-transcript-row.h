/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-transcript-list.h"

G_BEGIN_DECLS

/**
 * ChattyTranscriptRow: (object) a conversation in the list.
 */
#define CHATTY_TYPE_TRANSCRIPT_ROW (chatty_transcript_row_get_type ())
G_DECLARE_FINAL_TYPE (ChattyTranscriptRow, chatty_transcript_row, CHATTY, TRANSCRIPT_ROW, GtkWidget)

GtkWidget            *chatty_transcript_row_new      (void);
void                  chatty_transcript_row_bind     (ChattyTranscriptRow  *self,
                                                      ChattyTranscriptItem *item);
void                  chatty_transcript_row_unbind   (ChattyTranscriptRow  *self);
ChattyTranscriptItem *chatty_transcript_row_get_item (ChattyTranscriptRow  *self);
char                 *chatty_transcript_row_parse_snippet (const char     *snippet,
                                                      PangoAttrList       *attributes);

G_END_DECLS
