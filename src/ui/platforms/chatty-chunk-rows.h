/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ChattyChunkRows: (object) how documents are divided that are uploaded next;
 * folded, as nobody needs it who does not look for it.
 */
#define CHATTY_TYPE_CHUNK_ROWS (chatty_chunk_rows_get_type ())
G_DECLARE_FINAL_TYPE (ChattyChunkRows, chatty_chunk_rows, CHATTY, CHUNK_ROWS, GtkWidget)

GtkWidget *chatty_chunk_rows_new         (void);
/* 0 for what the platform thinks best. */
guint      chatty_chunk_rows_get_words   (ChattyChunkRows *self);
guint      chatty_chunk_rows_get_overlap (ChattyChunkRows *self);

G_END_DECLS
