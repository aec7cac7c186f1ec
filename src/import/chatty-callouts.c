/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-import"

#include <string.h>

#include "chatty-callouts.h"
#include "chatty-turn-scan.h"

/* The call-outs in which an importer for Obsidian puts each turn. */
static const char * const openers[] = {
  "[!nexus_user]", "[!nexus_agent]", "[!nexus_assistant]", "[!nexus_system]", "[!nexus_tool]",
};

/* Takes one quotation mark off the start of a line. */
static gboolean
unquote (const char **line,
         gsize       *length)
{
  const char *p = *line;
  const char *end = p + *length;

  if (p >= end || *p != '>')
    return FALSE;
  p++;
  if (p < end && *p == ' ')
    p++;
  *length = end - p;
  *line = p;
  return TRUE;
}

static gboolean
is_opener (const char **line,
           gsize       *length)
{
  for (guint i = 0; i < G_N_ELEMENTS (openers); i++)
    {
      gsize n = strlen (openers[i]);

      if (*length > n && memcmp (*line, openers[i], n) == 0)
        {
          *line += n;
          *length -= n;
          while (*length > 0 && (**line == ' ' || **line == '-' || **line == '+'))
            {
              (*line)++;
              (*length)--;
            }
          return TRUE;
        }
    }
  return FALSE;
}

/**
 * chatty_callouts_unfold:
 * @text: valid UTF-8 whose lines end in LF
 * @length: its bytes
 * @out_length: (out): bytes of the result
 *
 * Takes turns out of the call-outs (">[!nexus_user] **User** - date", with a
 * quotation mark before each line) in which some exporters put them. Other
 * quotations stay as they are.
 *
 * Returns: (transfer full) (nullable): the text with plain labels and lines,
 *   or %NULL if it has no such call-outs
 */
char *
chatty_callouts_unfold (const char *text,
                        gsize       length,
                        gsize      *out_length)
{
  GString *string;
  gboolean inside = FALSE;

  if (memmem (text, length, "[!nexus_", 8) == NULL ||
      (memmem (text, length, openers[0], strlen (openers[0])) == NULL &&
       memmem (text, length, openers[1], strlen (openers[1])) == NULL))
    return NULL;
  string = g_string_sized_new (length + 1);
  for (gsize at = 0; at < length;)
    {
      gsize end = chatty_line_end (text, length, at);
      const char *line = text + at;
      gsize n = end - at;

      if (unquote (&line, &n))
        {
          if (is_opener (&line, &n))
            {
              inside = TRUE;
              if (string->len > 0)
                g_string_append_c (string, '\n');
            }
          else if (!inside)
            {
              line = text + at;
              n = end - at;
            }
        }
      else
        inside = FALSE;
      g_string_append_len (string, line, n);
      g_string_append_c (string, '\n');
      at = end + 1;
    }
  *out_length = string->len;
  return g_string_free (string, FALSE);
}
