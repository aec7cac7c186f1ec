/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* The calls of the connector, against a server that says what each test wants.
 * What the platform is like as a whole the simulator plays, in tests/contract. */

#include "config.h"

#include <locale.h>
#include <string.h>

#include "chatty-chat.h"
#include "chatty-error.h"
#include "chatty-gemini.h"
#include "chatty-speech.h"
#include "net-server.h"

#define KEY "canary4f1c9b7e2d8a6053c1b9"
#define SECOND_KEY "second5a2d0c8f3e9b7164d2ca"

#define JSON "Content-Type: application/json\r\n"
#define HTML "Content-Type: text/html\r\n"
#define SSE "Content-Type: text/event-stream\r\n"

#define LIST "/v1beta/models"
#define TUNED "/v1beta/tunedModels"
#define TALK "/v1beta/models/gemini-9-flash:streamGenerateContent"
#define COUNT "/v1beta/models/gemini-9-flash:countTokens"
#define SPEAK "/v1beta/models/gemini-9-flash-tts:generateContent"

#define MODELS "{\"models\":[{\"name\":\"models/gemini-9-flash\",\"thinking\":true," \
  "\"inputTokenLimit\":2000000," \
  "\"supportedGenerationMethods\":[\"generateContent\"]},{\"name\":\"models/gemini-9-flash-tts\"," \
  "\"supportedGenerationMethods\":[\"generateContent\"]}]}"

typedef struct {
  const char *status;
  const char *headers;
  const char *body;
} Answer;

typedef struct {
  NetServer       *server;
  ChattyConnector *connector;
} Fixture;

static gboolean
answer_cb (NetRequest *request,
           gpointer    user_data)
{
  const Answer *answer = user_data;

  return net_reply (request, answer->status, answer->headers, answer->body);
}

static void
fixture_clear (Fixture *self)
{
  g_clear_object (&self->connector);
  g_clear_pointer (&self->server, net_server_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

static ChattyAuthorizer *
make_authorizer (const char *const *addresses,
                 const char        *key)
{
  g_autoptr (ChattySecret) secret = chatty_secret_new (key, -1);
  g_autoptr (GError) error = NULL;
  ChattyAuthorizer *authorizer =
    chatty_connector_info_create_key_authorizer (&chatty_gemini_info, addresses, secret, &error);

  g_assert_no_error (error);
  return authorizer;
}

static void
connect_fixture (Fixture    *self,
                 const char *second_key)
{
  ChattyHttpSettings settings = CHATTY_HTTP_SETTINGS_INIT;
  ChattyConnectorAccess access = { .http = &settings };
  g_autoptr (ChattyAuthorizer) authorizer = NULL;
  g_autoptr (ChattyAuthorizer) key = NULL;
  g_autoptr (GError) error = NULL;

  if (self->server == NULL)
    self->server = net_server_new (FALSE);
  settings.retry = (ChattyRetryPolicy) { 2, 2000, 10000, 100000 };
  settings.total_seconds = 10;
  access.addresses[0] = net_server_get_address (self->server);
  authorizer = make_authorizer (access.addresses, KEY);
  key = second_key != NULL ? make_authorizer (access.addresses, second_key) : NULL;
  access.authorizer = authorizer;
  access.key = key;
  self->connector = chatty_gemini_new (&access, &error);
  g_assert_no_error (error);
}

static void
on (Fixture      *self,
    const char   *path,
    const Answer *answer)
{
  net_server_on (self->server, path, answer_cb, (gpointer) answer);
}

/* The credential -------------------------------------------------------------------- */

static void
test_verdicts (void)
{
  static const struct {
    Answer             answer;
    ChattyVerdictKind  kind;
    guint              wait;
    const char        *detail;
  } cases[] = {
    { { "200 OK", JSON, MODELS }, CHATTY_VERDICT_WORKS, 0, NULL },
    { { "200 OK", JSON, "{}" }, CHATTY_VERDICT_WORKS, 0, NULL },
    { { "200 OK", HTML, "<html>Sign in to the hotel</html>" }, CHATTY_VERDICT_UNREACHABLE, 0,
      "not Gemini" },
    { { "403 Forbidden", HTML, "<html>Proxy</html>" }, CHATTY_VERDICT_UNREACHABLE, 0, "not Gemini" },
    { { "502 Bad Gateway", HTML, "<html>502</html>" }, CHATTY_VERDICT_UNREACHABLE, 0, "not Gemini" },
    { { "403 Forbidden", "", "" }, CHATTY_VERDICT_UNREACHABLE, 0, "not Gemini" },
    { { "200 OK", "Content-Type: text/plain\r\n", "hello" }, CHATTY_VERDICT_UNREACHABLE, 0,
      "not Gemini" },
    { { "400 Bad Request", JSON, "[{\"error\":{\"code\":400,\"message\":\"API key not valid\","
        "\"status\":\"INVALID_ARGUMENT\",\"details\":[{\"@type\":\"type.googleapis.com/google.rpc."
        "ErrorInfo\",\"reason\":\"API_KEY_INVALID\"}]}}]" },
      CHATTY_VERDICT_REFUSED, 0, "does not accept the key" },
    { { "403 Forbidden", JSON, "{\"error\":{\"code\":403,\"message\":\"m\",\"status\":"
        "\"PERMISSION_DENIED\",\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\","
        "\"reason\":\"SERVICE_DISABLED\"}]}}" },
      CHATTY_VERDICT_LIMITED, 0, "switched off" },
    { { "429 Too Many Requests", JSON, "{\"error\":{\"code\":429,\"message\":\"m\",\"status\":"
        "\"RESOURCE_EXHAUSTED\",\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\","
        "\"retryDelay\":\"41.2s\"}]}}" },
      CHATTY_VERDICT_RATE_LIMITED, 42, "42 seconds" },
    { { "429 Too Many Requests", JSON "Retry-After: 30\r\n", "{\"message\":\"slow\"}" },
      CHATTY_VERDICT_RATE_LIMITED, 30, NULL },
    { { "503 Service Unavailable", JSON, "{\"error\":{\"code\":503,\"message\":\"m\"}}" },
      CHATTY_VERDICT_SERVER_TROUBLE, 0, "too much to do" },
    { { "500 Internal Server Error", "", "" }, CHATTY_VERDICT_SERVER_TROUBLE, 0, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Fixture) fixture = { NULL };
      g_autoptr (ChattyVerdict) verdict = NULL;
      g_autoptr (GError) error = NULL;

      connect_fixture (&fixture, NULL);
      on (&fixture, LIST, &cases[i].answer);
      verdict = chatty_connector_test (fixture.connector, NULL, &error);
      g_assert_no_error (error);
      g_test_message ("%u: %s", i, verdict->detail != NULL ? verdict->detail : "-");
      g_assert_cmpint (verdict->kind, ==, cases[i].kind);
      g_assert_cmpuint (verdict->wait_seconds, ==, cases[i].wait);
      if (cases[i].detail != NULL)
        g_assert_nonnull (strstr (verdict->detail, cases[i].detail));
      g_assert_cmpuint (net_server_get_count (fixture.server, LIST), ==, 1);
      g_assert_true (net_server_received (fixture.server, "x-goog-api-key: " KEY));
      g_assert_true (net_server_received (fixture.server, LIST "?pageSize=1 "));
      g_assert_false (net_server_received (fixture.server, "key=" KEY));
    }
}

/* Models ---------------------------------------------------------------------------- */

/* The first page, and what comes after it. */
static gboolean
pages_cb (NetRequest *request,
          gpointer    user_data)
{
  const Answer *const *pages = user_data;

  return answer_cb (request, (gpointer) pages[strstr (request->path, "pageToken=a%2Fb") != NULL]);
}

static void
test_models (void)
{
  static const Answer first = { "200 OK", JSON,
    "{\"models\":[{\"name\":\"models/gemini-9-flash-lite\",\"supportedGenerationMethods\":"
    "[\"generateContent\"]}],\"nextPageToken\":\"a/b\"}" };
  static const Answer second = { "200 OK", JSON, MODELS };
  static const Answer tuned = { "200 OK", JSON,
    "{\"tunedModels\":[{\"name\":\"tunedModels/mine\",\"state\":\"ACTIVE\"}]}" };
  static const Answer denied = { "403 Forbidden", JSON, "{\"error\":{\"code\":403}}" };
  static const Answer endless = { "200 OK", JSON, "{\"models\":[],\"nextPageToken\":\"a/b\"}" };
  const Answer *pages[] = { &first, &second };
  g_auto (Fixture) fixture = { NULL };
  g_autoptr (GPtrArray) models = NULL;
  g_autoptr (GPtrArray) fewer = NULL;
  g_autoptr (GError) error = NULL;

  connect_fixture (&fixture, NULL);
  net_server_on (fixture.server, LIST, pages_cb, (gpointer) pages);
  on (&fixture, TUNED, &tuned);
  models = chatty_chat_list_models (CHATTY_CHAT (fixture.connector), NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (models->len, ==, 3);
  g_assert_cmpstr (((ChattyLanguageModel *) g_ptr_array_index (models, 0))->id, ==,
                   "gemini-9-flash");
  g_assert_cmpstr (((ChattyLanguageModel *) g_ptr_array_index (models, 2))->id, ==,
                   "tunedModels/mine");

  /* Tuned models are not missed. */
  on (&fixture, TUNED, &denied);
  fewer = chatty_chat_list_models (CHATTY_CHAT (fixture.connector), NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (fewer->len, ==, 2);

  pages[1] = &endless;
  g_assert_null (chatty_chat_list_models (CHATTY_CHAT (fixture.connector), NULL, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_SERVER);
}

/* Talk ------------------------------------------------------------------------------ */

static gboolean
talk (Fixture           *fixture,
      ChattyChatContext *context,
      ChattyReply       *reply,
      GError           **error)
{
  ChattyChatMessage message = { .text = "Hi", .context = context };
  g_autoptr (ChattyChatSession) session =
    chatty_chat_open (CHATTY_CHAT (fixture->connector), NULL, NULL, NULL, error);

  g_assert_no_error (*error);
  return chatty_chat_send (CHATTY_CHAT (fixture->connector), session, &message, reply, NULL,
                           error);
}

#define EVENT(parts, more) "data: {\"candidates\":[{\"content\":{\"parts\":[" parts "]}" more "}]}\r\n\r\n"

static void
test_answers (void)
{
  static const struct {
    Answer      answer;
    const char *text;
    int         code;      /* -1: none */
    const char *words;     /* of the notice or the error */
  } cases[] = {
    { { "200 OK", SSE, EVENT ("{\"text\":\"hm\",\"thought\":true}", "") EVENT ("{\"text\":\"Hel\"}", "")
        EVENT ("{\"text\":\"lo\"}", ",\"finishReason\":\"STOP\"") }, "Hello", -1, NULL },
    { { "200 OK", SSE, EVENT ("{\"text\":\"Hel\"}", ",\"finishReason\":\"MAX_TOKENS\"") }, "Hel", -1,
      "cut off at the longest" },
    { { "200 OK", SSE, EVENT ("{\"text\":\"Hel\"}", ",\"finishReason\":\"NEW_ONE\"") }, "Hel", -1,
      "NEW_ONE" },
    /* A list, where somebody on the way lost what was asked for. */
    { { "200 OK", JSON, "[{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]}}]},\n"
        "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"b\"}]},\"finishReason\":\"STOP\"}]}]" },
      "ab", -1, NULL },
    { { "200 OK", SSE, EVENT ("{\"text\":\"Hel\"}", "") }, "Hel", CHATTY_ERROR_SERVER,
      "broke off" },
    { { "200 OK", SSE, "" }, "", CHATTY_ERROR_SERVER, "broke off" },
    { { "200 OK", SSE, "data: {\"promptFeedback\":{\"blockReason\":\"SAFETY\"}}\n\n" }, "",
      CHATTY_ERROR_INVALID_DATA, "did not let the message through" },
    { { "200 OK", SSE, EVENT ("", ",\"finishReason\":\"SAFETY\"") }, "", CHATTY_ERROR_INVALID_DATA,
      "held the answer back" },
    { { "200 OK", SSE, EVENT ("{\"text\":\"hm\",\"thought\":true}", ",\"finishReason\":\"MAX_TOKENS\"") },
      "", CHATTY_ERROR_INVALID_DATA, "for thinking" },
    { { "200 OK", SSE, EVENT ("", ",\"finishReason\":\"STOP\"") }, "", CHATTY_ERROR_SERVER,
      "empty answer" },
    { { "200 OK", SSE, EVENT ("{\"text\":\"Hel\"}", "") "data: {\"error\":{\"code\":503,\"status\":"
        "\"UNAVAILABLE\",\"message\":\"m\"}}\n\n" }, "Hel", CHATTY_ERROR_SERVER, "too much to do" },
    { { "200 OK", SSE, EVENT ("{\"text\":\"Hel\"}", "") "data: {\"cand\n\n" }, "Hel",
      CHATTY_ERROR_SERVER, "cannot be read" },
    { { "400 Bad Request", JSON, "[{\"error\":{\"code\":400,\"status\":\"FAILED_PRECONDITION\","
        "\"message\":\"User location is not supported\"}}]" }, "", CHATTY_ERROR_FORBIDDEN, "country" },
    { { "404 Not Found", JSON, "{\"error\":{\"code\":404,\"status\":\"NOT_FOUND\",\"message\":\"m\"}}" },
      "", CHATTY_ERROR_NOT_FOUND, "“models/gemini-9-flash”" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Fixture) fixture = { NULL };
      ChattyChatContext context = { .model = "models/gemini-9-flash", .temperature = 1 };
      g_autoptr (ChattyReply) reply = chatty_reply_new (NULL);
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;
      g_autofree char *thought = NULL;
      g_autofree char *notice = NULL;

      g_test_message ("%s", cases[i].answer.body);
      connect_fixture (&fixture, NULL);
      on (&fixture, TALK, &cases[i].answer);
      g_assert_cmpint (talk (&fixture, &context, reply, &error), ==, cases[i].code < 0);
      text = chatty_reply_dup_text (reply);
      thought = chatty_reply_dup_thought (reply);
      g_assert_cmpstr (thought != NULL ? thought : "", ==,
                       strstr (cases[i].answer.body, "thought") != NULL ? "hm" : "");
      notice = chatty_reply_dup_notice (reply);
      g_assert_cmpstr (text, ==, cases[i].text);
      if (cases[i].code >= 0)
        {
          g_assert_error (error, CHATTY_ERROR, cases[i].code);
          g_assert_nonnull (strstr (error->message, cases[i].words));
        }
      else if (cases[i].words != NULL)
        g_assert_nonnull (strstr (notice, cases[i].words));
      else
        g_assert_null (notice);
      g_assert_true (net_server_received (fixture.server, TALK "?alt=sse "));
      /* A message is never said twice, and for a name nothing else is asked. */
      g_assert_cmpuint (net_server_get_count (fixture.server, TALK), ==, 1);
      g_assert_cmpuint (net_server_get_count (fixture.server, LIST), ==, 0);
    }
}

static void
test_choice (void)
{
  static const Answer list = { "200 OK", JSON, MODELS };
  static const Answer answer = { "200 OK", SSE,
                                 EVENT ("{\"text\":\"Hello\"}", ",\"finishReason\":\"STOP\"") };
  static const Answer count = { "200 OK", JSON, "{\"totalTokens\":77}" };
  g_auto (Fixture) fixture = { NULL };
  ChattyChatContext context = { .temperature = 1 };
  ChattyChatMessage message = { .text = "Hi", .context = &context };
  g_autoptr (ChattyLanguageModel) model = NULL;
  g_autoptr (ChattyLanguageModel) named = NULL;
  g_autoptr (GError) error = NULL;

  connect_fixture (&fixture, NULL);
  on (&fixture, LIST, &list);
  on (&fixture, TALK, &answer);
  on (&fixture, COUNT, &count);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (ChattyReply) reply = chatty_reply_new (NULL);

      g_assert_true (talk (&fixture, &context, reply, &error));
      g_assert_no_error (error);
      /* The list is asked for once, and again after everything was dropped. */
      g_assert_cmpuint (net_server_get_count (fixture.server, LIST), ==,
                        i == 2 ? 2 : 1);
      if (i == 1)
        chatty_connector_forget (fixture.connector);
    }
  /* It thinks, as the list says. */
  g_assert_true (net_server_received (fixture.server, "includeThoughts"));

  g_assert_true (chatty_chat_can_count_tokens (CHATTY_CHAT (fixture.connector)));
  g_assert_cmpuint (chatty_chat_count_tokens (CHATTY_CHAT (fixture.connector), &message, NULL,
                                              &error), ==, 77);
  g_assert_no_error (error);

  /* The same model is told, out of the same list, and what it can hold. */
  model = chatty_chat_find_model (CHATTY_CHAT (fixture.connector), NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (model->id, ==, "gemini-9-flash");
  g_assert_cmpuint (model->context_tokens, ==, 2000000);
  named = chatty_chat_find_model (CHATTY_CHAT (fixture.connector), "models/gemini-9-flash", NULL,
                                  &error);
  g_assert_no_error (error);
  g_assert_cmpstr (named->id, ==, "gemini-9-flash");
  g_assert_cmpuint (net_server_get_count (fixture.server, LIST), ==, 2);
  g_assert_null (chatty_chat_find_model (CHATTY_CHAT (fixture.connector), "gemini-0", NULL,
                                         &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND);
}

/* Stores are searched with the key that may see them, where there is one. */
static void
test_stores (void)
{
  static const Answer answer = { "200 OK", SSE,
                                 EVENT ("{\"text\":\"Hello\"}", ",\"finishReason\":\"STOP\"") };

  for (guint i = 0; i < 2; i++)
    {
      g_auto (Fixture) fixture = { NULL };
      g_autoptr (GPtrArray) stores = g_ptr_array_new ();
      ChattyChatContext context = { .model = "gemini-9-flash", .temperature = 1,
                                    .stores = i == 0 ? NULL : stores };
      g_autoptr (ChattyReply) reply = chatty_reply_new (NULL);
      g_autoptr (GError) error = NULL;

      g_ptr_array_add (stores, (gpointer) "fileSearchStores/wren-1");
      connect_fixture (&fixture, SECOND_KEY);
      on (&fixture, TALK, &answer);
      g_assert_true (talk (&fixture, &context, reply, &error));
      g_assert_no_error (error);
      g_assert_true (net_server_received (fixture.server, "x-goog-api-key: " SECOND_KEY) == (i == 1));
      g_assert_true (net_server_received (fixture.server, "x-goog-api-key: " KEY) == (i == 0));
    }
}

/* Refuses what is to be searched. */
typedef struct {
  const char *refusal;   /* status */
  gboolean    always;
} Strict;

static gboolean
strict_cb (NetRequest *request,
           gpointer    user_data)
{
  static const Answer answer = { "200 OK", SSE,
                                 EVENT ("{\"text\":\"Hello\"}", ",\"finishReason\":\"STOP\"") };
  const Strict *strict = user_data;
  g_autofree char *asked = g_strndup ((char *) request->body->data, request->body->len);
  g_autofree char *body = g_strdup_printf ("{\"error\":{\"code\":%.3s,\"message\":\"m\"}}",
                                           strict->refusal);

  return strict->always || strstr (asked, "fileSearch") != NULL
         ? net_reply (request, strict->refusal, JSON, body)
         : answer_cb (request, (gpointer) &answer);
}

/* A store that is refused, or gone, does not end a conversation. */
static void
test_without_stores (void)
{
  static const struct {
    Strict      strict;
    const char *notice;   /* NULL: an error */
    guint       calls;
  } cases[] = {
    { { "403 Forbidden", FALSE }, "without the character’s documents", 2 },
    { { "401 Unauthorized", FALSE }, "without the character’s documents", 2 },
    { { "404 Not Found", FALSE }, "not there any more", 2 },
    { { "404 Not Found", TRUE }, NULL, 2 },
    { { "400 Bad Request", FALSE }, NULL, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Fixture) fixture = { NULL };
      g_autoptr (GPtrArray) stores = g_ptr_array_new ();
      ChattyChatContext context = { .model = "gemini-9-flash", .temperature = 1, .stores = stores };
      g_autoptr (ChattyReply) reply = chatty_reply_new (NULL);
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;
      g_autofree char *notice = NULL;

      g_ptr_array_add (stores, (gpointer) "fileSearchStores/wren-1");
      connect_fixture (&fixture, NULL);
      net_server_on (fixture.server, TALK, strict_cb, (gpointer) &cases[i].strict);
      g_assert_true (talk (&fixture, &context, reply, &error) == (cases[i].notice != NULL));
      g_assert_cmpuint (net_server_get_count (fixture.server, TALK), ==, cases[i].calls);
      if (cases[i].notice == NULL)
        {
          g_assert_nonnull (error);
          continue;
        }
      g_assert_no_error (error);
      text = chatty_reply_dup_text (reply);
      g_assert_cmpstr (text, ==, "Hello");
      notice = chatty_reply_dup_notice (reply);
      g_assert_nonnull (strstr (notice, cases[i].notice));
    }
}

/* Speech ---------------------------------------------------------------------------- */

#define SOUND(type, data) "{\"candidates\":[{\"content\":{\"parts\":[{\"inlineData\":{\"mimeType\":\"" \
  type "\",\"data\":\"" data "\"}}]},\"finishReason\":\"STOP\"}]}"

static void
test_speech (void)
{
  static const Answer list = { "200 OK", JSON, MODELS };
  static const struct {
    Answer      answer;
    const char *media_type;   /* NULL: an error */
    guint       rate;
    guint       segments;
  } cases[] = {
    { { "200 OK", JSON, SOUND ("audio/L16;codec=pcm;rate=16000", "QUJDRA==") }, "audio/x-raw", 16000,
      1 },
    { { "200 OK", JSON, SOUND ("audio/wav", "UklGRg==") }, "audio/wav", 0, 2 },
    { { "200 OK", JSON, "{\"candidates\":[{\"finishReason\":\"OTHER\"}]}" }, NULL, 0, 0 },
  };
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < 100; i++)
    g_string_append (text, "A sentence of words. ");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Fixture) fixture = { NULL };
      ChattySpeechRequest wanted = { .voice = "Kore", .text = text->str };
      g_autoptr (ChattyReply) reply = chatty_reply_new (NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) last = NULL;
      ChattyAudioFormat format;
      ChattyAudioStream *audio;

      connect_fixture (&fixture, NULL);
      on (&fixture, LIST, &list);
      on (&fixture, SPEAK, &cases[i].answer);
      g_assert_cmpint (chatty_speech_speak (CHATTY_SPEECH (fixture.connector), &wanted, reply, NULL,
                                            &error), ==, cases[i].media_type != NULL);
      if (cases[i].media_type == NULL)
        {
          g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_SERVER);
          continue;
        }
      g_assert_no_error (error);
      audio = chatty_reply_get_audio (reply);
      g_assert_cmpuint (chatty_audio_stream_get_n_chunks (audio), ==, 2);
      last = chatty_audio_stream_dup_chunk (audio, 1, &format);
      g_assert_cmpstr (format.media_type, ==, cases[i].media_type);
      g_assert_cmpuint (format.rate, ==, cases[i].rate);
      g_assert_cmpuint (format.segment, ==, cases[i].segments - 1);
    }
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/gemini/verdicts", test_verdicts);
  g_test_add_func ("/gemini/models", test_models);
  g_test_add_func ("/gemini/answers", test_answers);
  g_test_add_func ("/gemini/choice", test_choice);
  g_test_add_func ("/gemini/stores", test_stores);
  g_test_add_func ("/gemini/without-stores", test_without_stores);
  g_test_add_func ("/gemini/speech", test_speech);
  return g_test_run ();
}
