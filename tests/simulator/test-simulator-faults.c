/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* Every fault, as a client sees it that does nothing clever. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include <string.h>

#include "chatty-simulator-control.h"
#include "sim-client.h"
#include "sim-multipart.h"

#define API       CHATTY_SIMULATOR_CONVAI_API
#define ELSEWHERE CHATTY_SIMULATOR_ELSEWHERE
#define CREATE    "{\"charName\": \"A\", \"voiceType\": \"MALE\", \"backstory\": \"b\"}"

static Answer *
list_with (Client               *client,
           ChattySimulatorFault  fault)
{
  chatty_simulator_clear_faults (client->sim);
  chatty_simulator_set_fault (client->sim, "/character/list", fault, 1, 1);
  return client_json (client, GOOD_KEY, "/character/list", NULL);
}

static void
test_statuses (void)
{
  static const struct {
    ChattySimulatorFault fault;
    guint                status;
    const char          *beginning;
  } cases[] = {
    { CHATTY_SIMULATOR_FAULT_RATE_LIMITED, 429, "{\"ERROR\":" },
    { CHATTY_SIMULATOR_FAULT_RATE_LIMITED_DATE, 429, "{\"ERROR\":" },
    { CHATTY_SIMULATOR_FAULT_SERVER_ERROR, 500, "{\"ERROR\":" },
    { CHATTY_SIMULATOR_FAULT_BAD_GATEWAY, 502, "<html>" },
    { CHATTY_SIMULATOR_FAULT_UNAVAILABLE, 503, "" },
    { CHATTY_SIMULATOR_FAULT_WEB_PAGE, 200, "<!DOCTYPE html>" },
    { CHATTY_SIMULATOR_FAULT_DEEP_JSON, 200, "[[[[[[[[" },
    { CHATTY_SIMULATOR_FAULT_BAD_UTF8, 200, "{\"text\":\"\xc3\x28" },
    { CHATTY_SIMULATOR_FAULT_EMPTY_BODY, 200, "" },
    { CHATTY_SIMULATOR_FAULT_FAILURE_INSIDE, 200, "{\"ERROR\":" },
    { CHATTY_SIMULATOR_FAULT_KEY_REFUSED, 401, "{\"ERROR\":\"Invalid API key" },
    { CHATTY_SIMULATOR_FAULT_PLAN_REFUSED, 403, "{\"ERROR\":\"This feature" },
    { CHATTY_SIMULATOR_FAULT_EMPTY_LIST, 200, "{\"characters\":[]}" },
    { CHATTY_SIMULATOR_FAULT_NONE, 200, "{\"characters\":[{" },
  };
  g_autoptr (Client) client = client_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Answer) answer = list_with (client, cases[i].fault);

      g_test_message ("%s", chatty_simulator_fault_name (cases[i].fault));
      g_assert_cmpuint (answer->status, ==, cases[i].status);
      g_assert_true (g_str_has_prefix (answer->text, cases[i].beginning));
    }
}

static void
test_retry_after (void)
{
  g_autoptr (Client) client = client_new ();
  g_autoptr (Answer) seconds = NULL;
  g_autoptr (Answer) date = NULL;

  chatty_simulator_set_retry_after (client->sim, 7);
  seconds = list_with (client, CHATTY_SIMULATOR_FAULT_RATE_LIMITED);
  g_assert_cmpstr (seconds->retry_after, ==, "7");
  date = list_with (client, CHATTY_SIMULATOR_FAULT_RATE_LIMITED_DATE);
  g_assert_true (g_str_has_suffix (date->retry_after, " GMT"));
}

/* The second to the third of those that match, and no others. */
static void
test_nth (void)
{
  static const guint expected[] = { 200, 503, 503, 200 };
  g_autoptr (Client) client = client_new ();

  chatty_simulator_set_fault (client->sim, "/character/l*",
                              CHATTY_SIMULATOR_FAULT_UNAVAILABLE, 2, 2);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr (Answer) list = client_json (client, GOOD_KEY, "/character/list", NULL);
      g_autoptr (Answer) other = client_json (client, GOOD_KEY, "/user/user-api-usage", "{}");

      assert_status (list, expected[i]);
      assert_status (other, 200);
    }
  g_assert_cmpuint (chatty_simulator_count_answers (client->sim, 503), ==, 2);
}

static void
test_wire (void)
{
  g_autoptr (Client) client = client_new ();
  g_autoptr (Answer) right = client_json (client, GOOD_KEY, "/character/list", NULL);
  g_autoptr (Answer) drip = NULL;
  g_autoptr (Answer) cut = NULL;
  g_autoptr (Answer) too_long = NULL;
  g_autoptr (Answer) too_short = NULL;
  g_autoptr (Answer) bad = NULL;
  g_autoptr (Answer) drop = NULL;

  chatty_simulator_set_drip (client->sim, 0);
  drip = list_with (client, CHATTY_SIMULATOR_FAULT_SLOW_DRIP);
  g_assert_cmpstr (drip->text, ==, right->text);
  g_assert_true (drip->whole);

  cut = list_with (client, CHATTY_SIMULATOR_FAULT_CUT_CHUNK);
  g_assert_cmpuint (cut->length, <, right->length);
  assert_status (cut, 200);

  too_long = list_with (client, CHATTY_SIMULATOR_FAULT_LENGTH_TOO_LONG);
  g_assert_cmpuint (too_long->length, ==, right->length);
  too_short = list_with (client, CHATTY_SIMULATOR_FAULT_LENGTH_TOO_SHORT);
  g_assert_cmpuint (too_short->length, ==, right->length / 2);

  bad = list_with (client, CHATTY_SIMULATOR_FAULT_BAD_JSON);
  g_assert_cmpuint (bad->length, ==, right->length - 1);
  g_assert_true (bad->whole);

  drop = list_with (client, CHATTY_SIMULATOR_FAULT_DROP);
  assert_status (drop, 0);
}

static void
test_silence (void)
{
  g_autoptr (Client) client = client_new ();
  g_autoptr (Answer) silence = list_with (client, CHATTY_SIMULATOR_FAULT_SILENCE);
  g_autoptr (Answer) stall = list_with (client, CHATTY_SIMULATOR_FAULT_STALL);

  assert_status (silence, 0);
  assert_status (stall, 200);
  g_assert_false (stall->whole);
}

static void
test_too_much (void)
{
  g_autoptr (Client) client = client_new ();
  g_autoptr (Answer) huge = list_with (client, CHATTY_SIMULATOR_FAULT_HUGE_BODY);
  g_autoptr (Answer) bomb = list_with (client, CHATTY_SIMULATOR_FAULT_GZIP_BOMB);

  g_assert_cmpuint (huge->length, >=, 4 * 1024 * 1024);
  g_assert_false (huge->whole);
  g_assert_true (g_str_has_prefix (huge->text, "{\"huge\":\"aaaa"));
  /* Decoded by libsoup. */
  g_assert_cmpuint (bomb->length, >=, 4 * 1024 * 1024);
  g_assert_true (g_str_has_prefix (bomb->text, "    "));
}

static void
test_huge_header (void)
{
  g_autoptr (Client) client = client_new ();
  g_autoptr (Answer) answer = list_with (client, CHATTY_SIMULATOR_FAULT_HUGE_HEADER);

  /* libsoup gives up. */
  assert_status (answer, 0);
}

static void
test_lists (void)
{
  g_autoptr (Client) client = client_new ();
  g_autofree char *second = chatty_simulator_add_character (client->sim, GOOD_KEY, "B", "");
  g_autofree char *third = chatty_simulator_add_character (client->sim, GOOD_KEY, "C", "");
  g_autofree char *fourth = chatty_simulator_add_character (client->sim, GOOD_KEY, "D", "");
  g_autoptr (Answer) answer = list_with (client, CHATTY_SIMULATOR_FAULT_TRUNCATED_LIST);

  assert_at (answer, "characters.1.character_name", "B");
  assert_at (answer, "characters.2", NULL);
}

static void
test_redirect (void)
{
  g_autoptr (Client) client = client_new ();
  g_autoptr (Answer) away = list_with (client, CHATTY_SIMULATOR_FAULT_REDIRECT);
  g_autoptr (Answer) loop = list_with (client, CHATTY_SIMULATOR_FAULT_REDIRECT_LOOP);
  g_autoptr (Answer) other = NULL;

  assert_status (away, 307);
  g_assert_true (g_str_has_prefix (away->location,
                                   chatty_simulator_get_address (client->sim, ELSEWHERE)));
  g_assert_true (g_str_has_prefix (loop->location,
                                   chatty_simulator_get_address (client->sim, API)));

  /* What is sent to the other host is kept there, in full. */
  g_assert_cmpuint (chatty_simulator_count_requests (client->sim, ELSEWHERE, NULL), ==, 0);
  other = client_send (client, ELSEWHERE, "POST", "/p", "X-Header: planted-header\n", "text/plain",
                       "planted-body", -1);
  assert_status (other, 200);
  g_assert_true (chatty_simulator_received (client->sim, ELSEWHERE, "planted-header"));
  g_assert_true (chatty_simulator_received (client->sim, ELSEWHERE, "planted-body"));
  g_assert_false (chatty_simulator_received (client->sim, ELSEWHERE, GOOD_KEY));
  g_assert_false (chatty_simulator_received (client->sim, API, "planted-body"));
}

/* The answer is lost, and the character is there. */
static void
test_lost_answer (void)
{
  g_autoptr (Client) client = client_new ();
  g_autoptr (Answer) lost = NULL;
  g_autoptr (Answer) refused = NULL;

  chatty_simulator_set_fault (client->sim, "/character/create",
                              CHATTY_SIMULATOR_FAULT_LOST_ANSWER, 1, 1);
  chatty_simulator_set_fault (client->sim, "/character/create",
                              CHATTY_SIMULATOR_FAULT_SERVER_ERROR, 2, 1);
  lost = client_json (client, GOOD_KEY, "/character/create", CREATE);
  assert_status (lost, 0);
  g_assert_cmpuint (chatty_simulator_count_characters (client->sim), ==, 2);
  refused = client_json (client, GOOD_KEY, "/character/create", CREATE);
  assert_status (refused, 500);
  assert_at (refused, "API_ERROR", "INTERNAL SERVER ERROR");
  g_assert_cmpuint (chatty_simulator_count_characters (client->sim), ==, 2);
}

static void
test_soft_failure (void)
{
  g_autoptr (Client) client = client_new ();
  g_autofree char *body = g_strdup_printf ("{\"charID\": \"%s\", \"charName\": \"X\"}",
                                           client->character);
  g_autoptr (Answer) answer = NULL;
  g_autoptr (JsonNode) state = NULL;
  g_autofree char *text = NULL;

  chatty_simulator_set_fault (client->sim, "/character/update",
                              CHATTY_SIMULATOR_FAULT_FAILURE_INSIDE, 1, 0);
  answer = client_json (client, GOOD_KEY, "/character/update", body);
  assert_status (answer, 200);
  assert_at (answer, "STATUS", "FAILED");
  state = chatty_simulator_dup_state (client->sim);
  text = json_to_string (state, FALSE);
  g_assert_nonnull (strstr (text, "\"character_name\":\"Lina\""));
}

static void
test_rate (void)
{
  g_autoptr (Client) client = client_new ();
  guint refused;

  chatty_simulator_set_rate (client->sim, 5);
  for (guint i = 0; i < 8; i++)
    {
      g_autoptr (Answer) answer = client_json (client, GOOD_KEY, "/character/list", NULL);

      if (answer->status == 429)
        g_assert_cmpstr (answer->retry_after, ==, "1");
    }
  refused = chatty_simulator_count_answers (client->sim, 429);
  /* Eight in well under a second; on a very slow machine a few more get in. */
  g_assert_cmpuint (refused, >=, 1);
  g_assert_cmpuint (refused, <=, 3);
}

static void
test_latency (void)
{
  g_autoptr (Client) client = client_new ();
  g_autoptr (Answer) answer = NULL;
  gint64 before = g_get_monotonic_time ();

  chatty_simulator_set_latency (client->sim, 50);
  answer = client_json (client, GOOD_KEY, "/character/list", NULL);
  assert_status (answer, 200);
  g_assert_cmpint (g_get_monotonic_time () - before, >=, 50000);
  g_assert_cmpuint (chatty_simulator_most_parallel (client->sim), ==, 1);
}

static void
test_unreachable (void)
{
  g_autoptr (Client) client = client_new ();
  g_autoptr (Answer) closed = client_send (client, CHATTY_SIMULATOR_CLOSED, "GET", "/", NULL, NULL,
                                           NULL, 0);
  g_autoptr (Answer) tls = client_send (client, CHATTY_SIMULATOR_BAD_TLS, "GET", "/", NULL, NULL,
                                        NULL, 0);

  assert_status (closed, 0);
  assert_status (tls, 0);
  g_assert_cmpuint (chatty_simulator_count_requests (client->sim, CHATTY_SIMULATOR_BAD_TLS, NULL),
                    ==, 0);
}

/* A port that is taken is an error, and not a crash at the end. */
static void
test_port_taken (void)
{
  g_autoptr (Client) client = client_new ();
  const char *address = chatty_simulator_get_address (client->sim, API);
  guint16 port = g_ascii_strtoull (strrchr (address, ':') + 1, NULL, 10);
  g_autoptr (GError) error = NULL;
  ChattySimulator *second = chatty_simulator_start_at (port, &error);

  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE);
  g_assert_null (second);
}

/* An upload of any size: counted, hashed, not kept. */
static void
test_large_upload (void)
{
  const gsize size = 12 * 1024 * 1024;
  g_autoptr (Client) client = client_new ();
  g_autofree char *content = g_strnfill (size, 'x');
  g_autoptr (Answer) answer =
    client_multipart (client, API, GOOD_KEY, "/character/knowledge-bank/upload",
                      "file_name", "big.txt", "@file", content, NULL);
  g_autoptr (GPtrArray) requests = chatty_simulator_dup_requests (client->sim);
  ChattySimulatorRequest *request = g_ptr_array_index (requests, 0);
  g_autofree char *expected = g_strdup_printf ("%" G_GSIZE_FORMAT, size);

  assert_status (answer, 200);
  assert_at (answer, "file_size", expected);
  g_assert_cmpuint (request->body_length, >, size);
  g_assert_cmpuint (g_bytes_get_size (request->body), ==, 1024 * 1024);
}

/* Stopping while something waits must not hang, and leaves nothing behind. */
static void
test_stop_while_waiting (void)
{
  g_autoptr (GError) error = NULL;
  ChattySimulator *sim = chatty_simulator_start (&error);
  g_autoptr (GSocketClient) socket_client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  const char *text = "POST /character/list HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n";
  gint64 until = g_get_monotonic_time () + 5 * G_USEC_PER_SEC;

  g_assert_no_error (error);
  g_socket_client_set_enable_proxy (socket_client, FALSE);
  chatty_simulator_set_fault (sim, "*", CHATTY_SIMULATOR_FAULT_ENDLESS_STREAM, 1, 0);
  connection = g_socket_client_connect_to_uri (
    socket_client, chatty_simulator_get_address (sim, API), 80, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                             text, strlen (text), NULL, NULL, &error);
  g_assert_no_error (error);
  while (chatty_simulator_count_answers (sim, 200) == 0 && g_get_monotonic_time () < until)
    g_thread_yield ();
  g_assert_cmpuint (chatty_simulator_count_answers (sim, 200), ==, 1);
  chatty_simulator_stop (sim);
}

/* A client that leaves while its answer waits, or its body is read. */
static void
test_client_leaves (void)
{
  g_autoptr (Client) client = client_new ();
  g_autofree char *content = g_strnfill (3 * 1024 * 1024, 'x');
  static const struct {
    const char           *path;
    ChattySimulatorFault  fault;
  } cases[] = {
    { "/character/list", CHATTY_SIMULATOR_FAULT_NONE },
    { "/character/list", CHATTY_SIMULATOR_FAULT_CUT_CHUNK },
    { "/character/list", CHATTY_SIMULATOR_FAULT_SLOW_READ },
  };

  chatty_simulator_set_latency (client->sim, 30);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GSocketClient) socket_client = g_socket_client_new ();
      g_autoptr (GSocketConnection) connection = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (Answer) after = NULL;
      g_autofree char *head =
        g_strdup_printf ("POST %s HTTP/1.1\r\nHost: a\r\nContent-Length: %u\r\n\r\n",
                         cases[i].path, i == 2 ? 3 * 1024 * 1024 : 0);
      guint before = chatty_simulator_count_requests (client->sim, API, NULL);

      chatty_simulator_set_fault (client->sim, cases[i].path, cases[i].fault, 1, 1);
      g_socket_client_set_enable_proxy (socket_client, FALSE);
      connection = g_socket_client_connect_to_uri (
        socket_client, chatty_simulator_get_address (client->sim, API), 80, NULL, &error);
      g_assert_no_error (error);
      g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                                 head, strlen (head), NULL, NULL, &error);
      g_assert_no_error (error);
      if (i == 2)
        g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                                   content, 1000000, NULL, NULL, &error);
      while (chatty_simulator_count_requests (client->sim, API, NULL) == before)
        g_thread_yield ();
      g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
      /* Its latency passes after that of the one that left. */
      chatty_simulator_clear_faults (client->sim);
      after = client_json (client, GOOD_KEY, "/character/list", NULL);
      assert_status (after, 200);
    }
}

static void
test_commands (void)
{
  static const struct {
    const char *line;
    const char *answer;
  } cases[] = {
    { "key other=scale", "ok" },
    { "key other=best", "error There is no plan \"best\"." },
    { "fault /character/list=rate-limited:1:1", "ok" },
    { "fault /character/list=rate-limited:x", NULL },
    { "latency 1", "ok" },
    { "retry-after 1", "ok" },
    { "retry-after soon", NULL },
    { "furnish other", "ok" },
    { "received elsewhere " GOOD_KEY, "no" },
    { "count any /character/*", "0" },
    { "usage other 3 4", "ok" },
    { "state", NULL },
    { "requests", "[]" },
    { "dance", "error There is no such command as \"dance\"." },
    { "", "error There is no such command as \"\"." },
  };
  g_autoptr (Client) client = client_new ();
  g_autoptr (Answer) limited = NULL;
  g_autoptr (Answer) good = NULL;
  g_autofree char *received = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *answer = chatty_simulator_command (client->sim, cases[i].line);

      g_assert_null (strchr (answer, '\n'));
      if (cases[i].answer != NULL)
        g_assert_cmpstr (answer, ==, cases[i].answer);
    }
  limited = client_json (client, "other", "/character/list", NULL);
  assert_status (limited, 429);
  good = client_json (client, "other", "/character/list", NULL);
  assert_status (good, 200);
  g_assert_nonnull (strstr (good->text, "Lina the Lighthouse Keeper"));
  received = chatty_simulator_command (client->sim, "received convai-api other");
  g_assert_cmpstr (received, ==, "yes");
}

/* The same parts for every split of the body into two, and byte by byte. */
static void
test_multipart_splits (void)
{
  static const char body[] =
    "--b\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\n\r\n"
    "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x\"\r\n\r\n--c\r\n-\r\n--"
    "\r\n--b--\r\n";
  const gsize length = sizeof body - 1;

  for (gsize split = 0; split <= length; split++)
    {
      SimMultipart *reader = sim_multipart_new ("b");
      g_autoptr (GPtrArray) parts = NULL;
      const char *fault;
      SimPart *part;

      if (split == length)
        for (gsize i = 0; i < length; i++)
          sim_multipart_feed (reader, (const guint8 *) body + i, 1);
      else
        {
          sim_multipart_feed (reader, (const guint8 *) body, split);
          sim_multipart_feed (reader, (const guint8 *) body + split, length - split);
        }
      parts = sim_multipart_finish (reader, &fault);
      g_assert_cmpstr (fault, ==, NULL);
      g_assert_cmpuint (parts->len, ==, 2);
      part = g_ptr_array_index (parts, 0);
      g_assert_cmpstr (sim_part_get_text (part), ==, "");
      part = g_ptr_array_index (parts, 1);
      g_assert_cmpstr (part->file_name, ==, "x");
      g_assert_cmpstr (sim_part_get_text (part), ==, "--c\r\n-\r\n--");
      sim_multipart_free (reader);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/faults/statuses", test_statuses);
  g_test_add_func ("/faults/retry-after", test_retry_after);
  g_test_add_func ("/faults/nth", test_nth);
  g_test_add_func ("/faults/wire", test_wire);
  g_test_add_func ("/faults/silence", test_silence);
  g_test_add_func ("/faults/too-much", test_too_much);
  g_test_add_func ("/faults/huge-header", test_huge_header);
  g_test_add_func ("/faults/lists", test_lists);
  g_test_add_func ("/faults/redirect", test_redirect);
  g_test_add_func ("/faults/lost-answer", test_lost_answer);
  g_test_add_func ("/faults/soft-failure", test_soft_failure);
  g_test_add_func ("/faults/rate", test_rate);
  g_test_add_func ("/faults/latency", test_latency);
  g_test_add_func ("/faults/unreachable", test_unreachable);
  g_test_add_func ("/simulator/port-taken", test_port_taken);
  g_test_add_func ("/faults/large-upload", test_large_upload);
  g_test_add_func ("/faults/stop-while-waiting", test_stop_while_waiting);
  g_test_add_func ("/faults/client-leaves", test_client_leaves);
  g_test_add_func ("/simulator/commands", test_commands);
  g_test_add_func ("/multipart/splits", test_multipart_splits);
  return g_test_run ();
}
