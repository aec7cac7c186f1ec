/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-import"

#include <string.h>

#include "chatty-rich-document.h"

ChattyRichDocument *
chatty_rich_document_new (void)
{
  ChattyRichDocument *self = g_new0 (ChattyRichDocument, 1);

  self->text = g_string_new (NULL);
  self->runs = g_array_new (FALSE, FALSE, sizeof (ChattyRichRun));
  self->blocks = g_array_new (FALSE, FALSE, sizeof (ChattyRichBlock));
  self->markers = g_string_new_len ("", 1);
  self->links = g_ptr_array_new_with_free_func (g_free);
  self->title = g_string_new (NULL);
  self->author = g_string_new (NULL);
  self->generator = g_string_new (NULL);
  self->created = CHATTY_TIME_NONE;
  return self;
}

void
chatty_rich_document_free (ChattyRichDocument *self)
{
  g_string_free (self->text, TRUE);
  g_array_unref (self->runs);
  g_array_unref (self->blocks);
  g_string_free (self->markers, TRUE);
  g_ptr_array_unref (self->links);
  g_string_free (self->title, TRUE);
  g_string_free (self->author, TRUE);
  g_string_free (self->generator, TRUE);
  g_free (self);
}

/**
 * chatty_rich_document_append:
 * @self: a document
 * @text: UTF-8
 * @length: its bytes
 * @style: #ChattyRichStyle flags
 * @link: a number from chatty_rich_document_add_link(), 0 for none
 *
 * Adds text to the paragraph that is being filled.
 */
void
chatty_rich_document_append (ChattyRichDocument *self,
                             const char         *text,
                             gsize               length,
                             guint               style,
                             guint               link)
{
  ChattyRichRun *last = NULL;

  if (length == 0)
    return;
  if (self->runs->len > self->open_run)
    last = &g_array_index (self->runs, ChattyRichRun, self->runs->len - 1);
  if (last == NULL || last->style != style || last->link != link)
    {
      const ChattyRichRun run = { self->text->len, link, style };

      g_array_append_val (self->runs, run);
    }
  g_string_append_len (self->text, text, length);
}

/**
 * chatty_rich_document_has_pending:
 * @self: a document
 *
 * Returns: whether text was added since the last paragraph ended
 */
gboolean
chatty_rich_document_has_pending (ChattyRichDocument *self)
{
  return self->text->len > self->open_start;
}

/**
 * chatty_rich_document_end_block:
 * @self: a document
 * @kind: what has come to its end
 *
 * Ends the paragraph that is being filled, which may be empty.
 *
 * Returns: (transfer none): the new block, to be filled in at once
 */
ChattyRichBlock *
chatty_rich_document_end_block (ChattyRichDocument  *self,
                                ChattyRichBlockKind  kind)
{
  const ChattyRichBlock block = {
    .start = self->open_start,
    .end = self->text->len,
    .first_run = self->open_run,
    .n_runs = self->runs->len - self->open_run,
    .kind = kind,
  };

  g_array_append_val (self->blocks, block);
  self->open_start = self->text->len;
  self->open_run = self->runs->len;
  return &g_array_index (self->blocks, ChattyRichBlock, self->blocks->len - 1);
}

/**
 * chatty_rich_document_add_link:
 * @self: a document
 * @address: where a link leads
 *
 * Returns: its number for chatty_rich_document_append()
 */
guint
chatty_rich_document_add_link (ChattyRichDocument *self,
                               const char         *address)
{
  g_ptr_array_add (self->links, g_strdup (address));
  return self->links->len;
}

/**
 * chatty_rich_document_add_marker:
 * @self: a document
 * @marker: the number or bullet of a list item
 *
 * Returns: its number for the block
 */
guint
chatty_rich_document_add_marker (ChattyRichDocument *self,
                                 const char         *marker)
{
  const gsize offset = self->markers->len;

  g_string_append_len (self->markers, marker, strlen (marker) + 1);
  return offset;
}

/**
 * chatty_rich_document_take_notes:
 * @self: a document
 * @notes: the footnotes, collected in a document of their own
 *
 * Appends all blocks of @notes, which shares no state with @self but the
 * numbers of links.
 */
void
chatty_rich_document_take_notes (ChattyRichDocument *self,
                                 ChattyRichDocument *notes)
{
  const guint32 text_offset = self->text->len;
  const guint32 run_offset = self->runs->len;
  const guint32 marker_offset = self->markers->len;

  for (guint i = 0; i < notes->runs->len; i++)
    {
      ChattyRichRun run = g_array_index (notes->runs, ChattyRichRun, i);

      run.start += text_offset;
      g_array_append_val (self->runs, run);
    }
  for (guint i = 0; i < notes->blocks->len; i++)
    {
      ChattyRichBlock block = g_array_index (notes->blocks, ChattyRichBlock, i);

      block.start += text_offset;
      block.end += text_offset;
      block.first_run += run_offset;
      if (block.marker != 0)
        block.marker += marker_offset;
      g_array_append_val (self->blocks, block);
    }
  g_string_append_len (self->text, notes->text->str, notes->text->len);
  g_string_append_len (self->markers, notes->markers->str, notes->markers->len);
  self->open_start = self->text->len;
  self->open_run = self->runs->len;
}

/**
 * chatty_rich_document_to_plain:
 * @self: a document
 * @with_links: whether addresses follow their text as `("address")`
 *
 * Returns: the text without any marks; cells end in `|`, rows and paragraphs
 *   in a newline
 */
char *
chatty_rich_document_to_plain (ChattyRichDocument *self,
                               gboolean            with_links)
{
  GString *out = g_string_sized_new (self->text->len + self->blocks->len + 1);

  for (guint i = 0; i < self->blocks->len; i++)
    {
      const ChattyRichBlock *block = &g_array_index (self->blocks, ChattyRichBlock, i);

      if (block->marker != 0)
        g_string_append_printf (out, "%s\t", self->markers->str + block->marker);
      for (guint r = 0; r < block->n_runs; r++)
        {
          const ChattyRichRun *run = &g_array_index (self->runs, ChattyRichRun, block->first_run + r);
          const gboolean last = r + 1 == block->n_runs;

          g_string_append_len (out, self->text->str + run->start,
                               (last ? block->end : run[1].start) - run->start);
          if (with_links && run->link != 0 && (last || run[1].link != run->link))
            g_string_append_printf (out, "(\"%s\")",
                                    (char *) g_ptr_array_index (self->links, run->link - 1));
        }
      g_string_append_c (out, block->kind == CHATTY_RICH_CELL ? '|' : '\n');
    }
  return g_string_free (out, FALSE);
}
