/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-http.h"
#include "chatty-oauth-client.h"
#include "chatty-oauth-tokens.h"

G_BEGIN_DECLS

/**
 * ChattyOAuthAddresses:
 * @authorize: the page for the browser
 * @token: where codes and refresh tokens are changed for tokens
 * @revoke: (nullable): where tokens are given back
 * @person: (nullable): who signed in (OpenID Connect's UserInfo)
 * @issuer: (nullable): what the server calls itself
 *
 * Where an authorization server is: those of the platform, or of a server
 * that plays it.
 */
typedef struct {
  const char *authorize;
  const char *token;
  const char *revoke;
  const char *person;
  const char *issuer;
} ChattyOAuthAddresses;

/**
 * ChattyOAuthPerson:
 * @id: the server's id of the account, which never changes
 * @name: (nullable): what the person is called
 * @email: (nullable): the address, which may change
 */
typedef struct {
  char *id;
  char *name;
  char *email;
} ChattyOAuthPerson;

void chatty_oauth_person_free (ChattyOAuthPerson *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyOAuthPerson, chatty_oauth_person_free)

#define CHATTY_TYPE_OAUTH_SERVER (chatty_oauth_server_get_type ())
G_DECLARE_FINAL_TYPE (ChattyOAuthServer, chatty_oauth_server, CHATTY, OAUTH_SERVER, GObject)

ChattyOAuthServer *chatty_oauth_server_new         (const ChattyOAuthAddresses *addresses,
                                                    ChattyOAuthClient          *client,
                                                    const ChattyHttpSettings   *http,
                                                    GError                    **error);
ChattyOAuthClient *chatty_oauth_server_get_client  (ChattyOAuthServer          *self);
const char        *chatty_oauth_server_get_issuer  (ChattyOAuthServer          *self); /* nullable */
char              *chatty_oauth_server_make_address (ChattyOAuthServer         *self,
                                                    const char                 *redirect,
                                                    const char                 *scopes,
                                                    ChattySecret               *state,
                                                    const char                 *challenge,
                                                    const char                 *hint);
ChattyOAuthTokens *chatty_oauth_server_exchange    (ChattyOAuthServer          *self,
                                                    ChattySecret               *code,
                                                    const char                 *redirect,
                                                    ChattySecret               *verifier,
                                                    const char                 *scopes,
                                                    GCancellable               *cancellable,
                                                    GError                    **error);
ChattyOAuthTokens *chatty_oauth_server_refresh     (ChattyOAuthServer          *self,
                                                    ChattyOAuthTokens          *tokens,
                                                    GCancellable               *cancellable,
                                                    GError                    **error);
gboolean           chatty_oauth_server_revoke      (ChattyOAuthServer          *self,
                                                    ChattyOAuthTokens          *tokens,
                                                    GCancellable               *cancellable,
                                                    GError                    **error);
ChattyOAuthPerson *chatty_oauth_server_get_person  (ChattyOAuthServer          *self,
                                                    ChattyOAuthTokens          *tokens,
                                                    GCancellable               *cancellable,
                                                    GError                    **error);

G_END_DECLS
