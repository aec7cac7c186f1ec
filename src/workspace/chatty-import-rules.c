/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-import-rules.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "chatty-error.h"
#include "chatty-platform.h"
#include "chatty-text.h"

#define MAX_CALLSIGN_BYTES 64

/**
 * chatty_import_choice_set:
 * @self: a choice
 * @platform: (nullable): platform id; an empty one counts as none
 * @character: (nullable): callsign; an empty one counts as none
 */
void
chatty_import_choice_set (ChattyImportChoice *self,
                          const char         *platform,
                          const char         *character)
{
  char *new_platform = platform != NULL && *platform != '\0' ? g_strdup (platform) : NULL;
  char *new_character = character != NULL && *character != '\0' ? g_strdup (character) : NULL;

  chatty_import_choice_clear (self);
  self->platform = new_platform;
  self->character = new_character;
}

void
chatty_import_choice_clear (ChattyImportChoice *self)
{
  g_clear_pointer (&self->platform, g_free);
  g_clear_pointer (&self->character, g_free);
}

/**
 * chatty_callsign_is_valid:
 * @callsign: any text
 *
 * A callsign names a folder in the vault: lower-case letters and digits in
 * words joined by hyphens, the last of which is a number of three digits or
 * more ("katana-001").
 *
 * Returns: whether @callsign is one
 */
gboolean
chatty_callsign_is_valid (const char *callsign)
{
  gsize length = strlen (callsign);
  gsize digits = 0;

  if (length > MAX_CALLSIGN_BYTES || !g_ascii_isalnum (callsign[0]))
    return FALSE;
  for (gsize i = 0; i < length; i++)
    {
      char c = callsign[i];

      if (!g_ascii_islower (c) && !g_ascii_isdigit (c) && c != '-')
        return FALSE;
      if (c == '-' && callsign[i + 1] == '-')
        return FALSE;
    }
  while (digits < length && g_ascii_isdigit (callsign[length - 1 - digits]))
    digits++;
  return digits >= 3 && length > digits + 1 && callsign[length - 1 - digits] == '-';
}

/**
 * chatty_callsign_for_name:
 * @name: a callsign, or the name of a character in any script
 *
 * The same name always gives the same callsign, so that the same import with
 * the same name changes nothing.
 *
 * Returns: (transfer full) (nullable): the callsign, or %NULL with
 *   %CHATTY_ERROR_INVALID_DATA when nothing in @name can be written in one
 */
char *
chatty_callsign_for_name (const char  *name,
                          GError     **error)
{
  g_autofree char *stem = NULL;
  g_autofree char *callsign = NULL;

  if (chatty_callsign_is_valid (name))
    return g_strdup (name);

  stem = chatty_text_callsign_stem (name);
  if (stem != NULL)
    callsign = g_strconcat (stem, "-001", NULL);
  if (callsign == NULL || !chatty_callsign_is_valid (callsign))
    {
      g_autofree char *shown = chatty_text_display_name (name);

      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                   _("“%s” cannot be made into a callsign. Use a name with letters or digits, "
                     "such as “katana” or “katana-001”."),
                   shown);
      return NULL;
    }
  return g_steal_pointer (&callsign);
}

/**
 * chatty_import_pick_platform:
 * @choice: the person's choice
 * @guess: (nullable): what the reader found
 * @defaults: what the settings say
 *
 * Returns: (transfer none): the platform id that counts; never %NULL
 */
const char *
chatty_import_pick_platform (const ChattyImportChoice *choice,
                             const char               *guess,
                             const ChattyImportChoice *defaults)
{
  if (choice->platform != NULL)
    return choice->platform;
  if (guess != NULL && *guess != '\0' && strcmp (guess, CHATTY_PLATFORM_OTHER) != 0)
    return guess;
  if (defaults->platform != NULL)
    return defaults->platform;
  return CHATTY_PLATFORM_OTHER;
}

/**
 * chatty_import_pick_character:
 * @choice: the person's choice; "-" means: none
 * @guess: (nullable): the callsign that the file itself names
 * @defaults: what the settings say
 *
 * Returns: (transfer none) (nullable): the callsign that counts
 */
const char *
chatty_import_pick_character (const ChattyImportChoice *choice,
                              const char               *guess,
                              const ChattyImportChoice *defaults)
{
  if (choice->character != NULL)
    return strcmp (choice->character, "-") == 0 ? NULL : choice->character;
  if (guess != NULL && chatty_callsign_is_valid (guess))
    return guess;
  return defaults->character;
}

/**
 * chatty_import_apply_choice:
 * @transcript: a transcript as it was read
 * @reading: what it was read with
 * @choice: the person's choice
 * @defaults: what the settings say
 *
 * Returns: (transfer full): @transcript with the platform and the character
 *   that it is to be stored under
 */
ChattyTranscript *
chatty_import_apply_choice (ChattyTranscript         *transcript,
                            ChattyReading            *reading,
                            const ChattyImportChoice *choice,
                            const ChattyImportChoice *defaults)
{
  const char *own = chatty_transcript_get_platform (transcript);
  const char *guess = strcmp (own, CHATTY_PLATFORM_OTHER) != 0 && *own != '\0'
                      ? own : chatty_reading_get_platform (reading);
  const char *platform = chatty_import_pick_platform (choice, guess, defaults);
  const char *named = chatty_transcript_get_character (transcript);
  const char *character = chatty_import_pick_character (choice, named, defaults);
  g_autoptr (ChattyTranscriptBuilder) builder = NULL;

  if (strcmp (platform, own) == 0 && g_strcmp0 (character, named) == 0)
    return chatty_transcript_ref (transcript);

  builder = chatty_transcript_builder_new_from (transcript);
  chatty_transcript_builder_set_platform (builder, platform);
  chatty_transcript_builder_set_character (builder, character);
  return chatty_transcript_builder_end (g_steal_pointer (&builder));
}
