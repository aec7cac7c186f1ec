/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-import"

#include <string.h>

#include "chatty-date-guess.h"
#include "chatty-date-parser.h"

/* Nobody talked to these platforms before. */
#define FIRST_YEAR 2010

static gboolean
is_word_byte (char c)
{
  return g_ascii_isalnum (c) || (guchar) c >= 0x80;
}

static gint64
scan (const char *text,
      gsize       length,
      gint64      latest)
{
  for (gsize at = 0; at < length; at++)
    {
      ChattyDate date;
      gint64 time;

      /* Only where a word or number begins. */
      if (at > 0 && is_word_byte (text[at]) && is_word_byte (text[at - 1]))
        continue;
      if (!is_word_byte (text[at]) ||
          chatty_date_parse (text + at, length - at, &date) == 0 ||
          date.year < FIRST_YEAR)
        continue;
      time = chatty_date_to_time (&date);
      if (time != CHATTY_TIME_NONE && time <= latest)
        return time;
    }
  return CHATTY_TIME_NONE;
}

/**
 * chatty_date_guess:
 * @text: valid UTF-8
 * @length: its bytes
 * @name: (nullable): the file's name, valid UTF-8
 * @modified: when the file was changed, or %CHATTY_TIME_NONE
 * @certainty: (out): how far the result can be trusted
 *
 * Guesses when a conversation was held that does not say so itself: the first
 * date in the first %CHATTY_DATE_GUESS_BYTES of its text, else one in the
 * file's name, else the file's own time. What lies in the future is none.
 *
 * Returns: the time, or %CHATTY_TIME_NONE
 */
gint64
chatty_date_guess (const char      *text,
                   gsize            length,
                   const char      *name,
                   gint64           modified,
                   ChattyCertainty *certainty)
{
  gint64 latest = chatty_time_now () + G_TIME_SPAN_DAY;
  gsize n_look = MIN (length, CHATTY_DATE_GUESS_BYTES);
  gint64 time;

  /* Not in the middle of a letter. */
  while (n_look < length && n_look > 0 && ((guchar) text[n_look] & 0xc0) == 0x80)
    n_look--;
  time = scan (text, n_look, latest);
  *certainty = CHATTY_CERTAINTY_CONTENT;
  if (time == CHATTY_TIME_NONE && name != NULL)
    {
      time = scan (name, strlen (name), latest);
      *certainty = CHATTY_CERTAINTY_NAME;
    }
  if (time == CHATTY_TIME_NONE)
    {
      time = modified;
      *certainty = modified != CHATTY_TIME_NONE ? CHATTY_CERTAINTY_FILE : CHATTY_CERTAINTY_NONE;
    }
  return time;
}
