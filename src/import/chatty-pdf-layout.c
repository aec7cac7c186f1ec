/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-import"

#include <math.h>
#include <string.h>

#include "chatty-pdf-layout-private.h"

/* Space between paragraphs that the writer of Markdown takes for apart. */
#define APART 200

/* Lines of a table; putting one together takes the square of them. */
#define MAX_TABLE 500

ChattyPdfLayout *
chatty_pdf_layout_new (void)
{
  ChattyPdfLayout *self = g_new0 (ChattyPdfLayout, 1);

  self->lines = chatty_pdf_lines_new ();
  self->kept = g_ptr_array_new ();
  self->groups = g_array_new (FALSE, FALSE, sizeof (ChattyPdfGroup));
  self->link_map = g_array_new (FALSE, TRUE, sizeof (guint32));
  return self;
}

void
chatty_pdf_layout_free (ChattyPdfLayout *self)
{
  chatty_pdf_lines_free (self->lines);
  g_ptr_array_unref (self->kept);
  g_array_unref (self->groups);
  g_array_unref (self->link_map);
  g_clear_pointer (&self->document, chatty_rich_document_free);
  g_free (self->title);
  g_free (self);
}

/**
 * chatty_pdf_layout_set_title:
 * @self: a layout
 * @title: (nullable): what the document says its title is
 *
 * Helps to know headers.
 */
void
chatty_pdf_layout_set_title (ChattyPdfLayout *self,
                             const char      *title)
{
  g_free (self->title);
  self->title = g_strdup (title);
}

/**
 * chatty_pdf_layout_set_hyphenated:
 * @self: a layout
 * @hyphenated: whether the program that made the file cuts words at the ends
 *   of lines, as TeX and word processors do and browsers do not
 */
void
chatty_pdf_layout_set_hyphenated (ChattyPdfLayout *self,
                                  gboolean         hyphenated)
{
  self->hyphenated = hyphenated;
}

/**
 * chatty_pdf_layout_add_page:
 * @self: a layout
 * @page: the next page, which is copied
 */
void
chatty_pdf_layout_add_page (ChattyPdfLayout     *self,
                            const ChattyPdfPage *page)
{
  chatty_pdf_lines_add_page (self->lines, page);
}

gsize
chatty_pdf_layout_get_length (ChattyPdfLayout *self)
{
  return self->lines->text->len;
}

guint
chatty_pdf_layout_get_n_empty (ChattyPdfLayout *self)
{
  return self->lines->n_empty;
}

static guint32
map_link (ChattyPdfLayout *self,
          guint32          link)
{
  guint32 *mapped;

  if (link == 0)
    return 0;
  mapped = &g_array_index (self->link_map, guint32, link - 1);
  if (*mapped == 0)
    *mapped = chatty_rich_document_add_link (self->document, g_ptr_array_index (self->lines->links, link - 1));
  return *mapped;
}

/* Copies the text of a line from byte @from to @to. */
void
chatty_pdf_layout_copy_text (ChattyPdfLayout     *self,
                             const ChattyPdfLine *line,
                             guint32              from,
                             guint32              to)
{
  for (guint i = 0; i < line->n_runs; i++)
    {
      const ChattyRichRun *run = &g_array_index (self->lines->runs, ChattyRichRun, line->first_run + i);
      const guint32 end = i + 1 < line->n_runs ? run[1].start : line->end;
      const guint32 start = MAX (run->start, from);

      if (start < MIN (end, to))
        chatty_rich_document_append (self->document, self->lines->text->str + start, MIN (end, to) - start,
                                     run->style, map_link (self, run->link));
    }
}

/* Takes the hyphen away that the end of a line put into a word. */
static void
drop_hyphen (ChattyPdfLayout *self)
{
  GString *text = self->document->text;

  if (text->len > self->document->open_start && text->str[text->len - 1] == '-')
    g_string_truncate (text, text->len - 1);
}

static guint
run_style (ChattyPdfLayout     *self,
           const ChattyPdfLine *line,
           gboolean             at_end)
{
  const guint nth = line->first_run + (at_end ? line->n_runs - 1 : 0);

  return g_array_index (self->lines->runs, ChattyRichRun, nth).style;
}

/* Whether code ends in the quote that begins a string: nobody breaks a line
 * there, but browsers do. */
static gboolean
opens_string (const char *text,
              gsize       length)
{
  const char quote = text[length - 1];
  guint n = 0;

  if (length < 2 || (quote != '"' && quote != '\'') || strchr ("([{,=+: ", text[length - 2]) == NULL)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    n += text[i] == quote;
  return n % 2 == 1;
}

/* Words that are broken at a hyphen, a slash or a question mark, as browsers
 * do it, or in the middle because they are longer than a line. @left is where
 * lines that go on can start. */
static gboolean
is_cut (ChattyPdfLayout     *self,
        const ChattyPdfLine *before,
        const ChattyPdfLine *line,
        float                left,
        float                right)
{
  const char *text = chatty_pdf_layout_get_text (self, before);
  const gsize length = before->end - before->start;
  const char *space = g_strrstr_len (text, length, " ");
  const gsize last = space != NULL ? length - (space + 1 - text) : length;
  const char *word = text + length - last;
  const gboolean is_address = last > 8 && g_strstr_len (word, last, "/") != NULL;
  const char end = text[length - 1];

  if (!chatty_pdf_line_is_full (before, line, right) ||
      ((run_style (self, before, TRUE) ^ run_style (self, line, FALSE)) & CHATTY_RICH_MONO))
    return FALSE;
  if (end == '-' && last > 1 && (g_ascii_isalnum (word[last - 2]) || (word[last - 2] & 0x80)))
    return g_unichar_isalnum (chatty_pdf_layout_first_character (self, line));
  if (is_address && (end == '/' || end == '?' || end == '&' || end == '='))
    return TRUE;
  if (before->is_mono && opens_string (text, length))
    return chatty_pdf_layout_get_text (self, line)[0] != end; /* else the string was a space */
  /* A word is cut only when it has a line to itself, and that is then full up
   * to the last character. */
  return last > 12 && space == NULL && line->x1 < left + 2 && right - before->x2 < before->size * 0.7f &&
         strchr (";{},", end) == NULL;
}

static void
join (ChattyPdfLayout     *self,
      const ChattyPdfLine *before,
      const ChattyPdfLine *line,
      float                left,
      float                right,
      gboolean             is_block)
{
  const gunichar last = chatty_pdf_layout_last_character (self, before);
  const gunichar next = chatty_pdf_layout_first_character (self, line);
  const guint style = run_style (self, before, TRUE) & run_style (self, line, FALSE);

  if (before->ends_soft)
    return;
  if (is_cut (self, before, line, left, right))
    {
      if (last == '-' && self->hyphenated && g_unichar_islower (next))
        drop_hyphen (self);
      return;
    }
  if (!is_block && !chatty_pdf_line_is_full (before, line, right))
    {
      chatty_rich_document_append (self->document, "\n", 1, style, 0);
      return;
    }
  if (g_unichar_iswide (last) && g_unichar_iswide (next) &&
      g_unichar_get_script (last) != G_UNICODE_SCRIPT_HANGUL && g_unichar_get_script (next) != G_UNICODE_SCRIPT_HANGUL)
    return;
  chatty_rich_document_append (self->document, " ", 1, style, 0);
}

/* Where the lines of a group end at most: at the right of the page, unless
 * several of them agree on an earlier place. */
static float
find_right (ChattyPdfLayout      *self,
            const ChattyPdfGroup *group)
{
  float right = 0;
  guint n = 0;

  for (guint i = group->first; i < group->behind; i++)
    right = MAX (right, chatty_pdf_layout_get_line (self, i)->x2);
  for (guint i = group->first; i < group->behind; i++)
    n += chatty_pdf_layout_get_line (self, i)->x2 > right - 0.15f * (right - chatty_pdf_layout_get_line (self, i)->x1);
  return n >= 2 && group->behind - group->first >= 3 ? right : MAX (right, self->right);
}

static ChattyRichBlock *
end_block (ChattyPdfLayout      *self,
           const ChattyPdfGroup *group)
{
  ChattyRichBlock *block = chatty_rich_document_end_block (self->document, CHATTY_RICH_PARAGRAPH);

  block->space_before = APART;
  block->space_after = APART;
  block->speaker = group->speaker;
  return block;
}

static void
write_text (ChattyPdfLayout      *self,
            const ChattyPdfGroup *group)
{
  const float right = find_right (self, group);
  const ChattyPdfLine *first = chatty_pdf_layout_get_line (self, group->first);
  const gsize marker = group->kind == CHATTY_PDF_ITEM
                       ? chatty_pdf_marker_length (chatty_pdf_layout_get_text (self, first), first->end - first->start) : 0;
  ChattyRichBlock *block;

  for (guint i = group->first; i < group->behind; i++)
    {
      const ChattyPdfLine *line = chatty_pdf_layout_get_line (self, i);

      if (i > group->first)
        join (self, chatty_pdf_layout_get_line (self, i - 1), line, line->x1, right, group->kind == CHATTY_PDF_HEADING);
      chatty_pdf_layout_copy_text (self, line, line->start + (i == group->first ? marker : 0), line->end);
    }
  block = end_block (self, group);
  if (group->kind == CHATTY_PDF_HEADING)
    block->heading = MIN (group->level + 1, 6);
  else if (marker > 0)
    {
      g_autofree char *printed = g_strndup (chatty_pdf_layout_get_text (self, first), marker - 1);

      block->marker = chatty_rich_document_add_marker (self->document, printed);
      block->level = MIN (group->level, 8);
    }
}

/* How far apart the lines of code are that follow each other at once. */
static float
find_code_pitch (ChattyPdfLayout      *self,
                 const ChattyPdfGroup *group)
{
  g_autoptr(GArray) steps = g_array_new (FALSE, FALSE, sizeof (float));

  for (guint i = group->first + 1; i < group->behind; i++)
    {
      const float step = chatty_pdf_line_middle (chatty_pdf_layout_get_line (self, i)) - chatty_pdf_line_middle (chatty_pdf_layout_get_line (self, i - 1));

      if (step > 0)
        g_array_append_val (steps, step);
    }
  return chatty_pdf_percentile (steps, 50, self->pitch * self->body);
}

static void
write_code (ChattyPdfLayout      *self,
            const ChattyPdfGroup *group)
{
  const float pitch = find_code_pitch (self, group);
  float left = G_MAXFLOAT;
  float right = 0;

  for (guint i = group->first; i < group->behind; i++)
    {
      left = MIN (left, chatty_pdf_layout_get_line (self, i)->x1);
      right = MAX (right, chatty_pdf_layout_get_line (self, i)->x2);
    }
  /* Boxes of code are a little narrower than the text, and may overflow. */
  right = CLAMP (right, self->left + 0.85f * (self->right - self->left), self->right);
  for (guint i = group->first; i < group->behind; i++)
    {
      const ChattyPdfLine *line = chatty_pdf_layout_get_line (self, i);
      const ChattyPdfLine *before = i > group->first ? chatty_pdf_layout_get_line (self, i - 1) : NULL;

      if (before != NULL && is_cut (self, before, line, left, right))
        ;
      else
        {
          int n_blank = before != NULL && before->page == line->page
                        ? (int) roundf ((chatty_pdf_line_middle (line) - chatty_pdf_line_middle (before)) / pitch) - 1 : 0;
          const int indent = line->advance > 0 ? (int) roundf ((line->x1 - left) / line->advance) : 0;

          if (before != NULL)
            end_block (self, group)->is_code = TRUE;
          for (n_blank = MIN (n_blank, 3); n_blank > 0; n_blank--)
            end_block (self, group);
          for (int k = 0; k < MIN (indent, 200); k++)
            chatty_rich_document_append (self->document, " ", 1, CHATTY_RICH_MONO, 0);
        }
      chatty_pdf_layout_copy_text (self, line, line->start, line->end);
    }
  end_block (self, group)->is_code = TRUE;
}

/**
 * chatty_pdf_layout_finish:
 * @self: a layout with all pages added
 *
 * Puts the text together: headers and footers go, lines become paragraphs
 * again, also across pages.
 *
 * Returns: (transfer full): the document
 */
ChattyRichDocument *
chatty_pdf_layout_finish (ChattyPdfLayout *self)
{
  self->document = chatty_rich_document_new ();
  g_array_set_size (self->link_map, self->lines->links->len);
  chatty_pdf_lines_drop (self->lines, self->title);
  for (guint i = 0; i < self->lines->lines->len; i++)
    {
      ChattyPdfLine *line = &g_array_index (self->lines->lines, ChattyPdfLine, i);

      if (!line->is_dropped)
        g_ptr_array_add (self->kept, line);
    }
  chatty_pdf_layout_make_groups (self);
  for (guint i = 0; i < self->groups->len; i++)
    {
      const ChattyPdfGroup *group = &g_array_index (self->groups, ChattyPdfGroup, i);

      if (group->kind == CHATTY_PDF_CODE)
        write_code (self, group);
      else if (group->kind == CHATTY_PDF_TABLE && group->behind - group->first > 1 &&
               group->behind - group->first < MAX_TABLE)
        chatty_pdf_layout_write_table (self, group);
      else
        write_text (self, group);
    }
  return g_steal_pointer (&self->document);
}
