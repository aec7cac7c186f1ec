/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-vault-files.h"

G_BEGIN_DECLS

gboolean chatty_vault_swap (ChattyVaultFiles       *files,
                            const char             *path,
                            const char             *text,
                            mode_t                  mode,
                            const ChattyFileStamp  *read,    /* nullable: there was none */
                            GError                **error);

G_END_DECLS
