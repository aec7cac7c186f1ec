/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-sync-row.h"

G_BEGIN_DECLS

/**
 * ChattySyncStepRow: (object) a step: the character, what happens to it, what is
 * asked about it; of a receipt, what came of it and Undo.
 */
#define CHATTY_TYPE_SYNC_STEP_ROW (chatty_sync_step_row_get_type ())
G_DECLARE_FINAL_TYPE (ChattySyncStepRow, chatty_sync_step_row, CHATTY, SYNC_STEP_ROW,
                      ChattySyncRow)

GtkWidget *chatty_sync_step_row_new (ChattySyncLine *line);

G_END_DECLS
