/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ChattyPlatformBadge: (object) the letter of a platform in a neutral disc.
 *
 * Never a logo. Its accessible name and tooltip are the platform's title.
 * Property: "platform" (nullable id; NULL and unknown ids show as "other").
 */
#define CHATTY_TYPE_PLATFORM_BADGE (chatty_platform_badge_get_type ())
G_DECLARE_FINAL_TYPE (ChattyPlatformBadge, chatty_platform_badge, CHATTY, PLATFORM_BADGE, GtkWidget)

GtkWidget  *chatty_platform_badge_new          (void);
const char *chatty_platform_badge_get_platform (ChattyPlatformBadge *self);
void        chatty_platform_badge_set_platform (ChattyPlatformBadge *self,
                                                const char          *platform);

G_END_DECLS
