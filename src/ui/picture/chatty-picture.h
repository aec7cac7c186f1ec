/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Pictures come from outside: only PNG, JPEG, GIF and WebP are decoded, told by
 * their first bytes, on a worker, within these bounds. */
#define CHATTY_PICTURE_MAX_BYTES  (32 * 1024 * 1024)
#define CHATTY_PICTURE_MAX_PIXELS (40 * 1000 * 1000)

/* Blocking, any thread. */
GdkPixbuf  *chatty_picture_decode      (GBytes              *bytes,
                                        guint                max_side,
                                        GError             **error);
GdkPixbuf  *chatty_picture_read        (GFile               *file,
                                        guint                max_side,
                                        GCancellable        *cancellable,
                                        GError             **error);

/* To show one: a texture whose longer side is @max_side at most. */
void        chatty_picture_load_async  (GFile               *file,
                                        guint                max_side,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data);
GdkTexture *chatty_picture_load_finish (GAsyncResult        *result,
                                        GError             **error);

/* To keep one: a PNG file. */
void        chatty_picture_to_png_async  (GFile               *file,
                                          guint                max_side,
                                          GCancellable        *cancellable,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data);
GBytes     *chatty_picture_to_png_finish (GAsyncResult        *result,
                                          GError             **error);

G_END_DECLS
