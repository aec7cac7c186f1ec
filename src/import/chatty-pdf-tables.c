/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-import"

#include <math.h>

#include "chatty-pdf-layout-private.h"

#define MAX_COLUMNS 64

typedef struct {
  ChattyPdfLayout     *layout;
  const ChattyPdfGroup *group;
  float                columns[MAX_COLUMNS];  /* where they begin */
  guint                n_columns;
  gboolean            *is_row;                /* of each line of the group */
} Table;

/* The cells of a line; one with a single cell has none of its own. */
static ChattyPdfCell
get_cell (Table               *self,
          const ChattyPdfLine *line,
          guint                nth,
          guint32             *end)
{
  const ChattyPdfCell *cell;
  const ChattyPdfCell whole = { line->start, line->x1 };

  *end = line->end;
  if (line->n_cells < 2)
    return whole;
  cell = &g_array_index (self->layout->lines->cells, ChattyPdfCell, line->first_cell + nth);
  if (nth + 1 < line->n_cells)
    *end = cell[1].start - 1; /* without the tab between them */
  return *cell;
}

/* A full row has its cells in order, wherever they stand in their columns;
 * others are told by where they begin. */
static guint
find_column (Table               *self,
             const ChattyPdfLine *line,
             guint                nth,
             float                x)
{
  guint column = 0;

  if (line->n_cells == self->n_columns)
    return nth;
  while (column + 1 < self->n_columns && self->columns[column + 1] < x + 3)
    column++;
  return column;
}

static gboolean
is_near_full_row (Table               *self,
                  const ChattyPdfLine *line)
{
  for (guint i = self->group->first; i < self->group->behind; i++)
    {
      const ChattyPdfLine *row = chatty_pdf_layout_get_line (self->layout, i);

      if (row->n_cells == self->n_columns &&
          fabsf (chatty_pdf_line_middle (row) - chatty_pdf_line_middle (line)) <
          1.3f * self->layout->pitch * line->size)
        return TRUE;
    }
  return FALSE;
}

/* A row is a line that has all the cells, or the first one of a row whose
 * other cells take several lines. The rest are parts of cells, and belong to
 * the nearest row. */
static gboolean
is_row (Table               *self,
        const ChattyPdfLine *line)
{
  guint32 end;

  return line->n_cells == self->n_columns ||
         (find_column (self, line, 0, get_cell (self, line, 0, &end).x1) == 0 && !is_near_full_row (self, line));
}

static guint
find_row (Table *self,
          guint  nth)
{
  const float y = chatty_pdf_line_middle (chatty_pdf_layout_get_line (self->layout, nth));
  guint best = nth;
  float nearest = G_MAXFLOAT;

  for (guint i = self->group->first; i < self->group->behind; i++)
    {
      const ChattyPdfLine *line = chatty_pdf_layout_get_line (self->layout, i);

      if (self->is_row[i - self->group->first] && fabsf (chatty_pdf_line_middle (line) - y) < nearest)
        {
          nearest = fabsf (chatty_pdf_line_middle (line) - y);
          best = i;
        }
    }
  return best;
}

static void
write_cell (Table       *self,
            const guint *rows,
            guint        row,
            guint        column)
{
  ChattyRichDocument *document = self->layout->document;
  ChattyRichBlock *block;

  for (guint i = self->group->first; i < self->group->behind; i++)
    {
      const ChattyPdfLine *line = chatty_pdf_layout_get_line (self->layout, i);

      if (rows[i - self->group->first] != row)
        continue;
      for (guint k = 0; k < line->n_cells; k++)
        {
          guint32 end;
          const ChattyPdfCell cell = get_cell (self, line, k, &end);

          if (find_column (self, line, k, cell.x1) != column)
            continue;
          if (chatty_rich_document_has_pending (document))
            chatty_rich_document_append (document, " ", 1, 0, 0);
          chatty_pdf_layout_copy_text (self->layout, line, cell.start, end);
        }
    }
  block = chatty_rich_document_end_block (document, CHATTY_RICH_CELL);
  block->speaker = self->group->speaker;
}

/**
 * chatty_pdf_layout_write_table:
 * @self: a layout
 * @group: lines of it, most of them with several cells
 *
 * Writes a table. What a cell has in several lines comes together again.
 */
void
chatty_pdf_layout_write_table (ChattyPdfLayout      *self,
                               const ChattyPdfGroup *group)
{
  Table table = { .layout = self, .group = group };
  const guint n = group->behind - group->first;
  g_autofree guint *rows = g_new0 (guint, n);
  g_autofree gboolean *is_rows = g_new0 (gboolean, n);

  for (guint i = group->first; i < group->behind; i++)
    table.n_columns = MAX (table.n_columns, chatty_pdf_layout_get_line (self, i)->n_cells);
  table.n_columns = MIN (table.n_columns, MAX_COLUMNS);
  for (guint k = 0; k < table.n_columns; k++)
    table.columns[k] = G_MAXFLOAT;
  for (guint i = group->first; i < group->behind; i++)
    {
      const ChattyPdfLine *line = chatty_pdf_layout_get_line (self, i);

      for (guint k = 0; line->n_cells == table.n_columns && k < table.n_columns; k++)
        {
          guint32 end;

          table.columns[k] = MIN (table.columns[k], get_cell (&table, line, k, &end).x1);
        }
    }
  for (guint i = 0; i < n; i++)
    is_rows[i] = is_row (&table, chatty_pdf_layout_get_line (self, group->first + i));
  table.is_row = is_rows;
  for (guint i = 0; i < n; i++)
    rows[i] = find_row (&table, group->first + i);
  for (guint i = group->first; i < group->behind; i++)
    {
      if (rows[i - group->first] != i)
        continue;
      for (guint k = 0; k < table.n_columns; k++)
        write_cell (&table, rows, i, k);
      chatty_rich_document_end_block (self->document, CHATTY_RICH_ROW)->speaker = group->speaker;
    }
}
