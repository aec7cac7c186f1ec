/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-sync-job.h"
#include "chatty-sync-line.h"

G_BEGIN_DECLS

/* Lists of #ChattySyncLine: a step, and below it its fields. */

void       chatty_sync_lines_add_step   (GPtrArray          *lines,
                                         ChattySyncLineText *text);
GPtrArray *chatty_sync_lines_of_plan    (ChattySyncJob     *job,
                                         GHashTable        *asked);
GPtrArray *chatty_sync_lines_of_receipt (ChattySyncReceipt *receipt,
                                         const char        *title);
void       chatty_sync_lines_update     (GListStore        *store,
                                         GPtrArray         *lines);

G_END_DECLS
