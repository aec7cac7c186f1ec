/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-oauth-server.h"

G_BEGIN_DECLS

/* How long a person has in the browser (platform reference, section 1.3: the
 * program cannot learn that a page refused them). */
#define CHATTY_OAUTH_FLOW_SECONDS (5 * 60)

#define CHATTY_TYPE_OAUTH_FLOW (chatty_oauth_flow_get_type ())
G_DECLARE_FINAL_TYPE (ChattyOAuthFlow, chatty_oauth_flow, CHATTY, OAUTH_FLOW, GObject)

ChattyOAuthFlow   *chatty_oauth_flow_new         (ChattyOAuthServer   *server,
                                                  const char          *path,
                                                  const char          *scopes,
                                                  const char          *hint,
                                                  GError             **error);
const char        *chatty_oauth_flow_get_address (ChattyOAuthFlow     *self);
ChattyOAuthTokens *chatty_oauth_flow_run         (ChattyOAuthFlow     *self,
                                                  guint                seconds,
                                                  ChattyOAuthPerson  **person,
                                                  GCancellable        *cancellable,
                                                  GError             **error);

G_END_DECLS
