/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include <glib/gi18n-lib.h>

#include "chatty-account-service-private.h"
#include "chatty-call.h"
#include "chatty-credential.h"
#include "chatty-error.h"
#include "chatty-oauth-flow.h"
#include "chatty-sign-in.h"

struct _ChattySignIn {
  GObject            parent_instance;

  char              *account;      /* NULL for a new one */
  char              *platform;
  char              *name;
  char              *addresses[CHATTY_MAX_ENDPOINTS];
  ChattyOAuthClient *client;
  ChattySecret      *key;          /* (nullable) that the account had already */
  ChattyOAuthFlow   *flow;

  /* Set by the one thread that waits for the browser. */
  ChattySecret      *sealed;
  ChattyOAuthTokens *tokens;       /* the same, with the token for calls */
  char              *owner;
  char              *scopes;
};

G_DEFINE_FINAL_TYPE (ChattySignIn, chatty_sign_in, G_TYPE_OBJECT)

static void
chatty_sign_in_finalize (GObject *object)
{
  ChattySignIn *self = CHATTY_SIGN_IN (object);

  g_free (self->account);
  g_free (self->platform);
  g_free (self->name);
  for (guint i = 0; i < CHATTY_MAX_ENDPOINTS; i++)
    g_free (self->addresses[i]);
  g_clear_pointer (&self->client, chatty_oauth_client_unref);
  g_clear_pointer (&self->key, chatty_secret_unref);
  g_clear_object (&self->flow);
  g_clear_pointer (&self->sealed, chatty_secret_unref);
  g_clear_pointer (&self->tokens, chatty_oauth_tokens_unref);
  g_free (self->owner);
  g_free (self->scopes);

  G_OBJECT_CLASS (chatty_sign_in_parent_class)->finalize (object);
}

static void
chatty_sign_in_class_init (ChattySignInClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = chatty_sign_in_finalize;
}

static void
chatty_sign_in_init (ChattySignIn *self)
{
}

/**
 * chatty_sign_in_get_address:
 *
 * Returns: (transfer none): the page to open in the browser
 */
const char *
chatty_sign_in_get_address (ChattySignIn *self)
{
  g_return_val_if_fail (CHATTY_IS_SIGN_IN (self), NULL);

  return chatty_oauth_flow_get_address (self->flow);
}

/* What is known of an account that is signed in to again. */
static gboolean
take_account (ChattySignIn          *self,
              ChattyAccountService  *service,
              const char            *id,
              char                 **hint,
              GCancellable          *cancellable,
              GError               **error)
{
  g_autoptr (ChattyAccount) account = chatty_account_store_lookup (service->accounts, id, error);
  g_autoptr (ChattySecret) sealed = NULL;
  g_autoptr (ChattyCredential) credential = NULL;

  if (account == NULL)
    return FALSE;
  self->account = g_strdup (account->id);
  self->platform = g_strdup (account->platform);
  for (guint i = 0; i < CHATTY_MAX_ENDPOINTS; i++)
    self->addresses[i] = g_strdup (account->addresses[i]);
  *hint = g_strdup (account->owner);

  /* A sign-in that has ended, or is gone, takes nothing away from the new one. */
  sealed = chatty_account_service_find_key (service, account, CHATTY_SECRET_QUIET, cancellable,
                                            NULL);
  credential = sealed != NULL ? chatty_credential_unseal (sealed, NULL) : NULL;
  if (credential != NULL && self->client == NULL && credential->client != NULL)
    self->client = chatty_oauth_client_ref (credential->client);
  if (credential != NULL && credential->key != NULL)
    self->key = chatty_secret_ref (credential->key);
  return TRUE;
}

/* The client of this build, if the platform's address is its own: nobody else
 * knows it. */
static gboolean
take_own_client (ChattySignIn               *self,
                 const ChattyConnectorInfo  *info,
                 GError                    **error)
{
  const ChattyOAuthInfo *oauth = info->oauth;
  g_autoptr (ChattySecret) secret = NULL;

  if (self->client != NULL)
    return TRUE;
  if (oauth->client_id == NULL || *oauth->client_id == '\0')
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                   /* Translators: %s is a platform. */
                   _("To sign in to %s you need an OAuth client of your own. The page before this "
                     "one shows how to get it"), info->title);
      return FALSE;
    }
  if (oauth->client_secret != NULL && *oauth->client_secret != '\0')
    secret = chatty_secret_new (oauth->client_secret, -1);
  self->client = chatty_oauth_client_new (oauth->client_id, secret, NULL, error);
  return self->client != NULL;
}

/**
 * chatty_account_service_begin_sign_in:
 * @request: what is connected; its consent is needed here already
 * @client: (nullable): the person's own OAuth client; %NULL for that of the
 *   account, or of this build of the program
 * @scopes: (array zero-terminated=1): what the person wants to allow
 * @cancellable: (nullable): ends it early
 * @error: %CHATTY_ERROR_FORBIDDEN without consent; what is missing
 *
 * Nothing is sent. Blocks while the keyring answers.
 *
 * Returns: (transfer full) (nullable): a sign-in that waits for the browser
 */
ChattySignIn *
chatty_account_service_begin_sign_in (ChattyAccountService        *self,
                                      const ChattyConnectRequest  *request,
                                      ChattyOAuthClient           *client,
                                      const char *const           *scopes,
                                      GCancellable                *cancellable,
                                      GError                     **error)
{
  g_autoptr (ChattySignIn) sign_in = g_object_new (CHATTY_TYPE_SIGN_IN, NULL);
  const ChattyConnectorEntry *entry;
  const ChattyConnectorInfo *info;
  g_autoptr (ChattyOAuthServer) server = NULL;
  g_autofree char *asked = g_strjoinv (" ", (char **) scopes);
  g_autofree char *hint = NULL;

  g_return_val_if_fail (CHATTY_IS_ACCOUNT_SERVICE (self), NULL);

  if ((request->flags & CHATTY_CONNECT_CONSENTED) == 0)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN,
                           _("Nothing is done before you have agreed to what will be read, "
                             "written and sent"));
      return NULL;
    }
  sign_in->client = client != NULL ? chatty_oauth_client_ref (client) : NULL;
  sign_in->name = g_strdup (request->name);
  if (request->account != NULL)
    {
      if (!take_account (sign_in, self, request->account, &hint, cancellable, error))
        return NULL;
    }
  else
    {
      sign_in->platform = g_strdup (request->platform);
      for (guint i = 0; i < CHATTY_MAX_ENDPOINTS; i++)
        sign_in->addresses[i] = g_strdup (request->addresses[i]);
    }
  entry = chatty_connector_table_lookup (self->table, sign_in->platform);
  info = entry != NULL ? entry->info : NULL;
  if (info == NULL || info->oauth == NULL)
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                   _("“%s” cannot be signed in to with the browser"), sign_in->platform);
      return NULL;
    }
  if (!take_own_client (sign_in, info, error))
    return NULL;
  server = chatty_connector_info_create_server (info, (const char *const *) sign_in->addresses,
                                                sign_in->client, error);
  if (server == NULL)
    return NULL;
  sign_in->scopes = g_strdup (asked);
  sign_in->flow = chatty_oauth_flow_new (server, info->oauth->path, asked, hint, error);
  return sign_in->flow != NULL ? g_steal_pointer (&sign_in) : NULL;
}

/* Waits for the browser, once. */
static gboolean
run_flow (ChattySignIn  *self,
          GCancellable  *cancellable,
          GError       **error)
{
  g_autoptr (ChattyOAuthPerson) person = NULL;
  g_autoptr (ChattyOAuthTokens) tokens = NULL;
  ChattyCredential credential = { self->client, NULL, self->key };

  if (self->sealed != NULL)
    return TRUE;
  tokens = chatty_oauth_flow_run (self->flow, CHATTY_OAUTH_FLOW_SECONDS, &person, cancellable,
                                  error);
  if (tokens == NULL)
    return FALSE;
  credential.tokens = tokens;
  self->sealed = chatty_credential_seal (&credential);
  if (self->sealed == NULL)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_SERVER,
                           _("The server signed you in for an hour only. Sign in again, and allow "
                             "access while you are away"));
      return FALSE;
    }
  self->tokens = chatty_oauth_tokens_ref (tokens);
  g_free (self->scopes);
  self->scopes = g_strjoinv (" ", (char **) chatty_oauth_tokens_get_scopes (tokens));
  if (person != NULL)
    self->owner = g_strdup (person->email != NULL ? person->email
                            : person->name != NULL ? person->name : person->id);
  return TRUE;
}

/**
 * chatty_account_service_sign_in:
 * @sign_in: what was begun
 * @flags: what the person agreed to
 * @cancellable: (nullable): ends it; then nothing is saved
 * @error: %CHATTY_ERROR_TIMED_OUT, %CHATTY_ERROR_CANCELLED,
 *   %CHATTY_ERROR_FORBIDDEN when the person declined in the browser, and what
 *   chatty_account_service_connect() says
 *
 * Blocks: for a worker's thread. When the result is one that the person can
 * still agree to, the function is called again with more @flags.
 *
 * Returns: (transfer full): what came of it
 */
ChattyConnectResult *
chatty_account_service_sign_in (ChattyAccountService  *self,
                                ChattySignIn          *sign_in,
                                ChattyConnectFlags     flags,
                                GCancellable          *cancellable,
                                GError               **error)
{
  ChattyConnectRequest request = {
    .account = sign_in->account,
    .platform = sign_in->platform,
    .name = sign_in->name,
    .flags = flags,
  };

  g_return_val_if_fail (CHATTY_IS_ACCOUNT_SERVICE (self), NULL);
  g_return_val_if_fail (CHATTY_IS_SIGN_IN (sign_in), NULL);

  if (!run_flow (sign_in, cancellable, error))
    return NULL;
  for (guint i = 0; i < CHATTY_MAX_ENDPOINTS; i++)
    request.addresses[i] = sign_in->addresses[i];
  request.owner = sign_in->owner;
  request.scopes = sign_in->scopes;
  return chatty_account_service_connect_renewing (self, &request, &sign_in->sealed,
                                                  &sign_in->tokens, cancellable, error);
}

/* What a beginning was given. */
typedef struct {
  ChattyConnectRequest  request;
  ChattyOAuthClient    *client;
  GStrv                 scopes;
} Beginning;

static void
beginning_free (gpointer data)
{
  Beginning *beginning = data;

  g_free ((char *) beginning->request.account);
  g_free ((char *) beginning->request.platform);
  g_free ((char *) beginning->request.name);
  for (guint i = 0; i < CHATTY_MAX_ENDPOINTS; i++)
    g_free ((char *) beginning->request.addresses[i]);
  g_clear_pointer (&beginning->client, chatty_oauth_client_unref);
  g_strfreev (beginning->scopes);
  g_free (beginning);
}

static gpointer
begin_on_pool (gpointer       service,
               ChattyCall    *call,
               GCancellable  *cancellable,
               GError       **error)
{
  Beginning *beginning = call->value;

  return chatty_account_service_begin_sign_in (service, &beginning->request, beginning->client,
                                               (const char *const *) beginning->scopes,
                                               cancellable, error);
}

/**
 * chatty_account_service_begin_sign_in_async:
 *
 * chatty_account_service_begin_sign_in() on a thread; everything is copied.
 */
void
chatty_account_service_begin_sign_in_async (ChattyAccountService        *self,
                                            const ChattyConnectRequest  *request,
                                            ChattyOAuthClient           *client,
                                            const char *const           *scopes,
                                            GCancellable                *cancellable,
                                            GAsyncReadyCallback          callback,
                                            gpointer                     user_data)
{
  ChattyCall *call = chatty_call_new (begin_on_pool, g_object_unref);
  Beginning *beginning = g_new0 (Beginning, 1);

  beginning->request.account = g_strdup (request->account);
  beginning->request.platform = g_strdup (request->platform);
  beginning->request.name = g_strdup (request->name);
  for (guint i = 0; i < CHATTY_MAX_ENDPOINTS; i++)
    beginning->request.addresses[i] = g_strdup (request->addresses[i]);
  beginning->request.flags = request->flags;
  beginning->client = client != NULL ? chatty_oauth_client_ref (client) : NULL;
  beginning->scopes = g_strdupv ((char **) scopes);
  call->value = beginning;
  call->free_value = beginning_free;
  chatty_call_start (call, self, self->pool, chatty_account_service_begin_sign_in_async,
                     cancellable, callback, user_data);
}

ChattySignIn *
chatty_account_service_begin_sign_in_finish (ChattyAccountService  *self,
                                             GAsyncResult          *result,
                                             GError               **error)
{
  return chatty_call_finish (self, result, chatty_account_service_begin_sign_in_async, error);
}

static gpointer
sign_in_on_pool (gpointer       service,
                 ChattyCall    *call,
                 GCancellable  *cancellable,
                 GError       **error)
{
  return chatty_account_service_sign_in (service, CHATTY_SIGN_IN (call->objects[0]),
                                         call->numbers[0], cancellable, error);
}

/**
 * chatty_account_service_sign_in_async:
 *
 * chatty_account_service_sign_in() on a thread of the accounts.
 */
void
chatty_account_service_sign_in_async (ChattyAccountService  *self,
                                      ChattySignIn          *sign_in,
                                      ChattyConnectFlags     flags,
                                      GCancellable          *cancellable,
                                      GAsyncReadyCallback    callback,
                                      gpointer               user_data)
{
  ChattyCall *call = chatty_call_new (sign_in_on_pool,
                                      (GDestroyNotify) chatty_connect_result_unref);

  call->objects[0] = g_object_ref (G_OBJECT (sign_in));
  call->numbers[0] = flags;
  chatty_call_start (call, self, self->pool, chatty_account_service_sign_in_async,
                     cancellable, callback, user_data);
}

ChattyConnectResult *
chatty_account_service_sign_in_finish (ChattyAccountService  *self,
                                       GAsyncResult          *result,
                                       GError               **error)
{
  return chatty_call_finish (self, result, chatty_account_service_sign_in_async, error);
}
