/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-sync"

#include "chatty-character-json.h"
#include "chatty-sync-record.h"

/**
 * chatty_sync_record_take:
 * @record: a character of the vault
 * @values: (nullable): where the values come from
 * @fields: flags of those that are taken
 * @extra: (nullable): what is carried for the platform
 *
 * A field for which the platform uses something else than the generic value
 * is changed there: it is that which it belongs to. A special field always is.
 *
 * Returns: (transfer full): the character with them
 */
ChattyCharacterRecord *
chatty_sync_record_take (ChattyCharacterRecord *record,
                         const char            *platform,
                         ChattyCharacter       *values,
                         guint                  fields,
                         const char            *extra)
{
  ChattyCharacter *override = chatty_character_record_get_override (record, platform);
  g_autoptr (ChattyCharacterRecordBuilder) builder = chatty_character_record_builder_new (record);
  g_autoptr (ChattyCharacterBuilder) generic =
    chatty_character_builder_new_from (chatty_character_record_get_character (record));
  g_autoptr (ChattyCharacterBuilder) special = NULL;
  g_autoptr (ChattyCharacter) new_generic = NULL;

  for (guint i = 0; i < CHATTY_N_FIELDS; i++)
    {
      if ((fields & CHATTY_FIELD_FLAG (i)) == 0)
        continue;
      if (chatty_character_field_is_special (i) ||
          (override != NULL && chatty_character_has_field (override, i)))
        {
          if (special == NULL)
            special = override != NULL ? chatty_character_builder_new_from (override)
                                       : chatty_character_builder_new ();
          chatty_character_builder_take_field (special, values, i);
        }
      else
        chatty_character_builder_take_field (generic, values, i);
    }
  chatty_character_builder_set_extra (generic, platform, extra);
  new_generic = chatty_character_builder_end (g_steal_pointer (&generic));
  chatty_character_record_builder_set_character (builder, new_generic);
  if (special != NULL)
    {
      g_autoptr (ChattyCharacter) new_special =
        chatty_character_builder_end (g_steal_pointer (&special));

      chatty_character_record_builder_set_override (builder, platform, new_special);
    }
  return chatty_character_record_builder_end (g_steal_pointer (&builder));
}

/**
 * chatty_sync_record_link:
 * @record: a character of the vault
 * @link: of it
 *
 * Returns: (transfer full): the character with the link
 */
ChattyCharacterRecord *
chatty_sync_record_link (ChattyCharacterRecord *record,
                         ChattyCharacterLink   *link)
{
  g_autoptr (ChattyCharacterRecordBuilder) builder = chatty_character_record_builder_new (record);

  chatty_character_record_builder_set_link (builder, link);
  return chatty_character_record_builder_end (g_steal_pointer (&builder));
}

/**
 * chatty_sync_current_link:
 * @record: a character of the vault, as it is now
 * @step: about it
 *
 * Returns: (transfer full) (nullable): the link as it is now; that of the plan
 *   if there is none yet; %NULL if another run has agreed on something since
 */
ChattyCharacterLink *
chatty_sync_current_link (ChattyCharacterRecord *record,
                          const ChattySyncStep  *step)
{
  for (guint i = 0; i < chatty_character_record_get_n_links (record); i++)
    {
      ChattyCharacterLink *link = chatty_character_record_get_link (record, i);

      if (g_str_equal (link->platform, step->link->platform) &&
          g_str_equal (link->remote_id, step->remote_id))
        return link->agreed == step->link->agreed ? chatty_character_link_ref (link) : NULL;
    }
  return chatty_character_link_ref (step->link);
}

/**
 * chatty_sync_with_extra:
 * @character: a character
 * @from: where what only the platform understands comes from
 *
 * Returns: (transfer full): @character with it
 */
ChattyCharacter *
chatty_sync_with_extra (ChattyCharacter *character,
                        ChattyCharacter *from,
                        const char      *platform)
{
  g_autoptr (ChattyCharacterBuilder) builder = chatty_character_builder_new_from (character);

  chatty_character_builder_set_extra (builder, platform,
                                      chatty_character_get_extra (from, platform));
  return chatty_character_builder_end (g_steal_pointer (&builder));
}
