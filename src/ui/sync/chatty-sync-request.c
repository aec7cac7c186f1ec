/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include "chatty-sync-request.h"

/**
 * chatty_sync_request_new:
 * @account: (nullable): an account's id
 *
 * Returns: (transfer full): a request for all of its characters; its fields may
 *   be set
 */
ChattySyncRequest *
chatty_sync_request_new (const char *account)
{
  ChattySyncRequest *self = g_new0 (ChattySyncRequest, 1);

  self->account = g_strdup (account);
  return self;
}

/**
 * chatty_sync_request_new_undo:
 * @run: a run's id
 * @step: (nullable): of that run
 *
 * Returns: (transfer full): a request to take it back
 */
ChattySyncRequest *
chatty_sync_request_new_undo (const char *run,
                              const char *step)
{
  ChattySyncRequest *self = g_new0 (ChattySyncRequest, 1);

  self->run = g_strdup (run);
  self->step = g_strdup (step);
  return self;
}

void
chatty_sync_request_free (ChattySyncRequest *self)
{
  g_free (self->account);
  g_free (self->callsign);
  g_free (self->remote_id);
  g_free (self->run);
  g_free (self->step);
  g_free (self);
}

/**
 * chatty_sync_request_begin:
 * @account: (nullable): the account; needed but for an undo
 *
 * Returns: (transfer full): the job that plans it
 */
ChattySyncJob *
chatty_sync_request_begin (const ChattySyncRequest *self,
                           ChattySyncService       *service,
                           ChattyAccount           *account)
{
  if (self->run != NULL)
    return chatty_sync_service_undo (service, self->run, self->step);
  g_return_val_if_fail (account != NULL, NULL);
  if (self->callsign != NULL && self->remote_id != NULL)
    return chatty_sync_service_pair (service, account, self->callsign, self->remote_id);
  if (self->remote_id != NULL)
    return chatty_sync_service_bring (service, account, self->remote_id);
  if (self->put)
    return chatty_sync_service_put (service, account, self->callsign);
  return chatty_sync_service_sync (service, account, self->callsign);
}
