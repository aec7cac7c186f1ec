/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Closing asks while something runs that would be cut off: an import, or what
 * is on its way between a platform and this computer. */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-remote-work.h"
#include "chatty-window-private.h"

static GListModel *
get_imports (ChattyWindow *self)
{
  return self->workspace != NULL ? chatty_workspace_get_jobs (self->workspace) : NULL;
}

static gboolean
is_importing (ChattyWindow *self)
{
  return self->workspace != NULL && g_list_model_get_n_items (get_imports (self)) > 0;
}

static gboolean
is_transferring (void)
{
  return g_list_model_get_n_items (chatty_remote_work_get ()) > 0;
}

static void
work_ended_cb (ChattyWindow *self)
{
  if (self->closing && !is_importing (self) && !is_transferring ())
    gtk_window_close (GTK_WINDOW (self));
}

static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             ChattyWindow     *self)
{
  GListModel *imports = get_imports (self);
  GListModel *transfers = chatty_remote_work_get ();

  if (g_strcmp0 (response, "stop") != 0)
    return;

  self->closing = TRUE;
  g_signal_connect_object (transfers, "items-changed", G_CALLBACK (work_ended_cb), self,
                           G_CONNECT_SWAPPED);
  for (guint i = g_list_model_get_n_items (transfers); i > 0; i--)
    {
      g_autoptr (GCancellable) transfer = g_list_model_get_item (transfers, i - 1);

      g_cancellable_cancel (transfer);
    }
  /* Each stops after the conversation that it is storing. */
  if (imports != NULL)
    g_signal_connect_object (imports, "items-changed", G_CALLBACK (work_ended_cb), self,
                             G_CONNECT_SWAPPED);
  for (guint i = imports != NULL ? g_list_model_get_n_items (imports) : 0; i > 0; i--)
    {
      g_autoptr (ChattyImportSession) session = g_list_model_get_item (imports, i - 1);

      chatty_import_session_cancel (session);
    }
  work_ended_cb (self);
}

static void
ask (ChattyWindow *self)
{
  const char *import_body = _("An import is still running. What is stored already stays, "
                              "and the same files can be imported again later.");
  const char *transfer_body = _("A document or a conversation is still on its way between a "
                                "platform and this computer. What has arrived stays; the rest "
                                "has to be sent or imported again.");
  g_autofree char *both = g_strconcat (import_body, "\n\n", transfer_body, NULL);
  GtkWidget *dialog;

  if (!is_transferring ())
    dialog = adw_message_dialog_new (GTK_WINDOW (self), _("Stop the Import?"), import_body);
  else if (!is_importing (self))
    dialog = adw_message_dialog_new (GTK_WINDOW (self), _("Stop the Transfer?"), transfer_body);
  else
    dialog = adw_message_dialog_new (GTK_WINDOW (self), _("Stop Import and Transfer?"), both);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "continue", is_transferring () ? _("_Keep Going")
                                                                   : _("_Keep Importing"),
                                    "stop", _("_Stop and Close"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "stop",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "continue");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "continue");
  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Whether the window can close now. If not, the person is asked, and the window
 * closes by itself when all that runs has stopped. */
gboolean
chatty_window_may_close (ChattyWindow *self)
{
  if (!is_importing (self) && !is_transferring ())
    return TRUE;
  if (!self->closing)
    ask (self);
  return FALSE;
}
