/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-rtf-document.h"

G_BEGIN_DECLS

typedef enum {
  CHATTY_RTF_INLINE_ONE_LINE = 1 << 0,  /* line breaks become spaces */
  CHATTY_RTF_INLINE_NO_BOLD  = 1 << 1,
  CHATTY_RTF_INLINE_NO_CODE  = 1 << 2,
  CHATTY_RTF_INLINE_IN_CELL  = 1 << 3,
  CHATTY_RTF_INLINE_SOURCE   = 1 << 4,  /* Markdown already: nothing is escaped */
} ChattyRtfInlineFlags;

void chatty_rtf_append_inline (GString              *out,
                               ChattyRtfDocument    *document,
                               const ChattyRtfBlock *block,
                               ChattyRtfInlineFlags  flags,
                               const char           *indent);

G_END_DECLS
