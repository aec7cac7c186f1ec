/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* What the browser shows at the end of a sign-in, in a language of the person:
 *
 *   test-page [CATALOGUE]
 *
 * LANGUAGE says which; the catalogue is what msgfmt makes of its translation. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>

#include "chatty-redirect-page.h"

typedef struct {
  const char *lang;
  const char *dir;
  const char *done;
  const char *declined;
  const char *refused;
} Words;

static const Words english = {
  "en", "ltr", "You can close this page", "Nothing was connected",
  "This is not the sign-in that Chatty Connectors waits for",
};

static const Words german = {
  "de", "ltr", "Sie können diese Seite schließen", "Nichts wurde verbunden",
  "Dies ist nicht die Anmeldung, auf die Chatty Connectors wartet",
};

/* See he.po. */
static const Words hebrew = {
  "he-IL", "rtl",
  "Chatty Connectors: אפשר לסגור &lt;script src=&quot;//evil.example&quot;&gt;&lt;/script&gt; &amp; "
  "&apos;זהו&apos;",
  "דבר לא חובר &lt;img src=x onerror=alert(1)&gt;",
  "זו אינה הכניסה &lt;/h1&gt;&lt;/body&gt;&lt;/html&gt;",
};

static void
has (const char *text,
     const char *part)
{
  if (strstr (text, part) == NULL)
    g_test_fail_printf ("“%s” is missing", part);
}

static void
lacks (const char *text,
       const char *part)
{
  if (strstr (text, part) != NULL)
    g_test_fail_printf ("there is “%s”", part);
}

/* The page is words alone: nothing that is run or fetched. */
static void
check_page (ChattyRedirectPage  page,
            const Words        *words,
            const char         *status,
            const char         *title)
{
  static const char *const bad[] = {
    "<script", "<img", "<link", "<style", "<iframe", "<a ", " src=\"", " href=", " style=", "url(",
    "http:", "https:", "javascript:", "http-equiv",
  };
  g_autoptr (GString) answer = chatty_redirect_page_format (page);
  char *body = strstr (answer->str, "\r\n\r\n");
  g_autofree char *html = g_strdup_printf ("<html lang=\"%s\" dir=\"%s\">", words->lang, words->dir);
  g_autofree char *heading = g_strdup_printf ("<h1>%s</h1>", title);
  g_autofree char *length = NULL;

  g_assert_nonnull (body);
  *body = '\0';
  body += strlen ("\r\n\r\n");
  g_assert_true (g_str_has_prefix (answer->str, status));
  length = g_strdup_printf ("\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n", strlen (body));
  has (answer->str, length);
  has (answer->str, "\r\nContent-Type: text/html; charset=utf-8\r\n");
  has (answer->str, "\r\nContent-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n");
  g_assert_true (g_utf8_validate (body, -1, NULL));
  g_assert_true (g_str_has_prefix (body, "<!DOCTYPE html>\n"));
  has (body, html);
  has (body, heading);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    lacks (body, bad[i]);
  /* It guesses neither language nor direction. */
  lacks (body, "auto");
}

static void
test_page (gconstpointer data)
{
  const Words *words = data;

  check_page (CHATTY_REDIRECT_PAGE_DONE, words, "HTTP/1.1 200 OK\r\n", words->done);
  check_page (CHATTY_REDIRECT_PAGE_DECLINED, words, "HTTP/1.1 200 OK\r\n", words->declined);
  check_page (CHATTY_REDIRECT_PAGE_REFUSED, words, "HTTP/1.1 400 Bad Request\r\n", words->refused);
  check_page (CHATTY_REDIRECT_PAGE_TOO_LARGE, words, "HTTP/1.1 431 ", words->refused);
}

/* Where gettext looks for it; NULL for a file that cannot be read. */
static char *
install (const char *catalogue,
         const char *language)
{
  g_autofree char *folder = g_dir_make_tmp ("chatty-page.XXXXXX", NULL);
  g_autofree char *messages = g_build_filename (folder, language, "LC_MESSAGES", NULL);
  g_autofree char *path = g_build_filename (messages, GETTEXT_PACKAGE ".mo", NULL);
  g_autofree char *content = NULL;
  gsize length;

  if (!g_file_get_contents (catalogue, &content, &length, NULL)
      || g_mkdir_with_parents (messages, 0700) != 0
      || !g_file_set_contents (path, content, (gssize) length, NULL))
    return NULL;
  return g_steal_pointer (&folder);
}

static void
uninstall (const char *folder,
           const char *language)
{
  const char *const parts[] = { "LC_MESSAGES/" GETTEXT_PACKAGE ".mo", "LC_MESSAGES", "" };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *path = g_build_filename (folder, language, parts[i], NULL);

      g_remove (path);
    }
  g_rmdir (folder);
}

int
main (int    argc,
      char **argv)
{
  const char *language = g_getenv ("LANGUAGE");
  g_autofree char *folder = NULL;
  const Words *words = &english;
  int status;

  g_test_init (&argc, &argv, NULL);

  /* In "C" nothing is translated, whatever LANGUAGE says. */
  setlocale (LC_ALL, "C.UTF-8");
  if (argc > 1)
    {
      folder = install (argv[1], language);
      g_assert_nonnull (folder);
      bindtextdomain (GETTEXT_PACKAGE, folder);
      bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
      words = g_str_equal (language, "de") ? &german : &hebrew;
    }
  g_test_add_data_func ("/signin/page", words, test_page);

  status = g_test_run ();
  if (folder != NULL)
    uninstall (folder, language);
  return status;
}
