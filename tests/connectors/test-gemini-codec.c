/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <locale.h>
#include <math.h>
#include <string.h>

#include "chatty-error.h"
#include "chatty-gemini-codec.h"
#include "chatty-json.h"
#include "chatty-sse-reader.h"
#include "chatty-turn.h"
#include "chatty-wav.h"
#include "gemini-bodies.h"

/* 2026-11-23, 12:00 UTC: four in the morning at the Pacific coast. */
#define NOW (G_GINT64_CONSTANT (1795435200) * G_USEC_PER_SEC)

#define TYPE "\"@type\":\"type.googleapis.com/google.rpc."

static JsonNode *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = chatty_json_parse (text, -1, &error);

  g_assert_no_error (error);
  return node;
}

static void
assert_body (const char *schema,
             JsonNode   *body,
             const char *expected)
{
  g_autofree char *json = chatty_json_to_string (body, FALSE);

  gemini_note_body (schema, body);
  g_assert_cmpstr (json, ==, expected);
}

/* The key --------------------------------------------------------------------------- */

static void
test_key (void)
{
  static const struct {
    const char *given;
    const char *sent;      /* NULL: refused */
  } keys[] = {
    { "AIzaSyA1234567890123456789012345678_-ab", "AIzaSyA1234567890123456789012345678_-ab" },
    { " AQ.Ab8RN6-x_y.0123456789 \n", "AQ.Ab8RN6-x_y.0123456789" },
    { "AQ.Ab8RN6\n0123456789abc", "AQ.Ab8RN60123456789abc" },
    { "somethingelse0123456789", "somethingelse0123456789" },
    { "tooshort", NULL },
    { "with:colon0123456789abcdef", NULL },
    { "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (ChattySecret) given = chatty_secret_new (keys[i].given, -1);
      g_autoptr (GError) error = NULL;
      g_autoptr (ChattySecret) sent = chatty_gemini_prepare_key (given, &error);

      if (keys[i].sent == NULL)
        {
          g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
          g_assert_null (sent);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpstr (chatty_secret_peek (sent), ==, keys[i].sent);
    }
}

/* Errors ---------------------------------------------------------------------------- */

#define REASON(r) "\"details\":[{" TYPE "ErrorInfo\",\"reason\":\"" r "\",\"domain\":\"googleapis.com\"}]"
#define QUOTA(id, delay) "\"details\":[{" TYPE "QuotaFailure\",\"violations\":[{\"quotaId\":\"" id \
  "\"}]},{" TYPE "Help\",\"links\":[]},{" TYPE "RetryInfo\",\"retryDelay\":\"" delay "\"}]"

/* Every row of the platform reference, sections 1.11 and 2.13. */
static void
test_failures (void)
{
  static const struct {
    guint              status;
    gboolean           model;
    const char        *json;
    int                code;
    ChattyVerdictKind  verdict;
    guint              wait;
    const char        *advice;     /* a part of it */
  } cases[] = {
    { 400, TRUE, "{\"error\":{\"code\":400,\"message\":\"API key not valid. Please pass a valid "
      "API key.\",\"status\":\"INVALID_ARGUMENT\"," REASON ("API_KEY_INVALID") "}}",
      CHATTY_ERROR_SIGN_IN_NEEDED, CHATTY_VERDICT_REFUSED, 0, "does not accept the key" },
    { 400, TRUE, "{\"error\":{\"code\":400,\"message\":\"API key expired. Please renew.\","
      "\"status\":\"INVALID_ARGUMENT\"," REASON ("API_KEY_INVALID") "}}",
      CHATTY_ERROR_SIGN_IN_NEEDED, CHATTY_VERDICT_REFUSED, 0, "expired" },
    { 400, TRUE, "{\"error\":{\"code\":400,\"message\":\"API key not valid.\","
      "\"status\":\"INVALID_ARGUMENT\"}}",
      CHATTY_ERROR_SIGN_IN_NEEDED, CHATTY_VERDICT_REFUSED, 0, "does not accept the key" },
    { 403, TRUE, "{\"error\":{\"code\":403,\"message\":\"Method doesn't allow unregistered "
      "callers\",\"status\":\"PERMISSION_DENIED\"}}",
      CHATTY_ERROR_SIGN_IN_NEEDED, CHATTY_VERDICT_REFUSED, 0, "neither a key nor a sign-in" },
    { 403, TRUE, "{\"error\":{\"code\":403,\"message\":\"Your API key was reported as leaked.\","
      "\"status\":\"PERMISSION_DENIED\"}}",
      CHATTY_ERROR_SIGN_IN_NEEDED, CHATTY_VERDICT_REFUSED, 0, "found in public" },
    { 403, TRUE, "{\"error\":{\"code\":403,\"message\":\"blocked for project 12345\","
      "\"status\":\"PERMISSION_DENIED\"," REASON ("API_KEY_SERVICE_BLOCKED") "}}",
      CHATTY_ERROR_FORBIDDEN, CHATTY_VERDICT_LIMITED, 0, "Generative Language API" },
    { 403, TRUE, "{\"error\":{\"code\":403,\"message\":\"has not been used in project 12345\","
      "\"status\":\"PERMISSION_DENIED\"," REASON ("SERVICE_DISABLED") "}}",
      CHATTY_ERROR_FORBIDDEN, CHATTY_VERDICT_LIMITED, 0, "switched off in your Google project" },
    { 401, TRUE, "{\"error\":{\"code\":401,\"message\":\"m\",\"status\":\"UNAUTHENTICATED\","
      REASON ("ACCESS_TOKEN_TYPE_UNSUPPORTED") "}}",
      CHATTY_ERROR_SIGN_IN_NEEDED, CHATTY_VERDICT_REFUSED, 0, "Make a new key" },
    { 401, TRUE, "{\"error\":{\"code\":401,\"message\":\"m\",\"status\":\"UNAUTHENTICATED\","
      REASON ("ACCESS_TOKEN_EXPIRED") "}}",
      CHATTY_ERROR_SIGN_IN_NEEDED, CHATTY_VERDICT_REFUSED, 0, "Sign in again" },
    { 403, TRUE, "{\"error\":{\"code\":403,\"message\":\"m\",\"status\":\"PERMISSION_DENIED\","
      REASON ("ACCESS_TOKEN_SCOPE_INSUFFICIENT") "}}",
      CHATTY_ERROR_FORBIDDEN, CHATTY_VERDICT_LIMITED, 0, "did not allow this: “Talk with Gemini" },
    { 403, TRUE, "{\"error\":{\"code\":403,\"message\":\"m\",\"status\":\"PERMISSION_DENIED\","
      REASON ("USER_PROJECT_DENIED") "}}",
      CHATTY_ERROR_FORBIDDEN, CHATTY_VERDICT_LIMITED, 0, "may not use the project" },
    { 403, TRUE, "{\"error\":{\"code\":403,\"message\":\"m\",\"status\":\"PERMISSION_DENIED\","
      REASON ("IAM_PERMISSION_DENIED") "}}",
      CHATTY_ERROR_FORBIDDEN, CHATTY_VERDICT_LIMITED, 0, "may not do this" },
    { 403, TRUE, "{\"error\":{\"code\":403,\"message\":\"requires a quota project\","
      "\"status\":\"PERMISSION_DENIED\"}}",
      CHATTY_ERROR_FORBIDDEN, CHATTY_VERDICT_LIMITED, 0, "name another project" },
    { 400, TRUE, "{\"error\":{\"code\":400,\"message\":\"User location is not supported for the "
      "API use.\",\"status\":\"FAILED_PRECONDITION\"}}",
      CHATTY_ERROR_FORBIDDEN, CHATTY_VERDICT_LIMITED, 0, "country" },
    { 400, TRUE, "{\"error\":{\"code\":400,\"message\":\"Gemini API free tier is not available in "
      "your country. Please enable billing on your project.\",\"status\":\"FAILED_PRECONDITION\"}}",
      CHATTY_ERROR_FORBIDDEN, CHATTY_VERDICT_NO_CREDIT, 0, "Set up billing" },
    { 400, FALSE, "{\"error\":{\"code\":400,\"message\":\"Cannot delete non-empty "
      "FileSearchStore.\",\"status\":\"FAILED_PRECONDITION\"}}",
      CHATTY_ERROR_CONFLICT, CHATTY_VERDICT_SERVER_TROUBLE, 0, "non-empty" },
    { 404, TRUE, "{\"error\":{\"code\":404,\"message\":\"models/x is not found for API version "
      "v1beta\",\"status\":\"NOT_FOUND\"}}",
      CHATTY_ERROR_NOT_FOUND, CHATTY_VERDICT_SERVER_TROUBLE, 0, "Choose another one" },
    { 429, TRUE, "{\"error\":{\"code\":429,\"message\":\"You exceeded your current quota, please "
      "check your plan and billing details. limit: 10\",\"status\":\"RESOURCE_EXHAUSTED\","
      QUOTA ("GenerateRequestsPerMinutePerProjectPerModel-FreeTier", "22.3s") "}}",
      CHATTY_ERROR_RATE_LIMITED, CHATTY_VERDICT_RATE_LIMITED, 23, "in 23 seconds" },
    { 429, TRUE, "{\"error\":{\"code\":429,\"message\":\"m\",\"status\":\"RESOURCE_EXHAUSTED\"}}",
      CHATTY_ERROR_RATE_LIMITED, CHATTY_VERDICT_RATE_LIMITED, 0, "in a minute" },
    { 429, TRUE, "{\"error\":{\"code\":429,\"message\":\"limit: 20, model: x\","
      "\"status\":\"RESOURCE_EXHAUSTED\","
      QUOTA ("GenerateRequestsPerDayPerProjectPerModel-FreeTier", "31s") "}}",
      CHATTY_ERROR_QUOTA, CHATTY_VERDICT_NO_CREDIT, 20 * 60 * 60, "counts anew at 08:00" },
    { 429, TRUE, "{\"error\":{\"code\":429,\"message\":\"Quota exceeded for metric: x, limit: 0, "
      "model: y\\nPlease retry in 30s.\",\"status\":\"RESOURCE_EXHAUSTED\","
      QUOTA ("GenerateRequestsPerDayPerProjectPerModel-FreeTier", "30s") "}}",
      CHATTY_ERROR_FORBIDDEN, CHATTY_VERDICT_LIMITED, 0, "does not have this model" },
    { 503, TRUE, "{\"error\":{\"code\":503,\"message\":\"overloaded\",\"status\":\"UNAVAILABLE\"}}",
      CHATTY_ERROR_SERVER, CHATTY_VERDICT_SERVER_TROUBLE, 0, "too much to do" },
    { 500, TRUE, "{\"error\":{\"code\":500,\"message\":\"m\",\"status\":\"INTERNAL\"}}",
      CHATTY_ERROR_SERVER, CHATTY_VERDICT_SERVER_TROUBLE, 0, "trouble of its own" },
    { 504, TRUE, "{\"error\":{\"code\":504,\"message\":\"m\",\"status\":\"DEADLINE_EXCEEDED\"}}",
      CHATTY_ERROR_TIMED_OUT, CHATTY_VERDICT_SERVER_TROUBLE, 0, "too long" },
    { 499, TRUE, "{\"error\":{\"code\":499,\"message\":\"m\",\"status\":\"CANCELLED\"}}",
      CHATTY_ERROR_SERVER, CHATTY_VERDICT_SERVER_TROUBLE, 0, "trouble" },
    { 501, TRUE, "{\"error\":{\"code\":501,\"message\":\"m\",\"status\":\"UNIMPLEMENTED\"}}",
      CHATTY_ERROR_UNSUPPORTED, CHATTY_VERDICT_SERVER_TROUBLE, 0, "cannot do this" },
    { 409, FALSE, "{\"error\":{\"code\":409,\"message\":\"m\",\"status\":\"ABORTED\"}}",
      CHATTY_ERROR_CONFLICT, CHATTY_VERDICT_SERVER_TROUBLE, 0, "meantime" },
    { 400, TRUE, "{\"error\":{\"code\":400,\"message\":\"The input token count (2000000) exceeds "
      "the maximum number of tokens allowed\",\"status\":\"INVALID_ARGUMENT\"}}",
      CHATTY_ERROR_TOO_LARGE, CHATTY_VERDICT_SERVER_TROUBLE, 0, "more than the model can read" },
    { 400, TRUE, "{\"error\":{\"code\":400,\"message\":\"topK is bad\\nkey=AIzaSyA12345678901234567"
      "89012345678901\",\"status\":\"INVALID_ARGUMENT\"}}",
      CHATTY_ERROR_INVALID_DATA, CHATTY_VERDICT_SERVER_TROUBLE, 0, "topK is bad" },
    /* In a list, in a stream of success, and of kinds that are not known. */
    { 400, TRUE, "[{\"error\":{\"code\":400,\"message\":\"API key not valid\","
      "\"status\":\"INVALID_ARGUMENT\"," REASON ("API_KEY_INVALID") "}}]",
      CHATTY_ERROR_SIGN_IN_NEEDED, CHATTY_VERDICT_REFUSED, 0, "does not accept the key" },
    { 200, TRUE, "{\"error\":{\"code\":503,\"message\":\"m\"}}",
      CHATTY_ERROR_SERVER, CHATTY_VERDICT_SERVER_TROUBLE, 0, "too much to do" },
    { 418, TRUE, "{\"error\":{\"message\":7,\"details\":[7,null,{}],\"status\":\"NEW\"}}",
      CHATTY_ERROR_INVALID_DATA, CHATTY_VERDICT_SERVER_TROUBLE, 0, "did not understand" },
    { 599, TRUE, "{\"error\":{}}",
      CHATTY_ERROR_SERVER, CHATTY_VERDICT_SERVER_TROUBLE, 0, "trouble" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) node = parse (cases[i].json);
      g_auto (ChattyGeminiFailure) failure = { 0 };
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i].json);
      g_assert_true (chatty_gemini_read_failure (node, cases[i].status, cases[i].model, NOW,
                                                 &failure));
      g_test_message ("%s", failure.advice);
      g_assert_cmpint (failure.code, ==, cases[i].code);
      g_assert_cmpint (failure.verdict, ==, cases[i].verdict);
      g_assert_cmpuint (failure.wait, ==, cases[i].wait);
      g_assert_nonnull (strstr (failure.advice, cases[i].advice));
      g_assert_null (strstr (failure.advice, "AIza"));
      g_assert_null (strstr (failure.advice, "12345"));
      g_assert_null (strchr (failure.advice, '\n'));
      chatty_gemini_failure_to_error (&failure, &error);
      g_assert_error (error, CHATTY_ERROR, cases[i].code);
      g_assert_cmpuint (chatty_error_get_wait (error), ==, cases[i].wait);
    }
}

static void
test_no_failures (void)
{
  static const char *const all_well[] = {
    "{}", "[]", "[7]", "7", "{\"error\":null}", "{\"error\":{}}", "{\"error\":\"x\"}",
    "{\"candidates\":[]}",
  };
  g_auto (ChattyGeminiFailure) failure = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (all_well); i++)
    {
      g_autoptr (JsonNode) node = parse (all_well[i]);

      g_assert_false (chatty_gemini_read_failure (node, 200, TRUE, NOW, &failure));
    }
  g_assert_false (chatty_gemini_read_failure (NULL, 403, TRUE, NOW, &failure));
}

static void
test_next_day (void)
{
  /* In summer midnight there is 07:00 UTC, in winter 08:00. */
  static const gint64 times[][2] = {
    { 1795435200, 1795507200 },
    { 1795507199, 1795507200 },
    { 1795507200, 1795593600 },
    { 1782864000, 1782889200 },
    /* The days on which the clocks are changed, of 2026-03-08 and 2026-11-01,
     * and those before. */
    { 1772913600, 1772956800 },
    { 1772960400, 1773039600 },
    { 1793487600, 1793516400 },
    { 1793516400, 1793606400 },
    { 1793525400, 1793606400 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    g_assert_cmpint (chatty_gemini_next_day (times[i][0] * G_USEC_PER_SEC), ==,
                     times[i][1] * G_USEC_PER_SEC);
}

/* Models ---------------------------------------------------------------------------- */

#define MODEL(name, methods, more) "{\"name\":\"" name "\",\"displayName\":\"T " name "\"," \
  "\"supportedGenerationMethods\":[" methods "]" more "}"
#define GENERATES "\"generateContent\",\"countTokens\""

static const char model_list[] =
  "{\"models\":["
  MODEL ("models/gemini-2.5-flash", GENERATES, ",\"inputTokenLimit\":1048576,\"thinking\":true") ","
  MODEL ("models/gemini-3.8-flash", GENERATES, ",\"inputTokenLimit\":\"1048576\",\"thinking\":true") ","
  MODEL ("models/gemini-3.9-flash-lite", GENERATES, "") ","
  MODEL ("models/gemini-4.1-pro-preview", GENERATES, ",\"thinking\":true") ","
  MODEL ("models/gemma-3-27b-it", GENERATES, "") ","
  MODEL ("models/gemini-3.8-flash-tts", GENERATES, "") ","
  MODEL ("models/gemini-3.8-flash-lite-tts", GENERATES, "") ","
  MODEL ("models/gemini-3.8-flash-image", GENERATES, "") ","
  MODEL ("models/gemini-live-2.5", GENERATES, "") ","
  MODEL ("models/gemini-embedding-001", "\"embedContent\"", "") ","
  MODEL ("models/aqa", "\"generateAnswer\"", "") ","
  MODEL ("models/../../x", GENERATES, "") ","
  "{\"name\":7},null,{\"displayName\":\"x\"}],\"nextPageToken\":\"next\"}";

static GPtrArray *
read_list (void)
{
  GPtrArray *models = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_gemini_model_free);
  g_autoptr (JsonNode) first = parse (model_list);
  g_autoptr (JsonNode) tuned =
    parse ("{\"tunedModels\":[{\"name\":\"tunedModels/mine-1\",\"displayName\":\"Mine\","
           "\"state\":\"ACTIVE\"},{\"name\":\"tunedModels/mine-2\",\"state\":\"FAILED\"}]}");
  g_autofree char *next = NULL;
  g_autofree char *none = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (chatty_gemini_read_models (first, models, &next, &error));
  g_assert_cmpstr (next, ==, "next");
  g_assert_true (chatty_gemini_read_models (tuned, models, &none, &error));
  g_assert_null (none);
  g_assert_no_error (error);
  return models;
}

static void
test_models (void)
{
  static const char *const talkers[] = {
    "gemini-3.8-flash", "gemini-2.5-flash", "gemini-3.9-flash-lite", "gemini-4.1-pro-preview",
    "gemma-3-27b-it", "tunedModels/mine-1", "aqa",
  };
  g_autoptr (GPtrArray) models = read_list ();
  g_autoptr (GPtrArray) list = chatty_gemini_list_talkers (models);
  g_autoptr (GPtrArray) speakers = chatty_gemini_list_speakers (models);
  g_autoptr (JsonNode) wrong = parse ("{\"hello\":1}");
  g_autoptr (JsonNode) empty = parse ("{}");
  g_autofree char *next = NULL;
  g_autoptr (GError) error = NULL;
  const ChattyLanguageModel *first;

  g_assert_cmpuint (list->len, ==, G_N_ELEMENTS (talkers));
  for (guint i = 0; i < list->len; i++)
    g_assert_cmpstr (((ChattyLanguageModel *) g_ptr_array_index (list, i))->id, ==, talkers[i]);
  first = g_ptr_array_index (list, 0);
  g_assert_cmpuint (first->context_tokens, ==, 1048576);
  g_assert_true (first->takes_images && first->takes_audio);
  g_assert_true (g_strv_contains (first->efforts, "high"));
  first = g_ptr_array_index (list, 4);
  g_assert_false (first->takes_images || first->takes_audio);
  g_assert_cmpuint (g_strv_length ((char **) first->efforts), ==, 0);

  /* What does not talk says so, and comes last. */
  first = g_ptr_array_index (list, 6);
  g_assert_nonnull (strstr (first->group, "documents alone"));
  g_assert_false (first->takes_images || first->takes_audio);

  g_assert_cmpuint (speakers->len, ==, 2);
  g_assert_cmpstr (((ChattySpeechModel *) g_ptr_array_index (speakers, 0))->id, ==,
                   "gemini-3.8-flash-tts");
  g_assert_cmpstr (chatty_gemini_choose_model (models, NULL, FALSE)->id, ==, "gemini-3.8-flash");
  g_assert_cmpstr (chatty_gemini_choose_model (models, "models/aqa", FALSE)->id, ==, "aqa");
  g_assert_true (chatty_gemini_choose_model (models, "aqa", FALSE)->answers);
  g_assert_false (chatty_gemini_choose_model (models, NULL, FALSE)->answers);
  g_assert_null (chatty_gemini_choose_model (models, "gone", FALSE));

  g_assert_true (chatty_gemini_read_models (empty, models, &next, NULL));
  g_assert_false (chatty_gemini_read_models (wrong, models, &next, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
}

static void
test_paths (void)
{
  static const struct {
    const char *id;
    const char *path;
  } ids[] = {
    { "gemini-3.8-flash", "/v1beta/models/gemini-3.8-flash:m" },
    { "models/gemini-3.8-flash", "/v1beta/models/gemini-3.8-flash:m" },
    { "tunedModels/mine-1", "/v1beta/tunedModels/mine-1:m" },
    { "dynamic/x", "/v1beta/dynamic/x:m" },
    { "../x", NULL }, { "models/", NULL }, { "a/b", NULL }, { "a?b", NULL }, { "a:b", NULL },
    { "..", NULL }, { "", NULL }, { "ä", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *path = chatty_gemini_model_path (ids[i].id, "m", &error);

      g_assert_cmpstr (path, ==, ids[i].path);
      if (ids[i].path == NULL)
        g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
    }
}

/* Writing --------------------------------------------------------------------------- */

static void
add_turn (GPtrArray  *turns,
          ChattyRole  role,
          const char *text)
{
  ChattyTurnBuilder *builder = chatty_turn_builder_new (role);

  chatty_turn_builder_set_text (builder, text);
  g_ptr_array_add (turns, chatty_turn_builder_end (builder));
}

static void
test_chat (void)
{
  g_autoptr (GPtrArray) turns =
    g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_turn_unref);
  g_autoptr (GPtrArray) stores = g_ptr_array_new ();
  g_autoptr (GBytes) bytes = g_bytes_new_static ("abc", 3);
  ChattyChatFile image = { "a.png", "image/png", bytes };
  ChattyChatContext context = { .instructions = "Be kind", .turns = turns, .temperature = 9,
                                .max_tokens = 100, .effort = "low" };
  ChattyChatMessage message = { .text = "And now?", .images = &image, .n_images = 1,
                                .context = &context };
  ChattyGeminiModel model = { .id = (char *) "gemini-3.8-flash", .thinks = TRUE, .version = 3.8 };
  g_autoptr (JsonNode) plain = NULL;
  g_autoptr (JsonNode) full = NULL;
  g_autoptr (JsonNode) count = NULL;
  g_autoptr (GError) error = NULL;

  plain = chatty_gemini_write_chat (&(ChattyChatMessage) { .text = "Hi" }, NULL, &error);
  g_assert_no_error (error);
  assert_body ("GenerateContentRequest", plain,
               "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}]}");

  add_turn (turns, CHATTY_ROLE_PERSON, "Hello");
  add_turn (turns, CHATTY_ROLE_NOTE, "a note");
  add_turn (turns, CHATTY_ROLE_ASSISTANT, "Yes?");
  add_turn (turns, CHATTY_ROLE_ASSISTANT, "");
  add_turn (turns, CHATTY_ROLE_PERSON, "Well");
  g_ptr_array_add (stores, (gpointer) "fileSearchStores/a-1");
  context.stores = stores;
  context.settings =
    "{\"generationConfig\":{\"topP\":0.5,\"topK\":7.9,\"temperature\":1,\"seed\":\"x\","
    "\"stopSequences\":[\"END\",7,\"\"],\"responseMimeType\":\"x\"},"
    "\"safetySettings\":[{\"category\":\"HARM_CATEGORY_HARASSMENT\",\"threshold\":\"BLOCK_NONE\"},"
    "{\"category\":\"HARM_CATEGORY_HARASSMENT\",\"threshold\":\"OFF\"},"
    "{\"category\":\"HARM_CATEGORY_NEW\",\"threshold\":\"OFF\"},7],"
    "\"tools\":[{\"googleSearch\":{\"x\":1}},{\"fileSearch\":{\"topK\":3,"
    "\"metadataFilter\":\"a = \\\"b\\\"\",\"fileSearchStoreNames\":[\"other\"]}},"
    "{\"mcpServers\":[{}]}]}";
  full = chatty_gemini_write_chat (&message, &model, &error);
  g_assert_no_error (error);
  assert_body ("GenerateContentRequest", full,
    "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hello\"}]},"
    "{\"role\":\"model\",\"parts\":[{\"text\":\"Yes?\"}]},"
    "{\"role\":\"user\",\"parts\":[{\"text\":\"Well\"},"
    "{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"YWJj\"}},{\"text\":\"And now?\"}]}],"
    "\"systemInstruction\":{\"parts\":[{\"text\":\"Be kind\"}]},"
    "\"generationConfig\":{\"temperature\":2.0,\"topP\":0.5,\"topK\":7,"
    "\"stopSequences\":[\"END\"],\"maxOutputTokens\":100,"
    "\"thinkingConfig\":{\"includeThoughts\":true,\"thinkingLevel\":\"LOW\"}},"
    "\"safetySettings\":[{\"category\":\"HARM_CATEGORY_HARASSMENT\",\"threshold\":\"BLOCK_NONE\"}],"
    "\"tools\":[{\"googleSearch\":{}},{\"fileSearch\":{\"topK\":3,"
    "\"metadataFilter\":\"a = \\\"b\\\"\",\"fileSearchStoreNames\":[\"fileSearchStores/a-1\","
    "\"fileSearchStores/other\"]}}]}");

  count = chatty_gemini_write_count (&message, NULL, "gemini-3.8-flash", &error);
  g_assert_no_error (error);
  gemini_note_body ("CountTokensRequest", count);
  g_assert_cmpstr (chatty_json_get_string (chatty_json_get_object (json_node_get_object (count),
                                                                   "generateContentRequest"),
                                           "model"), ==, "models/gemini-3.8-flash");
}

static void
test_thinking (void)
{
  static const struct {
    gboolean    known;
    gboolean    thinks;
    double      version;
    const char *effort;
    const char *settings;
    const char *config;       /* NULL: none */
  } cases[] = {
    { FALSE, FALSE, 0, NULL, NULL, NULL },
    { FALSE, FALSE, 0, "high", NULL, "{\"thinkingLevel\":\"HIGH\"}" },
    { FALSE, FALSE, 0, "none", NULL, NULL },
    { TRUE, FALSE, 3, "high", "{\"thinkingConfig\":{\"includeThoughts\":true}}", NULL },
    { TRUE, TRUE, 3, NULL, NULL, "{\"includeThoughts\":true}" },
    { TRUE, TRUE, 3, "high", "{\"generationConfig\":{\"thinkingConfig\":{\"thinkingBudget\":5,"
      "\"includeThoughts\":false}}}", "{\"includeThoughts\":false,\"thinkingLevel\":\"HIGH\"}" },
    { TRUE, TRUE, 3, NULL, "{\"thinkingConfig\":{\"thinkingBudget\":1e9}}",
      "{\"includeThoughts\":true,\"thinkingBudget\":65536}" },
    { TRUE, TRUE, 2.5, "medium", NULL, "{\"includeThoughts\":true,\"thinkingBudget\":8192}" },
    { TRUE, TRUE, 2.5, NULL, "{\"thinkingConfig\":{\"thinkingLevel\":\"low\"}}",
      "{\"includeThoughts\":true,\"thinkingBudget\":1024}" },
    { FALSE, FALSE, 0, NULL, "not json", NULL },
    { FALSE, FALSE, 0, NULL, "{\"generationConfig\":[],\"tools\":{},\"safetySettings\":7}", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ChattyChatContext context = { .temperature = NAN, .effort = cases[i].effort,
                                    .settings = cases[i].settings };
      ChattyChatMessage message = { .text = "Hi", .context = &context };
      ChattyGeminiModel model = { .id = (char *) "gemini-x", .thinks = cases[i].thinks, .version = cases[i].version };
      g_autoptr (JsonNode) body =
        chatty_gemini_write_chat (&message, cases[i].known ? &model : NULL, NULL);
      g_autofree char *expected = cases[i].config != NULL
        ? g_strconcat (",\"generationConfig\":{\"thinkingConfig\":", cases[i].config, "}}", NULL)
        : g_strdup ("}");
      g_autofree char *all =
        g_strconcat ("{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}]", expected,
                     NULL);

      assert_body ("GenerateContentRequest", body, all);
    }
}

static void
test_chat_refused (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("abc", 3);
  g_autoptr (GBytes) large = g_bytes_new_take (g_malloc0 (15 * 1024 * 1024), 15 * 1024 * 1024);
  ChattyChatFile file = { "a.pdf", "application/pdf", bytes };
  ChattyChatFile heavy = { "a.png", "image/png", large };
  ChattyAudioFormat format = { "audio/x-raw", 16000, 1, 16 };
  g_autoptr (GBytes) wav = chatty_wav_make (&format, bytes);
  ChattyGeminiModel tuned = { .id = (char *) "tunedModels/mine", .name = (char *) "Mine" };
  g_autofree char *base64 = NULL;
  g_autofree char *expected = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) sound = NULL;

  g_assert_null (chatty_gemini_write_chat (&(ChattyChatMessage) { .text = "" }, NULL, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
  g_clear_error (&error);
  g_assert_null (chatty_gemini_write_chat (&(ChattyChatMessage) { .images = &file, .n_images = 1 },
                                           NULL, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED);
  g_clear_error (&error);
  g_assert_null (chatty_gemini_write_chat (&(ChattyChatMessage) { .images = &heavy,
                                                                  .n_images = 1 }, NULL, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE);
  g_clear_error (&error);
  g_assert_null (chatty_gemini_write_chat (&(ChattyChatMessage) { .audio = bytes }, NULL, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
  g_clear_error (&error);
  g_assert_null (chatty_gemini_write_chat (&(ChattyChatMessage) { .audio = wav, .text = "Hi" }, NULL,
                                           &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
  g_clear_error (&error);
  g_assert_null (chatty_gemini_write_chat (&(ChattyChatMessage) { .audio = wav }, &tuned, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED);
  g_assert_nonnull (strstr (error->message, "Mine"));
  g_clear_error (&error);
  sound = chatty_gemini_write_chat (&(ChattyChatMessage) { .audio = wav }, NULL, &error);
  g_assert_no_error (error);
  base64 = g_base64_encode (g_bytes_get_data (wav, NULL), g_bytes_get_size (wav));
  expected = g_strconcat ("{\"contents\":[{\"role\":\"user\",\"parts\":[{\"inlineData\":"
                          "{\"mimeType\":\"audio/wav\",\"data\":\"", base64, "\"}}]}]}", NULL);
  assert_body ("GenerateContentRequest", sound, expected);
}

/* Reading --------------------------------------------------------------------------- */

typedef struct {
  GString *text;
  GString *thought;
  char    *model;
  char    *finish;
  guint    prompt;
  guint    completion;
} Heard;

static gboolean
event_cb (const ChattySseEvent  *event,
          gpointer               user_data,
          GError               **error)
{
  Heard *heard = user_data;
  g_autoptr (JsonNode) node = chatty_json_parse (event->data, (gssize) event->length, NULL);
  g_auto (ChattyGeminiPiece) piece = { NULL };

  if (!chatty_gemini_read_piece (node, NOW, &piece, error))
    return FALSE;
  if (piece.text != NULL)
    g_string_append (heard->text, piece.text);
  if (piece.thought != NULL)
    g_string_append (heard->thought, piece.thought);
  if (piece.model != NULL)
    g_free (heard->model), heard->model = g_steal_pointer (&piece.model);
  if (piece.finish != NULL)
    g_free (heard->finish), heard->finish = g_steal_pointer (&piece.finish);
  if (piece.has_usage)
    heard->prompt = piece.prompt, heard->completion = piece.completion;
  return TRUE;
}

/* Whatever the network makes of it. */
static void
test_stream_cut (void)
{
  static const char stream[] =
    "data: {\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"hm \",\"thought\":"
    "true,\"thoughtSignature\":\"QUJD\"}]},\"index\":0}],\"modelVersion\":\"gemini-3.8-flash\","
    "\"usageMetadata\":{\"promptTokenCount\":5}}\r\n\r\n"
    "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Grüß \"},{\"text\":\"漁師 🐟\"}]}}]}\n\n"
    "data: {\"candidates\":[{\"content\":{},\"groundingMetadata\":{\"groundingChunks\":[]}}]}\n\n"
    "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\" Gott\"},{\"executableCode\":{\"language\":"
    "\"PYTHON\",\"code\":\"print(1)\"}},{\"codeExecutionResult\":{\"output\":\"1\\n\"}}]},\"finishReason\":"
    "\"STOP\"},{\"index\":1,\"content\":{\"parts\":[{\"text\":\"no\"}]}}],\"usageMetadata\":"
    "{\"promptTokenCount\":5,\"candidatesTokenCount\":7,\"thoughtsTokenCount\":3}}\r\n\r\n";

  for (gsize cut = 0; cut < sizeof stream; cut++)
    {
      Heard heard = { g_string_new (NULL), g_string_new (NULL) };
      g_autoptr (ChattySseReader) reader = chatty_sse_reader_new (event_cb, &heard);
      g_autoptr (GError) error = NULL;

      g_assert_true (chatty_sse_reader_feed (reader, stream, cut, &error));
      g_assert_true (chatty_sse_reader_feed (reader, stream + cut, sizeof stream - 1 - cut,
                                             &error));
      g_assert_true (chatty_sse_reader_finish (reader, &error));
      g_assert_no_error (error);
      g_assert_cmpstr (heard.text->str, ==,
                       "Grüß 漁師 🐟 Gott\n```python\nprint(1)\n```\n\n```\n1\n```\n");
      g_assert_cmpstr (heard.thought->str, ==, "hm ");
      g_assert_cmpstr (heard.model, ==, "gemini-3.8-flash");
      g_assert_cmpstr (heard.finish, ==, "STOP");
      g_assert_cmpuint (heard.prompt, ==, 5);
      g_assert_cmpuint (heard.completion, ==, 10);
      g_string_free (heard.text, TRUE);
      g_string_free (heard.thought, TRUE);
      g_free (heard.model);
      g_free (heard.finish);
    }
}

static void
test_pieces (void)
{
  static const struct {
    const char *json;
    const char *text;
    const char *finish;
    const char *block;
    int         code;     /* -1: none */
  } cases[] = {
    { "{\"promptFeedback\":{\"blockReason\":\"SAFETY\"},\"usageMetadata\":{}}", NULL, NULL, "SAFETY",
      -1 },
    { "{\"promptFeedback\":{\"safetyRatings\":[]},\"candidates\":[{\"finishReason\":\"SAFETY\"}]}",
      NULL, "SAFETY", NULL, -1 },
    { "{\"candidates\":[{\"content\":{\"role\":\"model\"},\"finishReason\":\"MAX_TOKENS\"}]}", NULL,
      "MAX_TOKENS", NULL, -1 },
    { "{\"candidates\":[{\"content\":{\"parts\":[null,7,{},{\"text\":9},{\"text\":\"a\"}]}}]}", "a",
      NULL, NULL, -1 },
    { "{\"candidates\":7,\"usageMetadata\":7,\"promptFeedback\":7}", NULL, NULL, NULL, -1 },
    { "{\"error\":{\"code\":503,\"message\":\"m\",\"status\":\"UNAVAILABLE\"}}", NULL, NULL, NULL,
      CHATTY_ERROR_SERVER },
    { "[{\"error\":{\"code\":429,\"message\":\"m\",\"status\":\"RESOURCE_EXHAUSTED\"}}]", NULL, NULL,
      NULL, CHATTY_ERROR_RATE_LIMITED },
    { "[]", NULL, NULL, NULL, CHATTY_ERROR_SERVER },
    { "\"x\"", NULL, NULL, NULL, CHATTY_ERROR_SERVER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) node = parse (cases[i].json);
      g_auto (ChattyGeminiPiece) piece = { NULL };
      g_autoptr (GError) error = NULL;
      gboolean good = chatty_gemini_read_piece (node, NOW, &piece, &error);

      g_test_message ("%s", cases[i].json);
      g_assert_cmpint (good, ==, cases[i].code < 0);
      if (!good)
        g_assert_error (error, CHATTY_ERROR, cases[i].code);
      g_assert_cmpstr (piece.text, ==, cases[i].text);
      g_assert_cmpstr (piece.finish, ==, cases[i].finish);
      g_assert_cmpstr (piece.block, ==, cases[i].block);
    }
  {
    g_auto (ChattyGeminiPiece) piece = { NULL };
    g_autoptr (GError) error = NULL;

    g_assert_false (chatty_gemini_read_piece (NULL, NOW, &piece, &error));
    g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_SERVER);
  }
}

static void
test_endings (void)
{
  /* All that the discovery document has. */
  static const char *const reasons[] = {
    "FINISH_REASON_UNSPECIFIED", "STOP", "MAX_TOKENS", "SAFETY", "RECITATION", "LANGUAGE", "OTHER",
    "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "MALFORMED_FUNCTION_CALL", "IMAGE_SAFETY",
    "IMAGE_PROHIBITED_CONTENT", "IMAGE_OTHER", "NO_IMAGE", "IMAGE_RECITATION",
    "UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS", "MISSING_THOUGHT_SIGNATURE",
    "MALFORMED_RESPONSE", "ESCALATION",
  };
  static const char *const blocks[] = {
    "SAFETY", "OTHER", "BLOCKLIST", "PROHIBITED_CONTENT", "IMAGE_SAFETY", "NEW_ONE", "",
  };
  g_autofree char *unknown = chatty_gemini_describe_finish ("BRAND_NEW", TRUE);
  g_autofree char *nasty = chatty_gemini_describe_finish ("<b>hello</b>", TRUE);
  g_autofree char *fine = chatty_gemini_describe_finish ("STOP", TRUE);

  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    {
      g_autofree char *empty = chatty_gemini_describe_finish (reasons[i], FALSE);
      g_autofree char *some = chatty_gemini_describe_finish (reasons[i], TRUE);

      /* An answer that is none is always explained, and with words of people. */
      g_assert_nonnull (empty);
      g_assert_null (strstr (empty, reasons[i]));
      g_assert_cmpint (some == NULL, ==, i < 2);
    }
  for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
    {
      g_autofree char *words = chatty_gemini_describe_block (blocks[i]);

      g_assert_cmpuint (strlen (words), >, 20);
    }
  g_assert_nonnull (strstr (unknown, "BRAND_NEW"));
  g_assert_null (strchr (nasty, '<'));
  g_assert_null (fine);
}

static void
test_count (void)
{
  g_autoptr (JsonNode) good = parse ("{\"totalTokens\":31,\"promptTokensDetails\":[]}");
  g_autoptr (JsonNode) bad = parse ("{\"totalTokens\":-3}");
  g_autoptr (JsonNode) list = parse ("[]");
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (chatty_gemini_read_count (good, &error), ==, 31);
  g_assert_no_error (error);
  g_assert_cmpuint (chatty_gemini_read_count (bad, &error), ==, 0);
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_SERVER);
  g_assert_cmpuint (chatty_gemini_read_count (list, NULL), ==, 0);
}

/* Speech ---------------------------------------------------------------------------- */

static void
test_formats (void)
{
  static const struct {
    const char *mime;
    const char *media_type;   /* NULL: not known */
    guint       rate;
    guint       channels;
    guint       bits;
  } types[] = {
    { "audio/L16;codec=pcm;rate=24000", "audio/x-raw", 24000, 1, 16 },
    { "audio/l16; rate=16000 ; channels=2", "audio/x-raw", 16000, 2, 16 },
    { "audio/pcm", "audio/x-raw", 24000, 1, 16 },
    { "audio/L16;rate=0", "audio/x-raw", 24000, 1, 16 },
    { "audio/L16;rate=99999999999999999999", "audio/x-raw", 24000, 1, 16 },
    { "audio/wav", "audio/wav", 0, 0, 0 }, { "audio/x-wav", "audio/wav", 0, 0, 0 },
    { "audio/mp3", "audio/mpeg", 0, 0, 0 }, { "audio/ogg;codecs=opus", "audio/ogg", 0, 0, 0 },
    { "audio/mulaw", "audio/x-mulaw", 8000, 1, 0 },
    { "text/html", NULL, 0, 0, 0 }, { "", NULL, 0, 0, 0 }, { NULL, NULL, 0, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      ChattyAudioFormat format;

      g_assert_cmpint (chatty_gemini_read_format (types[i].mime, &format), ==,
                       types[i].media_type != NULL);
      g_assert_cmpstr (format.media_type, ==, types[i].media_type);
      g_assert_cmpuint (format.rate, ==, types[i].rate);
      g_assert_cmpuint (format.channels, ==, types[i].channels);
      g_assert_cmpuint (format.bits, ==, types[i].bits);
    }
}

#define SOUND(parts) "{\"candidates\":[{\"content\":{\"parts\":[" parts "]}," \
  "\"finishReason\":\"STOP\"}],\"modelVersion\":\"gemini-3.8-flash-tts\"}"
#define DATA(mime, data) "{\"inlineData\":{\"mimeType\":\"" mime "\",\"data\":\"" data "\"}}"

static void
test_sounds (void)
{
  static const struct {
    const char *json;
    const char *bytes;   /* NULL: an error */
    int         code;
  } cases[] = {
    { SOUND (DATA ("audio/L16;rate=24000", "QUJDRA==")), "ABCD", 0 },
    { SOUND (DATA ("audio/L16;rate=24000", "QUJDRA==") "," DATA ("audio/L16;rate=24000", "QUJDRA==")),
      "ABCDABCD", 0 },
    { SOUND (DATA ("audio/L16", "QUJD")), "AB", 0 },
    { SOUND (DATA ("audio/wav", "QUJD")), "ABC", 0 },
    { SOUND (DATA ("audio/wav", "QUJD") "," DATA ("audio/wav", "QUJD")), NULL, CHATTY_ERROR_SERVER },
    { SOUND (DATA ("audio/L16", "Q!JD")), NULL, CHATTY_ERROR_SERVER },
    { SOUND (DATA ("image/png", "QUJD")), NULL, CHATTY_ERROR_SERVER },
    { SOUND (DATA ("audio/L16", "")), NULL, CHATTY_ERROR_SERVER },
    { SOUND ("{\"text\":\"Hello to you too\"}"), NULL, CHATTY_ERROR_SERVER },
    { "{\"promptFeedback\":{\"blockReason\":\"OTHER\"}}", NULL, CHATTY_ERROR_INVALID_DATA },
    { "{\"candidates\":[{\"finishReason\":\"OTHER\"}]}", NULL, CHATTY_ERROR_SERVER },
    { "{}", NULL, CHATTY_ERROR_SERVER },
    { "[]", NULL, CHATTY_ERROR_SERVER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) node = parse (cases[i].json);
      g_auto (ChattyGeminiSound) sound = { NULL };
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i].json);
      g_assert_cmpint (chatty_gemini_read_sound (node, NOW, &sound, &error), ==,
                       cases[i].bytes != NULL);
      if (cases[i].bytes == NULL)
        {
          g_assert_error (error, CHATTY_ERROR, cases[i].code);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpmem (g_bytes_get_data (sound.audio, NULL), g_bytes_get_size (sound.audio),
                       cases[i].bytes, strlen (cases[i].bytes));
      g_assert_cmpstr (sound.model, ==, "gemini-3.8-flash-tts");
    }
}

static void
test_speech (void)
{
  static const char *const languages[][2] = {
    { "en-GB", "en-GB" }, { "DE", "de-DE" }, { "pt_PT", "pt-BR" }, { "zh-Hans-CN", "cmn-CN" },
    { "ar", "ar-XA" }, { "tlh", NULL }, { NULL, NULL }, { "", NULL }, { "-", NULL },
  };
  ChattySpeechRequest request = { .voice = "Kore", .text = "Hello", .speed = 1.5,
                                  .feeling = { CHATTY_EMOTION_JOY, CHATTY_STRENGTH_STRONG } };
  g_auto (GStrv) directed = chatty_gemini_split_text (&request);
  g_autoptr (GString) text = g_string_new (NULL);
  g_auto (GStrv) parts = NULL;
  g_autoptr (GPtrArray) voices = chatty_gemini_list_voices ();

  g_assert_cmpuint (voices->len, ==, 30);
  g_assert_true (chatty_voice_speaks (g_ptr_array_index (voices, 0), "de-DE"));
  g_assert_cmpstr (directed[0], ==, "Say quickly in a very happy voice:\nHello");
  request = (ChattySpeechRequest) { .voice = "Kore" };
  for (guint i = 0; i < 300; i++)
    g_string_append (text, "A sentence of some words. ");
  request.text = text->str;
  parts = chatty_gemini_split_text (&request);
  g_assert_cmpuint (g_strv_length (parts), >, 4);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_assert_cmpuint (strlen (parts[i]), <=, CHATTY_GEMINI_MAX_SPEECH);
      g_assert_true (g_str_has_suffix (parts[i], "words."));
    }

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      g_autofree char *code = languages[i][1] != NULL
        ? g_strconcat (",\"languageCode\":\"", languages[i][1], "\"", NULL) : g_strdup ("");
      g_autofree char *expected = g_strconcat (
        "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}],\"generationConfig\":"
        "{\"responseModalities\":[\"AUDIO\"],\"speechConfig\":{\"voiceConfig\":"
        "{\"prebuiltVoiceConfig\":{\"voiceName\":\"Kore\"}}", code, "}}}", NULL);
      g_autoptr (JsonNode) body = NULL;

      request.language = languages[i][0];
      body = chatty_gemini_write_speech (&request, "Hi");
      assert_body ("GenerateContentRequest", body, expected);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("TZ", "UTC", TRUE);
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/gemini/key", test_key);
  g_test_add_func ("/gemini/failures", test_failures);
  g_test_add_func ("/gemini/failures/none", test_no_failures);
  g_test_add_func ("/gemini/failures/next-day", test_next_day);
  g_test_add_func ("/gemini/models", test_models);
  g_test_add_func ("/gemini/models/paths", test_paths);
  g_test_add_func ("/gemini/chat/body", test_chat);
  g_test_add_func ("/gemini/chat/thinking", test_thinking);
  g_test_add_func ("/gemini/chat/refused", test_chat_refused);
  g_test_add_func ("/gemini/chat/stream-cut", test_stream_cut);
  g_test_add_func ("/gemini/chat/pieces", test_pieces);
  g_test_add_func ("/gemini/chat/endings", test_endings);
  g_test_add_func ("/gemini/chat/count", test_count);
  g_test_add_func ("/gemini/speech/formats", test_formats);
  g_test_add_func ("/gemini/speech/sounds", test_sounds);
  g_test_add_func ("/gemini/speech/request", test_speech);
  return g_test_run ();
}
