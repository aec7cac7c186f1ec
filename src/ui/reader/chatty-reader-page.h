/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-talk-service.h"
#include "chatty-workspace.h"

G_BEGIN_DECLS

/**
 * ChattyReaderPage: (object) reads one transcript, and lets it go on.
 *
 * Properties: "transcript-id" (read only, nullable), "show-back" (whether a
 * button leads back to the list; it activates the action "conversations.back").
 */
#define CHATTY_TYPE_READER_PAGE (chatty_reader_page_get_type ())
G_DECLARE_FINAL_TYPE (ChattyReaderPage, chatty_reader_page, CHATTY, READER_PAGE, GtkWidget)

GtkWidget  *chatty_reader_page_new            (void);
void        chatty_reader_page_set_workspace  (ChattyReaderPage *self,
                                               ChattyWorkspace  *workspace);
/* Without it nothing can be said. */
void        chatty_reader_page_set_talk       (ChattyReaderPage *self,
                                               ChattyTalkService *talk);
void        chatty_reader_page_begin          (ChattyReaderPage *self,
                                               const char       *callsign,
                                               const char       *account);   /* nullable */
gboolean    chatty_reader_page_is_new         (ChattyReaderPage *self);
void        chatty_reader_page_load           (ChattyReaderPage *self,
                                               const char       *id,
                                               int               turn);
void        chatty_reader_page_set_transcript (ChattyReaderPage *self,
                                               ChattyTranscript *transcript);
void        chatty_reader_page_clear          (ChattyReaderPage *self);
const char *chatty_reader_page_get_id         (ChattyReaderPage *self);
void        chatty_reader_page_scroll_to_turn (ChattyReaderPage *self,
                                               guint             turn);
void        chatty_reader_page_start_find     (ChattyReaderPage *self,
                                               const char       *words);

G_END_DECLS
