/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-import"

#include <string.h>

#include "chatty-markdown-escape.h"
#include "chatty-rich-document.h"
#include "chatty-rich-inline.h"

/* Space between paragraphs, in twips, from which they stand apart. */
#define APART 80

typedef enum {
  PART_NONE,
  PART_TEXT,
  PART_ITEM,
  PART_OTHER,
} Part;

typedef struct {
  ChattyRichDocument    *document;
  GString              *out;
  const ChattyRichBlock *last;        /* the last paragraph that was written */
  Part                  part;        /* and what it became */
  guint                 level;       /* of the last list item */
  guint                 n_notes;
  ChattyRichInlineFlags  flags;       /* for every paragraph */
  gboolean              has_markers; /* list items carry their numbers */
  gboolean              has_blanks;  /* empty lines part the paragraphs */
  gboolean              blank;       /* there was one just now */
  GArray               *offsets;     /* (nullable): guint64, one per block */
} Writer;

static const ChattyRichBlock *
get_block (Writer *self,
           guint   nth)
{
  return &g_array_index (self->document->blocks, ChattyRichBlock, nth);
}

static gboolean
is_empty (Writer                *self,
          const ChattyRichBlock *block)
{
  const char *text = self->document->text->str;

  for (guint32 i = block->start; i < block->end; i++)
    if (!g_ascii_isspace (text[i]))
      return FALSE;
  return TRUE;
}

static gboolean
is_all (Writer                *self,
        const ChattyRichBlock *block,
        guint                  style)
{
  const char *text = self->document->text->str;

  for (guint i = 0; i < block->n_runs; i++)
    {
      const ChattyRichRun *run = &g_array_index (self->document->runs, ChattyRichRun, block->first_run + i);
      const guint32 end = i + 1 < block->n_runs ? run[1].start : block->end;

      if (run->style & style)
        continue;
      for (guint32 at = run->start; at < end; at++)
        if (!g_ascii_isspace (text[at]))
          return FALSE;
    }
  return TRUE;
}

static gboolean
is_code (Writer                *self,
         const ChattyRichBlock *block)
{
  if (block->kind != CHATTY_RICH_PARAGRAPH || block->in_table || block->heading != 0 || block->marker != 0 ||
      (self->flags & (CHATTY_RICH_INLINE_NO_CODE | CHATTY_RICH_INLINE_SOURCE)) != 0 || is_empty (self, block))
    return FALSE;
  return block->is_code || is_all (self, block, CHATTY_RICH_MONO);
}

static gboolean
is_in_table (const ChattyRichBlock *block)
{
  return block->kind == CHATTY_RICH_CELL || block->kind == CHATTY_RICH_ROW ||
         (block->in_table && block->kind == CHATTY_RICH_PARAGRAPH);
}

static gboolean
is_rule (Writer                *self,
         const ChattyRichBlock *block)
{
  const char *text = self->document->text->str + block->start;
  const gsize length = block->end - block->start;

  if (length < 3 || (text[0] != '-' && text[0] != '*' && text[0] != '_'))
    return FALSE;
  for (gsize i = 1; i < length; i++)
    if (text[i] != text[0])
      return FALSE;
  return TRUE;
}

/* What comes next in the output is the text of @block; blocks before it that
 * are not noted yet had none. */
static void
note_offset (Writer                *self,
             const ChattyRichBlock *block)
{
  const guint nth = block - get_block (self, 0);
  const guint64 offset = self->out->len;

  while (self->offsets != NULL && self->offsets->len <= nth)
    g_array_append_val (self->offsets, offset);
}

/* Ends the last part and gets ready for the next. */
static void
begin_part (Writer                *self,
            Part                   part,
            const ChattyRichBlock *block)
{
  if (self->part == PART_NONE)
    ;
  else if (self->flags & CHATTY_RICH_INLINE_SOURCE)
    g_string_append (self->out, self->blank ? "\n\n" : "\n");
  else if (part == PART_ITEM && self->part == PART_ITEM)
    g_string_append (self->out, "\n");
  else if (part == PART_TEXT && self->part == PART_TEXT && !self->blank && self->has_blanks &&
           self->last->space_after + block->space_before < APART)
    g_string_append (self->out, "  \n");
  else
    g_string_append (self->out, "\n\n");
  self->part = part;
  self->last = block;
  self->blank = FALSE;
  note_offset (self, block);
}

static void
write_code (Writer *self,
            guint   first,
            guint   behind)
{
  g_autoptr(GString) code = g_string_new (NULL);

  begin_part (self, PART_OTHER, get_block (self, first));
  for (guint i = first; i < behind; i++)
    {
      const ChattyRichBlock *block = get_block (self, i);

      g_string_append_len (code, self->document->text->str + block->start, block->end - block->start);
      g_string_append_c (code, '\n');
    }
  chatty_markdown_append_fence (self->out, code->str, code->len, NULL);
  g_string_truncate (self->out, self->out->len - 1);
}

/* The paragraphs of code from @first on, with empty ones among them. */
static guint
find_end_of_code (Writer *self,
                  guint   first)
{
  guint behind = first + 1;

  for (guint i = first + 1; i < self->document->blocks->len; i++)
    {
      const ChattyRichBlock *block = get_block (self, i);

      if (is_code (self, block))
        behind = i + 1;
      else if (block->kind != CHATTY_RICH_PARAGRAPH || block->in_table || !is_empty (self, block))
        break;
    }
  return behind;
}

/* "3." and "3)" are numbers to Markdown, "c)" and "iii." are not. */
static gboolean
is_number (const char *marker)
{
  gsize n = 0;

  while (g_ascii_isdigit (marker[n]))
    n++;
  return n > 0 && n < 10 && (marker[n] == '.' || marker[n] == ')') && marker[n + 1] == '\0';
}

static void
write_item (Writer                *self,
            const ChattyRichBlock *block)
{
  const char *marker = block->marker != 0 ? self->document->markers->str + block->marker : "";
  guint level = self->part == PART_ITEM ? MIN (block->level, self->level + 1) : 0;
  char indent[64];

  begin_part (self, PART_ITEM, block);
  self->level = level;
  memset (indent, ' ', sizeof indent);
  g_string_append_len (self->out, indent, level * 4);
  if (is_number (marker))
    g_string_append_printf (self->out, "%s ", marker);
  else
    {
      g_string_append (self->out, "- ");
      /* Letters and the like have no form of their own: they stay as text. */
      if (g_utf8_validate (marker, -1, NULL) && g_unichar_isalnum (g_utf8_get_char (marker)) &&
          g_utf8_strlen (marker, -1) > 1)
        g_string_append_printf (self->out, "%s ", marker);
    }
  indent[level * 4 + 4] = '\0';
  chatty_rich_append_inline (self->out, self->document, block, self->flags, indent);
}

/* A table whose cells hold several paragraphs is there for the looks. */
static gboolean
is_layout (Writer *self,
           guint   first,
           guint   behind)
{
  guint n_columns = 0;
  guint widest = 0;
  guint n_paragraphs = 0;

  for (guint i = first; i < behind; i++)
    {
      const ChattyRichBlock *block = get_block (self, i);

      n_paragraphs += block->kind != CHATTY_RICH_ROW && !is_empty (self, block);
      if (n_paragraphs > 1 || block->end - block->start > 2000)
        return TRUE;
      if (block->kind == CHATTY_RICH_PARAGRAPH)
        continue;
      n_paragraphs = 0;
      n_columns = block->kind == CHATTY_RICH_CELL ? n_columns + 1 : 0;
      widest = MAX (widest, n_columns);
    }
  return widest < 2;
}

static guint
count_columns (Writer *self,
               guint   first,
               guint   behind)
{
  guint n = 0;
  guint most = 0;

  for (guint i = first; i < behind; i++)
    {
      const ChattyRichBlock *block = get_block (self, i);

      if (block->kind == CHATTY_RICH_CELL)
        {
          n++;
          most = MAX (most, n);
        }
      else if (block->kind == CHATTY_RICH_ROW)
        n = 0;
    }
  return most;
}

static void
end_row (Writer   *self,
         guint     n_cells,
         guint     n_columns,
         gboolean *is_first)
{
  for (; n_cells < n_columns; n_cells++)
    g_string_append (self->out, n_cells == 0 ? "|  |" : "  |");
  g_string_append_c (self->out, '\n');
  if (*is_first)
    {
      g_string_append_c (self->out, '|');
      for (guint i = 0; i < n_columns; i++)
        g_string_append (self->out, " --- |");
      g_string_append_c (self->out, '\n');
    }
  *is_first = FALSE;
}

static void
write_table (Writer *self,
             guint   first,
             guint   behind)
{
  const guint n_columns = count_columns (self, first, behind);
  guint n_cells = 0;
  gboolean in_cell = FALSE;
  gboolean is_first = TRUE;

  begin_part (self, PART_OTHER, get_block (self, first));
  for (guint i = first; i < behind; i++)
    {
      const ChattyRichBlock *block = get_block (self, i);

      if (block->kind == CHATTY_RICH_ROW)
        {
          if (n_cells > 0)
            end_row (self, n_cells, n_columns, &is_first);
          n_cells = 0;
          continue;
        }
      if (!in_cell)
        g_string_append (self->out, n_cells == 0 ? "| " : " ");
      chatty_rich_append_inline (self->out, self->document, block,
                                self->flags | CHATTY_RICH_INLINE_ONE_LINE | CHATTY_RICH_INLINE_IN_CELL, "");
      in_cell = block->kind == CHATTY_RICH_PARAGRAPH;
      if (block->kind == CHATTY_RICH_CELL)
        {
          g_string_append (self->out, " |");
          n_cells++;
        }
    }
  if (in_cell)
    {
      g_string_append (self->out, " |");
      n_cells++;
    }
  if (n_cells > 0)
    end_row (self, n_cells, n_columns, &is_first);
  while (self->out->len > 0 && self->out->str[self->out->len - 1] == '\n')
    g_string_truncate (self->out, self->out->len - 1);
}

static void
write_text (Writer                *self,
            const ChattyRichBlock *block)
{
  if (block->kind == CHATTY_RICH_ROW)
    {
      self->blank = TRUE;
      return;
    }
  if (is_empty (self, block))
    {
      self->blank = TRUE;
      return;
    }
  if (block->kind == CHATTY_RICH_FOOTNOTE)
    {
      begin_part (self, PART_OTHER, block);
      g_string_append_printf (self->out, "[^%u]: ", ++self->n_notes);
      chatty_rich_append_inline (self->out, self->document, block, self->flags | CHATTY_RICH_INLINE_ONE_LINE, "");
    }
  else if (block->heading != 0)
    {
      ChattyRichInlineFlags flags = self->flags | CHATTY_RICH_INLINE_ONE_LINE;

      if (is_all (self, block, CHATTY_RICH_BOLD))
        flags |= CHATTY_RICH_INLINE_NO_BOLD;
      begin_part (self, PART_OTHER, block);
      g_string_append_len (self->out, "######", MIN (block->heading, 6));
      g_string_append_c (self->out, ' ');
      chatty_rich_append_inline (self->out, self->document, block, flags, "");
    }
  else if (block->marker != 0 || (block->in_list && !self->has_markers))
    write_item (self, block);
  else if (is_rule (self, block))
    {
      begin_part (self, PART_OTHER, block);
      g_string_append (self->out, "---");
    }
  else
    {
      begin_part (self, PART_TEXT, block);
      if (self->flags & CHATTY_RICH_INLINE_SOURCE)
        {
          const char *text = self->document->text->str + block->start;

          /* Indentation means something in the source. */
          g_string_append_len (self->out, text, strspn (text, " \t"));
        }
      chatty_rich_append_inline (self->out, self->document, block, self->flags, "");
    }
}

static void
look_around (Writer *self)
{
  ChattyRichDocument *document = self->document;
  g_autofree char *plain = NULL;
  guint64 mono = 0;
  gboolean is_structured = FALSE;
  gboolean had_text = FALSE;
  gboolean had_blank = FALSE;

  for (guint i = 0; i < document->runs->len; i++)
    {
      const ChattyRichRun *run = &g_array_index (document->runs, ChattyRichRun, i);
      const guint32 end = i + 1 < document->runs->len ? run[1].start : document->text->len;

      if (run->style & CHATTY_RICH_MONO)
        mono += end - run->start;
    }
  /* Where all is in one width, that is a taste and not code. */
  if (mono * 100 >= (guint64) document->text->len * 98)
    self->flags |= CHATTY_RICH_INLINE_NO_CODE;

  for (guint i = 0; i < document->blocks->len; i++)
    {
      const ChattyRichBlock *block = get_block (self, i);

      self->has_markers |= block->marker != 0;
      is_structured |= block->marker != 0 || block->heading != 0 || block->kind != CHATTY_RICH_PARAGRAPH;
      if (!is_empty (self, block))
        {
          self->has_blanks |= had_text && had_blank;
          had_text = TRUE;
          had_blank = FALSE;
        }
      else if (block->kind == CHATTY_RICH_PARAGRAPH && !block->in_table)
        had_blank = TRUE;
    }
  if (!is_structured && document->text->len > 0)
    {
      plain = chatty_rich_document_to_plain (document, FALSE);
      if (chatty_markdown_looks_like_source (plain, strlen (plain)))
        self->flags |= CHATTY_RICH_INLINE_SOURCE;
    }
}

/**
 * chatty_rich_document_to_markdown:
 * @self: a document
 * @offsets: (out) (optional): an array of #guint64, where the text of each
 *   block starts; of those without any, where the next one does
 *
 * Returns: its text as Markdown, lines ending in a newline
 */
char *
chatty_rich_document_to_markdown (ChattyRichDocument  *self,
                                  GArray             **offsets)
{
  Writer writer = { .document = self, .out = g_string_sized_new (self->text->len + 256) };

  if (offsets != NULL)
    writer.offsets = *offsets = g_array_sized_new (FALSE, FALSE, sizeof (guint64), self->blocks->len);
  look_around (&writer);
  for (guint i = 0; i < self->blocks->len;)
    {
      const ChattyRichBlock *block = get_block (&writer, i);
      guint behind = i + 1;

      if (is_in_table (block))
        {
          while (behind < self->blocks->len && is_in_table (get_block (&writer, behind)))
            behind++;
          if (!is_layout (&writer, i, behind))
            write_table (&writer, i, behind);
          else
            for (; i < behind; i++)
              write_text (&writer, get_block (&writer, i));
        }
      else if (is_code (&writer, block))
        {
          behind = find_end_of_code (&writer, i);
          write_code (&writer, i, behind);
        }
      else
        write_text (&writer, block);
      i = behind;
    }
  if (writer.out->len > 0)
    g_string_append_c (writer.out, '\n');
  if (self->blocks->len > 0)
    note_offset (&writer, get_block (&writer, self->blocks->len - 1));
  return g_string_free (writer.out, FALSE);
}
