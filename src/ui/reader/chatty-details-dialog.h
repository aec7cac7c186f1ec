/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <adwaita.h>

#include "chatty-workspace.h"

G_BEGIN_DECLS

/**
 * ChattyDetailsDialog: (object) edits title, platform, character and date of a
 * transcript.
 */
#define CHATTY_TYPE_DETAILS_DIALOG (chatty_details_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ChattyDetailsDialog, chatty_details_dialog, CHATTY, DETAILS_DIALOG, AdwWindow)

GtkWidget *chatty_details_dialog_new        (GtkWidget           *parent,
                                             ChattyWorkspace     *workspace,
                                             ChattyTranscript    *transcript);
gboolean   chatty_details_dialog_parse_date (const char          *text,
                                             gint64              *time);

G_END_DECLS
