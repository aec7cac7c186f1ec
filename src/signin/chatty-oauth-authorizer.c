/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-signin"

#include "chatty-error.h"
#include "chatty-oauth-authorizer.h"

/* So long before its end a token is renewed: a call must not lose it on its
 * way, nor to clocks that differ a little (platform reference, section 1.4). */
#define AHEAD (5 * G_TIME_SPAN_MINUTE)

/* A server that refuses a token that is newer than this refuses the account. */
#define JUST_NOW (30 * G_TIME_SPAN_SECOND)

/**
 * ChattyOAuthAuthorizer:
 *
 * Adds a token for calls, and gets a new one before the old one ends. However
 * many calls wait for that, the server is asked once. The answer is kept
 * before it is used; that the sign-in has ended is remembered, so that a
 * server is not asked again and again.
 */
struct _ChattyOAuthAuthorizer {
  GObject              parent_instance;

  ChattyOAuthServer   *server;
  GStrv                origins;
  ChattyOAuthSaveFunc  save;
  gpointer             user_data;
  GDestroyNotify       destroy;

  GMutex               lock;      /* for all that follows */
  GCond                changed;
  ChattyOAuthTokens   *tokens;
  gboolean             renewing;
  gint64               renewed_at;   /* monotonic, 0 for never */
  GError              *failure;      /* of the last renewal */
  gboolean             ended;        /* the person has to sign in again */
};

static void authorizer_iface_init (ChattyAuthorizerInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ChattyOAuthAuthorizer, chatty_oauth_authorizer, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CHATTY_TYPE_AUTHORIZER,
                                                      authorizer_iface_init))

static void
chatty_oauth_authorizer_finalize (GObject *object)
{
  ChattyOAuthAuthorizer *self = CHATTY_OAUTH_AUTHORIZER (object);

  if (self->destroy != NULL)
    self->destroy (self->user_data);
  g_clear_object (&self->server);
  g_strfreev (self->origins);
  g_clear_pointer (&self->tokens, chatty_oauth_tokens_unref);
  g_clear_error (&self->failure);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);

  G_OBJECT_CLASS (chatty_oauth_authorizer_parent_class)->finalize (object);
}

static void
chatty_oauth_authorizer_class_init (ChattyOAuthAuthorizerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = chatty_oauth_authorizer_finalize;
}

static void
chatty_oauth_authorizer_init (ChattyOAuthAuthorizer *self)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
}

static ChattySignInKind
chatty_oauth_authorizer_get_kind (ChattyAuthorizer *authorizer)
{
  return CHATTY_SIGN_IN_BROWSER;
}

static gboolean
chatty_oauth_authorizer_covers (ChattyAuthorizer *authorizer,
                                const char       *origin)
{
  ChattyOAuthAuthorizer *self = CHATTY_OAUTH_AUTHORIZER (authorizer);

  return g_strv_contains ((const char *const *) self->origins, origin);
}

/* Asks the server, on a thread of its own: whoever waits for it may stop
 * waiting, but a server that gives a new token to renew with must not be hung
 * up on, because it may not know the old one any more. */
static gpointer
renew_thread (gpointer user_data)
{
  g_autoptr (ChattyOAuthAuthorizer) self = user_data;
  g_autoptr (ChattyOAuthTokens) before = chatty_oauth_authorizer_dup_tokens (self);
  g_autoptr (ChattyOAuthTokens) tokens = NULL;
  g_autoptr (GError) unkept = NULL;
  g_autoptr (GError) failure = NULL;

  tokens = chatty_oauth_server_refresh (self->server, before, NULL, &failure);
  /* What cannot be kept is good for as long as the program runs. */
  if (tokens != NULL && self->save != NULL && !self->save (tokens, self->user_data, &unkept))
    g_warning ("A renewed sign-in could not be kept: %s", unkept->message);

  g_mutex_lock (&self->lock);
  g_clear_error (&self->failure);
  if (tokens != NULL)
    {
      chatty_oauth_tokens_unref (self->tokens);
      self->tokens = g_steal_pointer (&tokens);
      self->renewed_at = g_get_monotonic_time ();
    }
  else
    {
      self->ended |= g_error_matches (failure, CHATTY_ERROR, CHATTY_ERROR_SIGN_IN_NEEDED);
      self->failure = g_steal_pointer (&failure);
    }
  self->renewing = FALSE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  return NULL;
}

static gboolean
is_fresh (ChattyOAuthAuthorizer *self)
{
  return chatty_oauth_tokens_get_access (self->tokens) != NULL &&
         chatty_oauth_tokens_get_expires (self->tokens) > chatty_time_now () + AHEAD;
}

static gboolean
has_access (ChattyOAuthAuthorizer *self)
{
  return chatty_oauth_tokens_get_access (self->tokens) != NULL &&
         chatty_oauth_tokens_get_expires (self->tokens) > chatty_time_now ();
}

static void
woken_cb (GCancellable *cancellable,
          gpointer      user_data)
{
  ChattyOAuthAuthorizer *self = user_data;

  g_mutex_lock (&self->lock);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

/* Has the tokens renewed, and waits for it. Called with the lock held. */
static gboolean
make_fresh (ChattyOAuthAuthorizer  *self,
            GCancellable           *cancellable,
            GError                **error)
{
  gulong handler = 0;

  if (!self->ended && !self->renewing)
    {
      self->renewing = TRUE;
      g_thread_unref (g_thread_new ("chatty-renew", renew_thread, g_object_ref (self)));
    }
  /* The handler takes the lock, and may be called at once. */
  g_mutex_unlock (&self->lock);
  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (woken_cb), self, NULL);
  g_mutex_lock (&self->lock);
  while (self->renewing && !g_cancellable_is_cancelled (cancellable))
    g_cond_wait (&self->changed, &self->lock);
  g_mutex_unlock (&self->lock);
  g_cancellable_disconnect (cancellable, handler);
  g_mutex_lock (&self->lock);

  if (self->renewing && chatty_set_cancelled (cancellable, error))
    return FALSE;
  if (self->failure != NULL)
    {
      g_propagate_error (error, g_error_copy (self->failure));
      return FALSE;
    }
  return TRUE;
}

static gboolean
chatty_oauth_authorizer_authorize (ChattyAuthorizer      *authorizer,
                                   const char            *origin,
                                   ChattyHttpCredential  *credential,
                                   GCancellable          *cancellable,
                                   GError               **error)
{
  ChattyOAuthAuthorizer *self = CHATTY_OAUTH_AUTHORIZER (authorizer);
  ChattyOAuthClient *client = chatty_oauth_server_get_client (self->server);
  const char *project = chatty_oauth_client_get_project (client);
  g_autoptr (ChattySecret) access = NULL;
  g_autoptr (GError) failure = NULL;

  g_mutex_lock (&self->lock);
  if (!is_fresh (self) && !make_fresh (self, cancellable, &failure) &&
      /* What is good for another minute is good for this call. */
      (self->ended || !has_access (self) || g_cancellable_is_cancelled (cancellable)))
    {
      g_mutex_unlock (&self->lock);
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  access = chatty_secret_ref (chatty_oauth_tokens_get_access (self->tokens));
  g_mutex_unlock (&self->lock);

  chatty_http_credential_add (credential, "Authorization", "Bearer ", access);
  /* Whose quota counts (platform reference, section 1.11). */
  if (project != NULL)
    {
      g_autoptr (ChattySecret) value = chatty_secret_new (project, -1);

      chatty_http_credential_add (credential, "x-goog-user-project", "", value);
    }
  return TRUE;
}

static gboolean
chatty_oauth_authorizer_refresh (ChattyAuthorizer  *authorizer,
                                 const char        *origin,
                                 GCancellable      *cancellable,
                                 GError           **error)
{
  ChattyOAuthAuthorizer *self = CHATTY_OAUTH_AUTHORIZER (authorizer);
  gboolean done;

  g_mutex_lock (&self->lock);
  /* Of many calls that were refused with the old token, some notice late. */
  done = (self->renewed_at != 0 && g_get_monotonic_time () - self->renewed_at < JUST_NOW) ||
         make_fresh (self, cancellable, error);
  g_mutex_unlock (&self->lock);
  return done;
}

static void
authorizer_iface_init (ChattyAuthorizerInterface *iface)
{
  iface->get_kind = chatty_oauth_authorizer_get_kind;
  iface->covers = chatty_oauth_authorizer_covers;
  iface->authorize = chatty_oauth_authorizer_authorize;
  iface->refresh = chatty_oauth_authorizer_refresh;
}

/**
 * chatty_oauth_authorizer_new:
 * @server: where tokens are renewed
 * @tokens: what the sign-in gave, or the keyring
 * @addresses: (array zero-terminated=1): the servers that the token is for
 * @save: (nullable): keeps renewed tokens
 * @user_data: for @save
 * @destroy: (nullable): for @user_data
 * @error: %CHATTY_ERROR_INVALID_DATA for an address that is none
 *
 * Returns: (transfer full) (nullable): what signs the calls of an account in
 */
ChattyAuthorizer *
chatty_oauth_authorizer_new (ChattyOAuthServer    *server,
                             ChattyOAuthTokens    *tokens,
                             const char *const    *addresses,
                             ChattyOAuthSaveFunc   save,
                             gpointer              user_data,
                             GDestroyNotify        destroy,
                             GError              **error)
{
  g_autoptr (ChattyOAuthAuthorizer) self = g_object_new (CHATTY_TYPE_OAUTH_AUTHORIZER, NULL);
  g_autoptr (GPtrArray) origins = g_ptr_array_new_with_free_func (g_free);

  self->save = save;
  self->user_data = user_data;
  self->destroy = destroy;
  for (guint i = 0; addresses[i] != NULL; i++)
    {
      g_autofree char *address = chatty_http_check_address (addresses[i], error);

      if (address == NULL)
        return NULL;
      g_ptr_array_add (origins, chatty_http_dup_origin (address));
    }
  g_ptr_array_add (origins, NULL);
  self->origins = (GStrv) g_ptr_array_free (g_steal_pointer (&origins), FALSE);
  self->server = g_object_ref (server);
  self->tokens = chatty_oauth_tokens_ref (tokens);
  return CHATTY_AUTHORIZER (g_steal_pointer (&self));
}

/**
 * chatty_oauth_authorizer_dup_tokens:
 *
 * Any thread.
 *
 * Returns: (transfer full): the tokens as they are now
 */
ChattyOAuthTokens *
chatty_oauth_authorizer_dup_tokens (ChattyOAuthAuthorizer *self)
{
  ChattyOAuthTokens *tokens;

  g_mutex_lock (&self->lock);
  tokens = chatty_oauth_tokens_ref (self->tokens);
  g_mutex_unlock (&self->lock);
  return tokens;
}

/**
 * chatty_oauth_authorizer_has_ended:
 *
 * Any thread.
 *
 * Returns: whether the server said that the person has to sign in again
 */
gboolean
chatty_oauth_authorizer_has_ended (ChattyOAuthAuthorizer *self)
{
  gboolean ended;

  g_mutex_lock (&self->lock);
  ended = self->ended;
  g_mutex_unlock (&self->lock);
  return ended;
}
