/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-import"

#include <string.h>

#include "chatty-markdown-escape.h"

/* How much of a text is looked at for signs of Markdown. */
#define MAX_LOOK (1024 * 1024)

/**
 * chatty_markdown_looks_like_source:
 * @text: a text with one paragraph to a line
 * @length: its bytes
 *
 * Many people paste the Markdown source of a chat into a word processor. Such
 * a text is kept as it is, since escaping its marks would spoil it.
 *
 * Returns: whether @text has two or more kinds of marks of Markdown
 */
gboolean
chatty_markdown_looks_like_source (const char *text,
                                   gsize       length)
{
  const char *end = text + MIN (length, MAX_LOOK);
  guint n_fences = 0;
  guint n_headings = 0;
  guint n_strong = 0;
  guint n_links = 0;

  while (text < end)
    {
      const char *stop = memchr (text, '\n', end - text);
      const char *line_end = stop != NULL ? stop : end;
      const char *at = text;
      guint hashes = 0;
      guint stars = 0;

      while (at < line_end && *at == ' ')
        at++;
      if (line_end - at >= 3 && memcmp (at, "```", 3) == 0)
        n_fences++;
      for (; at + hashes < line_end && at[hashes] == '#'; hashes++)
        ;
      n_headings += hashes >= 1 && hashes <= 6 && at + hashes + 1 < line_end && at[hashes] == ' ';
      for (; at + 1 < line_end; at++)
        {
          if (at[0] == '*' && at[1] == '*')
            {
              stars++;
              at++;
            }
          else if (at[0] == ']' && at[1] == '(' && line_end - at > 6 && memcmp (at + 2, "http", 4) == 0)
            n_links++;
        }
      n_strong += stars / 2;
      text = line_end + 1;
    }
  return (n_fences >= 2) + (n_headings >= 1) + (n_strong >= 1) + (n_links >= 1) >= 2;
}

static gboolean
is_space (gunichar c)
{
  return c == 0 || g_unichar_isspace (c);
}

static gboolean
is_entity (const char *at,
           const char *end)
{
  const char *name = at + 1;

  if (name < end && *name == '#')
    name++;
  at = name;
  while (at < end && g_ascii_isalnum (*at))
    at++;
  return at > name && at < end && *at == ';';
}

/* How often a mark of emphasis stands where it could open or close one. Two
 * are needed for a pair; a single one changes nothing. */
static guint
count_marks (const char *text,
             const char *end,
             char        mark,
             gunichar    before,
             gunichar    after)
{
  guint n = 0;

  for (const char *at = memchr (text, mark, end - text); at != NULL && n < 2;
       at = memchr (at + 1, mark, end - at - 1))
    {
      const gunichar left = at > text ? (guint8) at[-1] : before;
      const gunichar right = at + 1 < end ? (guint8) at[1] : after;

      if (is_space (left) && is_space (right))
        continue;
      if (mark == '_' && (left >= 0x80 || g_unichar_isalnum (left)) &&
          (right >= 0x80 || g_unichar_isalnum (right)))
        continue;
      n++;
    }
  return n;
}

/**
 * chatty_markdown_append_escaped:
 * @out: where to
 * @text: plain text of one paragraph or a part of it
 * @length: its bytes
 * @before: the character before @text, 0 for none
 * @after: the character behind it, 0 for none
 * @in_cell: whether it stands in a table's cell
 *
 * Appends @text so that Markdown shows it as it is. Only what would mean
 * something else gets a backslash: a name like `full_text`, a product like
 * `2 * 3` and a single star stay as they are.
 */
void
chatty_markdown_append_escaped (GString    *out,
                                const char *text,
                                gsize       length,
                                gunichar    before,
                                gunichar    after,
                                gboolean    in_cell)
{
  const char *end = text + length;
  const gboolean stars = count_marks (text, end, '*', before, after) > 1;
  const gboolean lows = count_marks (text, end, '_', before, after) > 1;
  const gboolean tildes = g_strstr_len (text, length, "~~") != NULL;
  const char *tick = memchr (text, '`', length);
  const gboolean ticks = tick != NULL && memchr (tick + 1, '`', end - tick - 1) != NULL;
  const gboolean links = g_strstr_len (text, length, "](") != NULL || g_strstr_len (text, length, "][") != NULL ||
                         g_strstr_len (text, length, "]:") != NULL || g_strstr_len (text, length, "[^") != NULL;
  const char *start = text;

  for (const char *at = text; at < end; at++)
    {
      const char next = at + 1 < end ? at[1] : '\0';
      gboolean escape = FALSE;

      switch (*at)
        {
        case '\\':
          escape = g_ascii_ispunct (next) || (next == '\0' && after != 0 && !is_space (after));
          break;
        case '*':
          escape = stars;
          break;
        case '_':
          escape = lows && !(at > text && g_ascii_isalnum (at[-1]) && g_ascii_isalnum (next));
          break;
        case '~':
          escape = tildes;
          break;
        case '`':
          escape = ticks;
          break;
        case '[':
          escape = links;
          break;
        case '<':
          escape = g_ascii_isalpha (next) || next == '/' || next == '!' || next == '?';
          break;
        case '&':
          escape = is_entity (at, end);
          break;
        case '|':
          escape = in_cell;
          break;
        default:
          break;
        }
      if (escape)
        {
          g_string_append_len (out, start, at - start);
          g_string_append_c (out, '\\');
          start = at;
        }
    }
  g_string_append_len (out, start, end - start);
}

/**
 * chatty_markdown_append_line_start:
 * @out: where to
 * @line: a line that is about to be written
 * @length: its bytes, without the newline
 *
 * Appends a backslash when the line would become a heading or turn the one
 * before it into one. Dashes, numbers and `>` at the start stay: people write
 * them for what Markdown takes them for.
 */
void
chatty_markdown_append_line_start (GString    *out,
                                   const char *line,
                                   gsize       length)
{
  gsize n = 0;

  while (n < length && line[n] == '#')
    n++;
  if (n >= 1 && n <= 6 && (n == length || line[n] == ' '))
    {
      g_string_append_c (out, '\\');
      return;
    }
  for (n = 0; n < length && line[n] == '='; n++)
    ;
  if (n == length && n > 0)
    {
      g_string_append_c (out, '\\');
      return;
    }
  for (n = 0; n < length && line[n] == '-'; n++)
    ;
  if (n == length && n > 0)
    g_string_append_c (out, '\\');
  else if (length >= 3 && (memcmp (line, "```", 3) == 0 || memcmp (line, "~~~", 3) == 0))
    g_string_append_c (out, '\\');
}

static guint
longest_run (const char *text,
             gsize       length,
             char        c)
{
  guint longest = 0;
  guint run = 0;

  for (gsize i = 0; i < length; i++)
    {
      run = text[i] == c ? run + 1 : 0;
      longest = MAX (longest, run);
    }
  return longest;
}

static void
append_repeated (GString *out,
                 char     c,
                 guint    n)
{
  while (n-- > 0)
    g_string_append_c (out, c);
}

/**
 * chatty_markdown_append_code_span:
 * @out: where to
 * @text: code without newlines
 * @length: its bytes
 *
 * Appends @text between as many backticks as it needs.
 */
void
chatty_markdown_append_code_span (GString    *out,
                                  const char *text,
                                  gsize       length)
{
  const guint ticks = longest_run (text, length, '`') + 1;
  const gboolean pad = length > 0 && (text[0] == '`' || text[length - 1] == '`');

  append_repeated (out, '`', ticks);
  if (pad)
    g_string_append_c (out, ' ');
  g_string_append_len (out, text, length);
  if (pad)
    g_string_append_c (out, ' ');
  append_repeated (out, '`', ticks);
}

/**
 * chatty_markdown_append_fence:
 * @out: where to
 * @text: lines of code
 * @length: their bytes
 * @language: (nullable): its language
 *
 * Appends @text as a fenced block, with a newline at the end.
 */
void
chatty_markdown_append_fence (GString    *out,
                              const char *text,
                              gsize       length,
                              const char *language)
{
  const guint ticks = MAX (longest_run (text, length, '`') + 1, 3);

  append_repeated (out, '`', ticks);
  if (language != NULL)
    g_string_append (out, language);
  g_string_append_c (out, '\n');
  g_string_append_len (out, text, length);
  if (length > 0 && text[length - 1] != '\n')
    g_string_append_c (out, '\n');
  append_repeated (out, '`', ticks);
  g_string_append_c (out, '\n');
}

/**
 * chatty_markdown_append_address:
 * @out: where to
 * @address: where a link leads
 *
 * Appends @address as the destination of a link, without the brackets.
 */
void
chatty_markdown_append_address (GString    *out,
                                const char *address)
{
  for (const char *at = address; *at != '\0'; at++)
    {
      const guint8 c = (guint8) *at;

      if (c <= 0x20 || c == 0x7f || c == '(' || c == ')' || c == '<' || c == '>' || c == '\\')
        g_string_append_printf (out, "%%%02X", c);
      else
        g_string_append_c (out, *at);
    }
}
