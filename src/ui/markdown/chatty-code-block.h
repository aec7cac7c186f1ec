/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ChattyCodeBlock: (object) code on a card, with its language and Copy.
 */
#define CHATTY_TYPE_CODE_BLOCK (chatty_code_block_get_type ())
G_DECLARE_FINAL_TYPE (ChattyCodeBlock, chatty_code_block, CHATTY, CODE_BLOCK, GtkWidget)

GtkWidget *chatty_code_block_new       (const char      *language,
                                        const char      *code);
GtkLabel  *chatty_code_block_get_label (ChattyCodeBlock *self);
GtkLabel  *chatty_code_block_get_sources (ChattyCodeBlock *self);

G_END_DECLS
