/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#define G_LOG_DOMAIN "chatty-ui"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "chatty-platform.h"
#include "chatty-text.h"

#include "chatty-reader-words.h"
#include "chatty-ui-settings.h"

#define MAX_NAME_BYTES 80

static char *
dup_date (const ChattyTranscript *transcript)
{
  g_autofree char *exact = chatty_ui_format_time_exact (chatty_transcript_get_started (transcript));

  if (*exact == '\0')
    return g_strdup ("");

  switch (chatty_transcript_get_started_certainty (transcript))
    {
    case CHATTY_CERTAINTY_FILE:
      /* Translators: %s is a date that was taken from the file's time of change */
      return g_strdup_printf (_("%s (date of the file)"), exact);

    case CHATTY_CERTAINTY_NAME:
      /* Translators: %s is a date that was read in the file's name */
      return g_strdup_printf (_("%s (from the file’s name)"), exact);

    case CHATTY_CERTAINTY_NONE:
    case CHATTY_CERTAINTY_CONTENT:
    case CHATTY_CERTAINTY_EXACT:
    default:
      return g_steal_pointer (&exact);
    }
}

static void
append_part (GString    *string,
             const char *part)
{
  if (part == NULL || *part == '\0')
    return;
  if (string->len > 0)
    g_string_append (string, " · ");
  g_string_append (string, part);
}

/**
 * chatty_reader_words_dup_subtitle:
 * @who: (nullable): what the character is called now; else it is what the text
 *   says, and the callsign where that says nothing
 *
 * Returns: (transfer full): platform, character, date, model and how many turns
 */
char *
chatty_reader_words_dup_subtitle (const ChattyTranscript *transcript,
                                  const char             *who)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *date = dup_date (transcript);
  const char *callsign = chatty_transcript_get_character (transcript);
  g_autofree char *name = NULL;
  g_autofree char *model = NULL;
  g_autofree char *turns = NULL;
  const char *platform = chatty_transcript_get_platform (transcript);
  guint n_turns = chatty_transcript_get_n_turns (transcript);

  if (who == NULL && callsign != NULL)
    who = chatty_transcript_get_partner (transcript);
  if (who == NULL)
    who = callsign;
  if (who != NULL)
    name = chatty_text_one_line (who, MAX_NAME_BYTES);
  if (chatty_transcript_get_model (transcript) != NULL)
    model = chatty_text_one_line (chatty_transcript_get_model (transcript), MAX_NAME_BYTES);
  turns = g_strdup_printf (ngettext ("%'u turn", "%'u turns", n_turns), n_turns);

  append_part (text, chatty_platform_get_title (platform));
  append_part (text, name);
  append_part (text, date);
  append_part (text, model);
  append_part (text, turns);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * chatty_reader_words_dup_provenance:
 *
 * Says that the text comes from outside, so that nobody takes it for a word of
 * this program.
 *
 * Returns: (transfer full): a sentence
 */
char *
chatty_reader_words_dup_provenance (const ChattyTranscript *transcript)
{
  const char *source = chatty_transcript_get_source_name (transcript);
  g_autofree char *name = NULL;

  if (source == NULL || *source == '\0')
    return g_strdup (_("Imported text · nothing in it is loaded or run"));

  name = chatty_text_display_name (source);
  /* Translators: %s is the name of a file */
  return g_strdup_printf (_("Imported text from “%s” · nothing in it is loaded or run"), name);
}
