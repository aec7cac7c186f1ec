/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* What the platform refuses, and in which shape. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include <string.h>

#include "sim-client.h"

#define API  CHATTY_SIMULATOR_CONVAI_API
#define LIVE CHATTY_SIMULATOR_CONVAI_LIVE

typedef enum { AS_JSON, AS_FORM, AS_MULTIPART, AS_LIVE } Encoding;

/* One field each: a name, a value. ID stands for a character's id. */
typedef struct {
  const char *path;
  Encoding    encoding;
  const char *key;
  const char *body;         /* JSON, a form, or the one multipart field NAME=VALUE */
  guint       status;
  const char *at;
  const char *expected;     /* the beginning of it */
} Refusal;

#define DATABASE "INTERNAL SERVER ERROR, one or more database calls failed!"
#define KB       "/character/knowledge-bank/"
#define NO_UUID  "00000000-0000-4000-a000-000000000000"

static const Refusal REFUSALS[] = {
  /* Keys: the member depends on the endpoint, the status on what is wrong. */
  { "/character/create", AS_JSON, "wrong", "{}", 401, "API_ERROR", "Invalid API key provided." },
  { "/character/create", AS_JSON, NULL, "{}", 401, "API_ERROR", "api_key not found." },
  { "/character/generate-backstory", AS_FORM, "wrong", "a=b", 401, "ERROR",
    "Invalid API key provided." },
  { "/character/chatHistory/list", AS_JSON, "wrong", "{}", 401, "ERROR",
    "Invalid API key provided." },
  { "/character/list", AS_JSON, NULL, NULL, 400, "ERROR", "api_key not found." },
  { "/character/list", AS_JSON, "wrong", NULL, 401, "ERROR", "Invalid API key provided." },
  { "/connect/stream", AS_LIVE, "wrong", "a=b", 401, "detail", "Invalid API key provided." },
  { "/user/referral-source-status", AS_JSON, "wrong", NULL, 401, "ERROR", "Invalid" },

  /* Plans. */
  { KB "list", AS_FORM, POOR_KEY, "character_id=ID", 403, "API_ERROR",
    "This feature needs the Enterprise plan." },
  { "/tts/", AS_JSON, POOR_KEY, "{}", 403, "API_ERROR", "This feature needs the Enterprise plan." },
  { "/character/chatHistory/list", AS_JSON, POOR_KEY, "{}", 403, "ERROR",
    "This feature needs the Scale plan." },
  { "/character/chatHistory/delete", AS_JSON, GOOD_KEY, "{}", 403, "ERROR", "This feature" },

  /* Characters. */
  { "/character/get", AS_JSON, GOOD_KEY, "{\"charID\": \"no\"}", 400, "ERROR", DATABASE },
  { "/character/get", AS_JSON, POOR_KEY, "{\"charID\": \"ID\"}", 400, "ERROR", DATABASE },
  { "/character/delete", AS_JSON, POOR_KEY, "{\"charID\": \"ID\"}", 400, "ERROR", DATABASE },
  { "/user/clone_character", AS_JSON, GOOD_KEY, "{\"charID\": \"ID\", \"KB\": \"True\"}", 400,
    "API_ERROR", "KB is a boolean." },
  { "/character/create", AS_JSON, GOOD_KEY,
    "{\"charName\": \"A\", \"voiceType\": \"no voice\", \"backstory\": \"b\"}", 400,
    "INTERNAL_ERROR", "Error in creating the character." },
  { "/character/create", AS_JSON, GOOD_KEY, "{\"voiceType\": \"MALE\", \"backstory\": \"b\"}", 400,
    "INTERNAL_ERROR", "Error in creating the character." },
  { "/character/update", AS_JSON, GOOD_KEY, "{\"charID\": \"no\"}", 400, "ERROR",
    "Details could not be fetched" },
  { "/character/update", AS_JSON, GOOD_KEY,
    "{\"charID\": \"ID\", \"languageCodes\": [\"de-DE\", \"ar\", \"en-US\", \"fr-FR\", \"it-IT\"]}",
    400, "ERROR", "`all_characters` could not be updated." },
  { "/character/update", AS_JSON, GOOD_KEY, "{\"charID\": \"ID\", \"charName\": 7}", 400, "ERROR",
    "`all_characters` could not be updated." },
  { "/character/update", AS_JSON, GOOD_KEY, "{\"charID\": \"ID\", \"temperature\": 2}", 400,
    "ERROR", "`all_characters` could not be updated." },
  { "/character/update", AS_JSON, GOOD_KEY,
    "{\"charID\": \"ID\", \"reasoning_effort\": \"x\"}", 400, "ERROR",
    "Invalid reasoning_effort 'x' for model 'gpt-oss-120b'. Supported values: " },
  { "/character/update", AS_JSON, GOOD_KEY,
    "{\"charID\": \"ID\", \"docs\": [{\"id\": \"no\", \"status\": \"active\"}]}",
    400, "ERROR", "`all_characters` could not be updated." },

  /* Encodings. */
  { "/character/get", AS_FORM, GOOD_KEY, "charID=ID", 400, "API_ERROR", "The content type" },
  { "/character/getResponse", AS_JSON, GOOD_KEY, "{\"charID\": \"ID\"}", 400, "ERROR",
    "The content type" },
  { "/character/generate-backstory", AS_JSON, GOOD_KEY, "{}", 400, "ERROR", "The content type" },
  { KB "upload", AS_FORM, GOOD_KEY, "file_name=a", 400, "API_ERROR", "The content type" },
  { "/connect/stream", AS_JSON, GOOD_KEY, "{}", 404, NULL, "" },
  { "/character/get", AS_JSON, GOOD_KEY, "{\"charID\"", 400, "API_ERROR",
    "The request cannot be read: the body is not JSON." },
  { "/character/get", AS_JSON, GOOD_KEY, "[]", 400, "API_ERROR",
    "The request cannot be read: the body is not a JSON object." },

  /* Talk. */
  { "/character/getResponse", AS_FORM, GOOD_KEY, "charID=ID&userText=a", 400, "ERROR",
    "sessionID is missing." },
  { "/character/getResponse", AS_FORM, GOOD_KEY, "charID=ID&sessionID=-1", 400, "ERROR",
    "Expecting only one; either an audio file or user's query as a string" },
  { "/character/getResponse", AS_FORM, GOOD_KEY,
    "charID=ID&sessionID=-1&userText=a&voiceResponse=true", 400, "ERROR", "voiceResponse" },
  { "/character/getResponse", AS_FORM, GOOD_KEY, "charID=no&sessionID=-1&userText=a", 404, "text",
    "process_failure, error: " },
  { "/character/getResponse", AS_FORM, GOOD_KEY,
    "charID=ID&sessionID=0123456789abcdef0123456789abcdef&userText=a", 404, "text",
    "process_failure, error: session" },
  { "/character/getResponse", AS_FORM, GOOD_KEY,
    "charID=ID&sessionID=-1&userText=a&objects=%5B%7B%22name%22%3A%22a%3Bb%22%7D%5D", 400, "ERROR",
    "objects" },

  /* Knowledge. */
  { KB "list", AS_FORM, GOOD_KEY, "a=b", 400, "API_ERROR", "character_id is missing." },
  { KB "delete", AS_FORM, GOOD_KEY, "document_id=no", 400, "API_ERROR", "Document not found." },
  { KB "upload", AS_MULTIPART, GOOD_KEY, "file_name=a.txt", 400, "API_ERROR", "file is missing." },
  { KB "upload", AS_MULTIPART, GOOD_KEY, "@file=abc", 400, "API_ERROR", "file_name is missing." },

  /* History: a number in a string. */
  { "/character/chatHistory/list", AS_JSON, GOOD_KEY, "{\"charID\": \"ID\", \"limit\": -1}", 400,
    "ERROR", "limit must be a string." },
  { "/character/chatHistory/details", AS_JSON, GOOD_KEY, "{\"charID\": \"ID\"}", 400, "ERROR",
    "The session was not found." },

  /* The live host. */
  { "/connect/stream", AS_LIVE, GOOD_KEY, "character_id=ID", 422, "detail.0.loc.1", "text_input" },
  { "/connect/stream", AS_LIVE, GOOD_KEY, "character_id=7", 422, "detail.0.type", "uuid_parsing" },
  { "/connect/stream", AS_LIVE, GOOD_KEY, "text_input=a", 422, "detail.0.msg", "Field required" },

  /* Paths. */
  { "/character/get/", AS_JSON, GOOD_KEY, "{}", 404, NULL, "" },
  { "/nothing", AS_JSON, GOOD_KEY, "{}", 404, NULL, "" },
};

static Answer *
send_one (Client        *client,
          const Refusal *refusal)
{
  g_autofree char *body = NULL;
  g_auto (GStrv) field = NULL;

  /* "charID" and the like keep theirs. */
  if (refusal->body != NULL)
    {
      g_autoptr (GString) text = g_string_new (refusal->body);

      g_string_replace (text, "=ID", "=@@", 0);
      g_string_replace (text, "\"ID\"", "\"@@\"", 0);
      g_string_replace (text, "@@", client->character, 0);
      body = g_strdup (text->str);
    }
  switch (refusal->encoding)
    {
    case AS_JSON:
      return client_json (client, refusal->key, refusal->path, body);
    case AS_FORM:
      return client_form (client, refusal->key, refusal->path, body);
    case AS_MULTIPART:
    case AS_LIVE:
    default:
      field = g_strsplit (body, "=", 2);
      return client_multipart (client, refusal->encoding == AS_LIVE ? LIVE : API, refusal->key,
                               refusal->path, field[0], field[1], NULL);
    }
}

static void
test_table (void)
{
  g_autoptr (Client) client = client_new ();

  for (guint i = 0; i < G_N_ELEMENTS (REFUSALS); i++)
    {
      const Refusal *refusal = &REFUSALS[i];
      g_autoptr (Answer) answer = send_one (client, refusal);
      g_autofree char *value = refusal->at != NULL ? answer_at (answer, refusal->at) : NULL;

      g_test_message ("%s %s: %u %s", refusal->path, refusal->body, answer->status, answer->text);
      g_assert_cmpuint (answer->status, ==, refusal->status);
      if (refusal->at != NULL)
        {
          g_assert_nonnull (value);
          g_assert_true (g_str_has_prefix (value, refusal->expected));
        }
    }
  /* None of it has changed anything. */
  g_assert_cmpuint (chatty_simulator_count_characters (client->sim), ==, 1);
  g_assert_cmpuint (chatty_simulator_count_documents (client->sim), ==, 0);
  g_assert_cmpuint (chatty_simulator_count_sessions (client->sim), ==, 0);
}

static void
test_headers (void)
{
  g_autoptr (Client) client = client_new ();
  g_autoptr (Answer) bearer = client_send (client, API, "POST", "/character/list",
                                           "Authorization: Bearer " GOOD_KEY "\n", NULL, NULL, 0);
  g_autoptr (Answer) both = client_send (client, API, "POST", "/character/list",
                                         "Authorization: Bearer x\nCONVAI-API-KEY: " GOOD_KEY "\n",
                                         NULL, NULL, 0);
  g_autoptr (Answer) other = client_send (client, API, "POST", "/character/list",
                                          "X-API-Key: " GOOD_KEY "\n", NULL, NULL, 0);
  g_autoptr (Answer) live = client_send (client, LIVE, "POST", "/connect",
                                         "CONVAI-API-KEY: " GOOD_KEY "\n",
                                         "application/json", "{}", -1);
  g_autoptr (Answer) get = client_send (client, API, "GET", "/character/list",
                                        "CONVAI-API-KEY: " GOOD_KEY "\n", NULL, NULL, 0);
  g_autoptr (Answer) accept = client_send (client, API, "POST", "/character/generate-backstory",
                                           "CONVAI-API-KEY: " GOOD_KEY "\nAccept: text/html\n",
                                           "application/x-www-form-urlencoded",
                                           "inputText=a&charName=b", -1);

  assert_status (bearer, 401);
  assert_status (both, 401);
  assert_status (other, 400);
  assert_status (live, 401);
  assert_status (get, 405);
  assert_status (accept, 400);
}

static void
test_live_sessions (void)
{
  g_autoptr (Client) client = client_new ();
  g_autofree char *session = chatty_simulator_add_session (client->sim, client->character, 1);
  const char *ids[] = { "-1", NO_UUID, session };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (Answer) answer =
        client_multipart (client, LIVE, GOOD_KEY, "/connect/stream",
                          "character_id", client->character, "text_input", "a",
                          "character_session_id", ids[i], NULL);

      assert_status (answer, 400);
      assert_at (answer, "detail", "Invalid character_session_id");
    }
  {
    g_autoptr (Answer) answer =
      client_multipart (client, LIVE, GOOD_KEY, "/connect/stream",
                        "character_id", NO_UUID, "text_input", "a", NULL);

    assert_status (answer, 404);
    assert_at (answer, "detail", "Character not found or doesn't belong to user");
  }
}

static void
test_expired (void)
{
  g_autoptr (Client) client = client_new ();
  g_autofree char *session = chatty_simulator_add_session (client->sim, client->character, 1);
  g_autoptr (Answer) before = NULL;
  g_autoptr (Answer) after = NULL;

  before = client_multipart (client, API, GOOD_KEY, "/character/getResponse",
                             "charID", client->character, "sessionID", session,
                             "userText", "a", NULL);
  assert_status (before, 200);
  chatty_simulator_expire_sessions (client->sim);
  after = client_multipart (client, API, GOOD_KEY, "/character/getResponse",
                            "charID", client->character, "sessionID", session,
                            "userText", "a", NULL);
  assert_status (after, 404);
  assert_at (after, "text", "process_failure, error: session not found");
}

static void
test_quota (void)
{
  g_autoptr (Client) client = client_new ();
  g_autoptr (Answer) answer = NULL;
  g_autoptr (Answer) usage = NULL;
  g_autofree char *text = NULL;

  chatty_simulator_set_usage (client->sim, GOOD_KEY, 100, 100);
  answer = client_multipart (client, API, GOOD_KEY, "/character/getResponse",
                             "charID", client->character, "sessionID", "-1",
                             "userText", "a", NULL);
  assert_status (answer, 403);
  text = answer_at (answer, "ERROR");
  g_assert_true (g_str_has_prefix (text, "Usage limit reached"));
  usage = client_json (client, GOOD_KEY, "/user/user-api-usage", "{}");
  assert_at (usage, "usage_v2.metrics.0.usage_details.0.usage", "100");
}

static void
test_deep_request (void)
{
  g_autoptr (Client) client = client_new ();
  g_autofree char *deep = g_strnfill (100000, '[');
  g_autofree char *body = g_strconcat ("{\"charID\": ", deep, NULL);
  g_autoptr (Answer) answer = client_json (client, GOOD_KEY, "/character/get", body);

  assert_status (answer, 400);
  assert_at (answer, "API_ERROR", "The request cannot be read: the body is nested too deeply.");
}

static void
test_lenient (void)
{
  g_autoptr (Client) client = client_new ();
  g_autofree char *body =
    g_strdup_printf ("{\"charID\": \"%s\", \"sessionID\": \"-1\", \"userText\": \"a\"}",
                     client->character);
  g_autoptr (Answer) answer = NULL;

  chatty_simulator_set_lenient (client->sim, TRUE);
  answer = client_json (client, GOOD_KEY, "/character/getResponse", body);
  assert_status (answer, 200);
}

/* Which of the two spellings was sent is in the log. */
static void
test_notes (void)
{
  g_autoptr (Client) client = client_new ();
  g_autofree char *body =
    g_strdup_printf ("{\"charID\": \"%s\", \"action\": \"a\", \"actions\": \"b\"}",
                     client->character);
  g_autoptr (Answer) answer = client_json (client, GOOD_KEY, "/character/update", body);
  g_autoptr (GPtrArray) requests = chatty_simulator_dup_requests (client->sim);
  ChattySimulatorRequest *request;

  assert_status (answer, 200);
  g_assert_cmpuint (requests->len, ==, 1);
  request = g_ptr_array_index (requests, 0);
  g_assert_cmpstr (request->method, ==, "POST");
  g_assert_cmpstr (request->path, ==, "/character/update");
  g_assert_cmpstr (request->content_type, ==, "application/json");
  g_assert_cmpstr (request->notes, ==, "action\nactions\n");
  g_assert_cmpuint (request->status, ==, 200);
  g_assert_cmpuint (request->body_length, ==, strlen (body));
  {
    g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, body, -1);

    g_assert_cmpstr (request->body_sha256, ==, sum);
  }
  g_assert_true (chatty_simulator_received (client->sim, API, GOOD_KEY));
  g_assert_false (chatty_simulator_received (client->sim, LIVE, GOOD_KEY));
  g_assert_true (chatty_simulator_received (client->sim, API, "\"actions\": \"b\""));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/convai/refusals", test_table);
  g_test_add_func ("/convai/headers", test_headers);
  g_test_add_func ("/convai/live-sessions", test_live_sessions);
  g_test_add_func ("/convai/expired-session", test_expired);
  g_test_add_func ("/convai/quota", test_quota);
  g_test_add_func ("/convai/deep-request", test_deep_request);
  g_test_add_func ("/convai/lenient", test_lenient);
  g_test_add_func ("/convai/notes", test_notes);
  return g_test_run ();
}
