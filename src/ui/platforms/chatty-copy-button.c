/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-copy-button.h"

struct _ChattyCopyButton
{
  GtkWidget parent_instance;

  GtkWidget *button;
  char      *text;
};

G_DEFINE_FINAL_TYPE (ChattyCopyButton, chatty_copy_button, GTK_TYPE_WIDGET)

static void
clicked_cb (ChattyCopyButton *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          self->text != NULL ? self->text : "");
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", _("Copied"));
}

static void
chatty_copy_button_dispose (GObject *object)
{
  g_clear_pointer (&CHATTY_COPY_BUTTON (object)->button, gtk_widget_unparent);

  G_OBJECT_CLASS (chatty_copy_button_parent_class)->dispose (object);
}

static void
chatty_copy_button_finalize (GObject *object)
{
  g_free (CHATTY_COPY_BUTTON (object)->text);

  G_OBJECT_CLASS (chatty_copy_button_parent_class)->finalize (object);
}

static void
chatty_copy_button_class_init (ChattyCopyButtonClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = chatty_copy_button_dispose;
  G_OBJECT_CLASS (klass)->finalize = chatty_copy_button_finalize;

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
set_name (ChattyCopyButton *self,
          const char       *name)
{
  gtk_widget_set_tooltip_text (self->button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
}

static void
chatty_copy_button_init (ChattyCopyButton *self)
{
  self->button = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  gtk_widget_add_css_class (self->button, "flat");
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
  set_name (self, _("Copy"));
  g_signal_connect_object (self->button, "clicked", G_CALLBACK (clicked_cb), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
chatty_copy_button_new (void)
{
  return g_object_new (CHATTY_TYPE_COPY_BUTTON, NULL);
}

/**
 * chatty_copy_button_set_text:
 * @what: what is copied, for people: the name of a field
 * @text: what is copied
 */
void
chatty_copy_button_set_text (ChattyCopyButton *self,
                             const char       *what,
                             const char       *text)
{
  /* Translators: %s is the name of a field, such as "Instructions" */
  g_autofree char *name = g_strdup_printf (_("Copy: %s"), what);

  g_return_if_fail (CHATTY_IS_COPY_BUTTON (self));

  g_free (self->text);
  self->text = g_strdup (text);
  set_name (self, name);
}
