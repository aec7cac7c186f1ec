/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* Gemini: models, talk and speech when all is well, and what they refuse. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include <string.h>

#include "sim-client-gemini.h"

#define FLASH    "/v1beta/models/gemini-3.8-flash"
#define GENERATE FLASH ":generateContent"
#define STREAM   FLASH ":streamGenerateContent?alt=sse"
#define LIST     FLASH ":streamGenerateContent"
#define COUNT    FLASH ":countTokens"
#define SPEAK    "/v1beta/models/gemini-3.8-flash-tts:generateContent"

#define SAY(more) \
  "{\"contents\": [{\"role\": \"user\", \"parts\": [{\"text\": \"Grüß 漁師\"}]}]" more "}"
#define VOICE(name) \
  "{\"contents\": [{\"parts\": [{\"text\": \"Hello you\"}]}], \"generationConfig\": " \
  "{\"responseModalities\": [\"AUDIO\"], \"speechConfig\": {\"voiceConfig\": " \
  "{\"prebuiltVoiceConfig\": {\"voiceName\": \"" name "\"}}}}}"

static void
test_keys (void)
{
  g_autoptr (Client) client = client_new ();
  g_autoptr (Answer) good = get (client, "/v1beta/models?pageSize=1");
  g_autoptr (Answer) none = ask (client, NULL, "GET", "/v1beta/models", NULL);
  g_autoptr (Answer) bad = ask (client, "x-goog-api-key: nobody\n", "GET", "/v1beta/models", NULL);
  g_autoptr (Answer) query = ask (client, NULL, "GET", "/v1beta/models?key=" GOOD_KEY, NULL);
  g_autoptr (Answer) token = ask (client, "Authorization: Bearer " GOOD_KEY "\n", "GET",
                                  "/v1beta/models", NULL);
  g_autoptr (Answer) restricted = NULL;

  assert_status (good, 200);
  assert_at (good, "models.1", NULL);
  assert_refused (none, 403, "PERMISSION_DENIED", NULL);
  assert_refused (bad, 400, "INVALID_ARGUMENT", "API_KEY_INVALID");
  assert_refused (query, 403, "PERMISSION_DENIED", NULL);
  assert_refused (token, 401, "UNAUTHENTICATED", "ACCESS_TOKEN_TYPE_UNSUPPORTED");
  chatty_simulator_add_key (client->sim, GOOD_KEY, CHATTY_SIMULATOR_PLAN_INDIE);
  restricted = get (client, "/v1beta/models");
  assert_refused (restricted, 403, "PERMISSION_DENIED", "API_KEY_SERVICE_BLOCKED");
}

static void
test_tokens (void)
{
  g_autoptr (Client) client = client_new ();
  g_autofree char *full =
    sign_in (client, "openid https://www.googleapis.com/auth/generative-language.retriever");
  g_autofree char *poor = sign_in (client, "openid email");
  g_autofree char *project = g_strconcat (full, "x-goog-user-project: simulated-project\n", NULL);
  g_autofree char *stranger = g_strconcat (full, "x-goog-user-project: other\n", NULL);
  g_autoptr (Answer) good = ask (client, full, "GET", "/v1beta/models", NULL);
  g_autoptr (Answer) scope = ask (client, poor, "GET", "/v1beta/models", NULL);
  g_autoptr (Answer) tuned = ask (client, full, "GET", "/v1beta/tunedModels", NULL);
  g_autoptr (Answer) denied = ask (client, stranger, "GET", "/v1beta/models", NULL);
  g_autoptr (Answer) unset = NULL;
  g_autoptr (Answer) named = NULL;
  g_autoptr (Answer) expired = NULL;

  assert_status (good, 200);
  assert_refused (scope, 403, "PERMISSION_DENIED", "ACCESS_TOKEN_SCOPE_INSUFFICIENT");
  assert_refused (tuned, 403, "PERMISSION_DENIED", "ACCESS_TOKEN_SCOPE_INSUFFICIENT");
  assert_refused (denied, 403, "PERMISSION_DENIED", "USER_PROJECT_DENIED");
  set (client, "needs-project", "yes");
  unset = ask (client, full, "GET", "/v1beta/models", NULL);
  assert_refused (unset, 403, "PERMISSION_DENIED", "SERVICE_DISABLED");
  named = ask (client, project, "GET", "/v1beta/models", NULL);
  assert_status (named, 200);
  chatty_simulator_expire_google (client->sim);
  expired = ask (client, project, "GET", "/v1beta/models", NULL);
  assert_refused (expired, 401, "UNAUTHENTICATED", "ACCESS_TOKEN_EXPIRED");
}

static void
test_models (void)
{
  g_autoptr (Client) client = client_new ();
  g_autoptr (Answer) one = get (client, FLASH);
  g_autoptr (Answer) none = get (client, "/v1beta/models/gemini-9");
  g_autoptr (Answer) tuned = get (client, "/v1beta/tunedModels");
  g_autoptr (Answer) path = get (client, "/v1/nothing");
  g_autofree char *next = g_strdup ("/v1beta/models");
  guint n_models = 0;

  assert_at (one, "name", "models/gemini-3.8-flash");
  assert_at (one, "supportedGenerationMethods.0", "generateContent");
  assert_at (one, "thinking", "true");
  assert_refused (none, 404, "NOT_FOUND", NULL);
  assert_at (tuned, "tunedModels.0.state", "ACTIVE");
  assert_status (path, 404);
  set (client, "more-models", "120");
  for (guint pages = 0; next != NULL && pages < 10; pages++)
    {
      g_autoptr (Answer) page = get (client, next);
      g_autofree char *token = answer_at (page, "nextPageToken");

      for (guint i = 0; i < 50; i++)
        {
          g_autofree char *at = g_strdup_printf ("models.%u.name", i);
          g_autofree char *name = answer_at (page, at);

          n_models += name != NULL;
        }
      g_free (next);
      next = token != NULL ? g_strconcat ("/v1beta/models?pageToken=", token, NULL) : NULL;
    }
  g_assert_cmpuint (n_models, ==, 130);
}

static void
test_talk (void)
{
  static const char *const ENDS[][2] = { { "crlf", "\r\n\r\n" }, { "cr", "\r\r" }, { "lf", "\n\n" } };
  g_autoptr (Client) client = client_new ();
  g_autoptr (Answer) whole = post (client, GENERATE, SAY (""));
  g_autofree char *text = answer_at (whole, "candidates.0.content.parts.0.text");
  g_autoptr (Answer) list = post (client, LIST, SAY (""));
  g_autoptr (Answer) told =
    post (client, GENERATE, SAY (", \"systemInstruction\": {\"parts\": [{\"text\": \"You keep the "
                                 "light.\"}]}"));
  g_autofree char *told_text = answer_at (told, "candidates.0.content.parts.0.text");
  g_autoptr (Answer) cut = post (client, GENERATE,
                                 SAY (", \"generationConfig\": {\"maxOutputTokens\": 1}"));
  g_autoptr (Answer) thinking =
    post (client, STREAM, SAY (", \"generationConfig\": {\"thinkingConfig\": {\"includeThoughts\": "
                               "true}}"));
  g_autofree char *thoughts = join (thinking, "\n\n", TRUE);
  g_autofree char *said = join (thinking, "\n\n", FALSE);
  g_autoptr (Answer) tuned =
    post (client, "/v1beta/tunedModels/lighthouse-keeper-8x2k:generateContent", SAY (""));
  g_autoptr (Answer) count = post (client, COUNT, SAY (""));
  g_autoptr (Answer) outer =
    post (client, COUNT, "{\"generateContentRequest\": " SAY (", \"model\": \"models/"
                                                               "gemini-3.8-flash\"") "}");

  g_assert_nonnull (strstr (text, "Grüß 漁師"));
  assert_at (whole, "candidates.0.finishReason", "STOP");
  assert_at (whole, "modelVersion", "gemini-3.8-flash");
  for (guint i = 0; i < G_N_ELEMENTS (ENDS); i++)
    {
      g_autoptr (Answer) stream = NULL;
      g_autofree char *joined = NULL;

      set (client, "line-end", ENDS[i][0]);
      stream = post (client, STREAM, SAY (""));
      joined = join (stream, ENDS[i][1], FALSE);
      g_assert_cmpstr (stream->content_type, ==, "text/event-stream");
      g_assert_cmpstr (joined, ==, text);
      g_assert_null (strstr (stream->text, "[DONE]"));
      g_assert_nonnull (strstr (stream->text, "\"finishReason\":\"STOP\""));
    }
  g_assert_cmpstr (list->content_type, ==, "application/json");
  assert_at (list, "0.candidates.0.content.parts.0.text", "“Gr");
  g_assert_nonnull (strstr (told_text, "You keep the light."));
  assert_at (cut, "candidates.0.content.parts.0.text", "“Grü");
  assert_at (cut, "candidates.0.finishReason", "MAX_TOKENS");
  g_assert_true (g_str_has_prefix (thoughts, "First I look"));
  g_assert_cmpstr (said, ==, text);
  assert_status (tuned, 200);
  assert_at (count, "totalTokens", "2");
  assert_at (outer, "totalTokens", "2");
}

/* What is not in the reference is refused, and where it is said. */
static void
test_strict (void)
{
  static const struct {
    const char *body;
    const char *field;
  } CASES[] = {
    { SAY (", \"system_instruction\": {}"), NULL },
    { SAY (", \"generationConfig\": {\"temperatur\": 1}"), "generationConfig" },
    { SAY (", \"generationConfig\": {\"temperature\": \"1\"}"), "generationConfig.temperature" },
    { SAY (", \"generationConfig\": {\"temperature\": 2.1}"), "generationConfig.temperature" },
    { SAY (", \"generationConfig\": {\"stopSequences\": [\"a\", 1]}"),
      "generationConfig.stopSequences[1]" },
    { SAY (", \"generationConfig\": {\"stopSequences\": [\"1\", \"2\", \"3\", \"4\", \"5\", "
           "\"6\"]}"), "generationConfig.stopSequences" },
    { SAY (", \"generationConfig\": {\"thinkingConfig\": {\"thinkingLevel\": \"MOST\"}}"),
      "generationConfig.thinkingConfig.thinkingLevel" },
    { SAY (", \"safetySettings\": [{\"category\": \"HARM_CATEGORY_HATE_SPEECH\", \"threshold\": "
           "\"OFF\"}, {\"category\": \"HARM_CATEGORY_HATE_SPEECH\", \"threshold\": \"OFF\"}]"),
      "safetySettings" },
    { SAY (", \"tools\": [{\"fileSearch\": {\"stores\": []}}]"), "tools[0].fileSearch" },
    { "{\"contents\": []}", "contents" },
    { "{\"contents\": [{\"role\": \"assistant\", \"parts\": [{\"text\": \"a\"}]}]}", "contents[0]" },
    { "{\"contents\": [{\"parts\": [{}]}]}", "contents[0]" },
    { "{\"contents\": [{\"parts\": [{\"inlineData\": {\"mimeType\": \"image/png\", \"data\": "
      "\"A!\"}}]}]}", "contents[0].parts[0].inlineData.data" },
    { "{\"contents\": {}}", "contents" },
  };
  g_autoptr (Client) client = client_new ();
  g_autoptr (Answer) good =
    post (client, GENERATE,
          SAY (", \"generationConfig\": {\"temperature\": 1, \"topK\": 40, \"seed\": 7, "
               "\"thinkingConfig\": {\"thinkingLevel\": \"LOW\"}}, \"safetySettings\": "
               "[{\"category\": \"HARM_CATEGORY_HATE_SPEECH\", \"threshold\": \"OFF\"}], "
               "\"tools\": [{\"googleSearch\": {}}], \"store\": false"));
  g_autoptr (Answer) unknown = post (client, "/v1beta/models/gemini-9:generateContent", SAY (""));
  g_autoptr (Answer) cannot = post (client, "/v1beta/models/aqa:generateContent", SAY (""));
  g_autoptr (Answer) odd = post (client, GENERATE, "[");

  assert_status (good, 200);
  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      g_autoptr (Answer) answer = post (client, GENERATE, CASES[i].body);

      g_test_message ("%s: %s", CASES[i].body, answer->text);
      assert_status (answer, 400);
      assert_at (answer, "error.status", "INVALID_ARGUMENT");
      assert_at (answer, "error.details.0.fieldViolations.0.field", CASES[i].field);
    }
  assert_refused (unknown, 404, "NOT_FOUND", NULL);
  assert_refused (cannot, 404, "NOT_FOUND", NULL);
  assert_refused (odd, 400, "INVALID_ARGUMENT", NULL);
}

static void
test_faults (void)
{
  g_autoptr (Client) client = client_new ();
  g_autoptr (Answer) blocked = NULL;
  g_autoptr (Answer) empty = NULL;
  g_autoptr (Answer) no_content = NULL;
  g_autoptr (Answer) broken = NULL;
  g_autoptr (Answer) premature = NULL;
  g_autofree char *before = NULL;
  g_autofree char *half = NULL;

  set (client, "chat-fault", "blocked");
  blocked = post (client, GENERATE, SAY (""));
  assert_at (blocked, "promptFeedback.blockReason", "SAFETY");
  assert_at (blocked, "candidates", NULL);
  set (client, "chat-fault", "no-choices");
  empty = post (client, GENERATE, SAY (""));
  assert_at (empty, "candidates", NULL);
  assert_at (empty, "promptFeedback", NULL);
  set (client, "chat-fault", "no-content");
  set (client, "finish", "SAFETY");
  no_content = post (client, GENERATE, SAY (""));
  assert_at (no_content, "candidates.0.content", NULL);
  assert_at (no_content, "candidates.0.finishReason", "SAFETY");
  set (client, "chat-fault", "error");
  broken = post (client, STREAM, SAY (""));
  before = join (broken, "\n\n", FALSE);
  assert_status (broken, 200);
  g_assert_cmpuint (g_utf8_strlen (before, -1), ==, 9);
  g_assert_nonnull (strstr (broken->text, "data: {\"error\":{\"code\":503"));
  set (client, "chat-fault", "premature");
  premature = post (client, STREAM, SAY (""));
  half = join (premature, "\n\n", FALSE);
  g_assert_cmpstr (half, ==, before);
  g_assert_null (strstr (premature->text, "finishReason"));
}

static void
test_errors (void)
{
  static const struct {
    const char *word;
    guint       status;
    const char *name;
    const char *reason;
  } CASES[] = {
    { "key-invalid", 400, "INVALID_ARGUMENT", "API_KEY_INVALID" },
    { "key-expired", 400, "INVALID_ARGUMENT", "API_KEY_INVALID" },
    { "key-leaked", 403, "PERMISSION_DENIED", NULL },
    { "api-disabled", 403, "PERMISSION_DENIED", "SERVICE_DISABLED" },
    { "country", 400, "FAILED_PRECONDITION", NULL },
    { "billing", 400, "FAILED_PRECONDITION", NULL },
    { "unavailable", 503, "UNAVAILABLE", NULL },
    { "deadline", 504, "DEADLINE_EXCEEDED", NULL },
  };
  static const char *const QUOTAS[][2] = {
    { "minute", "GenerateRequestsPerMinutePerProjectPerModel-FreeTier" },
    { "day", "GenerateRequestsPerDayPerProjectPerModel-FreeTier" },
    { "zero", "GenerateRequestsPerDayPerProjectPerModel-FreeTier" },
  };
  g_autoptr (Client) client = client_new ();
  g_autoptr (Answer) wrapped = NULL;
  g_autoptr (Answer) forced = NULL;
  g_autoptr (Answer) elsewhere = NULL;
  g_autoptr (Answer) used = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      g_autoptr (Answer) answer = NULL;

      set (client, "error", CASES[i].word);
      answer = get (client, "/v1beta/models");
      assert_refused (answer, CASES[i].status, CASES[i].name, CASES[i].reason);
    }
  set (client, "error-path", "POST *");
  elsewhere = get (client, "/v1beta/models");
  assert_status (elsewhere, 200);
  wrapped = post (client, LIST, SAY (""));
  assert_status (wrapped, 504);
  assert_at (wrapped, "0.error.status", "DEADLINE_EXCEEDED");
  set (client, "array-errors", "yes");
  forced = post (client, GENERATE, SAY (""));
  assert_at (forced, "0.error.status", "DEADLINE_EXCEEDED");
  set (client, "array-errors", "no");
  set (client, "error", "");
  for (guint i = 0; i < G_N_ELEMENTS (QUOTAS); i++)
    {
      g_autoptr (Answer) answer = NULL;

      set (client, "quota", QUOTAS[i][0]);
      answer = post (client, STREAM, SAY (""));
      assert_refused (answer, 429, "RESOURCE_EXHAUSTED", NULL);
      assert_at (answer, "error.details.0.violations.0.quotaId", QUOTAS[i][1]);
      assert_at (answer, "error.details.2.retryDelay", "23s");
      g_assert_true ((strstr (answer->text, "limit: 0") != NULL) == (i == 2));
    }
  set (client, "quota", "none");
  chatty_simulator_set_usage (client->sim, GOOD_KEY, 10, 10);
  used = post (client, GENERATE, SAY (""));
  assert_refused (used, 429, "RESOURCE_EXHAUSTED", NULL);
}

static void
test_speech (void)
{
  g_autoptr (Client) client = client_new ();
  g_autoptr (Answer) l16 = post (client, SPEAK, VOICE ("Kore"));
  g_autoptr (Answer) unknown = post (client, SPEAK, VOICE ("Nobody"));
  g_autoptr (Answer) text = post (client, SPEAK, SAY (""));
  g_autoptr (Answer) silent = post (client, GENERATE, VOICE ("Kore"));
  g_autoptr (Answer) wav = NULL;
  g_autoptr (Answer) absent = NULL;
  g_autoptr (Answer) bad = NULL;
  g_autofree char *data = answer_at (l16, "candidates.0.content.parts.0.inlineData.data");
  g_autofree char *wav_data = NULL;
  g_autofree char *bad_data = NULL;
  gsize length;
  g_autofree guchar *samples = NULL;

  assert_at (l16, "candidates.0.content.parts.0.inlineData.mimeType",
             "audio/L16;codec=pcm;rate=24000");
  samples = g_base64_decode (data, &length);
  g_assert_cmpuint (length, >, 1000);
  g_assert_cmpuint (length % 2, ==, 0);
  assert_refused (unknown, 400, "INVALID_ARGUMENT", NULL);
  assert_refused (text, 400, "INVALID_ARGUMENT", NULL);
  assert_refused (silent, 400, "INVALID_ARGUMENT", NULL);
  set (client, "speech-form", "wav");
  wav = post (client, SPEAK, VOICE ("Kore"));
  assert_at (wav, "candidates.0.content.parts.0.inlineData.mimeType", "audio/wav");
  wav_data = answer_at (wav, "candidates.0.content.parts.0.inlineData.data");
  g_assert_true (g_str_has_prefix (wav_data, "UklGR"));
  set (client, "sound-fault", "no-audio");
  absent = post (client, SPEAK, VOICE ("Kore"));
  assert_at (absent, "candidates.0.content.parts", "[]");
  set (client, "sound-fault", "bad-base64");
  bad = post (client, SPEAK, VOICE ("Kore"));
  bad_data = answer_at (bad, "candidates.0.content.parts.0.inlineData.data");
  g_assert_nonnull (strchr (bad_data, '!'));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/gemini/keys", test_keys);
  g_test_add_func ("/gemini/tokens", test_tokens);
  g_test_add_func ("/gemini/models", test_models);
  g_test_add_func ("/gemini/talk", test_talk);
  g_test_add_func ("/gemini/strict", test_strict);
  g_test_add_func ("/gemini/faults", test_faults);
  g_test_add_func ("/gemini/errors", test_errors);
  g_test_add_func ("/gemini/speech", test_speech);
  return g_test_run ();
}
