/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include <glib/gi18n-lib.h>

#include "chatty-character-draft-private.h"
#include "chatty-character-json.h"
#include "chatty-error.h"
#include "chatty-json-settings.h"

static ChattyCharacter *
side_of (ChattyCharacterDraft *self,
         const char           *platform)
{
  return chatty_character_draft_get_side (self, platform, FALSE);
}

/* Fields --------------------------------------------------------------------- */

gboolean
chatty_character_draft_has_field (ChattyCharacterDraft *self,
                                  const char           *platform,
                                  ChattyCharacterField  field)
{
  g_return_val_if_fail (CHATTY_IS_CHARACTER_DRAFT (self), FALSE);
  return chatty_character_has_field (side_of (self, platform), field);
}

const char *
chatty_character_draft_get_text (ChattyCharacterDraft *self,
                                 const char           *platform,
                                 ChattyCharacterField  field)
{
  ChattyCharacter *side;

  g_return_val_if_fail (CHATTY_IS_CHARACTER_DRAFT (self), NULL);

  side = side_of (self, platform);
  return chatty_character_has_field (side, field) ? chatty_character_get_text (side, field) : NULL;
}

const char *const *
chatty_character_draft_get_list (ChattyCharacterDraft *self,
                                 const char           *platform,
                                 ChattyCharacterField  field)
{
  ChattyCharacter *side;

  g_return_val_if_fail (CHATTY_IS_CHARACTER_DRAFT (self), NULL);

  side = side_of (self, platform);
  return chatty_character_has_field (side, field) ? chatty_character_get_list (side, field) : NULL;
}

guint
chatty_character_draft_get_n_traits (ChattyCharacterDraft *self,
                                     const char           *platform)
{
  g_return_val_if_fail (CHATTY_IS_CHARACTER_DRAFT (self), 0);
  return chatty_character_get_n_traits (side_of (self, platform));
}

const char *
chatty_character_draft_get_trait (ChattyCharacterDraft *self,
                                  const char           *platform,
                                  guint                 nth,
                                  double               *value)
{
  g_return_val_if_fail (CHATTY_IS_CHARACTER_DRAFT (self), NULL);
  return chatty_character_get_trait (side_of (self, platform), nth, value);
}

/* A builder of one side, and what becomes of it. */
static ChattyCharacterBuilder *
begin_edit (ChattyCharacterDraft *self,
            const char           *platform)
{
  return chatty_character_builder_new_from (side_of (self, platform));
}

static void
end_edit (ChattyCharacterDraft   *self,
          const char             *platform,
          ChattyCharacterField    field,
          ChattyCharacterBuilder *builder)
{
  ChattyCharacter *character = chatty_character_builder_end (builder);

  if (chatty_character_field_equal (character, side_of (self, platform), field))
    chatty_character_unref (character);
  else
    chatty_character_draft_take_side (self, platform, character, CHATTY_FIELD_FLAG (field),
                                      platform);
}

void
chatty_character_draft_set_text (ChattyCharacterDraft *self,
                                 const char           *platform,
                                 ChattyCharacterField  field,
                                 const char           *text)
{
  ChattyCharacterBuilder *builder;
  g_autofree char *settings = NULL;

  g_return_if_fail (CHATTY_IS_CHARACTER_DRAFT (self));
  g_return_if_fail (text != NULL);
  g_return_if_fail (platform != NULL || !chatty_character_field_is_special (field));

  /* The same settings are the same text. */
  if (field == CHATTY_FIELD_SETTINGS)
    settings = chatty_json_settings_normal (text);
  builder = begin_edit (self, platform);
  chatty_character_builder_set_text (builder, field, settings != NULL ? settings : text);
  end_edit (self, platform, field, builder);
}

void
chatty_character_draft_set_list (ChattyCharacterDraft *self,
                                 const char           *platform,
                                 ChattyCharacterField  field,
                                 const char *const    *list)
{
  ChattyCharacterBuilder *builder;

  g_return_if_fail (CHATTY_IS_CHARACTER_DRAFT (self));
  g_return_if_fail (list != NULL);

  builder = begin_edit (self, platform);
  chatty_character_builder_set_list (builder, field, list);
  end_edit (self, platform, field, builder);
}

/**
 * chatty_character_draft_set_trait:
 * @self: a draft
 * @platform: (nullable): a platform's id
 * @name: of the trait; added where it is not there
 * @value: from -100 to 100
 *
 * Sets one personality trait.
 */
void
chatty_character_draft_set_trait (ChattyCharacterDraft *self,
                                  const char           *platform,
                                  const char           *name,
                                  double                value)
{
  ChattyCharacterBuilder *builder;

  g_return_if_fail (CHATTY_IS_CHARACTER_DRAFT (self));
  g_return_if_fail (name != NULL);

  builder = begin_edit (self, platform);
  chatty_character_builder_set_trait (builder, name, CLAMP (value, -100, 100));
  end_edit (self, platform, CHATTY_FIELD_TRAITS, builder);
}

void
chatty_character_draft_drop_trait (ChattyCharacterDraft *self,
                                   const char           *platform,
                                   const char           *name)
{
  ChattyCharacterBuilder *builder;
  ChattyCharacter *side;

  g_return_if_fail (CHATTY_IS_CHARACTER_DRAFT (self));

  side = side_of (self, platform);
  builder = begin_edit (self, platform);
  chatty_character_builder_unset (builder, CHATTY_FIELD_TRAITS);
  for (guint i = 0; i < chatty_character_get_n_traits (side); i++)
    {
      double value;
      const char *trait = chatty_character_get_trait (side, i, &value);

      if (g_strcmp0 (trait, name) != 0)
        chatty_character_builder_set_trait (builder, trait, value);
    }
  end_edit (self, platform, CHATTY_FIELD_TRAITS, builder);
}

void
chatty_character_draft_unset (ChattyCharacterDraft *self,
                              const char           *platform,
                              ChattyCharacterField  field)
{
  ChattyCharacterBuilder *builder;

  g_return_if_fail (CHATTY_IS_CHARACTER_DRAFT (self));

  builder = begin_edit (self, platform);
  chatty_character_builder_unset (builder, field);
  end_edit (self, platform, field, builder);
}

/**
 * chatty_character_draft_revert:
 * @self: a draft
 * @platform: (nullable): a platform's id
 * @field: which field
 *
 * Takes the edit of one field back.
 */
void
chatty_character_draft_revert (ChattyCharacterDraft *self,
                               const char           *platform,
                               ChattyCharacterField  field)
{
  ChattyCharacterBuilder *builder;

  g_return_if_fail (CHATTY_IS_CHARACTER_DRAFT (self));

  builder = begin_edit (self, platform);
  chatty_character_builder_take_field (builder,
                                       chatty_character_draft_get_side (self, platform, TRUE),
                                       field);
  end_edit (self, platform, field, builder);
}

/* Members that only a platform knows -------------------------------------------- */

/**
 * chatty_character_draft_dup_extra:
 * @self: a draft
 * @platform: a platform's id
 * @member: of what only the platform knows
 *
 * Returns: (transfer full) (nullable): its value as JSON
 */
char *
chatty_character_draft_dup_extra (ChattyCharacterDraft *self,
                                  const char           *platform,
                                  const char           *member)
{
  const char *extra;
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object;
  JsonNode *value;

  g_return_val_if_fail (CHATTY_IS_CHARACTER_DRAFT (self), NULL);

  extra = chatty_character_get_extra (side_of (self, NULL), platform);
  node = extra != NULL ? chatty_json_parse (extra, -1, NULL) : NULL;
  object = node != NULL ? chatty_json_node_object (node) : NULL;
  value = object != NULL ? json_object_get_member (object, member) : NULL;
  return value != NULL ? chatty_json_to_string (value, FALSE) : NULL;
}

/**
 * chatty_character_draft_set_extra:
 * @self: a draft
 * @platform: a platform's id
 * @member: of what only the platform knows
 * @json: (nullable): its value; %NULL drops it
 * @error: %CHATTY_ERROR_INVALID_DATA if @json is not JSON
 *
 * Returns: whether it was set
 */
gboolean
chatty_character_draft_set_extra (ChattyCharacterDraft *self,
                                  const char           *platform,
                                  const char           *member,
                                  const char           *json,
                                  GError              **error)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (JsonNode) value = NULL;
  g_autofree char *text = NULL;
  const char *extra;
  ChattyCharacterBuilder *builder;
  JsonObject *object;

  g_return_val_if_fail (CHATTY_IS_CHARACTER_DRAFT (self), FALSE);
  g_return_val_if_fail (platform != NULL && member != NULL, FALSE);

  if (json != NULL && (value = chatty_json_parse (json, -1, error)) == NULL)
    return FALSE;
  extra = chatty_character_get_extra (side_of (self, NULL), platform);
  node = chatty_json_parse (extra != NULL ? extra : "{}", -1, error);
  object = node != NULL ? chatty_json_node_object (node) : NULL;
  if (object == NULL)
    {
      if (error != NULL && *error == NULL)
        g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                             _("What the platform keeps beside the fields cannot be edited here"));
      return FALSE;
    }
  if (value != NULL)
    json_object_set_member (object, member, g_steal_pointer (&value));
  else
    json_object_remove_member (object, member);
  text = json_object_get_size (object) > 0 ? chatty_json_to_string (node, FALSE) : NULL;
  if (g_strcmp0 (text, extra) == 0)
    return TRUE;
  builder = begin_edit (self, NULL);
  chatty_character_builder_set_extra (builder, platform, text);
  chatty_character_draft_take_side (self, NULL, chatty_character_builder_end (builder), 0,
                                    platform);
  return TRUE;
}
