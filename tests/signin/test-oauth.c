/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <string.h>

#include "chatty-error.h"
#include "chatty-json.h"
#include "chatty-oauth-authorizer.h"
#include "chatty-oauth-flow.h"
#include "chatty-redact.h"
#include "net-server.h"

#define ID "123-canary.apps.googleusercontent.com"
#define KEY "canary4f1c9b7e2d8a6053c1b9"
#define READ "https://www.example.com/auth/read"
#define WRITE "https://www.example.com/auth/write"

/* A token endpoint that answers what the test says, and counts. */
typedef struct {
  NetServer  *server;
  const char *status;
  const char *answer;
  int         asked;       /* atomic */
  int         saved;       /* atomic */
  GMutex      gate;        /* held while nothing is to be answered */
  char       *last_body;
} World;

static gboolean
token_cb (NetRequest *request,
          gpointer    user_data)
{
  World *world = user_data;

  g_atomic_int_inc (&world->asked);
  g_mutex_lock (&world->gate);
  g_free (world->last_body);
  world->last_body = g_strndup ((const char *) request->body->data, request->body->len);
  g_mutex_unlock (&world->gate);
  return net_reply (request, world->status, "Content-Type: application/json\r\n", world->answer);
}

static gboolean
person_cb (NetRequest *request,
           gpointer    user_data)
{
  if (g_strcmp0 (net_request_header (request, "Authorization"), "Bearer access-1") != 0)
    return net_reply (request, "401 Unauthorized", "Content-Type: application/json\r\n", "{}");
  return net_reply (request, "200 OK", "Content-Type: application/json\r\n",
                    "{\"sub\":\"42\",\"name\":\"Ada\",\"email\":\"ada@example.com\"}");
}

static void
world_init (World *world)
{
  memset (world, 0, sizeof *world);
  g_mutex_init (&world->gate);
  world->server = net_server_new (FALSE);
  world->status = "200 OK";
  net_server_on (world->server, "/token", token_cb, world);
  net_server_on (world->server, "/revoke", token_cb, world);
  net_server_on (world->server, "/person", person_cb, world);
}

static void
world_clear (World *world)
{
  net_server_free (world->server);
  g_mutex_clear (&world->gate);
  g_free (world->last_body);
}

static ChattyOAuthServer *
world_connect (World *world)
{
  const char *address = net_server_get_address (world->server);
  g_autofree char *authorize = g_strconcat (address, "/authorize", NULL);
  g_autofree char *token = g_strconcat (address, "/token", NULL);
  g_autofree char *revoke = g_strconcat (address, "/revoke", NULL);
  g_autofree char *person = g_strconcat (address, "/person", NULL);
  const ChattyOAuthAddresses addresses = { authorize, token, revoke, person,
                                           "https://accounts.example" };
  g_autoptr (ChattySecret) secret = chatty_secret_new (KEY, -1);
  g_autoptr (ChattyOAuthClient) client = NULL;
  g_autoptr (GError) error = NULL;
  ChattyHttpSettings http = CHATTY_HTTP_SETTINGS_INIT;
  ChattyOAuthServer *server;

  http.retry.max_attempts = 1;
  client = chatty_oauth_client_new (ID, secret, "project-7", &error);
  g_assert_no_error (error);
  server = chatty_oauth_server_new (&addresses, client, &http, &error);
  g_assert_no_error (error);
  return server;
}

static ChattyOAuthTokens *
make_tokens (const char *json,
             gint64      now)
{
  g_autoptr (JsonNode) node = chatty_json_parse (json, -1, NULL);
  g_autoptr (GError) error = NULL;
  ChattyOAuthTokens *tokens = chatty_oauth_tokens_read (node, NULL, READ, now, &error);

  g_assert_no_error (error);
  return tokens;
}

static void
test_client (void)
{
  static const struct {
    const char *text;
    gboolean    good;
    const char *words;
  } rows[] = {
    { "{\"installed\":{\"client_id\":\"" ID "\",\"project_id\":\"p-1\",\"client_secret\":\"" KEY "\","
      "\"redirect_uris\":[\"http://localhost\"]}}", TRUE, NULL },
    { "{\"installed\":{\"client_id\":\"" ID "\"}}", TRUE, NULL },
    { "{\"web\":{\"client_id\":\"" ID "\"}}", FALSE, "Desktop app" },
    { "{\"installed\":{}}", FALSE, "client_secret" },
    { "{\"installed\":[]}", FALSE, "client_secret" },
    { "{\"installed\":{\"client_id\":\"two words\"}}", FALSE, "one word" },
    { "{\"installed\":{\"client_id\":7}}", FALSE, "client_secret" },
    { "[]", FALSE, "client_secret" },
    { "<html>", FALSE, "client_secret" },
    { "", FALSE, "client_secret" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ChattyOAuthClient) client = chatty_oauth_client_parse (rows[i].text, -1, &error);

      if (rows[i].good)
        {
          g_assert_no_error (error);
          g_assert_cmpstr (chatty_oauth_client_get_id (client), ==, ID);
          g_assert_true ((chatty_oauth_client_get_secret (client) != NULL) == (i == 0));
        }
      else
        {
          g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
          g_assert_nonnull (strstr (error->message, rows[i].words));
          g_assert_null (client);
        }
    }
}

static void
test_tokens (void)
{
  gint64 now = 1000 * G_TIME_SPAN_SECOND;
  g_autoptr (ChattyOAuthTokens) first =
    make_tokens ("{\"access_token\":\"access-1\",\"refresh_token\":\"" KEY "\",\"expires_in\":3599,"
                 "\"scope\":\"" WRITE " " READ "\",\"token_type\":\"Bearer\"}", now);
  g_autoptr (JsonNode) same = chatty_json_parse ("{\"access_token\":\"access-2\"}", -1, NULL);
  g_autoptr (JsonNode) less =
    chatty_json_parse ("{\"access_token\":\"access-3\",\"scope\":\"" READ "\","
                       "\"refresh_token\":\"next\"}", -1, NULL);
  g_autoptr (JsonNode) other = chatty_json_parse ("{\"access_token\":\"a\",\"token_type\":\"mac\"}", -1, NULL);
  g_autoptr (ChattyOAuthTokens) second = NULL;
  g_autoptr (JsonNode) google =
    chatty_json_parse ("{\"access_token\":\"a\",\"scope\":\"openid "
                       "https://www.googleapis.com/auth/userinfo.email "
                       "https://www.googleapis.com/auth/userinfo.profile\"}", -1, NULL);
  g_autoptr (ChattyOAuthTokens) third = NULL;
  g_autoptr (ChattyOAuthTokens) fourth = NULL;
  g_autoptr (ChattyOAuthTokens) back = NULL;
  g_autoptr (ChattySecret) sealed = NULL;
  g_autoptr (ChattySecret) nonsense = chatty_secret_new ("nonsense", -1);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (chatty_oauth_tokens_get_expires (first), ==, now + 3599 * G_TIME_SPAN_SECOND);
  g_assert_true (chatty_oauth_tokens_has_scope (first, READ));
  g_assert_cmpuint (chatty_oauth_tokens_get_generation (first), ==, 1);

  /* What is not said stays: the token to renew with, and the scopes. */
  second = chatty_oauth_tokens_read (same, first, NULL, now, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (chatty_secret_peek (chatty_oauth_tokens_get_refresh (second)), ==, KEY);
  g_assert_true (chatty_oauth_tokens_has_scope (second, WRITE));
  g_assert_cmpuint (chatty_oauth_tokens_get_generation (second), ==, 1);

  third = chatty_oauth_tokens_read (less, second, NULL, now, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (chatty_secret_peek (chatty_oauth_tokens_get_refresh (third)), ==, "next");
  g_assert_false (chatty_oauth_tokens_has_scope (third, WRITE));
  g_assert_cmpuint (chatty_oauth_tokens_get_generation (third), ==, 2);

  /* Google's own names for what it takes under short ones. */
  fourth = chatty_oauth_tokens_read (google, NULL, NULL, now, &error);
  g_assert_no_error (error);
  g_assert_true (chatty_oauth_tokens_has_scope (fourth, "email"));
  g_assert_true (chatty_oauth_tokens_has_scope (fourth, "profile"));
  g_assert_true (chatty_oauth_tokens_has_scope (fourth, "openid"));

  g_assert_null (chatty_oauth_tokens_read (other, NULL, NULL, now, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_SERVER);
  g_clear_error (&error);

  /* In the keyring lies one word, and nothing that ends within the hour. */
  sealed = chatty_oauth_tokens_seal (third);
  g_assert_true (chatty_secret_is_usable (sealed, NULL));
  back = chatty_oauth_tokens_unseal (sealed, &error);
  g_assert_no_error (error);
  g_assert_null (chatty_oauth_tokens_get_access (back));
  g_assert_cmpstr (chatty_secret_peek (chatty_oauth_tokens_get_refresh (back)), ==, "next");
  g_assert_true (chatty_oauth_tokens_has_scope (back, READ));
  g_assert_cmpuint (chatty_oauth_tokens_get_generation (back), ==, 2);

  g_assert_null (chatty_oauth_tokens_unseal (nonsense, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_SIGN_IN_NEEDED);
}

/* What a token endpoint refuses with, and what a person is told to do. */
static void
test_refusals (void)
{
  static const struct {
    const char *status;
    const char *answer;
    int         code;
    const char *words;
  } rows[] = {
    { "400 Bad Request", "{\"error\":\"invalid_grant\",\"error_description\":\"Token has been expired "
      "or revoked.\"}", CHATTY_ERROR_SIGN_IN_NEEDED, "seven days" },
    { "400 Bad Request", "{\"error\":\"invalid_grant\",\"error_subtype\":\"invalid_rapt\"}",
      CHATTY_ERROR_SIGN_IN_NEEDED, "organisation" },
    { "401 Unauthorized", "{\"error\":\"invalid_client\"}", CHATTY_ERROR_SIGN_IN_NEEDED, "OAuth client" },
    { "400 Bad Request", "{\"error\":\"invalid_request\",\"error_description\":\"client_secret is missing.\"}",
      CHATTY_ERROR_SIGN_IN_NEEDED, "needs its secret" },
    { "400 Bad Request", "{\"error\":\"invalid_scope\"}", CHATTY_ERROR_FORBIDDEN, "allow it" },
    { "500 Internal Server Error", "{}", CHATTY_ERROR_SERVER, NULL },
    { "200 OK", "{\"access_token\":\"\"}", CHATTY_ERROR_SERVER, NULL },
    { "200 OK", "[]", CHATTY_ERROR_SERVER, NULL },
    { "200 OK", "{", CHATTY_ERROR_SERVER, NULL },
  };
  World world;
  g_autoptr (ChattyOAuthServer) server = NULL;
  g_autoptr (ChattyOAuthTokens) tokens =
    make_tokens ("{\"access_token\":\"a\",\"refresh_token\":\"" KEY "\"}", 0);

  world_init (&world);
  server = world_connect (&world);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      world.status = rows[i].status;
      world.answer = rows[i].answer;
      g_assert_null (chatty_oauth_server_refresh (server, tokens, NULL, &error));
      g_assert_nonnull (error);
      if (error->domain != CHATTY_ERROR ||
          (error->code != rows[i].code && rows[i].code != CHATTY_ERROR_SERVER) ||
          (rows[i].words != NULL && strstr (error->message, rows[i].words) == NULL) ||
          strstr (error->message, KEY) != NULL)
        g_test_fail_printf ("%s: %s", rows[i].answer, error->message);
      g_assert_true (error->code != CHATTY_ERROR_SIGN_IN_NEEDED ||
                     rows[i].code == CHATTY_ERROR_SIGN_IN_NEEDED);
    }
  g_assert_nonnull (strstr (world.last_body, "grant_type=refresh_token"));
  g_assert_nonnull (strstr (world.last_body, "client_secret=" KEY));
  world_clear (&world);
}

static void
test_revoke (void)
{
  World world;
  g_autoptr (ChattyOAuthServer) server = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyOAuthTokens) tokens =
    make_tokens ("{\"access_token\":\"a\",\"refresh_token\":\"" KEY "\"}", 0);

  world_init (&world);
  server = world_connect (&world);
  world.answer = "{}";
  g_assert_true (chatty_oauth_server_revoke (server, tokens, NULL, &error));
  g_assert_nonnull (strstr (world.last_body, "token=" KEY));
  world.status = "400 Bad Request";
  world.answer = "{\"error\":\"invalid_token\"}";
  g_assert_true (chatty_oauth_server_revoke (server, tokens, NULL, &error));
  g_assert_no_error (error);
  world.status = "503 Service Unavailable";
  g_assert_false (chatty_oauth_server_revoke (server, tokens, NULL, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_SERVER);
  world_clear (&world);
}

/* The browser: goes to the page, allows, and comes back. */
static gpointer
browser_thread (gpointer user_data)
{
  const char *address = user_data;
  g_autoptr (GUri) uri = g_uri_parse (address, G_URI_FLAGS_NONE, NULL);
  g_autoptr (GHashTable) query =
    g_uri_parse_params (g_uri_get_query (uri), -1, "&", G_URI_PARAMS_NONE, NULL);
  const char *redirect = g_hash_table_lookup (query, "redirect_uri");
  g_autoptr (GUri) back = g_uri_parse (redirect, G_URI_FLAGS_NONE, NULL);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autofree char *request = NULL;
  char buffer[4096];

  g_assert_cmpstr (g_hash_table_lookup (query, "response_type"), ==, "code");
  g_assert_cmpstr (g_hash_table_lookup (query, "code_challenge_method"), ==, "S256");
  g_assert_cmpstr (g_hash_table_lookup (query, "client_id"), ==, ID);
  g_assert_cmpstr (g_hash_table_lookup (query, "scope"), ==, READ " " WRITE);
  g_assert_cmpstr (g_hash_table_lookup (query, "login_hint"), ==, "ada@example.com");
  g_socket_client_set_enable_proxy (client, FALSE);
  connection = g_socket_client_connect_to_host (client, "127.0.0.1", g_uri_get_port (back), NULL, NULL);
  g_assert_nonnull (connection);
  request = g_strdup_printf ("GET %s?state=%s&code=4%%2Fcode&iss=https%%3A%%2F%%2Faccounts.example HTTP/1.1\r\n"
                             "Host: 127.0.0.1:%d\r\n\r\n", g_uri_get_path (back),
                             (char *) g_hash_table_lookup (query, "state"), g_uri_get_port (back));
  g_assert_true (g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                                            request, strlen (request), NULL, NULL, NULL));
  while (g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), buffer,
                              sizeof buffer, NULL, NULL) > 0)
    ;
  return NULL;
}

static void
test_flow (void)
{
  World world;
  g_autoptr (ChattyOAuthServer) server = NULL;
  g_autoptr (ChattyOAuthFlow) flow = NULL;
  g_autoptr (ChattyOAuthTokens) tokens = NULL;
  g_autoptr (ChattyOAuthPerson) person = NULL;
  g_autoptr (GError) error = NULL;
  GThread *browser;

  world_init (&world);
  world.answer = "{\"access_token\":\"access-1\",\"refresh_token\":\"" KEY "\",\"expires_in\":3599,"
                 "\"scope\":\"" READ "\",\"token_type\":\"Bearer\"}";
  server = world_connect (&world);
  flow = chatty_oauth_flow_new (server, "/google", READ " " WRITE, "ada@example.com", &error);
  g_assert_no_error (error);
  g_assert_null (strstr (chatty_oauth_flow_get_address (flow), KEY));
  browser = g_thread_new ("browser", browser_thread,
                          (gpointer) chatty_oauth_flow_get_address (flow));
  tokens = chatty_oauth_flow_run (flow, 30, &person, NULL, &error);
  g_thread_join (browser);
  g_assert_no_error (error);
  g_assert_true (chatty_oauth_tokens_has_scope (tokens, READ));
  g_assert_false (chatty_oauth_tokens_has_scope (tokens, WRITE));
  g_assert_cmpstr (person->id, ==, "42");
  g_assert_cmpstr (person->name, ==, "Ada");
  g_assert_nonnull (strstr (world.last_body, "code=4%2Fcode"));
  g_assert_nonnull (strstr (world.last_body, "code_verifier="));
  g_assert_nonnull (strstr (world.last_body, "redirect_uri=http%3A%2F%2F127.0.0.1%3A"));
  world_clear (&world);
}

static gboolean
save_cb (ChattyOAuthTokens  *tokens,
         gpointer            user_data,
         GError            **error)
{
  g_atomic_int_inc (&((World *) user_data)->saved);
  return TRUE;
}

static ChattyAuthorizer *
world_authorizer (World             *world,
                  ChattyOAuthTokens *tokens)
{
  const char *const addresses[] = { "https://api.example.com/v1", NULL };
  g_autoptr (ChattyOAuthServer) server = world_connect (world);
  g_autoptr (GError) error = NULL;
  ChattyAuthorizer *authorizer;

  authorizer = chatty_oauth_authorizer_new (server, tokens, addresses, save_cb, world, NULL, &error);
  g_assert_no_error (error);
  return authorizer;
}

typedef struct {
  ChattyAuthorizer *authorizer;
  GCancellable     *cancellable;
  gboolean          done;
  GError           *error;
} Caller;

static gpointer
caller_thread (gpointer user_data)
{
  Caller *caller = user_data;

  caller->done = chatty_authorizer_refresh (caller->authorizer, "https://api.example.com/v1",
                                            caller->cancellable, &caller->error);
  return NULL;
}

/* 50 callers with an expired token cause one refresh, whether it goes well or
 * not; one that does not want to wait goes, and the others get their token. */
static void
run_callers (World     *world,
             gboolean   good)
{
  g_autoptr (ChattyOAuthTokens) tokens =
    make_tokens ("{\"access_token\":\"old\",\"refresh_token\":\"" KEY "\",\"expires_in\":1}", 0);
  g_autoptr (ChattyAuthorizer) authorizer = world_authorizer (world, tokens);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Caller callers[50] = { 0 };
  GThread *threads[50];
  g_autoptr (ChattyOAuthTokens) now = NULL;

  g_mutex_lock (&world->gate);
  for (guint i = 0; i < G_N_ELEMENTS (callers); i++)
    {
      callers[i].authorizer = authorizer;
      callers[i].cancellable = i == 0 ? cancellable : NULL;
      threads[i] = g_thread_new ("caller", caller_thread, &callers[i]);
    }
  while (g_atomic_int_get (&world->asked) == 0)
    g_thread_yield ();
  g_cancellable_cancel (cancellable);
  g_thread_join (threads[0]);
  g_assert_error (callers[0].error, CHATTY_ERROR, CHATTY_ERROR_CANCELLED);
  g_clear_error (&callers[0].error);
  /* All of the others are there, or come when it is done already. */
  g_mutex_unlock (&world->gate);
  for (guint i = 1; i < G_N_ELEMENTS (callers); i++)
    {
      g_thread_join (threads[i]);
      g_assert_true (callers[i].done == good);
      g_assert_true ((callers[i].error == NULL) == good);
      g_clear_error (&callers[i].error);
    }
  g_assert_cmpint (g_atomic_int_get (&world->asked), ==, 1);
  g_assert_cmpint (g_atomic_int_get (&world->saved), ==, good ? 1 : 0);
  now = chatty_oauth_authorizer_dup_tokens (CHATTY_OAUTH_AUTHORIZER (authorizer));
  g_assert_cmpstr (chatty_secret_peek (chatty_oauth_tokens_get_access (now)), ==,
                   good ? "new" : "old");
}

static void
test_callers (void)
{
  World world;

  world_init (&world);
  world.answer = "{\"access_token\":\"new\",\"refresh_token\":\"rotated\",\"expires_in\":3599}";
  run_callers (&world, TRUE);
  world_clear (&world);
}

/* "Signed out" is said once, and the server is not asked again. */
static void
test_ended (void)
{
  World world;

  world_init (&world);
  world.status = "400 Bad Request";
  world.answer = "{\"error\":\"invalid_grant\"}";
  run_callers (&world, FALSE);
  world_clear (&world);
}

static void
test_bound (void)
{
  World world;
  g_autoptr (ChattyOAuthTokens) tokens =
    make_tokens ("{\"access_token\":\"a\",\"refresh_token\":\"" KEY "\"}", chatty_time_now ());
  g_autoptr (ChattyAuthorizer) authorizer = NULL;
  g_autoptr (GError) error = NULL;

  world_init (&world);
  authorizer = world_authorizer (&world, tokens);
  g_assert_true (chatty_authorizer_covers (authorizer, "https://api.example.com/v1beta/models"));
  g_assert_false (chatty_authorizer_covers (authorizer, "https://api.example.com.evil.example/"));
  g_assert_null (chatty_authorizer_create_http_auth (authorizer, "https://evil.example", &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN);
  world_clear (&world);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/signin/oauth/client", test_client);
  g_test_add_func ("/signin/oauth/tokens", test_tokens);
  g_test_add_func ("/signin/oauth/refusals", test_refusals);
  g_test_add_func ("/signin/oauth/revoke", test_revoke);
  g_test_add_func ("/signin/oauth/flow", test_flow);
  g_test_add_func ("/signin/oauth/callers", test_callers);
  g_test_add_func ("/signin/oauth/ended", test_ended);
  g_test_add_func ("/signin/oauth/bound", test_bound);

  return g_test_run ();
}
