/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "chatty-diff-view.h"
#include "chatty-text-diff.h"

/* One label shows all; a longer one would take long to lay out. */
#define MAX_LINES 200
#define MAX_BYTES (16 * 1024)

struct _ChattyDiffView
{
  GtkWidget parent_instance;

  GtkLabel *label;
};

G_DEFINE_FINAL_TYPE (ChattyDiffView, chatty_diff_view, GTK_TYPE_WIDGET)

static void
chatty_diff_view_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (chatty_diff_view_parent_class)->dispose (object);
}

static void
chatty_diff_view_class_init (ChattyDiffViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = chatty_diff_view_dispose;

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
chatty_diff_view_init (ChattyDiffView *self)
{
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->label, 0);
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_wrap_mode (self->label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (self->label, TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (self->label), TRUE);
  gtk_widget_set_parent (GTK_WIDGET (self->label), GTK_WIDGET (self));
  gtk_widget_add_css_class (GTK_WIDGET (self), "chatty-diff");
}

static void
add_attribute (PangoAttrList  *attributes,
               PangoAttribute *attribute,
               gsize           start,
               gsize           end)
{
  attribute->start_index = start;
  attribute->end_index = end;
  pango_attr_list_insert (attributes, attribute);
}

/* Red and green stand beside the signs and lines, at a strength that is read
 * on light and on dark ground. */
static void
add_tint (PangoAttrList  *attributes,
          ChattyDiffKind  kind,
          gsize           start,
          gsize           end)
{
  add_attribute (attributes,
                 kind == CHATTY_DIFF_ADDED ? pango_attr_background_new (0x3333, 0xd1d1, 0x7a7a)
                                           : pango_attr_background_new (0xe0e0, 0x1b1b, 0x2424),
                 start, end);
  add_attribute (attributes, pango_attr_background_alpha_new (0x2600), start, end);
}

static void
append_marked (GString              *text,
               PangoAttrList        *attributes,
               const ChattyDiffLine *line)
{
  gboolean added = line->kind == CHATTY_DIFF_ADDED;
  gsize start = text->len, words;

  g_string_append (text, added ? "+ " : "− ");
  add_attribute (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD), start, text->len);
  words = text->len;
  g_string_append (text, line->text);
  for (guint i = 0; i < line->marks->len; i++)
    {
      const ChattyDiffMark *mark = &g_array_index (line->marks, ChattyDiffMark, i);

      add_attribute (attributes,
                     added ? pango_attr_underline_new (PANGO_UNDERLINE_SINGLE)
                           : pango_attr_strikethrough_new (TRUE),
                     words + mark->start, words + mark->end);
      add_attribute (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD),
                     words + mark->start, words + mark->end);
    }
  add_tint (attributes, line->kind, start, text->len);
}

/**
 * chatty_diff_view_new:
 *
 * Returns: (transfer floating): a view of nothing
 */
GtkWidget *
chatty_diff_view_new (void)
{
  return g_object_new (CHATTY_TYPE_DIFF_VIEW, NULL);
}

/**
 * chatty_diff_view_set_texts:
 * @before: valid UTF-8
 * @after: valid UTF-8
 *
 * Shows what became of a text.
 */
void
chatty_diff_view_set_texts (ChattyDiffView *self,
                            const char     *before,
                            const char     *after)
{
  g_autoptr (GPtrArray) lines = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  g_return_if_fail (CHATTY_IS_DIFF_VIEW (self));

  lines = chatty_text_diff (before, after);
  for (guint i = 0; i < lines->len; i++)
    {
      const ChattyDiffLine *line = g_ptr_array_index (lines, i);
      gsize start;

      if (i > 0)
        g_string_append_c (text, '\n');
      if (i >= MAX_LINES || text->len + (line->text != NULL ? strlen (line->text) : 0) > MAX_BYTES)
        {
          guint more = lines->len - i;

          g_string_append_printf (text, ngettext ("… and %'u more line", "… and %'u more lines",
                                                  more), more);
          break;
        }
      start = text->len;
      switch (line->kind)
        {
        case CHATTY_DIFF_ADDED:
        case CHATTY_DIFF_REMOVED:
          append_marked (text, attributes, line);
          break;

        case CHATTY_DIFF_SKIPPED:
          g_string_append_printf (text, ngettext ("… %'u line is the same",
                                                  "… %'u lines are the same", line->n_skipped),
                                  line->n_skipped);
          add_attribute (attributes, pango_attr_style_new (PANGO_STYLE_ITALIC), start, text->len);
          break;

        case CHATTY_DIFF_SAME:
        default:
          g_string_append (text, line->text);
          break;
        }
    }
  gtk_label_set_text (self->label, text->str);
  gtk_label_set_attributes (self->label, attributes);
}
