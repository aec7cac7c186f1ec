/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* The pages that a person sees in the browser: small, and without scripts. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "google.h"

static const char HEAD[] =
  "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
  "<meta name=\"viewport\" content=\"width=device-width\"><title>%s</title>"
  "<style>body{font:16px sans-serif;max-width:32em;margin:3em auto;padding:0 1em}"
  "label{display:block;padding:.4em 0}button{font:inherit;padding:.5em 1.5em;margin-right:1em}"
  "code{color:#555}</style></head><body>\n";

/* What a scope is called on the page. */
static const char *
words_of (const char *scope)
{
  static const char *const WORDS[][2] = {
    { "openid", "Associate you with your personal info" },
    { "email", "See your primary email address" },
    { "profile", "See your personal info" },
    { "https://www.googleapis.com/auth/generative-language.retriever",
      "Manage your semantic retrieval content" },
    { "https://www.googleapis.com/auth/cloud-platform",
      "See, edit, configure and delete your Cloud data" },
    { "https://www.googleapis.com/auth/generative-language.tuning", "Manage your tuned models" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (WORDS); i++)
    if (g_str_equal (WORDS[i][0], scope))
      return WORDS[i][1];
  return "Use the service";
}

static SimReply *
page_new (guint    status,
          GString *text)
{
  g_autofree char *html = g_string_free (text, FALSE);
  SimReply *reply = sim_reply_new_text (status, "text/html; charset=utf-8", html);

  sim_reply_add_header (reply, "Cache-Control", "no-store");
  sim_reply_add_header (reply, "Content-Security-Policy",
                        "default-src 'none'; style-src 'unsafe-inline'");
  return reply;
}

/* The page that the person answers; what was asked stays in its address. */
SimReply *
google_page_consent (SimRequest  *request,
                     GoogleAsked *asked)
{
  GoogleState *state = sim_get_google (request->sim);
  GString *text = g_string_new (NULL);
  const char *query = g_uri_get_query (soup_server_message_get_uri (request->message));
  g_autofree char *action = g_markup_escape_text (query, -1);

  g_string_append_printf (text, HEAD, "Sign in with the simulator");
  g_string_append_printf (text, "<h1>Choose an account</h1>\n"
                          "<form method=\"post\" action=\"/o/oauth2/v2/auth?%s\">\n", action);
  for (guint i = 0; i < GOOGLE_N_PEOPLE; i++)
    {
      const GooglePerson *person = &GOOGLE_PEOPLE[i];
      gboolean chosen = asked->login_hint != NULL
                          ? g_str_equal (asked->login_hint, person->email)
                            || g_str_equal (asked->login_hint, person->id)
                          : i == state->settings.person;

      g_string_append_printf (text, "<label><input type=\"radio\" name=\"person\" value=\"%u\"%s> "
                              "%s <code>%s</code></label>\n", i, chosen ? " checked" : "",
                              person->name, person->email);
    }
  g_string_append (text, "<h2>The app wants access to your account</h2>\n");
  for (guint i = 0; i < asked->scopes->len; i++)
    {
      const char *scope = g_ptr_array_index (asked->scopes, i);
      g_autofree char *shown = g_markup_escape_text (scope, -1);

      g_string_append_printf (text, "<label><input type=\"checkbox\" name=\"scope\" value=\"%s\" "
                              "checked> %s <code>%s</code></label>\n", shown, words_of (scope),
                              shown);
    }
  g_string_append (text, "<p><button name=\"decision\" value=\"allow\">Allow</button>"
                         "<button name=\"decision\" value=\"deny\">Cancel</button></p>\n"
                         "</form></body></html>\n");
  return page_new (200, text);
}

/* The client never hears of it: reference, section 1.3. */
SimReply *
google_page_error (const char *error)
{
  GString *text = g_string_new (NULL);
  g_autofree char *shown = g_markup_escape_text (error, -1);

  g_string_append_printf (text, HEAD, "Access blocked");
  g_string_append_printf (text, "<h1>Access blocked: this app’s request is invalid</h1>\n"
                          "<p>Error 400: %s</p></body></html>\n", shown);
  return page_new (400, text);
}
