/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-text.h"

#include "chatty-starters.h"

/* More would push what is read out of the window. */
#define MAX_STARTERS    4
#define MAX_SHOWN_BYTES 200

struct _ChattyStarters
{
  GtkWidget parent_instance;
};

enum {
  SAID,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyStarters, chatty_starters, GTK_TYPE_WIDGET)

static void
clicked_cb (ChattyStarters *self,
            GtkButton      *button)
{
  g_signal_emit (self, signals[SAID], 0, g_object_get_data (G_OBJECT (button), "text"));
}

static void
clear (ChattyStarters *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
}

static void
chatty_starters_dispose (GObject *object)
{
  clear (CHATTY_STARTERS (object));

  G_OBJECT_CLASS (chatty_starters_parent_class)->dispose (object);
}

static void
chatty_starters_class_init (ChattyStartersClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_starters_dispose;
  signals[SAID] = g_signal_new ("said", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
chatty_starters_init (ChattyStarters *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);
  gtk_widget_add_css_class (GTK_WIDGET (self), "chatty-starters");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("What you may say first"), -1);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * chatty_starters_set:
 * @texts: (nullable): what may be said; shown in one line each, said whole
 */
void
chatty_starters_set (ChattyStarters    *self,
                     const char *const *texts)
{
  guint n = 0;

  g_return_if_fail (CHATTY_IS_STARTERS (self));

  clear (self);
  for (; texts != NULL && texts[n] != NULL && n < MAX_STARTERS; n++)
    {
      g_autofree char *shown = chatty_text_one_line (texts[n], MAX_SHOWN_BYTES);
      GtkWidget *button = gtk_button_new ();
      GtkWidget *label = gtk_label_new (shown);

      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_button_set_child (GTK_BUTTON (button), label);
      gtk_widget_set_tooltip_text (button, shown);
      gtk_widget_set_halign (button, GTK_ALIGN_START);
      g_object_set_data_full (G_OBJECT (button), "text", g_strdup (texts[n]), g_free);
      g_signal_connect_object (button, "clicked", G_CALLBACK (clicked_cb), self,
                               G_CONNECT_SWAPPED);
      gtk_widget_set_parent (button, GTK_WIDGET (self));
    }
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
}
