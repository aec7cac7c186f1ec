/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-import"

#include <math.h>
#include <string.h>

#include "chatty-pdf-layout-private.h"
#include "chatty-turn-labels.h"

gunichar
chatty_pdf_layout_first_character (ChattyPdfLayout     *self,
                                   const ChattyPdfLine *line)
{
  return g_utf8_get_char (chatty_pdf_layout_get_text (self, line));
}

gunichar
chatty_pdf_layout_last_character (ChattyPdfLayout     *self,
                                  const ChattyPdfLine *line)
{
  return g_utf8_get_char (g_utf8_prev_char (self->lines->text->str + line->end));
}

static int
compare_floats (gconstpointer a,
                gconstpointer b)
{
  const float left = *(const float *) a;
  const float right = *(const float *) b;

  return left < right ? -1 : left > right;
}

float
chatty_pdf_percentile (GArray *values,
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
      const ChattyPdfLine *line = chatty_pdf_layout_get_line (self, i);

      n_all += line->end - line->start;
      n_mono += line->is_mono ? line->end - line->start : 0;
    }
  self->all_mono = n_mono * 100 >= n_all * 98;
  for (guint i = 0; i < self->kept->len; i++)
    {
      const ChattyPdfLine *line = chatty_pdf_layout_get_line (self, i);

      if (!line->is_mono || self->all_mono)
        weights[CLAMP ((int) roundf (line->size * 2), 0, (int) G_N_ELEMENTS (weights) - 1)] += line->end - line->start;
    }
  for (guint i = 1; i < G_N_ELEMENTS (weights); i++)
    if (weights[i] > weights[best])
      best = i;
  self->body = MAX (best / 2.0f, 1);

  for (guint i = 0; i < self->kept->len; i++)
    {
      const ChattyPdfLine *line = chatty_pdf_layout_get_line (self, i);
      const ChattyPdfLine *before = i > 0 ? chatty_pdf_layout_get_line (self, i - 1) : NULL;

      g_array_append_val (starts, line->x1);
      g_array_append_val (ends, line->x2);
      if (before != NULL && before->page == line->page && before->size == line->size &&
          fabsf (line->size - self->body) < 1 && fabsf (before->x1 - line->x1) < 1)
        {
          const float step = (chatty_pdf_line_middle (line) - chatty_pdf_line_middle (before)) / self->body;

          if (step > 0.5f && step < 1.9f)
            g_array_append_val (pitches, step);
          else if (step >= 1.9f && step < 3)
            g_array_append_val (wide, step);
        }
    }
  self->left = chatty_pdf_percentile (starts, 2, 0);
  self->right = chatty_pdf_percentile (ends, 98, 0);
  /* Lines of one paragraph are the nearest that are common. Lines set wide
   * apart are found only in a text that has little else. */
  if (wide->len > 20 && pitches->len * 10 < wide->len)
    self->pitch = chatty_pdf_percentile (wide, 30, 2);
  else
    self->pitch = chatty_pdf_percentile (pitches, 30, 1.4f);
}

/* The number or bullet that a list item starts with, and a space. */
gsize
chatty_pdf_marker_length (const char *text,
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
gboolean
chatty_pdf_line_is_full (const ChattyPdfLine *before,
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
  const float step = chatty_pdf_line_middle (line) - chatty_pdf_line_middle (before);

  return step < 0.3f * before->size || step > 1.3f * self->pitch * MAX (before->size, line->size);
}

/* One line in a font of one width is code when it stands alone, and part of
 * a sentence when the lines around it flow through it. */
static gboolean
flows_into (ChattyPdfLayout     *self,
            const ChattyPdfLine *before,
            const ChattyPdfLine *line)
{
  return before->page == line->page && !is_far (self, before, line) && chatty_pdf_line_is_full (before, line, self->right);
}

/* Lines side by side overlap in height, which those of a paragraph never do. */
static gboolean
is_beside (ChattyPdfLayout     *self,
           const ChattyPdfLine *line,
           const ChattyPdfLine *other)
{
  return line->page == other->page && (line->x2 < other->x1 || other->x2 < line->x1) &&
         fabsf (chatty_pdf_line_middle (line) - chatty_pdf_line_middle (other)) < 0.75f * self->pitch * line->size;
}

/* A line of a cell with several of them: near a row of a table, and in line
 * with a column of it other than the first, or beside a line of its own row. */
static gboolean
is_part_of_cell (ChattyPdfLayout *self,
                 guint            nth)
{
  const ChattyPdfLine *line = chatty_pdf_layout_get_line (self, nth);

  for (guint i = nth > 3 ? nth - 3 : 0; i < MIN (nth + 4, self->kept->len) && line->n_cells == 1; i++)
    {
      const ChattyPdfLine *row = chatty_pdf_layout_get_line (self, i);

      if (i != nth && is_beside (self, line, row))
        return TRUE;
      if (row->n_cells < 2 || row->page != line->page ||
          fabsf (chatty_pdf_line_middle (row) - chatty_pdf_line_middle (line)) > 2.5f * self->pitch * line->size)
        continue;
      for (guint k = 1; k < row->n_cells; k++)
        if (fabsf (g_array_index (self->lines->cells, ChattyPdfCell, row->first_cell + k).x1 - line->x1) < 2)
          return TRUE;
    }
  return FALSE;
}

static ChattyPdfKind
classify (ChattyPdfLayout *self,
          guint            nth)
{
  const ChattyPdfLine *line = chatty_pdf_layout_get_line (self, nth);
  const ChattyPdfLine *before = nth > 0 ? chatty_pdf_layout_get_line (self, nth - 1) : NULL;
  const ChattyPdfLine *after = nth + 1 < self->kept->len ? chatty_pdf_layout_get_line (self, nth + 1) : NULL;

  if (line->is_mono && !self->all_mono)
    {
      if (before != NULL && !before->is_mono && flows_into (self, before, line))
        return CHATTY_PDF_TEXT;
      if (after != NULL && !after->is_mono && flows_into (self, line, after))
        return CHATTY_PDF_TEXT;
      return CHATTY_PDF_CODE;
    }
  if (line->size > self->body * 1.15f && line->end - line->start < 300)
    return CHATTY_PDF_HEADING;
  if (is_part_of_cell (self, nth))
    return CHATTY_PDF_TABLE;
  if (line->n_cells > 1 && chatty_pdf_marker_length (chatty_pdf_layout_get_text (self, line), line->end - line->start) == 0)
    return CHATTY_PDF_TABLE;
  if (chatty_pdf_marker_length (chatty_pdf_layout_get_text (self, line), line->end - line->start) > 0)
    return CHATTY_PDF_ITEM;
  return CHATTY_PDF_TEXT;
}

static gboolean
ends_sentence (gunichar c)
{
  return c == '.' || c == '!' || c == '?' || c == ':' || c == 0x3002 || c == 0xff01 || c == 0xff1f;
}

/* A line that is nothing but "You said:" begins a turn, however full the
 * last line of the page before it is. */
static gboolean
is_label (ChattyPdfLayout     *self,
          const ChattyPdfLine *line)
{
  ChattyTurnMark mark;

  return chatty_turn_mark_read (chatty_pdf_layout_get_text (self, line), line->end - line->start,
                                FALSE, &mark) && mark.rest_length == 0;
}

/* Whether @line goes on with the group that ends in @before. */
static gboolean
continues (ChattyPdfLayout      *self,
           const ChattyPdfGroup *group,
           const ChattyPdfLine  *before,
           const ChattyPdfLine  *line,
           ChattyPdfKind         kind)
{
  const ChattyPdfLine *first = chatty_pdf_layout_get_line (self, group->first);
  const gboolean same_page = before->page == line->page;

  if (group->kind == CHATTY_PDF_CODE || kind == CHATTY_PDF_CODE)
    return group->kind == kind && (!same_page || chatty_pdf_line_middle (line) > chatty_pdf_line_middle (before)) &&
           fabsf (before->size - line->size) < 1;
  if (group->kind == CHATTY_PDF_TABLE || kind == CHATTY_PDF_TABLE)
    return group->kind == kind && same_page &&
           chatty_pdf_line_middle (line) - chatty_pdf_line_middle (before) < 4 * self->pitch * before->size;
  if (group->kind == CHATTY_PDF_HEADING || kind == CHATTY_PDF_HEADING)
    return group->kind == kind && same_page && !is_far (self, before, line) &&
           fabsf (before->size - line->size) < 0.5f && chatty_pdf_line_is_full (before, line, self->right);
  if (kind == CHATTY_PDF_ITEM || (fabsf (before->size - line->size) > before->size * 0.15f && !before->is_mono && !line->is_mono))
    return FALSE;
  if (group->kind == CHATTY_PDF_ITEM && line->x1 < first->x1 + 2)
    return FALSE;
  if (same_page)
    {
      if (is_far (self, before, line))
        return FALSE;
      /* The first line of a paragraph that is set in. */
      return group->kind == CHATTY_PDF_ITEM || group->behind - group->first < 2 ||
             line->x1 - before->x1 < before->size * 0.8f || chatty_pdf_line_is_full (before, line, self->right);
    }
  return line->page == before->page + 1 && chatty_pdf_line_is_full (before, line, self->right) &&
         fabsf (line->x1 - before->x1) < before->size * 0.8f &&
         !ends_sentence (chatty_pdf_layout_last_character (self, before)) && before->is_bold == line->is_bold &&
         !is_label (self, line);
}

static void
collect (ChattyPdfLayout *self)
{
  for (guint i = 0; i < self->kept->len; i++)
    {
      const ChattyPdfKind kind = classify (self, i);
      ChattyPdfGroup group = { .first = i, .behind = i + 1, .kind = kind };
      ChattyPdfGroup *last = self->groups->len > 0 ? &g_array_index (self->groups, ChattyPdfGroup, self->groups->len - 1) : NULL;

      if (last != NULL && continues (self, last, chatty_pdf_layout_get_line (self, i - 1), chatty_pdf_layout_get_line (self, i), kind))
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
      const ChattyPdfGroup *group = &g_array_index (self->groups, ChattyPdfGroup, i);
      const float size = chatty_pdf_layout_get_line (self, group->first)->size;
      guint at = 0;

      if (group->kind != CHATTY_PDF_HEADING)
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
      ChattyPdfGroup *group = &g_array_index (self->groups, ChattyPdfGroup, i);
      const ChattyPdfLine *line = chatty_pdf_layout_get_line (self, group->first);

      if (group->kind == CHATTY_PDF_HEADING)
        {
          while (group->level + 1 < n && sizes[group->level] > line->size + 0.5f)
            group->level++;
          depth = 0;
        }
      else if (group->kind == CHATTY_PDF_ITEM)
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
is_at_right (ChattyPdfLayout      *self,
             const ChattyPdfGroup *group)
{
  const float width = self->right - self->left;
  float x1 = G_MAXFLOAT;
  float x2 = 0;

  if (group->kind == CHATTY_PDF_CODE || group->kind == CHATTY_PDF_TABLE || width < 100)
    return FALSE;
  for (guint i = group->first; i < group->behind; i++)
    {
      x1 = MIN (x1, chatty_pdf_layout_get_line (self, i)->x1);
      x2 = MAX (x2, chatty_pdf_layout_get_line (self, i)->x2);
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
      ChattyPdfGroup *group = &g_array_index (self->groups, ChattyPdfGroup, i);
      const gboolean right = is_at_right (self, group);

      n_right += right;
      n_changes += right != was_right;
      was_right = right;
      group->speaker = 1 + (right ? CHATTY_ROLE_PERSON : CHATTY_ROLE_ASSISTANT);
    }
  /* One block at the right can be anything: a date, a signature. */
  if (n_changes < 3 || n_right < 2 || n_right * 10 < n_changes)
    for (guint i = 0; i < self->groups->len; i++)
      g_array_index (self->groups, ChattyPdfGroup, i).speaker = 0;
}

/**
 * chatty_pdf_layout_make_groups:
 * @self: a layout with its lines in kept
 *
 * Finds out which lines belong together, what they are, and who seems to say
 * them.
 */
void
chatty_pdf_layout_make_groups (ChattyPdfLayout *self)
{
  measure (self);
  collect (self);
  set_levels (self);
  set_speakers (self);
}
