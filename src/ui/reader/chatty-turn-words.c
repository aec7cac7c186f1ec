/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#define G_LOG_DOMAIN "chatty-ui"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "chatty-platform.h"
#include "chatty-text.h"

#include "chatty-turn-feeling.h"
#include "chatty-turn-words.h"
#include "chatty-ui-settings.h"

static gboolean
is_same_day (gint64 a,
             gint64 b)
{
  g_autoptr (GDateTime) first = NULL;
  g_autoptr (GDateTime) second = NULL;

  if (a == CHATTY_TIME_NONE || b == CHATTY_TIME_NONE)
    return FALSE;

  first = g_date_time_new_from_unix_local (a / G_USEC_PER_SEC);
  second = g_date_time_new_from_unix_local (b / G_USEC_PER_SEC);
  return first != NULL && second != NULL &&
         g_date_time_get_day_of_year (first) == g_date_time_get_day_of_year (second) &&
         g_date_time_get_year (first) == g_date_time_get_year (second);
}

/**
 * chatty_turn_words_dup_author:
 *
 * Returns: (transfer full): who said a turn, as a person calls it
 */
char *
chatty_turn_words_dup_author (const ChattyTranscript *transcript,
                              const ChattyTurn       *turn)
{
  const char *author = chatty_turn_get_author (turn);

  if (author != NULL && *author != '\0')
    return chatty_text_one_line (author, 120);

  switch (chatty_turn_get_role (turn))
    {
    case CHATTY_ROLE_PERSON:
      /* Translators: the person at this computer, as the author of a message */
      return g_strdup (C_("author", "You"));

    case CHATTY_ROLE_ASSISTANT:
      if (g_str_equal (chatty_transcript_get_platform (transcript), CHATTY_PLATFORM_OTHER))
        return g_strdup (_("Assistant"));
      return g_strdup (chatty_platform_get_title (chatty_transcript_get_platform (transcript)));

    case CHATTY_ROLE_SYSTEM:
      return g_strdup (_("System instruction"));

    case CHATTY_ROLE_TOOL:
      return g_strdup (_("Tool"));

    case CHATTY_ROLE_NOTE:
    default:
      return g_strdup (C_("author", "Note"));
    }
}

/**
 * chatty_turn_words_dup_time:
 * @previous: (nullable): the turn before
 *
 * Returns: (transfer full): when a turn was said; the clock alone while the
 *   day stays that of the turn before; "" if it is not known
 */
char *
chatty_turn_words_dup_time (const ChattyTurn *turn,
                            const ChattyTurn *previous)
{
  gint64 time = chatty_turn_get_time (turn);
  g_autofree char *clock = chatty_ui_format_clock (time);
  g_autofree char *date = NULL;

  if (*clock == '\0')
    return g_strdup ("");
  if (previous != NULL && is_same_day (time, chatty_turn_get_time (previous)))
    return g_steal_pointer (&clock);

  date = chatty_ui_format_date (time);
  /* Translators: a date and a time of day */
  return g_strdup_printf (C_("date and time", "%s, %s"), date, clock);
}

/**
 * chatty_turn_words_dup_spoken:
 * @previous: (nullable): the turn before
 *
 * Returns: (transfer full): what a screen reader says before a turn
 */
char *
chatty_turn_words_dup_spoken (const ChattyTranscript *transcript,
                              const ChattyTurn       *turn,
                              const ChattyTurn       *previous)
{
  g_autofree char *time = chatty_turn_words_dup_time (turn, previous);
  g_autofree char *feeling = chatty_turn_feeling_dup_word (turn);
  g_autofree char *state = chatty_turn_state_dup_words (turn);
  const char *parts[] = { time, feeling, state };
  g_autofree char *spoken = chatty_turn_words_dup_author (transcript, turn);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      char *joined;

      if (parts[i] == NULL || *parts[i] == '\0')
        continue;
      /* Translators: who said it, when, and so on, as a screen reader says it */
      joined = g_strdup_printf (C_("author and time", "%s, %s"), spoken, parts[i]);
      g_free (spoken);
      spoken = joined;
    }

  return g_steal_pointer (&spoken);
}
