/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#define G_LOG_DOMAIN "chatty-ui"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "chatty-text.h"

#include "chatty-link-dialog.h"
#include "chatty-link.h"
#include "chatty-turn-footer.h"

#define MAX_ATTACHMENTS 20

struct _ChattyTurnFooter
{
  GtkWidget parent_instance;

  GtkBox    *attachments;
  GtkWidget *choices;
  GtkWidget *previous;
  GtkLabel  *choice;
  GtkWidget *next;

  guint n_choices;
  guint current;
};

enum {
  CHOOSE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyTurnFooter, chatty_turn_footer, GTK_TYPE_WIDGET)

static void
previous_cb (ChattyTurnFooter *self)
{
  if (self->current > 0)
    g_signal_emit (self, signals[CHOOSE], 0, self->current - 1);
}

static void
next_cb (ChattyTurnFooter *self)
{
  if (self->current + 1 < self->n_choices)
    g_signal_emit (self, signals[CHOOSE], 0, self->current + 1);
}

static void
attachment_clicked_cb (GtkButton *button)
{
  const char *uri = g_object_get_data (G_OBJECT (button), "chatty-uri");

  chatty_link_dialog_ask (GTK_WIDGET (button), uri, NULL);
}

static GtkWidget *
new_attachment (const ChattyAttachment *attachment)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *icon = gtk_image_new_from_icon_name ("mail-attachment-symbolic");
  GtkWidget *label;
  g_autofree char *name = NULL;
  g_autoptr (GString) text = NULL;

  name = chatty_text_display_name (attachment->name != NULL ? attachment->name : "");
  text = g_string_new (*name != '\0' ? name : _("Attachment without a name"));
  if (attachment->size >= 0)
    {
      g_autofree char *size = g_format_size (attachment->size);

      g_string_append_printf (text, " · %s", size);
    }

  label = gtk_label_new (text->str);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "caption");
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);

  if (attachment->uri != NULL && chatty_link_is_openable (attachment->uri))
    {
      GtkWidget *button = gtk_button_new_from_icon_name ("web-browser-symbolic");

      gtk_widget_add_css_class (button, "flat");
      gtk_widget_add_css_class (button, "chatty-small-button");
      gtk_widget_set_tooltip_text (button, _("Open in browser…"));
      gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, _("Open in browser…"),
                                      -1);
      g_object_set_data_full (G_OBJECT (button), "chatty-uri",
                              g_strdup (attachment->uri), g_free);
      g_signal_connect (button, "clicked", G_CALLBACK (attachment_clicked_cb), NULL);
      gtk_box_append (GTK_BOX (box), button);
    }

  return box;
}

static void
show_attachments (ChattyTurnFooter *self,
                  const ChattyTurn *turn)
{
  guint n = chatty_turn_get_n_attachments (turn);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->attachments))) != NULL)
    gtk_box_remove (self->attachments, child);

  for (guint i = 0; i < MIN (n, MAX_ATTACHMENTS); i++)
    gtk_box_append (self->attachments, new_attachment (chatty_turn_get_attachment (turn, i)));
  if (n > MAX_ATTACHMENTS)
    {
      g_autofree char *text = NULL;

      text = g_strdup_printf (ngettext ("%'u more attachment", "%'u more attachments",
                                        n - MAX_ATTACHMENTS), n - MAX_ATTACHMENTS);
      gtk_box_append (self->attachments, gtk_label_new (text));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->attachments), n > 0);
}

static void
chatty_turn_footer_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (chatty_turn_footer_parent_class)->dispose (object);
}

static void
chatty_turn_footer_class_init (ChattyTurnFooterClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_turn_footer_dispose;

  signals[CHOOSE] = g_signal_new ("choose", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/chatty/Connectors/ui/reader/chatty-turn-footer.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyTurnFooter, attachments);
  gtk_widget_class_bind_template_child (widget_class, ChattyTurnFooter, choices);
  gtk_widget_class_bind_template_child (widget_class, ChattyTurnFooter, previous);
  gtk_widget_class_bind_template_child (widget_class, ChattyTurnFooter, choice);
  gtk_widget_class_bind_template_child (widget_class, ChattyTurnFooter, next);
  gtk_widget_class_bind_template_callback (widget_class, previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
chatty_turn_footer_init (ChattyTurnFooter *self)
{
  GtkLayoutManager *layout;

  gtk_widget_init_template (GTK_WIDGET (self));
  layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
}

/**
 * chatty_turn_footer_new:
 *
 * Returns: (transfer floating): an empty footer
 */
GtkWidget *
chatty_turn_footer_new (void)
{
  return g_object_new (CHATTY_TYPE_TURN_FOOTER, NULL);
}

/**
 * chatty_turn_footer_set_segment:
 *
 * Shows what belongs to the turn of a segment.
 */
void
chatty_turn_footer_set_segment (ChattyTurnFooter  *self,
                                ChattyTurnSegment *segment)
{
  g_autofree char *text = NULL;

  g_return_if_fail (CHATTY_IS_TURN_FOOTER (self));
  g_return_if_fail (CHATTY_IS_TURN_SEGMENT (segment));

  self->n_choices = chatty_turn_segment_get_n_choices (segment);
  self->current = chatty_turn_segment_get_choice (segment);

  show_attachments (self, chatty_turn_segment_get_turn (segment));

  /* Translators: which of several versions of an answer is shown: 2 of 3 */
  text = g_strdup_printf (_("%u of %u"), self->current + 1, self->n_choices);
  gtk_label_set_text (self->choice, text);
  gtk_widget_set_visible (self->choices, self->n_choices > 1);
  gtk_widget_set_sensitive (self->previous, self->current > 0);
  gtk_widget_set_sensitive (self->next, self->current + 1 < self->n_choices);
}
