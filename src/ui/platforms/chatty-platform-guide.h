/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-connector-info.h"

G_BEGIN_DECLS

/**
 * ChattyPlatformGuide: (object) what a platform offers, what we do with it,
 * what nobody can do, and how to bring what one has there.
 *
 * Its button connects an account ("app.connect-account") where there is a
 * connector, and imports files ("win.import") elsewhere.
 */
#define CHATTY_TYPE_PLATFORM_GUIDE (chatty_platform_guide_get_type ())
G_DECLARE_FINAL_TYPE (ChattyPlatformGuide, chatty_platform_guide, CHATTY, PLATFORM_GUIDE, GtkWidget)

GtkWidget *chatty_platform_guide_new (const ChattyConnectorInfo *info,
                                      gboolean                   is_built);

G_END_DECLS
