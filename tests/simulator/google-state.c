/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "google-state.h"

#include <string.h>

#include "google.h"
#include "sim-settings.h"

/* Reference, section 1.6: the 101st kills the oldest. */
#define MAX_GRANTS 100
#define DAY        (24 * 60 * 60)

const GooglePerson GOOGLE_PEOPLE[GOOGLE_N_PEOPLE] = {
  { "108204268033311374519", "mira@example.org", "Mira Okonkwo" },
  { "117530984421760022817", "tomasz@example.net", "Tomasz Wrzos" },
};

static void
grant_free (gpointer data)
{
  GoogleGrant *grant = data;

  g_free (grant->client_id);
  g_free (grant->scopes);
  g_ptr_array_unref (grant->refresh);
  g_free (grant);
}

static void
code_free (gpointer data)
{
  GoogleCode *code = data;

  g_free (code->code);
  g_free (code->redirect);
  g_free (code->challenge);
  g_free (code);
}

static void
access_free (gpointer data)
{
  GoogleAccess *access = data;

  g_free (access->token);
  g_free (access);
}

GoogleState *
google_state_new (ChattySimulator *sim)
{
  GoogleState *state = g_new0 (GoogleState, 1);

  state->sim = sim;
  state->grants = g_ptr_array_new_with_free_func (grant_free);
  state->codes = g_ptr_array_new_with_free_func (code_free);
  state->accesses = g_ptr_array_new_with_free_func (access_free);
  state->settings = (GoogleSettings) {
    .client_id = g_strdup (CHATTY_SIMULATOR_CLIENT),
    .client_secret = g_strdup (CHATTY_SIMULATOR_CLIENT_SECRET),
    .redirect_path = g_strdup ("/google"),
    .grant = g_strdup (""),
    .page_error = g_strdup (""),
    .token_error = g_strdup (""),
    .refresh_error = g_strdup (""),
    .refresh_token = TRUE,
    .expires_in = 3599,
  };
  return state;
}

void
google_state_free (GoogleState *state)
{
  g_ptr_array_unref (state->accesses);
  g_ptr_array_unref (state->codes);
  g_ptr_array_unref (state->grants);
  g_free (state->settings.client_id);
  g_free (state->settings.client_secret);
  g_free (state->settings.redirect_path);
  g_free (state->settings.grant);
  g_free (state->settings.page_error);
  g_free (state->settings.token_error);
  g_free (state->settings.refresh_error);
  g_free (state);
}

/* Seconds: the clock of the server, which tests can put forward. */
gint64
google_state_now (GoogleState *state)
{
  return g_get_real_time () / G_USEC_PER_SEC + state->ahead;
}

GoogleGrant *
google_state_add_grant (GoogleState *state,
                        guint        person,
                        const char  *client_id,
                        const char  *scopes)
{
  GoogleGrant *grant = g_new0 (GoogleGrant, 1);
  GoogleGrant *oldest = NULL;
  guint n_good = 0;

  for (guint i = 0; i < state->grants->len; i++)
    {
      GoogleGrant *other = g_ptr_array_index (state->grants, i);

      if (other->revoked || other->person != person || !g_str_equal (other->client_id, client_id))
        continue;
      oldest = oldest != NULL ? oldest : other;
      n_good++;
    }
  if (n_good >= MAX_GRANTS)
    google_state_revoke (oldest);
  grant->number = state->grants->len + 1;
  grant->person = person;
  grant->client_id = g_strdup (client_id);
  grant->scopes = g_strdup (scopes);
  grant->refresh = g_ptr_array_new_with_free_func (g_free);
  grant->made = google_state_now (state);
  g_ptr_array_add (state->grants, grant);
  return grant;
}

const char *
google_state_add_refresh (GoogleState *state,
                          GoogleGrant *grant)
{
  g_autofree char *hex = sim_new_hex (state->sim);
  char *token = g_strconcat ("1//0", hex, "-refresh", NULL);

  g_ptr_array_add (grant->refresh, token);
  return token;
}

const char *
google_state_add_access (GoogleState *state,
                         GoogleGrant *grant)
{
  GoogleAccess *access = g_new0 (GoogleAccess, 1);
  g_autofree char *hex = sim_new_hex (state->sim);

  access->token = g_strconcat ("ya29.", hex, "_access", NULL);
  access->grant = grant;
  access->ends = google_state_now (state) + state->settings.expires_in;
  g_ptr_array_add (state->accesses, access);
  return access->token;
}

gboolean
google_scopes_have (const char *scopes,
                    const char *scope)
{
  g_auto (GStrv) words = g_strsplit (scopes, " ", -1);

  return g_strv_contains ((const char *const *) words, scope);
}

/* Only who signs in is asked for: that has no end (section 1.10). */
static gboolean
is_person_only (const char *scopes)
{
  g_auto (GStrv) words = g_strsplit (scopes, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0' && !google_scopes_have (GOOGLE_PERSON_SCOPES, words[i]))
      return FALSE;
  return TRUE;
}

/* Returns: (nullable): the grant, when the token is good today */
GoogleGrant *
google_state_find_refresh (GoogleState *state,
                           const char  *token)
{
  for (guint i = 0; i < state->grants->len; i++)
    {
      GoogleGrant *grant = g_ptr_array_index (state->grants, i);
      gint64 age = google_state_now (state) - grant->made;

      if (grant->revoked
          || !g_ptr_array_find_with_equal_func (grant->refresh, token, g_str_equal, NULL))
        continue;
      if (state->settings.testing && age >= 7 * DAY && !is_person_only (grant->scopes))
        return NULL;
      return grant;
    }
  return NULL;
}

/* Returns: (nullable): known, although it may have run out */
GoogleAccess *
google_state_find_access (GoogleState *state,
                          const char  *token)
{
  for (guint i = 0; i < state->accesses->len; i++)
    {
      GoogleAccess *access = g_ptr_array_index (state->accesses, i);

      if (g_str_equal (access->token, token))
        return access;
    }
  return NULL;
}

GoogleCode *
google_state_find_code (GoogleState *state,
                        const char  *code)
{
  for (guint i = 0; i < state->codes->len; i++)
    {
      GoogleCode *found = g_ptr_array_index (state->codes, i);

      if (g_str_equal (found->code, code))
        return found;
    }
  return NULL;
}

void
google_state_revoke (GoogleGrant *grant)
{
  grant->revoked = TRUE;
}

static const char *const RETURNED[] = { "good", "wrong", "absent", NULL };
static const char *const ISSUERS[] = { "own", "google", "wrong", "absent", NULL };
static const char *const ROTATIONS[] = { "none", "replace", "keep-old", NULL };
static const char *const PEOPLE[] = { "0", "1", NULL };

static const SimSetting SETTINGS[] = {
  { "client-id", SIM_SETTING_TEXT, G_STRUCT_OFFSET (GoogleSettings, client_id) },
  { "client-secret", SIM_SETTING_TEXT, G_STRUCT_OFFSET (GoogleSettings, client_secret) },
  { "redirect-path", SIM_SETTING_TEXT, G_STRUCT_OFFSET (GoogleSettings, redirect_path) },
  { "auto-consent", SIM_SETTING_SWITCH, G_STRUCT_OFFSET (GoogleSettings, auto_consent) },
  { "decline", SIM_SETTING_SWITCH, G_STRUCT_OFFSET (GoogleSettings, decline) },
  { "person", SIM_SETTING_CHOICE, G_STRUCT_OFFSET (GoogleSettings, person), PEOPLE },
  { "grant", SIM_SETTING_TEXT, G_STRUCT_OFFSET (GoogleSettings, grant) },
  { "page-error", SIM_SETTING_TEXT, G_STRUCT_OFFSET (GoogleSettings, page_error) },
  { "state", SIM_SETTING_CHOICE, G_STRUCT_OFFSET (GoogleSettings, state), RETURNED },
  { "iss", SIM_SETTING_CHOICE, G_STRUCT_OFFSET (GoogleSettings, iss), ISSUERS },
  { "token-error", SIM_SETTING_TEXT, G_STRUCT_OFFSET (GoogleSettings, token_error) },
  { "refresh-error", SIM_SETTING_TEXT, G_STRUCT_OFFSET (GoogleSettings, refresh_error) },
  { "rotation", SIM_SETTING_CHOICE, G_STRUCT_OFFSET (GoogleSettings, rotation), ROTATIONS },
  { "refresh-token", SIM_SETTING_SWITCH, G_STRUCT_OFFSET (GoogleSettings, refresh_token) },
  { "expires-in", SIM_SETTING_NUMBER, G_STRUCT_OFFSET (GoogleSettings, expires_in) },
  { "testing", SIM_SETTING_SWITCH, G_STRUCT_OFFSET (GoogleSettings, testing) },
};

gboolean
google_settings_set (GoogleSettings *settings,
                     const char     *name,
                     const char     *value)
{
  return sim_settings_set (settings, SETTINGS, G_N_ELEMENTS (SETTINGS), name, value);
}
