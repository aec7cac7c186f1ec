/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#define G_LOG_DOMAIN "chatty-ui"

#include "config.h"

#include <string.h>

#include "chatty-turn-cut.h"

#define MAX_PREFIX_BYTES 1024
#define MAX_WORD_BYTES   1500

typedef struct {
  const char *text;
  GArray     *pieces;
  gsize       start;         /* of the piece that is being made */
  guint       lines;         /* in it */
  char       *prefix;        /* of it */
  char        fence;         /* the character of the open fence, or 0 */
  guint       fence_length;
  char       *fence_line;    /* what opened it */
  gsize       table;         /* first byte of the table we are in, or G_MAXSIZE */
  char       *table_head;    /* its first two lines */
} Cutter;

static void
piece_clear (gpointer data)
{
  ChattyTurnPiece *piece = data;

  g_clear_pointer (&piece->prefix, g_ref_string_release);
  g_clear_pointer (&piece->suffix, g_ref_string_release);
}

static char *
new_prefix (const char *text,
            gsize       length)
{
  return length > 0 && length <= MAX_PREFIX_BYTES ? g_ref_string_new_len (text, length) : NULL;
}

static void
cut (Cutter *self,
     gsize   end)
{
  ChattyTurnPiece piece = { self->start, end - self->start, NULL, NULL };

  piece.prefix = g_steal_pointer (&self->prefix);
  if (self->fence != 0)
    {
      char closing[64];
      guint n = MIN (self->fence_length, sizeof closing - 3);

      closing[0] = '\n';
      memset (closing + 1, self->fence, n);
      closing[n + 1] = '\n';
      piece.suffix = g_ref_string_new_len (closing, n + 2);
      if (self->fence_line != NULL)
        self->prefix = g_ref_string_acquire (self->fence_line);
    }
  else if (self->table != G_MAXSIZE && self->table_head != NULL)
    {
      self->prefix = g_ref_string_acquire (self->table_head);
    }

  g_array_append_val (self->pieces, piece);
  self->start = end;
  self->lines = 0;
}

/* Follows the fences, of any indent, for they may stand in lists. */
static void
look_for_fence (Cutter     *self,
                const char *line,
                gsize       length)
{
  gsize indent = 0, n = 0;
  char c;

  while (indent < length && (line[indent] == ' ' || line[indent] == '\t'))
    indent++;
  if (indent == length || (line[indent] != '`' && line[indent] != '~'))
    return;

  c = line[indent];
  while (indent + n < length && line[indent + n] == c)
    n++;
  if (n < 3)
    return;

  if (self->fence == 0)
    {
      const char *info = line + indent + n;

      if (c == '`' && memchr (info, '`', length - indent - n) != NULL)
        return;
      self->fence = c;
      self->fence_length = n;
      self->fence_line = new_prefix (line + indent, length - indent);
    }
  else if (c == self->fence && n >= self->fence_length)
    {
      gsize rest = indent + n;

      while (rest < length && g_ascii_isspace (line[rest]))
        rest++;
      if (rest == length)
        {
          self->fence = 0;
          g_clear_pointer (&self->fence_line, g_ref_string_release);
        }
    }
}

/* Whether a line is the one between a table's head and its rows. */
static gboolean
is_table_rule (const char *line,
               gsize       length)
{
  gboolean has_bar = FALSE, has_hyphen = FALSE;

  for (gsize i = 0; i < length; i++)
    {
      if (line[i] == '|')
        has_bar = TRUE;
      else if (line[i] == '-')
        has_hyphen = TRUE;
      else if (line[i] != ':' && !g_ascii_isspace (line[i]))
        return FALSE;
    }

  return has_bar && has_hyphen;
}

static void
look_for_table (Cutter *self,
                gsize   previous,
                gsize   line,
                gsize   end)
{
  const char *text = self->text;

  if (self->table != G_MAXSIZE)
    {
      if (memchr (text + line, '|', end - line) != NULL)
        return;
      self->table = G_MAXSIZE;
      g_clear_pointer (&self->table_head, g_ref_string_release);
    }
  else if (previous < line && is_table_rule (text + line, end - line) &&
           memchr (text + previous, '|', line - previous) != NULL)
    {
      self->table = previous;
      self->table_head = new_prefix (text + previous, end - previous);
    }
}

static gboolean
is_blank (const char *line,
          gsize       length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isspace (line[i]))
      return FALSE;

  return TRUE;
}

static gboolean
starts_item (const char *line,
             gsize       length)
{
  gsize digits = 0;

  if (length >= 2 && strchr ("-*+", line[0]) != NULL && line[1] == ' ')
    return TRUE;

  while (digits < length && digits < 9 && g_ascii_isdigit (line[digits]))
    digits++;
  return digits > 0 && digits + 1 < length &&
         (line[digits] == '.' || line[digits] == ')') && line[digits + 1] == ' ';
}

/* Whether a block begins at the margin here, so that what comes does not
 * depend on what went before. */
static gboolean
is_good_place (const char *line,
               gsize       length,
               gboolean    after_blank)
{
  if (length == 0 || g_ascii_isspace (line[0]))
    return FALSE;

  return after_blank || starts_item (line, length);
}

/* Whether the first bytes of a line leave Pango no place to break them but
 * between any two letters, for which it needs the square of their number. */
static gboolean
is_one_word (const char *line,
             gsize       length)
{
  for (gsize i = 0; i < length; i++)
    if (line[i] == ' ' || line[i] == '\t' || (guchar) line[i] >= 0x80)
      return FALSE;

  return TRUE;
}

/* A line that is too long by itself: at a space where there is one. */
static void
cut_line (Cutter *self,
          gsize   line,
          gsize   end)
{
  while (end - line > MAX_WORD_BYTES && self->fence == 0 &&
         is_one_word (self->text + line, MAX_WORD_BYTES))
    {
      if (self->start < line)
        cut (self, line);
      line += MAX_WORD_BYTES;
      cut (self, line);
    }

  while (end - self->start > 2 * CHATTY_TURN_CUT_BYTES)
    {
      gsize at = self->start + CHATTY_TURN_CUT_BYTES;
      const char *space = memrchr (self->text + at - 1024, ' ', 1024);

      if (space != NULL)
        at = space + 1 - self->text;
      while ((self->text[at] & 0xc0) == 0x80)
        at--;
      cut (self, at);
    }
}

/**
 * chatty_turn_cut:
 * @text: valid UTF-8 Markdown
 * @length: bytes
 *
 * Cuts a long text into pieces that are cheap to lay out. Cuts lie where a
 * block begins, also inside long code and tables, and, where there is no such
 * place, between lines or words. Joined, the pieces are the text, byte for
 * byte. Any thread.
 *
 * Returns: (transfer full) (element-type ChattyTurnPiece): at least one piece
 */
GArray *
chatty_turn_cut (const char *text,
                 gsize       length)
{
  Cutter self = { text, NULL, };
  gboolean after_blank = FALSE;
  gsize line = 0, previous = 0;

  g_return_val_if_fail (text != NULL, NULL);

  self.table = G_MAXSIZE;
  self.pieces = g_array_new (FALSE, FALSE, sizeof (ChattyTurnPiece));
  g_array_set_clear_func (self.pieces, piece_clear);

  while (line < length)
    {
      const char *newline = memchr (text + line, '\n', length - line);
      gsize end = newline != NULL ? (gsize) (newline + 1 - text) : length;
      gsize size = line - self.start;
      gboolean is_full = size >= CHATTY_TURN_CUT_BYTES || self.lines >= CHATTY_TURN_CUT_LINES;
      gboolean is_over = end - self.start > 2 * CHATTY_TURN_CUT_BYTES ||
                         self.lines >= 2 * CHATTY_TURN_CUT_LINES;

      if (self.fence == 0)
        look_for_table (&self, previous, line, end);

      if (size > 0 &&
          (is_over ||
           (is_full && self.fence == 0 && is_good_place (text + line, end - line, after_blank))))
        cut (&self, line);

      cut_line (&self, line, end);
      look_for_fence (&self, text + line, end - line);
      after_blank = is_blank (text + line, end - line);
      self.lines++;
      previous = line;
      line = end;
    }

  self.fence = 0;
  self.table = G_MAXSIZE;
  if (self.start < length || self.pieces->len == 0)
    cut (&self, length);

  g_clear_pointer (&self.prefix, g_ref_string_release);
  g_clear_pointer (&self.fence_line, g_ref_string_release);
  g_clear_pointer (&self.table_head, g_ref_string_release);

  return self.pieces;
}
