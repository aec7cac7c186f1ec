/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-date-parser.h"
#include "chatty-turn-label-table.h"

G_BEGIN_DECLS

/* A line's label stands in its first bytes, or nowhere. */
#define CHATTY_TURN_MARK_MAX_BYTES 240

/**
 * ChattyTurnMark:
 * @label: (nullable): the label in the table; %NULL for a name of its own
 * @family: which kind of label
 * @heading: level of the Markdown heading that it is, or 0
 * @bold: whether it is bold
 * @emoji: whether a pictograph stands before it
 * @colon: whether it ends in a colon
 * @author: the name as it is written, not ended by NUL
 * @author_length: bytes of @author
 * @model: (nullable): what stood in brackets behind the name
 * @model_length: bytes of @model
 * @rest: where the text begins that stands on the same line
 * @rest_length: its bytes, 0 if the label is all there is
 * @has_date: whether @date is set
 * @date: a date or time that belongs to the label
 *
 * A line that may be the start of a turn.
 */
typedef struct {
  const ChattyTurnLabel *label;
  ChattyLabelFamily      family;
  guint                  heading;
  gboolean               bold;
  gboolean               emoji;
  gboolean               colon;
  const char            *author;
  gsize                  author_length;
  const char            *model;
  gsize                  model_length;
  const char            *rest;
  gsize                  rest_length;
  gboolean               has_date;
  ChattyDate             date;
} ChattyTurnMark;

gboolean chatty_turn_mark_read      (const char     *line,
                                     gsize           length,
                                     gboolean        any_name,
                                     ChattyTurnMark *mark);
guint    chatty_turn_mark_get_style (const ChattyTurnMark *mark,
                                     gboolean        with_family);

#define CHATTY_N_TURN_STYLES (7 * 8 * CHATTY_N_LABEL_FAMILIES)

G_END_DECLS
