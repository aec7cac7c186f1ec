/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include <glib/gi18n-lib.h>

#include "chatty-account-service-private.h"
#include "chatty-credential.h"
#include "chatty-error.h"
#include "chatty-oauth-authorizer.h"

/*
 * chatty_account_service_create:
 * @account: where the calls go
 * @key: what they are signed in with: a key, or what
 *   chatty_credential_seal() gave
 * @fresh: (nullable): the sign-in of @key with its token for calls, where that
 *   is known
 * @browser: (out) (optional) (nullable) (transfer full): for an account that
 *   is not saved yet: who renews the sign-in, if it is one, and keeps it
 *   nowhere. Without, it is kept where that of @account is, by one for all
 *   connectors of the account
 *
 * Returns: (transfer full): the connector of @account
 */
ChattyConnector *
chatty_account_service_create (ChattyAccountService  *self,
                               const ChattyAccount   *account,
                               ChattySecret          *key,
                               ChattyOAuthTokens     *fresh,
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
      chatty_account_freshen (credential, fresh);
      by_browser = browser != NULL
        ? chatty_account_service_create_browser (entry->info, account, credential, error)
        : chatty_account_service_share_browser (self, entry->info, account, credential, error);
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
 * @flags: whether a locked keyring may ask to be unlocked
 * @cancellable: (nullable): ends it early
 * @error: what chatty_account_service_open() says
 *
 * Returns: (transfer full) (nullable): both, as they are kept; @key alone when
 *   the account has nothing else
 */
ChattySecret *
chatty_account_service_add_key (ChattyAccountService  *self,
                                const ChattyAccount   *account,
                                ChattySecret          *key,
                                ChattySecretFlags      flags,
                                GCancellable          *cancellable,
                                GError               **error)
{
  g_autoptr (ChattySecret) sealed =
    chatty_account_service_find_key (self, account, flags, cancellable, error);
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
 * @tokens: (nullable): what its sign-in has become since
 *
 * Returns: (transfer full): what is to be kept now
 */
ChattySecret *
chatty_account_reseal (ChattySecret      *key,
                       ChattyOAuthTokens *tokens)
{
  g_autoptr (ChattyCredential) credential = NULL;

  if (tokens == NULL)
    return chatty_secret_ref (key);
  credential = chatty_credential_unseal (key, NULL);
  chatty_oauth_tokens_unref (credential->tokens);
  credential->tokens = chatty_oauth_tokens_ref (tokens);
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
