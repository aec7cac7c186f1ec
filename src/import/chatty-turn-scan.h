/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

#include "chatty-turn-labels.h"

G_BEGIN_DECLS

typedef enum {
  CHATTY_CANDIDATE_INLINE      = 1 << 0,  /* text stands on the same line */
  CHATTY_CANDIDATE_SHADOWED    = 1 << 1,  /* inside of code or a folded part */
  CHATTY_CANDIDATE_AFTER_RULE  = 1 << 2,  /* a line of hyphens stands before it */
  CHATTY_CANDIDATE_AFTER_BLANK = 1 << 3,
  CHATTY_CANDIDATE_DATED       = 1 << 4,  /* a date stands in it or under it */
} ChattyCandidateFlags;

/**
 * ChattyCandidate:
 *
 * A line that may begin a turn. Offsets are bytes of the text.
 */
typedef struct {
  const ChattyTurnLabel *label;   /* NULL: a name of its own */
  gsize    start;                 /* of the line */
  gsize    body;                  /* where what was said begins */
  gsize    author;
  gsize    model;
  guint16  author_length;
  guint16  model_length;
  guint16  style;                 /* with the family */
  guint16  decoration;            /* without it */
  guint8   flags;
  gint8    role;                  /* ChattyRole, or -1 for one who is not known */
  ChattyDate date;                /* what it says of the time; zeros if nothing */
} ChattyCandidate;

/* More turns than this are in no conversation; what follows stays with the
 * last of them, so that a hostile file costs a bounded amount of memory. */
#define CHATTY_TURN_SCAN_MAX 200000

GArray *chatty_turn_scan (const char    *text,
                          gsize          length,
                          gboolean       any_name,
                          GCancellable  *cancellable,
                          gint64         deadline,
                          GError       **error);

/* Looking at lines. */
gsize    chatty_line_end      (const char *text,
                               gsize       length,
                               gsize       at);
gboolean chatty_line_is_blank (const char *text,
                               gsize       start,
                               gsize       end);
gboolean chatty_text_is_space (const char *text,
                               gsize       length);
gboolean chatty_line_is_rule  (const char *text,
                               gsize       start,
                               gsize       end);

/**
 * ChattyFence:
 *
 * Whether a line stands inside of fenced code. Start with zeros.
 */
typedef struct {
  char  mark;    /* '`' or '~' inside of code, else 0 */
  guint width;
} ChattyFence;

typedef enum {
  CHATTY_FENCE_NONE,
  CHATTY_FENCE_OPENS,
  CHATTY_FENCE_CLOSES,
  CHATTY_FENCE_REOPENS,   /* opens with a language while it is open */
} ChattyFenceEvent;

ChattyFenceEvent chatty_fence_step (ChattyFence *fence,
                                    const char  *line,
                                    gsize        length);

G_END_DECLS
