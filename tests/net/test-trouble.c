/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* ChattyHttp where there is no end to an answer, nobody there, somebody else
 * there, or no more wish to wait. */

#include "config.h"

#include <string.h>

#include "chatty-error.h"
#include "chatty-http.h"
#include "chatty-json.h"
#include "chatty-time.h"
#include "net-calls.h"

/* Waits in vain for the end, so that the connection stays open. */
static gboolean
silent_cb (NetRequest *request,
           gpointer    user_data)
{
  char byte;

  net_write (request, user_data, -1);
  g_input_stream_read (g_io_stream_get_input_stream (request->connection), &byte, 1,
                       request->stopped, NULL);
  return FALSE;
}

static gboolean
endless_cb (NetRequest *request,
            gpointer    user_data)
{
  g_autofree char *chunk = g_strnfill (16 * 1024, ' ');

  net_write (request, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n", -1);
  while (net_write (request, chunk, -1))
    ;
  return FALSE;
}

/* A byte now and then, for ever. */
static gboolean
drip_cb (NetRequest *request,
         gpointer    user_data)
{
  GPollFD fd = { -1, 0, 0 };

  net_write (request, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", -1);
  g_cancellable_make_pollfd (request->stopped, &fd);
  while (net_write (request, " ", 1))
    g_poll (&fd, 1, 100);
  g_cancellable_release_fd (request->stopped);
  return FALSE;
}

static gboolean
bomb_cb (NetRequest *request,
         gpointer    user_data)
{
  g_autoptr (GZlibCompressor) gzip = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9);
  g_autoptr (GOutputStream) output = NULL;
  g_autofree char *zeros = g_malloc0 (1024 * 1024);

  net_write (request, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"
             "Content-Type: application/json\r\n\r\n", -1);
  output = g_converter_output_stream_new (request->output, G_CONVERTER (gzip));
  g_filter_output_stream_set_close_base_stream (G_FILTER_OUTPUT_STREAM (output), FALSE);
  for (guint i = 0; i < 1024; i++)
    if (!g_output_stream_write_all (output, zeros, 1024 * 1024, NULL, request->stopped, NULL))
      break;
  g_output_stream_close (output, NULL, NULL);
  return FALSE;
}

static gboolean
count_chunk (const char  *bytes,
             gsize        length,
             gpointer     user_data,
             GError     **error)
{
  *(guint64 *) user_data += length;
  return TRUE;
}

static gboolean
one_chunk (const char  *bytes,
           gsize        length,
           gpointer     user_data,
           GError     **error)
{
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED, "enough");
  return FALSE;
}

static void
test_bounds (void)
{
  g_autoptr (NetServer) server = net_server_new (FALSE);
  ChattyHttpSettings settings = net_settings ();
  g_autoptr (ChattyHttp) http = NULL;
  g_autoptr (ChattyHttpRequest) request = chatty_http_request_new ("POST", "/endless");
  g_autoptr (GError) error = NULL;
  guint64 n = 0;
  gint64 start;

  settings.idle_seconds = 1;
  settings.total_seconds = 2;
  http = chatty_http_new (net_server_get_address (server), &settings, NULL);
  net_server_on (server, "/endless", endless_cb, NULL);
  net_server_on (server, "/drip", drip_cb, NULL);
  net_server_on (server, "/bomb", bomb_cb, NULL);
  net_server_on (server, "/silent", silent_cb, (gpointer) "");
  net_server_on (server, "/half", silent_cb, (gpointer) "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{");

  g_assert_null (net_get (http, "POST", "/endless", NULL, &error));
  net_assert_fault (&error, CHATTY_ERROR_TOO_LARGE, "MiB");
  g_assert_null (chatty_http_stream (http, request, NULL, count_chunk, &n, NULL, &error));
  net_assert_fault (&error, CHATTY_ERROR_TOO_LARGE, "MiB");
  g_assert_cmpuint (n, <=, 1024 * 1024);
  g_assert_null (chatty_http_stream (http, request, NULL, one_chunk, NULL, NULL, &error));
  net_assert_fault (&error, CHATTY_ERROR_UNSUPPORTED, "enough");
  chatty_http_request_set_max_bytes (request, 100);
  g_assert_null (chatty_http_send (http, request, NULL, NULL, &error));
  net_assert_fault (&error, CHATTY_ERROR_TOO_LARGE, "100");

  g_assert_null (net_get (http, "POST", "/bomb", NULL, &error));
  net_assert_fault (&error, CHATTY_ERROR_TOO_LARGE, "MiB");

  start = g_get_monotonic_time ();
  g_assert_null (net_get (http, "POST", "/drip", NULL, &error));
  net_assert_fault (&error, CHATTY_ERROR_TIMED_OUT, "2 seconds");
  g_assert_null (net_get (http, "POST", "/silent", NULL, &error));
  net_assert_fault (&error, CHATTY_ERROR_TIMED_OUT, "127.0.0.1");
  g_assert_null (net_get (http, "POST", "/half", NULL, &error));
  net_assert_fault (&error, CHATTY_ERROR_TIMED_OUT, "127.0.0.1");
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 3 * G_USEC_PER_SEC);
}

static void
test_unreachable (void)
{
  g_autoptr (NetServer) server = net_server_new (FALSE);
  g_autoptr (ChattyHttp) http = net_http (net_server_get_address (server), NULL);
  g_autoptr (ChattyHttp) nowhere = net_http ("https://nobody.invalid", NULL);
  g_autoptr (GError) error = NULL;

  net_server_stop (server);
  g_assert_null (net_get (http, "GET", "/a", NULL, &error));
  net_assert_fault (&error, CHATTY_ERROR_OFFLINE, "takes no calls");
  g_assert_null (net_get (nowhere, "POST", "/a", NULL, &error));
  net_assert_fault (&error, CHATTY_ERROR_OFFLINE, "nobody.invalid");
}

/* Where a call can be when it is stopped. */
typedef enum {
  IN_TURN,     /* it waits until the pacer lets it go */
  IN_ANSWER,   /* the server has it and says nothing */
  IN_BODY,     /* some of the answer has come */
  BETWEEN,     /* one attempt is over, and the next is to come */
} Place;

typedef struct {
  Place                  place;
  const char            *path;
  NetServer             *server;
  GCancellable          *cancellable;
  ChattyExchangeJournal *journal;
  gint                   n_chunks;
  gint64                 when;
} Stop;

static gboolean
is_there (Stop *stop)
{
  switch (stop->place)
    {
    case IN_TURN:
      /* The pacer listens to it while a call waits there. */
      return g_signal_has_handler_pending (stop->cancellable,
                                           g_signal_lookup ("cancelled", G_TYPE_CANCELLABLE), 0,
                                           TRUE);
    case IN_ANSWER:
      return net_server_get_count (stop->server, stop->path) > 0;
    case IN_BODY:
      return g_atomic_int_get (&stop->n_chunks) > 0;
    case BETWEEN:
      return chatty_exchange_journal_get_size (stop->journal) > 0;
    }
  g_return_val_if_reached (TRUE);
}

static gpointer
cancel_thread (gpointer user_data)
{
  Stop *stop = user_data;
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  while (!is_there (stop) && g_get_monotonic_time () < end)
    g_thread_yield ();
  g_assert_true (is_there (stop));
  stop->when = g_get_monotonic_time ();
  g_cancellable_cancel (stop->cancellable);
  return NULL;
}

static gboolean
stop_chunk (const char  *bytes,
            gsize        length,
            gpointer     user_data,
            GError     **error)
{
  g_atomic_int_inc (&((Stop *) user_data)->n_chunks);
  return TRUE;
}

/* At every point of a call: before it, waiting for the turn, for the answer,
 * in its body, between two attempts. */
static void
test_cancel (void)
{
  static const struct {
    const char *path;
    Place       place;
  } cases[] = {
    { "/turn", IN_TURN }, { "/silent", IN_ANSWER }, { "/half", IN_BODY }, { "/endless", IN_BODY },
    { "/later", BETWEEN },
  };
  static const char *const later[] = { "503 No", "Retry-After: 3\r\n", "" };
  g_autoptr (NetServer) server = net_server_new (FALSE);

  net_server_on (server, "/silent", silent_cb, (gpointer) "");
  net_server_on (server, "/half", silent_cb, (gpointer) "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{");
  net_server_on (server, "/endless", endless_cb, NULL);
  net_server_on (server, "/later", net_reply_cb, (gpointer) later);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ChattyHttpSettings settings = net_settings ();
      g_autoptr (ChattyHttp) http = NULL;
      g_autoptr (ChattyHttpRequest) request = chatty_http_request_new ("GET", cases[i].path);
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (ChattyPacer) pacer = chatty_pacer_new (1, 0);
      g_autoptr (ChattyExchangeJournal) journal = chatty_exchange_journal_new (3);
      g_autoptr (GError) error = NULL;
      Stop stop = { cases[i].place, cases[i].path, server, cancellable, journal };
      ChattyPacerTicket ticket;
      GThread *thread;
      gint64 took;

      settings.max_bytes = G_MAXINT64;
      settings.pacer = pacer;
      settings.journal = journal;
      settings.retry.max_wait = 10 * G_USEC_PER_SEC;
      http = chatty_http_new (net_server_get_address (server), &settings, NULL);
      if (cases[i].place == IN_TURN)
        chatty_pacer_enter (pacer, &ticket, NULL, NULL);
      thread = g_thread_new ("cancel", cancel_thread, &stop);
      g_assert_null (chatty_http_stream (http, request, NULL, stop_chunk, &stop, cancellable,
                                         &error));
      took = g_get_monotonic_time () - stop.when;
      g_thread_join (thread);
      g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_CANCELLED);
      g_test_message ("%s: stopped after %d µs", cases[i].path, (int) took);
      g_assert_cmpint (took, <, 200 * 1000);

      g_clear_error (&error);
      g_assert_null (chatty_http_send (http, request, NULL, cancellable, &error));
      g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_CANCELLED);
    }
}

static void
test_tls (void)
{
  g_autoptr (NetServer) server = net_server_new (TRUE);
  ChattyHttpSettings settings = net_settings ();
  g_autoptr (GTlsDatabase) trust = net_server_trust ();
  g_autoptr (ChattyHttp) http = net_http (net_server_get_address (server), NULL);
  g_autofree char *by_name = g_strdup_printf ("https://localhost:%u", net_server_get_port (server));
  g_autoptr (ChattyHttp) trusting = NULL;
  g_autoptr (ChattyHttp) misnamed = NULL;
  g_autoptr (ChattyHttpAuth) auth = net_auth_new (net_server_get_address (server), NET_KEY, NULL);
  g_autoptr (ChattyHttpAuth) other = net_auth_new (by_name, NET_KEY, NULL);
  g_autoptr (ChattyHttpResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  net_server_on (server, "/a", net_echo_cb, NULL);
  g_assert_null (net_get (http, "GET", "/a", auth, &error));
  net_assert_fault (&error, CHATTY_ERROR_SERVER, "vouches");

  settings.tls_database = trust;
  misnamed = chatty_http_new (by_name, &settings, NULL);
  g_assert_null (net_get (misnamed, "GET", "/a", other, &error));
  net_assert_fault (&error, CHATTY_ERROR_SERVER, "another server");
  g_assert_false (net_server_received (server, NET_KEY));
  g_assert_cmpuint (net_server_get_count (server, "/a"), ==, 0);

  trusting = chatty_http_new (net_server_get_address (server), &settings, NULL);
  response = net_get (trusting, "GET", "/a", auth, &error);
  g_assert_no_error (error);
  g_assert_true (net_server_received (server, NET_KEY));
}

/* In a process of its own, whose environment names a proxy. */
static void
test_proxy (void)
{
  g_autoptr (NetServer) proxy = NULL;
  g_autoptr (NetServer) server = NULL;
  g_autofree char *address = NULL;
  g_autoptr (GError) error = NULL;

  if (g_test_subprocess ())
    {
      static const char *const let[] = { "200 OK", "", "{\"proxy\":1}" };
      g_autoptr (ChattyHttp) here = NULL;
      g_autoptr (ChattyHttp) there = NULL;
      g_autoptr (ChattyHttpAuth) auth = NULL;
      g_autoptr (ChattyHttpAuth) far = net_auth_new ("https://api.example.invalid", NET_KEY, NULL);
      g_autoptr (ChattyHttpResponse) response = NULL;

      proxy = net_server_new (FALSE);
      server = net_server_new (FALSE);
      address = g_strdup (net_server_get_address (proxy));
      g_setenv ("http_proxy", address, TRUE);
      g_setenv ("https_proxy", address, TRUE);
      g_setenv ("all_proxy", address, TRUE);
      g_unsetenv ("no_proxy");
      net_server_on (server, "/a", net_echo_cb, NULL);
      net_server_on (proxy, "/a", net_reply_cb, (gpointer) let);
      net_server_on (proxy, "api.example.invalid:443", net_raw_cb,
                     (gpointer) "HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");

      here = net_http (net_server_get_address (server), NULL);
      auth = net_auth_new (net_server_get_address (server), NET_KEY, NULL);
      response = net_get (here, "GET", "/a", auth, &error);
      g_assert_no_error (error);
      g_assert_true (net_server_received (server, NET_KEY));

      /* What is secure stays so: the proxy may carry it, and sees no more. */
      there = net_http ("https://api.example.invalid", NULL);
      g_assert_null (net_get (there, "GET", "/a", far, &error));
      g_test_message ("%s", error->message);
      g_assert_true (net_server_received (proxy, "CONNECT api.example.invalid:443 "));
      g_assert_false (net_server_received (proxy, NET_KEY));
      g_assert_false (net_server_received (proxy, "GET "));
      return;
    }
  if (!g_str_equal (G_OBJECT_TYPE_NAME (g_proxy_resolver_get_default ()), "GLibproxyResolver"))
    {
      g_test_skip ("this GLib does not read a proxy from the environment");
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
}

int
main (int    argc,
      char **argv)
{
  /* The one that reads the environment; that of the desktop wants schemas. */
  g_setenv ("GIO_USE_PROXY_RESOLVER", "libproxy", TRUE);
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/trouble/bounds", test_bounds);
  g_test_add_func ("/trouble/unreachable", test_unreachable);
  g_test_add_func ("/trouble/cancel", test_cancel);
  g_test_add_func ("/trouble/tls", test_tls);
  g_test_add_func ("/trouble/proxy", test_proxy);

  return g_test_run ();
}
