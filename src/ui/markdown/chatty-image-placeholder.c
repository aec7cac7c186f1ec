/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#define G_LOG_DOMAIN "chatty-ui"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "chatty-image-placeholder.h"
#include "chatty-link-dialog.h"
#include "chatty-link.h"

struct _ChattyImagePlaceholder
{
  GtkWidget parent_instance;

  GtkLabel  *label;
  GtkLabel  *place;
  GtkWidget *open_button;
  char      *target;
};

G_DEFINE_FINAL_TYPE (ChattyImagePlaceholder, chatty_image_placeholder, GTK_TYPE_WIDGET)

static void
open_clicked_cb (ChattyImagePlaceholder *self)
{
  chatty_link_dialog_ask (GTK_WIDGET (self), self->target, gtk_label_get_text (self->label));
}

static void
chatty_image_placeholder_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (chatty_image_placeholder_parent_class)->dispose (object);
}

static void
chatty_image_placeholder_finalize (GObject *object)
{
  ChattyImagePlaceholder *self = CHATTY_IMAGE_PLACEHOLDER (object);

  g_free (self->target);

  G_OBJECT_CLASS (chatty_image_placeholder_parent_class)->finalize (object);
}

static void
chatty_image_placeholder_class_init (ChattyImagePlaceholderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = chatty_image_placeholder_dispose;
  object_class->finalize = chatty_image_placeholder_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/chatty/Connectors/ui/markdown/chatty-image-placeholder.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyImagePlaceholder, label);
  gtk_widget_class_bind_template_child (widget_class, ChattyImagePlaceholder, place);
  gtk_widget_class_bind_template_child (widget_class, ChattyImagePlaceholder, open_button);
  gtk_widget_class_bind_template_callback (widget_class, open_clicked_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
chatty_image_placeholder_init (ChattyImagePlaceholder *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))),
                              12);
}

/**
 * chatty_image_placeholder_new:
 * @words: what stands for the image in the text, may be empty
 * @target: where the image is kept
 *
 * Returns: (transfer floating): a placeholder
 */
GtkWidget *
chatty_image_placeholder_new (const char *words,
                              const char *target)
{
  ChattyImagePlaceholder *self = g_object_new (CHATTY_TYPE_IMAGE_PLACEHOLDER, NULL);
  g_autoptr (ChattyLink) link = NULL;
  g_autofree char *place = NULL;

  g_return_val_if_fail (words != NULL, NULL);
  g_return_val_if_fail (target != NULL, NULL);

  link = chatty_link_parse (target);
  self->target = g_strdup (target);
  gtk_label_set_text (self->label, *words != '\0' ? words : _("Image without a description"));

  if (link != NULL)
    {
      /* Translators: %s is the name of a host, such as www.example.com */
      place = g_strdup_printf (_("Image on %s, not loaded"), link->host);
    }
  else if (g_ascii_strncasecmp (target, "data:", 5) == 0)
    {
      place = g_strdup (_("Image inside the text, not shown"));
    }
  else
    {
      g_autofree char *escaped = chatty_link_escape (target);

      /* Translators: %s is a file name or an address that is not opened */
      place = g_strdup_printf (_("Image “%s”, not loaded"), escaped);
    }
  gtk_label_set_text (self->place, place);
  gtk_widget_set_visible (self->open_button, link != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, place,
                                  -1);

  return GTK_WIDGET (self);
}

/**
 * chatty_image_placeholder_get_label:
 *
 * Returns: (transfer none): the label that holds the image's words
 */
GtkLabel *
chatty_image_placeholder_get_label (ChattyImagePlaceholder *self)
{
  g_return_val_if_fail (CHATTY_IS_IMAGE_PLACEHOLDER (self), NULL);

  return self->label;
}
