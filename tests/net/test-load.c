/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Many calls at once, and a large upload: how fast, how paced, how much memory. */

#include "config.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "chatty-error.h"
#include "chatty-http.h"
#include "net-server.h"

#define N_CALLS 200
#define PARALLEL 8
#define LATENCY_MS 50

/* Answers after a while, as a distant server does. */
static gboolean
slow_cb (NetRequest *request,
         gpointer    user_data)
{
  GPollFD fd;

  g_cancellable_make_pollfd (request->stopped, &fd);
  g_poll (&fd, 1, LATENCY_MS);
  g_cancellable_release_fd (request->stopped);
  return net_reply (request, "200 OK", "Content-Type: application/json\r\n", "{}");
}

typedef struct {
  ChattyHttp *http;
  const char *path;
  gint        left;
  gint        failed;
} Work;

static gpointer
work_thread (gpointer data)
{
  Work *work = data;

  while (g_atomic_int_add (&work->left, -1) > 0)
    {
      g_autoptr (ChattyHttpRequest) request = chatty_http_request_new ("POST", work->path);
      g_autoptr (ChattyHttpResponse) response = NULL;
      g_autoptr (GError) error = NULL;

      chatty_http_request_set_repeat_safe (request, TRUE);
      response = chatty_http_send (work->http, request, NULL, NULL, &error);
      if (error != NULL || !chatty_http_response_check (response, &error))
        {
          g_test_message ("%s", error->message);
          g_atomic_int_inc (&work->failed);
        }
    }
  return NULL;
}

/* Returns: seconds */
static double
run_calls (ChattyHttp *http,
           const char *path,
           int         n_calls,
           int         n_threads)
{
  Work work = { http, path, n_calls, 0 };
  g_autofree GThread **threads = g_new (GThread *, n_threads);
  gint64 start = g_get_monotonic_time ();

  for (int i = 0; i < n_threads; i++)
    threads[i] = g_thread_new ("work", work_thread, &work);
  for (int i = 0; i < n_threads; i++)
    g_thread_join (threads[i]);
  g_assert_cmpint (work.failed, ==, 0);
  return (g_get_monotonic_time () - start) / (double) G_USEC_PER_SEC;
}

/* Returns: seconds, or 0 without such a program */
static double
run_curl (const char *address,
          int         n_calls)
{
  g_autofree char *curl = g_find_program_in_path ("curl");
  g_autofree char *parallel = g_strdup_printf ("%d", PARALLEL);
  g_autofree char *url = g_strdup_printf ("%s/slow?n=[1-%d]", address, n_calls);
  const char *argv[] = { curl, "-s", "--noproxy", "*", "-X", "POST", "--parallel", "--parallel-max",
                         parallel, "-o", "/dev/null", url, NULL };
  gint64 start = g_get_monotonic_time ();
  int status;

  if (curl == NULL ||
      !g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL,
                     NULL, &status, NULL) || status != 0)
    return 0;
  return (g_get_monotonic_time () - start) / (double) G_USEC_PER_SEC;
}

static void
test_parallel (void)
{
  g_autoptr (NetServer) server = net_server_new (FALSE);
  ChattyHttpSettings settings = CHATTY_HTTP_SETTINGS_INIT;
  g_autoptr (ChattyHttp) http = NULL;
  double curl, own;

  settings.max_parallel = PARALLEL;
  http = chatty_http_new (net_server_get_address (server), &settings, NULL);
  net_server_on (server, "/slow", slow_cb, NULL);
  curl = run_curl (net_server_get_address (server), N_CALLS);
  own = run_calls (http, "/slow", N_CALLS, 2 * PARALLEL);
  g_test_message ("%d calls of %d ms, %d at once: %.0f ms, curl %.0f ms, ratio %.2f, the least %.0f ms",
                  N_CALLS, LATENCY_MS, PARALLEL, own * 1000, curl * 1000,
                  curl > 0 ? own / curl : 0, N_CALLS * (double) LATENCY_MS / PARALLEL);
  g_assert_cmpuint (net_server_get_count (server, "/slow"), ==, N_CALLS * (curl > 0 ? 2 : 1));
  /* Not faster than the bound allows; how much slower is for a quiet machine
   * to tell. */
  g_assert_cmpfloat (own, >=, N_CALLS * LATENCY_MS / 1000.0 / PARALLEL);
}

/* At most five calls in any second. Calls that were on their way together
 * and are turned away together are one volley: a client that was told, and
 * has waited, must not be turned away again before it was let in. */
typedef struct {
  GMutex   lock;
  gint64   borne[5];
  guint    n_borne;
  guint    n_limited;
  guint    n_volleys;
  guint    n_again;
  gint64   limited;
  gboolean let_in;
} Limit;

#define VOLLEY (G_USEC_PER_SEC / 2)

static gboolean
limited_cb (NetRequest *request,
            gpointer    user_data)
{
  Limit *limit = user_data;
  gint64 now = g_get_monotonic_time ();
  gboolean good;

  g_mutex_lock (&limit->lock);
  good = limit->n_borne < 5 || now - limit->borne[limit->n_borne % 5] >= G_USEC_PER_SEC;
  if (good)
    {
      limit->borne[limit->n_borne++ % 5] = now;
      limit->let_in = TRUE;
    }
  else
    {
      limit->n_limited++;
      if (now - limit->limited > VOLLEY)
        {
          limit->n_volleys++;
          if (limit->limited > 0 && !limit->let_in)
            limit->n_again++;
          limit->limited = now;
          limit->let_in = FALSE;
        }
    }
  g_mutex_unlock (&limit->lock);

  if (good)
    return slow_cb (request, NULL);
  return net_reply (request, "429 Too Many", "Retry-After: 1\r\n", "{}");
}

static void
test_rate (void)
{
  for (guint told = 0; told < 2; told++)
    {
      g_autoptr (NetServer) server = net_server_new (FALSE);
      ChattyHttpSettings settings = CHATTY_HTTP_SETTINGS_INIT;
      g_autoptr (ChattyHttp) http = NULL;
      Limit limit = { .n_borne = 0 };
      double seconds;

      g_mutex_init (&limit.lock);
      settings.max_parallel = PARALLEL;
      settings.min_interval = told ? G_USEC_PER_SEC / 5 + 10000 : 0;
      http = chatty_http_new (net_server_get_address (server), &settings, NULL);
      net_server_on (server, "/limited", limited_cb, &limit);
      seconds = run_calls (http, "/limited", 25, 2 * PARALLEL);
      g_test_message ("25 calls, 5 a second, %s: %.0f ms, %u turned away in %u volleys",
                      told ? "known" : "not known", seconds * 1000, limit.n_limited,
                      limit.n_volleys);
      g_assert_cmpuint (limit.n_again, ==, 0);
      if (told)
        g_assert_cmpuint (limit.n_limited, ==, 0);
      g_mutex_clear (&limit.lock);
    }
}

#define UPLOAD_SIZE (100 * 1024 * 1024)

/* Returns: bytes in memory now */
static gint64
resident (void)
{
  g_autofree char *text = NULL;
  gint64 size, pages;

  if (!g_file_get_contents ("/proc/self/statm", &text, NULL, NULL) ||
      sscanf (text, "%" G_GINT64_FORMAT " %" G_GINT64_FORMAT, &size, &pages) != 2)
    return 0;
  return pages * sysconf (_SC_PAGESIZE);
}

typedef struct {
  GCancellable *cancellable;
  guint64       stop_at;
  gint64        stopped;
  guint64       last;
  guint         n;
  gint64        start;
  gint64        most;
} Upload;

static void
progress_cb (guint64  sent,
             guint64  total,
             gpointer user_data)
{
  Upload *upload = user_data;

  g_assert_cmpuint (sent, >, upload->last);
  g_assert_cmpuint (sent, <=, total);
  upload->last = sent;
  upload->n++;
  upload->most = MAX (upload->most, resident () - upload->start);
  if (upload->stop_at > 0 && sent >= upload->stop_at && upload->stopped == 0)
    {
      upload->stopped = g_get_monotonic_time ();
      g_cancellable_cancel (upload->cancellable);
    }
}

static char *
make_large_file (void)
{
  char *path = g_build_filename (g_get_user_cache_dir (), "large.txt", NULL);
  g_autofree char *text = g_strnfill (1024 * 1024, 'x');
  FILE *file;

  g_mkdir_with_parents (g_get_user_cache_dir (), 0700);
  file = g_fopen (path, "w");
  for (guint i = 0; i < 100; i++)
    g_assert_cmpuint (fwrite (text, 1, 1024 * 1024, file), ==, 1024 * 1024);
  fclose (file);
  return path;
}

static gboolean
upload_cb (NetRequest *request,
           gpointer    user_data)
{
  g_autofree char *reply = g_strdup_printf ("{\"size\":%" G_GUINT64_FORMAT "}", request->body_bytes);

  return net_reply (request, request->complete ? "200 OK" : "400 No", "", reply);
}

static void
test_upload (void)
{
  g_autofree char *path = make_large_file ();

  for (guint stop = 0; stop < 2; stop++)
    {
      g_autoptr (NetServer) server = net_server_new (FALSE);
      g_autoptr (ChattyHttp) http = chatty_http_new (net_server_get_address (server), NULL, NULL);
      g_autoptr (ChattyHttpRequest) request = chatty_http_request_new ("POST", "/upload");
      g_autoptr (ChattyHttpFile) file = chatty_http_file_open (path, 0, NULL);
      g_autoptr (ChattyHttpResponse) response = NULL;
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GError) error = NULL;
      Upload upload = { cancellable, stop ? UPLOAD_SIZE / 10 : 0, .start = resident () };
      gint64 end;

      net_server_on (server, "/upload", upload_cb, NULL);
      chatty_http_request_add_part (request, "file_name", "large.txt");
      chatty_http_request_add_part_file (request, "file", NULL, "text/plain", file);
      chatty_http_request_set_progress (request, progress_cb, &upload, NULL);
      response = chatty_http_send (http, request, NULL, cancellable, &error);
      end = g_get_monotonic_time ();
      g_test_message ("memory grew by %.1f MB, progress told %u times",
                      upload.most / 1e6, upload.n);
      if (stop)
        {
          g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_CANCELLED);
          g_test_message ("stopped after %.1f ms", (end - upload.stopped) / 1000.0);
          g_assert_cmpint (end - upload.stopped, <, 200 * 1000);
          g_assert_cmpuint (upload.last, <, UPLOAD_SIZE);
        }
      else
        {
          g_autofree char *text = NULL;
          g_autofree char *expected = NULL;

          g_assert_no_error (error);
          text = chatty_http_response_dup_text (response);
          expected = g_strdup_printf ("{\"size\":%" G_GUINT64_FORMAT "}", upload.last);
          g_assert_cmpstr (text, ==, expected);
          g_assert_cmpuint (upload.last, >, UPLOAD_SIZE);
          g_assert_cmpuint (upload.n, >, 1);
          g_assert_true (net_server_received (server, "; filename=\"large.txt\"\r\nContent-Type: text/plain\r\n\r\nxxx"));
        }
#ifndef __SANITIZE_ADDRESS__
      g_assert_cmpint (upload.most, <, 20 * 1000 * 1000);
#endif
    }
}

/* The file changes while it is sent: the server never gets a whole body. */
static void
change_cb (guint64  sent,
           guint64  total,
           gpointer user_data)
{
  FILE *file = g_fopen (user_data, "a");

  fputs ("more", file);
  fclose (file);
}

static void
test_changed_file (void)
{
  g_autofree char *path = make_large_file ();
  g_autoptr (NetServer) server = net_server_new (FALSE);
  g_autoptr (ChattyHttp) http = chatty_http_new (net_server_get_address (server), NULL, NULL);
  g_autoptr (ChattyHttpRequest) request = chatty_http_request_new ("PUT", "/upload");
  g_autoptr (ChattyHttpFile) file = chatty_http_file_open (path, 0, NULL);
  g_autoptr (GError) error = NULL;

  net_server_on (server, "/upload", upload_cb, NULL);
  chatty_http_request_add_part_file (request, "file", "other.txt", "text/plain", file);
  chatty_http_request_set_progress (request, change_cb, path, NULL);
  g_assert_null (chatty_http_send (http, request, NULL, NULL, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_CONFLICT);
  g_test_message ("%s", error->message);
  g_assert_cmpuint (net_server_get_count (server, "/upload"), <=, 1);
}

/* Many threads on one session, over TLS. */
static void
test_tls_parallel (void)
{
  g_autoptr (NetServer) server = net_server_new (TRUE);
  g_autoptr (GTlsDatabase) trust = net_server_trust ();
  ChattyHttpSettings settings = CHATTY_HTTP_SETTINGS_INIT;
  g_autoptr (ChattyHttp) http = NULL;
  double seconds;

  settings.max_parallel = PARALLEL;
  settings.tls_database = trust;
  http = chatty_http_new (net_server_get_address (server), &settings, NULL);
  net_server_on (server, "/slow", slow_cb, NULL);
  seconds = run_calls (http, "/slow", 60, 2 * PARALLEL);
  g_test_message ("60 calls over TLS: %.0f ms", seconds * 1000);
  g_assert_cmpuint (net_server_get_count (server, "/slow"), ==, 60);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/load/parallel", test_parallel);
  g_test_add_func ("/load/rate", test_rate);
  g_test_add_func ("/load/upload", test_upload);
  g_test_add_func ("/load/changed-file", test_changed_file);
  g_test_add_func ("/load/tls-parallel", test_tls_parallel);

  return g_test_run ();
}
