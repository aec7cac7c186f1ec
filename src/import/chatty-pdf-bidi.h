/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  CHATTY_PDF_NEUTRAL,
  CHATTY_PDF_LEFT_TO_RIGHT,
  CHATTY_PDF_RIGHT_TO_LEFT,
} ChattyPdfDirection;

/* Glyphs that stay in their order among themselves. */
typedef struct {
  guint              first;
  guint              n;
  ChattyPdfDirection direction;
  float              x;           /* of its middle */
  gboolean           ends_piece;  /* no space follows, but a word of its own */
} ChattyPdfUnit;

ChattyPdfDirection chatty_pdf_direction_of (gunichar        c);
void               chatty_pdf_reorder      (ChattyPdfUnit  *units,
                                            guint           n,
                                            gboolean        is_rtl);

G_END_DECLS
