/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-sync-line.h"

G_BEGIN_DECLS

/**
 * ChattySyncReport:
 * @platform: its id; may be of no platform that is known
 * @end: how the run ended
 * @is_undo: whether it took another one back
 * @message: (nullable): why it ended early
 * @counts: by #ChattySyncOutcome
 * @lines: (nullable) (element-type ChattySyncLine): what was done; %NULL where
 *   only the head was read
 *
 * What the vault keeps of a sync.
 */
typedef struct {
  char          *platform;
  ChattySyncEnd  end;
  gboolean       is_undo;
  char          *message;
  guint          counts[CHATTY_SYNC_NOT_REACHED + 1];
  GPtrArray     *lines;
} ChattySyncReport;

/* Any thread. */
ChattySyncReport *chatty_sync_report_parse      (const char        *json,
                                                 GError           **error);
ChattySyncReport *chatty_sync_report_parse_head (const char        *json);  /* nullable */
ChattySyncReport *chatty_sync_report_of         (ChattySyncReceipt *receipt,
                                                 const char        *platform);
void              chatty_sync_report_free       (ChattySyncReport  *self);
gboolean          chatty_sync_report_is_one     (const char        *json);
char             *chatty_sync_report_to_text    (ChattySyncReport  *self);
char             *chatty_sync_report_dup_title  (ChattySyncReport  *self);
char             *chatty_sync_report_dup_sums   (ChattySyncReport  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattySyncReport, chatty_sync_report_free)

G_END_DECLS
