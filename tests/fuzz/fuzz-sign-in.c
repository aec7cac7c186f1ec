/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* What comes from outside when somebody signs in: requests to the redirect
 * listener, which anybody on this computer may send; tokens; the file of a
 * client. Nobody gets in who does not know the state. */

#include "config.h"

#include <string.h>

#include "chatty-json.h"
#include "chatty-oauth-client.h"
#include "chatty-oauth-tokens.h"
#include "chatty-redirect.h"
#include "fuzz.h"

#define HOST "127.0.0.1:4321"
#define STATE "state-0123456789"
#define ISSUER "https://accounts.example"
#define HEAD "HTTP/1.1\r\nHost: " HOST "\r\nUser-Agent: x\r\n\r\n"

const char * const chatty_fuzz_seeds[] = {
  "GET /google?state=" STATE "&code=4%2F0a&scope=a+b&iss=https%3A%2F%2Faccounts.example&authuser=0 " HEAD,
  "GET /google?error=access_denied&state=" STATE " " HEAD,
  "GET /google?code=a&state=state-0123456780 " HEAD, "GET /favicon.ico " HEAD,
  "POST /google?state=" STATE "&code=a " HEAD, "GET /google?code=a " HEAD,
  "{\"access_token\":\"ya29.a\",\"expires_in\":3599,\"refresh_token\":\"1//0a\",\"scope\":\"openid a b\",\"token_type\":\"Bearer\","
  "\"id_token\":\"a.b.c\"}",
  "{\"access_token\":\"a\",\"expires_in\":\"3599\"}", "{\"error\":\"invalid_grant\",\"error_description\":\"x\"}",
  "{\"installed\":{\"client_id\":\"1-a.apps.googleusercontent.com\",\"project_id\":\"p\",\"client_secret\":\"GOCSPX-a\","
  "\"auth_uri\":\"https://accounts.google.com/o/oauth2/auth\",\"redirect_uris\":[\"http://localhost\"]}}",
  "1-a.apps.googleusercontent.com", "", NULL,
};

const char * const chatty_fuzz_tokens[] = {
  "GET ", "/google", "?", "&", "=", "%", "%00", "%ff", "%2", "+", " ", "\r\n", "\r\n\r\n", "\n", "HTTP/1.1", "HTTP/9", "Host: ", "host:",
  HOST, STATE, "state=" STATE, "state=", "code=", "error=", "iss=", "scope=", "https://accounts.example", "https://evil.example",
  "access_token", "refresh_token", "expires_in", "-1", "1e99", "99999999999999999999", "installed", "web", "client_id", "client_secret",
  "project_id", ".apps.googleusercontent.com", "null", "{", "}", "\"", ":", ",", NULL,
};

/* The state, in whatever way an address may write it. */
static gboolean
knows_state (const char *text)
{
  g_autofree char *spaced = g_strdup (text);

  for (char *p = spaced; (p = strchr (p, '%')) != NULL; p++)
    if (g_ascii_isxdigit (p[1]) && g_ascii_isxdigit (p[2]))
      {
        *p = (char) (g_ascii_xdigit_value (p[1]) * 16 + g_ascii_xdigit_value (p[2]));
        memmove (p + 1, p + 3, strlen (p + 3) + 1);
      }
  return strstr (spaced, STATE) != NULL;
}

static void
read_request (const char *data,
              gsize       size)
{
  g_autoptr (ChattySecret) state = chatty_secret_new (STATE, -1);
  const ChattyRedirectExpected expected = { HOST, "/google", state, ISSUER };
  g_autoptr (ChattyRedirect) redirect = NULL;
  ChattyRedirectVerdict verdict = chatty_redirect_read (data, size, &expected, &redirect);
  g_autofree char *text = g_strndup (data, size);

  g_assert_true ((redirect != NULL) == (verdict == CHATTY_REDIRECT_ACCEPTED));
  if (redirect == NULL)
    return;
  g_assert_true (g_str_has_prefix (text, "GET /google?"));
  g_assert_true (knows_state (text));
  g_assert_nonnull (strstr (text, HOST));
  g_assert_true ((redirect->code == NULL) != (redirect->error == NULL));
  if (redirect->error != NULL)
    g_assert_true (g_utf8_validate (redirect->error, -1, NULL));
  if (redirect->scope != NULL)
    g_assert_true (g_utf8_validate (redirect->scope, -1, NULL));
}

static void
read_tokens (const char *text)
{
  g_autoptr (JsonNode) node = chatty_json_parse (text, -1, NULL);
  g_autoptr (ChattyOAuthTokens) tokens = NULL;
  g_autoptr (ChattyOAuthTokens) again = NULL;
  g_autoptr (ChattySecret) sealed = NULL;

  if (node == NULL)
    return;
  tokens = chatty_oauth_tokens_read (node, NULL, "openid a b", 0, NULL);
  if (tokens == NULL)
    return;
  g_assert_nonnull (chatty_oauth_tokens_get_access (tokens));
  g_assert_cmpint (chatty_oauth_tokens_get_expires (tokens), >=, 0);
  if (chatty_oauth_tokens_get_refresh (tokens) == NULL)
    return;
  /* What is kept can be read again. */
  sealed = chatty_oauth_tokens_seal (tokens);
  again = chatty_oauth_tokens_unseal (sealed, NULL);
  g_assert_nonnull (again);
  g_assert_true (chatty_secret_equal (chatty_oauth_tokens_get_refresh (tokens),
                                      chatty_oauth_tokens_get_refresh (again)));
}

/* It goes into an address, or into a header. */
static void
check_word (const char *text)
{
  g_assert_cmpstr (text, !=, "");
  for (; *text != '\0'; text++)
    g_assert_true (g_ascii_isgraph (*text));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (ChattyOAuthClient) client = chatty_oauth_client_parse ((const char *) data,
                                                                    (gssize) size, NULL);

  read_request ((const char *) data, size);
  read_tokens (text);
  if (client != NULL)
    {
      check_word (chatty_oauth_client_get_id (client));
      if (chatty_oauth_client_get_project (client) != NULL)
        check_word (chatty_oauth_client_get_project (client));
    }
  return 0;
}
