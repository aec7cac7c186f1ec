/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ChattyHttpFile:
 *
 * A file that was opened to be uploaded: checked through the opened
 * descriptor, so that what was checked is what is sent. Counted.
 */
typedef struct _ChattyHttpFile ChattyHttpFile;

ChattyHttpFile *chatty_http_file_open     (const char      *path,
                                           guint64          max_size,
                                           GError         **error);
ChattyHttpFile *chatty_http_file_ref      (ChattyHttpFile  *self);
void            chatty_http_file_unref    (ChattyHttpFile  *self);
const char     *chatty_http_file_get_name (ChattyHttpFile  *self);
guint64         chatty_http_file_get_size (ChattyHttpFile  *self);
char           *chatty_http_file_dup_identity (ChattyHttpFile *self);
gboolean        chatty_http_file_is_private (ChattyHttpFile *self);
gssize          chatty_http_file_read     (ChattyHttpFile  *self,
                                           guint64          offset,
                                           void            *buffer,
                                           gsize            count,
                                           GError         **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyHttpFile, chatty_http_file_unref)

G_END_DECLS
