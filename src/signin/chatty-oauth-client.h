/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

#include "chatty-secret-text.h"

G_BEGIN_DECLS

/**
 * ChattyOAuthClient:
 *
 * What the program is for an authorization server: an id that anybody may
 * see, and what desktop programs have in place of a secret (platform
 * reference, section 1.8). Immutable and atomically counted.
 */
typedef struct _ChattyOAuthClient ChattyOAuthClient;

#define CHATTY_TYPE_OAUTH_CLIENT (chatty_oauth_client_get_type ())
GType              chatty_oauth_client_get_type     (void) G_GNUC_CONST;
ChattyOAuthClient *chatty_oauth_client_new          (const char         *id,
                                                     ChattySecret       *secret,
                                                     const char         *project,
                                                     GError            **error);
ChattyOAuthClient *chatty_oauth_client_parse        (const char         *text,
                                                     gssize              length,
                                                     GError            **error);
ChattyOAuthClient *chatty_oauth_client_ref          (ChattyOAuthClient  *self);
void               chatty_oauth_client_unref        (ChattyOAuthClient  *self);
const char        *chatty_oauth_client_get_id       (ChattyOAuthClient  *self);
ChattySecret      *chatty_oauth_client_get_secret   (ChattyOAuthClient  *self); /* nullable */
const char        *chatty_oauth_client_get_project  (ChattyOAuthClient  *self); /* nullable */
gboolean           chatty_oauth_client_equal        (ChattyOAuthClient  *self,
                                                     ChattyOAuthClient  *other);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyOAuthClient, chatty_oauth_client_unref)

G_END_DECLS
