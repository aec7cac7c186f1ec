/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-vault-files.h"

G_BEGIN_DECLS

/* Set by tests to take the other way: as on a kernel without openat2(), on a
 * file system that takes no flags for a rename (NFS), and on one that has no
 * hard links either (exFAT). */
extern gboolean chatty_vault_files_without_openat2;
extern gboolean chatty_vault_files_without_flags;
extern gboolean chatty_vault_files_without_links;

int              chatty_vault_files_open_beneath (int                folder,
                                                  const char        *path,
                                                  int                flags,
                                                  mode_t             mode);
GPtrArray       *chatty_vault_files_list_names   (int                fd);
ChattyFileStamp  chatty_file_stamp_make          (const struct stat *status);
gboolean         chatty_vault_files_write_all    (int                fd,
                                                  const char        *bytes,
                                                  gsize              length);

G_END_DECLS
