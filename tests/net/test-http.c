/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* ChattyHttp against a server that answers well, badly, and to others. */

#include "config.h"

#include <string.h>

#include "chatty-error.h"
#include "chatty-http.h"
#include "chatty-json.h"
#include "chatty-time.h"
#include "net-calls.h"

static gboolean
chunks_cb (NetRequest *request,
           gpointer    user_data)
{
  return net_write (request, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                    "1\r\n{\r\n2\r\n }\r\n0\r\n\r\n", -1);
}

static void
test_requests (void)
{
  g_autoptr (NetServer) server = net_server_new (FALSE);
  g_autofree char *address = g_strconcat (net_server_get_address (server), "/base/", NULL);
  g_autoptr (ChattyHttp) http = net_http (address, NULL);
  g_autoptr (ChattyHttpRequest) request = chatty_http_request_new ("POST", "/a%20b");
  g_autoptr (ChattyHttpResponse) response = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = chatty_json_parse ("{\"ж\":[1]}", -1, NULL);
  g_autofree char *text = NULL;

  net_server_on (server, "/base/a%20b", net_echo_cb, NULL);
  chatty_http_request_add_query (request, "q", "1 & ж?");
  chatty_http_request_set_header (request, "X-One", "first");
  chatty_http_request_set_header (request, "x-one", "second");
  chatty_http_request_set_json (request, node);
  response = chatty_http_send (http, request, NULL, NULL, &error);
  g_assert_no_error (error);
  text = chatty_http_response_dup_text (response);
  g_assert_true (g_str_has_prefix (text, "POST /base/a%20b?q=1%20%26%20%D0%B6%3F\n"));
  g_assert_nonnull (strstr (text, "x-one: second\r\n"));
  g_assert_null (strstr (text, "first"));
  g_assert_nonnull (strstr (text, "Content-Type: application/json\r\n"));
  g_assert_nonnull (strstr (text, "User-Agent: " PACKAGE_NAME "/"));
  g_assert_null (strstr (text, "Cookie"));
  g_assert_true (g_str_has_suffix (text, "\n{\"ж\":[1]}"));
  g_assert_cmpint (chatty_http_response_get_date (response), ==,
                   chatty_time_parse_iso ("1994-11-06T08:49:37Z"));
  g_clear_pointer (&response, chatty_http_response_unref);
  g_clear_pointer (&request, chatty_http_request_unref);
  g_clear_pointer (&text, g_free);

  request = chatty_http_request_new ("POST", "/a%20b");
  chatty_http_request_add_form_field (request, "a", "1+ 2");
  chatty_http_request_add_form_field (request, "b", "=&");
  response = chatty_http_send (http, request, NULL, NULL, &error);
  g_assert_no_error (error);
  text = chatty_http_response_dup_text (response);
  g_assert_true (g_str_has_suffix (text, "\na=1%2B%202&b=%3D%26"));
  g_assert_nonnull (strstr (text, "Content-Type: application/x-www-form-urlencoded"));
  g_clear_pointer (&response, chatty_http_response_unref);
  g_clear_pointer (&request, chatty_http_request_unref);
  g_clear_pointer (&text, g_free);

  {
    g_autoptr (GBytes) wave = g_bytes_new_static ("RIFF", 4);

    request = chatty_http_request_new ("POST", "/a%20b");
    chatty_http_request_add_part (request, "charID", "ж 1");
    chatty_http_request_add_part_bytes (request, "file", "a\"\r\nb.wav", "audio/wav", wave);
    response = chatty_http_send (http, request, NULL, NULL, &error);
    g_assert_no_error (error);
    text = chatty_http_response_dup_text (response);
    g_assert_nonnull (strstr (text, "\r\nContent-Disposition: form-data; name=\"charID\"\r\n\r\nж 1\r\n--"));
    g_assert_nonnull (strstr (text, "; name=\"file\"; filename=\"a%22%0D%0Ab.wav\"\r\n"
                              "Content-Type: audio/wav\r\n\r\nRIFF\r\n--"));
    g_assert_true (g_str_has_suffix (text, "--\r\n"));
  }
}

static void
test_bad_requests (void)
{
  static const char *const paths[] = { "a", "/../a", "/a/./b", "/a?b", "/a b", "/a\r\nX: y", "/a#b", "//\\x", "" };
  g_autoptr (NetServer) server = net_server_new (FALSE);
  g_autoptr (ChattyHttp) http = net_http (net_server_get_address (server), NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyHttpRequest) request = chatty_http_request_new ("GET", "/ok");
  g_autofree char *escaped = chatty_http_escape ("a/../b?ж");

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_assert_null (net_get (http, "GET", paths[i], NULL, &error));
      g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
      g_clear_error (&error);
    }
  chatty_http_request_set_header (request, "X-One", "a\r\nHost: b");
  g_assert_null (chatty_http_send (http, request, NULL, NULL, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
  g_assert_false (net_server_received (server, "HTTP"));
  g_assert_cmpstr (escaped, ==, "a%2F..%2Fb%3F%D0%B6");
}

static void
test_key_stays (void)
{
  g_autoptr (NetServer) server = net_server_new (FALSE);
  g_autoptr (NetServer) other = net_server_new (FALSE);
  g_autoptr (ChattyExchangeJournal) journal = chatty_exchange_journal_new (10);
  g_autoptr (ChattyHttp) http = net_http (net_server_get_address (server), journal);
  g_autoptr (ChattyHttp) moved = net_http (net_server_get_address (other), journal);
  g_autoptr (ChattyHttpAuth) auth = net_auth_new (net_server_get_address (server), NET_KEY, NULL);
  g_autofree char *secure = g_strdup_printf ("https://127.0.0.1:%u", net_server_get_port (server));
  g_autofree char *by_name = g_strdup_printf ("http://localhost:%u", net_server_get_port (server));
  g_autoptr (ChattyHttp) scheme = net_http (secure, journal);
  g_autoptr (ChattyHttp) name = net_http (by_name, journal);
  g_autoptr (ChattyHttpResponse) response = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  ChattyHttp *elsewhere[] = { moved, scheme, name };

  net_server_on (server, "/a", net_echo_cb, NULL);
  net_server_on (other, "/a", net_echo_cb, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (elsewhere); i++)
    {
      g_assert_null (net_get (elsewhere[i], "GET", "/a", auth, &error));
      net_assert_fault (&error, CHATTY_ERROR_SIGN_IN_NEEDED, "was not sent to");
    }
  g_assert_false (net_server_received (server, NET_KEY));
  g_assert_false (net_server_received (other, "GET"));

  /* The test could see a key that was sent. */
  response = net_get (http, "GET", "/a", auth, &error);
  g_assert_no_error (error);
  g_assert_true (net_server_received (server, "X-Key: pre " NET_KEY "\r\n"));
  text = chatty_exchange_journal_to_text (journal);
  g_assert_nonnull (strstr (text, "X-Key: [hidden]"));
  g_assert_null (strstr (text, NET_KEY));
  g_assert_cmpuint (chatty_exchange_journal_get_size (journal), ==, 1);
}

static gboolean
redirect_cb (NetRequest *request,
             gpointer    user_data)
{
  g_autofree char *location = g_strdup_printf ("Location: %s\r\n", (const char *) user_data);

  return net_reply (request, strstr (request->path, "see") ? "302 Found" : "307 Temporary Redirect",
                    location, "");
}

static void
test_redirects (void)
{
  g_autoptr (NetServer) server = net_server_new (FALSE);
  g_autoptr (NetServer) other = net_server_new (FALSE);
  g_autoptr (ChattyHttp) http = net_http (net_server_get_address (server), NULL);
  g_autoptr (ChattyHttpAuth) auth = net_auth_new (net_server_get_address (server), NET_KEY, NULL);
  g_autofree char *away = g_strconcat (net_server_get_address (other), "/a", NULL);
  g_autofree char *by_name = g_strdup_printf ("http://localhost:%u/a", net_server_get_port (server));
  g_autofree char *user = g_strdup_printf ("http://me@127.0.0.1:%u/a", net_server_get_port (server));
  const char *const faraway[] = { away, by_name, user, "https://127.0.0.1/a", "//evil.example/a",
                                  "file:///etc/passwd", "javascript:alert(1)" };
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyHttpResponse) response = NULL;
  g_autoptr (ChattyHttpRequest) request = NULL;

  net_server_on (server, "/a", net_echo_cb, NULL);
  net_server_on (other, "/a", net_echo_cb, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (faraway); i++)
    for (guint post = 0; post < 2; post++)
      {
        net_server_on (server, "/away", redirect_cb, (gpointer) faraway[i]);
        g_assert_null (net_get (http, post ? "POST" : "GET", "/away", auth, &error));
        net_assert_fault (&error, CHATTY_ERROR_SERVER, "Check the server address");
      }
  g_assert_false (net_server_received (other, "HTTP"));
  g_assert_cmpuint (net_server_get_count (server, "/a"), ==, 0);

  /* Within the origin it goes on, with the body where the call stays the same. */
  net_server_on (server, "/here", redirect_cb, (gpointer) "/a?x=1");
  net_server_on (server, "/see", redirect_cb, (gpointer) "/a");
  request = chatty_http_request_new ("POST", "/here");
  chatty_http_request_add_form_field (request, "n", "1");
  response = chatty_http_send (http, request, auth, NULL, &error);
  g_assert_no_error (error);
  {
    g_autofree char *text = chatty_http_response_dup_text (response);

    g_assert_true (g_str_has_prefix (text, "POST /a?x=1\n"));
    g_assert_true (g_str_has_suffix (text, "n=1"));
    g_assert_nonnull (strstr (text, NET_KEY));
  }
  g_clear_pointer (&response, chatty_http_response_unref);
  response = net_get (http, "GET", "/see", NULL, &error);
  g_assert_no_error (error);
  g_assert_null (net_get (http, "POST", "/see", NULL, &error));
  net_assert_fault (&error, CHATTY_ERROR_SERVER, "moved what was called");

  net_server_on (server, "/circle", redirect_cb, (gpointer) "/circle");
  g_assert_null (net_get (http, "GET", "/circle", NULL, &error));
  net_assert_fault (&error, CHATTY_ERROR_SERVER, "in circles");
  g_assert_cmpuint (net_server_get_count (server, "/circle"), ==, 6);
}

static void
test_statuses (void)
{
  static const struct {
    const char  *reply[3];
    ChattyError  code;
    const char  *words;
  } cases[] = {
    { { "401 No", "", "{\"API_ERROR\":\"Invalid API key provided.\"}" }, CHATTY_ERROR_SIGN_IN_NEEDED, "Invalid API key" },
    { { "402 No", "", "" }, CHATTY_ERROR_QUOTA, "credit" },
    { { "403 No", "", "{\"detail\":\"no \x1b[1m plan\"}" }, CHATTY_ERROR_FORBIDDEN, "plan" },
    { { "404 No", "", "" }, CHATTY_ERROR_NOT_FOUND, "127.0.0.1" },
    { { "409 No", "", "" }, CHATTY_ERROR_CONFLICT, "meantime" },
    { { "413 No", "", "" }, CHATTY_ERROR_TOO_LARGE, "too large" },
    { { "422 No", "", "{\"error\":{\"message\":\"bad voice\"}}" }, CHATTY_ERROR_INVALID_DATA, "bad voice" },
    { { "429 No", "Retry-After: 77\r\n", "" }, CHATTY_ERROR_RATE_LIMITED, "77 seconds" },
    { { "429 No", "", "{\"error\":{\"code\":\"insufficient_quota\"}}" }, CHATTY_ERROR_QUOTA, "credit" },
    { { "500 No", "Content-Type: text/plain\r\n", "key " NET_KEY " broke it" }, CHATTY_ERROR_SERVER, "[hidden] broke" },
    { { "502 No", "Content-Type: text/html\r\n", "<html><b>Bad</b></html>" }, CHATTY_ERROR_SERVER, "502" },
    { { "300 No", "", "" }, CHATTY_ERROR_SERVER, "300" },
  };
  g_autoptr (NetServer) server = net_server_new (FALSE);
  g_autoptr (ChattySecret) known = chatty_secret_new (NET_KEY, -1);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ChattyHttp) http = net_http (net_server_get_address (server), NULL);
      g_autoptr (ChattyHttpResponse) response = NULL;
      g_autoptr (GError) error = NULL;

      net_server_on (server, "/a", net_reply_cb, (gpointer) cases[i].reply);
      response = net_get (http, "POST", "/a", NULL, &error);
      g_assert_no_error (error);
      g_assert_false (chatty_http_response_check (response, &error));
      g_assert_null (strpbrk (error->message, "<\x1b"));
      net_assert_fault (&error, cases[i].code, cases[i].words);
    }
  /* None was repeated: a POST is not safe to repeat. */
  g_assert_cmpuint (net_server_get_count (server, "/a"), ==, G_N_ELEMENTS (cases));
}

/* A good gzip stream that is cut or damaged in the middle, as one chunk and no
 * more. */
static gboolean
bad_gzip_cb (NetRequest *request,
             gpointer    user_data)
{
  g_autoptr (GZlibCompressor) gzip = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9);
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) output = g_converter_output_stream_new (memory, G_CONVERTER (gzip));
  g_autofree char *head = NULL;
  char *bytes;
  gsize length;

  for (guint i = 0; i < 1000; i++)
    g_output_stream_printf (output, NULL, NULL, NULL, "%u, ", i * i);
  g_output_stream_close (output, NULL, NULL);
  bytes = g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (memory));
  length = g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (memory));
  if (GPOINTER_TO_INT (user_data))
    memset (bytes + length / 2, 0xff, length / 4);
  else
    length /= 2;
  head = g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"
                          "Transfer-Encoding: chunked\r\n\r\n%x\r\n", (guint) length);
  net_write (request, head, -1);
  net_write (request, bytes, length);
  net_write (request, "\r\n", 2);
  return FALSE;
}

static void
test_bad_gzip (void)
{
  for (int damaged = 0; damaged < 2; damaged++)
    {
      g_autoptr (NetServer) server = net_server_new (FALSE);
      g_autoptr (ChattyHttp) http = net_http (net_server_get_address (server), NULL);
      g_autoptr (GError) error = NULL;

      net_server_on (server, "/a", bad_gzip_cb, GINT_TO_POINTER (damaged));
      g_assert_null (net_get (http, "POST", "/a", NULL, &error));
      net_assert_fault (&error, CHATTY_ERROR_SERVER, "127.0.0.1");
    }
}

/* A chunked answer that ends as it should, on a connection that ends as well
 * or that does not. */
static void
test_good_chunks (void)
{
  static const char *const raws[] = {
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
    "HTTP/1.1 200 OK\r\n\r\n{}",
    "HTTP/1.0 200 OK\r\n\r\n{}",
  };
  g_autoptr (NetServer) server = net_server_new (FALSE);
  g_autoptr (ChattyHttp) http = net_http (net_server_get_address (server), NULL);

  for (guint i = 0; i < G_N_ELEMENTS (raws); i++)
    {
      g_autoptr (ChattyHttpResponse) response = NULL;
      g_autoptr (GError) error = NULL;

      net_server_on (server, "/a", net_raw_cb, (gpointer) raws[i]);
      response = net_get (http, "POST", "/a", NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (g_bytes_get_size (chatty_http_response_get_bytes (response)), ==, 2);
    }

  net_server_on (server, "/a", chunks_cb, NULL);
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (ChattyHttpResponse) response = NULL;
      g_autoptr (GError) error = NULL;

      response = net_get (http, "GET", "/a", NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (g_bytes_get_size (chatty_http_response_get_bytes (response)), ==, 3);
    }
}

static void
test_bad_answers (void)
{
  static const struct {
    const char  *raw;
    ChattyError  code;
    const char  *words;
  } cases[] = {
    { "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Sign in</p>", CHATTY_ERROR_SERVER, "web page" },
    { "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n \n<!DOCTYPE HTML><p>", CHATTY_ERROR_SERVER, "web page" },
    { "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"a\":", CHATTY_ERROR_SERVER, "broke off" },
    { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n", CHATTY_ERROR_SERVER, "broke off" },
    { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n50\r\n{\"a\":", CHATTY_ERROR_SERVER, "broke off" },
    { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", CHATTY_ERROR_SERVER, "127.0.0.1" },
    { "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", CHATTY_ERROR_TOO_LARGE, "MiB" },
    { "nonsense\r\n\r\n", CHATTY_ERROR_SERVER, "127.0.0.1" },
    { "", CHATTY_ERROR_SERVER, "127.0.0.1" },
  };
  g_autoptr (NetServer) server = net_server_new (FALSE);
  g_autoptr (ChattyHttp) http = net_http (net_server_get_address (server), NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("case %u", i);
      net_server_on (server, "/a", net_raw_cb, (gpointer) cases[i].raw);
      g_assert_null (net_get (http, "POST", "/a", NULL, &error));
      net_assert_fault (&error, cases[i].code, cases[i].words);
    }
  g_assert_cmpuint (net_server_get_count (server, "/a"), ==, G_N_ELEMENTS (cases));

  /* JSON that is cut where the declared length ends is no JSON; and what lies
   * behind it is not the next answer. */
  {
    static const char *const good[] = { "200 OK", "", "{\"b\":2}" };
    g_autoptr (ChattyHttpResponse) response = NULL;
    g_autoptr (ChattyHttpResponse) next = NULL;
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonNode) node = NULL;

    net_server_on (server, "/a", net_raw_cb, (gpointer) "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n{\"a\":"
                   "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n{\"x\":1}");
    net_server_on (server, "/b", net_reply_cb, (gpointer) good);
    response = net_get (http, "GET", "/a", NULL, &error);
    g_assert_no_error (error);
    g_assert_null (chatty_http_response_parse_json (response, &error));
    net_assert_fault (&error, CHATTY_ERROR_INVALID_DATA, "cannot be read");
    next = net_get (http, "GET", "/b", NULL, &error);
    g_assert_no_error (error);
    node = chatty_http_response_parse_json (next, &error);
    g_assert_no_error (error);
    g_assert_cmpint (chatty_json_get_int (chatty_json_node_object (node), "b", 0), ==, 2);
  }
}

/* An answer is read once, and its words are found whatever it is called. */
static void
test_json (void)
{
  static const char *const answers[][3] = {
    { "200 OK", "", " \n{\"b\":2}" },
    { "400 No", "Content-Type: text/html\r\n", "{\"b\":2}" },
    { "200 OK", "", "[{\"b\":2}]" },
    { "200 OK", "", "{\"b\":" },
    { "200 OK", "", "" },
  };
  const gboolean objects[] = { TRUE, TRUE, FALSE, FALSE, FALSE };
  const int codes[] = { -1, CHATTY_ERROR_SERVER, -1, CHATTY_ERROR_INVALID_DATA, CHATTY_ERROR_INVALID_DATA };
  g_autoptr (NetServer) server = net_server_new (FALSE);
  g_autoptr (ChattyHttp) http = net_http (net_server_get_address (server), NULL);

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (ChattyHttpResponse) response = NULL;
      g_autoptr (JsonNode) node = NULL;
      g_autoptr (GError) error = NULL;
      JsonNode *object;

      g_test_message ("case %u", i);
      net_server_on (server, "/a", net_reply_cb, (gpointer) answers[i]);
      response = net_get (http, "GET", "/a", NULL, &error);
      g_assert_no_error (error);
      object = chatty_http_response_peek_object (response);
      g_assert_cmpint (object != NULL, ==, objects[i]);
      if (object != NULL)
        g_assert_cmpint (chatty_json_get_int (chatty_json_node_object (object), "b", 0), ==, 2);

      node = chatty_http_response_parse_json (response, &error);
      if (codes[i] >= 0)
        {
          g_assert_null (node);
          g_assert_error (error, CHATTY_ERROR, codes[i]);
          continue;
        }
      g_assert_no_error (error);
      g_assert_true (object == NULL || node == object);
      /* It outlives the answer. */
      g_clear_pointer (&response, chatty_http_response_unref);
      g_assert_cmpint (json_node_get_node_type (node), ==,
                       objects[i] ? JSON_NODE_OBJECT : JSON_NODE_ARRAY);
    }
}

typedef struct {
  const char *status;
  const char *headers;
  guint       n_bad;
} Burst;

static gboolean
burst_cb (NetRequest *request,
          gpointer    user_data)
{
  Burst *burst = user_data;

  if (net_server_get_count (request->server, "/burst") <= burst->n_bad)
    {
      if (burst->status == NULL)
        return FALSE;
      return net_reply (request, burst->status, burst->headers, "");
    }
  return net_reply (request, "200 OK", "", "{}");
}

static void
test_repeats (void)
{
  Burst bursts[] = {
    { "503 No", "", 3 },
    { "500 No", "", 1 },
    { "429 No", "Retry-After: 1\r\n", 1 },
    { NULL, NULL, 2 },
  };
  Burst lasting[] = {
    { "503 No", "", 4 },
    { "503 No", "Retry-After: 60\r\n", 1 },
    { "403 No", "", 1 },
    { "501 No", "", 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bursts); i++)
    {
      g_autoptr (NetServer) server = net_server_new (FALSE);
      g_autoptr (ChattyHttp) http = net_http (net_server_get_address (server), NULL);
      g_autoptr (ChattyHttpRequest) request = chatty_http_request_new ("POST", "/burst");
      g_autoptr (ChattyHttpResponse) response = NULL;
      g_autoptr (GError) error = NULL;
      gint64 start = g_get_monotonic_time ();

      net_server_on (server, "/burst", burst_cb, &bursts[i]);
      chatty_http_request_set_repeat_safe (request, TRUE);
      response = chatty_http_send (http, request, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (chatty_http_response_get_status (response), ==, 200);
      g_assert_cmpuint (net_server_get_count (server, "/burst"), ==, bursts[i].n_bad + 1);
      if (bursts[i].headers != NULL && *bursts[i].headers != '\0')
        g_assert_cmpint (g_get_monotonic_time () - start, >=, G_USEC_PER_SEC);
    }

  for (guint i = 0; i < G_N_ELEMENTS (lasting); i++)
    {
      g_autoptr (NetServer) server = net_server_new (FALSE);
      g_autoptr (ChattyHttp) http = net_http (net_server_get_address (server), NULL);
      g_autoptr (ChattyHttpResponse) response = NULL;
      g_autoptr (GError) error = NULL;

      net_server_on (server, "/burst", burst_cb, &lasting[i]);
      response = net_get (http, "GET", "/burst", NULL, &error);
      g_assert_no_error (error);
      g_assert_false (chatty_http_response_is_success (response));
      g_assert_cmpuint (net_server_get_count (server, "/burst"), ==, lasting[i].n_bad);
    }

  /* Not safe to repeat: once, whatever happens. */
  for (guint i = 0; i < G_N_ELEMENTS (bursts); i++)
    {
      g_autoptr (NetServer) server = net_server_new (FALSE);
      g_autoptr (ChattyHttp) http = net_http (net_server_get_address (server), NULL);
      g_autoptr (ChattyHttpResponse) response = NULL;

      net_server_on (server, "/burst", burst_cb, &bursts[i]);
      response = net_get (http, "POST", "/burst", NULL, NULL);
      g_assert_true (response == NULL || !chatty_http_response_is_success (response));
      g_assert_cmpuint (net_server_get_count (server, "/burst"), ==, 1);
    }
}

static gboolean
need_new_key_cb (NetRequest *request,
                 gpointer    user_data)
{
  const char *key = net_request_header (request, "X-Key");

  if (g_strcmp0 (key, "pre second") == 0)
    return net_reply (request, "200 OK", "", "{}");
  return net_reply (request, "401 No", "", "{}");
}

static void
test_refresh (void)
{
  g_autoptr (NetServer) server = net_server_new (FALSE);
  g_autoptr (ChattyHttp) http = net_http (net_server_get_address (server), NULL);
  g_autoptr (ChattyHttpAuth) auth = net_auth_new (net_server_get_address (server), "first", "second");
  g_autoptr (ChattyHttpAuth) wrong = net_auth_new (net_server_get_address (server), "first", "third");
  g_autoptr (ChattyHttpAuth) fixed = net_auth_new (net_server_get_address (server), "first", NULL);
  g_autoptr (ChattyHttpAuth) broken = net_auth_new (net_server_get_address (server), "two\r\nX-Evil: 1", NULL);
  g_autoptr (ChattyHttpResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  net_server_on (server, "/a", need_new_key_cb, NULL);
  response = net_get (http, "POST", "/a", auth, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (chatty_http_response_get_status (response), ==, 200);
  g_assert_cmpuint (net_server_get_count (server, "/a"), ==, 2);
  g_clear_pointer (&response, chatty_http_response_unref);

  response = net_get (http, "POST", "/a", wrong, &error);
  g_assert_cmpuint (chatty_http_response_get_status (response), ==, 401);
  g_assert_cmpuint (net_server_get_count (server, "/a"), ==, 4);
  g_clear_pointer (&response, chatty_http_response_unref);

  response = net_get (http, "POST", "/a", fixed, &error);
  g_assert_cmpuint (chatty_http_response_get_status (response), ==, 401);
  g_assert_cmpuint (net_server_get_count (server, "/a"), ==, 5);

  g_assert_null (net_get (http, "POST", "/a", broken, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
  g_assert_false (net_server_received (server, "X-Evil"));
}

int
main (int    argc,
      char **argv)
{
  /* The one that reads the environment; that of the desktop wants schemas. */
  g_setenv ("GIO_USE_PROXY_RESOLVER", "libproxy", TRUE);
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/http/requests", test_requests);
  g_test_add_func ("/http/bad-requests", test_bad_requests);
  g_test_add_func ("/http/key-stays", test_key_stays);
  g_test_add_func ("/http/redirects", test_redirects);
  g_test_add_func ("/http/statuses", test_statuses);
  g_test_add_func ("/http/bad-answers", test_bad_answers);
  g_test_add_func ("/http/json", test_json);
  g_test_add_func ("/http/bad-gzip", test_bad_gzip);
  g_test_add_func ("/http/good-chunks", test_good_chunks);
  g_test_add_func ("/http/repeats", test_repeats);
  g_test_add_func ("/http/refresh", test_refresh);

  return g_test_run ();
}
