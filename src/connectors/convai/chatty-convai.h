/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-http-connector.h"

G_BEGIN_DECLS

#define CHATTY_TYPE_CONVAI (chatty_convai_get_type ())
G_DECLARE_FINAL_TYPE (ChattyConvai, chatty_convai, CHATTY, CONVAI, ChattyHttpConnector)

extern const ChattyConnectorInfo chatty_convai_info;

ChattyConnector *chatty_convai_new (const ChattyConnectorAccess  *access,
                                    GError                      **error);

G_END_DECLS
