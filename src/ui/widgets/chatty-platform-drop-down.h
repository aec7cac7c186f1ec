/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ChattyPlatformDropDown: (object) to choose one of the platforms, with its label.
 *
 * Properties: "platform" (nullable id), "none-label" (nullable, construct
 * only: what the first entry says that stands for no platform).
 */
#define CHATTY_TYPE_PLATFORM_DROP_DOWN (chatty_platform_drop_down_get_type ())
G_DECLARE_FINAL_TYPE (ChattyPlatformDropDown, chatty_platform_drop_down, CHATTY, PLATFORM_DROP_DOWN, GtkWidget)

GtkWidget  *chatty_platform_drop_down_new          (const char             *none_label);
const char *chatty_platform_drop_down_get_platform (ChattyPlatformDropDown *self);
void        chatty_platform_drop_down_set_platform (ChattyPlatformDropDown *self,
                                                    const char             *platform);

G_END_DECLS
