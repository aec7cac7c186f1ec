/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-gemini-private.h"
#include "chatty-json.h"

/* For a file in a store (platform reference, section 2.9). */
#define MAX_DOCUMENT (G_GUINT64_CONSTANT (100) * 1024 * 1024)

/* Of documents that are for no character. */
#define DEFAULT_STORE "Chatty Connectors"

/* What is there -------------------------------------------------------------------- */

static gboolean
read_documents_page (JsonNode  *node,
                     gpointer   user_data,
                     char     **next,
                     GError   **error)
{
  return chatty_gemini_read_documents (node, user_data, next, error);
}

static gboolean
list_stores (ChattyGemini         *self,
             ChattyGeminiListing  *listing,
             GCancellable         *cancellable,
             GError              **error)
{
  g_autoptr (GPtrArray) stores = chatty_gemini_list_stores (self, "fileSearchStores", cancellable,
                                                            error);

  if (stores == NULL)
    return FALSE;
  for (guint i = 0; i < stores->len; i++)
    if (!chatty_gemini_read_documents_of (self, ((ChattyGeminiStore *) stores->pdata[i])->name,
                                          read_documents_page, listing, cancellable, error))
      return FALSE;
  return TRUE;
}

/* The older engine is leaving: where it answers at all, what is in it is shown.
 * Returns whether it answers. */
static gboolean
list_corpora (ChattyGemini        *self,
              ChattyGeminiListing *listing,
              GCancellable        *cancellable)
{
  g_autoptr (GPtrArray) corpora = chatty_gemini_probe_corpora (self, cancellable);

  for (guint i = 0; corpora != NULL && i < corpora->len; i++)
    chatty_gemini_read_documents_of (self, ((ChattyGeminiStore *) corpora->pdata[i])->name,
                                     read_documents_page, listing, cancellable, NULL);
  return corpora != NULL;
}

static GPtrArray *
gemini_list (ChattyKnowledge  *knowledge,
             const char       *character_id,
             GCancellable     *cancellable,
             GError          **error)
{
  ChattyGemini *self = CHATTY_GEMINI (knowledge);
  g_autoptr (GPtrArray) documents =
    g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_document_unref);
  g_autoptr (GHashTable) imported = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  ChattyGeminiListing listing = { character_id, documents, imported };
  g_autoptr (GError) fault = NULL;

  if (!list_stores (self, &listing, cancellable, &fault) && !chatty_gemini_is_refused (fault))
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return NULL;
    }
  /* Where stores are closed to the credential, the older engine does for them. */
  if (!list_corpora (self, &listing, cancellable) && fault != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return NULL;
    }
  /* A file can be taken into a store alone. */
  if (fault == NULL)
    chatty_gemini_list_files (self, &listing, cancellable);
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
  if (chatty_gemini_is_file (document_id))
    return chatty_gemini_delete_file (CHATTY_GEMINI (knowledge), document_id, cancellable, error);
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

static gboolean
check_character (const ChattyKnowledgeOptions  *options,
                 GError                       **error)
{
  const char *character_id = options != NULL ? options->character_id : NULL;

  if (character_id == NULL || chatty_gemini_is_store (character_id))
    return TRUE;
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND,
                       _("Gemini keeps documents with a character that is there. Put the "
                         "character on Gemini first"));
  return FALSE;
}

/* Where a document goes: to the one that it replaces, else to the character. */
static char *
choose_store (ChattyGemini                  *self,
              const char                    *document_id,
              const ChattyKnowledgeOptions  *options,
              GCancellable                  *cancellable,
              GError                       **error)
{
  if (chatty_gemini_is_document (document_id))
    return chatty_gemini_dup_store_of (document_id);
  if (options != NULL && options->character_id != NULL)
    return g_strdup (options->character_id);
  return need_store (self, cancellable, error);
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

/* What is sent, and for whom. */
typedef struct {
  ChattyHttpFile               *file;
  const char                   *name;
  const char                   *media_type;
  const char                   *document_id;
  const ChattyKnowledgeOptions *options;
  GFileProgressCallback         progress;
  gpointer                      progress_data;
} Sending;

static ChattyDocument *
put_in_store (ChattyGemini   *self,
              const Sending  *sending,
              GCancellable   *cancellable,
              GError        **error)
{
  g_autofree char *store = choose_store (self, sending->document_id, sending->options, cancellable,
                                         error);
  g_autoptr (JsonNode) metadata = NULL;
  g_autofree char *document = NULL;

  if (store == NULL)
    return NULL;
  metadata = chatty_gemini_write_upload (sending->name, sending->media_type, sending->options);
  if (!chatty_gemini_take_in (self, store, &(ChattyGeminiFile) {
        .file = sending->file, .media_type = sending->media_type, .metadata = metadata,
        .progress = sending->progress, .progress_data = sending->progress_data,
      }, &document, cancellable, error))
    {
      name_file (error, sending->name);
      return NULL;
    }
  if (document == NULL)
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_SERVER,
                   _("“%s” was sent, but Gemini did not say what became of it. Look at the list "
                     "of documents before you send it again"), sending->name);
      return NULL;
    }
  return chatty_document_new (&(ChattyDocument) {
    .id = document, .name = sending->name,
    .size = (gint64) chatty_http_file_get_size (sending->file),
    .added = chatty_time_now (), .ready = TRUE,
    .attached = sending->options != NULL &&
                g_strcmp0 (sending->options->character_id, store) == 0,
  });
}

/* Whether stores as such are refused, and not this one, which may be gone. */
static gboolean
are_stores_refused (ChattyGemini *self,
                    const GError *fault,
                    GCancellable *cancellable)
{
  g_autoptr (GPtrArray) stores = NULL;
  g_autoptr (GError) refusal = NULL;

  if (!chatty_gemini_is_refused (fault))
    return FALSE;
  stores = chatty_gemini_list_stores (self, "fileSearchStores", cancellable, &refusal);
  return stores == NULL && chatty_gemini_is_refused (refusal);
}

/* Text can go where the older engine is, for those who may not use the newer. */
static ChattyDocument *
put_instead (ChattyGemini   *self,
             const Sending  *sending,
             GPtrArray      *corpora,
             GCancellable   *cancellable,
             GError        **error)
{
  g_autofree char *kinds = NULL;
  ChattyDocument *document;

  if (!chatty_gemini_is_text (sending->name))
    {
      kinds = chatty_gemini_list_text_suffixes ();
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                   /* Translators: a file's name, then kinds of files such as ".txt, .csv". */
                   _("“%s” was not sent: Gemini’s stores are closed to this account, and its "
                     "corpora take nothing but text (%s). Add an API key on the account’s page"),
                   sending->name, kinds);
      return NULL;
    }
  document = chatty_gemini_put_in_corpus (self, corpora, sending->file, sending->options,
                                          sending->progress, sending->progress_data, cancellable,
                                          error);
  if (document == NULL)
    name_file (error, sending->name);
  return document;
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
  g_autoptr (ChattyDocument) document = NULL;
  g_autoptr (GPtrArray) corpora = NULL;
  g_autoptr (GError) fault = NULL;
  Sending sending = { file, NULL, NULL, document_id, options, progress, progress_data };

  if (file == NULL)
    return NULL;
  sending.name = chatty_http_file_get_name (file);
  sending.media_type = chatty_gemini_find_media_type (sending.name, error);
  if (sending.media_type == NULL || !check_character (options, error))
    return NULL;

  document = put_in_store (self, &sending, cancellable, &fault);
  if (document == NULL && are_stores_refused (self, fault, cancellable))
    corpora = chatty_gemini_probe_corpora (self, cancellable);
  if (corpora != NULL)
    {
      g_clear_error (&fault);
      document = put_instead (self, &sending, corpora, cancellable, &fault);
    }
  if (document == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return NULL;
    }
  /* There is no replacing: the old one goes when the new one is there. In a
   * corpus the same content is the same document. */
  if ((chatty_gemini_is_document (document_id) || chatty_gemini_is_corpus_document (document_id)) &&
      !g_str_equal (document->id, document_id) &&
      !gemini_delete (knowledge, document_id, cancellable, error))
    return NULL;
  return g_steal_pointer (&document);
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

/* Whether a document is one of the character's. */
static gboolean
find_attached (ChattyGemini  *self,
               const char    *character_id,
               const char    *document_id,
               gboolean      *attached,
               GCancellable  *cancellable,
               GError       **error)
{
  g_autofree char *store = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonObject *document;

  if (!chatty_gemini_is_corpus_document (document_id))
    {
      store = chatty_gemini_is_document (document_id)
              ? chatty_gemini_dup_store_of (document_id) : NULL;
      *attached = g_strcmp0 (store, character_id) == 0;
      return TRUE;
    }
  node = chatty_gemini_get_named (self, document_id, cancellable, error);
  document = chatty_json_node_object (node);
  *attached = document != NULL && chatty_gemini_belongs_to (document, character_id);
  return node != NULL;
}

/* A document lies in one store, for good: what a character's chats search is
 * what was put into its own, and what they shall not search is deleted. A file
 * lies in none, and can be taken into each. */
static gboolean
gemini_attach (ChattyKnowledge  *knowledge,
               const char       *character_id,
               const char       *document_id,
               gboolean          attach,
               GCancellable     *cancellable,
               GError          **error)
{
  ChattyGemini *self = CHATTY_GEMINI (knowledge);
  gboolean is_attached;
  g_autoptr (GError) fault = NULL;

  if (chatty_gemini_is_file (document_id) && chatty_gemini_is_store (character_id))
    return !attach || chatty_gemini_import_file (self, character_id, document_id, cancellable,
                                                 error);
  if (!find_attached (self, character_id, document_id, &is_attached, cancellable, &fault))
    {
      if (!attach && g_error_matches (fault, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
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
  iface->query = chatty_gemini_query;
  iface->by_character = TRUE;
}
