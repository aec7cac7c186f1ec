/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-memory-note.h"

G_BEGIN_DECLS

/**
 * ChattyProposalRow: (object) a note that may be kept: its text can be changed.
 *
 * Signal "changed": it was chosen or not, or has a text or not.
 */
#define CHATTY_TYPE_PROPOSAL_ROW (chatty_proposal_row_get_type ())
G_DECLARE_FINAL_TYPE (ChattyProposalRow, chatty_proposal_row, CHATTY, PROPOSAL_ROW, GtkWidget)

GtkWidget              *chatty_proposal_row_new      (const ChattyMemoryNote *note);
const ChattyMemoryNote *chatty_proposal_row_get_note (ChattyProposalRow      *self);
char                   *chatty_proposal_row_dup_text (ChattyProposalRow      *self);

G_END_DECLS
