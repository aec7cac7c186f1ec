/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-gemini-codec.h"
#include "chatty-json.h"
#include "chatty-redact.h"
#include "chatty-retry.h"
#include "chatty-text.h"

/* What a person is shown of the platform's words. */
#define MAX_WORDS 300

/* No reason of theirs is longer. */
#define MAX_REASON 64

/* The bounds of a key of either kind (platform reference, section 2.1). */
#define KEY_MIN 20
#define KEY_MAX 512

/* What it is made of -------------------------------------------------------------------- */

/**
 * chatty_gemini_get_count:
 * @object: (nullable): where to look
 *
 * Returns: a whole number that is not negative, also one in a text, as 64-bit
 *   numbers of protobuf are; @fallback for anything else
 */
gint64
chatty_gemini_get_count (JsonObject *object,
                         const char *member,
                         gint64      fallback)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, member) : NULL;
  GType type = node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node)
                                                            : G_TYPE_INVALID;
  gint64 count = -1;

  if (type == G_TYPE_INT64)
    count = json_node_get_int (node);
  else if (type == G_TYPE_DOUBLE && json_node_get_double (node) < 1e15)
    count = (gint64) MAX (json_node_get_double (node), -1);
  else if (type == G_TYPE_STRING)
    g_ascii_string_to_signed (json_node_get_string (node), 10, 0, G_MAXINT64, &count, NULL);
  return count >= 0 ? count : fallback;
}

/**
 * chatty_gemini_dup_text:
 * @object: (nullable): where to look
 *
 * Returns: (transfer full) (nullable): a text, valid UTF-8
 */
char *
chatty_gemini_dup_text (JsonObject *object,
                        const char *member)
{
  const char *text = object != NULL ? chatty_json_get_string (object, member) : NULL;

  return text != NULL ? chatty_text_make_valid (text, -1) : NULL;
}

/**
 * chatty_gemini_element:
 * @array: (nullable): a list of objects
 *
 * Returns: (transfer none) (nullable): the @nth, if it is there and an object
 */
JsonObject *
chatty_gemini_element (JsonArray *array,
                       guint      nth)
{
  return array != NULL && nth < json_array_get_length (array)
         ? chatty_json_node_object (json_array_get_element (array, nth)) : NULL;
}

/**
 * chatty_gemini_object_node:
 * @object: (transfer full): what it holds
 *
 * Returns: (transfer full): a node
 */
JsonNode *
chatty_gemini_object_node (JsonObject *object)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  return node;
}

/**
 * chatty_gemini_dup_next_page:
 * @page: (nullable): a page of a list
 *
 * Returns: (transfer full) (nullable): what names the next; %NULL after the
 *   last
 */
char *
chatty_gemini_dup_next_page (JsonObject *page)
{
  g_autofree char *token = chatty_gemini_dup_text (page, "nextPageToken");

  return token != NULL && *token != '\0' ? g_steal_pointer (&token) : NULL;
}

/* The key -------------------------------------------------------------------------------- */

/**
 * chatty_gemini_prepare_key:
 * @key: what the person gave
 * @error: %CHATTY_ERROR_INVALID_DATA for what cannot be a key
 *
 * Keys are of two kinds, and more may come: how one begins says nothing
 * (platform reference, section 2.1). Blanks that were copied along, and line
 * ends within, are dropped.
 *
 * Returns: (transfer full) (nullable): the key as it is sent
 */
ChattySecret *
chatty_gemini_prepare_key (ChattySecret  *key,
                           GError       **error)
{
  const char *text = chatty_secret_peek (key);
  char *kept = g_malloc (strlen (text) + 1);
  g_autoptr (ChattySecret) prepared = NULL;
  gboolean good = TRUE;
  gsize length = 0;

  for (; *text != '\0'; text++)
    if (!g_ascii_isspace (*text))
      {
        good = good && (g_ascii_isalnum (*text) || *text == '_' || *text == '.' || *text == '-');
        kept[length++] = *text;
      }
  kept[length] = '\0';
  prepared = chatty_secret_new_wiping (kept);
  if (good && length >= KEY_MIN && length <= KEY_MAX)
    return g_steal_pointer (&prepared);
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                       _("This is no Gemini key. Copy it again from the page that shows your "
                         "keys"));
  return NULL;
}

/* Errors --------------------------------------------------------------------------------- */

typedef enum {
  KIND_BAD_KEY,
  KIND_EXPIRED_KEY,
  KIND_LEAKED_KEY,
  KIND_WRONG_KEY,
  KIND_NO_CREDENTIAL,
  KIND_SIGNED_OUT,
  KIND_BLOCKED_SERVICE,
  KIND_DISABLED_SERVICE,
  KIND_SCOPE,
  KIND_PROJECT,
  KIND_FORBIDDEN,
  KIND_COUNTRY,
  KIND_BILLING,
  KIND_PRECONDITION,
  KIND_INVALID,
  KIND_TOO_LONG,
  KIND_NO_MODEL,
  KIND_NOT_FOUND,
  KIND_CONFLICT,
  KIND_TOO_LARGE,
  KIND_NOT_IN_PLAN,
  KIND_DAY,
  KIND_MINUTE,
  KIND_UNSUPPORTED,
  KIND_OVERLOAD,
  KIND_SLOW,
  KIND_SERVER,
} Kind;

/* By kind: what it is, and what helps. */
static const struct {
  int                code;
  ChattyVerdictKind  verdict;
  const char        *advice;
  gboolean           words;   /* whether the platform's own say more */
} kinds[] = {
  [KIND_BAD_KEY] = { CHATTY_ERROR_SIGN_IN_NEEDED, CHATTY_VERDICT_REFUSED,
    N_("Gemini does not accept the key. Copy it again from the page that shows your keys"), FALSE },
  [KIND_EXPIRED_KEY] = { CHATTY_ERROR_SIGN_IN_NEEDED, CHATTY_VERDICT_REFUSED,
    N_("The Gemini key has expired. Make a new one on the page that shows your keys"), FALSE },
  [KIND_LEAKED_KEY] = { CHATTY_ERROR_SIGN_IN_NEEDED, CHATTY_VERDICT_REFUSED,
    N_("The Gemini key was found in public, and Google closed it. Make a new one on the page that "
       "shows your keys"), FALSE },
  [KIND_WRONG_KEY] = { CHATTY_ERROR_SIGN_IN_NEEDED, CHATTY_VERDICT_REFUSED,
    N_("Google does not take this key or sign-in for Gemini. Make a new key on the page that shows "
       "your keys, or sign in again"), FALSE },
  [KIND_NO_CREDENTIAL] = { CHATTY_ERROR_SIGN_IN_NEEDED, CHATTY_VERDICT_REFUSED,
    N_("Gemini got neither a key nor a sign-in that it knows. Sign in again, or replace the key"),
    FALSE },
  [KIND_SIGNED_OUT] = { CHATTY_ERROR_SIGN_IN_NEEDED, CHATTY_VERDICT_REFUSED,
    N_("Google does not accept the sign-in or the key any more. Sign in again, or replace the "
       "key"), FALSE },
  [KIND_BLOCKED_SERVICE] = { CHATTY_ERROR_FORBIDDEN, CHATTY_VERDICT_LIMITED,
    N_("This key may not be used for Gemini. In the Google Cloud console, allow the Generative "
       "Language API for it, or make another key"), FALSE },
  [KIND_DISABLED_SERVICE] = { CHATTY_ERROR_FORBIDDEN, CHATTY_VERDICT_LIMITED,
    N_("Gemini is switched off in your Google project. Switch on the Generative Language API in "
       "the Google Cloud console, or name another project in the settings of the account"), FALSE },
  [KIND_SCOPE] = { CHATTY_ERROR_FORBIDDEN, CHATTY_VERDICT_LIMITED,
    N_("In the browser you did not allow this: “Talk with Gemini, and use its knowledge stores”. "
       "Sign in again, and leave it ticked there"), FALSE },
  [KIND_PROJECT] = { CHATTY_ERROR_FORBIDDEN, CHATTY_VERDICT_LIMITED,
    N_("Your Google account may not use the project that is named in the settings of the account. "
       "Name another one, or none"), FALSE },
  [KIND_FORBIDDEN] = { CHATTY_ERROR_FORBIDDEN, CHATTY_VERDICT_LIMITED,
    N_("Your Google account or key may not do this. Try it with a key of your own project"), TRUE },
  [KIND_COUNTRY] = { CHATTY_ERROR_FORBIDDEN, CHATTY_VERDICT_LIMITED,
    N_("Gemini is not offered to you without payment: not in this country, or not for this. Set up "
       "billing for your project in Google AI Studio"), FALSE },
  /* Platform reference, section 6: no billing is no credit. */
  [KIND_BILLING] = { CHATTY_ERROR_FORBIDDEN, CHATTY_VERDICT_NO_CREDIT,
    N_("Gemini is not offered to your project without payment. Set up billing for it in Google AI "
       "Studio"), FALSE },
  [KIND_PRECONDITION] = { CHATTY_ERROR_CONFLICT, CHATTY_VERDICT_SERVER_TROUBLE,
    N_("Gemini cannot do this while things are as they are"), TRUE },
  [KIND_INVALID] = { CHATTY_ERROR_INVALID_DATA, CHATTY_VERDICT_SERVER_TROUBLE,
    N_("Gemini did not understand this. Check the settings of the character, or choose another "
       "model"), TRUE },
  [KIND_TOO_LONG] = { CHATTY_ERROR_TOO_LARGE, CHATTY_VERDICT_SERVER_TROUBLE,
    N_("This is more than the model can read. Begin a new conversation, or choose a model that "
       "reads more"), FALSE },
  [KIND_NO_MODEL] = { CHATTY_ERROR_NOT_FOUND, CHATTY_VERDICT_SERVER_TROUBLE,
    N_("Gemini does not have this model, or has it no more. Choose another one"), FALSE },
  [KIND_NOT_FOUND] = { CHATTY_ERROR_NOT_FOUND, CHATTY_VERDICT_SERVER_TROUBLE,
    N_("Gemini does not have this"), FALSE },
  [KIND_CONFLICT] = { CHATTY_ERROR_CONFLICT, CHATTY_VERDICT_SERVER_TROUBLE,
    N_("This was changed at Gemini in the meantime, or is there already. Look again"), FALSE },
  [KIND_TOO_LARGE] = { CHATTY_ERROR_TOO_LARGE, CHATTY_VERDICT_SERVER_TROUBLE,
    N_("This is too large for Gemini"), FALSE },
  [KIND_NOT_IN_PLAN] = { CHATTY_ERROR_FORBIDDEN, CHATTY_VERDICT_LIMITED,
    N_("Your plan at Gemini does not have this model. Choose another one, or set up billing for "
       "your project in Google AI Studio"), FALSE },
  [KIND_DAY] = { CHATTY_ERROR_QUOTA, CHATTY_VERDICT_NO_CREDIT, NULL, FALSE },
  [KIND_MINUTE] = { CHATTY_ERROR_RATE_LIMITED, CHATTY_VERDICT_RATE_LIMITED, NULL, FALSE },
  [KIND_UNSUPPORTED] = { CHATTY_ERROR_UNSUPPORTED, CHATTY_VERDICT_SERVER_TROUBLE,
    N_("Gemini cannot do this"), FALSE },
  [KIND_OVERLOAD] = { CHATTY_ERROR_SERVER, CHATTY_VERDICT_SERVER_TROUBLE,
    N_("Gemini has too much to do at the moment. Try again in a minute, or choose another model"),
    FALSE },
  [KIND_SLOW] = { CHATTY_ERROR_TIMED_OUT, CHATTY_VERDICT_SERVER_TROUBLE,
    N_("Gemini took too long. Try again, with less to read if you can"), FALSE },
  [KIND_SERVER] = { CHATTY_ERROR_SERVER, CHATTY_VERDICT_SERVER_TROUBLE,
    N_("Gemini has trouble of its own at the moment. Try again later"), FALSE },
};

/* The codes of gRPC, and the statuses of HTTP that say the same (platform
 * reference, section 2.13). */
static const struct {
  const char *name;
  guint       status;
  Kind        kind;
} statuses[] = {
  { "INVALID_ARGUMENT", 400, KIND_INVALID },
  { "OUT_OF_RANGE", 400, KIND_INVALID },
  { "FAILED_PRECONDITION", 412, KIND_PRECONDITION },
  { "UNAUTHENTICATED", 401, KIND_SIGNED_OUT },
  { "PERMISSION_DENIED", 403, KIND_FORBIDDEN },
  { "NOT_FOUND", 404, KIND_NOT_FOUND },
  { "ALREADY_EXISTS", 409, KIND_CONFLICT },
  { "ABORTED", 409, KIND_CONFLICT },
  { "RESOURCE_EXHAUSTED", 429, KIND_MINUTE },
  { "CANCELLED", 499, KIND_SERVER },
  { "INTERNAL", 500, KIND_SERVER },
  { "UNKNOWN", 500, KIND_SERVER },
  { "DATA_LOSS", 500, KIND_SERVER },
  { "UNIMPLEMENTED", 501, KIND_UNSUPPORTED },
  { "UNAVAILABLE", 503, KIND_OVERLOAD },
  { "DEADLINE_EXCEEDED", 504, KIND_SLOW },
  { "DEADLINE_EXCEEDED", 408, KIND_SLOW },
  { "PAYLOAD_TOO_LARGE", 413, KIND_TOO_LARGE },
  { "UNIMPLEMENTED", 405, KIND_UNSUPPORTED },
};

static const struct {
  const char *reason;
  Kind        kind;
} reasons[] = {
  { "API_KEY_INVALID", KIND_BAD_KEY },
  { "API_KEY_SERVICE_BLOCKED", KIND_BLOCKED_SERVICE },
  { "SERVICE_DISABLED", KIND_DISABLED_SERVICE },
  { "ACCESS_TOKEN_TYPE_UNSUPPORTED", KIND_WRONG_KEY },
  { "ACCESS_TOKEN_EXPIRED", KIND_SIGNED_OUT },
  { "ACCESS_TOKEN_SCOPE_INSUFFICIENT", KIND_SCOPE },
  { "USER_PROJECT_DENIED", KIND_PROJECT },
  { "IAM_PERMISSION_DENIED", KIND_FORBIDDEN },
  { "CREDENTIALS_MISSING", KIND_NO_CREDENTIAL },
};

static gboolean
mentions (const char *words,
          const char *what)
{
  g_autofree char *folded = words != NULL ? g_ascii_strdown (words, -1) : NULL;

  return folded != NULL && strstr (folded, what) != NULL;
}

static Kind
kind_of_status (JsonObject *error,
                guint       http_status)
{
  const char *name = chatty_json_get_string (error, "status");
  gint64 code = chatty_gemini_get_count (error, "code", 0);

  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (statuses); i++)
    if (g_str_equal (statuses[i].name, name))
      return statuses[i].kind;
  if (http_status < 400 && code >= 400 && code < 600)
    http_status = (guint) code;
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    if (statuses[i].status == http_status)
      return statuses[i].kind;
  return http_status >= 400 && http_status < 500 ? KIND_INVALID : KIND_SERVER;
}

/* The details are of several kinds, in any order. */
static JsonObject *
find_detail (JsonObject *error,
             const char *type)
{
  JsonArray *details = chatty_json_get_array (error, "details");

  for (guint i = 0; details != NULL && i < json_array_get_length (details); i++)
    {
      JsonObject *detail = chatty_gemini_element (details, i);
      const char *name = detail != NULL ? chatty_json_get_string (detail, "@type") : NULL;

      if (name != NULL && g_str_has_suffix (name, type))
        return detail;
    }
  return NULL;
}

static char *
read_reason (JsonObject *error)
{
  JsonObject *info = find_detail (error, "google.rpc.ErrorInfo");
  const char *reason = info != NULL ? chatty_json_get_string (info, "reason") : NULL;
  gsize length = reason != NULL ? strlen (reason) : 0;

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isupper (reason[i]) && !g_ascii_isdigit (reason[i]) && reason[i] != '_')
      return NULL;
  return length > 0 && length <= MAX_REASON ? g_strdup (reason) : NULL;
}

/* A plan that does not have the model is no matter of time, and what is used
 * up for the day comes back at midnight. The words "plan and billing" stand in
 * each of them, and say nothing (platform reference, section 2.13). */
static Kind
kind_of_quota (JsonObject *error,
               const char *words)
{
  JsonObject *failure = find_detail (error, "google.rpc.QuotaFailure");
  JsonArray *violations = failure != NULL ? chatty_json_get_array (failure, "violations") : NULL;
  gboolean day = FALSE;

  if (words != NULL && chatty_retry_says_limit_zero (words, strlen (words)))
    return KIND_NOT_IN_PLAN;
  for (guint i = 0; violations != NULL && i < json_array_get_length (violations); i++)
    {
      JsonObject *violation = chatty_gemini_element (violations, i);
      const char *id = violation != NULL ? chatty_json_get_string (violation, "quotaId") : NULL;

      if (violation != NULL && chatty_gemini_get_count (violation, "quotaValue", -1) == 0)
        return KIND_NOT_IN_PLAN;
      day = day || (id != NULL && strstr (id, "PerDay") != NULL);
    }
  return day ? KIND_DAY : KIND_MINUTE;
}

static Kind
find_kind (JsonObject *error,
           guint       status,
           gboolean    model,
           const char *reason,
           const char *words)
{
  Kind kind = kind_of_status (error, status);

  for (guint i = 0; reason != NULL && i < G_N_ELEMENTS (reasons); i++)
    if (g_str_equal (reasons[i].reason, reason))
      kind = reasons[i].kind;

  if (kind == KIND_BAD_KEY && mentions (words, "expired"))
    return KIND_EXPIRED_KEY;
  if (kind == KIND_INVALID && reason == NULL &&
      (mentions (words, "api key not valid") || mentions (words, "api key expired")))
    return mentions (words, "expired") ? KIND_EXPIRED_KEY : KIND_BAD_KEY;
  if (kind == KIND_FORBIDDEN && mentions (words, "leaked"))
    return KIND_LEAKED_KEY;
  if (kind == KIND_FORBIDDEN && reason == NULL && mentions (words, "unregistered callers"))
    return KIND_NO_CREDENTIAL;
  if (kind == KIND_FORBIDDEN && reason == NULL && mentions (words, "quota project"))
    return KIND_DISABLED_SERVICE;
  if (kind == KIND_PRECONDITION && mentions (words, "billing"))
    return KIND_BILLING;
  if (kind == KIND_PRECONDITION && (model || mentions (words, "location")))
    return KIND_COUNTRY;
  if (kind == KIND_INVALID && mentions (words, "token count") && mentions (words, "exceeds"))
    return KIND_TOO_LONG;
  if (kind == KIND_NOT_FOUND && model)
    return KIND_NO_MODEL;
  return kind == KIND_MINUTE ? kind_of_quota (error, words) : kind;
}

/**
 * chatty_gemini_next_day:
 * @now: microseconds since 1970, UTC
 *
 * Returns: when the platform counts anew: the next midnight of the Pacific
 *   coast (platform reference, section 2.13)
 */
gint64
chatty_gemini_next_day (gint64 now)
{
  g_autoptr (GTimeZone) pacific = g_time_zone_new_identifier ("America/Los_Angeles");
  g_autoptr (GTimeZone) fixed = g_time_zone_new_offset (-8 * 60 * 60);
  GTimeZone *zone = pacific != NULL ? pacific : fixed;
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now / G_USEC_PER_SEC);
  g_autoptr (GDateTime) there = utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;
  g_autoptr (GDateTime) tomorrow = there != NULL ? g_date_time_add_days (there, 1) : NULL;
  g_autoptr (GDateTime) midnight = NULL;

  if (tomorrow != NULL)
    midnight = g_date_time_new (zone, g_date_time_get_year (tomorrow),
                                g_date_time_get_month (tomorrow),
                                g_date_time_get_day_of_month (tomorrow), 0, 0, 0);
  return midnight != NULL ? g_date_time_to_unix (midnight) * G_USEC_PER_SEC
                          : now + G_TIME_SPAN_DAY;
}

static char *
advise_day (gint64  now,
            guint  *wait)
{
  gint64 then = chatty_gemini_next_day (now);
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (then / G_USEC_PER_SEC);
  g_autofree char *clock = time != NULL ? g_date_time_format (time, "%R") : NULL;

  *wait = (guint) ((then - now + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC);
  return g_strdup_printf (/* Translators: %s is a time of day, such as "09:00". */
                          _("What your plan at Gemini allows in a day is used up. It counts anew "
                            "at %s. Try again then, or choose another model"),
                          clock != NULL ? clock : "?");
}

static char *
advise_minute (guint wait)
{
  if (wait == 0)
    return g_strdup (_("That were too many calls to Gemini in a short time. Try again in a "
                       "minute"));
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "That were too many calls to Gemini in a short time. Try "
                                       "again in %u second",
                                       "That were too many calls to Gemini in a short time. Try "
                                       "again in %u seconds", wait), wait);
}

static guint
read_wait (JsonObject *error)
{
  JsonObject *info = find_detail (error, "google.rpc.RetryInfo");
  const char *text = info != NULL ? chatty_json_get_string (info, "retryDelay") : NULL;
  char *end;
  double seconds;

  if (text == NULL || !g_ascii_isdigit (*text))
    return 0;
  seconds = g_ascii_strtod (text, &end);
  if (strcmp (end, "s") != 0 || !isfinite (seconds))
    return 0;
  return (guint) ceil (CLAMP (seconds, 0, 24 * 60 * 60));
}

static char *
advise (Kind        kind,
        const char *words)
{
  g_autofree char *hidden = kinds[kind].words && words != NULL ? chatty_redact_text (words, -1)
                                                               : NULL;
  g_autofree char *line = hidden != NULL ? chatty_text_one_line (hidden, MAX_WORDS) : NULL;

  if (line != NULL && *line != '\0')
    /* Translators: what went wrong, then the platform's own words. */
    return g_strdup_printf (_("%s. It said: %s"), _(kinds[kind].advice), line);
  return g_strdup (_(kinds[kind].advice));
}

/**
 * chatty_gemini_read_failure:
 * @node: (nullable): the root of an answer or an event
 * @status: the status of HTTP
 * @model: whether it was a model that was asked
 * @now: the wall clock, as chatty_time_now() has it
 * @failure: (out caller-allocates): what it says
 *
 * Finds an error by itself or as the first of a list, and tells the cases of
 * the platform reference, sections 1.11 and 2.13, apart.
 *
 * Returns: whether there is one
 */
gboolean
chatty_gemini_read_failure (JsonNode             *node,
                            guint                 status,
                            gboolean              model,
                            gint64                now,
                            ChattyGeminiFailure  *failure)
{
  JsonObject *object, *error;
  const char *words;
  Kind kind;

  *failure = (ChattyGeminiFailure) { 0 };
  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
    object = chatty_gemini_element (json_node_get_array (node), 0);
  else
    object = node != NULL ? chatty_json_node_object (node) : NULL;
  error = object != NULL ? chatty_json_get_object (object, "error") : NULL;
  /* A success may have an empty one. */
  if (error == NULL || (status < 400 && json_object_get_size (error) == 0))
    return FALSE;

  words = chatty_json_get_string (error, "message");
  failure->reason = read_reason (error);
  kind = find_kind (error, status, model, failure->reason, words);
  failure->code = kinds[kind].code;
  failure->verdict = kinds[kind].verdict;
  failure->wait = kind == KIND_NOT_IN_PLAN ? 0 : read_wait (error);
  if (kind == KIND_DAY)
    failure->advice = advise_day (now, &failure->wait);
  else if (kind == KIND_MINUTE)
    failure->advice = advise_minute (failure->wait);
  else
    failure->advice = advise (kind, words);
  return TRUE;
}

void
chatty_gemini_failure_clear (ChattyGeminiFailure *failure)
{
  g_clear_pointer (&failure->advice, g_free);
  g_clear_pointer (&failure->reason, g_free);
}

void
chatty_gemini_failure_to_error (const ChattyGeminiFailure  *failure,
                                GError                    **error)
{
  g_set_error_literal (error, CHATTY_ERROR, failure->code, failure->advice);
  if (error != NULL && failure->wait > 0)
    chatty_error_set_wait (*error, failure->wait);
}
