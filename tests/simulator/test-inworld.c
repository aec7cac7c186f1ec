/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* Inworld: voices, models, chat and routers when all is well, and what they
 * refuse. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include <string.h>

#include "sim-client.h"

#define CHAT    "/v1/chat/completions"
#define ROUTERS "/router/v1/routers"

#define SAY(more) "{\"messages\": [{\"role\": \"user\", \"content\": \"Grüß 漁師\"}], " more "}"

#define ROUTER(name, weight) \
  "{\"name\": \"" name "\", \"displayName\": \"Wren\", \"defaults\": {\"messageTemplates\": " \
  "[{\"role\": \"system\", \"content\": \"You keep the light.\"}]}, \"default_route\": " \
  "{\"route_id\": \"d\", \"variants\": [{\"variant\": {\"variant_id\": \"v\", \"model_id\": " \
  "\"auto\"}, \"weight\": " weight "}]}}"

static Answer *
get (Client     *client,
     const char *path)
{
  return client_inworld (client, ALL_KEY, "GET", path, NULL);
}

static void
assert_refused (Answer     *answer,
                guint       status,
                const char *code)
{
  g_test_message ("%u %s", answer->status, answer->text);
  assert_status (answer, status);
  assert_at (answer, "code", code);
  assert_at (answer, "details", "[]");
}

static void
test_keys (void)
{
  g_autoptr (Client) client = client_new ();
  static const char PAIR[] = "id:secret";
  g_autofree char *once = g_base64_encode ((const guchar *) PAIR, strlen (PAIR));
  g_autofree char *twice = g_base64_encode ((const guchar *) once, strlen (once));
  const char *const bad[] = { NULL, "nobody", PAIR, twice };
  g_autoptr (Answer) good = NULL;
  g_autoptr (Answer) bearer = NULL;
  g_autoptr (Answer) reads = NULL;
  g_autoptr (Answer) writes = NULL;

  chatty_simulator_add_key (client->sim, PAIR, CHATTY_SIMULATOR_PLAN_SELECTED);
  good = client_inworld (client, once, "GET", "/voices/v1/voices?pageSize=1", NULL);
  assert_status (good, 200);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (Answer) answer = client_inworld (client, bad[i], "GET", "/voices/v1/voices", NULL);

      assert_refused (answer, 401, "16");
    }
  bearer = client_send (client, CHATTY_SIMULATOR_INWORLD_API, "GET", "/voices/v1/voices",
                        "Authorization: Bearer " ALL_KEY "\n", NULL, NULL, 0);
  assert_refused (bearer, 401, "16");

  /* It may read, and not write. */
  reads = client_inworld (client, POOR_KEY, "GET", ROUTERS, NULL);
  assert_status (reads, 200);
  writes = client_inworld (client, POOR_KEY, "POST", ROUTERS, ROUTER ("x", "100"));
  assert_refused (writes, 403, "7");
  g_assert_cmpuint (chatty_simulator_count_routers (client->sim), ==, 0);
}

static void
test_voices (void)
{
  g_autoptr (Client) client = client_new ();
  g_autoptr (Answer) all = get (client, "/voices/v1/voices");
  g_autoptr (Answer) page = get (client, "/voices/v1/voices?pageSize=10");
  g_autofree char *token = answer_at (page, "nextPageToken");
  g_autofree char *path = g_strdup_printf ("/voices/v1/voices?pageSize=10&pageToken=%s", token);
  g_autoptr (Answer) next = get (client, path);
  g_autoptr (Answer) german = get (client, "/voices/v1/voices?languages=DE_DE&languages=JA_JP");
  g_autoptr (Answer) wrong = get (client, "/voices/v1/voices?languages=de-DE");
  g_autoptr (Answer) bad_page = get (client, "/voices/v1/voices?pageToken=7");
  g_autoptr (Answer) old = get (client, "/tts/v1/voices?filter=language=de");
  g_autoptr (Answer) none = get (client, "/voices/v1/voices/Nobody");
  g_autoptr (Answer) own = NULL;
  g_autoptr (Answer) patched = NULL;
  g_autoptr (Answer) theirs = NULL;
  g_autoptr (Answer) deleted = NULL;
  g_autoptr (Answer) gone = NULL;
  g_autofree char *id = answer_at (all, "voices.14.voiceId");
  g_autofree char *voice = g_strconcat ("/voices/v1/voices/", id, NULL);

  assert_at (all, "voices.0.voiceId", "Dennis");
  assert_at (all, "voices.0.langCode", "EN_US");
  assert_at (all, "voices.14.source", "IVC");
  assert_at (all, "nextPageToken", NULL);
  assert_at (next, "voices.4.voiceId", id);
  assert_at (next, "voices.5", NULL);
  assert_at (next, "nextPageToken", "");
  assert_at (german, "voices.0.voiceId", "Johanna");
  assert_at (german, "voices.2.voiceId", "Asuka");
  assert_at (german, "voices.3", NULL);
  assert_refused (wrong, 400, "3");
  assert_refused (bad_page, 400, "3");
  assert_at (old, "voices.0.languages", "[\"de\"]");
  assert_at (old, "voices.0.langCode", NULL);
  assert_refused (none, 404, "5");

  own = get (client, voice);
  assert_at (own, "displayName", "Lina");
  patched = client_inworld (client, ALL_KEY, "PATCH", voice, "{\"displayName\": \"Líně\"}");
  assert_at (patched, "displayName", "Líně");
  assert_at (patched, "description", "Cloned from a recording");
  theirs = client_inworld (client, ALL_KEY, "DELETE", "/voices/v1/voices/Dennis", NULL);
  assert_refused (theirs, 403, "7");
  deleted = client_inworld (client, ALL_KEY, "DELETE", voice, "{}");
  assert_status (deleted, 200);
  gone = get (client, voice);
  assert_refused (gone, 404, "5");
}

static void
test_models (void)
{
  g_autoptr (Client) client = client_new ();
  g_autoptr (Answer) models = get (client, "/llm/v1alpha/models");

  assert_at (models, "models.0.model", "gpt-4o-mini");
  assert_at (models, "models.0.provider", "openai");
  assert_at (models, "models.0.spec.inputModalities", "[\"text\",\"image\"]");
  assert_at (models, "models.7.isSupported", "false");
}

static Answer *
say (Client     *client,
     const char *body)
{
  return client_inworld (client, ALL_KEY, "POST", CHAT, body);
}

static void
test_chat (void)
{
  g_autoptr (Client) client = client_new ();
  g_autoptr (Answer) whole = say (client, SAY ("\"model\": \"auto\""));
  g_autoptr (Answer) slashes = say (client, SAY ("\"model\": \"inworld/models/GLM-5.1\""));
  g_autoptr (Answer) limited = say (client, SAY ("\"model\": \"auto\", \"max_tokens\": 1"));
  g_autofree char *text = answer_at (whole, "choices.0.message.content");
  g_autofree char *id = NULL;
  g_autofree char *body = NULL;
  g_autoptr (Answer) routed = NULL;
  g_autofree char *routed_text = NULL;

  assert_at (whole, "object", "chat.completion");
  assert_at (whole, "model", "openai/gpt-4o-mini");
  assert_at (whole, "choices.0.finish_reason", "stop");
  assert_at (whole, "metadata.attempts.0.success", "true");
  g_assert_nonnull (strstr (text, "Grüß 漁師"));
  assert_at (slashes, "model", "inworld/models/GLM-5.1");
  assert_at (limited, "choices.0.message.content", "“Grü");

  /* The router's own prompt comes first. */
  id = chatty_simulator_add_router (client->sim, ALL_KEY, "Wren", "You keep the light.");
  body = g_strdup_printf ("{\"model\": \"inworld/%s\", \"messages\": [{\"role\": \"user\", "
                          "\"content\": [{\"type\": \"text\", \"text\": \"Hi\"}]}]}", id);
  routed = say (client, body);
  routed_text = answer_at (routed, "choices.0.message.content");
  g_assert_nonnull (strstr (routed_text, "“Hi”"));
  g_assert_nonnull (strstr (routed_text, "You keep the light."));
}

static void
test_chat_refusals (void)
{
  static const struct {
    const char *body;
    guint       status;
  } CASES[] = {
    { SAY ("\"model\": \"openai/gpt-9\""), 404 },
    { SAY ("\"model\": \"openai/gpt-3.5-turbo\""), 404 },
    { SAY ("\"model\": \"inworld/nobody\""), 404 },
    { SAY ("\"stream\": false"), 400 },
    { SAY ("\"model\": \"auto\", \"temperature\": 2.1"), 400 },
    { SAY ("\"model\": \"auto\", \"reasoning_effort\": \"most\""), 400 },
    { SAY ("\"model\": \"auto\", \"stream\": \"yes\""), 400 },
    { "{\"model\": \"auto\", \"messages\": []}", 400 },
    { "{\"model\": \"auto\", \"messages\": [{\"role\": \"person\", \"content\": \"a\"}]}", 400 },
    { "{\"model\": \"auto\", \"messages\": [{\"role\": \"user\", \"content\": \"\"}]}", 400 },
    { "{\"model\": \"auto\", \"messages\": [{\"role\": \"user\", \"content\": [{\"type\": "
      "\"image_url\", \"image_url\": {\"url\": \"data:image/png;base64,\"}}]}]}", 400 },
    { "{\"model\": \"groq/llama-3.1-8b-instant\", \"messages\": [{\"role\": \"user\", "
      "\"content\": [{\"type\": \"image_url\", \"image_url\": {\"url\": "
      "\"data:image/png;base64,AAAA\"}}]}]}", 400 },
    { "{", 400 },
  };
  static const char *const SHAPES[] = { "openai", "wrapped", "status" };
  static const char *const CODES[] = { "404", "5", "5" };
  g_autoptr (Client) client = client_new ();
  g_autoptr (Answer) image = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      g_autoptr (Answer) answer = say (client, CASES[i].body);

      g_test_message ("%s: %s", CASES[i].body, answer->text);
      assert_status (answer, CASES[i].status);
    }
  for (guint i = 0; i < G_N_ELEMENTS (SHAPES); i++)
    {
      g_autoptr (Answer) answer = NULL;

      g_assert_true (chatty_simulator_set_inworld (client->sim, "error-shape", SHAPES[i]));
      answer = say (client, CASES[0].body);
      assert_at (answer, i < 2 ? "error.code" : "code", CODES[i]);
    }
  image = say (client, "{\"model\": \"openai/gpt-5.2\", \"messages\": [{\"role\": \"user\", "
               "\"content\": [{\"type\": \"image_url\", \"image_url\": {\"url\": "
               "\"data:image/png;base64,AAAA\"}}]}]}");
  assert_status (image, 200);
}

/* Returns: (transfer full): the contents of all events, joined */
static char *
join_events (Answer *answer)
{
  g_auto (GStrv) lines = g_strsplit (answer->text, "\n", -1);
  GString *text = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      Answer event = { .text = lines[i] + strlen ("data: ") };
      g_autofree char *content = NULL;

      if (!g_str_has_prefix (lines[i], "data: {"))
        continue;
      content = answer_at (&event, "choices.0.delta.content");
      if (content != NULL && !g_str_equal (content, "null"))
        g_string_append (text, content);
    }
  return g_string_free (text, FALSE);
}

static void
test_chat_stream (void)
{
  g_autoptr (Client) client = client_new ();
  g_autoptr (Answer) whole = say (client, SAY ("\"model\": \"auto\""));
  g_autoptr (Answer) stream = say (client, SAY ("\"model\": \"auto\", \"stream\": true"));
  g_autofree char *text = answer_at (whole, "choices.0.message.content");
  g_autofree char *joined = join_events (stream);
  g_autoptr (Answer) odd = NULL;
  g_autoptr (Answer) large = NULL;
  g_autofree char *odd_text = NULL;
  g_autofree char *markdown = chatty_simulator_make_markdown (20);
  g_autofree char *large_text = NULL;

  g_assert_cmpstr (stream->content_type, ==, "text/event-stream");
  g_assert_cmpstr (joined, ==, text);
  g_assert_true (g_str_has_suffix (stream->text, "data: [DONE]\n\n"));
  g_assert_nonnull (strstr (stream->text, "\"content\":null"));

  chatty_simulator_set_inworld (client->sim, "reply", "“a” \"b\" \\ c\n\td");
  odd = say (client, SAY ("\"model\": \"auto\", \"stream\": true"));
  odd_text = join_events (odd);
  g_assert_cmpstr (odd_text, ==, "“a” \"b\" \\ c\n\td");
  chatty_simulator_set_inworld (client->sim, "reply", "");

  g_assert_cmpuint (strlen (markdown), ==, 20 * 1024);
  g_assert_true (g_utf8_validate (markdown, -1, NULL));
  chatty_simulator_set_inworld (client->sim, "reply-kb", "20");
  chatty_simulator_set_inworld (client->sim, "reply-rate", "100000");
  large = say (client, SAY ("\"model\": \"auto\", \"stream\": true"));
  large_text = join_events (large);
  g_assert_cmpstr (large_text, ==, markdown);
}

static void
test_chat_faults (void)
{
  static const char *const ERRORS[][2] = {
    { "openai", "\"type\":\"server_error\"" }, { "wrapped", "{\"error\":{\"code\":13" },
    { "status", "data: {\"code\":13" },
  };
  g_autoptr (Client) client = client_new ();
  g_autoptr (Answer) premature = NULL;
  g_autoptr (Answer) empty = NULL;
  g_autoptr (Answer) nulls = NULL;
  g_autoptr (Answer) marked = NULL;
  g_autoptr (Answer) facts = NULL;
  g_autoptr (Answer) made = NULL;
  g_autofree char *made_text = NULL;
  g_autofree char *before = NULL;
  g_autofree char *nothing = NULL;
  g_autofree char *all = NULL;
  g_autofree char *feeling = NULL;

  chatty_simulator_set_inworld (client->sim, "chat-fault", "error");
  for (guint i = 0; i < G_N_ELEMENTS (ERRORS); i++)
    {
      g_autoptr (Answer) answer = NULL;

      chatty_simulator_set_inworld (client->sim, "error-shape", ERRORS[i][0]);
      answer = say (client, SAY ("\"model\": \"auto\", \"stream\": true"));
      g_assert_nonnull (strstr (answer->text, ERRORS[i][1]));
      g_assert_null (strstr (answer->text, "[DONE]"));
    }
  chatty_simulator_set_inworld (client->sim, "chat-fault", "premature");
  premature = say (client, SAY ("\"model\": \"auto\", \"stream\": true"));
  before = join_events (premature);
  g_assert_cmpuint (g_utf8_strlen (before, -1), ==, 9);
  g_assert_true (premature->whole);
  chatty_simulator_set_inworld (client->sim, "chat-fault", "empty");
  empty = say (client, SAY ("\"model\": \"auto\", \"stream\": true"));
  nothing = join_events (empty);
  g_assert_cmpstr (nothing, ==, "");
  g_assert_nonnull (strstr (empty->text, "[DONE]"));
  chatty_simulator_set_inworld (client->sim, "chat-fault", "nulls");
  nulls = say (client, SAY ("\"model\": \"auto\", \"stream\": true"));
  all = join_events (nulls);
  g_assert_nonnull (strstr (all, "Grüß 漁師"));

  chatty_simulator_set_inworld (client->sim, "chat-fault", "none");
  marked = say (client, "{\"model\": \"auto\", \"messages\": [{\"role\": \"system\", \"content\": "
                "\"Begin with [[joy]].\"}, {\"role\": \"user\", \"content\": \"a\"}]}");
  feeling = answer_at (marked, "choices.0.message.content");
  g_assert_true (g_str_has_prefix (feeling, "[[interest]] “a”"));
  chatty_simulator_set_inworld (client->sim, "facts", "[\"Has a boat\"]");
  facts = say (client, "{\"model\": \"auto\", \"messages\": [{\"role\": \"user\", \"content\": "
               "\"Answer with a JSON array\"}]}");
  assert_at (facts, "choices.0.message.content", "[\"Has a boat\"]");
  chatty_simulator_set_inworld (client->sim, "facts", "");
  made = say (client, "{\"model\": \"auto\", \"messages\": [{\"role\": \"user\", \"content\": "
              "\"I have a boat\"}, {\"role\": \"assistant\", \"content\": \"Nice\"}, {\"role\": "
              "\"user\", \"content\": \"Answer with a JSON array\"}]}");
  made_text = answer_at (made, "choices.0.message.content");
  g_assert_nonnull (strstr (made_text, "{\"kind\":\"fact\",\"text\":\"Has said “I have a boat”.\"}"));
}

static Answer *
write_router (Client     *client,
              const char *method,
              const char *path,
              const char *body)
{
  return client_inworld (client, ALL_KEY, method, path, body);
}

/* Looks at the operation that @answer names until it is done. */
static Answer *
wait_for (Client *client,
          Answer *answer,
          guint   polls)
{
  g_autofree char *name = answer_at (answer, "name");
  g_autofree char *path = g_strconcat ("/lro/v1alpha/", name, NULL);

  assert_status (answer, 200);
  assert_at (answer, "done", "false");
  for (guint i = 1; i < polls; i++)
    {
      g_autoptr (Answer) still = get (client, path);

      assert_at (still, "done", "false");
    }
  return get (client, path);
}

static void
test_routers (void)
{
  g_autoptr (Client) client = client_new ();
  g_autoptr (Answer) created = write_router (client, "POST", ROUTERS,
                                             ROUTER ("routers/wren", "100"));
  g_autoptr (Answer) done = NULL;
  g_autoptr (Answer) again = NULL;
  g_autoptr (Answer) got = NULL;
  g_autoptr (Answer) patched = NULL;
  g_autoptr (Answer) patch_done = NULL;
  g_autoptr (Answer) other = NULL;
  g_autoptr (Answer) deleted = NULL;
  g_autoptr (Answer) gone = NULL;

  done = wait_for (client, created, 1);
  assert_at (done, "done", "true");
  assert_at (done, "response.displayName", "Wren");
  again = write_router (client, "POST", ROUTERS, ROUTER ("wren", "100"));
  assert_refused (again, 409, "6");
  got = get (client, ROUTERS "/wren");
  assert_at (got, "name", "routers/wren");
  /* camelCase outside, snake_case inside. */
  assert_at (got, "defaults.message_templates.0.content", "You keep the light.");
  assert_at (got, "defaultRoute.route_id", "d");
  other = client_inworld (client, GOOD_KEY, "GET", ROUTERS "/wren", NULL);
  assert_refused (other, 404, "5");

  chatty_simulator_set_inworld (client->sim, "polls", "3");
  patched = write_router (client, "PATCH", ROUTERS "/wren?updateMask=display_name",
                          "{\"displayName\": \"Bo\", \"defaults\": {}}");
  patch_done = wait_for (client, patched, 3);
  assert_at (patch_done, "response.displayName", "Bo");
  assert_at (patch_done, "response.defaults.message_templates.0.content", "You keep the light.");
  deleted = write_router (client, "DELETE", ROUTERS "/wren", NULL);
  assert_status (deleted, 200);
  gone = get (client, ROUTERS "/wren");
  assert_refused (gone, 404, "5");
}

static void
test_router_refusals (void)
{
  static const char *const BODIES[] = {
    ROUTER ("", "100"), ROUTER ("Big Name", "100"), ROUTER ("a", "99"), ROUTER ("a", "\"100\""),
    "{\"name\": \"a\", \"defaultRoute\": {\"variants\": []}}", "[]",
  };
  g_autoptr (Client) client = client_new ();
  g_autofree char *id = chatty_simulator_add_router (client->sim, ALL_KEY, "Wren", "Keeps.");
  g_autofree char *path = g_strconcat (ROUTERS "/", id, NULL);
  g_autoptr (Answer) renamed = NULL;
  g_autoptr (Answer) failing = NULL;
  g_autoptr (Answer) failed = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (BODIES); i++)
    {
      g_autoptr (Answer) answer = write_router (client, "POST", ROUTERS, BODIES[i]);

      assert_refused (answer, 400, "3");
    }
  renamed = write_router (client, "PATCH", path, "{\"name\": \"routers/other\"}");
  assert_refused (renamed, 400, "3");
  chatty_simulator_set_inworld (client->sim, "operation-fails", "yes");
  failing = write_router (client, "POST", ROUTERS, ROUTER ("a", "100"));
  failed = wait_for (client, failing, 1);
  assert_at (failed, "done", "true");
  assert_at (failed, "error.code", "13");
  g_assert_cmpuint (chatty_simulator_count_routers (client->sim), ==, 1);
}

static void
test_router_pages (void)
{
  g_autoptr (Client) client = client_new ();
  g_autofree char *path = g_strdup (ROUTERS);
  guint n = 0;

  for (guint i = 0; i < 25; i++)
    g_free (chatty_simulator_add_router (client->sim, ALL_KEY, "Wren", "Keeps."));
  for (guint pages = 0; path != NULL && pages < 10; pages++)
    {
      g_autoptr (Answer) page = get (client, path);
      g_autofree char *token = answer_at (page, "nextPageToken");

      for (guint i = 0; i < 10; i++)
        {
          g_autofree char *at = g_strdup_printf ("routers.%u.name", i);
          g_autofree char *name = answer_at (page, at);

          n += name != NULL;
        }
      g_free (path);
      path = token != NULL ? g_strconcat (ROUTERS "?page_token=", token, NULL) : NULL;
    }
  g_assert_null (path);
  g_assert_cmpuint (n, ==, 25);
}

static void
test_paths (void)
{
  g_autoptr (Client) client = client_new ();
  g_autoptr (Answer) unknown = get (client, "/v2/voices");
  g_autoptr (Answer) method = get (client, "/tts/v1/voice");
  g_autoptr (Answer) credit = NULL;

  assert_refused (unknown, 404, "5");
  assert_refused (method, 501, "12");
  chatty_simulator_set_usage (client->sim, ALL_KEY, 10, 10);
  credit = say (client, SAY ("\"model\": \"auto\""));
  assert_status (credit, 402);
  g_assert_false (chatty_simulator_set_inworld (client->sim, "no-such-setting", "1"));
  g_assert_false (chatty_simulator_set_inworld (client->sim, "chat-fault", "odd"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/inworld/keys", test_keys);
  g_test_add_func ("/inworld/paths", test_paths);
  g_test_add_func ("/inworld/voices", test_voices);
  g_test_add_func ("/inworld/models", test_models);
  g_test_add_func ("/inworld/chat", test_chat);
  g_test_add_func ("/inworld/chat/refusals", test_chat_refusals);
  g_test_add_func ("/inworld/chat/stream", test_chat_stream);
  g_test_add_func ("/inworld/chat/faults", test_chat_faults);
  g_test_add_func ("/inworld/routers", test_routers);
  g_test_add_func ("/inworld/routers/refusals", test_router_refusals);
  g_test_add_func ("/inworld/routers/pages", test_router_pages);
  return g_test_run ();
}
