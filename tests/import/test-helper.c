/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <glib/gstdio.h>

#include "chatty-error.h"
#include "chatty-helper-client.h"

typedef struct {
  ChattyHelperClient *client;
  ChattyImportLimits  limits;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  /* The helper that misbehaves, unless the test is about the real one. */
  g_setenv ("CHATTY_READER_HELPER", g_getenv (data != NULL ? data : "CHATTY_TEST_BAD_HELPER"), TRUE);
  fixture->client = chatty_helper_client_new (2);
  chatty_import_limits_init (&fixture->limits);
  fixture->limits.max_seconds = 20;
  fixture->limits.max_memory_bytes = 128 * 1024 * 1024;
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_object (&fixture->client);
}

static ChattyDocumentText *
ask (Fixture       *fixture,
     const char    *command,
     GCancellable  *cancellable,
     GError       **error)
{
  g_autoptr(GBytes) bytes = g_bytes_new (command, strlen (command));

  return chatty_helper_client_read_bytes (fixture->client, CHATTY_FORM_RTF, bytes, "chat.rtf", &fixture->limits,
                                          cancellable, error);
}

/* The client is as good as new, whatever happened before. */
static void
assert_works (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ChattyDocumentText) text = ask (fixture, "pid", NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (atoi (chatty_document_text_get_text (text)), >, 0);
}

static void
assert_fails (Fixture    *fixture,
              const char *command,
              int         code,
              const char *words)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ChattyDocumentText) text = ask (fixture, command, NULL, &error);

  g_assert_error (error, CHATTY_ERROR, code);
  g_assert_null (text);
  g_assert_nonnull (strstr (error->message, "chat.rtf"));
  if (words != NULL)
    g_assert_nonnull (strstr (error->message, words));
  assert_works (fixture);
}

static void
test_time (Fixture       *fixture,
           gconstpointer  data)
{
  static const char * const commands[] = { "loop", "wait" };

  fixture->limits.max_seconds = 1;
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      const gint64 start = g_get_monotonic_time ();

      assert_fails (fixture, commands[i], CHATTY_ERROR_TIMED_OUT, "1 second");
      g_assert_cmpint (g_get_monotonic_time () - start, <, 4 * G_USEC_PER_SEC);
    }
}

static void
test_memory (Fixture       *fixture,
             gconstpointer  data)
{
  if (g_getenv ("CHATTY_TEST_SANITIZERS") != NULL)
    {
      g_test_skip ("built with sanitizers, which need more addresses than the limit leaves");
      return;
    }
  assert_fails (fixture, "bomb", CHATTY_ERROR_TOO_LARGE, "134.2");
  assert_fails (fixture, "great", CHATTY_ERROR_TOO_LARGE, "134.2");
}

static void
test_crash (Fixture       *fixture,
            gconstpointer  data)
{
  static const char * const commands[] = { "crash", "segfault", "exit", "half a frame", "giant frame", "not utf-8" };

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    assert_fails (fixture, commands[i], CHATTY_ERROR_INVALID_DATA, NULL);
}

static void
test_flood (Fixture       *fixture,
            gconstpointer  data)
{
  fixture->limits.max_text_bytes = 1024 * 1024;
  assert_fails (fixture, "flood", CHATTY_ERROR_TOO_LARGE, "1.0");
  assert_fails (fixture, "links", CHATTY_ERROR_INVALID_DATA, NULL);
}

static void
test_fault (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(ChattyDocumentText) text = NULL;
  guint n;

  assert_fails (fixture, "no such command", CHATTY_ERROR_TOO_LARGE, "512");
  text = ask (fixture, "bad hint", NULL, NULL);
  g_assert_cmpstr (chatty_document_text_get_text (text), ==, "text\n");
  chatty_document_text_get_hints (text, &n);
  g_assert_cmpuint (n, ==, 0);
}

static void
test_sandbox (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ChattyDocumentText) text = NULL;

  if (g_getenv ("CHATTY_TEST_SANITIZERS") != NULL)
    {
      g_test_skip ("built with sanitizers, which leave the sandbox out");
      return;
    }
  text = ask (fixture, "escape", NULL, &error);
  g_assert_no_error (error);
  g_test_message ("%s", chatty_document_text_get_text (text));
  g_assert_null (strstr (chatty_document_text_get_text (text), "possible"));
  g_assert_nonnull (strstr (chatty_document_text_get_text (text), "socket:"));
}

/* A file with room for the helper to say that it is at work. */
typedef struct {
  Fixture      *fixture;
  GCancellable *cancellable;
  int           fd;
  gint         *count;
  gint64        cancelled;
} Watched;

static void
watch (Watched    *watched,
       Fixture    *fixture,
       const char *command)
{
  watched->fixture = fixture;
  watched->cancellable = g_cancellable_new ();
  watched->fd = memfd_create ("watched", MFD_CLOEXEC);
  g_assert_cmpint (ftruncate (watched->fd, 64), ==, 0);
  g_assert_cmpint (pwrite (watched->fd, command, strlen (command), 0), ==, (gssize) strlen (command));
  watched->count = mmap (NULL, 64, PROT_READ | PROT_WRITE, MAP_SHARED, watched->fd, 0);
  g_assert_true (watched->count != MAP_FAILED);
}

static void
unwatch (Watched *watched)
{
  g_object_unref (watched->cancellable);
  munmap (watched->count, 64);
  close (watched->fd);
}

static void
cancel_when (Watched *watched,
             gint     n_working)
{
  const gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  while (g_atomic_int_get (&watched->count[8]) < n_working && g_get_monotonic_time () < end)
    g_thread_yield ();
  watched->cancelled = g_get_monotonic_time ();
  g_cancellable_cancel (watched->cancellable);
}

static gpointer
cancel_thread (gpointer data)
{
  cancel_when (data, 1);
  return NULL;
}

static gpointer
ask_thread (gpointer data)
{
  Watched *watched = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(ChattyDocumentText) text =
    chatty_helper_client_read (watched->fixture->client, CHATTY_FORM_RTF, watched->fd, 64, "chat.rtf",
                               &watched->fixture->limits, watched->cancellable, &error);

  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_CANCELLED);
  return NULL;
}

static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  static const char * const commands[] = { "loop", "wait" };

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      Watched watched = { 0 };
      g_autoptr(GThread) thread = NULL;
      gint64 end;

      watch (&watched, fixture, commands[i]);
      thread = g_thread_new ("cancel", cancel_thread, &watched);
      ask_thread (&watched);
      end = g_get_monotonic_time ();
      g_thread_join (g_steal_pointer (&thread));
      g_assert_cmpint (g_atomic_int_get (&watched.count[8]), ==, 1);
      g_assert_cmpint (end - watched.cancelled, <, 200000);
      unwatch (&watched);
      assert_works (fixture);
    }
}

/* Those that wait for a helper are let go at once, too. */
static void
test_cancel_queue (Fixture       *fixture,
                   gconstpointer  data)
{
  Watched watched = { 0 };
  GThread *threads[6];

  watch (&watched, fixture, "wait");
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("wait", ask_thread, &watched);
  cancel_when (&watched, 2);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpint (g_get_monotonic_time () - watched.cancelled, <, 200000);
  g_assert_cmpint (g_atomic_int_get (&watched.count[8]), ==, 2);
  unwatch (&watched);
  assert_works (fixture);
}

static gpointer
many_thread (gpointer data)
{
  for (guint i = 0; i < 50; i++)
    assert_works (data);
  return NULL;
}

static void
test_many (Fixture       *fixture,
           gconstpointer  data)
{
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("many", many_thread, fixture);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

static gboolean
wait_for_end (int pid)
{
  const gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  while (kill (pid, 0) == 0 && g_get_monotonic_time () < end)
    g_thread_yield ();
  return kill (pid, 0) != 0;
}

/* A helper that ended while nobody needed it is replaced without a word. */
static void
test_killed (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(ChattyDocumentText) text = ask (fixture, "pid", NULL, NULL);
  const int pid = atoi (chatty_document_text_get_text (text));

  g_assert_cmpint (pid, >, 1);
  g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
  g_assert_true (wait_for_end (pid));
  assert_works (fixture);
}

/* When the client goes, so do its helpers. */
static void
test_ends (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(ChattyDocumentText) text = ask (fixture, "pid", NULL, NULL);
  const int pid = atoi (chatty_document_text_get_text (text));

  g_clear_object (&fixture->client);
  g_assert_true (wait_for_end (pid));
}

static void
test_missing (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ChattyDocumentText) text = NULL;

  g_setenv ("CHATTY_READER_HELPER", "/nonexistent/helper", TRUE);
  text = ask (fixture, "pid", NULL, &error);
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "/nonexistent/helper"));
}

/* Files for the real helper. */

static ChattyDocumentText *
read_real (Fixture     *fixture,
           ChattyForm   form,
           const char  *data,
           gssize       length,
           GError     **error)
{
  g_autoptr(GBytes) bytes = g_bytes_new (data, length < 0 ? strlen (data) : (gsize) length);

  return chatty_helper_client_read_bytes (fixture->client, form, bytes, "file", &fixture->limits, NULL, error);
}

static void
test_real_rtf (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ChattyDocumentText) text = NULL;
  g_autoptr(GString) deep = g_string_new ("{\\rtf1 ");

  text = read_real (fixture, CHATTY_FORM_RTF,
                    "{\\rtf1\\ansi\\ansicpg1251{\\info{\\title T}}"
                    "{\\field{\\*\\fldinst HYPERLINK \"https://chatgpt.com/c/1\"}{\\fldrslt \\'cf}}{\\pict 00}", -1, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (chatty_document_text_get_text (text), ==, "[\xd0\x9f](https://chatgpt.com/c/1)\n");
  g_assert_cmpstr (chatty_document_text_get_title (text), ==, "T");
  g_assert_cmpstr (chatty_document_text_get_encoding (text), ==, "CP1251");
  g_assert_cmpstr (chatty_document_text_get_links (text)[0], ==, "https://chatgpt.com/c/1");
  g_assert_cmpuint (g_strv_length ((char **) chatty_document_text_get_notices (text)), ==, 2);

  for (guint i = 0; i < 100000; i++)
    g_string_append_c (deep, '{');
  g_clear_pointer (&text, chatty_document_text_unref);
  text = read_real (fixture, CHATTY_FORM_RTF, deep->str, deep->len, &error);
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE);
  g_assert_nonnull (strstr (error->message, "512"));
  g_clear_error (&error);

  text = read_real (fixture, CHATTY_FORM_RTF, "no RTF at all", -1, &error);
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
  g_clear_error (&error);
  text = read_real (fixture, CHATTY_FORM_RTF, "", 0, &error);
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
}

/* One of many megabytes comes over in frames. */
static void
test_real_big (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ChattyDocumentText) text = NULL;
  g_autoptr(GString) rtf = g_string_new ("{\\rtf1 ");

  while (rtf->len < 8 * 1024 * 1024)
    g_string_append (rtf, "A line of text that says very little.\\par ");
  g_string_append_c (rtf, '}');
  text = read_real (fixture, CHATTY_FORM_RTF, rtf->str, rtf->len, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (chatty_document_text_get_length (text), >, 7 * 1024 * 1024);
}

/* A PDF of one page without a cross-reference table, which poppler mends. */
static char *
make_pdf (const char *pages,
          const char *content)
{
  return g_strdup_printf ("%%PDF-1.4\n"
                          "1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
                          "2 0 obj\n%s\nendobj\n"
                          "3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
                          "/Resources << /Font << /F1 5 0 R >> /XObject << /X 6 0 R >> >> >>\nendobj\n"
                          "4 0 obj\n<< /Length %zu >>\nstream\n%s\nendstream\nendobj\n"
                          "5 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>\nendobj\n"
                          "6 0 obj\n<< /Type /XObject /Subtype /Form /BBox [0 0 100 100] "
                          "/Resources << /XObject << /X 6 0 R >> >> /Length 10 >>\nstream\n/X Do /X Do\nendstream\nendobj\n"
                          "trailer\n<< /Root 1 0 R >>\n%%%%EOF\n",
                          pages, strlen (content), content);
}

static void
test_real_pdf (Fixture       *fixture,
               gconstpointer  data)
{
  static const char one[] = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>";
  static const char cyclic[] = "<< /Type /Pages /Kids [2 0 R 2 0 R 3 0 R] /Count 100 >>";
  static const char many[] = "<< /Type /Pages /Kids [3 0 R] /Count 2000000000 >>";
  g_autofree char *simple = make_pdf (one, "BT /F1 12 Tf 72 720 Td (Hello world) Tj ET");
  g_autofree char *endless = make_pdf (one, "/X Do BT /F1 12 Tf 72 720 Td (Hello) Tj ET");
  g_autofree char *loop = make_pdf (cyclic, "BT /F1 12 Tf 72 720 Td (Hello) Tj ET");
  g_autofree char *counted = make_pdf (many, "BT /F1 12 Tf 72 720 Td (Hello) Tj ET");
  g_autoptr(GError) error = NULL;
  g_autoptr(ChattyDocumentText) text = read_real (fixture, CHATTY_FORM_PDF, simple, -1, &error);
  const char * const hostile[] = { endless, loop, counted, "%PDF-1.7\n", "%PDF-1.7\n%%EOF" };

  g_assert_no_error (error);
  g_assert_cmpstr (chatty_document_text_get_text (text), ==, "Hello world\n");
  g_assert_cmpuint (chatty_document_text_get_n_pages (text), ==, 1);

  fixture->limits.max_seconds = 3;
  fixture->limits.max_pages = 50;
  for (guint i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      g_autoptr(ChattyDocumentText) other = NULL;
      const gint64 start = g_get_monotonic_time ();

      /* Read as far as it goes, or refused with a reason, but never a hang. */
      other = read_real (fixture, CHATTY_FORM_PDF, hostile[i], -1, &error);
      g_assert_true ((other != NULL) != (error != NULL));
      g_assert_cmpint (g_get_monotonic_time () - start, <, 6 * G_USEC_PER_SEC);
      if (error != NULL)
        g_assert_nonnull (strstr (error->message, "file"));
      g_clear_error (&error);
    }
}

/* The descriptor stays where it was, and as it was. */
static void
test_descriptor (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ChattyDocumentText) text = NULL;
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp (NULL, &path, &error);

  g_assert_no_error (error);
  g_assert_true (g_file_set_contents (path, "{\\rtf1 Hello}", -1, NULL));
  close (fd);
  fd = g_open (path, O_RDONLY | O_CLOEXEC);
  g_assert_cmpint (lseek (fd, 3, SEEK_SET), ==, 3);
  text = chatty_helper_client_read (fixture->client, CHATTY_FORM_RTF, fd, 13, NULL, &fixture->limits, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (chatty_document_text_get_text (text), ==, "Hello\n");
  g_assert_cmpint (lseek (fd, 0, SEEK_CUR), ==, 3);
  close (fd);
  g_unlink (path);
}

int
main (int    argc,
      char **argv)
{
  static const char real[] = "CHATTY_TEST_REAL_HELPER";

  g_setenv (real, g_getenv ("CHATTY_READER_HELPER"), TRUE);
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
#define ADD(path, data, func) g_test_add (path, Fixture, data, set_up, func, tear_down)
  ADD ("/helper/time", NULL, test_time);
  ADD ("/helper/memory", NULL, test_memory);
  ADD ("/helper/crash", NULL, test_crash);
  ADD ("/helper/flood", NULL, test_flood);
  ADD ("/helper/fault", NULL, test_fault);
  ADD ("/helper/sandbox", NULL, test_sandbox);
  ADD ("/helper/cancel", NULL, test_cancel);
  ADD ("/helper/cancel-queue", NULL, test_cancel_queue);
  ADD ("/helper/many", NULL, test_many);
  ADD ("/helper/killed", NULL, test_killed);
  ADD ("/helper/ends", NULL, test_ends);
  ADD ("/helper/missing", NULL, test_missing);
  ADD ("/helper/real/rtf", real, test_real_rtf);
  ADD ("/helper/real/big", real, test_real_big);
  ADD ("/helper/real/pdf", real, test_real_pdf);
  ADD ("/helper/real/descriptor", real, test_descriptor);
#undef ADD
  return g_test_run ();
}
