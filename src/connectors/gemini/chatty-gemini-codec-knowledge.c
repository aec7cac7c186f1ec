/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-gemini-codec-knowledge.h"
#include "chatty-gemini-codec.h"
#include "chatty-http-connector.h"
#include "chatty-json.h"
#include "chatty-text.h"

/* Bounds of the platform (reference, section 2.9). */
#define MAX_TITLE 512
#define MAX_METADATA 20
#define MIN_CHUNK 21
#define MAX_CHUNK 512

/* Ours: longer than any name of theirs. */
#define MAX_ID 100

/* Text that the platform reads, and what holds text. */
static const struct {
  const char *suffix;
  const char *media_type;
} kinds[] = {
  { ".txt", "text/plain" },
  { ".md", "text/markdown" },
  { ".pdf", "application/pdf" },
  { ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document" },
  { ".pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation" },
  { ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
  { ".odt", "application/vnd.oasis.opendocument.text" },
  { ".rtf", "application/rtf" },
  { ".html", "text/html" },
  { ".csv", "text/csv" },
  { ".tsv", "text/tab-separated-values" },
  { ".json", "application/json" },
  { ".xml", "application/xml" },
  { ".yaml", "text/yaml" },
};

static const char *const suffixes[] = {
  ".txt", ".md", ".pdf", ".docx", ".pptx", ".xlsx", ".odt", ".rtf", ".html", ".csv", ".tsv",
  ".json", ".xml", ".yaml", NULL,
};

const char *const *
chatty_gemini_get_suffixes (void)
{
  return suffixes;
}

/**
 * chatty_gemini_find_media_type:
 * @name: a file's
 *
 * Returns: (nullable): what it is; %NULL with %CHATTY_ERROR_UNSUPPORTED
 */
const char *
chatty_gemini_find_media_type (const char  *name,
                               GError     **error)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);
  g_autofree char *list = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_has_suffix (lower, kinds[i].suffix))
      return kinds[i].media_type;
  list = g_strjoinv (", ", (char **) suffixes);
  g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
               /* Translators: a file's name, then kinds of files such as ".txt, .csv". */
               _("“%s” is of a kind that Gemini’s stores do not take. They take %s"), name, list);
  return NULL;
}

/* Names -------------------------------------------------------------------------- */

/* Whether @name is "<first>/ID" or "<first>/ID/<second>/ID", so that it can stand
 * in a path. */
static gboolean
is_name (const char *name,
         const char *first,
         const char *second)
{
  g_auto (GStrv) parts = g_strsplit (name != NULL ? name : "", "/", -1);
  guint n = g_strv_length (parts);

  if (n != (second != NULL ? 4u : 2u) || !g_str_equal (parts[0], first) ||
      (second != NULL && !g_str_equal (parts[2], second)))
    return FALSE;
  for (guint i = 1; i < n; i += 2)
    if (*parts[i] == '\0' || *parts[i] == '.' || strlen (parts[i]) > MAX_ID ||
        strspn (parts[i], G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "-_.") != strlen (parts[i]))
      return FALSE;
  return TRUE;
}

/**
 * chatty_gemini_is_store:
 * @name: (nullable): the id of a character, for one
 *
 * Returns: whether @name is one of a store
 */
gboolean
chatty_gemini_is_store (const char *name)
{
  return is_name (name, "fileSearchStores", NULL);
}

gboolean
chatty_gemini_is_corpus_document (const char *name)
{
  return is_name (name, "corpora", "documents");
}

/**
 * chatty_gemini_is_document:
 *
 * Returns: whether @name is one of a document in a store
 */
gboolean
chatty_gemini_is_document (const char *name)
{
  return is_name (name, "fileSearchStores", "documents");
}

/**
 * chatty_gemini_dup_store_of:
 * @document: its name, which is one
 *
 * Returns: (transfer full): the name of the store in which it is
 */
char *
chatty_gemini_dup_store_of (const char *document)
{
  return g_strndup (document, (gsize) (strstr (document, "/documents/") - document));
}

static gboolean
is_operation (const char *name)
{
  g_autofree char *plain = NULL;
  const char *upload = name != NULL ? strstr (name, "/upload/operations/") : NULL;

  if (upload != NULL)
    plain = g_strdup_printf ("%.*s%s", (int) (upload - name), name, upload + strlen ("/upload"));
  return is_name (plain != NULL ? plain : name, "fileSearchStores", "operations");
}

/* Lists -------------------------------------------------------------------------- */

void
chatty_gemini_store_free (gpointer store)
{
  ChattyGeminiStore *self = store;

  g_free (self->name);
  g_free (self->title);
  g_free (self);
}

static gboolean
set_not_understood (GError **error)
{
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_SERVER,
                       _("Gemini’s answer about its stores cannot be understood"));
  return FALSE;
}

/**
 * chatty_gemini_read_store:
 * @node: (nullable): what may be a store
 * @list: "fileSearchStores" or "corpora"
 *
 * Returns: (transfer full) (nullable): the store that @node is
 */
ChattyGeminiStore *
chatty_gemini_read_store (JsonNode   *node,
                          const char *list)
{
  JsonObject *object = chatty_json_node_object (node);
  const char *name = chatty_json_get_string (object, "name");
  const char *created = chatty_json_get_string (object, "createTime");
  ChattyGeminiStore *store;

  if (!is_name (name, list, NULL))
    return NULL;
  store = g_new0 (ChattyGeminiStore, 1);
  store->name = g_strdup (name);
  store->title = chatty_gemini_dup_text (object, "displayName");
  if (store->title == NULL)
    store->title = g_strdup ("");
  store->created = created != NULL ? chatty_time_parse_iso (created) : CHATTY_TIME_NONE;
  return store;
}

/**
 * chatty_gemini_read_stores:
 * @list: "fileSearchStores" or "corpora"
 * @stores: (element-type ChattyGeminiStore): gets those of the page
 * @next: (out) (nullable): what names the next page
 *
 * Returns: whether it is a page of that list
 */
gboolean
chatty_gemini_read_stores (JsonNode    *node,
                           const char  *list,
                           GPtrArray   *stores,
                           char       **next,
                           GError     **error)
{
  JsonObject *object = chatty_json_node_object (node);
  JsonArray *array = object != NULL ? chatty_json_get_array (object, list) : NULL;

  *next = NULL;
  if (object == NULL)
    return set_not_understood (error);
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      ChattyGeminiStore *store = chatty_gemini_read_store (json_array_get_element (array, i), list);

      if (store != NULL)
        g_ptr_array_add (stores, store);
    }
  *next = chatty_gemini_dup_next_page (object);
  return TRUE;
}

/**
 * chatty_gemini_is_mirror:
 * @document: a document, or what an answer says of one
 *
 * Returns: whether it is a settings document
 */
gboolean
chatty_gemini_is_mirror (JsonObject *document)
{
  JsonArray *metadata = chatty_json_get_array (document, "customMetadata");

  for (guint i = 0; metadata != NULL && i < json_array_get_length (metadata); i++)
    {
      JsonObject *entry = chatty_gemini_element (metadata, i);

      if (entry != NULL &&
          g_strcmp0 (chatty_json_get_string (entry, "key"), CHATTY_GEMINI_KIND_KEY) == 0 &&
          g_strcmp0 (chatty_json_get_string (entry, "stringValue"),
                     CHATTY_GEMINI_KIND_SETTINGS) == 0)
        return TRUE;
    }
  return FALSE;
}

/**
 * chatty_gemini_each_document:
 * @func: gets those of the page, each with a name that can be asked for
 * @next: (out) (nullable): what names the next page
 *
 * Returns: whether it is a page of documents
 */
gboolean
chatty_gemini_each_document (JsonNode                  *node,
                             ChattyGeminiDocumentFunc   func,
                             gpointer                   user_data,
                             char                     **next,
                             GError                   **error)
{
  JsonObject *object = chatty_json_node_object (node);
  JsonArray *array = object != NULL ? chatty_json_get_array (object, "documents") : NULL;

  *next = NULL;
  if (object == NULL)
    return set_not_understood (error);
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *document = chatty_gemini_element (array, i);
      const char *name = document != NULL ? chatty_json_get_string (document, "name") : NULL;

      if (chatty_gemini_is_document (name) || chatty_gemini_is_corpus_document (name))
        func (document, user_data);
    }
  *next = chatty_gemini_dup_next_page (object);
  return TRUE;
}

typedef struct {
  GPtrArray *documents;
  gboolean   attached;
} Listing;

static void
take_document (JsonObject *document,
               gpointer    user_data)
{
  Listing *listing = user_data;
  const char *name = chatty_json_get_string (document, "name");
  const char *state = chatty_json_get_string (document, "state");
  const char *added = chatty_json_get_string (document, "createTime");
  const char *title = chatty_json_get_string (document, "displayName");
  g_autofree char *line = NULL;

  if (chatty_gemini_is_mirror (document))
    return;
  line = chatty_text_one_line (title != NULL && *title != '\0' ? title : strrchr (name, '/') + 1,
                               MAX_TITLE);
  g_ptr_array_add (listing->documents, chatty_document_new (&(ChattyDocument) {
    .id = name, .name = line,
    .size = chatty_gemini_get_count (document, "sizeBytes", -1),
    .added = added != NULL ? chatty_time_parse_iso (added) : CHATTY_TIME_NONE,
    /* Of a corpus nothing is said. */
    .ready = state == NULL || g_str_equal (state, "STATE_ACTIVE"),
    /* What could not be read is known to nobody, and may be sent again. */
    .attached = listing->attached && g_strcmp0 (state, "STATE_FAILED") != 0,
  }));
}

/**
 * chatty_gemini_read_documents:
 * @attached: whether the character that was asked about knows them
 * @documents: (element-type ChattyDocument): gets those of the page; settings
 *   documents are no knowledge
 * @next: (out) (nullable): what names the next page
 *
 * Returns: whether it is a page of documents
 */
gboolean
chatty_gemini_read_documents (JsonNode   *node,
                              gboolean    attached,
                              GPtrArray  *documents,
                              char      **next,
                              GError    **error)
{
  Listing listing = { documents, attached };

  return chatty_gemini_each_document (node, take_document, &listing, next, error);
}

/* Operations ----------------------------------------------------------------------- */

void
chatty_gemini_operation_clear (ChattyGeminiOperation *operation)
{
  g_clear_pointer (&operation->name, g_free);
  g_clear_pointer (&operation->document, g_free);
}

/**
 * chatty_gemini_read_operation:
 * @operation: (out): how it stands
 * @error: why it failed, with the platform's reason
 *
 * `done` is absent while it goes on.
 *
 * Returns: whether it goes on or came to a good end
 */
gboolean
chatty_gemini_read_operation (JsonNode               *node,
                              ChattyGeminiOperation  *operation,
                              GError                **error)
{
  JsonObject *object = chatty_json_node_object (node), *fault, *response;
  const char *name, *document, *parent;

  *operation = (ChattyGeminiOperation) { NULL };
  if (object == NULL)
    return set_not_understood (error);
  fault = chatty_json_get_object (object, "error");
  if (fault != NULL)
    {
      chatty_http_connector_set_error (error, CHATTY_ERROR_INVALID_DATA,
                                       _("Gemini could not take the document in"),
                                       chatty_json_get_string (fault, "message"));
      return FALSE;
    }
  name = chatty_json_get_string (object, "name");
  operation->done = chatty_json_get_bool (object, "done", FALSE);
  if (!operation->done && !is_operation (name))
    return set_not_understood (error);
  operation->name = g_strdup (name);
  response = chatty_json_get_object (object, "response");
  document = response != NULL ? chatty_json_get_string (response, "documentName") : NULL;
  parent = response != NULL ? chatty_json_get_string (response, "parent") : NULL;
  if (chatty_gemini_is_document (document))
    operation->document = g_strdup (document);
  else if (document != NULL && parent != NULL)
    {
      g_autofree char *joined = g_strconcat (parent, "/documents/", document, NULL);

      if (chatty_gemini_is_document (joined))
        operation->document = g_steal_pointer (&joined);
    }
  return TRUE;
}

/* Bodies --------------------------------------------------------------------------- */

JsonNode *
chatty_gemini_write_store (const char *title)
{
  JsonObject *object = json_object_new ();
  g_autofree char *line = chatty_text_one_line (title, MAX_TITLE);

  json_object_set_string_member (object, "displayName", line);
  return chatty_gemini_object_node (object);
}

static JsonArray *
write_metadata (const char *const *metadata)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; metadata[i] != NULL && metadata[i + 1] != NULL && i < 2 * MAX_METADATA; i += 2)
    {
      JsonObject *entry = json_object_new ();

      json_object_set_string_member (entry, "key", metadata[i]);
      json_object_set_string_member (entry, "stringValue", metadata[i + 1]);
      json_array_add_object_element (array, entry);
    }
  return array;
}

/**
 * chatty_gemini_write_upload:
 * @name: what the document is called
 * @options: (nullable): how it is taken in; what is over a limit of the
 *   platform is brought to it
 *
 * Returns: (transfer full): an `UploadToFileSearchStoreRequest`
 */
JsonNode *
chatty_gemini_write_upload (const char                   *name,
                            const char                   *media_type,
                            const ChattyKnowledgeOptions *options)
{
  JsonObject *object = json_object_new ();
  g_autofree char *line = chatty_text_one_line (name, MAX_TITLE);

  json_object_set_string_member (object, "displayName", line);
  json_object_set_string_member (object, "mimeType", media_type);
  if (options != NULL && options->metadata != NULL && options->metadata[0] != NULL)
    json_object_set_array_member (object, "customMetadata", write_metadata (options->metadata));
  if (options != NULL && options->chunk_words > 0)
    {
      JsonObject *space = json_object_new (), *config = json_object_new ();
      guint chunk = CLAMP (options->chunk_words, MIN_CHUNK, MAX_CHUNK);

      json_object_set_int_member (space, "maxTokensPerChunk", chunk);
      json_object_set_int_member (space, "maxOverlapTokens",
                                  MIN (options->overlap_words, chunk - 1));
      json_object_set_object_member (config, "whiteSpaceConfig", space);
      json_object_set_object_member (object, "chunkingConfig", config);
    }
  return chatty_gemini_object_node (object);
}

JsonNode *
chatty_gemini_write_query (const char *question,
                           guint       most)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "query", question);
  json_object_set_int_member (object, "resultsCount", CLAMP (most, 1, 100));
  return chatty_gemini_object_node (object);
}

/**
 * chatty_gemini_read_passages:
 *
 * Returns: (transfer full) (nullable) (element-type ChattySource): what a corpus
 *   answers a query with
 */
GPtrArray *
chatty_gemini_read_passages (JsonNode  *node,
                             GError   **error)
{
  JsonObject *object = chatty_json_node_object (node);
  JsonArray *array = object != NULL ? chatty_json_get_array (object, "relevantChunks") : NULL;
  GPtrArray *passages;

  if (object == NULL)
    {
      set_not_understood (error);
      return NULL;
    }
  passages = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_source_unref);
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *element = chatty_json_node_object (json_array_get_element (array, i));
      JsonObject *chunk = element != NULL ? chatty_json_get_object (element, "chunk") : NULL;
      JsonObject *data = chunk != NULL ? chatty_json_get_object (chunk, "data") : NULL;
      JsonObject *document = element != NULL ? chatty_json_get_object (element, "document") : NULL;
      const char *words = data != NULL ? chatty_json_get_string (data, "stringValue") : NULL;
      const char *name = document != NULL ? chatty_json_get_string (document, "name") : NULL;

      if (words == NULL)
        continue;
      g_ptr_array_add (passages, chatty_source_new (&(ChattySource) {
        .title = document != NULL ? chatty_json_get_string (document, "displayName") : NULL,
        .document = chatty_gemini_is_corpus_document (name) ? name : NULL,
        .excerpt = words,
      }));
    }
  return passages;
}
