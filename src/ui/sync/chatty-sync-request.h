/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-sync-service.h"

G_BEGIN_DECLS

/**
 * ChattySyncRequest:
 * @account: (nullable): an account's id; %NULL asks which one
 * @callsign: (nullable): of a character here
 * @remote_id: (nullable): of one there
 * @put: whether @callsign is to be made there
 * @run: (nullable): a run that is to be taken back; nothing else counts then
 * @step: (nullable): a step of it
 *
 * What a person wants synced. With @callsign and @remote_id both are made a
 * pair; with @remote_id alone it is brought here.
 */
typedef struct {
  char     *account;
  char     *callsign;
  char     *remote_id;
  gboolean  put;
  char     *run;
  char     *step;
} ChattySyncRequest;

ChattySyncRequest *chatty_sync_request_new      (const char              *account);
ChattySyncRequest *chatty_sync_request_new_undo (const char              *run,
                                                 const char              *step);
void               chatty_sync_request_free     (ChattySyncRequest       *self);
ChattySyncJob     *chatty_sync_request_begin    (const ChattySyncRequest *self,
                                                 ChattySyncService       *service,
                                                 ChattyAccount           *account);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattySyncRequest, chatty_sync_request_free)

G_END_DECLS
