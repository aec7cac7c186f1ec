/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-sync-job.h"
#include "chatty-workspace.h"

G_BEGIN_DECLS

/**
 * ChattyJobStrip: (object) what works in the background, in one line.
 *
 * Visible only while there is something: the oldest import that runs, else the
 * oldest sync, else an import that waits to be started, else the index that is being built.
 * Signal: "details" (ChattyImportSession): the person wants to see it.
 * Signal: "sync-details" (ChattySyncJob): the same of a sync.
 * Signal: "discard" (ChattyImportSession): the waiting import is not wanted.
 */
#define CHATTY_TYPE_JOB_STRIP (chatty_job_strip_get_type ())
G_DECLARE_FINAL_TYPE (ChattyJobStrip, chatty_job_strip, CHATTY, JOB_STRIP, GtkWidget)

GtkWidget *chatty_job_strip_new           (void);
void       chatty_job_strip_set_workspace (ChattyJobStrip      *self,
                                           ChattyWorkspace     *workspace);
void       chatty_job_strip_set_syncs     (ChattyJobStrip      *self,
                                           GListModel          *jobs);
void       chatty_job_strip_set_waiting   (ChattyJobStrip      *self,
                                           ChattyImportSession *session);

G_END_DECLS
