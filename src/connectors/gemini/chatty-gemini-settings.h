/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-gemini-codec.h"

G_BEGIN_DECLS

void chatty_gemini_write_settings (JsonObject               *object,
                                   const ChattyChatContext  *context,
                                   const ChattyGeminiModel  *model);

G_END_DECLS
