/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-base"

#include "chatty-time.h"

static ChattyClockFunc clock_func;
static gpointer clock_data;

/**
 * chatty_time_now:
 *
 * Returns: the present instant, from the clock that was set last
 */
gint64
chatty_time_now (void)
{
  return clock_func != NULL ? clock_func (clock_data) : g_get_real_time ();
}

/**
 * chatty_time_set_clock:
 * @clock: (nullable): a function to ask, or %NULL for the system's clock
 * @user_data: for @clock
 *
 * Lets a test choose the time. Call it before threads are started.
 */
void
chatty_time_set_clock (ChattyClockFunc clock,
                       gpointer        user_data)
{
  clock_func = clock;
  clock_data = user_data;
}

/* Days since 1970-01-01 of a Gregorian date, and back, for any year that a
 * gint64 of microseconds can reach; GDateTime stops at years 1 and 9999. */
static gint64
days_from_date (int year,
                int month,
                int day)
{
  gint64 y = month <= 2 ? year - 1 : year;
  gint64 era = (y >= 0 ? y : y - 399) / 400;
  gint64 yoe = y - era * 400;
  gint64 doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  gint64 doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

  return era * 146097 + doe - 719468;
}

/**
 * chatty_time_format_iso:
 * @time: an instant
 *
 * Returns: (transfer full) (nullable): ISO 8601 in UTC with as many decimals
 *   as needed ("2025-01-14T10:30:45Z"), or %NULL for %CHATTY_TIME_NONE and
 *   for instants outside the years 1 to 9999
 */
char *
chatty_time_format_iso (gint64 time)
{
  gint64 seconds = time / G_USEC_PER_SEC;
  gint64 micros = time % G_USEC_PER_SEC;
  g_autoptr (GDateTime) date_time = NULL;
  g_autofree char *base = NULL;
  char fraction[8];
  int end;

  if (time == CHATTY_TIME_NONE)
    return NULL;
  if (micros < 0)
    {
      micros += G_USEC_PER_SEC;
      seconds--;
    }

  date_time = g_date_time_new_from_unix_utc (seconds);
  if (date_time == NULL)
    return NULL;
  /* %Y of GLib does not pad years before 1000. */
  base = g_strdup_printf ("%04d-%02d-%02dT%02d:%02d:%02d",
                          g_date_time_get_year (date_time),
                          g_date_time_get_month (date_time),
                          g_date_time_get_day_of_month (date_time),
                          g_date_time_get_hour (date_time),
                          g_date_time_get_minute (date_time),
                          g_date_time_get_second (date_time));
  if (micros == 0)
    return g_strconcat (base, "Z", NULL);

  g_snprintf (fraction, sizeof fraction, "%06d", (int) micros);
  for (end = 6; fraction[end - 1] == '0'; end--)
    fraction[end - 1] = '\0';
  return g_strconcat (base, ".", fraction, "Z", NULL);
}

static gboolean
take_digits (const char **p,
             int          n,
             int         *value)
{
  int number = 0;

  for (int i = 0; i < n; i++)
    {
      if (!g_ascii_isdigit ((*p)[i]))
        return FALSE;
      number = number * 10 + ((*p)[i] - '0');
    }
  *p += n;
  *value = number;
  return TRUE;
}

static gboolean
take_zone (const char **p,
           gint64      *offset_seconds)
{
  int sign, hours, minutes = 0;

  *offset_seconds = 0;
  while (**p == ' ')
    (*p)++;
  if (**p == 'Z' || **p == 'z')
    {
      (*p)++;
      return TRUE;
    }
  if (g_str_has_prefix (*p, "UTC") || g_str_has_prefix (*p, "GMT"))
    {
      *p += 3;
      return TRUE;
    }
  if (**p != '+' && **p != '-')
    return TRUE;

  sign = **p == '-' ? -1 : 1;
  (*p)++;
  if (!take_digits (p, 2, &hours))
    return FALSE;
  if (**p == ':')
    (*p)++;
  if (g_ascii_isdigit (**p) && !take_digits (p, 2, &minutes))
    return FALSE;
  *offset_seconds = sign * (hours * 3600 + minutes * 60);
  return hours < 24 && minutes < 60;
}

/**
 * chatty_time_parse_iso:
 * @text: a date, or a date and a time, as ISO 8601 has it; a space may stand
 *   for the T, and a missing zone is read as UTC
 *
 * Returns: the instant, or %CHATTY_TIME_NONE if @text is anything else
 */
gint64
chatty_time_parse_iso (const char *text)
{
  const char *p = text;
  int year, month, day, hour = 0, minute = 0, second = 0;
  gint64 micros = 0, offset = 0;

  if (text == NULL ||
      !take_digits (&p, 4, &year) || *p++ != '-' ||
      !take_digits (&p, 2, &month) || *p++ != '-' ||
      !take_digits (&p, 2, &day) ||
      !g_date_valid_dmy (CLAMP (day, 0, 99), CLAMP (month, 0, 99), year))
    return CHATTY_TIME_NONE;

  if (*p == 'T' || *p == 't' || *p == ' ')
    {
      p++;
      if (!take_digits (&p, 2, &hour) || *p++ != ':' ||
          !take_digits (&p, 2, &minute))
        return CHATTY_TIME_NONE;
      if (*p == ':')
        {
          p++;
          if (!take_digits (&p, 2, &second))
            return CHATTY_TIME_NONE;
          if (*p == '.' || *p == ',')
            {
              gint64 unit = 100000;

              for (p++; g_ascii_isdigit (*p); p++, unit /= 10)
                micros += (*p - '0') * unit;
            }
        }
      if (hour > 24 || minute > 59 || second > 60 || !take_zone (&p, &offset))
        return CHATTY_TIME_NONE;
    }
  if (*p != '\0')
    return CHATTY_TIME_NONE;

  return ((days_from_date (year, month, day) * 86400 +
           hour * 3600 + minute * 60 + second - offset) * G_USEC_PER_SEC) +
         micros;
}
