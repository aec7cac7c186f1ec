/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-turn.h"
#include "chatty-workspace.h"

G_BEGIN_DECLS

void chatty_remember_turn (GtkWidget        *widget,
                           ChattyWorkspace  *workspace,
                           const char       *callsign,
                           const char       *transcript_id,
                           const ChattyTurn *turn);

G_END_DECLS
