/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-rich-document.h"

G_BEGIN_DECLS

typedef enum {
  CHATTY_RICH_INLINE_ONE_LINE = 1 << 0,  /* line breaks become spaces */
  CHATTY_RICH_INLINE_NO_BOLD  = 1 << 1,
  CHATTY_RICH_INLINE_NO_CODE  = 1 << 2,
  CHATTY_RICH_INLINE_IN_CELL  = 1 << 3,
  CHATTY_RICH_INLINE_SOURCE   = 1 << 4,  /* Markdown already: nothing is escaped */
} ChattyRichInlineFlags;

void chatty_rich_append_inline (GString              *out,
                               ChattyRichDocument    *document,
                               const ChattyRichBlock *block,
                               ChattyRichInlineFlags  flags,
                               const char           *indent);

G_END_DECLS
