/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-model"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-character-json.h"
#include "chatty-error.h"
#include "chatty-text.h"

/* A list or a set of traits longer than this is not read to its end: nobody
 * writes so many by hand. */
#define MAX_ITEMS 10000

static void
set_time (JsonObject *object,
          const char *member,
          gint64      time)
{
  g_autofree char *text = chatty_time_format_iso (time);

  if (text != NULL)
    json_object_set_string_member (object, member, text);
}

static gint64
get_time (JsonObject *object,
          const char *member)
{
  const char *text = chatty_json_get_string (object, member);

  return text != NULL ? chatty_time_parse_iso (text) : CHATTY_TIME_NONE;
}

/* json-glib lets escaped halves of a surrogate pair through. */
static char *
dup_valid (const char *text)
{
  return g_utf8_validate (text, -1, NULL) ? g_strdup (text)
                                          : chatty_text_make_valid (text, -1);
}

static JsonNode *
list_to_json (const char *const *list)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  g_autoptr (JsonArray) array = json_array_new ();

  for (guint i = 0; list[i] != NULL; i++)
    json_array_add_string_element (array, list[i]);
  json_node_set_array (node, array);
  return node;
}

static JsonNode *
traits_to_json (const ChattyCharacter *character)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) object = json_object_new ();

  for (guint i = 0; i < chatty_character_get_n_traits (character); i++)
    {
      double value;
      const char *name = chatty_character_get_trait (character, i, &value);

      if (value == rint (value))
        json_object_set_int_member (object, name, (gint64) value);
      else
        json_object_set_double_member (object, name, isfinite (value) ? value : 0);
    }
  json_node_set_object (node, object);
  return node;
}

/**
 * chatty_character_field_to_json:
 *
 * Returns: (transfer full): a string, an array of strings, an object of
 *   numbers, or null for a field that is not set
 */
JsonNode *
chatty_character_field_to_json (const ChattyCharacter *character,
                                ChattyCharacterField   field)
{
  JsonNode *node;

  g_return_val_if_fail (field < CHATTY_N_FIELDS, NULL);

  if (!chatty_character_has_field (character, field))
    return json_node_new (JSON_NODE_NULL);
  if (field == CHATTY_FIELD_TRAITS)
    return traits_to_json (character);
  if (chatty_character_field_is_list (field))
    return list_to_json (chatty_character_get_list (character, field));

  node = json_node_new (JSON_NODE_VALUE);
  json_node_set_string (node, chatty_character_get_text (character, field));
  return node;
}

/* Numbers and truth values stand for their text: Chatty and people write both
 * where a text belongs. NULL: it is something else. */
static char *
dup_scalar (JsonNode *value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  GType type;

  if (!JSON_NODE_HOLDS_VALUE (value))
    return NULL;
  type = json_node_get_value_type (value);
  if (type == G_TYPE_STRING)
    return dup_valid (json_node_get_string (value));
  if (type == G_TYPE_BOOLEAN)
    return g_strdup (json_node_get_boolean (value) ? "true" : "false");
  if (type == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (value));
  if (type == G_TYPE_DOUBLE)
    return g_strdup (g_ascii_dtostr (buffer, sizeof buffer, json_node_get_double (value)));
  return NULL;
}

static gboolean
set_list (ChattyCharacterBuilder *builder,
          ChattyCharacterField    field,
          JsonNode               *value)
{
  g_autoptr (GStrvBuilder) list = g_strv_builder_new ();
  g_auto (GStrv) texts = NULL;
  JsonArray *array;

  if (JSON_NODE_HOLDS_VALUE (value))
    {
      g_autofree char *text = dup_scalar (value);

      g_strv_builder_add (list, text);
    }
  else if (JSON_NODE_HOLDS_ARRAY (value))
    {
      array = json_node_get_array (value);
      for (guint i = 0; i < MIN (json_array_get_length (array), MAX_ITEMS); i++)
        {
          g_autofree char *text = dup_scalar (json_array_get_element (array, i));

          if (text != NULL)
            g_strv_builder_add (list, text);
        }
    }
  else
    return FALSE;

  texts = g_strv_builder_end (list);
  chatty_character_builder_set_list (builder, field, (const char *const *) texts);
  return TRUE;
}

static gboolean
set_traits (ChattyCharacterBuilder *builder,
            JsonNode               *value)
{
  JsonObject *object = chatty_json_node_object (value);
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;
  guint n = 0;

  if (object == NULL)
    return FALSE;
  chatty_character_builder_unset (builder, CHATTY_FIELD_TRAITS);
  chatty_character_builder_set_trait (builder, NULL, 0);
  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, &node) && n++ < MAX_ITEMS)
    {
      g_autofree char *valid = dup_valid (name);

      if (JSON_NODE_HOLDS_VALUE (node) &&
          (json_node_get_value_type (node) == G_TYPE_INT64 ||
           json_node_get_value_type (node) == G_TYPE_DOUBLE) &&
          isfinite (json_node_get_double (node)))
        chatty_character_builder_set_trait (builder, valid, json_node_get_double (node));
    }
  return TRUE;
}

/**
 * chatty_character_builder_set_json:
 * @field: which field
 * @value: what chatty_character_field_to_json() writes, or what comes close:
 *   one text for a list, a number for a text. What is no text in a list, and
 *   no number in traits, is left out; null unsets the field
 *
 * Returns: whether @value could be understood; the field is as before if not
 */
gboolean
chatty_character_builder_set_json (ChattyCharacterBuilder *builder,
                                   ChattyCharacterField    field,
                                   JsonNode               *value)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (field < CHATTY_N_FIELDS, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  if (JSON_NODE_HOLDS_NULL (value))
    {
      chatty_character_builder_unset (builder, field);
      return TRUE;
    }
  if (field == CHATTY_FIELD_TRAITS)
    return set_traits (builder, value);
  if (chatty_character_field_is_list (field))
    return set_list (builder, field, value);

  text = dup_scalar (value);
  if (text == NULL)
    return FALSE;
  chatty_character_builder_set_text (builder, field, text);
  return TRUE;
}

/**
 * chatty_character_builder_take_field:
 * @from: where the field is copied from
 * @field: it is unset where @from has none
 *
 * Copies one field.
 */
void
chatty_character_builder_take_field (ChattyCharacterBuilder *builder,
                                     const ChattyCharacter  *from,
                                     ChattyCharacterField    field)
{
  g_return_if_fail (field < CHATTY_N_FIELDS);

  chatty_character_builder_unset (builder, field);
  if (!chatty_character_has_field (from, field))
    return;
  if (field == CHATTY_FIELD_TRAITS)
    {
      chatty_character_builder_set_trait (builder, NULL, 0);
      for (guint i = 0; i < chatty_character_get_n_traits (from); i++)
        {
          double value;
          const char *name = chatty_character_get_trait (from, i, &value);

          chatty_character_builder_set_trait (builder, name, value);
        }
    }
  else if (chatty_character_field_is_list (field))
    chatty_character_builder_set_list (builder, field,
                                       chatty_character_get_list (from, field));
  else
    chatty_character_builder_set_text (builder, field,
                                       chatty_character_get_text (from, field));
}

/* As JSON where that gives the same text back, else as a text. */
static JsonNode *
extra_to_json (const char *text)
{
  g_autoptr (JsonNode) parsed = chatty_json_parse (text, -1, NULL);
  JsonNode *node;

  if (parsed != NULL && !JSON_NODE_HOLDS_VALUE (parsed))
    {
      g_autofree char *again = chatty_json_to_string (parsed, FALSE);

      if (g_str_equal (again, text))
        return g_steal_pointer (&parsed);
    }
  node = json_node_new (JSON_NODE_VALUE);
  json_node_set_string (node, text);
  return node;
}

static void
add_extras (JsonObject            *object,
            const ChattyCharacter *character)
{
  g_auto (GStrv) platforms = chatty_character_list_extras (character);
  g_autoptr (JsonObject) extras = json_object_new ();

  for (guint i = 0; platforms[i] != NULL; i++)
    json_object_set_member (extras, platforms[i],
                            extra_to_json (chatty_character_get_extra (character,
                                                                       platforms[i])));
  if (platforms[0] != NULL)
    json_object_set_object_member (object, "extra", g_steal_pointer (&extras));
}

static void
read_extras (ChattyCharacterBuilder *builder,
             JsonObject             *extras)
{
  JsonObjectIter iter;
  const char *platform;
  JsonNode *node;

  json_object_iter_init (&iter, extras);
  while (json_object_iter_next (&iter, &platform, &node))
    {
      g_autofree char *name = dup_valid (platform);
      g_autofree char *text = NULL;

      if (JSON_NODE_HOLDS_VALUE (node))
        text = dup_scalar (node);
      else if (!JSON_NODE_HOLDS_NULL (node))
        text = chatty_json_to_string (node, FALSE);
      if (text != NULL)
        chatty_character_builder_set_extra (builder, name, text);
    }
}

/**
 * chatty_character_to_json:
 *
 * Returns: (transfer full): an object with the fields by their stable names,
 *   and "id", "platform", "created", "used", "complete" and "extra" where
 *   they say something
 */
JsonNode *
chatty_character_to_json (const ChattyCharacter *character)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) object = json_object_new ();

  if (chatty_character_get_id (character) != NULL)
    json_object_set_string_member (object, "id", chatty_character_get_id (character));
  if (chatty_character_get_platform (character) != NULL)
    json_object_set_string_member (object, "platform",
                                   chatty_character_get_platform (character));
  set_time (object, "created", chatty_character_get_created (character));
  set_time (object, "used", chatty_character_get_used (character));
  if (!chatty_character_is_complete (character))
    json_object_set_boolean_member (object, "complete", FALSE);
  for (guint i = 0; i < CHATTY_N_FIELDS; i++)
    if (chatty_character_has_field (character, i))
      json_object_set_member (object, chatty_character_field_to_string (i),
                              chatty_character_field_to_json (character, i));
  add_extras (object, character);
  json_node_set_object (node, object);
  return node;
}

/**
 * chatty_character_from_json:
 * @node: as chatty_character_to_json() writes it. Members that are not known,
 *   and fields of another type, are passed over
 *
 * Returns: (transfer full): the character, or %NULL with
 *   %CHATTY_ERROR_INVALID_DATA if @node is no object
 */
ChattyCharacter *
chatty_character_from_json (JsonNode  *node,
                            GError   **error)
{
  JsonObject *object = chatty_json_node_object (node);
  g_autoptr (ChattyCharacterBuilder) builder = NULL;
  g_autofree char *platform = NULL;
  g_autofree char *id = NULL;

  if (object == NULL)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                           _("This is not a character: a JSON object was expected."));
      return NULL;
    }

  builder = chatty_character_builder_new ();
  if (chatty_json_get_string (object, "platform") != NULL)
    platform = dup_valid (chatty_json_get_string (object, "platform"));
  if (chatty_json_get_string (object, "id") != NULL)
    id = dup_valid (chatty_json_get_string (object, "id"));
  chatty_character_builder_set_id (builder, platform, id);
  chatty_character_builder_set_times (builder, get_time (object, "created"),
                                      get_time (object, "used"));
  chatty_character_builder_set_complete (builder,
                                         chatty_json_get_bool (object, "complete", TRUE));
  for (guint i = 0; i < CHATTY_N_FIELDS; i++)
    {
      JsonNode *value = json_object_get_member (object, chatty_character_field_to_string (i));

      if (value != NULL)
        chatty_character_builder_set_json (builder, i, value);
    }
  if (chatty_json_get_object (object, "extra") != NULL)
    read_extras (builder, chatty_json_get_object (object, "extra"));
  return chatty_character_builder_end (g_steal_pointer (&builder));
}
