/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-import"

#include <math.h>
#include <string.h>

#include "chatty-pdf-lines.h"

/* How much of the height at the top and at the bottom can hold a header. */
#define MARGIN 0.12
/* Browsers print theirs into the very edge. */
#define EDGE 0.045
#define DATE "\\d{1,4}[./-]\\s?\\d{1,2}[./-]\\s?\\d{1,4}[., ]+(\\S+ )?\\d{1,2}[:.]\\d{2}"

typedef struct {
  GHashTable     *pages;      /* folded line and place -> how many pages */
  ChattyPdfLines *lines;
  const char     *title;
  GRegex         *date;       /* a date with a time */
  float           body;       /* size of most of the text */
} Furniture;

/* The text with digits made equal, so that page numbers and times of all
 * pages are one; and the place, in steps of four points. */
static char *
fold_line (Furniture           *self,
           const ChattyPdfLine *line)
{
  GString *key = g_string_new_len (self->lines->text->str + line->start, line->end - line->start);
  gsize to = 0;

  for (gsize i = 0; i < key->len; i++)
    {
      const gboolean is_digit = g_ascii_isdigit (key->str[i]);

      if (is_digit && to > 0 && key->str[to - 1] == '#')
        continue;
      key->str[to++] = is_digit ? '#' : key->str[i];
    }
  g_string_truncate (key, to);
  g_string_append_printf (key, "\n%d", (int) roundf (line->y1 / 4));
  return g_string_free (key, FALSE);
}

static gboolean
is_outside (Furniture           *self,
            const ChattyPdfLine *line,
            double               part)
{
  const double height = g_array_index (self->lines->heights, double, line->page);

  return line->y2 < height * part || line->y1 > height * (1 - part);
}

/* "7", "- 7 -", "Page 7 of 9", "7/9". */
static gboolean
is_page_number (const char *text,
                gsize       length,
                guint       page,
                guint       n_pages)
{
  guint64 numbers[2] = { 0 };
  guint n = 0;
  guint n_letters = 0;

  for (gsize i = 0; i < length;)
    {
      if (!g_ascii_isdigit (text[i]))
        {
          n_letters += !g_ascii_isspace (text[i]) && !g_ascii_ispunct (text[i]);
          i++;
          continue;
        }
      if (n == 2)
        return FALSE;
      for (; i < length && g_ascii_isdigit (text[i]); i++)
        numbers[n] = MIN (numbers[n] * 10 + (text[i] - '0'), 1000000);
      n++;
    }
  if (n == 2)
    return numbers[0] == page && numbers[1] == n_pages && n_letters < 12;
  return n == 1 && numbers[0] == page && n_letters < 6;
}

static gboolean
has_piece (Furniture           *self,
           const ChattyPdfLine *line,
           const char          *piece)
{
  const char *text = self->lines->text->str + line->start;

  return piece != NULL && piece[0] != '\0' &&
         g_strstr_len (text, line->end - line->start, piece) != NULL;
}

/* A date with a time, as Chromium and Firefox print it at the top. */
static gboolean
has_date (Furniture           *self,
          const ChattyPdfLine *line)
{
  g_autofree char *text = g_strndup (self->lines->text->str + line->start, MIN (line->end - line->start, 60));

  return g_regex_match (self->date, text, 0, NULL);
}

/* Date and title, or address and number, together in one line: that is what
 * browsers print and nothing that people write, so a wider margin and a larger
 * font do not matter. */
static gboolean
is_pair (Furniture           *self,
         const ChattyPdfLine *line)
{
  const char *text = self->lines->text->str + line->start;
  const gsize length = line->end - line->start;
  const char *last = g_strrstr_len (text, length, "\t");

  if (!is_outside (self, line, MARGIN))
    return FALSE;
  if (has_date (self, line) && has_piece (self, line, self->title))
    return TRUE;
  return last != NULL && has_piece (self, line, "://") &&
         is_page_number (last, text + length - last, line->page + 1, self->lines->heights->len);
}

/* What a browser prints into the edges: date and title, address and number. */
static gboolean
is_browser_furniture (Furniture           *self,
                      const ChattyPdfLine *line)
{
  const char *text = self->lines->text->str + line->start;
  const gsize length = line->end - line->start;
  const gsize tail = MIN (length, 24);
  const char *last = g_strrstr_len (text, length, "\t");

  if (is_pair (self, line))
    return TRUE;
  if (!is_outside (self, line, EDGE) || line->size > self->body * 0.9f)
    return FALSE;
  if (has_date (self, line) || has_piece (self, line, self->title))
    return TRUE;
  if (is_page_number (text, length, line->page + 1, self->lines->heights->len))
    return TRUE;
  if (last == NULL)
    last = text + length - tail;
  return is_page_number (last, text + length - last, line->page + 1, self->lines->heights->len) ||
         has_piece (self, line, "://");
}

static gboolean
is_repeated (Furniture           *self,
             const ChattyPdfLine *line)
{
  g_autofree char *key = NULL;
  const guint n_pages = self->lines->heights->len;
  guint n_letters = 0;

  if (n_pages < 3 || !is_outside (self, line, MARGIN))
    return FALSE;
  for (guint32 i = line->start; i < line->end; i++)
    n_letters += g_ascii_isalnum (self->lines->text->str[i]) || (self->lines->text->str[i] & 0x80);
  /* A closing brace may well end up at the same place again and again. */
  if (n_letters == 0 || (line->is_mono && line->size >= self->body * 0.8f))
    return FALSE;
  key = fold_line (self, line);
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->pages, key)) * 2 > n_pages;
}

static void
count_lines (Furniture *self)
{
  for (guint i = 0; i < self->lines->lines->len; i++)
    {
      const ChattyPdfLine *line = &g_array_index (self->lines->lines, ChattyPdfLine, i);
      char *key;

      if (!is_outside (self, line, MARGIN))
        continue;
      key = fold_line (self, line);
      g_hash_table_insert (self->pages, key,
                           GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (self->pages, key)) + 1));
    }
}

static float
find_body_size (Furniture *self)
{
  ChattyPdfLines *lines = self->lines;
  guint32 weights[200] = { 0 };
  guint best = 0;

  for (guint i = 0; i < lines->lines->len; i++)
    {
      const ChattyPdfLine *line = &g_array_index (lines->lines, ChattyPdfLine, i);
      const guint step = CLAMP ((int) roundf (line->size * 2), 0, (int) G_N_ELEMENTS (weights) - 1);

      if (!is_outside (self, line, EDGE))
        weights[step] += line->end - line->start;
    }
  for (guint i = 1; i < G_N_ELEMENTS (weights); i++)
    if (weights[i] > weights[best])
      best = i;
  return best / 2.0f;
}

/**
 * chatty_pdf_lines_drop:
 * @self: the lines of all pages
 * @title: (nullable): the title of the document
 *
 * Marks the lines that are headers or footers: the same, but for numbers, at
 * the same place of more than half of the pages; or at the edge of any page
 * what browsers print there.
 */
void
chatty_pdf_lines_drop (ChattyPdfLines *self,
                       const char     *title)
{
  g_autoptr(GHashTable) pages = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GRegex) date = g_regex_new (DATE, G_REGEX_OPTIMIZE, 0, NULL);
  Furniture furniture = { pages, self, title, date, 0 };

  furniture.body = find_body_size (&furniture);
  count_lines (&furniture);
  for (guint i = 0; i < self->lines->len; i++)
    {
      ChattyPdfLine *line = &g_array_index (self->lines, ChattyPdfLine, i);

      line->is_dropped = is_browser_furniture (&furniture, line) || is_repeated (&furniture, line);
    }
}
