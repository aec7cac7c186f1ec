/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <math.h>
#include <string.h>

#include "chatty-inworld-classic.h"
#include "chatty-inworld-codec.h"
#include "chatty-json.h"
#include "fuzz.h"

const char * const chatty_fuzz_seeds[] = {
  "{\"routers\":[{\"name\":\"routers/w\",\"displayName\":\"W\",\"defaults\":{\"message_templates\":[{\"role\":\"system\",\"content\":\"b\"}],"
  "\"text_generation_config\":{\"temperature\":0.5}},\"defaultRoute\":{\"route_id\":\"d\",\"variants\":[{\"variant\":{\"variant_id\":\"a\","
  "\"model_id\":\"x/y\"},\"weight\":60},{\"variant\":{\"variant_id\":\"b\"},\"weight\":\"30\"}]},\"routes\":[{\"route\":{\"variants\":[{\"weight\":1}]}}]}],"
  "\"nextPageToken\":\"t\"}",
  "{\"name\":\"w\",\"display_name\":\"W\",\"default_route\":{\"route\":{\"variants\":[{\"variant\":{\"modelId\":\"auto\"},\"weight\":1e9}]}},"
  "\"defaults\":{\"messageTemplates\":[{\"role\":\"user\"},{\"role\":\"DEVELOPER\",\"content_items\":[{\"text\":\"a\"},7]}]}}",
  "{\"name\":\"operations/1\",\"done\":true,\"error\":{\"code\":13,\"message\":\"m\"},\"response\":{}}",
  "{\"voices\":[{\"voiceId\":\"A\",\"langCode\":\"EN_US\",\"tags\":[\"female\"],\"languages\":[\"en\"]}],\"nextPageToken\":\"\"}",
  "{\"models\":[{\"model\":\"gpt\",\"provider\":\"SERVICE_PROVIDER_OPENAI\",\"spec\":{\"inputModalities\":[\"text\",\"image\"],\"contextLength\":\"9\"}}]}",
  "{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":null},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}",
  "{\"choices\":[{\"delta\":{\"content\":[{\"type\":\"text\",\"text\":\"a\"}]}}],\"model\":\"m\"}", "[DONE]",
  "{\"result\":{\"audioContent\":\"QUJD\",\"usage\":{\"modelId\":\"m\"},\"timestampInfo\":{\"wordAlignment\":{\"words\":[\"a\"],"
  "\"wordStartTimeSeconds\":[0],\"wordEndTimeSeconds\":[1]}}}}",
  "{\"error\":{\"code\":8,\"message\":\"m\",\"details\":[{\"retryDelay\":\"3s\"}]}}", "{\"code\":3,\"message\":\"m\"}",
  "Hello there. <break time=\"1s\"/> \xe6\xbc\x81\xe5\xb8\xab\xe3\x80\x82 And more?\n\nEnd.", "Basic a2V5OnNlY3JldA==", "key:secret",
  "{\"characters\":[{\"defaultCharacterDescription\":{\"givenName\":\"W\",\"description\":\"d\",\"hobbyOrInterests\":[\"a\"]},"
  "\"personality\":{\"open\":9},\"personalKnowledge\":{\"facts\":[{\"text\":[\"f\"]}]},\"commonKnowledge\":[\"k\"],\"language\":\"EN_US\"}],"
  "\"commonKnowledge\":[{\"name\":\"k\",\"memoryRecords\":[\"r\"]}]}", "", NULL,
};

const char * const chatty_fuzz_tokens[] = {
  "{", "}", "[", "]", "\"", ",", ":", "null", "true", "-1", "1e999", "\\ud800", "\\u0000", "name", "routers", "defaults", "variants", "weight",
  "error", "code", "message", "details", "choices", "delta", "content", "result", "audioContent", "QUJD", "=", "voices", "models", "done",
  "<break time=\"", "ms\"/>", ". ", "\n\n", "\xe3\x80\x82", "Basic ", "EN_US", "defaultCharacterDescription", "commonKnowledge", NULL,
};

static void
write_back (JsonObject      *object,
            ChattyCharacter *character)
{
  g_autoptr (ChattyCharacter) again = NULL;
  g_autoptr (JsonNode) written = NULL;

  g_assert_true (g_utf8_validate (chatty_character_get_name (character), -1, NULL));
  written = chatty_inworld_write_router ("x-1", object, character, ~0u, NULL);
  if (written == NULL)
    return;
  /* What was written says what was meant. */
  again = chatty_inworld_read_router (json_node_get_object (written), TRUE);
  g_assert_cmpstr (chatty_character_get_id (again), ==, "x-1");
  g_assert_true (chatty_character_field_equal (character, again, CHATTY_FIELD_NAME));
  if (chatty_character_has_field (character, CHATTY_FIELD_INSTRUCTIONS))
    g_assert_true (chatty_character_field_equal (character, again, CHATTY_FIELD_INSTRUCTIONS));
}

static void
read_characters (JsonNode *node)
{
  g_autoptr (GPtrArray) all =
    g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_character_unref);
  g_autoptr (ChattyCharacter) one = chatty_inworld_read_router (chatty_json_node_object (node),
                                                                TRUE);
  g_auto (ChattyInworldOperation) operation = { NULL };
  g_autofree char *next = NULL;

  chatty_inworld_read_routers (node, all, &next, NULL);
  for (guint i = 0; i < all->len; i++)
    write_back (NULL, g_ptr_array_index (all, i));
  if (one != NULL)
    write_back (json_node_get_object (node), one);
  chatty_inworld_read_operation (node, &operation, NULL);
}

static void
read_lists (JsonNode *node)
{
  g_autoptr (GPtrArray) voices =
    g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_voice_unref);
  g_autoptr (GPtrArray) models = chatty_inworld_read_models (node, NULL);
  g_autoptr (GPtrArray) classics = NULL;
  g_autofree char *next = NULL;

  chatty_inworld_read_voices (node, voices, &next, NULL);
  if (chatty_inworld_classic_recognise (node))
    classics = chatty_inworld_classic_read (node, NULL);
}

static void
split (const char *text)
{
  ChattySpeechRequest request = { .voice = "A", .text = text,
                                  .feeling = { CHATTY_EMOTION_JOY, CHATTY_STRENGTH_STRONG } };
  g_auto (GStrv) parts = NULL;

  if (!g_utf8_validate (text, -1, NULL))
    return;
  parts = chatty_inworld_split_text (&request);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_assert_true (g_utf8_validate (parts[i], -1, NULL));
      g_assert_cmpuint (g_utf8_strlen (parts[i], -1), <=, CHATTY_INWORLD_MAX_SPEECH);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (JsonNode) node = chatty_json_parse (text, -1, NULL);
  g_autoptr (ChattySecret) given = chatty_secret_new (text, -1);
  g_autoptr (ChattySecret) key = chatty_inworld_prepare_key (given, NULL);
  g_autoptr (GBytes) bytes = chatty_inworld_decode_base64 (text, NULL);
  g_autofree char *language = chatty_inworld_language_in (text);
  g_autofree char *there = chatty_inworld_language_out (text);
  g_autofree char *id = g_utf8_validate (text, -1, NULL)
                        ? chatty_inworld_make_router_id (text, 7) : NULL;
  g_auto (ChattyInworldPiece) piece = { NULL };
  g_auto (ChattyInworldSound) sound = { NULL };

  /* Never encoded twice. */
  if (key != NULL)
    {
      g_autoptr (ChattySecret) again = chatty_inworld_prepare_key (key, NULL);

      g_assert_true (chatty_secret_equal (key, again));
    }
  chatty_inworld_read_piece (text, &piece, NULL);
  if (piece.text != NULL)
    g_assert_true (g_utf8_validate (piece.text, -1, NULL));
  chatty_inworld_read_line ((const char *) data, size, &sound, NULL);
  for (guint i = 0; sound.words != NULL && i < sound.words->len; i++)
    g_assert_true (isfinite (g_array_index (sound.words, ChattyWordTime, i).end));
  split (text);
  if (node == NULL)
    return 0;
  read_characters (node);
  read_lists (node);
  return 0;
}
