/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* From the address that the browser is sent to, to the redirect: reference,
 * sections 1.2, 1.3 and 1.10. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include <string.h>

#include "google.h"

#define AUTH "https://www.googleapis.com/auth/"

static const char SCOPES[] =
  GOOGLE_PERSON_SCOPES " " AUTH "generative-language.retriever " AUTH "cloud-platform "
  AUTH "generative-language.tuning " AUTH "generative-language.peruserquota "
  AUTH "devstorage.read_only";

/* The loopback address as a number, any port, and the path that is registered. */
static gboolean
is_good_redirect (GoogleState *state,
                  const char  *redirect)
{
  g_autoptr (GUri) uri = redirect != NULL ? g_uri_parse (redirect, G_URI_FLAGS_NONE, NULL) : NULL;
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  const char *path = state->settings.redirect_path;

  return host != NULL && g_str_equal (g_uri_get_scheme (uri), "http")
         && (g_str_equal (host, "127.0.0.1") || g_str_equal (host, "::1"))
         && g_uri_get_port (uri) > 0 && g_uri_get_userinfo (uri) == NULL
         && g_uri_get_query (uri) == NULL && g_uri_get_fragment (uri) == NULL
         && (*path == '\0' || g_str_equal (g_uri_get_path (uri), path));
}

static gboolean
is_challenge (const char *text)
{
  return text != NULL && strlen (text) == 43
         && strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") == 43;
}

static const char *
find_fault (SimRequest  *request,
            GoogleAsked *asked)
{
  GoogleState *state = sim_get_google (request->sim);
  g_autofree char *type = sim_query (request, "response_type");
  g_autofree char *method = sim_query (request, "code_challenge_method");

  if (*state->settings.page_error != '\0')
    return state->settings.page_error;
  if (asked->client_id == NULL)
    return "invalid_request";
  if (!g_str_equal (asked->client_id, state->settings.client_id))
    return "invalid_client";
  if (!is_good_redirect (state, asked->redirect))
    return "redirect_uri_mismatch";
  if (g_strcmp0 (type, "code") != 0)
    return "invalid_request";
  if (!is_challenge (asked->challenge) || g_strcmp0 (method, "S256") != 0)
    return "invalid_grant";
  if (asked->scopes->len == 0)
    return "invalid_scope";
  for (guint i = 0; i < asked->scopes->len; i++)
    if (!google_scopes_have (SCOPES, g_ptr_array_index (asked->scopes, i)))
      return "invalid_scope";
  return NULL;
}

/* Both the page and its form have what was asked in their address. */
GoogleAsked *
google_asked_new (SimRequest *request)
{
  GoogleAsked *asked = g_new0 (GoogleAsked, 1);
  g_autofree char *scope = sim_query (request, "scope");
  g_auto (GStrv) words = NULL;

  if (scope != NULL)
    g_strdelimit (scope, "+", ' ');
  words = g_strsplit (scope != NULL ? scope : "", " ", 50);
  asked->client_id = sim_query (request, "client_id");
  asked->redirect = sim_query (request, "redirect_uri");
  asked->state = sim_query (request, "state");
  asked->challenge = sim_query (request, "code_challenge");
  asked->login_hint = sim_query (request, "login_hint");
  asked->scopes = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_ptr_array_add (asked->scopes, g_strdup (words[i]));
  asked->fault = find_fault (request, asked);
  return asked;
}

void
google_asked_free (GoogleAsked *asked)
{
  g_free (asked->client_id);
  g_free (asked->redirect);
  g_free (asked->state);
  g_free (asked->challenge);
  g_free (asked->login_hint);
  g_ptr_array_unref (asked->scopes);
  g_free (asked);
}

static void
append (GString    *query,
        const char *name,
        const char *value)
{
  g_autofree char *escaped = g_uri_escape_string (value, NULL, FALSE);

  g_string_append_printf (query, "%c%s=%s", query->len == 0 ? '?' : '&', name, escaped);
}

/* Takes @query. */
static SimReply *
redirect (SimRequest  *request,
          GoogleAsked *asked,
          GString     *query)
{
  GoogleSettings *settings = &sim_get_google (request->sim)->settings;
  SimReply *reply = sim_reply_new_text (302, "text/html; charset=utf-8", "");
  g_autofree char *location = NULL;

  if (settings->state == GOOGLE_WRONG)
    append (query, "state", "somebody-elses-state");
  else if (settings->state == GOOGLE_GOOD && asked->state != NULL)
    append (query, "state", asked->state);
  if (settings->iss != GOOGLE_ISS_ABSENT)
    append (query, "iss",
            settings->iss == GOOGLE_ISS_WRONG ? "https://accounts.example.org"
            : settings->iss == GOOGLE_ISS_GOOGLE ? GOOGLE_ISSUER
            : chatty_simulator_get_address (request->sim, CHATTY_SIMULATOR_GOOGLE_AUTH));
  location = g_strconcat (asked->redirect, query->str, NULL);
  g_string_free (query, TRUE);
  sim_reply_add_header (reply, "Location", location);
  sim_reply_add_header (reply, "Cache-Control", "no-store");
  return reply;
}

static SimReply *
decline (SimRequest  *request,
         GoogleAsked *asked)
{
  GString *query = g_string_new (NULL);

  append (query, "error", "access_denied");
  return redirect (request, asked, query);
}

/* @scopes: what the person left ticked. */
static SimReply *
allow (SimRequest  *request,
       GoogleAsked *asked,
       guint        person,
       GPtrArray   *scopes)
{
  GoogleState *state = sim_get_google (request->sim);
  GoogleCode *code;
  g_autoptr (GString) granted = g_string_new (NULL);
  g_autofree char *hex = sim_new_hex (request->sim);
  g_autofree char *authuser = g_strdup_printf ("%u", person);
  GString *query;

  for (guint i = 0; i < asked->scopes->len; i++)
    {
      const char *scope = g_ptr_array_index (asked->scopes, i);

      if (!g_ptr_array_find_with_equal_func (scopes, scope, g_str_equal, NULL)
          || (*state->settings.grant != '\0' && !google_scopes_have (state->settings.grant, scope)))
        continue;
      g_string_append_printf (granted, "%s%s", granted->len > 0 ? " " : "", scope);
    }
  if (granted->len == 0)
    return decline (request, asked);
  code = g_new0 (GoogleCode, 1);
  code->code = g_strconcat ("4/0", hex, "-code", NULL);
  code->grant = google_state_add_grant (state, person, asked->client_id, granted->str);
  code->redirect = g_strdup (asked->redirect);
  code->challenge = g_strdup (asked->challenge);
  code->made = google_state_now (state);
  g_ptr_array_add (state->codes, code);

  query = g_string_new (NULL);
  append (query, "code", code->code);
  append (query, "scope", granted->str);
  append (query, "authuser", authuser);
  append (query, "prompt", "consent");
  return redirect (request, asked, query);
}

SimReply *
google_authorize (SimRequest *request)
{
  GoogleSettings *settings = &sim_get_google (request->sim)->settings;
  g_autoptr (GoogleAsked) asked = google_asked_new (request);

  if (asked->fault != NULL)
    return google_page_error (asked->fault);
  if (!settings->auto_consent)
    return google_page_consent (request, asked);
  if (settings->decline)
    return decline (request, asked);
  return allow (request, asked, settings->person, asked->scopes);
}

/* What the person did on the page. */
SimReply *
google_consented (SimRequest *request)
{
  g_autoptr (GoogleAsked) asked = google_asked_new (request);
  const char *person = sim_request_get_field (request, "person");
  g_autoptr (GPtrArray) scopes = g_ptr_array_new ();
  guint64 number;

  if (asked->fault != NULL)
    return google_page_error (asked->fault);
  if (g_strcmp0 (sim_request_get_field (request, "decision"), "allow") != 0)
    return decline (request, asked);
  if (person == NULL
      || !g_ascii_string_to_unsigned (person, 10, 0, GOOGLE_N_PEOPLE - 1, &number, NULL))
    return google_page_error ("invalid_request");
  for (guint i = 0; i < request->parts->len; i++)
    {
      SimPart *part = g_ptr_array_index (request->parts, i);

      if (g_strcmp0 (part->name, "scope") == 0)
        g_ptr_array_add (scopes, (gpointer) sim_part_get_text (part));
    }
  return allow (request, asked, number, scopes);
}
