/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <glib/gi18n-lib.h>

#include "chatty-call.h"
#include "chatty-error.h"
#include "chatty-gemini-private.h"
#include "chatty-resumable-upload.h"

/* The calls to stores and documents that characters and knowledge have in
 * common.
 *
 * At most 20 on a page (platform reference, section 2.9, with what follows). */
#define PAGE_SIZE "20"

/* Operations are asked for soon at first, then every five seconds; one that
 * takes longer than this goes on without us. */
#define POLL_FIRST 250
#define POLL_MOST 5000
#define POLL_LIMIT (10 * G_TIME_SPAN_MINUTE)

/* Questions ------------------------------------------------------------------------ */

/*
 * chatty_gemini_advise_key:
 * @error: (inout): of a call to a store
 *
 * The platform documents stores with keys alone, and lets some sign-ins in
 * (section 2.9, "OAuth or key?"): where one is refused, a key helps.
 */
void
chatty_gemini_advise_key (gpointer   self,
                          GError   **error)
{
  guint endpoint = chatty_gemini_files (self);

  if (error == NULL || *error == NULL ||
      chatty_http_connector_get_kind (self, endpoint) != CHATTY_SIGN_IN_BROWSER ||
      (!g_error_matches (*error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN) &&
       !g_error_matches (*error, CHATTY_ERROR, CHATTY_ERROR_SIGN_IN_NEEDED)))
    return;
  g_clear_error (error);
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN,
                       _("Gemini opens its knowledge stores to an API key only. Add a key beside "
                         "the sign-in, on the account’s page"));
}

/* (transfer full) (nullable): an answer of success, whatever is in it.
 * @request: (transfer full) */
static ChattyHttpResponse *
send_to_stores (gpointer            self,
                ChattyHttpRequest  *request,
                GCancellable       *cancellable,
                GError            **error)
{
  g_autoptr (ChattyHttpRequest) owned = request;
  g_autoptr (GError) fault = NULL;
  ChattyHttpResponse *response = chatty_http_connector_send (self, chatty_gemini_files (self),
                                                             request, cancellable, &fault);

  if (response == NULL)
    {
      chatty_gemini_advise_key (self, &fault);
      g_propagate_error (error, g_steal_pointer (&fault));
    }
  return response;
}

/*
 * chatty_gemini_ask_stores:
 * @request: (transfer full): what to ask
 *
 * Returns: (transfer full) (nullable): the JSON of the answer
 */
JsonNode *
chatty_gemini_ask_stores (gpointer            self,
                          ChattyHttpRequest  *request,
                          GCancellable       *cancellable,
                          GError            **error)
{
  g_autoptr (ChattyHttpResponse) response = send_to_stores (self, request, cancellable, error);

  return response != NULL ? chatty_http_response_parse_json (response, error) : NULL;
}

static gboolean
read_all (gpointer               self,
          const char            *path,
          ChattyGeminiReadPage   read,
          gpointer               user_data,
          GCancellable          *cancellable,
          GError               **error)
{
  g_autoptr (GError) fault = NULL;

  if (chatty_gemini_read_pages (self, chatty_gemini_files (self), path, PAGE_SIZE, read, user_data,
                                cancellable, &fault))
    return TRUE;
  chatty_gemini_advise_key (self, &fault);
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

/*
 * chatty_gemini_read_documents_of:
 * @store: name of a store or a corpus
 * @read: gets each page of its documents
 */
gboolean
chatty_gemini_read_documents_of (gpointer               self,
                                 const char            *store,
                                 ChattyGeminiReadPage   read,
                                 gpointer               user_data,
                                 GCancellable          *cancellable,
                                 GError               **error)
{
  g_autofree char *path = g_strdup_printf ("/v1beta/%s/documents", store);

  return read_all (self, path, read, user_data, cancellable, error);
}

/* Stores --------------------------------------------------------------------------- */

typedef struct {
  const char *list;
  GPtrArray  *stores;
} Listing;

static gboolean
read_stores_page (JsonNode  *node,
                  gpointer   user_data,
                  char     **next,
                  GError   **error)
{
  Listing *listing = user_data;

  return chatty_gemini_read_stores (node, listing->list, listing->stores, next, error);
}

/*
 * chatty_gemini_list_stores:
 * @list: "fileSearchStores" or "corpora"
 *
 * Returns: (transfer full) (nullable) (element-type ChattyGeminiStore): all of
 *   them, from the oldest to the newest
 */
GPtrArray *
chatty_gemini_list_stores (gpointer       self,
                           const char    *list,
                           GCancellable  *cancellable,
                           GError       **error)
{
  g_autoptr (GPtrArray) stores = g_ptr_array_new_with_free_func (chatty_gemini_store_free);
  g_autofree char *path = g_strconcat ("/v1beta/", list, NULL);
  Listing listing = { list, stores };

  return read_all (self, path, read_stores_page, &listing, cancellable, error)
         ? g_steal_pointer (&stores) : NULL;
}

/*
 * chatty_gemini_make_store:
 * @title: what it is called, for good
 *
 * Returns: (transfer full) (nullable): the new store
 */
ChattyGeminiStore *
chatty_gemini_make_store (gpointer       self,
                          const char    *title,
                          GCancellable  *cancellable,
                          GError       **error)
{
  ChattyHttpRequest *request = chatty_http_request_new ("POST", "/v1beta/fileSearchStores");
  g_autoptr (JsonNode) body = chatty_gemini_write_store (title);
  g_autoptr (ChattyHttpResponse) response = NULL;
  g_autoptr (JsonNode) node = NULL;
  ChattyGeminiStore *store;

  chatty_http_request_set_repeat_safe (request, FALSE);
  chatty_http_request_set_json (request, body);
  response = send_to_stores (self, request, cancellable, error);
  if (response == NULL)
    return NULL;
  /* It is there; an answer that cannot be read is as good as a lost one. */
  node = chatty_http_response_parse_json (response, NULL);
  store = node != NULL ? chatty_gemini_read_store (node, "fileSearchStores") : NULL;
  if (store == NULL)
    g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_SERVER,
                         _("Gemini did not say what store it made. Look at the list of documents"));
  return store;
}

/*
 * chatty_gemini_is_refused:
 *
 * Returns: whether @error says that the credential may not do this, or that
 *   nothing is there; and not that there is no network, or too much was asked
 */
gboolean
chatty_gemini_is_refused (const GError *error)
{
  return g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND) ||
         g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN) ||
         g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_SIGN_IN_NEEDED) ||
         g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED);
}

/*
 * chatty_gemini_get_named:
 * @name: of a document or a file
 *
 * Returns: (transfer full) (nullable): it
 */
JsonNode *
chatty_gemini_get_named (ChattyGemini  *self,
                         const char    *name,
                         GCancellable  *cancellable,
                         GError       **error)
{
  g_autofree char *path = g_strconcat ("/v1beta/", name, NULL);

  return chatty_gemini_ask_stores (self, chatty_http_request_new ("GET", path), cancellable,
                                   error);
}

/*
 * chatty_gemini_delete_by_force:
 * @name: of a store, a document or a file, with all that is in it
 *
 * Returns: whether it is not there any more
 */
gboolean
chatty_gemini_delete_by_force (gpointer       self,
                               const char    *name,
                               GCancellable  *cancellable,
                               GError       **error)
{
  g_autofree char *path = g_strconcat ("/v1beta/", name, NULL);
  ChattyHttpRequest *request = chatty_http_request_new ("DELETE", path);
  g_autoptr (ChattyHttpResponse) response = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) fault = NULL;

  /* Without it, one that is not empty is not deleted. Files are never so. */
  if (!chatty_gemini_is_file (name))
    chatty_http_request_add_query (request, "force", "true");
  response = send_to_stores (self, request, cancellable, &fault);
  /* It is made again when its answer is lost, and finds nothing then. */
  if (g_error_matches (fault, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND))
    return TRUE;
  if (response == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  /* Nothing at all is a way to say that something is gone. */
  if (g_bytes_get_size (chatty_http_response_get_bytes (response)) == 0)
    return TRUE;
  node = chatty_http_response_parse_json (response, error);
  return node != NULL;
}

/* Documents ------------------------------------------------------------------------ */

/* The JSON of an operation. That it failed is no failure of the call, although
 * it has an `error` as failures have. @response: (nullable) */
static JsonNode *
read_operation_answer (gpointer             self,
                       ChattyHttpRequest   *request,
                       ChattyHttpResponse  *response,
                       GError              *failure,
                       GError             **error)
{
  if (response != NULL &&
      (chatty_http_response_is_success (response) ||
       CHATTY_HTTP_CONNECTOR_GET_CLASS (self)->check (self, chatty_gemini_files (self), request,
                                                      response, &failure)))
    {
      g_autoptr (GError) fault = NULL;
      JsonNode *node = chatty_http_response_parse_json (response, &fault);

      /* It was begun; an answer that cannot be read is as good as a lost one. */
      if (node == NULL)
        g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_SERVER, fault->message);
      return node;
    }
  chatty_gemini_advise_key (self, &failure);
  g_propagate_error (error, failure);
  return NULL;
}

static ChattyHttpResponse *
send_cb (ChattyHttpRequest  *request,
         gpointer            user_data,
         GCancellable       *cancellable,
         GError            **error)
{
  return chatty_http_connector_send_raw (user_data, chatty_gemini_files (user_data), request,
                                         cancellable, error);
}

static void
progress_cb (guint64  sent,
             guint64  total,
             gpointer user_data)
{
  const ChattyGeminiFile *file = user_data;

  if (file->progress != NULL)
    file->progress ((goffset) sent, (goffset) total, file->progress_data);
}

/* (transfer full) (nullable): the operation that the upload began */
static JsonNode *
send_file (gpointer                 self,
           const char              *store,
           const ChattyGeminiFile  *file,
           ChattyUploadSession    **session,
           GCancellable            *cancellable,
           GError                 **error)
{
  guint endpoint = chatty_gemini_files (self);
  g_autofree char *path = g_strdup_printf ("/upload/v1beta/%s:uploadToFileSearchStore", store);
  g_autoptr (ChattyHttpRequest) request = chatty_http_request_new ("POST", path);
  g_autoptr (ChattyHttpResponse) response = NULL;
  GError *failure = NULL;

  response = chatty_resumable_upload_run (&(ChattyResumableUpload) {
    .path = path, .address = chatty_http_connector_get_address (self, endpoint),
    .metadata = file->metadata, .file = file->file, .bytes = file->bytes,
    .media_type = file->media_type, .first_wait = CHATTY_GEMINI (self)->poll_first,
    .send = send_cb, .send_data = self,
    .progress = progress_cb, .progress_data = (gpointer) file,
    .session = session,
  }, cancellable, &failure);
  return read_operation_answer (self, request, response, failure, error);
}

/* Until the platform has taken the document in. @operation has no name any more
 * when it came to a bad end, and not when nobody knows what came of it. */
static gboolean
follow (ChattyGemini           *self,
        ChattyGeminiOperation  *operation,
        GCancellable           *cancellable,
        GError                **error)
{
  gint64 end = g_get_monotonic_time () + POLL_LIMIT;
  guint wait = self->poll_first > 0 ? self->poll_first : POLL_FIRST;

  while (!operation->done)
    {
      g_autofree char *path = g_strconcat ("/v1beta/", operation->name, NULL);
      g_autoptr (ChattyHttpRequest) request = NULL;
      g_autoptr (ChattyHttpResponse) response = NULL;
      GError *failure = NULL;
      g_autoptr (JsonNode) node = NULL;

      if (!chatty_call_pause (wait, cancellable, error))
        return FALSE;
      wait = MIN (wait * 2, POLL_MOST);
      request = chatty_http_request_new ("GET", path);
      response = chatty_http_connector_send_raw (CHATTY_HTTP_CONNECTOR (self),
                                                 chatty_gemini_files (self), request, cancellable,
                                                 &failure);
      node = read_operation_answer (self, request, response, failure, error);
      if (node == NULL)
        return FALSE;
      chatty_gemini_operation_clear (operation);
      if (!chatty_gemini_read_operation (node, operation, error))
        return FALSE;
      if (!operation->done && g_get_monotonic_time () > end)
        {
          g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_TIMED_OUT,
                               _("Gemini has the document and is still reading it. Look at the "
                                 "list of documents later"));
          return FALSE;
        }
    }
  return TRUE;
}

/* What an upload is known by when it is tried again: where it goes, and what is
 * sent, of which nothing may have changed. What is small is sent again. */
static char *
dup_upload_key (const char              *store,
                const ChattyGeminiFile  *file)
{
  g_autofree char *identity = NULL;
  g_autofree char *metadata = NULL;

  if (file->file == NULL)
    return NULL;
  identity = chatty_http_file_dup_identity (file->file);
  metadata = json_to_string (file->metadata, FALSE);
  return g_strjoin ("\n", store, file->media_type, identity, metadata, NULL);
}

static gboolean
send_and_follow (gpointer                 self,
                 const char              *store,
                 const ChattyGeminiFile  *file,
                 ChattyUploadSession    **session,
                 char                   **document,
                 GCancellable            *cancellable,
                 GError                 **error)
{
  g_autoptr (JsonNode) node = send_file (self, store, file, session, cancellable, error);
  g_auto (ChattyGeminiOperation) operation = { NULL };
  g_autoptr (GError) fault = NULL;

  if (node == NULL)
    return FALSE;
  if (chatty_gemini_read_operation (node, &operation, &fault) &&
      follow (self, &operation, cancellable, &fault))
    {
      *document = g_steal_pointer (&operation.document);
      return TRUE;
    }
  if (operation.name == NULL)
    g_clear_pointer (session, chatty_upload_session_free);
  /* The platform has had it all for some time, and does not know any more what
   * came of it. */
  if (*session != NULL && (*session)->was_complete &&
      g_error_matches (fault, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

/* Whether what an earlier try put there was deleted since then. */
static gboolean
was_deleted (gpointer                   self,
             const ChattyUploadSession *session,
             const char                *document,
             GCancellable              *cancellable)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) fault = NULL;

  if (session == NULL || !session->was_complete || document == NULL)
    return FALSE;
  node = chatty_gemini_get_named (self, document, cancellable, &fault);
  return g_error_matches (fault, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND);
}

/* Whether the next try may go on with an upload, and not end as this one did,
 * where the platform had all of it already. */
static gboolean
may_go_on (const ChattyUploadSession *session,
           const GError              *fault)
{
  return session != NULL &&
         (!session->was_complete || chatty_error_is_cancelled (fault) ||
          g_error_matches (fault, CHATTY_ERROR, CHATTY_ERROR_OFFLINE) ||
          g_error_matches (fault, CHATTY_ERROR, CHATTY_ERROR_TIMED_OUT) ||
          g_error_matches (fault, CHATTY_ERROR, CHATTY_ERROR_RATE_LIMITED));
}

/*
 * chatty_gemini_take_in:
 * @store: the name of a store
 * @document: (out) (nullable): the name of what came of it, where the platform
 *   says it
 *
 * Sends a document to a store and waits until the platform has read it. One
 * that was cut off goes on where it was when the same is sent again, as long as
 * the platform knows of it and this process lives.
 */
gboolean
chatty_gemini_take_in (gpointer                 self,
                       const char              *store,
                       const ChattyGeminiFile  *file,
                       char                   **document,
                       GCancellable            *cancellable,
                       GError                 **error)
{
  ChattyUploadSessions *uploads = CHATTY_GEMINI (self)->uploads;
  g_autofree char *key = dup_upload_key (store, file);
  g_autoptr (ChattyUploadSession) session = key != NULL
                                            ? chatty_upload_sessions_take (uploads, key) : NULL;
  g_autoptr (GError) fault = NULL;
  gboolean done;

  *document = NULL;
  done = send_and_follow (self, store, file, &session, document, cancellable, &fault);
  if (done && was_deleted (self, session, *document, cancellable))
    {
      g_clear_pointer (&session, chatty_upload_session_free);
      g_clear_pointer (document, g_free);
      done = send_and_follow (self, store, file, &session, document, cancellable, &fault);
    }
  if (done)
    return TRUE;
  if (key != NULL && may_go_on (session, fault))
    chatty_upload_sessions_keep (uploads, key, g_steal_pointer (&session));
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

/*
 * chatty_gemini_take_over:
 * @store: the name of a store
 * @file: that of a file of the Files service
 *
 * Lets a store import a file, and waits until the platform has read it.
 */
gboolean
chatty_gemini_take_over (gpointer       self,
                         const char    *store,
                         const char    *file,
                         GCancellable  *cancellable,
                         GError       **error)
{
  g_autofree char *path = g_strdup_printf ("/v1beta/%s:importFile", store);
  g_autoptr (ChattyHttpRequest) request = chatty_http_request_new ("POST", path);
  g_autoptr (JsonNode) body = chatty_gemini_write_import (file);
  g_autoptr (ChattyHttpResponse) response = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_auto (ChattyGeminiOperation) operation = { NULL };
  GError *failure = NULL;

  chatty_http_request_set_repeat_safe (request, FALSE);
  chatty_http_request_set_json (request, body);
  response = chatty_http_connector_send_raw (self, chatty_gemini_files (self), request,
                                             cancellable, &failure);
  node = read_operation_answer (self, request, response, failure, error);
  return node != NULL && chatty_gemini_read_operation (node, &operation, error) &&
         follow (self, &operation, cancellable, error);
}

/*
 * chatty_gemini_set_poll:
 * @milliseconds: before an operation is asked for the first time, and before an
 *   upload that broke off is gone on with
 *
 * For tests, which wait for nobody.
 */
void
chatty_gemini_set_poll (ChattyGemini *self,
                        guint         milliseconds)
{
  self->poll_first = milliseconds;
}
