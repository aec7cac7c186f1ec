/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-authorizer.h"
#include "chatty-secret-text.h"

G_BEGIN_DECLS

/**
 * ChattyApiKeyHeader:
 * @address: any address of the server; its scheme, host and port count
 * @header: for example "CONVAI-API-KEY"
 * @prefix: (nullable): what stands in front of the key, for example "Bearer "
 *
 * In which header a server wants the key.
 */
typedef struct {
  const char *address;
  const char *header;
  const char *prefix;
} ChattyApiKeyHeader;

#define CHATTY_TYPE_API_KEY_AUTHORIZER (chatty_api_key_authorizer_get_type ())
G_DECLARE_FINAL_TYPE (ChattyApiKeyAuthorizer, chatty_api_key_authorizer,
                      CHATTY, API_KEY_AUTHORIZER, GObject)

ChattyAuthorizer *chatty_api_key_authorizer_new (ChattySecret              *key,
                                                 const ChattyApiKeyHeader  *headers,
                                                 guint                      n_headers,
                                                 GError                   **error);

G_END_DECLS
