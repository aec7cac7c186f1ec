/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* What lies in stores, looked at and changed behind the client's back; and the
 * commands for it. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include <string.h>

#include "chatty-simulator-control.h"
#include "gemini-corpora.h"
#include "gemini.h"

/* @owner: a key, or "person-0" for whoever signed in as the first person. */
static GeminiUser *
find_owner (ChattySimulator *self,
            const char      *owner)
{
  GeminiState *state = sim_get_gemini (self);
  guint64 person;

  if (g_str_has_prefix (owner, "person-")
      && g_ascii_string_to_unsigned (owner + strlen ("person-"), 10, 0, 99, &person, NULL))
    return gemini_state_take_person (state, person);
  return gemini_state_find_user (state, owner);
}

/**
 * chatty_simulator_add_store:
 * @owner: whose project: a key, or "person-0" for the first who signs in
 * @display_name: (nullable): what it is called
 *
 * Returns: (transfer full) (nullable): the name of a File Search store that is
 *   there, "fileSearchStores/…"; %NULL when the key is not known
 */
char *
chatty_simulator_add_store (ChattySimulator *self,
                            const char      *owner,
                            const char      *display_name)
{
  GeminiUser *user;
  char *name = NULL;

  sim_lock (self);
  user = find_owner (self, owner);
  if (user != NULL)
    name = g_strdup (gemini_state_add_store (sim_get_gemini (self), user->owner, display_name,
                                             NULL)->name);
  sim_unlock (self);
  return name;
}

/**
 * chatty_simulator_add_store_document:
 * @store: the name of a store
 * @display_name: (nullable): what it is called
 * @text: what it says; "\f" parts pages
 * @metadata: (nullable): its `customMetadata`, as JSON
 *
 * Returns: (transfer full) (nullable): the name of a document that has been
 *   taken in, "fileSearchStores/…/documents/…"; %NULL without such a store, or
 *   where @metadata is none
 */
char *
chatty_simulator_add_store_document (ChattySimulator *self,
                                     const char      *store,
                                     const char      *display_name,
                                     const char      *text,
                                     const char      *metadata)
{
  g_autoptr (JsonNode) node = metadata != NULL ? json_from_string (metadata, NULL) : NULL;
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node)
                                                                  : NULL;
  GeminiStore *found;
  char *name = NULL;

  sim_lock (self);
  found = metadata == NULL || (array != NULL && gemini_metadata_fault (array) == NULL)
            ? gemini_state_find_store (sim_get_gemini (self), NULL, store) : NULL;
  if (found != NULL)
    {
      GeminiDocument *document =
        gemini_state_add_document (sim_get_gemini (self), found, display_name, "text/plain", text,
                                   strlen (text), array);

      document->state = GEMINI_DOCUMENT_ACTIVE;
      name = g_strdup (document->name);
    }
  sim_unlock (self);
  return name;
}

/**
 * chatty_simulator_remove_store:
 *
 * Returns: whether there was such a store, which is gone with all that was in
 *   it
 */
gboolean
chatty_simulator_remove_store (ChattySimulator *self,
                               const char      *store)
{
  GeminiStore *found;

  sim_lock (self);
  found = gemini_state_find_store (sim_get_gemini (self), NULL, store);
  if (found != NULL)
    g_ptr_array_remove (sim_get_gemini (self)->stores, found);
  sim_unlock (self);
  return found != NULL;
}

gboolean
chatty_simulator_remove_store_document (ChattySimulator *self,
                                        const char      *document)
{
  GPtrArray *stores;
  gboolean found = FALSE;

  sim_lock (self);
  stores = sim_get_gemini (self)->stores;
  for (guint i = 0; !found && i < stores->len; i++)
    {
      GeminiStore *store = g_ptr_array_index (stores, i);

      found = g_ptr_array_remove (store->documents, gemini_store_find_document (store, document));
    }
  sim_unlock (self);
  return found;
}

/**
 * chatty_simulator_count_stores:
 *
 * Returns: how many stores there are, in all projects
 */
guint
chatty_simulator_count_stores (ChattySimulator *self)
{
  guint count;

  sim_lock (self);
  count = sim_get_gemini (self)->stores->len;
  sim_unlock (self);
  return count;
}

/**
 * chatty_simulator_count_store_documents:
 * @store: (nullable): the name of one; %NULL for all
 *
 * Returns: how many documents there are in it, ready or not
 */
guint
chatty_simulator_count_store_documents (ChattySimulator *self,
                                        const char      *store)
{
  GPtrArray *stores;
  guint count = 0;

  sim_lock (self);
  stores = sim_get_gemini (self)->stores;
  for (guint i = 0; i < stores->len; i++)
    {
      GeminiStore *found = g_ptr_array_index (stores, i);

      if (store == NULL || g_str_equal (found->name, store))
        count += found->documents->len;
    }
  sim_unlock (self);
  return count;
}

/**
 * chatty_simulator_add_corpus:
 * @owner: as of chatty_simulator_add_store()
 *
 * Returns: (transfer full) (nullable): the name of a corpus that is there,
 *   "corpora/…"; the "corpora" setting says whether anybody gets to it
 */
char *
chatty_simulator_add_corpus (ChattySimulator *self,
                             const char      *owner,
                             const char      *display_name)
{
  GeminiState *state = sim_get_gemini (self);
  GeminiUser *user;
  char *name = NULL;

  sim_lock (self);
  user = find_owner (self, owner);
  if (user != NULL)
    {
      GeminiEntry *corpus = gemini_entry_new (state, NULL, 0, display_name, NULL);

      corpus->owner = g_strdup (user->owner);
      name = g_strdup (corpus->name);
      g_ptr_array_add (state->corpora, corpus);
    }
  sim_unlock (self);
  return name;
}

/**
 * chatty_simulator_add_corpus_document:
 * @corpus: the name of a corpus
 * @text: what it says: each line is a chunk
 *
 * Returns: (transfer full) (nullable): the name of a document that is there
 */
char *
chatty_simulator_add_corpus_document (ChattySimulator *self,
                                      const char      *corpus,
                                      const char      *display_name,
                                      const char      *text)
{
  GeminiState *state = sim_get_gemini (self);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  GeminiEntry *parent;
  char *name = NULL;

  sim_lock (self);
  parent = gemini_find_entry (state, NULL, corpus, NULL);
  if (parent != NULL)
    {
      GeminiEntry *document = gemini_entry_new (state, parent->name, 1, display_name, NULL);

      for (guint i = 0; lines[i] != NULL; i++)
        {
          GeminiEntry *chunk = gemini_entry_new (state, document->name, 2, NULL, NULL);

          chunk->text = g_strdup (lines[i]);
          g_ptr_array_add (document->inner, chunk);
        }
      name = g_strdup (document->name);
      g_ptr_array_add (parent->inner, document);
    }
  sim_unlock (self);
  return name;
}

/**
 * chatty_simulator_count_corpus_documents:
 * @chunks: (out) (optional): how many chunks they have
 *
 * Returns: how many documents there are in all corpora, finished or not
 */
guint
chatty_simulator_count_corpus_documents (ChattySimulator *self,
                                         guint           *chunks)
{
  GPtrArray *corpora;
  guint count = 0, n_chunks = 0;

  sim_lock (self);
  corpora = sim_get_gemini (self)->corpora;
  for (guint i = 0; i < corpora->len; i++)
    {
      GPtrArray *documents = ((GeminiEntry *) g_ptr_array_index (corpora, i))->inner;

      count += documents->len;
      for (guint k = 0; k < documents->len; k++)
        n_chunks += ((GeminiEntry *) g_ptr_array_index (documents, k))->inner->len;
    }
  sim_unlock (self);
  if (chunks != NULL)
    *chunks = n_chunks;
  return count;
}

/**
 * chatty_simulator_add_file:
 * @owner: as of chatty_simulator_add_store()
 * @media_type: what it is
 * @text: what it says
 *
 * Returns: (transfer full) (nullable): the name of a file that another program
 *   uploaded, "files/…", which is ready; %NULL when the key is not known
 */
char *
chatty_simulator_add_file (ChattySimulator *self,
                           const char      *owner,
                           const char      *display_name,
                           const char      *media_type,
                           const char      *text)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  GeminiUser *user;
  char *name = NULL;

  g_checksum_update (sum, (const guchar *) text, (gssize) strlen (text));
  sim_lock (self);
  user = find_owner (self, owner);
  if (user != NULL)
    {
      GeminiFile *file = gemini_state_add_file (sim_get_gemini (self), user->owner, display_name,
                                                media_type, text, strlen (text), sum);

      file->looks = 0;
      name = g_strdup (file->name);
    }
  sim_unlock (self);
  return name;
}

/**
 * chatty_simulator_expire_files:
 *
 * Two days have passed: the files are gone.
 */
void
chatty_simulator_expire_files (ChattySimulator *self)
{
  sim_lock (self);
  g_ptr_array_set_size (sim_get_gemini (self)->files, 0);
  sim_unlock (self);
}

/* Every store with its documents, and these with their text. */
JsonArray *
gemini_describe_stores (ChattySimulator *sim)
{
  GPtrArray *stores = sim_get_gemini (sim)->stores;
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < stores->len; i++)
    {
      GeminiStore *store = g_ptr_array_index (stores, i);
      JsonObject *object = json_object_new ();
      JsonArray *documents = json_array_new ();

      for (guint k = 0; k < store->documents->len; k++)
        {
          GeminiDocument *document = g_ptr_array_index (store->documents, k);
          JsonObject *entry = gemini_describe_document (document);

          json_object_set_string_member (entry, "text", document->text);
          json_array_add_object_element (documents, entry);
        }
      json_object_set_string_member (object, "name", store->name);
      json_object_set_string_member (object, "displayName", store->title != NULL ? store->title
                                                                                 : "");
      json_object_set_string_member (object, "owner", store->owner);
      json_object_set_array_member (object, "documents", documents);
      json_array_add_object_element (array, object);
    }
  return array;
}

/* Something to look at, for a key that is good already. */
void
chatty_simulator_furnish_gemini (ChattySimulator *self,
                                 const char      *key)
{
  g_autofree char *store = chatty_simulator_add_store (self, key, "Harbour handbook");
  g_autofree char *tides = NULL;
  g_autofree char *ships = NULL;

  if (store == NULL)
    return;
  tides = chatty_simulator_add_store_document (
    self, store, "tides.txt",
    "High tide reaches the old pier at nine in the morning. Low tide bares the stone causeway for "
    "two hours.", NULL);
  ships = chatty_simulator_add_store_document (
    self, store, "ships.md",
    "The ferry Éowyn leaves for Łódź Island on Tuesdays. The trawler Wren sells herring at the "
    "quay. 漁港 is painted on its bow.", "[{\"key\": \"genre\", \"stringValue\": \"ships\"}]");
}

/* @store: or a corpus. @json: {"displayName", "text", "customMetadata"}. */
static char *
add_document (ChattySimulator *self,
              const char      *store,
              const char      *json)
{
  g_autoptr (JsonNode) node = json_from_string (json, NULL);
  JsonObject *object = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node)
                                                                     : NULL;
  JsonNode *metadata = object != NULL ? json_object_get_member (object, "customMetadata") : NULL;
  g_autofree char *text = metadata != NULL ? json_to_string (metadata, FALSE) : NULL;

  if (object == NULL || sim_get_string (object, "text") == NULL)
    return NULL;
  if (g_str_has_prefix (store, "corpora/"))
    return chatty_simulator_add_corpus_document (self, store,
                                                 sim_get_string (object, "displayName"),
                                                 sim_get_string (object, "text"));
  return chatty_simulator_add_store_document (self, store, sim_get_string (object, "displayName"),
                                              sim_get_string (object, "text"), text);
}

/* @json: {"displayName", "text"}. */
static char *
add_file (ChattySimulator *self,
          const char      *owner,
          const char      *json)
{
  g_autoptr (JsonNode) node = json_from_string (json, NULL);
  JsonObject *object = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node)
                                                                     : NULL;

  if (object == NULL || sim_get_string (object, "text") == NULL)
    return NULL;
  return chatty_simulator_add_file (self, owner, sim_get_string (object, "displayName"),
                                    "text/plain", sim_get_string (object, "text"));
}

static char *
stores_as_json (ChattySimulator *self)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);

  sim_lock (self);
  json_node_take_array (node, gemini_describe_stores (self));
  sim_unlock (self);
  return sim_json_to_text (node);
}

/**
 * chatty_simulator_gemini_command:
 * @line: one of
 *   "gemini SETTING [VALUE]", see chatty_simulator_set_gemini(),
 *   "add-store OWNER NAME" (the answer is the name of the store; OWNER is a key
 *   or "person-0"), "remove-store STORE", "count-stores",
 *   "stores" (JSON on one line: name, displayName, owner, and documents with
 *   their text),
 *   "add-store-document STORE JSON" with the members displayName, text and,
 *   where there is any, customMetadata (the answer is the name of the document),
 *   "remove-store-document DOCUMENT", "count-store-documents [STORE]",
 *   "add-corpus OWNER NAME", "add-corpus-document CORPUS JSON": the same for the
 *   older engine, each line a chunk,
 *   "add-file OWNER JSON" with the members displayName and text (the answer is
 *   the name of the file), "expire-files"
 * @answer: (out) (nullable): what was asked for; %NULL for "ok"
 *
 * Returns: whether it is such a command
 */
gboolean
chatty_simulator_gemini_command (ChattySimulator  *self,
                                 const char       *line,
                                 char            **answer,
                                 GError          **error)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 3);
  guint count = g_strv_length (words);

  *answer = NULL;
  if (count >= 2 && g_str_equal (words[0], "gemini"))
    {
      if (!chatty_simulator_set_gemini (self, words[1], count > 2 ? words[2] : ""))
        return chatty_simulator_no_such (error, "such setting or value", line);
      return TRUE;
    }
  if (count == 3 && g_str_equal (words[0], "add-store"))
    {
      *answer = chatty_simulator_add_store (self, words[1], words[2]);
      return *answer != NULL || chatty_simulator_no_such (error, "key", words[1]);
    }
  if (count == 3 && g_str_equal (words[0], "add-store-document"))
    {
      *answer = add_document (self, words[1], words[2]);
      return *answer != NULL
             || chatty_simulator_no_such (error, "such store or document", words[1]);
    }
  if (count == 3 && g_str_equal (words[0], "add-corpus"))
    {
      *answer = chatty_simulator_add_corpus (self, words[1], words[2]);
      return *answer != NULL || chatty_simulator_no_such (error, "key", words[1]);
    }
  if (count == 3 && g_str_equal (words[0], "add-corpus-document"))
    {
      *answer = add_document (self, words[1], words[2]);
      return *answer != NULL
             || chatty_simulator_no_such (error, "such corpus or document", words[1]);
    }
  if (count == 3 && g_str_equal (words[0], "add-file"))
    {
      *answer = add_file (self, words[1], words[2]);
      return *answer != NULL || chatty_simulator_no_such (error, "key or file", words[1]);
    }
  if (count == 1 && g_str_equal (words[0], "expire-files"))
    {
      chatty_simulator_expire_files (self);
      return TRUE;
    }
  if (count == 2 && g_str_equal (words[0], "remove-store"))
    return chatty_simulator_remove_store (self, words[1])
           || chatty_simulator_no_such (error, "store", words[1]);
  if (count == 2 && g_str_equal (words[0], "remove-store-document"))
    return chatty_simulator_remove_store_document (self, words[1])
           || chatty_simulator_no_such (error, "document", words[1]);
  if (count == 1 && g_str_equal (words[0], "count-stores"))
    *answer = g_strdup_printf ("%u", chatty_simulator_count_stores (self));
  else if (count <= 2 && count > 0 && g_str_equal (words[0], "count-store-documents"))
    *answer = g_strdup_printf ("%u", chatty_simulator_count_store_documents (self, words[1]));
  else if (count == 1 && g_str_equal (words[0], "stores"))
    *answer = stores_as_json (self);
  return *answer != NULL;
}
