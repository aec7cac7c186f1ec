/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-sync-job.h"
#include "chatty-sync-report.h"

G_BEGIN_DECLS

/**
 * ChattySyncHead: (object) what stands above the lines of a sync: what it comes
 * to, what holds it, and who wins.
 */
#define CHATTY_TYPE_SYNC_HEAD (chatty_sync_head_get_type ())
G_DECLARE_FINAL_TYPE (ChattySyncHead, chatty_sync_head, CHATTY, SYNC_HEAD, GtkWidget)

GtkWidget *chatty_sync_head_new         (void);
/* The plan that waits to be run. */
void       chatty_sync_head_show_plan   (ChattySyncHead   *self,
                                         ChattySyncJob    *job);
void       chatty_sync_head_show_report (ChattySyncHead   *self,
                                         ChattySyncReport *report);

G_END_DECLS
