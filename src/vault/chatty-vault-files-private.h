/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-vault-files.h"

G_BEGIN_DECLS

/* Set by tests to take the other way. */
extern gboolean chatty_vault_files_without_openat2;

int              chatty_vault_files_open_beneath (int                folder,
                                                  const char        *path,
                                                  int                flags,
                                                  mode_t             mode);
GPtrArray       *chatty_vault_files_list_names   (int                fd);
ChattyFileStamp  chatty_file_stamp_make          (const struct stat *status);

G_END_DECLS
