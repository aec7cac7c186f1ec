/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-import"

#include "chatty-pdf-bidi.h"

/**
 * chatty_pdf_direction_of:
 * @c: a character
 *
 * Returns: the direction that it gives the text around it
 */
ChattyPdfDirection
chatty_pdf_direction_of (gunichar c)
{
  if ((c >= 0x590 && c < 0x900) || (c >= 0xfb1d && c < 0xfe00) || (c >= 0xfe70 && c < 0xff00))
    return g_unichar_isalpha (c) || g_unichar_ismark (c) ? CHATTY_PDF_RIGHT_TO_LEFT : CHATTY_PDF_NEUTRAL;
  return g_unichar_isalnum (c) ? CHATTY_PDF_LEFT_TO_RIGHT : CHATTY_PDF_NEUTRAL;
}

static void
reverse (ChattyPdfUnit *units,
         guint          n)
{
  for (guint i = 0; i < n / 2; i++)
    {
      const ChattyPdfUnit other = units[i];

      units[i] = units[n - 1 - i];
      units[n - 1 - i] = other;
    }
}

static gboolean
is_visual (const ChattyPdfUnit *units,
           guint                n)
{
  const ChattyPdfUnit *first = NULL;
  const ChattyPdfUnit *last = NULL;

  for (guint i = 0; i < n; i++)
    if (units[i].direction == CHATTY_PDF_RIGHT_TO_LEFT)
      {
        if (first == NULL)
          first = &units[i];
        last = &units[i];
      }
  return first != NULL && (first == last || first->x < last->x);
}

/**
 * chatty_pdf_reorder:
 * @units: the words and marks of a line, in the order of their places from
 *   the left; changed to the order of reading
 * @n: how many
 * @is_rtl: whether the line as a whole runs from right to left
 *
 * Poppler turns the letters of each word around but leaves the words of a
 * line where they stand. A line whose words are in order already stays.
 */
void
chatty_pdf_reorder (ChattyPdfUnit *units,
                    guint          n,
                    gboolean       is_rtl)
{
  const ChattyPdfDirection other = is_rtl ? CHATTY_PDF_LEFT_TO_RIGHT : CHATTY_PDF_RIGHT_TO_LEFT;

  if (!is_visual (units, n))
    return;
  if (is_rtl)
    reverse (units, n);
  for (guint i = 0; i < n;)
    {
      guint behind = i + 1;

      for (guint k = i; units[i].direction == other && k < n && (units[k].direction == other || units[k].direction == CHATTY_PDF_NEUTRAL); k++)
        if (units[k].direction == other)
          behind = k + 1;
      reverse (units + i, behind - i);
      i = behind;
    }
}
