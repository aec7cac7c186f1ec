/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-import"

#include <string.h>

#include "chatty-furniture.h"
#include "chatty-turn-text.h"

typedef struct {
  const char       *text;
  gsize             at;
  gsize             end;
  ChattyRole        role;
  ChattyCleanFlags  flags;
  ChattyFence       fence;
  GString          *out;
  gboolean          lost_fence;   /* we opened one ourselves */
  gboolean          seen_name;
} Cleaner;

static gboolean
line_starts (const char *line,
             gsize       length,
             const char *prefix)
{
  gsize n = strlen (prefix);

  return length >= n && memcmp (line, prefix, n) == 0;
}

/* "Date: 2025-01-14 18:30:00 +09:00", "<time datetime=…>", "*10:30 AM*" */
static gboolean
take_date_line (const char *line,
                gsize       length,
                ChattyDate *date)
{
  static const char * const keys[] = { "Date:", "Time:", "**Date:**", "**Time:**", "Timestamp:" };
  ChattyDate found;

  if (length > 160)
    return FALSE;
  if (line_starts (line, length, "<time"))
    {
      const char *value = memmem (line, length, "datetime=\"", 10);

      if (value == NULL)
        return FALSE;
      value += 10;
      if (chatty_date_parse (value, length - (value - line), &found) > 0)
        *date = found;
      return TRUE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (line_starts (line, length, keys[i]))
      {
        line += strlen (keys[i]);
        length -= strlen (keys[i]);
        break;
      }
  if (!chatty_date_parse_line (line, length, &found))
    return FALSE;
  *date = found;
  return TRUE;
}

/* The site repeats the first words of what follows in the label itself:
 * "You said: How do I" before "How do I boil an egg?". */
static gboolean
is_repeated (const char *line,
             gsize       length,
             const char *next,
             gsize       next_length)
{
  gsize i = 0, j = 0;

  while (length > 0 && (line[length - 1] == '.' || g_ascii_isspace (line[length - 1])))
    length--;
  if (length >= 3 && memcmp (line + length - 3, "\342\200\246", 3) == 0)
    length -= 3;
  if (length == 0)
    return FALSE;
  for (;;)
    {
      while (i < length && g_ascii_isspace (line[i]))
        i++;
      while (j < next_length && g_ascii_isspace (next[j]))
        j++;
      if (i >= length)
        return TRUE;
      if (j >= next_length)
        return FALSE;
      if (line[i] != next[j])
        {
          /* Emphasis is lost in the label. */
          if (strchr ("*_`#>", next[j]) == NULL)
            return FALSE;
          j++;
          continue;
        }
      i++;
      j++;
    }
}

static void
skip_repeated_words (Cleaner *self)
{
  gsize line_end = chatty_line_end (self->text, self->end, self->at);
  gsize next = line_end;

  while (next < self->end && g_ascii_isspace (self->text[next]))
    next++;
  if (next < self->end &&
      is_repeated (self->text + self->at, line_end - self->at,
                   self->text + next, self->end - next))
    self->at = next;
}

/* Does a line in code whose end was lost belong to the text again? */
static gboolean
looks_like_prose (const char *line,
                  gsize       length)
{
  guint n_words = 1;
  const char *last;

  if (length < 12 || g_ascii_isspace (line[0]) ||
      !(g_ascii_isupper (line[0]) || (guchar) line[0] >= 0xc3))
    return FALSE;
  for (gsize i = 0; i < length; i++)
    {
      if (line[i] == ' ')
        n_words++;
      else if (strchr ("{};=<>|\\#$", line[i]) != NULL)
        return FALSE;
    }
  last = line + length - 1;
  while (last > line && *last == ' ')
    last--;
  return n_words >= 4 && (strchr (".:!?", *last) != NULL || (guchar) *last >= 0x80);
}

static void
append_line (Cleaner    *self,
             const char *line,
             gsize       length)
{
  g_string_append_len (self->out, line, length);
  g_string_append_c (self->out, '\n');
}

static void
close_lost_fence (Cleaner *self)
{
  while (self->out->len > 0 && self->out->str[self->out->len - 1] == '\n')
    g_string_truncate (self->out, self->out->len - 1);
  g_string_append (self->out, "\n```\n\n");
  self->lost_fence = FALSE;
}

/* A language, then the copy button: there was a block of code here. Returns
 * whether it was that, with the reader behind the buttons. */
static gboolean
take_lost_fence (Cleaner *self,
                 gsize    line_end)
{
  const char *language = NULL;
  gsize at = self->at, end = line_end;
  gboolean buttons = FALSE;

  if (chatty_furniture_look (self->text + at, end - at, &language) != CHATTY_FURNITURE_LANGUAGE)
    return FALSE;
  for (at = end + 1; at < self->end; at = end + 1)
    {
      ChattyFurniture kind;

      end = chatty_line_end (self->text, self->end, at);
      if (chatty_line_is_blank (self->text, at, end))
        continue;
      kind = chatty_furniture_look (self->text + at, end - at, NULL);
      if (kind == CHATTY_FURNITURE_COPY_CODE)
        buttons = TRUE;
      else if (!buttons || kind != CHATTY_FURNITURE_PAGE)
        break;
    }
  if (!buttons)
    return FALSE;
  g_string_append_printf (self->out, "```%s\n", language);
  self->lost_fence = TRUE;
  self->at = MIN (at, self->end);
  return TRUE;
}

/* "<https://example.org/>" where the page had the bare address. */
static void
append_without_brackets (Cleaner    *self,
                         const char *line,
                         gsize       length)
{
  const char *end = line + length;
  gboolean in_code = FALSE;

  while (line < end)
    {
      const char *close;

      if (*line == '`')
        in_code = !in_code;
      if (*line == '<' && !in_code && line_starts (line, end - line, "<http") &&
          (close = memchr (line, '>', MIN (end - line, 2048))) != NULL &&
          (memmem (line, close - line, "://", 3) != NULL) &&
          memchr (line, ' ', close - line) == NULL &&
          (close + 1 == end || strchr (" .,;:!?)\"'", close[1]) != NULL))
        {
          g_string_append_len (self->out, line + 1, close - line - 1);
          line = close + 1;
          continue;
        }
      g_string_append_c (self->out, *line++);
    }
  g_string_append_c (self->out, '\n');
}

static gboolean
is_vault_furniture (const char *line,
                    gsize       length)
{
  return line_starts (line, length, "CONVERSATION_CREATED:") ||
         (length < 60 && (line_starts (line, length, "*Generated in ") ||
                          line_starts (line, length, "Generated in ")));
}

/* What stands before the first words. Returns whether the line was taken. */
static gboolean
take_head (Cleaner    *self,
           const char *line,
           gsize       length,
           ChattyDate *date)
{
  if (((self->flags & CHATTY_CLEAN_DATES) != 0 || line_starts (line, length, "<time datetime=")) &&
      date->year == 0 && !date->has_time && take_date_line (line, length, date))
    return TRUE;
  if ((self->flags & CHATTY_CLEAN_FURNITURE) != 0)
    {
      if (self->role == CHATTY_ROLE_ASSISTANT && !self->seen_name &&
          chatty_furniture_is_name (line, length))
        {
          self->seen_name = TRUE;
          return TRUE;
        }
      if (take_date_line (line, length, date))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_furniture (Cleaner    *self,
              const char *line,
              gsize       length)
{
  ChattyFurniture kind;

  if ((self->flags & CHATTY_CLEAN_STAMPS) != 0 && is_vault_furniture (line, length))
    return TRUE;
  if ((self->flags & CHATTY_CLEAN_FURNITURE) == 0)
    return FALSE;
  kind = chatty_furniture_look (line, length, NULL);
  return kind == CHATTY_FURNITURE_PAGE || kind == CHATTY_FURNITURE_COPY_CODE;
}

static gboolean
is_footer (const char *line,
           gsize       length)
{
  static const char * const starts[] = {
    "Powered by", "*Powered by", "Exported by", "*Exported by", "Exported from",
    "*Exported from", "Exported with", "*Exported with", "Generated by", "*Generated by",
    "_Powered by", "_Exported", "> Powered by", "> Exported by", "**Powered by",
    "**Exported", "###### Powered by", "Exported on", "*Exported on",
  };

  if (length > 200)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (starts); i++)
    if (line_starts (line, length, starts[i]))
      return TRUE;
  return FALSE;
}

static gsize
last_line (const GString *string,
           gsize          end)
{
  const char *feed = end > 0 ? memrchr (string->str, '\n', end - 1) : NULL;

  return feed != NULL ? (gsize) (feed - string->str) + 1 : 0;
}

/* Empty lines, and what the flags name, are taken off the end. */
static void
trim_tail (Cleaner    *self,
           ChattyDate *next_day)
{
  GString *out = self->out;
  gboolean in_code = self->fence.mark != 0;

  for (;;)
    {
      gsize end = out->len;
      gsize start;
      const char *line;
      gsize n;

      while (end > 0 && (out->str[end - 1] == '\n' || out->str[end - 1] == ' ' ||
                         out->str[end - 1] == '\t'))
        end--;
      g_string_truncate (out, end);
      start = last_line (out, end);
      line = out->str + start;
      n = end - start;
      if (n == 0 || in_code)
        return;
      if ((self->flags & CHATTY_CLEAN_RULES) != 0 && chatty_line_is_rule (out->str, start, end))
        ;
      else if ((self->flags & CHATTY_CLEAN_FOOTER) != 0 && is_footer (line, n))
        self->flags |= CHATTY_CLEAN_RULES;
      else if ((self->flags & CHATTY_CLEAN_STAMPS) != 0 && n > 4 && line[0] == '#' &&
               next_day->year == 0 &&
               chatty_date_parse_line (line + strspn (line, "# "), n - strspn (line, "# "),
                                       next_day))
        self->flags |= CHATTY_CLEAN_RULES;
      else if ((self->flags & CHATTY_CLEAN_FURNITURE) != 0 && n < 20)
        {
          ChattyDate date;

          if (!chatty_date_parse_line (line, n, &date) || date.year != 0)
            return;
        }
      else
        return;
      g_string_truncate (out, start);
    }
}

/**
 * chatty_turn_text_clean:
 * @text: the whole text
 * @turn: one turn of it
 * @flags: what is not part of what was said
 * @date: (inout): when it was said; set if a date stands under the label
 * @next_day: (out caller-allocates): the day that a heading at the end names
 *   for the turns that follow, or zeros
 *
 * Returns: (transfer full): what was said, in Markdown, without empty lines
 *   at its ends
 */
char *
chatty_turn_text_clean (const char            *text,
                        const ChattyFoundTurn *turn,
                        ChattyCleanFlags       flags,
                        ChattyDate            *date,
                        ChattyDate            *next_day)
{
  Cleaner self = {
    .text = text,
    .at = turn->body,
    .end = turn->end,
    .role = turn->role,
    .flags = flags,
    .out = g_string_sized_new (turn->end - turn->body + 1),
  };

  memset (next_day, 0, sizeof *next_day);
  if (turn->body > turn->start && turn->body > 0 && text[turn->body - 1] != '\n' &&
      (flags & CHATTY_CLEAN_FURNITURE) != 0)
    skip_repeated_words (&self);

  while (self.at < self.end)
    {
      gsize line_end = chatty_line_end (text, self.end, self.at);
      const char *line = text + self.at;
      gsize n = line_end - self.at;
      ChattyFenceEvent event = CHATTY_FENCE_NONE;

      if (!self.lost_fence)
        event = chatty_fence_step (&self.fence, line, n);
      if (event == CHATTY_FENCE_NONE && self.fence.mark == 0 && !self.lost_fence)
        {
          if ((self.out->len == 0 &&
               (chatty_line_is_blank (text, self.at, line_end) ||
                take_head (&self, line, n, date))))
            {
              self.at = line_end + 1;
              continue;
            }
          if ((flags & CHATTY_CLEAN_FURNITURE) != 0 && take_lost_fence (&self, line_end))
            continue;
          if (is_furniture (&self, line, n))
            {
              self.at = line_end + 1;
              continue;
            }
          if ((flags & CHATTY_CLEAN_AUTOLINKS) != 0 && memmem (line, n, "<http", 5) != NULL)
            append_without_brackets (&self, line, n);
          else
            append_line (&self, line, n);
        }
      else
        {
          if (self.lost_fence && looks_like_prose (line, n))
            close_lost_fence (&self);
          append_line (&self, line, n);
        }
      self.at = line_end + 1;
    }
  if (self.lost_fence)
    close_lost_fence (&self);
  trim_tail (&self, next_day);
  return g_string_free (self.out, FALSE);
}
