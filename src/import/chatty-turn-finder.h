/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

#include "chatty-turn-scan.h"

G_BEGIN_DECLS

/**
 * ChattyFoundTurn:
 * @role: who speaks
 * @start: where the label's line starts
 * @body: where what was said starts
 * @end: where it ends
 * @author: start of the name in the text
 * @author_length: its bytes, 0 if none is written there
 * @model: start of the model's name in the text
 * @model_length: its bytes, 0 if none is written there
 * @date: what the label says of the time; zeros if nothing
 * @label: (nullable): its label in the table
 *
 * One turn of a text. Offsets and lengths are bytes of the text.
 */
typedef struct {
  ChattyRole             role;
  gsize                  start;
  gsize                  body;
  gsize                  end;
  gsize                  author;
  gsize                  author_length;
  gsize                  model;
  gsize                  model_length;
  ChattyDate             date;
  const ChattyTurnLabel *label;
} ChattyFoundTurn;

/**
 * ChattyNoTurns: why a text has no turns.
 */
typedef enum {
  CHATTY_NO_TURNS_NO_LABELS,
  CHATTY_NO_TURNS_ONE_LABEL,
  CHATTY_NO_TURNS_ONE_SIDE,
  CHATTY_NO_TURNS_NO_ORDER,
} ChattyNoTurns;

/**
 * ChattyFoundTurns:
 * @turns: (element-type ChattyFoundTurn): in the order of the text
 * @family: of their labels
 * @heading: level of the headings that the labels are, or 0
 * @bold: whether the labels are bold
 * @emoji: whether the labels have a pictograph
 * @colon: whether the labels end in a colon
 * @ruled: whether lines across the page stand between the turns
 * @dated: whether dates stand with the labels
 * @guessed_person: (nullable): whom the names alone did not tell to be the person
 * @guessed_assistant: (nullable): the same for the assistant
 * @truncated: whether there were more labels than are looked at
 * @split_by_paragraph: whether the person's words had no labels
 *
 * The turns of a text, and how they were told.
 */
typedef struct {
  GArray            *turns;
  ChattyLabelFamily  family;
  guint              heading;
  gboolean           bold;
  gboolean           emoji;
  gboolean           colon;
  gboolean           ruled;
  gboolean           dated;
  char              *guessed_person;
  char              *guessed_assistant;
  gboolean           truncated;
  gboolean           split_by_paragraph;
} ChattyFoundTurns;

ChattyFoundTurns *chatty_turn_finder_find (const char        *text,
                                           gsize              length,
                                           const char        *hint,
                                           GCancellable      *cancellable,
                                           gint64             deadline,
                                           ChattyNoTurns     *reason,
                                           GError           **error);
void              chatty_found_turns_free (ChattyFoundTurns  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyFoundTurns, chatty_found_turns_free)

G_END_DECLS
