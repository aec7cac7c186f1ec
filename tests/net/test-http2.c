/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* With a server over TLS that speaks HTTP/2: it is spoken to with HTTP/1.1,
 * in which the blocking calls work. Many threads, an upload, a stream that is
 * cancelled, bounds. */

#include "config.h"

#include <libsoup/soup.h>
#include <string.h>

#include "chatty-error.h"
#include "chatty-http.h"
#include "net-server.h"

#define N_THREADS 8
#define N_CALLS 25

typedef struct {
  GMainContext *context;
  GMainLoop    *loop;
  SoupServer   *server;
  char         *address;
  gint          n_http2;
} Fixture;

static void
handle_cb (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           user_data)
{
  Fixture *fixture = user_data;
  g_autofree char *zeros = NULL;

  if (soup_server_message_get_http_version (message) == SOUP_HTTP_2_0)
    g_atomic_int_inc (&fixture->n_http2);
  if (g_str_equal (path, "/big"))
    {
      zeros = g_malloc0 (4 * 1024 * 1024);
      soup_server_message_set_response (message, "audio/wav", SOUP_MEMORY_COPY, zeros, 4 * 1024 * 1024);
    }
  else
    {
      SoupMessageBody *body = soup_server_message_get_request_body (message);
      g_autofree char *reply = g_strdup_printf ("{\"size\":%" G_GINT64_FORMAT "}", (gint64) body->length);

      soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, reply, strlen (reply));
    }
  soup_server_message_set_status (message, 200, NULL);
}

static gpointer
server_thread (gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (GTlsCertificate) certificate = net_server_certificate ();
  g_autoptr (GError) error = NULL;
  GSList *uris;

  g_main_context_push_thread_default (fixture->context);
  fixture->server = soup_server_new ("tls-certificate", certificate, NULL);
  soup_server_add_handler (fixture->server, NULL, handle_cb, fixture, NULL);
  soup_server_listen_local (fixture->server, 0, SOUP_SERVER_LISTEN_HTTPS | SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (fixture->server);
  g_atomic_pointer_set (&fixture->address, g_uri_to_string (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  g_main_loop_run (fixture->loop);
  soup_server_disconnect (fixture->server);
  g_clear_object (&fixture->server);
  while (g_main_context_iteration (fixture->context, FALSE))
    ;
  g_main_context_pop_thread_default (fixture->context);
  return NULL;
}

static gpointer
call_thread (gpointer data)
{
  ChattyHttp *http = data;

  for (guint i = 0; i < N_CALLS; i++)
    {
      g_autoptr (ChattyHttpRequest) request = chatty_http_request_new ("POST", "/a");
      g_autoptr (ChattyHttpResponse) response = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;

      chatty_http_request_set_repeat_safe (request, i % 2 == 0);
      chatty_http_request_add_form_field (request, "n", "1");
      response = chatty_http_send (http, request, NULL, NULL, &error);
      g_assert_no_error (error);
      text = chatty_http_response_dup_text (response);
      g_assert_cmpstr (text, ==, "{\"size\":3}");
    }
  return NULL;
}

static gboolean
stop_cb (const char  *bytes,
         gsize        length,
         gpointer     user_data,
         GError     **error)
{
  g_cancellable_cancel (user_data);
  return TRUE;
}

static gboolean
quit_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_REMOVE;
}

static void
test_http2 (void)
{
  Fixture fixture = { g_main_context_new () };
  g_autoptr (GTlsDatabase) trust = net_server_trust ();
  ChattyHttpSettings settings = CHATTY_HTTP_SETTINGS_INIT;
  g_autoptr (ChattyHttp) http = NULL;
  g_autoptr (ChattyHttpRequest) request = chatty_http_request_new ("GET", "/big");
  g_autoptr (ChattyHttpRequest) upload = chatty_http_request_new ("POST", "/a");
  g_autoptr (ChattyHttpResponse) response = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GBytes) large = g_bytes_new_take (g_malloc0 (3000000), 3000000);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  GThread *server, *threads[N_THREADS];
  gint64 start;

  fixture.loop = g_main_loop_new (fixture.context, FALSE);
  server = g_thread_new ("server", server_thread, &fixture);
  while (g_atomic_pointer_get (&fixture.address) == NULL)
    g_thread_yield ();

  settings.tls_database = trust;
  settings.max_parallel = N_THREADS;
  settings.max_bytes = 1024 * 1024;
  settings.total_seconds = 20;
#ifdef __SANITIZE_ADDRESS__
  /* Many times as slow: every piece of memory is noted with its callers. */
  settings.connect_seconds = settings.idle_seconds = 120;
  settings.total_seconds = 240;
#endif
  http = chatty_http_new (fixture.address, &settings, &error);
  g_assert_no_error (error);

  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("calls", call_thread, http);
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);

  g_assert_null (chatty_http_send (http, request, NULL, NULL, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE);
  g_clear_error (&error);

  chatty_http_request_set_max_bytes (request, 10000000);
  start = g_get_monotonic_time ();
  g_assert_null (chatty_http_stream (http, request, NULL, stop_cb, cancellable, cancellable, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_CANCELLED);
  g_test_message ("stopped after %d ms", (int) ((g_get_monotonic_time () - start) / 1000));
  g_clear_error (&error);

  chatty_http_request_set_body (upload, "text/plain", large);
  response = chatty_http_send (http, upload, NULL, NULL, &error);
  g_assert_no_error (error);
  text = chatty_http_response_dup_text (response);
  g_assert_cmpstr (text, ==, "{\"size\":3000000}");
  g_assert_cmpint (fixture.n_http2, ==, 0);

  g_main_context_invoke (fixture.context, quit_cb, fixture.loop);
  g_thread_join (server);
  g_main_loop_unref (fixture.loop);
  g_main_context_unref (fixture.context);
  g_free (fixture.address);
}

int
main (int    argc,
      char **argv)
{
  /* Debian 12's server speaks HTTP/2 only so. */
  g_setenv ("SOUP_SERVER_HTTP2", "1", TRUE);
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/http2/all", test_http2);
  return g_test_run ();
}
