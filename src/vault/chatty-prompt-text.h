/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Chatty's identity/prompt.txt:
 *
 *   **You Are NAME**
 *   *description*
 *
 *   instructions
 *
 * Each part may be missing; a file without the first line is instructions
 * from its first line on. */

/**
 * ChattyPromptText:
 * @name: (nullable): what the first line says
 * @description: (nullable): on one line
 * @instructions: with plain newlines, without blank lines around
 */
typedef struct {
  char *name;
  char *description;
  char *instructions;
} ChattyPromptText;

ChattyPromptText *chatty_prompt_text_parse  (const char             *text);
void              chatty_prompt_text_free   (ChattyPromptText       *self);
char             *chatty_prompt_text_edit   (const char             *text,
                                             const char             *name,
                                             const char             *description,
                                             const char             *instructions);
char             *chatty_prompt_text_line   (const char             *value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyPromptText, chatty_prompt_text_free)

G_END_DECLS
