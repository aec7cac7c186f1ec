/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-http-connector.h"

G_BEGIN_DECLS

extern const ChattyConnectorInfo chatty_inworld_info;

#define CHATTY_TYPE_INWORLD (chatty_inworld_get_type ())
G_DECLARE_FINAL_TYPE (ChattyInworld, chatty_inworld, CHATTY, INWORLD, ChattyHttpConnector)

ChattyConnector *chatty_inworld_new (const ChattyConnectorAccess  *access,
                                     GError                      **error);

G_END_DECLS
