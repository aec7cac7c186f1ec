/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-memory-note.h"
#include "chatty-workspace.h"

G_BEGIN_DECLS

void chatty_memory_origin_show (GtkWidget              *widget,
                                ChattyWorkspace        *workspace,
                                const ChattyMemoryNote *note);

G_END_DECLS
