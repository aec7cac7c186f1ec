/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-account.h"
#include "chatty-chat.h"
#include "chatty-character-record.h"
#include "chatty-vault.h"

G_BEGIN_DECLS

/*
 * ChattyTalkContext: what a platform that keeps no conversation is told with
 * each message, but for what was said before.
 * @context: all of it
 * @memory: (element-type ChattyMemoryNote): the notes in the instructions
 * @problem: (nullable): why the account's preferences do not count, for people
 *
 * Points into what it holds.
 */
typedef struct {
  ChattyChatContext  context;
  GPtrArray         *memory;
  char              *problem;

  /*< private >*/
  GPtrArray         *strings;
  GPtrArray         *stores;
  char             **passages;
} ChattyTalkContext;

/*
 * ChattyTalkWish:
 * @vault: where memory and preferences are
 * @account: who is asked
 * @chat: (nullable): its connector; %NULL where nothing is sent
 * @record: (nullable): who is played
 * @remote_id: (nullable): where the platform has the character's own words
 *   already, and is not to be told them
 * @model_chosen: whether @model was chosen for the conversation
 * @model: (nullable): which model, where it was chosen; %NULL for the
 *   platform's choice
 * @ask_feeling: whether the answer is to begin with a mark of its emotion
 */
typedef struct {
  ChattyVault           *vault;
  const ChattyAccount   *account;
  ChattyChat            *chat;
  ChattyCharacterRecord *record;
  const char            *remote_id;
  gboolean               model_chosen;
  const char            *model;
  gboolean               ask_feeling;
} ChattyTalkWish;

/* Fills a cleared context. Blocking; asks no platform. */
gboolean chatty_talk_context_write (ChattyTalkContext     *self,
                                    const ChattyTalkWish  *wish,
                                    GError               **error);
void     chatty_talk_context_clear (ChattyTalkContext     *self);

/* What a model can hold in mind, from the list of models, also of the one that
 * the platform chooses; 0 where that is not known. Blocking. */
guint    chatty_talk_context_find_room (ChattyChat        *chat,
                                    const char            *model,
                                    GCancellable          *cancellable);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ChattyTalkContext, chatty_talk_context_clear)

G_END_DECLS
