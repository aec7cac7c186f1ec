/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-transcript.h"

G_BEGIN_DECLS

/**
 * ChattyBranches:
 *
 * Puts the turns of a file together, in the order in which they stand there:
 * some take the place of others, and choices bring others back. Time and
 * memory are linear in what is put in, whatever that is; no turn is lost. For
 * one thread.
 */
typedef struct _ChattyBranches ChattyBranches;

ChattyBranches *chatty_branches_new       (void);
void            chatty_branches_free      (ChattyBranches          *self);
void            chatty_branches_take_turn (ChattyBranches          *self,
                                           ChattyTurn              *turn,
                                           const char              *replaces);
gboolean        chatty_branches_has       (ChattyBranches          *self,
                                           const char              *turn_id);
void            chatty_branches_choose    (ChattyBranches          *self,
                                           const char              *turn_id);
void            chatty_branches_end       (ChattyBranches          *self,
                                           ChattyTranscriptBuilder *transcript);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyBranches, chatty_branches_free)

G_END_DECLS
