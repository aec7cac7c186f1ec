/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-character-words.h"

#include <glib/gi18n-lib.h>

/* Translators: these are the parts of a character. */
static const char *const words[CHATTY_N_FIELDS] = {
  [CHATTY_FIELD_NAME] = NC_("character field", "Name"),
  /* Translators: the name of the character's folder. */
  [CHATTY_FIELD_CALLSIGN] = NC_("character field", "Callsign"),
  [CHATTY_FIELD_DESCRIPTION] = NC_("character field", "Description"),
  /* Translators: who the character is and how it behaves, for the model. */
  [CHATTY_FIELD_INSTRUCTIONS] = NC_("character field", "Instructions"),
  /* Translators: what the character says first. */
  [CHATTY_FIELD_GREETING] = NC_("character field", "Greeting"),
  [CHATTY_FIELD_EXAMPLES] = NC_("character field", "Example dialogue"),
  [CHATTY_FIELD_AVATAR] = NC_("character field", "Picture"),
  [CHATTY_FIELD_VOICE] = NC_("character field", "Voice"),
  [CHATTY_FIELD_MODEL] = NC_("character field", "Model"),
  /* Translators: how freely the model chooses its words. */
  [CHATTY_FIELD_TEMPERATURE] = NC_("character field", "Temperature"),
  [CHATTY_FIELD_EFFORT] = NC_("character field", "Reasoning effort"),
  /* Translators: how a platform's model answers, all in one. */
  [CHATTY_FIELD_SETTINGS] = NC_("character field", "Settings of answers"),
  [CHATTY_FIELD_STYLE] = NC_("character field", "Way of speaking"),
  [CHATTY_FIELD_REMEMBERS] = NC_("character field", "Long-term memory"),
  /* Translators: what a person may say first. */
  [CHATTY_FIELD_STARTERS] = NC_("character field", "Conversation starters"),
  [CHATTY_FIELD_LANGUAGES] = NC_("character field", "Languages"),
  [CHATTY_FIELD_CAPABILITIES] = NC_("character field", "Capabilities"),
  /* Translators: what the character can act out. */
  [CHATTY_FIELD_ACTIONS] = NC_("character field", "Actions"),
  [CHATTY_FIELD_KNOWLEDGE] = NC_("character field", "Knowledge"),
  [CHATTY_FIELD_MEMORY_NOTES] = NC_("character field", "Memory notes"),
  [CHATTY_FIELD_TRAITS] = NC_("character field", "Personality traits"),
};

/**
 * chatty_character_field_to_words:
 * @field: a field
 *
 * Returns: (transfer none): what it is called, in the person's language
 */
const char *
chatty_character_field_to_words (ChattyCharacterField field)
{
  g_return_val_if_fail (field < CHATTY_N_FIELDS, NULL);
  return g_dpgettext2 (GETTEXT_PACKAGE, "character field", words[field]);
}

/**
 * chatty_character_fields_to_words:
 * @fields: flags of fields
 *
 * Returns: (transfer full): their names, in the order of the fields
 */
char *
chatty_character_fields_to_words (guint fields)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint field = 0; field < CHATTY_N_FIELDS; field++)
    if ((fields & CHATTY_FIELD_FLAG (field)) != 0)
      {
        if (names->len > 0)
          /* Translators: between the names of a list: “Name, Voice” */
          g_string_append (names, C_("list", ", "));
        g_string_append (names, chatty_character_field_to_words (field));
      }
  return g_string_free (g_steal_pointer (&names), FALSE);
}
