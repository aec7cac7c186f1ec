/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include <glib/gi18n-lib.h>

#include "chatty-account-service-private.h"
#include "chatty-credential.h"
#include "chatty-error.h"
#include "chatty-oauth-authorizer.h"

/* What keeps the sign-in of an account when it is renewed. */
typedef struct {
  ChattyAccountService *service;
  ChattyAccount        *account;
  ChattyCredential     *credential;
} Keeper;

static void
keeper_free (gpointer data)
{
  Keeper *keeper = data;

  g_object_unref (keeper->service);
  chatty_account_unref (keeper->account);
  chatty_credential_free (keeper->credential);
  g_free (keeper);
}

/* Most servers give only a new token for calls, which is not kept anyhow. */
static gboolean
is_kept (Keeper            *keeper,
         ChattyOAuthTokens *tokens)
{
  ChattyOAuthTokens *before = keeper->credential->tokens;

  return chatty_secret_equal (chatty_oauth_tokens_get_refresh (before),
                              chatty_oauth_tokens_get_refresh (tokens)) &&
         chatty_oauth_tokens_get_generation (before) == chatty_oauth_tokens_get_generation (tokens);
}

static gboolean
keep_cb (ChattyOAuthTokens  *tokens,
         gpointer            user_data,
         GError            **error)
{
  Keeper *keeper = user_data;
  g_autoptr (ChattySecret) sealed = NULL;
  g_autoptr (ChattySecretId) id = NULL;
  g_autofree char *label = NULL;
  ChattySecretStore *store;

  if (is_kept (keeper, tokens))
    return TRUE;
  chatty_oauth_tokens_unref (keeper->credential->tokens);
  keeper->credential->tokens = chatty_oauth_tokens_ref (tokens);
  sealed = chatty_credential_seal (keeper->credential);
  id = chatty_account_service_key_id (keeper->account);
  label = chatty_account_service_key_label (keeper->account);
  store = keeper->account->remembered ? keeper->service->keyring : keeper->service->memory;
  return chatty_secret_store_store (store, id, label, sealed, CHATTY_SECRET_QUIET, NULL,
                                    error) == CHATTY_SECRET_FOUND;
}

/* The addresses that a token for calls is for. */
static GPtrArray *
list_addresses (const ChattyConnectorInfo *info,
                const ChattyAccount       *account)
{
  GPtrArray *addresses = g_ptr_array_new ();

  for (guint i = 0; i < chatty_connector_info_get_n_endpoints (info); i++)
    {
      const char *address = chatty_connector_info_get_address (info, account->addresses, i);

      if (address != NULL && info->endpoints[i].role == CHATTY_ENDPOINT_CALLS)
        g_ptr_array_add (addresses, (gpointer) address);
    }
  g_ptr_array_add (addresses, NULL);
  return addresses;
}

static ChattyAuthorizer *
create_browser_authorizer (ChattyAccountService       *self,
                           const ChattyConnectorInfo  *info,
                           const ChattyAccount        *account,
                           ChattyCredential           *credential,
                           gboolean                    keep,
                           GError                    **error)
{
  g_autoptr (ChattyOAuthServer) server =
    chatty_connector_info_create_server (info, account->addresses, credential->client, error);
  g_autoptr (GPtrArray) addresses = list_addresses (info, account);
  Keeper *keeper;

  if (server == NULL)
    return NULL;
  if (!keep)
    return chatty_oauth_authorizer_new (server, credential->tokens,
                                        (const char *const *) addresses->pdata, NULL, NULL, NULL,
                                        error);
  keeper = g_new0 (Keeper, 1);
  keeper->service = g_object_ref (self);
  keeper->account = chatty_account_new (account);
  keeper->credential = chatty_credential_copy (credential);
  return chatty_oauth_authorizer_new (server, credential->tokens,
                                      (const char *const *) addresses->pdata, keep_cb, keeper,
                                      keeper_free, error);
}

/*
 * chatty_account_service_create:
 * @account: where the calls go
 * @key: what they are signed in with: a key, or what
 *   chatty_credential_seal() gave
 * @browser: (out) (optional) (nullable) (transfer full): for an account that
 *   is not saved yet: who renews the sign-in, if it is one, and keeps it
 *   nowhere. Without, it is kept where that of @account is
 *
 * Returns: (transfer full): the connector of @account
 */
ChattyConnector *
chatty_account_service_create (ChattyAccountService  *self,
                               const ChattyAccount   *account,
                               ChattySecret          *key,
                               ChattyAuthorizer     **browser,
                               GError               **error)
{
  const ChattyConnectorEntry *entry = chatty_connector_table_lookup (self->table,
                                                                     account->platform);
  g_autoptr (ChattyCredential) credential = chatty_credential_unseal (key, error);
  ChattyConnectorAccess access = { .journal = self->journal };
  g_autoptr (ChattyAuthorizer) by_browser = NULL;
  g_autoptr (ChattyAuthorizer) by_key = NULL;

  if (credential == NULL)
    return NULL;
  if (entry != NULL && credential->key != NULL)
    {
      by_key = chatty_connector_info_create_key_authorizer (entry->info, account->addresses,
                                                            credential->key, error);
      if (by_key == NULL)
        return NULL;
    }
  if (entry != NULL && credential->tokens != NULL)
    {
      by_browser = create_browser_authorizer (self, entry->info, account, credential,
                                              browser == NULL, error);
      if (by_browser == NULL)
        return NULL;
    }
  for (guint i = 0; i < CHATTY_MAX_ENDPOINTS; i++)
    access.addresses[i] = account->addresses[i];
  access.authorizer = by_browser != NULL ? by_browser : by_key;
  access.key = by_key;
  if (browser != NULL)
    *browser = by_browser != NULL ? g_object_ref (by_browser) : NULL;
  return chatty_connector_table_create (self->table, account->platform, &access, error);
}

/*
 * chatty_account_service_add_key:
 * @account: an account that was signed in to with the browser
 * @key: a key of the same platform
 *
 * Returns: (transfer full) (nullable): both, as they are kept; @key alone when
 *   the account has nothing else
 */
ChattySecret *
chatty_account_service_add_key (ChattyAccountService  *self,
                                const ChattyAccount   *account,
                                ChattySecret          *key,
                                GError               **error)
{
  g_autoptr (ChattySecret) sealed =
    chatty_account_service_find_key (self, account, CHATTY_SECRET_QUIET, NULL, error);
  g_autoptr (ChattyCredential) credential = NULL;

  if (sealed == NULL)
    return NULL;
  credential = chatty_credential_unseal (sealed, error);
  if (credential == NULL)
    return NULL;
  g_clear_pointer (&credential->key, chatty_secret_unref);
  credential->key = chatty_secret_ref (key);
  return chatty_credential_seal (credential);
}

/*
 * chatty_account_reseal:
 * @key: what an account was created with
 * @browser: (nullable): who renewed the sign-in since
 *
 * Returns: (transfer full): what is to be kept now
 */
ChattySecret *
chatty_account_reseal (ChattySecret     *key,
                       ChattyAuthorizer *browser)
{
  g_autoptr (ChattyCredential) credential = NULL;

  if (browser == NULL)
    return chatty_secret_ref (key);
  credential = chatty_credential_unseal (key, NULL);
  chatty_oauth_tokens_unref (credential->tokens);
  credential->tokens = chatty_oauth_authorizer_dup_tokens (CHATTY_OAUTH_AUTHORIZER (browser));
  return chatty_credential_seal (credential);
}

/*
 * chatty_account_service_revoke:
 * @account: an account that is about to be disconnected
 * @cancellable: (nullable): ends it early
 *
 * Gives a sign-in with the browser back to its server (platform reference of
 * Google, section 1.5), as far as keyring and server can be reached: what is
 * forgotten here is of no use to anybody else either.
 */
void
chatty_account_service_revoke (ChattyAccountService *self,
                               const ChattyAccount  *account,
                               GCancellable         *cancellable)
{
  const ChattyConnectorEntry *entry = chatty_connector_table_lookup (self->table,
                                                                     account->platform);
  const ChattyConnectorInfo *info = entry != NULL ? entry->info : NULL;
  g_autoptr (ChattySecret) key = NULL;
  g_autoptr (ChattyCredential) credential = NULL;
  g_autoptr (ChattyOAuthServer) server = NULL;
  g_autoptr (GError) error = NULL;

  if (info == NULL || info->oauth == NULL)
    return;
  key = chatty_account_service_find_key (self, account, CHATTY_SECRET_QUIET, cancellable, NULL);
  credential = key != NULL ? chatty_credential_unseal (key, NULL) : NULL;
  if (credential == NULL || credential->tokens == NULL)
    return;
  server = chatty_connector_info_create_server (info, account->addresses, credential->client,
                                                NULL);
  if (server != NULL &&
      !chatty_oauth_server_revoke (server, credential->tokens, cancellable, &error))
    g_message ("The sign-in could not be given back: %s", error->message);
}
