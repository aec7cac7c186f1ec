/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <string.h>

#include "chatty-convai-codec.h"
#include "chatty-error.h"
#include "chatty-json.h"
#include "chatty-wav.h"

/* Shapes of the platform's answers, in fixtures of our own. */

static JsonNode *
parse (const char *json)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = chatty_json_parse (json, -1, &error);

  g_assert_no_error (error);
  return node;
}

static void
test_failures (void)
{
  static const struct {
    const char *json;
    gboolean    success;
    const char *words;
  } cases[] = {
    { "{\"API_ERROR\": \"Invalid API key provided.\"}", FALSE, "Invalid API key provided." },
    { "{\"ERROR\": \"x\", \"Reference ID\": \"1\"}", FALSE, "x" },
    { "{\"INTERNAL_ERROR\": \"y\"}", FALSE, "y" },
    { "{\"API_ERROR\": \"\", \"ERROR\": \"z\"}", FALSE, "z" },
    { "{\"detail\": \"Invalid character_session_id\"}", FALSE, "Invalid character_session_id" },
    { "{\"detail\": [{\"type\": \"missing\", \"loc\": [\"body\", \"text_input\"],"
      " \"msg\": \"Field required\"}]}", FALSE, "text_input: Field required" },
    { "{\"status\": \"error\", \"message\": \"no model\", \"transactionID\": \"1\"}", FALSE,
      "no model" },
    { "{\"error\": {\"message\": \"deep\"}}", FALSE, "deep" },
    { "{\"charID\": \"1\", \"text\": \"process_failure, error: gone\"}", FALSE,
      "process_failure, error: gone" },
    /* The same with the status of success. */
    { "{\"ERROR\": \"x\"}", TRUE, "x" },
    { "{\"text\": \"process_failure, error: gone\"}", TRUE, "process_failure, error: gone" },
    { "{\"status\": \"error\", \"message\": \"no\"}", TRUE, "no" },
    { "{\"status\": \"failed\"}", TRUE, "status: error" },
    /* These are no failures. */
    { "{\"message\": \"deleted\"}", TRUE, NULL },
    { "{\"text\": \"He told me about the process_failure\"}", TRUE, NULL },
    { "{\"ERROR\": null}", TRUE, NULL },
    { "{\"ERROR\": \"NULL\"}", TRUE, NULL },
    { "[]", TRUE, NULL },
    { "\"text\"", FALSE, NULL },
    { "{}", FALSE, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) node = parse (cases[i].json);
      g_autofree char *words = chatty_convai_dup_failure (node, cases[i].success);

      g_test_message ("%s", cases[i].json);
      g_assert_cmpstr (words, ==, cases[i].words);
    }
  g_assert_null (chatty_convai_dup_failure (NULL, FALSE));
}

static void
test_classes (void)
{
  static const struct {
    guint       status;
    const char *words;
    int         code;
  } cases[] = {
    { 400, "INTERNAL SERVER ERROR, one or more database calls failed!", CHATTY_ERROR_NOT_FOUND },
    { 400, "Invalid character_session_id", CHATTY_ERROR_NOT_FOUND },
    { 404, "Character not found or doesn't belong to user", CHATTY_ERROR_NOT_FOUND },
    { 404, "process_failure, error: model", CHATTY_ERROR_SERVER },
    { 401, "Invalid API key provided.", CHATTY_ERROR_SIGN_IN_NEEDED },
    { 400, "api_key not found.", CHATTY_ERROR_SIGN_IN_NEEDED },
    { 403, "This needs the Enterprise plan", CHATTY_ERROR_FORBIDDEN },
    { 403, "Usage limit reached: 3 of 3", CHATTY_ERROR_QUOTA },
    { 400, "Invalid reasoning_effort 'X' for model 'Y'.", -1 },
    { 403, NULL, -1 },
    { 429, "Too many requests for your plan", -1 },
    { 500, "Invalid API key provided.", -1 },
    { 200, "x", CHATTY_ERROR_SERVER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (chatty_convai_classify (cases[i].status, "/", cases[i].words), ==,
                     cases[i].code);
}

static void
test_success (void)
{
  static const char *const good[] = {
    "{\"STATUS\": \"SUCCESS\"}", "{\"STATUS\": \"Successful\"}", "{\"status\": \"success\"}",
    "{\"status\": \"SUCCESSFULLY DELETED\"}", "{\"response\": {\"STATUS\": \"SUCCESS\"}}",
  };
  static const char *const bad[] = {
    "{}", "[]", "null", "{\"STATUS\": \"FAILED\"}", "{\"STATUS\": null}", "{\"STATUS\": 1}",
    "{\"charID\": \"1\"}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (JsonNode) node = parse (good[i]);

      g_assert_true (chatty_convai_is_success (node));
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (JsonNode) node = parse (bad[i]);

      g_assert_false (chatty_convai_is_success (node));
    }
  g_assert_false (chatty_convai_is_success (NULL));
}

static void
test_values (void)
{
  g_autoptr (JsonNode) node = parse (
    "{\"a\": \"12\", \"b\": 12, \"c\": \"True\", \"d\": \"False\", \"e\": false, \"f\": \"NULL\","
    " \"g\": null, \"h\": \"1, 2 ,,3\", \"i\": [\"x\", 1, \"y\"], \"j\": 0.5, \"k\": \"1e999\","
    " \"l\": \"12x\"}");
  JsonObject *object = chatty_json_node_object (node);
  g_autofree char *b = chatty_convai_dup_text (object, "b");
  g_autofree char *j = chatty_convai_dup_text (object, "j");
  g_auto (GStrv) h = chatty_convai_dup_texts (object, "h");
  g_auto (GStrv) i = chatty_convai_dup_texts (object, "i");

  g_assert_cmpfloat (chatty_convai_get_number (object, "a", -1), ==, 12);
  g_assert_cmpfloat (chatty_convai_get_number (object, "b", -1), ==, 12);
  g_assert_cmpfloat (chatty_convai_get_number (object, "k", -1), ==, -1);
  g_assert_cmpfloat (chatty_convai_get_number (object, "l", -1), ==, -1);
  g_assert_cmpfloat (chatty_convai_get_number (object, "z", -1), ==, -1);
  g_assert_true (chatty_convai_get_flag (object, "c", FALSE));
  g_assert_false (chatty_convai_get_flag (object, "d", TRUE));
  g_assert_false (chatty_convai_get_flag (object, "e", TRUE));
  g_assert_true (chatty_convai_get_flag (object, "g", TRUE));
  g_assert_null (chatty_convai_dup_text (object, "f"));
  g_assert_null (chatty_convai_dup_text (object, "g"));
  g_assert_cmpstr (b, ==, "12");
  g_assert_cmpstr (j, ==, "0.5");
  g_assert_cmpuint (g_strv_length (h), ==, 3);
  g_assert_cmpstr (h[1], ==, "2");
  g_assert_cmpuint (g_strv_length (i), ==, 2);
}

static void
test_times (void)
{
  static const struct {
    const char *date;
    const char *time;
    const char *iso;
  } cases[] = {
    { "2023-11-07T02:57:59", NULL, "2023-11-07T02:57:59Z" },
    { "2024-09-17 20:51:09.216522", NULL, "2024-09-17T20:51:09.216522Z" },
    { "17-09-2024", "20:51:09", "2024-09-17T20:51:09Z" },
    { "17-09-2024", NULL, "2024-09-17T00:00:00Z" },
  };
  static const char *const bad[] = {
    "", "yesterday", "99-99-2024", "2024", "17-09-20245", "1111111111", "2024-13-01T00:00:00",
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (chatty_convai_read_time (cases[i].date, cases[i].time), ==,
                     chatty_time_parse_iso (cases[i].iso));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_cmpint (chatty_convai_read_time (bad[i], NULL), ==, CHATTY_TIME_NONE);
  g_assert_cmpint (chatty_convai_read_time (NULL, "20:51:09"), ==, CHATTY_TIME_NONE);
  g_assert_cmpint (chatty_convai_read_time ("17-09-2024", "late"), ==, CHATTY_TIME_NONE);
}

static const char RECORD[] =
  "{\"character_id\": \"0d1\", \"character_name\": \"Wren\", \"user_id\": \"u\","
  " \"timestamp\": \"2023-11-07T02:57:59\", \"last_interacted_with\": \"2024-01-01T00:00:00\","
  " \"voice_type\": \"MichelleNeural\", \"language_code\": \"en-US\","
  " \"language_codes\": [\"en-US\", \"ar\"], \"description\": \"Keeps a lamp\","
  " \"speaking_style\": {\"description\": \"slow\", \"sample_dialogues\": \"A: b\"},"
  " \"character_traits\": {\"catch_phrases\": [], \"speaking_style\": \"None\","
  "   \"personality_traits\": {\"openness\": 4, \"sensitivity\": 0, \"extraversion\": \"2\","
  "     \"odd\": 9}},"
  " \"personalised_prompt_config\": {\"MODEL\": \"gpt-oss-120b\", \"TEMPERATURE\": 0.7,"
  "   \"USE_COMBINED_PROMPT\": \"true\"},"
  " \"model_details\": {\"modelPlaceholder\": \"https://example.org/x.png\"},"
  " \"memory_settings\": {\"enabled\": \"True\"}, \"character_actions\": [\"wave\"],"
  " \"owner_address\": \"NULL\", \"guard_rails\": {\"type1\": \"3\"}}";

static void
check_record (ChattyCharacter *character)
{
  double value;

  g_assert_nonnull (character);
  g_assert_cmpstr (chatty_character_get_id (character), ==, "0d1");
  g_assert_cmpstr (chatty_character_get_name (character), ==, "Wren");
  g_assert_cmpint (chatty_character_get_created (character), ==,
                   chatty_time_parse_iso ("2023-11-07T02:57:59Z"));
  g_assert_cmpstr (chatty_character_get_text (character, CHATTY_FIELD_VOICE), ==,
                   "MichelleNeural");
  g_assert_cmpstr (chatty_character_get_text (character, CHATTY_FIELD_STYLE), ==, "slow");
  g_assert_cmpstr (chatty_character_get_text (character, CHATTY_FIELD_EXAMPLES), ==, "A: b");
  g_assert_cmpstr (chatty_character_get_text (character, CHATTY_FIELD_TEMPERATURE), ==, "0.7");
  g_assert_cmpstr (chatty_character_get_text (character, CHATTY_FIELD_REMEMBERS), ==, "true");
  g_assert_cmpstr (chatty_character_get_list (character, CHATTY_FIELD_LANGUAGES)[1], ==, "ar");
  g_assert_cmpuint (chatty_character_get_n_traits (character), ==, 3);
  g_assert_cmpstr (chatty_character_get_trait (character, 0, &value), ==, "extraversion");
  g_assert_cmpfloat (value, ==, 0);
  g_assert_cmpstr (chatty_character_get_trait (character, 1, &value), ==, "openness");
  g_assert_cmpfloat (value, ==, 100);
  g_assert_cmpstr (chatty_character_get_trait (character, 2, &value), ==, "sensitivity");
  g_assert_cmpfloat (value, ==, -100);
  g_assert_nonnull (strstr (chatty_character_get_extra (character, "convai"), "guard_rails"));
  g_assert_null (strstr (chatty_character_get_extra (character, "convai"),
                         "last_interacted_with"));
}

static void
test_character (void)
{
  g_autofree char *wrapped = g_strdup_printf ("{\"response\": %s}", RECORD);
  g_autofree char *listed = g_strdup_printf ("{\"characters\": [%s, %s, {\"no\": 1}, 7]}", RECORD,
                                             RECORD);
  g_autoptr (JsonNode) node = parse (RECORD);
  g_autoptr (JsonNode) wrapped_node = parse (wrapped);
  g_autoptr (JsonNode) listed_node = parse (listed);
  g_autoptr (ChattyCharacter) plain = chatty_convai_read_character (chatty_convai_unwrap (node));
  g_autoptr (ChattyCharacter) inner =
    chatty_convai_read_character (chatty_convai_unwrap (wrapped_node));
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = chatty_convai_read_characters (listed_node, &error);
  g_autoptr (JsonNode) none = parse ("{\"characters\": 7}");

  check_record (plain);
  check_record (inner);
  g_assert_false (chatty_character_is_complete (plain));
  g_assert_no_error (error);
  g_assert_cmpuint (list->len, ==, 1);
  g_assert_null (chatty_convai_read_characters (none, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
}

static void
test_write (void)
{
  ChattyCharacterBuilder *builder = chatty_character_builder_new ();
  const char *const languages[] = { "en-US", NULL };
  const char *const many[] = { "a", "b", "c", "d", "e", NULL };
  g_autoptr (ChattyCharacter) character = NULL;
  g_autoptr (ChattyCharacter) wrong = NULL;
  g_autoptr (JsonNode) update = NULL;
  g_autoptr (JsonNode) some = NULL;
  g_autofree char *text = NULL;
  g_autofree char *some_text = NULL;
  g_autoptr (GError) error = NULL;

  chatty_character_builder_set_text (builder, CHATTY_FIELD_NAME, "Wren");
  chatty_character_builder_set_text (builder, CHATTY_FIELD_TEMPERATURE, "0.5");
  chatty_character_builder_set_text (builder, CHATTY_FIELD_REMEMBERS, "true");
  chatty_character_builder_set_text (builder, CHATTY_FIELD_EFFORT, "");
  chatty_character_builder_set_text (builder, CHATTY_FIELD_GREETING, "stays here");
  chatty_character_builder_set_list (builder, CHATTY_FIELD_LANGUAGES, languages);
  character = chatty_character_builder_end (builder);
  update = chatty_convai_write_update ("1", character, ~0u, &error);
  g_assert_no_error (error);
  text = chatty_json_to_string (update, FALSE);
  g_assert_cmpstr (text, ==,
                   "{\"charID\":\"1\",\"charName\":\"Wren\",\"languageCodes\":[\"en-US\"],"
                   "\"temperature\":0.5,\"reasoning_effort\":\"\","
                   "\"memorySettings\":{\"enabled\":true}}");
  some = chatty_convai_write_update ("1", character, CHATTY_FIELD_FLAG (CHATTY_FIELD_GREETING),
                                     &error);
  some_text = chatty_json_to_string (some, FALSE);
  g_assert_cmpstr (some_text, ==, "{\"charID\":\"1\"}");

  /* A create needs a voice. */
  g_assert_null (chatty_convai_write_create (character, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
  g_clear_error (&error);

  builder = chatty_character_builder_new_from (character);
  chatty_character_builder_set_list (builder, CHATTY_FIELD_LANGUAGES, many);
  wrong = chatty_character_builder_end (builder);
  g_assert_null (chatty_convai_write_update ("1", wrong, ~0u, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
  g_clear_error (&error);
  g_clear_pointer (&wrong, chatty_character_unref);
  builder = chatty_character_builder_new_from (character);
  chatty_character_builder_set_text (builder, CHATTY_FIELD_TEMPERATURE, "nan");
  wrong = chatty_character_builder_end (builder);
  g_assert_null (chatty_convai_write_update ("1", wrong, ~0u, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
}

static void
test_lists (void)
{
  g_autoptr (JsonNode) voices_node = parse (
    "{\"Azure Voices\": [{\"Michelle\": {\"voice_value\": \"MichelleNeural\","
    "  \"lang_codes\": [\"en-US\"], \"gender\": \"FEMALE\", \"sample_link\": \"https://x\"}}],"
    " \"Empty\": [], \"Odd\": [7, {\"x\": 1}, {\"No value\": {\"gender\": \"MALE\"}}]}");
  g_autoptr (JsonNode) languages_node = parse (
    "[{\"en-US\": {\"lang_code\": \"en-US\", \"lang_name\": \"English\"}}, {\"ar\": {}}]");
  g_autoptr (JsonNode) models_node = parse (
    "{\"status\": \"success\", \"models\": [{\"model_group_name\": \"m\", \"display_name\": \"M\","
    " \"reasoning\": {\"levels\": [\"low\", \"high\"], \"default\": \"low\"}}, {}]}");
  g_autoptr (JsonNode) usage_node = parse (
    "{\"usage_v2\": {\"plan_name\": \"Scale\", \"expiry_ts\": \"2026-12-31T00:00:00\","
    " \"metrics\": [{\"id\": \"interactions\", \"usage_details\": [{\"limit\": \"3000\","
    " \"usage\": 12}]}, {\"id\": \"odd\"}]}, \"email\": \"a@example.org\"}");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) voices = chatty_convai_read_voices (voices_node, &error);
  g_autoptr (GPtrArray) languages = chatty_convai_read_languages (languages_node, &error);
  g_autoptr (GPtrArray) models = chatty_convai_read_models (models_node, &error);
  g_autoptr (ChattyUsage) usage = chatty_convai_read_usage (usage_node, &error);
  ChattyVoice *voice;

  g_assert_no_error (error);
  g_assert_cmpuint (voices->len, ==, 1);
  voice = g_ptr_array_index (voices, 0);
  g_assert_cmpstr (voice->name, ==, "Michelle");
  g_assert_cmpstr (voice->group, ==, "Azure Voices");
  g_assert_true (chatty_voice_speaks (voice, "en"));
  g_assert_true (chatty_voice_speaks (voice, "en-us"));
  g_assert_false (chatty_voice_speaks (voice, "e"));
  g_assert_cmpuint (languages->len, ==, 2);
  g_assert_cmpstr (((ChattyLanguage *) g_ptr_array_index (languages, 1))->code, ==, "ar");
  g_assert_cmpuint (models->len, ==, 1);
  g_assert_cmpstr (((ChattyLanguageModel *) g_ptr_array_index (models, 0))->efforts[1], ==,
                   "high");
  g_assert_cmpstr (usage->plan, ==, "Scale");
  g_assert_cmpstr (usage->account, ==, "a@example.org");
  g_assert_cmpuint (usage->n_metrics, ==, 1);
  g_assert_cmpfloat (usage->metrics[0].limit, ==, 3000);
}

static void
test_documents (void)
{
  g_autoptr (JsonNode) node = parse (
    "{\"docs\": [\"{\\\"id\\\": \\\"1\\\", \\\"file_name\\\": \\\"a.txt\\\","
    " \\\"is_available\\\": true, \\\"status\\\": \\\"active\\\","
    " \\\"timestamp\\\": \\\"2024-09-17 20:51:09.216522\\\", \\\"file_size\\\": \\\"72374\\\"}\","
    " {\"id\": \"2\", \"file_name\": \"b.txt\", \"is_available\": \"False\","
    "  \"status\": \"inactive\", \"file_size\": 5}, \"{broken\", 7, null, {}]}");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) documents = chatty_convai_read_documents (node, &error);
  ChattyDocument *first, *second;

  g_assert_no_error (error);
  g_assert_cmpuint (documents->len, ==, 2);
  first = g_ptr_array_index (documents, 0);
  second = g_ptr_array_index (documents, 1);
  g_assert_cmpint (first->size, ==, 72374);
  g_assert_true (first->ready && first->attached);
  g_assert_cmpint (first->added, ==, chatty_time_parse_iso ("2024-09-17T20:51:09.216522Z"));
  g_assert_false (second->ready || second->attached);
  g_assert_cmpint (second->size, ==, 5);
}

static void
test_history (void)
{
  g_autoptr (JsonNode) list = parse (
    "[{\"sessionID\": \"s1\", \"date\": \"17-09-2024\", \"time\": \"20:51:09\","
    " \"is_added_to_memory\": \"True\"}, {\"date\": \"x\"}]");
  g_autoptr (JsonNode) details = parse (
    "[{\"timestamp\": \"2024-09-17 20:51:10.000001\", \"interaction\": ["
    "  {\"speaker\": \"User\", \"message\": \"Hi\"},"
    "  {\"speaker\": \"Character\", \"message\": \"Hello\"}], \"is_trigger_input\": false},"
    " {\"timestamp\": \"2024-09-17 20:52:10.5\", \"interaction\": ["
    "  {\"speaker\": \"User\", \"message\": \"door opens\"},"
    "  {\"speaker\": \"Character\", \"message\": \"Who is it?\"}],"
    "  \"is_trigger_input\": \"True\"}]");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sessions = chatty_convai_read_sessions (list, &error);
  g_autoptr (ChattyTranscript) transcript = NULL;
  ChattyPastSession *session;

  g_assert_no_error (error);
  g_assert_cmpuint (sessions->len, ==, 1);
  session = g_ptr_array_index (sessions, 0);
  g_assert_true (session->remembered);
  transcript = chatty_convai_read_transcript (details, "Wren", session, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (chatty_transcript_get_id (transcript), ==, "convai:s1");
  g_assert_cmpstr (chatty_transcript_get_title (transcript), ==, "Wren, 2024-09-17");
  g_assert_cmpuint (chatty_transcript_get_n_turns (transcript), ==, 4);
  g_assert_cmpint (chatty_turn_get_role (chatty_transcript_get_turn (transcript, 2)), ==,
                   CHATTY_ROLE_NOTE);
  g_assert_cmpstr (chatty_turn_get_author (chatty_transcript_get_turn (transcript, 3)), ==,
                   "Wren");
  g_assert_cmpint (chatty_transcript_get_started (transcript), ==,
                   chatty_time_parse_iso ("2024-09-17T20:51:10.000001Z"));
}

static void
test_answer (void)
{
  static const ChattyAudioFormat bare = { "audio/x-raw", 22050, 1, 16 };
  g_autoptr (GBytes) samples = g_bytes_new_static ("abcd", 4);
  g_autoptr (GBytes) wav = chatty_wav_make (&bare, samples);
  g_autofree char *base64 = g_base64_encode (g_bytes_get_data (wav, NULL),
                                             g_bytes_get_size (wav));
  g_autofree char *json = g_strdup_printf (
    "{\"charID\": \"1\", \"text\": \"Hello\", \"audio\": \"%s\", \"sample_rate\": \"8000\","
    " \"sessionID\": \"abc\", \"UserQuery\": \"hi\"}", base64);
  g_autoptr (JsonNode) node = parse (json);
  g_autoptr (JsonNode) odd = parse ("{\"text\": \"x\", \"audio\": \"####\", \"sessionID\": 7}");
  g_autoptr (JsonNode) empty = parse ("{\"text\": \"\", \"audio\": null}");
  g_auto (ChattyConvaiAnswer) answer = { NULL };
  g_auto (ChattyConvaiAnswer) odd_answer = { NULL };
  g_auto (ChattyConvaiAnswer) empty_answer = { NULL };
  g_autoptr (GError) error = NULL;

  g_assert_true (chatty_convai_read_answer (node, &answer, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (answer.text, ==, "Hello");
  g_assert_cmpstr (answer.heard, ==, "hi");
  g_assert_cmpstr (answer.session, ==, "abc");
  /* The file counts, and not what stands beside it. */
  g_assert_cmpuint (answer.rate, ==, 22050);
  g_assert_true (chatty_convai_read_answer (odd, &odd_answer, &error));
  g_assert_true (odd_answer.bad_audio);
  g_assert_cmpstr (odd_answer.session, ==, "7");
  g_assert_false (chatty_convai_read_answer (empty, &empty_answer, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_SERVER);
}

static void
test_events (void)
{
  static const struct {
    const char            *data;
    ChattyConvaiEventKind  kind;
    const char            *text;
  } cases[] = {
    { "{\"type\": \"connection-started\", \"message\": {\"character_session_id\": \"s\"}}",
      CHATTY_CONVAI_EVENT_STARTED, "s" },
    { "{\"type\": \"bot-llm-text\", \"data\": {\"text\": \" a\"}}", CHATTY_CONVAI_EVENT_TEXT,
      " a" },
    { "{\"type\": \"bot-transcription\", \"data\": {\"text\": \"all\"}}",
      CHATTY_CONVAI_EVENT_WHOLE, "all" },
    { "{\"type\": \"bot-llm-stopped\"}", CHATTY_CONVAI_EVENT_STOPPED, NULL },
    { "{\"type\": \"connection-stoppped\"}", CHATTY_CONVAI_EVENT_STOPPED, NULL },
    { "{\"type\": \"connection-stopped\"}", CHATTY_CONVAI_EVENT_STOPPED, NULL },
    { "{\"type\": \"bot-emotion\"}", CHATTY_CONVAI_EVENT_OTHER, NULL },
    { "{\"detail\": \"no\"}", CHATTY_CONVAI_EVENT_FAILED, "no" },
    { "{\"type\": \"error\", \"message\": \"no\"}", CHATTY_CONVAI_EVENT_FAILED, "no" },
    { "{\"type\": \"bot-llm-text\"}", CHATTY_CONVAI_EVENT_OTHER, NULL },
    { "not JSON", CHATTY_CONVAI_EVENT_OTHER, NULL },
    { "", CHATTY_CONVAI_EVENT_OTHER, NULL },
    { "[]", CHATTY_CONVAI_EVENT_OTHER, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = NULL;

      g_test_message ("%s", cases[i].data);
      g_assert_cmpint (chatty_convai_read_event (cases[i].data, &text), ==, cases[i].kind);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/convai-codec/failures", test_failures);
  g_test_add_func ("/convai-codec/classes", test_classes);
  g_test_add_func ("/convai-codec/success", test_success);
  g_test_add_func ("/convai-codec/values", test_values);
  g_test_add_func ("/convai-codec/times", test_times);
  g_test_add_func ("/convai-codec/character", test_character);
  g_test_add_func ("/convai-codec/write", test_write);
  g_test_add_func ("/convai-codec/lists", test_lists);
  g_test_add_func ("/convai-codec/documents", test_documents);
  g_test_add_func ("/convai-codec/history", test_history);
  g_test_add_func ("/convai-codec/answer", test_answer);
  g_test_add_func ("/convai-codec/events", test_events);
  return g_test_run ();
}
