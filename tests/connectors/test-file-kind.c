/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include "chatty-error.h"
#include "chatty-file-kind.h"
#include "chatty-gemini-codec-knowledge.h"

static const ChattyFileKind kinds[] = {
  { ".txt", "text/plain", TRUE },
  { ".pdf", "application/pdf" },
  { ".csv", "text/csv", TRUE },
  { NULL },
};

static void
test_find (void)
{
  g_assert_true (chatty_file_kind_find (kinds, "letter.txt") == &kinds[0]);
  g_assert_true (chatty_file_kind_find (kinds, "LETTER.Pdf") == &kinds[1]);
  g_assert_true (chatty_file_kind_find (kinds, "über.tar.csv") == &kinds[2]);
  g_assert_null (chatty_file_kind_find (kinds, "letter.txt.exe"));
  g_assert_null (chatty_file_kind_find (kinds, "txt"));
  g_assert_null (chatty_file_kind_find (kinds, ""));
  g_assert_null (chatty_file_kind_find (kinds + 3, "letter.txt"));
}

static void
test_list (void)
{
  g_autofree char *all = chatty_file_kind_list (kinds, FALSE);
  g_autofree char *plain = chatty_file_kind_list (kinds, TRUE);
  g_autofree char *none = chatty_file_kind_list (kinds + 3, FALSE);

  g_assert_cmpstr (all, ==, ".txt, .pdf, .csv");
  g_assert_cmpstr (plain, ==, ".txt, .csv");
  g_assert_cmpstr (none, ==, "");
}

/* What is offered has a media type, and what is not is refused in words. */
static void
test_gemini (void)
{
  const char *const *suffixes = chatty_gemini_get_suffixes ();
  g_autofree char *plain = chatty_gemini_list_text_suffixes ();
  g_autoptr (GError) error = NULL;

  for (guint i = 0; suffixes[i] != NULL; i++)
    {
      g_autofree char *name = g_strconcat ("a file", suffixes[i], NULL);

      g_assert_nonnull (chatty_gemini_find_media_type (name, &error));
      g_assert_no_error (error);
      g_assert_true (chatty_gemini_is_text (name) ==
                     (g_strrstr (plain, suffixes[i]) != NULL));
    }
  g_assert_null (chatty_gemini_find_media_type ("song.mp3", &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED);
  g_assert_nonnull (g_strrstr (error->message, "song.mp3"));
  g_assert_nonnull (g_strrstr (error->message, ".txt, .md, .pdf"));
  g_assert_nonnull (g_strrstr (error->message, ".yaml"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/connectors/file-kind/find", test_find);
  g_test_add_func ("/connectors/file-kind/list", test_list);
  g_test_add_func ("/connectors/file-kind/gemini", test_gemini);
  return g_test_run ();
}
