/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <json-glib/json-glib.h>

#include "chatty-source.h"

G_BEGIN_DECLS

/**
 * ChattyGeminiCitations:
 *
 * Gathers what an answer says it rests on while its events come, and gives the
 * sources with the passages of the text shown. Pure; one thread at a time.
 */
typedef struct _ChattyGeminiCitations ChattyGeminiCitations;

ChattyGeminiCitations *chatty_gemini_citations_new  (void);
void                   chatty_gemini_citations_free (ChattyGeminiCitations *self);
void                   chatty_gemini_citations_take (ChattyGeminiCitations *self,
                                                     JsonNode              *event);
GPtrArray             *chatty_gemini_citations_end  (ChattyGeminiCitations *self,
                                                     const char            *text);
char                  *chatty_gemini_dup_excerpt    (const char            *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyGeminiCitations, chatty_gemini_citations_free)

G_END_DECLS
