/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-authorizer.h"
#include "chatty-oauth-server.h"

G_BEGIN_DECLS

/**
 * ChattyOAuthSaveFunc:
 * @tokens: the new tokens
 * @user_data: what was given
 * @error: why they could not be kept
 *
 * Keeps renewed tokens before they are used for anything. Called on the
 * thread of a call, never on two at once.
 *
 * Returns: whether they are kept
 */
typedef gboolean (*ChattyOAuthSaveFunc) (ChattyOAuthTokens  *tokens,
                                         gpointer            user_data,
                                         GError            **error);

#define CHATTY_TYPE_OAUTH_AUTHORIZER (chatty_oauth_authorizer_get_type ())
G_DECLARE_FINAL_TYPE (ChattyOAuthAuthorizer, chatty_oauth_authorizer,
                      CHATTY, OAUTH_AUTHORIZER, GObject)

ChattyAuthorizer  *chatty_oauth_authorizer_new           (ChattyOAuthServer      *server,
                                                          ChattyOAuthTokens      *tokens,
                                                          const char *const      *addresses,
                                                          ChattyOAuthSaveFunc     save,
                                                          gpointer                user_data,
                                                          GDestroyNotify          destroy,
                                                          GError                **error);
ChattyOAuthTokens *chatty_oauth_authorizer_dup_tokens    (ChattyOAuthAuthorizer  *self);
gboolean           chatty_oauth_authorizer_has_ended     (ChattyOAuthAuthorizer  *self);

G_END_DECLS
