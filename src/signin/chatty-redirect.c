/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-signin"

#include <string.h>

#include "chatty-redirect.h"

/* More parameters than any server sends. */
#define MAX_PARAMETERS 64

void
chatty_redirect_free (ChattyRedirect *self)
{
  g_clear_pointer (&self->code, chatty_secret_unref);
  g_free (self->error);
  g_free (self->scope);
  g_free (self);
}

/* One "application/x-www-form-urlencoded" text; %NULL for one that is no
 * UTF-8 or holds a NUL. */
static char *
decode (const char *text)
{
  g_autofree char *spaced = g_strdup (text);
  char *decoded;

  g_strdelimit (spaced, "+", ' ');
  decoded = g_uri_unescape_string (spaced, NULL);
  if (decoded != NULL && !g_utf8_validate (decoded, -1, NULL))
    g_clear_pointer (&decoded, g_free);
  return decoded;
}

static void
wipe (gpointer text)
{
  if (text != NULL)
    chatty_secret_wipe (text, strlen (text));
  g_free (text);
}

/* The parameters, or %NULL when one cannot be read or is there twice (RFC
 * 6749, section 3.1). */
static GHashTable *
read_query (const char *query)
{
  g_autoptr (GHashTable) parameters = g_hash_table_new_full (g_str_hash, g_str_equal,
                                                             g_free, wipe);
  g_auto (GStrv) pairs = g_strsplit (query, "&", MAX_PARAMETERS + 1);

  if (g_strv_length (pairs) > MAX_PARAMETERS)
    return NULL;
  for (guint i = 0; pairs[i] != NULL; i++)
    {
      char *equals = strchr (pairs[i], '=');
      g_autofree char *name = NULL;
      char *value;

      if (*pairs[i] == '\0')
        continue;
      if (equals != NULL)
        *equals = '\0';
      name = decode (pairs[i]);
      value = decode (equals != NULL ? equals + 1 : "");
      if (name == NULL || value == NULL || g_hash_table_contains (parameters, name))
        {
          wipe (value);
          return NULL;
        }
      g_hash_table_insert (parameters, g_steal_pointer (&name), value);
    }
  return g_steal_pointer (&parameters);
}

/* The only "Host" of the head's lines; %NULL with none or several. A page of
 * another site whose name leads to this computer says its own name. */
static const char *
find_host (char **lines)
{
  const char *host = NULL;

  for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++)
    if (g_ascii_strncasecmp (lines[i], "host:", 5) == 0)
      {
        if (host != NULL)
          return NULL;
        host = g_strstrip (lines[i] + 5);
      }
  return host;
}

static const char *
get (GHashTable *parameters,
     const char *name)
{
  const char *value = g_hash_table_lookup (parameters, name);

  return value != NULL && *value != '\0' ? value : NULL;
}

static ChattyRedirect *
take (GHashTable                   *parameters,
      const ChattyRedirectExpected *expected)
{
  const char *code = get (parameters, "code");
  const char *error = get (parameters, "error");
  const char *state = get (parameters, "state");
  const char *issuer = get (parameters, "iss");
  g_autoptr (ChattySecret) given = state != NULL ? chatty_secret_new (state, -1) : NULL;
  ChattyRedirect *redirect;

  if (given == NULL || !chatty_secret_equal (given, expected->state) ||
      (code == NULL) == (error == NULL) ||
      (issuer != NULL && expected->issuer != NULL && !g_str_equal (issuer, expected->issuer)))
    return NULL;

  redirect = g_new0 (ChattyRedirect, 1);
  redirect->code = code != NULL ? chatty_secret_new (code, -1) : NULL;
  redirect->error = g_strdup (error);
  redirect->scope = g_strdup (get (parameters, "scope"));
  return redirect;
}

/**
 * chatty_redirect_read:
 * @head: the head of an HTTP request, up to its empty line; outside data
 * @length: bytes of it
 * @expected: what the sign-in waits for
 * @redirect: (out) (transfer full): what the browser brought, with
 *   %CHATTY_REDIRECT_ACCEPTED
 *
 * Judges a request that came to the loopback redirect (RFC 8252, section 7.3
 * and 8; platform reference, section 1.9). Whoever gets it right knows the
 * state, which is compared in constant time. Pure; any thread.
 *
 * Returns: what the request is
 */
ChattyRedirectVerdict
chatty_redirect_read (const char                    *head,
                      gsize                          length,
                      const ChattyRedirectExpected  *expected,
                      ChattyRedirect               **redirect)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_auto (GStrv) words = NULL;
  g_autoptr (GHashTable) parameters = NULL;
  const char *host;
  char *query;

  *redirect = NULL;
  if (memchr (head, '\0', length) != NULL)
    return CHATTY_REDIRECT_REFUSED;
  text = g_strndup (head, length);
  lines = g_strsplit (text, "\r\n", -1);
  words = g_strsplit (lines[0] != NULL ? lines[0] : "", " ", -1);
  wipe (g_steal_pointer (&text));
  if (g_strv_length (words) != 3 || !g_str_has_prefix (words[2], "HTTP/1."))
    return CHATTY_REDIRECT_REFUSED;
  if (!g_str_equal (words[0], "GET"))
    return CHATTY_REDIRECT_METHOD;
  host = find_host (lines);
  if (host == NULL || !g_str_equal (host, expected->host))
    return CHATTY_REDIRECT_REFUSED;

  query = strchr (words[1], '?');
  if (query != NULL)
    *query++ = '\0';
  if (!g_str_equal (words[1], expected->path))
    return CHATTY_REDIRECT_OTHER;
  parameters = read_query (query != NULL ? query : "");
  if (parameters != NULL)
    *redirect = take (parameters, expected);
  return *redirect != NULL ? CHATTY_REDIRECT_ACCEPTED : CHATTY_REDIRECT_REFUSED;
}
