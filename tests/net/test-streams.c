/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <string.h>

#include "chatty-error.h"
#include "chatty-line-reader.h"
#include "chatty-sse-reader.h"

static gboolean
event_cb (const ChattySseEvent *event,
          gpointer              user_data,
          GError              **error)
{
  g_string_append_printf (user_data, "%s<%s>%s;", event->type, event->data, event->id);
  g_assert_cmpuint (event->length, ==, strlen (event->data));
  return TRUE;
}

static gboolean
line_cb (const char *line,
         gsize       length,
         gpointer    user_data,
         GError    **error)
{
  g_assert_cmpint (line[length], ==, '\0');
  for (gsize i = 0; i < length; i++)
    g_string_append_c (user_data, line[i] != '\0' ? line[i] : '0');
  g_string_append (user_data, "|");
  return TRUE;
}

/* The bytes as pieces of @first, then of @rest bytes. */
static char *
read_events (const char *bytes,
             gsize       length,
             gsize       first,
             gsize       rest)
{
  g_autoptr (GError) error = NULL;
  GString *told = g_string_new (NULL);
  g_autoptr (ChattySseReader) reader = chatty_sse_reader_new (event_cb, told);
  gsize at = 0, n = MIN (first, length);

  while (at < length)
    {
      g_assert_true (chatty_sse_reader_feed (reader, bytes + at, n, &error));
      at += n;
      n = MIN (rest, length - at);
    }
  g_assert_true (chatty_sse_reader_finish (reader, &error));
  g_assert_no_error (error);
  g_string_append_printf (told, "retry %d id %s", (int) chatty_sse_reader_get_retry (reader),
                          chatty_sse_reader_get_last_id (reader));
  return g_string_free (told, FALSE);
}

static char *
read_lines (const char      *bytes,
            gsize            length,
            ChattyLineFlags  flags,
            gsize            first,
            gsize            rest)
{
  g_autoptr (GError) error = NULL;
  GString *told = g_string_new (NULL);
  g_autoptr (ChattyLineReader) reader = chatty_line_reader_new (flags, line_cb, told);
  gsize at = 0, n = MIN (first, length);

  while (at < length)
    {
      g_assert_true (chatty_line_reader_feed (reader, bytes + at, n, &error));
      at += n;
      n = MIN (rest, length - at);
    }
  g_assert_true (chatty_line_reader_finish (reader, &error));
  g_assert_no_error (error);
  return g_string_free (told, FALSE);
}

#define BYTES(text) text, sizeof text - 1

static const struct {
  const char *bytes;
  gsize       length;
  const char *events;
} streams[] = {
  { BYTES (""), "retry -1 id " },
  { BYTES ("data: one\n\ndata:two\n\n"), "message<one>;message<two>;retry -1 id " },
  { BYTES ("data: a\r\n\r\ndata: b\r\rdata: c\n\r\n"),
    "message<a>;message<b>;message<c>;retry -1 id " },
  { BYTES ("data: a\rdata: b\r\ndata: c\n\n"), "message<a\nb\nc>;retry -1 id " },
  { BYTES ("\xef\xbb\xbf""data: marked\n\n"), "message<marked>;retry -1 id " },
  { BYTES ("\xef\xbb""data: no mark\n\ndata: x\n\n"), "message<x>;retry -1 id " },
  { BYTES (": comment\n:\n\n\ndata:  two blanks\ndata\ndata:\n: c\ndata:no blank\n\n"),
    "message< two blanks\n\n\nno blank>;retry -1 id " },
  { BYTES ("event: delta\nid: 7\nretry: 1500\ndata: ж😀é\n\ndata: next\n\nid\ndata: z\n\n"),
    "delta<ж😀é>7;message<next>7;message<z>;retry 1500 id " },
  { BYTES ("event: lost\n\ndata: kept\n\n"), "message<kept>;retry -1 id " },
  { BYTES ("retry: 10x\nretry: -1\nretry:\nid: a\0b\ndata: s\n\n"), "message<s>;retry -1 id " },
  { BYTES ("data: bad \xff\xc3 bytes \xed\xa0\x80\n\n"),
    "message<bad \xef\xbf\xbd\xef\xbf\xbd bytes \xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd>;retry -1 id " },
  { BYTES ("data: no end"), "message<no end>;retry -1 id " },
  { BYTES ("data: no end\r"), "message<no end>;retry -1 id " },
  { BYTES ("data: no empty line\n"), "message<no empty line>;retry -1 id " },
  { BYTES ("Data: x\ndata : y\n data: z\nother: w\ndata: {\"a\": \"b: c\"}\n\n"),
    "message<{\"a\": \"b: c\"}>;retry -1 id " },
  { BYTES ("data: [DONE]\n\n\n\n\n"), "message<[DONE]>;retry -1 id " },
};

static void
test_events (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (streams); i++)
    {
      gsize length = streams[i].length;

      g_test_message ("stream %u", i);
      for (gsize cut = 0; cut <= length; cut++)
        {
          g_autofree char *told = read_events (streams[i].bytes, length, cut, length);

          g_assert_cmpstr (told, ==, streams[i].events);
        }
      for (gsize step = 1; step < 4; step++)
        {
          g_autofree char *told = read_events (streams[i].bytes, length, step, step);

          g_assert_cmpstr (told, ==, streams[i].events);
        }
    }
}

static const struct {
  const char      *bytes;
  gsize            length;
  ChattyLineFlags  flags;
  const char      *lines;
} texts[] = {
  { BYTES (""), CHATTY_LINE_DEFAULT, "" },
  { BYTES ("{\"a\":1}\n{\"b\":\"ж😀\"}\r\n\n\r\n[3]"), CHATTY_LINE_DEFAULT,
    "{\"a\":1}|{\"b\":\"ж😀\"}|[3]|" },
  { BYTES ("\xef\xbb\xbf{}\n\xef\xbb\xbf{}\n"), CHATTY_LINE_DEFAULT, "{}|\xef\xbb\xbf{}|" },
  { BYTES ("\xef\xbb"), CHATTY_LINE_DEFAULT, "\xef\xbb|" },
  { BYTES ("\xef\xbb\xbf"), CHATTY_LINE_DEFAULT, "" },
  { BYTES ("a\rb\r\r\nc\0d\r"), CHATTY_LINE_DEFAULT, "a\rb\r|c0d|" },
  { BYTES ("a\rb\r\nc\n\rd\r"), CHATTY_LINE_CR, "a|b|c|d|" },
  { BYTES ("a\r\r\n\nb\n"), CHATTY_LINE_CR | CHATTY_LINE_KEEP_EMPTY, "a|||b|" },
  { BYTES ("\n\na"), CHATTY_LINE_KEEP_EMPTY, "||a|" },
};

static void
test_lines (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      gsize length = texts[i].length;

      g_test_message ("text %u", i);
      for (gsize cut = 0; cut <= length; cut++)
        {
          g_autofree char *told = read_lines (texts[i].bytes, length, texts[i].flags, cut, length);

          g_assert_cmpstr (told, ==, texts[i].lines);
        }
      {
        g_autofree char *told = read_lines (texts[i].bytes, length, texts[i].flags, 1, 1);

        g_assert_cmpstr (told, ==, texts[i].lines);
      }
    }
}

/* Passing a bound is an error, at it is none; and what came before was told. */
static void
test_bounds (void)
{
  static const struct {
    const char *text;
    gsize       max_line;
    gsize       max_event;
    guint       max_events;
    const char *told;
    gboolean    good;
  } cases[] = {
    { "data: 1\n\ndata:123456\n\n", 11, 100, 10, "message<1>;message<123456>;", TRUE },
    { "data: 1\n\ndata:123456\n\n", 10, 100, 10, "message<1>;", FALSE },
    { "data: 1\n\ndata:123456", 10, 100, 10, "message<1>;", FALSE },
    { ":23456789012", 10, 100, 10, "", FALSE },
    { "data:12\ndata:34\n\n", 100, 5, 10, "message<12\n34>;", TRUE },
    { "data:12\ndata:34\n\n", 100, 4, 10, "", FALSE },
    { "data\ndata\ndata\ndata\ndata\n\n", 100, 3, 10, "", FALSE },
    { "data:1\n\ndata:2\n\n\n\n", 100, 100, 2, "message<1>;message<2>;", TRUE },
    { "data:1\n\ndata:2\n\ndata:3\n\n", 100, 100, 2, "message<1>;message<2>;", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize step = 1; step < 30; step += 7)
      {
        g_autoptr (GString) told = g_string_new (NULL);
        g_autoptr (ChattySseReader) reader = chatty_sse_reader_new (event_cb, told);
        g_autoptr (GError) error = NULL;
        gsize length = strlen (cases[i].text);
        gboolean ok = TRUE;

        g_test_message ("case %u, step %u", i, (guint) step);
        chatty_sse_reader_set_limits (reader, cases[i].max_line, cases[i].max_event,
                                      cases[i].max_events);
        for (gsize at = 0; ok && at < length; at += step)
          ok = chatty_sse_reader_feed (reader, cases[i].text + at, MIN (step, length - at), &error);
        ok = ok && chatty_sse_reader_finish (reader, &error);
        g_assert_cmpstr (told->str, ==, cases[i].told);
        if (cases[i].good)
          g_assert_no_error (error);
        else
          g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE);
        g_assert_true (ok == cases[i].good);

        /* Nothing more is told after a failure. */
        if (!ok)
          {
            gsize before = told->len;

            chatty_sse_reader_feed (reader, "\n\ndata: more\n\n", 14, NULL);
            chatty_sse_reader_finish (reader, NULL);
            g_assert_cmpuint (told->len, ==, before);
          }
      }

  {
    g_autoptr (GString) told = g_string_new (NULL);
    g_autoptr (ChattyLineReader) reader = chatty_line_reader_new (CHATTY_LINE_DEFAULT, line_cb, told);
    g_autoptr (GError) error = NULL;

    chatty_line_reader_set_limits (reader, 4, 3);
    g_assert_true (chatty_line_reader_feed (reader, "1234\r\n", 6, &error));
    g_assert_true (chatty_line_reader_feed (reader, "1\n2\n", 4, &error));
    g_assert_false (chatty_line_reader_feed (reader, "3\n", 2, &error));
    g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE);
    g_assert_cmpstr (told->str, ==, "1234|1|2|");
  }
}

static gboolean
stop_cb (const ChattySseEvent *event,
         gpointer              user_data,
         GError              **error)
{
  int *n = user_data;

  if (++*n < 2)
    return TRUE;
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_CANCELLED, "enough");
  return FALSE;
}

static void
test_stop (void)
{
  int n = 0;
  g_autoptr (ChattySseReader) reader = chatty_sse_reader_new (stop_cb, &n);
  g_autoptr (GError) error = NULL;

  g_assert_false (chatty_sse_reader_feed (reader, "data: 1\n\ndata: 2\n\ndata: 3\n\n", 27, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_CANCELLED);
  g_assert_cmpint (n, ==, 2);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/sse/events", test_events);
  g_test_add_func ("/sse/bounds", test_bounds);
  g_test_add_func ("/sse/stop", test_stop);
  g_test_add_func ("/lines/cuts", test_lines);

  return g_test_run ();
}
