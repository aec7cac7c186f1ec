/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "chatty-error.h"
#include "import-fixtures.h"

typedef struct {
  char         *folder;
  ChattyReader *reader;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = g_dir_make_tmp ("chatty-import-XXXXXX", NULL);
  fixture->reader = chatty_reader_new (NULL);
  g_assert_nonnull (fixture->folder);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_remove (path);
    }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_object_unref (fixture->reader);
}

static char *
path_to (Fixture    *fixture,
         const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

static void
assert_refused (Fixture    *fixture,
                const char *path,
                int         code,
                const char *words)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyReading) reading = NULL;
  gint64 start = g_get_monotonic_time ();

  reading = chatty_reader_read_file (fixture->reader, file, NULL, &error);
  g_assert_null (reading);
  g_assert_error (error, CHATTY_ERROR, code);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, words));
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_cmpint (g_get_monotonic_time () - start, <, 2 * G_USEC_PER_SEC);
}

static void
test_read (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *path = path_to (fixture, "Bees.txt");
  g_autofree char *target = path_to (fixture, "link.md");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) link = g_file_new_for_path (target);
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyReading) reading = NULL;
  g_autoptr (ChattyReading) linked = NULL;
  ChattyTranscript *transcript;

  g_file_set_contents (path, "You:\nWhy?\n\nAI:\nBecause.\n", -1, &error);
  g_assert_no_error (error);
  reading = chatty_reader_read_file (fixture->reader, file, NULL, &error);
  g_assert_no_error (error);
  transcript = chatty_reading_get_transcript (reading, 0);
  g_assert_cmpstr (chatty_transcript_get_source_name (transcript), ==, "Bees.txt");
  g_assert_cmpuint (strlen (chatty_transcript_get_source_sha256 (transcript)), ==, 64);
  g_assert_cmpint (chatty_transcript_get_started_certainty (transcript), ==,
                   CHATTY_CERTAINTY_FILE);
  g_assert_cmpint (chatty_transcript_get_started (transcript), <=, g_get_real_time ());

  /* A link that the person gave is followed. */
  g_assert_cmpint (symlink ("Bees.txt", target), ==, 0);
  linked = chatty_reader_read_file (fixture->reader, link, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (chatty_transcript_get_id (chatty_reading_get_transcript (linked, 0)), ==,
                   chatty_transcript_get_id (transcript));
}

static void
test_refusals (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *folder = path_to (fixture, "x.md");
  g_autofree char *pipe = path_to (fixture, "pipe.md");
  g_autofree char *empty = path_to (fixture, "empty.md");
  g_autofree char *space = path_to (fixture, "space.md");
  g_autofree char *missing = path_to (fixture, "missing.md");
  g_autofree char *locked = path_to (fixture, "locked.md");
  g_autofree char *dangling = path_to (fixture, "dangling.md");

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  assert_refused (fixture, folder, CHATTY_ERROR_UNSUPPORTED, "x.md is a folder");
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  assert_refused (fixture, pipe, CHATTY_ERROR_UNSUPPORTED, "pipe.md");
  g_assert_true (g_file_set_contents (empty, "", 0, NULL));
  assert_refused (fixture, empty, CHATTY_ERROR_INVALID_DATA, "empty.md is empty");
  g_assert_true (g_file_set_contents (space, " \n\t\n", -1, NULL));
  assert_refused (fixture, space, CHATTY_ERROR_INVALID_DATA, "space.md is empty");
  assert_refused (fixture, missing, CHATTY_ERROR_NOT_FOUND, "missing.md");
  assert_refused (fixture, "/dev/zero", CHATTY_ERROR_UNSUPPORTED, "zero");
  assert_refused (fixture, "/dev/null", CHATTY_ERROR_UNSUPPORTED, "null");
  assert_refused (fixture, "/proc/self/environ", CHATTY_ERROR_UNSUPPORTED, "environ");
  assert_refused (fixture, "/run/user/1000/gvfs/smb-share:server=x/a.md",
                  CHATTY_ERROR_UNSUPPORTED, "not on this computer");
  g_assert_cmpint (symlink ("nowhere", dangling), ==, 0);
  assert_refused (fixture, dangling, CHATTY_ERROR_NOT_FOUND, "dangling.md");
  g_assert_true (g_file_set_contents (locked, "x", -1, NULL));
  g_assert_cmpint (g_chmod (locked, 0), ==, 0);
  if (geteuid () != 0)
    assert_refused (fixture, locked, CHATTY_ERROR_FORBIDDEN, "locked.md");
}

static void
test_remote (Fixture       *fixture,
             gconstpointer  data)
{
  static const char * const uris[] = {
    "smb://server.invalid/share/x.md", "sftp://server.invalid/x.md", "x-special/x.md:",
    "trash:///x.md", "http://127.0.0.1:9/x.md",
  };

  for (guint i = 0; i < G_N_ELEMENTS (uris); i++)
    {
      g_autoptr (GFile) file = g_file_new_for_uri (uris[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (ChattyReading) reading = chatty_reader_read_file (fixture->reader, file, NULL,
                                                                   &error);

      g_assert_null (reading);
      g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED);
      g_test_message ("%s", error->message);
    }
}

/* A name cannot disguise itself in a message. */
static void
test_names (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *path = path_to (fixture, "a\nb\342\200\256dm.\377<b>x.md");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyReading) reading = NULL;
  g_autoptr (ChattyReading) good = NULL;
  const char *name;

  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  reading = chatty_reader_read_file (fixture->reader, file, NULL, &error);
  g_assert_null (reading);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_null (strchr (error->message, '\n'));
  g_assert_null (strstr (error->message, "\342\200\256"));
  g_clear_error (&error);

  g_assert_true (g_file_set_contents (path, "words", -1, NULL));
  good = chatty_reader_read_file (fixture->reader, file, NULL, &error);
  g_assert_no_error (error);
  name = chatty_transcript_get_source_name (chatty_reading_get_transcript (good, 0));
  g_assert_true (g_utf8_validate (name, -1, NULL));
  g_assert_null (strchr (name, '\n'));
}

static void
test_size (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *path = path_to (fixture, "huge.txt");
  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  /* One gigabyte that takes no room: refused from its size alone. */
  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, "hello hello hello hello ", 24), ==, 24);
  for (guint i = 0; i < 400; i++)
    g_assert_cmpint (write (fd, "hello hello hello hello ", 24), ==, 24);
  g_assert_cmpint (ftruncate (fd, 1 << 30), ==, 0);
  close (fd);
  assert_refused (fixture, path, CHATTY_ERROR_TOO_LARGE, "huge.txt is too large");
  assert_refused (fixture, path, CHATTY_ERROR_TOO_LARGE, "1.1");
}

static void
test_limits (void)
{
  ChattyImportLimits limits;
  g_autoptr (ChattyReader) reader = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static ("0123456789a", 11);
  g_autoptr (GBytes) fits = g_bytes_new_static ("0123456789", 10);
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyReading) reading = NULL;
  g_autoptr (ChattyReading) good = NULL;

  chatty_import_limits_init (&limits);
  limits.max_text_bytes = 10;
  reader = chatty_reader_new (&limits);
  reading = chatty_reader_read_bytes (reader, bytes, "x.txt", CHATTY_TIME_NONE, NULL, &error);
  g_assert_null (reading);
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE);
  g_assert_nonnull (strstr (error->message, "x.txt"));
  g_assert_nonnull (strstr (error->message, "10"));
  g_clear_error (&error);
  good = chatty_reader_read_bytes (reader, fits, "x.txt", CHATTY_TIME_NONE, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (good);
}

static void
test_time_limit (void)
{
  ChattyImportLimits limits;
  g_autoptr (ChattyReader) reader = NULL;
  g_autofree char *text = g_strnfill (200000, '\n');
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyReading) reading = NULL;

  for (guint i = 0; i < 200000; i += 2)
    text[i] = 'x';
  bytes = g_bytes_new (text, 200000);
  chatty_import_limits_init (&limits);
  limits.max_seconds = 0;
  reader = chatty_reader_new (&limits);
  reading = chatty_reader_read_bytes (reader, bytes, "slow.txt", CHATTY_TIME_NONE, NULL, &error);
  g_assert_null (reading);
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_TIMED_OUT);
  g_assert_nonnull (strstr (error->message, "slow.txt"));
}

static void
test_cancelled (void)
{
  g_autoptr (ChattyReader) reader = chatty_reader_new (NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GBytes) bytes = g_bytes_new_static ("x", 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyReading) reading = NULL;

  g_cancellable_cancel (cancellable);
  reading = chatty_reader_read_bytes (reader, bytes, NULL, CHATTY_TIME_NONE, cancellable, &error);
  g_assert_null (reading);
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_CANCELLED);
}

/* Forms that are understood but not imported: one skipped part, no error. */
static void
test_skipped (void)
{
  static const struct {
    const char *bytes;
    gsize       length;
    ChattyForm  form;
    const char *words;
  } files[] = {
    { "PK\003\004....", 8, CHATTY_FORM_ZIP, "archive" },
    { "\211PNG\r\n\032\n....", 12, CHATTY_FORM_IMAGE, "picture" },
    { "<!doctype html><p>x", 19, CHATTY_FORM_HTML, "web page" },
    { "{\"a\": 1}", 8, CHATTY_FORM_JSON, "JSON" },
    { "\0\1\2\3\4\5\6\7", 8, CHATTY_FORM_BINARY, "neither" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (ChattyReading) reading = import_read_data (files[i].bytes, files[i].length,
                                                            "thing.md");
      const char *reason = NULL;

      g_assert_cmpint (chatty_reading_get_form (reading), ==, files[i].form);
      g_assert_cmpuint (chatty_reading_get_n_transcripts (reading), ==, 0);
      g_assert_cmpuint (chatty_reading_get_n_skipped (reading), ==, 1);
      chatty_reading_get_skipped (reading, 0, &reason);
      g_assert_nonnull (strstr (reason, "thing.md"));
      g_assert_nonnull (strstr (reason, files[i].words));
    }
}

typedef struct {
  ChattyReader *reader;
  GBytes       *bytes;
  char         *expected;
  int           n_wrong;
} Shared;

static gpointer
read_on_thread (gpointer data)
{
  Shared *shared = data;

  for (guint i = 0; i < 50; i++)
    {
      g_autoptr (ChattyReading) reading = chatty_reader_read_bytes (shared->reader, shared->bytes,
                                                                    "x.md", CHATTY_TIME_NONE,
                                                                    NULL, NULL);
      g_autofree char *outline = import_outline (chatty_reading_get_transcript (reading, 0));

      if (!g_str_equal (outline, shared->expected))
        g_atomic_int_inc (&shared->n_wrong);
    }
  return NULL;
}

static void
test_threads (void)
{
  const char *text = "You said:\nWhy?\n\nChatGPT said:\nThought for 8s\nBecause.\n";
  Shared shared = { 0 };
  GThread *threads[4];

  shared.reader = chatty_reader_new (NULL);
  shared.bytes = g_bytes_new (text, strlen (text));
  shared.expected = g_strdup ("P Why? | A Because.");
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("read", read_on_thread, &shared);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpint (shared.n_wrong, ==, 0);
  g_object_unref (shared.reader);
  g_bytes_unref (shared.bytes);
  g_free (shared.expected);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add ("/import/reader/read", Fixture, NULL, set_up, test_read, tear_down);
  g_test_add ("/import/reader/refusals", Fixture, NULL, set_up, test_refusals, tear_down);
  g_test_add ("/import/reader/remote", Fixture, NULL, set_up, test_remote, tear_down);
  g_test_add ("/import/reader/names", Fixture, NULL, set_up, test_names, tear_down);
  g_test_add ("/import/reader/size", Fixture, NULL, set_up, test_size, tear_down);
  g_test_add_func ("/import/reader/limits", test_limits);
  g_test_add_func ("/import/reader/time-limit", test_time_limit);
  g_test_add_func ("/import/reader/cancelled", test_cancelled);
  g_test_add_func ("/import/reader/skipped", test_skipped);
  g_test_add_func ("/import/reader/threads", test_threads);
  return g_test_run ();
}
