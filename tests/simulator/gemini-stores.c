/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* File Search stores and their documents: reference, section 2.9. Counts are
 * texts, and left out where they are 0. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "gemini.h"

#define PAGE  10
#define PAGES 20

/* What has to be 512 characters at most. */
#define MAX_TITLE 512

static void
set_count (JsonObject *object,
           const char *member,
           guint64     count)
{
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, count);

  if (count > 0)
    json_object_set_string_member (object, member, text);
}

static JsonObject *
describe_store (GeminiStore *store)
{
  static const char *const COUNTS[] = {
    "pendingDocumentsCount", "activeDocumentsCount", "failedDocumentsCount",
  };
  JsonObject *object = json_object_new ();
  guint counts[G_N_ELEMENTS (COUNTS)] = { 0 };
  guint64 size = 0;

  for (guint i = 0; i < store->documents->len; i++)
    {
      GeminiDocument *document = g_ptr_array_index (store->documents, i);

      counts[document->state]++;
      size += document->size;
    }
  json_object_set_string_member (object, "name", store->name);
  if (store->title != NULL)
    json_object_set_string_member (object, "displayName", store->title);
  json_object_set_string_member (object, "createTime", store->created);
  json_object_set_string_member (object, "updateTime", store->updated);
  for (guint i = 0; i < G_N_ELEMENTS (COUNTS); i++)
    set_count (object, COUNTS[i], counts[i]);
  set_count (object, "sizeBytes", size);
  json_object_set_string_member (object, "embeddingModel", store->model);
  return object;
}

JsonObject *
gemini_describe_document (GeminiDocument *document)
{
  static const char *const STATES[] = { "STATE_PENDING", "STATE_ACTIVE", "STATE_FAILED" };
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "name", document->name);
  if (document->title != NULL)
    json_object_set_string_member (object, "displayName", document->title);
  if (document->metadata != NULL)
    json_object_set_array_member (object, "customMetadata", json_array_ref (document->metadata));
  json_object_set_string_member (object, "createTime", document->created);
  json_object_set_string_member (object, "updateTime", document->created);
  json_object_set_string_member (object, "state", STATES[document->state]);
  set_count (object, "sizeBytes", document->size);
  json_object_set_string_member (object, "mimeType", document->media_type);
  return object;
}

/* The items that are asked for, each made by @describe; the refusal of a page
 * that cannot be. */
SimReply *
gemini_reply_page (SimRequest     *request,
                   GPtrArray      *items,
                   const char     *member,
                   guint           page,
                   guint           most,
                   GeminiDescribe  describe)
{
  g_autofree char *next = NULL;
  JsonObject *answer;
  JsonArray *array;
  guint first, last;

  if (!sim_read_page (request, page, items->len, &first, &last, &next))
    return gemini_refuse (request, 400, NULL, "The page is invalid.");
  if (sim_asked_page_size (request, page) > most)
    return gemini_refuse_field (request, "page_size", "The page size is too large.");
  answer = json_object_new ();
  array = json_array_new ();
  for (guint i = first; i < last; i++)
    json_array_add_object_element (array, describe (g_ptr_array_index (items, i)));
  /* Nothing is said where there is nothing. */
  if (last > first)
    json_object_set_array_member (answer, member, array);
  else
    json_array_unref (array);
  if (next != NULL)
    json_object_set_string_member (answer, "nextPageToken", next);
  return sim_reply_new_object (200, answer);
}

/* Whether a title is short enough; the refusal. */
SimReply *
gemini_refuse_title (SimRequest *request,
                     const char *title)
{
  if (title == NULL || g_utf8_strlen (title, -1) <= MAX_TITLE)
    return NULL;
  return gemini_refuse_field (request, "display_name", "The display name must be no more than 512 "
                              "characters in length, including spaces.");
}

SimReply *
gemini_refuse_missing (SimRequest *request,
                       const char *what,
                       const char *name)
{
  return gemini_refuse (request, 404, NULL, "%s %s was not found.", what, name);
}

gboolean
gemini_is_forced (SimRequest *request)
{
  g_autofree char *force = sim_query (request, "force");

  return g_strcmp0 (force, "true") == 0;
}

SimReply *
gemini_reply_nothing (void)
{
  return sim_reply_new_object (200, json_object_new ());
}

/* The store of the path, or its refusal. */
static SimReply *
find_store (SimRequest   *request,
            GeminiUser   *user,
            GPtrArray    *ids,
            GeminiStore **store)
{
  g_autofree char *name = g_strconcat ("fileSearchStores/", g_ptr_array_index (ids, 0), NULL);

  *store = gemini_state_find_store (sim_get_gemini (request->sim), user->owner, name);
  return *store == NULL ? gemini_refuse_missing (request, "File search store", name) : NULL;
}

static SimReply *
refuse_another (SimRequest *request,
                GeminiUser *user)
{
  static const char MESSAGE[] = "You have reached the maximum number of file search stores for "
                                "this project.";
  GeminiSettings *settings = gemini_settings (request);

  if (gemini_state_count_stores (sim_get_gemini (request->sim), user->owner)
      < settings->max_stores)
    return NULL;
  if (settings->store_limit == GEMINI_LIMIT_PRECONDITION)
    return gemini_refuse_status (request, 400, "FAILED_PRECONDITION", MESSAGE);
  return gemini_refuse (request, 429, NULL, MESSAGE);
}

SimReply *
gemini_store_create (SimRequest *request,
                     GeminiUser *user,
                     GPtrArray  *ids)
{
  static const char *const MODELS[] = {
    "models/gemini-embedding-001", "models/gemini-embedding-2", NULL
  };
  const char *title = sim_request_get_string (request, "displayName");
  const char *model = sim_request_get_string (request, "embeddingModel");
  SimReply *refusal = gemini_refuse_title (request, title);

  if (refusal == NULL && model != NULL && !g_strv_contains (MODELS, model))
    refusal = gemini_refuse_field (request, "embedding_model", "The embedding model is not "
                                   "supported.");
  if (refusal == NULL)
    refusal = refuse_another (request, user);
  if (refusal != NULL)
    return refusal;
  return sim_reply_new_object (200, describe_store (
    gemini_state_add_store (sim_get_gemini (request->sim), user->owner, title, model)));
}

SimReply *
gemini_store_list (SimRequest *request,
                   GeminiUser *user,
                   GPtrArray  *ids)
{
  GeminiState *state = sim_get_gemini (request->sim);
  g_autoptr (GPtrArray) own = g_ptr_array_new ();

  for (guint i = 0; i < state->stores->len; i++)
    if (g_str_equal (((GeminiStore *) g_ptr_array_index (state->stores, i))->owner, user->owner))
      g_ptr_array_add (own, g_ptr_array_index (state->stores, i));
  return gemini_reply_page (request, own, "fileSearchStores", PAGE, PAGES,
                            (GeminiDescribe) describe_store);
}

SimReply *
gemini_store_get (SimRequest *request,
                  GeminiUser *user,
                  GPtrArray  *ids)
{
  GeminiStore *store;
  SimReply *refusal = find_store (request, user, ids, &store);

  return refusal != NULL ? refusal : sim_reply_new_object (200, describe_store (store));
}

SimReply *
gemini_store_delete (SimRequest *request,
                     GeminiUser *user,
                     GPtrArray  *ids)
{
  GeminiStore *store;
  SimReply *refusal = find_store (request, user, ids, &store);

  if (refusal != NULL)
    return refusal;
  if (store->documents->len > 0 && !gemini_is_forced (request))
    return gemini_refuse_status (request, 400, "FAILED_PRECONDITION",
                                 "Cannot delete non-empty FileSearchStore.");
  g_ptr_array_remove (sim_get_gemini (request->sim)->stores, store);
  return gemini_reply_nothing ();
}

/* Each look brings what is not ready nearer. */
static JsonObject *
describe_looked (GeminiDocument *document)
{
  JsonObject *object = gemini_describe_document (document);

  gemini_document_look (document);
  return object;
}

SimReply *
gemini_document_list (SimRequest *request,
                      GeminiUser *user,
                      GPtrArray  *ids)
{
  GeminiStore *store;
  SimReply *refusal = find_store (request, user, ids, &store);

  if (refusal != NULL)
    return refusal;
  return gemini_reply_page (request, store->documents, "documents", PAGE, PAGES,
                            (GeminiDescribe) describe_looked);
}

static SimReply *
find_document (SimRequest      *request,
               GeminiUser      *user,
               GPtrArray       *ids,
               GeminiStore    **store,
               GeminiDocument **document)
{
  SimReply *refusal = find_store (request, user, ids, store);
  g_autofree char *name = NULL;

  *document = NULL;
  if (refusal != NULL)
    return refusal;
  name = g_strconcat ((*store)->name, "/documents/", g_ptr_array_index (ids, 1), NULL);
  *document = gemini_store_find_document (*store, name);
  return *document == NULL ? gemini_refuse_missing (request, "Document", name) : NULL;
}

SimReply *
gemini_document_get (SimRequest *request,
                     GeminiUser *user,
                     GPtrArray  *ids)
{
  GeminiStore *store;
  GeminiDocument *document;
  SimReply *refusal = find_document (request, user, ids, &store, &document);

  return refusal != NULL ? refusal : sim_reply_new_object (200, describe_looked (document));
}

SimReply *
gemini_document_delete (SimRequest *request,
                        GeminiUser *user,
                        GPtrArray  *ids)
{
  GeminiStore *store;
  GeminiDocument *document;
  SimReply *refusal = find_document (request, user, ids, &store, &document);

  if (refusal != NULL)
    return refusal;
  /* What was taken in has chunks. */
  if (document->state == GEMINI_DOCUMENT_ACTIVE && document->size > 0
      && !gemini_is_forced (request))
    return gemini_refuse_status (request, 400, "FAILED_PRECONDITION",
                                 "Cannot delete non-empty Document.");
  g_ptr_array_remove (store->documents, document);
  return gemini_reply_nothing ();
}

/* What came of it, with names as the platform has been seen to write them:
 * whole where a document was uploaded, bare ids where it was imported. */
static JsonObject *
describe_outcome (GeminiOperation *operation,
                  GeminiDocument  *document)
{
  static const char *const TYPE = "type.googleapis.com/google.ai.generativelanguage.v1main.";
  JsonObject *object = json_object_new ();
  g_autofree char *type = g_strconcat (TYPE, operation->imported
                                               ? "ImportFileResponse"
                                               : "UploadToFileSearchStoreResponse", NULL);

  json_object_set_string_member (object, "@type", type);
  if (operation->imported)
    {
      json_object_set_string_member (object, "parent", strrchr (operation->store, '/') + 1);
      json_object_set_string_member (object, "documentName", strrchr (document->name, '/') + 1);
      return object;
    }
  json_object_set_string_member (object, "parent", operation->store);
  json_object_set_string_member (object, "documentName", document->name);
  json_object_set_string_member (object, "mimeType", document->media_type);
  set_count (object, "sizeBytes", document->size);
  return object;
}

/* @document: (nullable): gone in the meantime. @first: of the answer that
 * begins it, which has a response and is not done. */
JsonObject *
gemini_describe_operation (GeminiOperation *operation,
                           GeminiDocument  *document,
                           gboolean         first)
{
  JsonObject *object = json_object_new ();
  JsonObject *error;
  gboolean done = document == NULL
                  || (first && document->looks > 0 ? FALSE : gemini_document_look (document));

  json_object_set_string_member (object, "name", operation->name);
  if (done)
    json_object_set_boolean_member (object, "done", TRUE);
  if (done && (document == NULL || document->state == GEMINI_DOCUMENT_FAILED))
    {
      error = json_object_new ();
      json_object_set_int_member (error, "code", document == NULL ? 5 : 3);
      json_object_set_string_member (error, "message", document == NULL
                                       ? "The document was deleted."
                                       : "The document could not be processed.");
      json_object_set_object_member (object, "error", error);
    }
  else if (done || (first && !operation->imported))
    json_object_set_object_member (object, "response", describe_outcome (operation, document));
  return object;
}

static SimReply *
get_operation (SimRequest *request,
               GeminiUser *user,
               GPtrArray  *ids,
               const char *folder)
{
  GeminiState *state = sim_get_gemini (request->sim);
  GeminiStore *store;
  SimReply *refusal = find_store (request, user, ids, &store);
  GeminiOperation *operation;
  g_autofree char *name = NULL;

  if (refusal != NULL)
    return refusal;
  name = g_strconcat (store->name, folder, g_ptr_array_index (ids, 1), NULL);
  operation = gemini_state_find_operation (state, name);
  if (operation == NULL)
    return gemini_refuse_missing (request, "Operation", name);
  return sim_reply_new_object (200, gemini_describe_operation (
    operation, gemini_store_find_document (store, operation->document), FALSE));
}

SimReply *
gemini_import_operation (SimRequest *request,
                         GeminiUser *user,
                         GPtrArray  *ids)
{
  return get_operation (request, user, ids, "/operations/");
}

SimReply *
gemini_upload_operation (SimRequest *request,
                         GeminiUser *user,
                         GPtrArray  *ids)
{
  return get_operation (request, user, ids, "/upload/operations/");
}

SimReply *
gemini_store_import (SimRequest *request,
                     GeminiUser *user,
                     GPtrArray  *ids)
{
  GeminiState *state = sim_get_gemini (request->sim);
  JsonObject *asked = sim_request_get_object (request);
  const char *name = sim_request_get_string (request, "fileName");
  JsonArray *metadata = sim_get_array (asked, "customMetadata");
  const char *fault = gemini_metadata_fault (metadata);
  GeminiStore *store;
  SimReply *refusal = find_store (request, user, ids, &store);
  GeminiFile *file;
  GeminiDocument *document;
  guint words, overlap;

  if (refusal != NULL)
    return refusal;
  if (name == NULL || !g_str_has_prefix (name, "files/"))
    return gemini_refuse_field (request, "file_name", "file_name must be of the form "
                                "files/{file}.");
  if (fault != NULL)
    return gemini_refuse_field (request, "custom_metadata", fault);
  fault = gemini_chunking_fault (asked, &words, &overlap);
  if (fault != NULL)
    return gemini_refuse_field (request, "chunking_config", fault);
  file = gemini_state_find_file (state, user->owner, name);
  /* The platform does not tell one from the other. */
  if (file == NULL)
    return gemini_refuse (request, 403, NULL, "You do not have permission to access the File %s or "
                          "it may not exist.", name + strlen ("files/"));
  document = gemini_state_add_document (state, store, file->title, file->media_type, file->text,
                                        file->size, metadata);
  document->chunk_words = words;
  document->overlap_words = overlap;
  return sim_reply_new_object (200, gemini_describe_operation (
    gemini_state_add_operation (state, store, document, file), document, TRUE));
}
