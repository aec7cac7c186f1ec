/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <string.h>

#include "chatty-error.h"
#include "chatty-front-matter.h"
#include "chatty-json.h"
#include "chatty-pool.h"
#include "chatty-sha256.h"
#include "chatty-text.h"
#include "chatty-time.h"

static void
test_error_adopt (void)
{
  GError *error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NO_SPACE, "full");

  chatty_error_adopt (&error, "Writing “%s”", "a.md");
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_NO_SPACE);
  g_assert_nonnull (strstr (error->message, "Writing “a.md”"));
  g_assert_nonnull (strstr (error->message, "full"));
  g_clear_error (&error);

  chatty_error_adopt (&error, "nothing");
  g_assert_no_error (error);

  error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "stop");
  g_assert_true (chatty_error_is_cancelled (error));
  chatty_error_adopt (&error, "Reading");
  g_assert_true (chatty_error_is_cancelled (error));
  g_clear_error (&error);
}

static void
test_error_wait (void)
{
  g_autoptr (GError) error = g_error_new_literal (CHATTY_ERROR, CHATTY_ERROR_RATE_LIMITED, "slow");
  g_autoptr (GError) foreign = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "other");
  g_autoptr (GError) copy = NULL;

  g_assert_cmpuint (chatty_error_get_wait (error), ==, 0);
  chatty_error_set_wait (error, 42);
  copy = g_error_copy (error);
  g_assert_cmpuint (chatty_error_get_wait (copy), ==, 42);
  chatty_error_set_wait (foreign, 42);
  g_assert_cmpuint (chatty_error_get_wait (foreign), ==, 0);
  chatty_error_set_wait (NULL, 42);
}

static void
test_json_depth (void)
{
  static const int depths[] = { 1, 511, 512, 513, 70000, 1000000 };

  for (guint i = 0; i < G_N_ELEMENTS (depths); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (JsonNode) node = NULL;
      g_autoptr (GError) error = NULL;

      for (int j = 0; j < depths[i]; j++)
        g_string_append_c (text, '[');
      for (int j = 0; j < depths[i]; j++)
        g_string_append_c (text, ']');
      node = chatty_json_parse (text->str, text->len, &error);
      if (depths[i] <= CHATTY_JSON_MAX_DEPTH)
        g_assert_no_error (error);
      else
        g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
    }
}

static void
test_json_hostile (void)
{
  static const char *const bad[] = {
    "", " ", "{", "nonsense", "{\"a\":}", "[1,2", "\xff", "{\"a\":\"\xc3\"}",
  };
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (chatty_json_parse (bad[i], -1, &error));
      g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
    }

  /* Brackets inside of strings are no nesting. */
  node = chatty_json_parse ("{\"a\":\"[[[\\\"{{{\",\"n\":1e300,\"i\":7.9,\"b\":true,\"x\":null}",
                            -1, NULL);
  object = chatty_json_node_object (node);
  g_assert_cmpstr (chatty_json_get_string (object, "a"), ==, "[[[\"{{{");
  g_assert_null (chatty_json_get_string (object, "b"));
  g_assert_null (chatty_json_get_string (object, "x"));
  g_assert_null (chatty_json_get_string (object, "missing"));
  g_assert_cmpint (chatty_json_get_int (object, "n", -1), ==, -1);
  g_assert_cmpint (chatty_json_get_int (object, "i", -1), ==, 7);
  g_assert_true (chatty_json_get_bool (object, "b", FALSE));
  g_assert_null (chatty_json_get_array (object, "a"));
  g_assert_null (chatty_json_get_object (NULL, "a"));
}

static void
test_time (void)
{
  static const struct {
    const char *text;
    const char *iso; /* NULL: not a time */
  } cases[] = {
    { "2025-01-14T10:30:45Z", "2025-01-14T10:30:45Z" },
    { "2025-01-14 10:30:45", "2025-01-14T10:30:45Z" },
    { "2025-01-14T10:30:45.123456Z", "2025-01-14T10:30:45.123456Z" },
    { "2025-01-14T10:30:45.5+02:00", "2025-01-14T08:30:45.5Z" },
    { "2025-01-14T10:30:45-0330", "2025-01-14T14:00:45Z" },
    { "2024-12-08 16:13:52 UTC", "2024-12-08T16:13:52Z" },
    { "2025-01-14", "2025-01-14T00:00:00Z" },
    { "2025-01-14T10:30", "2025-01-14T10:30:00Z" },
    { "1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z" },
    { "0001-01-01", "0001-01-01T00:00:00Z" },
    { "2024-02-29", "2024-02-29T00:00:00Z" },
    { "2025-02-29", NULL },
    { "2025-13-01", NULL },
    { "2025-01-14T25:00:00Z", NULL },
    { "2025-01-14T10:30:45Z and more", NULL },
    { "14.01.2025", NULL },
    { "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *iso =
        chatty_time_format_iso (chatty_time_parse_iso (cases[i].text));

      g_assert_cmpstr (iso, ==, cases[i].iso);
    }
  g_assert_cmpint (chatty_time_parse_iso (NULL), ==, CHATTY_TIME_NONE);
  g_assert_null (chatty_time_format_iso (G_MAXINT64));
}

static void
test_set (void)
{
  g_autofree char *place = NULL;

  chatty_text_set (&place, "one text");
  g_assert_cmpstr (place, ==, "one text");
  /* A part of itself, and itself. */
  chatty_text_set (&place, place + 4);
  g_assert_cmpstr (place, ==, "text");
  chatty_text_set (&place, place);
  g_assert_cmpstr (place, ==, "text");
  chatty_text_set (&place, NULL);
  g_assert_null (place);
}

static void
test_safe_name (void)
{
  static const struct {
    const char *title;
    const char *name;
  } cases[] = {
    { "Hello", "Hello" },
    { "../../etc/passwd", "etc passwd" },
    { "/absolute", "absolute" },
    { "a\\b:c*d?e\"f<g>h|i", "a b c d e f g h i" },
    { "  two\n lines\t ", "two lines" },
    { "...", "Untitled" },
    { "", "Untitled" },
    { "con", "_con" },
    { "NUL.txt", "_NUL.txt" },
    { "com1", "_com1" },
    { "console", "console" },
    { "name. . ", "name" },
    { "\xe2\x80\xaetxt.exe", "txt.exe" },
    { "e\xcc\x81t\xc3\xa9", "\xc3\xa9t\xc3\xa9" },
    { "日本語", "日本語" },
    { "\x01\x02", "Untitled" },
  };
  g_autoptr (GString) wide = g_string_new (NULL);
  g_autofree char *cut = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = chatty_text_safe_name (cases[i].title, 100);

      g_assert_cmpstr (name, ==, cases[i].name);
    }

  for (int i = 0; i < 1000; i++)
    g_string_append (wide, "日");
  cut = chatty_text_safe_name (wide->str, 100);
  g_assert_cmpuint (strlen (cut), ==, 99);
  g_assert_true (g_utf8_validate (cut, -1, NULL));

  {
    g_autofree char *words = chatty_text_safe_name ("How can I rename them by date", 18);
    g_autofree char *whole = chatty_text_safe_name ("How can I", 9);

    g_assert_cmpstr (words, ==, "How can I rename");
    g_assert_cmpstr (whole, ==, "How can I");
  }
}

static void
test_texts (void)
{
  g_autofree char *valid = chatty_text_make_valid ("a\xff\0b", 4);
  g_autofree char *line = chatty_text_one_line (" a\n\tb  c ", 0);
  g_autofree char *cut = chatty_text_one_line ("abcdefgh", 3);
  g_autofree char *shown = chatty_text_display_name ("x\n\xe2\x80\xae<b>\xff");
  g_autofree char *key_a = chatty_text_fold_key ("STRASSE É");
  g_autofree char *key_b = chatty_text_fold_key ("straße e\xcc\x81");

  g_assert_cmpstr (valid, ==, "a\xef\xbf\xbd\xef\xbf\xbd" "b");
  g_assert_cmpstr (line, ==, "a b c");
  g_assert_cmpstr (cut, ==, "abc…");
  g_assert_cmpstr (shown, ==, "x\xef\xbf\xbd\xef\xbf\xbd<b>\xef\xbf\xbd");
  g_assert_cmpstr (key_a, ==, key_b);
}

static void
test_limit (void)
{
  static const struct {
    guint64     bytes;
    const char *words;   /* NULL: as other sizes are told */
  } cases[] = {
    { G_GUINT64_CONSTANT (100) << 20, "100 MB" },
    { 1 << 20, "1 MB" },
    { G_GUINT64_CONSTANT (2) << 30, "2048 MB" },
    { 0, NULL },
    { 4096, NULL },
    { (1 << 20) + 1, NULL },
    { 100 * 1000 * 1000, NULL },
    { G_MAXUINT64 - (1 << 20) + 1, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *limit = chatty_text_limit (cases[i].bytes);
      g_autofree char *size = g_format_size (cases[i].bytes);

      g_assert_cmpstr (limit, ==, cases[i].words != NULL ? cases[i].words : size);
    }
}

static void
test_callsign (void)
{
  static const struct {
    const char *name;
    const char *stem;
  } cases[] = {
    { "Katana", "katana" },
    { "Zoë 2", "zoe" },
    { "Łukasz", "lukasz" },
    { "Наташа", "natasa" },
    { "王芳", "wangfang" },
    { "さくら", "sakura" },
    { "!!!", "character" },
    { "", "character" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *stem = chatty_text_callsign_stem (cases[i].name);

      g_assert_cmpstr (stem, ==, cases[i].stem);
    }
}

/* The examples of FIPS 180-2, and pieces of any length. */
static void
test_sha256 (void)
{
  g_autoptr (ChattySha256) hash = chatty_sha256_new ();
  g_autofree char *empty = chatty_sha256_hex ("", 0);
  g_autofree char *abc = chatty_sha256_hex ("abc", 3);
  g_autofree char *whole = NULL;
  g_autofree char *pieces = NULL;
  char bytes[1000];

  g_assert_cmpstr (empty, ==,
                   "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  g_assert_cmpstr (abc, ==,
                   "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");

  for (guint i = 0; i < sizeof bytes; i++)
    bytes[i] = (char) (i * 7);
  for (guint at = 0, n = 1; at < sizeof bytes; at += n, n = MIN (n + 1, sizeof bytes - at))
    chatty_sha256_update (hash, bytes + at, MIN (n, sizeof bytes - at));
  pieces = chatty_sha256_end (hash);
  whole = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (guchar *) bytes, sizeof bytes);
  g_assert_cmpstr (pieces, ==, whole);
}

static void
test_front_matter (void)
{
  static const struct {
    const char *text;
    const char *title; /* NULL: there is no block */
    const char *body;
  } cases[] = {
    { "---\ntitle: Tea\n---\nbody", "Tea", "body" },
    { "---\r\ntitle: Tea\r\n---\r\nbody", "Tea", "body" },
    { "\xef\xbb\xbf---\ntitle: 'T: e'\n...\nbody", "T: e", "body" },
    { "---\ntitle: Re: what now?\nid: 1\n---\nbody", "Re: what now?", "body" },
    { "---\ntitle: [a, b]\n---\nbody", "[a, b]", "body" },
    { "---\ntags:\n  - ä\n  - b\ntitle: x\n---\nbody", "x", "body" },
    { "---\ntitle: a\ntitle: b\n---\n", "a", "" },
    { "---\n\n---\nbody", NULL, NULL },
    { "---\nno block, just a line\n---\nbody", NULL, NULL },
    { "---\ntitle: never closed\n", NULL, NULL },
    { "text\n---\ntitle: x\n---\n", NULL, NULL },
    { "", NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize offset = 0;
      g_autoptr (ChattyFrontMatter) header =
        chatty_front_matter_parse (cases[i].text, strlen (cases[i].text),
                                   &offset);

      if (cases[i].title == NULL)
        {
          g_assert_null (header);
          continue;
        }
      g_assert_nonnull (header);
      g_assert_cmpstr (chatty_front_matter_get (header, "title"), ==,
                       cases[i].title);
      g_assert_cmpstr (cases[i].text + offset, ==, cases[i].body);
    }
}

static void
test_front_matter_nested (void)
{
  const char *text = "---\nüber: ä\ntags:\n  - äöü\n  - b\nlast: x\n---\n";
  g_autoptr (ChattyFrontMatter) header =
    chatty_front_matter_parse (text, strlen (text), NULL);

  g_assert_nonnull (header);
  g_assert_nonnull (strstr (chatty_front_matter_get (header, "tags"), "äöü"));
  g_assert_nonnull (strstr (chatty_front_matter_get (header, "tags"), "- b"));
  g_assert_cmpstr (chatty_front_matter_get (header, "last"), ==, "x");
}

static void
count_job (GTask        *task,
           gpointer      source,
           gpointer      data,
           GCancellable *cancellable)
{
  int *running = data;

  g_assert_cmpint (g_atomic_int_add (running, 1), <, 2);
  g_thread_yield ();
  g_atomic_int_add (running, -1);
  g_task_return_boolean (task, TRUE);
}

static void
counted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  int *n_done = data;

  g_assert_true (g_task_propagate_boolean (G_TASK (result), NULL));
  (*n_done)++;
}

static void
cancelled_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (GError) error = NULL;
  int *n_done = data;

  g_assert_false (g_task_propagate_boolean (G_TASK (result), &error));
  g_assert_true (chatty_error_is_cancelled (error));
  (*n_done)++;
}

static void
test_pool (void)
{
  g_autoptr (ChattyPool) pool = chatty_pool_new ("test", 2);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GTask) refused = NULL;
  int n_done = 0, running = 0;

  for (int i = 0; i < 100; i++)
    {
      g_autoptr (GTask) task = g_task_new (NULL, NULL, counted_cb, &n_done);

      g_task_set_task_data (task, &running, NULL);
      chatty_pool_run (pool, task, count_job);
    }
  g_cancellable_cancel (cancellable);
  refused = g_task_new (NULL, cancellable, cancelled_cb, &n_done);
  chatty_pool_run (pool, refused, count_job);

  while (n_done < 101)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (running, ==, 0);
}

/* Readers of a text that grows learn what came, and that it was replaced. */
static void
test_text_since (void)
{
  g_autoptr (GString) text = g_string_new ("one");
  g_autoptr (GString) into = g_string_new (NULL);
  gsize place = chatty_text_append_since (text, 0, 0, into);
  gsize empty;

  g_assert_cmpstr (into->str, ==, "one");
  g_string_append (text, " two");
  place = chatty_text_append_since (text, 0, place, into);
  g_assert_cmpstr (into->str, ==, "one two");
  g_assert_cmpuint (chatty_text_append_since (text, 0, place, into), ==, place);

  g_string_assign (text, "another text");
  g_assert_cmpuint (chatty_text_append_since (text, 1, place, into), ==, G_MAXSIZE);
  g_assert_cmpstr (into->str, ==, "one two");
  g_string_truncate (into, 0);
  place = chatty_text_append_since (text, 1, 0, into);
  g_assert_cmpstr (into->str, ==, "another text");
  g_string_truncate (text, 3);
  g_assert_cmpuint (chatty_text_append_since (text, 1, place, into), ==, G_MAXSIZE);
  g_string_truncate (text, 0);
  empty = chatty_text_append_since (text, CHATTY_TEXT_MAX_REPLACED, 0, into);
  g_assert_cmpuint (empty, !=, 0);
  g_assert_cmpuint (empty, !=, G_MAXSIZE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/error/adopt", test_error_adopt);
  g_test_add_func ("/base/error/wait", test_error_wait);
  g_test_add_func ("/base/json/depth", test_json_depth);
  g_test_add_func ("/base/json/hostile", test_json_hostile);
  g_test_add_func ("/base/time", test_time);
  g_test_add_func ("/base/text/set", test_set);
  g_test_add_func ("/base/text/since", test_text_since);
  g_test_add_func ("/base/text/safe-name", test_safe_name);
  g_test_add_func ("/base/text/forms", test_texts);
  g_test_add_func ("/base/text/limit", test_limit);
  g_test_add_func ("/base/text/callsign", test_callsign);
  g_test_add_func ("/base/front-matter/parse", test_front_matter);
  g_test_add_func ("/base/front-matter/nested", test_front_matter_nested);
  g_test_add_func ("/base/sha256", test_sha256);
  g_test_add_func ("/base/pool", test_pool);

  return g_test_run ();
}
