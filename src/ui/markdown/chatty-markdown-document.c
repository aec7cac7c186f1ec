/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Over 600 lines: every kind of node that cmark knows has its few lines. */

#define G_LOG_DOMAIN "chatty-ui"

#include "config.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <cmark-gfm.h>
#include <string.h>

#include "chatty-link.h"

#include "chatty-markdown-builder.h"
#include "chatty-markdown-document.h"
#include "chatty-markdown-runs.h"

/* cmark's work for a line grows with the depth of the containers it opens. */
#define MAX_MARKERS_IN_LINE 48

#define MAX_COLUMNS 40

static void
add_code (ChattyMarkdownBuilder *builder,
          cmark_node            *node)
{
  ChattyMarkdownBlock *block = chatty_markdown_builder_block_new (builder, CHATTY_MARKDOWN_CODE);
  const char *literal = cmark_node_get_literal (node);
  const char *info = cmark_node_get_fence_info (node);
  ChattyMarkdownText *text;
  gsize length;

  if (literal == NULL)
    literal = "";
  length = strlen (literal);

  if (length > 0 && literal[length - 1] == '\n')
    length--;
  if (info != NULL && *info != '\0')
    block->info = chatty_markdown_builder_dup_clean (info, strcspn (info, " \t,{"));

  chatty_markdown_builder_take_marker (builder, block);
  text = chatty_markdown_builder_text_new_plain (literal, length);
  if (builder->origin != NULL)
    {
      text->runs = chatty_markdown_runs_new ();
      chatty_markdown_origin_take_lines (builder->origin, node, length, text->runs);
    }
  g_ptr_array_add (block->texts, text);
  chatty_markdown_builder_take_block (builder, block);
}

static void
add_rule (ChattyMarkdownBuilder *builder)
{
  ChattyMarkdownBlock *block = chatty_markdown_builder_block_new (builder, CHATTY_MARKDOWN_RULE);

  chatty_markdown_builder_take_block (builder, block);
}

static void
add_html (ChattyMarkdownBuilder *builder,
          cmark_node            *node)
{
  const char *literal = cmark_node_get_literal (node);
  gsize length = literal != NULL ? strlen (literal) : 0;

  while (length > 0 && literal[length - 1] == '\n')
    length--;

  chatty_markdown_builder_begin_text (builder);
  if (builder->origin != NULL)
    chatty_markdown_origin_take_lines (builder->origin, node, length, builder->text->runs);
  g_string_append_len (builder->string, literal, length);
  chatty_markdown_builder_add_span (builder, CHATTY_MARKDOWN_MONOSPACE, 0, NULL);
  chatty_markdown_builder_end_paragraph (builder, CHATTY_MARKDOWN_PARAGRAPH, 0);
}

/* Notes where a leaf that is appended next comes from. */
static void
take_origin (ChattyMarkdownBuilder *builder,
             cmark_node            *node)
{
  if (builder->origin != NULL)
    chatty_markdown_origin_take (builder->origin, node, builder->string->len,
                                 builder->text->runs);
}

/* The same of one of which the end of a line is shown. */
static void
take_origin_of_break (ChattyMarkdownBuilder *builder,
                      cmark_node            *node)
{
  g_autoptr (GArray) runs = chatty_markdown_runs_new ();
  const ChattyMarkdownRun *first, *last;

  if (builder->origin == NULL)
    return;
  chatty_markdown_origin_take (builder->origin, node, 0, runs);
  if (runs->len == 0)
    return;
  first = &g_array_index (runs, ChattyMarkdownRun, 0);
  last = &g_array_index (runs, ChattyMarkdownRun, runs->len - 1);
  chatty_markdown_runs_add (builder->text->runs, builder->string->len, 1, first->source,
                            last->source + last->source_length - first->source);
}

static void
add_inline_html (ChattyMarkdownBuilder *builder,
                 cmark_node            *node,
                 const char            *literal)
{
  if (g_ascii_strncasecmp (literal, "<br", 3) == 0 &&
      strspn (literal + 3, " /") + strlen ("<br>") == strlen (literal))
    {
      take_origin_of_break (builder, node);
      g_string_append_c (builder->string, '\n');
    }
  else
    {
      take_origin (builder, node);
      chatty_markdown_builder_append_styled (builder, literal, CHATTY_MARKDOWN_MONOSPACE);
    }
}

static void
end_link (ChattyMarkdownBuilder *builder,
          cmark_node            *node)
{
  const char *target = cmark_node_get_url (node);
  ChattyMarkdownOpenSpan open;

  if (!chatty_markdown_builder_pop_span (builder, &open))
    return;
  if (target == NULL)
    target = "";

  if (chatty_link_is_openable (target))
    {
      if (open.start == builder->string->len)
        g_string_append (builder->string, target);
      chatty_markdown_builder_add_span (builder, CHATTY_MARKDOWN_LINK, open.start, target);
    }
  else if (*target != '\0' && *target != '#' &&
           g_strcmp0 (builder->string->str + open.start, target) != 0)
    {
      /* Not to be opened: its target is shown, as text. */
      g_autofree char *escaped = chatty_link_escape (target);
      g_autofree char *shown = g_strdup_printf (" (%s)", escaped);

      chatty_markdown_builder_append_styled (builder, shown, CHATTY_MARKDOWN_DIM);
    }
}

static void
end_image (ChattyMarkdownBuilder *builder,
           cmark_node            *node)
{
  const char *url = cmark_node_get_url (node);
  ChattyMarkdownBlock *block;
  ChattyMarkdownText *alternative;
  ChattyMarkdownOpenSpan open;

  if (!chatty_markdown_builder_pop_span (builder, &open))
    return;

  block = chatty_markdown_builder_block_new (builder, CHATTY_MARKDOWN_IMAGE);
  block->info = g_strdup (url != NULL ? url : "");
  alternative = chatty_markdown_builder_text_new_plain (builder->string->str + open.start,
                                                        builder->string->len - open.start);
  g_ptr_array_add (block->texts, alternative);

  /* In a table or inside a link the words stay where they are. */
  if (builder->table == NULL && !builder->table_as_text && builder->open->len == 0)
    {
      GArray *spans = builder->text->spans;

      while (spans->len > 0 &&
             g_array_index (spans, ChattyMarkdownSpan, spans->len - 1).start >= open.start)
        g_array_set_size (spans, spans->len - 1);
      g_string_truncate (builder->string, open.start);
      if (builder->origin != NULL)
        alternative->runs = chatty_markdown_runs_split (builder->text->runs, open.start);
    }

  if (builder->images->len < CHATTY_MARKDOWN_MAX_BLOCKS)
    g_ptr_array_add (builder->images, block);
  else
    chatty_markdown_builder_block_free (block);
}

static void
begin_table (ChattyMarkdownBuilder *builder,
             cmark_node            *node)
{
  guint n_columns = cmark_gfm_extensions_get_table_columns (node);
  guint n_rows = 0;

  for (cmark_node *row = cmark_node_first_child (node); row != NULL; row = cmark_node_next (row))
    n_rows++;

  builder->table_as_text =
    n_columns == 0 || n_columns > MAX_COLUMNS || n_rows * n_columns > CHATTY_MARKDOWN_MAX_CELLS;
  if (builder->table_as_text)
    {
      chatty_markdown_builder_begin_text (builder);
    }
  else
    {
      builder->table = chatty_markdown_builder_block_new (builder, CHATTY_MARKDOWN_TABLE);
      builder->table->n_columns = n_columns;
      chatty_markdown_builder_take_marker (builder, builder->table);
    }
}

static void
end_table (ChattyMarkdownBuilder *builder)
{
  if (builder->table_as_text)
    {
      chatty_markdown_builder_end_paragraph (builder, CHATTY_MARKDOWN_PARAGRAPH, 0);
      builder->table_as_text = FALSE;
      return;
    }

  chatty_markdown_builder_take_block (builder, g_steal_pointer (&builder->table));
  for (guint i = 0; i < builder->images->len; i++)
    chatty_markdown_builder_take_block (builder, g_ptr_array_index (builder->images, i));
  g_ptr_array_set_size (builder->images, 0);
}

static void
end_cell (ChattyMarkdownBuilder *builder,
          cmark_node            *node)
{
  if (builder->table != NULL)
    g_ptr_array_add (builder->table->texts, chatty_markdown_builder_end_text (builder));
  else
    g_string_append (builder->string, cmark_node_next (node) != NULL ? " | " : "\n");
}

static void
begin_item (ChattyMarkdownBuilder *builder,
            cmark_node            *node)
{
  int *number = &g_array_index (builder->lists, int, builder->lists->len - 1);

  g_free (builder->marker);
  builder->task = 0;
  if (g_strcmp0 (cmark_node_get_type_string (node), "tasklist") == 0)
    {
      builder->task = cmark_gfm_extensions_get_tasklist_item_checked (node) ? 2 : 1;
      builder->marker = g_strdup (builder->task == 2 ? "\342\230\221" : "\342\230\220");
    }
  else if (*number >= 0)
    {
      builder->marker = g_strdup_printf ("%d.", *number);
      (*number)++;
    }
  else
    {
      static const char *const bullets[] = { "•", "◦", "▪" };

      builder->marker = g_strdup (bullets[(builder->lists->len - 1) % G_N_ELEMENTS (bullets)]);
    }
}

static void
begin_list (ChattyMarkdownBuilder *builder,
            cmark_node            *node)
{
  int number = -1;

  if (cmark_node_get_list_type (node) == CMARK_ORDERED_LIST)
    number = cmark_node_get_list_start (node);
  g_array_append_val (builder->lists, number);
}

/* The nodes that extensions add have no constants in the public header. */
static void
visit_extension (ChattyMarkdownBuilder *builder,
                 cmark_node            *node,
                 gboolean               entering)
{
  const char *type = cmark_node_get_type_string (node);
  ChattyMarkdownOpenSpan open;

  if (g_str_equal (type, "table"))
    {
      if (entering)
        begin_table (builder, node);
      else
        end_table (builder);
    }
  else if (g_str_equal (type, "table_cell"))
    {
      if (entering)
        chatty_markdown_builder_begin_text (builder);
      else
        end_cell (builder, node);
    }
  else if (g_str_equal (type, "strikethrough"))
    {
      if (entering)
        chatty_markdown_builder_push_span (builder, CHATTY_MARKDOWN_STRUCK, NULL);
      else if (chatty_markdown_builder_pop_span (builder, &open))
        chatty_markdown_builder_add_span (builder, open.style, open.start, NULL);
    }
}

static void
visit_inline (ChattyMarkdownBuilder *builder,
              cmark_node            *node,
              gboolean               entering)
{
  const char *literal = cmark_node_get_literal (node);
  ChattyMarkdownOpenSpan open;

  if (literal == NULL)
    literal = "";

  switch (cmark_node_get_type (node))
    {
    case CMARK_NODE_TEXT:
      take_origin (builder, node);
      g_string_append (builder->string, literal);
      break;

    case CMARK_NODE_SOFTBREAK:
    case CMARK_NODE_LINEBREAK:
      /* People and platforms end a line where they mean it to end. */
      take_origin (builder, node);
      g_string_append_c (builder->string, '\n');
      break;

    case CMARK_NODE_CODE:
      take_origin (builder, node);
      chatty_markdown_builder_append_styled (builder, literal, CHATTY_MARKDOWN_MONOSPACE);
      break;

    case CMARK_NODE_HTML_INLINE:
      add_inline_html (builder, node, literal);
      break;

    case CMARK_NODE_EMPH:
    case CMARK_NODE_STRONG:
      if (entering)
        chatty_markdown_builder_push_span (builder,
                                           cmark_node_get_type (node) == CMARK_NODE_EMPH
                                             ? CHATTY_MARKDOWN_ITALIC : CHATTY_MARKDOWN_BOLD,
                                           NULL);
      else if (chatty_markdown_builder_pop_span (builder, &open))
        chatty_markdown_builder_add_span (builder, open.style, open.start, NULL);
      break;

    case CMARK_NODE_LINK:
      if (entering)
        chatty_markdown_builder_push_span (builder, CHATTY_MARKDOWN_LINK, NULL);
      else
        end_link (builder, node);
      break;

    case CMARK_NODE_IMAGE:
      if (entering)
        chatty_markdown_builder_push_span (builder, CHATTY_MARKDOWN_DIM, NULL);
      else
        end_image (builder, node);
      break;

    default:
      visit_extension (builder, node, entering);
      break;
    }
}

static void
visit (ChattyMarkdownBuilder *builder,
       cmark_node            *node,
       gboolean               entering)
{
  switch (cmark_node_get_type (node))
    {
    case CMARK_NODE_DOCUMENT:
      break;

    case CMARK_NODE_BLOCK_QUOTE:
      if (entering)
        builder->quote_depth++;
      else
        builder->quote_depth--;
      break;

    case CMARK_NODE_LIST:
      if (entering)
        begin_list (builder, node);
      else
        g_array_set_size (builder->lists, builder->lists->len - 1);
      break;

    case CMARK_NODE_ITEM:
      if (entering)
        begin_item (builder, node);
      else if (builder->marker != NULL)
        chatty_markdown_builder_end_paragraph (builder, CHATTY_MARKDOWN_PARAGRAPH, 0);
      break;

    case CMARK_NODE_PARAGRAPH:
      if (entering)
        chatty_markdown_builder_begin_text (builder);
      else
        chatty_markdown_builder_end_paragraph (builder, CHATTY_MARKDOWN_PARAGRAPH, 0);
      break;

    case CMARK_NODE_HEADING:
      if (entering)
        chatty_markdown_builder_begin_text (builder);
      else
        chatty_markdown_builder_end_paragraph (builder, CHATTY_MARKDOWN_HEADING,
                                               cmark_node_get_heading_level (node));
      break;

    case CMARK_NODE_CODE_BLOCK:
      add_code (builder, node);
      break;

    case CMARK_NODE_HTML_BLOCK:
      add_html (builder, node);
      break;

    case CMARK_NODE_THEMATIC_BREAK:
      add_rule (builder);
      break;

    default:
      if (builder->text != NULL)
        visit_inline (builder, node, entering);
      else
        visit_extension (builder, node, entering);
      break;
    }
}

static gboolean
nests_too_deep (const char *text,
                gsize       length)
{
  const char *end = text + length;
  guint markers = 0;
  gboolean leading = TRUE;

  for (const char *p = text; p < end; p++)
    {
      if (*p == '\n' || *p == '\r')
        {
          leading = TRUE;
          markers = 0;
        }
      else if (leading)
        {
          if (*p == '>' ||
              (strchr ("-+*.)", *p) != NULL && p + 1 < end && (p[1] == ' ' || p[1] == '\t')))
            markers++;
          else if (!g_ascii_isdigit (*p) && *p != ' ' && *p != '\t')
            leading = FALSE;
          if (markers > MAX_MARKERS_IN_LINE)
            return TRUE;
        }
    }

  return FALSE;
}

static cmark_node *
parse_tree (const char *text,
            gsize       length)
{
  static const char *const extensions[] = { "table", "strikethrough", "autolink", "tasklist" };
  /* cmark keeps the characters that extensions care about in one table for
   * the whole program, and changes it while it parses. */
  static GMutex mutex;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);
  cmark_parser *parser;
  cmark_node *root;

  cmark_gfm_core_extensions_ensure_registered ();

  parser = cmark_parser_new (CMARK_OPT_DEFAULT | CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE);
  for (guint i = 0; i < G_N_ELEMENTS (extensions); i++)
    cmark_parser_attach_syntax_extension (parser, cmark_find_syntax_extension (extensions[i]));
  cmark_parser_feed (parser, text, length);
  root = cmark_parser_finish (parser);
  cmark_parser_free (parser);

  return root;
}

static void
add_plain (ChattyMarkdownBuilder *builder,
           const char            *text,
           gsize                  length)
{
  ChattyMarkdownText *plain = chatty_markdown_builder_text_new_plain (text, length);
  ChattyMarkdownBlock *block;

  if (builder->origin != NULL)
    {
      plain->runs = chatty_markdown_runs_new ();
      chatty_markdown_runs_add (plain->runs, 0, length, text - builder->source, length);
    }
  block = chatty_markdown_builder_block_new (builder, CHATTY_MARKDOWN_PARAGRAPH);
  g_ptr_array_add (block->texts, plain);
  chatty_markdown_builder_take_block (builder, block);
}

static void
add_parsed (ChattyMarkdownBuilder *builder,
            const char            *text,
            gsize                  length)
{
  cmark_node *root = parse_tree (text, length);
  cmark_iter *iter = cmark_iter_new (root);
  cmark_event_type event;

  while ((event = cmark_iter_next (iter)) != CMARK_EVENT_DONE)
    {
      cmark_node *node = cmark_iter_get_node (iter);

      if (builder->origin != NULL)
        chatty_markdown_origin_visit (builder->origin, node, event == CMARK_EVENT_ENTER);
      visit (builder, node, event == CMARK_EVENT_ENTER);
    }

  cmark_iter_free (iter);
  cmark_node_free (root);
}

static ChattyMarkdownDocument *
parse (const char *text,
       gssize      length,
       gboolean    is_mapped)
{
  ChattyMarkdownDocument *self = g_new0 (ChattyMarkdownDocument, 1);
  ChattyMarkdownBuilder builder;
  gsize size, parsed;

  self->blocks = g_ptr_array_new_with_free_func (chatty_markdown_builder_block_free);

  chatty_markdown_builder_init (&builder, self);

  size = length < 0 ? strlen (text) : (gsize) length;
  parsed = size;
  if (parsed > CHATTY_MARKDOWN_MAX_BYTES)
    {
      const char *end = text + CHATTY_MARKDOWN_MAX_BYTES;

      while ((*end & 0xc0) == 0x80)
        end--;
      parsed = end - text;
    }
  if (is_mapped)
    builder.origin = chatty_markdown_origin_new (text, parsed);
  builder.source = text;

  if (nests_too_deep (text, parsed))
    add_plain (&builder, text, parsed);
  else
    add_parsed (&builder, text, parsed);
  if (parsed < size)
    add_plain (&builder, text + parsed, size - parsed);

  chatty_markdown_builder_clear (&builder);

  return self;
}

/**
 * chatty_markdown_document_parse:
 * @text: valid UTF-8
 * @length: bytes, or -1
 *
 * Takes a text apart as GitHub's Markdown. Bounded in time and memory: what is
 * over %CHATTY_MARKDOWN_MAX_BYTES, and a text that is nested beyond reason, is
 * kept as plain text. HTML is text. Any thread.
 *
 * Returns: (transfer full): the blocks
 */
ChattyMarkdownDocument *
chatty_markdown_document_parse (const char *text,
                                gssize      length)
{
  g_return_val_if_fail (text != NULL, NULL);

  return parse (text, length, FALSE);
}

/**
 * chatty_markdown_document_parse_mapped:
 * @text: valid UTF-8
 * @length: bytes, or -1
 *
 * Does as chatty_markdown_document_parse(), and notes which bytes of @text
 * everything comes from.
 *
 * Returns: (transfer full): the blocks
 */
ChattyMarkdownDocument *
chatty_markdown_document_parse_mapped (const char *text,
                                       gssize      length)
{
  g_return_val_if_fail (text != NULL, NULL);

  return parse (text, length, TRUE);
}

/**
 * chatty_markdown_document_find_source:
 * @self: of chatty_markdown_document_parse_mapped()
 * @start: first byte of the source, at the start of a character
 * @end: first byte of the source after it
 *
 * Finds where a passage of the source is shown: what marks it up is no part of
 * it, and in each text it is one place.
 *
 * Returns: (transfer full) (element-type ChattyMarkdownMatch): the places, in
 *   the order of the document
 */
GArray *
chatty_markdown_document_find_source (ChattyMarkdownDocument *self,
                                      gsize                   start,
                                      gsize                   end)
{
  GArray *places = g_array_new (FALSE, FALSE, sizeof (ChattyMarkdownMatch));

  for (guint i = 0; i < self->blocks->len; i++)
    {
      const ChattyMarkdownBlock *block = g_ptr_array_index (self->blocks, i);

      for (guint j = 0; j < block->texts->len; j++)
        {
          const ChattyMarkdownText *text = g_ptr_array_index (block->texts, j);
          ChattyMarkdownMatch match = { i, j, 0, 0 };

          if (chatty_markdown_runs_find (text->runs, start, end, &match.start, &match.end))
            g_array_append_val (places, match);
        }
    }
  return places;
}

/**
 * chatty_markdown_document_free:
 */
void
chatty_markdown_document_free (ChattyMarkdownDocument *self)
{
  g_ptr_array_unref (self->blocks);
  g_free (self);
}

static gboolean
is_equal_text (const ChattyMarkdownText *a,
               const ChattyMarkdownText *b)
{
  if (a->length != b->length || a->spans->len != b->spans->len ||
      memcmp (a->text, b->text, a->length) != 0)
    return FALSE;

  for (guint i = 0; i < a->spans->len; i++)
    {
      const ChattyMarkdownSpan *x = &g_array_index (a->spans, ChattyMarkdownSpan, i);
      const ChattyMarkdownSpan *y = &g_array_index (b->spans, ChattyMarkdownSpan, i);

      if (x->style != y->style || x->start != y->start || x->end != y->end ||
          g_strcmp0 (x->target, y->target) != 0)
        return FALSE;
    }

  return TRUE;
}

/* The source may be another where the text is the same. */
static void
swap_runs (ChattyMarkdownText *a,
           ChattyMarkdownText *b)
{
  GArray *runs = a->runs;

  a->runs = b->runs;
  b->runs = runs;
}

/* Takes over the texts that are the same. */
static gboolean
take_equal_texts (ChattyMarkdownBlock *block,
                  ChattyMarkdownBlock *old)
{
  gboolean all = block->texts->len == old->texts->len;

  for (guint i = 0; i < MIN (block->texts->len, old->texts->len); i++)
    {
      gpointer *text = &g_ptr_array_index (block->texts, i);
      gpointer *other = &g_ptr_array_index (old->texts, i);

      if (is_equal_text (*text, *other))
        {
          gpointer swap = *text;

          *text = *other;
          *other = swap;
          swap_runs (*text, *other);
        }
      else
        {
          all = FALSE;
        }
    }

  return all;
}

/**
 * chatty_markdown_document_take_equal:
 * @old: what was shown before; only good for being freed afterwards
 *
 * Finds out what has changed. Blocks and texts that are the same at the same
 * place are taken over, so that who points into those of @old still may.
 *
 * Returns: how many blocks from the start on are the same
 */
guint
chatty_markdown_document_take_equal (ChattyMarkdownDocument *self,
                                     ChattyMarkdownDocument *old)
{
  guint n = MIN (self->blocks->len, old->blocks->len);

  for (guint i = 0; i < n; i++)
    {
      ChattyMarkdownBlock *block = g_ptr_array_index (self->blocks, i);
      ChattyMarkdownBlock *other = g_ptr_array_index (old->blocks, i);

      if (!chatty_markdown_block_has_shape_of (block, other) || !take_equal_texts (block, other))
        return i;
    }

  return n;
}

/**
 * chatty_markdown_block_has_shape_of:
 *
 * Returns: whether two blocks differ in their texts at most
 */
gboolean
chatty_markdown_block_has_shape_of (const ChattyMarkdownBlock *self,
                                    const ChattyMarkdownBlock *other)
{
  return self->kind == other->kind && self->level == other->level &&
         self->quote_depth == other->quote_depth && self->list_depth == other->list_depth &&
         self->task == other->task && self->n_columns == other->n_columns &&
         g_strcmp0 (self->marker, other->marker) == 0 &&
         g_strcmp0 (self->info, other->info) == 0;
}

/**
 * chatty_markdown_document_get_n_blocks:
 *
 * Returns: the number of blocks, at most %CHATTY_MARKDOWN_MAX_BLOCKS
 */
guint
chatty_markdown_document_get_n_blocks (ChattyMarkdownDocument *self)
{
  return self->blocks->len;
}

/**
 * chatty_markdown_document_get_block:
 *
 * Returns: (transfer none): a block, valid as long as the document
 */
const ChattyMarkdownBlock *
chatty_markdown_document_get_block (ChattyMarkdownDocument *self,
                                    guint                   nth)
{
  g_return_val_if_fail (nth < self->blocks->len, NULL);

  return g_ptr_array_index (self->blocks, nth);
}

/**
 * chatty_markdown_document_to_plain_text:
 *
 * Returns: (transfer full): what a person reads, without the marks
 */
char *
chatty_markdown_document_to_plain_text (ChattyMarkdownDocument *self)
{
  GString *string = g_string_new (NULL);

  for (guint i = 0; i < self->blocks->len; i++)
    {
      const ChattyMarkdownBlock *block = g_ptr_array_index (self->blocks, i);

      if (string->len > 0)
        g_string_append (string, block->marker != NULL ? "\n" : "\n\n");
      if (block->marker != NULL)
        g_string_append_printf (string, "%s ", block->marker);
      for (guint j = 0; j < block->texts->len; j++)
        {
          const ChattyMarkdownText *text = g_ptr_array_index (block->texts, j);

          if (j > 0)
            g_string_append_c (string, j % block->n_columns == 0 ? '\n' : '\t');
          g_string_append_len (string, text->text, text->length);
        }
    }

  return g_string_free (string, FALSE);
}
