/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

#include "chatty-receipt.h"

G_BEGIN_DECLS

/**
 * ChattyReceiptLine: (object) one thing that a person should know of a receipt.
 *
 * What was left out or noticed, and why; without a reason it is a heading.
 * Texts are plain and of one line each, ready to be shown.
 */
#define CHATTY_TYPE_RECEIPT_LINE (chatty_receipt_line_get_type ())
G_DECLARE_FINAL_TYPE (ChattyReceiptLine, chatty_receipt_line, CHATTY, RECEIPT_LINE, GObject)

const char *chatty_receipt_line_get_what   (ChattyReceiptLine *self);
const char *chatty_receipt_line_get_reason (ChattyReceiptLine *self); /* nullable */

GListModel *chatty_receipt_line_list_new   (ChattyReceipt     *receipt);

G_END_DECLS
