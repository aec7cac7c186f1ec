/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <string.h>

#include "chatty-passage-find.h"

/* Bytes without white space: less says nothing about where one is. */
#define MIN_PIECE 24
#define MAX_TRIES 64

/* A text without its white space, which platforms change: where lines end, and
 * how far a line is indented. */
typedef struct {
  GString *bytes;
  GArray  *offsets;   /* of gsize: where each byte comes from */
} Packed;

static void
pack (Packed     *self,
      const char *text,
      gsize       length)
{
  const char *end = text + length;

  self->bytes = g_string_sized_new (length);
  self->offsets = g_array_sized_new (FALSE, FALSE, sizeof (gsize), (guint) length);
  for (const char *p = text; p < end;)
    {
      const char *next = g_utf8_next_char (p);

      if (!g_unichar_isspace (g_utf8_get_char (p)))
        for (; p < next; p++)
          {
            gsize offset = (gsize) (p - text);

            g_string_append_c (self->bytes, *p);
            g_array_append_val (self->offsets, offset);
          }
      p = next;
    }
}

static void
packed_clear (Packed *self)
{
  g_string_free (self->bytes, TRUE);
  g_array_unref (self->offsets);
}

static gboolean
find (const Packed *text,
      const char   *piece,
      gsize         length,
      gsize        *start,
      gsize        *end)
{
  const char *found = length > 0 ? memmem (text->bytes->str, text->bytes->len, piece, length)
                                 : NULL;
  gsize first;

  if (found == NULL)
    return FALSE;
  first = (gsize) (found - text->bytes->str);
  *start = g_array_index (text->offsets, gsize, first);
  *end = g_array_index (text->offsets, gsize, first + length - 1) + 1;
  return TRUE;
}

/* The longest line of the words that is there. */
static gboolean
find_line (const Packed *text,
           const char   *excerpt,
           gsize        *start,
           gsize        *end)
{
  g_auto (GStrv) lines = g_strsplit (excerpt, "\n", MAX_TRIES);
  gsize longest = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      gsize first, last;
      Packed line;

      pack (&line, lines[i], strlen (lines[i]));
      if (line.bytes->len >= MIN_PIECE && line.bytes->len > longest &&
          find (text, line.bytes->str, line.bytes->len, &first, &last))
        {
          longest = line.bytes->len;
          *start = first;
          *end = last;
        }
      packed_clear (&line);
    }
  return longest > 0;
}

/* As much from the start of the words on as is there. */
static gboolean
find_beginning (const Packed *text,
                const Packed *excerpt,
                gsize        *start,
                gsize        *end)
{
  gsize low = MIN_PIECE, high = excerpt->bytes->len;
  gboolean is_found = FALSE;

  while (low <= high)
    {
      gsize middle = low + (high - low) / 2, length = middle;

      while (length > 0 && length < excerpt->bytes->len &&
             (excerpt->bytes->str[length] & 0xc0) == 0x80)
        length--;
      if (find (text, excerpt->bytes->str, length, start, end))
        {
          is_found = TRUE;
          low = middle + 1;
        }
      else
        {
          high = middle - 1;
        }
    }
  return is_found;
}

/**
 * chatty_passage_find:
 * @text: valid UTF-8: of a document
 * @excerpt: valid UTF-8: words of it, as a platform tells them
 * @start: (out): the first byte of the passage
 * @end: (out): the first byte after it
 *
 * Finds where words stand in a document; white space does not count, and where
 * not all of it is there, a good part of it is enough. Any thread.
 *
 * Returns: whether they are there
 */
gboolean
chatty_passage_find (const char *text,
                     const char *excerpt,
                     gsize      *start,
                     gsize      *end)
{
  gboolean is_found;
  Packed packed, words;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (excerpt != NULL, FALSE);

  pack (&packed, text, strlen (text));
  pack (&words, excerpt, strlen (excerpt));
  is_found = find (&packed, words.bytes->str, words.bytes->len, start, end) ||
             find_line (&packed, excerpt, start, end) ||
             find_beginning (&packed, &words, start, end);
  packed_clear (&packed);
  packed_clear (&words);
  return is_found;
}
