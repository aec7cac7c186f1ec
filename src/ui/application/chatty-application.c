/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-keyring.h"

#include "chatty-application.h"
#include "chatty-settings-window.h"
#include "chatty-shortcuts.h"
#include "chatty-window.h"

#define RESOURCES "/com/chatty/Connectors/ui/"

struct _ChattyApplication
{
  AdwApplication parent_instance;

  ChattyAccountService *accounts;   /* NULL until it is asked for */
  GtkWindow            *settings;   /* weak */
  GtkWindow            *shortcuts;  /* weak */
};

G_DEFINE_FINAL_TYPE (ChattyApplication, chatty_application, ADW_TYPE_APPLICATION)

static const struct {
  const char *action;
  const char *accels[3];
} accels[] = {
  { "app.preferences", { "<Control>comma" } },
  { "app.quit", { "<Control>q" } },
  { "app.shortcuts", { "<Control>question", "F1" } },
  { "win.import", { "<Control>o" } },
  { "win.new-conversation", { "<Control>n" } },
  { "win.show-page::characters", { "<Control>1" } },
  { "win.show-page::conversations", { "<Control>2" } },
  { "win.show-page::platforms", { "<Control>3" } },
  { "win.show-page::activity", { "<Control>4" } },
  { "window.close", { "<Control>w" } },
};

static ChattyWindow *
get_window (ChattyApplication *self)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));
  ChattyWindow *window;

  for (GList *l = windows; l != NULL; l = l->next)
    {
      if (CHATTY_IS_WINDOW (l->data))
        return l->data;
    }

  window = CHATTY_WINDOW (chatty_window_new (ADW_APPLICATION (self)));
  chatty_window_set_accounts (window, chatty_application_get_accounts (self));
  return window;
}

/* Each folder of the user interface may bring a style sheet. */
static void
load_styles (void)
{
  g_auto (GStrv) folders =
    g_resources_enumerate_children (RESOURCES, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  for (guint i = 0; folders != NULL && folders[i] != NULL; i++)
    {
      g_autofree char *path = g_strconcat (RESOURCES, folders[i], "style.css", NULL);
      g_autoptr (GtkCssProvider) provider = NULL;

      if (!g_resources_get_info (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL, NULL, NULL))
        continue;

      provider = gtk_css_provider_new ();
      gtk_css_provider_load_from_resource (provider, path);
      gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                                  GTK_STYLE_PROVIDER (provider),
                                                  GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
    }
}

static void
follow_workspace_cb (ChattyWindow         *window,
                     GParamSpec           *pspec,
                     ChattySettingsWindow *settings)
{
  chatty_settings_window_set_workspace (settings, chatty_window_get_workspace (window),
                                        chatty_window_get_sync (window));
}

static ChattySettingsWindow *
get_settings (ChattyApplication *self)
{
  ChattyWindow *window = get_window (self);

  if (self->settings == NULL)
    {
      GtkWidget *settings = chatty_settings_window_new ();

      g_set_weak_pointer (&self->settings, GTK_WINDOW (settings));
      gtk_window_set_transient_for (self->settings, GTK_WINDOW (window));
      chatty_settings_window_set_accounts (CHATTY_SETTINGS_WINDOW (settings),
                                           chatty_application_get_accounts (self));
      g_signal_connect_object (window, "notify::workspace",
                               G_CALLBACK (follow_workspace_cb), settings, 0);
      follow_workspace_cb (window, NULL, CHATTY_SETTINGS_WINDOW (settings));
    }

  gtk_window_present (self->settings);
  return CHATTY_SETTINGS_WINDOW (self->settings);
}

static void
preferences_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  get_settings (user_data);
}

/* Other programs can call this too, on the bus: it shows a page, on which
 * nothing happens before the person agrees. */
static void
connect_account_action (GSimpleAction *action,
                        GVariant      *parameter,
                        gpointer       user_data)
{
  chatty_settings_window_connect (get_settings (user_data), g_variant_get_string (parameter, NULL));
}

static void
account_found_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GVariant) id = user_data;
  g_autoptr (GPtrArray) accounts = NULL;
  ChattyApplication *self = CHATTY_APPLICATION (g_application_get_default ());

  /* An error is told by the page that lists them. */
  accounts = chatty_account_service_list_finish (CHATTY_ACCOUNT_SERVICE (source), result, NULL);
  for (guint i = 0; accounts != NULL && i < accounts->len; i++)
    {
      ChattyAccount *account = g_ptr_array_index (accounts, i);

      if (g_str_equal (account->id, g_variant_get_string (id, NULL)))
        chatty_settings_window_open_account (get_settings (self), account);
    }
}

static void
show_account_action (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  get_settings (user_data);
  chatty_account_service_list_async (chatty_application_get_accounts (user_data), NULL,
                                     account_found_cb, g_variant_ref (parameter));
}

static void
shortcuts_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  ChattyApplication *self = user_data;

  if (self->shortcuts == NULL)
    {
      g_set_weak_pointer (&self->shortcuts, chatty_shortcuts_window_new ());
      gtk_window_set_transient_for (self->shortcuts, GTK_WINDOW (get_window (self)));
    }

  gtk_window_present (self->shortcuts);
}

static void
about_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  ChattyApplication *self = user_data;

  adw_show_about_window (GTK_WINDOW (get_window (self)),
                         "application-name", _("Chatty Connectors"),
                         "application-icon", APPLICATION_ID,
                         "version", PACKAGE_VERSION,
                         "developer-name", _("The Chatty Connectors authors"),
                         "comments", _("Keeps the conversations that you had with AI characters "
                                       "and assistants in one folder of plain files on your "
                                       "computer."),
                         "license-type", GTK_LICENSE_GPL_3_0,
                         "copyright", "© 2026 The Chatty Connectors authors",
                         /* Translators: your names, one a line */
                         "translator-credits", _("translator-credits"),
                         NULL);
}

static void
quit_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  ChattyApplication *self = user_data;

  if (self->settings != NULL)
    gtk_window_close (self->settings);
  /* Through the window, which asks while an import runs. */
  gtk_window_close (GTK_WINDOW (get_window (self)));
}

static void
chatty_application_activate (GApplication *application)
{
  gtk_window_present (GTK_WINDOW (get_window (CHATTY_APPLICATION (application))));
}

static void
chatty_application_open (GApplication  *application,
                         GFile        **files,
                         int            n_files,
                         const char    *hint)
{
  ChattyWindow *window = get_window (CHATTY_APPLICATION (application));

  gtk_window_present (GTK_WINDOW (window));
  chatty_window_take_dropped (window,
                              chatty_dropped_new_for_files (files, (guint) MAX (n_files, 0)));
}

static void
chatty_application_startup (GApplication *application)
{
  static const GActionEntry entries[] = {
    { .name = "about", .activate = about_action },
    { .name = "connect-account", .activate = connect_account_action, .parameter_type = "s" },
    { .name = "preferences", .activate = preferences_action },
    { .name = "quit", .activate = quit_action },
    { .name = "show-account", .activate = show_account_action, .parameter_type = "s" },
    { .name = "shortcuts", .activate = shortcuts_action },
  };

  G_APPLICATION_CLASS (chatty_application_parent_class)->startup (application);

  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries),
                                   application);
  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application),
                                           accels[i].action, accels[i].accels);
  gtk_window_set_default_icon_name (APPLICATION_ID);
  load_styles ();
}

static int
chatty_application_handle_local_options (GApplication *application,
                                         GVariantDict *options)
{
  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("%s %s\n", PACKAGE_NAME, PACKAGE_VERSION);
      return 0;
    }

  return -1;
}

static void
chatty_application_dispose (GObject *object)
{
  ChattyApplication *self = CHATTY_APPLICATION (object);

  g_clear_weak_pointer (&self->settings);
  g_clear_weak_pointer (&self->shortcuts);
  g_clear_object (&self->accounts);

  G_OBJECT_CLASS (chatty_application_parent_class)->dispose (object);
}

static void
chatty_application_class_init (ChattyApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_application_dispose;
  application_class->activate = chatty_application_activate;
  application_class->open = chatty_application_open;
  application_class->startup = chatty_application_startup;
  application_class->handle_local_options = chatty_application_handle_local_options;
}

static void
chatty_application_init (ChattyApplication *self)
{
  static const GOptionEntry options[] = {
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Print the version and exit"), NULL },
    { NULL, },
  };
  GApplication *application = G_APPLICATION (self);

  g_application_add_main_option_entries (application, options);
  g_application_set_option_context_parameter_string (application, _("[FILE…]"));
  g_application_set_option_context_summary (
    application, _("Opens the window. With files, it offers to import them."));
}

/**
 * chatty_application_new:
 *
 * Returns: (transfer full): the application of this profile
 */
ChattyApplication *
chatty_application_new (void)
{
  return g_object_new (CHATTY_TYPE_APPLICATION,
                       "application-id", APPLICATION_ID,
                       "flags", G_APPLICATION_HANDLES_OPEN,
                       "resource-base-path", "/com/chatty/Connectors",
                       NULL);
}

/**
 * chatty_application_get_accounts:
 *
 * Returns: (transfer none): what connects accounts; made when it is asked for
 *   first, and then the same for all windows, so that a key that is kept for
 *   this run is known to all of them
 */
ChattyAccountService *
chatty_application_get_accounts (ChattyApplication *self)
{
  g_return_val_if_fail (CHATTY_IS_APPLICATION (self), NULL);

  if (self->accounts == NULL)
    {
      g_autoptr (ChattyAccountStore) records = chatty_account_store_new (NULL);
      g_autoptr (ChattySecretStore) keyring = chatty_keyring_new ();

      self->accounts = chatty_account_service_new (chatty_connector_table_get_default (), records,
                                                   keyring);
    }
  return self->accounts;
}
