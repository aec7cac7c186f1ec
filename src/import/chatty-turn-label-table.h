/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-turn.h"

G_BEGIN_DECLS

/**
 * ChattyLabelFamily:
 * @CHATTY_LABEL_SAID: headings for screen readers on a site, "You said:"
 * @CHATTY_LABEL_SPEAKER: a name or a role, "User" or "ChatGPT"
 * @CHATTY_LABEL_PROMPT: "Prompt" and "Response"
 * @CHATTY_LABEL_STAMPED: any name behind or before a time of day
 * @CHATTY_LABEL_NAME: any name before a colon
 */
typedef enum {
  CHATTY_LABEL_SAID,
  CHATTY_LABEL_SPEAKER,
  CHATTY_LABEL_PROMPT,
  CHATTY_LABEL_STAMPED,
  CHATTY_LABEL_NAME,
} ChattyLabelFamily;

#define CHATTY_N_LABEL_FAMILIES (CHATTY_LABEL_NAME + 1)

/**
 * ChattyTurnLabel:
 * @text: without colon, folded by chatty_turn_label_fold()
 * @role: who speaks
 * @family: which kind of label it is
 * @platform: (nullable): the platform whose name it carries
 */
typedef struct {
  char              *text;
  ChattyRole         role;
  ChattyLabelFamily  family;
  const char        *platform;
} ChattyTurnLabel;

const ChattyTurnLabel *chatty_turn_label_lookup (const char *folded);

gsize chatty_turn_label_fold (const char *text,
                              gsize       length,
                              char       *folded,
                              gsize       folded_size);

G_END_DECLS
