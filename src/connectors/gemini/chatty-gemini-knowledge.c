/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-call.h"
#include "chatty-error.h"
#include "chatty-gemini-codec-knowledge.h"
#include "chatty-gemini-private.h"
#include "chatty-resumable-upload.h"

/* Longer than most, as both engines go through the same few calls here.
 *
 * For a file in a store; at most 20 on a page (platform reference, section
 * 2.9, with what follows). */
#define MAX_DOCUMENT (G_GUINT64_CONSTANT (100) * 1024 * 1024)
#define PAGE_SIZE "20"

/* Operations are asked for every second at first, then every five; one that
 * takes longer than this goes on without us. */
#define POLL_FIRST 1000
#define POLL_MOST 5000
#define POLL_LIMIT (10 * G_TIME_SPAN_MINUTE)

/* Of documents that are for no character. */
#define DEFAULT_STORE "Chatty Connectors"

/* Calls ---------------------------------------------------------------------------- */

/* The platform documents stores with keys alone, and lets some sign-ins in
 * (section 2.9, "OAuth or key?"). */
static void
advise_key (ChattyGemini  *self,
            GError       **error)
{
  guint endpoint = chatty_gemini_files (self);

  if (error == NULL || *error == NULL ||
      chatty_http_connector_get_kind (CHATTY_HTTP_CONNECTOR (self), endpoint) !=
        CHATTY_SIGN_IN_BROWSER ||
      (!g_error_matches (*error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN) &&
       !g_error_matches (*error, CHATTY_ERROR, CHATTY_ERROR_SIGN_IN_NEEDED)))
    return;
  g_clear_error (error);
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN,
                       _("Gemini opens its knowledge stores to an API key only. Add a key beside "
                         "the sign-in, on the account’s page"));
}

static JsonNode *
ask (ChattyGemini       *self,
     ChattyHttpRequest  *request,
     GCancellable       *cancellable,
     GError            **error)
{
  g_autoptr (GError) fault = NULL;
  JsonNode *node = chatty_gemini_call (self, chatty_gemini_files (self), request, cancellable,
                                       &fault);

  if (node == NULL)
    {
      advise_key (self, &fault);
      g_propagate_error (error, g_steal_pointer (&fault));
    }
  return node;
}

/* The JSON of an operation. That it failed is no failure of the call, although
 * it has an `error` as failures have. @response: (nullable) */
static JsonNode *
read_operation_answer (ChattyGemini        *self,
                       ChattyHttpRequest   *request,
                       ChattyHttpResponse  *response,
                       GError              *failure,
                       GError             **error)
{
  ChattyHttpConnector *connector = CHATTY_HTTP_CONNECTOR (self);

  if (response != NULL &&
      (chatty_http_response_is_success (response) ||
       CHATTY_HTTP_CONNECTOR_GET_CLASS (self)->check (connector, chatty_gemini_files (self),
                                                      request, response, &failure)))
    return chatty_http_response_parse_json (response, error);
  advise_key (self, &failure);
  g_propagate_error (error, failure);
  return NULL;
}

typedef gboolean (*ReadPage) (JsonNode   *node,
                              gpointer    user_data,
                              char      **next,
                              GError    **error);

static gboolean
read_all (ChattyGemini  *self,
          const char    *path,
          ReadPage       read,
          gpointer       user_data,
          GCancellable  *cancellable,
          GError       **error)
{
  g_autofree char *token = NULL;

  for (guint page = 0; page < GEMINI_MAX_PAGES; page++)
    {
      ChattyHttpRequest *request = chatty_http_request_new ("GET", path);
      g_autoptr (JsonNode) node = NULL;
      g_autofree char *next = NULL;

      chatty_http_request_add_query (request, "pageSize", PAGE_SIZE);
      if (token != NULL)
        chatty_http_request_add_query (request, "pageToken", token);
      node = ask (self, request, cancellable, error);
      if (node == NULL || !read (node, user_data, &next, error))
        return FALSE;
      if (next == NULL)
        return TRUE;
      if (g_strcmp0 (next, token) == 0)
        break;
      g_free (token);
      token = g_steal_pointer (&next);
    }
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_SERVER,
                       _("Gemini’s list of stores does not end"));
  return FALSE;
}

/* Stores --------------------------------------------------------------------------- */

static gboolean
read_stores_page (JsonNode  *node,
                  gpointer   user_data,
                  char     **next,
                  GError   **error)
{
  return chatty_gemini_read_stores (node, "fileSearchStores", user_data, next, error);
}

static gboolean
read_corpora_page (JsonNode  *node,
                   gpointer   user_data,
                   char     **next,
                   GError   **error)
{
  return chatty_gemini_read_stores (node, "corpora", user_data, next, error);
}

static GPtrArray *
list_stores (ChattyGemini  *self,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autoptr (GPtrArray) stores = g_ptr_array_new_with_free_func (chatty_gemini_store_free);

  return read_all (self, "/v1beta/fileSearchStores", read_stores_page, stores, cancellable, error)
         ? g_steal_pointer (&stores) : NULL;
}

/* The first of that name: lists go from the oldest to the newest, so that two
 * machines that made one at once agree. */
static const char *
find_by_title (GPtrArray  *stores,
               const char *title)
{
  for (guint i = 0; i < stores->len; i++)
    {
      const ChattyGeminiStore *store = stores->pdata[i];

      if (g_str_equal (store->title, title))
        return store->name;
    }
  return NULL;
}

/* "": it is known that there is none. */
static void
note_store (ChattyGemini *self,
            const char   *title,
            const char   *name)
{
  g_mutex_lock (&self->lock);
  g_hash_table_replace (self->stores, g_strdup (title), g_strdup (name != NULL ? name : ""));
  g_mutex_unlock (&self->lock);
}

/* (transfer full) (nullable): a known store's name, or "" */
static char *
dup_known_store (ChattyGemini *self,
                 const char   *title)
{
  char *name;

  g_mutex_lock (&self->lock);
  name = g_strdup (g_hash_table_lookup (self->stores, title));
  g_mutex_unlock (&self->lock);
  return name;
}

static char *
gemini_find_store (ChattyKnowledge  *knowledge,
                   const char       *character_id,
                   GCancellable     *cancellable,
                   GError          **error)
{
  ChattyGemini *self = CHATTY_GEMINI (knowledge);
  g_autofree char *name = dup_known_store (self, character_id);
  g_autoptr (GPtrArray) stores = NULL;
  g_autoptr (GError) fault = NULL;

  if (name == NULL)
    {
      stores = list_stores (self, cancellable, &fault);
      /* Where stores are closed nothing is asked a second time. */
      if (g_error_matches (fault, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN))
        note_store (self, character_id, NULL);
      if (stores == NULL)
        {
          g_propagate_error (error, g_steal_pointer (&fault));
          return NULL;
        }
      name = g_strdup (find_by_title (stores, character_id));
      note_store (self, character_id, name);
    }
  return name != NULL && *name != '\0' ? g_steal_pointer (&name) : NULL;
}

/* The store of that title, made when there is none. */
static char *
need_store (ChattyGemini  *self,
            const char    *title,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autoptr (GPtrArray) stores = list_stores (self, cancellable, error);
  g_autoptr (JsonNode) body = NULL;
  g_autoptr (JsonNode) node = NULL;
  ChattyHttpRequest *request;
  char *name;

  if (stores == NULL)
    return NULL;
  name = g_strdup (find_by_title (stores, title));
  if (name == NULL)
    {
      request = chatty_http_request_new ("POST", "/v1beta/fileSearchStores");
      body = chatty_gemini_write_store (title);
      chatty_http_request_set_json (request, body);
      node = ask (self, request, cancellable, error);
      if (node == NULL)
        return NULL;
      name = chatty_gemini_read_store_name (node);
    }
  if (name == NULL)
    g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_SERVER,
                         _("Gemini did not say what store it made. Look at the list of documents"));
  else
    note_store (self, title, name);
  return name;
}

/* Documents ------------------------------------------------------------------------ */

typedef struct {
  GPtrArray *documents;
  gboolean   attached;
} Listing;

static gboolean
read_documents_page (JsonNode  *node,
                     gpointer   user_data,
                     char     **next,
                     GError   **error)
{
  Listing *listing = user_data;

  return chatty_gemini_read_documents (node, listing->attached, listing->documents, next, error);
}

static gboolean
list_documents (ChattyGemini  *self,
                const char    *parent,
                gboolean       attached,
                GPtrArray     *documents,
                GCancellable  *cancellable,
                GError       **error)
{
  g_autofree char *path = g_strdup_printf ("/v1beta/%s/documents", parent);
  Listing listing = { documents, attached };

  return read_all (self, path, read_documents_page, &listing, cancellable, error);
}

/* The older engine is leaving: where it answers at all, what is in it is shown,
 * and where it does not nobody misses it (section 2.10). (nullable): not there. */
static GPtrArray *
probe_corpora (ChattyGemini *self,
               GCancellable *cancellable)
{
  g_autoptr (GPtrArray) corpora = g_ptr_array_new_with_free_func (chatty_gemini_store_free);
  g_autoptr (GError) error = NULL;
  gboolean gone;

  g_mutex_lock (&self->lock);
  gone = self->corpora_gone;
  g_mutex_unlock (&self->lock);
  if (gone)
    return NULL;
  if (read_all (self, "/v1beta/corpora", read_corpora_page, corpora, cancellable, &error))
    return g_steal_pointer (&corpora);
  if (g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND) ||
      g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN) ||
      g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_SIGN_IN_NEEDED) ||
      g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED))
    {
      g_mutex_lock (&self->lock);
      self->corpora_gone = TRUE;
      g_mutex_unlock (&self->lock);
    }
  g_debug ("no corpora: %s", error->message);
  return NULL;
}

static GPtrArray *
gemini_list (ChattyKnowledge  *knowledge,
             const char       *character_id,
             GCancellable     *cancellable,
             GError          **error)
{
  ChattyGemini *self = CHATTY_GEMINI (knowledge);
  g_autoptr (GPtrArray) stores = list_stores (self, cancellable, error);
  g_autoptr (GPtrArray) corpora = NULL;
  g_autoptr (GPtrArray) documents =
    g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_document_unref);
  const char *own;

  if (stores == NULL)
    return NULL;
  own = find_by_title (stores, character_id);
  note_store (self, character_id, own);
  for (guint i = 0; i < stores->len; i++)
    {
      const ChattyGeminiStore *store = stores->pdata[i];

      if (!list_documents (self, store->name, store->name == own, documents, cancellable, error))
        return NULL;
    }
  corpora = probe_corpora (self, cancellable);
  for (guint i = 0; corpora != NULL && i < corpora->len; i++)
    list_documents (self, ((ChattyGeminiStore *) corpora->pdata[i])->name, FALSE, documents,
                    cancellable, NULL);
  if (chatty_set_cancelled (cancellable, error))
    return NULL;
  return g_steal_pointer (&documents);
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

typedef struct {
  GFileProgressCallback func;
  gpointer              user_data;
} Progress;

static void
progress_cb (guint64  sent,
             guint64  total,
             gpointer user_data)
{
  Progress *self = user_data;

  if (self->func != NULL)
    self->func ((goffset) sent, (goffset) total, self->user_data);
}

/* Until the platform has taken the document in. */
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
      chatty_gemini_operation_clear (operation);
      if (node == NULL || !chatty_gemini_read_operation (node, operation, error))
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

/* (transfer full) (nullable): the operation that the upload began */
static JsonNode *
send_file (ChattyGemini           *self,
           const char             *store,
           ChattyHttpFile         *file,
           const char             *media_type,
           JsonNode               *metadata,
           Progress               *progress,
           GCancellable           *cancellable,
           GError                **error)
{
  ChattyHttpConnector *connector = CHATTY_HTTP_CONNECTOR (self);
  guint endpoint = chatty_gemini_files (self);
  g_autofree char *path = g_strdup_printf ("/upload/v1beta/%s:uploadToFileSearchStore", store);
  g_autoptr (ChattyHttpRequest) request = chatty_http_request_new ("POST", path);
  g_autoptr (ChattyHttpResponse) response = NULL;
  GError *failure = NULL;

  response = chatty_resumable_upload_run (&(ChattyResumableUpload) {
    .path = path, .address = chatty_http_connector_get_address (connector, endpoint),
    .metadata = metadata, .file = file, .media_type = media_type,
    .send = send_cb, .send_data = self, .progress = progress_cb, .progress_data = progress,
  }, cancellable, &failure);
  return read_operation_answer (self, request, response, failure, error);
}

static gboolean
gemini_delete (ChattyKnowledge  *knowledge,
               const char       *document_id,
               GCancellable     *cancellable,
               GError          **error)
{
  g_autofree char *path = g_strconcat ("/v1beta/", document_id, NULL);
  g_autoptr (JsonNode) node = NULL;
  ChattyHttpRequest *request;

  if (!chatty_gemini_is_document (document_id) && !chatty_gemini_is_corpus_document (document_id))
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND,
                           _("The document is not there any more"));
      return FALSE;
    }
  request = chatty_http_request_new ("DELETE", path);
  /* Without it, one that was taken in is not deleted. */
  chatty_http_request_add_query (request, "force", "true");
  node = ask (CHATTY_GEMINI (knowledge), request, cancellable, error);
  return node != NULL;
}

static ChattyDocument *
gemini_upload_with (ChattyKnowledge               *knowledge,
                    const char                    *path,
                    const char                    *document_id,
                    const ChattyKnowledgeOptions  *options,
                    GFileProgressCallback          progress,
                    gpointer                       progress_data,
                    GCancellable                  *cancellable,
                    GError                       **error)
{
  ChattyGemini *self = CHATTY_GEMINI (knowledge);
  g_autoptr (ChattyHttpFile) file = chatty_http_file_open (path, MAX_DOCUMENT, error);
  g_autoptr (JsonNode) metadata = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_auto (ChattyGeminiOperation) operation = { NULL };
  g_autofree char *store = NULL;
  Progress forward = { progress, progress_data };
  const char *media_type, *name;

  if (file == NULL)
    return NULL;
  name = chatty_http_file_get_name (file);
  media_type = chatty_gemini_find_media_type (name, error);
  if (media_type == NULL)
    return NULL;
  if (chatty_gemini_is_document (document_id))
    store = chatty_gemini_dup_store_of (document_id);
  else
    store = need_store (self, options != NULL && options->character_id != NULL
                              ? options->character_id : DEFAULT_STORE, cancellable, error);
  if (store == NULL)
    return NULL;

  metadata = chatty_gemini_write_upload (name, media_type, options);
  node = send_file (self, store, file, media_type, metadata, &forward, cancellable, error);
  if (node == NULL || !chatty_gemini_read_operation (node, &operation, error) ||
      !follow (self, &operation, cancellable, error))
    return NULL;
  if (operation.document == NULL)
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_SERVER,
                   _("“%s” was sent, but Gemini did not say what became of it. Look at the list "
                     "of documents before you send it again"), name);
      return NULL;
    }
  /* There is no replacing: the old one goes when the new one is there. */
  if (chatty_gemini_is_document (document_id) &&
      !gemini_delete (knowledge, document_id, cancellable, error))
    return NULL;
  return chatty_document_new (&(ChattyDocument) {
    .id = operation.document, .name = name, .size = (gint64) chatty_http_file_get_size (file),
    .added = chatty_time_now (), .ready = TRUE,
    .attached = options != NULL && options->character_id != NULL,
  });
}

static ChattyDocument *
gemini_upload (ChattyKnowledge        *knowledge,
               const char             *path,
               const char             *document_id,
               GFileProgressCallback   progress,
               gpointer                progress_data,
               GCancellable           *cancellable,
               GError                **error)
{
  return gemini_upload_with (knowledge, path, document_id, NULL, progress, progress_data,
                             cancellable, error);
}

/* A document lies in one store, for good: what a character's chats search is
 * what was put into its own. */
static gboolean
gemini_attach (ChattyKnowledge  *knowledge,
               const char       *character_id,
               const char       *document_id,
               gboolean          attach,
               GCancellable     *cancellable,
               GError          **error)
{
  g_autoptr (GError) fault = NULL;
  g_autofree char *own = gemini_find_store (knowledge, character_id, cancellable, &fault);
  g_autofree char *store = chatty_gemini_is_document (document_id)
                           ? chatty_gemini_dup_store_of (document_id) : NULL;
  gboolean is_attached = own != NULL && g_strcmp0 (own, store) == 0;

  if (fault != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  if (is_attached == attach)
    return TRUE;
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED, attach
                       ? _("Gemini cannot move a document to another character. Send the file "
                           "again, for this one")
                       : _("Gemini cannot set a document of a character aside. Delete it, and "
                           "send the file again when it is needed"));
  return FALSE;
}

/* Only corpora can be asked without a chat. */
static GPtrArray *
gemini_query (ChattyKnowledge  *knowledge,
              const char       *question,
              guint             most,
              GCancellable     *cancellable,
              GError          **error)
{
  ChattyGemini *self = CHATTY_GEMINI (knowledge);
  g_autoptr (GPtrArray) corpora = probe_corpora (self, cancellable);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_source_unref);

  if (chatty_set_cancelled (cancellable, error))
    return NULL;
  if (corpora == NULL)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                           _("Gemini does not search documents for this account outside of a "
                             "conversation any more. Ask in a conversation"));
      return NULL;
    }
  for (guint i = 0; i < corpora->len && all->len < most; i++)
    {
      g_autofree char *path = g_strdup_printf ("/v1beta/%s:query",
                                               ((ChattyGeminiStore *) corpora->pdata[i])->name);
      ChattyHttpRequest *request = chatty_http_request_new ("POST", path);
      g_autoptr (JsonNode) body = chatty_gemini_write_query (question, most - all->len);
      g_autoptr (JsonNode) node = NULL;
      g_autoptr (GPtrArray) passages = NULL;

      chatty_http_request_set_repeat_safe (request, TRUE);
      chatty_http_request_set_json (request, body);
      node = ask (self, request, cancellable, error);
      passages = node != NULL ? chatty_gemini_read_passages (node, error) : NULL;
      if (passages == NULL)
        return NULL;
      for (guint j = 0; j < passages->len && all->len < most; j++)
        g_ptr_array_add (all, chatty_source_ref (passages->pdata[j]));
    }
  return g_steal_pointer (&all);
}

static const ChattyKnowledgeLimits *
gemini_get_limits (ChattyKnowledge *knowledge)
{
  static ChattyKnowledgeLimits limits = { .max_bytes = MAX_DOCUMENT };
  static gsize is_set = 0;

  if (g_once_init_enter (&is_set))
    {
      limits.suffixes = chatty_gemini_get_suffixes ();
      g_once_init_leave (&is_set, 1);
    }
  return &limits;
}

/*
 * chatty_gemini_set_poll:
 * @milliseconds: before an operation is asked for the first time
 *
 * For tests, which wait for nobody.
 */
void
chatty_gemini_set_poll (ChattyGemini *self,
                        guint         milliseconds)
{
  self->poll_first = milliseconds;
}

void
chatty_gemini_knowledge_init (ChattyKnowledgeInterface *iface)
{
  iface->get_limits = gemini_get_limits;
  iface->list = gemini_list;
  iface->upload = gemini_upload;
  iface->upload_with = gemini_upload_with;
  iface->attach = gemini_attach;
  iface->delete = gemini_delete;
  iface->find_store = gemini_find_store;
  iface->query = gemini_query;
}
