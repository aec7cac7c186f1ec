/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-import-chooser.h"

typedef struct {
  ChattyImportChosenFunc  func;
  gpointer                user_data;
  GDestroyNotify          destroy;
} Choosing;

static void
choosing_free (gpointer  data,
               GClosure *closure)
{
  Choosing *choosing = data;

  if (choosing->destroy != NULL)
    choosing->destroy (choosing->user_data);
  g_free (choosing);
}

static void
response_cb (GtkNativeDialog *dialog,
             int              response,
             gpointer         user_data)
{
  Choosing *choosing = user_data;
  g_autoptr (GListModel) files = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));
      if (files != NULL && g_list_model_get_n_items (files) > 0)
        choosing->func (files, choosing->user_data);
    }

  /* The dialog's own reference; ends the choosing. */
  g_object_unref (dialog);
}

/* Files are told apart by what is in them: the filter only hides what is
 * surely something else, and "all files" is one click away. */
static void
add_filters (GtkFileChooser *chooser)
{
  static const char * const suffixes[] = {
    "txt", "text", "md", "markdown", "rtf", "pdf", "json", "html", "htm",
  };
  g_autoptr (GtkFileFilter) known = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  gtk_file_filter_set_name (known, _("Conversations"));
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    gtk_file_filter_add_suffix (known, suffixes[i]);
  gtk_file_filter_set_name (all, _("All Files"));
  gtk_file_filter_add_pattern (all, "*");

  gtk_file_chooser_add_filter (chooser, known);
  gtk_file_chooser_add_filter (chooser, all);
}

/**
 * chatty_import_choose:
 * @parent: the window that asks
 * @folders: whether folders are chosen and not files
 * @func: called when the person chose something
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data when the dialog is gone
 *
 * Asks which files to import, through the portal where there is one.
 */
void
chatty_import_choose (GtkWindow              *parent,
                      gboolean                folders,
                      ChattyImportChosenFunc  func,
                      gpointer                user_data,
                      GDestroyNotify          destroy)
{
  GtkFileChooserNative *dialog;
  Choosing *choosing = g_new0 (Choosing, 1);

  choosing->func = func;
  choosing->user_data = user_data;
  choosing->destroy = destroy;

  dialog = gtk_file_chooser_native_new (folders ? _("Import a Folder") : _("Import Files"), parent,
                                        folders ? GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER
                                                : GTK_FILE_CHOOSER_ACTION_OPEN,
                                        _("_Import"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (dialog), TRUE);
  if (!folders)
    add_filters (GTK_FILE_CHOOSER (dialog));
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), choosing, choosing_free, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}
