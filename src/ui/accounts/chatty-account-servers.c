/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"

#include "chatty-account-servers.h"
#include "chatty-server-rows.h"

struct _ChattyAccountServers
{
  AdwPreferencesGroup parent_instance;

  ChattyServerRows          *rows;

  ChattyAccountService      *service;
  const ChattyConnectorInfo *info;
  ChattyAccount             *account;
  GCancellable              *cancellable;
  gboolean                   was_bound;   /* before the change that is made */
};

G_DEFINE_FINAL_TYPE (ChattyAccountServers, chatty_account_servers, ADW_TYPE_PREFERENCES_GROUP)

enum {
  MOVED,
  TOLD,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
tell (ChattyAccountServers *self,
      const char           *title,
      const char           *text)
{
  g_signal_emit (self, signals[TOLD], 0, title, text);
}

static void
moved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (ChattyAccountServers) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyAccount) account = NULL;

  account = chatty_account_service_change_finish (CHATTY_ACCOUNT_SERVICE (source), result, &error);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (account == NULL)
    {
      tell (self, _("That Did Not Work"), error->message);
      return;
    }

  g_signal_emit (self, signals[MOVED], 0, account);
  if (account->state == CHATTY_ACCOUNT_DISCONNECTED)
    return;
  if (!chatty_account_is_bound (account))
    {
      /* Translators: %s is the address of a server */
      g_autofree char *text = g_strdup_printf (
        _("The key was not entered for %s, so it is not sent there. Enter it again if you trust "
          "this server, or put the old address back."),
        chatty_connector_info_get_address (self->info, account->addresses, 0));

      tell (self, _("The Key Has to Be Entered Again"), text);
    }
  else if (!self->was_bound)
    {
      tell (self, _("The Key Is Good Again"), _("This is the server that it was entered for."));
    }
}

static void
apply_cb (ChattyAccountServers *self)
{
  char *addresses[CHATTY_MAX_ENDPOINTS];
  g_autoptr (GError) error = NULL;

  if (!chatty_server_rows_read (self->rows, addresses, &error))
    {
      tell (self, _("This Address Cannot Be Used"), error->message);
      return;
    }
  self->was_bound = chatty_account_is_bound (self->account);
  chatty_account_service_set_addresses_async (self->service, self->account->id,
                                              (const char *const *) addresses, self->cancellable,
                                              moved_cb, g_object_ref (self));
  for (guint i = 0; i < CHATTY_MAX_ENDPOINTS; i++)
    g_free (addresses[i]);
}

static void
chatty_account_servers_dispose (GObject *object)
{
  ChattyAccountServers *self = CHATTY_ACCOUNT_SERVERS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->service);

  G_OBJECT_CLASS (chatty_account_servers_parent_class)->dispose (object);
}

static void
chatty_account_servers_finalize (GObject *object)
{
  ChattyAccountServers *self = CHATTY_ACCOUNT_SERVERS (object);

  g_object_unref (self->cancellable);
  g_clear_pointer (&self->account, chatty_account_unref);

  G_OBJECT_CLASS (chatty_account_servers_parent_class)->finalize (object);
}

static void
chatty_account_servers_class_init (ChattyAccountServersClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = chatty_account_servers_dispose;
  G_OBJECT_CLASS (klass)->finalize = chatty_account_servers_finalize;

  signals[MOVED] = g_signal_new ("moved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                 0, NULL, NULL, NULL, G_TYPE_NONE, 1, CHATTY_TYPE_ACCOUNT);
  signals[TOLD] = g_signal_new ("told", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

static void
chatty_account_servers_init (ChattyAccountServers *self)
{
  self->cancellable = g_cancellable_new ();
  self->rows = g_object_new (CHATTY_TYPE_SERVER_ROWS, NULL);
  g_signal_connect_object (self->rows, "changed", G_CALLBACK (chatty_server_rows_forget_problem),
                           self->rows, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->rows, "apply", G_CALLBACK (apply_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (self->rows));
}

/**
 * chatty_account_servers_set_platform:
 * @service: what has the account
 * @info: its platform
 *
 * To be called once.
 */
void
chatty_account_servers_set_platform (ChattyAccountServers      *self,
                                     ChattyAccountService      *service,
                                     const ChattyConnectorInfo *info)
{
  g_return_if_fail (CHATTY_IS_ACCOUNT_SERVERS (self));
  g_return_if_fail (info != NULL);

  self->service = g_object_ref (service);
  self->info = info;
  chatty_server_rows_set_info (self->rows, info, TRUE);
}

/**
 * chatty_account_servers_set_account:
 * @account: the account as it is now
 */
void
chatty_account_servers_set_account (ChattyAccountServers *self,
                                    ChattyAccount        *account)
{
  g_autofree char *text = NULL;

  g_return_if_fail (CHATTY_IS_ACCOUNT_SERVERS (self));
  g_return_if_fail (self->info != NULL);

  chatty_account_ref (account);
  g_clear_pointer (&self->account, chatty_account_unref);
  self->account = account;
  /* Translators: %s is the address of a server */
  text = g_strdup_printf (_("Server: %s"),
                          chatty_connector_info_get_address (self->info, account->addresses, 0));
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self->rows), text);
  chatty_server_rows_set_only_key (self->rows, account->scopes == NULL && !account->own_client);
  chatty_server_rows_set_addresses (self->rows, account->addresses);
}
