/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "chatty-error.h"
#include "chatty-pkce.h"
#include "chatty-redirect-listener.h"

#define STATE "state-0123456789abcdefghijklmnopqrstuvwxyzAB"
#define CODE "4/canary4f1c9b7e2d8a6053c1b9"
#define ISSUER "https://accounts.example"

static void
test_pkce (void)
{
  /* RFC 7636, appendix B. */
  g_autoptr (ChattySecret) known =
    chatty_secret_new ("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", -1);
  g_autofree char *challenge = chatty_pkce_challenge (known);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_assert_cmpstr (challenge, ==, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
  for (guint i = 0; i < 1000; i++)
    {
      g_autoptr (ChattySecret) verifier = chatty_pkce_new_verifier ();
      const char *text = chatty_secret_peek (verifier);

      g_assert_cmpuint (strlen (text), ==, 43);
      g_assert_cmpuint (strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
                        ==, 43);
      g_assert_true (g_hash_table_add (seen, g_strdup (text)));
    }
}

static void
test_read (void)
{
  g_autoptr (ChattySecret) state = chatty_secret_new (STATE, -1);
  const ChattyRedirectExpected expected = { "127.0.0.1:4321", "/google", state, ISSUER };
  static const struct {
    const char            *head;
    ChattyRedirectVerdict  verdict;
  } rows[] = {
#define HOST "Host: 127.0.0.1:4321\r\n\r\n"
    { "GET /google?state=" STATE "&code=" CODE " HTTP/1.1\r\n" HOST, CHATTY_REDIRECT_ACCEPTED },
    { "GET /google?code=4%2Fa%2Bb&state=" STATE "&scope=a+b&authuser=0 HTTP/1.1\r\n" HOST,
      CHATTY_REDIRECT_ACCEPTED },
    { "GET /google?state=" STATE "&code=" CODE "&iss=https%3A%2F%2Faccounts.example HTTP/1.1\r\n" HOST,
      CHATTY_REDIRECT_ACCEPTED },
    { "GET /google?error=access_denied&state=" STATE " HTTP/1.1\r\n" HOST, CHATTY_REDIRECT_ACCEPTED },
    { "GET /google?state=" STATE "&code=" CODE " HTTP/1.0\r\nhost:127.0.0.1:4321\r\n\r\n",
      CHATTY_REDIRECT_ACCEPTED },
    { "GET /favicon.ico HTTP/1.1\r\n" HOST, CHATTY_REDIRECT_OTHER },
    { "GET / HTTP/1.1\r\n" HOST, CHATTY_REDIRECT_OTHER },
    { "GET /google/?state=" STATE "&code=" CODE " HTTP/1.1\r\n" HOST, CHATTY_REDIRECT_OTHER },
    { "GET /other?state=" STATE "&code=" CODE " HTTP/1.1\r\n" HOST, CHATTY_REDIRECT_OTHER },
    { "GET http://127.0.0.1:4321/google?state=" STATE "&code=" CODE " HTTP/1.1\r\n" HOST,
      CHATTY_REDIRECT_OTHER },
    { "POST /google?state=" STATE "&code=" CODE " HTTP/1.1\r\n" HOST, CHATTY_REDIRECT_METHOD },
    { "HEAD /google?state=" STATE "&code=" CODE " HTTP/1.1\r\n" HOST, CHATTY_REDIRECT_METHOD },
    { "GET /google?state=wrong&code=" CODE " HTTP/1.1\r\n" HOST, CHATTY_REDIRECT_REFUSED },
    { "GET /google?state=&code=" CODE " HTTP/1.1\r\n" HOST, CHATTY_REDIRECT_REFUSED },
    { "GET /google?code=" CODE " HTTP/1.1\r\n" HOST, CHATTY_REDIRECT_REFUSED },
    { "GET /google HTTP/1.1\r\n" HOST, CHATTY_REDIRECT_REFUSED },
    { "GET /google?state=" STATE " HTTP/1.1\r\n" HOST, CHATTY_REDIRECT_REFUSED },
    { "GET /google?state=" STATE "&code= HTTP/1.1\r\n" HOST, CHATTY_REDIRECT_REFUSED },
    { "GET /google?state=" STATE "&code=a&error=b HTTP/1.1\r\n" HOST, CHATTY_REDIRECT_REFUSED },
    { "GET /google?state=" STATE "&state=" STATE "&code=a HTTP/1.1\r\n" HOST, CHATTY_REDIRECT_REFUSED },
    { "GET /google?state=" STATE "&code=a&code=b HTTP/1.1\r\n" HOST, CHATTY_REDIRECT_REFUSED },
    { "GET /google?state=" STATE "&code=%00 HTTP/1.1\r\n" HOST, CHATTY_REDIRECT_REFUSED },
    { "GET /google?state=" STATE "&code=%ff%fe HTTP/1.1\r\n" HOST, CHATTY_REDIRECT_REFUSED },
    { "GET /google?state=" STATE "&code=%zz HTTP/1.1\r\n" HOST, CHATTY_REDIRECT_REFUSED },
    { "GET /google?state=" STATE "&code=a&iss=https://evil.example HTTP/1.1\r\n" HOST,
      CHATTY_REDIRECT_REFUSED },
    { "GET /google?state=" STATE "&code=a HTTP/1.1\r\nHost: evil.example:4321\r\n\r\n",
      CHATTY_REDIRECT_REFUSED },
    { "GET /google?state=" STATE "&code=a HTTP/1.1\r\nHost: localhost:4321\r\n\r\n",
      CHATTY_REDIRECT_REFUSED },
    { "GET /google?state=" STATE "&code=a HTTP/1.1\r\nHost: 127.0.0.1:4321\r\n" HOST,
      CHATTY_REDIRECT_REFUSED },
    { "GET /google?state=" STATE "&code=a HTTP/1.1\r\n\r\n", CHATTY_REDIRECT_REFUSED },
    { "GET /google?state=" STATE "&code=a\r\n" HOST, CHATTY_REDIRECT_REFUSED },
    { "GET  /google?state=" STATE "&code=a HTTP/1.1\r\n" HOST, CHATTY_REDIRECT_REFUSED },
    { "\r\n\r\n", CHATTY_REDIRECT_REFUSED },
    { "\x16\x03\x01\x02\r\n\r\n", CHATTY_REDIRECT_REFUSED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (ChattyRedirect) redirect = NULL;
      ChattyRedirectVerdict verdict = chatty_redirect_read (rows[i].head, strlen (rows[i].head),
                                                            &expected, &redirect);

      if (verdict != rows[i].verdict)
        g_test_fail_printf ("%s: %d instead of %d", rows[i].head, verdict, rows[i].verdict);
      g_assert_true ((redirect != NULL) == (verdict == CHATTY_REDIRECT_ACCEPTED));
      if (i == 1)
        {
          g_assert_cmpstr (chatty_secret_peek (redirect->code), ==, "4/a+b");
          g_assert_cmpstr (redirect->scope, ==, "a b");
        }
    }
}

/* A sign-in that waits on a thread of its own. */
typedef struct {
  ChattyRedirectListener *listener;
  GCancellable           *cancellable;
  GThread                *thread;
  guint                   seconds;
  guint16                 port;
  ChattyRedirect         *redirect;
  GError                 *error;
  gint64                  ended;    /* monotonic */
} Flow;

static gpointer
flow_thread (gpointer user_data)
{
  Flow *flow = user_data;

  flow->redirect = chatty_redirect_listener_wait (flow->listener, flow->seconds,
                                                  flow->cancellable, &flow->error);
  flow->ended = g_get_monotonic_time ();
  return NULL;
}

static void
flow_begin (Flow  *flow,
            guint  seconds)
{
  g_autoptr (ChattySecret) state = chatty_secret_new (STATE, -1);
  const char *address;

  flow->listener = chatty_redirect_listener_new ("/google", state, ISSUER, &flow->error);
  g_assert_no_error (flow->error);
  address = chatty_redirect_listener_get_address (flow->listener);
  g_assert_true (g_str_has_prefix (address, "http://127.0.0.1:"));
  g_assert_true (g_str_has_suffix (address, "/google"));
  flow->port = g_ascii_strtoull (address + strlen ("http://127.0.0.1:"), NULL, 10);
  flow->cancellable = g_cancellable_new ();
  flow->seconds = seconds;
  flow->thread = g_thread_new ("sign-in", flow_thread, flow);
}

static void
flow_join (Flow *flow)
{
  g_thread_join (g_steal_pointer (&flow->thread));
}

static void
flow_clear (Flow *flow)
{
  g_clear_object (&flow->listener);
  g_clear_object (&flow->cancellable);
  g_clear_pointer (&flow->redirect, chatty_redirect_free);
  g_clear_error (&flow->error);
}

static GSocketConnection *
dial (Flow    *flow,
      GError **error)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, flow->port);

  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_set_timeout (client, 20);
  return g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, error);
}

/* Everything that is answered; what cannot be written any more is not an error
 * of the one who asks. */
static char *
ask (Flow       *flow,
     const char *request,
     gsize       length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) connection = dial (flow, &error);
  GInputStream *input;
  GString *answer = g_string_new (NULL);
  char buffer[4096];
  gssize n;

  g_assert_no_error (error);
  input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), request,
                             length, NULL, NULL, NULL);
  while ((n = g_input_stream_read (input, buffer, sizeof buffer, NULL, NULL)) > 0)
    g_string_append_len (answer, buffer, n);
  return g_string_free (answer, FALSE);
}

static void
check_answer (const char *answer,
              const char *status)
{
  g_assert_true (g_str_has_prefix (answer, status));
  g_assert_nonnull (strstr (answer, "\r\nCache-Control: no-store\r\n"));
  g_assert_nonnull (strstr (answer, "\r\nReferrer-Policy: no-referrer\r\n"));
  g_assert_nonnull (strstr (answer, "\r\nContent-Security-Policy: default-src 'none'"));
  g_assert_nonnull (strstr (answer, "\r\nConnection: close\r\n"));
  g_assert_null (strstr (answer, "canary"));
  g_assert_null (strstr (answer, "state-"));
  g_assert_null (strstr (answer, "script"));
}

static char *
right_request (Flow *flow)
{
  return g_strdup_printf ("GET /google?state=" STATE "&code=" CODE " HTTP/1.1\r\n"
                          "Host: 127.0.0.1:%u\r\nUser-Agent: canary\r\n\r\n", flow->port);
}

/* Ends a flow as the browser does, and looks that nobody gets in afterwards. */
static void
finish (Flow *flow)
{
  g_autofree char *request = right_request (flow);
  g_autofree char *answer = ask (flow, request, strlen (request));
  g_autoptr (GSocketConnection) second = NULL;
  g_autoptr (GError) error = NULL;
  gint64 asked = g_get_monotonic_time ();

  check_answer (answer, "HTTP/1.1 200 OK\r\n");
  second = dial (flow, &error);
  g_assert_null (second);
  flow_join (flow);
  g_assert_no_error (flow->error);
  g_assert_cmpstr (chatty_secret_peek (flow->redirect->code), ==, CODE);
  g_assert_cmpint (flow->ended - asked, <, 100 * 1000);
}

static void
test_accepted (void)
{
  Flow flow = { NULL };

  flow_begin (&flow, 60);
  finish (&flow);
  flow_clear (&flow);
}

static void
test_declined (void)
{
  Flow flow = { NULL };
  g_autofree char *request = NULL;
  g_autofree char *answer = NULL;
  g_autoptr (GError) error = NULL;

  flow_begin (&flow, 60);
  request = g_strdup_printf ("GET /google?error=access_denied&state=" STATE " HTTP/1.1\r\n"
                             "Host: 127.0.0.1:%u\r\n\r\n", flow.port);
  answer = ask (&flow, request, strlen (request));
  check_answer (answer, "HTTP/1.1 200 OK\r\n");
  flow_join (&flow);
  g_assert_no_error (flow.error);
  g_assert_null (flow.redirect->code);
  g_assert_cmpstr (flow.redirect->error, ==, "access_denied");
  g_assert_null (dial (&flow, &error));
  flow_clear (&flow);
}

/* Whoever was connected before the browser came back, and says it right after
 * that, is too late: one code is taken, and nobody else gets an answer. */
static void
test_second (void)
{
  Flow flow = { NULL };
  GSocketConnection *early[3];
  gsize said[3];
  g_autofree char *request = NULL;

  flow_begin (&flow, 60);
  request = g_strdup_printf ("GET /google?state=" STATE "&code=another HTTP/1.1\r\n"
                             "Host: 127.0.0.1:%u\r\n\r\n", flow.port);
  /* Nothing yet, the half, all but the last byte. */
  for (guint i = 0; i < G_N_ELEMENTS (early); i++)
    {
      g_autoptr (GError) error = NULL;

      said[i] = i == 2 ? strlen (request) - 1 : i * strlen (request) / 2;
      early[i] = dial (&flow, &error);
      g_assert_no_error (error);
      g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (early[i])), request,
                                 said[i], NULL, NULL, NULL);
    }
  finish (&flow);
  for (guint i = 0; i < G_N_ELEMENTS (early); i++)
    {
      char buffer[16];

      g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (early[i])),
                                 request + said[i], strlen (request) - said[i], NULL, NULL, NULL);
      g_assert_cmpint (g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (early[i])),
                                            buffer, sizeof buffer, NULL, NULL), <=, 0);
      g_object_unref (early[i]);
    }
  flow_clear (&flow);
}

/* None of them ends the sign-in. */
static void
test_attacks (void)
{
  static const struct {
    const char *request;   /* %u is the port */
    const char *status;
  } rows[] = {
    { "GET /google?state=canary&code=canary HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n\r\n", "HTTP/1.1 400 " },
    { "GET /google?code=canary HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n\r\n", "HTTP/1.1 400 " },
    { "GET /canary?state=" STATE "&code=canary HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n\r\n", "HTTP/1.1 404 " },
    { "GET /favicon.ico HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n\r\n", "HTTP/1.1 404 " },
    { "POST /google?state=" STATE "&code=canary HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n"
      "Content-Length: 6\r\n\r\ncanary", "HTTP/1.1 405 " },
    { "GET /google?state=" STATE "&code=canary HTTP/1.1\r\nHost: rebound.example:%u\r\n\r\n",
      "HTTP/1.1 400 " },
    { "GET /google?state=" STATE "&code=canary&iss=https%%3A%%2F%%2Fcanary.example HTTP/1.1\r\n"
      "Host: 127.0.0.1:%u\r\n\r\n", "HTTP/1.1 400 " },
    { "canary%u\r\n\r\n", "HTTP/1.1 400 " },
  };
  Flow flow = { NULL };

  flow_begin (&flow, 60);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *port = g_strdup_printf ("%u", flow.port);
      g_auto (GStrv) parts = g_strsplit (rows[i].request, "%u", 2);
      g_auto (GStrv) percents = NULL;
      g_autofree char *joined = g_strjoin (port, parts[0], parts[1], NULL);
      g_autofree char *request = NULL;
      g_autofree char *answer = NULL;

      percents = g_strsplit (joined, "%%", -1);
      request = g_strjoinv ("%", percents);
      answer = ask (&flow, request, strlen (request));
      check_answer (answer, rows[i].status);
    }
  finish (&flow);
  flow_clear (&flow);
}

static void
test_too_large (void)
{
  g_autofree char *filler = g_strnfill (1024 * 1024, 'a');
  Flow flow = { NULL };
  g_autofree char *query = NULL;
  g_autofree char *first = NULL;
  g_autoptr (GString) bomb = g_string_new ("GET /google HTTP/1.1\r\n");
  g_autofree char *second = NULL;

  flow_begin (&flow, 60);
  query = g_strdup_printf ("GET /google?state=%s HTTP/1.1\r\n\r\n", filler);
  first = ask (&flow, query, strlen (query));
  for (guint i = 0; i < 100000; i++)
    g_string_append_printf (bomb, "X-%u: canary\r\n", i);
  g_string_append (bomb, "\r\n");
  second = ask (&flow, bomb->str, bomb->len);
  /* A peer that goes on sending may lose the page to a reset. */
  if (*first != '\0')
    check_answer (first, "HTTP/1.1 431 ");
  if (*second != '\0')
    check_answer (second, "HTTP/1.1 431 ");
  finish (&flow);
  flow_clear (&flow);
}

/* 200 sockets that say nothing, or a byte now and then: the browser gets in. */
static void
test_crowd (void)
{
  Flow flow = { NULL };
  g_autoptr (GPtrArray) crowd = g_ptr_array_new_with_free_func (g_object_unref);

  flow_begin (&flow, 60);
  for (guint i = 0; i < 200; i++)
    {
      g_autoptr (GError) error = NULL;
      GSocketConnection *connection = dial (&flow, &error);

      g_assert_no_error (error);
      g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                                 "GET /google", i % 12, NULL, NULL, NULL);
      g_ptr_array_add (crowd, connection);
    }
  finish (&flow);
  flow_clear (&flow);
}

/* The head comes byte by byte; that alone is no reason to refuse it. */
static void
test_slow (void)
{
  Flow flow = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) connection = NULL;
  g_autofree char *request = NULL;
  char buffer[16] = "";

  flow_begin (&flow, 60);
  request = right_request (&flow);
  connection = dial (&flow, &error);
  g_assert_no_error (error);
  g_tcp_connection_set_graceful_disconnect (G_TCP_CONNECTION (connection), FALSE);
  for (const char *p = request; *p != '\0'; p++)
    g_assert_true (g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                                              p, 1, NULL, NULL, NULL));
  g_assert_true (g_input_stream_read_all (g_io_stream_get_input_stream (G_IO_STREAM (connection)),
                                          buffer, 12, NULL, NULL, NULL));
  g_assert_cmpstr (buffer, ==, "HTTP/1.1 200");
  flow_join (&flow);
  g_assert_no_error (flow.error);
  flow_clear (&flow);
}

/* Slow-loris: who does not get to the end is dropped after a few seconds. */
static void
test_dropped (void)
{
  Flow flow = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) connection = NULL;
  gint64 began = g_get_monotonic_time ();
  char buffer[16];

  flow_begin (&flow, 60);
  connection = dial (&flow, &error);
  g_assert_no_error (error);
  g_assert_true (g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                                            "GET ", 4, NULL, NULL, NULL));
  g_assert_cmpint (g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)),
                                        buffer, sizeof buffer, NULL, NULL), <=, 0);
  g_assert_cmpint (g_get_monotonic_time () - began, <, 15 * G_USEC_PER_SEC);
  finish (&flow);
  flow_clear (&flow);
}

static void
test_cancelled (void)
{
  Flow flow = { NULL };
  g_autoptr (GError) error = NULL;
  gint64 asked;

  flow_begin (&flow, 60);
  asked = g_get_monotonic_time ();
  g_cancellable_cancel (flow.cancellable);
  flow_join (&flow);
  g_assert_error (flow.error, CHATTY_ERROR, CHATTY_ERROR_CANCELLED);
  g_assert_cmpint (flow.ended - asked, <, 100 * 1000);
  g_assert_null (dial (&flow, &error));
  flow_clear (&flow);
}

static void
test_timed_out (void)
{
  Flow flow = { NULL };
  g_autoptr (GError) error = NULL;

  flow_begin (&flow, 1);
  flow_join (&flow);
  g_assert_error (flow.error, CHATTY_ERROR, CHATTY_ERROR_TIMED_OUT);
  g_assert_null (dial (&flow, &error));
  flow_clear (&flow);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/signin/pkce", test_pkce);
  g_test_add_func ("/signin/redirect/read", test_read);
  g_test_add_func ("/signin/redirect/accepted", test_accepted);
  g_test_add_func ("/signin/redirect/declined", test_declined);
  g_test_add_func ("/signin/redirect/second", test_second);
  g_test_add_func ("/signin/redirect/attacks", test_attacks);
  g_test_add_func ("/signin/redirect/too-large", test_too_large);
  g_test_add_func ("/signin/redirect/crowd", test_crowd);
  g_test_add_func ("/signin/redirect/slow", test_slow);
  g_test_add_func ("/signin/redirect/dropped", test_dropped);
  g_test_add_func ("/signin/redirect/cancelled", test_cancelled);
  g_test_add_func ("/signin/redirect/timed-out", test_timed_out);

  return g_test_run ();
}
