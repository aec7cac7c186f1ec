/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-talk-panel.h"
#include "chatty-turn-list.h"

G_BEGIN_DECLS

/**
 * ChattyReaderTalk: (object) makes a conversation of a reader: its turns follow
 * what is said, and what is offered at a turn is done.
 *
 * Signals: "began" (#ChattyTurnSegments): the rows of a new conversation are
 * there; "kept" (const char *id): a new conversation is in the vault now.
 */
#define CHATTY_TYPE_READER_TALK (chatty_reader_talk_get_type ())
G_DECLARE_FINAL_TYPE (ChattyReaderTalk, chatty_reader_talk, CHATTY, READER_TALK, GObject)

ChattyReaderTalk *chatty_reader_talk_new         (ChattyTurnList     *list,
                                                  ChattyTalkPanel    *panel);
void              chatty_reader_talk_set_service (ChattyReaderTalk   *self,
                                                  ChattyTalkService  *service);
void              chatty_reader_talk_show        (ChattyReaderTalk   *self,
                                                  const char         *id,
                                                  ChattyTurnSegments *segments);
void              chatty_reader_talk_begin       (ChattyReaderTalk   *self,
                                                  const char         *callsign,
                                                  const char         *account);  /* nullable */
void              chatty_reader_talk_leave       (ChattyReaderTalk   *self);
gboolean          chatty_reader_talk_is_busy     (ChattyReaderTalk   *self);

G_END_DECLS
