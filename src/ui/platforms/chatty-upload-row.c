/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-text.h"

#include "chatty-fold-box.h"
#include "chatty-upload-row.h"

struct _ChattyUploadRow
{
  GtkListBoxRow parent_instance;

  GtkLabel       *name;
  GtkProgressBar *bar;
  GtkLabel       *message;
  GtkWidget      *stop;
  GtkWidget      *refuse;
  GtkWidget      *confirm;
  GtkWidget      *dismiss;
  GtkWidget      *again;

  ChattyUpload   *upload;
};

enum {
  AGAIN,
  DISMISSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyUploadRow, chatty_upload_row, GTK_TYPE_LIST_BOX_ROW)

static void
update (ChattyUploadRow *self)
{
  ChattyUploadState state = chatty_upload_get_state (self->upload);
  gboolean is_over = chatty_upload_is_over (self->upload);
  double fraction = chatty_upload_get_fraction (self->upload);
  g_autofree char *message = chatty_upload_dup_message (self->upload);

  gtk_label_set_label (self->message, message);
  if (state == CHATTY_UPLOAD_FAILED)
    gtk_widget_add_css_class (GTK_WIDGET (self->message), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->message), "error");
  gtk_widget_set_visible (GTK_WIDGET (self->bar), !is_over && state != CHATTY_UPLOAD_ASKING);
  if (fraction >= 0)
    gtk_progress_bar_set_fraction (self->bar, fraction);
  else if (!is_over)
    gtk_progress_bar_pulse (self->bar);
  gtk_widget_set_visible (self->stop, !is_over && state != CHATTY_UPLOAD_ASKING);
  gtk_widget_set_visible (self->refuse, state == CHATTY_UPLOAD_ASKING);
  gtk_widget_set_visible (self->confirm, state == CHATTY_UPLOAD_ASKING);
  gtk_widget_set_visible (self->dismiss, is_over);
  gtk_widget_set_visible (self->again, is_over && state != CHATTY_UPLOAD_DONE);
}

static void
stop_clicked_cb (ChattyUploadRow *self)
{
  chatty_upload_cancel (self->upload);
}

static void
confirm_clicked_cb (ChattyUploadRow *self)
{
  chatty_upload_confirm (self->upload);
}

static void
dismiss_clicked_cb (ChattyUploadRow *self)
{
  g_signal_emit (self, signals[DISMISSED], 0);
}

static void
again_clicked_cb (ChattyUploadRow *self)
{
  g_signal_emit (self, signals[AGAIN], 0);
}

static void
chatty_upload_row_dispose (GObject *object)
{
  g_clear_object (&CHATTY_UPLOAD_ROW (object)->upload);

  G_OBJECT_CLASS (chatty_upload_row_parent_class)->dispose (object);
}

static void
chatty_upload_row_class_init (ChattyUploadRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_upload_row_dispose;

  signals[AGAIN] = g_signal_new ("again", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
  signals[DISMISSED] = g_signal_new ("dismissed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 0);

  g_type_ensure (CHATTY_TYPE_FOLD_BOX);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/platforms/chatty-upload-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyUploadRow, name);
  gtk_widget_class_bind_template_child (widget_class, ChattyUploadRow, bar);
  gtk_widget_class_bind_template_child (widget_class, ChattyUploadRow, message);
  gtk_widget_class_bind_template_child (widget_class, ChattyUploadRow, stop);
  gtk_widget_class_bind_template_child (widget_class, ChattyUploadRow, refuse);
  gtk_widget_class_bind_template_child (widget_class, ChattyUploadRow, confirm);
  gtk_widget_class_bind_template_child (widget_class, ChattyUploadRow, dismiss);
  gtk_widget_class_bind_template_child (widget_class, ChattyUploadRow, again);
  gtk_widget_class_bind_template_callback (widget_class, stop_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, confirm_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, dismiss_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, again_clicked_cb);
}

static void
chatty_upload_row_init (ChattyUploadRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * chatty_upload_row_new:
 * @upload: what to follow
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
chatty_upload_row_new (ChattyUpload *upload)
{
  ChattyUploadRow *self;
  g_autofree char *name = NULL;
  g_autofree char *progress = NULL;

  g_return_val_if_fail (CHATTY_IS_UPLOAD (upload), NULL);

  self = g_object_new (CHATTY_TYPE_UPLOAD_ROW, NULL);
  self->upload = g_object_ref (upload);
  name = chatty_text_display_name (chatty_upload_get_name (upload));
  gtk_label_set_label (self->name, name);
  /* Translators: %s is the name of a file */
  progress = g_strdup_printf (_("Upload of %s"), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  progress, -1);
  g_signal_connect_object (upload, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

/**
 * chatty_upload_row_get_upload:
 *
 * Returns: (transfer none): what it follows
 */
ChattyUpload *
chatty_upload_row_get_upload (ChattyUploadRow *self)
{
  g_return_val_if_fail (CHATTY_IS_UPLOAD_ROW (self), NULL);

  return self->upload;
}
