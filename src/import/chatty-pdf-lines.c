/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-import"

#include <math.h>
#include <string.h>

#include "chatty-pdf-bidi.h"
#include "chatty-pdf-lines.h"

/* Characters of a page that are taken; a page of a book has some 3,000. */
#define MAX_CHARACTERS 500000

/* One character while its page is being read. */
typedef struct {
  gunichar     c;
  ChattyPdfBox box;
  float        size;
  guint16      link;
  guint8       style;
  guint8       is_blank;
  guint8       is_inside;  /* of marks of direction */
} Glyph;

/* Glyphs that poppler sees as one line; several of them can share a row. */
typedef struct {
  guint first;
  guint n;
  float x1;
  float x2;
  float y1;
  float y2;
} Piece;

ChattyPdfLines *
chatty_pdf_lines_new (void)
{
  ChattyPdfLines *self = g_new0 (ChattyPdfLines, 1);

  self->text = g_string_new (NULL);
  self->lines = g_array_new (FALSE, FALSE, sizeof (ChattyPdfLine));
  self->runs = g_array_new (FALSE, FALSE, sizeof (ChattyRichRun));
  self->cells = g_array_new (FALSE, FALSE, sizeof (ChattyPdfCell));
  self->heights = g_array_new (FALSE, FALSE, sizeof (double));
  self->links = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
chatty_pdf_lines_free (ChattyPdfLines *self)
{
  g_string_free (self->text, TRUE);
  g_array_unref (self->lines);
  g_array_unref (self->runs);
  g_array_unref (self->cells);
  g_array_unref (self->heights);
  g_ptr_array_unref (self->links);
  g_free (self);
}

/* Poppler wraps text that runs from right to left in marks of direction that
 * have no box of their own. */
static gboolean
has_no_box (gunichar c)
{
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

static gboolean
is_blank (gunichar c)
{
  return c <= ' ' || (c >= 0x80 && g_unichar_isspace (c));
}

/* Of fonts that are drawings (Type 3) poppler guesses a size that can be far
 * off. Ideographs are as wide as they are high, so they tell the true one. */
static void
correct_size (Glyph *glyph)
{
  const float width = glyph->box.x2 - glyph->box.x1;
  const float height = glyph->box.y2 - glyph->box.y1;
  float base;

  if (glyph->c < 0x1100 || glyph->size < 1.5f * width || width <= 0 || !g_unichar_iswide (glyph->c))
    return;
  base = glyph->box.y2 - 0.27f * height;
  glyph->box.y1 = base - 0.73f * height * width / glyph->size;
  glyph->box.y2 = base + 0.27f * height * width / glyph->size;
  glyph->size = roundf (width * 2) / 2;
}

static GArray *
make_glyphs (const ChattyPdfPage *page)
{
  GArray *glyphs = g_array_sized_new (FALSE, TRUE, sizeof (Glyph), page->n_boxes);
  const ChattyPdfSpan *spans;
  const char *at = page->text;
  gboolean has_boxes;
  gboolean counts_marks;
  gboolean is_inside = FALSE;
  guint n_all = 0;
  guint n_marks = 0;
  guint n = 0;

  for (const char *p = page->text; *p != '\0'; p = g_utf8_next_char (p))
    {
      n_all++;
      n_marks += has_no_box (g_utf8_get_char (p));
    }
  has_boxes = n_all == page->n_boxes || n_all - n_marks == page->n_boxes;
  counts_marks = n_all == page->n_boxes;
  spans = page->spans;
  for (; *at != '\0' && glyphs->len < MAX_CHARACTERS; at = g_utf8_next_char (at))
    {
      Glyph glyph = { .c = g_utf8_get_char (at) };
      const gboolean is_mark = has_no_box (glyph.c);

      if (is_mark)
        {
          is_inside = glyph.c == 0x202a || glyph.c == 0x202b;
          glyph.c = 0;
        }
      glyph.is_inside = is_inside;
      glyph.is_blank = is_blank (glyph.c);
      if (!is_mark || counts_marks)
        {
          if (has_boxes)
            glyph.box = page->boxes[n];
          else
            glyph.box.y1 = glyph.box.y2 = -1;
          while (spans < page->spans + page->n_spans && spans->end <= n)
            spans++;
          if (spans < page->spans + page->n_spans && spans->start <= n)
            {
              glyph.size = spans->size;
              glyph.style = (guint8) spans->style;
              correct_size (&glyph);
            }
          n++;
        }
      g_array_append_val (glyphs, glyph);
    }
  return glyphs;
}

static void
mark_links (ChattyPdfLines      *self,
            GArray              *glyphs,
            const ChattyPdfPage *page)
{
  for (guint i = 0; i < page->n_links; i++)
    {
      const ChattyPdfBox *area = &page->links[i].area;
      guint16 number;
      gboolean is_used = FALSE;

      /* A link over several lines comes as several areas. */
      if (self->links->len > 0 &&
          strcmp (g_ptr_array_index (self->links, self->links->len - 1), page->links[i].address) == 0)
        number = self->links->len;
      else if (self->links->len < G_MAXUINT16 - 1)
        number = self->links->len + 1;
      else
        break;
      for (guint k = 0; k < glyphs->len; k++)
        {
          Glyph *glyph = &g_array_index (glyphs, Glyph, k);
          const float x = (glyph->box.x1 + glyph->box.x2) / 2;
          const float y = (glyph->box.y1 + glyph->box.y2) / 2;

          if (x >= area->x1 && x <= area->x2 && y >= area->y1 && y <= area->y2 && glyph->c != '\n')
            {
              glyph->link = number;
              is_used |= !glyph->is_blank;
            }
        }
      if (is_used && number > self->links->len)
        g_ptr_array_add (self->links, g_strdup (page->links[i].address));
    }
}

static GArray *
make_pieces (GArray *glyphs)
{
  GArray *pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  guint first = 0;

  for (guint i = 0; i <= glyphs->len; i++)
    {
      Piece piece = { .first = first, .n = i - first, .x1 = G_MAXFLOAT, .y1 = G_MAXFLOAT };

      if (i < glyphs->len && g_array_index (glyphs, Glyph, i).c != '\n')
        continue;
      for (guint k = first; k < i; k++)
        {
          const Glyph *glyph = &g_array_index (glyphs, Glyph, k);

          if (glyph->is_blank)
            continue;
          piece.x1 = MIN (piece.x1, glyph->box.x1);
          piece.x2 = MAX (piece.x2, glyph->box.x2);
          piece.y1 = MIN (piece.y1, glyph->box.y1);
          piece.y2 = MAX (piece.y2, glyph->box.y2);
        }
      if (piece.x1 < G_MAXFLOAT)
        g_array_append_val (pieces, piece);
      first = i + 1;
    }
  return pieces;
}

static gboolean
share_row (const Piece *a,
           const Piece *b)
{
  const float overlap = MIN (a->y2, b->y2) - MAX (a->y1, b->y1);

  return overlap > 0.5f * MIN (a->y2 - a->y1, b->y2 - b->y1);
}

/* Text in columns is read one column after the other, the way poppler has it;
 * else the page is read from the top down. */
static gboolean
has_columns (GArray *pieces,
             double  width)
{
  guint n_beside = 0;

  for (guint i = 0; i < pieces->len; i++)
    {
      const Piece *a = &g_array_index (pieces, Piece, i);

      for (guint k = i + 1; k < MIN (pieces->len, i + 200); k++)
        {
          const Piece *b = &g_array_index (pieces, Piece, k);

          if (share_row (a, b) && a->x2 - a->x1 > width / 4 && b->x2 - b->x1 > width / 4 &&
              (a->x2 < b->x1 || b->x2 < a->x1))
            {
              n_beside++;
              break;
            }
        }
    }
  return n_beside >= 5 && n_beside * 3 > pieces->len;
}

static int
compare_tops (gconstpointer a,
              gconstpointer b)
{
  const Piece *left = a;
  const Piece *right = b;
  const float y_left = left->y1 + left->y2;
  const float y_right = right->y1 + right->y2;

  if (y_left != y_right)
    return y_left < y_right ? -1 : 1;
  if (left->x1 != right->x1)
    return left->x1 < right->x1 ? -1 : 1;
  return left->first < right->first ? -1 : left->first > right->first;
}

static int
compare_starts (gconstpointer a,
                gconstpointer b)
{
  const Piece *left = a;
  const Piece *right = b;

  if (left->x1 != right->x1)
    return left->x1 < right->x1 ? -1 : 1;
  return left->first < right->first ? -1 : left->first > right->first;
}

static const char *
replace_ligature (gunichar c)
{
  switch (c)
    {
    case 0xfb00: return "ff";
    case 0xfb01: return "fi";
    case 0xfb02: return "fl";
    case 0xfb03: return "ffi";
    case 0xfb04: return "ffl";
    case 0xfb05:
    case 0xfb06: return "st";
    default:     return NULL;
    }
}

static void
add_text (ChattyPdfLines *self,
          ChattyPdfLine  *line,
          const char     *text,
          gsize           length,
          guint           style,
          guint           link)
{
  ChattyRichRun *last = line->n_runs > 0
                        ? &g_array_index (self->runs, ChattyRichRun, self->runs->len - 1)
                        : NULL;

  if (last == NULL || last->style != style || last->link != link)
    {
      const ChattyRichRun run = { self->text->len, link, style };

      g_array_append_val (self->runs, run);
      line->n_runs++;
    }
  g_string_append_len (self->text, text, length);
}

static void
add_glyph (ChattyPdfLines *self,
           ChattyPdfLine  *line,
           const Glyph    *glyph)
{
  const char *ligature;
  char utf8[6];

  if (glyph->c > ' ' && glyph->c < 0x7f)
    {
      utf8[0] = (char) glyph->c;
      line->ends_soft = FALSE;
      add_text (self, line, utf8, 1, glyph->style, glyph->link);
      return;
    }
  line->ends_soft = glyph->c == 0xad || glyph->c == 0x2010;
  if (glyph->c == 0xad || glyph->c == 0x200b || glyph->c == 0xfeff || glyph->c < 0x20 ||
      (glyph->c >= 0x7f && glyph->c < 0xa0))
    return;
  ligature = replace_ligature (glyph->c);
  if (ligature != NULL)
    add_text (self, line, ligature, strlen (ligature), glyph->style, glyph->link);
  else
    add_text (self, line, utf8, g_unichar_to_utf8 (glyph->c, utf8), glyph->style, glyph->link);
}

static gboolean
is_wide (gunichar c)
{
  return g_unichar_iswide (c) && g_unichar_get_script (c) != G_UNICODE_SCRIPT_HANGUL;
}

/* White space before a glyph: as many columns as there are in code, one space
 * elsewhere, a tab before what stands far away, none between ideographs. */
static void
add_space (ChattyPdfLines *self,
           ChattyPdfLine  *line,
           const Glyph    *before,
           const Glyph    *glyph)
{
  const float gap = line->is_rtl ? 0 : glyph->box.x1 - before->box.x2;
  const guint style = before->style == glyph->style ? glyph->style : 0;
  const guint link = before->link == glyph->link ? glyph->link : 0;

  if (line->is_mono && line->advance > 0)
    {
      const int n = CLAMP ((int) roundf (gap / line->advance), 1, 200);

      for (int i = 0; i < n; i++)
        add_text (self, line, " ", 1, style, link);
    }
  else if (gap > 1.5f * line->size)
    {
      ChattyPdfCell cell;

      add_text (self, line, "\t", 1, 0, 0);
      cell = (ChattyPdfCell) { self->text->len, glyph->box.x1 };
      if (line->n_cells == 1)
        {
          const ChattyPdfCell first = { line->start, line->x1 };

          line->first_cell = self->cells->len;
          g_array_append_val (self->cells, first);
        }
      g_array_append_val (self->cells, cell);
      line->n_cells++;
    }
  else if (!is_wide (before->c) || !is_wide (glyph->c))
    add_text (self, line, " ", 1, style, link);
}

/* Looks at the glyphs of a row before they are written. */
static void
measure (ChattyPdfLine *line,
         GArray        *glyphs,
         const Piece   *pieces,
         guint          n_pieces)
{
  guint n = 0;
  guint n_mono = 0;
  guint n_bold = 0;
  guint n_rtl = 0;
  guint n_size = 0;

  for (guint i = 0; i < n_pieces; i++)
    for (guint k = pieces[i].first; k < pieces[i].first + pieces[i].n; k++)
      {
        const Glyph *glyph = &g_array_index (glyphs, Glyph, k);

        if (glyph->is_blank)
          continue;
        n++;
        n_bold += (glyph->style & CHATTY_RICH_BOLD) != 0;
        if (glyph->style & CHATTY_RICH_MONO)
          {
            n_mono++;
            line->advance = MAX (line->advance, glyph->box.x2 - glyph->box.x1);
          }
        n_rtl += glyph->c >= 0x590 && chatty_pdf_direction_of (glyph->c) == CHATTY_PDF_RIGHT_TO_LEFT;
        /* The size of most, by majority vote. */
        if (n_size == 0)
          line->size = glyph->size;
        n_size = glyph->size == line->size ? n_size + 1 : n_size - 1;
      }
  line->is_mono = n > 0 && n_mono == n;
  line->is_bold = n > 0 && n_bold == n;
  line->is_rtl = n_rtl * 2 > n;
}

/* The order in which the glyphs of a row are read. */
static GArray *
make_units (const ChattyPdfLine *line,
            GArray              *glyphs,
            const Piece         *pieces,
            guint                n_pieces)
{
  GArray *units = g_array_new (FALSE, FALSE, sizeof (ChattyPdfUnit));
  gboolean has_rtl = FALSE;

  for (guint i = 0; i < n_pieces; i++)
    {
      const guint behind = pieces[i].first + pieces[i].n;

      for (guint k = pieces[i].first; k < behind && !has_rtl; k++)
        has_rtl = g_array_index (glyphs, Glyph, k).c >= 0x590 &&
                  chatty_pdf_direction_of (g_array_index (glyphs, Glyph, k).c) == CHATTY_PDF_RIGHT_TO_LEFT;
    }
  for (guint i = 0; i < n_pieces; i++)
    {
      const guint behind = pieces[i].first + pieces[i].n;

      /* Nearly all lines run one way only. */
      if (!has_rtl)
        {
          const ChattyPdfUnit all = { .first = pieces[i].first, .n = pieces[i].n, .ends_piece = TRUE };

          g_array_append_val (units, all);
          continue;
        }
      for (guint k = pieces[i].first; k < behind;)
        {
          const Glyph *glyph = &g_array_index (glyphs, Glyph, k);
          ChattyPdfUnit unit = {
            .first = k, .n = 1,
            .direction = glyph->c != 0 ? chatty_pdf_direction_of (glyph->c) : CHATTY_PDF_NEUTRAL,
            .x = (glyph->box.x1 + glyph->box.x2) / 2,
          };

          if (glyph->is_inside && glyph->c != 0)
            while (k + unit.n < behind && glyph[unit.n].is_inside && glyph[unit.n].c != 0)
              unit.n++;
          k += unit.n;
          unit.ends_piece = k >= behind;
          g_array_append_val (units, unit);
        }
    }
  if (has_rtl)
    chatty_pdf_reorder ((ChattyPdfUnit *) (gpointer) units->data, units->len, line->is_rtl);
  return units;
}

static void
add_row (ChattyPdfLines      *self,
         GArray              *glyphs,
         const Piece         *pieces,
         guint                n_pieces,
         const ChattyPdfPage *page)
{
  ChattyPdfLine line = {
    .start = self->text->len,
    .first_run = self->runs->len,
    .n_cells = 1,
    .page = MIN (self->heights->len, G_MAXUINT16),
    .x1 = G_MAXFLOAT,
    .y1 = G_MAXFLOAT,
  };
  g_autoptr(GArray) units = NULL;
  const Glyph *before = NULL;
  gboolean in_first_word = TRUE;
  gboolean has_space = FALSE;

  measure (&line, glyphs, pieces, n_pieces);
  for (guint i = 0; i < n_pieces; i++)
    {
      line.x1 = MIN (line.x1, pieces[i].x1);
      line.x2 = MAX (line.x2, pieces[i].x2);
      line.y1 = MIN (line.y1, pieces[i].y1);
      line.y2 = MAX (line.y2, pieces[i].y2);
    }
  units = make_units (&line, glyphs, pieces, n_pieces);
  for (guint i = 0; i < units->len; i++)
    {
      const ChattyPdfUnit *unit = &g_array_index (units, ChattyPdfUnit, i);

      for (guint k = unit->first; k < unit->first + unit->n; k++)
        {
          const Glyph *glyph = &g_array_index (glyphs, Glyph, k);
          gboolean is_apart;

          if (glyph->c == 0)
            continue;
          if (glyph->is_blank)
            {
              has_space = before != NULL;
              continue;
            }
          /* Poppler does not see every space, least of all in code. */
          is_apart = before != NULL && !line.is_rtl && glyph->box.x1 - before->box.x2 >
                     (line.is_mono ? 0.6f * line.advance : 0.8f * line.size);
          if (has_space || is_apart)
            {
              add_space (self, &line, before, glyph);
              in_first_word = FALSE;
            }
          add_glyph (self, &line, glyph);
          if (in_first_word)
            line.first_word = MAX (line.first_word, line.is_rtl ? line.x2 - glyph->box.x1
                                                                : glyph->box.x2 - line.x1);
          before = glyph;
          has_space = FALSE;
        }
      /* Pieces of one row are words apart. */
      has_space |= unit->ends_piece && before != NULL;
    }
  line.end = self->text->len;
  if (line.is_rtl)
    {
      const float x1 = line.x1;

      line.x1 = (float) page->width - line.x2;
      line.x2 = (float) page->width - x1;
    }
  if (line.end > line.start)
    g_array_append_val (self->lines, line);
}

/**
 * chatty_pdf_lines_add_page:
 * @self: lines
 * @page: the next page
 *
 * Adds the lines of a page in the order in which they are read.
 */
void
chatty_pdf_lines_add_page (ChattyPdfLines      *self,
                           const ChattyPdfPage *page)
{
  g_autoptr(GArray) glyphs = make_glyphs (page);
  g_autoptr(GArray) pieces = NULL;
  gboolean in_order;

  mark_links (self, glyphs, page);
  pieces = make_pieces (glyphs);
  in_order = has_columns (pieces, page->width) ||
             (pieces->len > 0 && g_array_index (pieces, Piece, 0).y1 < 0);
  if (!in_order)
    g_array_sort (pieces, compare_tops);
  for (guint i = 0; i < pieces->len;)
    {
      guint behind = i + 1;

      while (!in_order && behind < pieces->len &&
             share_row (&g_array_index (pieces, Piece, behind - 1), &g_array_index (pieces, Piece, behind)))
        behind++;
      if (behind > i + 1)
        {
          g_autoptr(GArray) row = g_array_new (FALSE, FALSE, sizeof (Piece));

          g_array_append_vals (row, &g_array_index (pieces, Piece, i), behind - i);
          g_array_sort (row, compare_starts);
          add_row (self, glyphs, &g_array_index (row, Piece, 0), row->len, page);
        }
      else
        add_row (self, glyphs, &g_array_index (pieces, Piece, i), 1, page);
      i = behind;
    }
  self->n_empty += pieces->len == 0;
  g_array_append_val (self->heights, page->height);
}
