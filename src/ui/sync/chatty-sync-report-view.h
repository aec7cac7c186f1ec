/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-sync-report.h"

G_BEGIN_DECLS

/**
 * ChattySyncReportView: (object) what a sync of the past did, and why.
 *
 * Asks its window for "win.undo-sync" ((ss): run, step).
 */
#define CHATTY_TYPE_SYNC_REPORT_VIEW (chatty_sync_report_view_get_type ())
G_DECLARE_FINAL_TYPE (ChattySyncReportView, chatty_sync_report_view, CHATTY, SYNC_REPORT_VIEW,
                      GtkWidget)

GtkWidget *chatty_sync_report_view_new        (void);
void       chatty_sync_report_view_set_report (ChattySyncReportView *self,
                                               ChattySyncReport     *report,
                                               const char           *run);

G_END_DECLS
