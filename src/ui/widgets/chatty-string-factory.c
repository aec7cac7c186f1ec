/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include "chatty-text.h"

#include "chatty-choice.h"
#include "chatty-string-factory.h"

#define MAX_SHOWN_BYTES 200

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item,
          gpointer                  user_data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 28);
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         gpointer                  user_data)
{
  GtkStringObject *string = gtk_list_item_get_item (item);
  g_autofree char *text = NULL;

  text = chatty_text_one_line (gtk_string_object_get_string (string), MAX_SHOWN_BYTES);
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), text);
}

static void
bind_choice_cb (GtkSignalListItemFactory *factory,
                GtkListItem              *item,
                gpointer                  user_data)
{
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)),
                      chatty_choice_get_title (gtk_list_item_get_item (item)));
}

static GtkListItemFactory *
new_factory (GCallback bind)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", bind, NULL);
  return factory;
}

/**
 * chatty_string_factory_new:
 *
 * Shows a #GtkStringObject as a label that gives way when room is scarce; the
 * one that a #GtkDropDown brings is as wide as the longest string.
 *
 * Returns: (transfer full): a factory
 */
GtkListItemFactory *
chatty_string_factory_new (void)
{
  return new_factory (G_CALLBACK (bind_cb));
}

/**
 * chatty_choice_factory_new:
 *
 * The same for the title of a #ChattyChoice.
 *
 * Returns: (transfer full): a factory
 */
GtkListItemFactory *
chatty_choice_factory_new (void)
{
  return new_factory (G_CALLBACK (bind_choice_cb));
}
