/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-field-words.h"

static char *
dup_measure (const ChattyFieldMap  *map,
             const ChattyCharacter *character)
{
  guint used = chatty_character_store_measure (map, character);

  if (map->limit == 0)
    return NULL;
  switch (map->unit)
    {
    case CHATTY_UNIT_CHARACTERS:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u of %'u character",
                                           "%'u of %'u characters", map->limit),
                              used, map->limit);
    case CHATTY_UNIT_WORDS:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u of %'u word",
                                           "%'u of %'u words", map->limit),
                              used, map->limit);
    case CHATTY_UNIT_ITEMS:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u of %'u entry",
                                           "%'u of %'u entries", map->limit),
                              used, map->limit);
    case CHATTY_UNIT_NONE:
    default:
      return NULL;
    }
}

/**
 * chatty_field_words_dup_caption:
 * @map: where the field goes
 * @character: whose field it is
 * @platform_title: who has it
 *
 * Returns: (transfer full): what the platform calls it, and how much of what
 *   fits is used
 */
char *
chatty_field_words_dup_caption (const ChattyFieldMap  *map,
                                const ChattyCharacter *character,
                                const char            *platform_title)
{
  g_autofree char *measure = dup_measure (map, character);
  /* Translators: what a platform calls a field, and the platform: “backstory” at Convai */
  g_autofree char *name = g_strdup_printf (_("“%s” at %s"), map->remote, platform_title);

  if (measure == NULL)
    return g_steal_pointer (&name);
  return g_strdup_printf ("%s · %s", name, measure);
}

static void
append_traits (GString               *string,
               const ChattyCharacter *character)
{
  for (guint i = 0; i < chatty_character_get_n_traits (character); i++)
    {
      double value;
      const char *name = chatty_character_get_trait (character, i, &value);

      if (string->len > 0)
        g_string_append_c (string, '\n');
      /* Translators: a personality trait and how strong it is, from -100 to 100 */
      g_string_append_printf (string, _("%s: %.0f"), name, value);
    }
}

/**
 * chatty_field_words_dup_value:
 *
 * Returns: (transfer full): what the field holds, a line for each entry of a
 *   list; plain text
 */
char *
chatty_field_words_dup_value (const ChattyCharacter *character,
                              ChattyCharacterField   field)
{
  g_autoptr (GString) string = g_string_new (NULL);

  if (field == CHATTY_FIELD_TRAITS)
    append_traits (string, character);
  else if (chatty_character_field_is_list (field))
    {
      g_autofree char *lines =
        g_strjoinv ("\n", (char **) chatty_character_get_list (character, field));

      g_string_append (string, lines);
    }
  else if (field == CHATTY_FIELD_REMEMBERS)
    /* Translators: long-term memory is on, or off */
    g_string_append (string, g_strcmp0 (chatty_character_get_text (character, field), "true") == 0
                               ? C_("memory", "On") : C_("memory", "Off"));
  else
    g_string_append (string, chatty_character_get_text (character, field));
  return g_string_free (g_steal_pointer (&string), FALSE);
}
