/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-gemini-codec.h"

G_BEGIN_DECLS

void chatty_gemini_write_settings (JsonObject               *object,
                                   const ChattyChatContext  *context,
                                   const ChattyGeminiModel  *model);
gboolean chatty_gemini_has_stores (const ChattyChatContext  *context);
void chatty_gemini_forget_stores  (JsonNode                 *body);
const ChattySetting *
     chatty_gemini_get_settings   (guint                    *n_settings);

G_END_DECLS
