/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <adwaita.h>

#include "chatty-workspace.h"

G_BEGIN_DECLS

/**
 * ChattySentPage: (object) a window that tells what went to a platform for one
 * answer: all of it, and that each line of memory can be forgotten.
 */
#define CHATTY_TYPE_SENT_PAGE (chatty_sent_page_get_type ())
G_DECLARE_FINAL_TYPE (ChattySentPage, chatty_sent_page, CHATTY, SENT_PAGE, AdwWindow)

void chatty_sent_page_present (GtkWidget       *parent,
                               ChattyWorkspace *workspace,
                               const char      *transcript_id,
                               const char      *turn_id);

G_END_DECLS
