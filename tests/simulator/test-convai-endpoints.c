/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* What each endpoint answers when all is well. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include <string.h>

#include "sim-client.h"

#define API  CHATTY_SIMULATOR_CONVAI_API
#define LIVE CHATTY_SIMULATOR_CONVAI_LIVE

static char *
with_id (Client     *client,
         const char *format)
{
  g_auto (GStrv) parts = g_strsplit (format, "\"ID\"", -1);
  g_autofree char *quoted = g_strdup_printf ("\"%s\"", client->character);

  return g_strjoinv (quoted, parts);
}

static Answer *
json_about (Client     *client,
            const char *path,
            const char *format)
{
  g_autofree char *body = with_id (client, format);

  return client_json (client, ALL_KEY, path, body);
}

/* Its character belongs to the key that may do everything. */
static Client *
client_new_selected (void)
{
  Client *client = client_new ();

  g_free (client->character);
  client->character = chatty_simulator_add_character (client->sim, ALL_KEY, "Ada", "Counts.");
  return client;
}

static void
test_characters (void)
{
  g_autoptr (Client) client = client_new_selected ();
  g_autoptr (Answer) created = NULL;
  g_autoptr (Answer) updated = NULL;
  g_autoptr (Answer) got = NULL;
  g_autoptr (Answer) list = NULL;
  g_autoptr (Answer) cloned = NULL;
  g_autoptr (Answer) deleted = NULL;

  created = client_json (client, ALL_KEY, "/character/create",
                         "{\"charName\": \"Bo\", \"voiceType\": \"MALE\", \"backstory\": \"b\"}");
  assert_status (created, 201);
  g_free (client->character);
  client->character = answer_at (created, "charID");
  g_assert_true (g_uuid_string_is_valid (client->character));

  updated = json_about (client, "/character/update",
                        "{\"charID\": \"ID\", \"charName\": \"Bö\", \"backstory\": \"c\\n\","
                        " \"voiceType\": \"WUKMale 1\", \"languageCodes\": [\"de-DE\", \"ar\"],"
                        " \"action\": \"wave, bow\", \"temperature\": 0.5,"
                        " \"model_group_name\": \"gpt-5.4\", \"reasoning_effort\": \"auto\","
                        " \"memorySettings\": {\"enabled\": true}}");
  assert_status (updated, 200);
  assert_at (updated, "STATUS", "SUCCESS");

  got = json_about (client, "/character/get", "{\"charID\": \"ID\"}");
  assert_status (got, 200);
  assert_at (got, "character_id", client->character);
  assert_at (got, "character_name", "Bö");
  assert_at (got, "backstory", "c\n");
  assert_at (got, "voice_type", "WUKMale 1");
  assert_at (got, "language_code", "de-DE");
  assert_at (got, "language_codes.1", "ar");
  assert_at (got, "character_actions.1", "bow");
  assert_at (got, "personalised_prompt_config.MODEL", "gpt-5.4");
  assert_at (got, "personalised_prompt_config.USE_COMBINED_PROMPT", "true");
  assert_at (got, "memory_settings.enabled", "true");
  assert_at (got, "guard_rails.type1", "3");
  assert_at (got, "blockchain", "NULL");

  list = client_json (client, ALL_KEY, "/character/list", NULL);
  assert_status (list, 200);
  assert_at (list, "characters.0.character_name", "Ada");
  assert_at (list, "characters.1.character_name", "Bö");
  assert_at (list, "characters.1.backstory", NULL);
  assert_at (list, "characters.2", NULL);

  cloned = json_about (client, "/user/clone_character", "{\"charID\": \"ID\", \"KB\": true}");
  assert_status (cloned, 200);
  g_assert_cmpuint (chatty_simulator_count_characters (client->sim), ==, 4);

  deleted = json_about (client, "/character/delete", "{\"charID\": \"ID\"}");
  assert_at (deleted, "STATUS", "SUCCESS");
  g_assert_cmpuint (chatty_simulator_count_characters (client->sim), ==, 3);
}

static void
test_get_response (void)
{
  g_autoptr (Client) client = client_new ();
  g_autoptr (Answer) first = NULL;
  g_autoptr (Answer) second = NULL;
  g_autoptr (Answer) form = NULL;
  g_autofree char *session = NULL;
  g_autofree char *audio = NULL;
  g_autofree guchar *wav = NULL;
  g_autofree char *form_body = NULL;
  gsize length;

  first = client_multipart (client, API, GOOD_KEY, "/character/getResponse",
                            "charID", client->character, "sessionID", "-1", "userText", "héllo",
                            "voiceResponse", "True", NULL);
  assert_status (first, 200);
  session = answer_at (first, "sessionID");
  g_assert_cmpuint (strlen (session), ==, 32);
  assert_at (first, "charID", client->character);
  assert_at (first, "userQuery", "héllo");
  assert_at (first, "sample_rate", "22050");
  audio = answer_at (first, "audio");
  wav = g_base64_decode (audio, &length);
  g_assert_cmpuint (length, >, 1000);
  g_assert_cmpmem (wav, 4, "RIFF", 4);

  second = client_multipart (client, API, GOOD_KEY, "/character/getResponse/",
                             "charID", client->character, "sessionID", session, "userText", "b",
                             "voiceResponse", "False", "actions", "wave,bow", NULL);
  assert_status (second, 200);
  assert_at (second, "sessionID", session);
  assert_at (second, "audio", "null");
  assert_at (second, "actionSequence", " wave\n bow");
  g_assert_cmpuint (chatty_simulator_count_sessions (client->sim), ==, 1);

  form_body = g_strdup_printf ("charID=%s&sessionID=-1&userText=a+b%%26c", client->character);
  form = client_form (client, GOOD_KEY, "/character/getResponse", form_body);
  assert_status (form, 200);
  assert_at (form, "userQuery", "a b&c");
}

static void
test_audio_in (void)
{
  g_autoptr (Client) client = client_new ();
  g_autoptr (Answer) speech = NULL;
  g_autoptr (Answer) heard = NULL;
  g_autoptr (GString) body = g_string_new (NULL);
  g_autofree char *query = NULL;

  /* Raw bytes, not JSON. */
  speech = client_json (client, GOOD_KEY, "/tts/",
                        "{\"transcript\": \"Hello there, who keeps the light?\", \"voice\": \"MALE\"}");
  assert_status (speech, 200);
  g_assert_cmpstr (speech->content_type, ==, "audio/wav");
  g_assert_cmpmem (speech->text, 4, "RIFF", 4);

#define PART "--b\r\nContent-Disposition: form-data; name="
  g_string_append_printf (body, PART "\"charID\"\r\n\r\n%s\r\n"
                          PART "\"sessionID\"\r\n\r\n-1\r\n"
                          PART "\"sample_rate\"\r\n\r\n22050\r\n"
                          PART "\"file\"; filename=\"a.wav\"\r\n\r\n",
                          client->character);
  g_string_append_len (body, speech->text, speech->length);
  g_string_append (body, "\r\n--b--\r\n");
  heard = client_send (client, API, "POST", "/character/getResponse",
                       "CONVAI-API-KEY: " GOOD_KEY "\n", "multipart/form-data; boundary=b",
                       body->str, body->len);
  assert_status (heard, 200);
  query = answer_at (heard, "UserQuery");
  g_assert_true (g_str_has_prefix (query, "a sound of 0.5"));
}

static void
test_streams (void)
{
  g_autoptr (Client) client = client_new ();
  g_autoptr (Answer) backstory = NULL;
  g_autoptr (Answer) starters = NULL;
  g_autofree char *body = g_strdup_printf ("charId=%s&sessionId=-1", client->character);

  backstory = client_form (client, GOOD_KEY, "/character/generate-backstory",
                           "inputText=a+sailor&charName=Lina");
  assert_status (backstory, 200);
  g_assert_cmpstr (backstory->content_type, ==, "text/event-stream");
  g_assert_true (backstory->whole);
  g_assert_nonnull (strstr (backstory->text, "data: Lina\n\ndata:  grew\n\n"));
  g_assert_nonnull (strstr (backstory->text, "data:  sailor.\ndata: Café\n\n"));
  g_assert_true (g_utf8_validate (backstory->text, -1, NULL));

  starters = client_form (client, GOOD_KEY, "/character/generate-starter-conversation", body);
  assert_status (starters, 200);
  g_assert_nonnull (strstr (starters->text, "data: What brought you to Lina today?\n\n"));
}

static void
test_live (void)
{
  g_autoptr (Client) client = client_new ();
  g_autoptr (Answer) first = NULL;
  g_autoptr (Answer) second = NULL;
  g_autoptr (Answer) room = NULL;
  g_autofree char *session = NULL;
  g_autofree char *body = with_id (client, "{\"character_id\": \"ID\"}");
  const char *at;

  first = client_multipart (client, LIVE, GOOD_KEY, "/connect/stream",
                            "character_id", client->character, "text_input", "hi", NULL);
  assert_status (first, 200);
  g_assert_true (first->whole);
  g_assert_nonnull (strstr (first->text, "bot-transcription"));
  g_assert_nonnull (strstr (first->text, "{\"type\":\"connection-stoppped\"}\r\n\r\n"));
  at = strstr (first->text, "character_session_id\":\"");
  g_assert_nonnull (at);
  session = g_strndup (at + strlen ("character_session_id\":\""), 36);
  second = client_multipart (client, LIVE, GOOD_KEY, "/connect/stream",
                             "character_id", client->character, "text_input", "hi",
                             "character_session_id", session, NULL);
  assert_status (second, 200);
  g_assert_nonnull (strstr (second->text, session));
  g_assert_cmpuint (chatty_simulator_count_sessions (client->sim), ==, 1);

  room = client_send (client, LIVE, "POST", "/connect", "X-API-Key: " GOOD_KEY "\n",
                      "application/json", body, -1);
  assert_status (room, 200);
  assert_at (room, "room_url", "wss://rooms.invalid");
}

static void
test_knowledge (void)
{
  g_autoptr (Client) client = client_new ();
  g_autoptr (Answer) uploaded = NULL;
  g_autoptr (Answer) connected = NULL;
  g_autoptr (Answer) removed = NULL;
  g_autofree char *list_body = g_strdup_printf ("character_id=%s", client->character);
  g_autofree char *document = NULL;
  g_autofree char *body = NULL;
  g_autofree char *remove_body = NULL;

  uploaded = client_multipart (client, API, GOOD_KEY, "/character/knowledge-bank/upload",
                               "file_name", "facts.txt", "@file", "--\r\nfacts\r\n", NULL);
  assert_status (uploaded, 200);
  assert_at (uploaded, "file_size", "11");
  assert_at (uploaded, "is_available", "false");
  assert_at (uploaded, "status", "inactive");
  document = answer_at (uploaded, "id");

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (Answer) list = client_form (client, GOOD_KEY, "/character/knowledge-bank/list",
                                             list_body);
      g_autofree char *element = NULL;

      assert_status (list, 200);
      element = answer_at (list, "docs.0");
      /* A string that holds JSON. */
      g_assert_true (g_str_has_prefix (element, "{\"id\":\""));
      g_assert_nonnull (strstr (element, i < 2 ? "\"is_available\":false"
                                               : "\"is_available\":true"));
    }
  body = g_strdup_printf ("{\"charID\": \"%s\","
                          " \"docs\": [{\"id\": \"%s\", \"status\": \"active\"}]}",
                          client->character, document);
  connected = client_json (client, GOOD_KEY, "/character/update", body);
  assert_at (connected, "STATUS", "SUCCESS");
  {
    g_autoptr (Answer) list = client_form (client, GOOD_KEY, "/character/knowledge-bank/list",
                                           list_body);

    g_assert_nonnull (strstr (list->text, "active"));
    g_assert_null (strstr (list->text, "inactive"));
  }
  remove_body = g_strdup_printf ("document_id=%s", document);
  removed = client_form (client, GOOD_KEY, "/character/knowledge-bank/delete", remove_body);
  assert_status (removed, 200);
  g_assert_cmpstr (removed->text, ==, "{\"Successfully deleted document\"}");
  g_assert_cmpuint (chatty_simulator_count_documents (client->sim), ==, 0);
}

static void
test_lists (void)
{
  g_autoptr (Client) client = client_new ();
  const char *headers = "CONVAI-API-KEY: " GOOD_KEY "\n";
  g_autoptr (Answer) voices = client_send (client, API, "GET", "/tts/get_available_voices",
                                           headers, NULL, NULL, 0);
  g_autoptr (Answer) languages = client_send (client, API, "GET", "/tts/get_available_languages",
                                              headers, NULL, NULL, 0);
  g_autoptr (Answer) models = client_json (client, GOOD_KEY, "/character/getSupportedModel", NULL);

  assert_status (voices, 200);
  assert_at (voices, "Azure Voices.0.Michelle.voice_value", "MichelleNeural");
  assert_at (voices, "Convai Voices (New).1.Björn.lang_codes.1", "sv-SE");
  assert_status (languages, 200);
  assert_at (languages, "3.ar.lang_code", "ar");
  assert_status (models, 200);
  assert_at (models, "0.reasoning.supports_auto", "true");
}

static void
test_history (void)
{
  g_autoptr (Client) client = client_new_selected ();
  g_autofree char *session = chatty_simulator_add_session (client->sim, client->character, 2);
  g_autofree char *details_body = NULL;
  g_autofree char *delete_body = NULL;
  g_autofree char *timestamp = NULL;
  g_autofree char *date = NULL;
  g_autoptr (Answer) list = NULL;
  g_autoptr (Answer) details = NULL;
  g_autoptr (Answer) deleted = NULL;

  list = json_about (client, "/character/chatHistory/list",
                     "{\"charID\": \"ID\", \"limit\": \"-1\"}");
  assert_status (list, 200);
  assert_at (list, "0.sessionID", session);
  date = answer_at (list, "0.date");
  g_assert_true (g_regex_match_simple ("^\\d\\d-\\d\\d-\\d{4}$", date, 0, 0));

  details_body = g_strdup_printf ("{\"charID\": \"%s\", \"sessionID\": \"%s\"}",
                                  client->character, session);
  details = client_json (client, ALL_KEY, "/character/chatHistory/details", details_body);
  assert_status (details, 200);
  assert_at (details, "1.interaction.0.speaker", "User");
  assert_at (details, "1.interaction.0.message", "Question 2");
  assert_at (details, "1.interaction.1.speaker", "Character");
  timestamp = answer_at (details, "0.timestamp");
  g_assert_true (g_regex_match_simple ("^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{6}$",
                                       timestamp, 0, 0));

  delete_body = g_strdup_printf ("{\"charID\": \"%s\", \"sessionIDs\": [\"%s\"]}",
                                 client->character, session);
  deleted = client_json (client, ALL_KEY, "/character/chatHistory/delete", delete_body);
  assert_at (deleted, "status", "SUCCESSFULLY DELETED");
  g_assert_cmpuint (chatty_simulator_count_sessions (client->sim), ==, 0);
}

static void
test_memory (void)
{
  g_autoptr (Client) client = client_new_selected ();
  g_autoptr (Answer) added = json_about (client, "/memory/add",
                                         "{\"character_id\": \"ID\", \"end_user_id\": \"p\","
                                         " \"memories\": [\"likes tea\", \"has a cat\"]}");
  g_autoptr (Answer) list = NULL;
  g_autoptr (Answer) removed = NULL;
  g_autoptr (Answer) rest = NULL;
  g_autofree char *id = NULL;
  g_autofree char *body = NULL;

  assert_status (added, 200);
  assert_at (added, "memories.1.event", "add");
  list = json_about (client, "/memory/list",
                     "{\"character_id\": \"ID\", \"end_user_id\": \"p\", \"page\": 2,"
                     " \"page_size\": 1}");
  assert_at (list, "memories.0.memory", "has a cat");
  assert_at (list, "total", "2");
  id = answer_at (list, "memories.0.id");
  body = g_strdup_printf ("{\"character_id\": \"%s\", \"end_user_id\": \"p\","
                          " \"memory_id\": \"%s\"}",
                          client->character, id);
  removed = client_json (client, ALL_KEY, "/memory/delete", body);
  assert_status (removed, 200);
  rest = client_json (client, ALL_KEY, "/memory/get", body);
  assert_status (rest, 404);
}

static void
test_account (void)
{
  g_autoptr (Client) client = client_new ();
  g_autoptr (Answer) check = client_json (client, GOOD_KEY, "/user/referral-source-status", NULL);
  g_autoptr (Answer) usage = client_json (client, GOOD_KEY, "/user/user-api-usage", "{}");
  g_autoptr (Answer) token = client_json (client, GOOD_KEY, "/user/connect", "{}");
  g_autoptr (Answer) with_token = NULL;
  g_autoptr (Answer) revoked = NULL;
  g_autoptr (Answer) without = NULL;
  g_autoptr (Answer) speaker = NULL;
  g_autoptr (Answer) speakers = NULL;
  g_autofree char *text = NULL;
  g_autofree char *headers = NULL;
  g_autofree char *body = NULL;

  assert_at (check, "referral_source_status", "undefined");
  assert_at (usage, "usage_v2.plan_name", "Enterprise");
  assert_at (usage, "usage_v2.metrics.0.usage_details.0.limit", "3000");

  text = answer_at (token, "apiAuthToken");
  headers = g_strdup_printf ("API-AUTH-TOKEN: %s\n", text);
  with_token = client_send (client, API, "POST", "/character/list", headers, NULL, NULL, 0);
  assert_status (with_token, 200);
  assert_at (with_token, "characters.0.character_name", "Lina");
  body = g_strdup_printf ("{\"apiAuthToken\": \"%s\"}", text);
  revoked = client_json (client, GOOD_KEY, "/user/revoke-token", body);
  assert_status (revoked, 200);
  without = client_send (client, API, "POST", "/character/list", headers, NULL, NULL, 0);
  assert_status (without, 401);

  speaker = client_json (client, GOOD_KEY, "/user/speaker/new", "{\"name\": \"Eva\"}");
  assert_at (speaker, "device_id", "NULL");
  speakers = client_json (client, GOOD_KEY, "/user/speaker/list", "{}");
  assert_at (speakers, "0.name", "Eva");
}

/* Two simulators that are asked the same answer the same. */
static void
test_reproducible (void)
{
  g_autoptr (Client) a = client_new ();
  g_autoptr (Client) b = client_new ();
  g_autoptr (Answer) list_a = client_json (a, GOOD_KEY, "/character/list", NULL);
  g_autoptr (Answer) list_b = client_json (b, GOOD_KEY, "/character/list", NULL);

  g_assert_cmpstr (list_a->text, ==, list_b->text);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/convai/characters", test_characters);
  g_test_add_func ("/convai/get-response", test_get_response);
  g_test_add_func ("/convai/audio", test_audio_in);
  g_test_add_func ("/convai/streams", test_streams);
  g_test_add_func ("/convai/live", test_live);
  g_test_add_func ("/convai/knowledge", test_knowledge);
  g_test_add_func ("/convai/lists", test_lists);
  g_test_add_func ("/convai/history", test_history);
  g_test_add_func ("/convai/memory", test_memory);
  g_test_add_func ("/convai/account", test_account);
  g_test_add_func ("/convai/reproducible", test_reproducible);
  return g_test_run ();
}
