/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"

#include "chatty-account-page.h"
#include "chatty-accounts-group.h"
#include "chatty-accounts-page.h"
#include "chatty-connect-page.h"

struct _ChattyAccountsPage
{
  AdwPreferencesPage parent_instance;

  AdwPreferencesGroup  *trouble;   /* hidden when there is none */
  ChattyAccountsGroup  *groups[CHATTY_TIER_IMPORT + 1];

  ChattyAccountService *service;
  GCancellable         *cancellable;
  GtkWidget            *subpage;   /* weak; until it has slid away */
};

G_DEFINE_FINAL_TYPE (ChattyAccountsPage, chatty_accounts_page, ADW_TYPE_PREFERENCES_PAGE)

static AdwPreferencesWindow *
get_window (ChattyAccountsPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return ADW_IS_PREFERENCES_WINDOW (root) ? ADW_PREFERENCES_WINDOW (root) : NULL;
}

static void
closed_cb (ChattyAccountsPage *self)
{
  AdwPreferencesWindow *window = get_window (self);

  if (window != NULL)
    adw_preferences_window_close_subpage (window);
}

static void
present (ChattyAccountsPage *self,
         GtkWidget          *subpage)
{
  AdwPreferencesWindow *window = get_window (self);

  g_return_if_fail (window != NULL);

  g_set_weak_pointer (&self->subpage, subpage);
  g_signal_connect_object (subpage, "closed", G_CALLBACK (closed_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_window_present_subpage (window, subpage);
}

/* The window of libadwaita 1.2 takes no page while another one slides away. */
static gboolean
has_subpage (ChattyAccountsPage *self)
{
  return self->subpage != NULL && gtk_widget_get_root (self->subpage) != NULL;
}

static void
connect_cb (ChattyAccountsPage        *self,
            const ChattyConnectorInfo *info)
{
  if (!has_subpage (self))
    present (self, chatty_connect_page_new (self->service, info, NULL));
}

static void
open_cb (ChattyAccountsPage *self,
         ChattyAccount      *account)
{
  if (!has_subpage (self))
    present (self, chatty_account_page_new (self->service, account));
}

static void
import_cb (ChattyAccountsPage *self)
{
  AdwPreferencesWindow *window = get_window (self);
  GtkWindow *main_window = window != NULL ? gtk_window_get_transient_for (GTK_WINDOW (window)) : NULL;

  if (main_window == NULL)
    return;
  g_object_ref (main_window);
  gtk_window_close (GTK_WINDOW (window));
  gtk_widget_activate_action (GTK_WIDGET (main_window), "win.import", NULL);
  g_object_unref (main_window);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (ChattyAccountsPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) accounts = NULL;

  accounts = chatty_account_service_list_finish (CHATTY_ACCOUNT_SERVICE (source), result, &error);
  if (self->service == NULL || chatty_error_is_cancelled (error))
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), accounts == NULL);
  if (accounts == NULL)
    {
      g_autofree char *text = g_markup_escape_text (error->message, -1);

      adw_preferences_group_set_description (self->trouble, text);
      return;
    }
  for (ChattyTier tier = 0; tier < G_N_ELEMENTS (self->groups); tier++)
    chatty_accounts_group_set_accounts (self->groups[tier], accounts);
}

static void
refresh (ChattyAccountsPage *self)
{
  chatty_account_service_list_async (self->service, self->cancellable, listed_cb,
                                     g_object_ref (self));
}

static void
chatty_accounts_page_dispose (GObject *object)
{
  ChattyAccountsPage *self = CHATTY_ACCOUNTS_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_weak_pointer (&self->subpage);
  g_clear_object (&self->service);

  G_OBJECT_CLASS (chatty_accounts_page_parent_class)->dispose (object);
}

static void
chatty_accounts_page_finalize (GObject *object)
{
  g_clear_object (&CHATTY_ACCOUNTS_PAGE (object)->cancellable);

  G_OBJECT_CLASS (chatty_accounts_page_parent_class)->finalize (object);
}

static void
chatty_accounts_page_class_init (ChattyAccountsPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = chatty_accounts_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = chatty_accounts_page_finalize;
}

static void
chatty_accounts_page_init (ChattyAccountsPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->trouble = g_object_new (ADW_TYPE_PREFERENCES_GROUP,
                                "title", _("The Accounts Cannot Be Read"),
                                "visible", FALSE,
                                NULL);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), self->trouble);
}

/**
 * chatty_accounts_page_set_service:
 * @service: what connects accounts; set once
 */
void
chatty_accounts_page_set_service (ChattyAccountsPage   *self,
                                  ChattyAccountService *service)
{
  g_return_if_fail (CHATTY_IS_ACCOUNTS_PAGE (self));
  g_return_if_fail (CHATTY_IS_ACCOUNT_SERVICE (service));
  g_return_if_fail (self->service == NULL);

  self->service = g_object_ref (service);
  for (ChattyTier tier = 0; tier < G_N_ELEMENTS (self->groups); tier++)
    {
      GtkWidget *group = chatty_accounts_group_new (tier,
                                                    chatty_account_service_get_table (service));

      self->groups[tier] = CHATTY_ACCOUNTS_GROUP (group);
      g_signal_connect_object (group, "connect", G_CALLBACK (connect_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (group, "open", G_CALLBACK (open_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (group, "import", G_CALLBACK (import_cb), self, G_CONNECT_SWAPPED);
      adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), ADW_PREFERENCES_GROUP (group));
    }
  g_signal_connect_object (service, "changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  refresh (self);
}

/**
 * chatty_accounts_page_connect:
 * @platform: the id of a platform
 *
 * Begins to connect an account of the platform, unless something else is
 * being done or there is no connector for it.
 */
void
chatty_accounts_page_connect (ChattyAccountsPage *self,
                              const char         *platform)
{
  const ChattyConnectorEntry *entry;

  g_return_if_fail (CHATTY_IS_ACCOUNTS_PAGE (self));
  g_return_if_fail (self->service != NULL);

  entry = chatty_connector_table_lookup (chatty_account_service_get_table (self->service),
                                         platform);
  if (entry != NULL)
    connect_cb (self, entry->info);
}

/**
 * chatty_accounts_page_open:
 * @account: an account
 *
 * Shows what can be set for the account, unless something else is being done.
 */
void
chatty_accounts_page_open (ChattyAccountsPage *self,
                           ChattyAccount      *account)
{
  g_return_if_fail (CHATTY_IS_ACCOUNTS_PAGE (self));
  g_return_if_fail (self->service != NULL && account != NULL);

  open_cb (self, account);
}
