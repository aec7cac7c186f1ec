/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "sim-fault.h"

#include <string.h>

#include "sim-private.h"

typedef struct {
  char                 *pattern;
  ChattySimulatorFault  fault;
  guint                 nth;
  guint                 count;
  guint                 seen;
} Rule;

static const struct {
  const char *name;
  gboolean    carried_out;
} FAULTS[CHATTY_SIMULATOR_N_FAULTS] = {
  [CHATTY_SIMULATOR_FAULT_NONE]              = { "none", TRUE },
  [CHATTY_SIMULATOR_FAULT_RATE_LIMITED]      = { "rate-limited", FALSE },
  [CHATTY_SIMULATOR_FAULT_RATE_LIMITED_DATE] = { "rate-limited-date", FALSE },
  [CHATTY_SIMULATOR_FAULT_SERVER_ERROR]      = { "server-error", FALSE },
  [CHATTY_SIMULATOR_FAULT_BAD_GATEWAY]       = { "bad-gateway", FALSE },
  [CHATTY_SIMULATOR_FAULT_UNAVAILABLE]       = { "unavailable", FALSE },
  [CHATTY_SIMULATOR_FAULT_SLOW_DRIP]         = { "slow-drip", TRUE },
  [CHATTY_SIMULATOR_FAULT_STALL]             = { "stall", TRUE },
  [CHATTY_SIMULATOR_FAULT_SILENCE]           = { "silence", FALSE },
  [CHATTY_SIMULATOR_FAULT_SLOW_READ]         = { "slow-read", TRUE },
  [CHATTY_SIMULATOR_FAULT_DROP]              = { "drop", FALSE },
  [CHATTY_SIMULATOR_FAULT_LOST_ANSWER]       = { "lost-answer", TRUE },
  [CHATTY_SIMULATOR_FAULT_CUT_CHUNK]         = { "cut-chunk", TRUE },
  [CHATTY_SIMULATOR_FAULT_LENGTH_TOO_LONG]   = { "length-too-long", TRUE },
  [CHATTY_SIMULATOR_FAULT_LENGTH_TOO_SHORT]  = { "length-too-short", TRUE },
  [CHATTY_SIMULATOR_FAULT_WEB_PAGE]          = { "web-page", FALSE },
  [CHATTY_SIMULATOR_FAULT_REDIRECT]          = { "redirect", FALSE },
  [CHATTY_SIMULATOR_FAULT_REDIRECT_LOOP]     = { "redirect-loop", FALSE },
  [CHATTY_SIMULATOR_FAULT_DEEP_JSON]         = { "deep-json", FALSE },
  [CHATTY_SIMULATOR_FAULT_HUGE_BODY]         = { "huge-body", FALSE },
  [CHATTY_SIMULATOR_FAULT_HUGE_HEADER]       = { "huge-header", FALSE },
  [CHATTY_SIMULATOR_FAULT_ENDLESS_STREAM]    = { "endless-stream", FALSE },
  [CHATTY_SIMULATOR_FAULT_GZIP_BOMB]         = { "gzip-bomb", FALSE },
  [CHATTY_SIMULATOR_FAULT_BAD_JSON]          = { "bad-json", TRUE },
  [CHATTY_SIMULATOR_FAULT_BAD_UTF8]          = { "bad-utf8", FALSE },
  [CHATTY_SIMULATOR_FAULT_EMPTY_BODY]        = { "empty-body", TRUE },
  [CHATTY_SIMULATOR_FAULT_FAILURE_INSIDE]    = { "failure-inside", FALSE },
  [CHATTY_SIMULATOR_FAULT_EMPTY_LIST]        = { "empty-list", TRUE },
  [CHATTY_SIMULATOR_FAULT_TRUNCATED_LIST]    = { "truncated-list", TRUE },
  [CHATTY_SIMULATOR_FAULT_KEY_REFUSED]       = { "key-refused", TRUE },
  [CHATTY_SIMULATOR_FAULT_PLAN_REFUSED]      = { "plan-refused", TRUE },
  [CHATTY_SIMULATOR_FAULT_NO_CREDIT]         = { "no-credit", TRUE },
  [CHATTY_SIMULATOR_FAULT_SESSION_EXPIRED]   = { "session-expired", TRUE },
};

static void
rule_free (gpointer data)
{
  Rule *rule = data;

  g_free (rule->pattern);
  g_free (rule);
}

void
sim_faults_init (SimFaults *faults)
{
  faults->rules = g_ptr_array_new_with_free_func (rule_free);
}

void
sim_faults_clear (SimFaults *faults)
{
  g_clear_pointer (&faults->rules, g_ptr_array_unref);
}

void
sim_faults_add (SimFaults            *faults,
                const char           *pattern,
                ChattySimulatorFault  fault,
                guint                 nth,
                guint                 count)
{
  Rule *rule = g_new0 (Rule, 1);

  rule->pattern = g_strdup (pattern);
  rule->fault = fault;
  rule->nth = MAX (nth, 1);
  rule->count = count;
  g_ptr_array_add (faults->rules, rule);
}

gboolean
sim_pattern_matches (const char *pattern,
                     const char *method,
                     const char *path)
{
  g_autofree char *both = g_strconcat (method, " ", path, NULL);

  return g_pattern_match_simple (pattern, strchr (pattern, ' ') != NULL ? both : path);
}

/* Every rule that matches counts the request; the first whose turn it is
 * decides. */
ChattySimulatorFault
sim_faults_choose (SimFaults  *faults,
                   const char *method,
                   const char *path)
{
  ChattySimulatorFault chosen = CHATTY_SIMULATOR_FAULT_NONE;

  for (guint i = 0; i < faults->rules->len; i++)
    {
      Rule *rule = g_ptr_array_index (faults->rules, i);

      if (!sim_pattern_matches (rule->pattern, method, path))
        continue;
      rule->seen++;
      if (chosen == CHATTY_SIMULATOR_FAULT_NONE && rule->seen >= rule->nth
          && (rule->count == 0 || rule->seen < rule->nth + rule->count))
        chosen = rule->fault;
    }
  return chosen;
}

gboolean
sim_fault_carries_out (ChattySimulatorFault fault)
{
  return FAULTS[fault].carried_out;
}

/**
 * chatty_simulator_fault_name:
 *
 * Returns: (transfer none): the name as the option --fault has it
 */
const char *
chatty_simulator_fault_name (ChattySimulatorFault fault)
{
  return FAULTS[fault].name;
}

gboolean
chatty_simulator_parse_fault (const char           *name,
                              ChattySimulatorFault *fault)
{
  for (guint i = 0; i < CHATTY_SIMULATOR_N_FAULTS; i++)
    if (g_strcmp0 (FAULTS[i].name, name) == 0)
      {
        *fault = i;
        return TRUE;
      }
  return FALSE;
}

/**
 * chatty_simulator_set_fault:
 * @path_pattern: a pattern as in g_pattern_match_simple(), for instance
 *   "/character/update" or "/connect*"; with the method before it where that
 *   matters, as in "POST /router/v1/routers"
 * @fault: what goes wrong
 * @nth: the first request that it goes wrong for, from now on; 1 is the next
 * @count: for how many of them; 0 for all
 *
 * Several may be set; the first that applies to a request decides.
 */
void
chatty_simulator_set_fault (ChattySimulator      *self,
                            const char           *path_pattern,
                            ChattySimulatorFault  fault,
                            guint                 nth,
                            guint                 count)
{
  g_return_if_fail (fault < CHATTY_SIMULATOR_N_FAULTS);

  sim_lock (self);
  sim_faults_add (sim_get_faults (self), path_pattern, fault, nth, count);
  sim_unlock (self);
}

void
chatty_simulator_clear_faults (ChattySimulator *self)
{
  sim_lock (self);
  g_ptr_array_set_size (sim_get_faults (self)->rules, 0);
  sim_unlock (self);
}
