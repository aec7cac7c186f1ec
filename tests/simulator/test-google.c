/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* Signing in with Google when all is well, and what it refuses. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include <string.h>

#include "sim-client.h"

#define CLIENT    CHATTY_SIMULATOR_CLIENT
#define SECRET    CHATTY_SIMULATOR_CLIENT_SECRET
/* RFC 7636, appendix B. */
#define VERIFIER  "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
#define CHALLENGE "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
#define REDIRECT  "http%3A%2F%2F127.0.0.1%3A43210%2Fgoogle"
#define RETRIEVER "https://www.googleapis.com/auth/generative-language.retriever"
#define SCOPES    "openid%20email%20https%3A%2F%2Fwww.googleapis.com%2Fauth%2F" \
                  "generative-language.retriever"

#define ASK(redirect, scope, more) \
  "/o/oauth2/v2/auth?client_id=" CLIENT "&redirect_uri=" redirect "&response_type=code&scope=" \
  scope "&state=st%26te" more
#define PKCE "&code_challenge=" CHALLENGE "&code_challenge_method=S256"
#define GOOD ASK (REDIRECT, SCOPES, PKCE)

static Answer *
browse (Client     *client,
        const char *path)
{
  return client_send (client, CHATTY_SIMULATOR_GOOGLE_AUTH, "GET", path, NULL, NULL, NULL, 0);
}

static Answer *
post (Client     *client,
      const char *path,
      const char *form)
{
  return client_send (client, CHATTY_SIMULATOR_GOOGLE_AUTH, "POST", path, NULL,
                      "application/x-www-form-urlencoded", form, -1);
}

/* Returns: (transfer full) (nullable): what the redirect has for @name */
static char *
returned (Answer     *answer,
          const char *name)
{
  g_autoptr (GUri) uri = answer->location != NULL
                           ? g_uri_parse (answer->location, G_URI_FLAGS_ENCODED_QUERY, NULL) : NULL;
  g_autoptr (GHashTable) params = uri != NULL
                                    ? g_uri_parse_params (g_uri_get_query (uri), -1, "&",
                                                          G_URI_PARAMS_NONE, NULL) : NULL;

  return params != NULL ? g_strdup (g_hash_table_lookup (params, name)) : NULL;
}

static void
assert_returned (Answer     *answer,
                 const char *name,
                 const char *expected)
{
  g_autofree char *value = returned (answer, name);

  g_assert_cmpstr (value, ==, expected);
}

static Client *
client_new_consenting (void)
{
  Client *client = client_new ();

  g_assert_true (chatty_simulator_set_google (client->sim, "auto-consent", "yes"));
  return client;
}

static Answer *
exchange (Client     *client,
          const char *code,
          const char *more)
{
  g_autofree char *escaped = g_uri_escape_string (code, NULL, FALSE);
  g_autofree char *form =
    g_strconcat ("grant_type=authorization_code&code=", escaped, "&redirect_uri=" REDIRECT
                 "&client_id=" CLIENT, more, NULL);

  return post (client, "/token", form);
}

#define PROOF "&client_secret=" SECRET "&code_verifier=" VERIFIER

/* Returns: (transfer full): the tokens of a sign-in */
static Answer *
sign_in (Client *client)
{
  g_autoptr (Answer) redirect = browse (client, GOOD);
  g_autofree char *code = returned (redirect, "code");
  Answer *tokens;

  g_assert_nonnull (code);
  tokens = exchange (client, code, PROOF);
  assert_status (tokens, 200);
  return tokens;
}

static Answer *
refresh (Client     *client,
         const char *token)
{
  g_autofree char *escaped = g_uri_escape_string (token, NULL, FALSE);
  g_autofree char *form = g_strdup_printf ("grant_type=refresh_token&refresh_token=%s&client_id="
                                           CLIENT "&client_secret=" SECRET, escaped);

  return post (client, "/token", form);
}

static Answer *
person (Client     *client,
        const char *token)
{
  g_autofree char *header = g_strdup_printf ("Authorization: Bearer %s\n", token);

  return client_send (client, CHATTY_SIMULATOR_GOOGLE_AUTH, "GET", "/v1/userinfo", header, NULL,
                      NULL, 0);
}

static void
assert_refused (Answer     *answer,
                guint       status,
                const char *error)
{
  g_test_message ("%u %s", answer->status, answer->text);
  assert_status (answer, status);
  assert_at (answer, "error", error);
}

static void
test_page (void)
{
  g_autoptr (Client) client = client_new ();
  g_autoptr (Answer) page = browse (client, GOOD);
  g_autoptr (Answer) allowed = NULL;
  g_autoptr (Answer) denied = NULL;
  g_autoptr (Answer) nothing = NULL;

  assert_status (page, 200);
  g_assert_cmpstr (page->content_type, ==, "text/html");
  g_assert_null (strstr (page->text, "<script"));
  g_assert_nonnull (strstr (page->text, "mira@example.org"));
  g_assert_nonnull (strstr (page->text, "name=\"scope\" value=\"" RETRIEVER "\""));

  allowed = post (client, GOOD, "person=1&scope=openid&scope=email&decision=allow");
  assert_status (allowed, 302);
  g_assert_true (g_str_has_prefix (allowed->location, "http://127.0.0.1:43210/google?"));
  assert_returned (allowed, "state", "st&te");
  assert_returned (allowed, "iss",
                   chatty_simulator_get_address (client->sim, CHATTY_SIMULATOR_GOOGLE_AUTH));
  assert_returned (allowed, "scope", "openid email");
  assert_returned (allowed, "authuser", "1");
  assert_returned (allowed, "prompt", "consent");

  denied = post (client, GOOD, "person=1&scope=openid&decision=deny");
  assert_returned (denied, "error", "access_denied");
  assert_returned (denied, "state", "st&te");
  assert_returned (denied, "code", NULL);
  nothing = post (client, GOOD, "person=0&decision=allow");
  assert_returned (nothing, "error", "access_denied");
}

/* None of them is told to the client. */
static void
test_page_errors (void)
{
  static const struct {
    const char *path;
    const char *error;
  } CASES[] = {
    { ASK ("http%3A%2F%2F127.0.0.1%3A1%2Fother", SCOPES, PKCE), "redirect_uri_mismatch" },
    { ASK ("http%3A%2F%2Flocalhost%3A1%2Fgoogle", SCOPES, PKCE), "redirect_uri_mismatch" },
    { ASK ("https%3A%2F%2F127.0.0.1%3A1%2Fgoogle", SCOPES, PKCE), "redirect_uri_mismatch" },
    { ASK ("http%3A%2F%2F127.0.0.1%3A1%2Fgoogle%3Fa", SCOPES, PKCE), "redirect_uri_mismatch" },
    { ASK (REDIRECT, SCOPES, ""), "invalid_grant" },
    { ASK (REDIRECT, SCOPES, "&code_challenge=" CHALLENGE), "invalid_grant" },
    { ASK (REDIRECT, SCOPES, "&code_challenge=" CHALLENGE "&code_challenge_method=plain"),
      "invalid_grant" },
    { ASK (REDIRECT, "", PKCE), "invalid_scope" },
    { ASK (REDIRECT, "https%3A%2F%2Fwww.googleapis.com%2Fauth%2Fgenerative-language", PKCE),
      "invalid_scope" },
    { "/o/oauth2/v2/auth", "invalid_request" },
    { "/o/oauth2/v2/auth?client_id=other&response_type=code", "invalid_client" },
  };
  g_autoptr (Client) client = client_new_consenting ();
  g_autoptr (Answer) v6 = browse (client, ASK ("http%3A%2F%2F%5B%3A%3A1%5D%3A9%2Fgoogle", SCOPES,
                                               PKCE));
  g_autoptr (Answer) policy = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      g_autoptr (Answer) answer = browse (client, CASES[i].path);

      g_test_message ("%s: %u", CASES[i].path, answer->status);
      assert_status (answer, 400);
      g_assert_null (answer->location);
      g_assert_nonnull (strstr (answer->text, CASES[i].error));
    }
  assert_status (v6, 302);
  g_assert_true (g_str_has_prefix (v6->location, "http://[::1]:9/google?"));
  chatty_simulator_set_google (client->sim, "page-error", "admin_policy_enforced");
  policy = browse (client, GOOD);
  assert_status (policy, 400);
  g_assert_nonnull (strstr (policy->text, "admin_policy_enforced"));
}

static void
test_returned (void)
{
  g_autoptr (Client) client = client_new_consenting ();
  g_autoptr (Answer) declined = NULL;
  g_autoptr (Answer) google = NULL;
  g_autoptr (Answer) wrong = NULL;
  g_autoptr (Answer) absent = NULL;

  chatty_simulator_set_google (client->sim, "decline", "yes");
  declined = browse (client, GOOD);
  assert_returned (declined, "error", "access_denied");
  chatty_simulator_set_google (client->sim, "decline", "no");
  chatty_simulator_set_google (client->sim, "iss", "google");
  google = browse (client, GOOD);
  assert_returned (google, "iss", "https://accounts.google.com");
  chatty_simulator_set_google (client->sim, "state", "wrong");
  chatty_simulator_set_google (client->sim, "iss", "wrong");
  wrong = browse (client, GOOD);
  assert_returned (wrong, "state", "somebody-elses-state");
  assert_returned (wrong, "iss", "https://accounts.example.org");
  chatty_simulator_set_google (client->sim, "state", "absent");
  chatty_simulator_set_google (client->sim, "iss", "absent");
  chatty_simulator_set_google (client->sim, "grant", "openid email");
  absent = browse (client, GOOD);
  assert_returned (absent, "state", NULL);
  assert_returned (absent, "iss", NULL);
  assert_returned (absent, "scope", "openid email");
}

static void
test_code (void)
{
  g_autoptr (Client) client = client_new_consenting ();
  g_autoptr (Answer) redirect = browse (client, GOOD);
  g_autofree char *code = returned (redirect, "code");
  g_autoptr (Answer) no_secret = exchange (client, code, "&code_verifier=" VERIFIER);
  g_autoptr (Answer) bad_secret = exchange (client, code, "&client_secret=other&code_verifier="
                                            VERIFIER);
  g_autoptr (Answer) tokens = exchange (client, code, PROOF);
  g_autofree char *access = answer_at (tokens, "access_token");
  g_autofree char *fresh = answer_at (tokens, "refresh_token");
  g_autoptr (Answer) who = person (client, access);
  g_autoptr (Answer) nobody = person (client, "ya29.nobody");
  g_autoptr (Answer) again = NULL;
  g_autoptr (Answer) dead = NULL;
  g_autoptr (Answer) unproved = NULL;
  g_autoptr (Answer) second = browse (client, GOOD);
  g_autofree char *second_code = returned (second, "code");

  assert_refused (no_secret, 400, "invalid_request");
  assert_at (no_secret, "error_description", "client_secret is missing.");
  assert_refused (bad_secret, 401, "invalid_client");
  assert_status (tokens, 200);
  assert_at (tokens, "token_type", "Bearer");
  assert_at (tokens, "expires_in", "3599");
  assert_at (tokens, "scope", "openid https://www.googleapis.com/auth/userinfo.email " RETRIEVER);
  assert_at (who, "sub", "108204268033311374519");
  assert_at (who, "email", "mira@example.org");
  assert_at (who, "name", NULL);
  assert_refused (nobody, 401, "invalid_request");

  /* Used again, it takes what it brought with it. */
  again = exchange (client, code, PROOF);
  assert_refused (again, 400, "invalid_grant");
  dead = refresh (client, fresh);
  assert_refused (dead, 400, "invalid_grant");

  unproved = exchange (client, second_code, "&client_secret=" SECRET "&code_verifier=" CHALLENGE);
  assert_refused (unproved, 400, "invalid_grant");
}

static void
test_code_refusals (void)
{
  g_autoptr (Client) client = client_new_consenting ();
  g_autoptr (Answer) redirect = browse (client, GOOD);
  g_autofree char *code = returned (redirect, "code");
  g_autoptr (Answer) unknown = exchange (client, "4/0nobody", PROOF);
  g_autoptr (Answer) grant = post (client, "/token", "grant_type=password&client_id=" CLIENT
                                   "&client_secret=" SECRET);
  g_autoptr (Answer) other = post (client, "/token", "grant_type=authorization_code&code=x&"
                                   "client_id=other");
  g_autoptr (Answer) json = client_send (client, CHATTY_SIMULATOR_GOOGLE_AUTH, "POST", "/token",
                                         NULL, "application/json", "{}", -1);
  g_autoptr (Answer) forced = NULL;
  g_autoptr (Answer) late = NULL;
  g_autoptr (Answer) public = NULL;

  assert_refused (unknown, 400, "invalid_grant");
  assert_refused (grant, 400, "unsupported_grant_type");
  assert_refused (other, 401, "invalid_client");
  assert_refused (json, 400, "invalid_request");
  chatty_simulator_set_google (client->sim, "token-error", "invalid_rapt");
  forced = exchange (client, code, PROOF);
  assert_refused (forced, 400, "invalid_grant");
  assert_at (forced, "error_subtype", "invalid_rapt");
  chatty_simulator_set_google (client->sim, "token-error", "");
  chatty_simulator_set_google (client->sim, "client-secret", "");
  public = exchange (client, code, "&code_verifier=" VERIFIER);
  assert_status (public, 200);
  g_clear_pointer (&redirect, answer_free);
  g_clear_pointer (&code, g_free);
  redirect = browse (client, GOOD);
  code = returned (redirect, "code");
  chatty_simulator_pass_google (client->sim, 601);
  late = exchange (client, code, PROOF);
  assert_refused (late, 400, "invalid_grant");
}

static void
test_refresh (void)
{
  g_autoptr (Client) client = client_new_consenting ();
  g_autoptr (Answer) tokens = sign_in (client);
  g_autofree char *access = answer_at (tokens, "access_token");
  g_autofree char *first = answer_at (tokens, "refresh_token");
  g_autofree char *second = NULL;
  g_autofree char *renewed = NULL;
  g_autoptr (Answer) expired = NULL;
  g_autoptr (Answer) plain = refresh (client, first);
  g_autoptr (Answer) who = NULL;
  g_autoptr (Answer) rotated = NULL;
  g_autoptr (Answer) old = NULL;
  g_autoptr (Answer) good = NULL;
  g_autoptr (Answer) forced = NULL;

  chatty_simulator_expire_google (client->sim);
  expired = person (client, access);
  assert_refused (expired, 401, "invalid_request");
  assert_at (plain, "refresh_token", NULL);
  g_clear_pointer (&plain, answer_free);
  plain = refresh (client, first);
  renewed = answer_at (plain, "access_token");
  who = person (client, renewed);
  assert_at (who, "email", "mira@example.org");

  chatty_simulator_set_google (client->sim, "rotation", "replace");
  rotated = refresh (client, first);
  second = answer_at (rotated, "refresh_token");
  g_assert_nonnull (second);
  g_assert_cmpstr (second, !=, first);
  old = refresh (client, first);
  assert_refused (old, 400, "invalid_grant");
  chatty_simulator_set_google (client->sim, "rotation", "keep-old");
  good = refresh (client, second);
  assert_status (good, 200);
  g_clear_pointer (&good, answer_free);
  good = refresh (client, second);
  assert_status (good, 200);
  chatty_simulator_set_google (client->sim, "refresh-error", "deleted_client");
  forced = refresh (client, second);
  assert_refused (forced, 401, "deleted_client");
}

/* A client in testing: seven days, unless only the person is asked for. */
static void
test_testing (void)
{
  g_autoptr (Client) client = client_new_consenting ();
  g_autoptr (Answer) tokens = NULL;
  g_autoptr (Answer) only_person = NULL;
  g_autoptr (Answer) sixth = NULL;
  g_autoptr (Answer) seventh = NULL;
  g_autoptr (Answer) still = NULL;
  g_autofree char *token = NULL;
  g_autofree char *other = NULL;

  chatty_simulator_set_google (client->sim, "testing", "yes");
  tokens = sign_in (client);
  token = answer_at (tokens, "refresh_token");
  chatty_simulator_set_google (client->sim, "grant", "openid email");
  only_person = sign_in (client);
  other = answer_at (only_person, "refresh_token");
  chatty_simulator_pass_google (client->sim, 6 * 24 * 60 * 60);
  sixth = refresh (client, token);
  assert_status (sixth, 200);
  chatty_simulator_pass_google (client->sim, 24 * 60 * 60);
  seventh = refresh (client, token);
  assert_refused (seventh, 400, "invalid_grant");
  still = refresh (client, other);
  assert_status (still, 200);
}

static void
test_revoke (void)
{
  g_autoptr (Client) client = client_new_consenting ();
  g_autoptr (Answer) tokens = sign_in (client);
  g_autofree char *access = answer_at (tokens, "access_token");
  g_autofree char *fresh = answer_at (tokens, "refresh_token");
  g_autofree char *form = g_strconcat ("token=", access, NULL);
  g_autoptr (Answer) revoked = NULL;
  g_autoptr (Answer) again = NULL;
  g_autoptr (Answer) dead = NULL;
  g_autoptr (Answer) none = post (client, "/revoke", "");
  g_autoptr (Answer) others = sign_in (client);
  g_autofree char *others_token = answer_at (others, "refresh_token");
  g_autoptr (Answer) gone = NULL;

  assert_refused (none, 400, "invalid_request");
  g_assert_cmpuint (chatty_simulator_count_grants (client->sim), ==, 2);
  revoked = post (client, "/revoke", form);
  assert_status (revoked, 200);
  g_assert_cmpuint (chatty_simulator_count_grants (client->sim), ==, 1);
  again = post (client, "/revoke", form);
  assert_refused (again, 400, "invalid_token");
  dead = refresh (client, fresh);
  assert_refused (dead, 400, "invalid_grant");
  chatty_simulator_revoke_google (client->sim);
  gone = refresh (client, others_token);
  assert_refused (gone, 400, "invalid_grant");
}

/* The 101st sign-in of somebody ends the first. */
static void
test_too_many (void)
{
  g_autoptr (Client) client = client_new_consenting ();
  g_autoptr (Answer) first = sign_in (client);
  g_autofree char *token = answer_at (first, "refresh_token");
  g_autoptr (Answer) good = NULL;
  g_autoptr (Answer) dead = NULL;

  for (guint i = 0; i < 99; i++)
    answer_free (sign_in (client));
  good = refresh (client, token);
  assert_status (good, 200);
  answer_free (sign_in (client));
  dead = refresh (client, token);
  assert_refused (dead, 400, "invalid_grant");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/google/page", test_page);
  g_test_add_func ("/google/page/errors", test_page_errors);
  g_test_add_func ("/google/returned", test_returned);
  g_test_add_func ("/google/code", test_code);
  g_test_add_func ("/google/code/refusals", test_code_refusals);
  g_test_add_func ("/google/refresh", test_refresh);
  g_test_add_func ("/google/testing", test_testing);
  g_test_add_func ("/google/revoke", test_revoke);
  g_test_add_func ("/google/too-many", test_too_many);
  return g_test_run ();
}
