/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <string.h>

#include "import-fixtures.h"

ChattyReading *
import_read_data (const char *data,
                  gsize       length,
                  const char *name)
{
  g_autoptr (ChattyReader) reader = chatty_reader_new (NULL);
  g_autoptr (GBytes) bytes = g_bytes_new (data, length);
  g_autoptr (GError) error = NULL;
  ChattyReading *reading;

  reading = chatty_reader_read_bytes (reader, bytes, name, CHATTY_TIME_NONE, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (reading);
  return reading;
}

ChattyReading *
import_read_text (const char *text,
                  const char *name)
{
  return import_read_data (text, strlen (text), name);
}

char *
import_outline (ChattyTranscript *transcript)
{
  static const char letters[] = { 'P', 'A', 'S', 'T', 'N' };
  GString *string = g_string_new (NULL);

  for (guint i = 0; i < chatty_transcript_get_n_turns (transcript); i++)
    {
      ChattyTurn *turn = chatty_transcript_get_turn (transcript, i);

      if (i > 0)
        g_string_append (string, " | ");
      g_string_append_c (string, letters[chatty_turn_get_role (turn)]);
      g_string_append_c (string, ' ');
      for (const char *p = chatty_turn_get_text (turn); *p != '\0'; p++)
        {
          if (*p == '\n')
            g_string_append (string, "¶");
          else
            g_string_append_c (string, *p);
        }
    }
  return g_string_free (string, FALSE);
}

void
import_assert_outline (const char *text,
                       const char *name,
                       const char *outline)
{
  g_autoptr (ChattyReading) reading = import_read_text (text, name);
  g_autofree char *found = NULL;

  g_assert_cmpuint (chatty_reading_get_n_transcripts (reading), ==, 1);
  found = import_outline (chatty_reading_get_transcript (reading, 0));
  g_assert_cmpstr (found, ==, outline);
}

char *
import_fold (const char *text)
{
  GString *string = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    {
      if (g_ascii_isspace (*p))
        {
          if (string->len > 0 && string->str[string->len - 1] != ' ')
            g_string_append_c (string, ' ');
          continue;
        }
      if (*p == '\\' && g_ascii_ispunct (p[1]))
        p++;
      g_string_append_c (string, *p);
    }
  if (string->len > 0 && string->str[string->len - 1] == ' ')
    g_string_truncate (string, string->len - 1);
  return g_string_free (string, FALSE);
}

char *
import_encode (const char *text,
               const char *encoding,
               gsize      *length)
{
  g_autoptr (GError) error = NULL;
  char *data = g_convert (text, -1, encoding, "UTF-8", NULL, length, &error);

  g_assert_no_error (error);
  return data;
}
