/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "chatty-error.h"
#include "chatty-upload-check.h"

typedef struct {
  char *folder;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("chatty-upload-XXXXXX", &error);
  g_assert_no_error (error);
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

      g_unlink (path);
    }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
}

static char *
write_file (Fixture    *fixture,
            const char *name,
            const char *text,
            gssize      length,
            mode_t      mode)
{
  char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, length, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_chmod (path, mode), ==, 0);
  return path;
}

static void
test_text (void)
{
  static const struct {
    const char *name;
    const char *text;
    gboolean    secret;
  } cases[] = {
    { "story.txt", "Once upon a time there was a key.\nIt opened a door.\n", FALSE },
    { "rules.txt", "The password of the tower is known to nobody.\n", FALSE },
    { "table.csv", "name,role\nAda,guide\n", FALSE },
    { "notes.txt", "KEY=\nTOKEN=abc\nSIZE=1234567890\nkey=longer than six\n", FALSE },
    { "math.txt", "KEYS = LOCKS + DOORS\n", FALSE },
    { "empty.txt", "", FALSE },
    { ".env", "DEBUG=1\n", TRUE },
    { ".env.local", "", TRUE },
    { "Prod.ENV", "", TRUE },
    { "settings.txt", "DEBUG=1\nDB_PASSWORD=correct-horse\n", TRUE },
    { "settings.txt", "export API_TOKEN=\"0123456789abcdef\"\r\n", TRUE },
    { "notes.txt", "mine is sk-proj-abcdefghij0123456789ABCDEFGHIJ, keep it\n", TRUE },
    { "how-to.txt", "Keys look so:\n-----BEGIN RSA PRIVATE KEY-----\nMIIE\n", TRUE },
    { "curl.txt", "curl -H 'Authorization: Bearer abcdef0123456789abcdef'\n", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s: %s", cases[i].name, cases[i].text);
      g_assert_cmpint (chatty_upload_check_text (cases[i].name, cases[i].text,
                                                 strlen (cases[i].text)),
                       ==, cases[i].secret);
    }
  /* No text: what looks like a setting in it is chance. */
  g_assert_false (chatty_upload_check_text ("a.png", "\0\nDB_PASSWORD=correct-horse\n", 28));
}

static void
test_file (Fixture       *fixture,
           gconstpointer  data)
{
  static const struct {
    mode_t              mode;
    const char         *text;
    ChattyUploadConcern concerns;
  } cases[] = {
    { 0644, "Once upon a time", 0 },
    { 0640, "Once upon a time", 0 },
    { 0604, "Once upon a time", 0 },
    { 0600, "Once upon a time", CHATTY_UPLOAD_PRIVATE },
    { 0400, "Once upon a time", CHATTY_UPLOAD_PRIVATE },
    { 0700, "Once upon a time", CHATTY_UPLOAD_PRIVATE },
    { 0644, "DB_PASSWORD=correct-horse", CHATTY_UPLOAD_CREDENTIALS },
    { 0600, "DB_PASSWORD=correct-horse", CHATTY_UPLOAD_PRIVATE | CHATTY_UPLOAD_CREDENTIALS },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = write_file (fixture, "file.txt", cases[i].text, -1, cases[i].mode);
      g_autoptr (GError) error = NULL;
      ChattyUploadConcern concerns = 99;

      g_test_message ("%o %s", (guint) cases[i].mode, cases[i].text);
      g_assert_true (chatty_upload_check (path, &concerns, &error));
      g_assert_no_error (error);
      g_assert_cmpint (concerns, ==, cases[i].concerns);
      g_unlink (path);
    }
}

/* A secret far inside is found, one at the end of a book is not looked for. */
static void
test_long (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *filler = g_strnfill (200 * 1024, 'x');
  g_autofree char *text = g_strconcat (filler, "\nDB_PASSWORD=correct-horse\n", filler, NULL);
  g_autofree char *path = write_file (fixture, "long.txt", text, -1, 0644);
  g_autoptr (GError) error = NULL;
  ChattyUploadConcern concerns;

  g_assert_true (chatty_upload_check (path, &concerns, &error));
  g_assert_no_error (error);
  g_assert_cmpint (concerns, ==, CHATTY_UPLOAD_CREDENTIALS);
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *key = write_file (fixture, "id.txt",
                                     "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n", -1, 0600);
  g_autofree char *link = g_build_filename (fixture->folder, "link.txt", NULL);
  g_autofree char *pipe = g_build_filename (fixture->folder, "pipe.txt", NULL);
  const struct {
    const char  *path;
    ChattyError  code;
  } cases[] = {
    { key, CHATTY_ERROR_FORBIDDEN },
    { link, CHATTY_ERROR_UNSUPPORTED },
    { pipe, CHATTY_ERROR_UNSUPPORTED },
    { fixture->folder, CHATTY_ERROR_UNSUPPORTED },
    { "/proc/self/environ", CHATTY_ERROR_UNSUPPORTED },
    { "/nowhere/at/all.txt", CHATTY_ERROR_NOT_FOUND },
  };

  g_assert_cmpint (symlink (key, link), ==, 0);
  g_assert_cmpint (mkfifo (pipe, 0644), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      ChattyUploadConcern concerns = 99;

      g_assert_false (chatty_upload_check (cases[i].path, &concerns, &error));
      g_assert_error (error, CHATTY_ERROR, (int) cases[i].code);
      g_assert_cmpint (concerns, ==, 0);
    }
}

static void
keep_result_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
test_async (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *path = write_file (fixture, "file.txt", "Once", -1, 0600);
  g_autofree char *question = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  ChattyUploadConcern concerns = 0;

  chatty_upload_check_async (path, NULL, keep_result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (chatty_upload_check_finish (result, &concerns, &error));
  g_assert_no_error (error);
  g_assert_cmpint (concerns, ==, CHATTY_UPLOAD_PRIVATE);
  question = chatty_upload_describe (concerns, "fi\nle.txt", "Convai");
  g_assert_nonnull (strstr (question, "Convai"));
  g_assert_null (strchr (question, '\n'));
}

#define ADD(path, func) \
  g_test_add ("/connectors/upload-check/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/connectors/upload-check/text", test_text);
  ADD ("file", test_file);
  ADD ("long", test_long);
  ADD ("refused", test_refused);
  ADD ("async", test_async);
  return g_test_run ();
}
