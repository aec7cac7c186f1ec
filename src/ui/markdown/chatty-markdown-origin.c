/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* cmark tells where a block begins, but of what is in it only roughly: what a
 * paragraph says is found again in its lines, in order, with all that marks it
 * up taken for what it is (CommonMark 0.29, sections 4 and 6; GFM 0.29, 4.10).
 * Over 600 lines: words and marks are looked for from one place in the text. */

#define G_LOG_DOMAIN "chatty-ui"

#include "config.h"

#include <string.h>

#include "chatty-markdown-origin.h"
#include "chatty-markdown-runs.h"

/* Comparisons for one document: a text that is made to be slow is not mapped
 * to its end. */
#define MAX_STEPS (1024 * 1024)

#define MAX_ENTITY 33

typedef enum {
  LINK_BARE,      /* an address that the text just has */
  LINK_BRACKET,   /* [words](address), [words][label], ![words]… */
  LINK_ANGLE,     /* <address> */
} LinkKind;

typedef enum {
  KIND_TEXT,      /* with backslashes and entities */
  KIND_ADDRESS,   /* with entities */
  KIND_CODE,      /* as it stands, but the end of a line is a space */
  KIND_RAW,       /* as it stands */
} LeafKind;

struct _ChattyMarkdownOrigin
{
  const char *source;
  gsize       length;
  GArray     *lines;      /* of gsize: where each begins */
  gsize       at;         /* what comes before is done with */
  gsize       end;        /* of the block, or of the cell, that we are in */
  gsize       row;        /* where the line of a table begins that we are in */
  gsize       row_end;
  gboolean    in_table;
  GArray     *links;      /* of LinkKind: the open ones */
  guint       steps;
};

static gboolean
is_end_of_line (char c)
{
  return c == '\n' || c == '\r';
}

/* What may stand before the words of a line: the space and the marks of quotes. */
static gboolean
is_margin (char c)
{
  return c == ' ' || c == '\t' || c == '>';
}

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\t' || is_end_of_line (c);
}

static void
skip_space (ChattyMarkdownOrigin *self)
{
  while (self->at < self->end && is_space (self->source[self->at]))
    self->at++;
}

static gsize
get_line (ChattyMarkdownOrigin *self,
          int                   number)
{
  if (number < 1)
    return self->at;
  if ((guint) number > self->lines->len)
    return self->length;
  return g_array_index (self->lines, gsize, number - 1);
}

static gsize
find_end_of_line (ChattyMarkdownOrigin *self,
                  gsize                 at)
{
  while (at < self->length && !is_end_of_line (self->source[at]))
    at++;
  return at;
}

static gsize
skip_end_of_line (ChattyMarkdownOrigin *self,
                  gsize                 at)
{
  if (at < self->length && self->source[at] == '\r')
    at++;
  if (at < self->length && self->source[at] == '\n')
    at++;
  return at;
}

/* Where a leaf may be ------------------------------------------------------------ */

/* What "&…;" at @at stands for, where it is one: how many bytes of @literal. */
static gsize
match_entity (ChattyMarkdownOrigin *self,
              gsize                 at,
              const char           *literal,
              gsize                 length,
              gsize                *source_length)
{
  const char *entity = self->source + at;
  gsize room = MIN (self->end - at, MAX_ENTITY), n = 1;
  gsize shown;
  const char *next;

  while (n < room && (g_ascii_isalnum (entity[n]) || (n == 1 && entity[n] == '#')))
    n++;
  if (n < 3 || n == room || entity[n] != ';')
    return 0;
  n++;
  /* One that is not known stands for itself; none stands for a letter or a
   * digit of ASCII but those that are numbers. */
  if ((n <= length && memcmp (entity, literal, n) == 0 && strncmp (entity, "&amp;", 5) != 0) ||
      (entity[1] != '#' && g_ascii_isalnum (*literal)))
    return 0;

  next = g_utf8_next_char (literal);
  /* Some stand for a character with something on it. */
  if (entity[1] != '#' && next < literal + length && g_unichar_ismark (g_utf8_get_char (next)))
    next = g_utf8_next_char (next);
  shown = (gsize) (next - literal);
  *source_length = n;
  return shown;
}

/* Compares a leaf with the source at @at; @runs, which starts at byte @start
 * of the shown text, may be %NULL.
 * Returns: what comes behind it; %G_MAXSIZE where it is not there */
static gsize
match_at (ChattyMarkdownOrigin *self,
          gsize                 at,
          const char           *literal,
          gsize                 length,
          LeafKind              kind,
          guint                 start,
          GArray               *runs)
{
  const char *source = self->source;
  gsize p = 0;

  while (p < length)
    {
      gsize shown = 1, taken = 1, skipped = 0;

      if (++self->steps > MAX_STEPS || at >= self->end)
        return G_MAXSIZE;

      if (source[at] == '\\' && at + 1 < self->end &&
          ((kind == KIND_TEXT && g_ascii_ispunct (source[at + 1])) ||
           (self->in_table && source[at + 1] == '|')))
        {
          if (source[at + 1] != literal[p])
            return G_MAXSIZE;
          taken = 2;
        }
      else if (source[at] == '&' && kind <= KIND_ADDRESS &&
               (shown = match_entity (self, at, literal + p, length - p, &taken)) > 0)
        {
        }
      else if (kind >= KIND_CODE && is_end_of_line (source[at]))
        {
          if (literal[p] != (kind == KIND_CODE ? ' ' : '\n'))
            return G_MAXSIZE;
          taken = skip_end_of_line (self, at) - at;
          shown = 1;
          while (at + taken + skipped < self->end && is_margin (source[at + taken + skipped]) &&
                 (p + 1 >= length || source[at + taken + skipped] != literal[p + 1]))
            skipped++;
        }
      else
        {
          shown = 1;
          if (source[at] != literal[p])
            return G_MAXSIZE;
        }

      if (runs != NULL)
        chatty_markdown_runs_add (runs, start + p, shown, at, taken);
      p += shown;
      at += taken + skipped;
    }

  return at;
}

/* Finds a leaf from where we are on; at each place it may be one of @kinds,
 * tried from the first to the last. */
static void
take_leaf (ChattyMarkdownOrigin *self,
           const char           *literal,
           const LeafKind       *kinds,
           guint                 n_kinds,
           guint                 start,
           GArray               *runs)
{
  gsize length = strlen (literal);

  for (gsize at = self->at; length > 0 && at < self->end; at++)
    {
      if ((self->source[at] & 0xc0) == 0x80)
        continue;
      for (guint i = 0; i < n_kinds; i++)
        {
          gsize end = match_at (self, at, literal, length, kinds[i], start, NULL);

          if (end == G_MAXSIZE)
            continue;
          match_at (self, at, literal, length, kinds[i], start, runs);
          self->at = end;
          return;
        }
      if (self->steps > MAX_STEPS)
        break;
    }
}

static void
take_text (ChattyMarkdownOrigin *self,
           const char           *literal,
           guint                 start,
           GArray               *runs)
{
  /* An address that the text just has is taken as it stands, but one of mail
   * is looked for when all else is done. */
  static const LeafKind text = KIND_TEXT, angle = KIND_ADDRESS;
  static const LeafKind bare[] = { KIND_RAW, KIND_ADDRESS, KIND_TEXT };
  LinkKind link = self->links->len > 0
    ? g_array_index (self->links, LinkKind, self->links->len - 1) : LINK_BRACKET;

  if (link == LINK_BARE)
    take_leaf (self, literal, bare, G_N_ELEMENTS (bare), start, runs);
  else
    take_leaf (self, literal, link == LINK_ANGLE ? &angle : &text, 1, start, runs);
}

/* The marks around them ------------------------------------------------------------ */

/* Passes over @n of the characters @marks, where they come next. */
static void
pass_marks (ChattyMarkdownOrigin *self,
            const char           *marks,
            guint                 n)
{
  gsize at = self->at;

  while (at < self->end && (is_space (self->source[at]) || self->source[at] == '>'))
    at++;
  if (at < self->end && strchr (marks, self->source[at]) != NULL)
    self->at = MIN (at + n, self->end);
}

static char
peek (ChattyMarkdownOrigin *self,
      gsize                 ahead)
{
  return self->at + ahead < self->end ? self->source[self->at + ahead] : '\0';
}

/* Where "…)" of a link ends (CommonMark 0.29, section 6.6), or 0. */
static gsize
find_end_of_target (ChattyMarkdownOrigin *self)
{
  const char *source = self->source;
  gsize at = self->at + 1, end = self->end;
  guint depth = 0;

  while (at < end && is_space (source[at]))
    at++;
  if (at < end && source[at] == '<')
    {
      while (at < end && source[at] != '>')
        at += source[at] == '\\' ? 2 : 1;
      at++;
    }
  else
    {
      while (at < end && !is_space (source[at]) && (source[at] != ')' || depth > 0))
        {
          if (source[at] == '(')
            depth++;
          else if (source[at] == ')')
            depth--;
          at += source[at] == '\\' && at + 1 < end && g_ascii_ispunct (source[at + 1]) ? 2 : 1;
        }
    }
  while (at < end && is_space (source[at]))
    at++;
  if (at < end && strchr ("\"'(", source[at]) != NULL)
    {
      char closing = source[at] == '(' ? ')' : source[at];

      at++;
      while (at < end && source[at] != closing)
        at += source[at] == '\\' ? 2 : 1;
      at++;
    }
  while (at < end && is_space (source[at]))
    at++;
  return at < end && source[at] == ')' ? at + 1 : 0;
}

static void
begin_link (ChattyMarkdownOrigin *self,
            gboolean              is_image)
{
  LinkKind kind = LINK_BARE;
  gsize before = self->at;

  pass_marks (self, is_image ? "!" : "[", 1);
  if (is_image && peek (self, 0) == '[')
    self->at++;
  if (self->at > before)
    {
      kind = LINK_BRACKET;
    }
  else if (!is_image)
    {
      pass_marks (self, "<", 1);
      if (self->at > before)
        kind = LINK_ANGLE;
    }
  g_array_append_val (self->links, kind);
}

static void
end_link (ChattyMarkdownOrigin *self)
{
  LinkKind kind;
  gsize end;

  if (self->links->len == 0)
    return;
  kind = g_array_index (self->links, LinkKind, self->links->len - 1);
  g_array_set_size (self->links, self->links->len - 1);

  if (kind == LINK_ANGLE && peek (self, 0) == '>')
    self->at++;
  if (kind != LINK_BRACKET)
    return;

  skip_space (self);
  if (peek (self, 0) == ']')
    self->at++;
  if (peek (self, 0) == '(' && (end = find_end_of_target (self)) > 0)
    {
      self->at = end;
    }
  else if (peek (self, 0) == '[')
    {
      end = self->at + 1;
      while (end < self->end && self->source[end] != ']')
        end += self->source[end] == '\\' ? 2 : 1;
      self->at = MIN (end + 1, self->end);
    }
}

static void
end_line (ChattyMarkdownOrigin *self)
{
  self->at = MIN (skip_end_of_line (self, find_end_of_line (self, self->at)), self->end);
}

/* Blocks ----------------------------------------------------------------------------- */

/* What a paragraph says first: the first leaf in it. */
static const char *
get_first_words (cmark_node *node)
{
  cmark_node *child = cmark_node_first_child (node);
  const char *literal = child != NULL ? cmark_node_get_literal (child) : NULL;

  return literal != NULL && cmark_node_get_type (child) == CMARK_NODE_TEXT ? literal : "";
}

/* Definitions of links before a paragraph are counted among its lines. */
static void
pass_definitions (ChattyMarkdownOrigin *self,
                  cmark_node           *node)
{
  while (peek (self, 0) == '[' && *get_first_words (node) != '[')
    {
      gsize end = self->at + 1;

      while (end < self->end && self->source[end] != ']' &&
             !(is_end_of_line (self->source[end]) &&
               is_end_of_line (self->source[MIN (end + 1, self->end - 1)])))
        end += self->source[end] == '\\' ? 2 : 1;
      if (end + 1 >= self->end || self->source[end] != ']' || self->source[end + 1] != ':')
        return;
      self->at = MIN (find_end_of_line (self, end + 2), self->end);
      skip_space (self);
    }
}

static void
begin_block (ChattyMarkdownOrigin *self,
             cmark_node           *node)
{
  int first = cmark_node_get_start_line (node), last = cmark_node_get_end_line (node);
  int column = cmark_node_get_start_column (node);
  cmark_node *parent = cmark_node_parent (node);

  /* A paragraph that a table was taken from does not know where it is. */
  self->end = first > 0 && last >= first ? find_end_of_line (self, get_line (self, last))
                                         : self->length;
  if (first > 0)
    self->at = MAX (self->at, MIN (get_line (self, first) + MAX (column - 1, 0), self->end));
  if (parent != NULL && g_strcmp0 (cmark_node_get_type_string (parent), "tasklist") == 0 &&
      cmark_node_previous (node) == NULL && peek (self, 0) == '[' && peek (self, 2) == ']')
    self->at += 3;
  if (cmark_node_get_type (node) == CMARK_NODE_HEADING)
    while (peek (self, 0) == '#')
      self->at++;
  else
    pass_definitions (self, node);
}

static gboolean
is_rule_of_table (ChattyMarkdownOrigin *self,
                  gsize                 line)
{
  gboolean has_hyphen = FALSE;

  for (gsize i = line; i < find_end_of_line (self, line); i++)
    {
      if (strchr ("|:- \t>", self->source[i]) == NULL)
        return FALSE;
      has_hyphen = has_hyphen || self->source[i] == '-';
    }
  return has_hyphen;
}

static void
begin_row (ChattyMarkdownOrigin *self,
           cmark_node           *node)
{
  gsize line = get_line (self, cmark_node_get_start_line (node));

  if (cmark_node_previous (node) == NULL)
    {
      /* The heading is what stands over the rule. */
      for (gsize next = skip_end_of_line (self, find_end_of_line (self, line));
           next < self->length && !is_rule_of_table (self, next);
           next = skip_end_of_line (self, find_end_of_line (self, next)))
        line = next;
    }
  self->row = line;
  self->row_end = find_end_of_line (self, line);
  while (self->row < self->row_end && is_margin (self->source[self->row]))
    self->row++;
  if (self->row < self->row_end && self->source[self->row] == '|')
    self->row++;
}

static void
begin_cell (ChattyMarkdownOrigin *self)
{
  gsize end = self->row;

  while (end < self->row_end && self->source[end] != '|')
    end += self->source[end] == '\\' ? 2 : 1;
  self->end = MIN (end, self->row_end);
  self->at = MIN (self->row, self->end);
  self->row = MIN (end + 1, self->row_end);
}

static void
visit_extension (ChattyMarkdownOrigin *self,
                 cmark_node           *node,
                 gboolean              entering)
{
  const char *type = cmark_node_get_type_string (node);

  if (g_str_equal (type, "table"))
    {
      self->in_table = entering;
      if (!entering)
        self->at = self->end = self->row_end;
    }
  else if (entering && (g_str_equal (type, "table_header") || g_str_equal (type, "table_row")))
    {
      begin_row (self, node);
    }
  else if (entering && g_str_equal (type, "table_cell"))
    {
      begin_cell (self);
    }
  else if (g_str_equal (type, "strikethrough"))
    {
      pass_marks (self, "~", 2);
    }
}

/* Public to the document -------------------------------------------------------------- */

ChattyMarkdownOrigin *
chatty_markdown_origin_new (const char *source,
                            gsize       length)
{
  ChattyMarkdownOrigin *self = g_new0 (ChattyMarkdownOrigin, 1);
  gsize line = 0;

  self->source = source;
  self->length = length;
  self->end = length;
  self->links = g_array_new (FALSE, FALSE, sizeof (LinkKind));
  self->lines = g_array_new (FALSE, FALSE, sizeof (gsize));
  while (line < length)
    {
      g_array_append_val (self->lines, line);
      line = skip_end_of_line (self, find_end_of_line (self, line));
    }
  return self;
}

void
chatty_markdown_origin_free (ChattyMarkdownOrigin *self)
{
  g_array_unref (self->lines);
  g_array_unref (self->links);
  g_free (self);
}

/* Follows the tree, for every node but the leaves. */
void
chatty_markdown_origin_visit (ChattyMarkdownOrigin *self,
                              cmark_node           *node,
                              gboolean              entering)
{
  switch (cmark_node_get_type (node))
    {
    case CMARK_NODE_PARAGRAPH:
    case CMARK_NODE_HEADING:
      if (entering)
        begin_block (self, node);
      break;

    case CMARK_NODE_EMPH:
      pass_marks (self, "*_", 1);
      break;

    case CMARK_NODE_STRONG:
      pass_marks (self, "*_", 2);
      break;

    case CMARK_NODE_LINK:
    case CMARK_NODE_IMAGE:
      if (entering)
        begin_link (self, cmark_node_get_type (node) == CMARK_NODE_IMAGE);
      else
        end_link (self);
      break;

    case CMARK_NODE_TEXT:
    case CMARK_NODE_CODE:
    case CMARK_NODE_HTML_INLINE:
    case CMARK_NODE_SOFTBREAK:
    case CMARK_NODE_LINEBREAK:
      break;

    default:
      if (entering || g_str_equal (cmark_node_get_type_string (node), "table") ||
          g_str_equal (cmark_node_get_type_string (node), "strikethrough"))
        visit_extension (self, node, entering);
      break;
    }
}

/* A leaf of a paragraph, which is shown from byte @start of its text on. */
void
chatty_markdown_origin_take (ChattyMarkdownOrigin *self,
                             cmark_node           *node,
                             guint                 start,
                             GArray               *runs)
{
  static const LeafKind code = KIND_CODE, raw = KIND_RAW;
  const char *literal = cmark_node_get_literal (node);
  gsize line, n = 0;

  switch ((int) cmark_node_get_type (node))
    {
    case CMARK_NODE_SOFTBREAK:
    case CMARK_NODE_LINEBREAK:
      line = self->at;
      end_line (self);
      if (self->at > line)
        chatty_markdown_runs_add (runs, start, 1, line, self->at - line);
      break;

    case CMARK_NODE_CODE:
      while (is_space (peek (self, 0)) || peek (self, 0) == '>')
        self->at++;
      while (peek (self, n) == '`')
        n++;
      self->at += n;
      take_leaf (self, literal, &code, 1, start, runs);
      pass_marks (self, "`", n);
      break;

    case CMARK_NODE_HTML_INLINE:
      take_leaf (self, literal, &raw, 1, start, runs);
      break;

    default:
      take_text (self, literal, start, runs);
      break;
    }
}

/* Code and HTML: whole lines, each without what stands before it, of which
 * @length bytes are shown. */
void
chatty_markdown_origin_take_lines (ChattyMarkdownOrigin *self,
                                   cmark_node           *node,
                                   gsize                 length,
                                   GArray               *runs)
{
  const char *literal = cmark_node_get_literal (node);
  gboolean is_fenced = FALSE;
  int fence_length, fence_offset;
  char fence;
  int number = cmark_node_get_start_line (node);
  gsize p = 0;

  if (cmark_node_get_type (node) == CMARK_NODE_CODE_BLOCK)
    is_fenced = cmark_node_get_fenced (node, &fence_length, &fence_offset, &fence);
  if (number < 1)
    return;
  if (is_fenced)
    number++;

  for (; p < length; number++)
    {
      const char *newline = memchr (literal + p, '\n', length - p);
      gsize size = newline != NULL ? (gsize) (newline - (literal + p)) : length - p;
      gsize line = get_line (self, number), end = find_end_of_line (self, line);
      gsize same = 0;

      while (size > 0 && literal[p + size - 1] == '\r')
        size--;
      /* A tab that was cut in two became spaces: the rest of the line counts. */
      while (same < size && line + same < end &&
             literal[p + size - 1 - same] == self->source[end - 1 - same])
        same++;
      if (same > 0 && strspn (literal + p, " ") >= size - same)
        chatty_markdown_runs_add (runs, p + size - same, same, end - same, same);
      if (newline == NULL)
        break;
      if (end < self->length)
        chatty_markdown_runs_add (runs, p + size, newline + 1 - (literal + p + size), end,
                 skip_end_of_line (self, end) - end);
      p = newline + 1 - literal;
    }
  self->at = MAX (self->at, get_line (self, number));
}
