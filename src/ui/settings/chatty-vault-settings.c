/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-text.h"

#include "chatty-ui-settings.h"
#include "chatty-vault-settings.h"

struct _ChattyVaultSettings
{
  AdwPreferencesGroup parent_instance;

  AdwActionRow    *folder;
  GtkWidget       *open;
  AdwActionRow    *size;
  GtkWidget       *choose;
  GtkWidget       *move;
  GtkWidget       *rebuild;
  AdwActionRow    *work;
  GtkProgressBar  *progress;
  GtkWidget       *cancel;

  ChattyWorkspace *workspace;
  GCancellable    *measuring;
  GCancellable    *working;   /* NULL when nothing runs */
};

G_DEFINE_FINAL_TYPE (ChattyVaultSettings, chatty_vault_settings, ADW_TYPE_PREFERENCES_GROUP)

static GFile *
get_folder (ChattyVaultSettings *self)
{
  return chatty_vault_get_folder (chatty_workspace_get_vault (self->workspace));
}

static void
update_sensitivity (ChattyVaultSettings *self)
{
  gboolean idle = self->workspace != NULL && self->working == NULL;

  gtk_widget_set_sensitive (self->open, self->workspace != NULL);
  /* Without a vault, choosing another is the way out. */
  gtk_widget_set_sensitive (self->choose, self->working == NULL);
  gtk_widget_set_sensitive (self->move, idle);
  gtk_widget_set_sensitive (self->rebuild, idle);
  gtk_widget_set_visible (GTK_WIDGET (self->work), self->working != NULL);
}

static void
tell (ChattyVaultSettings *self,
      const char          *text)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  if (ADW_IS_PREFERENCES_WINDOW (root))
    adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (root), adw_toast_new (escaped));
}

static void
measured_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (ChattyVaultSettings) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *size = NULL;
  g_autofree char *text = NULL;
  guint64 bytes, n_files;

  if (g_file_measure_disk_usage_finish (G_FILE (source), result, &bytes, NULL, &n_files, &error))
    {
      size = g_format_size (bytes);
      /* Translators: a size, and how many files have it together */
      text = g_strdup_printf (ngettext ("%s in %'u file", "%s in %'u files", (gulong) n_files),
                              size, (guint) n_files);
      adw_action_row_set_subtitle (self->size, text);
    }
  else if (!chatty_error_is_cancelled (error))
    {
      adw_action_row_set_subtitle (self->size, error->message);
    }
}

static void
measure (ChattyVaultSettings *self)
{
  g_cancellable_cancel (self->measuring);
  g_object_unref (self->measuring);
  self->measuring = g_cancellable_new ();

  adw_action_row_set_subtitle (self->size, _("Measuring…"));
  g_file_measure_disk_usage_async (get_folder (self), G_FILE_MEASURE_NONE, G_PRIORITY_LOW,
                                   self->measuring, NULL, NULL,
                                   measured_cb, g_object_ref (self));
}

static void
open_clicked_cb (ChattyVaultSettings *self)
{
  g_autofree char *uri = g_file_get_uri (get_folder (self));

  gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), uri, GDK_CURRENT_TIME);
}

static void
progress_cb (goffset  current,
             goffset  total,
             gpointer user_data)
{
  ChattyVaultSettings *self = user_data;

  if (self->working != NULL && total > 0)
    gtk_progress_bar_set_fraction (self->progress, CLAMP ((double) current / total, 0, 1));
}

static void
begin_work (ChattyVaultSettings *self,
            const char          *title)
{
  self->working = g_cancellable_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->work), title);
  gtk_progress_bar_set_fraction (self->progress, 0);
  gtk_widget_set_sensitive (self->cancel, TRUE);
  update_sensitivity (self);
  gtk_widget_grab_focus (self->cancel);
}

static void
end_work (ChattyVaultSettings *self)
{
  g_clear_object (&self->working);
  update_sensitivity (self);
}

static void
cancel_clicked_cb (ChattyVaultSettings *self)
{
  gtk_widget_set_sensitive (self->cancel, FALSE);
  g_cancellable_cancel (self->working);
}

static void
reindexed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (ChattyVaultSettings) self = user_data;
  g_autoptr (GError) error = NULL;

  chatty_workspace_reindex_finish (CHATTY_WORKSPACE (source), result, &error);
  end_work (self);
  if (error == NULL)
    tell (self, _("The search index is rebuilt"));
  else if (chatty_error_is_cancelled (error))
    tell (self, _("Cancelled; the index is completed in the background"));
  else
    tell (self, error->message);
}

static void
rebuild_activated_cb (ChattyVaultSettings *self)
{
  begin_work (self, _("Rebuilding the index…"));
  chatty_workspace_reindex_async (self->workspace, progress_cb, self, self->working,
                                  reindexed_cb, g_object_ref (self));
}

/* The folder is kept as a path; the default folder as nothing, so that it
 * follows the person's data folder. */
static void
save_folder (GFile *folder)
{
  g_autoptr (GFile) default_folder = chatty_workspace_dup_default_folder ();
  const char *path = g_file_peek_path (folder);

  g_settings_set_string (chatty_ui_settings_get (), CHATTY_SETTING_VAULT_FOLDER,
                         path != NULL && !g_file_equal (folder, default_folder) ? path : "");
}

static void
chosen_cb (GtkNativeDialog     *dialog,
           int                  response,
           ChattyVaultSettings *self)
{
  g_autoptr (GFile) folder = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    folder = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  g_object_unref (dialog);
  if (folder == NULL)
    return;

  if (g_file_peek_path (folder) == NULL)
    tell (self, _("This folder is not on this computer. Choose a folder here."));
  else
    save_folder (folder);
}

static void
moved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (ChattyVaultSettings) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) target = g_object_steal_data (G_OBJECT (self), "chatty-move-target");

  chatty_workspace_move_finish (CHATTY_WORKSPACE (source), result, &error);
  end_work (self);
  if (error == NULL)
    {
      g_autoptr (GFile) old = chatty_workspace_dup_left_behind (CHATTY_WORKSPACE (source));

      save_folder (target);
      if (old == NULL)
        {
          tell (self, _("The vault is moved"));
        }
      else
        {
          g_autofree char *name = chatty_text_display_name (g_file_peek_path (old));
          g_autofree char *text = g_strdup_printf (
            /* Translators: %s is the path of a folder */
            _("The vault is moved. There is no wastebasket for the old folder; "
              "it is still at “%s”."),
            name);

          tell (self, text);
        }
    }
  else if (chatty_error_is_cancelled (error))
    {
      tell (self, _("Cancelled; the vault stays where it was"));
    }
  else
    {
      tell (self, error->message);
    }
}

static void
confirmed_cb (AdwMessageDialog    *dialog,
              const char          *response,
              ChattyVaultSettings *self)
{
  GFile *target = g_object_get_data (G_OBJECT (self), "chatty-move-target");

  if (g_strcmp0 (response, "move") != 0 || self->workspace == NULL || self->working != NULL)
    return;

  begin_work (self, _("Moving the vault…"));
  chatty_workspace_move_async (self->workspace, target, progress_cb, self, self->working,
                               moved_cb, g_object_ref (self));
}

static void
target_chosen_cb (GtkNativeDialog     *chooser,
                  int                  response,
                  ChattyVaultSettings *self)
{
  g_autoptr (GFile) folder = NULL;
  g_autofree char *name = NULL;
  g_autofree char *body = NULL;
  GtkWidget *dialog;

  if (response == GTK_RESPONSE_ACCEPT)
    folder = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  g_object_unref (chooser);
  if (folder == NULL)
    return;

  if (g_file_peek_path (folder) == NULL)
    {
      tell (self, _("This folder is not on this computer. Choose a folder here."));
      return;
    }

  name = chatty_text_display_name (g_file_peek_path (folder));
  body = g_strdup_printf (_("All files are copied to “%s” and compared. "
                            "Only then are the old ones put into the wastebasket."),
                          name);
  g_object_set_data_full (G_OBJECT (self), "chatty-move-target",
                          g_object_ref (folder), g_object_unref);

  dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                   _("Move the Vault?"), body);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "cancel", _("_Cancel"),
                                    "move", _("_Move"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "move",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "move");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (confirmed_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
ask_for_folder (ChattyVaultSettings *self,
                const char          *title,
                GCallback            callback)
{
  GtkFileChooserNative *dialog;

  dialog = gtk_file_chooser_native_new (title,
                                        GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                        GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER,
                                        _("_Select"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_object (dialog, "response", callback, self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
choose_activated_cb (ChattyVaultSettings *self)
{
  ask_for_folder (self, _("Choose the Vault’s Folder"), G_CALLBACK (chosen_cb));
}

static void
move_activated_cb (ChattyVaultSettings *self)
{
  ask_for_folder (self, _("Move the Vault to an Empty Folder"), G_CALLBACK (target_chosen_cb));
}

static void
chatty_vault_settings_dispose (GObject *object)
{
  ChattyVaultSettings *self = CHATTY_VAULT_SETTINGS (object);

  if (self->measuring != NULL)
    g_cancellable_cancel (self->measuring);
  g_clear_object (&self->measuring);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (chatty_vault_settings_parent_class)->dispose (object);
}

static void
chatty_vault_settings_class_init (ChattyVaultSettingsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_vault_settings_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/settings/chatty-vault-settings.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyVaultSettings, folder);
  gtk_widget_class_bind_template_child (widget_class, ChattyVaultSettings, open);
  gtk_widget_class_bind_template_child (widget_class, ChattyVaultSettings, size);
  gtk_widget_class_bind_template_child (widget_class, ChattyVaultSettings, choose);
  gtk_widget_class_bind_template_child (widget_class, ChattyVaultSettings, move);
  gtk_widget_class_bind_template_child (widget_class, ChattyVaultSettings, rebuild);
  gtk_widget_class_bind_template_child (widget_class, ChattyVaultSettings, work);
  gtk_widget_class_bind_template_child (widget_class, ChattyVaultSettings, progress);
  gtk_widget_class_bind_template_child (widget_class, ChattyVaultSettings, cancel);
  gtk_widget_class_bind_template_callback (widget_class, open_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, move_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, rebuild_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_clicked_cb);
}

static void
chatty_vault_settings_init (ChattyVaultSettings *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->measuring = g_cancellable_new ();
  update_sensitivity (self);
}

/**
 * chatty_vault_settings_set_workspace:
 * @workspace: (nullable): the open vault
 */
void
chatty_vault_settings_set_workspace (ChattyVaultSettings *self,
                                     ChattyWorkspace     *workspace)
{
  g_return_if_fail (CHATTY_IS_VAULT_SETTINGS (self));

  g_set_object (&self->workspace, workspace);
  update_sensitivity (self);
  if (workspace == NULL)
    {
      adw_action_row_set_subtitle (self->folder, _("No vault is open"));
      adw_action_row_set_subtitle (self->size, "");
    }
  else
    {
      const char *path = g_file_peek_path (get_folder (self));
      g_autofree char *shown = chatty_text_display_name (path != NULL ? path : "");

      adw_action_row_set_subtitle (self->folder, shown);
      measure (self);
    }
}
