/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-partner-popover.h"
#include "chatty-platform-badge.h"

struct _ChattyPartnerPopover
{
  GtkPopover parent_instance;

  GtkListBox *list;
};

enum {
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyPartnerPopover, chatty_partner_popover, GTK_TYPE_POPOVER)

static GtkWidget *
new_line (const char *text,
          const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (style == NULL)
    {
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
    }
  else
    {
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
      gtk_label_set_max_width_chars (GTK_LABEL (label), 32);
      gtk_widget_add_css_class (label, "caption");
      gtk_widget_add_css_class (label, style);
    }
  return label;
}

static GtkWidget *
create_row_cb (gpointer item,
               gpointer user_data)
{
  ChattyTalkPartner *partner = item;
  const char *reason = chatty_talk_partner_get_reason (partner);
  const char *title = chatty_talk_partner_get_title (partner);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *badge = chatty_platform_badge_new ();
  g_autofree char *spoken = NULL;

  chatty_platform_badge_set_platform (CHATTY_PLATFORM_BADGE (badge),
                                      chatty_talk_partner_get_platform (partner));
  gtk_widget_set_valign (badge, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (lines), new_line (chatty_talk_partner_get_account_name (partner), NULL));
  gtk_box_append (GTK_BOX (lines), new_line (title, "dim-label"));
  if (reason != NULL)
    gtk_box_append (GTK_BOX (lines), new_line (reason, "warning"));
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_box_append (GTK_BOX (box), badge);
  gtk_box_append (GTK_BOX (box), lines);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  /* It stays where the keyboard comes, so that the reason is read out too. */
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), reason == NULL);
  if (reason != NULL)
    gtk_widget_add_css_class (row, "unavailable");

  /* Translators: an account, its platform, and why it cannot be used now or nothing */
  spoken = g_strdup_printf (C_("account", "%s, %s. %s"),
                            chatty_talk_partner_get_account_name (partner), title,
                            reason != NULL ? reason : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  g_object_set_data_full (G_OBJECT (row), "account",
                          g_strdup (chatty_talk_partner_get_account (partner)), g_free);
  return row;
}

static void
activated_cb (ChattyPartnerPopover *self,
              GtkListBoxRow        *row)
{
  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[CHOSEN], 0, g_object_get_data (G_OBJECT (row), "account"));
}

static void
connect_cb (ChattyPartnerPopover *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
  gtk_widget_activate_action (GTK_WIDGET (self), "app.preferences", NULL);
}

static void
chatty_partner_popover_class_init (ChattyPartnerPopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/talk/chatty-partner-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyPartnerPopover, list);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, connect_cb);
}

static void
chatty_partner_popover_init (ChattyPartnerPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * chatty_partner_popover_new:
 *
 * Returns: (transfer floating): a popover without accounts
 */
GtkWidget *
chatty_partner_popover_new (void)
{
  return g_object_new (CHATTY_TYPE_PARTNER_POPOVER, NULL);
}

/**
 * chatty_partner_popover_set_partners:
 * @partners: (nullable): who can be talked to where
 */
void
chatty_partner_popover_set_partners (ChattyPartnerPopover *self,
                                     ChattyTalkPartners   *partners)
{
  g_return_if_fail (CHATTY_IS_PARTNER_POPOVER (self));

  gtk_list_box_bind_model (self->list, G_LIST_MODEL (partners), create_row_cb, NULL, NULL);
}
