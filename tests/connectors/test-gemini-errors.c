/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Every refusal of the platform reference, sections 1.11 and 2.13, as it comes
 * over the wire: what it says of the credential, whether and when it is asked
 * again, what a person is told, and that no key is in it. */

#include "config.h"

#include <locale.h>
#include <string.h>

#include "chatty-chat.h"
#include "chatty-error.h"
#include "chatty-gemini.h"
#include "chatty-gemini-codec.h"
#include "chatty-speech.h"
#include "net-server.h"

#define KEY "AIzaSyCanary4f1c9b7e2d8a6053c1b9canary4"

/* What somebody else's message might carry. */
#define OTHERS "AQ.Ab8RN6canary-4f1c9b7e2d8a ya29.a0canary4f1c9b7e2d8a6053c1b9"

#define JSON "Content-Type: application/json\r\n"
#define HTML "Content-Type: text/html\r\n"

#define LIST "/v1beta/models"
#define TALK "/v1beta/models/gemini-9-flash:streamGenerateContent"
#define SPEAK "/v1beta/models/gemini-9-flash-tts:generateContent"

#define TYPE "{\"@type\":\"type.googleapis.com/google.rpc."
#define REASON(r) TYPE "ErrorInfo\",\"reason\":\"" r "\",\"domain\":\"googleapis.com\",\"metadata\":{}}"
#define QUOTA(id, value) TYPE "QuotaFailure\",\"violations\":[{\"quotaMetric\":\"m\",\"quotaId\":\"" id \
  "\",\"quotaValue\":\"" value "\"}]}"
#define HELP TYPE "Help\",\"links\":[{\"url\":\"https://ai.google.dev\"}]}"
#define RETRY(delay) TYPE "RetryInfo\",\"retryDelay\":\"" delay "\"}"
#define MINUTE "GenerateRequestsPerMinutePerProjectPerModel-FreeTier"
#define DAY "GenerateRequestsPerDayPerProjectPerModel-FreeTier"

typedef struct {
  const char *status;
  const char *headers;
  const char *body;
} Answer;

typedef struct {
  NetServer             *server;
  ChattyExchangeJournal *journal;
  ChattyConnector       *connector;
} Fixture;

static gboolean
answer_cb (NetRequest *request,
           gpointer    user_data)
{
  const Answer *answer = user_data;

  return net_reply (request, answer->status, answer->headers, answer->body);
}

/* @patience: how long one call may wait before it is made again */
static void
fixture_init (Fixture      *self,
              const Answer *answer,
              gint64        patience)
{
  ChattyHttpSettings settings = CHATTY_HTTP_SETTINGS_INIT;
  ChattyConnectorAccess access = { .http = &settings };
  g_autoptr (ChattySecret) secret = chatty_secret_new (KEY, -1);
  g_autoptr (ChattyAuthorizer) authorizer = NULL;
  g_autoptr (GError) error = NULL;

  self->server = net_server_new (FALSE);
  self->journal = chatty_exchange_journal_new (CHATTY_EXCHANGE_JOURNAL_SIZE);
  settings.retry = (ChattyRetryPolicy) { 2, 2000, 10000, patience };
  settings.total_seconds = 10;
  access.journal = self->journal;
  access.addresses[0] = net_server_get_address (self->server);
  authorizer = chatty_connector_info_create_key_authorizer (&chatty_gemini_info, access.addresses,
                                                            secret, &error);
  g_assert_no_error (error);
  access.authorizer = authorizer;
  self->connector = chatty_gemini_new (&access, &error);
  g_assert_no_error (error);
  net_server_on (self->server, LIST, answer_cb, (gpointer) answer);
  net_server_on (self->server, TALK, answer_cb, (gpointer) answer);
  net_server_on (self->server, SPEAK, answer_cb, (gpointer) answer);
}

static void
fixture_clear (Fixture *self)
{
  g_autofree char *journal = chatty_exchange_journal_to_text (self->journal);

  g_assert_null (strstr (journal, "anary4f1c"));
  g_assert_true (net_server_received (self->server, "x-goog-api-key: " KEY));
  g_assert_false (net_server_received (self->server, "=" KEY));
  g_assert_false (net_server_received (self->server, "Authorization"));
  g_clear_object (&self->connector);
  g_clear_object (&self->journal);
  g_clear_pointer (&self->server, net_server_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

/* The ways in which a connector asks. */
typedef enum {
  CALL_LIST,    /* may be made again */
  CALL_TALK,    /* may not */
  CALL_SPEAK,   /* may be made again */
  N_CALLS,
} Call;

static const char *const paths[] = { LIST, TALK, SPEAK };

static void
run (Fixture  *fixture,
     Call      call,
     GError  **error)
{
  ChattyChatContext context = { .model = "gemini-9-flash", .temperature = 1 };
  ChattyChatMessage message = { .text = "Hi", .context = &context };
  ChattySpeechRequest wanted = { .voice = "Kore", .text = "Hi", .model = "gemini-9-flash-tts" };
  g_autoptr (ChattyReply) reply = chatty_reply_new (NULL);
  g_autoptr (ChattyChatSession) session = NULL;

  switch (call)
    {
    case CALL_LIST:
      g_assert_null (chatty_chat_list_models (CHATTY_CHAT (fixture->connector), NULL, error));
      break;
    case CALL_TALK:
      session = chatty_chat_open (CHATTY_CHAT (fixture->connector), NULL, NULL, NULL, error);
      g_assert_false (chatty_chat_send (CHATTY_CHAT (fixture->connector), session, &message, reply,
                                        NULL, error));
      break;
    case CALL_SPEAK:
    default:
      g_assert_false (chatty_speech_speak (CHATTY_SPEECH (fixture->connector), &wanted, reply, NULL,
                                           error));
    }
}

/* Words for people: whole, in one line, and nobody's key. */
static void
check_words (const char *words)
{
  g_assert_nonnull (words);
  g_assert_cmpuint (strlen (words), >, 10);
  g_assert_cmpuint (strlen (words), <, 600);
  g_assert_true (g_utf8_validate (words, -1, NULL));
  g_assert_null (strpbrk (words, "\r\n"));
  g_assert_null (strstr (words, "anary4f1c"));
  g_assert_null (strstr (words, "AQ."));
  g_assert_null (strstr (words, "ya29"));
}

typedef struct {
  const char        *status;     /* of HTTP */
  const char        *name;
  const char        *message;
  const char        *details;    /* of the list; "" for none */
  ChattyVerdictKind  verdict;
  int                code;       /* of the error of a call */
  gboolean           again;      /* another attempt might help */
  guint              wait;       /* seconds that a person is told; 0 for none */
  const char        *words;      /* in what a person is told */
  const char        *more;       /* and this, the remedy */
} Row;

static const Row rows[] = {
  { "400 Bad Request", "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.",
    REASON ("API_KEY_INVALID") "," TYPE "LocalizedMessage\",\"locale\":\"en-US\",\"message\":\"m\"}",
    CHATTY_VERDICT_REFUSED, CHATTY_ERROR_SIGN_IN_NEEDED, FALSE, 0, "does not accept the key",
    "Copy it again" },
  { "400 Bad Request", "INVALID_ARGUMENT", "API key expired. Please renew the API key.",
    REASON ("API_KEY_INVALID"),
    CHATTY_VERDICT_REFUSED, CHATTY_ERROR_SIGN_IN_NEEDED, FALSE, 0, "has expired", "Make a new one" },
  { "403 Forbidden", "PERMISSION_DENIED", "Method doesn't allow unregistered callers (callers "
    "without established identity).", "",
    CHATTY_VERDICT_REFUSED, CHATTY_ERROR_SIGN_IN_NEEDED, FALSE, 0, "neither a key nor a sign-in",
    "Sign in again" },
  { "403 Forbidden", "PERMISSION_DENIED", "Your API key was reported as leaked. Please use another "
    "API key.", "",
    CHATTY_VERDICT_REFUSED, CHATTY_ERROR_SIGN_IN_NEEDED, FALSE, 0, "found in public",
    "Make a new one" },
  { "403 Forbidden", "PERMISSION_DENIED", "Requests to this API are blocked.",
    REASON ("API_KEY_SERVICE_BLOCKED"),
    CHATTY_VERDICT_LIMITED, CHATTY_ERROR_FORBIDDEN, FALSE, 0, "may not be used for Gemini",
    "allow the Generative Language API" },
  { "403 Forbidden", "PERMISSION_DENIED", "Generative Language API has not been used in project 1 "
    "before or it is disabled.", REASON ("SERVICE_DISABLED") "," HELP,
    CHATTY_VERDICT_LIMITED, CHATTY_ERROR_FORBIDDEN, FALSE, 0, "switched off",
    "Switch on the Generative Language API" },
  { "403 Forbidden", "PERMISSION_DENIED", "The API requires a quota project, which is not set by "
    "default.", "",
    CHATTY_VERDICT_LIMITED, CHATTY_ERROR_FORBIDDEN, FALSE, 0, "switched off", "name another project" },
  { "401 Unauthorized", "UNAUTHENTICATED", "Request had invalid authentication credentials.",
    REASON ("ACCESS_TOKEN_TYPE_UNSUPPORTED"),
    CHATTY_VERDICT_REFUSED, CHATTY_ERROR_SIGN_IN_NEEDED, FALSE, 0, "does not take this key",
    "Make a new key" },
  { "401 Unauthorized", "UNAUTHENTICATED", "Request had invalid authentication credentials.",
    REASON ("ACCESS_TOKEN_EXPIRED"),
    CHATTY_VERDICT_REFUSED, CHATTY_ERROR_SIGN_IN_NEEDED, FALSE, 0, "any more", "Sign in again" },
  { "403 Forbidden", "PERMISSION_DENIED", "Request had insufficient authentication scopes.",
    REASON ("ACCESS_TOKEN_SCOPE_INSUFFICIENT"),
    CHATTY_VERDICT_LIMITED, CHATTY_ERROR_FORBIDDEN, FALSE, 0, "did not allow this: “Talk with Gemini",
    "Sign in again" },
  { "403 Forbidden", "PERMISSION_DENIED", "Caller does not have required permission to use project x.",
    REASON ("USER_PROJECT_DENIED"),
    CHATTY_VERDICT_LIMITED, CHATTY_ERROR_FORBIDDEN, FALSE, 0, "may not use the project",
    "Name another one" },
  { "403 Forbidden", "PERMISSION_DENIED", "Permission denied on resource.",
    REASON ("IAM_PERMISSION_DENIED"),
    CHATTY_VERDICT_LIMITED, CHATTY_ERROR_FORBIDDEN, FALSE, 0, "may not do this",
    "a key of your own project" },
  { "400 Bad Request", "FAILED_PRECONDITION", "User location is not supported for the API use.", "",
    CHATTY_VERDICT_LIMITED, CHATTY_ERROR_FORBIDDEN, FALSE, 0, "not in this country", "billing" },
  { "400 Bad Request", "FAILED_PRECONDITION", "Gemini API free tier is not available in your "
    "country. Please enable billing on your project in Google AI Studio.", "",
    CHATTY_VERDICT_NO_CREDIT, CHATTY_ERROR_FORBIDDEN, FALSE, 0, "without payment",
    "Set up billing" },
  { "429 Too Many Requests", "RESOURCE_EXHAUSTED", "You exceeded your current quota, please check "
    "your plan and billing details. limit: 15, model: gemini-9-flash",
    QUOTA (MINUTE, "15") "," HELP "," RETRY ("23s"),
    CHATTY_VERDICT_RATE_LIMITED, CHATTY_ERROR_RATE_LIMITED, FALSE, 23, "too many calls",
    "in 23 seconds" },
  { "429 Too Many Requests", "RESOURCE_EXHAUSTED", "You exceeded your current quota. limit: 15",
    QUOTA (MINUTE, "15") "," RETRY ("23.4s"),
    CHATTY_VERDICT_RATE_LIMITED, CHATTY_ERROR_RATE_LIMITED, FALSE, 24, "too many calls",
    "in 24 seconds" },
  { "429 Too Many Requests", "RESOURCE_EXHAUSTED", "Resource has been exhausted.", "",
    CHATTY_VERDICT_RATE_LIMITED, CHATTY_ERROR_RATE_LIMITED, TRUE, 0, "too many calls",
    "in a minute" },
  /* Google asks to wait half a minute for the next two, which is of no use. */
  { "429 Too Many Requests", "RESOURCE_EXHAUSTED", "You exceeded your current quota, please check "
    "your plan and billing details. limit: 200, model: gemini-9-flash",
    QUOTA (DAY, "200") "," HELP "," RETRY ("0.001s"),
    CHATTY_VERDICT_NO_CREDIT, CHATTY_ERROR_QUOTA, FALSE, G_MAXUINT, "in a day is used up",
    "counts anew at " },
  { "429 Too Many Requests", "RESOURCE_EXHAUSTED", "Quota exceeded for metric: x, limit: 0",
    QUOTA (DAY, "0") "," RETRY ("0.001s"),
    CHATTY_VERDICT_LIMITED, CHATTY_ERROR_FORBIDDEN, FALSE, 0, "does not have this model",
    "Choose another one" },
  { "500 Internal Server Error", "INTERNAL", "An internal error has occurred.", "",
    CHATTY_VERDICT_SERVER_TROUBLE, CHATTY_ERROR_SERVER, TRUE, 0, "trouble of its own",
    "Try again later" },
  { "503 Service Unavailable", "UNAVAILABLE", "The model is overloaded.", "",
    CHATTY_VERDICT_SERVER_TROUBLE, CHATTY_ERROR_SERVER, TRUE, 0, "too much to do",
    "choose another model" },
  { "504 Gateway Timeout", "DEADLINE_EXCEEDED", "Deadline expired before operation could complete.",
    "", CHATTY_VERDICT_SERVER_TROUBLE, CHATTY_ERROR_TIMED_OUT, TRUE, 0, "took too long",
    "Try again" },
  { "404 Not Found", "NOT_FOUND", "models/gemini-9 is not found for API version v1beta.", "",
    CHATTY_VERDICT_SERVER_TROUBLE, CHATTY_ERROR_NOT_FOUND, FALSE, 0, "does not have",
    "Choose another one" },
  { "409 Conflict", "ABORTED", "m", "",
    CHATTY_VERDICT_SERVER_TROUBLE, CHATTY_ERROR_CONFLICT, FALSE, 0, "in the meantime", "Look again" },
  { "501 Not Implemented", "UNIMPLEMENTED", "m", "",
    CHATTY_VERDICT_SERVER_TROUBLE, CHATTY_ERROR_UNSUPPORTED, FALSE, 0, "cannot do this", "" },
  { "400 Bad Request", "OUT_OF_RANGE", "topK is too large", "",
    CHATTY_VERDICT_SERVER_TROUBLE, CHATTY_ERROR_INVALID_DATA, FALSE, 0, "did not understand",
    "topK is too large" },
};

/* @shape: bare, in a list, with blanks around it */
static char *
make_body (const Row *row,
           guint      shape)
{
  static const char *const forms[] = { "%s", "[%s\n]\n", "[%s,\n{\"error\":{\"code\":500}}]", " \n%s" };
  guint code = (guint) g_ascii_strtoull (row->status, NULL, 10);
  g_autofree char *error =
    g_strdup_printf ("{\n  \"error\": {\"code\":%u,\"message\":\"%s " KEY " " OTHERS "\","
                     "\"status\":\"%s\"%s%s%s}\n}", code, row->message, row->name,
                     *row->details != '\0' ? ",\"details\":[" : "", row->details,
                     *row->details != '\0' ? "]" : "");
  g_auto (GStrv) parts = g_strsplit (forms[shape], "%s", 2);

  return g_strconcat (parts[0], error, parts[1], NULL);
}

#define N_SHAPES 4

static void
check_wait (guint    told,
            guint    wanted,
            gint64   before,
            gint64   after)
{
  if (wanted != G_MAXUINT)
    {
      g_assert_cmpuint (told, ==, wanted);
      return;
    }
  /* Until midnight of the Pacific coast. */
  g_assert_cmpint (told, >=, (chatty_gemini_next_day (before) - after) / G_USEC_PER_SEC);
  g_assert_cmpint (told, <=, (chatty_gemini_next_day (after) - before) / G_USEC_PER_SEC + 1);
}

static void
test_verdicts (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows) * N_SHAPES; i++)
    {
      const Row *row = &rows[i / N_SHAPES];
      g_autofree char *body = make_body (row, i % N_SHAPES);
      Answer answer = { row->status, JSON, body };
      g_auto (Fixture) fixture = { NULL };
      g_autoptr (ChattyVerdict) verdict = NULL;
      g_autoptr (GError) error = NULL;

      fixture_init (&fixture, &answer, 5 * G_USEC_PER_SEC);
      verdict = chatty_connector_test (fixture.connector, NULL, &error);
      g_assert_no_error (error);
      g_test_message ("%s %s: %s", row->status, row->name, verdict->detail);
      g_assert_cmpint (verdict->kind, ==, row->verdict);
      g_assert_cmpuint (verdict->wait_seconds, ==,
                        row->verdict == CHATTY_VERDICT_RATE_LIMITED ? row->wait : 0);
      check_words (verdict->detail);
      g_assert_nonnull (strstr (verdict->detail, row->words));
      g_assert_nonnull (strstr (verdict->detail, row->more));
      /* Whoever waits for a verdict gets it at once. */
      g_assert_cmpuint (net_server_get_count (fixture.server, LIST), ==, 1);
    }
}

static void
test_calls (void)
{
  /* Bare, and in a list. */
  for (guint i = 0; i < G_N_ELEMENTS (rows) * 2; i++)
    for (Call call = 0; call < N_CALLS; call++)
      {
        const Row *row = &rows[i / 2];
        g_autofree char *body = make_body (row, i % 2);
        Answer answer = { row->status, JSON, body };
        g_auto (Fixture) fixture = { NULL };
        g_autoptr (GError) error = NULL;
        gint64 before = g_get_real_time ();

        fixture_init (&fixture, &answer, G_USEC_PER_SEC);
        run (&fixture, call, &error);
        g_test_message ("%s, %s: %s", row->status, paths[call], error->message);
        g_assert_error (error, CHATTY_ERROR, row->code);
        check_words (error->message);
        g_assert_nonnull (strstr (error->message, row->words));
        g_assert_nonnull (strstr (error->message, row->more));
        check_wait (chatty_error_get_wait (error), row->wait, before, g_get_real_time ());
        g_assert_cmpuint (net_server_get_count (fixture.server, paths[call]), ==,
                          row->again && call != CALL_TALK ? 2 : 1);
      }
}

/* What the platform asks for is waited for where it is short, to the fraction. */
static void
test_short_wait (void)
{
  static const Row row = {
    "429 Too Many Requests", "RESOURCE_EXHAUSTED", "limit: 15", QUOTA (MINUTE, "15") "," RETRY ("0.5s"),
    CHATTY_VERDICT_RATE_LIMITED, CHATTY_ERROR_RATE_LIMITED, TRUE, 1, "too many calls", "in 1 second",
  };

  for (guint shape = 0; shape < N_SHAPES; shape++)
    {
      g_autofree char *body = make_body (&row, shape);
      Answer answer = { row.status, JSON, body };
      g_auto (Fixture) fixture = { NULL };
      g_autoptr (GError) error = NULL;
      gint64 began = g_get_monotonic_time ();

      fixture_init (&fixture, &answer, 5 * G_USEC_PER_SEC);
      run (&fixture, CALL_LIST, &error);
      g_assert_cmpint (g_get_monotonic_time () - began, >=, G_USEC_PER_SEC / 2);
      g_assert_error (error, CHATTY_ERROR, row.code);
      g_assert_nonnull (strstr (error->message, row.more));
      g_assert_cmpuint (chatty_error_get_wait (error), ==, row.wait);
      g_assert_cmpuint (net_server_get_count (fixture.server, LIST), ==, 2);
    }
}

/* What is no error of Gemini's, or one with anything in it. */
static void
test_odd (void)
{
  static const struct {
    Answer             answer;
    ChattyVerdictKind  verdict;
    int                code;
  } cases[] = {
    { { "400 Bad Request", JSON, "" }, CHATTY_VERDICT_SERVER_TROUBLE, CHATTY_ERROR_INVALID_DATA },
    { { "401 Unauthorized", "", "" }, CHATTY_VERDICT_REFUSED, CHATTY_ERROR_SIGN_IN_NEEDED },
    { { "401 Unauthorized", HTML, "<html>" KEY "</html>" }, CHATTY_VERDICT_UNREACHABLE,
      CHATTY_ERROR_SIGN_IN_NEEDED },
    { { "403 Forbidden", "", "" }, CHATTY_VERDICT_UNREACHABLE, CHATTY_ERROR_FORBIDDEN },
    { { "403 Forbidden", HTML, "<html>Proxy " KEY "</html>" }, CHATTY_VERDICT_UNREACHABLE,
      CHATTY_ERROR_FORBIDDEN },
    { { "403 Forbidden", JSON, "{\"error\":\"" KEY "\"}" }, CHATTY_VERDICT_UNREACHABLE,
      CHATTY_ERROR_FORBIDDEN },
    { { "429 Too Many Requests", HTML, "<html>slow</html>" }, CHATTY_VERDICT_UNREACHABLE,
      CHATTY_ERROR_RATE_LIMITED },
    { { "429 Too Many Requests", JSON, "{\"error\":{\"code\":\"429\",\"message\":[1],\"status\":7,"
        "\"details\":{\"@type\":1}}}" }, CHATTY_VERDICT_RATE_LIMITED, CHATTY_ERROR_RATE_LIMITED },
    { { "429 Too Many Requests", JSON, "{\"error\":{\"status\":\"RESOURCE_EXHAUSTED\",\"details\":["
        "null,7,\"x\",[],{\"@type\":null}," TYPE "RetryInfo\",\"retryDelay\":{\"seconds\":5}},"
        TYPE "QuotaFailure\",\"violations\":[null,{\"quotaId\":5,\"quotaValue\":{}}]}]}}" },
      CHATTY_VERDICT_RATE_LIMITED, CHATTY_ERROR_RATE_LIMITED },
    { { "429 Too Many Requests", JSON, "{\"error\":{\"status\":\"RESOURCE_EXHAUSTED\",\"details\":["
        TYPE "RetryInfo\",\"retryDelay\":\"-5s\"}]}}" },
      CHATTY_VERDICT_RATE_LIMITED, CHATTY_ERROR_RATE_LIMITED },
    { { "500 Internal Server Error", HTML, "<html>oops</html>" }, CHATTY_VERDICT_UNREACHABLE,
      CHATTY_ERROR_SERVER },
    { { "500 Internal Server Error", JSON, "{\"error\":null}" }, CHATTY_VERDICT_SERVER_TROUBLE,
      CHATTY_ERROR_SERVER },
    { { "503 Service Unavailable", "", "" }, CHATTY_VERDICT_SERVER_TROUBLE, CHATTY_ERROR_SERVER },
    { { "400 Bad Request", JSON, "[]" }, CHATTY_VERDICT_SERVER_TROUBLE, CHATTY_ERROR_INVALID_DATA },
    { { "400 Bad Request", JSON, "[[{\"error\":{}}]]" }, CHATTY_VERDICT_SERVER_TROUBLE,
      CHATTY_ERROR_INVALID_DATA },
    { { "400 Bad Request", JSON, "{\"error\":{\"message\":{\"a\":1},\"status\":[],\"code\":-1}}" },
      CHATTY_VERDICT_SERVER_TROUBLE, CHATTY_ERROR_INVALID_DATA },
    { { "400 Bad Request", JSON, "{\"error\":{\"code\":400,\"status\":\"INVALID_ARGUMENT\",\"message\":"
        "\"line\\n\\u0000\\u202e\\ud800 " KEY "\"}}" },
      CHATTY_VERDICT_SERVER_TROUBLE, CHATTY_ERROR_INVALID_DATA },
    { { "200 OK", JSON, "{\"error\":{\"code\":403,\"status\":\"PERMISSION_DENIED\",\"message\":\"m\"}}" },
      CHATTY_VERDICT_LIMITED, CHATTY_ERROR_FORBIDDEN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint k = 0; k <= N_CALLS; k++)
      {
        g_auto (Fixture) fixture = { NULL };
        g_autoptr (ChattyVerdict) verdict = NULL;
        g_autoptr (GError) error = NULL;

        fixture_init (&fixture, &cases[i].answer, 100000);
        if (k < N_CALLS)
          {
            run (&fixture, k, &error);
            g_test_message ("%u, %s, %s: %s", i, cases[i].answer.status, paths[k], error->message);
            g_assert_error (error, CHATTY_ERROR, cases[i].code);
            check_words (error->message);
            continue;
          }
        verdict = chatty_connector_test (fixture.connector, NULL, &error);
        g_assert_no_error (error);
        g_test_message ("%u, %s: %s", i, cases[i].answer.status, verdict->detail);
        g_assert_cmpint (verdict->kind, ==, cases[i].verdict);
        if (verdict->detail != NULL)
          check_words (verdict->detail);
      }
}

/* Too deep, and too long: no more is read of it than can be an error. */
static void
test_bombs (void)
{
  g_autofree char *brackets = g_strnfill (100000, '[');
  g_autofree char *letters = g_strnfill (400000, 'a');
  g_autofree char *deep = g_strdup_printf ("{\"error\":{\"details\":%s", brackets);
  g_autofree char *large = g_strdup_printf ("{\"error\":{\"status\":\"INVALID_ARGUMENT\",\"message\":"
                                            "\"%s\"}}", letters);
  g_autofree char *words = g_strdup_printf ("{\"error\":{\"status\":\"INVALID_ARGUMENT\",\"message\":"
                                            "\"%.100000s\"}}", letters);
  const char *const bodies[] = { deep, large, words };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    for (Call call = 0; call < N_CALLS; call++)
      {
        Answer answer = { "400 Bad Request", JSON, bodies[i] };
        g_auto (Fixture) fixture = { NULL };
        g_autoptr (GError) error = NULL;

        fixture_init (&fixture, &answer, 100000);
        run (&fixture, call, &error);
        g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
        check_words (error->message);
      }
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/gemini/errors/verdicts", test_verdicts);
  g_test_add_func ("/gemini/errors/calls", test_calls);
  g_test_add_func ("/gemini/errors/short-wait", test_short_wait);
  g_test_add_func ("/gemini/errors/odd", test_odd);
  g_test_add_func ("/gemini/errors/bombs", test_bombs);
  return g_test_run ();
}
