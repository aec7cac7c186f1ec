/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#define G_LOG_DOMAIN "chatty-ui"

#include "config.h"

#include <string.h>

#include "chatty-markdown-notes.h"

/* Between the numbers of two sources, so that 1 and 2 are not 12. */
#define BETWEEN "\xe2\x80\x89"   /* thin space */

/* Keeps a number with what stands before it where that alone would not. */
#define JOINER "\xe2\x81\xa0"    /* word joiner */

typedef struct {
  guint    at;             /* of the text: it stands before that byte */
  guint32  sources;
  gboolean needs_joiner;
} Number;

struct _ChattyMarkdownNotes
{
  GArray *added;      /* of ChattyMarkdownPassage, as they came */
  GArray *passages;   /* of ChattyMarkdownPassage, sorted and apart */
  GArray *numbers;    /* of Number, sorted */
};

/**
 * chatty_markdown_notes_new:
 *
 * Returns: (transfer full): notes of a text, none yet
 */
ChattyMarkdownNotes *
chatty_markdown_notes_new (void)
{
  ChattyMarkdownNotes *self = g_new0 (ChattyMarkdownNotes, 1);

  self->added = g_array_new (FALSE, FALSE, sizeof (ChattyMarkdownPassage));
  self->passages = g_array_new (FALSE, FALSE, sizeof (ChattyMarkdownPassage));
  self->numbers = g_array_new (FALSE, TRUE, sizeof (Number));
  return self;
}

/**
 * chatty_markdown_notes_free:
 */
void
chatty_markdown_notes_free (ChattyMarkdownNotes *self)
{
  g_array_unref (self->added);
  g_array_unref (self->passages);
  g_array_unref (self->numbers);
  g_free (self);
}

/**
 * chatty_markdown_notes_add:
 * @start: first byte of a passage
 * @end: first byte after it
 * @number: what it rests on
 * @is_numbered: whether the number stands behind it
 */
void
chatty_markdown_notes_add (ChattyMarkdownNotes *self,
                           guint                start,
                           guint                end,
                           guint                number,
                           gboolean             is_numbered)
{
  ChattyMarkdownPassage passage = { start, end, 0 };
  Number *numbered;
  guint i = 0;

  g_return_if_fail (number >= 1 && number <= CHATTY_MARKDOWN_MAX_SOURCES);

  passage.sources = CHATTY_MARKDOWN_SOURCE (number);
  g_array_append_val (self->added, passage);
  if (!is_numbered)
    return;

  while (i < self->numbers->len && g_array_index (self->numbers, Number, i).at < end)
    i++;
  if (i == self->numbers->len || g_array_index (self->numbers, Number, i).at != end)
    {
      Number new = { end, 0, FALSE };

      g_array_insert_val (self->numbers, i, new);
    }
  numbered = &g_array_index (self->numbers, Number, i);
  numbered->sources |= passage.sources;
}

static int
compare_bytes (gconstpointer a,
               gconstpointer b)
{
  guint x = *(const guint *) a, y = *(const guint *) b;

  return (x > y) - (x < y);
}

/* Takes passages that overlap apart. */
static void
settle_passages (ChattyMarkdownNotes *self)
{
  g_autoptr (GArray) edges = g_array_new (FALSE, FALSE, sizeof (guint));

  g_array_set_size (self->passages, 0);
  for (guint i = 0; i < self->added->len; i++)
    {
      const ChattyMarkdownPassage *passage =
        &g_array_index (self->added, ChattyMarkdownPassage, i);

      g_array_append_val (edges, passage->start);
      g_array_append_val (edges, passage->end);
    }
  g_array_sort (edges, compare_bytes);

  for (guint i = 0; i + 1 < edges->len; i++)
    {
      ChattyMarkdownPassage part = { g_array_index (edges, guint, i),
                                     g_array_index (edges, guint, i + 1), 0 };

      for (guint j = 0; part.start < part.end && j < self->added->len; j++)
        {
          const ChattyMarkdownPassage *passage =
            &g_array_index (self->added, ChattyMarkdownPassage, j);

          if (passage->start <= part.start && passage->end >= part.end)
            part.sources |= passage->sources;
        }
      if (part.sources != 0)
        g_array_append_val (self->passages, part);
    }
}

/* A number stands behind a link, not in it. */
static guint
find_place_for_number (const ChattyMarkdownText *text,
                       guint                     at)
{
  for (guint i = 0; i < text->spans->len; i++)
    {
      const ChattyMarkdownSpan *span = &g_array_index (text->spans, ChattyMarkdownSpan, i);

      if (span->style == CHATTY_MARKDOWN_LINK && span->start < at && span->end > at)
        return span->end;
    }
  return at;
}

/**
 * chatty_markdown_notes_settle:
 * @text: what they are about
 *
 * To be called when all are added, before anything is asked.
 */
void
chatty_markdown_notes_settle (ChattyMarkdownNotes      *self,
                              const ChattyMarkdownText *text)
{
  settle_passages (self);
  for (guint i = 0; i < self->numbers->len; i++)
    {
      Number *number = &g_array_index (self->numbers, Number, i);

      number->at = find_place_for_number (text, MIN (number->at, text->length));
      if (i > 0 && g_array_index (self->numbers, Number, i - 1).at >= number->at)
        {
          g_array_index (self->numbers, Number, i - 1).sources |= number->sources;
          g_array_remove_index (self->numbers, i--);
          continue;
        }
      /* Between Chinese words a line may break anywhere. */
      if (number->at > 0)
        number->needs_joiner =
          g_unichar_iswide (g_utf8_get_char (g_utf8_find_prev_char (text->text,
                                                                    text->text + number->at)));
    }
}

/**
 * chatty_markdown_notes_equal:
 * @a: (nullable):
 * @b: (nullable):
 *
 * Returns: whether both say the same
 */
gboolean
chatty_markdown_notes_equal (const ChattyMarkdownNotes *a,
                             const ChattyMarkdownNotes *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return a->passages->len == b->passages->len && a->numbers->len == b->numbers->len &&
         memcmp (a->passages->data, b->passages->data,
                 a->passages->len * sizeof (ChattyMarkdownPassage)) == 0 &&
         memcmp (a->numbers->data, b->numbers->data, a->numbers->len * sizeof (Number)) == 0;
}

/**
 * chatty_markdown_notes_get_n_passages:
 * @self: (nullable):
 *
 * Returns: how many there are
 */
guint
chatty_markdown_notes_get_n_passages (const ChattyMarkdownNotes *self)
{
  return self != NULL ? self->passages->len : 0;
}

const ChattyMarkdownPassage *
chatty_markdown_notes_get_passage (const ChattyMarkdownNotes *self,
                                   guint                      nth)
{
  g_return_val_if_fail (nth < self->passages->len, NULL);

  return &g_array_index (self->passages, ChattyMarkdownPassage, nth);
}

/**
 * chatty_markdown_notes_get_n_numbers:
 * @self: (nullable):
 *
 * Returns: in how many places there are numbers
 */
guint
chatty_markdown_notes_get_n_numbers (const ChattyMarkdownNotes *self)
{
  return self != NULL ? self->numbers->len : 0;
}

/**
 * chatty_markdown_notes_get_number_at:
 *
 * Returns: the byte of the text that it stands before
 */
guint
chatty_markdown_notes_get_number_at (const ChattyMarkdownNotes *self,
                                     guint                      nth)
{
  g_return_val_if_fail (nth < self->numbers->len, 0);

  return g_array_index (self->numbers, Number, nth).at;
}

static void
append_raised (GString *string,
               guint    number)
{
  static const char *const digits[] = {
    "\xe2\x81\xb0", "\xc2\xb9", "\xc2\xb2", "\xc2\xb3", "\xe2\x81\xb4",
    "\xe2\x81\xb5", "\xe2\x81\xb6", "\xe2\x81\xb7", "\xe2\x81\xb8", "\xe2\x81\xb9",
  };

  if (number >= 10)
    append_raised (string, number / 10);
  g_string_append (string, digits[number % 10]);
}

static void
append_number (const Number *number,
               gboolean      as_markup,
               GString      *string)
{
  gboolean is_first = TRUE;

  if (number->needs_joiner)
    g_string_append (string, JOINER);
  for (guint i = 1; i <= CHATTY_MARKDOWN_MAX_SOURCES; i++)
    {
      if ((number->sources & CHATTY_MARKDOWN_SOURCE (i)) == 0)
        continue;
      if (!is_first)
        g_string_append (string, BETWEEN);
      is_first = FALSE;
      if (as_markup)
        g_string_append_printf (string, "<a href=\"" CHATTY_MARKDOWN_SOURCE_SCHEME "%u\">", i);
      append_raised (string, i);
      if (as_markup)
        g_string_append (string, "</a>");
    }
}

/**
 * chatty_markdown_notes_append_number:
 * @markup: gets the numbers of one place, each a link
 */
void
chatty_markdown_notes_append_number (const ChattyMarkdownNotes *self,
                                     guint                      nth,
                                     GString                   *markup)
{
  g_return_if_fail (nth < self->numbers->len);

  append_number (&g_array_index (self->numbers, Number, nth), TRUE, markup);
}

/**
 * chatty_markdown_notes_hide_numbers:
 *
 * Lets the text be shown as it is, such as code, which somebody may copy.
 */
void
chatty_markdown_notes_hide_numbers (ChattyMarkdownNotes *self)
{
  g_array_set_size (self->numbers, 0);
}

/**
 * chatty_markdown_notes_get_sources:
 * @self: (nullable):
 *
 * Returns: what anything of the text rests on
 */
guint32
chatty_markdown_notes_get_sources (const ChattyMarkdownNotes *self)
{
  guint32 sources = 0;

  for (guint i = 0; self != NULL && i < self->added->len; i++)
    sources |= g_array_index (self->added, ChattyMarkdownPassage, i).sources;
  return sources;
}

static guint
get_shown_length (const Number *number)
{
  g_autoptr (GString) string = g_string_new (NULL);

  append_number (number, FALSE, string);
  return string->len;
}

/**
 * chatty_markdown_notes_get_shown:
 * @self: (nullable):
 * @position: a byte of the text
 * @is_end: whether it is the first one behind something
 *
 * Returns: where that byte is shown
 */
guint
chatty_markdown_notes_get_shown (const ChattyMarkdownNotes *self,
                                 guint                      position,
                                 gboolean                   is_end)
{
  guint shown = position;

  for (guint i = 0; self != NULL && i < self->numbers->len; i++)
    {
      const Number *number = &g_array_index (self->numbers, Number, i);

      if (number->at < position || (number->at == position && !is_end))
        shown += get_shown_length (number);
    }
  return shown;
}

/**
 * chatty_markdown_notes_get_shown_number:
 * @start: (out): where the numbers of one place are shown
 * @end: (out): what comes behind them
 */
void
chatty_markdown_notes_get_shown_number (const ChattyMarkdownNotes *self,
                                        guint                      nth,
                                        guint                     *start,
                                        guint                     *end)
{
  g_return_if_fail (nth < self->numbers->len);

  *start = chatty_markdown_notes_get_shown (self, g_array_index (self->numbers, Number, nth).at,
                                            TRUE);
  *end = *start + get_shown_length (&g_array_index (self->numbers, Number, nth));
}

/**
 * chatty_markdown_notes_get_sources_at:
 * @shown: a byte of what is shown
 *
 * Returns: what the passage there rests on, or the numbers there tell
 */
guint32
chatty_markdown_notes_get_sources_at (const ChattyMarkdownNotes *self,
                                      guint                      shown)
{
  guint32 sources = 0;

  for (guint i = 0; i < self->numbers->len; i++)
    {
      guint start, end;

      chatty_markdown_notes_get_shown_number (self, i, &start, &end);
      if (shown >= start && shown < end)
        return g_array_index (self->numbers, Number, i).sources;
    }
  for (guint i = 0; i < self->passages->len; i++)
    {
      const ChattyMarkdownPassage *passage =
        &g_array_index (self->passages, ChattyMarkdownPassage, i);

      if (shown >= chatty_markdown_notes_get_shown (self, passage->start, FALSE) &&
          shown < chatty_markdown_notes_get_shown (self, passage->end, TRUE))
        sources |= passage->sources;
    }
  return sources;
}

/**
 * chatty_markdown_notes_parse_address:
 * @address: of a link
 *
 * Returns: the number that the link is, or 0
 */
guint
chatty_markdown_notes_parse_address (const char *address)
{
  gint64 number;

  if (!g_str_has_prefix (address, CHATTY_MARKDOWN_SOURCE_SCHEME))
    return 0;
  number = g_ascii_strtoll (address + strlen (CHATTY_MARKDOWN_SOURCE_SCHEME), NULL, 10);
  return number >= 1 && number <= CHATTY_MARKDOWN_MAX_SOURCES ? (guint) number : 0;
}

/**
 * chatty_markdown_notes_dup_numbers:
 * @sources: at least one
 *
 * Returns: (transfer full): their numbers as markup, each a link
 */
char *
chatty_markdown_notes_dup_numbers (guint32 sources)
{
  Number number = { 0, sources, FALSE };
  GString *markup = g_string_new (NULL);

  append_number (&number, TRUE, markup);
  return g_string_free (markup, FALSE);
}
