/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-oauth-client.h"
#include "chatty-oauth-tokens.h"

G_BEGIN_DECLS

/**
 * ChattyCredential:
 * @client: (nullable): what the program is for the authorization server
 * @tokens: (nullable): what the sign-in gave; there when @client is
 * @key: (nullable): a key of the platform, alone or beside a sign-in
 *
 * What an account is signed in to with: a key, a sign-in, or both.
 */
typedef struct {
  ChattyOAuthClient *client;
  ChattyOAuthTokens *tokens;
  ChattySecret      *key;
} ChattyCredential;

/* As one word, for the keyring. A key alone is its own. */
ChattySecret     *chatty_credential_seal   (const ChattyCredential *self);
ChattyCredential *chatty_credential_unseal (ChattySecret           *sealed,
                                            GError                **error);
gboolean          chatty_credential_is_sealed (ChattySecret        *secret);
ChattyCredential *chatty_credential_copy   (const ChattyCredential *self);
void              chatty_credential_free   (ChattyCredential       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyCredential, chatty_credential_free)

G_END_DECLS
