/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <gio/gio.h>

#include "chatty-ui-settings.h"

/* Saturday, 14 March 2026, 15:09:26 UTC; the tests run in UTC. */
#define NOW (G_GINT64_CONSTANT (1773500966) * G_USEC_PER_SEC)

typedef struct {
  gint64      before;  /* now, in microseconds */
  const char *text;
} Expected;

static gint64
clock_cb (gpointer user_data)
{
  return NOW;
}

static void
set_styles (const char *date_style,
            const char *clock_style)
{
  g_settings_set_string (chatty_ui_settings_get (), CHATTY_SETTING_DATE_STYLE, date_style);
  g_settings_set_string (chatty_ui_settings_get (), CHATTY_SETTING_CLOCK_STYLE, clock_style);
}

static void
assert_text (char       *text,
             const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

static void
test_relative (void)
{
  static const Expected expected[] = {
    { 0, "15:09" },
    { 9 * G_TIME_SPAN_MINUTE, "15:00" },
    { 15 * G_TIME_SPAN_HOUR + 9 * G_TIME_SPAN_MINUTE, "00:00" },
    /* By the calendar, not by 24 hours. */
    { 15 * G_TIME_SPAN_HOUR + 10 * G_TIME_SPAN_MINUTE, "Yesterday" },
    { 2 * G_TIME_SPAN_DAY, "Thursday" },
    { 6 * G_TIME_SPAN_DAY, "Sunday" },
    { 7 * G_TIME_SPAN_DAY, "7 Mar 2026" },
    { 400 * G_TIME_SPAN_DAY, "7 Feb 2025" },
    /* What is still to come has a date. */
    { -2 * G_TIME_SPAN_DAY, "16 Mar 2026" },
  };

  set_styles ("relative", "24h");
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    assert_text (chatty_ui_format_time_short (NOW - expected[i].before), expected[i].text);
}

static void
test_styles (void)
{
  set_styles ("iso", "24h");
  assert_text (chatty_ui_format_time_short (NOW), "2026-03-14");
  assert_text (chatty_ui_format_time_exact (NOW), "2026-03-14, 15:09:26");
  assert_text (chatty_ui_format_date (NOW), "2026-03-14");

  set_styles ("relative", "12h");
  assert_text (chatty_ui_format_clock (NOW), "3:09 PM");
  assert_text (chatty_ui_format_time_exact (NOW), "14 Mar 2026, 3:09:26 PM");
  assert_text (chatty_ui_format_date (NOW), "14 Mar 2026");
}

static void
test_none (void)
{
  static const gint64 times[] = { CHATTY_TIME_NONE, G_MAXINT64, G_MININT64 + 1 };

  set_styles ("relative", "locale");
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      assert_text (chatty_ui_format_time_short (times[i]), "");
      assert_text (chatty_ui_format_time_exact (times[i]), "");
      assert_text (chatty_ui_format_date (times[i]), "");
      assert_text (chatty_ui_format_clock (times[i]), "");
    }
}

int
main (int    argc,
      char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  chatty_time_set_clock (clock_cb, NULL);

  g_test_add_func ("/ui/times/relative", test_relative);
  g_test_add_func ("/ui/times/styles", test_styles);
  g_test_add_func ("/ui/times/none", test_none);

  return g_test_run ();
}
