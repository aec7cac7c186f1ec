/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* A few lines over 600: what decides where a paragraph ends is one matter. */

#include "config.h"

#define G_LOG_DOMAIN "chatty-import"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "chatty-pdf-layout.h"
#include "chatty-pdf-lines.h"
#include "chatty-turn.h"

/* Space between paragraphs that the writer of Markdown takes for apart. */
#define APART 200

typedef enum {
  KIND_TEXT,
  KIND_CODE,
  KIND_HEADING,
  KIND_ITEM,
  KIND_TABLE,
} Kind;

/* Lines that belong together, as indexes into kept. */
typedef struct {
  guint first;
  guint behind;
  Kind  kind;
  guint level;    /* of a heading or an item */
  guint speaker;  /* as in ChattyRichBlock */
} Group;

struct _ChattyPdfLayout {
  ChattyPdfLines     *lines;
  char               *title;
  GPtrArray          *kept;       /* ChattyPdfLine, without furniture */
  GArray             *groups;
  ChattyRichDocument *document;
  GArray             *link_map;   /* guint32: our links to the document's */
  gboolean            hyphenated; /* words are cut at the ends of lines */
  gboolean            all_mono;
  float               body;       /* size of the text */
  float               pitch;      /* from line to line, in sizes */
  float               left;       /* where most text begins and ends */
  float               right;
};

ChattyPdfLayout *
chatty_pdf_layout_new (void)
{
  ChattyPdfLayout *self = g_new0 (ChattyPdfLayout, 1);

  self->lines = chatty_pdf_lines_new ();
  self->kept = g_ptr_array_new ();
  self->groups = g_array_new (FALSE, FALSE, sizeof (Group));
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

static const ChattyPdfLine *
get_line (ChattyPdfLayout *self,
          guint            nth)
{
  return g_ptr_array_index (self->kept, nth);
}

static const char *
get_text (ChattyPdfLayout     *self,
          const ChattyPdfLine *line)
{
  return self->lines->text->str + line->start;
}

static gunichar
first_character (ChattyPdfLayout     *self,
                 const ChattyPdfLine *line)
{
  return g_utf8_get_char (get_text (self, line));
}

static gunichar
last_character (ChattyPdfLayout     *self,
                const ChattyPdfLine *line)
{
  return g_utf8_get_char (g_utf8_prev_char (self->lines->text->str + line->end));
}

static float
middle (const ChattyPdfLine *line)
{
  return (line->y1 + line->y2) / 2;
}

static int
compare_floats (gconstpointer a,
                gconstpointer b)
{
  const float left = *(const float *) a;
  const float right = *(const float *) b;

  return left < right ? -1 : left > right;
}

static float
percentile (GArray *values,
            guint   percent,
            float   otherwise)
{
  if (values->len == 0)
    return otherwise;
  g_array_sort (values, compare_floats);
  return g_array_index (values, float, MIN (values->len * percent / 100, values->len - 1));
}

static void
measure (ChattyPdfLayout *self)
{
  g_autoptr(GArray) starts = g_array_new (FALSE, FALSE, sizeof (float));
  g_autoptr(GArray) ends = g_array_new (FALSE, FALSE, sizeof (float));
  g_autoptr(GArray) pitches = g_array_new (FALSE, FALSE, sizeof (float));
  g_autoptr(GArray) wide = g_array_new (FALSE, FALSE, sizeof (float));
  guint32 weights[200] = { 0 };
  guint64 n_mono = 0;
  guint64 n_all = 0;
  guint best = 0;

  for (guint i = 0; i < self->kept->len; i++)
    {
      const ChattyPdfLine *line = get_line (self, i);

      n_all += line->end - line->start;
      n_mono += line->is_mono ? line->end - line->start : 0;
    }
  self->all_mono = n_mono * 100 >= n_all * 98;
  for (guint i = 0; i < self->kept->len; i++)
    {
      const ChattyPdfLine *line = get_line (self, i);

      if (!line->is_mono || self->all_mono)
        weights[CLAMP ((int) roundf (line->size * 2), 0, (int) G_N_ELEMENTS (weights) - 1)] += line->end - line->start;
    }
  for (guint i = 1; i < G_N_ELEMENTS (weights); i++)
    if (weights[i] > weights[best])
      best = i;
  self->body = MAX (best / 2.0f, 1);

  for (guint i = 0; i < self->kept->len; i++)
    {
      const ChattyPdfLine *line = get_line (self, i);
      const ChattyPdfLine *before = i > 0 ? get_line (self, i - 1) : NULL;

      g_array_append_val (starts, line->x1);
      g_array_append_val (ends, line->x2);
      if (before != NULL && before->page == line->page && before->size == line->size &&
          fabsf (line->size - self->body) < 1 && fabsf (before->x1 - line->x1) < 1)
        {
          const float step = (middle (line) - middle (before)) / self->body;

          if (step > 0.5f && step < 1.9f)
            g_array_append_val (pitches, step);
          else if (step >= 1.9f && step < 3)
            g_array_append_val (wide, step);
        }
    }
  self->left = percentile (starts, 2, 0);
  self->right = percentile (ends, 98, 0);
  /* Lines of one paragraph are the nearest that are common. Lines set wide
   * apart are found only in a text that has little else. */
  if (wide->len > 20 && pitches->len * 10 < wide->len)
    self->pitch = percentile (wide, 30, 2);
  else
    self->pitch = percentile (pitches, 30, 1.4f);
}

/* The number or bullet that a list item starts with, and a space. */
static gsize
marker_length (const char *text,
               gsize       length)
{
  static const gunichar bullets[] = { 0x2022, 0x25e6, 0x25aa, 0x25cf, 0x25cb, 0x2023, 0x25a0, 0x2013, 0xb7, '-', '*' };
  gsize n = 0;

  if (length == 0)
    return 0;
  for (guint i = 0; i < G_N_ELEMENTS (bullets); i++)
    if (g_utf8_get_char (text) == bullets[i])
      {
        n = g_utf8_next_char (text) - text;
        break;
      }
  if (n == 0)
    {
      while (n < length && n < 4 && g_ascii_isdigit (text[n]))
        n++;
      if (n == 0 || n >= length || (text[n] != '.' && text[n] != ')'))
        return 0;
      n++;
    }
  return n < length && (text[n] == ' ' || text[n] == '\t') && n + 1 < length ? n + 1 : 0;
}

/* Whether the line before was broken because the next word had no room. */
static gboolean
is_full (const ChattyPdfLine *before,
         const ChattyPdfLine *line,
         float                right)
{
  return before->x2 + before->size * 0.2f + line->first_word > right - 0.5f;
}

static gboolean
is_far (ChattyPdfLayout     *self,
        const ChattyPdfLine *before,
        const ChattyPdfLine *line)
{
  const float step = middle (line) - middle (before);

  return step < 0.3f * before->size || step > 1.3f * self->pitch * MAX (before->size, line->size);
}

/* One line in a font of one width is code when it stands alone, and part of
 * a sentence when the lines around it flow through it. */
static gboolean
flows_into (ChattyPdfLayout     *self,
            const ChattyPdfLine *before,
            const ChattyPdfLine *line)
{
  return before->page == line->page && !is_far (self, before, line) && is_full (before, line, self->right);
}

static Kind
classify (ChattyPdfLayout *self,
          guint            nth)
{
  const ChattyPdfLine *line = get_line (self, nth);
  const ChattyPdfLine *before = nth > 0 ? get_line (self, nth - 1) : NULL;
  const ChattyPdfLine *after = nth + 1 < self->kept->len ? get_line (self, nth + 1) : NULL;

  if (line->is_mono && !self->all_mono)
    {
      if (before != NULL && !before->is_mono && flows_into (self, before, line))
        return KIND_TEXT;
      if (after != NULL && !after->is_mono && flows_into (self, line, after))
        return KIND_TEXT;
      return KIND_CODE;
    }
  if (line->size > self->body * 1.15f && line->end - line->start < 300)
    return KIND_HEADING;
  if (line->n_cells > 1 && marker_length (get_text (self, line), line->end - line->start) == 0)
    return KIND_TABLE;
  if (marker_length (get_text (self, line), line->end - line->start) > 0)
    return KIND_ITEM;
  return KIND_TEXT;
}

static gboolean
ends_sentence (gunichar c)
{
  return c == '.' || c == '!' || c == '?' || c == ':' || c == 0x3002 || c == 0xff01 || c == 0xff1f;
}

/* Whether @line goes on with the group that ends in @before. */
static gboolean
continues (ChattyPdfLayout     *self,
           const Group         *group,
           const ChattyPdfLine *before,
           const ChattyPdfLine *line,
           Kind                 kind)
{
  const ChattyPdfLine *first = get_line (self, group->first);
  const gboolean same_page = before->page == line->page;

  if (group->kind == KIND_CODE || kind == KIND_CODE)
    return group->kind == kind && (!same_page || middle (line) > middle (before)) &&
           fabsf (before->size - line->size) < 1;
  if (group->kind == KIND_TABLE || kind == KIND_TABLE)
    return group->kind == kind && same_page && before->n_cells == line->n_cells &&
           middle (line) - middle (before) < 4 * self->pitch * before->size;
  if (group->kind == KIND_HEADING || kind == KIND_HEADING)
    return group->kind == kind && same_page && !is_far (self, before, line) &&
           fabsf (before->size - line->size) < 0.5f && is_full (before, line, self->right);
  if (kind == KIND_ITEM || (fabsf (before->size - line->size) > before->size * 0.15f && !before->is_mono && !line->is_mono))
    return FALSE;
  if (group->kind == KIND_ITEM && line->x1 < first->x1 + 2)
    return FALSE;
  if (same_page)
    {
      if (is_far (self, before, line))
        return FALSE;
      /* The first line of a paragraph that is set in. */
      return group->kind == KIND_ITEM || group->behind - group->first < 2 ||
             line->x1 - before->x1 < before->size * 0.8f || is_full (before, line, self->right);
    }
  return line->page == before->page + 1 && is_full (before, line, self->right) &&
         fabsf (line->x1 - before->x1) < before->size * 0.8f &&
         !ends_sentence (last_character (self, before)) && before->is_bold == line->is_bold;
}

static void
make_groups (ChattyPdfLayout *self)
{
  for (guint i = 0; i < self->kept->len; i++)
    {
      const Kind kind = classify (self, i);
      Group group = { .first = i, .behind = i + 1, .kind = kind };
      Group *last = self->groups->len > 0 ? &g_array_index (self->groups, Group, self->groups->len - 1) : NULL;

      if (last != NULL && continues (self, last, get_line (self, i - 1), get_line (self, i), kind))
        last->behind++;
      else
        g_array_append_val (self->groups, group);
    }
}

/* Sizes of headings, the largest first, are their levels. */
static void
set_levels (ChattyPdfLayout *self)
{
  float sizes[6];
  guint n = 0;
  float items[8];
  guint depth = 0;

  for (guint i = 0; i < self->groups->len; i++)
    {
      const Group *group = &g_array_index (self->groups, Group, i);
      const float size = get_line (self, group->first)->size;
      guint at = 0;

      if (group->kind != KIND_HEADING)
        continue;
      while (at < n && sizes[at] > size + 0.5f)
        at++;
      if ((at < n && fabsf (sizes[at] - size) <= 0.5f) || n == G_N_ELEMENTS (sizes))
        continue;
      memmove (sizes + at + 1, sizes + at, (n - at) * sizeof (float));
      sizes[at] = size;
      n++;
    }
  for (guint i = 0; i < self->groups->len; i++)
    {
      Group *group = &g_array_index (self->groups, Group, i);
      const ChattyPdfLine *line = get_line (self, group->first);

      if (group->kind == KIND_HEADING)
        {
          while (group->level + 1 < n && sizes[group->level] > line->size + 0.5f)
            group->level++;
          depth = 0;
        }
      else if (group->kind == KIND_ITEM)
        {
          while (depth > 0 && items[depth - 1] > line->x1 - 4)
            depth--;
          group->level = depth;
          if (depth < G_N_ELEMENTS (items))
            items[depth++] = line->x1;
        }
    }
}

/* Chats set what the person says at the right. A block counts as such when it
 * begins well inside and ends nearer to the right than it begins to the left. */
static gboolean
is_at_right (ChattyPdfLayout *self,
             const Group     *group)
{
  const float width = self->right - self->left;
  float x1 = G_MAXFLOAT;
  float x2 = 0;

  if (group->kind == KIND_CODE || group->kind == KIND_TABLE || width < 100)
    return FALSE;
  for (guint i = group->first; i < group->behind; i++)
    {
      x1 = MIN (x1, get_line (self, i)->x1);
      x2 = MAX (x2, get_line (self, i)->x2);
    }
  return x1 - self->left > width * 0.12f && self->right - x2 < 0.5f * (x1 - self->left) &&
         self->right - x2 < width * 0.2f;
}

static void
set_speakers (ChattyPdfLayout *self)
{
  guint n_right = 0;
  guint n_changes = 0;
  gboolean was_right = FALSE;

  for (guint i = 0; i < self->groups->len; i++)
    {
      Group *group = &g_array_index (self->groups, Group, i);
      const gboolean right = is_at_right (self, group);

      n_right += right;
      n_changes += right != was_right;
      was_right = right;
      group->speaker = 1 + (right ? CHATTY_ROLE_PERSON : CHATTY_ROLE_ASSISTANT);
    }
  /* One block at the right can be anything: a date, a signature. */
  if (n_changes < 3 || n_right < 2 || n_right * 10 < n_changes)
    for (guint i = 0; i < self->groups->len; i++)
      g_array_index (self->groups, Group, i).speaker = 0;
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
static void
copy_text (ChattyPdfLayout     *self,
           const ChattyPdfLine *line,
           guint32              from,
           guint32              to,
           guint                without)
{
  for (guint i = 0; i < line->n_runs; i++)
    {
      const ChattyRichRun *run = &g_array_index (self->lines->runs, ChattyRichRun, line->first_run + i);
      const guint32 end = i + 1 < line->n_runs ? run[1].start : line->end;
      const guint32 start = MAX (run->start, from);

      if (start < MIN (end, to))
        chatty_rich_document_append (self->document, self->lines->text->str + start, MIN (end, to) - start,
                                     run->style & ~without, map_link (self, run->link));
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
  const char *text = get_text (self, before);
  const gsize length = before->end - before->start;
  const char *space = g_strrstr_len (text, length, " ");
  const gsize last = space != NULL ? length - (space + 1 - text) : length;
  const char *word = text + length - last;
  const gboolean is_address = last > 8 && g_strstr_len (word, last, "/") != NULL;
  const char end = text[length - 1];

  if (!is_full (before, line, right) ||
      ((run_style (self, before, TRUE) ^ run_style (self, line, FALSE)) & CHATTY_RICH_MONO))
    return FALSE;
  if (end == '-' && last > 1 && (g_ascii_isalnum (word[last - 2]) || (word[last - 2] & 0x80)))
    return g_unichar_isalnum (first_character (self, line));
  if (is_address && (end == '/' || end == '?' || end == '&' || end == '='))
    return TRUE;
  if (before->is_mono && opens_string (text, length))
    return get_text (self, line)[0] != end; /* else the string was a space */
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
  const gunichar last = last_character (self, before);
  const gunichar next = first_character (self, line);
  const guint style = run_style (self, before, TRUE) & run_style (self, line, FALSE);

  if (before->ends_soft)
    return;
  if (is_cut (self, before, line, left, right))
    {
      if (last == '-' && self->hyphenated && g_unichar_islower (next))
        drop_hyphen (self);
      return;
    }
  if (!is_block && !is_full (before, line, right))
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
find_right (ChattyPdfLayout *self,
            const Group     *group)
{
  float right = 0;
  guint n = 0;

  for (guint i = group->first; i < group->behind; i++)
    right = MAX (right, get_line (self, i)->x2);
  for (guint i = group->first; i < group->behind; i++)
    n += get_line (self, i)->x2 > right - 0.15f * (right - get_line (self, i)->x1);
  return n >= 2 && group->behind - group->first >= 3 ? right : MAX (right, self->right);
}

static ChattyRichBlock *
end_block (ChattyPdfLayout *self,
           const Group     *group)
{
  ChattyRichBlock *block = chatty_rich_document_end_block (self->document, CHATTY_RICH_PARAGRAPH);

  block->space_before = APART;
  block->space_after = APART;
  block->speaker = group->speaker;
  return block;
}

static void
write_text (ChattyPdfLayout *self,
            const Group     *group)
{
  const float right = find_right (self, group);
  const ChattyPdfLine *first = get_line (self, group->first);
  const gsize marker = group->kind == KIND_ITEM
                       ? marker_length (get_text (self, first), first->end - first->start) : 0;
  ChattyRichBlock *block;

  for (guint i = group->first; i < group->behind; i++)
    {
      const ChattyPdfLine *line = get_line (self, i);

      if (i > group->first)
        join (self, get_line (self, i - 1), line, line->x1, right, group->kind == KIND_HEADING);
      copy_text (self, line, line->start + (i == group->first ? marker : 0), line->end, 0);
    }
  block = end_block (self, group);
  if (group->kind == KIND_HEADING)
    block->heading = MIN (group->level + 1, 6);
  else if (marker > 0)
    {
      g_autofree char *printed = g_strndup (get_text (self, first), marker - 1);

      block->marker = chatty_rich_document_add_marker (self->document, printed);
      block->level = MIN (group->level, 8);
    }
}

static void
write_table (ChattyPdfLayout *self,
             const Group     *group)
{
  for (guint i = group->first; i < group->behind; i++)
    {
      const ChattyPdfLine *line = get_line (self, i);

      for (guint k = 0; k < line->n_cells; k++)
        {
          const ChattyPdfCell *cell = &g_array_index (self->lines->cells, ChattyPdfCell, line->first_cell + k);
          guint32 end = k + 1 < line->n_cells ? cell[1].start - 1 : line->end;

          copy_text (self, line, cell->start, end, 0);
          chatty_rich_document_end_block (self->document, CHATTY_RICH_CELL)->speaker = group->speaker;
        }
      chatty_rich_document_end_block (self->document, CHATTY_RICH_ROW)->speaker = group->speaker;
    }
}

/* How far apart the lines of code are that follow each other at once. */
static float
find_code_pitch (ChattyPdfLayout *self,
                 const Group     *group)
{
  g_autoptr(GArray) steps = g_array_new (FALSE, FALSE, sizeof (float));

  for (guint i = group->first + 1; i < group->behind; i++)
    {
      const float step = middle (get_line (self, i)) - middle (get_line (self, i - 1));

      if (step > 0)
        g_array_append_val (steps, step);
    }
  return percentile (steps, 50, self->pitch * self->body);
}

static void
write_code (ChattyPdfLayout *self,
            const Group     *group)
{
  const float pitch = find_code_pitch (self, group);
  float left = G_MAXFLOAT;
  float right = 0;

  for (guint i = group->first; i < group->behind; i++)
    {
      left = MIN (left, get_line (self, i)->x1);
      right = MAX (right, get_line (self, i)->x2);
    }
  /* Boxes of code are a little narrower than the text, and may overflow. */
  right = CLAMP (right, self->left + 0.85f * (self->right - self->left), self->right);
  for (guint i = group->first; i < group->behind; i++)
    {
      const ChattyPdfLine *line = get_line (self, i);
      const ChattyPdfLine *before = i > group->first ? get_line (self, i - 1) : NULL;

      if (before != NULL && is_cut (self, before, line, left, right))
        ;
      else
        {
          int n_blank = before != NULL && before->page == line->page
                        ? (int) roundf ((middle (line) - middle (before)) / pitch) - 1 : 0;
          const int indent = line->advance > 0 ? (int) roundf ((line->x1 - left) / line->advance) : 0;

          if (before != NULL)
            end_block (self, group)->is_code = TRUE;
          for (n_blank = MIN (n_blank, 3); n_blank > 0; n_blank--)
            end_block (self, group);
          for (int k = 0; k < MIN (indent, 200); k++)
            chatty_rich_document_append (self->document, " ", 1, CHATTY_RICH_MONO, 0);
        }
      copy_text (self, line, line->start, line->end, 0);
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
  measure (self);
  make_groups (self);
  set_levels (self);
  set_speakers (self);
  for (guint i = 0; i < self->groups->len; i++)
    {
      const Group *group = &g_array_index (self->groups, Group, i);

      if (group->kind == KIND_CODE)
        write_code (self, group);
      else if (group->kind == KIND_TABLE && group->behind - group->first > 1)
        write_table (self, group);
      else
        write_text (self, group);
    }
  return g_steal_pointer (&self->document);
}
