/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-spoken-text.h"

#include <string.h>

#include <unicode/uchar.h>

/* Where the bracket that @p stands on is closed within @end, or NULL. */
static const char *
find_close (const char *p,
            const char *end,
            char        open,
            char        close)
{
  guint depth = 0;

  for (; p < end; p++)
    {
      if (*p == '\\' && p + 1 < end)
        p++;
      else if (*p == open)
        depth++;
      else if (*p == close && --depth == 0)
        return p;
    }
  return NULL;
}

static void speak_inline (const char *p,
                          const char *end,
                          guint       depth,
                          GString    *into);

/* "[text](address)", "![text](address)", "[text][name]"; gives what follows. */
static const char *
speak_link (const char *p,
            const char *end,
            guint       depth,
            GString    *into)
{
  const char *open = *p == '!' ? p + 1 : p;
  const char *close = find_close (open, end, '[', ']');
  const char *after = NULL;

  if (close != NULL && close + 1 < end && close[1] == '(')
    after = find_close (close + 1, end, '(', ')');
  else if (close != NULL && close + 1 < end && close[1] == '[')
    after = find_close (close + 1, end, '[', ']');
  if (after == NULL || depth == 0)
    return NULL;
  speak_inline (open + 1, close, depth - 1, into);
  return after + 1;
}

/* A bare address is read by its host. */
static const char *
speak_address (const char *p,
               const char *end,
               GString    *into)
{
  const char *host, *host_end;

  if (g_ascii_strncasecmp (p, "https://", (gsize) MIN (8, end - p)) == 0 && end - p > 8)
    host = p + 8;
  else if (g_ascii_strncasecmp (p, "http://", (gsize) MIN (7, end - p)) == 0 && end - p > 7)
    host = p + 7;
  else
    return NULL;
  if (g_str_has_prefix (host, "www."))
    host += 4;
  for (host_end = host; host_end < end && (g_ascii_isalnum (*host_end) || *host_end == '.' ||
                                           *host_end == '-' || (guchar) *host_end >= 0x80);)
    host_end++;
  while (host_end > host && host_end[-1] == '.')
    host_end--;
  if (host_end == host)
    return NULL;
  g_string_append_len (into, host, host_end - host);
  p = host_end;
  if (p < end && (*p == '/' || *p == ':' || *p == '?' || *p == '#'))
    while (p < end && !g_ascii_isspace (*p) && strchr ("<>\"'`)]", *p) == NULL)
      p++;
  /* What ends the sentence is not the address's. */
  while (p > host_end && strchr (".,;!?", p[-1]) != NULL)
    p--;
  return p;
}

static const char *
speak_entity (const char *p,
              const char *end,
              GString    *into)
{
  static const struct { const char *name, *text; } entities[] = {
    { "&amp;", "&" }, { "&lt;", "<" }, { "&gt;", ">" }, { "&quot;", "\"" }, { "&#39;", "'" },
    { "&nbsp;", " " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (entities); i++)
    {
      gsize length = strlen (entities[i].name);

      if ((gsize) (end - p) >= length && strncmp (p, entities[i].name, length) == 0)
        {
          g_string_append (into, entities[i].text);
          return p + length;
        }
    }
  return NULL;
}

static gboolean
is_tag (const char *p,
        const char *end)
{
  return p + 1 < end && (g_ascii_isalpha (p[1]) || p[1] == '/' || p[1] == '!');
}

static gboolean
is_emoji (gunichar c)
{
  return c == 0x200d || c == 0x20e3 || (c >= 0xfe00 && c <= 0xfe0f) ||
         (c >= 0x1f1e6 && c <= 0x1f1ff) || (c >= 0xe0020 && c <= 0xe007f) ||
         (c >= 0x2000 && u_hasBinaryProperty ((UChar32) c, UCHAR_EXTENDED_PICTOGRAPHIC)) ||
         (c >= 0x1f3fb && c <= 0x1f3ff);
}

/* Marks of emphasis stand at words; between blanks they are signs. */
static gboolean
is_emphasis (const char *start,
             const char *p,
             const char *end)
{
  gboolean before, after;

  if (*p != '*' && *p != '_' && *p != '~')
    return FALSE;
  before = p > start && !g_ascii_isspace (p[-1]);
  after = p + 1 < end && !g_ascii_isspace (p[1]);
  if (*p == '~')
    return (p > start && p[-1] == '~') || (p + 1 < end && p[1] == '~');
  if (*p == '_')
    {
      gboolean in_word = before && after && (g_ascii_isalnum (p[-1]) || (guchar) p[-1] >= 0x80) &&
                         (g_ascii_isalnum (p[1]) || (guchar) p[1] >= 0x80);

      return !in_word && (before || after);
    }
  return before || after;
}

static void
speak_inline (const char *p,
              const char *end,
              guint       depth,
              GString    *into)
{
  const char *start = p;

  while (p < end)
    {
      const char *next = NULL;
      gunichar c;

      if (*p == '\\' && p + 1 < end && g_ascii_ispunct (p[1]))
        {
          g_string_append_c (into, p[1]);
          p += 2;
          continue;
        }
      if (*p == '[' || (*p == '!' && p + 1 < end && p[1] == '['))
        next = speak_link (p, end, depth, into);
      else if (*p == '<' && is_tag (p, end) && memchr (p, '>', (gsize) (end - p)) != NULL)
        {
          next = speak_address (p + 1, end, into);
          next = (const char *) memchr (next != NULL ? next : p, '>',
                                        (gsize) (end - (next != NULL ? next : p)));
          next = next != NULL ? next + 1 : NULL;
        }
      else if (*p == 'h' || *p == 'H')
        next = speak_address (p, end, into);
      else if (*p == '&')
        next = speak_entity (p, end, into);
      else if (*p == '`' || is_emphasis (start, p, end))
        next = p + 1;
      if (next != NULL)
        {
          p = next;
          continue;
        }
      c = g_utf8_get_char (p);
      next = g_utf8_next_char (p);
      if (next > end)
        break;
      if (g_unichar_isspace (c) || c == 0x00a0 || g_unichar_iscntrl (c))
        g_string_append_c (into, ' ');
      else if (!is_emoji (c))
        g_string_append_len (into, p, next - p);
      p = next;
    }
}

/* One blank between words, none at the ends. */
static char *
squeeze (const char *text)
{
  GString *result = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    if (*p != ' ' || (result->len > 0 && result->str[result->len - 1] != ' '))
      g_string_append_c (result, *p);
  if (result->len > 0 && result->str[result->len - 1] == ' ')
    g_string_truncate (result, result->len - 1);
  return g_string_free (result, FALSE);
}

/**
 * chatty_spoken_text_from_line:
 * @line: Markdown, valid UTF-8, without the marks of its block
 * @length: bytes, or -1
 *
 * Returns: (transfer full): what is said; "" when there is nothing in it that
 *   can be said
 */
char *
chatty_spoken_text_from_line (const char *line,
                              gssize      length)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean speaks = FALSE;

  speak_inline (line, line + (length < 0 ? strlen (line) : (gsize) length), 8, text);
  for (const char *p = text->str; *p != '\0' && !speaks; p = g_utf8_next_char (p))
    speaks = g_unichar_isalnum (g_utf8_get_char (p));
  return speaks ? squeeze (text->str) : g_strdup ("");
}
