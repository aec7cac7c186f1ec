/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-vault-files.h"

G_BEGIN_DECLS

/**
 * ChattyIndexFile: a file to be read, and what came of it.
 */
typedef struct {
  char             *path;
  ChattyFileStamp   stamp;
  gboolean          again;       /* it is known that it could not be read */
  ChattyTranscript *transcript;  /* (nullable) once read */
  GError           *error;       /* (nullable) why it could not be */
} ChattyIndexFile;

void               chatty_index_file_free   (ChattyIndexFile   *file);

/**
 * ChattyIndexLoader:
 *
 * Reads files on several threads at once, ahead of the one thread that takes
 * the results, but not so far ahead that memory fills up.
 */
typedef struct _ChattyIndexLoader ChattyIndexLoader;

ChattyIndexLoader *chatty_index_loader_new  (ChattyVaultFiles  *files,
                                             GPtrArray         *list);
void               chatty_index_loader_free (ChattyIndexLoader *self);
ChattyIndexFile   *chatty_index_loader_next (ChattyIndexLoader *self,
                                             gint64             wait_until);
void               chatty_index_loader_done (ChattyIndexLoader *self,
                                             gint64             n_bytes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyIndexFile, chatty_index_file_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyIndexLoader, chatty_index_loader_free)

G_END_DECLS
