/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-turn-scan.h"

G_BEGIN_DECLS

/**
 * ChattyTurnScheme:
 * @members: (element-type guint): indices of candidates, ascending
 * @lead: index of the candidate whose looks the members share
 * @n_person: how many the person is known to speak
 * @n_assistant: the same for the assistant
 * @n_unknown: how many nobody knows the speaker of
 * @n_repeats: how often one side speaks twice in a row
 * @alternation: from 0 to 1, how regularly the sides take turns
 * @score: how good a reading of the text this is; 0 if it is none
 *
 * One way to divide a text: all labels that look alike.
 */
typedef struct {
  GArray *members;
  guint   lead;
  guint   n_person;
  guint   n_assistant;
  guint   n_unknown;
  guint   n_repeats;
  double  alternation;
  double  score;
} ChattyTurnScheme;

ChattyTurnScheme *chatty_turn_scheme_new   (void);
void              chatty_turn_scheme_free  (ChattyTurnScheme *self);
void              chatty_turn_scheme_weigh (ChattyTurnScheme *self,
                                            GArray           *candidates,
                                            gsize             length);
void              chatty_turn_scheme_drop_strays (ChattyTurnScheme *self,
                                            GArray           *candidates);
void              chatty_turn_scheme_add_others (ChattyTurnScheme *self,
                                            GArray           *candidates);
gboolean          chatty_turn_scheme_is_inside (ChattyTurnScheme *inner,
                                            ChattyTurnScheme *outer,
                                            GArray           *candidates);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyTurnScheme, chatty_turn_scheme_free)

G_END_DECLS
