/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* Who and what is let in: reference, sections 1.10, 1.11, 2.1 and 2.2. Ours: a
 * key with the lowest plan is one that is restricted away from this API; which
 * scope opens what. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include <string.h>

#include "gemini-corpora.h"
#include "gemini.h"
#include "google.h"

#define AUTH "https://www.googleapis.com/auth/"

/* What else is to be known of a path. */
typedef enum {
  ROUTE_PLAIN   = 0,
  ROUTE_STORES  = 1 << 0,   /* may be closed to tokens */
  ROUTE_UPLOADS = 1 << 1,   /* reads its body itself */
  ROUTE_CORPORA = 1 << 2,   /* may be gone */
  ROUTE_ANSWERS = 1 << 3,   /* as well */
} RouteFlags;

typedef struct {
  const char    *method;
  const char    *path;
  const char    *schema;    /* of the body; NULL for none */
  const char    *scopes;    /* one of them is enough, with cloud-platform */
  GeminiHandler  handler;
  RouteFlags     flags;
} Route;

#define TALK   AUTH "generative-language.retriever " AUTH "generative-language.peruserquota"
#define TUNING AUTH "generative-language.tuning"
#define STORES "/v1beta/fileSearchStores"
#define CORPORA   "/v1beta/corpora"
#define DOCUMENTS CORPORA "/*/documents"
#define CHUNKS    DOCUMENTS "/*/chunks"

static const Route ROUTES[] = {
  { "GET", "/v1beta/models", NULL, TALK, gemini_models_list },
  { "GET", "/v1beta/models/*", NULL, TALK, gemini_model_get },
  { "POST", "/v1beta/*/*:generateContent", "GenerateContentRequest", TALK, gemini_generate },
  { "POST", "/v1beta/*/*:streamGenerateContent", "GenerateContentRequest", TALK, gemini_generate },
  { "POST", "/v1beta/*/*:countTokens", "CountTokensRequest", TALK, gemini_count_tokens },
  { "GET", "/v1beta/tunedModels", NULL, TUNING, gemini_tuned_list },
  { "GET", "/v1beta/tunedModels/*", NULL, TUNING, gemini_tuned_get },
  { "GET", STORES, NULL, TALK, gemini_store_list, ROUTE_STORES },
  { "POST", STORES, "FileSearchStore", TALK, gemini_store_create, ROUTE_STORES },
  { "GET", STORES "/*", NULL, TALK, gemini_store_get, ROUTE_STORES },
  { "DELETE", STORES "/*", NULL, TALK, gemini_store_delete, ROUTE_STORES },
  { "POST", STORES "/*:importFile", "ImportFileRequest", TALK, gemini_store_import, ROUTE_STORES },
  { "GET", STORES "/*/operations/*", NULL, TALK, gemini_import_operation, ROUTE_STORES },
  { "GET", STORES "/*/upload/operations/*", NULL, TALK, gemini_upload_operation, ROUTE_STORES },
  { "GET", STORES "/*/documents", NULL, TALK, gemini_document_list, ROUTE_STORES },
  { "GET", STORES "/*/documents/*", NULL, TALK, gemini_document_get, ROUTE_STORES },
  { "DELETE", STORES "/*/documents/*", NULL, TALK, gemini_document_delete, ROUTE_STORES },
  { "POST", "/upload" STORES "/*:uploadToFileSearchStore", NULL, TALK, gemini_store_upload,
    ROUTE_STORES | ROUTE_UPLOADS },
  { "POST", "/upload/v1beta/files", NULL, TALK, gemini_file_upload, ROUTE_UPLOADS },
  { "GET", "/v1beta/files", NULL, TALK, gemini_file_list },
  { "GET", "/v1beta/files/*", NULL, TALK, gemini_file_get },
  { "DELETE", "/v1beta/files/*", NULL, TALK, gemini_file_delete },
  { "GET", CORPORA, NULL, TALK, gemini_entry_list, ROUTE_CORPORA },
  { "POST", CORPORA, "Corpus", TALK, gemini_entry_create, ROUTE_CORPORA },
  { "GET", CORPORA "/*", NULL, TALK, gemini_entry_get, ROUTE_CORPORA },
  { "PATCH", CORPORA "/*", "Corpus", TALK, gemini_entry_patch, ROUTE_CORPORA },
  { "DELETE", CORPORA "/*", NULL, TALK, gemini_entry_delete, ROUTE_CORPORA },
  { "POST", CORPORA "/*:query", "QueryRequest", TALK, gemini_corpus_query, ROUTE_CORPORA },
  { "GET", DOCUMENTS, NULL, TALK, gemini_entry_list, ROUTE_CORPORA },
  { "POST", DOCUMENTS, "Document", TALK, gemini_entry_create, ROUTE_CORPORA },
  { "GET", DOCUMENTS "/*", NULL, TALK, gemini_entry_get, ROUTE_CORPORA },
  { "PATCH", DOCUMENTS "/*", "Document", TALK, gemini_entry_patch, ROUTE_CORPORA },
  { "DELETE", DOCUMENTS "/*", NULL, TALK, gemini_entry_delete, ROUTE_CORPORA },
  { "POST", DOCUMENTS "/*:query", "QueryRequest", TALK, gemini_corpus_query, ROUTE_CORPORA },
  { "GET", CHUNKS, NULL, TALK, gemini_entry_list, ROUTE_CORPORA },
  { "POST", CHUNKS, "Chunk", TALK, gemini_entry_create, ROUTE_CORPORA },
  { "POST", CHUNKS ":batchCreate", "BatchCreateChunksRequest", TALK, gemini_chunks_create,
    ROUTE_CORPORA },
  { "GET", CHUNKS "/*", NULL, TALK, gemini_entry_get, ROUTE_CORPORA },
  { "PATCH", CHUNKS "/*", "Chunk", TALK, gemini_entry_patch, ROUTE_CORPORA },
  { "DELETE", CHUNKS "/*", NULL, TALK, gemini_entry_delete, ROUTE_CORPORA },
  { "POST", "/v1beta/*/*:generateAnswer", "GenerateAnswerRequest", TALK, gemini_answer,
    ROUTE_ANSWERS },
};

GeminiSettings *
gemini_settings (SimRequest *request)
{
  return &sim_get_gemini (request->sim)->settings;
}

static void
prepare (SimRequest *request)
{
  static const char *const CREDENTIALS[] = { "key", "access_token", "oauth_token" };

  for (guint i = 0; i < G_N_ELEMENTS (CREDENTIALS); i++)
    {
      g_autofree char *value = sim_query (request, CREDENTIALS[i]);

      if (value != NULL)
        sim_request_note (request, "%s in the address", CREDENTIALS[i]);
    }
  if (sim_request_get_header (request, "Cookie") != NULL)
    sim_request_note (request, "cookie");
  gemini_upload_prepare (request);
}

static SimReply *
new_error (SimRequest *request,
           guint       status,
           const char *message)
{
  return gemini_refuse (request, status, NULL, "%s", message);
}

static const Route *
find_route (SimRequest  *request,
            GPtrArray  **ids)
{
  for (guint i = 0; i < G_N_ELEMENTS (ROUTES); i++)
    {
      if (!g_str_equal (ROUTES[i].method, request->method))
        continue;
      *ids = sim_match_path (ROUTES[i].path, request->path);
      if (*ids != NULL)
        return &ROUTES[i];
    }
  return NULL;
}

static SimReply *
let_key_in (SimRequest  *request,
            const char  *key,
            GeminiUser **user)
{
  *user = gemini_state_find_user (sim_get_gemini (request->sim), key);
  if (*user == NULL || request->fault == CHATTY_SIMULATOR_FAULT_KEY_REFUSED)
    return gemini_refuse (request, 400, "API_KEY_INVALID",
                          "API key not valid. Please pass a valid API key.");
  if ((*user)->plan == CHATTY_SIMULATOR_PLAN_INDIE
      || request->fault == CHATTY_SIMULATOR_FAULT_PLAN_REFUSED)
    return gemini_refuse (request, 403, "API_KEY_SERVICE_BLOCKED",
                          "Requests to this API generativelanguage.googleapis.com are blocked.");
  return NULL;
}

static gboolean
opens (GoogleAccess *access,
       const Route  *route)
{
  g_auto (GStrv) wanted = g_strsplit (route->scopes, " ", -1);

  for (guint i = 0; wanted[i] != NULL; i++)
    if (google_scopes_have (access->grant->scopes, wanted[i]))
      return TRUE;
  return google_scopes_have (access->grant->scopes, AUTH "cloud-platform");
}

static SimReply *
let_token_in (SimRequest   *request,
              const Route  *route,
              const char   *token,
              GeminiUser  **user)
{
  GoogleState *google = sim_get_google (request->sim);
  GeminiSettings *settings = gemini_settings (request);
  GoogleAccess *access = google_state_find_access (google, token);
  const char *project = sim_request_get_header (request, "x-goog-user-project");

  if (access == NULL)
    return gemini_refuse (request, 401, "ACCESS_TOKEN_TYPE_UNSUPPORTED",
                          "Request had invalid authentication credentials.");
  if (access->grant->revoked || access->ends <= google_state_now (google)
      || request->fault == CHATTY_SIMULATOR_FAULT_KEY_REFUSED)
    return gemini_refuse (request, 401, "ACCESS_TOKEN_EXPIRED",
                          "Request had invalid authentication credentials.");
  if (!opens (access, route))
    return gemini_refuse (request, 403, "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
                          "Request had insufficient authentication scopes.");
  if (project == NULL && settings->needs_project)
    return gemini_refuse (request, 403, "SERVICE_DISABLED", "Your application is authenticating by "
                          "using local Application Default Credentials. The API requires a quota "
                          "project, which is not set by default.");
  if (project != NULL && !g_str_equal (project, settings->project))
    return gemini_refuse (request, 403, "USER_PROJECT_DENIED",
                          "Caller does not have required permission to use project %s.", project);
  *user = gemini_state_take_person (sim_get_gemini (request->sim), access->grant->person);
  return NULL;
}

/* Stores may be closed to whoever signed in: reference, section 2.9. */
SimReply *
gemini_refuse_token (SimRequest *request,
                     GeminiUser *user)
{
  GeminiSettings *settings = gemini_settings (request);

  if (user->key != NULL || settings->store_needs_key == GEMINI_STORES_OPEN)
    return NULL;
  if (settings->store_needs_key == GEMINI_STORES_UNAUTHENTICATED)
    return gemini_refuse (request, 401, "ACCESS_TOKEN_TYPE_UNSUPPORTED",
                          "Request had invalid authentication credentials.");
  if (settings->store_needs_key == GEMINI_STORES_GONE)
    return gemini_refuse (request, 404, NULL, "Method not found.");
  return gemini_refuse (request, 403, "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
                        "Request had insufficient authentication scopes.");
}

static gboolean
needs_no_credential (SimRequest  *request,
                     const Route *route)
{
  return (route->flags & ROUTE_UPLOADS) != 0 && gemini_find_upload (request) != NULL
         && sim_request_get_header (request, "x-goog-api-key") == NULL
         && sim_request_get_header (request, "Authorization") == NULL;
}

static SimReply *
authenticate (SimRequest   *request,
              const Route  *route,
              GeminiUser  **user)
{
  const char *key = sim_request_get_header (request, "x-goog-api-key");
  const char *header = sim_request_get_header (request, "Authorization");

  if (key != NULL && header != NULL)
    sim_request_note (request, "two credentials");
  if (header != NULL && !g_str_has_prefix (header, "Bearer "))
    return gemini_refuse (request, 401, "ACCESS_TOKEN_TYPE_UNSUPPORTED",
                          "Request had invalid authentication credentials.");
  if (header != NULL)
    return let_token_in (request, route, header + strlen ("Bearer "), user);
  if (key != NULL)
    return let_key_in (request, key, user);
  return gemini_refuse (request, 403, NULL, "Method doesn't allow unregistered callers (callers "
                        "without established identity). Please use API Key or other form of API "
                        "consumer identity to call this API.");
}

static SimReply *
refuse_body (SimRequest  *request,
             const Route *route)
{
  if (route->schema == NULL)
    {
      if (request->length > 0)
        sim_request_note (request, "body: none is documented");
      return NULL;
    }
  if (request->kind != SIM_BODY_JSON || request->body_fault != NULL)
    return gemini_refuse (request, 400, NULL, "Invalid JSON payload received. %s",
                          request->body_fault != NULL ? request->body_fault : "Not JSON.");
  return gemini_refuse_body (request, route->schema);
}

static SimReply *
answer (SimRequest *request)
{
  g_autoptr (GPtrArray) ids = NULL;
  const Route *route = find_route (request, &ids);
  GeminiUser *user = NULL;
  SimReply *refusal, *reply;

  if (route == NULL
      || ((route->flags & ROUTE_CORPORA) != 0 && !gemini_settings (request)->corpora)
      || ((route->flags & ROUTE_ANSWERS) != 0 && !gemini_settings (request)->answers))
    return sim_reply_new_text (404, "text/html; charset=UTF-8",
                               "<!DOCTYPE html><title>Error 404 (Not Found)!!1</title>\n");
  refusal = gemini_refuse_forced (request);
  if (refusal == NULL && !needs_no_credential (request, route))
    refusal = authenticate (request, route, &user);
  if (refusal == NULL && user != NULL && (route->flags & ROUTE_STORES) != 0)
    refusal = gemini_refuse_token (request, user);
  if (refusal == NULL && request->fault == CHATTY_SIMULATOR_FAULT_NO_CREDIT)
    refusal = gemini_refuse_status (request, 400, "FAILED_PRECONDITION", "Gemini API free tier is "
                                    "not available. Please enable billing on your project in "
                                    "Google AI Studio.");
  if (refusal == NULL && (route->flags & ROUTE_UPLOADS) == 0)
    refusal = refuse_body (request, route);
  if (refusal != NULL)
    return refusal;
  reply = route->handler (request, user, ids);
  gemini_dump_call (request, reply);
  return reply;
}

static SimReply *
failure_inside (SimRequest *request)
{
  JsonObject *error = gemini_new_error (500, NULL, "An internal error has occurred.", NULL);
  g_autofree char *json = NULL;
  g_autofree char *text = NULL;

  if (!g_str_has_suffix (request->path, ":streamGenerateContent"))
    return gemini_reply_error (request, 200, error);
  json = sim_object_to_text (error);
  json_object_unref (error);
  text = g_strdup_printf ("data: %s\n\n", json);
  return sim_reply_new_text (200, "text/event-stream", text);
}

static const char *
endless_event (SimRequest *request)
{
  return "data: {\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":"
         "\"endless \"}]}}]}\n\n";
}

const SimPlatform GEMINI_PLATFORM = {
  prepare, answer, new_error, failure_inside, endless_event, gemini_upload_receive,
};
