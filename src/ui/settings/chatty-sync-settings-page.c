/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-sync-settings-page.h"
#include "chatty-sync-words.h"
#include "chatty-ui-settings.h"

struct _ChattySyncSettingsPage
{
  AdwPreferencesPage parent_instance;

  AdwComboRow       *interval;
  AdwComboRow       *policy;
  GtkSwitch         *metered;
  AdwActionRow      *waiting;

  ChattySyncService *service;   /* NULL while no vault is open */
};

G_DEFINE_FINAL_TYPE (ChattySyncSettingsPage, chatty_sync_settings_page, ADW_TYPE_PREFERENCES_PAGE)

/* The rows have the order of the enumerations of the settings. */
static const char *const intervals[] = { "off", "15-minutes", "hour", "day", NULL };
static const char *const policies[] = { "newest", "ask", "mine", "theirs", NULL };

static void
waiting_cb (ChattySyncSettingsPage *self)
{
  g_autofree char *waiting = NULL;

  if (self->service != NULL)
    g_object_get (self->service, "waiting", &waiting, NULL);
  adw_action_row_set_subtitle (self->waiting, waiting != NULL ? waiting : "");
  gtk_widget_set_visible (GTK_WIDGET (self->waiting), waiting != NULL);
}

static void
interval_cb (ChattySyncSettingsPage *self)
{
  gboolean off = adw_combo_row_get_selected (self->interval) == 0;

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->interval),
                               off ? _("Changes on the platforms are looked for when the window "
                                       "opens, and nothing is written")
                                   : _("Also when the window opens. What needs your decision "
                                       "waits for you"));
}

static void
chatty_sync_settings_page_dispose (GObject *object)
{
  g_clear_object (&CHATTY_SYNC_SETTINGS_PAGE (object)->service);

  G_OBJECT_CLASS (chatty_sync_settings_page_parent_class)->dispose (object);
}

static void
chatty_sync_settings_page_class_init (ChattySyncSettingsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_sync_settings_page_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/settings/chatty-sync-settings-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattySyncSettingsPage, interval);
  gtk_widget_class_bind_template_child (widget_class, ChattySyncSettingsPage, policy);
  gtk_widget_class_bind_template_child (widget_class, ChattySyncSettingsPage, metered);
  gtk_widget_class_bind_template_child (widget_class, ChattySyncSettingsPage, waiting);
  gtk_widget_class_bind_template_callback (widget_class, interval_cb);
}

static void
chatty_sync_settings_page_init (ChattySyncSettingsPage *self)
{
  GSettings *settings = chatty_ui_settings_get ();
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = CHATTY_SYNC_NEWEST; i <= CHATTY_SYNC_THEIRS; i++)
    gtk_string_list_take (names, chatty_sync_words_policy (i, NULL));
  adw_combo_row_set_model (self->policy, G_LIST_MODEL (names));

  chatty_ui_settings_bind_choice (CHATTY_SETTING_SYNC_INTERVAL, self->interval, intervals);
  chatty_ui_settings_bind_choice (CHATTY_SETTING_SYNC_POLICY, self->policy, policies);
  g_settings_bind (settings, CHATTY_SETTING_SYNC_METERED, self->metered, "active",
                   G_SETTINGS_BIND_DEFAULT);
  interval_cb (self);
  waiting_cb (self);
}

/**
 * chatty_sync_settings_page_set_service:
 * @service: (nullable): whose reason to wait is shown
 */
void
chatty_sync_settings_page_set_service (ChattySyncSettingsPage *self,
                                       ChattySyncService      *service)
{
  g_return_if_fail (CHATTY_IS_SYNC_SETTINGS_PAGE (self));

  if (self->service != NULL)
    g_signal_handlers_disconnect_by_data (self->service, self);
  if (g_set_object (&self->service, service) && service != NULL)
    g_signal_connect_object (service, "notify::waiting", G_CALLBACK (waiting_cb), self,
                             G_CONNECT_SWAPPED);
  waiting_cb (self);
}
