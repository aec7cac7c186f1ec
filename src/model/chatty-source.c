/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-model"

#include <string.h>

#include "chatty-source.h"

static void
chatty_source_clear (gpointer data)
{
  ChattySource *self = data;

  g_free ((char *) self->title);
  g_free ((char *) self->uri);
  g_free ((char *) self->document);
  g_free ((char *) self->excerpt);
  g_free ((ChattySpan *) self->spans);
}

G_DEFINE_BOXED_TYPE (ChattySource, chatty_source, chatty_source_ref, chatty_source_unref)

/* Takes over @spans. */
static ChattySource *
new_with_spans (const ChattySource *fields,
                ChattySpan         *spans,
                guint               n_spans)
{
  ChattySource *self = g_atomic_rc_box_new0 (ChattySource);

  self->title = g_strdup (fields->title != NULL ? fields->title : "");
  self->uri = g_strdup (fields->uri);
  self->document = g_strdup (fields->document);
  self->excerpt = g_strdup (fields->excerpt);
  self->page = fields->page;
  self->spans = spans;
  self->n_spans = n_spans;
  return self;
}

/**
 * chatty_source_new:
 * @fields: what it holds; copied
 *
 * Returns: (transfer full): a counted record that nobody changes
 */
ChattySource *
chatty_source_new (const ChattySource *fields)
{
  gsize size = fields->n_spans * sizeof *fields->spans;

  return new_with_spans (fields, size > 0 ? g_memdup2 (fields->spans, size) : NULL,
                         fields->n_spans);
}

/**
 * chatty_source_new_moved:
 * @source: what a text rests on
 * @before: bytes that were taken away at the start of that text
 * @text: what is left of it, valid UTF-8
 * @length: bytes of @text
 *
 * Returns: (transfer full): the same for @text: only passages of it, whole
 *   characters, in order
 */
ChattySource *
chatty_source_new_moved (const ChattySource *source,
                         gsize               before,
                         const char         *text,
                         gsize               length)
{
  ChattySpan *spans = g_new (ChattySpan, MAX (source->n_spans, 1));
  guint n = 0, kept = 0;

  for (guint i = 0; i < source->n_spans; i++)
    {
      const ChattySpan *old = &source->spans[i];
      ChattySpan span = {
        old->start - MIN (before, old->start), old->end - MIN (before, old->end),
      };

      if (chatty_span_fit (&span, text, length))
        spans[n++] = span;
    }
  qsort (spans, n, sizeof *spans, chatty_span_compare);
  for (guint i = 0; i < n; i++)
    if (kept == 0 || chatty_span_compare (&spans[kept - 1], &spans[i]) != 0)
      spans[kept++] = spans[i];
  if (kept == 0)
    g_clear_pointer (&spans, g_free);
  return new_with_spans (source, spans, kept);
}

ChattySource *
chatty_source_ref (ChattySource *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
chatty_source_unref (ChattySource *self)
{
  g_atomic_rc_box_release_full (self, chatty_source_clear);
}

/**
 * chatty_source_equal:
 *
 * Returns: whether every field is equal
 */
gboolean
chatty_source_equal (const ChattySource *a,
                     const ChattySource *b)
{
  if (a == b)
    return TRUE;
  if (a->page != b->page || a->n_spans != b->n_spans ||
      g_strcmp0 (a->title, b->title) != 0 || g_strcmp0 (a->uri, b->uri) != 0 ||
      g_strcmp0 (a->document, b->document) != 0 || g_strcmp0 (a->excerpt, b->excerpt) != 0)
    return FALSE;
  for (guint i = 0; i < a->n_spans; i++)
    if (chatty_span_compare (&a->spans[i], &b->spans[i]) != 0)
      return FALSE;
  return TRUE;
}

/* The start of the character in which @offset lies. */
static gsize
character_start (const char *text,
                 gsize       offset)
{
  while (offset > 0 && ((guchar) text[offset] & 0xc0) == 0x80)
    offset--;
  return offset;
}

/**
 * chatty_span_fit:
 * @span: (inout): a passage, of any numbers
 * @text: (array length=length): valid UTF-8, with a NUL behind it
 * @length: bytes of @text
 *
 * Keeps a passage inside a text. A character that it begins or ends within
 * belongs to it.
 *
 * Returns: whether anything of it is left
 */
gboolean
chatty_span_fit (ChattySpan *span,
                 const char *text,
                 gsize       length)
{
  span->start = MIN (span->start, length);
  span->end = MIN (span->end, length);
  if (span->start >= span->end)
    return FALSE;
  span->start = character_start (text, span->start);
  while (span->end < length && ((guchar) text[span->end] & 0xc0) == 0x80)
    span->end++;
  return TRUE;
}

/**
 * chatty_span_compare:
 *
 * Returns: the order of two #ChattySpan in a text
 */
int
chatty_span_compare (gconstpointer a,
                     gconstpointer b)
{
  const ChattySpan *one = a, *other = b;

  if (one->start != other->start)
    return one->start < other->start ? -1 : 1;
  if (one->end != other->end)
    return one->end < other->end ? -1 : 1;
  return 0;
}
