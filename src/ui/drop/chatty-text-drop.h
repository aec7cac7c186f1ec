/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

GdkContentFormats *chatty_text_drop_get_formats (void);
void               chatty_text_drop_read_async  (GdkDrop              *drop,
                                                 GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
char              *chatty_text_drop_read_finish (GAsyncResult         *result,
                                                 GError              **error);

G_END_DECLS
