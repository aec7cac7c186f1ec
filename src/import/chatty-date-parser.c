/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-import"

#include <string.h>

#include "chatty-date-parser.h"
#include "chatty-date-words.h"

/* A reader that steps over what it understood and stays where it did not. */
typedef struct {
  const char *at;
  const char *end;
} Cursor;

static gboolean
take (Cursor     *cursor,
      const char *what)
{
  gsize n = strlen (what);

  if ((gsize) (cursor->end - cursor->at) < n || memcmp (cursor->at, what, n) != 0)
    return FALSE;
  cursor->at += n;
  return TRUE;
}

static gboolean
take_char (Cursor     *cursor,
           const char *choices)
{
  if (cursor->at >= cursor->end || *cursor->at == '\0' || strchr (choices, *cursor->at) == NULL)
    return FALSE;
  cursor->at++;
  return TRUE;
}

/* Spaces of any width; browsers put U+202F before AM and PM. */
static gboolean
take_spaces (Cursor *cursor)
{
  const char *start = cursor->at;

  while (take (cursor, " ") || take (cursor, "\302\240") || take (cursor, "\342\200\257"))
    ;
  return cursor->at > start;
}

static gboolean
take_number (Cursor *cursor,
             guint   min_digits,
             guint   max_digits,
             int    *number)
{
  guint n = 0;
  int value = 0;

  while (cursor->at + n < cursor->end && n <= max_digits && g_ascii_isdigit (cursor->at[n]))
    {
      if (n < max_digits)
        value = value * 10 + (cursor->at[n] - '0');
      n++;
    }
  if (n < min_digits || n > max_digits)
    return FALSE;
  cursor->at += n;
  *number = value;
  return TRUE;
}

/* A word in lower case; FALSE if there is none or it is long. */
static gboolean
take_word (Cursor *cursor,
           char    word[40])
{
  const char *p = cursor->at;
  gsize n = 0;

  while (p < cursor->end)
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_isalpha (c))
        break;
      if (n > 30)
        return FALSE;
      n += g_unichar_to_utf8 (g_unichar_tolower (c), word + n);
      p = g_utf8_next_char (p);
    }
  word[n] = '\0';
  cursor->at = p;
  return n > 0;
}

static gboolean
take_month (Cursor *cursor,
            int    *month)
{
  Cursor start = *cursor;
  char word[40];

  if (take_word (cursor, word) && (*month = chatty_date_month_of_word (word)) != 0)
    {
      take_char (cursor, ".");
      return TRUE;
    }
  *cursor = start;
  return FALSE;
}

static void
take_weekday (Cursor *cursor)
{
  Cursor start = *cursor;
  char word[40];

  if (take_word (cursor, word) && chatty_date_is_weekday (word))
    {
      take_char (cursor, ".");
      take_char (cursor, ",");
      take_spaces (cursor);
      return;
    }
  *cursor = start;
}

static gboolean
is_date (int year,
         int month,
         int day)
{
  return year >= 1990 && year <= 2100 && month >= 1 && month <= 12 && day >= 1 &&
         g_date_valid_dmy (day, month, year);
}

/* 2025-01-14, 2025/1/14, 2025_01_14, 2025.01.14, 2025年1月14日, 2025년 1월 14일 */
static gboolean
take_year_first (Cursor     *cursor,
                 ChattyDate *date)
{
  Cursor start = *cursor;
  int year, month, day;
  gboolean good = FALSE;

  if (take_number (cursor, 4, 4, &year))
    {
      if (take (cursor, "年"))
        good = take_number (cursor, 1, 2, &month) && take (cursor, "月") &&
               take_number (cursor, 1, 2, &day) && take (cursor, "日");
      else if (take (cursor, "년"))
        good = take_spaces (cursor) && take_number (cursor, 1, 2, &month) &&
               take (cursor, "월") && take_spaces (cursor) &&
               take_number (cursor, 1, 2, &day) && take (cursor, "일");
      else if (cursor->at < cursor->end && strchr ("-/_.", *cursor->at) != NULL)
        {
          char separator[2] = { *cursor->at, '\0' };

          good = take (cursor, separator) && take_number (cursor, 1, 2, &month) &&
                 take (cursor, separator) && take_number (cursor, 1, 2, &day);
        }
    }
  if (good && is_date (year, month, day))
    {
      date->year = year;
      date->month = month;
      date->day = day;
      return TRUE;
    }
  *cursor = start;
  return FALSE;
}

/* 11/20/2025, 20.11.2025, 3/9/23. With slashes or hyphens the American order
 * counts unless it cannot be, since that is what the sites write. */
static gboolean
take_year_last (Cursor     *cursor,
                ChattyDate *date)
{
  Cursor start = *cursor;
  int first, second, year;

  if (take_number (cursor, 1, 2, &first) && cursor->at < cursor->end &&
      strchr ("/-.", *cursor->at) != NULL)
    {
      char separator[2] = { *cursor->at, '\0' };
      gboolean is_slash = separator[0] == '/';

      if (take (cursor, separator) && take_number (cursor, 1, 2, &second) &&
          take (cursor, separator) && take_number (cursor, is_slash ? 2 : 4, 4, &year) &&
          (year < 100 || year >= 1000))
        {
          gboolean day_first = separator[0] == '.' || first > 12;

          if (year < 100)
            year += 2000;
          date->year = year;
          date->month = day_first ? second : first;
          date->day = day_first ? first : second;
          if (is_date (date->year, date->month, date->day))
            return TRUE;
        }
    }
  date->year = 0;
  *cursor = start;
  return FALSE;
}

static void
take_ordinal (Cursor *cursor)
{
  static const char * const endings[] = { "st", "nd", "rd", "th", ".", "er", "º", "ª" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (take (cursor, endings[i]))
      return;
}

static void
take_of (Cursor *cursor)
{
  take_spaces (cursor);
  if (!take (cursor, "de ") && !take (cursor, "of "))
    take (cursor, "del ");
  take_spaces (cursor);
}

/* November 20, 2025 and 20 de noviembre de 2025 and 20. November 2025 */
static gboolean
take_written (Cursor     *cursor,
              ChattyDate *date)
{
  Cursor start = *cursor;
  int month = 0, day = 0, year = 0;
  gboolean good = FALSE;

  take_weekday (cursor);
  if (take_month (cursor, &month))
    {
      take_spaces (cursor);
      if (take_number (cursor, 1, 2, &day))
        {
          take_ordinal (cursor);
          take_char (cursor, ",");
          take_spaces (cursor);
          good = take_number (cursor, 4, 4, &year);
        }
    }
  else if (take_number (cursor, 1, 2, &day))
    {
      take_ordinal (cursor);
      if (!take_char (cursor, "-"))
        take_of (cursor);
      if (take_month (cursor, &month))
        {
          take_char (cursor, ",");
          if (!take_char (cursor, "-"))
            take_of (cursor);
          good = take_number (cursor, 4, 4, &year);
        }
    }
  if (good && is_date (year, month, day))
    {
      date->year = year;
      date->month = month;
      date->day = day;
      return TRUE;
    }
  *cursor = start;
  return FALSE;
}

static gboolean
take_day_half (Cursor *cursor,
               int    *hour)
{
  Cursor start = *cursor;
  gboolean afternoon;

  take_spaces (cursor);
  if (cursor->at >= cursor->end || strchr ("aApP", *cursor->at) == NULL)
    goto none;
  afternoon = g_ascii_tolower (*cursor->at) == 'p';
  cursor->at++;
  take_char (cursor, ".");
  if (!take_char (cursor, "mM"))
    goto none;
  take_char (cursor, ".");
  if (cursor->at < cursor->end && g_ascii_isalpha (*cursor->at))
    goto none;
  if (*hour < 1 || *hour > 12)
    goto none;
  *hour = *hour % 12 + (afternoon ? 12 : 0);
  return TRUE;

none:
  *cursor = start;
  return FALSE;
}

static void
take_fraction (Cursor     *cursor,
               ChattyDate *date)
{
  Cursor start = *cursor;
  int scale = 100000;

  if (!take_char (cursor, ".,"))
    return;
  if (cursor->at >= cursor->end || !g_ascii_isdigit (*cursor->at))
    {
      *cursor = start;
      return;
    }
  for (; cursor->at < cursor->end && g_ascii_isdigit (*cursor->at); cursor->at++)
    {
      date->microseconds += (*cursor->at - '0') * scale;
      scale /= 10;
    }
}

/* +09:00, -0300, UTC, GMT-3, EST */
static void
take_zone (Cursor     *cursor,
           ChattyDate *date)
{
  Cursor start = *cursor;
  int hours, minutes = 0;
  gboolean spaced = take_spaces (cursor);
  const char *word = cursor->at;

  while (cursor->at < cursor->end && g_ascii_isupper (*cursor->at) && cursor->at - word < 5)
    cursor->at++;
  if (cursor->at > word)
    {
      gsize n = cursor->at - word;

      if (!chatty_date_zone_of_name (word, n, &date->offset) ||
          (cursor->at < cursor->end && g_ascii_isalnum (*cursor->at)))
        {
          *cursor = start;
          return;
        }
      date->has_zone = TRUE;
      if (n != 3 || date->offset != 0)
        return;
      start = *cursor;   /* UTC and GMT may be followed by a difference */
    }
  if (cursor->at < cursor->end && (*cursor->at == '+' || *cursor->at == '-'))
    {
      int sign = *cursor->at == '-' ? -1 : 1;

      cursor->at++;
      if (take_number (cursor, 4, 4, &hours))
        {
          minutes = hours % 100;
          hours /= 100;
        }
      else if (!take_number (cursor, 1, 2, &hours) ||
               (take_char (cursor, ":") && !take_number (cursor, 2, 2, &minutes)))
        hours = 99;
      /* " -3" behind a time may be anything; " -03:00" is a zone. */
      if (hours <= 14 && minutes < 60 && (!spaced || cursor->at - start.at >= 4))
        {
          date->offset = sign * (hours * 60 + minutes) * 60;
          date->has_zone = TRUE;
          return;
        }
    }
  *cursor = start;
}

static gboolean
take_time (Cursor     *cursor,
           ChattyDate *date,
           gboolean    may_have_hyphens)
{
  Cursor start = *cursor;
  int hour, minute, second = 0;
  gboolean hyphens = FALSE;

  if (!take_number (cursor, 1, 2, &hour))
    return FALSE;
  if (may_have_hyphens && take (cursor, "-"))
    hyphens = TRUE;
  else if (!take (cursor, ":"))
    goto none;
  if (!take_number (cursor, 2, 2, &minute))
    goto none;
  if (take (cursor, hyphens ? "-" : ":"))
    {
      if (!take_number (cursor, 2, 2, &second))
        goto none;
      take_fraction (cursor, date);
    }
  else if (hyphens)
    goto none;
  take_day_half (cursor, &hour);
  if (hour > 23 || minute > 59 || second > 60)
    goto none;
  date->seconds = (hour * 60 + minute) * 60 + MIN (second, 59);
  date->has_time = TRUE;
  take_zone (cursor, date);
  return TRUE;

none:
  *cursor = start;
  date->microseconds = 0;
  return FALSE;
}

static void
take_time_after_date (Cursor     *cursor,
                      ChattyDate *date)
{
  static const char * const joints[] = {
    "T", ", at ", " at ", " à ", " um ", " a las ", " às ", " alle ", ", ", " - ", " @ ", "_", " ",
  };
  Cursor start = *cursor;

  for (guint i = 0; i < G_N_ELEMENTS (joints); i++)
    {
      if (take (cursor, joints[i]))
        {
          take_spaces (cursor);
          if (take_time (cursor, date, joints[i][0] == 'T' || joints[i][0] == '_'))
            return;
        }
      *cursor = start;
    }
}

/**
 * chatty_date_parse:
 * @text: valid UTF-8
 * @length: bytes that may be looked at
 * @date: (out caller-allocates): what was found
 *
 * Reads a date, with a time of day if one follows, or a time of day alone,
 * in the spellings that sites, exporters and people use.
 *
 * Returns: how many bytes of the start it takes, or 0 if there is none
 */
gsize
chatty_date_parse (const char *text,
                   gsize       length,
                   ChattyDate *date)
{
  Cursor cursor = { text, text + length };

  memset (date, 0, sizeof *date);
  if (length == 0)
    return 0;
  if (g_ascii_isdigit (*text)
      ? take_year_first (&cursor, date) || take_year_last (&cursor, date) ||
        take_written (&cursor, date)
      : take_written (&cursor, date))
    {
      take_time_after_date (&cursor, date);
      return cursor.at - text;
    }
  if (g_ascii_isdigit (*text) && take_time (&cursor, date, FALSE))
    {
      /* A time of day may come before its date. */
      Cursor behind = cursor;
      ChattyDate later = { 0 };

      take_char (&behind, ",");
      if (take_spaces (&behind) &&
          (take_year_first (&behind, &later) || take_year_last (&behind, &later) ||
           take_written (&behind, &later)))
        {
          date->year = later.year;
          date->month = later.month;
          date->day = later.day;
          cursor = behind;
        }
      return cursor.at - text;
    }
  return 0;
}

/**
 * chatty_date_parse_line:
 * @text: valid UTF-8
 * @length: bytes of it
 * @date: (out caller-allocates): what was found
 *
 * Returns: whether a date or time is all that stands there, apart from
 *   spaces, brackets and emphasis
 */
gboolean
chatty_date_parse_line (const char *text,
                        gsize       length,
                        ChattyDate *date)
{
  const char *end = text + length;
  gsize n;

  while (text < end && strchr (" \t*_([`", *text) != NULL)
    text++;
  n = chatty_date_parse (text, end - text, date);
  if (n == 0)
    return FALSE;
  for (text += n; text < end; text++)
    if (strchr (" \t*_)]`:", *text) == NULL)
      return FALSE;
  return TRUE;
}

/**
 * chatty_date_to_time:
 * @date: a date
 *
 * A time without a zone is taken as local, which is what the program that
 * wrote it did. A date without a time becomes noon in UTC, so that it is the
 * same day for nearly everyone.
 *
 * Returns: the instant, or %CHATTY_TIME_NONE if @date has no date
 */
gint64
chatty_date_to_time (const ChattyDate *date)
{
  g_autoptr (GDateTime) time = NULL;
  int seconds = date->has_time ? date->seconds : 12 * 60 * 60;

  if (date->year == 0)
    return CHATTY_TIME_NONE;
  if (date->has_time && !date->has_zone)
    time = g_date_time_new_local (date->year, date->month, date->day,
                                  seconds / 3600, seconds / 60 % 60, seconds % 60);
  else
    time = g_date_time_new_utc (date->year, date->month, date->day,
                                seconds / 3600, seconds / 60 % 60, seconds % 60);
  if (time == NULL)
    return CHATTY_TIME_NONE;
  return (g_date_time_to_unix (time) - (date->has_zone ? date->offset : 0)) * G_USEC_PER_SEC +
         date->microseconds;
}
