/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A piece is closed at the next good place once it has so many bytes or
 * lines, and in any case before it has twice as many. */
#define CHATTY_TURN_CUT_BYTES (4 * 1024)
#define CHATTY_TURN_CUT_LINES 80

/**
 * ChattyTurnPiece:
 * @offset: first byte in the text
 * @length: bytes; the pieces of a text follow each other without a hole
 * @prefix: (nullable): a #GRefString that makes the piece readable by itself:
 *   the line that opens a fence, or the head of a table
 * @suffix: (nullable): a #GRefString: the line that closes the fence
 */
typedef struct {
  gsize  offset;
  gsize  length;
  char  *prefix;
  char  *suffix;
} ChattyTurnPiece;

GArray *chatty_turn_cut (const char *text,
                         gsize       length);

G_END_DECLS
