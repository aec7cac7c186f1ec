/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ChattySourceFile:
 * @fd: the open file
 * @size: its bytes when it was opened
 * @modified: when it was changed, in microseconds since 1970
 * @name: its name to show to people, valid UTF-8
 *
 * A file that a person gave, open for reading. What is known of it was taken
 * from the open file and not from its name, which may mean another file by now.
 */
typedef struct {
  int      fd;
  goffset  size;
  gint64   modified;
  char    *name;
} ChattySourceFile;

ChattySourceFile *chatty_source_file_open  (GFile             *file,
                                            GError           **error);
void              chatty_source_file_close (ChattySourceFile  *self);
gssize            chatty_source_file_peek  (ChattySourceFile  *self,
                                            char              *buffer,
                                            gsize              size,
                                            GError           **error);
GBytes           *chatty_source_file_load  (ChattySourceFile  *self,
                                            GCancellable      *cancellable,
                                            GError           **error);
char             *chatty_source_file_hash  (ChattySourceFile  *self,
                                            GCancellable      *cancellable,
                                            GError           **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattySourceFile, chatty_source_file_close)

G_END_DECLS
