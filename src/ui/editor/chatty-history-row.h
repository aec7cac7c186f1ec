/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <adwaita.h>

#include "chatty-character-record.h"

G_BEGIN_DECLS

/**
 * ChattyHistoryRow: (object) a value that was replaced: who, when, where; and
 * the difference, once it is opened.
 *
 * Signal: "restore" (gboolean new_value): one of the two is wanted back.
 */
#define CHATTY_TYPE_HISTORY_ROW (chatty_history_row_get_type ())
G_DECLARE_FINAL_TYPE (ChattyHistoryRow, chatty_history_row, CHATTY, HISTORY_ROW, AdwExpanderRow)

GtkWidget               *chatty_history_row_new         (const ChattyFieldChange *change);
const ChattyFieldChange *chatty_history_row_get_change  (ChattyHistoryRow        *self);
char                    *chatty_history_row_dup_text    (const char              *json);

G_END_DECLS
