/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-receipt.h"

G_BEGIN_DECLS

/**
 * ChattyReceiptView: (object) the sums of an import and what was left out.
 *
 * One scrolling list, so that 20,000 reasons cost as little as one.
 */
#define CHATTY_TYPE_RECEIPT_VIEW (chatty_receipt_view_get_type ())
G_DECLARE_FINAL_TYPE (ChattyReceiptView, chatty_receipt_view, CHATTY, RECEIPT_VIEW, GtkWidget)

GtkWidget *chatty_receipt_view_new         (void);
void       chatty_receipt_view_set_receipt (ChattyReceiptView *self,
                                            ChattyReceipt     *receipt,
                                            const char        *note);

G_END_DECLS
