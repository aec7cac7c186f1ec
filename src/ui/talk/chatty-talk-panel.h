/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-talk-service.h"

G_BEGIN_DECLS

/**
 * ChattyTalkPanel: (object) what stands under the turns of a conversation: what
 * is wrong and what helps, what is heard, the composer, and who answers.
 *
 * Where nobody was chosen to answer, it offers to choose somebody. Takes files that
 * are dropped while it is seen, as far as the partner does.
 *
 * Property: "conversation" (nullable, read only): the one that is open.
 */
#define CHATTY_TYPE_TALK_PANEL (chatty_talk_panel_get_type ())
G_DECLARE_FINAL_TYPE (ChattyTalkPanel, chatty_talk_panel, CHATTY, TALK_PANEL, GtkWidget)

GtkWidget          *chatty_talk_panel_new              (void);
void                chatty_talk_panel_set_service      (ChattyTalkPanel   *self,
                                                        ChattyTalkService *service);
/* Takes up a transcript of the vault. */
void                chatty_talk_panel_take_up          (ChattyTalkPanel   *self,
                                                        const char        *transcript_id);
/* Begins a new conversation, whose transcript is made when something is said. */
void                chatty_talk_panel_begin            (ChattyTalkPanel   *self,
                                                        const char        *callsign,
                                                        const char        *account); /* nullable */
/* Nothing is shown. What was written is kept, and an answer goes on. */
void                chatty_talk_panel_close            (ChattyTalkPanel   *self);
ChattyConversation *chatty_talk_panel_get_conversation (ChattyTalkPanel   *self);
void                chatty_talk_panel_propose_memory   (ChattyTalkPanel   *self);
/* What Escape and Space do; FALSE where they are for somebody else. */
gboolean            chatty_talk_panel_escape           (ChattyTalkPanel   *self);
gboolean            chatty_talk_panel_toggle_voice     (ChattyTalkPanel   *self);

G_END_DECLS
