/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* What is pure or nearly so: addresses, retries, pacing, the journal, files. */

#include "config.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "chatty-error.h"
#include "chatty-http.h"
#include "chatty-time.h"

#define SECOND ((gint64) G_USEC_PER_SEC)

static void
test_addresses (void)
{
  static const struct {
    const char *address;
    const char *normal;    /* NULL: refused */
    const char *origin;
  } cases[] = {
    { "https://api.convai.com", "https://api.convai.com", "https://api.convai.com" },
    { " HTTPS://API.Convai.com:443/ \n", "https://api.convai.com", "https://api.convai.com" },
    { "https://h.example:8443/base/v1//", "https://h.example:8443/base/v1", "https://h.example:8443" },
    { "http://127.0.0.1:80", "http://127.0.0.1", "http://127.0.0.1" },
    { "http://127.9.9.9:1234/x", "http://127.9.9.9:1234/x", "http://127.9.9.9:1234" },
    { "http://localhost:99", "http://localhost:99", "http://localhost:99" },
    { "http://[::1]:99", "http://[::1]:99", "http://[::1]:99" },
    { "http://api.convai.com", NULL, NULL },
    { "http://127.0.0.1.evil.example", NULL, NULL },
    { "http://localhost.evil.example", NULL, NULL },
    { "http://192.168.1.2", NULL, NULL },
    { "http://[::2]", NULL, NULL },
    { "http://2130706433", NULL, NULL },
    { "api.convai.com", NULL, NULL },
    { "", NULL, NULL },
    { "https://", NULL, NULL },
    { "https:///x", NULL, NULL },
    { "ftp://h.example", NULL, NULL },
    { "file:///etc/passwd", NULL, NULL },
    { "https://me:pw@h.example", NULL, NULL },
    { "https://h.example\\@evil.example", NULL, NULL },
    { "https://h.example?x=1", NULL, NULL },
    { "https://h.example#x", NULL, NULL },
    { "https://h.exa mple", NULL, NULL },
    { "https://h.example/\r\nX: y", NULL, NULL },
    { "https://h.example:99999", NULL, NULL },
    { "https://h.example:0", NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *normal = chatty_http_check_address (cases[i].address, &error);
      g_autofree char *origin = chatty_http_dup_origin (cases[i].address);
      g_autoptr (ChattyHttp) http = chatty_http_new (cases[i].address, NULL, NULL);

      g_test_message ("%s", cases[i].address);
      g_assert_cmpstr (normal, ==, cases[i].normal);
      g_assert_cmpstr (origin, ==, cases[i].origin);
      g_assert_true ((http == NULL) == (normal == NULL));
      if (normal == NULL)
        g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
      else
        g_assert_no_error (error);
    }
}

static void
test_asked_wait (void)
{
  gint64 now = chatty_time_parse_iso ("2026-11-23T06:00:00Z");
  static const struct {
    const char *header;
    const char *body;
    gint64      seconds;   /* -1: it does not say */
  } cases[] = {
    { "0", NULL, 0 },
    { "120", NULL, 120 },
    { " 7", NULL, 7 },
    { "999999999999999999999", NULL, 24 * 3600 },
    { "-5", NULL, -1 },
    { "soon", NULL, -1 },
    { "", NULL, -1 },
    { NULL, NULL, -1 },
    { "Mon, 23 Nov 2026 06:00:30 GMT", NULL, 30 },
    { "Monday, 23-Nov-26 06:00:31 GMT", NULL, 31 },
    { "Mon Nov 23 06:00:32 2026", NULL, 32 },
    { "Mon, 23 Nov 2026 05:00:00 GMT", NULL, 0 },
    { "Wed, 23 Nov 2033 06:00:00 GMT", NULL, 24 * 3600 },
    { "Mon, 99 Nov 2026 06:00:30 GMT", NULL, -1 },
    { "Mon, 23 Foo 2026 06:00:30 GMT", NULL, -1 },
    { NULL, "{\"error\":{\"details\":[{\"@type\":\"x\"},{\"retryDelay\":\"3.5s\"}]}}", 3 },
    { NULL, "[{\"error\":{\"details\":[{\"retryDelay\":\"42s\"}]}}]", 42 },
    { NULL, "{\"error\":{\"details\":[{\"retryDelay\":\"-1s\"}]}}", -1 },
    { NULL, "{\"error\":{\"details\":[{\"retryDelay\":\"1e99s\"}]}}", 24 * 3600 },
    { NULL, "{\"error\":{\"details\":[{\"retryDelay\":7}]}}", -1 },
    { NULL, "{\"error\":\"retryDelay\"}", -1 },
    { NULL, "retryDelay", -1 },
    { "5", "{\"error\":{\"details\":[{\"retryDelay\":\"42s\"}]}}", 5 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) body = cases[i].body != NULL
                                  ? g_bytes_new_static (cases[i].body, strlen (cases[i].body)) : NULL;
      gint64 wait = chatty_retry_asked_wait (cases[i].header, body, now);

      g_test_message ("%s %s", cases[i].header, cases[i].body);
      if (cases[i].seconds < 0)
        g_assert_cmpint (wait, ==, CHATTY_RETRY_GIVE_UP);
      else
        g_assert_cmpint (wait / SECOND, ==, cases[i].seconds);
    }
}

static void
test_retry (void)
{
  ChattyRetryPolicy policy = CHATTY_RETRY_POLICY_INIT;
  ChattyRetryCase a_case = { .attempt = 1, .repeat_safe = TRUE, .status = 503 };
  static const guint hopeless[] = { 200, 301, 400, 401, 402, 403, 404, 409, 413, 422, 501 };
  static const guint passing[] = { 408, 425, 429, 500, 502, 503, 504, 529 };
  static const struct {
    const char *body;
    gboolean    passes;
  } quotas[] = {
    { "{\"code\":\"insufficient_quota\"}", FALSE },
    { "{\"status\":\"RESOURCE_EXHAUSTED\",\"quotaId\":\"RequestsPerDayPerModel\"}", FALSE },
    { "{\"status\":\"RESOURCE_EXHAUSTED\",\"message\":\"x, limit: 0, model: y\"}", FALSE },
    { "{\"status\":\"RESOURCE_EXHAUSTED\",\"message\":\"x, limit: 0.5, model: y\"}", TRUE },
    { "{\"status\":\"RESOURCE_EXHAUSTED\",\"message\":\"x, limit: 0\\nretry\"}", FALSE },
    { "{\"status\":\"RESOURCE_EXHAUSTED\",\"message\":\"limit: 05. limit: 0.\"}", FALSE },
    { "{\"status\":\"RESOURCE_EXHAUSTED\",\"message\":\"limit: 05\"}", TRUE },
    { "{\"status\":\"RESOURCE_EXHAUSTED\",\"quotaId\":\"RequestsPerMinute\"}", TRUE },
    { "{\"message\":\"100 Birds PerDay\"}", TRUE },
  };
  gint64 total = 0;

  /* Full jitter: from nothing to a bound that doubles. */
  g_assert_cmpint (chatty_retry_decide (&policy, &a_case, 0.0), ==, 0);
  g_assert_cmpint (chatty_retry_decide (&policy, &a_case, 0.5), ==, SECOND / 4);
  a_case.attempt = 3;
  g_assert_cmpint (chatty_retry_decide (&policy, &a_case, 0.5), ==, SECOND);
  policy.max_attempts = 1000;
  a_case.attempt = 900;
  g_assert_cmpint (chatty_retry_decide (&policy, &a_case, 0.999), <=, policy.max_delay);

  /* Bounded in count and in time. */
  policy.max_attempts = 4;
  a_case.attempt = 4;
  g_assert_cmpint (chatty_retry_decide (&policy, &a_case, 0.5), ==, CHATTY_RETRY_GIVE_UP);
  policy.max_attempts = 1000;
  for (a_case.attempt = 1; a_case.attempt < 1000; a_case.attempt++)
    {
      gint64 wait = chatty_retry_decide (&policy, &a_case, 0.9);

      if (wait < 0)
        break;
      total += wait;
      a_case.waited = total;
    }
  g_assert_cmpint (total, <=, policy.max_wait);
  g_assert_cmpuint (a_case.attempt, <, 20);

  /* What the server asks for comes first, and little is added to it. */
  a_case.attempt = 1;
  a_case.waited = 0;
  a_case.retry_after = "5";
  g_assert_cmpint (chatty_retry_decide (&policy, &a_case, 0.0), ==, 5 * SECOND);
  g_assert_cmpint (chatty_retry_decide (&policy, &a_case, 0.99), <, 6 * SECOND);
  a_case.retry_after = "61";
  g_assert_cmpint (chatty_retry_decide (&policy, &a_case, 0.0), ==, CHATTY_RETRY_GIVE_UP);
  a_case.retry_after = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (hopeless); i++)
    {
      a_case.status = hopeless[i];
      g_assert_cmpint (chatty_retry_decide (&policy, &a_case, 0.5), ==, CHATTY_RETRY_GIVE_UP);
    }
  for (guint i = 0; i < G_N_ELEMENTS (passing); i++)
    {
      a_case.status = passing[i];
      a_case.repeat_safe = TRUE;
      g_assert_cmpint (chatty_retry_decide (&policy, &a_case, 0.5), >=, 0);
      a_case.repeat_safe = FALSE;
      g_assert_cmpint (chatty_retry_decide (&policy, &a_case, 0.5), ==, CHATTY_RETRY_GIVE_UP);
    }
  a_case.repeat_safe = TRUE;
  a_case.status = 429;
  for (guint i = 0; i < G_N_ELEMENTS (quotas); i++)
    {
      g_autoptr (GBytes) body = g_bytes_new_static (quotas[i].body, strlen (quotas[i].body));

      a_case.body = body;
      g_test_message ("%s", quotas[i].body);
      g_assert_cmpint (chatty_retry_decide (&policy, &a_case, 0.5) >= 0, ==, quotas[i].passes);
    }

  a_case.status = 0;
  a_case.body = NULL;
  for (int code = CHATTY_ERROR_OFFLINE; code <= CHATTY_ERROR_FAILED; code++)
    {
      g_autoptr (GError) error = g_error_new_literal (CHATTY_ERROR, code, "x");
      gint64 wait;

      a_case.error = error;
      wait = chatty_retry_decide (&policy, &a_case, 0.5);
      if (code == CHATTY_ERROR_OFFLINE || code == CHATTY_ERROR_TIMED_OUT || code == CHATTY_ERROR_SERVER)
        g_assert_cmpint (wait, >=, 0);
      else
        g_assert_cmpint (wait, ==, CHATTY_RETRY_GIVE_UP);
    }
}

typedef struct {
  ChattyPacer *pacer;
  gint         n;
  int          wanted;      /* so many calls at once, before any ends */
  GMutex       lock;
  GCond        changed;
  int          running;
  int          most;
  GArray      *starts;
} Paced;

static gpointer
paced_thread (gpointer data)
{
  Paced *paced = data;

  while (g_atomic_int_add (&paced->n, -1) > 0)
    {
      gint64 end = g_get_monotonic_time () + 10 * SECOND;
      ChattyPacerTicket ticket;

      g_assert_true (chatty_pacer_enter (paced->pacer, &ticket, NULL, NULL));
      g_mutex_lock (&paced->lock);
      paced->running++;
      paced->most = MAX (paced->most, paced->running);
      g_array_append_val (paced->starts, ticket.started);
      g_cond_broadcast (&paced->changed);
      while (paced->most < paced->wanted &&
             g_cond_wait_until (&paced->changed, &paced->lock, end))
        ;
      paced->running--;
      g_mutex_unlock (&paced->lock);
      chatty_pacer_answered (paced->pacer, &ticket);
      chatty_pacer_leave (paced->pacer, &ticket);
    }
  return NULL;
}

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  gint64 one = *(const gint64 *) a, other = *(const gint64 *) b;

  return one < other ? -1 : one > other;
}

static void
test_pacer (void)
{
  static const struct {
    guint  max_parallel;
    gint64 interval;
    int    n;
  } cases[] = { { 3, 0, 100 }, { 8, 5000, 40 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ChattyPacer) pacer = chatty_pacer_new (cases[i].max_parallel, cases[i].interval);
      Paced paced = { pacer, cases[i].n };
      GThread *threads[12];

      if (cases[i].interval == 0)
        paced.wanted = (int) cases[i].max_parallel;
      g_mutex_init (&paced.lock);
      g_cond_init (&paced.changed);
      paced.starts = g_array_new (FALSE, FALSE, sizeof (gint64));
      for (guint t = 0; t < G_N_ELEMENTS (threads); t++)
        threads[t] = g_thread_new ("paced", paced_thread, &paced);
      for (guint t = 0; t < G_N_ELEMENTS (threads); t++)
        g_thread_join (threads[t]);
      g_assert_cmpint (paced.most, <=, cases[i].max_parallel);
      g_assert_cmpint (paced.most, >=, paced.wanted);
      g_assert_cmpuint (paced.starts->len, ==, cases[i].n);
      g_array_sort (paced.starts, compare_times);
      for (guint k = 1; k < paced.starts->len; k++)
        g_assert_cmpint (g_array_index (paced.starts, gint64, k) -
                         g_array_index (paced.starts, gint64, k - 1), >=, cases[i].interval);
      g_array_unref (paced.starts);
      g_cond_clear (&paced.changed);
      g_mutex_clear (&paced.lock);
    }
}

static void
test_pacer_learns (void)
{
  g_autoptr (ChattyPacer) pacer = chatty_pacer_new (4, 0);
  g_autoptr (GError) error = NULL;
  ChattyPacerTicket tickets[3];
  gint64 limited, learned;

  for (guint i = 0; i < 10; i++)
    {
      g_assert_true (chatty_pacer_enter (pacer, &tickets[0], NULL, NULL));
      chatty_pacer_answered (pacer, &tickets[0]);
      chatty_pacer_leave (pacer, &tickets[0]);
    }
  g_assert_cmpint (chatty_pacer_get_interval (pacer), ==, 0);

  for (guint i = 0; i < 3; i++)
    g_assert_true (chatty_pacer_enter (pacer, &tickets[i], NULL, NULL));
  limited = g_get_monotonic_time ();
  chatty_pacer_limited (pacer, &tickets[0], SECOND / 5);
  learned = chatty_pacer_get_interval (pacer);
  /* Ten were borne in a second or less: a tenth of a second, and a little. */
  g_assert_cmpint (learned, ==, SECOND * 11 / 100);
  /* Those that were turned away together teach nothing more. */
  chatty_pacer_limited (pacer, &tickets[1], SECOND / 5);
  chatty_pacer_limited (pacer, &tickets[2], -1 + SECOND / 5);
  g_assert_cmpint (chatty_pacer_get_interval (pacer), ==, learned);
  for (guint i = 0; i < 3; i++)
    chatty_pacer_leave (pacer, &tickets[i]);

  g_assert_true (chatty_pacer_enter (pacer, &tickets[0], NULL, NULL));
  g_assert_cmpint (tickets[0].started - limited, >=, SECOND / 5);
  g_assert_true (chatty_pacer_enter (pacer, &tickets[1], NULL, NULL));
  g_assert_cmpint (tickets[1].started - tickets[0].started, >=, learned);

  /* Too fast even so: slower yet. And nobody waits for an hour unasked. */
  chatty_pacer_limited (pacer, &tickets[1], 3600 * SECOND);
  g_assert_cmpint (chatty_pacer_get_interval (pacer), >, learned);
  g_assert_false (chatty_pacer_enter (pacer, &tickets[2], NULL, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_RATE_LIMITED);
  g_assert_nonnull (strstr (error->message, "3600"));
}

static void
test_journal (void)
{
  g_autoptr (ChattyExchangeJournal) journal = chatty_exchange_journal_new (3);
  g_autoptr (ChattySecret) secret = chatty_secret_new ("canary" "0815xyz", -1);
  g_autofree char *text = NULL;
  g_autofree char *saved = NULL;
  g_autofree char *path = g_build_filename (g_get_user_cache_dir (), "journal.txt", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  struct stat seen;

  for (guint i = 1; i <= 5; i++)
    {
      g_autofree char *uri = g_strdup_printf ("https://h.example/call%u?key=abc&n=1", i);
      ChattyExchange exchange = {
        .started = 0,
        .duration = 53000,
        .attempt = i,
        .method = "POST",
        .uri = uri,
        .request_headers = "X-API-Key: a b c\nAccept: x/y\n",
        .request_bytes = 12,
        .status = 500,
        .reply_headers = "set-cookie: sid=1; path=/\nserver: z\n",
        .reply_bytes = 99,
        .reply_start = "{\"error\": \"canary0815xyz\nrefused\"}",
        .error = "canary0815xyz",
      };

      chatty_exchange_journal_add (journal, &exchange);
    }
  g_assert_cmpuint (chatty_exchange_journal_get_size (journal), ==, 3);
  text = chatty_exchange_journal_to_text (journal);
  g_test_message ("%s", text);
  g_assert_null (strstr (text, "call2"));
  g_assert_nonnull (strstr (text, "POST https://h.example/call3?key=[hidden]&n=1"));
  g_assert_nonnull (strstr (text, "> X-API-Key: [hidden]\n"));
  g_assert_nonnull (strstr (text, "> Accept: x/y\n"));
  g_assert_nonnull (strstr (text, "< server: z\n"));
  g_assert_null (strstr (text, "canary0815xyz"));
  g_assert_null (strstr (text, "sid=1"));
  g_assert_null (strstr (text, "a b c"));

  g_mkdir_with_parents (g_get_user_cache_dir (), 0700);
  g_assert_true (chatty_exchange_journal_save (journal, file, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &saved, NULL, NULL));
  g_assert_nonnull (strstr (saved, "call5"));
  g_assert_cmpint (stat (path, &seen), ==, 0);
  g_assert_cmpint (seen.st_mode & 0077, ==, 0);
  chatty_exchange_journal_clear (journal);
  g_assert_cmpuint (chatty_exchange_journal_get_size (journal), ==, 0);
}

static void
assert_refused (const char  *path,
                guint64      max_size,
                ChattyError  code)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_path_get_basename (path);

  g_assert_null (chatty_http_file_open (path, max_size, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, CHATTY_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, name));
}

static void
test_files (void)
{
  const char *folder = g_get_user_cache_dir ();
  g_autofree char *good = g_build_filename (folder, "good.txt", NULL);
  g_autofree char *empty = g_build_filename (folder, "empty.txt", NULL);
  g_autofree char *large = g_build_filename (folder, "large.txt", NULL);
  g_autofree char *link = g_build_filename (folder, "link.txt", NULL);
  g_autofree char *fifo = g_build_filename (folder, "pipe.txt", NULL);
  g_autofree char *key = g_build_filename (folder, "id_thing", NULL);
  g_autofree char *gone = g_build_filename (folder, "gone.txt", NULL);
  g_autofree char *locked = g_build_filename (folder, "locked.txt", NULL);
  g_autoptr (ChattyHttpFile) file = NULL;
  g_autoptr (GError) error = NULL;
  char buffer[8];

  g_mkdir_with_parents (folder, 0700);
  g_file_set_contents (good, "hello", 5, NULL);
  g_file_set_contents (empty, "", 0, NULL);
  g_file_set_contents (large, "", 0, NULL);
  g_file_set_contents (locked, "x", 1, NULL);
  g_file_set_contents (key, "-----BEGIN OPENSSH " "PRIVATE KEY-----\nAA\n", -1, NULL);
  g_assert_cmpint (symlink (good, link), ==, 0);
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);

  assert_refused (gone, 0, CHATTY_ERROR_NOT_FOUND);
  assert_refused (folder, 0, CHATTY_ERROR_UNSUPPORTED);
  assert_refused (empty, 0, CHATTY_ERROR_INVALID_DATA);
  assert_refused (link, 0, CHATTY_ERROR_UNSUPPORTED);
  assert_refused (fifo, 0, CHATTY_ERROR_UNSUPPORTED);
  assert_refused ("/dev/null", 0, CHATTY_ERROR_UNSUPPORTED);
  assert_refused ("/proc/self/status", 0, CHATTY_ERROR_UNSUPPORTED);
  assert_refused (key, 0, CHATTY_ERROR_FORBIDDEN);
  assert_refused (good, 4, CHATTY_ERROR_TOO_LARGE);
  g_assert_cmpint (truncate (large, (100 << 20) + 1), ==, 0);
  g_assert_null (chatty_http_file_open (large, 100 << 20, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE);
  g_assert_nonnull (strstr (error->message, "at most 100 MB can"));
  g_clear_error (&error);
  if (geteuid () != 0)
    {
      g_chmod (locked, 0);
      assert_refused (locked, 0, CHATTY_ERROR_FORBIDDEN);
    }

  file = chatty_http_file_open (good, 5, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (chatty_http_file_get_name (file), ==, "good.txt");
  g_assert_cmpuint (chatty_http_file_get_size (file), ==, 5);
  g_assert_cmpint (chatty_http_file_read (file, 1, buffer, 8, &error), ==, 4);

  /* What was opened is what is read, though another has its name by now; and
   * what was changed is noticed. */
  g_assert_cmpint (g_unlink (good), ==, 0);
  g_file_set_contents (good, "other", 5, NULL);
  g_assert_cmpint (chatty_http_file_read (file, 0, buffer, 5, &error), ==, 5);
  g_assert_cmpint (memcmp (buffer, "hello", 5), ==, 0);
  g_clear_pointer (&file, chatty_http_file_unref);

  for (guint longer = 0; longer < 2; longer++)
    {
      int fd;

      file = chatty_http_file_open (good, 0, &error);
      g_assert_no_error (error);
      fd = open (good, O_WRONLY | (longer ? O_APPEND : O_TRUNC));
      g_assert_cmpint (write (fd, "ab", 2), ==, 2);
      close (fd);
      g_assert_cmpint (chatty_http_file_read (file, 0, buffer, 5, &error), ==, -1);
      g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_CONFLICT);
      g_clear_error (&error);
      g_clear_pointer (&file, chatty_http_file_unref);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/net/addresses", test_addresses);
  g_test_add_func ("/net/asked-wait", test_asked_wait);
  g_test_add_func ("/net/retry", test_retry);
  g_test_add_func ("/net/pacer", test_pacer);
  g_test_add_func ("/net/pacer-learns", test_pacer_learns);
  g_test_add_func ("/net/journal", test_journal);
  g_test_add_func ("/net/files", test_files);

  return g_test_run ();
}
