/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-vault.h"

G_BEGIN_DECLS

/*
 * ChattyTalkNote: what a conversation needs to go on and its file cannot say:
 * who answered last, and how each platform calls it. Kept by
 * chatty_vault_keep_talk(). Not shared between threads at once.
 */
typedef struct {
  char       *account;    /* nullable: who answered last */
  char       *callsign;   /* nullable */
  char       *model;      /* nullable: which model the person chose */
  GHashTable *sessions;   /* by account and character there */
} ChattyTalkNote;

ChattyTalkNote *chatty_talk_note_load        (ChattyVault           *vault,
                                              const char            *id);   /* nullable */
gboolean        chatty_talk_note_keep        (const ChattyTalkNote  *self,
                                              ChattyVault           *vault,
                                              const char            *id,
                                              GError               **error);
void            chatty_talk_note_free        (ChattyTalkNote        *self);
/* How a platform calls the conversation, and the last turn that it knows. */
const char     *chatty_talk_note_get_session (const ChattyTalkNote  *self,
                                              const char            *account,
                                              const char            *remote_id,
                                              const char           **last_turn);
void            chatty_talk_note_set_session (ChattyTalkNote        *self,
                                              const char            *account,
                                              const char            *remote_id,
                                              const char            *state,
                                              const char            *last_turn);

/* Whether the answers of a character are spoken; @otherwise: where nobody said. */
gboolean        chatty_talk_get_speaks       (ChattyVault           *vault,
                                              const char            *callsign,  /* nullable */
                                              gboolean               otherwise);
gboolean        chatty_talk_set_speaks       (ChattyVault           *vault,
                                              const char            *callsign,
                                              gboolean               speaks,
                                              GError               **error);
/* What platforms are told the person is: a random name that the vault keeps. */
char           *chatty_talk_dup_person       (ChattyVault           *vault,
                                              GError               **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyTalkNote, chatty_talk_note_free)

G_END_DECLS
