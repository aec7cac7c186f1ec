/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  CHATTY_DIFF_SAME,
  CHATTY_DIFF_REMOVED,
  CHATTY_DIFF_ADDED,
  CHATTY_DIFF_SKIPPED,   /* lines that are the same and far from any change */
} ChattyDiffKind;

/**
 * ChattyDiffMark: bytes of a line that differ from its counterpart
 */
typedef struct {
  guint start;
  guint end;
} ChattyDiffMark;

/**
 * ChattyDiffLine:
 * @text: the line, without its end; %NULL for skipped ones
 * @n_skipped: how many lines are left out
 * @marks: (element-type ChattyDiffMark): the words that differ
 */
typedef struct {
  ChattyDiffKind  kind;
  char           *text;
  guint           n_skipped;
  GArray         *marks;
} ChattyDiffLine;

GPtrArray *chatty_text_diff (const char *before,
                             const char *after);

G_END_DECLS
