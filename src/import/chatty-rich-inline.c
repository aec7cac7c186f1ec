/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-import"

#include <string.h>

#include "chatty-markdown-escape.h"
#include "chatty-rich-inline.h"

typedef struct {
  guint       style;
  const char *mark;
} Mark;

/* From the outermost to the innermost. */
static const Mark marks[] = {
  { CHATTY_RICH_BOLD, "**" },
  { CHATTY_RICH_ITALIC, "*" },
  { CHATTY_RICH_STRIKE, "~~" },
};

#define EMPHASIS (CHATTY_RICH_BOLD | CHATTY_RICH_ITALIC | CHATTY_RICH_STRIKE)

typedef struct {
  GString              *out;
  ChattyRichDocument    *document;
  const ChattyRichBlock *block;
  ChattyRichInlineFlags  flags;
  const char           *indent;
  GString              *space;      /* white space not written yet */
  guint                 open;       /* emphasis that is open */
  gsize                 open_at;    /* where its text starts in out */
  guint32               link;       /* link that is open */
  guint32               bare_link;  /* link whose text is its address */
  gboolean              at_start;   /* of a line */
} Writer;

static gunichar
last_character (const GString *out)
{
  const char *at = out->str + out->len;

  if (out->len == 0)
    return 0;
  return g_utf8_get_char (g_utf8_prev_char (at));
}

static gboolean
is_word (gunichar c)
{
  return c != 0 && !g_unichar_isspace (c) && !g_unichar_ispunct (c) &&
         g_unichar_type (c) != G_UNICODE_MATH_SYMBOL &&
         g_unichar_type (c) != G_UNICODE_CURRENCY_SYMBOL &&
         g_unichar_type (c) != G_UNICODE_MODIFIER_SYMBOL;
}

static gboolean
is_mark_punctuation (gunichar c)
{
  return c != 0 && !g_unichar_isspace (c) && !is_word (c);
}

static void
append_marks (GString  *out,
              guint     style,
              gboolean  closing)
{
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      const Mark *mark = &marks[closing ? G_N_ELEMENTS (marks) - 1 - i : i];

      if (style & mark->style)
        g_string_append (out, mark->mark);
    }
}

/* Emphasis that ends in punctuation does not close in front of a letter: the
 * punctuation then moves out of it. */
static void
close_emphasis (Writer   *self,
                gunichar  next)
{
  gsize at = self->out->len;
  g_autofree char *tail = NULL;

  if (self->open == 0)
    return;
  if (is_word (next))
    while (at > self->open_at)
      {
        const char *last = g_utf8_prev_char (self->out->str + at);

        if (!is_mark_punctuation (g_utf8_get_char (last)))
          break;
        at = last - self->out->str;
      }
  if (at == self->open_at)
    {
      /* Nothing is left inside: take the opening marks away. */
      g_autoptr(GString) opening = g_string_new (NULL);

      append_marks (opening, self->open, FALSE);
      g_string_erase (self->out, self->open_at - opening->len, opening->len);
    }
  else
    {
      while (at > self->open_at && self->out->str[at - 1] == '\\')
        at--; /* a backslash stays with what it escapes */
      tail = g_strdup (self->out->str + at);
      g_string_truncate (self->out, at);
      append_marks (self->out, self->open, TRUE);
      g_string_append (self->out, tail);
    }
  self->open = 0;
}

static void
close_link (Writer *self)
{
  if (self->link == 0)
    return;
  g_string_append (self->out, "](");
  chatty_markdown_append_address (self->out, g_ptr_array_index (self->document->links, self->link - 1));
  g_string_append_c (self->out, ')');
  self->link = 0;
}

static void
flush_space (Writer *self)
{
  const gboolean has_break = strchr (self->space->str, '\n') != NULL;

  if (self->at_start && !(self->flags & CHATTY_RICH_INLINE_SOURCE))
    ;
  else if (has_break && !(self->flags & CHATTY_RICH_INLINE_ONE_LINE))
    {
      for (const char *at = strchr (self->space->str, '\n'); at != NULL; at = strchr (at + 1, '\n'))
        {
          /* Two line breaks in a row would be an empty line with spaces. */
          if (at == strchr (self->space->str, '\n') && !(self->flags & CHATTY_RICH_INLINE_SOURCE))
            g_string_append (self->out, "  ");
          g_string_append_c (self->out, '\n');
          g_string_append (self->out, self->indent);
        }
      self->at_start = TRUE;
      if (self->flags & CHATTY_RICH_INLINE_SOURCE)
        g_string_append (self->out, strrchr (self->space->str, '\n') + 1);
    }
  else if (has_break || (self->flags & CHATTY_RICH_INLINE_ONE_LINE))
    g_string_append_c (self->out, ' ');
  else
    g_string_append (self->out, self->space->str);
  g_string_truncate (self->space, 0);
}

/* The address alone reads better than a link to itself. */
static gboolean
is_bare_link (Writer  *self,
              guint    nth,
              guint32  link)
{
  const ChattyRichRun *runs = &g_array_index (self->document->runs, ChattyRichRun, self->block->first_run);
  const char *address = g_ptr_array_index (self->document->links, link - 1);
  const char *text = self->document->text->str + runs[nth].start;
  gsize length;
  gsize bytes = strlen (address);
  guint end = nth;

  while (end < self->block->n_runs && runs[end].link == link)
    end++;
  length = (end < self->block->n_runs ? runs[end].start : self->block->end) - runs[nth].start;
  while (length > 0 && g_ascii_isspace (text[length - 1]))
    length--;
  if (g_ascii_strncasecmp (address, "mailto:", 7) == 0)
    {
      address += 7;
      bytes -= 7;
    }
  if (bytes == length + 1 && address[length] == '/')
    bytes--;
  return bytes == length && memcmp (address, text, length) == 0;
}

static void
write_words (Writer     *self,
             const char *text,
             gsize       length,
             guint       style,
             gunichar    after)
{
  const gboolean source = (self->flags & CHATTY_RICH_INLINE_SOURCE) != 0;

  if (style & CHATTY_RICH_MONO)
    chatty_markdown_append_code_span (self->out, text, length);
  else if ((style & CHATTY_RICH_RAW) || source || self->bare_link != 0)
    g_string_append_len (self->out, text, length);
  else
    {
      if (self->at_start)
        chatty_markdown_append_line_start (self->out, text, length);
      chatty_markdown_append_escaped (self->out, text, length, last_character (self->out), after,
                                      (self->flags & CHATTY_RICH_INLINE_IN_CELL) != 0);
    }
  self->at_start = FALSE;
}

/* Text without white space at either end and without line breaks. */
static void
write_core (Writer     *self,
            guint       nth,
            const char *text,
            gsize       length,
            guint       style,
            guint32     link,
            gunichar    after)
{
  gunichar first = g_utf8_get_char (text);
  guint wanted = style & CHATTY_RICH_MONO ? 0 : style & EMPHASIS;

  if (link != (self->link != 0 ? self->link : self->bare_link))
    {
      close_emphasis (self, self->space->len > 0 ? ' ' : first);
      close_link (self);
      self->bare_link = 0;
    }
  if (wanted != self->open)
    close_emphasis (self, self->space->len > 0 ? ' ' : first);
  flush_space (self);
  if (link != 0 && link != self->link && link != self->bare_link)
    {
      if (is_bare_link (self, nth, link))
        self->bare_link = link;
      else
        {
          if (self->at_start)
            self->at_start = FALSE;
          g_string_append_c (self->out, '[');
          self->link = link;
        }
    }
  if (wanted != self->open)
    {
      /* Nor does emphasis open behind a letter and before punctuation. */
      if (is_word (last_character (self->out)))
        {
          const char *at = text;

          while (at < text + length && is_mark_punctuation (g_utf8_get_char (at)))
            at = g_utf8_next_char (at);
          if (at > text)
            {
              write_words (self, text, at - text, 0, at < text + length ? g_utf8_get_char (at) : after);
              length -= at - text;
              text = at;
            }
        }
      if (length == 0)
        return;
      append_marks (self->out, wanted, FALSE);
      self->open = wanted;
      self->open_at = self->out->len;
      if (wanted != 0)
        self->at_start = FALSE;
    }
  write_words (self, text, length, style, after);
}

static void
write_run (Writer     *self,
           guint       nth,
           const char *text,
           const char *end,
           guint       style,
           guint32     link)
{
  while (text < end)
    {
      const char *core_end;
      const char *line_end;

      while (text < end && (g_ascii_isspace (*text)))
        g_string_append_c (self->space, *text++);
      if (text == end)
        return;
      line_end = memchr (text, '\n', end - text);
      if (line_end == NULL)
        line_end = end;
      core_end = line_end;
      while (core_end > text && g_ascii_isspace (core_end[-1]))
        core_end--;
      write_core (self, nth, text, core_end - text, style, link,
                  core_end < end ? (guint8) *core_end : 0);
      text = core_end;
    }
}

/**
 * chatty_rich_append_inline:
 * @out: where to
 * @document: the document
 * @block: a paragraph of it
 * @flags: what to do differently
 * @indent: what lines after the first start with
 *
 * Appends the text of a paragraph with marks for emphasis, code and links.
 * Marks stand where Markdown accepts them: inside of white space, and never
 * between a letter and punctuation of the wrong side.
 */
void
chatty_rich_append_inline (GString               *out,
                           ChattyRichDocument    *document,
                           const ChattyRichBlock *block,
                           ChattyRichInlineFlags  flags,
                           const char            *indent)
{
  g_autoptr(GString) space = g_string_new (NULL);
  Writer self = {
    .out = out,
    .document = document,
    .block = block,
    .flags = flags,
    .indent = indent,
    .space = space,
    .at_start = TRUE,
  };

  for (guint i = 0; i < block->n_runs; i++)
    {
      const ChattyRichRun *run = &g_array_index (document->runs, ChattyRichRun, block->first_run + i);
      const guint32 end = i + 1 < block->n_runs ? run[1].start : block->end;
      guint style = run->style;

      if (flags & CHATTY_RICH_INLINE_NO_BOLD)
        style &= ~CHATTY_RICH_BOLD;
      if (flags & CHATTY_RICH_INLINE_NO_CODE)
        style &= ~CHATTY_RICH_MONO;
      write_run (&self, i, document->text->str + run->start, document->text->str + end, style, run->link);
    }
  close_emphasis (&self, 0);
  close_link (&self);
}
