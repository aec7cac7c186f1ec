/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What one import takes at most; each has a message of its own. */
#define CHATTY_IMPORT_MAX_FILES 100000
#define CHATTY_IMPORT_MAX_FOLDER_DEPTH 32

/**
 * ChattyImportSource:
 * @file: (nullable): the file to read
 * @bytes: (nullable): the text to read, when it is not in a file
 * @name: what the person knows it by: what they gave, or its place below
 *   that. Valid UTF-8 from outside: it may hold control characters
 * @size: bytes
 * @problem: (nullable): why it cannot be read, translated
 *
 * One thing to import. Immutable, atomically counted.
 */
typedef struct {
  GFile   *file;
  GBytes  *bytes;
  char    *name;
  guint64  size;
  char    *problem;
} ChattyImportSource;

ChattyImportSource *chatty_import_source_new_file    (GFile              *file,
                                                      const char         *name,
                                                      guint64             size);
ChattyImportSource *chatty_import_source_new_text    (const char         *text,
                                                      const char         *name);
ChattyImportSource *chatty_import_source_new_problem (const char         *name,
                                                      const char         *problem);
ChattyImportSource *chatty_import_source_ref         (ChattyImportSource *self);
void                chatty_import_source_unref       (ChattyImportSource *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyImportSource, chatty_import_source_unref)

typedef void (*ChattyImportSourceFunc) (ChattyImportSource *source,
                                        gpointer            user_data);

void chatty_import_expand (GFile                  *root,
                           const char             *root_name,
                           GFile                  *vault_folder,
                           guint                  *n_files,
                           ChattyImportSourceFunc  func,
                           gpointer                user_data,
                           GCancellable           *cancellable);

G_END_DECLS
