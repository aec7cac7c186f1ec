/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#define G_LOG_DOMAIN "chatty-ui"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "chatty-code-block.h"
#include "chatty-sideways.h"

#define FEEDBACK_SECONDS 2

struct _ChattyCodeBlock
{
  GtkWidget parent_instance;

  GtkLabel  *language;
  GtkLabel  *sources;
  GtkLabel  *label;
  GtkScrolledWindow *scrolled;
  GtkButton *copy_button;
  guint      feedback_source;
};

G_DEFINE_FINAL_TYPE (ChattyCodeBlock, chatty_code_block, GTK_TYPE_WIDGET)

static gboolean
feedback_over_cb (gpointer user_data)
{
  ChattyCodeBlock *self = user_data;

  self->feedback_source = 0;
  gtk_button_set_icon_name (self->copy_button, "edit-copy-symbolic");

  return G_SOURCE_REMOVE;
}

static void
copy_clicked_cb (ChattyCodeBlock *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          gtk_label_get_text (self->label));

  gtk_button_set_icon_name (self->copy_button, "object-select-symbolic");
  g_clear_handle_id (&self->feedback_source, g_source_remove);
  self->feedback_source = g_timeout_add_seconds (FEEDBACK_SECONDS, feedback_over_cb, self);
}

static void
chatty_code_block_dispose (GObject *object)
{
  ChattyCodeBlock *self = CHATTY_CODE_BLOCK (object);
  GtkWidget *child;

  g_clear_handle_id (&self->feedback_source, g_source_remove);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (chatty_code_block_parent_class)->dispose (object);
}

static void
chatty_code_block_class_init (ChattyCodeBlockClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = chatty_code_block_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/chatty/Connectors/ui/markdown/chatty-code-block.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyCodeBlock, language);
  gtk_widget_class_bind_template_child (widget_class, ChattyCodeBlock, sources);
  gtk_widget_class_bind_template_child (widget_class, ChattyCodeBlock, label);
  gtk_widget_class_bind_template_child (widget_class, ChattyCodeBlock, scrolled);
  gtk_widget_class_bind_template_child (widget_class, ChattyCodeBlock, copy_button);
  gtk_widget_class_bind_template_callback (widget_class, copy_clicked_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
chatty_code_block_init (ChattyCodeBlock *self)
{
  GtkLayoutManager *layout;

  gtk_widget_init_template (GTK_WIDGET (self));
  chatty_sideways_only (self->scrolled);

  layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  /* Code reads from the left in every language. */
  gtk_widget_set_direction (GTK_WIDGET (self->label), GTK_TEXT_DIR_LTR);
}

/**
 * chatty_code_block_new:
 * @language: (nullable): as it stands after the fence
 * @code: shown and copied as it is
 *
 * Returns: (transfer floating): a card
 */
GtkWidget *
chatty_code_block_new (const char *language,
                       const char *code)
{
  ChattyCodeBlock *self = g_object_new (CHATTY_TYPE_CODE_BLOCK, NULL);
  g_autofree char *name = NULL;

  g_return_val_if_fail (code != NULL, NULL);

  gtk_label_set_text (self->label, code);
  if (language != NULL && *language != '\0')
    {
      gtk_label_set_text (self->language, language);
      /* Translators: %s is the name of a programming language */
      name = g_strdup_printf (_("Code, %s"), language);
    }
  else
    {
      gtk_label_set_text (self->language, _("Code"));
      name = g_strdup (_("Code"));
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);

  return GTK_WIDGET (self);
}

/**
 * chatty_code_block_get_label:
 *
 * Returns: (transfer none): the label that holds the code
 */
GtkLabel *
chatty_code_block_get_label (ChattyCodeBlock *self)
{
  g_return_val_if_fail (CHATTY_IS_CODE_BLOCK (self), NULL);

  return self->label;
}

/**
 * chatty_code_block_get_sources:
 *
 * Returns: (transfer none): the label over the code that tells on what it rests,
 *   hidden at first
 */
GtkLabel *
chatty_code_block_get_sources (ChattyCodeBlock *self)
{
  g_return_val_if_fail (CHATTY_IS_CODE_BLOCK (self), NULL);

  return self->sources;
}
