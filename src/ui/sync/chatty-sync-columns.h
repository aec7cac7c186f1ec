/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ChattySyncColumns: (object) a layout: its children side by side, as wide as
 * each other; one below the other where that is too narrow to read.
 */
#define CHATTY_TYPE_SYNC_COLUMNS (chatty_sync_columns_get_type ())
G_DECLARE_FINAL_TYPE (ChattySyncColumns, chatty_sync_columns, CHATTY, SYNC_COLUMNS,
                      GtkLayoutManager)

G_END_DECLS
