/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <math.h>
#include <string.h>

#include "chatty-error.h"
#include "chatty-inworld-codec.h"
#include "chatty-json.h"
#include "chatty-line-reader.h"
#include "chatty-sse-reader.h"
#include "chatty-turn.h"

static JsonNode *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = chatty_json_parse (text, -1, &error);

  g_assert_no_error (error);
  return node;
}

/* The key --------------------------------------------------------------------------- */

static void
test_key (void)
{
  static const struct {
    const char *given;
    const char *sent;      /* NULL: refused */
  } keys[] = {
    { "a2V5OnNlY3JldA==", "a2V5OnNlY3JldA==" },
    { "key:secret", "a2V5OnNlY3JldA==" },
    { "  key:secret \n", "a2V5OnNlY3JldA==" },
    { "Basic a2V5OnNlY3JldA==", "a2V5OnNlY3JldA==" },
    { "basic   key:secret", "a2V5OnNlY3JldA==" },
    { "Authorization: Basic a2V5OnNlY3JldA==\n", "a2V5OnNlY3JldA==" },
    { "a2V5On\nNlY3 JldA==", "a2V5OnNlY3JldA==" },
    { "k:s:t", "azpzOnQ=" },
    { "BasicallyAKey", "BasicallyAKey" },
    { "key:", NULL },
    { ":secret", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (ChattySecret) given = chatty_secret_new (keys[i].given, -1);
      g_autoptr (GError) error = NULL;
      g_autoptr (ChattySecret) sent = chatty_inworld_prepare_key (given, &error);
      g_autoptr (ChattySecret) again = NULL;

      if (keys[i].sent == NULL)
        {
          g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
          g_assert_null (sent);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpstr (chatty_secret_peek (sent), ==, keys[i].sent);
      /* Never twice. */
      again = chatty_inworld_prepare_key (sent, &error);
      g_assert_cmpstr (chatty_secret_peek (again), ==, keys[i].sent);
    }
}

static void
test_languages (void)
{
  static const struct {
    const char *there;
    const char *here;
    const char *back;
  } codes[] = {
    { "EN_US", "en-US", "EN_US" }, { "en-us", "en-US", "EN_US" }, { "pt_BR", "pt-BR", "PT_BR" },
    { "en", "en", "EN" }, { "zh_hans_cn", "zh-Hans-CN", "ZH_HANS_CN" },
    { "AUTO", NULL, NULL }, { "", NULL, NULL }, { "_US", NULL, NULL }, { "e n", NULL, NULL },
    { "LANG_CODE_UNSPECIFIED", NULL, NULL }, { NULL, NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autofree char *here = chatty_inworld_language_in (codes[i].there);
      g_autofree char *back = chatty_inworld_language_out (here);

      g_assert_cmpstr (here, ==, codes[i].here);
      g_assert_cmpstr (back, ==, codes[i].back);
    }
}

/* Errors ---------------------------------------------------------------------------- */

static void
test_failures (void)
{
  static const struct {
    const char *json;
    gboolean    success;
    gboolean    failed;
    int         code;
    const char *words;
  } cases[] = {
    { "{\"code\":16,\"message\":\"bad key\",\"details\":[]}", FALSE, TRUE,
      CHATTY_ERROR_SIGN_IN_NEEDED, "bad key" },
    { "{\"code\":3,\"message\":\"m\"}", TRUE, TRUE, CHATTY_ERROR_INVALID_DATA, "m" },
    { "{\"error\":{\"message\":\"m\",\"type\":\"invalid_request_error\",\"code\":\"404\"}}", TRUE,
      TRUE, CHATTY_ERROR_NOT_FOUND, "m" },
    { "{\"error\":{\"message\":\"m\",\"type\":\"rate_limit_error\",\"code\":null}}", TRUE, TRUE,
      CHATTY_ERROR_RATE_LIMITED, "m" },
    { "{\"error\":{\"message\":\"m\",\"code\":\"invalid_api_key\"}}", FALSE, TRUE,
      CHATTY_ERROR_SIGN_IN_NEEDED, "m" },
    { "{\"error\":{\"code\":8,\"message\":\"no credits left\",\"details\":[]}}", TRUE, TRUE,
      CHATTY_ERROR_QUOTA, "no credits left" },
    { "{\"error\":{\"code\":8,\"message\":\"m\",\"details\":[{\"retryDelay\":\"7s\"}]}}", TRUE,
      TRUE, CHATTY_ERROR_RATE_LIMITED, "m" },
    { "{\"error\":\"overloaded\"}", TRUE, TRUE, CHATTY_ERROR_SERVER, "overloaded" },
    { "{\"error\":[{\"message\":\"m\",\"code\":7}]}", TRUE, TRUE, CHATTY_ERROR_FORBIDDEN, "m" },
    { "{\"result\":{\"status\":{\"code\":5,\"message\":\"m\"}}}", TRUE, TRUE,
      CHATTY_ERROR_NOT_FOUND, "m" },
    { "{\"detail\":\"gone\"}", FALSE, TRUE, -1, "gone" },
    /* None of these is one. */
    { "{\"error\":null,\"choices\":[]}", TRUE, FALSE, -1, NULL },
    { "{\"error\":{}}", TRUE, FALSE, -1, NULL },
    { "{\"error\":{\"code\":0}}", TRUE, FALSE, -1, NULL },
    { "{\"result\":{\"status\":{\"code\":0,\"message\":\"\"}}}", TRUE, FALSE, -1, NULL },
    { "{\"message\":\"hello\"}", TRUE, FALSE, -1, NULL },
    { "{\"error\":false}", TRUE, FALSE, -1, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) node = parse (cases[i].json);
      g_auto (ChattyInworldFailure) failure = { NULL };

      g_test_message ("%s", cases[i].json);
      g_assert_cmpint (chatty_inworld_read_failure (node, cases[i].success, &failure), ==,
                       cases[i].failed);
      g_assert_cmpint (failure.code, ==, cases[i].code);
      g_assert_cmpstr (failure.words, ==, cases[i].words);
      g_assert_cmpuint (failure.wait, ==, strstr (cases[i].json, "retryDelay") != NULL ? 7 : 0);
    }
}

static void
test_base64 (void)
{
  static const struct {
    const char *text;
    gssize      length;   /* -1: refused */
  } cases[] = {
    { "AAAA", 3 }, { "AAA=", 2 }, { "AA==", 1 }, { "AA", 1 }, { "AAA", 2 }, { "", 0 },
    { "A", -1 }, { "AA=", -1 }, { "AA!A", -1 }, { "AA-_", -1 }, { "A===", -1 }, { "=AAA", -1 },
    { "AA\nAA", -1 }, { "AAAAA", -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = chatty_inworld_decode_base64 (cases[i].text, &error);

      g_test_message ("%s", cases[i].text);
      if (cases[i].length < 0)
        g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_SERVER);
      else
        g_assert_cmpuint (g_bytes_get_size (bytes), ==, cases[i].length);
    }
}

/* What can be chosen ------------------------------------------------------------------ */

static void
test_voices (void)
{
  g_autoptr (JsonNode) newer =
    parse ("{\"voices\":[{\"voiceId\":\"Ashley\",\"name\":\"workspaces/w/voices/Ashley\","
           "\"displayName\":\"Ashley\",\"langCode\":\"EN_US\",\"source\":\"SYSTEM\","
           "\"tags\":[\"Female\",\"warm\"],\"description\":\"d\"},"
           "{\"name\":\"workspaces/w/voices/w__mine\",\"lang_code\":\"AUTO\",\"source\":\"IVC\"},"
           "{\"displayName\":\"nameless\"}],\"nextPageToken\":\"t\"}");
  g_autoptr (JsonNode) older =
    parse ("{\"voices\":[{\"voiceId\":\"Hana\",\"displayName\":\"Hana\","
           "\"languages\":[\"ja\",\"en\"]}],\"next_page_token\":\"\"}");
  g_autoptr (JsonNode) empty = parse ("{}");
  g_autoptr (JsonNode) none = parse ("{\"else\":1}");
  g_autoptr (GPtrArray) voices =
    g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_voice_unref);
  g_autoptr (GError) error = NULL;
  g_autofree char *next = NULL;
  ChattyVoice *voice;

  g_assert_true (chatty_inworld_read_voices (newer, voices, &next, &error));
  g_assert_cmpstr (next, ==, "t");
  g_assert_cmpuint (voices->len, ==, 2);
  voice = g_ptr_array_index (voices, 0);
  g_assert_cmpstr (voice->id, ==, "Ashley");
  g_assert_cmpstr (voice->gender, ==, "female");
  g_assert_cmpstr (voice->source, ==, "SYSTEM");
  g_assert_cmpstr (voice->description, ==, "d");
  g_assert_cmpstr (voice->languages[0], ==, "en-US");
  g_assert_null (voice->languages[1]);
  voice = g_ptr_array_index (voices, 1);
  g_assert_cmpstr (voice->id, ==, "w__mine");
  g_assert_null (voice->languages[0]);

  g_clear_pointer (&next, g_free);
  g_assert_true (chatty_inworld_read_voices (older, voices, &next, &error));
  g_assert_null (next);
  voice = g_ptr_array_index (voices, 2);
  g_assert_cmpstr (voice->languages[1], ==, "en");
  g_assert_true (chatty_inworld_read_voices (empty, voices, &next, &error));
  g_assert_false (chatty_inworld_read_voices (none, voices, &next, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
}

static void
test_models (void)
{
  g_autoptr (JsonNode) node =
    parse ("{\"models\":[{\"model\":\"gpt-4o-mini\",\"provider\":\"SERVICE_PROVIDER_OPENAI\","
           "\"modelCreator\":\"OpenAI\",\"spec\":{\"inputModalities\":[\"text\",\"image\"],"
           "\"outputModalities\":[\"text\"],\"contextLength\":\"128000\"},\"isSupported\":true},"
           "{\"model\":\"inworld/models/GLM-5.1\",\"provider\":\"inworld\",\"spec\":"
           "{\"input_modalities\":[\"TEXT\",\"AUDIO\"],\"supportedParameters\":[\"reasoning\"]}},"
           "{\"model\":\"old\",\"provider\":\"x\",\"isSupported\":false},"
           "{\"model\":\"paint\",\"provider\":\"x\",\"spec\":{\"outputModalities\":[\"image\"]}},"
           "{\"model\":\"gpt-4o-mini\",\"provider\":\"openai\"}]}");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) models = chatty_inworld_read_models (node, &error);
  ChattyLanguageModel *model;

  g_assert_no_error (error);
  g_assert_cmpuint (models->len, ==, 3);
  model = g_ptr_array_index (models, 0);
  g_assert_cmpstr (model->id, ==, "auto");
  model = g_ptr_array_index (models, 1);
  g_assert_cmpstr (model->id, ==, "openai/gpt-4o-mini");
  g_assert_cmpstr (model->group, ==, "OpenAI");
  g_assert_true (model->takes_images);
  g_assert_false (model->takes_audio);
  g_assert_cmpuint (model->context_tokens, ==, 128000);
  g_assert_null (model->efforts[0]);
  model = g_ptr_array_index (models, 2);
  g_assert_cmpstr (model->id, ==, "inworld/models/GLM-5.1");
  g_assert_true (model->takes_audio);
  g_assert_nonnull (model->efforts[0]);
}

/* Characters -------------------------------------------------------------------------- */

#define ROUTER \
  "{\"name\":\"routers/wren-1\",\"displayName\":\"Wren\",\"strange\":{\"a\":[1,null]}," \
  "\"defaults\":{\"optimize_prompt\":true,\"text_generation_config\":{\"temperature\":0.5," \
  "\"max_tokens\":9},\"message_templates\":[{\"role\":\"user\",\"content\":\"hi\"}," \
  "{\"role\":\"system\",\"content\":null,\"content_items\":[{\"text\":\"Keeps \"}," \
  "{\"text\":\"the light.\"}],\"odd\":1}]}," \
  "\"defaultRoute\":{\"route_id\":\"default\",\"variants\":[" \
  "{\"variant\":{\"variant_id\":\"a\",\"model_id\":\"x/a\"},\"weight\":30}," \
  "{\"variant\":{\"variant_id\":\"b\",\"model_id\":\"x/b\",\"web_search\":{}},\"weight\":70}]}," \
  "\"routes\":[{\"route\":{\"route_id\":\"r\",\"variants\":[{\"variant\":{\"variant_id\":\"c\"," \
  "\"model_id\":\"x/c\"},\"weight\":50},{\"variant\":{\"variant_id\":\"d\",\"model_id\":\"x/d\"}," \
  "\"weight\":20}]},\"condition\":{\"cel_expression\":\"true\"}}]}"

static void
assert_text (ChattyCharacter      *character,
             ChattyCharacterField  field,
             const char           *text)
{
  g_assert_cmpstr (chatty_character_get_text (character, field), ==, text);
}

/* The value at "a.0.b" of a node, as text. */
static char *
look_at (JsonNode   *node,
         const char *path)
{
  g_auto (GStrv) steps = g_strsplit (path, ".", -1);

  for (guint i = 0; steps[i] != NULL && node != NULL; i++)
    if (JSON_NODE_HOLDS_ARRAY (node))
      {
        guint nth = (guint) g_ascii_strtoull (steps[i], NULL, 10);
        JsonArray *array = json_node_get_array (node);

        node = nth < json_array_get_length (array) ? json_array_get_element (array, nth) : NULL;
      }
    else
      node = JSON_NODE_HOLDS_OBJECT (node)
             ? json_object_get_member (json_node_get_object (node), steps[i]) : NULL;
  return node != NULL ? chatty_json_to_string (node, FALSE) : NULL;
}

static void
assert_at (JsonNode   *node,
           const char *path,
           const char *json)
{
  g_autofree char *found = look_at (node, path);

  g_test_message ("%s", path);
  g_assert_cmpstr (found, ==, json);
}

static void
test_read_router (void)
{
  g_autoptr (JsonNode) node = parse (ROUTER);
  g_autoptr (ChattyCharacter) character =
    chatty_inworld_read_router (json_node_get_object (node), FALSE);
  g_autoptr (JsonNode) bare = parse ("{\"name\":\"x\",\"default_route\":{\"route\":{\"variants\":"
                                     "[{\"variant\":{\"modelId\":\"auto\"},\"weight\":100}]}}}");
  g_autoptr (ChattyCharacter) partial =
    chatty_inworld_read_router (json_node_get_object (bare), FALSE);
  g_autoptr (ChattyCharacter) whole =
    chatty_inworld_read_router (json_node_get_object (bare), TRUE);
  const char *extra = chatty_character_get_extra (character, "inworld");

  g_assert_cmpstr (chatty_character_get_id (character), ==, "wren-1");
  g_assert_true (chatty_character_is_complete (character));
  assert_text (character, CHATTY_FIELD_NAME, "Wren");
  assert_text (character, CHATTY_FIELD_INSTRUCTIONS, "Keeps the light.");
  assert_text (character, CHATTY_FIELD_MODEL, "x/b");
  assert_text (character, CHATTY_FIELD_TEMPERATURE, "0.5");
  /* Carried, and nothing of it twice. */
  g_assert_nonnull (strstr (extra, "strange"));
  g_assert_nonnull (strstr (extra, "cel_expression"));
  g_assert_nonnull (strstr (extra, "optimize_prompt"));
  g_assert_null (strstr (extra, "Keeps"));
  g_assert_null (strstr (extra, "Wren"));
  g_assert_null (strstr (extra, "x/b"));

  /* A list may leave the defaults out: that is not to have none. */
  g_assert_false (chatty_character_is_complete (partial));
  g_assert_false (chatty_character_has_field (partial, CHATTY_FIELD_INSTRUCTIONS));
  assert_text (partial, CHATTY_FIELD_NAME, "x");
  assert_text (partial, CHATTY_FIELD_MODEL, "auto");
  g_assert_true (chatty_character_is_complete (whole));
  assert_text (whole, CHATTY_FIELD_INSTRUCTIONS, "");
}

static ChattyCharacter *
make_character (const char *name,
                const char *instructions,
                const char *model,
                const char *temperature)
{
  ChattyCharacterBuilder *builder = chatty_character_builder_new ();

  if (name != NULL)
    chatty_character_builder_set_text (builder, CHATTY_FIELD_NAME, name);
  if (instructions != NULL)
    chatty_character_builder_set_text (builder, CHATTY_FIELD_INSTRUCTIONS, instructions);
  if (model != NULL)
    chatty_character_builder_set_text (builder, CHATTY_FIELD_MODEL, model);
  if (temperature != NULL)
    chatty_character_builder_set_text (builder, CHATTY_FIELD_TEMPERATURE, temperature);
  return chatty_character_builder_end (builder);
}

static void
test_write_router (void)
{
  g_autoptr (JsonNode) base = parse (ROUTER);
  g_autoptr (ChattyCharacter) new_one = make_character ("Ida", "Is kind.", NULL, NULL);
  g_autoptr (ChattyCharacter) changed = make_character ("Ida", "Is kind.", "y/z", "1.5");
  g_autoptr (ChattyCharacter) hot = make_character ("Ida", NULL, NULL, "3");
  g_autoptr (ChattyCharacter) nameless = make_character (" ", NULL, NULL, NULL);
  g_autoptr (ChattyCharacter) cleared = make_character ("Ida", "", "", "");
  g_autoptr (JsonNode) made = NULL;
  g_autoptr (JsonNode) patched = NULL;
  g_autoptr (JsonNode) emptied = NULL;
  g_autoptr (ChattyCharacter) back = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *mask = NULL;

  made = chatty_inworld_write_router ("ida-1", NULL, new_one, ~0u, &error);
  g_assert_no_error (error);
  assert_at (made, "name", "\"ida-1\"");
  assert_at (made, "displayName", "\"Ida\"");
  assert_at (made, "defaults.message_templates.0.content", "\"Is kind.\"");
  assert_at (made, "defaultRoute.variants.0.variant.model_id", "\"auto\"");
  assert_at (made, "defaultRoute.variants.0.weight", "100");
  assert_at (made, "defaultRoute.route_id", "\"default\"");

  patched = chatty_inworld_write_router ("wren-1", json_node_get_object (base), changed, ~0u,
                                         &error);
  g_assert_no_error (error);
  assert_at (patched, "displayName", "\"Ida\"");
  assert_at (patched, "strange", "{\"a\":[1,null]}");
  assert_at (patched, "defaults.message_templates.0.content", "\"hi\"");
  assert_at (patched, "defaults.message_templates.1.content", "\"Is kind.\"");
  assert_at (patched, "defaults.message_templates.1.content_items", NULL);
  assert_at (patched, "defaults.message_templates.1.odd", "1");
  assert_at (patched, "defaults.text_generation_config.temperature", "1.5");
  assert_at (patched, "defaults.text_generation_config.max_tokens", "9");
  assert_at (patched, "defaultRoute.variants.0.variant.model_id", "\"x/a\"");
  assert_at (patched, "defaultRoute.variants.1.variant.model_id", "\"y/z\"");
  assert_at (patched, "defaultRoute.variants.1.weight", "70");
  /* 50 and 20 would be refused. */
  assert_at (patched, "routes.0.route.variants.0.weight", "71");
  assert_at (patched, "routes.0.route.variants.1.weight", "29");
  assert_at (base, "displayName", "\"Wren\"");
  back = chatty_inworld_read_router (json_node_get_object (patched), TRUE);
  for (guint i = 0; i < CHATTY_N_FIELDS; i++)
    if (chatty_character_has_field (changed, i))
      g_assert_true (chatty_character_field_equal (changed, back, i));

  emptied = chatty_inworld_write_router ("wren-1", json_node_get_object (base), cleared, ~0u,
                                         &error);
  g_assert_no_error (error);
  assert_at (emptied, "defaults.message_templates.0.content", "\"hi\"");
  assert_at (emptied, "defaults.message_templates.1", NULL);
  assert_at (emptied, "defaults.text_generation_config", "{\"max_tokens\":9}");
  assert_at (emptied, "defaultRoute.variants.1.variant.model_id", "\"auto\"");

  g_assert_null (chatty_inworld_write_router ("x", NULL, hot, ~0u, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
  g_clear_error (&error);
  g_assert_null (chatty_inworld_write_router ("x", NULL, nameless, ~0u, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);

  mask = chatty_inworld_update_mask (CHATTY_FIELD_FLAG (CHATTY_FIELD_NAME) |
                                     CHATTY_FIELD_FLAG (CHATTY_FIELD_TEMPERATURE) |
                                     CHATTY_FIELD_FLAG (CHATTY_FIELD_VOICE));
  g_assert_cmpstr (mask, ==, "display_name,defaults");
}

static void
test_router_ids (void)
{
  static const struct {
    const char *name;
    const char *id;
  } names[] = {
    { "Wren", "wren-0000002a" }, { "Åse  & Bo!", "ase-bo-0000002a" },
    { "漁師", "-" }, { "--", "character-0000002a" },
    { "A name that is very much longer than any id should ever become", "-" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *id = chatty_inworld_make_router_id (names[i].name, 42);

      if (!g_str_equal (names[i].id, "-"))
        g_assert_cmpstr (id, ==, names[i].id);
      g_assert_cmpuint (strlen (id), <=, 63);
      g_assert_true (g_regex_match_simple ("^[a-z0-9][a-z0-9-]*[a-z0-9]$", id, 0, 0));
    }
}

static void
test_operations (void)
{
  static const struct {
    const char *json;
    gboolean    good;
    gboolean    done;
    gboolean    named;
    gboolean    has_object;
  } cases[] = {
    { "{\"name\":\"operations/1\",\"metadata\":{\"@type\":\"t\"}}", TRUE, FALSE, TRUE, FALSE },
    { "{\"name\":\"operations/1\",\"done\":true,\"response\":{\"name\":\"r\"}}", TRUE, TRUE, TRUE,
      TRUE },
    { "{\"name\":\"operations/1\",\"done\":true,\"error\":{\"code\":13,\"message\":\"m\"}}", FALSE,
      FALSE, FALSE, FALSE },
    { "{\"name\":\"operations/1\",\"done\":true,\"error\":null}", TRUE, TRUE, TRUE, FALSE },
    { "{\"name\":\"routers/x\",\"displayName\":\"X\"}", TRUE, TRUE, FALSE, TRUE },
    { "{}", TRUE, TRUE, FALSE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) node = parse (cases[i].json);
      g_auto (ChattyInworldOperation) operation = { NULL };
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i].json);
      g_assert_cmpint (chatty_inworld_read_operation (node, &operation, &error), ==,
                       cases[i].good);
      g_assert_cmpint (error == NULL, ==, cases[i].good);
      g_assert_cmpint (operation.done, ==, cases[i].done);
      g_assert_cmpint (operation.name != NULL, ==, cases[i].named);
      g_assert_cmpint (operation.object != NULL, ==, cases[i].has_object);
    }
}

/* Talk -------------------------------------------------------------------------------- */

static ChattyTurn *
make_turn (ChattyRole  role,
           const char *text)
{
  ChattyTurnBuilder *builder = chatty_turn_builder_new (role);

  chatty_turn_builder_set_text (builder, text);
  return chatty_turn_builder_end (builder);
}

static void
test_write_chat (void)
{
  g_autoptr (GPtrArray) turns =
    g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_turn_unref);
  g_autoptr (GBytes) png = g_bytes_new_static ("PNG", 3);
  ChattyChatFile image = { "a.png", "image/png", png };
  ChattyChatFile text_file = { "a.txt", "text/plain", png };
  ChattyChatContext context = { .instructions = "Be kind", .turns = turns, .temperature = NAN,
                                .effort = "low", .person = "p-1", .max_tokens = 5 };
  ChattyChatMessage message = { .text = "And now?", .context = &context };
  ChattyChatMessage shown = { .images = &image, .n_images = 1 };
  ChattyChatMessage file = { .text = "See", .images = &text_file, .n_images = 1 };
  ChattyChatMessage nothing = { .text = "" };
  g_autoptr (JsonNode) body = NULL;
  g_autoptr (JsonNode) routed = NULL;
  g_autoptr (JsonNode) seen = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (turns, make_turn (CHATTY_ROLE_PERSON, "Hello"));
  g_ptr_array_add (turns, make_turn (CHATTY_ROLE_NOTE, "a note"));
  g_ptr_array_add (turns, make_turn (CHATTY_ROLE_ASSISTANT, "Hi"));
  g_ptr_array_add (turns, make_turn (CHATTY_ROLE_ASSISTANT, ""));
  body = chatty_inworld_write_chat (NULL, &message, &error);
  g_assert_no_error (error);
  assert_at (body, "model", "\"auto\"");
  assert_at (body, "stream", "true");
  assert_at (body, "messages",
             "[{\"role\":\"system\",\"content\":\"Be kind\"},"
             "{\"role\":\"user\",\"content\":\"Hello\"},"
             "{\"role\":\"assistant\",\"content\":\"Hi\"},"
             "{\"role\":\"user\",\"content\":\"And now?\"}]");
  assert_at (body, "temperature", NULL);
  assert_at (body, "max_tokens", "5");
  assert_at (body, "reasoning_effort", "\"low\"");
  assert_at (body, "user", "\"p-1\"");

  context.temperature = 0.5;
  routed = chatty_inworld_write_chat ("wren-1", &message, &error);
  assert_at (routed, "model", "\"inworld/wren-1\"");
  assert_at (routed, "temperature", "0.5");
  context.model = "openai/gpt-4o-mini";
  g_clear_pointer (&routed, json_node_unref);
  routed = chatty_inworld_write_chat ("wren-1", &message, &error);
  assert_at (routed, "model", "\"openai/gpt-4o-mini\"");

  seen = chatty_inworld_write_chat (NULL, &shown, &error);
  g_assert_no_error (error);
  assert_at (seen, "messages.0.content",
             "[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,UE5H\"}}]");
  g_assert_null (chatty_inworld_write_chat (NULL, &file, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED);
  g_clear_error (&error);
  g_assert_null (chatty_inworld_write_chat (NULL, &nothing, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
}

#define CHUNK(delta, rest) \
  "data: {\"id\":\"chatcmpl-1\",\"model\":\"openai/gpt-5\",\"choices\":[{\"index\":0,\"delta\":" \
  delta "}]" rest "}\n\n"

typedef struct {
  GString *text;
  gboolean done;
  guint    prompt;
  char    *finish;
} Heard;

static gboolean
event_cb (const ChattySseEvent  *event,
          gpointer               user_data,
          GError               **error)
{
  Heard *heard = user_data;
  g_auto (ChattyInworldPiece) piece = { NULL };

  if (!chatty_inworld_read_piece (event->data, &piece, error))
    return FALSE;
  if (piece.text != NULL)
    g_string_append (heard->text, piece.text);
  if (piece.has_usage)
    heard->prompt = piece.prompt;
  if (piece.finish != NULL)
    {
      g_free (heard->finish);
      heard->finish = g_strdup (piece.finish);
    }
  heard->done = heard->done || piece.done;
  return TRUE;
}

static void
test_stream (void)
{
  static const char stream[] =
    ": keep alive\n\n"
    CHUNK ("{\"role\":\"assistant\",\"content\":null}", "")
    CHUNK ("{}", "")
    CHUNK ("{\"content\":\"Gr\xc3\xbc\xc3\x9f \"}", ",\"usage\":null,\"error\":null")
    CHUNK ("null", "")
    CHUNK ("{\"content\":[{\"type\":\"text\",\"text\":\"Gott \xf0\x9f\x91\x8b\"}]}", "")
    "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
    "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":9}}\n\n"
    "data: [DONE]\n\n";

  /* However it is cut. */
  for (gsize cut = 0; cut <= strlen (stream); cut++)
    {
      Heard heard = { .text = g_string_new (NULL) };
      g_autoptr (ChattySseReader) reader = chatty_sse_reader_new (event_cb, &heard);
      g_autoptr (GError) error = NULL;

      g_assert_true (cut == 0 || chatty_sse_reader_feed (reader, stream, cut, &error));
      g_assert_true (cut == strlen (stream) ||
                     chatty_sse_reader_feed (reader, stream + cut, strlen (stream) - cut, &error));
      g_assert_true (chatty_sse_reader_finish (reader, &error));
      g_assert_no_error (error);
      g_assert_cmpstr (heard.text->str, ==, "Grüß Gott 👋");
      g_assert_true (heard.done);
      g_assert_cmpuint (heard.prompt, ==, 7);
      g_assert_cmpstr (heard.finish, ==, "stop");
      g_string_free (heard.text, TRUE);
      g_free (heard.finish);
    }
}

static void
test_stream_errors (void)
{
  static const struct {
    const char *data;
    int         code;
  } events[] = {
    { "{\"error\":{\"message\":\"m\",\"type\":\"server_error\",\"code\":\"500\"}}",
      CHATTY_ERROR_SERVER },
    { "{\"error\":{\"code\":8,\"message\":\"m\",\"details\":[]}}", CHATTY_ERROR_RATE_LIMITED },
    { "{\"code\":14,\"message\":\"m\",\"details\":[]}", CHATTY_ERROR_SERVER },
    { "{\"choices\":[{\"delta\":{\"content\":\"x\"},\"finish_reason\":\"error\"}]}",
      CHATTY_ERROR_SERVER },
    { "{\"choices\":[{\"delta\":{},\"error\":{\"code\":429,\"message\":\"m\"}}]}",
      CHATTY_ERROR_RATE_LIMITED },
    { "{\"choices\":[{\"del", CHATTY_ERROR_SERVER },
    { "oops", CHATTY_ERROR_SERVER },
    { "[1]", CHATTY_ERROR_SERVER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    {
      g_auto (ChattyInworldPiece) piece = { NULL };
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", events[i].data);
      g_assert_false (chatty_inworld_read_piece (events[i].data, &piece, &error));
      g_assert_error (error, CHATTY_ERROR, events[i].code);
    }
}

/* Speech ------------------------------------------------------------------------------ */

static void
test_write_speech (void)
{
  ChattySpeechRequest plain = { .voice = "Ashley", .text = "Hi" };
  ChattySpeechRequest full = { .voice = "Ashley", .text = "Hi", .language = "DE_de", .speed = 3,
                               .delivery = "EXPRESSIVE", .rate = 23000, .words = TRUE,
                               .media_type = "audio/mpeg" };
  ChattySpeechRequest older = full;
  ChattySpeechRequest unknown = full;
  ChattySpeechRequest law = { .voice = "A", .text = "Hi", .rate = 48000,
                              .media_type = "audio/x-mulaw", .whole = TRUE, .words = TRUE };
  g_autoptr (JsonNode) node = chatty_inworld_write_speech (&plain, "Hi");

  assert_at (node, "modelId", "\"inworld-tts-2\"");
  assert_at (node, "audioConfig", "{\"audioEncoding\":\"LINEAR16\",\"sampleRateHertz\":24000}");
  assert_at (node, "temperature", NULL);
  assert_at (node, "deliveryMode", NULL);

  g_clear_pointer (&node, json_node_unref);
  node = chatty_inworld_write_speech (&full, "Hi");
  assert_at (node, "audioConfig", "{\"audioEncoding\":\"MP3\",\"sampleRateHertz\":24000,"
                                  "\"speakingRate\":1.5}");
  assert_at (node, "deliveryMode", "\"CREATIVE\"");
  assert_at (node, "language", "\"de-DE\"");
  assert_at (node, "timestampType", "\"WORD\"");
  assert_at (node, "timestampTransportStrategy", "\"ASYNC\"");

  /* Only what every model knows goes to the others. */
  older.model = "inworld-tts-1.5-max";
  unknown.model = "inworld-tts-9";
  for (guint i = 0; i < 2; i++)
    {
      g_clear_pointer (&node, json_node_unref);
      node = chatty_inworld_write_speech (i == 0 ? &older : &unknown, "Hi");
      assert_at (node, "modelId", i == 0 ? "\"inworld-tts-1.5-max\"" : "\"inworld-tts-9\"");
      assert_at (node, "deliveryMode", NULL);
      assert_at (node, "language", NULL);
      assert_at (node, "temperature", NULL);
    }

  g_clear_pointer (&node, json_node_unref);
  node = chatty_inworld_write_speech (&law, "Hi");
  assert_at (node, "audioConfig", "{\"audioEncoding\":\"MULAW\",\"sampleRateHertz\":8000}");
  assert_at (node, "timestampTransportStrategy", NULL);
}

static void
assert_first_part (ChattySpeechRequest *request,
                   const char          *start)
{
  g_auto (GStrv) parts = chatty_inworld_split_text (request);

  g_assert_nonnull (parts[0]);
  g_assert_true (g_str_has_prefix (parts[0], start));
}

static void
test_feeling (void)
{
  ChattySpeechRequest request = { .voice = "A", .text = "Hi." };
  g_autoptr (JsonNode) node = NULL;

  assert_first_part (&request, "Hi.");
  request.feeling = (ChattyFeeling) { CHATTY_EMOTION_JOY, CHATTY_STRENGTH_STRONG };
  assert_first_part (&request, "[sound very happy] Hi.");
  node = chatty_inworld_write_speech (&request, "Hi.");
  assert_at (node, "deliveryMode", "\"CREATIVE\"");
  /* Others would read it out. */
  request.model = "inworld-tts-1.5-mini";
  assert_first_part (&request, "Hi.");
  request.model = NULL;
  request.feeling = (ChattyFeeling) { CHATTY_EMOTION_NEUTRAL, CHATTY_STRENGTH_NONE };
  assert_first_part (&request, "Hi.");
  g_clear_pointer (&node, json_node_unref);
  node = chatty_inworld_write_speech (&request, "Hi.");
  assert_at (node, "deliveryMode", "\"STABLE\"");
}

static char *
repeat (const char *text,
        guint       times)
{
  GString *all = g_string_new (NULL);

  while (times-- > 0)
    g_string_append (all, text);
  return g_string_free (all, FALSE);
}

static char *
without_blanks (const char *text)
{
  GString *bare = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_isspace (g_utf8_get_char (p)))
      g_string_append_unichar (bare, g_utf8_get_char (p));
  return g_string_free (bare, FALSE);
}

static void
test_split (void)
{
  static const struct {
    const char *piece;
    guint       times;
    guint       least;      /* parts */
    const char *end;        /* of each part but the last */
    guint       longest;    /* characters */
  } texts[] = {
    { "A short sentence. ", 1, 1, "", 1900 },
    { "A sentence that ends here. ", 200, 3, ".", 1900 },
    { "He said “this is it.” ", 200, 3, "”", 1900 },
    { "words without end ", 200, 2, "", 1900 },
    { "line\n", 1000, 3, "line", 1900 },
    { "Para one is here. Two.\n\n", 200, 3, ".", 1900 },
    { "x", 5000, 3, "x", 1900 },
    { "漁師は海に出る。", 300, 4, "。", 634 },
    { "한국어 문장입니다. ", 300, 3, ".", 1200 },
    { "Wait<break time=\"10s\"/> more. ", 60, 4, ".", 1900 },
    { "👩‍👩‍👧", 900, 2, "", 1900 },
    { " \n\n ", 900, 0, "", 0 },
    { "", 0, 0, "", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *text = repeat (texts[i].piece, texts[i].times);
      ChattySpeechRequest request = { .voice = "A", .text = text };
      g_auto (GStrv) parts = chatty_inworld_split_text (&request);
      g_autofree char *joined = g_strjoinv ("", parts);
      g_autofree char *bare = without_blanks (text);
      g_autofree char *bare_joined = without_blanks (joined);

      g_test_message ("%s", texts[i].piece);
      g_assert_cmpuint (g_strv_length (parts), >=, texts[i].least);
      /* Nothing is lost and nothing is said twice. */
      g_assert_cmpstr (bare_joined, ==, bare);
      for (guint k = 0; parts[k] != NULL; k++)
        {
          g_assert_true (g_utf8_validate (parts[k], -1, NULL));
          g_assert_cmpuint (g_utf8_strlen (parts[k], -1), <=, texts[i].longest);
          if (parts[k + 1] != NULL)
            {
              g_assert_true (g_str_has_suffix (parts[k], texts[i].end));
              g_assert_cmpuint (g_utf8_strlen (parts[k], -1), >, 100);
            }
          /* A tag is never cut. */
          g_assert_null (g_strrstr (parts[k], "<break time=\"10s\"/") != NULL &&
                         g_str_has_suffix (parts[k], "/") ? parts[k] : NULL);
        }
    }
}

typedef struct {
  GString *audio;
  guint    n_words;
  char    *model;
} Sound;

static gboolean
line_cb (const char  *line,
         gsize        length,
         gpointer     user_data,
         GError     **error)
{
  Sound *all = user_data;
  g_auto (ChattyInworldSound) sound = { NULL };

  if (!chatty_inworld_read_line (line, length, &sound, error))
    return FALSE;
  if (sound.audio != NULL)
    g_string_append_len (all->audio, g_bytes_get_data (sound.audio, NULL),
                         (gssize) g_bytes_get_size (sound.audio));
  if (sound.words != NULL)
    all->n_words += sound.words->len;
  if (sound.model != NULL)
    {
      g_free (all->model);
      all->model = g_strdup (sound.model);
    }
  return TRUE;
}

static void
test_lines (void)
{
  static const char stream[] =
    "{\"result\":{\"audioContent\":\"QUJD\",\"usage\":{\"modelId\":\"inworld-tts-2\"}}}\n"
    "\n"
    "{\"result\":{\"audio_content\":\"REU=\",\"timestampInfo\":null}}\r\n"
    "{\"result\":{\"timestampInfo\":{\"wordAlignment\":{\"words\":[\"a\",\"b\",\"c\"],"
    "\"wordStartTimeSeconds\":[0,0.5,null],\"wordEndTimeSeconds\":[0.4,1]}}}}\n"
    "{\"result\":{\"audioContent\":\"\"}}\n"
    "{\"result\":{\"audioContent\":\"Rg==\"}}";

  for (gsize cut = 0; cut <= strlen (stream); cut++)
    {
      Sound all = { .audio = g_string_new (NULL) };
      g_autoptr (ChattyLineReader) reader =
        chatty_line_reader_new (CHATTY_LINE_DEFAULT, line_cb, &all);
      g_autoptr (GError) error = NULL;

      g_assert_true (cut == 0 || chatty_line_reader_feed (reader, stream, cut, &error));
      g_assert_true (cut == strlen (stream) ||
                     chatty_line_reader_feed (reader, stream + cut, strlen (stream) - cut,
                                              &error));
      g_assert_true (chatty_line_reader_finish (reader, &error));
      g_assert_no_error (error);
      g_assert_cmpstr (all.audio->str, ==, "ABCDEF");
      g_assert_cmpuint (all.n_words, ==, 2);
      g_assert_cmpstr (all.model, ==, "inworld-tts-2");
      g_string_free (all.audio, TRUE);
      g_free (all.model);
    }
}

static void
test_bad_lines (void)
{
  static const struct {
    const char *line;
    int         code;
  } lines[] = {
    { "{\"error\":{\"code\":8,\"message\":\"m\",\"details\":[]}}", CHATTY_ERROR_RATE_LIMITED },
    { "{\"code\":5,\"message\":\"no such voice\"}", CHATTY_ERROR_NOT_FOUND },
    { "{\"result\":{\"audioContent\":\"QU!D\"}}", CHATTY_ERROR_SERVER },
    { "{\"result\":{\"audioContent\":7}}", CHATTY_ERROR_SERVER },
    { "{\"result\":{\"audioContent\":\"QUJ", CHATTY_ERROR_SERVER },
    { "<html>", CHATTY_ERROR_SERVER },
    { "[]", CHATTY_ERROR_SERVER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_auto (ChattyInworldSound) sound = { NULL };
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", lines[i].line);
      g_assert_false (chatty_inworld_read_line (lines[i].line, strlen (lines[i].line), &sound,
                                                &error));
      g_assert_error (error, CHATTY_ERROR, lines[i].code);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/inworld/key", test_key);
  g_test_add_func ("/inworld/languages", test_languages);
  g_test_add_func ("/inworld/failures", test_failures);
  g_test_add_func ("/inworld/base64", test_base64);
  g_test_add_func ("/inworld/voices", test_voices);
  g_test_add_func ("/inworld/models", test_models);
  g_test_add_func ("/inworld/router/read", test_read_router);
  g_test_add_func ("/inworld/router/write", test_write_router);
  g_test_add_func ("/inworld/router/ids", test_router_ids);
  g_test_add_func ("/inworld/router/operations", test_operations);
  g_test_add_func ("/inworld/chat/write", test_write_chat);
  g_test_add_func ("/inworld/chat/stream", test_stream);
  g_test_add_func ("/inworld/chat/errors", test_stream_errors);
  g_test_add_func ("/inworld/speech/write", test_write_speech);
  g_test_add_func ("/inworld/speech/feeling", test_feeling);
  g_test_add_func ("/inworld/speech/split", test_split);
  g_test_add_func ("/inworld/speech/lines", test_lines);
  g_test_add_func ("/inworld/speech/bad-lines", test_bad_lines);
  return g_test_run ();
}
