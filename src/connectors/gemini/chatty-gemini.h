/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-http-connector.h"

G_BEGIN_DECLS

extern const ChattyConnectorInfo chatty_gemini_info;

#define CHATTY_TYPE_GEMINI (chatty_gemini_get_type ())
G_DECLARE_FINAL_TYPE (ChattyGemini, chatty_gemini, CHATTY, GEMINI, ChattyHttpConnector)

ChattyConnector *chatty_gemini_new (const ChattyConnectorAccess  *access,
                                    GError                      **error);

G_END_DECLS
