/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* A little over 600 lines: fences, tables, lists and HTML are all looked for in
 * one walk from line to line. */

#define G_LOG_DOMAIN "chatty-ui"

#include "config.h"

#include <string.h>

#include "chatty-turn-cut.h"

#define MAX_PREFIX_BYTES 1024
#define MAX_WORD_BYTES   1500

/* A line that begins with this many digits is no item of a list. */
#define MAX_ITEM_DIGITS  9

typedef ChattyTurnCutter Cutter;

struct _ChattyTurnCutter
{
  const char *text;
  gsize       max_bytes;     /* of a piece, see CHATTY_TURN_CUT_BYTES */
  guint       max_lines;
  GArray     *pieces;
  gsize       start;         /* of the piece that is being made */
  guint       lines;         /* in it */
  char       *prefix;        /* of it */
  char        fence;         /* the character of the open fence, or 0 */
  guint       fence_length;
  gsize       fence_indent;
  char       *fence_line;    /* what opened it */
  gsize       table;         /* first byte of the table we are in, or G_MAXSIZE */
  char       *table_head;    /* its first two lines */
  gboolean    after_blank;   /* the line before is empty */

  /* Only for a text that grows. */
  gsize       line;          /* first byte of the line that is not whole yet */
  gsize       previous;      /* of the one before */
  gsize       scanned;       /* up to here there is no end of the line */
  gsize       shown;         /* up to here it is known which piece the text is in */
  gboolean    decided;       /* whether the line begins a piece */
  gboolean    is_worded;     /* its first bytes are more than one word */
  gboolean    after_fence;   /* the line before closes a fence at the margin */
  gboolean    in_list;
  const char *html_end;      /* what ends the HTML we are in, or NULL */
};

typedef enum {
  ANSWER_NO,
  ANSWER_YES,
  ANSWER_LATER,              /* when more of the line is there */
} Answer;

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
      self->fence_indent = indent;
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
          self->after_fence = self->fence_indent == 0 && !self->in_list;
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

/* Whether a line of which @length bytes are there begins an item of a list. */
static Answer
starts_item (const char *line,
             gsize       length)
{
  gsize digits = 0;

  if (length == 0)
    return ANSWER_LATER;
  if (strchr ("-*+", line[0]) != NULL)
    return length == 1 ? ANSWER_LATER : line[1] == ' ' ? ANSWER_YES : ANSWER_NO;

  while (digits < length && digits < MAX_ITEM_DIGITS && g_ascii_isdigit (line[digits]))
    digits++;
  if (digits == 0)
    return ANSWER_NO;
  if (digits == length)
    return ANSWER_LATER;
  if (line[digits] != '.' && line[digits] != ')')
    return ANSWER_NO;
  if (digits + 1 == length)
    return ANSWER_LATER;
  return line[digits + 1] == ' ' ? ANSWER_YES : ANSWER_NO;
}

/* The same of a heading. */
static Answer
starts_heading (const char *line,
                gsize       length)
{
  gsize n = 0;

  while (n < length && n < 7 && line[n] == '#')
    n++;
  if (n == length)
    return ANSWER_LATER;
  return n >= 1 && n <= 6 && g_ascii_isspace (line[n]) ? ANSWER_YES : ANSWER_NO;
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

  return after_blank || starts_item (line, length) == ANSWER_YES;
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
  line = MAX (line, self->start);
  while (end > line && end - line > MAX_WORD_BYTES && self->fence == 0 && !self->is_worded)
    {
      if (!is_one_word (self->text + line, MAX_WORD_BYTES))
        {
          self->is_worded = TRUE;
          break;
        }
      if (self->start < line)
        cut (self, line);
      line += MAX_WORD_BYTES;
      cut (self, line);
    }

  while (end - self->start > 2 * self->max_bytes)
    {
      gsize at = self->start + self->max_bytes;
      const char *space = memrchr (self->text + at - 1024, ' ', 1024);

      if (space != NULL)
        at = space + 1 - self->text;
      while ((self->text[at] & 0xc0) == 0x80)
        at--;
      cut (self, at);
    }
}

/* HTML that goes on over empty lines, and what ends it (CommonMark 0.29,
 * section 4.6, kinds 1 to 5). */
static const char *
find_html_end (const char *line,
               gsize       length)
{
  static const struct {
    const char *start;
    const char *end;
  } kinds[] = {
    { "<!--", "-->" }, { "<?", "?>" }, { "<![CDATA[", "]]>" },
    { "<script", "</script>" }, { "<pre", "</pre>" }, { "<style", "</style>" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      gsize n = strlen (kinds[i].start);

      if (length >= n && g_ascii_strncasecmp (line, kinds[i].start, n) == 0)
        return kinds[i].end;
    }

  return NULL;
}

static gboolean
contains (const char *line,
          gsize       length,
          const char *words)
{
  gsize n = strlen (words);

  for (gsize i = 0; i + n <= length; i++)
    if (g_ascii_strncasecmp (line + i, words, n) == 0)
      return TRUE;

  return FALSE;
}

static void
look_for_html (Cutter     *self,
               const char *line,
               gsize       length)
{
  if (self->html_end == NULL)
    self->html_end = find_html_end (line, length);
  if (self->html_end != NULL && contains (line, length, self->html_end))
    self->html_end = NULL;
}

/* Whether the line that is being written begins a piece. It is asked before
 * all of it is there: what a person saw in one row should not jump to another. */
static Answer
begins_piece (Cutter     *self,
              const char *line,
              gsize       length)
{
  gsize size = self->line - self->start;
  gboolean is_full = size >= self->max_bytes || self->lines >= self->max_lines;
  gboolean is_over = size >= 2 * self->max_bytes || self->lines >= 2 * self->max_lines;
  Answer item, heading;

  if (size == 0 || is_over)
    return size > 0 ? ANSWER_YES : ANSWER_NO;
  if (self->fence != 0 || self->html_end != NULL)
    return ANSWER_NO;
  if (g_ascii_isspace (line[0]))
    return ANSWER_NO;

  item = starts_item (line, length);
  if (self->after_blank || self->after_fence)
    {
      if (item == ANSWER_LATER && self->in_list)
        return ANSWER_LATER;
      return item != ANSWER_YES || !self->in_list || is_full ? ANSWER_YES : ANSWER_NO;
    }

  heading = starts_heading (line, length);
  if (line[0] == '#' && heading != ANSWER_NO)
    return heading;
  return is_full ? item : ANSWER_NO;
}

static void
begin_line (Cutter     *self,
            const char *line,
            Answer      begins)
{
  /* A heading ends a table. */
  if (self->fence == 0 && line[0] == '#')
    {
      self->table = G_MAXSIZE;
      g_clear_pointer (&self->table_head, g_ref_string_release);
    }
  if (begins == ANSWER_YES)
    cut (self, self->line);
  self->decided = TRUE;
}

static void
end_line (Cutter     *self,
          const char *line,
          gsize       length)
{
  gboolean was_fence = self->fence != 0;

  if (!was_fence && self->html_end == NULL)
    {
      gboolean at_margin = !g_ascii_isspace (line[0]);

      look_for_table (self, self->previous, self->line, self->line + length);
      if (starts_item (line, length) == ANSWER_YES)
        self->in_list = TRUE;
      else if (at_margin && (self->after_blank || self->start == self->line))
        self->in_list = FALSE;
    }

  if (!is_blank (line, length))
    self->after_fence = FALSE;
  if (self->html_end == NULL)
    look_for_fence (self, line, length);
  if (!was_fence && self->fence == 0)
    look_for_html (self, line, length);
  self->after_blank = is_blank (line, length);
  self->lines++;
  self->previous = self->line;
  self->line += length;
  self->scanned = self->line;
  self->decided = FALSE;
  self->is_worded = FALSE;
}

static void
cutter_init (Cutter *self,
             gsize   max_bytes,
             guint   max_lines)
{
  memset (self, 0, sizeof *self);
  self->max_bytes = max_bytes;
  self->max_lines = max_lines;
  self->table = G_MAXSIZE;
}

static void
cutter_clear (Cutter *self)
{
  g_clear_pointer (&self->prefix, g_ref_string_release);
  g_clear_pointer (&self->fence_line, g_ref_string_release);
  g_clear_pointer (&self->table_head, g_ref_string_release);
}

/**
 * chatty_turn_pieces_new:
 *
 * Returns: (transfer full) (element-type ChattyTurnPiece): an empty array
 */
GArray *
chatty_turn_pieces_new (void)
{
  GArray *pieces = g_array_new (FALSE, FALSE, sizeof (ChattyTurnPiece));

  g_array_set_clear_func (pieces, piece_clear);
  return pieces;
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
  Cutter self;
  gsize line = 0, previous = 0;

  g_return_val_if_fail (text != NULL, NULL);

  cutter_init (&self, CHATTY_TURN_CUT_BYTES, CHATTY_TURN_CUT_LINES);
  self.text = text;
  self.pieces = chatty_turn_pieces_new ();

  while (line < length)
    {
      const char *newline = memchr (text + line, '\n', length - line);
      gsize end = newline != NULL ? (gsize) (newline + 1 - text) : length;
      gsize size = line - self.start;
      gboolean is_full = size >= self.max_bytes || self.lines >= self.max_lines;
      gboolean is_over = end - self.start > 2 * self.max_bytes ||
                         self.lines >= 2 * self.max_lines;

      if (self.fence == 0)
        look_for_table (&self, previous, line, end);

      if (size > 0 &&
          (is_over || (is_full && self.fence == 0 &&
                       is_good_place (text + line, end - line, self.after_blank))))
        cut (&self, line);

      self.is_worded = FALSE;
      cut_line (&self, line, end);
      look_for_fence (&self, text + line, end - line);
      self.after_blank = is_blank (text + line, end - line);
      self.lines++;
      previous = line;
      line = end;
    }

  self.fence = 0;
  self.table = G_MAXSIZE;
  if (self.start < length || self.pieces->len == 0)
    cut (&self, length);
  cutter_clear (&self);

  return self.pieces;
}

/**
 * chatty_turn_cutter_new:
 *
 * Returns: (transfer full): a cutter for a text of which nothing is there yet
 */
ChattyTurnCutter *
chatty_turn_cutter_new (void)
{
  Cutter *self = g_new (Cutter, 1);

  cutter_init (self, CHATTY_TURN_CUT_LIVE_BYTES, CHATTY_TURN_CUT_LIVE_LINES);

  return self;
}

/**
 * chatty_turn_cutter_free:
 */
void
chatty_turn_cutter_free (ChattyTurnCutter *self)
{
  cutter_clear (self);
  g_free (self);
}

/**
 * chatty_turn_cutter_feed:
 * @text: valid UTF-8 Markdown: all that there is of the text. May be at
 *   another place each time, but must begin with what it was before
 * @length: bytes
 * @pieces: (element-type ChattyTurnPiece): the pieces that are over by now are
 *   appended
 */
void
chatty_turn_cutter_feed (ChattyTurnCutter *self,
                         const char       *text,
                         gsize             length,
                         GArray           *pieces)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (text != NULL);
  g_return_if_fail (length >= self->scanned);

  self->text = text;
  self->pieces = pieces;
  while (self->line < length)
    {
      const char *newline = memchr (text + self->scanned, '\n', length - self->scanned);
      gsize end = newline != NULL ? (gsize) (newline + 1 - text) : length;
      const char *line = text + self->line;

      if (!self->decided)
        {
          Answer begins = begins_piece (self, line, end - self->line);

          if (begins == ANSWER_LATER && newline == NULL)
            {
              self->shown = self->line;
              return;
            }
          begin_line (self, line, begins);
        }
      cut_line (self, self->line, end);
      self->scanned = end;
      if (newline == NULL)
        break;
      end_line (self, line, end - self->line);
    }
  self->shown = length;
}

/**
 * chatty_turn_cutter_peek:
 * @piece: (out): the piece that is open. Its end is not that of the text while
 *   it is not known yet whether the next line begins another; its prefix is
 *   the cutter's
 */
void
chatty_turn_cutter_peek (ChattyTurnCutter *self,
                         ChattyTurnPiece  *piece)
{
  piece->offset = self->start;
  piece->length = self->shown > self->start ? self->shown - self->start : 0;
  piece->prefix = self->prefix;
  piece->suffix = NULL;
}
