/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <glib.h>
#include <locale.h>

#include "chatty-link.h"

static const struct {
  const char *target;
  const char *uri;    /* NULL: refused */
  const char *host;
} targets[] = {
  { "http://example.com", "http://example.com", "example.com" },
  { "HTTPS://Example.COM/A?b=c#d", "https://example.com/A?b=c#d", "example.com" },
  { "  https://example.com/  ", "https://example.com/", "example.com" },
  { "https://example.com:8443/x", "https://example.com:8443/x", "example.com" },
  { "https://[::1]/x", "https://[::1]/x", "[::1]" },
  { "https://example.com/a b", "https://example.com/a%20b", "example.com" },
  { "https://example.com/\"><b>", "https://example.com/%22%3E%3Cb%3E", "example.com" },
  { "https://example.com/50%", "https://example.com/50%25", "example.com" },
  { "https://example.com/%41", "https://example.com/%41", "example.com" },
  { "https://example.com/\xe2\x80\xae" "gpj.exe", "https://example.com/%E2%80%AEgpj.exe", "example.com" },
  { "https://user:word@example.com/", "https://user:word@example.com/", "example.com" },
  { "https://www.bank.com@evil.example/", "https://www.bank.com@evil.example/", "evil.example" },
  { "https://b\xc3\xbc" "cher.example/", "https://xn--bcher-kva.example/", "xn--bcher-kva.example" },
  { "https://\xd0\xb0pple.com/", "https://xn--pple-43d.com/", "xn--pple-43d.com" },
  { "mailto:a@example.com", "mailto:a@example.com", "example.com" },
  { "mailto:a@example.com?subject=x&attach=/etc/passwd&body=y",
    "mailto:a@example.com?subject=x&body=y", "example.com" },

  { "file:///etc/passwd", NULL, NULL },
  { "FILE:/etc/passwd", NULL, NULL },
  { "smb://host/share", NULL, NULL },
  { "javascript:alert(1)", NULL, NULL },
  { "java\nscript:alert(1)", NULL, NULL },
  { "data:text/html,x", NULL, NULL },
  { "vbscript:x", NULL, NULL },
  { "ms-settings:x", NULL, NULL },
  { "tel:123", NULL, NULL },
  { "http:example.com", NULL, NULL },
  { "http:/example.com", NULL, NULL },
  { "http://", NULL, NULL },
  { "http:///x", NULL, NULL },
  { "https://good.example\\@evil.example/", NULL, NULL },
  { "https://evil%2eexample/", NULL, NULL },
  { "https://exa mple.com/", NULL, NULL },
  { "https://example.com:port/", NULL, NULL },
  { "https://example.com\x01/", NULL, NULL },
  { "https://exam<b>ple.com/", NULL, NULL },
  { "mailto:", NULL, NULL },
  { "mailto:nobody", NULL, NULL },
  { "#anchor", NULL, NULL },
  { "/etc/passwd", NULL, NULL },
  { "../x.md", NULL, NULL },
  { "", NULL, NULL },
};

static void
test_targets (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    {
      g_autoptr (ChattyLink) link = chatty_link_parse (targets[i].target);

      g_test_message ("%s", targets[i].target);
      g_assert_cmpint (chatty_link_is_openable (targets[i].target), ==, targets[i].uri != NULL);
      if (targets[i].uri == NULL)
        {
          g_assert_null (link);
          continue;
        }
      g_assert_nonnull (link);
      g_assert_cmpstr (link->uri, ==, targets[i].uri);
      g_assert_cmpstr (link->host, ==, targets[i].host);
      g_assert_true (g_str_is_ascii (link->uri));
    }
}

static void
test_too_long (void)
{
  g_autofree char *path = g_strnfill (20000, 'a');
  g_autofree char *target = g_strconcat ("https://example.com/", path, NULL);

  g_assert_false (chatty_link_is_openable (target));
}

static void
test_warnings (void)
{
  g_autoptr (ChattyLink) imitation = chatty_link_parse ("https://\xd0\xb0pple.com/");
  g_autoptr (ChattyLink) hidden = chatty_link_parse ("https://www.bank.com@evil.example/");
  g_autoptr (ChattyLink) plain = chatty_link_parse ("https://example.com/");

  g_assert_nonnull (imitation->readable_host);
  g_assert_true (hidden->has_user);
  g_assert_null (plain->readable_host);
  g_assert_false (plain->has_user);
}

static void
test_misleading_words (void)
{
  static const struct {
    const char *target;
    const char *words;
    gboolean    misleads;
  } cases[] = {
    { "https://evil.example/", "www.bank.com", TRUE },
    { "https://evil.example/", "https://bank.com/login", TRUE },
    { "https://evil.example/", "bank.com", TRUE },
    { "https://evil.example/", "bank.de/login", TRUE },
    { "https://bank.com.evil.example/", "bank.com", TRUE },
    { "https://notbank.com/", "bank.com", TRUE },
    { "https://bank.com/", "www.bank.com", FALSE },
    { "https://www.bank.com/", "bank.com", FALSE },
    { "https://login.bank.com/", "bank.com", FALSE },
    { "https://bank.com/", "BANK.COM", FALSE },
    { "https://evil.example/", "the bank", FALSE },
    { "https://github.com/x", "README.md", FALSE },
    { "https://github.com/x", "main.c", FALSE },
    { "https://github.com/x", "a sentence. with dots", FALSE },
    { "https://xn--bcher-kva.example/", "https://b\xc3\xbc" "cher.example/", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ChattyLink) link = chatty_link_parse (cases[i].target);

      g_test_message ("%s -> %s", cases[i].words, cases[i].target);
      g_assert_cmpint (chatty_link_text_misleads (link, cases[i].words), ==, cases[i].misleads);
    }
}

static void
test_escape (void)
{
  g_autofree char *turned = chatty_link_escape ("javascript:\xe2\x80\xae" "x");
  g_autofree char *filler = g_strnfill (5000, 'a');
  g_autofree char *long_one = chatty_link_escape (filler);

  g_assert_cmpstr (turned, ==, "javascript:%E2%80%AEx");
  g_assert_cmpuint (strlen (long_one), <, 1000);
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/link/targets", test_targets);
  g_test_add_func ("/link/too-long", test_too_long);
  g_test_add_func ("/link/warnings", test_warnings);
  g_test_add_func ("/link/misleading-words", test_misleading_words);
  g_test_add_func ("/link/escape", test_escape);

  return g_test_run ();
}
