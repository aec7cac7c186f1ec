/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-receipt.h"

G_BEGIN_DECLS

gboolean chatty_import_store (ChattyVaultBatch   *batch,
                              ChattyReceiptFile  *file,
                              ChattyTranscript   *transcript,
                              char              **path,
                              GCancellable       *cancellable,
                              GError            **error);
void     chatty_import_end   (ChattyVaultBatch   *batch,
                              ChattyReceipt      *receipt,
                              guint               n_left,
                              GError            **error);

G_END_DECLS
