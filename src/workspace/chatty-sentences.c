/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-sentences.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include <unicode/ubrk.h>
#include <unicode/uchar.h>

#include "chatty-spoken-text.h"

/* Enough of a line to tell what kind it is. */
#define LINE_START 32
/* The boundaries up to CHATTY_SENTENCES_MAX are looked for in this many
 * characters, so that they do not depend on how much has come beyond. */
#define WINDOW (CHATTY_SENTENCES_MAX + 100)
/* A row of a table is looked at when all of it is there, up to here. */
#define MAX_ROW 4000

struct _ChattySentences {
  UBreakIterator *iterator;
  GString        *line;        /* of the line that is coming: what was not cut off yet */
  gboolean        begun;       /* the marks of its block are off */
  gboolean        in_code;
  char            fence[4];
  GQueue          ready;       /* of char * */
};

/**
 * chatty_sentences_new:
 * @language: (nullable): a language code
 *
 * Returns: (transfer full): for a text of which nothing has come yet
 */
ChattySentences *
chatty_sentences_new (const char *language)
{
  ChattySentences *self = g_new0 (ChattySentences, 1);
  UErrorCode status = U_ZERO_ERROR;

  self->line = g_string_new (NULL);
  g_queue_init (&self->ready);
  self->iterator = ubrk_open (UBRK_SENTENCE, language != NULL ? language : "", NULL, 0, &status);
  if (U_FAILURE (status))
    {
      g_warning ("No rules for sentences: %s", u_errorName (status));
      self->iterator = NULL;
    }
  return self;
}

void
chatty_sentences_free (ChattySentences *self)
{
  if (self->iterator != NULL)
    ubrk_close (self->iterator);
  g_string_free (self->line, TRUE);
  g_queue_clear_full (&self->ready, g_free);
  g_free (self);
}

static void
push (ChattySentences *self,
      const char      *raw,
      gsize            length)
{
  g_autofree char *spoken = chatty_spoken_text_from_line (raw, (gssize) length);

  if (*spoken != '\0')
    g_queue_push_tail (&self->ready, g_steal_pointer (&spoken));
}

/* Not within a link, a piece of code or a tag: what it is there can only be
 * said of the whole. */
static gboolean
is_balanced (const char *text,
             gsize       length)
{
  int square = 0, round = 0, ticks = 0;

  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == '\\')
        i++;
      else if (text[i] == '[')
        square++;
      else if (text[i] == ']' && square > 0)
        square--;
      else if (text[i] == '(' && i > 0 && text[i - 1] == ']')
        round++;
      else if (text[i] == ')' && round > 0)
        round--;
      else if (text[i] == '`')
        ticks++;
    }
  return square == 0 && round == 0 && ticks % 2 == 0;
}

/* The rules know nothing of addresses: "a?b=c" is one word. */
static gboolean
is_outside_word (const char *text,
                 const char *place)
{
  return place == text || g_ascii_isspace (place[-1]) || !g_ascii_isalnum (*place);
}

/* Bytes of @text up to the last blank in its first @max characters. */
static gsize
cut_at_blank (const char *text,
              glong       max)
{
  const char *end = g_utf8_offset_to_pointer (text, max);
  const char *cut = end;

  for (const char *p = text; p < end; p = g_utf8_next_char (p))
    if (g_unichar_isspace (g_utf8_get_char (p)))
      cut = g_utf8_next_char (p);
  return (gsize) (cut - text);
}

static gboolean
has_letter (const char *text,
            const char *end)
{
  for (; text < end; text = g_utf8_next_char (text))
    if (g_unichar_isalpha (g_utf8_get_char (text)))
      return TRUE;
  return FALSE;
}

/* How many bytes of the line are the next sentence; 0: not certain yet.
 * @complete: the line ends where @self->line does. */
static gsize
next_sentence (ChattySentences *self,
               gboolean         complete)
{
  const char *text = self->line->str;
  glong n_chars = g_utf8_strlen (text, (gssize) self->line->len);
  const char *window_end = n_chars > WINDOW ? g_utf8_offset_to_pointer (text, WINDOW)
                                            : text + self->line->len;
  gboolean all_there = complete || n_chars >= WINDOW;
  g_autofree gunichar2 *units = NULL;
  glong n_units = 0;
  UErrorCode status = U_ZERO_ERROR;

  units = g_utf8_to_utf16 (text, window_end - text, NULL, &n_units, NULL);
  if (units == NULL || n_units == 0)
    return 0;
  if (self->iterator != NULL)
    ubrk_setText (self->iterator, (const UChar *) units, (int32_t) n_units, &status);
  if (self->iterator != NULL && U_SUCCESS (status))
    {
      const char *place = text;
      glong at = 0, chars = 0;

      for (int32_t b = ubrk_next (self->iterator); b != UBRK_DONE; b = ubrk_next (self->iterator))
        {
          while (at < b)
            {
              at += g_utf8_get_char (place) > 0xffff ? 2 : 1;
              place = g_utf8_next_char (place);
              chars++;
            }
          if (chars > CHATTY_SENTENCES_MAX || place >= window_end)
            break;
          /* The rules look for the letter that follows. */
          if (!all_there && !has_letter (place, window_end))
            break;
          if (is_outside_word (text, place) && is_balanced (text, (gsize) (place - text)))
            return (gsize) (place - text);
        }
    }
  if (n_chars >= WINDOW || (complete && n_chars > CHATTY_SENTENCES_MAX))
    return cut_at_blank (text, CHATTY_SENTENCES_MAX);
  return complete ? self->line->len : 0;
}

/* Takes the marks off the beginning of a line: headings, lists, quotes. */
static void
skip_block_marks (GString *line)
{
  const char *p = line->str;
  const char *digits;

  for (;;)
    {
      while (*p == ' ' || *p == '\t')
        p++;
      if (*p == '>')
        p++;
      else if ((*p == '-' || *p == '*' || *p == '+') && (p[1] == ' ' || p[1] == '\t'))
        p += 2;
      else
        break;
    }
  if (g_str_has_prefix (p, "[ ] ") || g_str_has_prefix (p, "[x] "))
    p += 4;
  for (digits = p; g_ascii_isdigit (*digits) && digits - p < 4; digits++);
  if (digits > p && (*digits == '.' || *digits == ')') && digits[1] == ' ')
    p = digits + 2;
  while (*p == '#')
    p++;
  g_string_erase (line, 0, p - line->str);
}

static gboolean
is_fence (const char *line,
          char        fence[4])
{
  while (*line == ' ')
    line++;
  if (!g_str_has_prefix (line, "```") && !g_str_has_prefix (line, "~~~"))
    return FALSE;
  memcpy (fence, line, 3);
  fence[3] = '\0';
  return TRUE;
}

static gboolean
closes_fence (ChattySentences *self)
{
  const char *p = self->line->str;

  while (*p == ' ')
    p++;
  return g_str_has_prefix (p, self->fence);
}

static gboolean
is_row (const char *line)
{
  while (*line == ' ')
    line++;
  return *line == '|';
}

/* The cells of a row, one after the other. */
static void
push_row (ChattySentences *self)
{
  g_auto (GStrv) cells = g_strsplit (self->line->str, "|", -1);
  g_autoptr (GString) row = g_string_new (NULL);
  gboolean rule = TRUE;

  for (guint i = 0; self->line->str[i] != '\0' && rule; i++)
    rule = strchr ("|-: \t", self->line->str[i]) != NULL;
  if (rule)
    return;
  for (guint i = 0; cells[i] != NULL; i++)
    {
      g_strstrip (cells[i]);
      if (*cells[i] != '\0')
        g_string_append_printf (row, "%s%s", row->len > 0 ? ", " : "", cells[i]);
    }
  push (self, row->str, row->len);
}

/* Cuts off what is certain. */
static void
cut (ChattySentences *self,
     gboolean         complete)
{
  gsize length;

  while (self->line->len > 0 && (length = next_sentence (self, complete)) > 0)
    {
      push (self, self->line->str, length);
      g_string_erase (self->line, 0, (gssize) length);
    }
}

static void
look (ChattySentences *self,
      gboolean         complete)
{
  if (!self->begun)
    {
      if (!complete && self->line->len < LINE_START)
        return;
      if (self->in_code)
        {
          if (complete && closes_fence (self))
            self->in_code = FALSE;
          if (self->line->len > LINE_START)
            g_string_truncate (self->line, LINE_START);
          return;
        }
      if (is_fence (self->line->str, self->fence))
        {
          if (!complete)
            return;
          self->in_code = TRUE;
          /* Translators: spoken in place of a block of program code. */
          g_queue_push_tail (&self->ready, g_strdup (_("Program code.")));
          return;
        }
      if (is_row (self->line->str) && self->line->len < MAX_ROW)
        {
          if (complete)
            push_row (self);
          return;
        }
      skip_block_marks (self->line);
      self->begun = TRUE;
    }
  cut (self, complete);
}

static void
end_line (ChattySentences *self)
{
  look (self, TRUE);
  g_string_truncate (self->line, 0);
  self->begun = FALSE;
}

/**
 * chatty_sentences_feed:
 * @text: the next bytes of the text, which is valid UTF-8 as a whole
 * @length: how many; never in the middle of a character
 */
void
chatty_sentences_feed (ChattySentences *self,
                       const char      *text,
                       gsize            length)
{
  const char *end = text + length;

  while (text < end)
    {
      const char *newline = memchr (text, '\n', (gsize) (end - text));

      g_string_append_len (self->line, text, (newline != NULL ? newline : end) - text);
      if (newline == NULL)
        {
          look (self, FALSE);
          return;
        }
      end_line (self);
      text = newline + 1;
    }
}

void
chatty_sentences_finish (ChattySentences *self)
{
  end_line (self);
}

char *
chatty_sentences_pop (ChattySentences *self)
{
  return g_queue_pop_head (&self->ready);
}
