/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <json-glib/json-glib.h>

#include "chatty-secret-text.h"
#include "chatty-time.h"

G_BEGIN_DECLS

/**
 * ChattyOAuthTokens:
 *
 * What an authorization server gave: a token for calls, which lives for an
 * hour or so, one to get the next with, and what both may be used for.
 * Immutable and atomically counted.
 */
typedef struct _ChattyOAuthTokens ChattyOAuthTokens;

#define CHATTY_TYPE_OAUTH_TOKENS (chatty_oauth_tokens_get_type ())
GType              chatty_oauth_tokens_get_type       (void) G_GNUC_CONST;
ChattyOAuthTokens *chatty_oauth_tokens_read           (JsonNode           *node,
                                                       ChattyOAuthTokens  *before,
                                                       const char         *asked,
                                                       gint64              now,
                                                       GError            **error);
ChattyOAuthTokens *chatty_oauth_tokens_ref            (ChattyOAuthTokens  *self);
void               chatty_oauth_tokens_unref          (ChattyOAuthTokens  *self);
ChattySecret      *chatty_oauth_tokens_get_access     (ChattyOAuthTokens  *self); /* nullable */
ChattySecret      *chatty_oauth_tokens_get_refresh    (ChattyOAuthTokens  *self); /* nullable */
gint64             chatty_oauth_tokens_get_expires    (ChattyOAuthTokens  *self);
const char *const *chatty_oauth_tokens_get_scopes     (ChattyOAuthTokens  *self);
gboolean           chatty_oauth_tokens_has_scope      (ChattyOAuthTokens  *self,
                                                       const char         *scope);
guint              chatty_oauth_tokens_get_generation (ChattyOAuthTokens  *self);

/* For the keyring: without the token for calls, which is got anew. */
ChattySecret      *chatty_oauth_tokens_seal           (ChattyOAuthTokens  *self);
ChattyOAuthTokens *chatty_oauth_tokens_unseal         (ChattySecret       *sealed,
                                                       GError            **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyOAuthTokens, chatty_oauth_tokens_unref)

G_END_DECLS
