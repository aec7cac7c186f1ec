/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-talk-passages.h"

#include "chatty-character-words.h"

/* Where facts stand. How somebody speaks, and what never happened, answers no
 * question. */
static const ChattyCharacterField fields[] = {
  CHATTY_FIELD_DESCRIPTION, CHATTY_FIELD_INSTRUCTIONS,
};

/* @text: (nullable) */
static void
add (GPtrArray            *list,
     ChattyCharacterField  field,
     const char           *text)
{
  g_autofree char *words = g_strstrip (g_strdup (text != NULL ? text : ""));

  if (*words == '\0')
    return;
  g_ptr_array_add (list, g_strdup (chatty_character_field_to_words (field)));
  g_ptr_array_add (list, g_steal_pointer (&words));
}

static void
add_character (GPtrArray             *list,
               ChattyCharacterRecord *record,
               const char            *platform)
{
  g_autoptr (ChattyCharacter) character =
    platform != NULL ? chatty_character_record_for_platform (record, platform)
                     : chatty_character_ref (chatty_character_record_get_character (record));
  const char *const *notes = chatty_character_get_list (character, CHATTY_FIELD_MEMORY_NOTES);
  g_autofree char *lines = notes != NULL ? g_strjoinv ("\n", (char **) notes) : NULL;

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    add (list, fields[i], chatty_character_get_text (character, fields[i]));
  add (list, CHATTY_FIELD_MEMORY_NOTES, lines);
}

static void
add_memory (GPtrArray *list,
            GPtrArray *memory)
{
  g_autoptr (GString) lines = g_string_new (NULL);

  for (guint i = 0; i < memory->len; i++)
    g_string_append_printf (lines, "%s\n", ((ChattyMemoryNote *) memory->pdata[i])->text);
  add (list, CHATTY_FIELD_REMEMBERS, lines->str);
}

/**
 * chatty_talk_passages_build:
 * @parts: what a system instruction is made of
 *
 * Returns: (transfer full) (array zero-terminated=1): titles and texts; none
 *   where nothing is known
 */
char **
chatty_talk_passages_build (const ChattyPromptParts *parts,
                            const char              *platform,
                            GPtrArray               *memory)
{
  GPtrArray *list = g_ptr_array_new ();

  add (list, CHATTY_FIELD_INSTRUCTIONS, parts->instructions);
  if (parts->record != NULL)
    add_character (list, parts->record, platform);
  add_memory (list, memory);
  g_ptr_array_add (list, NULL);
  return (char **) g_ptr_array_free (list, FALSE);
}
