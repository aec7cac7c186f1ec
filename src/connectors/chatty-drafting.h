/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-connector.h"
#include "chatty-reply.h"

G_BEGIN_DECLS

#define CHATTY_TYPE_DRAFTING (chatty_drafting_get_type ())
G_DECLARE_INTERFACE (ChattyDrafting, chatty_drafting, CHATTY, DRAFTING, ChattyConnector)

/**
 * ChattyDraftingInterface:
 * @draft: writes the instructions of a character from a name and a few words,
 *   into the reply as they come
 * @starters: what a person may say first to a character
 *
 * What a platform writes for a person who makes a character.
 */
struct _ChattyDraftingInterface {
  GTypeInterface parent_iface;

  gboolean  (*draft)    (ChattyDrafting  *self,
                         const char      *name,
                         const char      *idea,
                         ChattyReply     *reply,
                         GCancellable    *cancellable,
                         GError         **error);
  char    **(*starters) (ChattyDrafting  *self,
                         const char      *character_id,
                         GCancellable    *cancellable,
                         GError         **error);
};

gboolean   chatty_drafting_draft           (ChattyDrafting       *self,
                                            const char           *name,
                                            const char           *idea,
                                            ChattyReply          *reply,
                                            GCancellable         *cancellable,
                                            GError              **error);
void       chatty_drafting_draft_async     (ChattyDrafting       *self,
                                            const char           *name,
                                            const char           *idea,
                                            ChattyReply          *reply,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
gboolean   chatty_drafting_draft_finish    (ChattyDrafting       *self,
                                            GAsyncResult         *result,
                                            GError              **error);
char     **chatty_drafting_starters        (ChattyDrafting       *self,
                                            const char           *character_id,
                                            GCancellable         *cancellable,
                                            GError              **error);
void       chatty_drafting_starters_async  (ChattyDrafting       *self,
                                            const char           *character_id,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
char     **chatty_drafting_starters_finish (ChattyDrafting       *self,
                                            GAsyncResult         *result,
                                            GError              **error);

G_END_DECLS
