/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-import"

#include <string.h>

#include "chatty-turn-labels.h"

#define MAX_CORE_BYTES 72
#define MAX_NAME_BYTES 48
#define MAX_NAME_WORDS 4

/* What stands before a colon at the start of a line and is nobody's name. */
static const char * const no_names[] = {
  "note", "notes", "pro", "pros", "con", "cons", "tip", "tips", "pro tip", "warning",
  "example", "examples", "input", "output", "step", "title", "date", "time", "author",
  "source", "sources", "summary", "question", "answer", "q", "a", "todo", "http", "https",
  "file", "link", "created", "updated", "exported", "model", "subject", "from", "to", "cc",
  "important", "caution", "result", "results", "conclusion", "introduction", "p.s", "ps",
  "ingredients", "instructions", "description", "usage", "solution", "explanation", "hint",
  "error", "info", "debug", "status", "name", "address", "email", "phone", "total", "key",
  "value", "type", "version", "license", "homepage", "options", "default", "required", "task",
  "goal", "context", "problem", "fix", "cause", "day", "week", "monday", "tuesday",
  "wednesday", "thursday", "friday", "saturday", "sunday", "chorus", "verse", "bridge",
};

typedef struct {
  const char *at;
  const char *end;
} Span;

static gboolean
span_take (Span       *span,
           const char *what)
{
  gsize n = strlen (what);

  if ((gsize) (span->end - span->at) < n || memcmp (span->at, what, n) != 0)
    return FALSE;
  span->at += n;
  return TRUE;
}

static void
span_skip_spaces (Span *span)
{
  while (span->at < span->end)
    {
      if (*span->at == ' ' || *span->at == '\t')
        span->at++;
      else if (!span_take (span, "\302\240") && !span_take (span, "\342\200\257") &&
               !span_take (span, "\357\273\277") && !span_take (span, "\342\200\213") &&
               !span_take (span, "\342\200\216") && !span_take (span, "\342\200\217"))
        return;
    }
}

/* Spaces at the end are taken off. */
static void
span_trim (Span *span)
{
  span_skip_spaces (span);
  while (span->end > span->at)
    {
      gsize left = span->end - span->at;

      if (span->end[-1] == ' ' || span->end[-1] == '\t')
        span->end--;
      else if (left >= 2 && memcmp (span->end - 2, "\302\240", 2) == 0)
        span->end -= 2;
      else if (left >= 3 && (memcmp (span->end - 3, "\342\200\257", 3) == 0 ||
                             memcmp (span->end - 3, "\342\200\213", 3) == 0 ||
                             memcmp (span->end - 3, "\342\200\216", 3) == 0 ||
                             memcmp (span->end - 3, "\342\200\217", 3) == 0))
        span->end -= 3;
      else
        return;
    }
}

static gboolean
span_take_colon (Span *span)
{
  return span_take (span, ":") || span_take (span, "\357\274\232");
}

static gboolean
span_take_emoji (Span *span)
{
  gboolean found = FALSE;

  while (span->at < span->end && (guchar) *span->at >= 0xe2)
    {
      gunichar c = g_utf8_get_char (span->at);
      GUnicodeType type = g_unichar_type (c);

      if (c < 0x2190 && c != 0x200d)
        break;
      if (type != G_UNICODE_OTHER_SYMBOL && type != G_UNICODE_FORMAT &&
          type != G_UNICODE_MODIFIER_SYMBOL && type != G_UNICODE_NON_SPACING_MARK &&
          type != G_UNICODE_MATH_SYMBOL)
        break;
      found = TRUE;
      span->at = g_utf8_next_char (span->at);
    }
  if (found)
    span_skip_spaces (span);
  return found;
}

static gboolean
span_take_date (Span       *span,
                ChattyDate *date)
{
  gsize n;

  span_skip_spaces (span);
  while (span->at < span->end && (*span->at == '*' || *span->at == '_' || *span->at == '`'))
    span->at++;
  n = chatty_date_parse (span->at, span->end - span->at, date);
  if (n == 0)
    return FALSE;
  span->at += n;
  while (span->at < span->end && (*span->at == '*' || *span->at == '_' || *span->at == '`'))
    span->at++;
  return TRUE;
}

/* "[2025-01-14T10:30:45Z]" or "(10:30 AM)" */
static gboolean
span_take_bracketed_date (Span       *span,
                          ChattyDate *date)
{
  Span inner = *span;
  char closing;

  span_skip_spaces (&inner);
  if (inner.at >= inner.end || (*inner.at != '[' && *inner.at != '('))
    return FALSE;
  closing = *inner.at == '[' ? ']' : ')';
  inner.at++;
  if (!span_take_date (&inner, date))
    return FALSE;
  span_skip_spaces (&inner);
  if (inner.at >= inner.end || *inner.at != closing)
    return FALSE;
  span->at = inner.at + 1;
  return TRUE;
}

static gboolean
span_take_dash (Span *span)
{
  Span copy = *span;

  span_skip_spaces (&copy);
  if (copy.at == span->at)
    return FALSE;
  if (!span_take (&copy, "- ") && !span_take (&copy, "\342\200\223 ") &&
      !span_take (&copy, "\342\200\224 ") && !span_take (&copy, "| ") &&
      !span_take (&copy, "\302\267 ") && !span_take (&copy, "\342\200\242 "))
    return FALSE;
  *span = copy;
  return TRUE;
}

/* "10:30:45 AM EST - " before the name */
static gboolean
span_take_stamp (Span       *span,
                 ChattyDate *date)
{
  Span copy = *span;
  ChattyDate found;

  if (copy.at >= copy.end || !g_ascii_isdigit (*copy.at) ||
      !span_take_date (&copy, &found) || !found.has_time || !span_take_dash (&copy))
    return FALSE;
  *span = copy;
  *date = found;
  return TRUE;
}

/* Whether a dash, or a bracket, with a date behind it begins at @at: then
 * that is where a name ends. */
static gboolean
date_follows (const char *at,
              const char *end,
              ChattyDate *date,
              const char **behind)
{
  Span span = { at, end };

  if (span_take_bracketed_date (&span, date) ||
      (span_take_dash (&span) && span_take_date (&span, date)))
    {
      *behind = span.at;
      return TRUE;
    }
  return FALSE;
}

/* Finds where the name ends in a label that is not bold, and what follows. */
static gboolean
split_plain (Span           *span,
             Span           *core,
             ChattyTurnMark *mark)
{
  const char *p = span->at;
  const char *limit = MIN (span->end, span->at + MAX_CORE_BYTES);

  core->at = p;
  for (; p < limit; p++)
    {
      Span tail = { p, span->end };

      if (span_take_colon (&tail))
        {
          core->end = p;
          mark->colon = TRUE;
          span->at = tail.at;
          return TRUE;
        }
      if ((*p == ' ' || (guchar) *p == 0xc2 || (guchar) *p == 0xe2) && !mark->has_date &&
          date_follows (p, span->end, &mark->date, &tail.at))
        {
          core->end = p;
          mark->has_date = TRUE;
          span->at = tail.at;
          span_skip_spaces (span);
          mark->colon = span_take_colon (span);
          return TRUE;
        }
    }
  if (limit < span->end)
    return FALSE;
  core->end = span->end;
  span->at = span->end;
  return TRUE;
}

static gboolean
split_bold (Span           *span,
            Span           *core,
            const char     *fence,
            ChattyTurnMark *mark)
{
  gsize n = MIN (span->end - span->at, CHATTY_TURN_MARK_MAX_BYTES);
  const char *closing = memmem (span->at, n, fence, strlen (fence));

  if (closing == NULL || closing == span->at)
    return FALSE;
  core->at = span->at;
  core->end = closing;
  span->at = closing + strlen (fence);
  span_trim (core);
  if (core->end > core->at && core->end[-1] == ':')
    {
      core->end--;
      mark->colon = TRUE;
    }
  else if (core->end - core->at > 3 && memcmp (core->end - 3, "\357\274\232", 3) == 0)
    {
      core->end -= 3;
      mark->colon = TRUE;
    }
  for (const char *p = core->at; p < core->end && !mark->has_date; p++)
    {
      const char *behind;

      if ((*p == ' ' || *p == '(') && date_follows (p, core->end, &mark->date, &behind))
        {
          mark->has_date = TRUE;
          core->end = p;
        }
    }
  if (!mark->colon || !mark->has_date)
    {
      Span tail = *span;
      ChattyDate date;
      const char *behind;

      if (mark->date.year == 0 && date_follows (tail.at, tail.end, &date, &behind))
        {
          mark->date = date;
          mark->has_date = TRUE;
          tail.at = behind;
        }
      span_skip_spaces (&tail);
      if (!mark->colon && span_take_colon (&tail))
        mark->colon = TRUE;
      if (mark->colon || mark->has_date)
        *span = tail;
    }
  return TRUE;
}

/* "Assistant (gpt-4)": what stands in the brackets is taken off. */
static void
take_brackets (Span           *core,
               ChattyTurnMark *mark)
{
  const char *open;

  span_trim (core);
  if (core->end - core->at < 4 || core->end[-1] != ')')
    return;
  open = memchr (core->at, '(', core->end - core->at);
  if (open == NULL || open == core->at)
    return;
  mark->model = open + 1;
  mark->model_length = core->end - 1 - mark->model;
  core->end = open;
  span_trim (core);
}

/* "Zen said", where nobody is called so in the table. */
static gboolean
take_said (Span       *core,
           const char *folded,
           gsize       folded_length)
{
  if (folded_length < 6 || strcmp (folded + folded_length - 5, " said") != 0 ||
      core->end - core->at < 6)
    return FALSE;
  core->end -= 5;
  span_trim (core);
  return core->end > core->at && core->end - core->at <= MAX_NAME_BYTES;
}

/* "Claude 3.5 Sonnet", "ChatGPT 4o": the assistant's name with that of its
 * model, which is taken off word by word. */
static const ChattyTurnLabel *
lookup_with_model (const char     *folded,
                   ChattyTurnMark *mark)
{
  static const char * const words[] = {
    "sonnet", "opus", "haiku", "instant", "pro", "plus", "mini", "turbo", "flash", "ultra",
    "nano", "thinking", "advanced", "team", "enterprise", "auto", "beta", "preview", "fast",
  };
  char copy[128];
  char *space;

  g_strlcpy (copy, folded, sizeof copy);
  for (guint i = 0; i < 4 && (space = strrchr (copy, ' ')) != NULL; i++)
    {
      const ChattyTurnLabel *label;
      gboolean known = strpbrk (space, "0123456789") != NULL;

      for (guint j = 0; j < G_N_ELEMENTS (words) && !known; j++)
        known = strcmp (space + 1, words[j]) == 0;
      if (!known)
        return NULL;
      *space = '\0';
      label = chatty_turn_label_lookup (copy);
      if (label != NULL && label->platform != NULL && label->family == CHATTY_LABEL_SPEAKER)
        {
          if (mark->model == NULL)
            {
              mark->model = mark->author;
              mark->model_length = mark->author_length;
            }
          return label;
        }
    }
  return NULL;
}

static gboolean
is_name (const Span *core,
         const char *folded)
{
  guint words = 1;
  gunichar first;

  if (core->end - core->at > MAX_NAME_BYTES)
    return FALSE;
  first = g_utf8_get_char (core->at);
  if (!g_unichar_isalpha (first) || g_unichar_islower (first))
    return FALSE;
  for (const char *p = core->at; p < core->end; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == ' ')
        words++;
      else if (!g_unichar_isalnum (c) && !g_unichar_ismark (c) && c != '.' && c != '\'' &&
               c != '-' && c != '_' && c != '&' && c != 0x2019)
        return FALSE;
    }
  if (words > MAX_NAME_WORDS)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (no_names); i++)
    if (strcmp (no_names[i], folded) == 0)
      return FALSE;
  return TRUE;
}

/**
 * chatty_turn_mark_read:
 * @line: a line of valid UTF-8, not ended by NUL
 * @length: bytes of the line, without its end
 * @any_name: whether names count that are not in the table
 * @mark: (out caller-allocates): what was found
 *
 * Looks whether a line is or begins with a label, in any of the decorations
 * that sites and exporters give them. Only a bounded number of bytes is
 * looked at, so a line costs the same whatever it holds.
 *
 * Returns: whether it may be a label; if it is one, only its fellows can tell
 */
gboolean
chatty_turn_mark_read (const char     *line,
                       gsize           length,
                       gboolean        any_name,
                       ChattyTurnMark *mark)
{
  Span span = { line, line + length };
  Span core;
  char folded[128];
  gsize folded_length;
  gboolean stamped = FALSE;
  const char *bold = NULL;

  memset (mark, 0, sizeof *mark);
  if (length >= 4 && memcmp (line, "    ", 4) == 0)
    return FALSE;
  span_skip_spaces (&span);
  /* The readers of rich text escape what was typed as Markdown. */
  if (span.end - span.at > 2 && span.at[0] == '\\' && span.at[1] == '#')
    span.at++;
  while (span.at < span.end && *span.at == '#' && mark->heading < 7)
    {
      span.at++;
      mark->heading++;
    }
  if (mark->heading > 6 || (mark->heading > 0 && span.at < span.end && *span.at != ' '))
    return FALSE;
  span_skip_spaces (&span);
  if (span.at < span.end && *span.at == '[' && span_take_bracketed_date (&span, &mark->date))
    {
      mark->has_date = stamped = TRUE;
      span_skip_spaces (&span);
    }
  mark->emoji = span_take_emoji (&span);
  if (span_take (&span, "**"))
    bold = "**";
  else if (span_take (&span, "\\*\\*"))
    bold = "\\*\\*";
  else if (span_take (&span, "__"))
    bold = "__";
  mark->bold = bold != NULL;
  span_skip_spaces (&span);
  if (!stamped && span_take_stamp (&span, &mark->date))
    mark->has_date = stamped = TRUE;
  if (span_take_emoji (&span))
    mark->emoji = TRUE;
  if (span.at >= span.end ||
      !(bold != NULL ? split_bold (&span, &core, bold, mark) : split_plain (&span, &core, mark)))
    return FALSE;

  mark->author = core.at;
  take_brackets (&core, mark);
  folded_length = core.end > core.at && core.end - core.at <= MAX_CORE_BYTES
    ? chatty_turn_label_fold (core.at, core.end - core.at, folded, sizeof folded) : 0;
  if (folded_length == 0)
    return FALSE;
  mark->label = chatty_turn_label_lookup (folded);
  mark->author = core.at;
  mark->author_length = core.end - core.at;
  if (mark->label == NULL)
    mark->label = lookup_with_model (folded, mark);
  span_trim (&span);
  mark->rest = span.at;
  mark->rest_length = span.end - span.at;

  if (mark->label != NULL)
    mark->family = stamped ? CHATTY_LABEL_STAMPED : mark->label->family;
  else if (stamped && mark->colon && mark->author_length <= MAX_NAME_BYTES)
    mark->family = CHATTY_LABEL_STAMPED;
  else if (mark->colon && mark->rest_length == 0 && take_said (&core, folded, folded_length))
    {
      mark->family = CHATTY_LABEL_SAID;
      mark->author_length = core.end - core.at;
    }
  else if (any_name && is_name (&core, folded))
    mark->family = CHATTY_LABEL_NAME;
  else
    return FALSE;

  if (mark->label != NULL && mark->label->role == CHATTY_ROLE_TOOL && mark->model != NULL)
    {
      /* "Plugin (name)" is called so as a whole. */
      mark->author_length = mark->model + mark->model_length + 1 - mark->author;
      mark->model = NULL;
      mark->model_length = 0;
    }
  if (mark->rest_length > 0 &&
      (!mark->colon || (mark->heading > 0 && mark->family != CHATTY_LABEL_SAID)))
    return FALSE;
  if (mark->rest_length >= 2 && mark->family == CHATTY_LABEL_NAME &&
      memcmp (mark->rest, "//", 2) == 0)
    return FALSE;
  return TRUE;
}

/**
 * chatty_turn_mark_get_style:
 * @mark: a label
 * @with_family: whether its family counts, or its decoration alone
 *
 * Returns: a number below %CHATTY_N_TURN_STYLES that is equal for labels
 *   which look the same
 */
guint
chatty_turn_mark_get_style (const ChattyTurnMark *mark,
                            gboolean              with_family)
{
  guint style = mark->heading;

  /* The sites give the two sides headings of different levels. */
  if (with_family && mark->family == CHATTY_LABEL_SAID)
    style = style > 0 ? 6 : 0;
  style = style * 8 + (mark->bold ? 4 : 0) + (mark->emoji ? 2 : 0) + (mark->colon ? 1 : 0);
  return style * CHATTY_N_LABEL_FAMILIES + (with_family ? mark->family : 0);
}
