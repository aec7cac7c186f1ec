/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <adwaita.h>

#include "chatty-connector-info.h"

G_BEGIN_DECLS

/**
 * ChattyServerRows:
 *
 * The servers of a platform, each with an entry for another address, behind a
 * row "Advanced" that opens. Emits "changed" when something is typed, and
 * "apply" when a person is done with it.
 */
#define CHATTY_TYPE_SERVER_ROWS (chatty_server_rows_get_type ())
G_DECLARE_FINAL_TYPE (ChattyServerRows, chatty_server_rows, CHATTY, SERVER_ROWS, AdwExpanderRow)

void     chatty_server_rows_set_info       (ChattyServerRows          *self,
                                            const ChattyConnectorInfo *info,
                                            gboolean                   has_apply);
void     chatty_server_rows_set_only_key   (ChattyServerRows          *self,
                                            gboolean                   only_key);
void     chatty_server_rows_set_addresses  (ChattyServerRows          *self,
                                            const char *const         *addresses);
gboolean chatty_server_rows_read           (ChattyServerRows          *self,
                                            char                     **addresses,
                                            GError                   **error);
void     chatty_server_rows_forget_problem (ChattyServerRows          *self);

G_END_DECLS
