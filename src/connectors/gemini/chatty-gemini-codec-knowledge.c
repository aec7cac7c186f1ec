/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* A little over 600 lines: stores, documents, corpora and files have names, lists
 * and metadata of the same form. */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-gemini-codec-corpora.h"
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
 * chatty_gemini_is_file:
 *
 * Returns: whether @name is one of the Files service (section 2.8)
 */
gboolean
chatty_gemini_is_file (const char *name)
{
  return is_name (name, "files", NULL);
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

gboolean
chatty_gemini_set_not_understood (GError **error)
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
    return chatty_gemini_set_not_understood (error);
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
 * chatty_gemini_get_metadata:
 * @document: a document, or what an answer says of one
 *
 * Returns: (nullable): the text that @key stands for
 */
const char *
chatty_gemini_get_metadata (JsonObject *document,
                            const char *key)
{
  JsonArray *metadata = chatty_json_get_array (document, "customMetadata");

  for (guint i = 0; metadata != NULL && i < json_array_get_length (metadata); i++)
    {
      JsonObject *entry = chatty_gemini_element (metadata, i);

      if (entry != NULL && g_strcmp0 (chatty_json_get_string (entry, "key"), key) == 0)
        return chatty_json_get_string (entry, "stringValue");
    }
  return NULL;
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
  return g_strcmp0 (chatty_gemini_get_metadata (document, CHATTY_GEMINI_KIND_KEY),
                    CHATTY_GEMINI_KIND_SETTINGS) == 0;
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
    return chatty_gemini_set_not_understood (error);
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

/**
 * chatty_gemini_belongs_to:
 * @document: one of a list
 * @character: (nullable): the name of a store
 *
 * Returns: whether it is in that store; or in a corpus, and was put there for it
 */
gboolean
chatty_gemini_belongs_to (JsonObject *document,
                          const char *character)
{
  const char *name = chatty_json_get_string (document, "name");
  g_autofree char *store = NULL;

  if (chatty_gemini_is_corpus_document (name))
    return character != NULL && *character != '\0' &&
           g_strcmp0 (chatty_gemini_get_metadata (document, CHATTY_GEMINI_CHARACTER_KEY),
                      character) == 0;
  store = chatty_gemini_is_document (name) ? chatty_gemini_dup_store_of (name) : NULL;
  return store != NULL && g_strcmp0 (store, character) == 0;
}

/* What a file is called, or its name at the platform where nobody called it
 * anything. */
static char *
dup_line (JsonObject *object,
          const char *name)
{
  const char *title = chatty_json_get_string (object, "displayName");

  return chatty_text_one_line (title != NULL && *title != '\0' ? title : strrchr (name, '/') + 1,
                               MAX_TITLE);
}

static gint64
get_time (JsonObject *object,
          const char *member,
          gint64      fallback)
{
  const char *text = chatty_json_get_string (object, member);
  gint64 time = text != NULL ? chatty_time_parse_iso (text) : CHATTY_TIME_NONE;

  return time != CHATTY_TIME_NONE ? time : fallback;
}

static gint64
get_size (JsonObject *document)
{
  const char *bytes = chatty_gemini_get_metadata (document, CHATTY_GEMINI_BYTES_KEY);
  gint64 size;

  /* Corpora do not count; it is said where we put it there. */
  if (bytes != NULL && g_ascii_string_to_signed (bytes, 10, 0, G_MAXINT64, &size, NULL))
    return size;
  return chatty_gemini_get_count (document, "sizeBytes", -1);
}

/**
 * chatty_gemini_describe_place:
 * @corpus: whether a document is in one
 * @unfinished: whether not all of it may be there
 *
 * Returns: (nullable): what a person should know of that
 */
const char *
chatty_gemini_describe_place (gboolean corpus,
                              gboolean unfinished)
{
  if (unfinished)
    return _("Not all of it was sent. Send the file again, or delete it");
  return corpus ? _("In a corpus, Gemini’s older kind of store") : NULL;
}

static void
take_document (JsonObject *document,
               gpointer    user_data)
{
  ChattyGeminiListing *listing = user_data;
  const char *name = chatty_json_get_string (document, "name");
  const char *state = chatty_json_get_string (document, "state");
  const char *file = chatty_gemini_get_metadata (document, CHATTY_GEMINI_FILE_KEY);
  gboolean unfinished = chatty_gemini_is_unfinished (document);
  /* What could not be read is known to nobody, and may be sent again. */
  gboolean attached = chatty_gemini_belongs_to (document, listing->character) && !unfinished &&
                      g_strcmp0 (state, "STATE_FAILED") != 0;
  g_autofree char *line = NULL;

  if (chatty_gemini_is_mirror (document))
    return;
  if (attached && file != NULL && listing->imported != NULL)
    g_hash_table_add (listing->imported, g_strdup (file));
  line = dup_line (document, name);
  g_ptr_array_add (listing->documents, chatty_document_new (&(ChattyDocument) {
    .id = name, .name = line, .size = get_size (document),
    .added = get_time (document, "createTime", CHATTY_TIME_NONE),
    /* Of a corpus nothing is said. */
    .ready = !unfinished && (state == NULL || g_str_equal (state, "STATE_ACTIVE")),
    .attached = attached,
    .note = chatty_gemini_describe_place (chatty_gemini_is_corpus_document (name), unfinished),
  }));
}

/**
 * chatty_gemini_read_documents:
 * @listing: gets those of the page; settings documents are no knowledge
 * @next: (out) (nullable): what names the next page
 *
 * Returns: whether it is a page of documents
 */
gboolean
chatty_gemini_read_documents (JsonNode             *node,
                              ChattyGeminiListing  *listing,
                              char                **next,
                              GError              **error)
{
  return chatty_gemini_each_document (node, take_document, listing, next, error);
}

/* Stores take text and what holds text; the model that they usually have reads
 * nothing else (section 2.9). */
static gboolean
is_readable (JsonObject *file)
{
  static const char *const others[] = { "image/", "audio/", "video/" };
  const char *kind = chatty_json_get_string (file, "mimeType");

  for (guint i = 0; kind != NULL && i < G_N_ELEMENTS (others); i++)
    if (g_ascii_strncasecmp (kind, others[i], strlen (others[i])) == 0)
      return FALSE;
  return TRUE;
}

/**
 * chatty_gemini_read_file:
 * @node: what may be a file of the Files service
 * @imported: (nullable): names of those that the character has already
 *
 * Returns: (transfer full) (nullable): it, as a document that belongs to no
 *   character
 */
ChattyDocument *
chatty_gemini_read_file (JsonNode   *node,
                         GHashTable *imported)
{
  JsonObject *file = chatty_json_node_object (node);
  const char *name = chatty_json_get_string (file, "name");
  const char *state = chatty_json_get_string (file, "state");
  gboolean ready = state == NULL || g_str_equal (state, "ACTIVE");
  g_autofree char *line = NULL;

  if (!chatty_gemini_is_file (name))
    return NULL;
  line = dup_line (file, name);
  return chatty_document_new (&(ChattyDocument) {
    .id = name, .name = line, .size = chatty_gemini_get_count (file, "sizeBytes", -1),
    .added = get_time (file, "createTime", CHATTY_TIME_NONE),
    .ready = ready,
    .importable = ready && is_readable (file) &&
                  (imported == NULL || !g_hash_table_contains (imported, name)),
    .expires = get_time (file, "expirationTime", 0),
    .note = g_strcmp0 (state, "FAILED") == 0 ? _("Gemini could not read this file") : NULL,
  });
}

/**
 * chatty_gemini_read_files:
 * @listing: gets those of the page, after the documents of the character
 * @next: (out) (nullable): what names the next page
 *
 * Returns: whether it is a page of files
 */
gboolean
chatty_gemini_read_files (JsonNode             *node,
                          ChattyGeminiListing  *listing,
                          char                **next,
                          GError              **error)
{
  JsonObject *object = chatty_json_node_object (node);
  JsonArray *array = object != NULL ? chatty_json_get_array (object, "files") : NULL;

  *next = NULL;
  if (object == NULL)
    return chatty_gemini_set_not_understood (error);
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      ChattyDocument *document = chatty_gemini_read_file (json_array_get_element (array, i),
                                                          listing->imported);

      if (document != NULL)
        g_ptr_array_add (listing->documents, document);
    }
  *next = chatty_gemini_dup_next_page (object);
  return TRUE;
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
    return chatty_gemini_set_not_understood (error);
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
    return chatty_gemini_set_not_understood (error);
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

/**
 * chatty_gemini_add_metadata:
 * @array: a `customMetadata`
 */
void
chatty_gemini_add_metadata (JsonArray  *array,
                            const char *key,
                            const char *value)
{
  JsonObject *entry = json_object_new ();

  json_object_set_string_member (entry, "key", key);
  json_object_set_string_member (entry, "stringValue", value);
  json_array_add_object_element (array, entry);
}

/**
 * chatty_gemini_write_metadata:
 * @options: (nullable): names and values in turn
 * @reserved: how many values are added besides
 *
 * Returns: (transfer full): a `customMetadata`; what is too much is left out
 */
JsonArray *
chatty_gemini_write_metadata (const ChattyKnowledgeOptions *options,
                              guint                         reserved)
{
  const char *const *metadata = options != NULL ? options->metadata : NULL;
  JsonArray *array = json_array_new ();

  for (guint i = 0; metadata != NULL && metadata[i] != NULL && metadata[i + 1] != NULL &&
                    i < 2 * (MAX_METADATA - reserved); i += 2)
    chatty_gemini_add_metadata (array, metadata[i], metadata[i + 1]);
  return array;
}

/**
 * chatty_gemini_write_import:
 * @file: the name of a file of the Files service
 *
 * Returns: (transfer full): an `ImportFileRequest`; what comes of it is known by
 *   the file's name
 */
JsonNode *
chatty_gemini_write_import (const char *file)
{
  JsonObject *object = json_object_new ();
  JsonArray *metadata = json_array_new ();

  chatty_gemini_add_metadata (metadata, CHATTY_GEMINI_FILE_KEY, file);
  json_object_set_string_member (object, "fileName", file);
  json_object_set_array_member (object, "customMetadata", metadata);
  return chatty_gemini_object_node (object);
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
    json_object_set_array_member (object, "customMetadata",
                                  chatty_gemini_write_metadata (options, 0));
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
