/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-import"

#include <string.h>

#include "chatty-date-words.h"

static const struct {
  const char *name;
  int         number;
} months[] = {
  /* English */
  { "january", 1 }, { "february", 2 }, { "march", 3 }, { "april", 4 }, { "may", 5 },
  { "june", 6 }, { "july", 7 }, { "august", 8 }, { "september", 9 }, { "october", 10 },
  { "november", 11 }, { "december", 12 },
  { "jan", 1 }, { "feb", 2 }, { "mar", 3 }, { "apr", 4 }, { "jun", 6 }, { "jul", 7 },
  { "aug", 8 }, { "sep", 9 }, { "sept", 9 }, { "oct", 10 }, { "nov", 11 }, { "dec", 12 },
  /* French */
  { "janvier", 1 }, { "février", 2 }, { "mars", 3 }, { "avril", 4 }, { "mai", 5 },
  { "juin", 6 }, { "juillet", 7 }, { "août", 8 }, { "septembre", 9 }, { "octobre", 10 },
  { "novembre", 11 }, { "décembre", 12 }, { "janv", 1 }, { "févr", 2 }, { "avr", 4 },
  { "juil", 7 }, { "déc", 12 },
  /* Spanish, Portuguese, Italian */
  { "enero", 1 }, { "febrero", 2 }, { "marzo", 3 }, { "abril", 4 }, { "mayo", 5 },
  { "junio", 6 }, { "julio", 7 }, { "agosto", 8 }, { "septiembre", 9 }, { "setiembre", 9 },
  { "octubre", 10 }, { "noviembre", 11 }, { "diciembre", 12 }, { "ene", 1 }, { "abr", 4 },
  { "ago", 8 }, { "dic", 12 },
  { "janeiro", 1 }, { "fevereiro", 2 }, { "março", 3 }, { "maio", 5 }, { "junho", 6 },
  { "julho", 7 }, { "setembro", 9 }, { "outubro", 10 }, { "novembro", 11 }, { "dezembro", 12 },
  { "fev", 2 }, { "set", 9 }, { "out", 10 }, { "dez", 12 },
  { "gennaio", 1 }, { "febbraio", 2 }, { "aprile", 4 }, { "maggio", 5 }, { "giugno", 6 },
  { "luglio", 7 }, { "settembre", 9 }, { "ottobre", 10 }, { "novembre", 11 }, { "dicembre", 12 },
  { "gen", 1 }, { "mag", 5 }, { "giu", 6 }, { "lug", 7 }, { "ott", 10 },
  /* German */
  { "januar", 1 }, { "februar", 2 }, { "märz", 3 }, { "juni", 6 }, { "juli", 7 },
  { "oktober", 10 }, { "dezember", 12 }, { "mär", 3 }, { "okt", 10 },
  /* Russian, Ukrainian */
  { "января", 1 }, { "февраля", 2 }, { "марта", 3 }, { "апреля", 4 }, { "мая", 5 },
  { "июня", 6 }, { "июля", 7 }, { "августа", 8 }, { "сентября", 9 }, { "октября", 10 },
  { "ноября", 11 }, { "декабря", 12 },
  { "січня", 1 }, { "лютого", 2 }, { "березня", 3 }, { "квітня", 4 }, { "травня", 5 },
  { "червня", 6 }, { "липня", 7 }, { "серпня", 8 }, { "вересня", 9 }, { "жовтня", 10 },
  { "листопада", 11 }, { "грудня", 12 },
};

/* The names that browsers and Chatty write. Where one name has several
 * meanings the American one counts, since that is who writes names. */
static const struct {
  const char *name;
  int         minutes;
} zones[] = {
  { "Z", 0 }, { "UTC", 0 }, { "GMT", 0 }, { "WET", 0 },
  { "EST", -300 }, { "EDT", -240 }, { "CST", -360 }, { "CDT", -300 },
  { "MST", -420 }, { "MDT", -360 }, { "PST", -480 }, { "PDT", -420 },
  { "AKST", -540 }, { "AKDT", -480 }, { "HST", -600 }, { "AST", -240 }, { "ADT", -180 },
  { "BRT", -180 }, { "BST", 60 }, { "WEST", 60 }, { "CET", 60 }, { "MEZ", 60 },
  { "CEST", 120 }, { "MESZ", 120 }, { "EET", 120 }, { "EEST", 180 }, { "MSK", 180 },
  { "IST", 330 }, { "JST", 540 }, { "KST", 540 },
  { "AEST", 600 }, { "AEDT", 660 }, { "NZST", 720 }, { "NZDT", 780 },
};

/* Stands among the numbers of the months for a day of the week. */
#define WEEKDAY 100

static const char * const weekdays[] = {
  "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
  "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun",
};

/* Every word of the first lines of every file is looked up. */
static GHashTable *
get_words (void)
{
  static GHashTable *words;

  if (g_once_init_enter (&words))
    {
      GHashTable *table = g_hash_table_new (g_str_hash, g_str_equal);

      for (guint i = 0; i < G_N_ELEMENTS (weekdays); i++)
        g_hash_table_insert (table, (gpointer) weekdays[i], GINT_TO_POINTER (WEEKDAY));
      for (guint i = 0; i < G_N_ELEMENTS (months); i++)
        if (!g_hash_table_contains (table, months[i].name))
          g_hash_table_insert (table, (gpointer) months[i].name,
                               GINT_TO_POINTER (months[i].number));
      g_once_init_leave (&words, table);
    }
  return words;
}

/**
 * chatty_date_month_of_word:
 * @word: a word in lower case
 *
 * Returns: the month that it names in some language, from 1, or 0
 */
int
chatty_date_month_of_word (const char *word)
{
  int number = GPOINTER_TO_INT (g_hash_table_lookup (get_words (), word));

  return number == WEEKDAY ? 0 : number;
}

/**
 * chatty_date_is_weekday:
 * @word: a word in lower case
 *
 * Returns: whether it names a day of the week
 */
gboolean
chatty_date_is_weekday (const char *word)
{
  return GPOINTER_TO_INT (g_hash_table_lookup (get_words (), word)) == WEEKDAY;
}

/**
 * chatty_date_zone_of_name:
 * @name: a zone's name in upper case, not ended by NUL
 * @length: its bytes
 * @seconds: (out): its distance east of Greenwich
 *
 * Returns: whether the zone is known
 */
gboolean
chatty_date_zone_of_name (const char *name,
                          gsize       length,
                          int        *seconds)
{
  for (guint i = 0; i < G_N_ELEMENTS (zones); i++)
    if (strlen (zones[i].name) == length && memcmp (zones[i].name, name, length) == 0)
      {
        *seconds = zones[i].minutes * 60;
        return TRUE;
      }
  return FALSE;
}
