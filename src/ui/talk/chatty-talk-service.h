/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-account-service.h"
#include "chatty-character-list.h"
#include "chatty-conversation.h"
#include "chatty-speaker.h"
#include "chatty-workspace.h"

G_BEGIN_DECLS

/**
 * ChattyTalkDraft:
 * @text: what was written
 * @files: (element-type ChattyTalkFile): what was attached
 *
 * What a person was about to say somewhere. Owned by whoever was given it.
 */
typedef struct {
  char      *text;
  GPtrArray *files;
} ChattyTalkDraft;

ChattyTalkDraft *chatty_talk_draft_new  (const char  *text,
                                GPtrArray   *files);   /* nullable */
void         chatty_talk_draft_free (ChattyTalkDraft *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyTalkDraft, chatty_talk_draft_free)

/**
 * ChattyTalkService: (object) the conversations of a window, and the one voice.
 *
 * An answer goes on when its page is left, and is there when the person comes
 * back; so is what was not sent yet. Lives on the main loop.
 */
#define CHATTY_TYPE_TALK_SERVICE (chatty_talk_service_get_type ())
G_DECLARE_FINAL_TYPE (ChattyTalkService, chatty_talk_service, CHATTY, TALK_SERVICE, GObject)

ChattyTalkService    *chatty_talk_service_new            (ChattyWorkspace      *workspace,
                                                          ChattyAccountService *accounts);
ChattyWorkspace      *chatty_talk_service_get_workspace  (ChattyTalkService    *self);
ChattyAccountService *chatty_talk_service_get_accounts   (ChattyTalkService    *self);
ChattyCharacterList  *chatty_talk_service_get_characters (ChattyTalkService    *self);
ChattySpeaker        *chatty_talk_service_get_speaker    (ChattyTalkService    *self);

/* (transfer full) (nullable): the conversation of a transcript, where it is open. */
ChattyConversation   *chatty_talk_service_find           (ChattyTalkService    *self,
                                                          const char           *transcript_id);
/* (transfer full): one that is not open yet. */
ChattyConversation   *chatty_talk_service_new_conversation
                                                         (ChattyTalkService    *self);
/* It could not be opened, or nobody waits for it any more. */
void                  chatty_talk_service_forget         (ChattyTalkService    *self,
                                                          ChattyConversation   *conversation);

/* What was written and not sent; @key: a transcript's id, or what stands for a new
 * conversation. */
void                  chatty_talk_service_keep_draft     (ChattyTalkService    *self,
                                                          const char           *key,
                                                          ChattyTalkDraft          *draft); /* (transfer full) (nullable) */
ChattyTalkDraft          *chatty_talk_service_take_draft     (ChattyTalkService    *self,
                                                          const char           *key);   /* (transfer full) (nullable) */

G_END_DECLS
