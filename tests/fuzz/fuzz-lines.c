/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* NDJSON: whatever comes, the lines are the same for every cut, and within
 * the bounds. The first byte says where to cut, and what ends a line. */

#include "config.h"

#include <string.h>

#include "chatty-line-reader.h"
#include "fuzz.h"

const char * const chatty_fuzz_seeds[] = {
  " {\"a\": 1}\n{\"b\": 2}\r\n\n[3]",
  "\x11\xef\xbb\xbf{}\r\r\n{}\n",
  NULL,
};

const char * const chatty_fuzz_tokens[] = {
  "{}", "\n", "\r\n", "\r", "\r\r\n", "\xef\xbb\xbf", "\xef\xbb", "\xef", "\xf0\x9f\x98\x80",
  NULL,
};


#define MAX_LINE 100
#define MAX_LINES 50

static gboolean
line_cb (const char *line,
         gsize       length,
         gpointer    user_data,
         GError    **error)
{
  GString *told = user_data;

  g_assert_cmpuint (length, <=, MAX_LINE);
  g_assert_cmpint (line[length], ==, '\0');
  g_string_append_printf (told, "%" G_GSIZE_FORMAT ":", length);
  g_string_append_len (told, line, length);
  return TRUE;
}

/* Read in pieces of @first, then of @rest bytes. */
static GBytes *
read_pieces (const char      *data,
             gsize            size,
             ChattyLineFlags  flags,
             gsize            first,
             gsize            rest)
{
  g_autoptr (GError) error = NULL;
  GString *told = g_string_new (NULL);
  g_autoptr (ChattyLineReader) reader = chatty_line_reader_new (flags, line_cb, told);
  gsize at = 0, n = MIN (first, size);
  gboolean ok = TRUE;

  chatty_line_reader_set_limits (reader, MAX_LINE, MAX_LINES);
  while (ok && at < size)
    {
      ok = chatty_line_reader_feed (reader, data + at, n, &error);
      at += n;
      n = MIN (rest, size - at);
    }
  if (ok)
    ok = chatty_line_reader_finish (reader, &error);
  g_assert_true (ok == (error == NULL));
  g_string_append_printf (told, "%d %s", ok, error != NULL ? error->message : "");
  return g_string_free_to_bytes (told);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  const char *text = (const char *) data + 1;
  g_autoptr (GBytes) whole = NULL;
  g_autoptr (GBytes) two = NULL;
  g_autoptr (GBytes) each = NULL;
  ChattyLineFlags flags;

  if (size < 1)
    return 0;
  size--;
  flags = data[0] & 3;
  whole = read_pieces (text, size, flags, size, size);
  two = read_pieces (text, size, flags, data[0] >> 2, size);
  each = read_pieces (text, size, flags, 1, 1);
  g_assert_true (g_bytes_equal (whole, two));
  g_assert_true (g_bytes_equal (whole, each));
  return 0;
}
