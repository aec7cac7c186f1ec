/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gdk/gdk.h>

#include "chatty-dropped.h"

G_BEGIN_DECLS

void           chatty_clipboard_read_async  (GdkClipboard         *clipboard,
                                             GCancellable         *cancellable,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
ChattyDropped *chatty_clipboard_read_finish (GAsyncResult         *result,
                                             GError              **error);

G_END_DECLS
