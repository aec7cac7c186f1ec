/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>
#include <langinfo.h>

#include "chatty-ui-settings.h"

typedef enum {
  DATE_RELATIVE,
  DATE_ISO,
  DATE_LOCALE,
} DateStyle;

static DateStyle
get_date_style (void)
{
  g_autofree char *style = NULL;

  style = g_settings_get_string (chatty_ui_settings_get (), CHATTY_SETTING_DATE_STYLE);
  if (g_str_equal (style, "iso"))
    return DATE_ISO;
  if (g_str_equal (style, "locale"))
    return DATE_LOCALE;
  return DATE_RELATIVE;
}

/* Whether hours count to 12: as the person says, or as the locale does. */
static gboolean
uses_12_hours (void)
{
  g_autofree char *style = NULL;

  style = g_settings_get_string (chatty_ui_settings_get (), CHATTY_SETTING_CLOCK_STYLE);
  if (g_str_equal (style, "12h"))
    return TRUE;
  if (g_str_equal (style, "24h"))
    return FALSE;

  return strstr (nl_langinfo (T_FMT), "%I") != NULL ||
         strstr (nl_langinfo (T_FMT), "%r") != NULL ||
         strstr (nl_langinfo (T_FMT), "%l") != NULL;
}

static GDateTime *
get_local (gint64 time)
{
  g_autoptr (GDateTime) seconds = NULL;

  if (time == CHATTY_TIME_NONE)
    return NULL;

  /* NULL for years that GDateTime cannot hold: shown as no time. */
  seconds = g_date_time_new_from_unix_local (time / G_USEC_PER_SEC);
  return g_steal_pointer (&seconds);
}

static char *
format (GDateTime  *local,
        const char *pattern)
{
  char *text = g_date_time_format (local, pattern);

  return text != NULL ? text : g_strdup ("");
}

static char *
format_date (GDateTime *local,
             DateStyle  style)
{
  switch (style)
    {
    case DATE_ISO:
      return format (local, "%Y-%m-%d");
    case DATE_LOCALE:
      return format (local, "%x");
    case DATE_RELATIVE:
    default:
      /* Translators: a date, such as 12 Mar 2024; see g_date_time_format() */
      return format (local, _("%-d %b %Y"));
    }
}

static const char *
clock_pattern (gboolean with_seconds)
{
  if (uses_12_hours ())
    /* Translators: a time of day with 12 hours; see g_date_time_format() */
    return with_seconds ? _("%-I:%M:%S %p") : _("%-I:%M %p");
  return with_seconds ? "%H:%M:%S" : "%H:%M";
}

/* The number of days from @local to @now, by the calendar. */
static int
days_before (GDateTime *local,
             GDateTime *now)
{
  GDate from, to;

  g_date_clear (&from, 1);
  g_date_clear (&to, 1);
  g_date_set_dmy (&from,
                  g_date_time_get_day_of_month (local),
                  g_date_time_get_month (local),
                  g_date_time_get_year (local));
  g_date_set_dmy (&to,
                  g_date_time_get_day_of_month (now),
                  g_date_time_get_month (now),
                  g_date_time_get_year (now));
  return g_date_days_between (&from, &to);
}

/**
 * chatty_ui_settings_get:
 *
 * The settings of this profile. Main loop only.
 *
 * Returns: (transfer none): one object for the whole program
 */
GSettings *
chatty_ui_settings_get (void)
{
  static GSettings *settings = NULL;

  if (settings == NULL)
    settings = g_settings_new_with_path ("com.chatty.Connectors", SETTINGS_PATH);

  return settings;
}

/**
 * chatty_ui_format_time_short:
 * @time: microseconds UTC, or %CHATTY_TIME_NONE
 *
 * A time for a list, as short as the person's date style allows: the time of
 * day for today, "Yesterday", the name of the day within a week, then a date.
 *
 * Returns: (transfer full): text, "" for no time
 */
char *
chatty_ui_format_time_short (gint64 time)
{
  g_autoptr (GDateTime) local = get_local (time);
  DateStyle style = get_date_style ();

  if (local == NULL)
    return g_strdup ("");

  if (style == DATE_RELATIVE)
    {
      g_autoptr (GDateTime) now = get_local (chatty_time_now ());
      int days = now != NULL ? days_before (local, now) : -1;

      if (days == 0)
        return format (local, clock_pattern (FALSE));
      if (days == 1)
        return g_strdup (_("Yesterday"));
      if (days > 1 && days < 7)
        return format (local, "%A");
    }

  return format_date (local, style);
}

/**
 * chatty_ui_format_time_exact:
 * @time: microseconds UTC, or %CHATTY_TIME_NONE
 *
 * A time to the second, for tooltips and details.
 *
 * Returns: (transfer full): text, "" for no time
 */
char *
chatty_ui_format_time_exact (gint64 time)
{
  g_autoptr (GDateTime) local = get_local (time);
  g_autofree char *date = NULL;
  g_autofree char *clock = NULL;

  if (local == NULL)
    return g_strdup ("");

  date = format_date (local, get_date_style ());
  clock = format (local, clock_pattern (TRUE));
  /* Translators: a date and a time of day */
  return g_strdup_printf (C_("date and time", "%s, %s"), date, clock);
}

/**
 * chatty_ui_format_date:
 * @time: microseconds UTC, or %CHATTY_TIME_NONE
 *
 * Returns: (transfer full): the day, "" for no time
 */
char *
chatty_ui_format_date (gint64 time)
{
  g_autoptr (GDateTime) local = get_local (time);

  return local != NULL ? format_date (local, get_date_style ()) : g_strdup ("");
}

/**
 * chatty_ui_format_clock:
 * @time: microseconds UTC, or %CHATTY_TIME_NONE
 *
 * Returns: (transfer full): the time of day to the minute, "" for no time
 */
char *
chatty_ui_format_clock (gint64 time)
{
  g_autoptr (GDateTime) local = get_local (time);

  return local != NULL ? format (local, clock_pattern (FALSE)) : g_strdup ("");
}

static gboolean
get_position (GValue   *value,
              GVariant *variant,
              gpointer  names)
{
  const char *const *all = names;

  for (guint i = 0; all[i] != NULL; i++)
    if (g_str_equal (all[i], g_variant_get_string (variant, NULL)))
      {
        g_value_set_uint (value, i);
        return TRUE;
      }
  return FALSE;
}

static GVariant *
set_position (const GValue       *value,
              const GVariantType *type,
              gpointer            names)
{
  const char *const *all = names;
  guint position = g_value_get_uint (value);

  return position < g_strv_length ((char **) all) ? g_variant_new_string (all[position]) : NULL;
}

/**
 * chatty_ui_settings_bind_choice:
 * @key: a setting that is an enumeration
 * @object: has a property "selected", as drop-downs do
 * @names: (array zero-terminated=1): the setting's values in the order of the
 *   choices; static
 *
 * Binds a choice to a setting, both ways.
 */
void
chatty_ui_settings_bind_choice (const char        *key,
                                gpointer           object,
                                const char *const *names)
{
  g_settings_bind_with_mapping (chatty_ui_settings_get (), key, object, "selected",
                                G_SETTINGS_BIND_DEFAULT, get_position, set_position,
                                (gpointer) names, NULL);
}
