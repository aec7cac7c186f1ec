/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* How refusals look: reference, sections 1.11 and 2.13. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "gemini.h"

#define TYPE "type.googleapis.com/google.rpc."

static const char *
name_of (guint status)
{
  static const struct {
    guint       status;
    const char *name;
  } NAMES[] = {
    { 400, "INVALID_ARGUMENT" }, { 401, "UNAUTHENTICATED" }, { 403, "PERMISSION_DENIED" },
    { 404, "NOT_FOUND" }, { 409, "ALREADY_EXISTS" }, { 429, "RESOURCE_EXHAUSTED" },
    { 500, "INTERNAL" }, { 501, "UNIMPLEMENTED" }, { 503, "UNAVAILABLE" },
    { 504, "DEADLINE_EXCEEDED" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (NAMES); i++)
    if (NAMES[i].status == status)
      return NAMES[i].name;
  return "UNKNOWN";
}

/* @name: (nullable): the status in words; @details: (transfer full) (nullable).
 * {"error": …}, for a body or a chunk. */
JsonObject *
gemini_new_error (guint       status,
                  const char *name,
                  const char *message,
                  JsonArray  *details)
{
  JsonObject *outer = json_object_new ();
  JsonObject *inner = json_object_new ();

  json_object_set_int_member (inner, "code", status);
  json_object_set_string_member (inner, "message", message);
  json_object_set_string_member (inner, "status", name != NULL ? name : name_of (status));
  if (details != NULL)
    json_object_set_array_member (inner, "details", details);
  json_object_set_object_member (outer, "error", inner);
  return outer;
}

/* Takes @error. Where a list would be answered the error is in a list too. */
SimReply *
gemini_reply_error (SimRequest *request,
                    guint       status,
                    JsonObject *error)
{
  g_autofree char *alt = sim_query (request, "alt");
  JsonArray *array;

  if (!gemini_settings (request)->array_errors
      && (!g_str_has_suffix (request->path, ":streamGenerateContent")
          || g_strcmp0 (alt, "sse") == 0))
    return sim_reply_new_object (status, error);
  array = json_array_new ();
  json_array_add_object_element (array, error);
  return sim_reply_new_array (status, array);
}

static JsonObject *
add_detail (JsonArray  *details,
            const char *type)
{
  JsonObject *detail = json_object_new ();

  json_object_set_string_member (detail, "@type", type);
  json_array_add_object_element (details, detail);
  return detail;
}

static JsonArray *
new_reason (const char *reason)
{
  JsonArray *details = json_array_new ();
  JsonObject *info = add_detail (details, TYPE "ErrorInfo");
  JsonObject *metadata = json_object_new ();
  JsonObject *localized;

  json_object_set_string_member (info, "reason", reason);
  json_object_set_string_member (info, "domain", "googleapis.com");
  json_object_set_string_member (metadata, "service", "generativelanguage.googleapis.com");
  json_object_set_object_member (info, "metadata", metadata);
  if (g_str_equal (reason, "API_KEY_INVALID"))
    {
      localized = add_detail (details, TYPE "LocalizedMessage");
      json_object_set_string_member (localized, "locale", "en-US");
      json_object_set_string_member (localized, "message", "API key not valid.");
    }
  return details;
}

SimReply *
gemini_refuse (SimRequest *request,
               guint       status,
               const char *reason,
               const char *format,
               ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  return gemini_reply_error (request, status,
                             gemini_new_error (status, NULL, message,
                                               reason != NULL ? new_reason (reason) : NULL));
}

/* A status whose name is not that of its number. */
SimReply *
gemini_refuse_status (SimRequest *request,
                      guint       status,
                      const char *name,
                      const char *message)
{
  return gemini_reply_error (request, status, gemini_new_error (status, name, message, NULL));
}

static SimReply *
refuse_violations (SimRequest *request,
                   GPtrArray  *violations)
{
  JsonArray *details = json_array_new ();
  JsonObject *bad = add_detail (details, TYPE "BadRequest");
  JsonArray *fields = json_array_new ();
  g_autoptr (GString) message = g_string_new (NULL);

  for (guint i = 0; i < violations->len; i++)
    {
      GeminiViolation *violation = g_ptr_array_index (violations, i);
      JsonObject *field = json_object_new ();

      if (*violation->field != '\0')
        json_object_set_string_member (field, "field", violation->field);
      json_object_set_string_member (field, "description", violation->description);
      json_array_add_object_element (fields, field);
      g_string_append_printf (message, "%s%s", i > 0 ? "\n" : "", violation->description);
      sim_request_note (request, "%s: %s", violation->field, violation->description);
    }
  json_object_set_array_member (bad, "fieldViolations", fields);
  return gemini_reply_error (request, 400, gemini_new_error (400, NULL, message->str, details));
}

/* Whether the body is what @schema says. */
SimReply *
gemini_refuse_body (SimRequest *request,
                    const char *schema)
{
  g_autoptr (GPtrArray) violations = gemini_check (sim_request_get_object (request), schema);

  return violations->len > 0 ? refuse_violations (request, violations) : NULL;
}

SimReply *
gemini_refuse_field (SimRequest *request,
                     const char *field,
                     const char *description)
{
  g_autoptr (GPtrArray) violations = g_ptr_array_new ();
  GeminiViolation violation = { (char *) field, (char *) description };

  g_ptr_array_add (violations, &violation);
  return refuse_violations (request, violations);
}

/* For what costs something: counts it, or refuses it. */
SimReply *
gemini_refuse_quota (SimRequest *request,
                     GeminiUser *user,
                     const char *model)
{
  static const char *const IDS[] = {
    NULL, "GenerateRequestsPerMinutePerProjectPerModel-FreeTier",
    "GenerateRequestsPerDayPerProjectPerModel-FreeTier",
    "GenerateRequestsPerDayPerProjectPerModel-FreeTier",
  };
  static const char *const VALUES[] = { NULL, "15", "200", "0" };
  GeminiSettings *settings = gemini_settings (request);
  guint quota = settings->quota;
  JsonArray *details, *violations;
  JsonObject *failure, *violation, *dimensions, *retry;
  g_autofree char *message = NULL;

  if (quota == GEMINI_QUOTA_NONE && user->used >= user->limit)
    quota = GEMINI_QUOTA_DAY;
  if (quota == GEMINI_QUOTA_NONE)
    {
      user->used++;
      return NULL;
    }
  details = json_array_new ();
  failure = add_detail (details, TYPE "QuotaFailure");
  violations = json_array_new ();
  violation = json_object_new ();
  dimensions = json_object_new ();
  json_object_set_string_member (dimensions, "location", "global");
  json_object_set_string_member (dimensions, "model", model);
  json_object_set_string_member (violation, "quotaMetric", "generativelanguage.googleapis.com/"
                                 "generate_content_free_tier_requests");
  json_object_set_string_member (violation, "quotaId", IDS[quota]);
  json_object_set_object_member (violation, "quotaDimensions", dimensions);
  json_object_set_string_member (violation, "quotaValue", VALUES[quota]);
  json_array_add_object_element (violations, violation);
  json_object_set_array_member (failure, "violations", violations);
  add_detail (details, TYPE "Help");
  if (*settings->retry_delay != '\0')
    {
      retry = add_detail (details, TYPE "RetryInfo");
      json_object_set_string_member (retry, "retryDelay", settings->retry_delay);
    }
  message = g_strdup_printf ("You exceeded your current quota, please check your plan and billing "
                             "details.\n* Quota exceeded for metric: generativelanguage."
                             "googleapis.com/generate_content_free_tier_requests, limit: %s, "
                             "model: %s", VALUES[quota], model);
  return gemini_reply_error (request, 429, gemini_new_error (429, NULL, message, details));
}

/* The refusal that the settings ask for, or NULL. */
SimReply *
gemini_refuse_forced (SimRequest *request)
{
  static const struct {
    const char *word;
    guint       status;
    const char *name;
    const char *reason;
    const char *message;
  } CASES[] = {
    { "key-invalid", 400, NULL, "API_KEY_INVALID", "API key not valid. Please pass a valid API "
      "key." },
    { "key-expired", 400, NULL, "API_KEY_INVALID", "API key expired. Please renew the API key." },
    { "key-leaked", 403, NULL, NULL, "Your API key was reported as leaked. Please use another API "
      "key." },
    { "key-restricted", 403, NULL, "API_KEY_SERVICE_BLOCKED", "Requests to this API are blocked." },
    { "no-credential", 403, NULL, NULL, "Method doesn't allow unregistered callers (callers "
      "without established identity)." },
    { "api-disabled", 403, NULL, "SERVICE_DISABLED", "Generative Language API has not been used in "
      "project 1 before or it is disabled." },
    { "token-type", 401, NULL, "ACCESS_TOKEN_TYPE_UNSUPPORTED", "Request had invalid "
      "authentication credentials." },
    { "token-expired", 401, NULL, "ACCESS_TOKEN_EXPIRED", "Request had invalid authentication "
      "credentials." },
    { "scope", 403, NULL, "ACCESS_TOKEN_SCOPE_INSUFFICIENT", "Request had insufficient "
      "authentication scopes." },
    { "project-denied", 403, NULL, "USER_PROJECT_DENIED", "Caller does not have required permission "
      "to use project." },
    { "iam", 403, NULL, "IAM_PERMISSION_DENIED", "Permission denied on resource." },
    { "country", 400, "FAILED_PRECONDITION", NULL, "User location is not supported for the API "
      "use." },
    { "billing", 400, "FAILED_PRECONDITION", NULL, "Gemini API free tier is not available in your "
      "country. Please enable billing on your project in Google AI Studio." },
    { "unavailable", 503, NULL, NULL, "The model is overloaded. Please try again later." },
    { "internal", 500, NULL, NULL, "An internal error has occurred." },
    { "deadline", 504, NULL, NULL, "Deadline expired before operation could complete." },
  };
  GeminiSettings *settings = gemini_settings (request);

  if (*settings->error == '\0'
      || !sim_pattern_matches (settings->error_path, request->method, request->path))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++)
    if (g_str_equal (CASES[i].word, settings->error))
      return gemini_reply_error (request, CASES[i].status,
                                 gemini_new_error (CASES[i].status, CASES[i].name,
                                                   CASES[i].message,
                                                   CASES[i].reason != NULL
                                                     ? new_reason (CASES[i].reason) : NULL));
  return gemini_refuse (request, 500, NULL, "There is no error \"%s\".", settings->error);
}
