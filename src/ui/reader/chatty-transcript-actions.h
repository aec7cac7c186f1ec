/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-workspace.h"

G_BEGIN_DECLS

/* What can be done with a transcript, from the list and from the reader. Each
 * tells how it went with the actions "win.toast" and "win.toast-undo". */

void chatty_transcript_actions_export         (GtkWidget          *widget,
                                               ChattyWorkspace    *workspace,
                                               ChattyTranscript   *transcript,
                                               ChattyExportFormat  format);
void chatty_transcript_actions_copy           (GtkWidget          *widget,
                                               ChattyTranscript   *transcript);
void chatty_transcript_actions_show_in_folder (GtkWidget          *widget,
                                               ChattyWorkspace    *workspace,
                                               const char         *id);
void chatty_transcript_actions_open_file      (GtkWidget          *widget,
                                               ChattyWorkspace    *workspace,
                                               const char         *id);
void chatty_transcript_actions_trash          (GtkWidget          *widget,
                                               ChattyWorkspace    *workspace,
                                               const char         *id,
                                               const char         *title);

G_END_DECLS
