/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-account-service.h"
#include "chatty-workspace.h"

G_BEGIN_DECLS

/**
 * ChattyPlatformsPage: (object) the platforms and the accounts on them, and
 * what the chosen one has. Calls nobody before it is shown.
 */
#define CHATTY_TYPE_PLATFORMS_PAGE (chatty_platforms_page_get_type ())
G_DECLARE_FINAL_TYPE (ChattyPlatformsPage, chatty_platforms_page, CHATTY, PLATFORMS_PAGE, GtkWidget)

GtkWidget *chatty_platforms_page_new     (ChattyWorkspace      *workspace,
                                          ChattyAccountService *service);
gboolean   chatty_platforms_page_go_back (ChattyPlatformsPage  *self);

G_END_DECLS
