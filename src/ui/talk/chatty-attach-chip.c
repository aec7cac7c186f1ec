/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-attach-chip.h"
#include "chatty-attach.h"

struct _ChattyAttachChip
{
  GtkWidget parent_instance;

  GtkImage  *icon;
  GtkLabel  *name;
  GtkWidget *remove;

  ChattyTalkFile *file;
};

enum {
  REMOVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyAttachChip, chatty_attach_chip, GTK_TYPE_WIDGET)

static void
removed_cb (ChattyAttachChip *self)
{
  g_signal_emit (self, signals[REMOVED], 0);
}

static void
chatty_attach_chip_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (chatty_attach_chip_parent_class)->dispose (object);
}

static void
chatty_attach_chip_finalize (GObject *object)
{
  g_clear_pointer (&CHATTY_ATTACH_CHIP (object)->file, chatty_talk_file_free);

  G_OBJECT_CLASS (chatty_attach_chip_parent_class)->finalize (object);
}

static void
chatty_attach_chip_class_init (ChattyAttachChipClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_attach_chip_dispose;
  G_OBJECT_CLASS (klass)->finalize = chatty_attach_chip_finalize;

  signals[REMOVED] = g_signal_new ("removed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/talk/chatty-attach-chip.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyAttachChip, icon);
  gtk_widget_class_bind_template_child (widget_class, ChattyAttachChip, name);
  gtk_widget_class_bind_template_child (widget_class, ChattyAttachChip, remove);
  gtk_widget_class_bind_template_callback (widget_class, removed_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
chatty_attach_chip_init (ChattyAttachChip *self)
{
  GtkLayoutManager *layout;

  gtk_widget_init_template (GTK_WIDGET (self));
  layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);
}

/**
 * chatty_attach_chip_new:
 * @file: (transfer full): what it stands for
 *
 * Returns: (transfer floating): a chip with a button that removes it
 */
GtkWidget *
chatty_attach_chip_new (ChattyTalkFile *file)
{
  ChattyAttachChip *self = g_object_new (CHATTY_TYPE_ATTACH_CHIP, NULL);
  g_autofree char *size = g_format_size (g_bytes_get_size (file->bytes));
  g_autofree char *whole = NULL;
  g_autofree char *remove = NULL;

  self->file = file;
  /* Translators: the name of a file and its size */
  whole = g_strdup_printf (C_("file", "%s, %s"), file->name, size);
  /* Translators: %s is the name of a file that would go along with a message */
  remove = g_strdup_printf (_("Remove “%s”"), file->name);
  gtk_image_set_from_icon_name (self->icon, chatty_attach_is_audio (file)
                                              ? "audio-x-generic-symbolic"
                                              : "image-x-generic-symbolic");
  gtk_label_set_text (self->name, file->name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), whole);
  gtk_widget_set_tooltip_text (self->remove, remove);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, whole, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->remove),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, remove, -1);
  return GTK_WIDGET (self);
}

/**
 * chatty_attach_chip_get_file:
 *
 * Returns: (transfer none): what it stands for
 */
ChattyTalkFile *
chatty_attach_chip_get_file (ChattyAttachChip *self)
{
  g_return_val_if_fail (CHATTY_IS_ATTACH_CHIP (self), NULL);

  return self->file;
}
