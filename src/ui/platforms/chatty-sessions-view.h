/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-character.h"
#include "chatty-history.h"
#include "chatty-workspace.h"

G_BEGIN_DECLS

/**
 * ChattySessionsView: (object) the conversations with a character that a
 * platform kept, to be chosen from and imported into the vault.
 */
#define CHATTY_TYPE_SESSIONS_VIEW (chatty_sessions_view_get_type ())
G_DECLARE_FINAL_TYPE (ChattySessionsView, chatty_sessions_view, CHATTY, SESSIONS_VIEW, GtkWidget)

GtkWidget *chatty_sessions_view_new (ChattyWorkspace *workspace,
                                     ChattyHistory   *history,
                                     const char      *account_id,
                                     ChattyCharacter *character);

G_END_DECLS
