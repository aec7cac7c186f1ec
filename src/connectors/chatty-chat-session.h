/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define CHATTY_TYPE_CHAT_SESSION (chatty_chat_session_get_type ())
G_DECLARE_FINAL_TYPE (ChattyChatSession, chatty_chat_session, CHATTY, CHAT_SESSION, GObject)

ChattyChatSession *chatty_chat_session_new              (const char        *character_id,
                                                         const char        *state);
const char        *chatty_chat_session_get_character_id (ChattyChatSession *self);
char              *chatty_chat_session_dup_state        (ChattyChatSession *self);
char              *chatty_chat_session_dup_remote       (ChattyChatSession *self,
                                                         const char        *endpoint);
void               chatty_chat_session_set_remote       (ChattyChatSession *self,
                                                         const char        *endpoint,
                                                         const char        *remote);

G_END_DECLS
