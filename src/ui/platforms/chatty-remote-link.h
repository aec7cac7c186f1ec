/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-workspace.h"

G_BEGIN_DECLS

/**
 * ChattyRemoteLink: (object) whether a character of a platform is here, and how
 * it comes here: brought as a new one, or linked with one that is here.
 *
 * Asks its window for "win.bring-character", "win.sync-character" and
 * "win.open-character".
 */
#define CHATTY_TYPE_REMOTE_LINK (chatty_remote_link_get_type ())
G_DECLARE_FINAL_TYPE (ChattyRemoteLink, chatty_remote_link, CHATTY, REMOTE_LINK, GtkWidget)

GtkWidget *chatty_remote_link_new (ChattyWorkspace *workspace,
                                   const char      *platform,
                                   const char      *account_id,
                                   const char      *remote_id);

G_END_DECLS
