/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Server-Sent Events: whatever comes, the events are the same for every cut,
 * valid and within the bounds. */

#include "config.h"

#include <string.h>

#include "chatty-sse-reader.h"
#include "fuzz.h"

const char * const chatty_fuzz_seeds[] = {
  " data: one\n\nevent: delta\nid: 3\nretry: 10\ndata: two\ndata: more\n\n",
  "\x05\xef\xbb\xbf""data: a\r\n\r\n: comment\rdata:  b\r\r",
  "\x10""data: {\"text\": \"\xd0\xb6\xf0\x9f\x98\x80\"}\n\ndata: [DONE]",
  NULL,
};

const char * const chatty_fuzz_tokens[] = {
  "data: ", "data:", "data", "event: ", "id: ", "id", "retry: ", "999999999", ":", "\n\n", "\r\n", "\r", "\n",
  "\xef\xbb\xbf", "\xef", "\xf0\x9f\x98\x80", "\xed\xa0\x80", "\xff",
  NULL,
};


#define MAX_LINE 200
#define MAX_EVENT 500
#define MAX_EVENTS 50

static gboolean
event_cb (const ChattySseEvent *event,
          gpointer              user_data,
          GError              **error)
{
  GString *told = user_data;

  g_assert_true (g_utf8_validate (event->data, event->length, NULL));
  g_assert_true (g_utf8_validate (event->type, -1, NULL));
  g_assert_true (g_utf8_validate (event->id, -1, NULL));
  /* A bad byte becomes three. */
  g_assert_cmpuint (event->length, <=, 3 * MAX_EVENT);
  g_string_append_printf (told, "%s|%s|%s|%" G_GSIZE_FORMAT "\n", event->type,
                          event->id, event->data, event->length);
  return TRUE;
}

/* Read in pieces of @first, then of @rest bytes. */
static char *
read_pieces (const char *data,
             gsize       size,
             gsize       first,
             gsize       rest)
{
  g_autoptr (GError) error = NULL;
  GString *told = g_string_new (NULL);
  g_autoptr (ChattySseReader) reader = chatty_sse_reader_new (event_cb, told);
  gsize at = 0, n = MIN (first, size);
  gboolean ok = TRUE;

  chatty_sse_reader_set_limits (reader, MAX_LINE, MAX_EVENT, MAX_EVENTS);
  while (ok && at < size)
    {
      ok = chatty_sse_reader_feed (reader, data + at, n, &error);
      at += n;
      n = MIN (rest, size - at);
    }
  if (ok)
    ok = chatty_sse_reader_finish (reader, &error);
  g_assert_true (ok == (error == NULL));
  g_string_append_printf (told, "%d %" G_GINT64_FORMAT " %s %s", ok,
                          chatty_sse_reader_get_retry (reader),
                          chatty_sse_reader_get_last_id (reader),
                          error != NULL ? error->message : "");
  return g_string_free (told, FALSE);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  const char *text = (const char *) data + 1;
  g_autofree char *whole = NULL;
  g_autofree char *two = NULL;
  g_autofree char *each = NULL;

  if (size < 1)
    return 0;
  size--;
  whole = read_pieces (text, size, size, size);
  two = read_pieces (text, size, data[0], size);
  each = read_pieces (text, size, 1, 1);
  g_assert_cmpstr (whole, ==, two);
  g_assert_cmpstr (whole, ==, each);
  return 0;
}
