/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-connector-table.h"
#include "chatty-platform-item.h"

G_BEGIN_DECLS

/**
 * ChattyPlatformSidebar: (object) the platforms in their tiers, each with its
 * accounts below it.
 *
 * Signals, each with a #ChattyPlatformItem: "chosen" when it is selected,
 * "activated" when the person wants to see it.
 */
#define CHATTY_TYPE_PLATFORM_SIDEBAR (chatty_platform_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (ChattyPlatformSidebar, chatty_platform_sidebar,
                      CHATTY, PLATFORM_SIDEBAR, GtkWidget)

void                chatty_platform_sidebar_set_accounts (ChattyPlatformSidebar *self,
                                                          ChattyConnectorTable  *table,
                                                          GPtrArray             *accounts);
ChattyPlatformItem *chatty_platform_sidebar_get_selected (ChattyPlatformSidebar *self);
void                chatty_platform_sidebar_select_first (ChattyPlatformSidebar *self);
void                chatty_platform_sidebar_focus        (ChattyPlatformSidebar *self);

G_END_DECLS
