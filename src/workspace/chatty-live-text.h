/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-reply.h"

G_BEGIN_DECLS

/*
 * ChattyLiveText: the shown text of a reply while it comes, without the mark of
 * its emotion. Shared by the writer and the main loop; counted; any thread.
 */
typedef struct _ChattyLiveText ChattyLiveText;

ChattyLiveText *chatty_live_text_new         (gboolean         marked);
ChattyLiveText *chatty_live_text_ref         (ChattyLiveText  *self);
void            chatty_live_text_unref       (ChattyLiveText  *self);
void            chatty_live_text_pull        (ChattyLiveText  *self,
                                              ChattyReply     *reply,
                                              gboolean         finish);
gsize           chatty_live_text_get_since   (ChattyLiveText  *self,
                                              gsize            offset,
                                              GString         *into);
char           *chatty_live_text_dup         (ChattyLiveText  *self);
gboolean        chatty_live_text_get_feeling (ChattyLiveText  *self,
                                              ChattyFeeling   *feeling);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyLiveText, chatty_live_text_unref)

G_END_DECLS
