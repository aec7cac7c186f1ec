/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <glib/gi18n-lib.h>

#include "chatty-connector-private.h"
#include "chatty-error.h"
#include "chatty-knowledge.h"

/* The plain functions run the platform's own on the calling thread, which must
 * not be that of the main loop; the others are their wrappers. Errors are
 * those of #CHATTY_ERROR; the platform's words in them are redacted. */

G_DEFINE_INTERFACE (ChattyKnowledge, chatty_knowledge, CHATTY_TYPE_CONNECTOR)

static void
chatty_knowledge_default_init (ChattyKnowledgeInterface *iface)
{
}

const ChattyKnowledgeLimits *
chatty_knowledge_get_limits (ChattyKnowledge *self)
{
  g_return_val_if_fail (CHATTY_IS_KNOWLEDGE (self), NULL);

  return CHATTY_KNOWLEDGE_GET_IFACE (self)->get_limits (self);
}

static ChattyDocument *
find_ready (GPtrArray  *documents,
            const char *document_id,
            gboolean   *found)
{
  *found = FALSE;
  for (guint i = 0; i < documents->len; i++)
    {
      ChattyDocument *document = g_ptr_array_index (documents, i);

      if (g_strcmp0 (document->id, document_id) != 0)
        continue;
      *found = TRUE;
      return document->ready ? chatty_document_ref (document) : NULL;
    }
  return NULL;
}

/**
 * chatty_knowledge_wait:
 * @character_id: a character of the account
 * @document_id: what was uploaded
 * @interval_ms: how long to wait before asking again
 * @limit_ms: how long to wait in all
 *
 * Waits until the platform has read a document. Blocks; a worker's thread.
 *
 * Returns: (transfer full) (nullable): the document, which is ready; or %NULL
 *   with %CHATTY_ERROR_TIMED_OUT, %CHATTY_ERROR_NOT_FOUND when the platform
 *   does not list it (any more), or what asking failed with
 */
ChattyDocument *
chatty_knowledge_wait (ChattyKnowledge  *self,
                       const char       *character_id,
                       const char       *document_id,
                       guint             interval_ms,
                       guint             limit_ms,
                       GCancellable     *cancellable,
                       GError          **error)
{
  gint64 end = g_get_monotonic_time () + limit_ms * G_TIME_SPAN_MILLISECOND;

  g_return_val_if_fail (CHATTY_IS_KNOWLEDGE (self), NULL);
  g_return_val_if_fail (character_id != NULL && document_id != NULL, NULL);

  for (;;)
    {
      g_autoptr (GPtrArray) documents = NULL;
      ChattyDocument *document;
      gboolean found;

      documents = chatty_knowledge_list (self, character_id, cancellable, error);
      if (documents == NULL)
        return NULL;
      document = find_ready (documents, document_id, &found);
      if (document != NULL)
        return document;
      if (!found)
        {
          g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND,
                               _("The document is not there any more"));
          return NULL;
        }
      if (g_get_monotonic_time () >= end)
        {
          g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_TIMED_OUT,
                       _("The document was not ready after %u seconds; look again later"),
                       limit_ms / 1000);
          return NULL;
        }
      if (!chatty_call_pause (interval_ms, cancellable, error))
        return NULL;
    }
}

GPtrArray *
chatty_knowledge_list (ChattyKnowledge  *self,
                       const char       *character_id,
                       GCancellable     *cancellable,
                       GError          **error)
{
  g_return_val_if_fail (CHATTY_IS_KNOWLEDGE (self), NULL);
  g_return_val_if_fail (character_id != NULL, NULL);

  return CHATTY_KNOWLEDGE_GET_IFACE (self)->list (self, character_id, cancellable,
                                                  error);
}

static gpointer
list_verb (gpointer       connector,
           ChattyCall    *call,
           GCancellable  *cancellable,
           GError       **error)
{
  return chatty_knowledge_list (connector, call->texts[0], cancellable, error);
}

void
chatty_knowledge_list_async (ChattyKnowledge     *self,
                             const char          *character_id,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  ChattyCall *call = chatty_call_new (list_verb, (GDestroyNotify) g_ptr_array_unref);

  call->texts[0] = g_strdup (character_id);
  chatty_connector_start (self, call, chatty_knowledge_list_async, cancellable, callback,
                          user_data);
}

GPtrArray *
chatty_knowledge_list_finish (ChattyKnowledge  *self,
                              GAsyncResult     *result,
                              GError          **error)
{
  return chatty_call_finish (self, result, chatty_knowledge_list_async, error);
}

ChattyDocument *
chatty_knowledge_upload (ChattyKnowledge        *self,
                         const char             *path,
                         const char             *document_id,
                         GFileProgressCallback   progress,
                         gpointer                progress_data,
                         GCancellable           *cancellable,
                         GError                **error)
{
  g_return_val_if_fail (CHATTY_IS_KNOWLEDGE (self), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  return CHATTY_KNOWLEDGE_GET_IFACE (self)->upload (self, path, document_id, progress,
                                                    progress_data, cancellable, error);
}

/**
 * chatty_knowledge_upload_with:
 * @options: (nullable): more of how, as far as the platform knows it
 *
 * As chatty_knowledge_upload().
 *
 * Returns: (transfer full) (nullable): the document
 */
ChattyDocument *
chatty_knowledge_upload_with (ChattyKnowledge               *self,
                              const char                    *path,
                              const char                    *document_id,
                              const ChattyKnowledgeOptions  *options,
                              GFileProgressCallback          progress,
                              gpointer                       progress_data,
                              GCancellable                  *cancellable,
                              GError                       **error)
{
  ChattyKnowledgeInterface *iface;

  g_return_val_if_fail (CHATTY_IS_KNOWLEDGE (self), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  iface = CHATTY_KNOWLEDGE_GET_IFACE (self);
  if (iface->upload_with == NULL)
    return iface->upload (self, path, document_id, progress, progress_data, cancellable, error);
  return iface->upload_with (self, path, document_id, options, progress, progress_data,
                             cancellable, error);
}

/**
 * chatty_knowledge_is_by_character:
 *
 * Returns: whether a document belongs to one character, for which it is
 *   uploaded: it cannot be attached to another, unless it is importable, and
 *   what is detached is deleted
 */
gboolean
chatty_knowledge_is_by_character (ChattyKnowledge *self)
{
  g_return_val_if_fail (CHATTY_IS_KNOWLEDGE (self), FALSE);

  return CHATTY_KNOWLEDGE_GET_IFACE (self)->by_character;
}

/**
 * chatty_knowledge_has_options:
 *
 * Returns: whether it can be told how a document is divided
 */
gboolean
chatty_knowledge_has_options (ChattyKnowledge *self)
{
  g_return_val_if_fail (CHATTY_IS_KNOWLEDGE (self), FALSE);

  return CHATTY_KNOWLEDGE_GET_IFACE (self)->upload_with != NULL;
}

/**
 * chatty_knowledge_has_query:
 *
 * Returns: whether documents can be searched without a chat
 */
gboolean
chatty_knowledge_has_query (ChattyKnowledge *self)
{
  g_return_val_if_fail (CHATTY_IS_KNOWLEDGE (self), FALSE);

  return CHATTY_KNOWLEDGE_GET_IFACE (self)->query != NULL;
}

/**
 * chatty_knowledge_query:
 * @question: in a person's words
 * @scope: (nullable): where to look; %NULL for everywhere
 * @most: how many passages at most
 *
 * Only where chatty_knowledge_has_query() says so.
 *
 * Returns: (transfer full) (nullable) (element-type ChattySource): the passages
 *   that answer best, the best first of each place; %NULL with
 *   %CHATTY_ERROR_UNSUPPORTED where the account, or a place, cannot be searched
 *   outside of a conversation
 */
GPtrArray *
chatty_knowledge_query (ChattyKnowledge             *self,
                        const char                  *question,
                        const ChattyKnowledgeScope  *scope,
                        guint                        most,
                        GCancellable                *cancellable,
                        GError                     **error)
{
  g_return_val_if_fail (chatty_knowledge_has_query (self), NULL);
  g_return_val_if_fail (question != NULL, NULL);

  return CHATTY_KNOWLEDGE_GET_IFACE (self)->query (self, question, scope, most, cancellable,
                                                   error);
}

static gpointer
upload_verb (gpointer       connector,
             ChattyCall    *call,
             GCancellable  *cancellable,
             GError       **error)
{
  const ChattyKnowledgeOptions options = {
    .character_id = call->texts[2],
    .chunk_words = (guint) call->numbers[0],
    .overlap_words = (guint) call->numbers[1],
  };

  return chatty_knowledge_upload_with (connector, call->texts[0], call->texts[1],
                                       call->flag ? &options : NULL,
                                       call->progress != NULL ? chatty_call_progress : NULL,
                                       call, cancellable, error);
}

/**
 * chatty_knowledge_upload_async:
 * @options: (nullable): more of how, as far as the platform knows it; without
 *   metadata
 *
 * As chatty_knowledge_upload_with().
 */
void
chatty_knowledge_upload_async (ChattyKnowledge              *self,
                               const char                   *path,
                               const char                   *document_id,
                               const ChattyKnowledgeOptions *options,
                               GFileProgressCallback         progress,
                               gpointer                      progress_data,
                               GCancellable                 *cancellable,
                               GAsyncReadyCallback           callback,
                               gpointer                      user_data)
{
  ChattyCall *call = chatty_call_new (upload_verb, (GDestroyNotify) chatty_document_unref);

  call->texts[0] = g_strdup (path);
  call->texts[1] = g_strdup (document_id);
  call->flag = options != NULL;
  if (options != NULL)
    {
      call->texts[2] = g_strdup (options->character_id);
      call->numbers[0] = options->chunk_words;
      call->numbers[1] = options->overlap_words;
    }
  call->progress = progress;
  call->progress_data = progress_data;
  chatty_connector_start (self, call, chatty_knowledge_upload_async, cancellable, callback,
                          user_data);
}

ChattyDocument *
chatty_knowledge_upload_finish (ChattyKnowledge  *self,
                                GAsyncResult     *result,
                                GError          **error)
{
  return chatty_call_finish (self, result, chatty_knowledge_upload_async, error);
}

gboolean
chatty_knowledge_attach (ChattyKnowledge  *self,
                         const char       *character_id,
                         const char       *document_id,
                         gboolean          attach,
                         GCancellable     *cancellable,
                         GError          **error)
{
  g_return_val_if_fail (CHATTY_IS_KNOWLEDGE (self), FALSE);
  g_return_val_if_fail (character_id != NULL && document_id != NULL, FALSE);

  return CHATTY_KNOWLEDGE_GET_IFACE (self)->attach (self, character_id, document_id,
                                                    attach, cancellable, error);
}

static gpointer
attach_verb (gpointer       connector,
             ChattyCall    *call,
             GCancellable  *cancellable,
             GError       **error)
{
  return GINT_TO_POINTER (chatty_knowledge_attach (connector, call->texts[0],
                                                   call->texts[1], call->flag,
                                                   cancellable, error));
}

void
chatty_knowledge_attach_async (ChattyKnowledge     *self,
                               const char          *character_id,
                               const char          *document_id,
                               gboolean             attach,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  ChattyCall *call = chatty_call_new (attach_verb, NULL);

  call->texts[0] = g_strdup (character_id);
  call->texts[1] = g_strdup (document_id);
  call->flag = attach;
  chatty_connector_start (self, call, chatty_knowledge_attach_async, cancellable, callback,
                          user_data);
}

gboolean
chatty_knowledge_attach_finish (ChattyKnowledge  *self,
                                GAsyncResult     *result,
                                GError          **error)
{
  return chatty_call_finish (self, result, chatty_knowledge_attach_async, error) != NULL;
}

gboolean
chatty_knowledge_delete (ChattyKnowledge  *self,
                         const char       *document_id,
                         GCancellable     *cancellable,
                         GError          **error)
{
  g_return_val_if_fail (CHATTY_IS_KNOWLEDGE (self), FALSE);
  g_return_val_if_fail (document_id != NULL, FALSE);

  return CHATTY_KNOWLEDGE_GET_IFACE (self)->delete (self, document_id, cancellable,
                                                    error);
}

static gpointer
delete_verb (gpointer       connector,
             ChattyCall    *call,
             GCancellable  *cancellable,
             GError       **error)
{
  return GINT_TO_POINTER (chatty_knowledge_delete (connector, call->texts[0],
                                                   cancellable, error));
}

void
chatty_knowledge_delete_async (ChattyKnowledge     *self,
                               const char          *document_id,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  ChattyCall *call = chatty_call_new (delete_verb, NULL);

  call->texts[0] = g_strdup (document_id);
  chatty_connector_start (self, call, chatty_knowledge_delete_async, cancellable, callback,
                          user_data);
}

gboolean
chatty_knowledge_delete_finish (ChattyKnowledge  *self,
                                GAsyncResult     *result,
                                GError          **error)
{
  return chatty_call_finish (self, result, chatty_knowledge_delete_async, error) != NULL;
}

static gpointer
wait_verb (gpointer       connector,
           ChattyCall    *call,
           GCancellable  *cancellable,
           GError       **error)
{
  return chatty_knowledge_wait (connector, call->texts[0], call->texts[1],
                                call->numbers[0], call->numbers[1], cancellable, error);
}

void
chatty_knowledge_wait_async (ChattyKnowledge     *self,
                             const char          *character_id,
                             const char          *document_id,
                             guint                interval_ms,
                             guint                limit_ms,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  ChattyCall *call = chatty_call_new (wait_verb, (GDestroyNotify) chatty_document_unref);

  call->texts[0] = g_strdup (character_id);
  call->texts[1] = g_strdup (document_id);
  call->numbers[0] = interval_ms;
  call->numbers[1] = limit_ms;
  chatty_connector_start (self, call, chatty_knowledge_wait_async, cancellable, callback,
                          user_data);
}

ChattyDocument *
chatty_knowledge_wait_finish (ChattyKnowledge  *self,
                              GAsyncResult     *result,
                              GError          **error)
{
  return chatty_call_finish (self, result, chatty_knowledge_wait_async, error);
}
