/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ChattyUploadConcern:
 * @CHATTY_UPLOAD_PRIVATE: nobody but the person may read the file, as with keys
 * @CHATTY_UPLOAD_CREDENTIALS: there seem to be passwords, keys or tokens in it
 *
 * Why a person should be asked before a file leaves the computer.
 */
typedef enum {
  CHATTY_UPLOAD_PRIVATE = 1 << 0,
  CHATTY_UPLOAD_CREDENTIALS = 1 << 1,
} ChattyUploadConcern;

gboolean             chatty_upload_check_text     (const char           *name,
                                                   const char           *text,
                                                   gsize                 length);
gboolean             chatty_upload_check          (const char           *path,
                                                   ChattyUploadConcern  *concerns,
                                                   GError              **error);
void                 chatty_upload_check_async    (const char           *path,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
gboolean             chatty_upload_check_finish   (GAsyncResult         *result,
                                                   ChattyUploadConcern  *concerns,
                                                   GError              **error);
char                *chatty_upload_describe       (ChattyUploadConcern   concerns,
                                                   const char           *name,
                                                   const char           *platform);

G_END_DECLS
