/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

#include "chatty-http-auth.h"

G_BEGIN_DECLS

/**
 * ChattySignInKind:
 * @CHATTY_SIGN_IN_NONE: nothing is signed in to; files are imported
 * @CHATTY_SIGN_IN_API_KEY: the person pastes a key of the platform
 * @CHATTY_SIGN_IN_BROWSER: the person signs in with the web browser
 *
 * How a person lets the program into an account.
 */
typedef enum {
  CHATTY_SIGN_IN_NONE,
  CHATTY_SIGN_IN_API_KEY,
  CHATTY_SIGN_IN_BROWSER,
} ChattySignInKind;

#define CHATTY_TYPE_AUTHORIZER (chatty_authorizer_get_type ())
G_DECLARE_INTERFACE (ChattyAuthorizer, chatty_authorizer, CHATTY, AUTHORIZER, GObject)

/**
 * ChattyAuthorizerInterface:
 * @get_kind: how the person signed in
 * @covers: whether the credential is bound to @origin
 * @authorize: adds the headers for a call to @origin; only called for one
 *   that is covered. May block and fail
 * @refresh: (nullable): gets a new credential for @origin after the server
 *   refused the old one; %FALSE without an error when there is no way to do
 *   so. May block
 *
 * What holds an account's credential and adds it to calls, and to no others
 * than those it is bound to. Every function may be called on any thread, from
 * several at once. An origin is always as chatty_http_dup_origin() writes it.
 */
struct _ChattyAuthorizerInterface {
  GTypeInterface parent_iface;

  ChattySignInKind (*get_kind)  (ChattyAuthorizer      *self);
  gboolean         (*covers)    (ChattyAuthorizer      *self,
                                 const char            *origin);
  gboolean         (*authorize) (ChattyAuthorizer      *self,
                                 const char            *origin,
                                 ChattyHttpCredential  *credential,
                                 GCancellable          *cancellable,
                                 GError               **error);
  gboolean         (*refresh)   (ChattyAuthorizer      *self,
                                 const char            *origin,
                                 GCancellable          *cancellable,
                                 GError               **error);
};

ChattySignInKind  chatty_authorizer_get_kind  (ChattyAuthorizer      *self);
gboolean          chatty_authorizer_covers    (ChattyAuthorizer      *self,
                                               const char            *address);
gboolean          chatty_authorizer_authorize (ChattyAuthorizer      *self,
                                               const char            *address,
                                               ChattyHttpCredential  *credential,
                                               GCancellable          *cancellable,
                                               GError               **error);
gboolean          chatty_authorizer_refresh   (ChattyAuthorizer      *self,
                                               const char            *address,
                                               GCancellable          *cancellable,
                                               GError               **error);

/* What to give to chatty_http_send() and chatty_http_stream() of a
 * #ChattyHttp with this address; %CHATTY_ERROR_FORBIDDEN when the credential
 * is not bound to its origin. */
ChattyHttpAuth   *chatty_authorizer_create_http_auth (ChattyAuthorizer  *self,
                                                      const char        *address,
                                                      GError           **error);

G_END_DECLS
