/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-connector.h"
#include "chatty-document.h"

G_BEGIN_DECLS

/**
 * ChattyKnowledgeLimits:
 * @suffixes: the kinds of files that are accepted, with the dot, lower case
 * @max_bytes: the largest file
 *
 * What may be uploaded. Static.
 */
typedef struct {
  const char *const *suffixes;
  guint64            max_bytes;
} ChattyKnowledgeLimits;

#define CHATTY_TYPE_KNOWLEDGE (chatty_knowledge_get_type ())
G_DECLARE_INTERFACE (ChattyKnowledge, chatty_knowledge, CHATTY, KNOWLEDGE, ChattyConnector)

/**
 * ChattyKnowledgeInterface:
 * @get_limits: what may be uploaded
 * @list: (element-type ChattyDocument): all documents of the account, and
 *   which of them the character knows
 * @upload: sends a file; or the new content of @document_id. Everything about
 *   the file is checked before anything is sent. @progress is called on the
 *   thread of the call
 * @attach: lets a character know a document, or no longer
 * @delete: removes a document from the account and from every character
 */
struct _ChattyKnowledgeInterface {
  GTypeInterface parent_iface;

  const ChattyKnowledgeLimits *
                  (*get_limits) (ChattyKnowledge        *self);
  GPtrArray      *(*list)       (ChattyKnowledge        *self,
                                 const char             *character_id,
                                 GCancellable           *cancellable,
                                 GError                **error);
  ChattyDocument *(*upload)     (ChattyKnowledge        *self,
                                 const char             *path,
                                 const char             *document_id,
                                 GFileProgressCallback   progress,
                                 gpointer                progress_data,
                                 GCancellable           *cancellable,
                                 GError                **error);
  gboolean        (*attach)     (ChattyKnowledge        *self,
                                 const char             *character_id,
                                 const char             *document_id,
                                 gboolean                attach,
                                 GCancellable           *cancellable,
                                 GError                **error);
  gboolean        (*delete)     (ChattyKnowledge        *self,
                                 const char             *document_id,
                                 GCancellable           *cancellable,
                                 GError                **error);
};

const ChattyKnowledgeLimits *
                chatty_knowledge_get_limits    (ChattyKnowledge        *self);
GPtrArray      *chatty_knowledge_list          (ChattyKnowledge        *self,
                                                const char             *character_id,
                                                GCancellable           *cancellable,
                                                GError                **error);
void            chatty_knowledge_list_async    (ChattyKnowledge        *self,
                                                const char             *character_id,
                                                GCancellable           *cancellable,
                                                GAsyncReadyCallback     callback,
                                                gpointer                user_data);
GPtrArray      *chatty_knowledge_list_finish   (ChattyKnowledge        *self,
                                                GAsyncResult           *result,
                                                GError                **error);
ChattyDocument *chatty_knowledge_upload        (ChattyKnowledge        *self,
                                                const char             *path,
                                                const char             *document_id,
                                                GFileProgressCallback   progress,
                                                gpointer                progress_data,
                                                GCancellable           *cancellable,
                                                GError                **error);
void            chatty_knowledge_upload_async  (ChattyKnowledge        *self,
                                                const char             *path,
                                                const char             *document_id,
                                                GFileProgressCallback   progress,
                                                gpointer                progress_data,
                                                GCancellable           *cancellable,
                                                GAsyncReadyCallback     callback,
                                                gpointer                user_data);
ChattyDocument *chatty_knowledge_upload_finish (ChattyKnowledge        *self,
                                                GAsyncResult           *result,
                                                GError                **error);
gboolean        chatty_knowledge_attach        (ChattyKnowledge        *self,
                                                const char             *character_id,
                                                const char             *document_id,
                                                gboolean                attach,
                                                GCancellable           *cancellable,
                                                GError                **error);
void            chatty_knowledge_attach_async  (ChattyKnowledge        *self,
                                                const char             *character_id,
                                                const char             *document_id,
                                                gboolean                attach,
                                                GCancellable           *cancellable,
                                                GAsyncReadyCallback     callback,
                                                gpointer                user_data);
gboolean        chatty_knowledge_attach_finish (ChattyKnowledge        *self,
                                                GAsyncResult           *result,
                                                GError                **error);
gboolean        chatty_knowledge_delete        (ChattyKnowledge        *self,
                                                const char             *document_id,
                                                GCancellable           *cancellable,
                                                GError                **error);
void            chatty_knowledge_delete_async  (ChattyKnowledge        *self,
                                                const char             *document_id,
                                                GCancellable           *cancellable,
                                                GAsyncReadyCallback     callback,
                                                gpointer                user_data);
gboolean        chatty_knowledge_delete_finish (ChattyKnowledge        *self,
                                                GAsyncResult           *result,
                                                GError                **error);
ChattyDocument *chatty_knowledge_wait          (ChattyKnowledge        *self,
                                                const char             *character_id,
                                                const char             *document_id,
                                                guint                   interval_ms,
                                                guint                   limit_ms,
                                                GCancellable           *cancellable,
                                                GError                **error);
void            chatty_knowledge_wait_async    (ChattyKnowledge        *self,
                                                const char             *character_id,
                                                const char             *document_id,
                                                guint                   interval_ms,
                                                guint                   limit_ms,
                                                GCancellable           *cancellable,
                                                GAsyncReadyCallback     callback,
                                                gpointer                user_data);
ChattyDocument *chatty_knowledge_wait_finish   (ChattyKnowledge        *self,
                                                GAsyncResult           *result,
                                                GError                **error);

G_END_DECLS
