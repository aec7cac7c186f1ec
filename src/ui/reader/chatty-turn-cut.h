/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A piece is closed at the next good place once it has so many bytes or
 * lines, and in any case before it has twice as many. */
#define CHATTY_TURN_CUT_BYTES (4 * 1024)
#define CHATTY_TURN_CUT_LINES 80

/* The same for a text that is still being written, where the piece that is
 * open is laid out again and again. */
#define CHATTY_TURN_CUT_LIVE_BYTES (2 * 1024)
#define CHATTY_TURN_CUT_LIVE_LINES 60

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

GArray *chatty_turn_pieces_new (void);
GArray *chatty_turn_cut        (const char *text,
                                gsize       length);

/**
 * ChattyTurnCutter:
 *
 * Cuts a text that grows: each block that is over becomes a piece, and so does
 * a part of one that is too long. Where it cuts depends on the text alone, not
 * on the steps in which it came; the work is linear in its length. One thread
 * at a time.
 */
typedef struct _ChattyTurnCutter ChattyTurnCutter;

ChattyTurnCutter *chatty_turn_cutter_new  (void);
void              chatty_turn_cutter_free (ChattyTurnCutter *self);
void              chatty_turn_cutter_feed (ChattyTurnCutter *self,
                                           const char       *text,
                                           gsize             length,
                                           GArray           *pieces);
void              chatty_turn_cutter_peek (ChattyTurnCutter *self,
                                           ChattyTurnPiece  *piece);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyTurnCutter, chatty_turn_cutter_free)

G_END_DECLS
