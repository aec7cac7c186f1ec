/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-connector.h"
#include "chatty-document.h"
#include "chatty-source.h"

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

/**
 * ChattyKnowledgeOptions:
 * @character_id: (nullable): who the document is for, where a platform keeps
 *   documents by character
 * @chunk_words: the longest piece that is searched as one, in words; 0 for what
 *   the platform thinks best
 * @overlap_words: words that a piece has in common with the next
 * @metadata: (nullable) (array zero-terminated=1): names and values in turn
 *
 * How a document is taken in.
 */
typedef struct {
  const char        *character_id;
  guint              chunk_words;
  guint              overlap_words;
  const char *const *metadata;
} ChattyKnowledgeOptions;

/**
 * ChattyKnowledgeScope:
 * @place: (nullable): where alone to look: a document, or a collection of them,
 *   by its name at the platform
 * @filter: (nullable): which of the documents there, in the platform's words;
 *   one that it does not understand is left out
 *
 * What is searched; %NULL in place of it for everything.
 */
typedef struct {
  const char *place;
  const char *filter;
} ChattyKnowledgeScope;

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
 * @upload_with: (nullable): as @upload, told more of how
 * @query: (nullable) (element-type ChattySource): the passages that answer a
 *   question best, of all documents or of some
 * @by_character: whether a document belongs to one character, for which it is
 *   uploaded (@character_id of #ChattyKnowledgeOptions); it cannot be attached
 *   to another, and what is detached is deleted. What is importable belongs to
 *   none, and attaching it makes a document of the character's out of it
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
  ChattyDocument *(*upload_with) (ChattyKnowledge        *self,
                                 const char             *path,
                                 const char             *document_id,
                                 const ChattyKnowledgeOptions *options,
                                 GFileProgressCallback   progress,
                                 gpointer                progress_data,
                                 GCancellable           *cancellable,
                                 GError                **error);
  GPtrArray      *(*query)      (ChattyKnowledge        *self,
                                 const char             *question,
                                 const ChattyKnowledgeScope *scope,
                                 guint                   most,
                                 GCancellable           *cancellable,
                                 GError                **error);

  gboolean          by_character;
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
                                                const ChattyKnowledgeOptions *options,
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
ChattyDocument *chatty_knowledge_upload_with   (ChattyKnowledge        *self,
                                                const char             *path,
                                                const char             *document_id,
                                                const ChattyKnowledgeOptions *options,
                                                GFileProgressCallback   progress,
                                                gpointer                progress_data,
                                                GCancellable           *cancellable,
                                                GError                **error);
gboolean        chatty_knowledge_is_by_character
                                               (ChattyKnowledge        *self);
gboolean        chatty_knowledge_has_options   (ChattyKnowledge        *self);
gboolean        chatty_knowledge_has_query     (ChattyKnowledge        *self);
GPtrArray      *chatty_knowledge_query         (ChattyKnowledge        *self,
                                                const char             *question,
                                                const ChattyKnowledgeScope *scope,
                                                guint                   most,
                                                GCancellable           *cancellable,
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
