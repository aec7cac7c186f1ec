/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include "chatty-convai-codec.h"
#include "chatty-json.h"
#include "fuzz.h"

const char * const chatty_fuzz_seeds[] = {
  "{\"characters\":[{\"character_id\":\"1\",\"character_name\":\"W\",\"backstory\":\"b\",\"timestamp\":\"2023-11-07T02:57:59\","
  "\"character_traits\":{\"personality_traits\":{\"openness\":4}},\"personalised_prompt_config\":{\"TEMPERATURE\":\"0.7\"}}]}",
  "{\"response\":{\"character_id\":\"1\",\"language_codes\":[\"ar\"],\"memory_settings\":{\"enabled\":\"True\"}}}",
  "{\"docs\":[\"{\\\"id\\\":\\\"1\\\",\\\"file_size\\\":\\\"72\\\",\\\"timestamp\\\":\\\"2024-09-17 20:51:09.216522\\\"}\",{\"id\":2}]}",
  "[{\"sessionID\":\"s\",\"date\":\"17-09-2024\",\"time\":\"20:51:09\"}]",
  "[{\"timestamp\":\"2024-09-17 20:51:10.0\",\"interaction\":[{\"speaker\":\"User\",\"message\":\"Hi\"}],\"is_trigger_input\":false}]",
  "{\"text\":\"Hello\",\"audio\":\"UklGRiQAAABXQVZFZm10IBAAAAABAAEAIlYAAESsAAACABAAZGF0YQAAAAA=\",\"sessionID\":\"a\"}",
  "{\"type\":\"bot-llm-text\",\"data\":{\"text\":\"a\"}}", "{\"detail\":[{\"loc\":[\"body\",\"x\"],\"msg\":\"m\"}]}",
  "{\"usage_v2\":{\"plan_name\":\"P\",\"metrics\":[{\"id\":\"interactions\",\"usage_details\":[{\"limit\":1,\"usage\":2}]}]}}",
  "{\"Azure Voices\":[{\"M\":{\"voice_value\":\"v\",\"lang_codes\":[\"en-US\"]}}]}", "{\"STATUS\":\"SUCCESS\"}", "", NULL,
};

const char * const chatty_fuzz_tokens[] = {
  "{", "}", "[", "]", "\"", ",", ":", "null", "true", "-1", "1e999", "\"NULL\"", "\"True\"", "\\ud800", "\\u0000", "character_id", "response",
  "docs", "ERROR", "text", "process_failure", "detail", "error", "status", "message", "audio", "RIFF", "models", "memories", "id", "data", "type", NULL,
};

static void
clear_list (GPtrArray *list)
{
  if (list != NULL)
    g_ptr_array_unref (list);
}

static void
read_characters (JsonNode *node)
{
  g_autoptr (ChattyCharacter) one = chatty_convai_read_character (chatty_convai_unwrap (node));
  g_autoptr (GPtrArray) all = chatty_convai_read_characters (node, NULL);

  /* What was read is valid, and can be written. */
  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      ChattyCharacter *character = g_ptr_array_index (all, i);
      g_autoptr (JsonNode) update = NULL;
      g_autoptr (ChattyCharacter) copy =
        chatty_character_builder_end (chatty_character_builder_new_from (character));

      g_assert_true (chatty_character_equal (character, copy));
      g_assert_true (g_utf8_validate (chatty_character_get_name (character), -1, NULL));
      update = chatty_convai_write_update ("1", character, ~0u, NULL);
    }
}

static void
read_talk (JsonNode   *node,
           const char *text)
{
  g_auto (ChattyConvaiAnswer) answer = { NULL };
  g_autofree char *event = NULL;
  g_autofree char *failure = chatty_convai_dup_failure (node, TRUE);
  g_autofree char *failed = chatty_convai_dup_failure (node, FALSE);

  chatty_convai_read_answer (node, &answer, NULL);
  chatty_convai_read_event (text, &event);
  chatty_convai_is_success (node);
  chatty_convai_classify (400, "/", failed);
  /* An answer of success never says more than one of failure. */
  g_assert_true (failure == NULL || failed != NULL || g_str_equal (failure, "status: error"));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  ChattyPastSession session = { .id = "s", .started = CHATTY_TIME_NONE };
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (JsonNode) node = chatty_json_parse (text, -1, NULL);
  g_autoptr (ChattyUsage) usage = NULL;
  g_autoptr (ChattyTranscript) transcript = NULL;
  g_autoptr (ChattyDocument) document = NULL;

  read_talk (node, text);
  if (node == NULL)
    return 0;
  read_characters (node);
  clear_list (chatty_convai_read_voices (node, NULL));
  clear_list (chatty_convai_read_languages (node, NULL));
  clear_list (chatty_convai_read_models (node, NULL));
  clear_list (chatty_convai_read_documents (node, NULL));
  clear_list (chatty_convai_read_sessions (node, NULL));
  clear_list (chatty_convai_read_memory (node, NULL));
  usage = chatty_convai_read_usage (node, NULL);
  document = chatty_convai_read_document (node);
  transcript = chatty_convai_read_transcript (node, "W", &session, NULL);
  return 0;
}
