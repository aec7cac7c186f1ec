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
#include "chatty-sign-in-page.h"

#define ACCOUNT_KEY "chatty-account"

struct _ChattyAccountsPage
{
  AdwPreferencesPage parent_instance;

  AdwPreferencesGroup  *trouble;   /* hidden when there is none */
  ChattyAccountsGroup  *groups[CHATTY_TIER_IMPORT + 1];

  ChattyWorkspace      *workspace; /* nullable */
  ChattyAccountService *service;
  GCancellable         *cancellable;
  GPtrArray            *accounts;  /* of ChattyAccount; those that are shown */
  GCancellable         *looking;   /* for their keys */
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
    present (self, info->oauth != NULL ? chatty_sign_in_page_new (self->service, info, NULL)
                                       : chatty_connect_page_new (self->service, info, NULL));
}

static void
restored_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (ChattyAccountsPage) self = user_data;
  g_autoptr (ChattyAccount) account = NULL;
  g_autoptr (GError) error = NULL;

  account = chatty_account_service_change_finish (CHATTY_ACCOUNT_SERVICE (source), result, &error);
  if (account == NULL && get_window (self) != NULL)
    {
      g_autofree char *escaped = g_markup_escape_text (error->message, -1);

      adw_preferences_window_add_toast (get_window (self), adw_toast_new (escaped));
    }
}

static void
undo_cb (AdwToast           *toast,
         ChattyAccountsPage *self)
{
  ChattyAccount *account = g_object_get_data (G_OBJECT (toast), ACCOUNT_KEY);

  if (self->service != NULL)
    chatty_account_service_restore_async (self->service, account, NULL, restored_cb,
                                          g_object_ref (self));
}

static void
removed_cb (ChattyAccountsPage *self,
            ChattyAccount      *account)
{
  AdwPreferencesWindow *window = get_window (self);
  g_autofree char *text = NULL;
  g_autofree char *escaped = NULL;
  AdwToast *toast;

  if (window == NULL)
    return;
  /* Translators: %s is the name of an account */
  text = g_strdup_printf (_("“%s” was removed"), account->name);
  escaped = g_markup_escape_text (text, -1);
  toast = adw_toast_new (escaped);
  adw_toast_set_button_label (toast, _("_Undo"));
  g_object_set_data_full (G_OBJECT (toast), ACCOUNT_KEY, chatty_account_ref (account),
                          (GDestroyNotify) chatty_account_unref);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (undo_cb), self, 0);
  adw_preferences_window_add_toast (window, toast);
}

static void
open_cb (ChattyAccountsPage *self,
         ChattyAccount      *account)
{
  if (!has_subpage (self))
    {
      GtkWidget *page = chatty_account_page_new (self->service, account);

      chatty_account_page_set_workspace (CHATTY_ACCOUNT_PAGE (page), self->workspace);
      g_signal_connect_object (page, "removed", G_CALLBACK (removed_cb), self, G_CONNECT_SWAPPED);
      present (self, page);
    }
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
show_accounts (ChattyAccountsPage *self,
               GPtrArray          *accounts,
               GArray             *keys)
{
  for (ChattyTier tier = 0; tier < G_N_ELEMENTS (self->groups); tier++)
    chatty_accounts_group_set_accounts (self->groups[tier], accounts, keys);
}

static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (ChattyAccountsPage) self = user_data;
  g_autoptr (GArray) keys = NULL;

  keys = chatty_account_service_look_for_keys_finish (CHATTY_ACCOUNT_SERVICE (source), result,
                                                      NULL);
  if (keys != NULL && self->service != NULL && keys->len == self->accounts->len)
    show_accounts (self, self->accounts, keys);
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

  show_accounts (self, accounts, NULL);
  g_clear_pointer (&self->accounts, g_ptr_array_unref);
  self->accounts = g_ptr_array_ref (accounts);
  /* An answer about other accounts than these is not wanted any more. */
  g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  self->looking = g_cancellable_new ();
  chatty_account_service_look_for_keys_async (self->service, accounts, self->looking,
                                              looked_cb, g_object_ref (self));
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
  g_cancellable_cancel (self->looking);
  g_clear_weak_pointer (&self->subpage);
  g_clear_object (&self->workspace);
  g_clear_object (&self->service);

  G_OBJECT_CLASS (chatty_accounts_page_parent_class)->dispose (object);
}

static void
chatty_accounts_page_finalize (GObject *object)
{
  ChattyAccountsPage *self = CHATTY_ACCOUNTS_PAGE (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->looking);
  g_clear_pointer (&self->accounts, g_ptr_array_unref);

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
 * chatty_accounts_page_set_workspace:
 * @workspace: (nullable): where what the person prefers of an account is kept
 */
void
chatty_accounts_page_set_workspace (ChattyAccountsPage *self,
                                    ChattyWorkspace    *workspace)
{
  g_return_if_fail (CHATTY_IS_ACCOUNTS_PAGE (self));

  g_set_object (&self->workspace, workspace);
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

/**
 * chatty_accounts_page_go_back:
 *
 * Goes back one step in what is shown over the accounts.
 *
 * Returns: whether there was anything
 */
gboolean
chatty_accounts_page_go_back (ChattyAccountsPage *self)
{
  g_return_val_if_fail (CHATTY_IS_ACCOUNTS_PAGE (self), FALSE);

  if (!has_subpage (self))
    return FALSE;
  if (CHATTY_IS_CONNECT_PAGE (self->subpage))
    chatty_connect_page_go_back (CHATTY_CONNECT_PAGE (self->subpage));
  else if (CHATTY_IS_SIGN_IN_PAGE (self->subpage))
    chatty_sign_in_page_go_back (CHATTY_SIGN_IN_PAGE (self->subpage));
  else
    chatty_account_page_go_back (CHATTY_ACCOUNT_PAGE (self->subpage));
  return TRUE;
}
