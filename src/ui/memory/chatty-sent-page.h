/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-workspace.h"

G_BEGIN_DECLS

/* Shows what went to the platform for one answer. */
void chatty_sent_page_present (GtkWidget       *parent,
                               ChattyWorkspace *workspace,
                               const char      *transcript_id,
                               const char      *turn_id);

G_END_DECLS
