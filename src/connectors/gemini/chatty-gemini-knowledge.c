/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-gemini-private.h"

/* For a file in a store (platform reference, section 2.9). */
#define MAX_DOCUMENT (G_GUINT64_CONSTANT (100) * 1024 * 1024)

/* Of documents that are for no character. */
#define DEFAULT_STORE "Chatty Connectors"

/* What is there -------------------------------------------------------------------- */

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

/*
 * chatty_gemini_probe_corpora:
 *
 * The older engine is leaving: where it answers at all, what is in it is shown,
 * and where it does not nobody misses it (section 2.10).
 *
 * Returns: (transfer full) (nullable) (element-type ChattyGeminiStore): the
 *   corpora; %NULL where they are not there
 */
GPtrArray *
chatty_gemini_probe_corpora (ChattyGemini *self,
                             GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *corpora;
  gboolean gone;

  g_mutex_lock (&self->lock);
  gone = self->corpora_gone;
  g_mutex_unlock (&self->lock);
  if (gone)
    return NULL;
  corpora = chatty_gemini_list_stores (self, "corpora", cancellable, &error);
  if (corpora != NULL)
    return corpora;
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
  g_autoptr (GPtrArray) stores = chatty_gemini_list_stores (self, "fileSearchStores", cancellable,
                                                            error);
  g_autoptr (GPtrArray) corpora = NULL;
  g_autoptr (GPtrArray) documents =
    g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_document_unref);

  if (stores == NULL)
    return NULL;
  for (guint i = 0; i < stores->len; i++)
    {
      const ChattyGeminiStore *store = stores->pdata[i];
      Listing listing = { documents, g_strcmp0 (store->name, character_id) == 0 };

      if (!chatty_gemini_read_documents_of (self, store->name, read_documents_page, &listing,
                                            cancellable, error))
        return NULL;
    }
  corpora = chatty_gemini_probe_corpora (self, cancellable);
  for (guint i = 0; corpora != NULL && i < corpora->len; i++)
    {
      Listing listing = { documents, FALSE };

      chatty_gemini_read_documents_of (self, ((ChattyGeminiStore *) corpora->pdata[i])->name,
                                       read_documents_page, &listing, cancellable, NULL);
    }
  if (chatty_set_cancelled (cancellable, error))
    return NULL;
  return g_steal_pointer (&documents);
}

/* Changes -------------------------------------------------------------------------- */

static gboolean
gemini_delete (ChattyKnowledge  *knowledge,
               const char       *document_id,
               GCancellable     *cancellable,
               GError          **error)
{
  if (chatty_gemini_is_document (document_id) || chatty_gemini_is_corpus_document (document_id))
    return chatty_gemini_delete_by_force (knowledge, document_id, cancellable, error);
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND,
                       _("The document is not there any more"));
  return FALSE;
}

/* The store of documents that are for no character, made when there is none:
 * the first of that name, so that two machines that made one at once agree. */
static char *
need_store (ChattyGemini  *self,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autoptr (GPtrArray) stores = chatty_gemini_list_stores (self, "fileSearchStores", cancellable,
                                                            error);
  ChattyGeminiStore *made;
  char *name;

  for (guint i = 0; stores != NULL && i < stores->len; i++)
    {
      const ChattyGeminiStore *store = stores->pdata[i];

      if (g_str_equal (store->title, DEFAULT_STORE))
        return g_strdup (store->name);
    }
  made = stores != NULL ? chatty_gemini_make_store (self, DEFAULT_STORE, cancellable, error) : NULL;
  if (made == NULL)
    return NULL;
  name = g_strdup (made->name);
  chatty_gemini_store_free (made);
  return name;
}

/* Where a document goes: to the one that it replaces, else to the character. */
static char *
choose_store (ChattyGemini                  *self,
              const char                    *document_id,
              const ChattyKnowledgeOptions  *options,
              GCancellable                  *cancellable,
              GError                       **error)
{
  const char *character_id = options != NULL ? options->character_id : NULL;

  if (chatty_gemini_is_document (document_id))
    return chatty_gemini_dup_store_of (document_id);
  if (character_id == NULL)
    return need_store (self, cancellable, error);
  if (chatty_gemini_is_store (character_id))
    return g_strdup (character_id);
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND,
                       _("Gemini keeps documents with a character that is there. Put the "
                         "character on Gemini first"));
  return NULL;
}

/* Says which file it is, and where to look when it may have arrived. */
static void
name_file (GError    **error,
           const char *name)
{
  if (error == NULL || g_error_matches (*error, CHATTY_ERROR, CHATTY_ERROR_CANCELLED))
    return;
  if (chatty_http_connector_is_lost (*error))
    g_prefix_error (error, /* Translators: %s is the name of a file; what went wrong follows. */
                    _("“%s” may have arrived at Gemini or not. Look at the list of documents "
                      "before you send it again: "), name);
  else
    g_prefix_error (error, /* Translators: %s is the name of a file; what went wrong follows. */
                    _("“%s” was not put on Gemini: "), name);
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
  g_autofree char *store = NULL;
  g_autofree char *document = NULL;
  const char *media_type, *name;

  if (file == NULL)
    return NULL;
  name = chatty_http_file_get_name (file);
  media_type = chatty_gemini_find_media_type (name, error);
  if (media_type == NULL)
    return NULL;
  store = choose_store (self, document_id, options, cancellable, error);
  if (store == NULL)
    return NULL;

  metadata = chatty_gemini_write_upload (name, media_type, options);
  if (!chatty_gemini_take_in (self, store, &(ChattyGeminiFile) {
        .file = file, .media_type = media_type, .metadata = metadata,
        .progress = progress, .progress_data = progress_data,
      }, &document, cancellable, error))
    {
      name_file (error, name);
      return NULL;
    }
  if (document == NULL)
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
    .id = document, .name = name, .size = (gint64) chatty_http_file_get_size (file),
    .added = chatty_time_now (), .ready = TRUE,
    .attached = options != NULL && g_strcmp0 (options->character_id, store) == 0,
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
 * what was put into its own, and what they shall not search is deleted. */
static gboolean
gemini_attach (ChattyKnowledge  *knowledge,
               const char       *character_id,
               const char       *document_id,
               gboolean          attach,
               GCancellable     *cancellable,
               GError          **error)
{
  g_autofree char *store = chatty_gemini_is_document (document_id)
                           ? chatty_gemini_dup_store_of (document_id) : NULL;
  gboolean is_attached = g_strcmp0 (store, character_id) == 0;
  g_autoptr (GError) fault = NULL;

  if (is_attached == attach)
    return TRUE;
  if (!attach)
    {
      if (gemini_delete (knowledge, document_id, cancellable, &fault) ||
          g_error_matches (fault, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                       _("Gemini cannot move a document to another character. Send the file "
                         "again, for this one"));
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
  g_autoptr (GPtrArray) corpora = chatty_gemini_probe_corpora (self, cancellable);
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
      node = chatty_gemini_ask_stores (self, request, cancellable, error);
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

void
chatty_gemini_knowledge_init (ChattyKnowledgeInterface *iface)
{
  iface->get_limits = gemini_get_limits;
  iface->list = gemini_list;
  iface->upload = gemini_upload;
  iface->upload_with = gemini_upload_with;
  iface->attach = gemini_attach;
  iface->delete = gemini_delete;
  iface->query = gemini_query;
  iface->by_character = TRUE;
}
