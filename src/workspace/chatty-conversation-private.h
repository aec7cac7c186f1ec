/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-conversation.h"
#include "chatty-talk-job.h"
#include "chatty-talk-partner.h"
#include "chatty-workspace-call.h"

G_BEGIN_DECLS

struct _ChattyConversation {
  GObject                parent_instance;

  ChattyWorkspace       *workspace;
  ChattyAccountService  *accounts;
  ChattySpeaker         *speaker;       /* nullable */
  ChattyVault           *vault;         /* whose changes are followed */

  char                  *id;            /* nullable: of the transcript */
  ChattyTranscript      *transcript;
  ChattyTurn            *greeting;      /* nullable: shown, not in the vault yet */
  char                  *callsign;
  char                  *account;
  char                  *model;
  ChattyCharacterRecord *record;        /* nullable: as it was looked at last */
  ChattyTalkPartner     *partner;       /* nullable: as it was looked at last */
  gboolean               stale;         /* more than the character may have changed */
  char                  *looked_at;     /* nullable: whose "speaks" is known */
  ChattyTalkState        state;
  gboolean               opened;
  gboolean               otherwise_speaks;
  gboolean               speaks;
  gboolean               ask_feeling;

  ChattyTalkJob         *job;           /* what is on its way */
  ChattyTalkJob         *unsent;        /* what could not even be kept */
  ChattyReply           *reply;
  ChattyLiveText        *live;
  gsize                  live_place;    /* how much of it was told */
  ChattyTurn            *live_turn;
  int                    replaces;
  guint                  context_tokens;
  ChattyTalkProblem     *problem;
  char                  *notice;
  GCancellable          *looking;       /* of the look on its way */
};

typedef enum {
  CONVERSATION_TRANSCRIPT = 1,
  CONVERSATION_TRANSCRIPT_ID,
  CONVERSATION_CALLSIGN,
  CONVERSATION_ACCOUNT,
  CONVERSATION_PLATFORM,
  CONVERSATION_MODEL,
  CONVERSATION_INPUTS,
  CONVERSATION_STATE,
  CONVERSATION_REPLY,
  CONVERSATION_LIVE_TURN,
  CONVERSATION_REPLACES,
  CONVERSATION_PROBLEM,
  CONVERSATION_NOTICE,
  CONVERSATION_SPEAKS,
  CONVERSATION_ASK_FEELING,
  CONVERSATION_N_PROPS
} ConversationProp;

void chatty_conversation_notify       (ChattyConversation *self,
                                       ConversationProp    prop);
void chatty_conversation_set_state    (ChattyConversation *self,
                                       ChattyTalkState     state);
/* @problem: (transfer full) (nullable) */
void chatty_conversation_take_problem (ChattyConversation *self,
                                       ChattyTalkProblem  *problem);
void chatty_conversation_set_notice   (ChattyConversation *self,
                                       const char         *notice);
void chatty_conversation_set_path     (ChattyConversation *self,
                                       ChattyTranscript   *transcript);
void chatty_conversation_tell_branched (ChattyConversation *self);
void chatty_conversation_tell_added   (ChattyConversation *self,
                                       ChattyTurn         *turn);
void chatty_conversation_tell_text    (ChattyConversation *self);
void chatty_conversation_look         (ChattyConversation *self);
void chatty_conversation_follow_vault (ChattyConversation *self);

G_END_DECLS
