/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-disconnect-dialog.h"

/**
 * chatty_disconnect_dialog_ask:
 * @parent: a widget of the window that asks
 * @account: what is to be disconnected
 *
 * Returns: (transfer none): the dialog, already presented; its response is
 *   "disconnect" when the person agrees
 */
GtkWidget *
chatty_disconnect_dialog_ask (GtkWidget           *parent,
                              const ChattyAccount *account)
{
  GtkWidget *dialog;
  g_autofree char *title = NULL;

  g_return_val_if_fail (GTK_IS_WIDGET (parent), NULL);
  g_return_val_if_fail (account != NULL, NULL);

  title = g_strdup_printf (_("Disconnect “%s”?"), account->name);
  dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (parent)), title,
                                   account->scopes != NULL
                                     ? _("The sign-in is given back and removed from the keyring, "
                                         "with a key that you added. Your conversations and "
                                         "characters stay in the vault, and nothing is deleted on "
                                         "the platform.")
                                     : _("The key is removed from the keyring; to connect again "
                                         "you need it once more. Your conversations and "
                                         "characters stay in the vault, and nothing is deleted on "
                                         "the platform."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "cancel", _("_Cancel"),
                                    "disconnect", _("_Disconnect"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "disconnect",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  gtk_window_present (GTK_WINDOW (dialog));
  return dialog;
}
