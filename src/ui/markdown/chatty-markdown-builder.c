/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#define G_LOG_DOMAIN "chatty-ui"

#include "config.h"

#include <string.h>

#include "chatty-markdown-builder.h"
#include "chatty-markdown-runs.h"

/* Paragraphs of one flow become one text, so that a selection can cross them,
 * until the text is so long that laying it out again costs too much. */
#define MAX_MERGED_BYTES 4096

static void
span_clear (gpointer data)
{
  ChattyMarkdownSpan *span = data;

  g_free (span->target);
}

static void
text_free (gpointer data)
{
  ChattyMarkdownText *text = data;

  g_free (text->text);
  g_array_unref (text->spans);
  g_clear_pointer (&text->runs, g_array_unref);
  g_free (text);
}

void
chatty_markdown_builder_block_free (gpointer data)
{
  ChattyMarkdownBlock *block = data;

  g_free (block->marker);
  g_free (block->info);
  g_ptr_array_unref (block->texts);
  g_free (block);
}

static ChattyMarkdownText *
text_new (void)
{
  ChattyMarkdownText *text = g_new0 (ChattyMarkdownText, 1);

  text->spans = g_array_new (FALSE, FALSE, sizeof (ChattyMarkdownSpan));
  g_array_set_clear_func (text->spans, span_clear);

  return text;
}

/* Control characters have no look of their own, and some have no glyph. */
char *
chatty_markdown_builder_dup_clean (const char *text,
                                   gsize       length)
{
  char *clean = g_strndup (text, length);

  for (char *p = clean; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p) && *p != '\n' && *p != '\t')
      *p = ' ';

  return clean;
}

ChattyMarkdownText *
chatty_markdown_builder_text_new_plain (const char *string,
                                        gsize       length)
{
  ChattyMarkdownText *text = text_new ();

  text->text = chatty_markdown_builder_dup_clean (string, length);
  text->length = strlen (text->text);

  return text;
}

ChattyMarkdownBlock *
chatty_markdown_builder_block_new (ChattyMarkdownBuilder *builder,
                                   ChattyMarkdownKind     kind)
{
  ChattyMarkdownBlock *block = g_new0 (ChattyMarkdownBlock, 1);

  block->kind = kind;
  block->quote_depth = builder->quote_depth;
  block->list_depth = builder->lists->len;
  block->texts = g_ptr_array_new_with_free_func (text_free);

  return block;
}

static void
merge_text (ChattyMarkdownText *into,
            ChattyMarkdownText *from,
            const char         *separator,
            gboolean            with_gap)
{
  guint offset = into->length + strlen (separator);
  char *joined;

  joined = g_strconcat (into->text, separator, from->text, NULL);
  g_free (into->text);
  into->text = joined;

  if (with_gap)
    {
      ChattyMarkdownSpan gap = { CHATTY_MARKDOWN_GAP, into->length + 1, offset, NULL };

      g_array_append_val (into->spans, gap);
    }

  for (guint i = 0; i < from->spans->len; i++)
    {
      ChattyMarkdownSpan span = g_array_index (from->spans, ChattyMarkdownSpan, i);

      span.start += offset;
      span.end += offset;
      span.target = g_strdup (span.target);
      g_array_append_val (into->spans, span);
    }

  for (guint i = 0; into->runs != NULL && from->runs != NULL && i < from->runs->len; i++)
    {
      ChattyMarkdownRun run = g_array_index (from->runs, ChattyMarkdownRun, i);

      run.start += offset;
      g_array_append_val (into->runs, run);
    }

  into->length = offset + from->length;
}

static gboolean
can_merge (const ChattyMarkdownBlock *last,
           const ChattyMarkdownBlock *block)
{
  ChattyMarkdownText *a, *b;

  if (last->kind != CHATTY_MARKDOWN_PARAGRAPH || block->kind != CHATTY_MARKDOWN_PARAGRAPH ||
      last->quote_depth != block->quote_depth || last->list_depth != block->list_depth ||
      block->marker != NULL)
    return FALSE;

  a = g_ptr_array_index (last->texts, 0);
  b = g_ptr_array_index (block->texts, 0);
  return a->length + b->length <= MAX_MERGED_BYTES;
}

/* Adds a block, or what it says to the last one when there are too many. */
void
chatty_markdown_builder_take_block (ChattyMarkdownBuilder *builder,
                                    ChattyMarkdownBlock   *block)
{
  GPtrArray *blocks = builder->document->blocks;
  ChattyMarkdownBlock *last = NULL;

  if (blocks->len > 0)
    last = g_ptr_array_index (blocks, blocks->len - 1);

  if (last != NULL && can_merge (last, block))
    {
      merge_text (g_ptr_array_index (last->texts, 0),
                  g_ptr_array_index (block->texts, 0), "\n\n", TRUE);
      chatty_markdown_builder_block_free (block);
    }
  else if (blocks->len < CHATTY_MARKDOWN_MAX_BLOCKS)
    {
      g_ptr_array_add (blocks, block);
    }
  else
    {
      ChattyMarkdownText *into;

      if (last->texts->len == 0)
        {
          last->kind = CHATTY_MARKDOWN_PARAGRAPH;
          g_ptr_array_add (last->texts, chatty_markdown_builder_text_new_plain ("", 0));
        }
      into = g_ptr_array_index (last->texts, last->texts->len - 1);

      if (block->marker != NULL && block->texts->len > 0)
        {
          g_autofree char *prefix = g_strconcat ("\n", block->marker, " ", NULL);

          merge_text (into, g_ptr_array_index (block->texts, 0), prefix, FALSE);
        }
      else
        {
          for (guint i = 0; i < block->texts->len; i++)
            merge_text (into, g_ptr_array_index (block->texts, i), "\n", FALSE);
        }
      chatty_markdown_builder_block_free (block);
    }
}

void
chatty_markdown_builder_begin_text (ChattyMarkdownBuilder *builder)
{
  if (builder->text == NULL)
    {
      builder->text = text_new ();
      if (builder->origin != NULL)
        builder->text->runs = chatty_markdown_runs_new ();
      g_string_truncate (builder->string, 0);
    }
}

ChattyMarkdownText *
chatty_markdown_builder_end_text (ChattyMarkdownBuilder *builder)
{
  ChattyMarkdownText *text = g_steal_pointer (&builder->text);

  if (text == NULL)
    text = text_new ();
  g_array_set_size (builder->open, 0);
  text->text = chatty_markdown_builder_dup_clean (builder->string->str, builder->string->len);
  text->length = strlen (text->text);
  g_string_truncate (builder->string, 0);

  return text;
}

void
chatty_markdown_builder_add_span (ChattyMarkdownBuilder *builder,
                                  ChattyMarkdownStyle    style,
                                  guint                  start,
                                  const char            *target)
{
  ChattyMarkdownSpan span = { style, start, builder->string->len, NULL };

  if (builder->text == NULL || start >= builder->string->len ||
      builder->n_spans >= CHATTY_MARKDOWN_MAX_SPANS)
    return;

  span.target = g_strdup (target);
  g_array_append_val (builder->text->spans, span);
  builder->n_spans++;
}

void
chatty_markdown_builder_append_styled (ChattyMarkdownBuilder *builder,
                                       const char            *text,
                                       ChattyMarkdownStyle    style)
{
  guint start = builder->string->len;

  g_string_append (builder->string, text);
  chatty_markdown_builder_add_span (builder, style, start, NULL);
}

void
chatty_markdown_builder_push_span (ChattyMarkdownBuilder *builder,
                                   ChattyMarkdownStyle    style,
                                   const char            *target)
{
  ChattyMarkdownOpenSpan open = { style, builder->string->len, target };

  g_array_append_val (builder->open, open);
}

gboolean
chatty_markdown_builder_pop_span (ChattyMarkdownBuilder  *builder,
                                  ChattyMarkdownOpenSpan *open)
{
  if (builder->open->len == 0)
    return FALSE;

  *open = g_array_index (builder->open, ChattyMarkdownOpenSpan, builder->open->len - 1);
  g_array_set_size (builder->open, builder->open->len - 1);

  return TRUE;
}

void
chatty_markdown_builder_take_marker (ChattyMarkdownBuilder *builder,
                                     ChattyMarkdownBlock   *block)
{
  block->marker = g_steal_pointer (&builder->marker);
  block->task = builder->task;
  builder->task = 0;
}

void
chatty_markdown_builder_end_paragraph (ChattyMarkdownBuilder *builder,
                                       ChattyMarkdownKind     kind,
                                       guint                  level)
{
  ChattyMarkdownText *text = chatty_markdown_builder_end_text (builder);

  if (text->length > 0 || builder->marker != NULL)
    {
      ChattyMarkdownBlock *block = chatty_markdown_builder_block_new (builder, kind);

      block->level = level;
      chatty_markdown_builder_take_marker (builder, block);
      g_ptr_array_add (block->texts, text);
      chatty_markdown_builder_take_block (builder, block);
    }
  else
    {
      text_free (text);
    }

  for (guint i = 0; i < builder->images->len; i++)
    chatty_markdown_builder_take_block (builder, g_ptr_array_index (builder->images, i));
  g_ptr_array_set_size (builder->images, 0);
}

void
chatty_markdown_builder_init (ChattyMarkdownBuilder  *builder,
                              ChattyMarkdownDocument *document)
{
  memset (builder, 0, sizeof *builder);
  builder->document = document;
  builder->string = g_string_new (NULL);
  builder->open = g_array_new (FALSE, FALSE, sizeof (ChattyMarkdownOpenSpan));
  builder->lists = g_array_new (FALSE, FALSE, sizeof (int));
  builder->images = g_ptr_array_new ();
}

void
chatty_markdown_builder_clear (ChattyMarkdownBuilder *builder)
{
  g_string_free (builder->string, TRUE);
  g_array_unref (builder->open);
  g_array_unref (builder->lists);
  g_ptr_array_unref (builder->images);
  g_free (builder->marker);
  g_clear_pointer (&builder->origin, chatty_markdown_origin_free);
}
