/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* A character as the list has it: reference, section 2.5. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "convai-state.h"

/* Everything that is the same in each new character. The names and the mix of
 * types (numbers in strings, "NULL", the misspelt member) are the platform's. */
static const char NEW_RECORD[] =
  "{\"collection_name\": \"convai_default_collection\","
  " \"model_type\": \"RPM-3D\","
  " \"model_details\": {"
  "   \"modelType\": \"RPM-3D\","
  "   \"modelLink\": \"https://models.readyplayer.me/63a1b2c3d4e5f60718293a4b.glb\","
  "   \"modelPlaceholder\": \"https://models.readyplayer.me/63a1b2c3d4e5f60718293a4b.png\","
  "   \"METAHUMAN\": {\"avatar_id\": \"\", \"avatar_image\": \"\", \"avatar_image_square\": \"\","
  "     \"experience_id\": \"\", \"bg_image\": \"\"}},"
  " \"listing\": \"unlisted\","
  " \"voice_pitch\": 0.0,"
  " \"character_actions\": [],"
  " \"character_emotions\": [],"
  " \"language_code\": \"en-US\","
  " \"language_codes\": [\"en-US\"],"
  " \"description\": \"\","
  " \"speaking_style\": {\"description\": \"\", \"sample_dialogues\": \"\"},"
  " \"character_traits\": {\"catch_phrases\": [], \"speaking_style\": \"None\","
  "   \"personality_traits\": {\"openness\": 2, \"sensitivity\": 2, \"extraversion\": 2,"
  "     \"agreeableness\": 2, \"meticulousness\": 2}},"
  " \"guard_rails\": {\"type1\": \"3\"},"
  " \"guardrail_meta\": {\"limitResponseLevel\": 3, \"blockedWords\": []},"
  " \"personalised_prompt_config\": {\"MODEL\": \"gpt-oss-120b\", \"PROMPT\": \"\","
  "   \"VERBOSITY\": 50, \"TEMPERATURE\": 0.7, \"MODERATION_ENABLED\": true,"
  "   \"USE_COMBINED_PROMPT\": \"true\", \"USE_ACTION_OPTMIZED_PROMPT\": false,"
  "   \"ALLOWED_MODERATION_FILTERS\": [\"sexual\"]},"
  " \"boosted_words\": {\"words\": []},"
  " \"pronunciation_metadata\": {\"pronunciations\": []},"
  " \"is_narrative_driven\": false,"
  " \"start_narrative_section_id\": null,"
  " \"memory_settings\": {\"enabled\": false},"
  " \"metadata_filter\": {},"
  " \"embodiment\": null,"
  " \"embodiment_data\": {},"
  " \"state_names\": [],"
  " \"state_links\": [],"
  " \"blockchain\": \"NULL\","
  " \"contract_address\": \"NULL\","
  " \"mint_address\": \"NULL\","
  " \"owner_address\": \"NULL\"}";

/* Returns: (transfer full) */
JsonObject *
convai_record_new (const char *character_id,
                   const char *user_id,
                   const char *name,
                   const char *voice,
                   const char *timestamp)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonObject *record;

  if (!json_parser_load_from_data (parser, NEW_RECORD, -1, &error))
    g_error ("the record is not JSON: %s", error->message);
  record = json_object_ref (json_node_get_object (json_parser_get_root (parser)));
  json_object_set_string_member (record, "character_id", character_id);
  json_object_set_string_member (record, "user_id", user_id);
  json_object_set_string_member (record, "character_name", name);
  json_object_set_string_member (record, "voice_type", voice);
  json_object_set_string_member (record, "timestamp", timestamp);
  json_object_set_string_member (record, "last_interacted_with", timestamp);
  return record;
}
