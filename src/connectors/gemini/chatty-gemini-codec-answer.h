/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-gemini-codec.h"

/* What a model that answers from documents alone is asked, and what it says:
 * pure functions, no I/O (platform reference, section 2.10; discovery document,
 * GenerateAnswerRequest and what it leads to). */

G_BEGIN_DECLS

/* Below this the platform itself advises to say that there is no answer. */
#define CHATTY_GEMINI_ANSWERABLE 0.5

/**
 * ChattyGeminiAnswer: what came
 * @piece: the text, and why it ended or why there is none
 * @probability: how likely it is that the documents say this, from 0 to 1; NAN
 *   where that is not told
 * @sources: (element-type ChattySource): what it rests on, in the order of the
 *   platform; those of corpora have no title
 */
typedef struct {
  ChattyGeminiPiece  piece;
  double             probability;
  GPtrArray         *sources;
} ChattyGeminiAnswer;

gboolean   chatty_gemini_is_answer_source  (const char               *name);
char      *chatty_gemini_dup_answer_source (const ChattyChatContext  *context);
gboolean   chatty_gemini_has_passages      (const ChattyChatContext  *context);
JsonNode  *chatty_gemini_write_answer      (const ChattyChatMessage  *message,
                                            const ChattyGeminiModel  *model,
                                            const char               *source,
                                            const char               *character,
                                            GError                  **error);
char     **chatty_gemini_list_told         (JsonNode                 *body,
                                            const ChattyChatContext  *context,
                                            double                   *temperature);
gboolean   chatty_gemini_read_answer       (JsonNode                 *node,
                                            gint64                    now,
                                            const ChattyChatContext  *context,
                                            ChattyGeminiAnswer       *answer,
                                            GError                  **error);
char      *chatty_gemini_read_title        (JsonNode                 *node);
void       chatty_gemini_answer_clear      (ChattyGeminiAnswer       *answer);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ChattyGeminiAnswer, chatty_gemini_answer_clear)

G_END_DECLS
