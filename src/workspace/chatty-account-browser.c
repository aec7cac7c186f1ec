/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Who renews the sign-ins with the browser. However many connectors an account
 * has, it is one: its token for calls is got once, and a server that gives a
 * new token to renew with is asked by nobody else with the old one. */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-account-service-private.h"
#include "chatty-credential.h"
#include "chatty-oauth-authorizer.h"

/* What keeps the sign-in of an account when it is renewed. Not the service,
 * which holds it. */
typedef struct {
  ChattySecretStore *memory;
  ChattySecretStore *keyring;
  ChattyAccount     *account;
  ChattyOAuthTokens *tokens;    /* as they are kept */
} Keeper;

/* One account's. */
typedef struct {
  ChattyAuthorizer  *authorizer;
  ChattyOAuthClient *client;
  ChattySecret      *first;     /* what it began to renew with */
  char              *addresses;
} Browser;

static void
keeper_free (gpointer data)
{
  Keeper *keeper = data;

  g_object_unref (keeper->memory);
  g_object_unref (keeper->keyring);
  chatty_account_unref (keeper->account);
  chatty_oauth_tokens_unref (keeper->tokens);
  g_free (keeper);
}

/*
 * chatty_account_browser_free:
 *
 * Of the service's table.
 */
void
chatty_account_browser_free (gpointer data)
{
  Browser *browser = data;

  g_object_unref (browser->authorizer);
  chatty_oauth_client_unref (browser->client);
  chatty_secret_unref (browser->first);
  g_free (browser->addresses);
  g_free (browser);
}

/* Most servers give only a new token for calls, which is not kept anyhow. */
static gboolean
is_kept (Keeper            *keeper,
         ChattyOAuthTokens *tokens)
{
  return chatty_secret_equal (chatty_oauth_tokens_get_refresh (keeper->tokens),
                              chatty_oauth_tokens_get_refresh (tokens)) &&
         chatty_oauth_tokens_get_generation (keeper->tokens) ==
           chatty_oauth_tokens_get_generation (tokens);
}

/* Where the account's credential is now; %NULL where it is no longer kept. */
static ChattySecretStore *
find_store (Keeper           *keeper,
            ChattySecretId   *id,
            ChattySecret    **sealed,
            gboolean         *failed,
            GError          **error)
{
  ChattySecretState state = chatty_secret_store_lookup (keeper->memory, id, CHATTY_SECRET_QUIET,
                                                        sealed, NULL, NULL);

  *failed = FALSE;
  if (state == CHATTY_SECRET_FOUND)
    return keeper->memory;
  state = chatty_secret_store_lookup (keeper->keyring, id, CHATTY_SECRET_QUIET, sealed, NULL,
                                      error);
  *failed = state != CHATTY_SECRET_FOUND && state != CHATTY_SECRET_NOT_FOUND;
  return state == CHATTY_SECRET_FOUND ? keeper->keyring : NULL;
}

static gboolean
keep_cb (ChattyOAuthTokens  *tokens,
         gpointer            user_data,
         GError            **error)
{
  Keeper *keeper = user_data;
  g_autoptr (ChattySecretId) id = NULL;
  g_autoptr (ChattySecret) before = NULL;
  g_autoptr (ChattySecret) after = NULL;
  g_autoptr (ChattyCredential) credential = NULL;
  g_autofree char *label = NULL;
  ChattySecretStore *store;
  gboolean failed;

  if (is_kept (keeper, tokens))
    return TRUE;
  id = chatty_account_service_key_id (keeper->account);
  store = find_store (keeper, id, &before, &failed, error);
  if (store == NULL)
    return !failed; /* disconnected in the meantime: it is not to be kept */
  credential = chatty_credential_unseal (before, NULL);
  /* Somebody signed in again in the meantime: theirs is newer. */
  if (credential == NULL || credential->tokens == NULL ||
      !chatty_secret_equal (chatty_oauth_tokens_get_refresh (credential->tokens),
                            chatty_oauth_tokens_get_refresh (keeper->tokens)))
    return TRUE;
  /* Also where a key was added since. */
  after = chatty_account_reseal (before, tokens);
  label = chatty_account_service_key_label (keeper->account);
  if (chatty_secret_store_store (store, id, label, after, CHATTY_SECRET_QUIET, NULL, error) !=
      CHATTY_SECRET_FOUND)
    return FALSE;
  chatty_oauth_tokens_unref (keeper->tokens);
  keeper->tokens = chatty_oauth_tokens_ref (tokens);
  return TRUE;
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
create (const ChattyConnectorInfo  *info,
        const ChattyAccount        *account,
        ChattyCredential           *credential,
        Keeper                     *keeper,
        GError                    **error)
{
  g_autoptr (ChattyOAuthServer) server =
    chatty_connector_info_create_server (info, account->addresses, credential->client, error);
  g_autoptr (GPtrArray) addresses = list_addresses (info, account);

  if (server == NULL)
    {
      g_clear_pointer (&keeper, keeper_free);
      return NULL;
    }
  return chatty_oauth_authorizer_new (server, credential->tokens,
                                      (const char *const *) addresses->pdata,
                                      keeper != NULL ? keep_cb : NULL, keeper,
                                      keeper != NULL ? keeper_free : NULL, error);
}

/*
 * chatty_account_freshen:
 * @credential: with a sign-in, as the keyring has it
 * @fresh: (nullable): perhaps the same sign-in, with its token for calls
 *
 * Puts the token for calls in, if it is the same sign-in.
 */
void
chatty_account_freshen (ChattyCredential  *credential,
                        ChattyOAuthTokens *fresh)
{
  if (fresh == NULL ||
      !chatty_secret_equal (chatty_oauth_tokens_get_refresh (credential->tokens),
                            chatty_oauth_tokens_get_refresh (fresh)))
    return;
  chatty_oauth_tokens_unref (credential->tokens);
  credential->tokens = chatty_oauth_tokens_ref (fresh);
}

/*
 * chatty_account_service_create_browser:
 * @account: an account that is not saved yet
 * @credential: with a sign-in
 *
 * Returns: (transfer full): who renews the sign-in, and keeps it nowhere
 */
ChattyAuthorizer *
chatty_account_service_create_browser (const ChattyConnectorInfo  *info,
                                       const ChattyAccount        *account,
                                       ChattyCredential           *credential,
                                       GError                    **error)
{
  return create (info, account, credential, NULL, error);
}

/* What the keyring has is what it began with where that could not be kept. */
static gboolean
is_same (Browser          *browser,
         ChattyCredential *credential,
         const char       *addresses)
{
  g_autoptr (ChattyOAuthTokens) now =
    chatty_oauth_authorizer_dup_tokens (CHATTY_OAUTH_AUTHORIZER (browser->authorizer));
  ChattySecret *refresh = chatty_oauth_tokens_get_refresh (credential->tokens);

  return (chatty_secret_equal (refresh, browser->first) ||
          chatty_secret_equal (refresh, chatty_oauth_tokens_get_refresh (now))) &&
         g_str_equal (browser->addresses, addresses) &&
         chatty_oauth_client_equal (browser->client, credential->client);
}

static char *
join_addresses (const ChattyConnectorInfo *info,
                const ChattyAccount       *account)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < chatty_connector_info_get_n_endpoints (info); i++)
    {
      const char *address = chatty_connector_info_get_address (info, account->addresses, i);

      g_string_append_printf (text, "%s ", address != NULL ? address : "-");
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/*
 * chatty_account_service_share_browser:
 * @account: an account that is saved
 * @credential: with a sign-in, as it is kept
 *
 * Any thread.
 *
 * Returns: (transfer full): who renews the sign-in for all connectors of the
 *   account, and keeps it where that of @account is
 */
ChattyAuthorizer *
chatty_account_service_share_browser (ChattyAccountService       *self,
                                      const ChattyConnectorInfo  *info,
                                      const ChattyAccount        *account,
                                      ChattyCredential           *credential,
                                      GError                    **error)
{
  g_autofree char *addresses = join_addresses (info, account);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Browser *browser = g_hash_table_lookup (self->browsers, account->id);
  ChattyAuthorizer *authorizer;
  Keeper *keeper;

  if (browser != NULL && is_same (browser, credential, addresses))
    return g_object_ref (browser->authorizer);
  keeper = g_new0 (Keeper, 1);
  keeper->memory = g_object_ref (self->memory);
  keeper->keyring = g_object_ref (self->keyring);
  keeper->account = chatty_account_new (account);
  keeper->tokens = chatty_oauth_tokens_ref (credential->tokens);
  authorizer = create (info, account, credential, keeper, error);
  if (authorizer == NULL)
    return NULL;
  browser = g_new0 (Browser, 1);
  browser->authorizer = g_object_ref (authorizer);
  browser->client = chatty_oauth_client_ref (credential->client);
  browser->first = chatty_secret_ref (chatty_oauth_tokens_get_refresh (credential->tokens));
  browser->addresses = g_steal_pointer (&addresses);
  g_hash_table_replace (self->browsers, g_strdup (account->id), browser);
  return authorizer;
}

/*
 * chatty_account_service_drop_browser:
 * @id: an account's UUID
 * @only_ended: leave it where the sign-in has not ended
 *
 * The next connector of the account asks the server anew. Any thread.
 */
void
chatty_account_service_drop_browser (ChattyAccountService *self,
                                     const char           *id,
                                     gboolean              only_ended)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Browser *browser = g_hash_table_lookup (self->browsers, id);

  if (browser != NULL &&
      (!only_ended ||
       chatty_oauth_authorizer_has_ended (CHATTY_OAUTH_AUTHORIZER (browser->authorizer))))
    g_hash_table_remove (self->browsers, id);
}

/*
 * chatty_account_service_dup_fresh:
 * @id: an account's UUID
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable): the sign-in of the account as its
 *   connectors have it; %NULL where none was opened
 */
ChattyOAuthTokens *
chatty_account_service_dup_fresh (ChattyAccountService *self,
                                  const char           *id)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Browser *browser = g_hash_table_lookup (self->browsers, id);

  return browser != NULL
    ? chatty_oauth_authorizer_dup_tokens (CHATTY_OAUTH_AUTHORIZER (browser->authorizer)) : NULL;
}
