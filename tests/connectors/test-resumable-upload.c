/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <string.h>
#include <sys/resource.h>

#include <glib/gstdio.h>

#include "chatty-http-connector.h"
#include "chatty-json.h"
#include "chatty-resumable-upload.h"
#include "chatty-time.h"
#include "net-calls.h"

#define MIB (1024 * 1024)
#define LARGE (50 * 1000 * 1000)
#define PIECE (256 * 1024)

/* A server that keeps files as Google's does, and does what a test tells it. */
typedef struct {
  NetServer    *server;
  char         *folder;
  char         *path;
  guint64       size;

  /* What the test wants. */
  guint         n_cuts;        /* pieces of which a part arrives, then silence */
  guint         n_silent;      /* answers without a status */
  gboolean      keeps_nothing; /* no piece arrives */
  const char   *refuses;       /* status of an answer to each piece */
  const char   *other_address; /* in place of its own */
  GCancellable *cancel_at;     /* when the second piece comes */
  const char   *stops;         /* how it says that the upload stands */
  guint64       gone_at;       /* nothing is answered once so much is there */
  const char   *answers;       /* status of an answer to each question */
  gboolean      keeps_session; /* what was cut off is gone on with */

  /* Of the server's threads, one at a time. */
  guint64       has;
  guint         n_pieces;
  guint         n_queries;
  gboolean      wrong;         /* something came that is not of the file */
  guint64       most;          /* bytes in a piece */
  char         *start;         /* its head and body */
  guint         n_starts;

  /* Of the test. */
  ChattyUploadSession *session;
  guint64       told;
  guint64       first_told;
  guint         n_told;
  gboolean      went_back;
} Fixture;

/* What the file holds at each place. */
static guint8
content_at (guint64 offset)
{
  return (guint8) (offset * 7 + (offset >> 8) * 3 + (offset >> 16) * 11 + (offset >> 20));
}

static gboolean
is_of_file (Fixture    *f,
            NetRequest *request,
            guint64     offset)
{
  for (guint i = 0; i < request->body->len; i++)
    if (request->body->data[i] != content_at (offset + i))
      return FALSE;
  return offset == f->has && request->body_bytes <= f->size - offset && request->complete;
}

static gboolean
start_cb (NetRequest *request,
          gpointer    user_data)
{
  Fixture *f = user_data;
  g_autofree char *headers =
    g_strdup_printf ("X-Goog-Upload-Status: active\r\nX-Goog-Upload-Chunk-Granularity: 262144\r\n"
                     "X-Goog-Upload-URL: %s/up/load?upload_id=a%%2Fb&upload_protocol=resumable\r\n",
                     f->other_address != NULL ? f->other_address
                                              : net_server_get_address (f->server));

  /* The next is another upload. */
  if (f->n_starts++ > 0 && f->keeps_session)
    f->stops = NULL;
  f->has = 0;
  g_free (f->start);
  f->start = g_strdup_printf ("%s%.*s", request->head, (int) request->body->len,
                              (char *) request->body->data);
  return net_reply (request, "200 OK", headers, "");
}

static gboolean
answer_standing (Fixture    *f,
                 NetRequest *request,
                 const char *status)
{
  g_autofree char *headers =
    g_strdup_printf ("X-Goog-Upload-Status: %s\r\nX-Goog-Upload-Size-Received: %" G_GUINT64_FORMAT
                     "\r\n", f->stops != NULL ? f->stops : status, f->has);

  if (f->n_silent > 0)
    {
      f->n_silent--;
      return net_reply (request, "200 OK", "", "{}");
    }
  return net_reply (request, "200 OK", headers, "");
}

static gboolean
answer_final (NetRequest *request)
{
  return net_reply (request, "200 OK",
                    "X-Goog-Upload-Status: final\r\nContent-Type: application/json\r\n",
                    "{\"name\":\"operations/1\"}");
}

static gboolean
piece_cb (NetRequest *request,
          gpointer    user_data)
{
  Fixture *f = user_data;
  g_autofree char *command = g_strdup (net_request_header (request, "X-Goog-Upload-Command"));
  const char *offset;

  if (strstr (request->path, "upload_id=a%2Fb&upload_protocol=resumable") == NULL)
    f->wrong = TRUE;
  if (f->gone_at > 0 && f->has >= f->gone_at)
    return FALSE;
  if (g_strcmp0 (command, "query") == 0)
    {
      f->n_queries++;
      if (f->answers != NULL)
        return net_reply (request, f->answers, "", "");
      if (f->has == f->size && f->stops == NULL)
        return answer_final (request);
      return answer_standing (f, request, "active");
    }
  offset = net_request_header (request, "X-Goog-Upload-Offset");
  if (offset == NULL || !is_of_file (f, request, g_ascii_strtoull (offset, NULL, 10)))
    {
      f->wrong = TRUE;
      return net_reply (request, "400 Bad Request", "", "");
    }
  f->most = MAX (f->most, request->body_bytes);
  f->n_pieces++;
  if (f->cancel_at != NULL && f->n_pieces == 2)
    {
      g_cancellable_cancel (f->cancel_at);
      return FALSE;
    }
  if (f->refuses != NULL)
    return net_reply (request, f->refuses, "Content-Type: application/json\r\n",
                      "{\"error\":{\"message\":\"no\"}}");
  if (f->keeps_nothing)
    return FALSE;
  if (f->n_cuts > 0 && f->n_pieces % 2 == 0)
    {
      f->n_cuts--;
      f->has += request->body_bytes / 3;
      return FALSE;
    }
  f->has += request->body_bytes;
  if (strstr (command, "finalize") == NULL)
    return answer_standing (f, request, "active");
  if (f->has != f->size)
    f->wrong = TRUE;
  if (f->stops != NULL || f->n_silent > 0)
    return answer_standing (f, request, "active");
  return answer_final (request);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autofree guint8 *buffer = g_malloc (MIB);
  FILE *file;

  f->size = (guint64) GPOINTER_TO_UINT (data);
  f->folder = g_dir_make_tmp ("chatty-upload-XXXXXX", NULL);
  f->path = g_build_filename (f->folder, "tea.txt", NULL);
  file = g_fopen (f->path, "wb");
  g_assert_nonnull (file);
  for (guint64 at = 0; at < f->size; at += MIB)
    {
      gsize n = MIN (MIB, f->size - at);

      for (gsize i = 0; i < n; i++)
        buffer[i] = content_at (at + i);
      g_assert_cmpuint (fwrite (buffer, 1, n, file), ==, n);
    }
  g_assert_cmpint (fclose (file), ==, 0);
  f->server = net_server_new (FALSE);
  net_server_on (f->server, "/up/start", start_cb, f);
  net_server_on (f->server, "/up/load", piece_cb, f);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  net_server_free (f->server);
  g_remove (f->path);
  g_rmdir (f->folder);
  g_free (f->path);
  g_free (f->folder);
  g_free (f->start);
  g_clear_pointer (&f->session, chatty_upload_session_free);
}

static ChattyHttpResponse *
send_cb (ChattyHttpRequest  *request,
         gpointer            user_data,
         GCancellable       *cancellable,
         GError            **error)
{
  return chatty_http_send (user_data, request, NULL, cancellable, error);
}

static void
progress_cb (guint64  sent,
             guint64  total,
             gpointer user_data)
{
  Fixture *f = user_data;

  f->went_back = f->went_back || sent <= f->told;
  if (f->n_told == 0)
    f->first_told = sent;
  g_assert_cmpuint (total, ==, f->size);
  f->told = sent;
  f->n_told++;
}

static ChattyHttpResponse *
upload (Fixture       *f,
        gsize          chunk,
        GCancellable  *cancellable,
        GError       **error)
{
  g_autoptr (ChattyHttp) http = NULL;
  g_autoptr (ChattyHttpFile) file = chatty_http_file_open (f->path, 0, NULL);
  g_autoptr (JsonNode) metadata = chatty_json_parse ("{\"displayName\":\"Tea\"}", -1, NULL);
  ChattyHttpSettings settings = net_settings ();

  settings.retry.max_attempts = 1;
  settings.total_seconds = 60;
  settings.idle_seconds = 30;
  http = chatty_http_new (net_server_get_address (f->server), &settings, NULL);
  g_assert_nonnull (file);
  return chatty_resumable_upload_run (&(ChattyResumableUpload) {
    .path = "/up/start", .address = net_server_get_address (f->server), .metadata = metadata,
    .file = file, .media_type = "text/plain", .chunk_bytes = chunk, .first_wait = 1,
    .send = send_cb, .send_data = http, .progress = progress_cb, .progress_data = f,
    .session = f->keeps_session ? &f->session : NULL,
  }, cancellable, error);
}

static long
peak_kib (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

static void
test_cuts (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr (ChattyHttpResponse) response = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  long before = peak_kib ();

  f->n_cuts = 3;
  response = upload (f, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (chatty_http_response_get_status (response), ==, 200);
  text = chatty_http_response_dup_text (response);
  g_assert_cmpstr (text, ==, "{\"name\":\"operations/1\"}");
  g_assert_false (f->wrong);
  g_assert_cmpuint (f->n_cuts, ==, 0);
  g_assert_cmpuint (f->has, ==, f->size);
  g_assert_cmpuint (f->most, ==, 8 * MIB);
  g_assert_cmpuint (f->n_queries, ==, 3);
  g_assert_cmpuint (f->told, ==, f->size);
  g_assert_false (f->went_back);
  g_assert_cmpuint (f->n_told, >, 7);
  g_test_message ("%ld KiB more at the peak", peak_kib () - before);
#ifndef __SANITIZE_ADDRESS__
  g_assert_cmpint (peak_kib () - before, <, f->size / 1024 / 2);
#endif
  g_assert_nonnull (strstr (f->start, "X-Goog-Upload-Protocol: resumable\r\n"));
  g_assert_nonnull (strstr (f->start, "X-Goog-Upload-Command: start\r\n"));
  g_assert_nonnull (strstr (f->start, "X-Goog-Upload-Header-Content-Length: 50000000\r\n"));
  g_assert_nonnull (strstr (f->start, "X-Goog-Upload-Header-Content-Type: text/plain\r\n"));
  g_assert_nonnull (strstr (f->start, "{\"displayName\":\"Tea\"}"));
}

static void
test_small (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr (ChattyHttpResponse) response = upload (f, 0, NULL, NULL);

  g_assert_nonnull (response);
  g_assert_cmpuint (f->n_pieces, ==, 1);
  g_assert_cmpuint (f->has, ==, f->size);
  g_assert_cmpuint (f->told, ==, f->size);
}

static void
test_cancel (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  f->cancel_at = cancellable;
  g_assert_null (upload (f, 262144, cancellable, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_CANCELLED);
  g_assert_cmpuint (f->n_pieces, ==, 2);
  g_assert_cmpuint (f->n_queries, ==, 0);
}

/* Three more answers without a status are forgiven, one more is not. */
static void
test_silent (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr (ChattyHttpResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  f->n_silent = 3;
  response = upload (f, 262144, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (f->has, ==, f->size);

  f->has = 0;
  f->told = 0;
  f->n_queries = 0;
  f->n_silent = 1000;
  g_assert_null (upload (f, 262144, NULL, &error));
  net_assert_fault (&error, CHATTY_ERROR_SERVER, "does not say how much");
  g_assert_cmpuint (f->n_queries, ==, 3);
}

/* Whatever the server does, it comes to an end. */
static void
test_no_way_forward (Fixture       *f,
                     gconstpointer  data)
{
  g_autoptr (ChattyHttpResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  f->keeps_nothing = TRUE;
  g_assert_null (upload (f, 262144, NULL, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_cmpuint (f->n_pieces, ==, 6);

  f->keeps_nothing = FALSE;
  f->n_pieces = 0;
  f->refuses = "503 Service Unavailable";
  response = upload (f, 262144, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (chatty_http_response_get_status (response), ==, 503);
  g_clear_pointer (&response, chatty_http_response_unref);

  f->refuses = NULL;
  f->stops = "active";
  g_assert_null (upload (f, 0, NULL, &error));
  net_assert_fault (&error, CHATTY_ERROR_SERVER, "does not say how much");
  f->has = 0;
  f->stops = "cancelled";
  g_assert_null (upload (f, 262144, NULL, &error));
  net_assert_fault (&error, CHATTY_ERROR_SERVER, "ended the upload");
}

static void
test_refused (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr (ChattyHttpResponse) response = NULL;

  f->refuses = "403 Forbidden";
  response = upload (f, 262144, NULL, NULL);
  g_assert_cmpuint (chatty_http_response_get_status (response), ==, 403);
  g_assert_cmpuint (f->n_pieces, ==, 1);
}

/* The credential goes nowhere else. */
static void
test_other_server (Fixture       *f,
                   gconstpointer  data)
{
  static const char *const addresses[] = {
    "https://evil.example", "http://127.0.0.1:1", "http://user@127.0.0.1", "//evil.example", "x",
  };

  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autoptr (GError) error = NULL;

      f->other_address = addresses[i];
      g_assert_null (upload (f, 0, NULL, &error));
      net_assert_fault (&error, CHATTY_ERROR_SERVER, "another server");
      g_assert_cmpuint (f->n_pieces, ==, 0);
    }
}

static void
test_changed_file (Fixture       *f,
                   gconstpointer  data)
{
  g_autoptr (ChattyHttpFile) file = chatty_http_file_open (f->path, 0, NULL);
  g_autoptr (ChattyHttp) http = net_http (net_server_get_address (f->server), NULL);
  g_autoptr (GError) error = NULL;
  FILE *changed = g_fopen (f->path, "ab");

  fputs ("more", changed);
  fclose (changed);
  g_assert_null (chatty_resumable_upload_run (&(ChattyResumableUpload) {
    .path = "/up/start", .address = net_server_get_address (f->server), .file = file,
    .media_type = "text/plain", .first_wait = 1, .send = send_cb, .send_data = http,
  }, NULL, &error));
  net_assert_fault (&error, CHATTY_ERROR_CONFLICT, "was changed while it was sent");
  g_assert_cmpuint (f->n_pieces, ==, 0);
}

/* As when the person tries again. */
static void
upload_again (Fixture *f)
{
  g_autoptr (ChattyHttpResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  f->told = f->n_told = f->first_told = f->n_pieces = f->n_queries = 0;
  f->went_back = FALSE;
  response = upload (f, PIECE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (chatty_http_response_get_status (response), ==, 200);
  g_assert_false (f->wrong);
  g_assert_false (f->went_back);
  g_assert_cmpuint (f->has, ==, f->size);
  g_assert_cmpuint (f->told, ==, f->size);
}

/* The network goes for good when so much has arrived. */
static void
cut_at (Fixture *f,
        guint64  offset)
{
  g_autoptr (GError) error = NULL;

  f->keeps_session = TRUE;
  f->gone_at = offset;
  g_assert_null (upload (f, PIECE, NULL, &error));
  g_assert_true (chatty_http_connector_is_lost (error));
  g_assert_null (strstr (error->message, "upload_id"));
  g_assert_nonnull (f->session);
  g_assert_cmpuint (f->n_starts, ==, 1);
  f->gone_at = 0;
}

/* A later run goes on where the first was given up, and so does its progress. */
static void
test_again (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  cut_at (f, 2 * PIECE);
  upload_again (f);
  g_assert_cmpuint (f->n_starts, ==, 1);
  g_assert_cmpuint (f->n_queries, ==, 1);
  g_assert_cmpuint (f->n_pieces, ==, 2);
  g_assert_cmpuint (f->first_told, ==, 2 * PIECE);
  g_assert_false (f->session->was_complete);

  /* And where the person stopped it. */
  g_clear_pointer (&f->session, chatty_upload_session_free);
  f->told = f->n_pieces = 0;
  f->cancel_at = cancellable;
  g_assert_null (upload (f, PIECE, cancellable, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_CANCELLED);
  f->cancel_at = NULL;
  upload_again (f);
  g_assert_cmpuint (f->n_starts, ==, 2);
  g_assert_cmpuint (f->n_pieces, ==, 3);
}

/* What the server does not have any more begins anew, once. */
static void
test_again_anew (Fixture       *f,
                 gconstpointer  data)
{
  static const struct {
    const char *answers;
    const char *stops;
    guint       n_silent;
  } cases[] = {
    { .answers = "404 Not Found" }, { .answers = "410 Gone" }, { .answers = "400 Bad Request" },
    { .stops = "cancelled" }, { .n_silent = 4 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      f->n_starts = 0;
      f->has = f->told = 0;
      f->stops = NULL;
      g_clear_pointer (&f->session, chatty_upload_session_free);
      cut_at (f, PIECE);
      f->answers = cases[i].answers;
      f->n_silent = cases[i].n_silent;
      f->stops = cases[i].stops;
      upload_again (f);
      g_assert_cmpuint (f->n_starts, ==, 2);
      g_assert_cmpuint (f->n_pieces, ==, 4);
      g_assert_cmpuint (f->first_told, <=, PIECE);
      f->answers = NULL;
    }
}

/* The last answer was lost: nothing is sent again. */
static void
test_again_final (Fixture       *f,
                  gconstpointer  data)
{
  g_autofree char *text = NULL;
  g_autoptr (ChattyHttpResponse) response = NULL;

  cut_at (f, 3 * PIECE);
  f->has = f->size;
  f->n_pieces = f->told = 0;
  response = upload (f, PIECE, NULL, NULL);
  text = chatty_http_response_dup_text (response);
  g_assert_cmpstr (text, ==, "{\"name\":\"operations/1\"}");
  g_assert_true (f->session->was_complete);
  g_assert_cmpuint (f->n_starts, ==, 1);
  g_assert_cmpuint (f->n_pieces, ==, 0);
  g_assert_cmpuint (f->told, ==, f->size);
}

/* What passes leaves the upload as it is; what does not get further by being
 * tried again begins anew the next time. */
static void
test_again_trouble (Fixture       *f,
                    gconstpointer  data)
{
  g_autoptr (ChattyHttpResponse) response = NULL;

  cut_at (f, 2 * PIECE);
  f->answers = "503 Service Unavailable";
  response = upload (f, PIECE, NULL, NULL);
  g_assert_cmpuint (chatty_http_response_get_status (response), ==, 503);
  g_assert_nonnull (f->session);
  g_clear_pointer (&response, chatty_http_response_unref);
  f->answers = NULL;

  f->refuses = "503 Service Unavailable";
  response = upload (f, PIECE, NULL, NULL);
  g_assert_cmpuint (chatty_http_response_get_status (response), ==, 503);
  g_assert_nonnull (f->session);
  g_clear_pointer (&response, chatty_http_response_unref);

  f->refuses = "500 Internal Server Error";
  response = upload (f, PIECE, NULL, NULL);
  g_assert_cmpuint (chatty_http_response_get_status (response), ==, 500);
  g_assert_null (f->session);
  f->refuses = NULL;
  upload_again (f);
  g_assert_cmpuint (f->n_starts, ==, 2);

  /* Refused for good. */
  g_clear_pointer (&response, chatty_http_response_unref);
  g_clear_pointer (&f->session, chatty_upload_session_free);
  f->refuses = "403 Forbidden";
  response = upload (f, PIECE, NULL, NULL);
  g_assert_cmpuint (chatty_http_response_get_status (response), ==, 403);
  g_assert_null (f->session);
}

/* What one server gave is told to no other. */
static void
test_again_elsewhere (Fixture       *f,
                      gconstpointer  data)
{
  g_autoptr (NetServer) other = net_server_new (FALSE);
  g_autofree char *address = g_strconcat (net_server_get_address (other),
                                          "/up/load?upload_id=a%2Fb", NULL);

  f->keeps_session = TRUE;
  f->session = chatty_upload_session_new (address, PIECE);
  upload_again (f);
  g_assert_cmpuint (f->n_starts, ==, 1);
  g_assert_cmpuint (f->n_queries, ==, 0);
  g_assert_cmpuint (net_server_get_count (other, "/up/load"), ==, 0);
}

static gint64
clock_cb (gpointer user_data)
{
  return *(gint64 *) user_data;
}

static void
test_sessions (void)
{
  g_autoptr (ChattyUploadSessions) sessions = chatty_upload_sessions_new ();
  gint64 now = 1000 * G_TIME_SPAN_DAY;
  ChattyUploadSession *session;

  chatty_time_set_clock (clock_cb, &now);
  /* One is for one; the newest of the same counts. */
  chatty_upload_sessions_keep (sessions, "tea", chatty_upload_session_new ("https://a", 1));
  chatty_upload_sessions_keep (sessions, "tea", chatty_upload_session_new ("https://b", 2));
  g_assert_null (chatty_upload_sessions_take (sessions, "te"));
  session = chatty_upload_sessions_take (sessions, "tea");
  g_assert_cmpstr (session->address, ==, "https://b");
  g_assert_cmpuint (session->chunk, ==, 2);
  g_assert_null (chatty_upload_sessions_take (sessions, "tea"));
  chatty_upload_sessions_keep (sessions, "tea", session);

  /* Not for ever, and not all. */
  now += 5 * G_TIME_SPAN_DAY;
  session = chatty_upload_sessions_take (sessions, "tea");
  g_assert_nonnull (session);
  chatty_upload_sessions_keep (sessions, "tea", session);
  now += 7 * G_TIME_SPAN_DAY;
  g_assert_null (chatty_upload_sessions_take (sessions, "tea"));
  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *key = g_strdup_printf ("%u", i);

      chatty_upload_sessions_keep (sessions, key, chatty_upload_session_new ("https://a", i));
    }
  g_assert_null (chatty_upload_sessions_take (sessions, "23"));
  session = chatty_upload_sessions_take (sessions, "24");
  g_assert_cmpuint (session->chunk, ==, 24);
  chatty_upload_session_free (session);
  chatty_upload_sessions_clear (sessions);
  g_assert_null (chatty_upload_sessions_take (sessions, "39"));
  chatty_time_set_clock (NULL, NULL);
}

#define ADD(name, size, func) \
  g_test_add ("/resumable-upload/" name, Fixture, GUINT_TO_POINTER (size), set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("cuts", LARGE, test_cuts);
  ADD ("small", 100, test_small);
  ADD ("cancel", MIB, test_cancel);
  ADD ("silent", MIB, test_silent);
  ADD ("no-way-forward", MIB, test_no_way_forward);
  ADD ("refused", MIB, test_refused);
  ADD ("other-server", 100, test_other_server);
  ADD ("changed-file", 100, test_changed_file);
  ADD ("again", MIB, test_again);
  ADD ("again/anew", MIB, test_again_anew);
  ADD ("again/final", MIB, test_again_final);
  ADD ("again/trouble", MIB, test_again_trouble);
  ADD ("again/elsewhere", MIB, test_again_elsewhere);
  g_test_add_func ("/resumable-upload/sessions", test_sessions);

  return g_test_run ();
}
