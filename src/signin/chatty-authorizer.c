/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-signin"

#include <glib/gi18n-lib.h>

#include "chatty-authorizer.h"
#include "chatty-error.h"
#include "chatty-http.h"
#include "chatty-origin-auth.h"

G_DEFINE_INTERFACE (ChattyAuthorizer, chatty_authorizer, G_TYPE_OBJECT)

static void
chatty_authorizer_default_init (ChattyAuthorizerInterface *iface)
{
}

/* The origin of @address, if the credential is bound to it. */
static char *
dup_bound_origin (ChattyAuthorizer  *self,
                  const char        *address,
                  GError           **error)
{
  g_autofree char *origin = chatty_http_dup_origin (address);

  if (origin != NULL && CHATTY_AUTHORIZER_GET_IFACE (self)->covers (self, origin))
    return g_steal_pointer (&origin);

  g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN,
               /* Translators: %s is the address of a server. */
               _("The key of this account was not sent to “%s”, because it was entered for "
                 "another server. Enter it again for this one if you trust it"),
               origin != NULL ? origin : address);
  return NULL;
}

/**
 * chatty_authorizer_get_kind:
 * @self: an authorizer
 *
 * Returns: how the person signed in
 */
ChattySignInKind
chatty_authorizer_get_kind (ChattyAuthorizer *self)
{
  g_return_val_if_fail (CHATTY_IS_AUTHORIZER (self), CHATTY_SIGN_IN_NONE);

  return CHATTY_AUTHORIZER_GET_IFACE (self)->get_kind (self);
}

/**
 * chatty_authorizer_covers:
 * @self: an authorizer
 * @address: any address
 *
 * Any thread.
 *
 * Returns: whether the credential may be sent to @address
 */
gboolean
chatty_authorizer_covers (ChattyAuthorizer *self,
                          const char       *address)
{
  g_autofree char *origin = NULL;

  g_return_val_if_fail (CHATTY_IS_AUTHORIZER (self), FALSE);
  g_return_val_if_fail (address != NULL, FALSE);

  origin = chatty_http_dup_origin (address);
  return origin != NULL && CHATTY_AUTHORIZER_GET_IFACE (self)->covers (self, origin);
}

/**
 * chatty_authorizer_authorize:
 * @self: an authorizer
 * @address: where the call goes
 * @credential: the headers of the call
 * @cancellable: (nullable): ends it early
 * @error: %CHATTY_ERROR_FORBIDDEN if the credential is bound to other servers
 *   than that of @address; then nothing was added
 *
 * Adds the account's credential to a call. May block; any thread.
 *
 * Returns: whether it was added
 */
gboolean
chatty_authorizer_authorize (ChattyAuthorizer      *self,
                             const char            *address,
                             ChattyHttpCredential  *credential,
                             GCancellable          *cancellable,
                             GError               **error)
{
  g_autofree char *origin = NULL;

  g_return_val_if_fail (CHATTY_IS_AUTHORIZER (self), FALSE);
  g_return_val_if_fail (address != NULL && credential != NULL, FALSE);

  origin = dup_bound_origin (self, address, error);
  if (origin == NULL)
    return FALSE;
  return CHATTY_AUTHORIZER_GET_IFACE (self)->authorize (self, origin, credential,
                                                        cancellable, error);
}

/**
 * chatty_authorizer_refresh:
 * @self: an authorizer
 * @address: the server that refused the credential
 * @cancellable: (nullable): ends it early
 * @error: what went wrong
 *
 * Gets a new credential. May block; any thread.
 *
 * Returns: whether there is one; %FALSE without an error when this kind of
 *   credential cannot be renewed
 */
gboolean
chatty_authorizer_refresh (ChattyAuthorizer  *self,
                           const char        *address,
                           GCancellable      *cancellable,
                           GError           **error)
{
  ChattyAuthorizerInterface *iface;
  g_autofree char *origin = NULL;

  g_return_val_if_fail (CHATTY_IS_AUTHORIZER (self), FALSE);
  g_return_val_if_fail (address != NULL, FALSE);

  iface = CHATTY_AUTHORIZER_GET_IFACE (self);
  if (iface->refresh == NULL)
    return FALSE;
  origin = dup_bound_origin (self, address, error);
  if (origin == NULL)
    return FALSE;
  return iface->refresh (self, origin, cancellable, error);
}

/**
 * chatty_authorizer_create_http_auth:
 * @self: an authorizer
 * @address: that of a #ChattyHttp
 * @error: %CHATTY_ERROR_FORBIDDEN if the credential is bound to other servers
 *
 * Returns: (transfer full): what signs the calls of a #ChattyHttp with this
 *   address in
 */
ChattyHttpAuth *
chatty_authorizer_create_http_auth (ChattyAuthorizer  *self,
                                    const char        *address,
                                    GError           **error)
{
  g_autofree char *origin = NULL;

  g_return_val_if_fail (CHATTY_IS_AUTHORIZER (self), NULL);
  g_return_val_if_fail (address != NULL, NULL);

  origin = dup_bound_origin (self, address, error);
  return origin != NULL ? chatty_origin_auth_new (self, origin) : NULL;
}
