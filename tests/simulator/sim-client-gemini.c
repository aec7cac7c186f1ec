/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "sim-client-gemini.h"

#include <string.h>

/* @headers: lines "Name: value\n", or NULL. */
Answer *
ask (Client     *client,
     const char *headers,
     const char *method,
     const char *path,
     const char *body)
{
  return client_send (client, CHATTY_SIMULATOR_GEMINI_API, method, path, headers,
                      "application/json", body, -1);
}

Answer *
get (Client     *client,
     const char *path)
{
  return ask (client, KEY_HEADER, "GET", path, NULL);
}

Answer *
post (Client     *client,
      const char *path,
      const char *body)
{
  return ask (client, KEY_HEADER, "POST", path, body);
}

Answer *
del (Client     *client,
     const char *path)
{
  return ask (client, KEY_HEADER, "DELETE", path, NULL);
}

void
set (Client     *client,
     const char *setting,
     const char *value)
{
  g_assert_true (chatty_simulator_set_gemini (client->sim, setting, value));
}

void
assert_refused (Answer     *answer,
                guint       status,
                const char *name,
                const char *reason)
{
  g_test_message ("%u %s", answer->status, answer->text);
  assert_status (answer, status);
  assert_at (answer, "error.status", name);
  assert_at (answer, "error.details.0.reason", reason);
}

/* What signing in gives, for @scopes. */
char *
sign_in (Client     *client,
         const char *scopes)
{
  static const char CHALLENGE[] = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
  g_autofree char *scope = g_uri_escape_string (scopes, NULL, FALSE);
  g_autofree char *path =
    g_strconcat ("/o/oauth2/v2/auth?client_id=" CHATTY_SIMULATOR_CLIENT "&redirect_uri="
                 "http://127.0.0.1:9/google&response_type=code&code_challenge_method=S256&"
                 "code_challenge=", CHALLENGE, "&scope=", scope, NULL);
  g_autoptr (Answer) redirect = NULL;
  g_autoptr (Answer) tokens = NULL;
  g_autofree char *code = NULL;
  g_autofree char *form = NULL;
  g_autofree char *access = NULL;
  char *start;

  chatty_simulator_set_google (client->sim, "auto-consent", "yes");
  redirect = client_send (client, CHATTY_SIMULATOR_GOOGLE_AUTH, "GET", path, NULL, NULL, NULL, 0);
  start = strstr (redirect->location, "code=") + strlen ("code=");
  code = g_strndup (start, strcspn (start, "&"));
  form = g_strconcat ("grant_type=authorization_code&redirect_uri=http://127.0.0.1:9/google&"
                      "client_id=" CHATTY_SIMULATOR_CLIENT "&client_secret="
                      CHATTY_SIMULATOR_CLIENT_SECRET "&code_verifier="
                      "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk&code=", code, NULL);
  tokens = client_send (client, CHATTY_SIMULATOR_GOOGLE_AUTH, "POST", "/token", NULL,
                        "application/x-www-form-urlencoded", form, -1);
  access = answer_at (tokens, "access_token");
  g_assert_nonnull (access);
  return g_strdup_printf ("Authorization: Bearer %s\n", access);
}

/* Returns: (transfer full): the texts of all events, joined */
char *
join (Answer     *answer,
      const char *separator,
      gboolean    thoughts)
{
  g_auto (GStrv) events = g_strsplit (answer->text, separator, -1);
  GString *text = g_string_new (NULL);

  for (guint i = 0; events[i] != NULL; i++)
    {
      Answer event = { .text = events[i] + strlen ("data: ") };
      g_autofree char *thought = NULL;
      g_autofree char *piece = NULL;

      if (!g_str_has_prefix (events[i], "data: {"))
        continue;
      thought = answer_at (&event, "candidates.0.content.parts.0.thought");
      piece = answer_at (&event, "candidates.0.content.parts.0.text");
      if (piece != NULL && (thought != NULL) == thoughts)
        g_string_append (text, piece);
    }
  return g_string_free (text, FALSE);
}
