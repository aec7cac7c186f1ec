/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-gemini-codec.h"

G_BEGIN_DECLS

/* Whether a name is that of what can be searched. */
typedef gboolean (*ChattyGeminiIsName) (const char *name);

/* The most passages that are read for an answer. */
#define CHATTY_GEMINI_MAX_PASSAGES 100

void chatty_gemini_write_settings (JsonObject               *object,
                                   const ChattyChatContext  *context,
                                   const ChattyGeminiModel  *model);
gboolean chatty_gemini_has_stores (const ChattyChatContext  *context);
void chatty_gemini_forget_stores  (JsonNode                 *body);
const ChattySetting *
     chatty_gemini_get_settings   (guint                    *n_settings);

/* What the bodies of all models are made of. */
JsonNode  *chatty_gemini_parse_settings (const ChattyChatContext *context);
JsonNode  *chatty_gemini_find_tool      (JsonObject              *settings,
                                         const char              *name);
void       chatty_gemini_write_safety   (JsonObject              *object,
                                         JsonObject              *settings,
                                         gboolean                 answer);
GPtrArray *chatty_gemini_list_names     (const ChattyChatContext *context,
                                         JsonObject              *settings,
                                         ChattyGeminiIsName       is_one);

G_END_DECLS
