/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ChattyTextCount:
 * @characters: Unicode characters
 * @words: as a person counts them: with a letter or digit; each ideograph is one
 * @tokens: about how many tokens a language model makes of it
 *
 * How long a text is.
 */
typedef struct {
  guint characters;
  guint words;
  guint tokens;
} ChattyTextCount;

void  chatty_text_count      (const char            *text,
                              ChattyTextCount       *count);
char *chatty_text_count_say  (const ChattyTextCount *count);

G_END_DECLS
