/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* Uploads, into stores and into the Files API, and the operations that follow. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include <string.h>

#include "sim-client-gemini.h"

#define UPLOAD "/upload/v1beta/"
#define TEXT   "Herring 漁 is sold at the quay."
#define PIECE  (256 * 1024)
#define LARGE  (16 * 1024 * 1024)
#define CHUNKS(config) "{\"chunkingConfig\": {\"whiteSpaceConfig\": {" config "}}}"

static Answer *
start (Client     *client,
       const char *path,
       const char *media_type,
       guint       size,
       const char *body)
{
  g_autofree char *headers =
    g_strdup_printf (KEY_HEADER "X-Goog-Upload-Protocol: resumable\nX-Goog-Upload-Command: start\n"
                     "X-Goog-Upload-Header-Content-Length: %u\n"
                     "X-Goog-Upload-Header-Content-Type: %s\n", size, media_type);

  return ask (client, headers, "POST", path, body);
}

/* @url: where an earlier answer said. */
static Answer *
send_piece (Client     *client,
            const char *url,
            const char *commands,
            guint       offset,
            const char *data,
            gsize       length)
{
  g_autofree char *headers =
    g_strdup_printf ("X-Goog-Upload-Command: %s\nX-Goog-Upload-Offset: %u\n", commands, offset);

  return client_send (client, CHATTY_SIMULATOR_GEMINI_API, "POST", url, headers,
                      "application/octet-stream", data, length);
}

static char *
upload_path (const char *store)
{
  return g_strconcat (UPLOAD, store, ":uploadToFileSearchStore", NULL);
}

static Answer *
poll_operation (Client     *client,
                const char *name)
{
  g_autofree char *path = g_strconcat ("/v1beta/", name, NULL);

  return get (client, path);
}

static void
test_store (void)
{
  g_autoptr (Client) client = client_new ();
  g_autofree char *store = chatty_simulator_add_store (client->sim, GOOD_KEY, "Harbour");
  g_autofree char *path = upload_path (store);
  g_autoptr (Answer) begun = NULL;
  g_autoptr (Answer) done = NULL;
  g_autoptr (Answer) again = NULL;
  g_autoptr (Answer) after = NULL;
  g_autoptr (Answer) document = NULL;
  g_autoptr (Answer) over = NULL;
  g_autofree char *operation = NULL;
  g_autofree char *name = NULL;
  g_autofree char *expected = NULL;

  set (client, "polls", "1");
  begun = start (client, path, "text/plain", strlen (TEXT),
                 "{\"displayName\": \"Fish 1.txt\", \"customMetadata\": [{\"key\": \"a\", "
                 "\"stringValue\": \"b\"}], \"chunkingConfig\": {\"whiteSpaceConfig\": "
                 "{\"maxTokensPerChunk\": 21, \"maxOverlapTokens\": 20}}}");
  assert_status (begun, 200);
  g_assert_cmpstr (begun->upload_status, ==, "active");
  done = send_piece (client, begun->upload_url, "upload, finalize", 0, TEXT, -1);
  assert_status (done, 200);
  g_assert_cmpstr (done->upload_status, ==, "final");
  operation = answer_at (done, "name");
  expected = g_strdup_printf ("^%s/upload/operations/fish-1-txt-[0-9a-f]{12}$", store);
  g_assert_true (g_regex_match_simple (expected, operation, 0, 0));
  assert_at (done, "done", NULL);
  name = answer_at (done, "response.documentName");
  document = poll_operation (client, name);
  assert_at (document, "state", "STATE_PENDING");
  assert_at (document, "sizeBytes", "32");
  /* The look at the document was the one that it takes. */
  over = poll_operation (client, operation);
  assert_at (over, "done", "true");
  assert_at (over, "response.documentName", name);
  assert_at (over, "error", NULL);
  /* An answer that was lost can be had again. */
  again = send_piece (client, begun->upload_url, "query", 0, NULL, 0);
  g_assert_cmpstr (again->upload_status, ==, "final");
  g_assert_cmpstr (again->text, ==, done->text);
  after = send_piece (client, begun->upload_url, "upload, finalize", 0, TEXT, -1);
  assert_refused (after, 400, "INVALID_ARGUMENT", NULL);
  g_assert_cmpuint (chatty_simulator_count_store_documents (client->sim, store), ==, 1);
}

static void
test_operations (void)
{
  g_autoptr (Client) client = client_new ();
  g_autofree char *store = chatty_simulator_add_store (client->sim, GOOD_KEY, "Harbour");
  g_autofree char *path = upload_path (store);
  g_autofree char *foreign = g_strconcat (store, "/upload/operations/none", NULL);
  g_autoptr (Answer) unknown = poll_operation (client, foreign);

  assert_refused (unknown, 404, "NOT_FOUND", NULL);
  for (guint polls = 0; polls < 4; polls++)
    {
      g_autofree char *number = g_strdup_printf ("%u", polls);
      g_autoptr (Answer) begun = NULL;
      g_autoptr (Answer) done = NULL;
      g_autofree char *operation = NULL;
      g_autofree char *document = NULL;
      g_autoptr (Answer) state = NULL;

      set (client, "polls", number);
      set (client, "operation-fails", polls == 3 ? "yes" : "no");
      begun = start (client, path, "text/plain", 1, "{\"displayName\": \"a\"}");
      done = send_piece (client, begun->upload_url, "upload, finalize", 0, "a", 1);
      operation = answer_at (done, "name");
      document = answer_at (done, "response.documentName");
      assert_at (done, "done", polls == 0 ? "true" : NULL);
      for (guint i = 0; i < polls; i++)
        {
          g_autoptr (Answer) running = poll_operation (client, operation);

          assert_at (running, "done", NULL);
          assert_at (running, "response", NULL);
        }
      g_clear_pointer (&done, answer_free);
      done = poll_operation (client, operation);
      assert_at (done, "done", "true");
      assert_at (done, "error.code", polls == 3 ? "3" : NULL);
      assert_at (done, "response.documentName", polls == 3 ? NULL : document);
      state = poll_operation (client, document);
      assert_at (state, "state", polls == 3 ? "STATE_FAILED" : "STATE_ACTIVE");
    }
}

static void
test_pieces (void)
{
  g_autoptr (Client) client = client_new ();
  g_autofree char *store = chatty_simulator_add_store (client->sim, GOOD_KEY, "Harbour");
  g_autofree char *path = upload_path (store);
  g_autofree char *data = g_strnfill (PIECE + 10, 'x');
  g_autoptr (Answer) begun = start (client, path, "text/plain", PIECE + 10, "{}");
  const char *url = begun->upload_url;
  g_autoptr (Answer) first = send_piece (client, url, "upload", 0, data, PIECE);
  g_autoptr (Answer) gap = send_piece (client, url, "upload, finalize", PIECE + 1, data, 9);
  g_autoptr (Answer) twice = send_piece (client, url, "upload", 0, data, PIECE);
  g_autoptr (Answer) odd = send_piece (client, url, "upload", PIECE, data, 5);
  g_autoptr (Answer) early = send_piece (client, url, "finalize", 0, "", 0);
  g_autoptr (Answer) query = send_piece (client, url, "query", 0, NULL, 0);
  g_autoptr (Answer) last = send_piece (client, url, "upload, finalize", PIECE, data, 10);
  g_autoptr (Answer) over = start (client, path, "text/plain", 3, "{}");
  g_autoptr (Answer) much = send_piece (client, over->upload_url, "upload, finalize", 0, data, 4);
  g_autoptr (Answer) cancelled = start (client, path, "text/plain", 3, "{}");
  g_autoptr (Answer) cancel = send_piece (client, cancelled->upload_url, "cancel", 0, NULL, 0);
  g_autoptr (Answer) late = send_piece (client, cancelled->upload_url, "upload, finalize", 0, data,
                                        3);

  assert_status (first, 200);
  g_assert_cmpstr (first->upload_status, ==, "active");
  assert_refused (gap, 400, "INVALID_ARGUMENT", NULL);
  assert_refused (twice, 400, "INVALID_ARGUMENT", NULL);
  assert_refused (odd, 400, "INVALID_ARGUMENT", NULL);
  assert_refused (early, 400, "INVALID_ARGUMENT", NULL);
  g_assert_cmpstr (query->upload_status, ==, "active");
  g_assert_cmpstr (query->upload_received, ==, "262144");
  assert_status (last, 200);
  g_assert_cmpstr (last->upload_status, ==, "final");
  assert_refused (much, 400, "INVALID_ARGUMENT", NULL);
  g_assert_cmpstr (cancel->upload_status, ==, "cancelled");
  assert_refused (late, 400, "INVALID_ARGUMENT", NULL);
  g_assert_cmpuint (chatty_simulator_count_store_documents (client->sim, NULL), ==, 1);
}

/* However the connection ends, what arrived is there, and nothing else. */
static void
test_cut (void)
{
  g_autoptr (Client) client = client_new ();
  g_autofree char *data = g_strnfill (1000, 'x');
  g_autoptr (Answer) begun = start (client, UPLOAD "files", "text/plain", 1000,
                                    "{\"file\": {\"displayName\": \"a\"}}");
  const char *url = begun->upload_url;
  g_autoptr (Answer) cut = NULL;
  g_autoptr (Answer) again = NULL;
  g_autoptr (Answer) dropped = NULL;
  g_autoptr (Answer) kept = NULL;
  g_autoptr (Answer) lost = NULL;
  g_autoptr (Answer) done = NULL;

  set (client, "upload-cut", "100 300");
  cut = send_piece (client, url, "upload, finalize", 0, data, 1000);
  assert_status (cut, 0);
  again = send_piece (client, url, "upload, finalize", 100, data + 100, 900);
  assert_status (again, 0);
  chatty_simulator_set_fault (client->sim, "/upload/*", CHATTY_SIMULATOR_FAULT_DROP, 1, 1);
  dropped = send_piece (client, url, "upload, finalize", 300, data + 300, 700);
  assert_status (dropped, 0);
  kept = send_piece (client, url, "query", 0, NULL, 0);
  g_assert_cmpstr (kept->upload_received, ==, "300");
  chatty_simulator_set_fault (client->sim, "/upload/*", CHATTY_SIMULATOR_FAULT_LOST_ANSWER, 1, 1);
  lost = send_piece (client, url, "upload, finalize", 300, data + 300, 700);
  assert_status (lost, 0);
  done = send_piece (client, url, "query", 0, NULL, 0);
  g_assert_cmpstr (done->upload_status, ==, "final");
  assert_at (done, "file.sizeBytes", "1000");
}

/* A piece that is larger than what is under way at once. */
static void
test_cut_large (void)
{
  g_autoptr (Client) client = client_new ();
  g_autofree char *data = g_strnfill (LARGE, 'x');
  g_autoptr (Answer) begun = start (client, UPLOAD "files", "text/plain", LARGE, "{}");
  const char *url = begun->upload_url;
  g_autoptr (Answer) cut = NULL;
  g_autoptr (Answer) query = NULL;
  g_autoptr (Answer) done = NULL;

  set (client, "upload-cut", "5000000");
  cut = send_piece (client, url, "upload, finalize", 0, data, LARGE);
  assert_status (cut, 0);
  query = send_piece (client, url, "query", 0, NULL, 0);
  g_assert_cmpstr (query->upload_received, ==, "5000000");
  done = send_piece (client, url, "upload, finalize", 5000000, data + 5000000, LARGE - 5000000);
  assert_at (done, "file.sizeBytes", "16777216");
}

/* Sends 400 of 1000 bytes, and hangs up. */
static void
hang_up (Client     *client,
         const char *url)
{
  const char *address = chatty_simulator_get_address (client->sim, CHATTY_SIMULATOR_GEMINI_API);
  g_autoptr (GSocketClient) sockets = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *data = g_strnfill (400, 'x');
  g_autoptr (GError) error = NULL;

  g_socket_client_set_enable_proxy (sockets, FALSE);
  connection = g_socket_client_connect_to_host (sockets, address + strlen ("http://"), 80, NULL,
                                                &error);
  g_assert_no_error (error);
  g_string_append_printf (text, "POST %s HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n"
                          "X-Goog-Upload-Offset: 0\r\nX-Goog-Upload-Command: upload, finalize\r\n"
                          "\r\n%s", url, data);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), text->str,
                             text->len, NULL, NULL, &error);
  g_assert_no_error (error);
  g_io_stream_close (G_IO_STREAM (connection), NULL, &error);
  g_assert_no_error (error);
}

/* A client that goes away in the middle of a piece goes on where it was. */
static void
test_hung_up (void)
{
  g_autoptr (Client) client = client_new ();
  g_autofree char *data = g_strnfill (600, 'x');
  g_autoptr (Answer) begun = start (client, UPLOAD "files", "text/plain", 1000, "{}");
  g_autoptr (Answer) done = NULL;
  gint64 end = g_get_monotonic_time () + 5 * G_USEC_PER_SEC;
  gboolean arrived = FALSE;

  hang_up (client, begun->upload_url);
  while (!arrived && g_get_monotonic_time () < end)
    {
      g_autoptr (Answer) query = send_piece (client, begun->upload_url, "query", 0, NULL, 0);

      g_assert_cmpstr (query->upload_status, ==, "active");
      arrived = g_str_equal (query->upload_received, "400");
    }
  g_assert_true (arrived);
  done = send_piece (client, begun->upload_url, "upload, finalize", 400, data, 600);
  assert_at (done, "file.sizeBytes", "1000");
}

static void
test_refusals (void)
{
  static const struct {
    const char *media_type;
    guint       size;
    const char *body;
  } CASES[] = {
    { "image/png", 10, "{}" },
    { "text/plain", 0, "{}" },
    { "text/plain", 104857601, "{}" },
    { "text/plain", 10, "{\"display_name\": \"a\"}" },
    { "text/plain", 10, "{\"mimeType\": \"video/mp4\"}" },
    { "text/plain", 10, "{\"customMetadata\": [{\"key\": \"a\"}]}" },
    { "text/plain", 10, "{\"customMetadata\": [{\"stringValue\": \"a\"}]}" },
    { "text/plain", 10, "{\"customMetadata\": [{\"key\": \"a\", \"stringValue\": \"a\", "
                        "\"numericValue\": 1}]}" },
    { "text/plain", 10, "{\"customMetadata\": [{\"key\": \"a\", \"stringValue\": \"a\"}, "
                        "{\"key\": \"a\", \"stringValue\": \"b\"}]}" },
    { "text/plain", 10, CHUNKS ("\"maxTokensPerChunk\": 20") },
    { "text/plain", 10, CHUNKS ("\"maxTokensPerChunk\": 513") },
    { "text/plain", 10, CHUNKS ("\"maxTokensPerChunk\": 30, \"maxOverlapTokens\": 30") },
  };
  g_autoptr (Client) client = client_new ();
  g_autofree char *store = chatty_simulator_add_store (client->sim, GOOD_KEY, "Harbour");
  g_autofree char *path = upload_path (store);
  g_autofree char *unknown = g_strconcat (path, "?upload_id=none", NULL);
  g_autoptr (GString) many = g_string_new ("{\"customMetadata\": [");
  g_autoptr (Answer) plain = post (client, path, "{}");
  g_autoptr (Answer) nobody = ask (client, "X-Goog-Upload-Protocol: resumable\n"
                                   "X-Goog-Upload-Command: start\n", "POST", path, "{}");
  g_autoptr (Answer) nowhere = start (client, UPLOAD "fileSearchStores/no:uploadToFileSearchStore",
                                      "text/plain", 1, "{}");
  g_autoptr (Answer) stray = start (client, unknown, "text/plain", 1, "{}");
  g_autoptr (Answer) much = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      g_autoptr (Answer) answer = start (client, path, CASES[i].media_type, CASES[i].size,
                                         CASES[i].body);

      g_test_message ("%s", CASES[i].body);
      assert_refused (answer, 400, "INVALID_ARGUMENT", NULL);
      g_assert_null (answer->upload_url);
    }
  for (guint i = 0; i < 21; i++)
    g_string_append_printf (many, "%s{\"key\": \"%u\", \"stringValue\": \"a\"}",
                            i > 0 ? "," : "", i);
  g_string_append (many, "]}");
  much = start (client, path, "text/plain", 10, many->str);
  assert_refused (much, 400, "INVALID_ARGUMENT", NULL);
  assert_refused (plain, 400, "INVALID_ARGUMENT", NULL);
  assert_refused (nobody, 403, "PERMISSION_DENIED", NULL);
  assert_refused (nowhere, 404, "NOT_FOUND", NULL);
  assert_refused (stray, 404, "NOT_FOUND", NULL);
}

/* An upload belongs to whoever began it. */
static void
test_owner (void)
{
  g_autoptr (Client) client = client_new ();
  g_autoptr (Answer) begun = start (client, UPLOAD "files", "text/plain", 1, "{}");
  g_autoptr (Answer) foreign = ask (client, "x-goog-api-key: " ALL_KEY "\n"
                                    "X-Goog-Upload-Command: query\n", "POST", begun->upload_url,
                                    NULL);
  g_autoptr (Answer) wrong = ask (client, "x-goog-api-key: nobody\n"
                                  "X-Goog-Upload-Command: query\n", "POST", begun->upload_url,
                                  NULL);
  g_autoptr (Answer) own = ask (client, KEY_HEADER "X-Goog-Upload-Command: query\n", "POST",
                                begun->upload_url, NULL);

  assert_refused (foreign, 404, "NOT_FOUND", NULL);
  assert_refused (wrong, 400, "INVALID_ARGUMENT", "API_KEY_INVALID");
  assert_status (own, 200);
}

static void
test_files (void)
{
  g_autoptr (Client) client = client_new ();
  g_autofree char *store = chatty_simulator_add_store (client->sim, GOOD_KEY, "Harbour");
  g_autofree char *import = g_strconcat ("/v1beta/", store, ":importFile", NULL);
  g_autoptr (Answer) begun = start (client, UPLOAD "files", "image/png", 3,
                                    "{\"file\": {\"displayName\": \"a.png\"}}");
  g_autoptr (Answer) sent = send_piece (client, begun->upload_url, "upload, finalize", 0, "abc", 3);
  g_autofree char *name = answer_at (sent, "file.name");
  g_autofree char *path = g_strconcat ("/v1beta/", name, NULL);
  g_autofree char *body = g_strdup_printf ("{\"fileName\": \"%s\"}", name);
  g_autoptr (Answer) found = get (client, path);
  g_autoptr (Answer) list = get (client, "/v1beta/files");
  g_autoptr (Answer) imported = post (client, import, body);
  g_autofree char *operation = answer_at (imported, "name");
  g_autoptr (Answer) running = poll_operation (client, operation);
  g_autoptr (Answer) done = poll_operation (client, operation);
  g_autoptr (Answer) unknown = post (client, import, "{\"fileName\": \"files/none\"}");
  g_autoptr (Answer) bad = post (client, import, "{\"fileName\": \"none\"}");
  g_autoptr (Answer) deleted = del (client, path);
  g_autoptr (Answer) gone = get (client, path);
  g_autofree char *beginning = g_strconcat (store, "/operations/", name + strlen ("files/"), "-",
                                            NULL);

  assert_at (sent, "file.displayName", "a.png");
  assert_at (sent, "file.state", "PROCESSING");
  assert_at (sent, "file.sha256Hash", "YmE3ODE2YmY4ZjAxY2ZlYTQxNDE0MGRlNWRhZTIyMjNiMDAzNjFhMzk2MTc3"
             "YTljYjQxMGZmNjFmMjAwMTVhZA==");
  assert_at (found, "state", "ACTIVE");
  assert_at (list, "files.0.name", name);
  g_assert_true (g_str_has_prefix (operation, beginning));
  assert_at (running, "done", NULL);
  assert_at (done, "done", "true");
  assert_at (done, "response.parent", store + strlen ("fileSearchStores/"));
  assert_refused (unknown, 403, "PERMISSION_DENIED", NULL);
  assert_refused (bad, 400, "INVALID_ARGUMENT", NULL);
  assert_status (deleted, 200);
  assert_refused (gone, 403, "PERMISSION_DENIED", NULL);
  g_assert_cmpuint (chatty_simulator_count_store_documents (client->sim, store), ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/gemini-upload/store", test_store);
  g_test_add_func ("/gemini-upload/operations", test_operations);
  g_test_add_func ("/gemini-upload/pieces", test_pieces);
  g_test_add_func ("/gemini-upload/cut", test_cut);
  g_test_add_func ("/gemini-upload/cut-large", test_cut_large);
  g_test_add_func ("/gemini-upload/hung-up", test_hung_up);
  g_test_add_func ("/gemini-upload/refusals", test_refusals);
  g_test_add_func ("/gemini-upload/owner", test_owner);
  g_test_add_func ("/gemini-upload/files", test_files);
  return g_test_run ();
}
