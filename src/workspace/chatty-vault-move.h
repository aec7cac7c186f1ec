/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean chatty_vault_move_copy    (GFile                  *from,
                                    GFile                  *to,
                                    GFileProgressCallback   progress,
                                    gpointer                user_data,
                                    GCancellable           *cancellable,
                                    GError                **error);
gboolean chatty_vault_move_is_same (GFile                  *from,
                                    GFile                  *to,
                                    GCancellable           *cancellable,
                                    GError                **error);
void     chatty_vault_move_discard (GFile                  *to);

G_END_DECLS
