/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include <string.h>

#include "chatty-prompt-text.h"

#define BOM    "\xef\xbb\xbf"
#define YOU    "**You Are "
#define BLANKS " \t\r\n"

/* Where the parts are in the text. A part that is missing has no start. */
typedef struct {
  const char *body;             /* after a byte order mark */
  const char *name, *name_end;
  const char *name_line_end;    /* after its newline */
  const char *description, *description_end;
  const char *description_line, *description_line_tail, *description_line_end;
  const char *instructions, *instructions_end;
} Spans;

static const char *
line_end (const char *line)
{
  return line + strcspn (line, "\n");
}

/* The line's end without blanks. */
static const char *
trim_end (const char *from,
          const char *to)
{
  while (to > from && strchr (BLANKS, to[-1]) != NULL)
    to--;
  return to;
}

static Spans
find_spans (const char *text)
{
  Spans spans = { .body = g_str_has_prefix (text, BOM) ? text + strlen (BOM) : text };
  const char *line = spans.body;
  const char *end = trim_end (line, line_end (line));
  const char *rest = line;

  if (g_ascii_strncasecmp (line, YOU, strlen (YOU)) == 0 &&
      (gsize) (end - line) >= strlen (YOU) + 2 && strncmp (end - 2, "**", 2) == 0)
    {
      spans.name = line + strlen (YOU);
      spans.name_end = end - 2;
      line = line_end (line);
      spans.name_line_end = rest = *line != '\0' ? line + 1 : line;

      /* Bold text on the next line is no description, and what comes after an
       * empty line is not either. */
      line = rest;
      end = trim_end (line, line_end (line));
      if (end - line >= 2 && line[0] == '*' && end[-1] == '*' &&
          (end - line < 4 || line[1] != '*' || end[-2] != '*'))
        {
          spans.description = line + 1;
          spans.description_end = end - 1;
          while (spans.description < spans.description_end && *spans.description == ' ')
            spans.description++;
          while (spans.description_end > spans.description && spans.description_end[-1] == ' ')
            spans.description_end--;
          spans.description_line = line;
          spans.description_line_tail = end;
          line = line_end (line);
          spans.description_line_end = rest = *line != '\0' ? line + 1 : line;
        }
    }

  spans.instructions = rest + strspn (rest, "\r\n");
  spans.instructions_end = trim_end (spans.instructions,
                                     spans.instructions + strlen (spans.instructions));
  return spans;
}

/* With plain newlines. */
static char *
dup_span (const char *from,
          const char *to)
{
  GString *out;

  if (from == NULL)
    return NULL;
  out = g_string_new_len (from, to - from);
  g_string_replace (out, "\r\n", "\n", 0);
  return g_string_free (out, FALSE);
}

/**
 * chatty_prompt_text_parse:
 * @text: UTF-8, with any line ends, with or without a byte order mark
 *
 * Returns: (transfer full): what it says
 */
ChattyPromptText *
chatty_prompt_text_parse (const char *text)
{
  ChattyPromptText *self = g_new0 (ChattyPromptText, 1);
  Spans spans = find_spans (text);

  self->name = dup_span (spans.name, spans.name_end);
  self->description = dup_span (spans.description, spans.description_end);
  self->instructions = dup_span (spans.instructions, spans.instructions_end);
  return self;
}

/**
 * chatty_prompt_text_free:
 *
 * Frees @self.
 */
void
chatty_prompt_text_free (ChattyPromptText *self)
{
  g_free (self->name);
  g_free (self->description);
  g_free (self->instructions);
  g_free (self);
}

/**
 * chatty_prompt_text_line:
 * @value: a name or description of any number of lines
 *
 * Returns: (transfer full): @value on one line, as the file has it
 */
char *
chatty_prompt_text_line (const char *value)
{
  char *line = g_strdup (value);

  for (char *p = line; *p != '\0'; p++)
    if (*p == '\n' || *p == '\r')
      *p = ' ';
  return g_strstrip (line);
}

static void
append_lines (GString    *out,
              const char *value,
              const char *newline)
{
  for (const char *p = value; *p != '\0'; p++)
    if (*p == '\n')
      g_string_append (out, newline);
    else if (*p != '\r' || p[1] != '\n')
      g_string_append_c (out, *p);
}

/* A description with stars at both ends would look like bold text. */
static void
append_description (GString    *out,
                    const char *line)
{
  if (g_str_has_prefix (line, "*") && g_str_has_suffix (line, "*"))
    g_string_append_printf (out, "* %s *", line);
  else
    g_string_append_printf (out, "*%s*", line);
}

static void
append_span (GString    *out,
             const char *from,
             const char *to)
{
  g_string_append_len (out, from, to - from);
}

/**
 * chatty_prompt_text_edit:
 * @text: what the file holds; "" for a new one
 * @name: (nullable): the new name, or %NULL to leave that part as it is
 * @description: (nullable): the same; "" takes its line away
 * @instructions: (nullable): the same, without blank lines around
 *
 * Changes parts; every byte that does not belong to them stays.
 *
 * Returns: (transfer full): the new text
 */
char *
chatty_prompt_text_edit (const char *text,
                         const char *name,
                         const char *description,
                         const char *instructions)
{
  Spans spans = find_spans (text);
  const char *newline = strstr (text, "\r\n") != NULL ? "\r\n" : "\n";
  g_autofree char *name_line = name != NULL ? chatty_prompt_text_line (name) : NULL;
  g_autofree char *description_line = NULL;
  g_autofree char *body = NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  const char *at = spans.body;

  append_span (out, text, spans.body);
  if (description != NULL)
    description_line = chatty_prompt_text_line (description);

  /* A description without the line above it would be read as instructions. */
  if (spans.name == NULL && (name_line != NULL ||
                             (description_line != NULL && *description_line != '\0')))
    {
      g_string_append_printf (out, YOU "%s**%s", name_line != NULL ? name_line : "", newline);
      if (description_line == NULL || *description_line == '\0')
        g_string_append (out, newline);
    }
  else if (spans.name != NULL)
    {
      append_span (out, at, spans.name);
      if (name_line != NULL)
        g_string_append (out, name_line);
      else
        append_span (out, spans.name, spans.name_end);
      append_span (out, spans.name_end, spans.name_line_end);
      at = spans.name_line_end;
    }

  if (description_line != NULL && spans.description != NULL)
    {
      append_span (out, at, spans.description_line);
      at = spans.description_line_end;
      if (*description_line != '\0')
        {
          append_description (out, description_line);
          append_span (out, spans.description_line_tail, at);
        }
    }
  else if (description_line != NULL && *description_line != '\0')
    {
      if (out->len > 0 && out->str[out->len - 1] != '\n')
        g_string_append (out, newline);
      append_description (out, description_line);
      g_string_append (out, newline);
      /* An empty line stands between it and what follows. */
      if (*at != '\0' && *at != '\n' && *at != '\r')
        g_string_append (out, newline);
    }

  if (instructions == NULL)
    {
      g_string_append (out, at);
      return g_string_free (g_steal_pointer (&out), FALSE);
    }
  append_span (out, at, spans.instructions);
  if (spans.instructions == spans.instructions_end && out->len > 0 && *instructions != '\0')
    {
      if (out->str[out->len - 1] != '\n')
        g_string_append (out, newline);
      if (!g_str_has_suffix (out->str, "\n\n") && !g_str_has_suffix (out->str, "\n\r\n"))
        g_string_append (out, newline);
    }
  /* Instructions that would look like what comes before them. */
  if ((spans.name == NULL && name_line == NULL &&
       g_ascii_strncasecmp (instructions, YOU, strlen (YOU)) == 0) ||
      (spans.description == NULL && spans.instructions == spans.name_line_end &&
       *instructions == '*' && !g_str_has_suffix (out->str, "\n\n")))
    g_string_append (out, newline);
  body = g_strdup (instructions + strspn (instructions, "\r\n"));
  append_lines (out, g_strchomp (body), newline);
  if (*spans.instructions_end != '\0')
    g_string_append (out, spans.instructions_end);
  else if (spans.instructions == spans.instructions_end)
    g_string_append (out, newline);
  return g_string_free (g_steal_pointer (&out), FALSE);
}
