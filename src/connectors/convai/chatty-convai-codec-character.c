/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-convai-codec.h"
#include "chatty-error.h"
#include "chatty-json.h"

/* Members that are read into fields, and those that change by being used. What
 * is left is carried. */
static const char *const known_members[] = {
  "character_id", "character_name", "backstory", "voice_type", "timestamp",
  "last_interacted_with", "language_code", "language_codes", "description",
  "character_actions", "character_traits", "speaking_style", "memory_settings", NULL,
};

/* The limits are those of Convai's own page: its server is not known to
 * enforce them (platform reference, section 2.11). */
static const ChattyFieldMap field_map[] = {
  { CHATTY_FIELD_NAME, "charName", TRUE, TRUE, TRUE },
  { CHATTY_FIELD_INSTRUCTIONS, "backstory", TRUE, TRUE, TRUE, 1000, CHATTY_UNIT_WORDS, FALSE },
  { CHATTY_FIELD_VOICE, "voiceType", TRUE, TRUE, TRUE },
  { CHATTY_FIELD_LANGUAGES, "languageCodes", TRUE, TRUE, FALSE, 4, CHATTY_UNIT_ITEMS, TRUE },
  { CHATTY_FIELD_MODEL, "model_group_name", TRUE, TRUE },
  { CHATTY_FIELD_TEMPERATURE, "temperature", TRUE, TRUE },
  { CHATTY_FIELD_EFFORT, "reasoning_effort", TRUE, TRUE },
  { CHATTY_FIELD_REMEMBERS, "memorySettings", TRUE, TRUE },
  { CHATTY_FIELD_ACTIONS, "action", TRUE, TRUE },
  { CHATTY_FIELD_DESCRIPTION, "description", TRUE, FALSE },
  { CHATTY_FIELD_EXAMPLES, "speaking_style.sample_dialogues", TRUE, FALSE },
  { CHATTY_FIELD_STYLE, "speaking_style.description", TRUE, FALSE },
  { CHATTY_FIELD_TRAITS, "character_traits.personality_traits", TRUE, FALSE, FALSE, 5,
    CHATTY_UNIT_ITEMS, TRUE },
  { CHATTY_FIELD_AVATAR, "model_details.modelPlaceholder", TRUE, FALSE },
};

/**
 * chatty_convai_field_map:
 * @n_fields: (out): how many there are
 *
 * Returns: (transfer none): where a character's fields go (platform
 *   reference, section 4)
 */
const ChattyFieldMap *
chatty_convai_field_map (guint *n_fields)
{
  *n_fields = G_N_ELEMENTS (field_map);
  return field_map;
}

static void
take_text (ChattyCharacterBuilder *builder,
           ChattyCharacterField    field,
           JsonObject             *object,
           const char             *member)
{
  g_autofree char *text = chatty_convai_dup_text (object, member);

  if (text != NULL && !g_str_equal (text, "None"))
    chatty_character_builder_set_text (builder, field, text);
}

static void
take_list (ChattyCharacterBuilder *builder,
           ChattyCharacterField    field,
           JsonObject             *object,
           const char             *member)
{
  g_auto (GStrv) list = chatty_convai_dup_texts (object, member);

  if (list != NULL)
    chatty_character_builder_set_list (builder, field, (const char *const *) list);
}

/* Sliders from 0 to 4, where 2 is neutral. */
static void
take_traits (ChattyCharacterBuilder *builder,
             JsonObject             *object)
{
  JsonObject *traits = chatty_json_get_object (chatty_json_get_object (object, "character_traits"),
                                               "personality_traits");
  g_autoptr (GList) names = traits != NULL ? json_object_get_members (traits) : NULL;

  for (GList *l = names; l != NULL; l = l->next)
    {
      double value = chatty_convai_get_number (traits, l->data, -1);

      if (value >= 0 && value <= 4)
        chatty_character_builder_set_trait (builder, l->data, value * 50 - 100);
    }
}

static void
take_extra (ChattyCharacterBuilder *builder,
            JsonObject             *object)
{
  g_autoptr (GList) names = g_list_sort (json_object_get_members (object), (GCompareFunc) strcmp);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *json = NULL;
  JsonObject *extra = json_object_new ();

  for (GList *l = names; l != NULL; l = l->next)
    if (!g_strv_contains (known_members, l->data))
      json_object_set_member (extra, l->data,
                              json_node_copy (json_object_get_member (object, l->data)));
  json_node_take_object (node, extra);
  json = chatty_json_to_string (node, FALSE);
  chatty_character_builder_set_extra (builder, "convai", json);
}

/**
 * chatty_convai_read_character:
 * @object: (nullable): a character of the list, or the answer of get
 *
 * Returns: (transfer full) (nullable): the character, or %NULL if it has no
 *   id; it is complete when it has a backstory, which the list has not
 */
ChattyCharacter *
chatty_convai_read_character (JsonObject *object)
{
  g_autoptr (ChattyCharacterBuilder) builder = NULL;
  g_autofree char *id = chatty_convai_dup_text (object, "character_id");
  g_autofree char *created = chatty_convai_dup_text (object, "timestamp");
  g_autofree char *used = chatty_convai_dup_text (object, "last_interacted_with");
  JsonObject *config = chatty_json_get_object (object, "personalised_prompt_config");
  JsonObject *style = chatty_json_get_object (object, "speaking_style");
  JsonObject *memory = chatty_json_get_object (object, "memory_settings");

  if (id == NULL || *id == '\0')
    return NULL;

  builder = chatty_character_builder_new ();
  chatty_character_builder_set_id (builder, "convai", id);
  chatty_character_builder_set_times (builder, chatty_convai_read_time (created, NULL),
                                      chatty_convai_read_time (used, NULL));
  chatty_character_builder_set_complete (builder, json_object_has_member (object, "backstory"));
  take_text (builder, CHATTY_FIELD_NAME, object, "character_name");
  take_text (builder, CHATTY_FIELD_INSTRUCTIONS, object, "backstory");
  take_text (builder, CHATTY_FIELD_VOICE, object, "voice_type");
  take_text (builder, CHATTY_FIELD_DESCRIPTION, object, "description");
  take_text (builder, CHATTY_FIELD_MODEL, config, "MODEL");
  take_text (builder, CHATTY_FIELD_TEMPERATURE, config, "TEMPERATURE");
  take_text (builder, CHATTY_FIELD_EFFORT, config, "REASONING_EFFORT");
  take_text (builder, CHATTY_FIELD_EXAMPLES, style, "sample_dialogues");
  take_text (builder, CHATTY_FIELD_STYLE,
             chatty_json_get_object (object, "character_traits"), "speaking_style");
  take_text (builder, CHATTY_FIELD_STYLE, style, "description");
  take_text (builder, CHATTY_FIELD_AVATAR,
             chatty_json_get_object (object, "model_details"), "modelPlaceholder");
  take_list (builder, CHATTY_FIELD_LANGUAGES, object,
             json_object_has_member (object, "language_codes") ? "language_codes"
                                                               : "language_code");
  take_list (builder, CHATTY_FIELD_ACTIONS, object, "character_actions");
  take_traits (builder, object);
  if (memory != NULL)
    chatty_character_builder_set_text (builder, CHATTY_FIELD_REMEMBERS,
                                       chatty_convai_get_flag (memory, "enabled", FALSE)
                                       ? "true" : "false");
  take_extra (builder, object);
  return chatty_character_builder_end (g_steal_pointer (&builder));
}

/**
 * chatty_convai_read_characters:
 * @node: the answer of list
 * @error: %CHATTY_ERROR_INVALID_DATA when it holds no list, which is not the
 *   same as an empty one
 *
 * Returns: (transfer full) (nullable) (element-type ChattyCharacter): the
 *   characters; each id once
 */
GPtrArray *
chatty_convai_read_characters (JsonNode  *node,
                               GError   **error)
{
  JsonArray *array = chatty_convai_find_array (node, "characters");
  g_autoptr (GPtrArray) characters = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  if (array == NULL)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                           _("Convai’s answer has no list of characters"));
      return NULL;
    }
  characters = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_character_unref);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      g_autoptr (ChattyCharacter) character =
        chatty_convai_read_character (chatty_json_node_object (element));

      if (character != NULL &&
          g_hash_table_add (seen, (gpointer) chatty_character_get_id (character)))
        g_ptr_array_add (characters, g_steal_pointer (&character));
    }
  return g_steal_pointer (&characters);
}

static gboolean
need_text (ChattyCharacter      *character,
           ChattyCharacterField  field,
           const char           *message,
           GError              **error)
{
  const char *text = chatty_character_get_text (character, field);

  if (text != NULL && strspn (text, " \t\r\n") < strlen (text))
    return TRUE;
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA, message);
  return FALSE;
}

static JsonNode *
object_node (JsonObject *object)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  return node;
}

/**
 * chatty_convai_write_create:
 * @character: what to make
 * @error: %CHATTY_ERROR_INVALID_DATA without a name or a voice, which Convai
 *   asks for
 *
 * Returns: (transfer full) (nullable): the body of create; everything else of
 *   the character is for an update that follows
 */
JsonNode *
chatty_convai_write_create (ChattyCharacter  *character,
                            GError          **error)
{
  const char *instructions = chatty_character_get_text (character, CHATTY_FIELD_INSTRUCTIONS);
  JsonObject *object;

  if (!need_text (character, CHATTY_FIELD_NAME,
                  _("Convai needs a name for the character"), error) ||
      !need_text (character, CHATTY_FIELD_VOICE,
                  _("Convai needs a voice for the character. Choose one of its list"), error))
    return NULL;

  object = json_object_new ();
  json_object_set_string_member (object, "charName", chatty_character_get_name (character));
  json_object_set_string_member (object, "voiceType",
                                 chatty_character_get_text (character, CHATTY_FIELD_VOICE));
  json_object_set_string_member (object, "backstory", instructions != NULL ? instructions : "");
  return object_node (object);
}

static gboolean
write_languages (JsonObject       *object,
                 ChattyCharacter  *character,
                 GError          **error)
{
  const char *const *languages = chatty_character_get_list (character, CHATTY_FIELD_LANGUAGES);
  JsonArray *array;

  if (languages[0] == NULL || g_strv_length ((char **) languages) > 4)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                           _("A character of Convai speaks one to four languages"));
      return FALSE;
    }
  array = json_array_new ();
  for (guint i = 0; languages[i] != NULL; i++)
    json_array_add_string_element (array, languages[i]);
  json_object_set_array_member (object, "languageCodes", array);
  return TRUE;
}

static gboolean
write_temperature (JsonObject       *object,
                   ChattyCharacter  *character,
                   GError          **error)
{
  const char *text = chatty_character_get_text (character, CHATTY_FIELD_TEMPERATURE);
  char *end;
  double value = g_ascii_strtod (text, &end);

  /* There is no value that stands for the default: nothing is sent. */
  if (*text == '\0')
    return TRUE;
  if (end == text || *end != '\0' || !(value >= 0 && value <= 1))
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                   _("Convai takes a temperature from 0 to 1, and not “%s”"), text);
      return FALSE;
    }
  json_object_set_double_member (object, "temperature", value);
  return TRUE;
}

static gboolean
write_field (JsonObject            *object,
             ChattyCharacter       *character,
             const ChattyFieldMap  *map,
             GError               **error)
{
  JsonObject *memory;
  g_autofree char *joined = NULL;

  switch ((int) map->field)
    {
    case CHATTY_FIELD_LANGUAGES:
      return write_languages (object, character, error);
    case CHATTY_FIELD_TEMPERATURE:
      return write_temperature (object, character, error);
    case CHATTY_FIELD_ACTIONS:
      joined = g_strjoinv (",", (char **) chatty_character_get_list (character, map->field));
      json_object_set_string_member (object, map->remote, joined);
      return TRUE;
    case CHATTY_FIELD_REMEMBERS:
      memory = json_object_new ();
      json_object_set_boolean_member (memory, "enabled",
                                      g_str_equal (chatty_character_get_text (character, map->field),
                                                   "true"));
      json_object_set_object_member (object, map->remote, memory);
      return TRUE;
    case CHATTY_FIELD_NAME:
      if (!need_text (character, map->field, _("Convai needs a name for the character"), error))
        return FALSE;
      break;
    case CHATTY_FIELD_VOICE:
      if (!need_text (character, map->field,
                      _("Convai needs a voice for the character. Choose one of its list"), error))
        return FALSE;
      break;
    default:
      break;
    }
  json_object_set_string_member (object, map->remote,
                                 chatty_character_get_text (character, map->field));
  return TRUE;
}

/**
 * chatty_convai_write_update:
 * @id: which character
 * @character: what it shall be
 * @fields: which fields of it; those that are not known or that Convai cannot
 *   be told are left out
 * @error: %CHATTY_ERROR_INVALID_DATA for a value that Convai has no place for
 *
 * Returns: (transfer full) (nullable): the body of update; holds the id alone
 *   when there is nothing to tell
 */
JsonNode *
chatty_convai_write_update (const char       *id,
                            ChattyCharacter  *character,
                            guint             fields,
                            GError          **error)
{
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_string_member (object, "charID", id);
  for (guint i = 0; i < G_N_ELEMENTS (field_map); i++)
    if (field_map[i].writable && (fields & CHATTY_FIELD_FLAG (field_map[i].field)) != 0 &&
        chatty_character_has_field (character, field_map[i].field) &&
        !write_field (object, character, &field_map[i], error))
      return NULL;
  return object_node (g_steal_pointer (&object));
}
