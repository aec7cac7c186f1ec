/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* What tests and the demo may look at and change behind the client's back. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "chatty-simulator-control.h"
#include "google.h"

/**
 * chatty_simulator_set_google:
 * @setting: one of
 *   "client-id", "client-secret": the client that is known; without a secret
 *   none is asked for,
 *   "redirect-path": what the client registered; "" for any ("/google"),
 *   "auto-consent": "yes" or "no" (a page asks),
 *   "decline": with auto-consent, "yes" or "no",
 *   "person": who signs in, "0" or "1",
 *   "grant": the scopes that are granted at most, with blanks; "" for all,
 *   "page-error": what the page says instead of asking; "" for nothing,
 *   "state": "good", "wrong", "absent",
 *   "iss": "own" (the origin of this server, at first), "google", "wrong",
 *   "absent",
 *   "token-error", "refresh-error": what both grants, or a refresh, are refused
 *   with: a code of section 1.4, "invalid_rapt" or "secret_missing"; "",
 *   "rotation": "none", "replace", "keep-old",
 *   "refresh-token": whether a code brings one,
 *   "expires-in": seconds (3599),
 *   "testing": refresh tokens die after seven days
 *
 * Returns: whether there is such a setting and it takes @value
 */
gboolean
chatty_simulator_set_google (ChattySimulator *self,
                             const char      *setting,
                             const char      *value)
{
  gboolean good;

  sim_lock (self);
  good = google_settings_set (&sim_get_google (self)->settings, setting, value);
  sim_unlock (self);
  return good;
}

/**
 * chatty_simulator_expire_google:
 *
 * Every access token has run out; what renews them is as it was.
 */
void
chatty_simulator_expire_google (ChattySimulator *self)
{
  GPtrArray *accesses;

  sim_lock (self);
  accesses = sim_get_google (self)->accesses;
  for (guint i = 0; i < accesses->len; i++)
    ((GoogleAccess *) g_ptr_array_index (accesses, i))->ends = 0;
  sim_unlock (self);
}

/**
 * chatty_simulator_revoke_google:
 *
 * Everything that was allowed is taken back, as on the person's own page.
 */
void
chatty_simulator_revoke_google (ChattySimulator *self)
{
  GPtrArray *grants;

  sim_lock (self);
  grants = sim_get_google (self)->grants;
  for (guint i = 0; i < grants->len; i++)
    google_state_revoke (g_ptr_array_index (grants, i));
  sim_unlock (self);
}

/**
 * chatty_simulator_pass_google:
 *
 * Puts the clock of the authorization server forward by @seconds.
 */
void
chatty_simulator_pass_google (ChattySimulator *self,
                              gint64           seconds)
{
  sim_lock (self);
  sim_get_google (self)->ahead += seconds;
  sim_unlock (self);
}

/**
 * chatty_simulator_count_grants:
 *
 * Returns: how many sign-ins can still be renewed
 */
guint
chatty_simulator_count_grants (ChattySimulator *self)
{
  GPtrArray *grants;
  guint count = 0;

  sim_lock (self);
  grants = sim_get_google (self)->grants;
  for (guint i = 0; i < grants->len; i++)
    {
      GoogleGrant *grant = g_ptr_array_index (grants, i);

      count += !grant->revoked && grant->refresh->len > 0;
    }
  sim_unlock (self);
  return count;
}

/**
 * chatty_simulator_google_command:
 * @line: one of "google SETTING [VALUE]", see chatty_simulator_set_google(),
 *   "google expire", "google revoke-all", "google days N" (that pass),
 *   "google count" (the answer is chatty_simulator_count_grants())
 * @answer: (out) (nullable): what was asked for; %NULL for "ok"
 *
 * Returns: whether it is such a command
 */
gboolean
chatty_simulator_google_command (ChattySimulator  *self,
                                 const char       *line,
                                 char            **answer,
                                 GError          **error)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 3);
  guint count = g_strv_length (words);
  guint64 days;

  *answer = NULL;
  if (count < 2 || !g_str_equal (words[0], "google"))
    return FALSE;
  if (count == 2 && g_str_equal (words[1], "expire"))
    chatty_simulator_expire_google (self);
  else if (count == 2 && g_str_equal (words[1], "revoke-all"))
    chatty_simulator_revoke_google (self);
  else if (count == 2 && g_str_equal (words[1], "count"))
    *answer = g_strdup_printf ("%u", chatty_simulator_count_grants (self));
  else if (count == 3 && g_str_equal (words[1], "days"))
    {
      if (g_ascii_string_to_unsigned (words[2], 10, 0, 10000, &days, error))
        chatty_simulator_pass_google (self, days * 24 * 60 * 60);
    }
  else if (!chatty_simulator_set_google (self, words[1], count > 2 ? words[2] : ""))
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 "Google has no such setting or value: \"%s\".", line);
  return TRUE;
}
