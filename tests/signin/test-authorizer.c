/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include "chatty-api-key-authorizer.h"
#include "chatty-error.h"
#include "chatty-http.h"

#define KEY "sIgN-iN-0123456789abcdef"

/* A server on the loopback address that notes all it is sent and answers each
 * call with a fixed text. */
typedef struct {
  GSocketService *service;
  GMutex          lock;
  GString        *received;
  char           *answer;
  guint16         port;
} Listener;

static gboolean
listener_run_cb (GThreadedSocketService *service,
                 GSocketConnection      *connection,
                 GObject                *source,
                 gpointer                user_data)
{
  Listener *self = user_data;
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  g_autoptr (GString) request = g_string_new (NULL);
  char buffer[4096];
  gssize n_read;

  while (strstr (request->str, "\r\n\r\n") == NULL &&
         (n_read = g_input_stream_read (input, buffer, sizeof buffer, NULL, NULL)) > 0)
    g_string_append_len (request, buffer, n_read);

  g_mutex_lock (&self->lock);
  g_string_append_len (self->received, request->str, request->len);
  g_mutex_unlock (&self->lock);
  g_output_stream_write_all (output, self->answer, strlen (self->answer), NULL, NULL, NULL);
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  return TRUE;
}

static Listener *
listener_new (const char *answer)
{
  Listener *self = g_new0 (Listener, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any_port = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GError) error = NULL;

  g_mutex_init (&self->lock);
  self->received = g_string_new (NULL);
  self->answer = g_strdup (answer);
  self->service = g_threaded_socket_service_new (4);
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), any_port,
                                 G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP,
                                 NULL, &address, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
  g_signal_connect (self->service, "run", G_CALLBACK (listener_run_cb), self);
  return self;
}

static void
listener_free (Listener *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_object_unref (self->service);
  g_string_free (self->received, TRUE);
  g_mutex_clear (&self->lock);
  g_free (self->answer);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Listener, listener_free)

static char *
listener_address (Listener *self)
{
  return g_strdup_printf ("http://127.0.0.1:%u", self->port);
}

static char *
listener_take (Listener *self)
{
  char *received;

  g_mutex_lock (&self->lock);
  received = g_strdup (self->received->str);
  g_string_truncate (self->received, 0);
  g_mutex_unlock (&self->lock);
  return received;
}

#define ANSWER "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" \
               "Content-Length: 2\r\nConnection: close\r\n\r\n{}"

/* What g_main_context has to run for the listener runs here. */
typedef struct {
  GMainLoop    *loop;
  GThread      *thread;
} Background;

static gpointer
background_run (gpointer data)
{
  Background *self = data;

  g_main_loop_run (self->loop);
  return NULL;
}

static ChattyHttpResponse *
call (const char        *address,
      ChattyAuthorizer  *authorizer,
      const char        *auth_address,
      GError           **error)
{
  ChattyHttpSettings settings = CHATTY_HTTP_SETTINGS_INIT;
  g_autoptr (ChattyHttp) http = NULL;
  g_autoptr (ChattyHttpAuth) auth = NULL;
  g_autoptr (ChattyHttpRequest) request = chatty_http_request_new ("POST", "/probe");

  settings.retry.max_attempts = 1;
  http = chatty_http_new (address, &settings, error);
  g_assert_nonnull (http);
  auth = chatty_authorizer_create_http_auth (authorizer, auth_address, error);
  if (auth == NULL)
    return NULL;
  return chatty_http_send (http, request, auth, NULL, error);
}

static ChattyAuthorizer *
authorizer_for (const ChattyApiKeyHeader *headers,
                guint                     n_headers)
{
  g_autoptr (ChattySecret) key = chatty_secret_new (KEY, -1);
  g_autoptr (GError) error = NULL;
  ChattyAuthorizer *authorizer = chatty_api_key_authorizer_new (key, headers, n_headers, &error);

  g_assert_no_error (error);
  return authorizer;
}

/* Each server gets its own header, and no other. */
static void
test_headers (void)
{
  g_autoptr (Listener) api = listener_new (ANSWER);
  g_autoptr (Listener) live = listener_new (ANSWER);
  g_autofree char *api_address = listener_address (api);
  g_autofree char *live_address = listener_address (live);
  const ChattyApiKeyHeader headers[] = {
    { api_address, "CONVAI-API-KEY", NULL },
    { live_address, "X-API-Key", NULL },
    { live_address, "Authorization", "Bearer " },
  };
  g_autoptr (ChattyAuthorizer) authorizer = authorizer_for (headers, G_N_ELEMENTS (headers));
  g_autoptr (ChattyHttpResponse) first = NULL;
  g_autoptr (ChattyHttpResponse) second = NULL;
  g_autofree char *to_api = NULL;
  g_autofree char *to_live = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (chatty_authorizer_get_kind (authorizer), ==, CHATTY_SIGN_IN_API_KEY);

  first = call (api_address, authorizer, api_address, &error);
  g_assert_no_error (error);
  to_api = listener_take (api);
  g_assert_nonnull (strstr (to_api, "CONVAI-API-KEY: " KEY "\r\n"));
  g_assert_null (strstr (to_api, "X-API-Key"));
  g_assert_null (strstr (to_api, "Bearer"));

  second = call (live_address, authorizer, live_address, &error);
  g_assert_no_error (error);
  to_live = listener_take (live);
  g_assert_nonnull (strstr (to_live, "X-API-Key: " KEY "\r\n"));
  g_assert_nonnull (strstr (to_live, "Authorization: Bearer " KEY "\r\n"));
  g_assert_null (strstr (to_live, "CONVAI-API-KEY"));
}

/* THREATS row 9: another host, port or scheme gets nothing, not even a
 * connection, and the person is told. */
static void
test_bound (void)
{
  static const struct {
    const char *address;
    gboolean    covered;
  } cases[] = {
    { "https://api.example.com", TRUE },
    { "https://API.example.com/", TRUE },
    { "https://api.example.com:443/v1/x", TRUE },
    { "https://api.example.com:444", FALSE },
    { "http://api.example.com", FALSE },
    { "https://example.com", FALSE },
    { "https://api.example.com.evil.org", FALSE },
    { "https://evil.org/https://api.example.com", FALSE },
    { "https://api.example.com@evil.org", FALSE },
    { "https://user@api.example.com", FALSE },
    { "https://live.example.com", FALSE },
    { "ftp://api.example.com", FALSE },
    { "nonsense", FALSE },
    { "", FALSE },
  };
  const ChattyApiKeyHeader headers[] = {
    { "https://api.example.com/base", "X-API-Key", NULL },
  };
  g_autoptr (ChattyAuthorizer) authorizer = authorizer_for (headers, 1);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ChattyHttpAuth) auth = NULL;

      g_test_message ("%s", cases[i].address);
      g_assert_cmpint (chatty_authorizer_covers (authorizer, cases[i].address),
                       ==, cases[i].covered);
      auth = chatty_authorizer_create_http_auth (authorizer, cases[i].address, &error);
      if (cases[i].covered)
        {
          g_autofree char *origin = NULL;

          g_assert_no_error (error);
          origin = chatty_http_auth_dup_origin (auth);
          g_assert_cmpstr (origin, ==, "https://api.example.com");
          continue;
        }
      g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN);
      g_assert_null (auth);
      g_assert_null (strstr (error->message, KEY));
    }
}

/* A credential that was made for one server is not sent by a connection to
 * another, nor after a redirect. */
static void
test_not_sent (void)
{
  g_autoptr (Listener) good = listener_new (ANSWER);
  g_autoptr (Listener) evil = listener_new (ANSWER);
  g_autofree char *good_address = listener_address (good);
  g_autofree char *evil_address = listener_address (evil);
  g_autofree char *redirect = g_strdup_printf ("HTTP/1.1 307 Temporary Redirect\r\n"
                                               "Location: %s/probe\r\nContent-Length: 0\r\n"
                                               "Connection: close\r\n\r\n", evil_address);
  g_autoptr (Listener) turncoat = listener_new (redirect);
  g_autofree char *turncoat_address = listener_address (turncoat);
  const ChattyApiKeyHeader headers[] = {
    { good_address, "X-API-Key", NULL },
    { turncoat_address, "X-API-Key", NULL },
  };
  g_autoptr (ChattyAuthorizer) authorizer = authorizer_for (headers, 2);
  g_autoptr (GError) error = NULL;
  g_autofree char *sent = NULL;
  g_autofree char *first = NULL;

  g_assert_null (call (evil_address, authorizer, evil_address, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN);
  g_clear_error (&error);

  g_assert_null (call (evil_address, authorizer, good_address, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_SIGN_IN_NEEDED);
  g_clear_error (&error);

  {
    g_autoptr (ChattyHttpResponse) response = call (turncoat_address, authorizer,
                                                    turncoat_address, &error);

    g_assert_true (response == NULL ||
                   chatty_http_response_get_status (response) != 200);
    g_clear_error (&error);
  }

  first = listener_take (turncoat);
  g_assert_nonnull (strstr (first, KEY));
  sent = listener_take (evil);
  g_assert_null (strstr (sent, KEY));
}

static void
test_bad (void)
{
  static const char *const addresses[] = {
    "http://api.example.com", "api.example.com", "https://", "", "file:///etc/passwd",
  };
  g_autoptr (ChattySecret) key = chatty_secret_new (KEY, -1);
  g_autoptr (ChattySecret) bad_key = chatty_secret_new ("two\nlines", -1);
  const ChattyApiKeyHeader fine = { "https://api.example.com", "X-API-Key", NULL };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      const ChattyApiKeyHeader header = { addresses[i], "X-API-Key", NULL };

      g_test_message ("%s", addresses[i]);
      g_assert_null (chatty_api_key_authorizer_new (key, &header, 1, &error));
      g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
      g_clear_error (&error);
    }

  g_assert_null (chatty_api_key_authorizer_new (bad_key, &fine, 1, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
  g_clear_error (&error);
}

/* A refused key is not renewed, and that is no error of its own. */
static void
test_refresh (void)
{
  const ChattyApiKeyHeader header = { "https://api.example.com", "X-API-Key", NULL };
  g_autoptr (ChattyAuthorizer) authorizer = authorizer_for (&header, 1);
  g_autoptr (GError) error = NULL;

  g_assert_false (chatty_authorizer_refresh (authorizer, "https://api.example.com",
                                             NULL, &error));
  g_assert_no_error (error);
}

int
main (int    argc,
      char **argv)
{
  Background background;
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/signin/api-key/headers", test_headers);
  g_test_add_func ("/signin/api-key/bound", test_bound);
  g_test_add_func ("/signin/api-key/not-sent", test_not_sent);
  g_test_add_func ("/signin/api-key/bad", test_bad);
  g_test_add_func ("/signin/api-key/refresh", test_refresh);

  /* The listeners accept on the default main context, which runs beside the
   * tests: those block. */
  background.loop = g_main_loop_new (NULL, FALSE);
  background.thread = g_thread_new ("listeners", background_run, &background);
  status = g_test_run ();
  g_main_loop_quit (background.loop);
  g_thread_join (background.thread);
  g_main_loop_unref (background.loop);
  return status;
}
