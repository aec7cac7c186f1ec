/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Which file holds which field. What Chatty has a place for is in its files;
 * the rest is in one object of ours in config/metadata.json. Longer than most
 * files, so that reading and writing a field are seen together. */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include <string.h>

#include "chatty-character-folder.h"
#include "chatty-character-json.h"
#include "chatty-prompt-text.h"

/* Chatty's own values for a new character. */
#define COLOR   "#722F37"
#define VERSION "1.0.0"

static const char *const starters_path[] = { "conversation_starters", NULL };
static const char *const old_starters_path[] = { "conversationStarters", NULL };
static const char *const system_path[] = { "system_prompt", NULL };
static const char *const instance_name_path[] = { "instance_name", NULL };
static const char *const models_path[] = { "models", NULL };
static const char *const capabilities_path[] = { "capabilities", NULL };

/* Where a field is that is one member of a JSON file. */
typedef struct {
  ChattyCharacterFileKind kind;
  const char             *path[3];
} Member;

static Member
find_member (ChattyCharacterFolder *self,
             ChattyCharacterField   field)
{
  const char *name = chatty_character_field_to_string (field);

  switch (field)
    {
    case CHATTY_FIELD_NAME:
    case CHATTY_FIELD_DESCRIPTION:
    case CHATTY_FIELD_INSTRUCTIONS:
      return (Member) { CHATTY_FILE_PROMPT, { name } };

    case CHATTY_FIELD_STARTERS:
      if (chatty_character_folder_find (self, CHATTY_FILE_PROMPT, starters_path) == NULL &&
          chatty_character_folder_find (self, CHATTY_FILE_PROMPT, old_starters_path) != NULL)
        return (Member) { CHATTY_FILE_PROMPT, { old_starters_path[0] } };
      return (Member) { CHATTY_FILE_PROMPT, { starters_path[0] } };

    default:
      return (Member) { CHATTY_FILE_METADATA, { CHATTY_METADATA_MEMBER, name } };
    }
}

/* A GPT's {"webSearch": true, …}, where there is one. */
static JsonObject *
find_capabilities (ChattyCharacterFolder   *self,
                   ChattyCharacterFileKind *kind)
{
  static const ChattyCharacterFileKind kinds[] = { CHATTY_FILE_PROMPT, CHATTY_FILE_METADATA };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      JsonNode *node = chatty_character_folder_find (self, kinds[i], capabilities_path);

      if (chatty_json_node_object (node) != NULL)
        {
          *kind = kinds[i];
          return json_node_get_object (node);
        }
    }
  return NULL;
}

/* The model that is used by default, or the first. */
static int
find_model (ChattyCharacterFolder  *self,
            JsonArray             **models)
{
  JsonNode *node = chatty_character_folder_find (self, CHATTY_FILE_METADATA, models_path);
  int first = -1;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return -1;
  *models = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (*models); i++)
    {
      JsonObject *model = chatty_json_node_object (json_array_get_element (*models, i));

      if (model == NULL || chatty_json_get_string (model, "id") == NULL)
        continue;
      if (chatty_json_get_bool (model, "isDefault", FALSE))
        return (int) i;
      if (first < 0)
        first = (int) i;
    }
  return first;
}

/**
 * chatty_character_folder_get_raw:
 *
 * Returns: (transfer none) (nullable): what the file says of @field, also where
 *   it is of a type that the field cannot take
 */
JsonNode *
chatty_character_folder_get_raw (ChattyCharacterFolder *self,
                                 ChattyCharacterField   field)
{
  Member member = find_member (self, field);

  return chatty_character_folder_find (self, member.kind, member.path);
}

/* Whether prompt.txt says something else than prompt.json, and is newer: then
 * another program changed it alone. */
static gboolean
text_is_newer (ChattyCharacterFolder  *self,
               const ChattyPromptText *text)
{
  JsonObject *prompt = chatty_json_node_object (self->files[CHATTY_FILE_PROMPT].root);
  const char *name = chatty_json_get_string (prompt, "name");
  const char *description = chatty_json_get_string (prompt, "description");
  const char *instructions = chatty_json_get_string (prompt, "instructions");
  g_autofree char *same = NULL;

  if (prompt == NULL)
    return TRUE;
  if (text == NULL || self->files[CHATTY_FILE_TEXT].stamp.modified <=
                      self->files[CHATTY_FILE_PROMPT].stamp.modified)
    return FALSE;
  same = chatty_prompt_text_edit (self->files[CHATTY_FILE_TEXT].text, name, description,
                                  instructions);
  return !g_str_equal (same, self->files[CHATTY_FILE_TEXT].text);
}

static void
take_text (ChattyCharacterBuilder  *builder,
           ChattyCharacterField     field,
           const char              *text,
           ChattyCharacterFileKind  from,
           ChattyCharacterFileKind *homes)
{
  if (text == NULL)
    return;
  chatty_character_builder_set_text (builder, field, text);
  homes[field] = from;
}

static void
read_capabilities (ChattyCharacterFolder   *self,
                   ChattyCharacterBuilder  *builder,
                   ChattyCharacterFileKind *homes)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;
  ChattyCharacterFileKind kind;
  JsonObject *object = find_capabilities (self, &kind);
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (object == NULL)
    return;
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    if (chatty_json_get_bool (object, name, FALSE) && g_utf8_validate (name, -1, NULL))
      g_strv_builder_add (names, name);
  list = g_strv_builder_end (names);
  chatty_character_builder_set_list (builder, CHATTY_FIELD_CAPABILITIES,
                                     (const char *const *) list);
  homes[CHATTY_FIELD_CAPABILITIES] = kind;
}

static gint64
read_created (ChattyCharacterFolder *self)
{
  static const ChattyCharacterFileKind kinds[] = { CHATTY_FILE_PROMPT, CHATTY_FILE_METADATA };
  gint64 created = CHATTY_TIME_NONE;

  for (guint i = 0; i < G_N_ELEMENTS (kinds) && created == CHATTY_TIME_NONE; i++)
    {
      JsonObject *object = chatty_json_node_object (self->files[kinds[i]].root);
      const char *text = chatty_json_get_string (object, "created_at");

      if (text != NULL)
        created = chatty_time_parse_iso (text);
    }
  return created;
}

static void
read_extras (ChattyCharacterFolder  *self,
             ChattyCharacterBuilder *builder)
{
  JsonObject *root = chatty_json_node_object (self->files[CHATTY_FILE_CONNECTORS].root);
  JsonObject *extras = chatty_json_get_object (root, "extra");
  JsonObjectIter iter;
  const char *platform;
  JsonNode *node;

  if (extras == NULL)
    return;
  json_object_iter_init (&iter, extras);
  while (json_object_iter_next (&iter, &platform, &node))
    {
      g_autofree char *text = NULL;

      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
        text = json_node_dup_string (node);
      else if (!JSON_NODE_HOLDS_NULL (node))
        text = chatty_json_to_string (node, FALSE);
      if (text != NULL)
        chatty_character_builder_set_extra (builder, platform, text);
    }
}

/**
 * chatty_character_folder_read:
 * @homes: (out caller-allocates) (nullable) (array fixed-size=CHATTY_N_FIELDS):
 *   which file says what each field is
 *
 * Returns: (transfer full): the fields, and each platform's extra
 */
ChattyCharacter *
chatty_character_folder_read (ChattyCharacterFolder   *self,
                              ChattyCharacterFileKind *homes)
{
  static const ChattyCharacterField parts[] = {
    CHATTY_FIELD_NAME, CHATTY_FIELD_DESCRIPTION, CHATTY_FIELD_INSTRUCTIONS,
  };
  ChattyCharacterFileKind own_homes[CHATTY_N_FIELDS];
  g_autoptr (ChattyCharacterBuilder) builder = chatty_character_builder_new ();
  g_autoptr (ChattyPromptText) text = NULL;
  JsonObject *prompt = chatty_json_node_object (self->files[CHATTY_FILE_PROMPT].root);
  JsonObject *metadata = chatty_json_node_object (self->files[CHATTY_FILE_METADATA].root);
  JsonArray *models = NULL;
  gboolean newer;
  int model;

  if (homes == NULL)
    homes = own_homes;
  for (guint i = 0; i < CHATTY_N_FIELDS; i++)
    {
      JsonNode *value = chatty_character_folder_get_raw (self, i);

      homes[i] = find_member (self, i).kind;
      if (value != NULL)
        chatty_character_builder_set_json (builder, i, value);
    }
  chatty_character_builder_set_text (builder, CHATTY_FIELD_CALLSIGN, self->callsign);
  chatty_character_builder_set_times (builder, read_created (self), CHATTY_TIME_NONE);
  read_extras (self, builder);

  if (self->files[CHATTY_FILE_TEXT].text != NULL)
    text = chatty_prompt_text_parse (self->files[CHATTY_FILE_TEXT].text);
  newer = text_is_newer (self, text);
  for (guint i = 0; text != NULL && i < G_N_ELEMENTS (parts); i++)
    {
      const char *said[] = { text->name, text->description, text->instructions };
      const char *known = chatty_json_get_string (prompt, chatty_character_field_to_string (parts[i]));
      g_autofree char *line = NULL;

      /* The file has one line of what may be several. */
      if (known != NULL && i < 2)
        line = chatty_prompt_text_line (known);
      if (known == NULL || (newer && g_strcmp0 (line != NULL ? line : known, said[i]) != 0))
        take_text (builder, parts[i], said[i], CHATTY_FILE_TEXT, homes);
    }
  if (text == NULL && chatty_json_get_string (prompt, "instructions") == NULL)
    take_text (builder, CHATTY_FIELD_INSTRUCTIONS,
               chatty_json_get_string (prompt, system_path[0]), CHATTY_FILE_PROMPT, homes);
  if (chatty_json_get_string (prompt, "name") == NULL && (text == NULL || text->name == NULL))
    take_text (builder, CHATTY_FIELD_NAME,
               chatty_json_get_string (metadata, instance_name_path[0]) != NULL
               ? chatty_json_get_string (metadata, instance_name_path[0]) : self->callsign,
               CHATTY_FILE_METADATA, homes);

  read_capabilities (self, builder, homes);
  model = find_model (self, &models);
  if (model >= 0)
    take_text (builder, CHATTY_FIELD_MODEL,
               chatty_json_get_string (json_array_get_object_element (models, model), "id"),
               CHATTY_FILE_METADATA, homes);
  return chatty_character_builder_end (g_steal_pointer (&builder));
}

/**
 * chatty_character_folder_read_ours:
 *
 * Adds the overrides and links of config/connectors.json to @builder.
 */
void
chatty_character_folder_read_ours (ChattyCharacterFolder        *self,
                                   ChattyCharacterRecordBuilder *builder)
{
  JsonObject *root = chatty_json_node_object (self->files[CHATTY_FILE_CONNECTORS].root);
  JsonObject *overrides = chatty_json_get_object (root, "overrides");
  JsonArray *links = chatty_json_get_array (root, "links");
  JsonObjectIter iter;
  const char *platform;
  JsonNode *node;

  if (overrides != NULL)
    {
      json_object_iter_init (&iter, overrides);
      while (json_object_iter_next (&iter, &platform, &node))
        {
          g_autoptr (ChattyCharacter) override = chatty_character_from_json (node, NULL);

          if (override != NULL)
            chatty_character_record_builder_set_override (builder, platform, override);
        }
    }
  for (guint i = 0; links != NULL && i < json_array_get_length (links); i++)
    {
      g_autoptr (ChattyCharacterLink) link = NULL;

      link = chatty_character_link_from_json (json_array_get_element (links, i), NULL);
      if (link != NULL)
        chatty_character_record_builder_set_link (builder, link);
    }
}

static void
set_text_part (ChattyCharacterFolder *self,
               ChattyCharacterField   field,
               const char            *value)
{
  ChattyCharacterFile *file = &self->files[CHATTY_FILE_TEXT];
  char *text;

  text = chatty_prompt_text_edit (file->text != NULL ? file->text : "",
                                  field == CHATTY_FIELD_NAME ? value : NULL,
                                  field == CHATTY_FIELD_DESCRIPTION ? value : NULL,
                                  field == CHATTY_FIELD_INSTRUCTIONS ? value : NULL);
  g_free (file->text);
  file->text = text;
}

/* A second place of the same text goes along, if it said the same. */
static gboolean
set_twin (ChattyCharacterFolder    *self,
          ChattyCharacterFileKind   kind,
          const char *const        *path,
          const char               *old,
          JsonNode                 *value,
          GError                  **error)
{
  JsonNode *twin = chatty_character_folder_find (self, kind, path);

  if (old == NULL || twin == NULL || !JSON_NODE_HOLDS_VALUE (twin) ||
      json_node_get_value_type (twin) != G_TYPE_STRING ||
      !g_str_equal (json_node_get_string (twin), old))
    return TRUE;
  return chatty_character_folder_edit (self, kind, path, value, error);
}

/* Whether prompt.txt is to say @field: beside prompt.json it may be a text of
 * the person's own, without a place for the name. */
static gboolean
has_text_part (ChattyCharacterFolder *self,
               ChattyCharacterField   field)
{
  g_autoptr (ChattyPromptText) text = NULL;

  if (self->files[CHATTY_FILE_TEXT].text == NULL)
    return FALSE;
  if (self->files[CHATTY_FILE_PROMPT].text == NULL || field == CHATTY_FIELD_INSTRUCTIONS)
    return TRUE;
  text = chatty_prompt_text_parse (self->files[CHATTY_FILE_TEXT].text);
  return text->name != NULL;
}

static gboolean
set_prompt (ChattyCharacterFolder  *self,
            const ChattyCharacter  *before,
            const ChattyCharacter  *after,
            ChattyCharacterField    field,
            GError                **error)
{
  Member member = find_member (self, field);
  const char *old = chatty_character_get_text (before, field);
  const char *text = chatty_character_get_text (after, field);
  g_autoptr (JsonNode) value = chatty_character_field_to_json (after, field);

  if (self->files[CHATTY_FILE_PROMPT].text != NULL || self->files[CHATTY_FILE_TEXT].text == NULL)
    {
      if (!chatty_character_folder_edit (self, member.kind, member.path,
                                         text != NULL ? value : NULL, error))
        return FALSE;
      if (text != NULL && field == CHATTY_FIELD_INSTRUCTIONS &&
          !set_twin (self, CHATTY_FILE_PROMPT, system_path, old, value, error))
        return FALSE;
    }
  if (text != NULL && field == CHATTY_FIELD_NAME &&
      !set_twin (self, CHATTY_FILE_METADATA, instance_name_path, old, value, error))
    return FALSE;
  if (has_text_part (self, field))
    set_text_part (self, field, text != NULL ? text : "");
  return TRUE;
}

/**
 * chatty_character_folder_get_stray:
 * @before: what the folder says now
 *
 * Returns: (transfer full) (nullable): what prompt.txt says of @field, where
 *   that is not the field's value: a change would overwrite it
 */
char *
chatty_character_folder_get_stray (ChattyCharacterFolder *self,
                                   const ChattyCharacter *before,
                                   ChattyCharacterField   field)
{
  g_autoptr (ChattyPromptText) text = NULL;
  g_autofree char *line = NULL;
  const char *said, *value;

  if (field > CHATTY_FIELD_INSTRUCTIONS || field == CHATTY_FIELD_CALLSIGN ||
      self->files[CHATTY_FILE_TEXT].text == NULL || !has_text_part (self, field))
    return NULL;
  text = chatty_prompt_text_parse (self->files[CHATTY_FILE_TEXT].text);
  said = field == CHATTY_FIELD_NAME ? text->name
         : field == CHATTY_FIELD_DESCRIPTION ? text->description : text->instructions;
  if (said == NULL || *said == '\0')
    return NULL;
  value = chatty_character_get_text (before, field);
  if (value != NULL)
    line = chatty_prompt_text_edit (self->files[CHATTY_FILE_TEXT].text,
                                    field == CHATTY_FIELD_NAME ? value : NULL,
                                    field == CHATTY_FIELD_DESCRIPTION ? value : NULL,
                                    field == CHATTY_FIELD_INSTRUCTIONS ? value : NULL);
  return g_strcmp0 (line, self->files[CHATTY_FILE_TEXT].text) != 0 ? g_strdup (said) : NULL;
}

static gboolean
has_text (const char *const *list,
          const char        *text)
{
  return list != NULL && g_strv_contains (list, text);
}

static gboolean
set_capabilities (ChattyCharacterFolder  *self,
                  const ChattyCharacter  *after,
                  GError                **error)
{
  const char *const *wanted = chatty_character_get_list (after, CHATTY_FIELD_CAPABILITIES);
  g_autoptr (JsonNode) yes = json_node_init_boolean (json_node_alloc (), TRUE);
  g_autoptr (JsonNode) no = json_node_init_boolean (json_node_alloc (), FALSE);
  g_autoptr (GList) names = NULL;
  g_autoptr (GPtrArray) known = g_ptr_array_new_with_free_func (g_free);
  ChattyCharacterFileKind kind = CHATTY_FILE_METADATA;
  JsonObject *object = find_capabilities (self, &kind);

  /* Editing replaces the tree that the names belong to. */
  names = json_object_get_members (object);
  for (GList *l = names; l != NULL; l = l->next)
    g_ptr_array_add (known, g_strdup (l->data));
  for (guint i = 0; i < known->len; i++)
    {
      const char *path[] = { capabilities_path[0], g_ptr_array_index (known, i), NULL };
      gboolean want = has_text (wanted, path[1]);

      object = find_capabilities (self, &kind);
      if (want != chatty_json_get_bool (object, path[1], FALSE) &&
          !chatty_character_folder_edit (self, kind, path, want ? yes : no, error))
        return FALSE;
    }
  for (guint i = 0; wanted != NULL && wanted[i] != NULL; i++)
    {
      const char *path[] = { capabilities_path[0], wanted[i], NULL };

      if (chatty_character_folder_find (self, kind, path) == NULL &&
          !chatty_character_folder_edit (self, kind, path, yes, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
set_model (ChattyCharacterFolder  *self,
           const ChattyCharacter  *after,
           GError                **error)
{
  const char *text = chatty_character_get_text (after, CHATTY_FIELD_MODEL);
  g_autoptr (JsonNode) value = chatty_character_field_to_json (after, CHATTY_FIELD_MODEL);
  g_autoptr (JsonNode) list = NULL;
  JsonArray *models = NULL;
  JsonObject *model;
  int nth = find_model (self, &models);

  if (nth >= 0 && (text != NULL || json_array_get_length (models) > 1))
    {
      g_autofree char *index = g_strdup_printf ("%d", nth);
      const char *path[] = { models_path[0], index, "id", NULL };
      g_autoptr (JsonNode) none = json_node_init_string (json_node_alloc (), "");

      return chatty_character_folder_edit (self, CHATTY_FILE_METADATA, path,
                                           text != NULL ? value : none, error);
    }
  if (text == NULL)
    return chatty_character_folder_edit (self, CHATTY_FILE_METADATA, models_path, NULL, error);

  list = json_node_init_array (json_node_alloc (), NULL);
  json_node_take_array (list, json_array_new ());
  model = json_object_new ();
  json_object_set_string_member (model, "id", text);
  json_object_set_boolean_member (model, "isDefault", TRUE);
  json_array_add_object_element (json_node_get_array (list), model);
  return chatty_character_folder_edit (self, CHATTY_FILE_METADATA, models_path, list, error);
}

/* Our object goes with its last member. */
static gboolean
drop_if_empty (ChattyCharacterFolder  *self,
               GError                **error)
{
  static const char *const path[] = { CHATTY_METADATA_MEMBER, NULL };
  JsonNode *ours = chatty_character_folder_find (self, CHATTY_FILE_METADATA, path);

  return chatty_json_node_object (ours) == NULL ||
         json_object_get_size (json_node_get_object (ours)) > 0 ||
         chatty_character_folder_edit (self, CHATTY_FILE_METADATA, path, NULL, error);
}

/**
 * chatty_character_folder_set_field:
 * @before: what the folder says now
 * @after: where the field's new value is
 * @field: not the callsign, which is the folder's name
 *
 * Changes the texts of the files, not those on the disk.
 *
 * Returns: whether it could be done; %CHATTY_ERROR_INVALID_DATA with the name
 *   of the file if not
 */
gboolean
chatty_character_folder_set_field (ChattyCharacterFolder  *self,
                                   const ChattyCharacter  *before,
                                   const ChattyCharacter  *after,
                                   ChattyCharacterField    field,
                                   GError                **error)
{
  ChattyCharacterFileKind kind;
  Member member;
  g_autoptr (JsonNode) value = NULL;

  switch (field)
    {
    case CHATTY_FIELD_CALLSIGN:
      return TRUE;

    case CHATTY_FIELD_NAME:
    case CHATTY_FIELD_DESCRIPTION:
    case CHATTY_FIELD_INSTRUCTIONS:
      return set_prompt (self, before, after, field, error);

    case CHATTY_FIELD_MODEL:
      return set_model (self, after, error);

    case CHATTY_FIELD_CAPABILITIES:
      if (find_capabilities (self, &kind) != NULL)
        return set_capabilities (self, after, error);
      break;

    case CHATTY_FIELD_STARTERS:
      /* Whoever reads prompt.json does not look into prompt.txt. */
      if (self->files[CHATTY_FILE_PROMPT].text == NULL &&
          !chatty_character_folder_fill (self, before, CHATTY_TIME_NONE, error))
        return FALSE;
      break;

    default:
      break;
    }

  member = find_member (self, field);
  if (chatty_character_has_field (after, field))
    value = chatty_character_field_to_json (after, field);
  return chatty_character_folder_edit (self, member.kind, member.path, value, error) &&
         drop_if_empty (self, error);
}

static gboolean
fill_string (ChattyCharacterFolder    *self,
             ChattyCharacterFileKind   kind,
             const char               *name,
             const char               *text,
             GError                  **error)
{
  const char *path[] = { name, NULL };
  g_autoptr (JsonNode) value = json_node_init_string (json_node_alloc (), text);

  if (text == NULL || chatty_character_folder_find (self, kind, path) != NULL)
    return TRUE;
  return chatty_character_folder_edit (self, kind, path, value, error);
}

/**
 * chatty_character_folder_fill:
 * @character: what it is; only what prompt.json has is taken from it
 * @created: when it was made; %CHATTY_TIME_NONE to make prompt.json alone
 *
 * Writes the members that Chatty expects and that are not there.
 *
 * Returns: whether it could be done
 */
gboolean
chatty_character_folder_fill (ChattyCharacterFolder  *self,
                              const ChattyCharacter  *character,
                              gint64                  created,
                              GError                **error)
{
  static const char *const orchestration[] = { "orchestration_mode", "standard" };
  const char *name = chatty_character_get_name (character);
  const char *description = chatty_character_get_text (character, CHATTY_FIELD_DESCRIPTION);
  const char *instructions = chatty_character_get_text (character, CHATTY_FIELD_INSTRUCTIONS);
  g_autofree char *when = chatty_time_format_iso (created);

  if (!fill_string (self, CHATTY_FILE_PROMPT, "name", name, error) ||
      !fill_string (self, CHATTY_FILE_PROMPT, "callsign", self->callsign, error) ||
      !fill_string (self, CHATTY_FILE_PROMPT, "description", description, error) ||
      !fill_string (self, CHATTY_FILE_PROMPT, "instructions", instructions, error))
    return FALSE;
  if (created == CHATTY_TIME_NONE)
    return TRUE;

  set_text_part (self, CHATTY_FIELD_NAME, name);
  if (description != NULL)
    set_text_part (self, CHATTY_FIELD_DESCRIPTION, description);
  if (instructions != NULL)
    set_text_part (self, CHATTY_FIELD_INSTRUCTIONS, instructions);
  return fill_string (self, CHATTY_FILE_PROMPT, "created_at", when, error) &&
         fill_string (self, CHATTY_FILE_METADATA, "construct_id", self->callsign, error) &&
         fill_string (self, CHATTY_FILE_METADATA, "instance_name", name, error) &&
         fill_string (self, CHATTY_FILE_METADATA, "created_at", when, error) &&
         fill_string (self, CHATTY_FILE_METADATA, "version", VERSION, error) &&
         fill_string (self, CHATTY_FILE_METADATA, "color_hex", COLOR, error) &&
         fill_string (self, CHATTY_FILE_METADATA, orchestration[0], orchestration[1], error) &&
         fill_string (self, CHATTY_FILE_METADATA, "status", "active", error);
}
