/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <locale.h>

#include "chatty-sync-schedule.h"
#include "fake-monitors.h"
#include "workspace-fixture.h"

typedef struct {
  GNetworkMonitor      *network;
  GPowerProfileMonitor *power;
  ChattySyncSchedule   *schedule;
  guint                 n_due;
} Clock;

static void
due_cb (Clock *clock)
{
  clock->n_due++;
}

static void
set_up (Clock         *clock,
        gconstpointer  data)
{
  clock->network = fake_network_new ();
  clock->power = fake_power_new ();
  clock->schedule = chatty_sync_schedule_new (clock->network, clock->power);
  g_signal_connect_swapped (clock->schedule, "due", G_CALLBACK (due_cb), clock);
}

static void
tear_down (Clock         *clock,
           gconstpointer  data)
{
  g_object_unref (clock->schedule);
  g_object_unref (clock->network);
  g_object_unref (clock->power);
}

static void
test_parse (void)
{
  guint seconds = 1;

  g_assert_true (chatty_sync_schedule_parse ("off", &seconds));
  g_assert_cmpuint (seconds, ==, 0);
  g_assert_true (chatty_sync_schedule_parse ("15-minutes", &seconds));
  g_assert_cmpuint (seconds, ==, 900);
  g_assert_true (chatty_sync_schedule_parse ("hour", &seconds));
  g_assert_cmpuint (seconds, ==, 3600);
  g_assert_true (chatty_sync_schedule_parse ("day", &seconds));
  g_assert_cmpuint (seconds, ==, 86400);
  g_assert_false (chatty_sync_schedule_parse ("week", &seconds));
  g_assert_false (chatty_sync_schedule_parse (NULL, &seconds));
}

/* Never on a metered connection, on battery saver or without a network; what
 * was due is done once when that is over. */
static void
test_conditions (Clock         *clock,
                 gconstpointer  data)
{
  fake_network_set (clock->network, TRUE, TRUE);
  g_assert_cmpuint (clock->n_due, ==, 0);
  chatty_sync_schedule_start (clock->schedule);
  g_assert_cmpuint (clock->n_due, ==, 0);
  g_assert_nonnull (chatty_sync_schedule_get_waiting (clock->schedule));

  fake_power_set (clock->power, TRUE);
  fake_network_set (clock->network, TRUE, FALSE);
  g_assert_cmpuint (clock->n_due, ==, 0);
  g_assert_nonnull (chatty_sync_schedule_get_waiting (clock->schedule));
  fake_network_set (clock->network, FALSE, FALSE);
  fake_power_set (clock->power, FALSE);
  g_assert_cmpuint (clock->n_due, ==, 0);
  fake_network_set (clock->network, TRUE, FALSE);
  g_assert_cmpuint (clock->n_due, ==, 1);
  g_assert_null (chatty_sync_schedule_get_waiting (clock->schedule));

  fake_network_set (clock->network, FALSE, FALSE);
  fake_network_set (clock->network, TRUE, FALSE);
  g_assert_cmpuint (clock->n_due, ==, 1);
}

/* The person may allow a metered connection. */
static void
test_metered_allowed (Clock         *clock,
                      gconstpointer  data)
{
  fake_network_set (clock->network, TRUE, TRUE);
  chatty_sync_schedule_start (clock->schedule);
  g_assert_cmpuint (clock->n_due, ==, 0);
  chatty_sync_schedule_set_metered (clock->schedule, TRUE);
  g_assert_cmpuint (clock->n_due, ==, 1);
}

static gboolean
was_due_thrice (gpointer clock)
{
  return ((Clock *) clock)->n_due >= 3;
}

/* At the start, and then at the interval. */
static void
test_interval (Clock         *clock,
               gconstpointer  data)
{
  chatty_sync_schedule_set_interval (clock->schedule, 1);
  g_assert_cmpuint (clock->n_due, ==, 0);
  chatty_sync_schedule_start (clock->schedule);
  g_assert_cmpuint (clock->n_due, ==, 1);
  fixture_wait (was_due_thrice, clock, "the interval");
  chatty_sync_schedule_set_interval (clock->schedule, 0);
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sync-schedule/parse", test_parse);
  g_test_add ("/sync-schedule/conditions", Clock, NULL, set_up, test_conditions, tear_down);
  g_test_add ("/sync-schedule/metered-allowed", Clock, NULL, set_up, test_metered_allowed,
              tear_down);
  g_test_add ("/sync-schedule/interval", Clock, NULL, set_up, test_interval, tear_down);

  return g_test_run ();
}
