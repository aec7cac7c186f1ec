/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#define G_LOG_DOMAIN "chatty-ui"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "chatty-platform.h"
#include "chatty-text.h"

#include "chatty-list-name.h"
#include "chatty-platform-badge.h"
#include "chatty-tooltip.h"
#include "chatty-transcript-row.h"
#include "chatty-ui-settings.h"

#define MAX_TITLE_BYTES 300
#define MAX_NAME_BYTES  80

/* The words that were found stand between these; see chatty-transcript-summary.h. */
#define MARK_START 0xe000
#define MARK_END   0xe001

struct _ChattyTranscriptRow
{
  GtkWidget parent_instance;

  ChattyPlatformBadge *badge;
  GtkLabel            *title;
  GtkLabel            *date;
  GtkLabel            *details;
  GtkLabel            *snippet;

  ChattyTranscriptItem *item;
};

G_DEFINE_FINAL_TYPE (ChattyTranscriptRow, chatty_transcript_row, GTK_TYPE_WIDGET)

static void
update_snippet (ChattyTranscriptRow           *self,
                const ChattyTranscriptSummary *summary)
{
  g_autoptr (PangoAttrList) attributes = NULL;
  g_autofree char *text = NULL;

  if (summary->snippet != NULL)
    {
      attributes = pango_attr_list_new ();
      text = chatty_transcript_row_parse_snippet (summary->snippet, attributes);
    }

  gtk_label_set_text (self->snippet, text != NULL ? text : "");
  gtk_label_set_attributes (self->snippet, attributes);
  gtk_widget_set_visible (GTK_WIDGET (self->snippet), text != NULL && *text != '\0');
}

static void
update (ChattyTranscriptRow *self)
{
  const ChattyTranscriptSummary *summary = chatty_transcript_item_get_summary (self->item);
  g_autofree char *title = chatty_text_one_line (summary->title, MAX_TITLE_BYTES);
  g_autofree char *date = chatty_ui_format_time_short (summary->started);
  g_autofree char *exact = chatty_ui_format_time_exact (summary->started);
  g_autofree char *turns = NULL;
  g_autofree char *name = NULL;
  g_autofree char *spoken = NULL;
  g_autoptr (GString) details = NULL;
  const char *shown_title = *title != '\0' ? title : _("Untitled Conversation");

  turns = g_strdup_printf (ngettext ("%'u turn", "%'u turns", summary->n_turns),
                           summary->n_turns);
  details = g_string_new (chatty_platform_get_title (summary->platform));
  if (summary->name != NULL)
    name = chatty_text_one_line (summary->name, MAX_NAME_BYTES);
  if (name != NULL && *name != '\0')
    g_string_append_printf (details, " · %s", name);
  g_string_append_printf (details, " · %s", turns);

  chatty_platform_badge_set_platform (self->badge, summary->platform);
  gtk_label_set_text (self->title, shown_title);
  gtk_label_set_text (self->date, date);
  chatty_tooltip_set_text (GTK_WIDGET (self->date), *exact != '\0' ? exact : NULL);
  gtk_label_set_text (self->details, details->str);
  update_snippet (self, summary);

  spoken = g_strjoin (", ", shown_title, details->str, *exact != '\0' ? exact : NULL, NULL);
  chatty_list_name_set (GTK_WIDGET (self), spoken);
}

static void
times_changed_cb (ChattyTranscriptRow *self)
{
  if (self->item != NULL)
    update (self);
}

static void
chatty_transcript_row_dispose (GObject *object)
{
  ChattyTranscriptRow *self = CHATTY_TRANSCRIPT_ROW (object);
  GtkWidget *child;

  g_clear_object (&self->item);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (chatty_transcript_row_parent_class)->dispose (object);
}

static void
chatty_transcript_row_class_init (ChattyTranscriptRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (CHATTY_TYPE_PLATFORM_BADGE);

  G_OBJECT_CLASS (klass)->dispose = chatty_transcript_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/chatty/Connectors/ui/conversations/chatty-transcript-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyTranscriptRow, badge);
  gtk_widget_class_bind_template_child (widget_class, ChattyTranscriptRow, title);
  gtk_widget_class_bind_template_child (widget_class, ChattyTranscriptRow, date);
  gtk_widget_class_bind_template_child (widget_class, ChattyTranscriptRow, details);
  gtk_widget_class_bind_template_child (widget_class, ChattyTranscriptRow, snippet);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "chatty-transcript");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
chatty_transcript_row_init (ChattyTranscriptRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))),
                              12);
  g_signal_connect_object (chatty_ui_settings_get (), "changed::" CHATTY_SETTING_DATE_STYLE,
                           G_CALLBACK (times_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (chatty_ui_settings_get (), "changed::" CHATTY_SETTING_CLOCK_STYLE,
                           G_CALLBACK (times_changed_cb), self, G_CONNECT_SWAPPED);
}

/**
 * chatty_transcript_row_new:
 *
 * Returns: (transfer floating): an empty row
 */
GtkWidget *
chatty_transcript_row_new (void)
{
  return g_object_new (CHATTY_TYPE_TRANSCRIPT_ROW, NULL);
}

/**
 * chatty_transcript_row_bind:
 *
 * Shows a conversation, and follows it when its details change.
 */
void
chatty_transcript_row_bind (ChattyTranscriptRow  *self,
                            ChattyTranscriptItem *item)
{
  g_return_if_fail (CHATTY_IS_TRANSCRIPT_ROW (self));
  g_return_if_fail (CHATTY_IS_TRANSCRIPT_ITEM (item));

  chatty_transcript_row_unbind (self);
  self->item = g_object_ref (item);
  g_signal_connect_object (item, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

/**
 * chatty_transcript_row_unbind:
 */
void
chatty_transcript_row_unbind (ChattyTranscriptRow *self)
{
  g_return_if_fail (CHATTY_IS_TRANSCRIPT_ROW (self));

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, update, self);
  g_clear_object (&self->item);
}

/**
 * chatty_transcript_row_get_item:
 *
 * Returns: (transfer none) (nullable): what is shown
 */
ChattyTranscriptItem *
chatty_transcript_row_get_item (ChattyTranscriptRow *self)
{
  g_return_val_if_fail (CHATTY_IS_TRANSCRIPT_ROW (self), NULL);

  return self->item;
}

/**
 * chatty_transcript_row_parse_snippet:
 * @snippet: plain text with marks around what was found
 * @attributes: (inout): gets what makes the found words stand out
 *
 * Returns: (transfer full): the text without the marks, on one line
 */
char *
chatty_transcript_row_parse_snippet (const char    *snippet,
                                     PangoAttrList *attributes)
{
  GString *text = g_string_new (NULL);
  gssize start = -1;

  g_return_val_if_fail (snippet != NULL, NULL);

  for (const char *p = snippet; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == MARK_START)
        {
          start = text->len;
        }
      else if (c == MARK_END)
        {
          if (start >= 0 && (gsize) start < text->len)
            {
              PangoAttribute *weight = pango_attr_weight_new (PANGO_WEIGHT_BOLD);
              PangoAttribute *color = pango_attr_background_new (0xf9f9, 0xc8c8, 0x2020);
              PangoAttribute *alpha = pango_attr_background_alpha_new (0x6000);

              weight->start_index = color->start_index = alpha->start_index = start;
              weight->end_index = color->end_index = alpha->end_index = text->len;
              pango_attr_list_insert (attributes, weight);
              pango_attr_list_insert (attributes, color);
              pango_attr_list_insert (attributes, alpha);
            }
          start = -1;
        }
      else if (g_unichar_isspace (c) || g_unichar_iscntrl (c))
        {
          if (text->len > 0 && text->str[text->len - 1] != ' ')
            g_string_append_c (text, ' ');
        }
      else
        {
          g_string_append_unichar (text, c);
        }
    }

  return g_string_free (text, FALSE);
}
