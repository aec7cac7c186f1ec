/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-sync-row.h"

G_BEGIN_DECLS

/**
 * ChattySyncFieldRow: (object) a field: where it goes and why, and what becomes
 * of its text; of a conflict both sides, to choose from.
 */
#define CHATTY_TYPE_SYNC_FIELD_ROW (chatty_sync_field_row_get_type ())
G_DECLARE_FINAL_TYPE (ChattySyncFieldRow, chatty_sync_field_row, CHATTY, SYNC_FIELD_ROW,
                      ChattySyncRow)

GtkWidget *chatty_sync_field_row_new (ChattySyncLine *line);

G_END_DECLS
