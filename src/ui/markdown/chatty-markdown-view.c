/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Over 600 lines: every kind of block has its widgets, which are made, changed in
 * place and found again. */

#define G_LOG_DOMAIN "chatty-ui"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "chatty-code-block.h"
#include "chatty-image-placeholder.h"
#include "chatty-markdown-view-private.h"
#include "chatty-sideways.h"

#define INDENT           24
#define MAX_INDENTS      6
#define MAX_CELL_CHARS   40

/* What a label asks for at least. Without it GTK breaks the whole text after
 * every letter to find out, which takes seconds for some kilobytes. */
#define MIN_LABEL_CHARS  20

static guint signals[CHATTY_MARKDOWN_VIEW_N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyMarkdownView, chatty_markdown_view, GTK_TYPE_WIDGET)

static const ChattyMarkdownText *
get_text (const ChattyMarkdownBlock *block,
          guint                      nth)
{
  return g_ptr_array_index (block->texts, nth);
}

static void
add_part (ChattyMarkdownView        *self,
          const ChattyMarkdownBlock *block,
          guint                      nth,
          guint                      text,
          GtkLabel                  *label)
{
  ChattyMarkdownPart part = { nth, text, label, get_text (block, text), NULL };

  g_array_append_val (self->parts, part);
}

static void
set_label_text (GtkLabel                 *label,
                const ChattyMarkdownText *text)
{
  chatty_markdown_label_set_text (label, text, NULL);
  gtk_label_set_width_chars (label, MIN (g_utf8_strlen (text->text, text->length),
                                         MIN_LABEL_CHARS));
}

static GtkWidget *
new_label (ChattyMarkdownView       *self,
           const ChattyMarkdownText *text,
           GtkAccessibleRole         role)
{
  GtkWidget *label;

  label = g_object_new (GTK_TYPE_LABEL,
                        "accessible-role", role,
                        "selectable", TRUE,
                        "wrap", TRUE,
                        "wrap-mode", PANGO_WRAP_WORD_CHAR,
                        "xalign", 0.0,
                        NULL);
  chatty_markdown_view_watch_label (self, GTK_LABEL (label));
  set_label_text (GTK_LABEL (label), text);

  return label;
}

static gboolean
is_written_from_the_right (gunichar c)
{
  switch ((int) g_unichar_get_script (c))
    {
    case G_UNICODE_SCRIPT_ADLAM:
    case G_UNICODE_SCRIPT_ARABIC:
    case G_UNICODE_SCRIPT_HANIFI_ROHINGYA:
    case G_UNICODE_SCRIPT_HEBREW:
    case G_UNICODE_SCRIPT_MANDAIC:
    case G_UNICODE_SCRIPT_MENDE_KIKAKUI:
    case G_UNICODE_SCRIPT_NKO:
    case G_UNICODE_SCRIPT_SAMARITAN:
    case G_UNICODE_SCRIPT_SYRIAC:
    case G_UNICODE_SCRIPT_THAANA:
      return TRUE;

    default:
      return FALSE;
    }
}

/* The side that a block starts from follows its own words: the first letter
 * decides (Unicode Standard Annex 9, P2 and P3). */
static GtkTextDirection
get_text_direction (GtkWidget                *widget,
                    const ChattyMarkdownText *text)
{
  for (const char *p = text->text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isalpha (c))
        return is_written_from_the_right (c) ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR;
    }

  return gtk_widget_get_direction (widget);
}

static GtkWidget *
build_flow (ChattyMarkdownView        *self,
            const ChattyMarkdownBlock *block,
            guint                      nth)
{
  static const char *const heading_classes[] = {
    "chatty-heading-1", "chatty-heading-2", "chatty-heading-3",
    "chatty-heading-4", "chatty-heading-4", "chatty-heading-4",
  };
  gboolean is_heading = block->kind == CHATTY_MARKDOWN_HEADING;
  GtkWidget *label;

  label = new_label (self, get_text (block, 0), is_heading ? GTK_ACCESSIBLE_ROLE_HEADING
                                                           : GTK_ACCESSIBLE_ROLE_LABEL);
  if (is_heading)
    {
      guint level = CLAMP (block->level, 1, G_N_ELEMENTS (heading_classes));

      gtk_widget_add_css_class (label, heading_classes[level - 1]);
      gtk_accessible_update_property (GTK_ACCESSIBLE (label),
                                      GTK_ACCESSIBLE_PROPERTY_LEVEL, (int) level,
                                      -1);
    }
  add_part (self, block, nth, 0, GTK_LABEL (label));

  return label;
}

static GtkWidget *
build_code (ChattyMarkdownView        *self,
            const ChattyMarkdownBlock *block,
            guint                      nth)
{
  GtkWidget *code = chatty_code_block_new (block->info, get_text (block, 0)->text);

  chatty_markdown_view_watch_label (self, chatty_code_block_get_sources (CHATTY_CODE_BLOCK (code)));
  add_part (self, block, nth, 0, chatty_code_block_get_label (CHATTY_CODE_BLOCK (code)));

  return code;
}

static GtkWidget *
build_image (ChattyMarkdownView        *self,
             const ChattyMarkdownBlock *block,
             guint                      nth)
{
  const ChattyMarkdownText *text = get_text (block, 0);
  GtkWidget *image = chatty_image_placeholder_new (text->text, block->info);

  if (text->length > 0)
    {
      GtkLabel *label = chatty_image_placeholder_get_label (CHATTY_IMAGE_PLACEHOLDER (image));

      chatty_markdown_view_watch_label (self, label);
      add_part (self, block, nth, 0, label);
    }

  return image;
}

/* A fixed width: a scrolled window asks for the height that fits the natural
 * width, and would cut what wraps into more lines. */
void
chatty_markdown_view_set_cell_width (GtkLabel *label)
{
  int chars = MIN (g_utf8_strlen (gtk_label_get_text (label), -1) + 1, MAX_CELL_CHARS);

  gtk_label_set_width_chars (label, chars);
  gtk_label_set_max_width_chars (label, chars);
}

static GtkWidget *
add_cell (ChattyMarkdownView        *self,
          const ChattyMarkdownBlock *block,
          guint                      nth,
          guint                      cell,
          GtkGrid                   *grid)
{
  const ChattyMarkdownText *text = get_text (block, cell);
  gboolean is_heading = cell < block->n_columns;
  GtkWidget *label;

  label = new_label (self, text, is_heading ? GTK_ACCESSIBLE_ROLE_COLUMN_HEADER
                                            : GTK_ACCESSIBLE_ROLE_CELL);
  chatty_markdown_view_set_cell_width (GTK_LABEL (label));
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, is_heading ? "chatty-table-heading" : "chatty-table-cell");
  gtk_grid_attach (grid, label, cell % block->n_columns, cell / block->n_columns, 1, 1);
  add_part (self, block, nth, cell, GTK_LABEL (label));

  return label;
}

static GtkWidget *
build_table (ChattyMarkdownView        *self,
             const ChattyMarkdownBlock *block,
             guint                      nth)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *grid;

  chatty_sideways_only (GTK_SCROLLED_WINDOW (scrolled));
  grid = g_object_new (GTK_TYPE_GRID,
                       "accessible-role", GTK_ACCESSIBLE_ROLE_TABLE,
                       "halign", GTK_ALIGN_START,
                       NULL);
  gtk_widget_add_css_class (grid, "chatty-table");

  for (guint i = 0; i < block->texts->len; i++)
    add_cell (self, block, nth, i, GTK_GRID (grid));

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled),
                                  GTK_POLICY_AUTOMATIC, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), grid);

  return scrolled;
}

static GtkWidget *
build_block (ChattyMarkdownView        *self,
             const ChattyMarkdownBlock *block,
             guint                      nth)
{
  switch (block->kind)
    {
    case CHATTY_MARKDOWN_CODE:
      return build_code (self, block, nth);

    case CHATTY_MARKDOWN_TABLE:
      return build_table (self, block, nth);

    case CHATTY_MARKDOWN_IMAGE:
      return build_image (self, block, nth);

    case CHATTY_MARKDOWN_RULE:
      return gtk_separator_new (GTK_ORIENTATION_HORIZONTAL);

    case CHATTY_MARKDOWN_PARAGRAPH:
    case CHATTY_MARKDOWN_HEADING:
    default:
      return build_flow (self, block, nth);
    }
}

static GtkWidget *
build_item (ChattyMarkdownView        *self,
            const ChattyMarkdownBlock *block,
            GtkWidget                 *child)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *marker = gtk_label_new (block->marker);

  gtk_label_set_xalign (GTK_LABEL (marker), 1);
  gtk_widget_set_valign (marker, GTK_ALIGN_START);
  gtk_widget_add_css_class (marker, "chatty-marker");
  gtk_widget_set_size_request (marker, INDENT - 6, -1);
  if (block->task != 0)
    gtk_accessible_update_property (GTK_ACCESSIBLE (marker),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    block->task == 2 ? _("Done") : _("To do"),
                                    -1);
  gtk_widget_set_hexpand (child, TRUE);
  gtk_box_append (GTK_BOX (box), marker);
  gtk_box_append (GTK_BOX (box), child);

  return box;
}

/* A child does not inherit a direction that its parent was given. */
static void
set_direction (GtkWidget        *widget,
               GtkTextDirection  direction)
{
  gtk_widget_set_direction (widget, direction);
  if (CHATTY_IS_CODE_BLOCK (widget))
    return;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    set_direction (child, direction);
}

static void
add_block (ChattyMarkdownView *self,
           guint               nth,
           GtkWidget          *container)
{
  const ChattyMarkdownBlock *block = chatty_markdown_document_get_block (self->document, nth);
  GtkWidget *widget = build_block (self, block, nth);
  guint indents = MIN (block->list_depth, MAX_INDENTS);

  if (block->marker != NULL)
    {
      widget = build_item (self, block, widget);
      indents--;
      gtk_widget_add_css_class (widget, "chatty-item");
    }
  else
    {
      gtk_widget_add_css_class (widget, "chatty-block");
    }

  if (indents > 0)
    gtk_widget_set_margin_start (widget, indents * INDENT);
  if (block->texts->len > 0)
    set_direction (widget, get_text_direction (GTK_WIDGET (self), get_text (block, 0)));

  if (container == GTK_WIDGET (self))
    gtk_widget_set_parent (widget, container);
  else
    gtk_box_append (GTK_BOX (container), widget);
  g_ptr_array_add (self->widgets, widget);
}

/* Adds the blocks from @first on, before which none was taken out of a quote. */
static void
add_blocks (ChattyMarkdownView *self,
            guint               first)
{
  for (guint i = first; i < chatty_markdown_document_get_n_blocks (self->document); i++)
    {
      const ChattyMarkdownBlock *block = chatty_markdown_document_get_block (self->document, i);
      guint wanted = MIN (block->quote_depth, CHATTY_MARKDOWN_VIEW_MAX_QUOTES);

      self->depth = MIN (self->depth, wanted);
      while (self->depth < wanted)
        {
          GtkWidget *quote;

          quote = g_object_new (GTK_TYPE_BOX,
                                "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP,
                                "orientation", GTK_ORIENTATION_VERTICAL,
                                NULL);
          gtk_accessible_update_property (GTK_ACCESSIBLE (quote),
                                          GTK_ACCESSIBLE_PROPERTY_LABEL, _("Quote"),
                                          -1);
          gtk_widget_add_css_class (quote, "chatty-quote");
          if (block->texts->len > 0)
            gtk_widget_set_direction (quote, get_text_direction (GTK_WIDGET (self),
                                                                 get_text (block, 0)));
          if (self->depth == 0)
            gtk_widget_set_parent (quote, GTK_WIDGET (self));
          else
            gtk_box_append (GTK_BOX (self->containers[self->depth]), quote);
          self->containers[++self->depth] = quote;
        }
      add_block (self, i, self->containers[self->depth]);
    }
}

static void
clear (ChattyMarkdownView *self)
{
  GtkWidget *child;

  g_array_set_size (self->parts, 0);
  g_ptr_array_set_size (self->widgets, 0);
  self->depth = 0;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  self->is_simple = FALSE;
}

/* What of the view a block is in: itself, or the outermost quote. */
static GtkWidget *
get_outermost (ChattyMarkdownView *self,
               guint               block)
{
  GtkWidget *widget = g_ptr_array_index (self->widgets, block);

  while (gtk_widget_get_parent (widget) != GTK_WIDGET (self))
    widget = gtk_widget_get_parent (widget);

  return widget;
}

/* Takes away the blocks from @first on, and what is in one quote with it.
 * Returns: the first block that is gone */
static guint
remove_blocks (ChattyMarkdownView *self,
               guint               first)
{
  GtkWidget *widget, *last;

  if (first >= self->widgets->len)
    return first;

  widget = get_outermost (self, first);
  while (first > 0 && get_outermost (self, first - 1) == widget)
    first--;
  while ((last = gtk_widget_get_last_child (GTK_WIDGET (self))) != widget)
    gtk_widget_unparent (last);
  gtk_widget_unparent (widget);

  g_ptr_array_set_size (self->widgets, first);
  while (self->parts->len > 0 &&
         g_array_index (self->parts, ChattyMarkdownPart, self->parts->len - 1).block >= first)
    g_array_set_size (self->parts, self->parts->len - 1);
  self->depth = 0;

  return first;
}

/* Shows other texts in the widgets of a block that is the last one, where only
 * its texts have changed. */
static gboolean
update_block (ChattyMarkdownView        *self,
              guint                      nth,
              const ChattyMarkdownBlock *old)
{
  const ChattyMarkdownBlock *block = chatty_markdown_document_get_block (self->document, nth);
  guint n_known = old->texts->len;
  guint first_part = self->parts->len - n_known;
  GtkWidget *last = NULL;

  if (!chatty_markdown_block_has_shape_of (block, old) || block->texts->len < n_known ||
      n_known == 0 || block->kind == CHATTY_MARKDOWN_IMAGE)
    return FALSE;
  if (get_text_direction (GTK_WIDGET (self), get_text (block, 0)) !=
      get_text_direction (GTK_WIDGET (self), get_text (old, 0)))
    return FALSE;

  for (guint i = 0; i < block->texts->len; i++)
    {
      const ChattyMarkdownText *text = get_text (block, i);
      ChattyMarkdownPart *part;

      if (i >= n_known)
        {
          GtkWidget *grid = gtk_widget_get_parent (last);
          GtkWidget *cell = add_cell (self, block, nth, i, GTK_GRID (grid));

          gtk_widget_set_direction (cell, gtk_widget_get_direction (last));
          continue;
        }

      part = &g_array_index (self->parts, ChattyMarkdownPart, first_part + i);
      last = GTK_WIDGET (part->label);
      if (part->shown == text)
        continue;
      part->shown = text;
      g_clear_pointer (&part->notes, chatty_markdown_notes_free);
      if (block->kind == CHATTY_MARKDOWN_CODE)
        gtk_label_set_text (part->label, text->text);
      else
        set_label_text (part->label, text);
      if (block->kind == CHATTY_MARKDOWN_TABLE)
        chatty_markdown_view_set_cell_width (part->label);
    }

  return TRUE;
}

/* Most messages are one flow of paragraphs: their label is used again. */
static gboolean
document_is_simple (ChattyMarkdownDocument *document)
{
  const ChattyMarkdownBlock *block;

  if (chatty_markdown_document_get_n_blocks (document) != 1)
    return FALSE;

  block = chatty_markdown_document_get_block (document, 0);
  return block->kind == CHATTY_MARKDOWN_PARAGRAPH && block->marker == NULL &&
         block->quote_depth == 0 && block->list_depth == 0;
}

void
chatty_markdown_view_tell (ChattyMarkdownView       *self,
                           ChattyMarkdownViewSignal  signal,
                           guint                     sources,
                           const GdkRectangle       *place)
{
  if (signal == CHATTY_MARKDOWN_VIEW_SOURCES_HOVERED)
    g_signal_emit (self, signals[signal], 0, sources);
  else
    g_signal_emit (self, signals[signal], 0, sources, place);
}

static const ChattyMarkdownPart *
find_part (ChattyMarkdownView        *self,
           const ChattyMarkdownMatch *match)
{
  for (guint i = 0; i < self->parts->len; i++)
    {
      const ChattyMarkdownPart *part = &g_array_index (self->parts, ChattyMarkdownPart, i);

      if (part->block == match->block && part->text == match->text)
        return part;
    }

  return NULL;
}

static void
part_clear (gpointer data)
{
  ChattyMarkdownPart *part = data;

  g_clear_pointer (&part->notes, chatty_markdown_notes_free);
}

static void
chatty_markdown_view_dispose (GObject *object)
{
  clear (CHATTY_MARKDOWN_VIEW (object));

  G_OBJECT_CLASS (chatty_markdown_view_parent_class)->dispose (object);
}

static void
chatty_markdown_view_finalize (GObject *object)
{
  ChattyMarkdownView *self = CHATTY_MARKDOWN_VIEW (object);

  g_clear_pointer (&self->document, chatty_markdown_document_free);
  g_array_unref (self->parts);
  g_ptr_array_unref (self->widgets);
  g_array_unref (self->matches);
  g_array_unref (self->marks);
  g_strfreev (self->names);

  G_OBJECT_CLASS (chatty_markdown_view_parent_class)->finalize (object);
}

static void
chatty_markdown_view_class_init (ChattyMarkdownViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = chatty_markdown_view_dispose;
  object_class->finalize = chatty_markdown_view_finalize;

  signals[CHATTY_MARKDOWN_VIEW_SOURCES_HOVERED] =
    g_signal_new ("sources-hovered", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[CHATTY_MARKDOWN_VIEW_SOURCE_ACTIVATED] =
    g_signal_new ("source-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT,
                  GDK_TYPE_RECTANGLE | G_SIGNAL_TYPE_STATIC_SCOPE);

  /* Tab leads through the paragraphs, and should not select each of them. */
  if (gtk_settings_get_default () != NULL)
    g_object_set (gtk_settings_get_default (), "gtk-label-select-on-focus", FALSE, NULL);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "chatty-markdown");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
chatty_markdown_view_init (ChattyMarkdownView *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  self->parts = g_array_new (FALSE, FALSE, sizeof (ChattyMarkdownPart));
  g_array_set_clear_func (self->parts, part_clear);
  self->widgets = g_ptr_array_new ();
  self->matches = g_array_new (FALSE, FALSE, sizeof (ChattyMarkdownMatch));
  self->marks = g_array_new (FALSE, FALSE, sizeof (ChattyMarkdownMark));
  self->current = -1;
  self->containers[0] = GTK_WIDGET (self);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  chatty_markdown_view_watch_pointer (self);
}

/**
 * chatty_markdown_view_new:
 *
 * Returns: (transfer floating): an empty view
 */
GtkWidget *
chatty_markdown_view_new (void)
{
  return g_object_new (CHATTY_TYPE_MARKDOWN_VIEW, NULL);
}

static ChattyMarkdownDocument *
parse (ChattyMarkdownView *self,
       const char         *text,
       gssize              length)
{
  return self->marks->len > 0 ? chatty_markdown_document_parse_mapped (text, length)
                              : chatty_markdown_document_parse (text, length);
}

/**
 * chatty_markdown_view_set_text:
 * @text: valid UTF-8 Markdown, from anywhere
 * @length: bytes, or -1
 *
 * Shows another text. Meant for texts of a few kilobytes; see
 * #ChattyTurnSegments for how longer ones are cut.
 */
void
chatty_markdown_view_set_text (ChattyMarkdownView *self,
                               const char         *text,
                               gssize              length)
{
  g_autoptr (ChattyMarkdownDocument) old = NULL;
  gboolean is_simple;

  g_return_if_fail (CHATTY_IS_MARKDOWN_VIEW (self));
  g_return_if_fail (text != NULL);

  /* Labels point into the document: it goes after they have let go of it. */
  old = g_steal_pointer (&self->document);
  self->document = parse (self, text, length);
  g_array_set_size (self->matches, 0);

  is_simple = document_is_simple (self->document);
  if (is_simple && self->is_simple)
    {
      ChattyMarkdownPart *part = &g_array_index (self->parts, ChattyMarkdownPart, 0);

      part->shown = get_text (chatty_markdown_document_get_block (self->document, 0), 0);
      g_clear_pointer (&part->notes, chatty_markdown_notes_free);
      set_label_text (part->label, part->shown);
      gtk_widget_set_direction (GTK_WIDGET (part->label),
                                get_text_direction (GTK_WIDGET (self), part->shown));
    }
  else
    {
      clear (self);
      add_blocks (self, 0);
      self->is_simple = is_simple;
    }
  chatty_markdown_view_note_parts (self);
}

/**
 * chatty_markdown_view_update_text:
 * @text: valid UTF-8 Markdown, much as it was before
 * @length: bytes, or -1
 *
 * Shows a text that has grown: what is the same stays as it is, with its marks
 * and what is selected in it; where the last block has only become longer, its
 * widgets stay.
 */
void
chatty_markdown_view_update_text (ChattyMarkdownView *self,
                                  const char         *text,
                                  gssize              length)
{
  g_autoptr (ChattyMarkdownDocument) old = NULL;
  guint n_old, n_new, first;

  g_return_if_fail (CHATTY_IS_MARKDOWN_VIEW (self));
  g_return_if_fail (text != NULL);

  if (self->document == NULL)
    {
      chatty_markdown_view_set_text (self, text, length);
      return;
    }

  old = g_steal_pointer (&self->document);
  self->document = parse (self, text, length);
  n_old = chatty_markdown_document_get_n_blocks (old);
  n_new = chatty_markdown_document_get_n_blocks (self->document);
  first = chatty_markdown_document_take_equal (self->document, old);

  if (first + 1 == n_old && first < n_new &&
      update_block (self, first, chatty_markdown_document_get_block (old, first)))
    first++;
  else if (first < n_old)
    first = remove_blocks (self, first);
  add_blocks (self, first);
  self->is_simple = document_is_simple (self->document);
  chatty_markdown_view_note_parts (self);
}

/**
 * chatty_markdown_view_set_matches:
 * @matches: (array length=n_matches) (nullable): places to mark, in the order
 *   of the document; those that are not in it are passed over
 * @current: the number of the match to mark more strongly, or -1
 *
 * Marks what a search found.
 */
void
chatty_markdown_view_set_matches (ChattyMarkdownView        *self,
                                  const ChattyMarkdownMatch *matches,
                                  guint                      n_matches,
                                  int                        current)
{
  g_return_if_fail (CHATTY_IS_MARKDOWN_VIEW (self));

  if (n_matches == 0 && self->matches->len == 0)
    return;

  g_array_set_size (self->matches, 0);
  if (n_matches > 0)
    g_array_append_vals (self->matches, matches, n_matches);
  self->current = current;
  chatty_markdown_view_look (self);
}

/**
 * chatty_markdown_view_get_match_rect:
 * @rect: (out): where it is, in the view's coordinates
 *
 * Returns: whether the match is in the view
 */
gboolean
chatty_markdown_view_get_match_rect (ChattyMarkdownView        *self,
                                     const ChattyMarkdownMatch *match,
                                     graphene_rect_t           *rect)
{
  const ChattyMarkdownPart *part;
  PangoRectangle position;
  graphene_point_t in_label, in_view;
  int x, y;

  g_return_val_if_fail (CHATTY_IS_MARKDOWN_VIEW (self), FALSE);

  part = find_part (self, match);
  /* The text may have become another since it was found. */
  if (part == NULL ||
      match->start > get_text (chatty_markdown_document_get_block (self->document, part->block),
                               part->text)->length)
    return FALSE;

  pango_layout_index_to_pos (gtk_label_get_layout (part->label),
                             chatty_markdown_notes_get_shown (part->notes, match->start, FALSE),
                             &position);
  gtk_label_get_layout_offsets (part->label, &x, &y);
  in_label = GRAPHENE_POINT_INIT (x + position.x / PANGO_SCALE, y + position.y / PANGO_SCALE);
  if (!gtk_widget_compute_point (GTK_WIDGET (part->label), GTK_WIDGET (self), &in_label, &in_view))
    return FALSE;

  graphene_rect_init (rect, in_view.x, in_view.y,
                      ABS (position.width / PANGO_SCALE), position.height / PANGO_SCALE);

  return TRUE;
}
