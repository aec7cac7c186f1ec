/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-import-rules.h"
#include "chatty-platform.h"

#include "chatty-accounts-page.h"
#include "chatty-settings-window.h"
#include "chatty-sync-settings-page.h"
#include "chatty-ui-settings.h"
#include "chatty-vault-settings.h"
#include "chatty-voice-settings-page.h"

struct _ChattySettingsWindow
{
  AdwPreferencesWindow parent_instance;

  ChattyAccountsPage  *accounts;
  ChattyVaultSettings *vault;
  ChattySyncSettingsPage *sync;
  AdwComboRow         *platform;
  AdwEntryRow         *character;
  AdwComboRow         *date_style;
  AdwComboRow         *clock_style;
  AdwActionRow        *example;
};

G_DEFINE_FINAL_TYPE (ChattySettingsWindow, chatty_settings_window, ADW_TYPE_PREFERENCES_WINDOW)

/* In the order of the drop-downs. */
static const char * const date_styles[] = { "relative", "iso", "locale" };
static const char * const clock_styles[] = { "locale", "24h", "12h" };

static guint
find_style (const char * const *styles,
            guint               n_styles,
            const char         *key)
{
  g_autofree char *style = g_settings_get_string (chatty_ui_settings_get (), key);

  for (guint i = 0; i < n_styles; i++)
    {
      if (g_str_equal (styles[i], style))
        return i;
    }

  return 0;
}

static void
update_example (ChattySettingsWindow *self)
{
  gint64 now = chatty_time_now ();
  g_autofree char *exact = chatty_ui_format_time_exact (now);
  g_autofree char *earlier = chatty_ui_format_time_short (now - 3 * G_TIME_SPAN_DAY);
  /* Translators: two examples of a date */
  g_autofree char *text = g_strdup_printf (C_("two dates", "%s · %s"), earlier, exact);

  adw_action_row_set_subtitle (self->example, text);
}

static void
date_style_cb (ChattySettingsWindow *self)
{
  guint selected = adw_combo_row_get_selected (self->date_style);

  if (selected < G_N_ELEMENTS (date_styles))
    g_settings_set_string (chatty_ui_settings_get (), CHATTY_SETTING_DATE_STYLE,
                           date_styles[selected]);
  update_example (self);
}

static void
clock_style_cb (ChattySettingsWindow *self)
{
  guint selected = adw_combo_row_get_selected (self->clock_style);

  if (selected < G_N_ELEMENTS (clock_styles))
    g_settings_set_string (chatty_ui_settings_get (), CHATTY_SETTING_CLOCK_STYLE,
                           clock_styles[selected]);
  update_example (self);
}

static void
platform_cb (ChattySettingsWindow *self)
{
  guint selected = adw_combo_row_get_selected (self->platform);
  const ChattyPlatform *platforms;
  guint n_platforms;

  platforms = chatty_platform_list (&n_platforms);
  g_settings_set_string (chatty_ui_settings_get (), CHATTY_SETTING_DEFAULT_PLATFORM,
                         selected > 0 && selected <= n_platforms ? platforms[selected - 1].id : "");
}

static void
fill_platforms (ChattySettingsWindow *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  g_autofree char *chosen = NULL;
  const ChattyPlatform *platforms;
  guint n_platforms, selected = 0;

  chosen = g_settings_get_string (chatty_ui_settings_get (), CHATTY_SETTING_DEFAULT_PLATFORM);
  /* Translators: no platform is proposed */
  gtk_string_list_append (titles, C_("platform", "None"));
  platforms = chatty_platform_list (&n_platforms);
  for (guint i = 0; i < n_platforms; i++)
    {
      gtk_string_list_append (titles, chatty_platform_get_title (platforms[i].id));
      if (g_str_equal (platforms[i].id, chosen))
        selected = i + 1;
    }

  adw_combo_row_set_model (self->platform, G_LIST_MODEL (titles));
  adw_combo_row_set_selected (self->platform, selected);
}

static char *
dup_character (ChattySettingsWindow *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->character))));
}

static void
character_changed_cb (ChattySettingsWindow *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->character), "error");
}

static void
character_apply_cb (ChattySettingsWindow *self)
{
  g_autofree char *name = dup_character (self);
  g_autofree char *callsign = NULL;
  g_autoptr (GError) error = NULL;

  if (*name != '\0')
    {
      callsign = chatty_callsign_for_name (name, &error);
      if (callsign == NULL)
        {
          AdwToast *toast = adw_toast_new ("");
          g_autofree char *escaped = g_markup_escape_text (error->message, -1);

          adw_toast_set_title (toast, escaped);
          gtk_widget_add_css_class (GTK_WIDGET (self->character), "error");
          adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (self), toast);
          return;
        }
    }

  g_settings_set_string (chatty_ui_settings_get (), CHATTY_SETTING_DEFAULT_CHARACTER,
                         callsign != NULL ? callsign : "");
}

/* Also where the focus is nowhere: the pages themselves do the same. */
static gboolean
escape_cb (GtkWidget *widget,
           GVariant  *args,
           gpointer   user_data)
{
  ChattySettingsWindow *self = CHATTY_SETTINGS_WINDOW (widget);

  if (!chatty_accounts_page_go_back (self->accounts))
    gtk_window_close (GTK_WINDOW (self));
  return GDK_EVENT_STOP;
}

static gboolean
quit_idle_cb (gpointer main_window)
{
  gtk_widget_activate_action (main_window, "app.quit", NULL);
  return G_SOURCE_REMOVE;
}

/* The application's own keys are those of its main window. Quitting waits until
 * the key is dealt with: both windows are gone after it. */
static gboolean
quit_cb (GtkWidget *widget,
         GVariant  *args,
         gpointer   user_data)
{
  GtkWindow *main_window = gtk_window_get_transient_for (GTK_WINDOW (widget));

  if (main_window == NULL)
    return GDK_EVENT_PROPAGATE;
  g_idle_add_full (G_PRIORITY_DEFAULT, quit_idle_cb, g_object_ref (main_window), g_object_unref);
  return GDK_EVENT_STOP;
}

static void
add_shortcuts (ChattySettingsWindow *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (controller),
    gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                      gtk_callback_action_new (escape_cb, NULL, NULL)));
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (controller),
    gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_w, GDK_CONTROL_MASK),
                      gtk_named_action_new ("window.close")));
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (controller),
    gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_q, GDK_CONTROL_MASK),
                      gtk_callback_action_new (quit_cb, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
chatty_settings_window_class_init (ChattySettingsWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (CHATTY_TYPE_ACCOUNTS_PAGE);
  g_type_ensure (CHATTY_TYPE_SYNC_SETTINGS_PAGE);
  g_type_ensure (CHATTY_TYPE_VAULT_SETTINGS);
  g_type_ensure (CHATTY_TYPE_VOICE_SETTINGS_PAGE);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/settings/chatty-settings-window.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattySettingsWindow, accounts);
  gtk_widget_class_bind_template_child (widget_class, ChattySettingsWindow, vault);
  gtk_widget_class_bind_template_child (widget_class, ChattySettingsWindow, sync);
  gtk_widget_class_bind_template_child (widget_class, ChattySettingsWindow, platform);
  gtk_widget_class_bind_template_child (widget_class, ChattySettingsWindow, character);
  gtk_widget_class_bind_template_child (widget_class, ChattySettingsWindow, date_style);
  gtk_widget_class_bind_template_child (widget_class, ChattySettingsWindow, clock_style);
  gtk_widget_class_bind_template_child (widget_class, ChattySettingsWindow, example);
  gtk_widget_class_bind_template_callback (widget_class, character_apply_cb);
  gtk_widget_class_bind_template_callback (widget_class, character_changed_cb);
}

static void
chatty_settings_window_init (ChattySettingsWindow *self)
{
  g_autofree char *character = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  add_shortcuts (self);

  fill_platforms (self);
  character = g_settings_get_string (chatty_ui_settings_get (), CHATTY_SETTING_DEFAULT_CHARACTER);
  gtk_editable_set_text (GTK_EDITABLE (self->character), character);
  adw_combo_row_set_selected (self->date_style,
                              find_style (date_styles, G_N_ELEMENTS (date_styles),
                                          CHATTY_SETTING_DATE_STYLE));
  adw_combo_row_set_selected (self->clock_style,
                              find_style (clock_styles, G_N_ELEMENTS (clock_styles),
                                          CHATTY_SETTING_CLOCK_STYLE));
  update_example (self);

  /* Only now: what was set above is not a choice of the person. */
  g_signal_connect_object (self->platform, "notify::selected",
                           G_CALLBACK (platform_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->date_style, "notify::selected",
                           G_CALLBACK (date_style_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->clock_style, "notify::selected",
                           G_CALLBACK (clock_style_cb), self, G_CONNECT_SWAPPED);
}

/**
 * chatty_settings_window_new:
 *
 * Returns: (transfer none): a window; GTK owns it until it is closed
 */
GtkWidget *
chatty_settings_window_new (void)
{
  return g_object_new (CHATTY_TYPE_SETTINGS_WINDOW, NULL);
}

/**
 * chatty_settings_window_set_accounts:
 * @accounts: what connects accounts; set once
 */
void
chatty_settings_window_set_accounts (ChattySettingsWindow *self,
                                     ChattyAccountService *accounts)
{
  g_return_if_fail (CHATTY_IS_SETTINGS_WINDOW (self));

  chatty_accounts_page_set_service (self->accounts, accounts);
}

static void
show_accounts (ChattySettingsWindow *self)
{
  adw_preferences_window_set_visible_page (ADW_PREFERENCES_WINDOW (self),
                                           ADW_PREFERENCES_PAGE (self->accounts));
}

/**
 * chatty_settings_window_connect:
 * @platform: the id of a platform
 *
 * Begins to connect an account there; the accounts have been set.
 */
void
chatty_settings_window_connect (ChattySettingsWindow *self,
                                const char           *platform)
{
  g_return_if_fail (CHATTY_IS_SETTINGS_WINDOW (self));

  show_accounts (self);
  chatty_accounts_page_connect (self->accounts, platform);
}

/**
 * chatty_settings_window_open_account:
 * @account: an account
 *
 * Shows what can be set for it; the accounts have been set.
 */
void
chatty_settings_window_open_account (ChattySettingsWindow *self,
                                     ChattyAccount        *account)
{
  g_return_if_fail (CHATTY_IS_SETTINGS_WINDOW (self));

  show_accounts (self);
  chatty_accounts_page_open (self->accounts, account);
}

/**
 * chatty_settings_window_set_workspace:
 * @workspace: (nullable): the open vault
 * @sync: (nullable): what keeps it and the platforms the same
 */
void
chatty_settings_window_set_workspace (ChattySettingsWindow *self,
                                      ChattyWorkspace      *workspace,
                                      ChattySyncService    *sync)
{
  g_return_if_fail (CHATTY_IS_SETTINGS_WINDOW (self));

  chatty_accounts_page_set_workspace (self->accounts, workspace);
  chatty_vault_settings_set_workspace (self->vault, workspace);
  chatty_sync_settings_page_set_service (self->sync, sync);
}
