/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ChattyImagePlaceholder: (object) stands for an image that is not loaded.
 *
 * Says what the image is and on which host it lies, and offers to open it in
 * the browser. Never fetches anything.
 */
#define CHATTY_TYPE_IMAGE_PLACEHOLDER (chatty_image_placeholder_get_type ())
G_DECLARE_FINAL_TYPE (ChattyImagePlaceholder, chatty_image_placeholder, CHATTY, IMAGE_PLACEHOLDER, GtkWidget)

GtkWidget *chatty_image_placeholder_new       (const char             *words,
                                               const char             *target);
GtkLabel  *chatty_image_placeholder_get_label (ChattyImagePlaceholder *self);

G_END_DECLS
