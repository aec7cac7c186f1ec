/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* Characters: reference, section 2.4. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "convai.h"

#include <string.h>

/* "" clears what was set. */
static const char *const EFFORTS[] = { "", "auto", "low", "medium", "high", NULL };

static JsonArray *
split_actions (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, ",", -1);
  JsonArray *actions = json_array_new ();

  for (guint i = 0; words[i] != NULL; i++)
    if (*g_strstrip (words[i]) != '\0')
      json_array_add_string_element (actions, words[i]);
  return actions;
}

static gboolean
may_read (ConvaiUser      *user,
          ConvaiCharacter *character)
{
  return character->user == user
         || g_str_equal (json_object_get_string_member (character->record, "listing"), "public");
}

static SimReply *
refuse_create (SimRequest *request,
               const char *why)
{
  sim_request_note (request, "create: %s", why);
  return sim_reply_new_strings (400, "INTERNAL_ERROR",
                                "Error in creating the character. Please check the parameters.",
                                NULL);
}

SimReply *
convai_character_create (SimRequest *request,
                         ConvaiUser *user)
{
  const char *name = sim_request_get_string (request, "charName");
  const char *voice = sim_request_get_string (request, "voiceType");
  const char *backstory = sim_request_get_string (request, "backstory");
  const char *actions = sim_request_get_string (request, "actions");
  ConvaiCharacter *character;

  if (name == NULL || *name == '\0')
    return refuse_create (request, "charName is missing");
  if (backstory == NULL)
    return refuse_create (request, "backstory is missing");
  if (voice == NULL || !convai_voice_exists (voice))
    return refuse_create (request, "voiceType is no voice_value");
  if (sim_request_get_member (request, "actions") != NULL && actions == NULL)
    return refuse_create (request, "actions is no string");

  character = convai_state_add_character (sim_get_convai (request->sim), user, name, voice,
                                          backstory);
  if (actions != NULL)
    {
      sim_request_note (request, "actions");
      json_object_set_array_member (character->record, "character_actions",
                                    split_actions (actions));
    }
  return sim_reply_new_strings (201, "charID", character->id, NULL);
}

/* Members of an update that are a string. */
static gboolean
take_string (SimRequest  *request,
             const char  *member,
             const char **value,
             gboolean    *good)
{
  JsonNode *node = sim_request_get_member (request, member);

  *value = sim_request_get_string (request, member);
  if (node != NULL && *value == NULL)
    {
      sim_request_note (request, "update: %s is no string", member);
      *good = FALSE;
    }
  return *value != NULL;
}

static gboolean
update_languages (SimRequest      *request,
                  ConvaiCharacter *character)
{
  JsonNode *node = sim_request_get_member (request, "languageCodes");
  const char *single = sim_request_get_string (request, "languageCode");
  JsonArray *codes = json_array_new ();
  gboolean good = TRUE;

  if (node != NULL)
    {
      JsonArray *asked = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

      good = asked != NULL && json_array_get_length (asked) >= 1
             && json_array_get_length (asked) <= 4;
      for (guint i = 0; good && i < json_array_get_length (asked); i++)
        {
          JsonNode *code = json_array_get_element (asked, i);

          good = JSON_NODE_HOLDS_VALUE (code) && json_node_get_value_type (code) == G_TYPE_STRING
                 && convai_language_exists (json_node_get_string (code));
          if (good)
            json_array_add_string_element (codes, json_node_get_string (code));
        }
    }
  else if (single != NULL)
    {
      good = convai_language_exists (single);
      json_array_add_string_element (codes, single);
    }
  if (good && json_array_get_length (codes) > 0)
    {
      json_object_set_string_member (character->record, "language_code",
                                     json_array_get_string_element (codes, 0));
      json_object_set_array_member (character->record, "language_codes",
                                    g_steal_pointer (&codes));
    }
  g_clear_pointer (&codes, json_array_unref);
  if (!good)
    sim_request_note (request, "update: languageCodes");
  return good;
}

static const char *
string_member (JsonObject *object,
               const char *member)
{
  return object != NULL ? json_object_get_string_member_with_default (object, member, NULL) : NULL;
}

static gboolean
update_documents (SimRequest      *request,
                  ConvaiUser      *user,
                  ConvaiCharacter *character)
{
  JsonNode *node = sim_request_get_member (request, "docs");
  JsonArray *docs;

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return FALSE;
  docs = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (docs); i++)
    {
      JsonNode *element = json_array_get_element (docs, i);
      JsonObject *doc = JSON_NODE_HOLDS_OBJECT (element) ? json_node_get_object (element) : NULL;
      const char *id = string_member (doc, "id");
      const char *status = string_member (doc, "status");
      ConvaiDocument *document = convai_state_find_document (sim_get_convai (request->sim), id);

      /* A file that is still processed cannot be connected. */
      if (document == NULL || document->user != user)
        return FALSE;
      if (g_strcmp0 (status, "active") == 0 && document->lists_left == 0)
        g_hash_table_add (character->active_docs, g_strdup (id));
      else if (g_strcmp0 (status, "inactive") == 0)
        g_hash_table_remove (character->active_docs, id);
      else
        return FALSE;
    }
  return TRUE;
}

static SimReply *
update_model (SimRequest      *request,
              ConvaiCharacter *character)
{
  JsonObject *config = json_object_get_object_member (character->record,
                                                      "personalised_prompt_config");
  JsonNode *temperature = sim_request_get_member (request, "temperature");
  JsonNode *memory = sim_request_get_member (request, "memorySettings");
  const char *effort = sim_request_get_string (request, "reasoning_effort");
  const char *model = sim_request_get_string (request, "model_group_name");

  if (effort != NULL && !g_strv_contains (EFFORTS, effort))
    {
      g_autofree char *text =
        g_strdup_printf ("Invalid reasoning_effort '%s' for model '%s'. "
                         "Supported values: low, medium, high, auto",
                         effort, json_object_get_string_member (config, "MODEL"));

      return sim_reply_new_strings (400, "ERROR", text, NULL);
    }
  if (temperature != NULL)
    {
      double value = JSON_NODE_HOLDS_VALUE (temperature)
                     && json_node_get_value_type (temperature) != G_TYPE_STRING
                       ? json_node_get_double (temperature) : -1;

      if (json_node_get_value_type (temperature) == G_TYPE_INT64)
        value = json_node_get_int (temperature);
      if (value < 0 || value > 1)
        return sim_reply_new_strings (400, "ERROR", "`all_characters` could not be updated.", NULL);
      json_object_set_double_member (config, "TEMPERATURE", value);
    }
  if (model != NULL)
    json_object_set_string_member (config, "MODEL", model);
  if (effort != NULL)
    json_object_set_string_member (config, "REASONING_EFFORT", effort);
  if (memory != NULL && JSON_NODE_HOLDS_OBJECT (memory))
    {
      gboolean on = json_object_get_boolean_member_with_default (json_node_get_object (memory),
                                                                 "enabled", FALSE);

      json_object_set_boolean_member (
        json_object_get_object_member (character->record, "memory_settings"), "enabled", on);
    }
  return NULL;
}

SimReply *
convai_character_update (SimRequest *request,
                         ConvaiUser *user)
{
  ConvaiCharacter *character = convai_asked_character (request, user, "charID");
  const char *value;
  gboolean good = TRUE;
  SimReply *refusal;

  if (character == NULL)
    return sim_reply_new_strings (
      400, "ERROR", "Details could not be fetched from `all_characters`.", NULL);
  refusal = update_model (request, character);
  if (refusal != NULL)
    return refusal;
  good = update_languages (request, character) && update_documents (request, user, character);
  if (take_string (request, "voiceType", &value, &good))
    {
      good = good && convai_voice_exists (value);
      if (good)
        json_object_set_string_member (character->record, "voice_type", value);
    }
  if (take_string (request, "charName", &value, &good) && good)
    json_object_set_string_member (character->record, "character_name", value);
  /* Spelt in the singular here, in the plural on create; which one is read is
   * not known. The log says which was sent. */
  if (take_string (request, "action", &value, &good) && good)
    {
      sim_request_note (request, "action");
      json_object_set_array_member (character->record, "character_actions", split_actions (value));
    }
  if (take_string (request, "actions", &value, &good) && good)
    {
      sim_request_note (request, "actions");
      if (sim_is_lenient (request->sim))
        json_object_set_array_member (character->record, "character_actions",
                                      split_actions (value));
    }
  if (!good)
    return sim_reply_new_strings (400, "ERROR", "`all_characters` could not be updated.", NULL);
  if (take_string (request, "backstory", &value, &good) && good)
    {
      g_free (character->backstory);
      character->backstory = g_strdup (value);
    }
  if (!good)
    return sim_reply_new_strings (400, "ERROR", "The backstory could not be updated.", NULL);
  return sim_reply_new_strings (200, "STATUS", "SUCCESS", NULL);
}

SimReply *
convai_character_get (SimRequest *request,
                      ConvaiUser *user)
{
  ConvaiState *state = sim_get_convai (request->sim);
  ConvaiCharacter *character =
    convai_state_find_character (state, sim_request_get_string (request, "charID"));
  const char *name = sim_request_get_string (request, "charName");
  JsonObject *answer;

  for (guint i = 0; character == NULL && name != NULL && i < state->characters->len; i++)
    {
      ConvaiCharacter *other = g_ptr_array_index (state->characters, i);

      if (other->user == user
          && g_str_equal (json_object_get_string_member (other->record, "character_name"), name))
        character = other;
    }
  /* One's own, and those that are public. */
  if (character == NULL || !may_read (user, character))
    return convai_no_such_character (request);
  answer = convai_object_copy (character->record);
  json_object_set_string_member (answer, "backstory", character->backstory);
  return sim_reply_new_object (200, answer);
}

SimReply *
convai_character_list (SimRequest *request,
                       ConvaiUser *user)
{
  ConvaiState *state = sim_get_convai (request->sim);
  JsonObject *answer = json_object_new ();
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < state->characters->len; i++)
    {
      ConvaiCharacter *character = g_ptr_array_index (state->characters, i);

      if (character->user == user)
        json_array_add_object_element (list, json_object_ref (character->record));
    }
  json_object_set_array_member (answer, "characters", list);
  return sim_reply_new_object (200, answer);
}

SimReply *
convai_character_clone (SimRequest *request,
                        ConvaiUser *user)
{
  ConvaiState *state = sim_get_convai (request->sim);
  ConvaiCharacter *character =
    convai_state_find_character (state, sim_request_get_string (request, "charID"));
  JsonNode *documents = sim_request_get_member (request, "KB");
  gboolean with_documents = FALSE;

  if (character == NULL || !may_read (user, character))
    return convai_no_such_character (request);
  if (documents != NULL)
    {
      if (!JSON_NODE_HOLDS_VALUE (documents)
          || json_node_get_value_type (documents) != G_TYPE_BOOLEAN)
        return sim_reply_new_error (request, 400, "KB is a boolean.");
      with_documents = json_node_get_boolean (documents);
    }
  character = convai_state_clone_character (state, character, user, with_documents);
  return sim_reply_new_strings (200, "charID", character->id, NULL);
}

SimReply *
convai_character_delete (SimRequest *request,
                         ConvaiUser *user)
{
  ConvaiCharacter *character = convai_asked_character (request, user, "charID");

  if (character == NULL)
    return convai_no_such_character (request);
  convai_state_remove_character (sim_get_convai (request->sim), character);
  return sim_reply_new_strings (200, "STATUS", "SUCCESS", NULL);
}
