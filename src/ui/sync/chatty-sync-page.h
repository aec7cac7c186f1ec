/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-sync-request.h"

G_BEGIN_DECLS

/**
 * ChattySyncPage: (object) a sync from the look at both sides to the receipt:
 * what would be done, the person's choices, how far it is, what came of it.
 *
 * Nothing is written before the person says so: closing it is the dry run.
 * Asks its window for "win.back", "win.undo-sync", "win.open-run" and
 * "win.show-page".
 * Property: "busy" (boolean): a run that the person began is not over.
 */
#define CHATTY_TYPE_SYNC_PAGE (chatty_sync_page_get_type ())
G_DECLARE_FINAL_TYPE (ChattySyncPage, chatty_sync_page, CHATTY, SYNC_PAGE, GtkWidget)

/* @request: (transfer full) */
GtkWidget     *chatty_sync_page_new         (ChattySyncService    *service,
                                             ChattyAccountService *accounts,
                                             ChattySyncRequest    *request);
/* For one that was begun elsewhere. */
GtkWidget     *chatty_sync_page_new_for_job (ChattySyncService    *service,
                                             ChattyAccountService *accounts,
                                             ChattySyncJob        *job);
ChattySyncJob *chatty_sync_page_get_job     (ChattySyncPage       *self); /* nullable */
gboolean       chatty_sync_page_get_busy    (ChattySyncPage       *self);
/* The person went away: a plan that was not run is dropped. */
void           chatty_sync_page_leave       (ChattySyncPage       *self);

G_END_DECLS
