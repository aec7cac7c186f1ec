/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* The passages of a #ChattyMarkdownView that rest on sources. */

#define G_LOG_DOMAIN "chatty-ui"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "chatty-code-block.h"
#include "chatty-markdown-view-private.h"

static const ChattyMarkdownBlock *
get_block (ChattyMarkdownView       *self,
           const ChattyMarkdownPart *part)
{
  return chatty_markdown_document_get_block (self->document, part->block);
}

static const ChattyMarkdownText *
get_text (ChattyMarkdownView       *self,
          const ChattyMarkdownPart *part)
{
  return g_ptr_array_index (get_block (self, part)->texts, part->text);
}

/* (transfer full): what is known of each part, %NULL where nothing is; in the
 * order of the parts */
static GPtrArray *
make_notes (ChattyMarkdownView *self)
{
  GPtrArray *notes = g_ptr_array_new ();

  g_ptr_array_set_size (notes, (int) self->parts->len);
  for (guint i = 0; i < self->marks->len; i++)
    {
      const ChattyMarkdownMark *mark = &g_array_index (self->marks, ChattyMarkdownMark, i);
      g_autoptr (GArray) places = chatty_markdown_document_find_source (self->document,
                                                                        mark->start, mark->end);
      guint next = 0;

      for (guint j = 0; j < self->parts->len && next < places->len; j++)
        {
          const ChattyMarkdownPart *part = &g_array_index (self->parts, ChattyMarkdownPart, j);
          const ChattyMarkdownMatch *place = &g_array_index (places, ChattyMarkdownMatch, next);

          if (part->block != place->block || part->text != place->text)
            continue;
          if (g_ptr_array_index (notes, j) == NULL)
            g_ptr_array_index (notes, j) = chatty_markdown_notes_new ();
          next++;
          chatty_markdown_notes_add (g_ptr_array_index (notes, j), place->start, place->end,
                                     mark->number, mark->is_end && next == places->len);
        }
    }
  for (guint j = 0; j < self->parts->len; j++)
    if (g_ptr_array_index (notes, j) != NULL)
      chatty_markdown_notes_settle (g_ptr_array_index (notes, j),
                                    get_text (self, &g_array_index (self->parts,
                                                                    ChattyMarkdownPart, j)));
  return notes;
}

/* Says on what a part rests, for those who do not see the marks. */
static void
describe (ChattyMarkdownView       *self,
          const ChattyMarkdownPart *part)
{
  guint32 sources = chatty_markdown_notes_get_sources (part->notes);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; self->names != NULL && self->names[i] != NULL; i++)
    if (i < CHATTY_MARKDOWN_MAX_SOURCES && (sources & CHATTY_MARKDOWN_SOURCE (i + 1)) != 0)
      g_string_append_printf (names, "%s%s", names->len > 0 ? "; " : "", self->names[i]);
  if (names->len > 0)
    gtk_accessible_update_property (GTK_ACCESSIBLE (part->label),
                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, names->str,
                                    -1);
  else
    gtk_accessible_reset_property (GTK_ACCESSIBLE (part->label),
                                   GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

/* Numbers would go along with code that is copied: they stand over it. */
static void
show_code_numbers (ChattyMarkdownPart *part)
{
  GtkWidget *code = gtk_widget_get_ancestor (GTK_WIDGET (part->label), CHATTY_TYPE_CODE_BLOCK);
  guint32 sources = chatty_markdown_notes_get_sources (part->notes);
  g_autofree char *markup = sources != 0 ? chatty_markdown_notes_dup_numbers (sources) : NULL;
  GtkLabel *label = chatty_code_block_get_sources (CHATTY_CODE_BLOCK (code));

  gtk_widget_set_visible (GTK_WIDGET (label), markup != NULL);
  gtk_label_set_markup (label, markup != NULL ? markup : "");
  if (part->notes != NULL)
    chatty_markdown_notes_hide_numbers (part->notes);
}

static void
look_part (ChattyMarkdownView       *self,
           const ChattyMarkdownPart *part,
           guint                     first,
           guint                     n)
{
  chatty_markdown_label_set_look (part->label, get_text (self, part), part->notes, self->active,
                                  n > 0 ? &g_array_index (self->matches, ChattyMarkdownMatch, first)
                                        : NULL,
                                  n, self->current - (int) first);
}

/* Shows how all parts look now. */
void
chatty_markdown_view_look (ChattyMarkdownView *self)
{
  guint next = 0;

  for (guint i = 0; i < self->parts->len; i++)
    {
      const ChattyMarkdownPart *part = &g_array_index (self->parts, ChattyMarkdownPart, i);
      guint first = next;

      while (next < self->matches->len &&
             g_array_index (self->matches, ChattyMarkdownMatch, next).block == part->block &&
             g_array_index (self->matches, ChattyMarkdownMatch, next).text == part->text)
        next++;
      look_part (self, part, first, next - first);
    }
}

/* Marks the parts anew, where anything has changed. */
void
chatty_markdown_view_note_parts (ChattyMarkdownView *self)
{
  g_autoptr (GPtrArray) notes = NULL;
  gboolean changed = FALSE;

  if (self->marks->len == 0 && !self->has_notes)
    return;

  notes = make_notes (self);
  self->has_notes = FALSE;
  for (guint i = 0; i < self->parts->len; i++)
    {
      ChattyMarkdownPart *part = &g_array_index (self->parts, ChattyMarkdownPart, i);
      ChattyMarkdownNotes *wanted = g_ptr_array_index (notes, i);
      gboolean is_code = get_block (self, part)->kind == CHATTY_MARKDOWN_CODE;

      self->has_notes = self->has_notes || wanted != NULL;
      if (chatty_markdown_notes_equal (part->notes, wanted))
        {
          g_clear_pointer (&wanted, chatty_markdown_notes_free);
          continue;
        }
      changed = TRUE;
      g_clear_pointer (&part->notes, chatty_markdown_notes_free);
      part->notes = wanted;
      if (is_code)
        show_code_numbers (part);
      else
        chatty_markdown_label_set_text (part->label, get_text (self, part), part->notes);
      if (get_block (self, part)->kind == CHATTY_MARKDOWN_TABLE)
        chatty_markdown_view_set_cell_width (part->label);
      describe (self, part);
    }
  if (changed)
    chatty_markdown_view_look (self);
}

/* The pointer and the keyboard --------------------------------------------------------- */

static ChattyMarkdownPart *
find_part (ChattyMarkdownView *self,
           GtkWidget          *label)
{
  for (guint i = 0; i < self->parts->len; i++)
    {
      ChattyMarkdownPart *part = &g_array_index (self->parts, ChattyMarkdownPart, i);

      if (GTK_WIDGET (part->label) == label)
        return part;
    }
  return NULL;
}

static void
set_hovered (ChattyMarkdownView *self,
             guint32             sources)
{
  if (self->hovered == sources)
    return;
  self->hovered = sources;
  chatty_markdown_view_tell (self, CHATTY_MARKDOWN_VIEW_SOURCES_HOVERED, sources, NULL);
}

static void
motion_cb (ChattyMarkdownView *self,
           double              x,
           double              y)
{
  GtkWidget *widget;
  ChattyMarkdownPart *part;
  double label_x, label_y;
  int left, top, index, trailing;

  if (!self->has_notes)
    return;

  widget = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);
  part = widget != NULL ? find_part (self, widget) : NULL;
  if (part == NULL || part->notes == NULL ||
      !gtk_widget_translate_coordinates (GTK_WIDGET (self), widget, x, y, &label_x, &label_y))
    {
      set_hovered (self, 0);
      return;
    }
  gtk_label_get_layout_offsets (part->label, &left, &top);
  if (pango_layout_xy_to_index (gtk_label_get_layout (part->label),
                                (int) (label_x - left) * PANGO_SCALE,
                                (int) (label_y - top) * PANGO_SCALE, &index, &trailing))
    set_hovered (self, chatty_markdown_notes_get_sources_at (part->notes, (guint) index));
  else
    set_hovered (self, 0);
}

static void
leave_cb (ChattyMarkdownView *self)
{
  set_hovered (self, 0);
}

/* Where the number is in a label, in the view's coordinates. */
static void
locate_number (ChattyMarkdownView *self,
               GtkLabel           *label,
               guint               number,
               GdkRectangle       *place)
{
  ChattyMarkdownPart *part = find_part (self, GTK_WIDGET (label));
  graphene_rect_t bounds;
  PangoRectangle position = { 0, };
  int left, top;

  if (!gtk_widget_compute_bounds (GTK_WIDGET (label), GTK_WIDGET (self), &bounds))
    graphene_rect_init (&bounds, 0, 0, 1, 1);
  *place = (GdkRectangle) { (int) bounds.origin.x, (int) bounds.origin.y,
                            (int) bounds.size.width, (int) bounds.size.height };

  for (guint i = 0; part != NULL && i < chatty_markdown_notes_get_n_numbers (part->notes); i++)
    {
      guint start, end;

      chatty_markdown_notes_get_shown_number (part->notes, i, &start, &end);
      if ((chatty_markdown_notes_get_sources_at (part->notes, start) &
           CHATTY_MARKDOWN_SOURCE (number)) == 0)
        continue;
      gtk_label_get_layout_offsets (label, &left, &top);
      pango_layout_index_to_pos (gtk_label_get_layout (label), (int) start, &position);
      *place = (GdkRectangle) {
        (int) bounds.origin.x + left + position.x / PANGO_SCALE,
        (int) bounds.origin.y + top + position.y / PANGO_SCALE,
        MAX (ABS (position.width) / PANGO_SCALE, 1), position.height / PANGO_SCALE,
      };
      return;
    }
}

static gboolean
activate_link_cb (GtkLabel           *label,
                  const char         *address,
                  ChattyMarkdownView *self)
{
  guint number = chatty_markdown_notes_parse_address (address);
  GdkRectangle place;

  if (number == 0)
    return FALSE;
  locate_number (self, label, number, &place);
  chatty_markdown_view_tell (self, CHATTY_MARKDOWN_VIEW_SOURCE_ACTIVATED, number, &place);
  return TRUE;
}

static gboolean
query_tooltip_cb (GtkWidget          *label,
                  int                 x,
                  int                 y,
                  gboolean            keyboard,
                  GtkTooltip         *tooltip,
                  ChattyMarkdownView *self)
{
  const char *address = gtk_label_get_current_uri (GTK_LABEL (label));
  guint number = address != NULL ? chatty_markdown_notes_parse_address (address) : 0;

  if (number == 0 || self->names == NULL || g_strv_length (self->names) < number)
    return FALSE;
  gtk_tooltip_set_text (tooltip, self->names[number - 1]);
  return TRUE;
}

static void
contrast_cb (ChattyMarkdownView *self)
{
  if (self->has_notes)
    chatty_markdown_view_look (self);
}

void
chatty_markdown_view_watch_label (ChattyMarkdownView *self,
                                  GtkLabel           *label)
{
  g_signal_connect_object (label, "activate-link", G_CALLBACK (activate_link_cb), self, 0);
  g_signal_connect_object (label, "query-tooltip", G_CALLBACK (query_tooltip_cb), self, 0);
}

void
chatty_markdown_view_watch_pointer (ChattyMarkdownView *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();

  g_signal_connect_object (motion, "enter", G_CALLBACK (motion_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (motion, "motion", G_CALLBACK (motion_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (motion, "leave", G_CALLBACK (leave_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::high-contrast",
                           G_CALLBACK (contrast_cb), self, G_CONNECT_SWAPPED);
}

/**
 * chatty_markdown_view_set_marks:
 * @marks: (array length=n_marks) (nullable): passages of the next text
 * @names: (nullable): what the sources are called, by their numbers, as
 *   somebody says it
 *
 * Says which passages rest on which sources. Counts from the next
 * chatty_markdown_view_set_text() or chatty_markdown_view_update_text() on.
 */
void
chatty_markdown_view_set_marks (ChattyMarkdownView       *self,
                                const ChattyMarkdownMark *marks,
                                guint                     n_marks,
                                const char *const        *names)
{
  g_return_if_fail (CHATTY_IS_MARKDOWN_VIEW (self));

  g_array_set_size (self->marks, 0);
  if (n_marks > 0)
    g_array_append_vals (self->marks, marks, n_marks);
  g_strfreev (self->names);
  self->names = g_strdupv ((GStrv) names);
}

/**
 * chatty_markdown_view_set_active_sources:
 * @sources: a set of them
 *
 * Points out the passages that rest on them.
 */
void
chatty_markdown_view_set_active_sources (ChattyMarkdownView *self,
                                         guint32             sources)
{
  g_return_if_fail (CHATTY_IS_MARKDOWN_VIEW (self));

  if (self->active == sources)
    return;
  self->active = sources;
  if (self->has_notes)
    chatty_markdown_view_look (self);
}
