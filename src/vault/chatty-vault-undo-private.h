/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-vault-batch-private.h"

G_BEGIN_DECLS

gboolean chatty_vault_undo_is_character (const ChattyChange   *change);
gboolean chatty_vault_undo_characters   (ChattyVaultBatch     *batch,
                                         ChattyJournalRecord  *record,
                                         guint                *n_undone,
                                         guint                *n_kept,
                                         GCancellable         *cancellable,
                                         GError              **error);

G_END_DECLS
