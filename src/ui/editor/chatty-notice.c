/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-notice.h"

struct _ChattyNotice
{
  GtkWidget parent_instance;

  GtkImage  *icon;
  GtkLabel  *label;
  GtkButton *action;
  GtkButton *dismiss;

  char      *dismissed;   /* nullable: what the person has read and wants no more */
};

enum {
  ACTED,
  DISMISSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyNotice, chatty_notice, GTK_TYPE_WIDGET)

static void
acted_cb (ChattyNotice *self)
{
  g_signal_emit (self, signals[ACTED], 0);
}

static void
dismissed_cb (ChattyNotice *self)
{
  g_free (self->dismissed);
  self->dismissed = g_strdup (gtk_label_get_text (self->label));
  gtk_label_set_text (self->label, "");
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_signal_emit (self, signals[DISMISSED], 0);
}

static void
chatty_notice_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (chatty_notice_parent_class)->dispose (object);
}

static void
chatty_notice_finalize (GObject *object)
{
  g_free (CHATTY_NOTICE (object)->dismissed);

  G_OBJECT_CLASS (chatty_notice_parent_class)->finalize (object);
}

static void
chatty_notice_class_init (ChattyNoticeClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_notice_dispose;
  G_OBJECT_CLASS (klass)->finalize = chatty_notice_finalize;

  signals[ACTED] = g_signal_new ("acted", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
  signals[DISMISSED] = g_signal_new ("dismissed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/editor/chatty-notice.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyNotice, icon);
  gtk_widget_class_bind_template_child (widget_class, ChattyNotice, label);
  gtk_widget_class_bind_template_child (widget_class, ChattyNotice, action);
  gtk_widget_class_bind_template_child (widget_class, ChattyNotice, dismiss);
  gtk_widget_class_bind_template_callback (widget_class, acted_cb);
  gtk_widget_class_bind_template_callback (widget_class, dismissed_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_STATUS);
}

static void
chatty_notice_init (ChattyNotice *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))),
                              9);
}

/**
 * chatty_notice_new:
 * @icon_name: what stands before the sentence
 *
 * Returns: (transfer floating): a notice that says nothing and is hidden
 */
GtkWidget *
chatty_notice_new (const char *icon_name)
{
  ChattyNotice *self = g_object_new (CHATTY_TYPE_NOTICE, NULL);

  chatty_notice_set_icon_name (self, icon_name);
  return GTK_WIDGET (self);
}

/**
 * chatty_notice_set_icon_name:
 * @icon_name: what stands before the sentence
 */
void
chatty_notice_set_icon_name (ChattyNotice *self,
                             const char   *icon_name)
{
  g_return_if_fail (CHATTY_IS_NOTICE (self));

  gtk_image_set_from_icon_name (self->icon, icon_name);
}

/**
 * chatty_notice_get_text:
 *
 * Returns: (nullable): what it says
 */
const char *
chatty_notice_get_text (ChattyNotice *self)
{
  const char *text;

  g_return_val_if_fail (CHATTY_IS_NOTICE (self), NULL);

  text = gtk_label_get_text (self->label);
  return *text != '\0' ? text : NULL;
}

/**
 * chatty_notice_set:
 * @text: (nullable): the sentence, plain; %NULL hides the notice
 * @action: (nullable): what the button says, with a mnemonic
 *
 * Says something. What was dismissed is not said again before something else,
 * or nothing, was to be said.
 */
void
chatty_notice_set (ChattyNotice *self,
                   const char   *text,
                   const char   *action)
{
  g_return_if_fail (CHATTY_IS_NOTICE (self));

  if (text != NULL && g_strcmp0 (text, self->dismissed) == 0)
    return;

  g_clear_pointer (&self->dismissed, g_free);
  gtk_label_set_text (self->label, text != NULL ? text : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text != NULL ? text : "", -1);
  if (action != NULL)
    gtk_button_set_label (self->action, action);
  gtk_widget_set_visible (GTK_WIDGET (self->action), action != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), text != NULL);
}
