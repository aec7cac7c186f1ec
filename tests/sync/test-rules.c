/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <string.h>

#include "chatty-sync-rules.h"
#include "checks.h"
#include "walk.h"

static const char *const rule_names[] = {
  [CHATTY_RULE_NONE] = "none",
  [CHATTY_RULE_FIELDS] = "1-fields",
  [CHATTY_RULE_JOIN] = "2-join",
  [CHATTY_RULE_NORMAL] = "3-normal",
  [CHATTY_RULE_TIME] = "4-time",
  [CHATTY_RULE_KEEP] = "5-keep",
  [CHATTY_RULE_SHOWN] = "6-shown",
  [CHATTY_RULE_BRAKES] = "7-brakes",
  [CHATTY_RULE_INTENTS] = "8-intents",
  [CHATTY_RULE_READ_BACK] = "9-read-back",
  [CHATTY_RULE_LOSS] = "10-loss",
  [CHATTY_RULE_QUIET] = "11-quiet",
  [CHATTY_RULE_UNDO] = "12-undo",
  [CHATTY_RULE_PAUSE] = "13-pause",
};

/* Those that a walk of this length misses as well, beside their check. */
static const ChattySyncRule walked[] = {
  CHATTY_RULE_KEEP, CHATTY_RULE_SHOWN, CHATTY_RULE_BRAKES,
  CHATTY_RULE_INTENTS, CHATTY_RULE_QUIET,
};

static void
test_check (gconstpointer data)
{
  const Check *check = data;
  g_autofree char *missed = check->func ();

  g_assert_cmpstr (missed, ==, NULL);
}

static void
test_without (gconstpointer data)
{
  ChattySyncRule rule = GPOINTER_TO_UINT (data);
  g_autofree char *missed = NULL;
  const char *which = NULL;

  chatty_sync_rule_off = rule;
  for (guint i = 0; checks[i].name != NULL && missed == NULL; i++)
    {
      missed = checks[i].func ();
      which = checks[i].name;
    }
  chatty_sync_rule_off = CHATTY_RULE_NONE;
  g_test_message ("without rule %s the check “%s” fails: %s", rule_names[rule], which, missed);
  g_assert_nonnull (missed);
}

static void
test_walk_without (gconstpointer data)
{
  ChattySyncRule rule = GPOINTER_TO_UINT (data);
  g_autofree char *missed = NULL;
  WalkCounts counts = { 0 };
  guint seed;

  chatty_sync_rule_off = rule;
  for (seed = 1; seed <= 40 && missed == NULL; seed++)
    missed = walk_run (seed, 50, &counts);
  chatty_sync_rule_off = CHATTY_RULE_NONE;
  if (missed != NULL)
    missed[MIN (strlen (missed), 100)] = '\0';
  g_test_message ("without rule %s the walk fails: %s", rule_names[rule], missed);
  g_assert_nonnull (missed);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; checks[i].name != NULL; i++)
    {
      g_autofree char *path = g_strconcat ("/sync/rules/holds/", checks[i].name, NULL);

      g_test_add_data_func (path, &checks[i], test_check);
    }
  for (guint i = 1; i < CHATTY_N_RULES; i++)
    {
      g_autofree char *path = g_strconcat ("/sync/rules/missed/", rule_names[i], NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_without);
    }
  for (guint i = 0; i < G_N_ELEMENTS (walked); i++)
    {
      g_autofree char *path = g_strconcat ("/sync/rules/missed-by-walk/", rule_names[walked[i]],
                                           NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (walked[i]), test_walk_without);
    }
  return g_test_run ();
}
