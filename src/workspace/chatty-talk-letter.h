/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-talk-context.h"
#include "chatty-talk-job.h"

G_BEGIN_DECLS

/*
 * ChattyTalkLetter: all that goes to a platform with one message, and what
 * holds it. Cleared with chatty_talk_letter_clear().
 */
typedef struct {
  ChattyChatMessage  message;
  ChattyTalkContext  told;         /* empty where the platform keeps the conversation */
  const char        *remote_id;    /* nullable: of the character there, where that has its words */
  const char        *session;      /* nullable: how the platform calls the conversation */
  guint              n_left_out;
  gint64             time;         /* when it went out */

  /*< private >*/
  GPtrArray         *turns;
  GPtrArray         *strings;
  GPtrArray         *bytes;
  ChattyChatFile    *images;
  ChattyCharacterLink *link;
} ChattyTalkLetter;

/* Writes what @job says. @chat: (nullable): to ask for its models; %NULL where
 * that is not needed. */
gboolean chatty_talk_letter_write  (ChattyTalkLetter  *self,
                                    ChattyTalkJob     *job,
                                    ChattyChat        *chat,
                                    GError           **error);
gboolean chatty_talk_letter_note   (ChattyTalkLetter  *self,
                                    ChattyTalkJob     *job,
                                    GError           **error);
gboolean chatty_talk_letter_correct (ChattyTalkLetter *self,
                                    ChattyTalkJob     *job,
                                    GError           **error);
void     chatty_talk_letter_clear  (ChattyTalkLetter  *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ChattyTalkLetter, chatty_talk_letter_clear)

G_END_DECLS
