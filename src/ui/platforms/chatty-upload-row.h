/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-upload.h"

G_BEGIN_DECLS

/**
 * ChattyUploadRow: (object) how far an upload is, and what can be done about it.
 *
 * Signals: "again" and "dismissed", when it is over.
 */
#define CHATTY_TYPE_UPLOAD_ROW (chatty_upload_row_get_type ())
G_DECLARE_FINAL_TYPE (ChattyUploadRow, chatty_upload_row, CHATTY, UPLOAD_ROW, GtkListBoxRow)

GtkWidget    *chatty_upload_row_new        (ChattyUpload    *upload);
ChattyUpload *chatty_upload_row_get_upload (ChattyUploadRow *self);

G_END_DECLS
