/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"

#include "chatty-button-wrap.h"
#include "chatty-ui-settings.h"
#include "chatty-window-private.h"

/* A spinner that only flashes tells nothing. */
#define SPINNER_AFTER_MS 200

static GFile *
dup_folder (void)
{
  g_autofree char *path = NULL;

  path = g_settings_get_string (chatty_ui_settings_get (), CHATTY_SETTING_VAULT_FOLDER);
  if (*path != '\0')
    return g_file_new_for_path (path);
  return chatty_workspace_dup_default_folder ();
}

static gboolean
folder_was_chosen (void)
{
  g_autofree char *path = NULL;

  path = g_settings_get_string (chatty_ui_settings_get (), CHATTY_SETTING_VAULT_FOLDER);
  return *path != '\0';
}

static void
show_state (ChattyWindow *self,
            const char   *name)
{
  gboolean loading = g_str_equal (name, "loading");

  gtk_stack_set_visible_child_name (self->stack, name);
  gtk_spinner_set_spinning (self->spinner, loading);
  adw_view_switcher_title_set_view_switcher_enabled (self->switcher_title,
                                                     g_str_equal (name, "ready"));
}

static gboolean
still_loading_cb (gpointer user_data)
{
  ChattyWindow *self = user_data;

  self->loading_id = 0;
  show_state (self, "loading");
  return G_SOURCE_REMOVE;
}

static void
set_import_defaults (ChattyWindow *self)
{
  GSettings *settings = chatty_ui_settings_get ();
  g_autofree char *platform = NULL;
  g_autofree char *character = NULL;

  if (self->workspace == NULL)
    return;

  platform = g_settings_get_string (settings, CHATTY_SETTING_DEFAULT_PLATFORM);
  character = g_settings_get_string (settings, CHATTY_SETTING_DEFAULT_CHARACTER);
  chatty_workspace_set_import_defaults (self->workspace,
                                        *platform != '\0' ? platform : NULL,
                                        *character != '\0' ? character : NULL);
}

static void
add_page (ChattyWindow *self,
          GtkWidget    *page,
          const char   *name,
          const char   *title,
          const char   *icon_name)
{
  AdwViewStackPage *stack_page = adw_view_stack_add_titled (self->view_stack, page, name, title);

  adw_view_stack_page_set_icon_name (stack_page, icon_name);
}

static void
take_workspace (ChattyWindow    *self,
                ChattyWorkspace *workspace)
{
  GtkWidget *activity = chatty_activity_page_new (workspace);
  GtkWidget *conversations;

  self->workspace = g_object_ref (workspace);
  self->sync = self->accounts != NULL ? chatty_sync_service_new (workspace, self->accounts) : NULL;
  self->talk = self->accounts != NULL ? chatty_talk_service_new (workspace, self->accounts) : NULL;
  conversations = chatty_conversations_page_new (workspace, self->talk);
  self->characters = CHATTY_CHARACTERS_PAGE (
    chatty_characters_page_new (workspace, self->accounts, self->sync));
  if (self->talk != NULL)
    chatty_characters_page_set_player (
      self->characters, chatty_speaker_get_player (chatty_talk_service_get_speaker (self->talk)));
  self->conversations = CHATTY_CONVERSATIONS_PAGE (conversations);
  self->activity = CHATTY_ACTIVITY_PAGE (activity);
  add_page (self, GTK_WIDGET (self->characters), "characters", _("Characters"),
            "avatar-default-symbolic");
  add_page (self, conversations, "conversations", _("Conversations"), "user-available-symbolic");
  if (self->accounts != NULL)
    {
      GtkWidget *platforms = chatty_platforms_page_new (workspace, self->accounts);

      self->platforms = CHATTY_PLATFORMS_PAGE (platforms);
      add_page (self, platforms, "platforms", _("Platforms"), "network-server-symbolic");
    }
  add_page (self, activity, "activity", _("Activity"), "document-open-recent-symbolic");
  /* What most people come for; an empty vault tells how to fill it. */
  adw_view_stack_set_visible_child_name (self->view_stack, "conversations");

  set_import_defaults (self);
  chatty_job_strip_set_workspace (self->job_strip, workspace);
  show_state (self, "ready");
  chatty_window_syncs_open (self);
  chatty_window_notify_workspace (self);
  chatty_window_imports_ready (self);
}

static void
show_failure (ChattyWindow *self,
              const GError *error)
{
  g_autofree char *escaped = g_markup_escape_text (error->message, -1);

  /* The description of a status page is always markup. */
  adw_status_page_set_description (self->failed, escaped);
  gtk_button_set_label (self->failed_button,
                        folder_was_chosen () ? _("Choose the Folder in _Settings")
                                             : _("Try _Again"));
  chatty_button_wrap (GTK_WIDGET (self->failed_button));
  show_state (self, "failed");
  gtk_widget_grab_focus (GTK_WIDGET (self->failed_button));
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (ChattyWindow) self = user_data;
  g_autoptr (ChattyWorkspace) workspace = NULL;
  g_autoptr (GError) error = NULL;

  workspace = chatty_workspace_open_finish (result, &error);
  if (chatty_error_is_cancelled (error) || self->opening == NULL)
    return;

  g_clear_handle_id (&self->loading_id, g_source_remove);
  g_clear_object (&self->opening);
  if (workspace != NULL)
    take_workspace (self, workspace);
  else
    show_failure (self, error);
}

static void
folder_changed_cb (ChattyWindow *self)
{
  chatty_window_vault_close (self);
  chatty_window_vault_open (self);
}

/* Follows the settings; the vault is opened by chatty_window_vault_open(). */
void
chatty_window_vault_init (ChattyWindow *self)
{
  GSettings *settings = chatty_ui_settings_get ();

  g_signal_connect_object (settings, "changed::" CHATTY_SETTING_VAULT_FOLDER,
                           G_CALLBACK (folder_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::" CHATTY_SETTING_DEFAULT_PLATFORM,
                           G_CALLBACK (set_import_defaults), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::" CHATTY_SETTING_DEFAULT_CHARACTER,
                           G_CALLBACK (set_import_defaults), self, G_CONNECT_SWAPPED);
}

/* Opens the vault that the settings name, without waiting. */
void
chatty_window_vault_open (ChattyWindow *self)
{
  g_autoptr (GFile) folder = dup_folder ();

  show_state (self, "blank");
  self->loading_id = g_timeout_add (SPINNER_AFTER_MS, still_loading_cb, self);
  self->opening = g_cancellable_new ();
  chatty_workspace_open_async (folder, self->opening, opened_cb, g_object_ref (self));
}

/* Takes everything away that shows the vault. Imports that run have their
 * own reference and go on to their end. */
void
chatty_window_vault_close (ChattyWindow *self)
{
  g_clear_handle_id (&self->loading_id, g_source_remove);
  if (self->opening != NULL)
    g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  if (self->workspace == NULL)
    return;

  chatty_window_imports_close (self);
  chatty_window_syncs_close (self);
  chatty_job_strip_set_workspace (self->job_strip, NULL);
  adw_view_stack_remove (self->view_stack, GTK_WIDGET (self->characters));
  adw_view_stack_remove (self->view_stack, GTK_WIDGET (self->conversations));
  if (self->platforms != NULL)
    adw_view_stack_remove (self->view_stack, GTK_WIDGET (self->platforms));
  adw_view_stack_remove (self->view_stack, GTK_WIDGET (self->activity));
  self->characters = NULL;
  self->conversations = NULL;
  self->platforms = NULL;
  self->activity = NULL;
  g_clear_object (&self->talk);
  g_clear_object (&self->workspace);
  chatty_window_notify_workspace (self);
}

/* The button of the page that says that the vault cannot be opened. */
void
chatty_window_vault_failed (ChattyWindow *self)
{
  if (folder_was_chosen ())
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "app.preferences", NULL);
      return;
    }

  chatty_window_vault_close (self);
  chatty_window_vault_open (self);
}
